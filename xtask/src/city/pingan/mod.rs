//! Ping'an Community (demo): an invented community carved out of a real sub-district, with
//! buildings, posts and a roster. All its people are named after their posts.

mod draw;
mod frame;
mod land;
mod people;
mod places;

pub(crate) use land::{carve, grow};

use anyhow::{Context, Result};
use city::{City, Unit};

/// The real sub-district it is carved out of: Wenhualu in Jinshui, in the inner city.
pub(crate) const TOWN: &str = "410105008";
/// Its code; 9xx is not used by the statistical list.
pub(crate) const CODE: &str = "410105008990";

/// Units of the fictional community.
struct Community<'a> {
    city: &'a City,
}

impl<'a> Community<'a> {
    /// The unit with this code.
    fn unit(&self, code: &str) -> Result<&'a Unit> {
        self.city.units.iter().find(|unit| unit.code == code).with_context(|| format!("no unit `{code}`"))
    }

    /// The outline of a unit, which is one simple ring here.
    fn ring(&self, code: &str) -> Result<&'a [[i32; 2]]> {
        let ring = self.unit(code)?.boundary.first().and_then(|polygon| polygon.rings.first());
        ring.map(|ring| &ring.0[..]).with_context(|| format!("unit `{code}` has no outline"))
    }

    /// Micro-grids of a grid, in order.
    fn micro_grids(&self, grid: &str) -> Vec<&'a Unit> {
        let prefix = format!("{grid}-");
        self.city.units.iter().filter(|unit| unit.code.starts_with(&prefix)).collect()
    }
}

/// The two files about the community: places (GeoJSON) and people.
pub(crate) fn files(city: &City) -> Result<(Vec<u8>, Vec<u8>)> {
    let community = Community { city };
    let features = rows("features", &places::features(&community)?)?;
    let places = format!("{{\n\"type\": \"FeatureCollection\",\n\"note\": \"fictional\",\n{features}\n}}\n");
    let people = [
        rows("bodies", &people::bodies())?,
        rows("accounts", &people::accounts(&community))?,
        rows("roster", &people::roster())?,
    ];
    let people = format!("{{\n\"note\": \"fictional\",\n{}\n}}\n", people.join(",\n"));
    Ok((places.into_bytes(), people.into_bytes()))
}

/// One row a line: small and still good to compare.
fn rows<T: serde::Serialize>(name: &str, rows: &[T]) -> Result<String> {
    let lines = rows.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>()?;
    Ok(format!("\"{name}\": [\n{}\n]", lines.join(",\n")))
}
