//! Some reports, so that the first screen is not empty: invented, and said to be.

use domain::hazard::{Command, Draft};
use domain::id::{CommandId, HazardId};
use jiff::{SignedDuration, Timestamp};
use service::Service;
use service::hazard::{Act, Submission};
use uuid::Uuid;

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
    let property = service.bodies().iter().find(|body| body.code == "pingan-wuye").map(|body| body.id);
    let Some(property) = property else { anyhow::bail!("the property company is missing") };
    let lead = service.actor_by_login("lead", now).await?;
    let manager = service.actor_by_login("property", now).await?;
    for (category, grid, minutes, steps) in REPORTS {
        let Some(unit) = tree.by_code(grid) else { anyhow::bail!("grid `{grid}` is missing") };
        let Some(middle) = unit.boundary.as_ref().and_then(|boundary| boundary.inner_position()) else { continue };
        let mut at = now.checked_sub(SignedDuration::from_mins(minutes))?;
        let id = HazardId(Uuid::now_v7());
        let position = (Some(middle.lon()), Some(middle.lat()));
        let draft = Draft::new(
            id,
            category.to_owned(),
            Some("(演示)虚构的报告 invented".to_owned()),
            position,
            None,
            None,
            None,
            None,
            at,
        )?;
        let new = Submission { draft, key: CommandId(Uuid::now_v7()), body_hash: Vec::new(), follow_secret: None };
        let mut version = service.report(None, new, at).await?.stored.hazard.version;
        let note = || "(演示)".to_owned();
        let commands = [
            (&lead, Command::Accept),
            (&lead, Command::Assign { body: property }),
            (&manager, Command::Control { note: note() }),
            (&manager, Command::Start),
            (&manager, Command::Finish { note: note() }),
            (&lead, Command::Verify),
            (&lead, Command::Close),
        ];
        for (actor, command) in commands.into_iter().take(steps) {
            at = at.checked_add(SignedDuration::from_mins(2))?;
            let key = CommandId(Uuid::now_v7());
            let act = Act { id, version: Some(version), command, note: String::new(), key, body_hash: Vec::new() };
            version = service.act(actor, act, at).await?.hazard.version;
        }
    }
    Ok(())
}
