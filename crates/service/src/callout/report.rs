//! What posts say: 已收到, 已到岗, 已转移 n.
//!
//! Reports come by the thousand in the minutes after a red warning. Whoever has one puts it on the desk; clerks take
//! what lies there, up to a group at once, and write it in one transaction. Nobody waits for a group to fill: while one
//! is being written, the next one gathers.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use domain::access::{Actor, Permission, Scope, Target};
use domain::callout::{CallState, How, Report};
use domain::id::{AccountId, CallId, PostingId};
use domain::journal::{By, Kind, NewEntry};
use jiff::Timestamp;
use serde_json::json;
use store::callout::{self, CallRow, Callout};
use store::{Store, StoreError, account, journal};
use tokio::sync::{Mutex, mpsc, oneshot};

use crate::{Service, ServiceError};

/// Most reports in one transaction.
pub const GROUP_MAX: usize = 64;

/// Reports that wait before the next one must.
const WAITING: usize = 4_096;

/// Groups that are written at once: one gathers while another is on its way to the disk.
const CLERKS: usize = 2;

/// The same where each report has a transaction of its own.
const CLERKS_ALONE: usize = 8;

/// A report and who makes it.
#[derive(Debug, Clone)]
pub struct Reporting {
    /// The call.
    pub call: CallId,
    /// What is said.
    pub report: Report,
    /// By which way.
    pub how: How,
}

/// What became of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// The call as it stands now.
    pub call: CallRow,
    /// Its round.
    pub round: Callout,
    /// Key of the post's title.
    pub title: String,
}

/// Who says it, and for which posts that counts.
#[derive(Debug, Clone)]
enum Speaker {
    /// Somebody signed in: for the own post, or for others where a round may be run.
    Actor { account: AccountId, postings: Vec<PostingId>, scope: Scope },
    /// Whoever holds the phone or the link of this post.
    Post,
    /// Whoever went there, or was told what was found: in which capacity.
    Knocker(AccountId, PostingId),
}

struct Slip {
    reporting: Reporting,
    speaker: Speaker,
    now: Timestamp,
    answer: oneshot::Sender<Result<Reported, ServiceError>>,
}

/// Where reports lie until they are written.
#[derive(Debug, Default)]
pub(crate) struct Desk(OnceLock<mpsc::Sender<Slip>>);

impl std::fmt::Debug for Slip {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Slip").field("reporting", &self.reporting).finish_non_exhaustive()
    }
}

impl Service {
    /// Takes a report of the post itself or of its deputy, or of somebody who runs the round and was told by radio or
    /// at the door. Said again it changes nothing.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when there is no such call for this actor; when it has ended, the number cannot be
    /// true, or the way does not fit who reports.
    pub async fn report_call(
        &self,
        actor: &Actor,
        reporting: Reporting,
        now: Timestamp,
    ) -> Result<Reported, ServiceError> {
        let speaker = Speaker::Actor {
            account: actor.account,
            postings: actor.postings.iter().map(|posting| posting.id).collect(),
            scope: actor.scope(self.titles(), Permission::RunCallout),
        };
        self.put_on_desk(reporting, speaker, now).await
    }

    /// Takes a report of whoever holds the phone or the link of the post.
    pub(super) async fn report_as_post(&self, reporting: Reporting, now: Timestamp) -> Result<Reported, ServiceError> {
        self.put_on_desk(reporting, Speaker::Post, now).await
    }

    /// Takes what somebody found who was sent to the post, or asked it by radio.
    pub(super) async fn report_as_knocker(
        &self,
        reporting: Reporting,
        (account, posting): (AccountId, PostingId),
        now: Timestamp,
    ) -> Result<Reported, ServiceError> {
        self.put_on_desk(reporting, Speaker::Knocker(account, posting), now).await
    }

    async fn put_on_desk(
        &self,
        reporting: Reporting,
        speaker: Speaker,
        now: Timestamp,
    ) -> Result<Reported, ServiceError> {
        let gone = || ServiceError::Internal("nobody writes reports down any more".to_owned());
        let (answer, answered) = oneshot::channel();
        let warnings = self.warnings()?;
        let (group, share) = (warnings.report_group.clamp(1, GROUP_MAX), warnings.call_back_share);
        let desk = self.inner.desk.0.get_or_init(|| clerks(self.calls(), group, share));
        desk.send(Slip { reporting, speaker, now, answer }).await.map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }
}

/// Starts the clerks; they end when the service does.
fn clerks(store: &Store, group: usize, share: f64) -> mpsc::Sender<Slip> {
    let (sender, receiver) = mpsc::channel(WAITING);
    let receiver = std::sync::Arc::new(Mutex::new(receiver));
    for _ in 0..if group == 1 { CLERKS_ALONE } else { CLERKS } {
        let (store, receiver) = (store.clone(), receiver.clone());
        tokio::spawn(async move {
            loop {
                let mut slips = Vec::with_capacity(group);
                // One clerk takes all that lies there; the other one waits at the desk meanwhile.
                if receiver.lock().await.recv_many(&mut slips, group).await == 0 {
                    return;
                }
                file(&store, share, slips).await;
            }
        });
    }
    sender
}

/// Writes a group down and tells everybody in it.
async fn file(store: &Store, share: f64, slips: Vec<Slip>) {
    let results = match write(store, share, &slips).await {
        Ok(results) => results,
        Err(error) if slips.len() == 1 => vec![Err(error.into())],
        // The group failed as a whole, perhaps by one of them: each alone.
        Err(error) => {
            tracing::warn!(%error, reports = slips.len(), "a group of reports was not written; each goes alone");
            let mut results = Vec::with_capacity(slips.len());
            for slip in &slips {
                let one = write(store, share, std::slice::from_ref(slip)).await;
                results.push(one.map_err(ServiceError::from).and_then(|mut one| one.remove(0)));
            }
            results
        }
    };
    for (slip, result) in slips.into_iter().zip(results) {
        // Whoever asked may have hung up: it is written all the same.
        let _ = slip.answer.send(result);
    }
}

async fn write(store: &Store, share: f64, slips: &[Slip]) -> Result<Vec<Result<Reported, ServiceError>>, StoreError> {
    let mut ids: Vec<_> = slips.iter().map(|slip| slip.reporting.call).collect();
    ids.sort_unstable();
    ids.dedup();
    let write = store.write().await?;
    let mut held: HashMap<CallId, CallRow> =
        callout::hold_calls(&write, &ids).await?.into_iter().map(|row| (row.id, row)).collect();
    // Whoever reports is shown the round and the title of the post too: asked once for all.
    let rounds: HashSet<_> = held.values().map(|row| row.callout).collect();
    let rounds = callout::by_id(write.tx(), &rounds.into_iter().collect::<Vec<_>>()).await?;
    let posts: Vec<_> = held.values().map(|row| row.post.0).collect();
    let titles = account::postings_by_id(write.tx(), &posts).await?.into_iter().map(|post| (post.id, post.title));
    let titles: HashMap<_, _> = titles.collect();
    let (mut results, mut entries, mut changed) = (Vec::with_capacity(slips.len()), Vec::new(), Vec::new());
    let mut drawn = Vec::new();
    for slip in slips {
        let result = taken(held.get(&slip.reporting.call), slip);
        if let Ok((after, Some(entry))) = &result {
            let before = held.insert(after.id, after.clone());
            let confirmed =
                after.call.state == CallState::OnPost && before.is_some_and(|row| row.call.state != CallState::OnPost);
            // By lot, and not by anything that the post could know.
            if confirmed && rand::random::<f64>() < share {
                drawn.push(after.id);
            }
            changed.push(after.id);
            entries.push(entry.clone());
        }
        results.push(result.and_then(|(call, _)| {
            let round = rounds.iter().find(|round| round.id == call.callout).cloned();
            let title = titles.get(&call.post.0).cloned().unwrap_or_default();
            Ok(Reported { round: round.ok_or(ServiceError::NotFound("callout"))?, title, call })
        }));
    }
    if !entries.is_empty() {
        changed.sort_unstable();
        changed.dedup();
        let rows: Vec<_> = changed.iter().filter_map(|id| held.get(id).cloned()).collect();
        callout::report_calls(&write, &rows).await?;
        let drawn: Vec<_> = drawn.iter().filter_map(|id| held.get(id)).collect();
        callout::draw_back(&write, &drawn, slips[0].now).await?;
        journal::append(&write, &entries).await?;
        write.commit().await?;
    }
    Ok(results)
}

/// The call after a report, and the entry where something changed.
fn taken(row: Option<&CallRow>, slip: &Slip) -> Result<(CallRow, Option<NewEntry>), ServiceError> {
    let Slip { reporting, speaker, now, .. } = slip;
    let row = row.ok_or(ServiceError::NotFound("call"))?;
    let by = speaking(row, speaker, reporting.how)?;
    let call = row.call.report(reporting.report, *now)?;
    if call == row.call {
        return Ok((row.clone(), None));
    }
    // The ladder goes on from what is known now; the worker looks again at the rung that is due.
    let next_at = row.next_at.filter(|_| call.state != CallState::OnPost);
    let after = CallRow {
        call,
        next_at,
        how: Some(reporting.how),
        reported_by: by.account.filter(|account| *account != row.post.1),
        changed_at: *now,
        ..row.clone()
    };
    let kind = match reporting.report {
        Report::Received => Kind::CallReceived,
        Report::OnPost => Kind::CallOnPost,
        Report::Moved(_) => Kind::CallMoved,
    };
    let payload = json!({
        "callout": row.callout,
        "number": row.number.0,
        "from": row.call.state,
        "to": call.state,
        "moved": call.moved,
        "how": reporting.how,
    });
    let unit = Some((row.unit, row.path.clone()));
    Ok((after, Some(NewEntry { unit, by, payload, ..NewEntry::about(kind, row.id.0, *now) })))
}

/// Whether this speaker may say it in this way, and in which capacity.
fn speaking(row: &CallRow, speaker: &Speaker, how: How) -> Result<By, ServiceError> {
    let told = matches!(how, How::Radio | How::Knock);
    let (account, postings, scope) = match speaker {
        Speaker::Post => return Ok(By { account: None, posting: Some(row.post.0) }),
        Speaker::Knocker(account, posting) => return Ok(By { account: Some(*account), posting: Some(*posting) }),
        Speaker::Actor { account, postings, scope } => (account, postings, scope),
    };
    let own = [Some(row.post), row.deputy].into_iter().flatten().find(|post| post.1 == *account);
    match own {
        Some((posting, _)) if !told => Ok(By { account: Some(*account), posting: Some(posting) }),
        _ => {
            let target = Target::at(&row.path);
            if !scope.covers(&target) {
                return Err(ServiceError::NotFound("call"));
            }
            if !told {
                let detail = "say how you know: `how` must be `radio` or `knock` for the post of somebody else";
                return Err(ServiceError::invalid("how", "how_required", detail));
            }
            Ok(By { account: Some(*account), posting: postings.first().copied() })
        }
    }
}
