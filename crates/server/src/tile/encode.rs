//! From units to one encoded tile.

use domain::unit::boundary::Ring;
use domain::unit::{Unit, UnitTree};
use mvt::{Error, Feature, GeomData, GeomEncoder, GeomType, Tile};

use super::project::{EXTENT, Point, Projection, cut, doubled_area, inside};

/// The tile's bytes; empty where no unit of these levels meets it.
pub(super) fn tile(tree: &UnitTree, levels: &[u8], z: u8, x: u32, y: u32) -> Result<Vec<u8>, Error> {
    let projection = Projection::new(z, x, y);
    let (min, max) = projection.window();
    let mut tile = Tile::new(EXTENT);
    let mut units = tile.create_layer("units");
    let mut labels = tile.create_layer("labels");
    for unit in levels.iter().flat_map(|&level| tree.meeting(level, min, max)) {
        if let Some(shape) = shape(&projection, unit)? {
            units = described(units.into_feature(shape), unit).into_layer();
        }
        if let Some(point) = label(&projection, tree, unit) {
            let point = GeomEncoder::new(GeomType::Point).point(point[0], point[1])?.encode()?;
            labels = described(labels.into_feature(point), unit).into_layer();
        }
    }
    if units.num_features() + labels.num_features() == 0 {
        return Ok(Vec::new());
    }
    tile.add_layer(units)?;
    tile.add_layer(labels)?;
    tile.to_bytes()
}

fn described(mut feature: Feature, unit: &Unit) -> Feature {
    feature.set_id(u64::from(unit.number.0));
    feature.add_tag_string("kind", unit.kind.word());
    feature.add_tag_uint("level", u64::from(unit.kind.level()));
    feature.add_tag_string("name_zh", unit.names.best("zh"));
    feature.add_tag_string("name_en", unit.names.best("en"));
    feature.add_tag_string("quality", unit.boundary_quality.word());
    feature.add_tag_bool("fictional", unit.fictional);
    feature
}

fn shape(projection: &Projection, unit: &Unit) -> Result<Option<GeomData>, Error> {
    let mut encoder = GeomEncoder::new(GeomType::Polygon);
    let mut any = false;
    for rings in unit.boundary.iter().flat_map(|boundary| &boundary.polygons) {
        for (index, ring) in rings.iter().enumerate() {
            let ring = wound(projected(projection, ring), index == 0);
            if ring.len() < 3 {
                // Without its outer ring a polygon is too small to be seen; a hole alone means nothing.
                if index == 0 { break } else { continue }
            }
            for [x, y] in ring {
                encoder.add_point(x, y)?;
            }
            encoder.complete_geom()?;
            any = true;
        }
    }
    if any { encoder.encode().map(Some) } else { Ok(None) }
}

fn projected(projection: &Projection, ring: &Ring) -> Vec<Point> {
    cut(ring.iter().map(|&p| projection.point(p)).collect())
}

/// Outer rings clockwise on the screen, holes the other way; nothing where no area is left.
fn wound(mut ring: Vec<Point>, outer: bool) -> Vec<Point> {
    let area = doubled_area(&ring);
    if area == 0.0 {
        return Vec::new();
    }
    if (area > 0.0) != outer {
        ring.reverse();
    }
    ring
}

fn label(projection: &Projection, tree: &UnitTree, unit: &Unit) -> Option<Point> {
    let point = projection.point(tree.centre(unit)?);
    inside(point).then_some(point)
}
