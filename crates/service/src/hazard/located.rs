//! What the journal holds of where a hazard is: a salted hash. The salt stands in the row, so that whoever has the
//! journal alone cannot try all positions, and whoever moves the hazard in the database is found.

use store::hazard::Spot;

use crate::secret;

/// A salt with the hash that it makes of a spot.
pub(crate) struct Located {
    /// Stands in the row.
    pub(crate) salt: Vec<u8>,
    /// Stands in the first entry, as hexadecimal digits.
    pub(crate) hash: String,
}

impl Located {
    /// `None` where nothing is said of where it is but the unit.
    pub(crate) fn new(spot: Spot) -> Option<Self> {
        let salt = secret::salt().to_vec();
        (spot != Spot::default()).then(|| Self { hash: secret::hex(&hash(&salt, spot)), salt })
    }
}

/// The hash of a spot.
pub(crate) fn hash(salt: &[u8], spot: Spot) -> Vec<u8> {
    let [x, y] = [spot.position.map(|at| at.x), spot.position.map(|at| at.y)];
    // `None` differs from every number in this form.
    let text = format!("{x:?} {y:?} {:?} {:?}", spot.accuracy_m, spot.place.map(|place| place.0));
    secret::sha256(&[salt, text.as_bytes()])
}
