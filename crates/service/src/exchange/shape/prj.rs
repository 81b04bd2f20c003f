//! The reference system of a shapefile, from its `.prj` or a projection string.
//!
//! Read: WGS-84 and CGCS2000 in degrees; on either of them Mercator (EPSG:3395), Web Mercator
//! (EPSG:3857) and transverse Mercator, which Chinese surveys call Gauss-Krüger (EPSG:4490 family).
//! Anything else is named and refused: guessing a datum moves a border by a hundred metres in silence.

use domain::geometry::check::shortened;
use proj4rs::Proj;

use super::super::error::ReadError;
use super::prj_text::Node;

/// How far there and back may lead apart, in the file's unit: the series of transverse Mercator lose
/// metres at the far ends of a zone.
const BACK: f64 = 10.0;

/// How to come from a file's coordinates to degrees.
pub(super) enum Projection {
    /// They are degrees.
    Degrees,
    /// They are metres or the like of a projection.
    Projected {
        /// The file's system.
        from: Box<Proj>,
        /// Degrees on the same ellipsoid.
        to: Box<Proj>,
    },
}

impl Projection {
    /// Degrees of longitude and latitude; `None` where the position is not on Earth.
    pub(super) fn to_degrees(&self, x: f64, y: f64) -> Option<(f64, f64)> {
        match self {
            Self::Degrees => Some((x, y)),
            Self::Projected { from, to } => {
                if !x.is_finite() || !y.is_finite() {
                    return None;
                }
                let mut point = (x, y, 0.0);
                proj4rs::transform::transform(from, to, &mut point).ok()?;
                let degrees = (point.0.to_degrees(), point.1.to_degrees());
                // Far outside its map a projection still answers, wrapped around the Earth: only
                // what leads back to where it came from is believed.
                proj4rs::transform::transform(to, from, &mut point).ok()?;
                ((point.0 - x).abs() < BACK && (point.1 - y).abs() < BACK).then_some(degrees)
            }
        }
    }
}

fn unsupported(found: &str) -> ReadError {
    ReadError::UnsupportedCrs { found: format!("`{}`", shortened(found)) }
}

/// From a projection string (`+proj=tmerc +lon_0=114 …`).
pub(super) fn of_projection_string(crs: &str) -> Result<Projection, ReadError> {
    let from = Proj::from_proj_string(crs).map_err(|_| unsupported(crs))?;
    if from.is_latlong() {
        return Ok(Projection::Degrees);
    }
    let to = Proj::from_proj_string("+proj=longlat +datum=WGS84 +no_defs").map_err(|_| unsupported(crs))?;
    Ok(Projection::Projected { from: Box::new(from), to: Box::new(to) })
}

/// From the well-known text of a `.prj`.
pub(super) fn of_wkt(text: &str) -> Result<Projection, ReadError> {
    let node = Node::parse(text.trim_start_matches('\u{feff}')).ok_or_else(|| unsupported(text.trim()))?;
    let name = node.name().to_owned();
    let refuse = |why: String| ReadError::UnsupportedCrs { found: format!("`{}` ({why})", shortened(&name)) };
    match node.keyword.as_str() {
        "GEOGCS" => {
            figure(&node).ok_or_else(|| refuse("its datum is neither WGS-84 nor CGCS2000".to_owned()))?;
            match node.child("UNIT").and_then(Node::number) {
                Some(unit) if (unit - 1_f64.to_radians()).abs() < 1e-9 => Ok(Projection::Degrees),
                _ => Err(refuse("its unit is not the degree".to_owned())),
            }
        }
        "PROJCS" => {
            let datum = node.child("GEOGCS").and_then(figure);
            let figure = datum.ok_or_else(|| refuse("its datum is neither WGS-84 nor CGCS2000".to_owned()))?;
            let crs = projected(&node, figure).ok_or_else(|| {
                let method = node.child("PROJECTION").map_or("none", Node::name);
                refuse(format!("projection `{}`", shortened(method)))
            })?;
            // Same ellipsoid on both sides: no shift of datum takes place.
            let [from, to] = [&crs, &format!("+proj=longlat {figure} +no_defs")].map(|crs| Proj::from_proj_string(crs));
            match (from, to) {
                (Ok(from), Ok(to)) => Ok(Projection::Projected { from: Box::new(from), to: Box::new(to) }),
                _ => Err(refuse("its parameters do not fit together".to_owned())),
            }
        }
        other => Err(refuse(format!("keyword `{}`", shortened(other)))),
    }
}

/// The ellipsoid of a `GEOGCS` that is WGS-84 or CGCS2000 from Greenwich.
fn figure(geogcs: &Node) -> Option<&'static str> {
    let greenwich = geogcs.child("PRIMEM").is_none_or(|node| node.number() == Some(0.0));
    let named =
        |name: &str| -> String { name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase() };
    let datum = named(geogcs.child("DATUM")?.name());
    match datum.as_str() {
        _ if !greenwich => None,
        "DWGS1984" | "WGS1984" | "WGS84" | "WORLDGEODETICSYSTEM1984" | "WORLDGEODETICSYSTEM1984ENSEMBLE" => {
            Some("+a=6378137 +rf=298.257223563")
        }
        "DCHINA2000" | "CHINA2000" | "CGCS2000" | "DCGCS2000" | "CHINAGEODETICCOORDINATESYSTEM2000" => {
            Some("+a=6378137 +rf=298.257222101")
        }
        _ => None,
    }
}

fn projected(node: &Node, figure: &str) -> Option<String> {
    let parameter = |names: &[&str]| {
        let of = |node: &&Node| node.keyword == "PARAMETER" && names.contains(&node.name().to_lowercase().as_str());
        node.children.iter().find(of).map(Node::number)
    };
    // A parameter that is there must be a number; one that is not has its usual value.
    let or = |names: &[&str], usual: f64| parameter(names).unwrap_or(Some(usual));
    let metre = node.child("UNIT").and_then(Node::number).filter(|unit| *unit > 0.0)?;
    let shift = format!(
        "+lon_0={} +x_0={} +y_0={} +to_meter={metre} +no_defs",
        or(&["central_meridian", "longitude_of_center", "longitude_of_natural_origin"], 0.0)?,
        // In a file the shift is in the file's unit, in a projection string in metres.
        or(&["false_easting"], 0.0)? * metre,
        or(&["false_northing"], 0.0)? * metre,
    );
    let scale = or(&["scale_factor"], 1.0)?;
    let method = node.child("PROJECTION")?.name().to_lowercase();
    let web = node.name().to_lowercase().contains("pseudo-mercator")
        || method.contains("pseudo")
        || method == "mercator_auxiliary_sphere";
    if web {
        return Some(format!("+proj=merc +a=6378137 +b=6378137 +k=1 {shift}"));
    }
    match method.as_str() {
        "mercator" | "mercator_1sp" | "mercator_2sp" | "mercator_variant_a" | "mercator_variant_b" => {
            match parameter(&["standard_parallel_1", "latitude_of_origin"]) {
                Some(parallel) => Some(format!("+proj=merc {figure} +lat_ts={} +k={scale} {shift}", parallel?)),
                None => Some(format!("+proj=merc {figure} +k={scale} {shift}")),
            }
        }
        "transverse_mercator" | "gauss_kruger" => {
            let origin = or(&["latitude_of_origin", "latitude_of_natural_origin"], 0.0)?;
            Some(format!("+proj=tmerc {figure} +lat_0={origin} +k={scale} {shift}"))
        }
        _ => None,
    }
}
