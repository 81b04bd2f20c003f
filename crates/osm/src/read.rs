//! A walk through a file: relations, then ways, then nodes.

use std::collections::{HashMap, HashSet};
use std::io::{Read, Seek, SeekFrom};

use domain::names::Names;
use domain::place::{ForeignPlace, PlaceFields, PlaceKinds};
use domain::unit::boundary::Position;
use geojson::{Geometry, GeometryValue};
use osmpbf::{BlobDecode, BlobReader, Element, HeaderBlock, RelMemberType};

use crate::OsmError;
use crate::ring::{self, Fault};
use crate::rules::{Rules, Tags, names, tag};

/// What is understood of what a file may need.
const FEATURES: [&str; 2] = ["OsmSchema-V0.6", "DenseNodes"];

/// The places of one file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Extract {
    /// Points first, then ways, then relations, each by number.
    pub places: Vec<ForeignPlace>,
    /// What was left out.
    pub left: Left,
}

/// What was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Left {
    /// Outlines that are not whole in the file: it was cut there.
    pub cut: u64,
    /// Outlines that do not close.
    pub open: u64,
    /// Values of fields that did not fit them.
    pub values: u64,
}

/// One that a rule fits, before its outline is known.
struct Found {
    key: String,
    kind: String,
    names: Names,
    fields: PlaceFields,
}

/// A relation that a rule fits, with the ways of its outline.
struct Ringed {
    id: i64,
    found: Found,
    outer: Vec<i64>,
    inner: Vec<i64>,
}

struct Walk<'a> {
    rules: &'a Rules,
    kinds: &'a PlaceKinds,
    language: &'a str,
    wanted: &'a [String],
    left: Left,
}

/// Reads the places of an OpenStreetMap extract. `language` is the one of `name` without more (`zh`). Only kinds of
/// `wanted` are read and counted; every kind where it is empty.
///
/// # Errors
/// [`OsmError`] when it is no sound PBF, or needs more than ways, nodes and relations of today.
pub fn read<R: Read + Seek + Send>(
    file: &mut R,
    rules: &Rules,
    kinds: &PlaceKinds,
    language: &str,
    wanted: &[String],
) -> Result<Extract, OsmError> {
    let mut walk = Walk { rules, kinds, language, wanted, left: Left::default() };
    let mut relations = Vec::new();
    each(file, |element| {
        if let Element::Relation(relation) = element {
            let tags: Vec<_> = relation.tags().collect();
            if tag(&tags, "type") != Some("multipolygon") {
                return;
            }
            let Some(found) = walk.found("relation", relation.id(), &tags) else { return };
            let ways = |role: &str| {
                let members = relation.members().filter(|member| member.member_type == RelMemberType::Way);
                // An old relation may leave the role of its outer ways out.
                let is = |said: &str| said == role || (said.is_empty() && role == "outer");
                members.filter(|member| member.role().is_ok_and(is)).map(|member| member.member_id).collect()
            };
            let (outer, inner) = (ways("outer"), ways("inner"));
            relations.push(Ringed { id: relation.id(), found, outer, inner });
        }
    })?;
    let members: HashSet<i64> = relations.iter().flat_map(|one| one.outer.iter().chain(&one.inner)).copied().collect();
    let (mut ways, mut nodes_of) = (Vec::new(), HashMap::new());
    each(file, |element| {
        if let Element::Way(way) = element {
            let tags: Vec<_> = way.tags().collect();
            let found = walk.found("way", way.id(), &tags);
            if found.is_some() || members.contains(&way.id()) {
                nodes_of.entry(way.id()).or_insert_with(|| way.refs().collect::<Vec<i64>>());
            }
            ways.extend(found.map(|found| (way.id(), found)));
        }
    })?;
    let mut at: HashMap<i64, Option<Position>> = nodes_of.values().flatten().map(|node| (*node, None)).collect();
    let mut points = Vec::new();
    each(file, |element| {
        let (id, place, tags): (i64, _, Vec<_>) = match &element {
            Element::Node(node) => (node.id(), (node.nano_lon(), node.nano_lat()), node.tags().collect()),
            Element::DenseNode(node) => (node.id(), (node.nano_lon(), node.nano_lat()), node.tags().collect()),
            _ => return,
        };
        let place = position(place);
        if let Some(known) = at.get_mut(&id) {
            *known = known.or(place);
        }
        if !tags.is_empty()
            && let Some(found) = walk.found("node", id, &tags)
        {
            match place {
                Some(place) => {
                    points.push((id, found, Geometry::new(GeometryValue::new_point([place.lon(), place.lat()]))));
                }
                None => walk.left.open += 1,
            }
        }
    })?;
    let at = |node: i64| at.get(&node).copied().flatten();
    let mut lines = Vec::new();
    for (id, found) in ways {
        let nodes = nodes_of.get(&id).map(Vec::as_slice).unwrap_or_default();
        let shape = ring::ring(nodes, &at).and_then(|ring| ring::polygons(vec![ring], Vec::new()));
        walk.keep(&mut lines, id, found, shape);
    }
    let mut areas = Vec::new();
    for Ringed { id, found, outer, inner } in relations {
        let rings = |ways: &[i64]| {
            let lines = ways.iter().map(|way| nodes_of.get(way).cloned().ok_or(Fault::Cut));
            let joined = ring::joined(lines.collect::<Result<_, _>>()?)?;
            joined.iter().map(|nodes| ring::ring(nodes, &at)).collect::<Result<Vec<_>, _>>()
        };
        let shape = rings(&outer).and_then(|outer| ring::polygons(outer, rings(&inner)?));
        walk.keep(&mut areas, id, found, shape);
    }
    let mut places = Vec::with_capacity(points.len() + lines.len() + areas.len());
    for mut part in [points, lines, areas] {
        part.sort_by_key(|(id, ..)| *id);
        // The same element twice in one file is an older and a newer form: the file is no extract of one moment. The
        // form that comes first in the file stays, with the nodes that it has there.
        part.dedup_by_key(|(id, ..)| *id);
        places.extend(part.into_iter().map(|(_, found, geometry)| found.placed(geometry)));
    }
    Ok(Extract { places, left: walk.left })
}

impl Walk<'_> {
    fn found(&mut self, element: &str, id: i64, tags: &Tags<'_>) -> Option<Found> {
        let kind = self.rules.kind(tags)?;
        if !self.wanted.is_empty() && !self.wanted.iter().any(|wanted| wanted == kind) {
            return None;
        }
        let (fields, left) = self.rules.fields(self.kinds, kind, tags);
        self.left.values += left;
        let names = names(self.kinds, kind, id, tags, self.language);
        Some(Found { key: format!("osm:{element}/{id}"), kind: kind.to_owned(), names, fields })
    }

    fn keep(&mut self, to: &mut Vec<(i64, Found, Geometry)>, id: i64, found: Found, shape: Result<Geometry, Fault>) {
        match shape {
            Ok(geometry) => to.push((id, found, geometry)),
            Err(Fault::Cut) => self.left.cut += 1,
            Err(Fault::Open) => self.left.open += 1,
        }
    }
}

impl Found {
    fn placed(self, geometry: Geometry) -> ForeignPlace {
        ForeignPlace { key: self.key, kind: self.kind, names: self.names, fields: self.fields, geometry }
    }
}

/// Nanodegrees as a position; none where it is not on Earth.
fn position((lon, lat): (i64, i64)) -> Option<Position> {
    let (x, y) = (i32::try_from(lon / 100).ok()?, i32::try_from(lat / 100).ok()?);
    let on_earth = x.unsigned_abs() <= 1_800_000_000 && y.unsigned_abs() <= 900_000_000;
    on_earth.then_some(Position { x, y })
}

/// Goes through every element of a file, from its beginning.
fn each<R: Read + Seek + Send>(file: &mut R, mut see: impl FnMut(Element<'_>)) -> Result<(), OsmError> {
    file.seek(SeekFrom::Start(0)).map_err(OsmError::Io)?;
    let mut begun = false;
    for blob in BlobReader::new(&mut *file) {
        match blob?.decode()? {
            BlobDecode::OsmHeader(header) => {
                understood(&header)?;
                begun = true;
            }
            BlobDecode::OsmData(block) if begun => block.elements().for_each(&mut see),
            BlobDecode::OsmData(_) => return Err(OsmError::NotPbf { detail: "data stands before its header".into() }),
            BlobDecode::Unknown(_) => {}
        }
    }
    if begun { Ok(()) } else { Err(OsmError::NotPbf { detail: "it has no header".into() }) }
}

fn understood(header: &HeaderBlock) -> Result<(), OsmError> {
    match header.required_features().iter().find(|feature| !FEATURES.contains(&feature.as_str())) {
        Some(feature) => Err(OsmError::Feature { feature: feature.clone() }),
        None => Ok(()),
    }
}
