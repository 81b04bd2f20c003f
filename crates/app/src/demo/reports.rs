//! Some reports in the fictional community, so that the first screen is not empty: invented, and said to be.

use anyhow::Context;
use domain::hazard::Draft;
use domain::id::{CommandId, HazardId};
use domain::unit::boundary::Position;
use jiff::{SignedDuration, Timestamp};
use service::Service;
use service::hazard::Submission;
use uuid::Uuid;

use super::staff::Staff;

/// Catalogue id, grid of the community, minutes ago, steps taken.
const REPORTS: [(&str, &str, i64, usize); 12] = [
    ("A04", "410105008990001", 9, 0),
    ("A01", "410105008990001", 150, 1),
    ("A05", "410105008990002", 2_000, 4),
    ("N02", "410105008990002", 95, 2),
    ("A12", "410105008990003", 50, 0),
    ("A06", "410105008990003", 600, 5),
    ("A02", "410105008990004", 70, 1),
    ("A10", "410105008990004", 3_100, 7),
    ("A07", "410105008990005", 25, 1),
    ("A09", "410105008990005", 260, 3),
    ("N01", "410105008990006", 40, 0),
    ("A05", "410105008990006", 4_400, 2),
];

/// Files them through the ordinary use cases, each at its own time.
pub(crate) async fn seed(service: &Service, now: Timestamp) -> anyhow::Result<()> {
    let tree = service.tree();
    let staff = Staff::of(service, "lead", "property", "pingan-wuye", now).await?;
    for (category, grid, minutes, steps) in REPORTS {
        let unit = tree.by_code(grid).with_context(|| format!("grid `{grid}`"))?;
        let Some(middle) = unit.boundary.as_ref().and_then(|boundary| boundary.inner_position()) else { continue };
        let mut at = now.checked_sub(SignedDuration::from_mins(minutes))?;
        let mut hazard = report(service, category, middle, at).await?;
        for number in 0..steps {
            at = at.checked_add(SignedDuration::from_mins(2))?;
            hazard.1 = staff.step(service, hazard, number, at).await?;
        }
    }
    Ok(())
}

/// Reports an invented hazard; its id and version.
pub(crate) async fn report(
    service: &Service,
    category: &str,
    position: Position,
    at: Timestamp,
) -> anyhow::Result<(HazardId, i32)> {
    let id = HazardId(Uuid::now_v7());
    let text = Some("(演示)虚构的报告 invented".to_owned());
    let degrees = (Some(position.lon()), Some(position.lat()));
    let draft = Draft::new(id, category.to_owned(), text, degrees, None, None, None, None, at)?;
    let new = Submission { draft, key: CommandId(Uuid::now_v7()), body_hash: Vec::new(), follow_secret: None };
    Ok((id, service.report(None, new, at).await?.stored.hazard.version))
}
