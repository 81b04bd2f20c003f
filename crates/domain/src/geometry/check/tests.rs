//! Every finding code, its limits, and the check of a city-size file.

use super::*;
use crate::id::UnitId;
use crate::names::Names;
use crate::unit::boundary::{Boundary, Position, Ring};
use crate::unit::{BoundaryQuality, Unit, UnitKind, UnitNumber, UnitPath};

fn row(row: u64, code: &str, parent: Option<&str>, kind: UnitKind, boundary: Option<Boundary>) -> UnitRow {
    UnitRow {
        row,
        code: code.to_owned(),
        parent: parent.map(str::to_owned),
        kind,
        names: Names::zh_en("单元", "unit"),
        transliterated: false,
        fictional: false,
        boundary,
        boundary_quality: BoundaryQuality::Synthetic,
        boundary_note: None,
        valid_from: None,
        statistics: None,
    }
}

/// A ring from grid steps beside 113° E, 34° N.
fn ring(points: &[(i32, i32)]) -> Ring {
    points.iter().map(|&(x, y)| Position { x: 1_130_000_000 + x, y: 340_000_000 + y }).collect()
}

fn square(x: i32, y: i32, size: i32) -> Boundary {
    boundary(&[&[(x, y), (x + size, y), (x + size, y + size), (x, y + size)]])
}

/// One polygon of these rings.
fn boundary(rings: &[&[(i32, i32)]]) -> Boundary {
    Boundary { polygons: vec![rings.iter().map(|points| ring(points)).collect()] }
}

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.code).collect()
}

fn of_boundary(boundary: Boundary) -> Vec<&'static str> {
    codes(&check(&[row(2, "x", None, UnitKind::City, Some(boundary))], None))
}

const BIG: i32 = 100_000;

fn city_and(children: &[(&str, Boundary)]) -> Vec<UnitRow> {
    let mut rows = vec![row(2, "c", None, UnitKind::City, Some(square(0, 0, BIG)))];
    for (i, (code, boundary)) in children.iter().enumerate() {
        rows.push(row(3 + i as u64, code, Some("c"), UnitKind::County, Some(boundary.clone())));
    }
    rows
}

#[test]
fn a_sound_file_has_no_findings() {
    let half = BIG / 2;
    let rows = city_and(&[
        ("a", boundary(&[&[(0, 0), (half, 0), (half, BIG), (0, BIG)]])),
        ("b", boundary(&[&[(half, 0), (BIG, 0), (BIG, BIG), (half, BIG)]])),
    ]);
    // The city's own long edges have no vertex where the halves meet: this goes through overlay.
    assert_eq!(check(&rows, None), []);
}

#[test]
fn children_that_share_every_vertex_are_settled_without_overlay() {
    let half = BIG / 2;
    let city = boundary(&[&[(0, 0), (half, 0), (BIG, 0), (BIG, BIG), (half, BIG), (0, BIG)]]);
    let mut rows = city_and(&[
        ("a", boundary(&[&[(0, 0), (half, 0), (half, BIG), (0, BIG)]])),
        ("b", boundary(&[&[(half, BIG), (BIG, BIG), (BIG, 0), (half, 0)]])),
    ]);
    rows[0].boundary = Some(city);
    assert_eq!(check(&rows, None), []);
    rows[2].boundary = rows[1].boundary.clone();
    assert_eq!(codes(&check(&rows, None)), ["gap_in_parent", "siblings_overlap"]);
}

#[test]
fn short_rings_and_empty_boundaries() {
    assert_eq!(of_boundary(boundary(&[&[(0, 0), (9, 9)]])), ["ring_too_short"]);
    assert_eq!(of_boundary(boundary(&[&[(0, 0), (9, 9), (9, 9), (0, 0)]])), ["ring_too_short"]);
    assert_eq!(of_boundary(Boundary::default()), ["boundary_empty"]);
}

#[test]
fn rings_that_cross_themselves() {
    assert_eq!(of_boundary(boundary(&[&[(0, 0), (9, 9), (9, 0), (0, 9)]])), ["ring_crosses_itself"]);
    // A spike, and a ring that runs back along itself.
    assert_eq!(of_boundary(boundary(&[&[(0, 0), (9, 0), (9, 9), (9, 20), (9, 9), (0, 9)]])), ["ring_crosses_itself"]);
    assert_eq!(of_boundary(boundary(&[&[(0, 0), (9, 0), (4, 0)]])), ["ring_crosses_itself"]);
    // A bow tie whose crossing is a vertex of both strokes.
    assert_eq!(of_boundary(boundary(&[&[(0, 0), (5, 5), (9, 9), (9, 1), (5, 5), (1, 9)]])), ["ring_crosses_itself"]);
    // A vertex of one stroke on an edge of the other.
    assert_eq!(of_boundary(boundary(&[&[(0, 0), (10, 10), (10, 0), (5, 5), (0, 10)]])), ["ring_crosses_itself"]);
}

#[test]
fn a_ring_may_touch_itself_at_a_point() {
    assert_eq!(of_boundary(boundary(&[&[(0, 0), (10, 0), (10, 10), (5, 0), (0, 10)]])), Vec::<&str>::new());
    assert_eq!(of_boundary(boundary(&[&[(0, 0), (5, 5), (10, 0), (10, 10), (5, 5), (0, 10)]])), Vec::<&str>::new());
}

#[test]
fn long_rings_are_checked_as_short_ones_are() {
    // A star-shaped ring of 4,000 vertices, sound; then two far vertices change places.
    let mut points: Vec<(i32, i32)> = (0..4_000)
        .map(|i| {
            let angle = f64::from(i) / 4_000.0 * std::f64::consts::TAU;
            let radius = 1e6 * (1.5 + (angle * 40.0).sin());
            ((radius * angle.cos()) as i32, (radius * angle.sin()) as i32)
        })
        .collect();
    assert_eq!(of_boundary(boundary(&[&points])), Vec::<&str>::new());
    points.swap(10, 1_200);
    assert_eq!(of_boundary(boundary(&[&points])), ["ring_crosses_itself"]);
}

#[test]
fn rings_that_ask_for_billions_of_comparisons_are_refused() {
    // Long parallel diagonals: every box meets every other one.
    let n = 6_000;
    let mut points = Vec::new();
    for i in 0..n {
        let (low, high) = ((i * 4, 0), (1_000_000 + i * 4, 1_000_000));
        if i % 2 == 0 { points.extend([low, high]) } else { points.extend([high, low]) }
    }
    points.extend([(-10, -10)]);
    let found = of_boundary(boundary(&[&points]));
    assert_eq!(found, ["boundary_too_complex"]);
}

#[test]
fn holes() {
    let outer: &[(i32, i32)] = &[(0, 0), (90, 0), (90, 90), (0, 90)];
    assert_eq!(of_boundary(boundary(&[outer, &[(10, 10), (20, 10), (20, 20)]])), Vec::<&str>::new());
    assert_eq!(
        of_boundary(boundary(&[outer, &[(0, 10), (20, 10), (20, 20)]])),
        Vec::<&str>::new(),
        "touching is allowed"
    );
    assert_eq!(of_boundary(boundary(&[outer, &[(110, 10), (120, 10), (120, 20)]])), ["hole_outside"]);
    assert_eq!(of_boundary(boundary(&[outer, &[(80, 10), (120, 10), (120, 20)]])), ["hole_outside"]);
    let (one, two): (&[_], &[_]) =
        (&[(10, 10), (40, 10), (40, 40), (10, 40)], &[(20, 20), (60, 20), (60, 60), (20, 60)]);
    assert_eq!(of_boundary(boundary(&[outer, one, two])), ["holes_cross"]);
}

#[test]
fn holes_that_ask_for_billions_of_steps_are_refused() {
    // The exterior and a hole that runs along all of it, so that no position of it says anything.
    let points: Vec<(i32, i32)> = (0..12_000)
        .map(|i| {
            let angle = f64::from(i) / 12_000.0 * std::f64::consts::TAU;
            ((1e7 * angle.cos()) as i32, (1e7 * angle.sin()) as i32)
        })
        .collect();
    assert_eq!(of_boundary(boundary(&[&points, &points])), ["boundary_too_complex"]);
}

#[test]
fn the_date_line() {
    let across = Boundary {
        polygons: vec![vec![vec![
            Position { x: 1_799_000_000, y: 0 },
            Position { x: -1_799_000_000, y: 0 },
            Position { x: -1_799_000_000, y: 1_000 },
        ]]],
    };
    assert_eq!(of_boundary(across), ["crosses_date_line"]);
    // Cut in two there, as RFC 7946 3.1.9 asks, it is sound.
    let half = |west: i32, east: i32| {
        let corner = |x, y| Position { x, y };
        vec![vec![corner(west, 0), corner(east, 0), corner(east, 1_000), corner(west, 1_000)]]
    };
    let cut = Boundary { polygons: vec![half(1_799_000_000, 1_800_000_000), half(-1_800_000_000, -1_799_000_000)] };
    assert_eq!(of_boundary(cut), Vec::<&str>::new());
}

#[test]
fn siblings_overlap_by_more_than_a_sliver() {
    // 1,000 steps are about 9 m east and 11 m north.
    let with = |over: i32| {
        let half = BIG / 2;
        city_and(&[
            ("a", boundary(&[&[(0, 0), (half + over, 0), (half + over, BIG), (0, BIG)]])),
            ("b", boundary(&[&[(half, 0), (BIG, 0), (BIG, BIG), (half, BIG)]])),
        ])
    };
    assert_eq!(codes(&check(&with(4), None)), Vec::<&str>::new(), "41 m² are under 0.01 % of the smaller");
    let found = check(&with(1_000), None);
    assert_eq!(codes(&found), ["siblings_overlap"]);
    assert_eq!(found[0].row, 4);
    assert_eq!(found[0].severity, Severity::Error);
    assert_eq!(found[0].message, "units `a` and `b` overlap by 10250 m²");
}

#[test]
fn identical_units_do_not_take_for_ever() {
    let many: Vec<String> = (0..400).map(|i| format!("u{i}")).collect();
    let rows = city_and(&many.iter().map(|code| (code.as_str(), square(0, 0, BIG))).collect::<Vec<_>>());
    let found = check(&rows, None);
    assert_eq!(found.iter().filter(|finding| finding.code == "siblings_overlap").count(), 1_000);
    assert_eq!(found.iter().filter(|finding| finding.code == "too_many_overlaps").count(), 1);
}

#[test]
fn gaps_and_parts_outside() {
    let found = check(&city_and(&[("a", square(0, 0, BIG - 100))]), None);
    assert_eq!(codes(&found), ["gap_in_parent"]);
    assert_eq!((found[0].row, found[0].severity), (2, Severity::Warning));
    let found = check(&city_and(&[("a", square(0, 0, BIG + 100))]), None);
    assert_eq!(codes(&found), ["outside_parent"]);
    assert_eq!(found[0].row, 3);
    assert_eq!(check(&city_and(&[("a", square(0, 0, BIG + 40))]), None), [], "0.08 % is passed over");
}

#[test]
fn no_gap_is_reported_beside_a_child_without_boundary() {
    let mut rows = city_and(&[("a", square(0, 0, BIG / 2))]);
    rows.push(row(9, "b", Some("c"), UnitKind::County, None));
    assert_eq!(check(&rows, None), []);
}

#[test]
fn the_order_of_the_tree() {
    let rows = [
        row(2, "c", None, UnitKind::City, None),
        row(3, "d", Some("c"), UnitKind::County, None),
        row(4, "d", Some("c"), UnitKind::County, None),
        row(5, "e", Some("nowhere"), UnitKind::County, None),
        row(6, "f", None, UnitKind::County, None),
        row(7, "g", Some("d"), UnitKind::County, None),
        row(8, "h", Some("i"), UnitKind::Community, None),
        row(9, "i", Some("h"), UnitKind::CommunityGrid, None),
        row(10, "j", Some("j"), UnitKind::Street, None),
    ];
    let found = check(&rows, None);
    let at =
        |row: u64| found.iter().filter(|finding| finding.row == row).map(|finding| finding.code).collect::<Vec<_>>();
    assert_eq!(at(4), ["code_repeated"]);
    let repeated = found.iter().find(|finding| finding.row == 4).map(|finding| finding.message.as_str());
    assert_eq!(repeated, Some("code `d` stands in row 3 and again in row 4"));
    assert_eq!(at(5), ["orphan"]);
    assert_eq!(at(6), ["several_roots"]);
    assert_eq!(at(7), ["kind_order"]);
    assert_eq!(at(8), ["kind_order", "cycle"]);
    assert_eq!(at(9), Vec::<&str>::new(), "one finding for a circle");
    assert_eq!(at(10), ["kind_order", "cycle"]);
}

#[test]
fn code_shapes() {
    let shape = |code: &str, kind| codes(&check(&[row(2, code, None, kind, None)], None));
    for (code, kind) in [
        ("4101", UnitKind::City),
        ("410105", UnitKind::County),
        ("410105001", UnitKind::Street),
        ("410105001002", UnitKind::Community),
        ("410105001002003", UnitKind::CommunityGrid),
        ("410105001002003-01", UnitKind::MicroGrid),
        ("chicago", UnitKind::City),
        ("77", UnitKind::Community),
        ("990105", UnitKind::Street),
    ] {
        assert_eq!(shape(code, kind), Vec::<&str>::new(), "{code}");
    }
    assert_eq!(shape("410105", UnitKind::Street), ["code_shape"]);
    assert_eq!(shape("41010500100", UnitKind::Community), ["code_shape"]);
}

#[test]
fn codes_that_nobody_could_type() {
    let of = |code: &str| codes(&check(&[row(2, code, None, UnitKind::City, None)], None));
    assert_eq!(of(&"x".repeat(64)), Vec::<&str>::new());
    for code in ["", " ", "a\nb", &"x".repeat(65)] {
        assert_eq!(of(code), ["code_invalid"], "{code:?}");
    }
}

#[test]
fn names() {
    let mut bad = row(2, "x", None, UnitKind::City, None);
    bad.names = Names::zh("a\u{7}b");
    assert_eq!(codes(&check(&[bad.clone()], None)), ["name_invalid"]);
    bad.names = Names::default();
    assert_eq!(codes(&check(&[bad], None)), ["name_invalid"]);
}

fn unit(number: u32, parent: Option<u32>, kind: UnitKind, code: &str, boundary: Boundary) -> Unit {
    let id = |n: u32| UnitId(uuid::Uuid::from_u128(u128::from(n)));
    let path = UnitPath::root(UnitNumber(1));
    Unit {
        id: id(number),
        number: UnitNumber(number),
        parent: parent.map(id),
        path: if parent.is_some() { path.child(UnitNumber(number)) } else { path },
        kind,
        code: Some(code.to_owned()),
        names: Names::zh("单元"),
        transliterated: false,
        fictional: false,
        boundary: Some(boundary),
        boundary_quality: BoundaryQuality::Surveyed,
        boundary_note: None,
        valid_from: jiff::Timestamp::UNIX_EPOCH,
        valid_to: None,
        successor: None,
        version: 1,
    }
}

#[test]
fn rows_are_checked_against_the_tree() {
    let half = BIG / 2;
    let left = boundary(&[&[(0, 0), (half, 0), (half, BIG), (0, BIG)]]);
    let right = boundary(&[&[(half, 0), (BIG, 0), (BIG, BIG), (half, BIG)]]);
    let tree = UnitTree::new(
        1,
        vec![
            unit(1, None, UnitKind::City, "c", square(0, 0, BIG)),
            unit(2, Some(1), UnitKind::County, "a", left.clone()),
            unit(3, Some(1), UnitKind::County, "b", right.clone()),
        ],
    );
    let of = |code: &str, parent: Option<&str>, kind, boundary| {
        codes(&check(&[row(2, code, parent, kind, Some(boundary))], Some(&tree)))
    };
    assert_eq!(of("b", Some("c"), UnitKind::County, right.clone()), Vec::<&str>::new(), "it replaces itself");
    assert_eq!(of("d", Some("c"), UnitKind::County, right), ["siblings_overlap"]);
    assert_eq!(of("b", Some("c"), UnitKind::County, left), ["gap_in_parent", "siblings_overlap"]);
    assert_eq!(of("z", None, UnitKind::City, square(0, 0, BIG)), ["several_roots"]);
    let under_itself = of("c", Some("a"), UnitKind::City, square(0, 0, BIG));
    assert!(under_itself.contains(&"kind_order") && under_itself.contains(&"cycle"), "{under_itself:?}");
    assert!(of("e", Some("a"), UnitKind::City, square(0, 0, half)).contains(&"kind_order"));
}

#[test]
fn values_are_shortened_to_80_characters() {
    let long = "长".repeat(100);
    assert_eq!(shortened(&long).chars().count(), 80);
    assert!(shortened(&long).ends_with('…'));
    assert_eq!(shortened(&"长".repeat(80)), "长".repeat(80));
}
