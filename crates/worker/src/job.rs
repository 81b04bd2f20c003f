//! The job runner: claims, does, and takes off or puts back.
//!
//! A claim is a lease that is renewed while its job runs. Whoever loses it (a machine that slept, a
//! database that was away) stops, because somebody else may have begun. Handlers are safe to run twice.

use std::sync::Arc;
use std::time::Duration;

use domain::job::Job;
use domain::message::{Channel, MessageState};
use domain::names::Names;
use jiff::SignedDuration;
use notify::order::OrderPost;
use notify::outlet::Outlets;
use notify::smpp::Smpp;
use notify::{Carriers, Outgoing, Receipt, SendError, Texts};
use service::message::Outcome;
use service::{Service, ServiceError};
use store::job::Claimed;
use store::message::Message;
use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};

use crate::Clock;
use crate::paper::Press;

/// How long a claim holds. More than twice the clocks of two machines may differ (30 s), so that
/// nobody takes a living worker's job.
const LEASE: SignedDuration = SignedDuration::from_secs(120);

/// How often a running job's claim is renewed.
const RENEW: Duration = Duration::from_secs(30);

/// How often the queue is looked at when nothing wakes the worker.
const LOOK: Duration = Duration::from_secs(1);

/// Jobs that one worker runs at the same time.
const AT_ONCE: usize = 8;

/// How often a step is tried again while the database cannot be reached.
const INSIST: u32 = 20;

/// How long a job waits while the database is held.
const HELD: SignedDuration = SignedDuration::from_secs(60);

/// What jobs are done with.
#[derive(Debug)]
pub struct Post {
    /// The ways out.
    pub carriers: Carriers,
    /// The way to systems that are told how their orders stand.
    pub orders: OrderPost,
    /// The ways to work groups and loudspeakers.
    pub outlets: Outlets,
    /// The message centre whose receipts and answers are heard, where there is one.
    pub smpp: Option<Smpp>,
    /// What is written.
    pub texts: Texts,
    /// Name of the installation.
    pub name: String,
    /// Where phones reach this installation, such as `https://city.example`; without it messages carry no link.
    pub address: Option<String>,
    /// Where test messages go, by channel.
    pub test_recipients: Vec<(Channel, String)>,
    /// Makes papers as PDF.
    pub press: Press,
    /// Gives numbers from 0 to 1: keeps jobs that failed together apart.
    pub jitter: fn() -> f64,
}

impl Post {
    /// A link to a page of the phone's face, with a space before it; empty where phones cannot reach this installation.
    pub(crate) fn link(&self, page: &str, secret: &str) -> String {
        let address = self.address.as_deref().map(|address| address.trim_end_matches('/'));
        address.map_or_else(String::new, |address| format!(" {address}/pocket/{page}#{secret}"))
    }
}

/// How a job ended that did not fail inside.
pub(crate) enum End {
    Done,
    /// It is not its turn, or is tried again at its own pace: this attempt does not count.
    Later(SignedDuration, String),
    /// It failed outside; trying later may help.
    Again(String),
}

/// Frees what a process before this one left claimed. Called once, before any job runs here: where one
/// process owns the database it frees every claim, the living ones too.
pub async fn free_left_claims(service: &Service) {
    match service.release_left_claims().await {
        Ok(0) => {}
        Ok(left) => tracing::info!(left, "claims of a process that ended are free again"),
        Err(error) => tracing::warn!(%error, "claims cannot be freed; they end by time"),
    }
}

/// Runs jobs until `stop` turns true; what is running then is finished first.
pub async fn run_jobs(service: Service, post: Arc<Post>, clock: Clock, mut stop: watch::Receiver<bool>) {
    let mut commits = service.store().commits();
    // Dropped with this future, it ends what runs: their claims end by time.
    let mut running = JoinSet::new();
    loop {
        // Each job has its own turn: a gateway that hangs holds up one of them, not all.
        let free = AT_ONCE - running.len();
        let claimed = if free > 0 { claim(&service, &clock, free).await } else { Vec::new() };
        let found = !claimed.is_empty();
        for job in claimed {
            running.spawn(run(service.clone(), post.clone(), clock.clone(), job));
        }
        if *stop.borrow() {
            while let Some(ended) = running.join_next().await {
                look(ended);
            }
            return;
        }
        if found && running.len() < AT_ONCE {
            continue;
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => {}
            Some(ended) = running.join_next(), if !running.is_empty() => look(ended),
            _ = commits.changed(), if running.len() < AT_ONCE => {}
            () = tokio::time::sleep(LOOK), if running.len() < AT_ONCE => {}
        }
    }
}

async fn claim(service: &Service, clock: &Clock, limit: usize) -> Vec<Claimed> {
    service.claim_jobs(clock(), LEASE, limit as u64).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "the queue cannot be read; the next look tries again");
        Vec::new()
    })
}

/// A handler that panics is a bug; its job comes back when its claim ends.
fn look(ended: Result<(), JoinError>) {
    if let Err(error) = ended {
        tracing::error!(%error, "a job's handler ended by itself");
    }
}

/// One job, its claim renewed meanwhile.
async fn run(service: Service, post: Arc<Post>, clock: Clock, claimed: Claimed) {
    let ended = tokio::select! {
        result = attempt(&service, &post, &clock, &claimed) => result,
        () = hold(&service, &clock, &claimed) => {
            tracing::warn!(job = %claimed.id, kind = claimed.kind, "the claim was lost; another worker has it");
            return;
        }
    };
    if let Err(error) = ended {
        tracing::warn!(job = %claimed.id, %error, "a job cannot be written back; its claim ends by time");
    }
}

/// Renews the claim; returns only when it is lost.
async fn hold(service: &Service, clock: &Clock, claimed: &Claimed) {
    loop {
        tokio::time::sleep(RENEW).await;
        let until = clock().saturating_add(LEASE).unwrap_or_else(|_| clock());
        match service.renew_job(claimed, until).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => tracing::warn!(%error, "a claim cannot be renewed; the next round tries again"),
        }
    }
}

async fn attempt(service: &Service, post: &Post, clock: &Clock, claimed: &Claimed) -> Result<(), ServiceError> {
    let Some(job) = &claimed.job else {
        let error = format!("this version does not know the kind `{}`", claimed.kind);
        return insist(|| service.fail_job(claimed, &error, clock(), 0.0)).await;
    };
    // A restored or copied database must not speak to anybody before a person says so.
    if insist(|| service.is_held()).await? {
        let until = clock().saturating_add(HELD).unwrap_or_else(|_| clock());
        let why = "the database is held: it was restored or copied";
        return insist(|| service.postpone_job(claimed, until, why)).await;
    }
    let error = match handle(service, post, clock, claimed, job).await {
        Ok(End::Done) => {
            insist(|| service.finish_job(claimed)).await?;
            return Ok(());
        }
        Ok(End::Later(pause, why)) => {
            let until = clock().saturating_add(pause).unwrap_or_else(|_| clock());
            return insist(|| service.postpone_job(claimed, until, &why)).await;
        }
        Ok(End::Again(error)) => error,
        Err(error) => error.to_string(),
    };
    tracing::warn!(job = %claimed.id, kind = claimed.kind, attempts = claimed.attempts, error, "a job failed");
    insist(|| service.fail_job(claimed, &error, clock(), (post.jitter)())).await
}

/// Tries a step again while the database cannot be reached for a moment: an answer of a carrier that is
/// not written down would be asked for a second time.
pub(crate) async fn insist<T, F>(step: impl Fn() -> F) -> Result<T, ServiceError>
where
    F: Future<Output = Result<T, ServiceError>>,
{
    let mut tried = 0;
    loop {
        match step().await {
            Err(ServiceError::Store(error)) if error.is_transient() && tried < INSIST => {
                tried += 1;
                tokio::time::sleep(Duration::from_millis(500)).await;
            }
            other => return other,
        }
    }
}

/// Everything that jobs do.
async fn handle(
    service: &Service,
    post: &Post,
    clock: &Clock,
    claimed: &Claimed,
    job: &Job,
) -> Result<End, ServiceError> {
    let text = |language: &str, key: &str, values: &[(&str, &str)]| {
        post.texts.get(language, key, values).map_err(|error| ServiceError::Internal(error.to_string()))
    };
    match job {
        Job::StatusSms { hazard, step } => {
            let begun = insist(|| service.begin_status_text(job, *hazard, claimed.created_at, clock())).await?;
            let Some(status) = begun else { return Ok(End::Done) };
            let outgoing = Outgoing {
                urgent: matches!(job, Job::SilentList { .. }),
                id: status.message.id,
                to: status.phone.as_str().to_owned(),
                subject: String::new(),
                text: text(&status.language, &format!("status-{}", step.word()), &[("number", &status.number)])?,
            };
            send(service, post, clock, &status.message, &outgoing).await
        }
        Job::BrowsingNotice { .. } => {
            let begun = insist(|| service.begin_browsing_notice(job, claimed.created_at, clock())).await?;
            let Some(notice) = begun else { return Ok(End::Done) };
            let name = |names: &Names| names.0.get("zh").cloned().unwrap_or_default();
            let (title, unit) = (name(&notice.title), name(&notice.unit));
            let values = [("title", title.as_str()), ("unit", unit.as_str()), ("name", post.name.as_str())];
            let outgoing = Outgoing {
                urgent: matches!(job, Job::SilentList { .. }),
                id: notice.message.id,
                to: notice.to,
                subject: text("zh", "browsing-subject", &values)?,
                text: text("zh", "browsing-text", &values)?,
            };
            send(service, post, clock, &notice.message, &outgoing).await
        }
        Job::SilentList { .. } => {
            let begun = insist(|| service.begin_silent_notice(job, claimed.created_at, clock())).await?;
            let Some(notice) = begun else { return Ok(End::Done) };
            let (unit, silent) = (notice.unit.0.get("zh").cloned().unwrap_or_default(), notice.silent.to_string());
            let outgoing = Outgoing {
                urgent: matches!(job, Job::SilentList { .. }),
                id: notice.message.id,
                to: notice.to,
                subject: String::new(),
                text: text("zh", "silent-text", &[("unit", unit.as_str()), ("silent", silent.as_str())])?,
            };
            send(service, post, clock, &notice.message, &outgoing).await
        }
        Job::Undecided { .. } => {
            let begun = insist(|| service.begin_undecided_notice(job, claimed.created_at, clock())).await?;
            let Some(notice) = begun else { return Ok(End::Done) };
            let name = |names: &Names| names.0.get("zh").cloned().unwrap_or_default();
            let (unit, plan, minutes) = (name(&notice.unit), name(&notice.plan), notice.minutes.to_string());
            let values = [("unit", unit.as_str()), ("plan", plan.as_str()), ("minutes", minutes.as_str())];
            let outgoing = Outgoing {
                urgent: true,
                id: notice.message.id,
                to: notice.to,
                subject: String::new(),
                text: text("zh", "undecided-text", &values)?,
            };
            send(service, post, clock, &notice.message, &outgoing).await
        }
        Job::ResidentConfirm { number, .. } => {
            let number = (*number).into();
            let begun = insist(|| service.begin_resident_confirm(job, number, claimed.created_at, clock())).await?;
            let Some(asking) = begun else { return Ok(End::Done) };
            let place = asking.place.best("zh").to_owned();
            let link = post.link("number", &asking.link);
            let values = [("name", post.name.as_str()), ("building", place.as_str()), ("link", link.as_str())];
            let outgoing = Outgoing {
                urgent: false,
                id: asking.message.id,
                to: asking.to.as_str().to_owned(),
                subject: String::new(),
                text: text("zh", "resident-confirm", &values)?,
            };
            send(service, post, clock, &asking.message, &outgoing).await
        }
        Job::OrderStatus { order, step } => crate::order::tell(service, post, clock, (*order, *step)).await,
        Job::TestMessage { channel, .. } => {
            let begun = insist(|| service.begin_message(job, *channel, None, claimed.created_at, clock())).await?;
            let Some(message) = begun else { return Ok(End::Done) };
            let to = post.test_recipients.iter().find(|(known, _)| known == channel);
            let values = [("name", post.name.as_str())];
            let outgoing = Outgoing {
                urgent: matches!(job, Job::SilentList { .. }),
                id: message.id,
                to: to.map(|(_, to)| to.clone()).unwrap_or_default(),
                subject: text("zh", "test-subject", &values)?,
                text: text("zh", "test-text", &values)?,
            };
            send(service, post, clock, &message, &outgoing).await
        }
    }
}

/// Hands a message over and writes down what became of it.
async fn send(
    service: &Service,
    post: &Post,
    clock: &Clock,
    message: &Message,
    outgoing: &Outgoing,
) -> Result<End, ServiceError> {
    let answer = hand_over(post, message.channel, outgoing).await;
    let end = match &answer {
        Ok(_) => End::Done,
        Err(SendError::Temporary(error)) => End::Again(error.clone()),
        Err(SendError::Permanent(error)) => {
            tracing::warn!(message = %message.id, channel = message.channel.word(), error, "a message will not go");
            End::Done
        }
    };
    let outcome = outcome(answer);
    insist(|| service.end_message(message, outcome.clone(), clock())).await?;
    Ok(end)
}

/// Gives a message to the carrier of its channel.
pub(crate) async fn hand_over(post: &Post, channel: Channel, outgoing: &Outgoing) -> Result<Receipt, SendError> {
    match post.carriers.get(channel) {
        Some(carrier) => carrier.send(outgoing).await,
        None => Err(SendError::Permanent(format!("no carrier for `{}` is configured", channel.word()))),
    }
}

/// What is written down of a carrier's answer.
pub(crate) fn outcome(answer: Result<Receipt, SendError>) -> Outcome {
    let failed = |state, error| Outcome { state, carrier_id: None, error: Some(error) };
    match answer {
        Ok(receipt) => Outcome { state: receipt.state, carrier_id: receipt.carrier_id, error: None },
        Err(SendError::Temporary(error)) => failed(MessageState::FailedTemporary, error),
        Err(SendError::Permanent(error)) => failed(MessageState::FailedPermanent, error),
    }
}
