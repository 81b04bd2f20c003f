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
    let places = serde_json::json!({
        "type": "FeatureCollection",
        "name": "pingan_places",
        "note": "fictional",
        "features": places::features(&community)?,
    });
    Ok((lines(&places)?, lines(&people::people(&community))?))
}

/// JSON with one feature, body, account or shift a line: small and still good to diff.
fn lines(value: &serde_json::Value) -> Result<Vec<u8>> {
    let object = value.as_object().context("not an object")?;
    let mut parts = Vec::new();
    for (key, value) in object {
        parts.push(match value.as_array() {
            Some(rows) => {
                let rows: Vec<String> = rows.iter().map(|row| format!("  {row}")).collect();
                format!("\"{key}\": [\n{}\n]", rows.join(",\n"))
            }
            None => format!("\"{key}\": {value}"),
        });
    }
    Ok(format!("{{\n{}\n}}\n", parts.join(",\n")).into_bytes())
}
