//! Who helps with an entry: the posts that can be named, and naming them.

use domain::access::{Actor, Permission, Target};
use domain::assist::HELPERS_MAX;
use domain::id::{AssistId, PostingId, UnitId};
use domain::journal::{By, Kind};
use domain::unit::UnitKind;
use jiff::Timestamp;
use serde_json::json;
use store::account::PostingRow;
use store::{assist, journal};

use super::register::about;
use crate::{Service, ServiceError};

/// Most posts that are offered: those nearest to the building.
const MOST: usize = 200;

impl Service {
    /// The posts that whoever heads buildings of a unit can name as helpers: those in force of the unit, below it, and
    /// above it up to its community or village, the nearest first. Nobody farther away carries somebody down the stairs.
    /// Posts of disabled accounts are not among them.
    ///
    /// # Errors
    /// When there is no such unit, or the actor heads no building there.
    pub async fn helper_posts(
        &self,
        actor: &Actor,
        unit: UnitId,
        now: Timestamp,
    ) -> Result<Vec<PostingRow>, ServiceError> {
        let tree = self.tree();
        let unit = tree.by_id(unit).ok_or(ServiceError::NotFound("unit"))?;
        self.require(actor, Permission::HelpAssist, &Target::at(&unit.path))?;
        let near = |row: &PostingRow| {
            let home = tree.by_id(row.unit);
            home.is_some_and(|home| home.kind.level() >= UnitKind::Community.level() || home.id == unit.id)
        };
        let posts = self.posts_near(unit, now).await?.into_iter();
        let posts = posts.filter(|(row, from)| *from <= now && near(row)).map(|(row, _)| row);
        Ok(posts.take(MOST).collect())
    }

    /// Names the posts of at most two helpers; whoever heads the building does.
    ///
    /// # Errors
    /// When the actor may not, or a post is none that is in force.
    pub async fn name_helpers(
        &self,
        actor: &Actor,
        id: AssistId,
        helpers: &[PostingId],
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let entry = self.store().assist(id).await?.ok_or(ServiceError::NotFound("entry"))?;
        let posting = self.require(actor, Permission::HelpAssist, &Target::at(&entry.path))?.id;
        let wrong = |detail: String| ServiceError::invalid("helpers", "helpers_invalid", detail);
        if helpers.len() > HELPERS_MAX {
            return Err(wrong(format!("an entry has at most {HELPERS_MAX} helpers")));
        }
        let tree = self.tree();
        let (held, in_force) =
            (self.store().postings_by_id(helpers).await?, self.store().postings_not_ended(now).await?);
        for helper in helpers {
            let near = held.iter().find(|post| post.id == *helper).and_then(|post| tree.by_id(post.unit));
            let near = near.is_some_and(|unit| unit.path.contains(&entry.path) || entry.path.contains(&unit.path));
            if !near || !in_force.iter().any(|(post, from, _)| post.id == *helper && *from <= now) {
                return Err(wrong(format!("`{helper}` is no post in force that this building belongs to")));
            }
        }
        let write = self.store().write().await?;
        assist::set_helpers(&write, id, helpers).await?;
        let by = By { account: Some(actor.account), posting: Some(posting) };
        let payload = json!({ "helpers": helpers });
        journal::append(&write, &[about(&entry, Kind::AssistHelpersNamed, by, payload, now)]).await?;
        write.commit().await?;
        Ok(())
    }
}
