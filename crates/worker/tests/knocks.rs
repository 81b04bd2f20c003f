//! What the owner of a task to reach a silent post reads.

use std::sync::Arc;

use domain::callout::KnockWay;
use domain::message::Channel;
use domain::world::World;
use jiff::SignedDuration;
use notify::order::OrderPost;
use notify::outlet::Outlets;
use notify::recording::Recording;
use notify::{Carrier, Carriers, Texts};
use service::Once;
use service::callout::{CallFilter, KnockOrder};
use testkit::city::fill;
use testkit::hands::Hands;
use testkit::warning::{Cap, fit_station, phone};
use testkit::{both, keys, t0};
use tokio::sync::watch;
use worker::Post;

use crate::jobs::{queue_is_empty, until};

both!(whoever_is_sent_reads_of_which_warning_where_how_and_until_when, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    keys::fit(&city.service);
    fit_station(&city.service);
    phone(&city, &city.actor("lead").await, "13800000001").await;
    let round = Cap::red("red").give(&city.service, t0()).await.expect("a warning").callout.expect("a round").id;
    city.service.place_calls(t0()).await.expect("calls");
    let (street, grid) = (city.actor("street").await, city.unit("410102001002001"));
    let filter = CallFilter { limit: 500, ..CallFilter::default() };
    let calls = city.service.list_calls(&city.actor("district").await, round, &filter).await.expect("calls").1;
    let call = calls.into_iter().find(|call| call.unit == grid.id).expect("a call");
    let owner = city.actor("lead").await.postings[0].id;
    let order = KnockOrder { owner, way: KnockWay::Radio, minutes: 20 };
    city.service.order_knock(&street, call.id, &order, &Once::fresh(), t0()).await.expect("an order");

    // Without a mail box of hers, and without a way of the installation to ring, the text alone goes.
    let [text, mail] = [Channel::Sms, Channel::Mail].map(|channel| Arc::new(Recording::new(channel)));
    let ways: Vec<Arc<dyn Carrier>> = vec![text.clone(), mail.clone()];
    let post = Post {
        carriers: Carriers::of(World::Live, ways),
        orders: OrderPost::default(),
        outlets: Outlets::default(),
        smpp: None,
        texts: Texts::shipped().expect("the texts"),
        name: "试点".to_owned(),
        address: Some("https://safe.example.org/".to_owned()),
        test_recipients: Vec::new(),
        press: crate::papers::none(),
        jitter: || 0.5,
    };
    let (sender, stop) = watch::channel(false);
    let worker = tokio::spawn(worker::run_jobs(city.service.clone(), Arc::new(post), Hands::default().clock(), stop));
    until("the queue is empty", || queue_is_empty(&city.service)).await;
    sender.send_replace(true);
    worker.await.expect("a clean end");
    assert!(mail.messages().is_empty());
    let sent = text.messages();
    let [message] = &sent[..] else { panic!("one text: {sent:?}") };
    let due = t0().saturating_add(SignedDuration::from_mins(20)).expect("a time");
    let due = city.service.zone().to_datetime(due).strftime("%H:%M").to_string();
    assert!(message.urgent && message.to == "+8613800000001", "{message:?}");
    assert!(message.text.starts_with("【郑州市气象台(演示)】暴雨红色预警。"), "as the calls: {}", message.text);
    for part in [grid.names.best("zh"), due.as_str(), "电台"] {
        assert!(message.text.contains(part), "{part}: {}", message.text);
    }
    assert!(message.text.ends_with(" https://safe.example.org/pocket/warnings"), "{}", message.text);
});
