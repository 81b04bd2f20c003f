//! A test of the call chain leaves once by each way, says that it is a test, and its link answers it.

use std::sync::Arc;
use std::time::Duration;

use domain::contact::ContactKind;
use domain::id::{ChainTestId, CommandId};
use domain::message::Channel;
use domain::world::World;
use notify::order::OrderPost;
use notify::outlet::Outlets;
use notify::recording::Recording;
use notify::{Carrier, Carriers, Texts};
use service::chain_test::NewChainTest;
use testkit::city::{City, fill};
use testkit::hands::Hands;
use testkit::warning::phone;
use testkit::{Database, both, keys, t0};
use tokio::sync::watch;
use uuid::Uuid;
use worker::Post;

fn post(carriers: Vec<Arc<dyn Carrier>>) -> Post {
    Post {
        carriers: Carriers::of(World::Live, carriers),
        orders: OrderPost::default(),
        outlets: Outlets::default(),
        smpp: None,
        texts: Texts::shipped().expect("the texts"),
        name: "试点".to_owned(),
        address: Some("https://city.example/".to_owned()),
        test_recipients: Vec::new(),
        press: crate::papers::none(),
        jitter: || 0.5,
    }
}

/// A test of the community, where the first grid worker has a phone and an address.
async fn begun(database: &Database) -> City {
    let city = fill(database.store.clone()).await;
    keys::fit(&city.service);
    let grid1 = city.actor("grid1").await;
    phone(&city, &grid1, "13812341234").await;
    let mail = Some("grid1@example.org");
    city.service.set_contact(Some(&grid1), grid1.account, ContactKind::Email, mail, t0()).await.expect("an address");
    let (id, unit) = (ChainTestId(Uuid::now_v7()), city.id("410102001002"));
    let new = NewChainTest { id, unit, repeated: false, key: CommandId(Uuid::now_v7()), body_hash: vec![1] };
    city.service.begin_chain_test(&city.actor("street").await, new, t0()).await.expect("a test");
    city
}

both!(each_way_is_written_to_once_and_the_link_answers, |database: Database| async move {
    let city = begun(&database).await;
    let carriers = [Channel::Sms, Channel::Voice, Channel::Mail].map(|channel| Arc::new(Recording::new(channel)));
    let (hands, (sender, stop)) = (Hands::default(), watch::channel(false));
    let post = post(carriers.iter().map(|one| one.clone() as Arc<dyn Carrier>).collect());
    let running = tokio::spawn(worker::run_chain_tests(city.service.clone(), Arc::new(post), hands.clock(), stop));
    let all = async {
        while carriers.iter().any(|one| one.messages().is_empty()) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), all).await.expect("sent");
    // Later looks find nothing more to send.
    hands.forward(600);
    sender.send_replace(true);
    running.await.expect("it stops");
    for one in &carriers {
        let messages = one.messages();
        assert_eq!(messages.len(), 1, "{}", one.channel().word());
        assert!(messages[0].text.contains("不是预警") && !messages[0].urgent, "{}", messages[0].text);
    }
    let mail = &carriers[2].messages()[0].text;
    let (_, link) = mail.split_once("https://city.example/pocket/chain-test#").expect("a link");
    city.service.answer_chain_test(link.trim(), t0()).await.expect("an answer");
});
