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
use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};

use crate::Clock;
use crate::letter::{Letter, written};
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
    /// What is written, in the language of the installation where the reader's own is not known.
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
    /// A text in the language of the installation.
    pub(crate) fn text(&self, key: &str, values: &[(&str, &str)]) -> Result<String, ServiceError> {
        self.text_in(self.texts.language(), key, values)
    }

    /// A text in the reader's language.
    pub(crate) fn text_in(&self, language: &str, key: &str, values: &[(&str, &str)]) -> Result<String, ServiceError> {
        self.texts.get(language, key, values).map_err(|error| ServiceError::Internal(error.to_string()))
    }

    /// A name in the language of the installation.
    pub(crate) fn called<'a>(&self, names: &'a Names) -> &'a str {
        names.best(self.texts.language())
    }

    /// Whether phones can reach this installation.
    pub(crate) fn reachable(&self) -> bool {
        self.address.is_some()
    }

    /// A link to a page of the phone's face, with a space before it; empty where phones cannot reach this installation.
    pub(crate) fn link(&self, page: &str, secret: &str) -> String {
        self.page(&format!("{page}#{secret}"))
    }

    /// The same for a page that its reader signs in to.
    pub(crate) fn page(&self, page: &str) -> String {
        let address = self.address.as_deref().map(|address| address.trim_end_matches('/'));
        address.map_or_else(String::new, |address| format!(" {address}/pocket/{page}"))
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

async fn handle(
    service: &Service,
    post: &Post,
    clock: &Clock,
    claimed: &Claimed,
    job: &Job,
) -> Result<End, ServiceError> {
    if let Job::OrderStatus { order, step } = job {
        return crate::order::tell(service, post, clock, (*order, *step)).await;
    }
    match written(service, post, job, claimed.created_at, clock()).await? {
        Some(letter) => send(service, post, clock, letter, is_urgent(job)).await,
        None => Ok(End::Done),
    }
}

/// What somebody must act on now goes before what can wait.
fn is_urgent(job: &Job) -> bool {
    matches!(
        job,
        Job::SilentList { .. }
            | Job::Blackout { .. }
            | Job::KnockOrdered { .. }
            | Job::Undecided { .. }
            | Job::Alert { .. }
    )
}

/// Hands a letter over and writes down what became of it.
async fn send(
    service: &Service,
    post: &Post,
    clock: &Clock,
    letter: Letter,
    urgent: bool,
) -> Result<End, ServiceError> {
    let Letter { message, to, subject, text } = letter;
    let answer = hand_over(post, message.channel, &Outgoing { id: message.id, to, subject, text, urgent }).await;
    let end = match &answer {
        Ok(_) => End::Done,
        Err(SendError::Temporary(error)) => End::Again(error.clone()),
        Err(SendError::Permanent(error)) => {
            tracing::warn!(message = %message.id, channel = message.channel.word(), error, "a message will not go");
            End::Done
        }
    };
    let outcome = outcome(answer);
    insist(|| service.end_message(&message, outcome.clone(), clock())).await?;
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
