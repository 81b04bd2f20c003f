//! Drawn places and the units that they mean.
//!
//! The city is a square of 80 hundredths of a degree, cut into quarters three times: counties `0` to `3` (south-west,
//! south-east, north-west, north-east), streets `00` to `33`, communities `000` to `333`, each 10 hundredths wide.

use domain::geometry::check;
use domain::unit::boundary::Ring;
use domain::unit::{Unit, UnitKind, UnitTree};
use proptest::collection::vec;
use proptest::prelude::*;
use warning::affected::{Note, affected};
use warning::alert::{Pair, Places};
use warning::geometry::Circle;
use warning::read;

use crate::message::SOUND;
use crate::units::{ring, square, unit};

const SIDE: i32 = 80;

fn units() -> Vec<Unit> {
    let mut units = vec![unit(1, UnitKind::City, "city", None, Some(square(0, 0, SIDE)))];
    let mut open = vec![(0, 0, 0, String::new())];
    let kinds = [UnitKind::County, UnitKind::Street, UnitKind::Community];
    for (kind, side) in kinds.into_iter().zip([SIDE / 2, SIDE / 4, SIDE / 8]) {
        for (parent, west, south, code) in std::mem::take(&mut open) {
            for quarter in 0..4 {
                let (x, y) = (west + quarter % 2 * side, south + quarter / 2 * side);
                let code = format!("{code}{quarter}");
                let number = units.len() as u32 + 1;
                units.push(unit(number, kind, &code, Some(&units[parent]), Some(square(x, y, side))));
                open.push((units.len() - 1, x, y, code));
            }
        }
    }
    units
}

/// The city after a change of some units, by code.
fn changed(change: impl Fn(&str, &mut Unit)) -> UnitTree {
    let mut units = units();
    for unit in &mut units {
        let code = unit.code.clone().unwrap_or_default();
        change(&code, unit);
    }
    UnitTree::new(1, units)
}

fn tree() -> UnitTree {
    UnitTree::new(1, units())
}

fn codes(units: &[&Unit]) -> Vec<String> {
    units.iter().filter_map(|unit| unit.code.clone()).collect()
}

/// Codes of the units that rings and circles mean, and the notes.
fn met(tree: &UnitTree, rings: &[Ring], circles: &[Circle]) -> (Vec<String>, Vec<Note>) {
    let places = Places { polygons: rings.iter().collect(), circles: circles.iter().collect(), ..Places::default() };
    let found = affected(tree, &places);
    (codes(&found.units), found.notes)
}

/// The units that one ring means, where there is nothing to note.
fn drawn(tree: &UnitTree, corners: &[(i32, i32)]) -> Vec<String> {
    let (units, notes) = met(tree, &[ring(corners)], &[]);
    assert_eq!(notes, vec![]);
    units
}

fn circle(x: i32, y: i32, radius_km: f64) -> Circle {
    Circle { centre: ring(&[(x, y)])[0], radius_km }
}

#[test]
fn a_polygon_in_one_community_means_that_community() {
    assert_eq!(drawn(&tree(), &[(2, 2), (8, 2), (5, 8)]), ["000"]);
}

#[test]
fn what_is_covered_whole_is_taken_whole() {
    assert_eq!(drawn(&tree(), &[(-5, -5), (85, -5), (85, 85), (-5, 85)]), ["city"], "around it all");
    assert_eq!(drawn(&tree(), &[(0, 0), (40, 0), (40, 40), (0, 40)]), ["0"], "a county's own border");
    assert_eq!(drawn(&tree(), &[(0, 0), (45, 0), (45, 40), (0, 40)]), ["0", "100", "102", "120", "122"]);
}

#[test]
fn a_concave_polygon_leaves_out_its_bay() {
    // Around street 00 from the west, the south and the east; the street itself lies in the bay.
    let around = [(-9, -9), (29, -9), (29, 19), (20, 19), (20, 0), (0, 0), (0, 19), (-9, 19)];
    assert_eq!(drawn(&tree(), &around), ["010", "012"]);
}

#[test]
fn a_border_that_touches_concerns_nobody() {
    let (units, notes) = met(&tree(), &[ring(&[(80, 10), (90, 10), (90, 20)])], &[]);
    assert_eq!((units, notes), (vec![], vec![Note::DrawnElsewhere]));
}

#[test]
fn what_is_drawn_elsewhere_is_said_unless_something_is_drawn_here() {
    let (here, there) = (ring(&[(2, 2), (8, 2), (5, 8)]), ring(&[(200, 2), (208, 2), (205, 8)]));
    assert_eq!(met(&tree(), std::slice::from_ref(&there), &[]), (vec![], vec![Note::DrawnElsewhere]));
    assert_eq!(met(&tree(), &[there, here], &[circle(300, 0, 1.0)]), (vec!["000".to_owned()], vec![]));
    assert_eq!(met(&UnitTree::new(1, vec![]), &[], &[circle(0, 0, 1.0)]), (vec![], vec![Note::DrawnElsewhere]));
}

#[test]
fn what_is_drawn_in_a_lake_that_is_cut_out_concerns_nobody() {
    let lake = changed(|code, unit| {
        if let (true, Some(boundary)) = ("000".starts_with(code) || code == "city", &mut unit.boundary) {
            boundary.polygons[0].push(ring(&[(2, 2), (8, 2), (8, 8), (2, 8)]));
        }
    });
    let within = ring(&[(3, 3), (7, 3), (5, 7)]);
    assert_eq!(met(&lake, &[within], &[circle(5, 5, 1.0)]), (vec![], vec![Note::DrawnElsewhere]));
    assert_eq!(drawn(&lake, &[(3, 3), (9, 3), (5, 7)]), ["000"]);
}

#[test]
fn what_falls_into_a_gap_between_units_falls_to_the_unit_above() {
    let gap = changed(|code, unit| {
        if code == "033" {
            unit.valid_to = Some(jiff::Timestamp::UNIX_EPOCH);
        }
    });
    assert_eq!(drawn(&gap, &[(32, 32), (38, 32), (35, 38)]), ["03"]);
    assert_eq!(drawn(&gap, &[(28, 32), (38, 32), (35, 38)]), ["032"], "where a unit has a part, it is taken");
}

#[test]
fn a_unit_that_sticks_out_of_its_parent_is_found_there() {
    let out = changed(|code, unit| {
        if code == "111" {
            unit.boundary = Some(square(95, 10, 10));
        }
    });
    assert_eq!(drawn(&out, &[(97, 12), (99, 12), (99, 14)]), ["111"]);
}

#[test]
fn a_unit_without_boundary_counts_where_the_unit_above_is_met() {
    let unknown = changed(|code, unit| {
        if code == "003" {
            unit.boundary = None;
        }
    });
    let note = Note::NoBoundary { unit: "003".to_owned() };
    let corner = ring(&[(2, 2), (8, 2), (5, 8)]);
    assert_eq!(met(&unknown, &[corner], &[]), (vec!["000".to_owned(), "003".to_owned()], vec![note]));
    assert_eq!(drawn(&unknown, &[(22, 2), (28, 2), (25, 8)]), ["010"], "another street");
    assert_eq!(drawn(&unknown, &[(0, 0), (20, 0), (20, 20), (0, 20)]), ["00"], "the whole street");
}

#[test]
fn a_unit_without_boundary_is_where_the_units_below_it_are() {
    let unknown = changed(|code, unit| {
        if ["city", "0", "00"].contains(&code) {
            unit.boundary = None;
        }
    });
    assert_eq!(drawn(&unknown, &[(2, 2), (8, 2), (5, 8)]), ["000"]);
    assert_eq!(drawn(&unknown, &[(42, 2), (48, 2), (45, 8)]), ["100"]);
}

#[test]
fn where_nothing_below_has_a_boundary_the_unit_stands_for_itself() {
    let streets = changed(|code, unit| {
        if code.len() == 3 {
            unit.boundary = None;
        }
    });
    assert_eq!(drawn(&streets, &[(2, 2), (8, 2), (5, 8)]), ["00"]);
    let nothing = changed(|_, unit| unit.boundary = None);
    let note = Note::NoBoundary { unit: "city".to_owned() };
    assert_eq!(met(&nothing, &[], &[circle(0, 0, 1.0)]), (vec!["city".to_owned()], vec![note]));
}

#[test]
fn a_circle_just_short_of_a_border_stays_within() {
    // The centre lies 2 hundredths of a degree of latitude south of community 002: 2.2239 km on the mean sphere.
    for (radius_km, units) in [(2.2, vec!["000"]), (2.223, vec!["000"]), (2.225, vec!["000", "002"])] {
        assert_eq!(met(&tree(), &[], &[circle(5, 8, radius_km)]).0, units, "{radius_km}");
    }
    // From outside the city, 2 hundredths of longitude west at 34.05° N: 1.8426 km.
    for (radius_km, units) in [(1.842, vec![]), (1.844, vec!["000"])] {
        assert_eq!(met(&tree(), &[], &[circle(-2, 5, radius_km)]).0, units, "{radius_km}");
    }
}

#[test]
fn a_circle_without_radius_means_the_unit_that_contains_it() {
    assert_eq!(met(&tree(), &[], &[circle(5, 5, 0.0)]), (vec!["000".to_owned()], vec![]));
    assert_eq!(met(&tree(), &[], &[circle(40, 40, 0.0)]).0.len(), 1, "one owner, even in the corner of four");
    assert_eq!(met(&tree(), &[], &[circle(85, 5, 0.0)]), (vec![], vec![Note::DrawnElsewhere]));
}

#[test]
fn a_large_circle_covers_the_city_whole() {
    assert_eq!(met(&tree(), &[], &[circle(40, 40, 60.0)]).0, ["city"]);
}

#[test]
fn codes_and_drawings_count_together() {
    let codes_of = |code: &str| Pair { name: "code".to_owned(), value: code.to_owned() };
    let (pairs, ring) = ([codes_of("00"), codes_of("33")], ring(&[(2, 2), (8, 2), (48, 8), (5, 8)]));
    let tree = tree();
    let places = Places { geocodes: pairs.iter().collect(), polygons: vec![&ring], circles: vec![] };
    let found = affected(&tree, &places);
    assert_eq!(codes(&found.units), ["00", "010", "011", "100", "33"]);
    assert_eq!(found.notes, vec![]);
}

#[test]
fn a_message_means_its_code_its_polygon_and_its_circle() {
    let alert = read(SOUND.as_bytes()).alert.expect("a sound message");
    let tree = tree();
    let found = affected(&tree, &alert.places());
    // Its polygon covers 113° to 114° E, 34° to 35° N: the whole city; the tree does not know its code.
    assert_eq!(codes(&found.units), ["city"]);
    assert_eq!(found.notes, vec![Note::Elsewhere { code: "410100000000".to_owned() }]);
}

/// A simple ring, mostly concave: points in the order in which somebody in their middle sees them. Corners lie on a coarse
/// grid, so that they often lie on borders.
fn rings() -> impl Strategy<Value = Vec<(i32, i32)>> {
    vec((-2..19_i32, -2..19_i32), 3..12).prop_filter_map("it crosses itself", |mut points| {
        points.sort_unstable();
        points.dedup();
        let n = points.len() as i32;
        let (x, y) = points.iter().fold((0, 0), |sum, p| (sum.0 + p.0, sum.1 + p.1));
        let angle = |&(a, b): &(i32, i32)| f64::from(b * n - y).atan2(f64::from(a * n - x));
        points.sort_by(|a, b| angle(a).total_cmp(&angle(b)));
        let corners: Vec<(i32, i32)> = points.into_iter().map(|(x, y)| (5 * x, 5 * y)).collect();
        check::ring(&ring(&corners)).is_none().then_some(corners)
    })
}

/// The area that a ring and a square have in common: the ring is cut along one side of the square after the other.
fn common(corners: &[(i32, i32)], west: i32, south: i32, side: i32) -> f64 {
    let mut cut: Vec<[f64; 2]> = corners.iter().map(|&(x, y)| [f64::from(x), f64::from(y)]).collect();
    let sides = [(0, west, 1.0), (0, west + side, -1.0), (1, south, 1.0), (1, south + side, -1.0)];
    for (axis, at, sign) in sides {
        let depth = |p: &[f64; 2]| (p[axis] - f64::from(at)) * sign;
        let mut next = Vec::new();
        for (a, b) in cut.iter().zip(cut.iter().cycle().skip(1)) {
            if depth(a) >= 0.0 {
                next.push(*a);
            }
            if depth(a) * depth(b) < 0.0 {
                let share = depth(a) / (depth(a) - depth(b));
                next.push([a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]);
            }
        }
        cut = next;
    }
    let edges = cut.iter().zip(cut.iter().cycle().skip(1));
    edges.map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<f64>().abs() / 2.0
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn everybody_drawn_is_warned_and_nobody_else(rings in vec(rings(), 1..3)) {
        let tree = tree();
        let drawn: Vec<Ring> = rings.iter().map(|corners| ring(corners)).collect();
        let found = affected(&tree, &Places { polygons: drawn.iter().collect(), ..Places::default() });
        let shared = |unit: &Unit| -> (f64, f64) {
            let bounds = unit.boundary.as_ref().and_then(|boundary| boundary.bounds()).expect("a square");
            let steps = |value: i32, zero: i32| (value - zero) / 100_000;
            let (west, south) = (steps(bounds.min.x, 1_130_000_000), steps(bounds.min.y, 340_000_000));
            let side = steps(bounds.max.y, 340_000_000) - south;
            let most = rings.iter().map(|corners| common(corners, west, south, side)).fold(0.0, f64::max);
            (most, f64::from(side * side))
        };
        for unit in tree.units() {
            let warned = found.units.iter().any(|above| above.path.contains(&unit.path));
            let (most, all) = shared(unit);
            if unit.kind == UnitKind::Community {
                prop_assert_eq!(warned, most > 1e-6, "{:?} shares {}", unit.code, most);
            } else if found.units.iter().any(|taken| taken.path == unit.path) {
                prop_assert!(most > all - 1e-6, "{:?} is not covered whole", unit.code);
            } else if !warned {
                prop_assert!(most < all - 1e-6, "{:?} is covered whole", unit.code);
            }
        }
        prop_assert_eq!(found.notes.contains(&Note::DrawnElsewhere), found.units.is_empty());
        prop_assert!(found.units.is_sorted_by(|a, b| a.path < b.path && !a.path.contains(&b.path)));
    }
}
