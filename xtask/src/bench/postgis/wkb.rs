//! Boundaries as well-known binary, little-endian (OGC Simple Features, part 1, chapter 8).

use domain::unit::Boundary;

const POLYGON: u32 = 3;
const MULTI_POLYGON: u32 = 6;

/// One multipolygon in degrees, rings closed.
pub(super) fn encode(boundary: &Boundary) -> Vec<u8> {
    let mut bytes = Vec::new();
    head(&mut bytes, MULTI_POLYGON, boundary.polygons.len());
    for rings in &boundary.polygons {
        head(&mut bytes, POLYGON, rings.len());
        for ring in rings {
            count(&mut bytes, ring.len() + 1);
            for p in ring.iter().chain(ring.first()) {
                bytes.extend(p.lon().to_le_bytes());
                bytes.extend(p.lat().to_le_bytes());
            }
        }
    }
    bytes
}

fn head(bytes: &mut Vec<u8>, kind: u32, parts: usize) {
    bytes.push(1);
    bytes.extend(kind.to_le_bytes());
    count(bytes, parts);
}

fn count(bytes: &mut Vec<u8>, count: usize) {
    bytes.extend((count as u32).to_le_bytes());
}
