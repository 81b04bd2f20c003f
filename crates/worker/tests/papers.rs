//! Papers are made by themselves, one after another; one that cannot be made says why, and one that ends its worker is
//! given up.

use std::sync::Arc;
use std::time::Duration;

use domain::access::Actor;
use jiff::SignedDuration;
use notify::order::OrderPost;
use notify::outlet::Outlets;
use notify::{Carriers, Texts};
use service::Service;
use store::paper::PaperRow;
use testkit::city::fill;
use testkit::hands::Hands;
use testkit::{Database, both, t0};
use tokio::sync::watch;
use worker::{Post, Press};

/// For tests in which nothing is printed.
pub(crate) fn none() -> Press {
    Press::new(|_| Err(("none".to_owned(), "no press".to_owned())))
}

fn post(press: Press) -> Post {
    Post {
        carriers: Carriers::recording(),
        orders: OrderPost::default(),
        outlets: Outlets::default(),
        smpp: None,
        texts: Texts::shipped().expect("the texts"),
        name: String::new(),
        address: None,
        test_recipients: Vec::new(),
        press,
        jitter: || 0.5,
    }
}

async fn asked(service: &Service, actor: &Actor, form: &str) -> PaperRow {
    service.ask_paper(actor, "paper".to_owned(), form.to_owned(), t0()).await.expect("a paper")
}

both!(papers_are_made_and_one_that_fails_holds_nothing_up, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let (service, lead, street) = (&city.service, city.actor("lead").await, city.actor("street").await);
    let bad = asked(service, &lead, "bad").await;
    let ends = asked(service, &lead, "ends its thread").await;
    let good = asked(service, &lead, "good").await;
    assert_eq!(asked(service, &lead, "good").await, good, "asked for twice, it is one");
    let press = Press::new(|form| match form {
        "bad" => Err(("font_missing".to_owned(), "no font has 𰻝".to_owned())),
        "good" => Ok(b"%PDF-1.7".to_vec()),
        _ => panic!("a template that is wrong"),
    });
    let (sender, stop) = watch::channel(false);
    let running =
        tokio::spawn(worker::run_papers(service.clone(), Arc::new(post(press)), Hands::default().clock(), stop));
    let made = async {
        while service.paper(&lead, good.id).await.expect("the paper").made_at.is_none() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), made).await.expect("made in time");
    let problem = |row: PaperRow| row.problem.map(|(code, _)| code);
    assert_eq!(problem(service.paper(&lead, bad.id).await.expect("the paper")).as_deref(), Some("font_missing"));
    assert_eq!(problem(service.paper(&lead, ends.id).await.expect("the paper")).as_deref(), Some("print_failed"));
    let (_, content) = service.paper_file(&lead, good.id).await.expect("the file");
    assert_eq!(content, b"%PDF-1.7");
    assert!(service.paper_file(&street, good.id).await.is_err(), "somebody else's is none");
    assert_eq!(database.texts("select coalesce(form, 'gone') from paper").await, ["gone"; 3]);
    let again = asked(service, &lead, "bad").await;
    assert!(again.id != bad.id && again.problem.is_none(), "one that failed is asked for anew");
    sender.send_replace(true);
    tokio::time::timeout(Duration::from_secs(20), running).await.expect("stopped in time").expect("a clean end");
});

both!(a_paper_that_ends_its_worker_is_given_up_and_yesterdays_are_forgotten, |database: Database| async move {
    let city = fill(database.store.clone()).await;
    let (service, lead) = (&city.service, city.actor("lead").await);
    let paper = asked(service, &lead, "form").await;
    let later = |minutes| t0().checked_add(SignedDuration::from_mins(minutes)).expect("a time");
    for tries in 1..=3 {
        let claimed = service.claim_paper(later(10 * i64::from(tries))).await.expect("an answer").expect("a claim");
        assert_eq!((claimed.id, claimed.tries), (paper.id, tries));
        assert_eq!(service.claim_paper(later(10 * i64::from(tries) + 1)).await.expect("an answer"), None, "held");
    }
    assert_eq!(service.claim_paper(later(60)).await.expect("an answer"), None);
    let (code, _) = service.paper(&lead, paper.id).await.expect("the paper").problem.expect("a problem");
    assert_eq!(code, "print_failed");
    assert_eq!(service.forget_papers(later(23 * 60)).await.expect("a count"), 0);
    assert_eq!(service.forget_papers(later(25 * 60)).await.expect("a count"), 1);
    assert!(service.paper(&lead, paper.id).await.is_err());
});
