//! What the owner of a number sees with the link in a message: where it is registered, and how to let it go.

use domain::contact::ContactKind;
use domain::id::{ResidentNumberId, UnitId};
use domain::names::Names;
use jiff::Timestamp;
use store::resident::ResidentNumber;

use crate::{Service, ServiceError};

/// What the links are for.
const PURPOSE: &str = "resident_link";

/// A number as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedResident {
    /// The building.
    pub place: Names,
    /// The unit in which it stands.
    pub unit: UnitId,
    /// The door, where one was given.
    pub door: Option<String>,
    /// The number, masked.
    pub phone: String,
    /// Whether its owner agreed.
    pub confirmed: bool,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl Service {
    /// What stands behind the `#` of the link of a number.
    ///
    /// # Errors
    /// When there is no keyring.
    pub fn resident_link(&self, number: ResidentNumberId) -> Result<String, ServiceError> {
        self.link_to(PURPOSE, number.0)
    }

    /// The number behind a link. Looking agrees to nothing.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`] when there is none, or it has ended.
    pub async fn linked_resident(&self, link: &str, now: Timestamp) -> Result<LinkedResident, ServiceError> {
        let number = self.resident_of_link(link, now).await?;
        let said = self.opened_number(&number)?;
        let place = self.store().place(number.place).await?.map(|place| place.names).unwrap_or_default();
        let normal = ContactKind::Phone.normal(&said.phone).unwrap_or_default();
        Ok(LinkedResident {
            place,
            unit: number.unit.0,
            door: said.door,
            phone: ContactKind::Phone.mask(&normal),
            confirmed: number.confirmed_at.is_some(),
            expires_at: number.expires_at,
        })
    }

    /// The owner agrees by the link.
    ///
    /// # Errors
    /// As [`linked_resident`](Self::linked_resident).
    pub async fn confirm_linked_resident(&self, link: &str, now: Timestamp) -> Result<(), ServiceError> {
        let number = self.resident_of_link(link, now).await?;
        self.confirm_resident(&number, now).await
    }

    /// Deletes the number behind a link, at once and wholly.
    ///
    /// # Errors
    /// As [`linked_resident`](Self::linked_resident).
    pub async fn erase_linked_resident(&self, link: &str, now: Timestamp) -> Result<(), ServiceError> {
        let number = self.resident_of_link(link, now).await?;
        self.forget_resident(&number, "own_wish", now).await?;
        Ok(())
    }

    async fn resident_of_link(&self, link: &str, now: Timestamp) -> Result<ResidentNumber, ServiceError> {
        let missing = || ServiceError::NotFound("resident_number");
        let id = self.linked(PURPOSE, link)?.ok_or_else(missing)?;
        let found = self.store().resident_number(ResidentNumberId(id)).await?;
        found.filter(|number| number.expires_at > now).ok_or_else(missing)
    }
}
