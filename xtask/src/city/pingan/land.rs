//! Carves the community and lays out its grids: three above a shopping street, two and a school
//! beside the third below it.

use super::super::chance;
use super::super::chord::Style;
use super::super::cut::cut;
use super::super::divide::divide;
use super::super::grow::{cut_along, reading_order};
use super::super::mesh::{Mesh, Ring};
use super::super::share::share;
use super::super::sweep::LON_SCALE;
use super::super::tree::{Node, Tree};
use super::CODE;
use anyhow::Result;
use city::{Groups, Kind};

/// Wanted area in square metres, within 0.5–0.8 km².
const AREA: f64 = 640_000.0;
/// Square metres of a square micro-degree at 34.8° north.
pub(crate) const METRES: f64 = 0.111_195 * 0.111_195 * LON_SCALE;
/// Micro-grids of each grid: 40 in all, each about 60 households.
const MICRO: [u64; 6] = [7, 7, 7, 7, 7, 5];
const HOUSEHOLDS: u64 = 2_400;
const RESIDENTS: u64 = 6_756;
/// Invented totals for an ageing inner-city community: about 21 %, 3.5 % and 13 % of residents,
/// 31 % and 24 % of households.
const GROUPS: [u64; 5] = [1_418, 236, 878, 744, 576];
/// English and Chinese names of the six grids.
const GRIDS: [(&str, &str); 6] = [
    ("平安一网格", "Ping'an Grid 1"),
    ("平安二网格", "Ping'an Grid 2"),
    ("平安三网格", "Ping'an Grid 3"),
    ("平安四网格", "Ping'an Grid 4"),
    ("平安五网格", "Ping'an Grid 5"),
    ("平安六网格", "Ping'an Grid 6"),
];

/// Direction of the longest edge in scaled degrees: streets run along it.
pub(crate) fn axis(points: &[[i32; 2]]) -> [f64; 2] {
    let edge = |at: usize| {
        let (a, b) = (points[at], points[(at + 1) % points.len()]);
        [f64::from(b[0] - a[0]) * LON_SCALE, f64::from(b[1] - a[1])]
    };
    let long = |e: &[f64; 2]| e[0] * e[0] + e[1] * e[1];
    (0..points.len()).map(edge).reduce(|best, e| if long(&e) > long(&best) { e } else { best }).unwrap_or([1.0, 0.0])
}

/// Cuts the community off its town: the piece and the rest.
pub(crate) fn carve(mesh: &mut Mesh, town: &[u32]) -> Result<(Ring, Ring)> {
    let fraction = AREA / (mesh.area(town) * METRES);
    cut(mesh, town, fraction, Style::Grid(axis(&mesh.points(town))), 0)
}

/// Adds the community and everything below it.
pub(crate) fn grow(mesh: &mut Mesh, tree: &mut Tree, town: usize, piece: &Ring) -> Result<()> {
    let piece = mesh.expand(piece);
    let [x, y] = axis(&mesh.points(&piece));
    // Eastward, so that the left of every cut along it is the north.
    let along = if x < 0.0 { [-x, -y] } else { [x, y] };
    let across = [along[1], -along[0]];
    let (north, rest) = cut_along(mesh, &piece, 0.46, along)?;
    let (street, south) = cut_along(mesh, &rest, 0.13, along)?;
    let (wide, a) = cut_along(mesh, &north, 2.0 / 3.0, across)?;
    let (b, c) = cut_along(mesh, &wide, 0.5, across)?;
    let (wide, last) = cut_along(mesh, &south, 2.0 / 3.0, across)?;
    let (d, e) = cut_along(mesh, &wide, 0.5, across)?;
    let (school, f) = cut_along(mesh, &last, 0.4, along)?;
    let lands = [a, b, c, d, e, f];
    let lands = reading_order(mesh, lands.into_iter().map(|ring| (vec![mesh.expand(&ring)], ())).collect());
    let start = tree.nodes.len();
    let node = tree.add(fictional(town, Kind::Community, CODE.into(), "平安社区(演示)", "Ping'an Community (demo)"));
    let order: Vec<usize> = by_area(mesh, &lands.iter().map(|land| land.0[0].clone()).collect::<Vec<_>>());
    for (at, (land, ())) in lands.into_iter().enumerate() {
        let code = format!("{CODE}{:03}", at + 1);
        let grid = tree.add(fictional(node, Kind::CommunityGrid, code.clone(), GRIDS[at].0, GRIDS[at].1));
        let land = land.iter().map(|ring| mesh.expand(ring)).collect();
        let weights = vec![1.0; MICRO[order[at]] as usize];
        let pieces = divide(mesh, &land, &weights, Style::Grid(along), chance::key(&code, "micro"))?;
        for (number, (land, ())) in (1..).zip(reading_order(mesh, pieces.into_iter().map(|land| (land, ())).collect()))
        {
            let names = (format!("{}第{number}微网格", GRIDS[at].0), format!("{}, micro-grid {number}", GRIDS[at].1));
            tree.add(Node {
                land,
                ..fictional(grid, Kind::MicroGrid, format!("{code}-{number:02}"), &names.0, &names.1)
            });
        }
    }
    for (number, ring, zh, en) in
        [(801, school, "平安小学", "Ping'an Primary School"), (802, street, "平安商业街", "Ping'an Shopping Street")]
    {
        let land = vec![mesh.expand(&ring)];
        tree.add(Node { land, ..fictional(node, Kind::DedicatedGrid, format!("{CODE}{number}"), zh, en) });
    }
    count(tree, start);
    Ok(())
}

/// For each ring its rank by area, largest first: the smallest grid gets fewest micro-grids.
fn by_area(mesh: &Mesh, rings: &[Ring]) -> Vec<usize> {
    let areas: Vec<f64> = rings.iter().map(|ring| mesh.area(&mesh.expand(ring))).collect();
    (0..rings.len())
        .map(|at| areas.iter().enumerate().filter(|&(k, a)| *a > areas[at] || *a == areas[at] && k < at).count())
        .collect()
}

fn fictional(parent: usize, kind: Kind, code: String, name_zh: &str, name_en: &str) -> Node {
    Node { fictional: true, ..Node::new(Some(parent), kind, code, name_zh.into(), name_en.into()) }
}

/// Invents residents, households and groups for the micro-grids and adds them up.
fn count(tree: &mut Tree, start: usize) {
    let leaves: Vec<usize> = (start..tree.nodes.len()).filter(|&at| tree.nodes[at].kind == Kind::MicroGrid).collect();
    let weigh = |purpose: &str| -> Vec<f64> {
        leaves.iter().map(|&at| chance::between(chance::key(&tree.nodes[at].code, purpose), 0.85, 1.15)).collect()
    };
    let households = share(HOUSEHOLDS, &weigh("households"), 50);
    let sizes: Vec<f64> = households.iter().map(|&count| count as f64).collect();
    let residents = share(RESIDENTS, &sizes, 0);
    let groups = ["60", "80", "14", "rented", "registered"].map(|purpose| {
        let varied: Vec<f64> = weigh(purpose).iter().zip(&sizes).map(|(w, size)| w * size).collect();
        varied
    });
    let shares: Vec<Vec<u64>> = groups.iter().zip(GROUPS).map(|(weights, total)| share(total, weights, 0)).collect();
    for (at, &leaf) in leaves.iter().enumerate() {
        let mut place = Some(leaf);
        while let Some(here) = place.filter(|&here| here >= start) {
            let node = &mut tree.nodes[here];
            node.population = Some(node.population.unwrap_or(0) + residents[at]);
            node.households = Some(node.households.unwrap_or(0) + households[at]);
            let sum = node.groups.get_or_insert_default();
            let part = |group: usize| shares[group][at] as u32;
            *sum = Groups {
                age_60_plus: sum.age_60_plus + part(0),
                age_80_plus: sum.age_80_plus + part(1),
                age_under_14: sum.age_under_14 + part(2),
                rented_households: sum.rented_households + part(3),
                non_registered_households: sum.non_registered_households + part(4),
            };
            place = node.parent;
        }
    }
}
