//! Jobs: what must happen after a change, without anybody waiting for it.
//!
//! A job is written in the transaction of its cause, so neither stands without the other. A worker
//! claims it for a while, does it and takes it off; a worker that dies lets its claim run out and
//! another one starts over. Handlers are therefore safe to run twice. A job that fails again and again
//! is *dead*: it stays, listed, until a person looks at it.
//!
//! A payload holds ids and words, never personal data, and nothing of a world: a job belongs to the
//! database that it stands in.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::callout::Step;
use crate::hazard::{EventKind, State};
use crate::id::{AccountId, CalloutId, HazardId, PostingId, ResponseId, ResponseStepId, UnitId};
use crate::journal::{Kind, NewEntry};
use crate::message::{Channel, StatusStep};
use crate::words;

/// How often a job is tried before it is dead.
pub const ATTEMPTS_MAX: i32 = 12;

/// First pause after a failure; doubled with each further one.
const PAUSE_FIRST: SignedDuration = SignedDuration::from_secs(5);

/// Longest pause between two attempts.
const PAUSE_MAX: SignedDuration = SignedDuration::from_hours(1);

words! {
    /// What the desks above are told of at once.
    Alert {
        /// One person alone sent something to the public while a red was in force: it is to be judged.
        GlassBroken = "glass_broken",
        /// First report of people or things that came to harm, not verified.
        Harm = "harm",
        /// Households left before a return was authorised.
        LeftEarly = "left_early",
    }
}

/// What a job does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Job {
    /// Tells the reporter of a hazard by SMS how it stands.
    StatusSms {
        /// The hazard.
        hazard: HazardId,
        /// What is told.
        step: StatusStep,
        /// How often the report has begun anew, by an appeal or because it was not fixed: then steps are told again.
        #[serde(default)]
        round: u8,
    },
    /// Tells the owner of a new account how a password is set.
    Welcome {
        /// The account.
        account: AccountId,
        /// When somebody asked for it once more: another message each time.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        again: Option<Timestamp>,
    },
    /// Tells one overseer that a post saw very many contacts in full.
    BrowsingNotice {
        /// Who saw them.
        viewer: AccountId,
        /// Under which posting.
        posting: PostingId,
        /// Who is told.
        recipient: AccountId,
        /// When it was noticed: later ones are other notices.
        at: Timestamp,
    },
    /// Tells another system how the hazard of its order stands.
    OrderStatus {
        /// The order.
        order: uuid::Uuid,
        /// Which of its states; they go in this order.
        step: i32,
    },
    /// Tells a post of the unit above how many posts below it are silent.
    SilentList {
        /// The round of calls.
        callout: CalloutId,
        /// The unit above.
        unit: UnitId,
        /// The rung that brought it up: once for each.
        step: Step,
        /// Who is told.
        recipient: AccountId,
    },
    /// Tells a post that the phones of a unit cannot be reached: somebody must go there.
    Blackout {
        /// The round of calls.
        callout: CalloutId,
        /// The unit that is dark.
        unit: UnitId,
        /// Who is told.
        recipient: AccountId,
    },
    /// Tells whoever was given tasks to reach silent posts, by one of the ways to her.
    KnockOrdered {
        /// The round of calls.
        callout: CalloutId,
        /// When they were given: tasks of one moment are one message, later ones another.
        at: Timestamp,
        /// By which way.
        channel: Channel,
        /// Who is told.
        recipient: AccountId,
    },
    /// Tells a post of the unit above that a body has not decided on a response.
    Undecided {
        /// The response.
        response: ResponseId,
        /// The first time, or the second.
        times: u8,
        /// Who is told.
        recipient: AccountId,
    },
    /// Reminds whose spoken decision was written down that it waits for a signature.
    Unsigned {
        /// The response.
        response: ResponseId,
        /// The decision.
        step: ResponseStepId,
        /// The first time, or the second.
        times: u8,
        /// Whose decision it is.
        recipient: AccountId,
    },
    /// Tells a post of the unit, or of one above, what must not wait until somebody looks.
    Alert {
        /// What it is.
        about: Alert,
        /// Which message, report or evacuation.
        subject: uuid::Uuid,
        /// Where.
        unit: UnitId,
        /// Who is told.
        recipient: AccountId,
    },
    /// Asks the owner of a resident's number whether it is to be called.
    ResidentConfirm {
        /// The number's row.
        number: uuid::Uuid,
        /// When somebody registered it: asked once for each time.
        at: Timestamp,
    },
    /// Sends one message to the operator's own address, to prove the whole way.
    TestMessage {
        /// By which carrier.
        channel: Channel,
        /// Names this test.
        test: uuid::Uuid,
    },
}

impl Job {
    /// The stable word of its kind.
    pub fn word(&self) -> &'static str {
        match self {
            Self::StatusSms { .. } => "status_sms",
            Self::Welcome { .. } => "welcome",
            Self::BrowsingNotice { .. } => "browsing_notice",
            Self::OrderStatus { .. } => "order_status",
            Self::SilentList { .. } => "silent_list",
            Self::Blackout { .. } => "blackout",
            Self::KnockOrdered { .. } => "knock_ordered",
            Self::Undecided { .. } => "undecided",
            Self::Unsigned { .. } => "unsigned",
            Self::Alert { .. } => "alert",
            Self::ResidentConfirm { .. } => "resident_confirm",
            Self::TestMessage { .. } => "test_message",
        }
    }

    /// The same work has the same key: it stands in the queue, and is sent, once.
    pub fn key(&self) -> String {
        match self {
            Self::StatusSms { hazard, step, round: 0 } => format!("status_sms:{hazard}:{}", step.word()),
            Self::StatusSms { hazard, step, round } => format!("status_sms:{hazard}:{}:{round}", step.word()),
            Self::Welcome { account, again: None } => format!("welcome:{account}"),
            Self::Welcome { account, again: Some(at) } => format!("welcome:{account}:{}", at.as_millisecond()),
            Self::BrowsingNotice { viewer, recipient, at, .. } => {
                format!("browsing_notice:{viewer}:{recipient}:{}", at.as_millisecond())
            }
            Self::OrderStatus { order, step } => format!("order_status:{order}:{step}"),
            Self::SilentList { callout, unit, step, recipient } => {
                format!("silent_list:{callout}:{unit}:{}:{recipient}", step.word())
            }
            Self::Blackout { callout, unit, recipient } => format!("blackout:{callout}:{unit}:{recipient}"),
            Self::KnockOrdered { callout, at, channel, recipient } => {
                format!("knock_ordered:{callout}:{}:{}:{recipient}", at.as_millisecond(), channel.word())
            }
            Self::Undecided { response, times, recipient } => format!("undecided:{response}:{times}:{recipient}"),
            Self::Unsigned { step, times, recipient, .. } => format!("unsigned:{step}:{times}:{recipient}"),
            Self::Alert { about, subject, recipient, .. } => format!("alert:{}:{subject}:{recipient}", about.word()),
            Self::ResidentConfirm { number, at } => format!("resident_confirm:{number}:{}", at.as_millisecond()),
            Self::TestMessage { channel, test } => format!("test_message:{}:{test}", channel.word()),
        }
    }

    /// As it is stored.
    pub fn payload(&self) -> Value {
        // Ids and words always have a JSON form.
        serde_json::to_value(self).unwrap_or_else(|_| json!({}))
    }
}

/// A job before the store has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    /// What it does.
    pub job: Job,
    /// Not to be begun before.
    pub not_before: Timestamp,
}

/// The jobs that follow from a journal entry: everything that happens afterwards, on one screen.
pub fn caused_by(entry: &NewEntry) -> Vec<NewJob> {
    let now = |job| NewJob { job, not_before: entry.recorded_at };
    let status = |step| vec![now(Job::StatusSms { hazard: HazardId(entry.subject), step, round: round(entry) })];
    match entry.kind {
        Kind::Hazard(EventKind::Accepted) => status(StatusStep::Accepted),
        Kind::Hazard(EventKind::Assigned) => status(StatusStep::Assigned),
        Kind::Hazard(EventKind::Rejected) => status(StatusStep::Rejected),
        // Not at the verification as well: only now can the reporter say whether it is fixed.
        Kind::Hazard(EventKind::Closed) => status(StatusStep::Closed),
        Kind::Hazard(EventKind::Merged) => status(StatusStep::Merged),
        Kind::BrowsingNoticed => notices(entry).into_iter().map(now).collect(),
        _ => Vec::new(),
    }
}

/// How often the hazard of an entry has begun anew.
fn round(entry: &NewEntry) -> u8 {
    let set = |name: &str| entry.payload.get(name).and_then(Value::as_bool).unwrap_or(false);
    u8::from(set("appealed")) + u8::from(set("reopened"))
}

/// One for each overseer that the entry names.
fn notices(entry: &NewEntry) -> Vec<Job> {
    let id = |value: &Value| value.as_str()?.parse::<uuid::Uuid>().ok();
    let (Some(posting), Some(recipients)) = (id(&entry.payload["posting"]), entry.payload["recipients"].as_array())
    else {
        return Vec::new();
    };
    let recipients = recipients.iter().filter_map(id).map(AccountId);
    let job = |recipient| Job::BrowsingNotice {
        viewer: AccountId(entry.subject),
        posting: PostingId(posting),
        recipient,
        at: entry.recorded_at,
    };
    recipients.map(job).collect()
}

/// The state into which an entry leads a hazard, where it leads into another one: the systems that have an order about
/// it are told. A report that has just come in leads nowhere yet.
pub fn moved_to(entry: &NewEntry) -> Option<State> {
    let word = |key: &str| entry.payload.get(key).and_then(Value::as_str);
    let (from, to) = (word("from")?, word("to")?);
    State::from_word(to).filter(|_| matches!(entry.kind, Kind::Hazard(_)) && from != to)
}

/// How long to wait after the given number of failed attempts. `jitter` is 0 to 1 and keeps jobs that
/// failed together from coming back together.
pub fn pause(attempts: i32, jitter: f64) -> SignedDuration {
    let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or(0).min(16);
    let whole = PAUSE_FIRST.saturating_mul(1 << doublings).min(PAUSE_MAX);
    let jitter = if jitter.is_finite() { jitter.clamp(0.0, 1.0) } else { 0.0 };
    whole.mul_f64(0.75 + 0.5 * jitter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn each_step_that_a_reporter_is_told_has_one_job_and_no_other_has_any() {
        let now = Timestamp::UNIX_EPOCH;
        let jobs = |event| caused_by(&NewEntry::about(Kind::Hazard(event), Uuid::nil(), now));
        let told: Vec<EventKind> = EventKind::ALL.into_iter().filter(|&event| !jobs(event).is_empty()).collect();
        use EventKind::{Accepted, Assigned, Closed, Merged, Rejected};
        assert_eq!(told, [Accepted, Rejected, Assigned, Closed, Merged]);
        assert!(caused_by(&NewEntry::about(Kind::CasesImported, Uuid::nil(), now)).is_empty());
    }

    #[test]
    fn a_report_that_began_anew_is_told_of_again() {
        let refused = |payload| {
            let about = NewEntry::about(Kind::Hazard(EventKind::Rejected), Uuid::nil(), Timestamp::UNIX_EPOCH);
            caused_by(&NewEntry { payload, ..about })[0].job.key()
        };
        let (first, second) = (refused(json!({})), refused(json!({ "appealed": true })));
        assert_ne!(first, second, "the second refusal is news");
        assert_ne!(second, refused(json!({ "appealed": true, "reopened": true })));
    }

    #[test]
    fn a_job_is_read_back_as_it_was_written() {
        for job in [
            Job::StatusSms { hazard: HazardId(Uuid::nil()), step: StatusStep::Closed, round: 1 },
            Job::OrderStatus { order: Uuid::nil(), step: 3 },
            Job::SilentList {
                callout: CalloutId(Uuid::nil()),
                unit: UnitId(Uuid::nil()),
                step: Step::Parent,
                recipient: AccountId(Uuid::nil()),
            },
            Job::KnockOrdered {
                callout: CalloutId(Uuid::nil()),
                at: Timestamp::UNIX_EPOCH,
                channel: Channel::Voice,
                recipient: AccountId(Uuid::nil()),
            },
            Job::TestMessage { channel: Channel::Mail, test: Uuid::nil() },
            Job::BrowsingNotice {
                viewer: AccountId(Uuid::nil()),
                posting: PostingId(Uuid::nil()),
                recipient: AccountId(Uuid::nil()),
                at: Timestamp::UNIX_EPOCH,
            },
        ] {
            assert_eq!(serde_json::from_value::<Job>(job.payload()).expect("a job"), job);
            assert_eq!(job.payload()["kind"], job.word());
        }
    }

    #[test]
    fn only_a_step_into_another_state_is_told_to_systems_outside() {
        let entry = |kind, from: Value, to: Value| {
            let payload = json!({ "from": from, "to": to });
            moved_to(&NewEntry { payload, ..NewEntry::about(kind, Uuid::nil(), Timestamp::UNIX_EPOCH) })
        };
        let hazard = Kind::Hazard(EventKind::Accepted);
        assert_eq!(entry(hazard, "reported".into(), "accepted".into()), Some(State::Accepted));
        assert_eq!(entry(hazard, "accepted".into(), "accepted".into()), None);
        assert_eq!(entry(hazard, Value::Null, "reported".into()), None, "they have the receipt already");
        assert_eq!(entry(Kind::CasesImported, "reported".into(), "accepted".into()), None);
    }

    #[test]
    fn pauses_double_and_end_at_an_hour() {
        let middle = |attempts| pause(attempts, 0.5).as_secs();
        assert_eq!([middle(1), middle(2), middle(3), middle(11), middle(i32::MAX)], [5, 10, 20, 3_600, 3_600]);
        assert!(pause(4, 0.0) < pause(4, 1.0));
        assert_eq!(pause(1, f64::NAN), pause(1, 0.0));
    }
}
