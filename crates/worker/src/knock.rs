//! What the owner of tasks to reach silent posts is told: of which warning, where, how and until when. No person is named.

use domain::callout::KnockWay;
use domain::message::Channel;
use service::ServiceError;
use service::callout::KnockNotice;

use crate::callout::told_of;
use crate::job::Post;
use crate::letter::Letter;

/// The letter of a notice. It begins as the calls do: what they say of an exercise, it says too.
pub(crate) fn about_knocks(post: &Post, notice: KnockNotice) -> Result<Letter, ServiceError> {
    let (issuer, line) = told_of(post, notice.warning.as_ref());
    let (unit, title, posts) = (post.called(&notice.unit), post.called(&notice.title), notice.posts.to_string());
    let which = if notice.posts == 1 { "knock-post" } else { "knock-posts" };
    let place = post.text(which, &[("unit", unit), ("title", title), ("posts", &posts)])?;
    let (until, link) = (notice.until.strftime("%H:%M").to_string(), post.page("warnings"));
    let values = [
        ("issuer", issuer.as_str()),
        ("line", line.as_str()),
        ("place", place.as_str()),
        ("until", until.as_str()),
        ("link", link.as_str()),
    ];
    let key = match (notice.message.channel, notice.way) {
        (Channel::Voice, KnockWay::Knock) => "knock-voice",
        (Channel::Voice, KnockWay::Radio) => "radio-voice",
        (_, KnockWay::Knock) => "knock-text",
        (_, KnockWay::Radio) => "radio-text",
    };
    let (subject, text) = (post.text("knock-subject", &values)?, post.text(key, &values)?);
    Ok(Letter { message: notice.message, to: notice.to, subject, text })
}
