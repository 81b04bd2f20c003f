//! Several people write on and decide about the same message for the public at once: one step wins, nobody decides
//! about her own words, and what goes out is what was seen.

use std::collections::BTreeSet;

use domain::id::{CommandId, PublicMessageId};
use domain::names::Names;
use domain::public_message::{Audience, Command, Content, Doer, PublicKind, Said};
use futures::future::join_all;
use rand::prelude::IndexedRandom;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use service::access::Session;
use service::public_message::NewPublicMessage;
use service::{Once, ServiceError};
use store::StoreError;
use store::public_message::StoredMessage;
use testkit::city::{City, fill};
use testkit::walk::minute;
use testkit::{both, t0};
use uuid::Uuid;

use crate::hazard_two_writers::rounds;

/// All of them write; the first one's title decides about nothing.
const PEOPLE: [&str; 4] = ["lead", "street", "street2", "district"];

#[derive(Clone)]
struct Step {
    who: usize,
    command: Command,
    /// Tells one text from another.
    words: u32,
    once: Once,
}

both!(of_many_steps_at_once_one_is_taken_and_never_by_who_wrote_it, |database: testkit::Database| async move {
    let city = fill(database.store.clone()).await;
    city.account("street2", "street_operator", "410102001").await;
    let mut people = Vec::new();
    for login in PEOPLE {
        people.push(city.session(login, t0()).await);
    }
    let mut kinds = BTreeSet::new();
    for round in 0..rounds() {
        let mut rng = StdRng::seed_from_u64(round);
        let id = PublicMessageId(Uuid::now_v7());
        let author = people.choose(&mut rng).expect("somebody");
        let new = notice(&city, id, 0);
        let first = city.service.draft_public_message(&author.actor, new, &once(), t0()).await;
        let mut seen = first.expect("a draft");
        for _ in 0..6 {
            let steps = drawn(&mut rng);
            let open = steps.iter().any(|step| is_open(&seen, &people[step.who], step));
            let taken = join_all(steps.iter().map(|step| send(&city, &people[step.who], &seen, step))).await;
            // The same request sent twice is one step.
            let taken = steps.iter().zip(taken).filter(|(_, taken)| *taken).map(|(step, _)| step.once.key());
            let taken = taken.collect::<BTreeSet<_>>().len();
            assert_eq!(taken, usize::from(open), "round {round}: of the steps that the table allows, one is taken");
            let before = seen.message.version;
            seen = city.service.show_public_message(&author.actor, id).await.expect("a sheet").stored;
            let gone = usize::try_from(seen.message.version - before).expect("no version is lost");
            assert_eq!(gone, taken, "round {round}: the version counts what was acknowledged");
        }
        let told = city.service.store().journal_of(id.0).await.expect("entries");
        let versions: Vec<_> = told.iter().filter_map(|entry| entry.payload["version"].as_i64()).collect();
        let all: Vec<_> = (1..=i64::from(seen.message.version)).collect();
        assert_eq!(versions, all, "round {round}: one entry for each change, in their order");
        let last = told.last().and_then(|entry| entry.payload["state"].as_str());
        assert_eq!(last, Some(seen.message.state.word()), "round {round}: the row stands where its last entry says");
        for pair in told.windows(2) {
            let decided = ["public_message.published", "public_message.rejected"].contains(&&*pair[1].kind);
            let own = pair[1].actor == Some(author.actor.account.0);
            assert_ne!(decided, own, "round {round}: {} by who wrote it, or a text by somebody else", pair[1].kind);
            let same = pair[0].payload["text"] == pair[1].payload["text"];
            assert!(same || !decided, "round {round}: decided about another text than was handed in");
        }
        kinds.extend(told.into_iter().map(|entry| entry.kind));
    }
    assert_eq!(kinds.len(), 5, "drafted, edited, submitted, published and rejected, or it means little: {kinds:?}");
});

/// Eight steps, some of them sent twice.
fn drawn(rng: &mut StdRng) -> Vec<Step> {
    let commands = [Command::Edit, Command::Submit, Command::Approve { oral: None }, Command::Reject];
    let mut steps: Vec<Step> = Vec::new();
    for words in 1..=8 {
        match steps.last().cloned().filter(|_| rng.random_bool(0.2)) {
            Some(again) => steps.push(again),
            None => {
                let command = *commands.choose(rng).expect("a command");
                steps.push(Step { who: rng.random_range(0..PEOPLE.len()), command, words, once: once() });
            }
        }
    }
    steps
}

/// Whether this step would be taken if it came alone.
fn is_open(seen: &StoredMessage, session: &Session, step: &Step) -> bool {
    let doer = Doer { account: session.actor.account, settled: true, fresh: true };
    let may = step.who > 0 || matches!(step.command, Command::Edit | Command::Submit);
    may && seen.message.apply(&step.command, doer).is_ok()
}

/// Whether the step was taken. Whoever may not or was too late is told so, and nothing else may go wrong.
async fn send(city: &City, session: &Session, seen: &StoredMessage, step: &Step) -> bool {
    let (service, once) = (&city.service, &step.once);
    let (id, version) = (seen.message.id, seen.message.version);
    let done = match step.command {
        Command::Edit => {
            let anew = notice(city, id, step.words);
            service.edit_public_message(&session.actor, version, anew, once, t0()).await
        }
        Command::Submit => service.submit_public_message(session, id, version, once, t0()).await,
        Command::Approve { .. } => service.approve_public_message(session, id, version, None, once, t0()).await,
        _ => service.reject_public_message(session, id, version, "时间不对", once, t0()).await,
    };
    match done {
        Ok(_) => true,
        Err(
            ServiceError::PublicMessage(_)
            | ServiceError::VersionConflict { .. }
            | ServiceError::Forbidden(_)
            | ServiceError::Store(StoreError::Stale),
        ) => false,
        Err(other) => panic!("{other:?}"),
    }
}

fn once() -> Once {
    Once::new(CommandId(Uuid::now_v7()), vec![1])
}

fn notice(city: &City, id: PublicMessageId, words: u32) -> NewPublicMessage {
    let (zh, en) = (format!("减少外出，避开低洼处{words}"), format!("go out less; keep away from low ground {words}"));
    let content = Content {
        hazard: "rain".to_owned(),
        colour: None,
        units: vec![city.id("410102001002")],
        said: vec![Said { audience: Audience::Residents, action: Names::zh_en(&zh, &en) }],
        detail: Names::default(),
        advice: Vec::new(),
        warning: None,
        about: None,
        expires_at: minute(170),
    };
    NewPublicMessage { id, kind: PublicKind::RiskNotice, content }
}
