//! Who can be asked beside the post itself: other posts of its unit and of the unit above.

use domain::access::Actor;
use domain::callout::CallRefusal;
use domain::id::{CallId, PostingId};
use jiff::Timestamp;
use store::Write;
use store::callout::{self, CallRow, DutyPost};

use crate::{Service, ServiceError};

impl Service {
    /// The posts that can take a call over or go to its door, those of its own unit first.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when there is no such call that the actor answers for.
    pub async fn call_helpers(&self, actor: &Actor, id: CallId, now: Timestamp) -> Result<Vec<DutyPost>, ServiceError> {
        let missing = || ServiceError::NotFound("call");
        let call = self.store().call(id).await?.filter(|call| self.may_report(actor, call)).ok_or_else(missing)?;
        self.helpers(&call, now).await
    }

    /// The one of them that was named.
    pub(super) async fn helper(
        &self,
        call: &CallRow,
        named: PostingId,
        now: Timestamp,
    ) -> Result<DutyPost, ServiceError> {
        let found = self.helpers(call, now).await?.into_iter().find(|post| post.posting == named);
        found.ok_or_else(|| {
            let detail = "name another post of the same unit or of the unit above, as the list of helpers has them";
            ServiceError::invalid("post", "helper_unknown", detail)
        })
    }

    async fn helpers(&self, call: &CallRow, now: Timestamp) -> Result<Vec<DutyPost>, ServiceError> {
        let tree = self.tree();
        let unit = tree.by_id(call.unit).ok_or(ServiceError::NotFound("unit"))?;
        let above = unit.parent.and_then(|id| tree.by_id(id));
        let mut found = Vec::new();
        for unit in [Some(unit), above].into_iter().flatten() {
            for post in callout::posts_at(self.store().read(), unit.id, now).await? {
                let called = self.titles().get(&post.title).is_some_and(|title| title.called.is_some());
                if called && post.account != call.post.1 {
                    found.push(post);
                }
            }
        }
        Ok(found)
    }

    /// A call that is held while it is changed, in a round that goes on until then. The round is held first, as
    /// wherever both are: whoever ends it waits, or has ended it already, and nobody waits in a circle.
    pub(super) async fn hold_open_call(&self, write: &Write, call: &CallRow) -> Result<CallRow, ServiceError> {
        let round = callout::hold_shared(write, &[call.callout]).await?.pop();
        if round.ok_or(ServiceError::NotFound("callout"))?.ended.is_some() {
            return Err(ServiceError::Call(CallRefusal::Ended));
        }
        callout::hold_calls(write, &[call.id]).await?.pop().ok_or(ServiceError::NotFound("call"))
    }
}
