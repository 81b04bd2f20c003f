//! Which of many alerts are in force.

use std::sync::OnceLock;

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use warning::alert::Reference;
use warning::chain::{Cause, Chain, Standing};
use warning::kinds::{MsgType, Status};
use warning::{Alert, Moment, read};

use crate::message::SOUND;

fn start() -> Timestamp {
    "2021-07-19T14:00:00Z".parse().expect("a moment")
}

/// An alert of the given minute that is about the given others.
fn alert(name: &str, minute: i64, msg_type: MsgType, about: &[&str]) -> Alert {
    static SAMPLE: OnceLock<Alert> = OnceLock::new();
    let mut alert = SAMPLE.get_or_init(|| read(SOUND.as_bytes()).alert.expect("a sound message")).clone();
    alert.identifier = name.to_owned();
    alert.msg_type = msg_type;
    alert.sent = Moment::new(start() + SignedDuration::from_mins(minute), 480);
    let sender = alert.sender.clone();
    let reference = |name: &&str| Reference { sender: sender.clone(), identifier: (*name).to_owned(), sent: None };
    alert.references = about.iter().map(reference).collect();
    alert
}

fn standings(alerts: &[Alert], now: Timestamp) -> Vec<Standing> {
    let chain = Chain::new(alerts);
    (0..alerts.len()).map(|index| chain.standing(index, now).expect("an alert")).collect()
}

#[test]
fn an_update_replaces_and_a_cancellation_ends() {
    let alerts = [
        alert("c", 3, MsgType::Cancel, &["b"]),
        alert("a", 1, MsgType::Alert, &[]),
        alert("b", 2, MsgType::Update, &["a"]),
        alert("other", 1, MsgType::Alert, &[]),
        alert("ack", 4, MsgType::Ack, &["other"]),
        alert("error", 4, MsgType::Error, &["other"]),
    ];
    use Standing as S;
    let expected = [S::Notice, S::Superseded { by: 2 }, S::Cancelled { by: 0 }, S::InForce, S::Notice, S::Notice];
    assert_eq!(standings(&alerts, start()), expected);
    let chain = Chain::new(&alerts);
    assert_eq!((chain.resolved(), chain.doubts()), (4, &[][..]));
    assert_eq!(chain.in_force(start()).map(|alert| alert.identifier.as_str()).collect::<Vec<_>>(), ["other"]);
    assert_eq!(chain.standing(6, start()), None);
}

#[test]
fn it_ends_when_its_last_info_does() {
    let mut alerts = [alert("a", 0, MsgType::Alert, &[])];
    let end = alerts[0].expires().expect("an end").at;
    assert_eq!(standings(&alerts, end - SignedDuration::from_secs(1)), [Standing::InForce]);
    assert_eq!(standings(&alerts, end), [Standing::Expired]);
    let mut second = alerts[0].infos[0].clone();
    second.expires = None;
    alerts[0].infos.push(second);
    assert_eq!(standings(&alerts, end), [Standing::InForce], "one of its infos names no end");
}

#[test]
fn a_cancellation_outweighs_a_later_update() {
    let alerts = [
        alert("a", 1, MsgType::Alert, &[]),
        alert("c", 2, MsgType::Cancel, &["a"]),
        alert("b", 3, MsgType::Update, &["a"]),
        alert("b2", 4, MsgType::Update, &["a"]),
    ];
    assert_eq!(standings(&alerts, start())[0], Standing::Cancelled { by: 1 });
    assert_eq!(standings(&alerts[2..], start())[0], Standing::InForce);
    let without = [alerts[0].clone(), alerts[3].clone(), alerts[2].clone()];
    assert_eq!(standings(&without, start())[0], Standing::Superseded { by: 1 }, "the latest one");
}

#[test]
fn a_doubtful_reference_ends_nothing() {
    let real = alert("a", 2, MsgType::Alert, &[]);
    let cancel = |change: &dyn Fn(&mut Alert)| {
        let mut cancel = alert("c", 3, MsgType::Cancel, &["a"]);
        change(&mut cancel);
        let alerts = [real.clone(), cancel];
        let chain = Chain::new(&alerts);
        let cause = chain.doubts().first().map(|doubt| doubt.cause);
        (chain.standing(0, start()).expect("an alert"), cause)
    };
    assert_eq!(cancel(&|_| {}), (Standing::Cancelled { by: 1 }, None));
    let kept = |cause| (Standing::InForce, Some(cause));
    assert_eq!(cancel(&|c| c.sender = "somebody".to_owned()), kept(Cause::OtherSender));
    assert_eq!(cancel(&|c| c.status = Status::Exercise), kept(Cause::OtherStatus));
    assert_eq!(cancel(&|c| c.sent = Moment::new(start(), 0)), kept(Cause::Postdated));
    assert_eq!(cancel(&|c| c.references[0].identifier = "z".to_owned()), kept(Cause::Unresolved));
}

#[test]
fn circles_are_found_and_end_nothing() {
    let alerts = [
        alert("a", 1, MsgType::Update, &["c"]),
        alert("b", 1, MsgType::Update, &["a"]),
        alert("c", 1, MsgType::Cancel, &["b"]),
        alert("self", 1, MsgType::Update, &["self"]),
        alert("d", 2, MsgType::Update, &["c", "self"]),
    ];
    let chain = Chain::new(&alerts);
    let circular = chain.doubts().iter().filter(|doubt| doubt.cause == Cause::Circular).count();
    assert_eq!((circular, chain.doubts().len()), (4, 4));
    assert_eq!(chain.standing(0, start()), Some(Standing::InForce));
    assert_eq!(chain.standing(3, start()), Some(Standing::Superseded { by: 4 }), "from outside the circle it counts");
}

#[test]
fn a_long_chain_is_no_trouble() {
    let names: Vec<String> = (0..20_000).map(|n| n.to_string()).collect();
    let first = alert("0", 0, MsgType::Update, &["19999"]);
    let rest = (1..20_000).map(|n| alert(&names[n], 0, MsgType::Update, &[&names[n - 1]]));
    let alerts: Vec<Alert> = std::iter::once(first).chain(rest).collect();
    assert_eq!(Chain::new(&alerts).doubts().len(), 20_000, "one circle of all");
    assert_eq!(Chain::new(&alerts[1..]).doubts().len(), 1, "without its first it is a line");
}

proptest! {
    /// The order in which alerts arrive changes nothing.
    #[test]
    fn any_order_means_the_same(
        links in prop::collection::vec((0_usize..8, 0_usize..8, 0_i64..4, 0_usize..5), 1..24),
        turn in 0_usize..24,
    ) {
        const KINDS: [MsgType; 5] = [MsgType::Alert, MsgType::Update, MsgType::Cancel, MsgType::Ack, MsgType::Update];
        let name = |n: usize| n.to_string();
        let mut alerts: Vec<Alert> = links.iter().enumerate().map(|(n, (one, two, minute, kind))| {
            alert(&name(n), *minute, KINDS[*kind], &[&name(*one), &name(*two)])
        }).collect();
        let by_name = |alerts: &[Alert]| {
            let mut all: Vec<_> = alerts.iter().zip(standings(alerts, start())).map(|(alert, standing)| {
                (alert.identifier.clone(), match standing {
                    Standing::Superseded { .. } => "superseded",
                    Standing::Cancelled { .. } => "cancelled",
                    Standing::InForce => "in force",
                    Standing::Expired => "expired",
                    Standing::Notice => "notice",
                })
            }).collect();
            all.sort();
            all
        };
        let before = by_name(&alerts);
        let turn = turn % alerts.len();
        alerts.rotate_left(turn);
        prop_assert_eq!(before, by_name(&alerts));
    }
}
