//! What staff see of residents' answers: doors, no numbers and no names.

use domain::access::Actor;
use domain::id::{EvacuationId, GroupId};
use store::resident::{self, ResidentCall};

use crate::{Service, ServiceError};

impl Service {
    /// Answers in the buildings of an evacuation that the actor reports for, those in need of help first.
    ///
    /// # Errors
    /// When the actor reports for none, or there is no such evacuation or group.
    pub async fn resident_calls(
        &self,
        actor: &Actor,
        id: EvacuationId,
        group: Option<GroupId>,
    ) -> Result<Vec<ResidentCall>, ServiceError> {
        let own = self.reported_groups(actor, id, group).await?;
        Ok(resident::calls_of_evacuation(self.store().read(), id, &own).await?)
    }
}
