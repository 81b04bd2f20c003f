//! What may be the same: offered before a report is sent, so that one danger is one file.

use domain::hazard::{Draft, State};
use jiff::{SignedDuration, Timestamp};
use store::hazard::Stored;

use crate::{Service, ServiceError};

/// How near two positions must be, metres.
const NEAR_M: f64 = 60.0;

/// How long a closed hazard can be said to have come back.
const COMES_BACK: SignedDuration = SignedDuration::from_hours(24 * 180);

/// Most of them that are offered.
const OFFERED: usize = 5;

/// A hazard of the same category close by. Says nothing of who reported it or what was written.
#[derive(Debug, Clone)]
pub struct Near {
    /// The hazard.
    pub stored: Stored,
    /// How far away, metres; none where both are known by their place or unit alone.
    pub distance_m: Option<f64>,
    /// Whether it is closed: a new report would be its recurrence.
    pub closed: bool,
}

impl Service {
    /// Hazards of the draft's category that are open, or were closed within 180 days, within 60 m of its position
    /// or at its place; the nearest and open ones first, at most five. Restricted ones are never offered.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn near(&self, draft: &Draft, now: Timestamp) -> Result<Vec<Near>, ServiceError> {
        let since = now.checked_sub(COMES_BACK).unwrap_or(now);
        let around = draft.position.map(|position| position.around(NEAR_M));
        let found = self.store().hazards_like(&draft.category, around, draft.place, since).await?;
        let mut near: Vec<Near> = found
            .into_iter()
            .filter(|stored| stored.hazard.id != draft.id)
            .map(|stored| {
                let both = draft.position.zip(stored.hazard.position);
                let distance_m = both.map(|(a, b)| a.distance_m(b));
                let closed = stored.hazard.state == State::Closed;
                Near { stored, distance_m, closed }
            })
            .filter(|near| near.distance_m.is_none_or(|metres| metres <= NEAR_M))
            .collect();
        near.sort_by(|a, b| {
            let far = |near: &Near| near.distance_m.unwrap_or(0.0);
            a.closed.cmp(&b.closed).then(far(a).total_cmp(&far(b)))
        });
        near.truncate(OFFERED);
        Ok(near)
    }
}
