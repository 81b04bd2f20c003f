//! What each job writes, and to whom.

use domain::job::Job;
use jiff::Timestamp;
use service::response::ResponseNotice;
use service::{Service, ServiceError};
use store::message::Message;

use crate::job::{Post, insist};
use crate::knock::about_knocks;

/// One message before it goes.
pub(crate) struct Letter {
    pub(crate) message: Message,
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) text: String,
}

/// The letter of a job; none where it went already, or is not wanted any more.
pub(crate) async fn written(
    service: &Service,
    post: &Post,
    job: &Job,
    created_at: Timestamp,
    now: Timestamp,
) -> Result<Option<Letter>, ServiceError> {
    match job {
        Job::StatusSms { hazard, step, round } => {
            insist(|| service.pass_status_on(*hazard, *step, *round, now)).await?;
            let begun = insist(|| service.begin_status_text(job, *hazard, created_at, now)).await?;
            let Some(status) = begun else { return Ok(None) };
            let key = format!("status-{}", step.word());
            let text = post.text_in(&status.language, &key, &[("number", &status.number)])?;
            Ok(Some(bare(status.message, status.phone.as_str(), text)))
        }
        Job::Welcome { .. } => {
            if !post.reachable() {
                tracing::warn!("no `address` is set: nobody can follow the link of a new account, and none is sent");
                return Ok(None);
            }
            let begun = insist(|| service.begin_welcome(job, created_at, now)).await?;
            let Some(welcome) = begun else { return Ok(None) };
            let link = post.link("password", &welcome.secret);
            let values = [("name", post.name.as_str()), ("login", welcome.login.as_str()), ("link", link.as_str())];
            let (subject, text) = (post.text("welcome-subject", &values)?, post.text("welcome-text", &values)?);
            Ok(Some(Letter { message: welcome.message, to: welcome.to, subject, text }))
        }
        Job::BrowsingNotice { .. } => {
            let begun = insist(|| service.begin_browsing_notice(job, created_at, now)).await?;
            let Some(notice) = begun else { return Ok(None) };
            let (title, unit) = (post.called(&notice.title), post.called(&notice.unit));
            let values = [("title", title), ("unit", unit), ("name", post.name.as_str())];
            let (subject, text) = (post.text("browsing-subject", &values)?, post.text("browsing-text", &values)?);
            Ok(Some(Letter { message: notice.message, to: notice.to, subject, text }))
        }
        Job::SilentList { .. } => {
            let begun = insist(|| service.begin_silent_notice(job, created_at, now)).await?;
            let Some(notice) = begun else { return Ok(None) };
            let silent = notice.silent.to_string();
            let text = post.text("silent-text", &[("unit", post.called(&notice.unit)), ("silent", &silent)])?;
            Ok(Some(bare(notice.message, &notice.to, text)))
        }
        Job::Blackout { .. } => {
            let begun = insist(|| service.begin_blackout_notice(job, created_at, now)).await?;
            let Some(notice) = begun else { return Ok(None) };
            let (posts, unreached) = (notice.posts.0.to_string(), notice.posts.1.to_string());
            let values = [("unit", post.called(&notice.unit)), ("posts", posts.as_str()), ("unreached", &unreached)];
            Ok(Some(bare(notice.message, &notice.to, post.text("blackout-text", &values)?)))
        }
        Job::KnockOrdered { channel, .. } => {
            // As with the calls: by the ways that this installation has.
            if post.carriers.get(*channel).is_none() {
                return Ok(None);
            }
            let begun = insist(|| service.begin_knock_notice(job, created_at, now)).await?;
            begun.map(|notice| about_knocks(post, notice)).transpose()
        }
        Job::Undecided { .. } => {
            let begun = insist(|| service.begin_undecided_notice(job, created_at, now)).await?;
            begun.map(|notice| about_response(post, "undecided-text", notice)).transpose()
        }
        Job::Unsigned { .. } => {
            let begun = insist(|| service.begin_unsigned_notice(job, created_at, now)).await?;
            begun.map(|notice| about_response(post, "unsigned-text", notice)).transpose()
        }
        Job::ResidentConfirm { number, .. } => {
            let number = (*number).into();
            let begun = insist(|| service.begin_resident_confirm(job, number, created_at, now)).await?;
            let Some(asking) = begun else { return Ok(None) };
            let link = post.link("number", &asking.link);
            let values =
                [("name", post.name.as_str()), ("building", post.called(&asking.place)), ("link", link.as_str())];
            let text = post.text("resident-confirm", &values)?;
            Ok(Some(bare(asking.message, asking.to.as_str(), text)))
        }
        Job::TestMessage { channel, .. } => {
            let begun = insist(|| service.begin_message(job, *channel, None, created_at, now)).await?;
            let Some(message) = begun else { return Ok(None) };
            let to = post.test_recipients.iter().find(|(known, _)| known == channel);
            let values = [("name", post.name.as_str())];
            let (subject, text) = (post.text("test-subject", &values)?, post.text("test-text", &values)?);
            Ok(Some(Letter { message, to: to.map(|(_, to)| to.clone()).unwrap_or_default(), subject, text }))
        }
        Job::Alert { about, .. } => {
            let begun = insist(|| service.begin_alert(job, created_at, now)).await?;
            let Some(alert) = begun else { return Ok(None) };
            let text = post.text(&format!("alert-{}", about.word()), &[("unit", post.called(&alert.unit))])?;
            Ok(Some(bare(alert.message, &alert.to, text)))
        }
        // Another system is told, not a person.
        Job::OrderStatus { .. } => Ok(None),
    }
}

/// A letter without a subject: a phone shows none.
fn bare(message: Message, to: &str, text: String) -> Letter {
    Letter { message, to: to.to_owned(), subject: String::new(), text }
}

fn about_response(post: &Post, key: &str, notice: ResponseNotice) -> Result<Letter, ServiceError> {
    let minutes = notice.minutes.to_string();
    let values = [("unit", post.called(&notice.unit)), ("plan", post.called(&notice.plan)), ("minutes", &minutes)];
    let text = post.text(key, &values)?;
    Ok(bare(notice.message, &notice.to, text))
}
