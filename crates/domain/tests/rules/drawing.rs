//! Drawn areas over boundaries, beside slower ways to the same answer.

use domain::geometry::check;
use domain::geometry::drawing::{Overlap, Shape};
use domain::unit::boundary::{Boundary, Position, Ring};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::common::{rectangle, ring};

/// Corners lie on a grid so small that borders touch, cross at corners and run along each other all the time.
const SIDE: i32 = 8;

/// A simple ring, mostly concave: points in the order in which somebody in their middle sees them.
fn rings() -> impl Strategy<Value = Ring> {
    let drawn = vec((0..=SIDE, 0..=SIDE), 3..9).prop_map(|mut points| {
        points.sort_unstable();
        points.dedup();
        let n = points.len() as i32;
        let (x, y) = points.iter().fold((0, 0), |sum, p| (sum.0 + p.0, sum.1 + p.1));
        let angle = |&(a, b): &(i32, i32)| f64::from(b * n - y).atan2(f64::from(a * n - x));
        points.sort_by(|a, b| angle(a).total_cmp(&angle(b)));
        ring(&points)
    });
    (drawn, any::<bool>()).prop_filter_map("it crosses itself", |(mut ring, turned)| {
        if turned {
            ring.reverse();
        }
        check::ring(&ring).is_none().then_some(ring)
    })
}

/// One ring, or a square with a ring cut out of it.
fn boundaries() -> impl Strategy<Value = Boundary> {
    (rings(), prop::bool::weighted(0.3)).prop_map(|(ring, hole)| {
        let mut boundary = rectangle(-1, -1, SIDE + 1, SIDE + 1);
        if hole {
            boundary.polygons[0].push(ring)
        } else {
            boundary.polygons[0] = vec![ring]
        }
        boundary
    })
}

type Coord = (f64, f64);

fn edges(boundary: &Boundary) -> Vec<(Coord, Coord)> {
    let point = |p: &Position| (f64::from(p.x), f64::from(p.y));
    let rings = boundary.polygons.iter().flatten();
    rings.flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1))).map(|(a, b)| (point(a), point(b))).collect()
}

/// Heights at which edges cross an upright line that meets no corner.
fn heights(edges: &[(Coord, Coord)], x: f64) -> Vec<f64> {
    let crossing = edges.iter().filter(|(a, b)| (a.0 > x) != (b.0 > x));
    let mut heights: Vec<f64> = crossing.map(|(a, b)| a.1 + (b.1 - a.1) * (x - a.0) / (b.0 - a.0)).collect();
    heights.sort_by(f64::total_cmp);
    heights
}

/// Common area and area of the first alone: the plane cut into upright strips at every corner and crossing. In the
/// middle of a strip heights stand for areas: everything in it is a trapezium.
fn areas(a: &Boundary, b: &Boundary) -> (f64, f64) {
    let (a, b) = (edges(a), edges(b));
    let mut cuts: Vec<f64> = a.iter().chain(&b).map(|edge| edge.0.0).collect();
    for (p, q) in &a {
        for (r, s) in &b {
            let (u, v) = ((q.0 - p.0, q.1 - p.1), (s.0 - r.0, s.1 - r.1));
            let cross = u.0 * v.1 - u.1 * v.0;
            let share = ((r.0 - p.0) * v.1 - (r.1 - p.1) * v.0) / cross;
            if cross != 0.0 && (0.0..=1.0).contains(&share) {
                cuts.push(p.0 + share * u.0);
            }
        }
    }
    cuts.sort_by(f64::total_cmp);
    let (mut common, mut alone) = (0.0, 0.0);
    for strip in cuts.windows(2).filter(|strip| strip[1] - strip[0] > 1e-9) {
        let x = f64::midpoint(strip[0], strip[1]);
        let (mine, other) = (heights(&a, x), heights(&b, x));
        for one in mine.chunks(2) {
            let both: f64 = other.chunks(2).map(|two| (one[1].min(two[1]) - one[0].max(two[0])).max(0.0)).sum();
            common += both * (strip[1] - strip[0]);
            alone += (one[1] - one[0] - both) * (strip[1] - strip[0]);
        }
    }
    (common, alone)
}

fn overlap(drawn: &[Position], boundary: &Boundary) -> Overlap {
    let shapes: Vec<Shape> = Shape::ring(drawn).collect();
    assert_eq!(shapes.len(), 1);
    let met = shapes[0].overlap(boundary);
    assert!(met == Overlap::Apart || boundary.bounds().is_some_and(|bounds| shapes[0].may_meet(&bounds)));
    met
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn it_says_what_the_areas_say(drawn in rings(), boundary in boundaries()) {
        let (common, alone) = areas(&boundary, &Boundary { polygons: vec![vec![drawn.clone()]] });
        let expected = match (common > 1e-6, alone > 1e-6) {
            (true, true) => Overlap::Partly,
            (true, false) => Overlap::Whole,
            _ => Overlap::Apart,
        };
        prop_assert_eq!(overlap(&drawn, &boundary), expected, "common {} alone {}", common, alone);
    }

    #[test]
    fn far_apart_positions_do_not_overflow(drawn in vec(any::<(i32, i32)>(), 0..6), other in vec(any::<(i32, i32)>(), 0..6)) {
        let boundary = Boundary { polygons: vec![vec![ring(&other)]] };
        for shape in Shape::ring(&ring(&drawn)) {
            shape.overlap(&boundary);
        }
    }

    /// A circle that reaches just past the nearest point of the border meets the unit, one that stays just short does not.
    #[test]
    fn a_circle_reaches_as_far_as_its_radius(
        corners in vec((-10_000_000..10_000_000, -10_000_000..10_000_000), 3),
        (x, y) in (-20_000_000..20_000_000, -15_000_000..15_000_000),
    ) {
        let here = |(x, y)| Position { x: 1_136_000_000 + x, y: 347_000_000 + y };
        let triangle: Ring = corners.into_iter().map(here).collect();
        prop_assume!(check::ring(&triangle).is_none());
        let (centre, boundary) = (here((x, y)), Boundary { polygons: vec![vec![triangle.clone()]] });
        let sides = triangle.iter().zip(triangle.iter().cycle().skip(1));
        let nearest = sides.map(|(a, b)| nearest_m(centre, *a, *b)).fold(f64::INFINITY, f64::min);
        let just_short = if boundary.contains(centre) { Overlap::Partly } else { Overlap::Apart };
        // Up to 300 km from edges as long: the flat map is wrong by less than 0.05 %, and never makes a way shorter.
        prop_assert_eq!(Shape::circle(centre, nearest - 0.1).overlap(&boundary), just_short);
        prop_assert_ne!(Shape::circle(centre, nearest * 1.000_5 + 0.1).overlap(&boundary), Overlap::Apart);
        let farthest = triangle.iter().map(|p| centre.distance_m(*p)).fold(0.0, f64::max);
        prop_assert_eq!(Shape::circle(centre, farthest + 0.1).overlap(&boundary), Overlap::Whole);
    }
}

/// Metres to the nearest point between two positions, by cutting the edge in three again and again.
fn nearest_m(from: Position, a: Position, b: Position) -> f64 {
    let at = |share: f64| {
        let between = |a: i32, b: i32| (f64::from(a) + f64::from(b - a) * share).round() as i32;
        from.distance_m(Position { x: between(a.x, b.x), y: between(a.y, b.y) })
    };
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let (one, two) = (low + (high - low) / 3.0, high - (high - low) / 3.0);
        if at(one) < at(two) { high = two } else { low = one }
    }
    at(low)
}

#[test]
fn a_common_border_or_corner_is_no_common_ground() {
    let unit = rectangle(0, 0, 10, 10);
    let beside = ring(&[(10, 2), (20, 2), (20, 7), (10, 7)]);
    let at_the_corner = ring(&[(10, 10), (20, 10), (20, 20)]);
    assert_eq!((overlap(&beside, &unit), overlap(&at_the_corner, &unit)), (Overlap::Apart, Overlap::Apart));
    // The same corners, and one step into it.
    let into = ring(&[(10, 2), (20, 2), (20, 7), (10, 7), (9, 5)]);
    assert_eq!(overlap(&into, &unit), Overlap::Partly);
}

#[test]
fn the_same_ring_is_the_whole_unit_and_not_its_neighbour() {
    let horseshoe = ring(&[(0, 0), (9, 0), (9, 9), (6, 9), (6, 3), (3, 3), (3, 9), (0, 9)]);
    assert_eq!(overlap(&horseshoe, &Boundary { polygons: vec![vec![horseshoe.clone()]] }), Overlap::Whole);
    assert_eq!(overlap(&horseshoe, &rectangle(3, 3, 6, 9)), Overlap::Apart, "in the bay");
    assert_eq!(overlap(&horseshoe, &rectangle(3, 2, 6, 9)), Overlap::Partly, "deeper than the bay");
}

#[test]
fn what_lies_in_a_hole_is_outside() {
    let mut unit = rectangle(0, 0, 30, 30);
    unit.polygons[0].push(ring(&[(10, 10), (20, 10), (20, 20), (10, 20)]));
    assert_eq!(overlap(&ring(&[(12, 12), (18, 12), (15, 18)]), &unit), Overlap::Apart, "within the hole");
    assert_eq!(overlap(&ring(&[(10, 10), (20, 10), (20, 20), (10, 20)]), &unit), Overlap::Apart, "the hole itself");
    assert_eq!(overlap(&ring(&[(10, 10), (20, 10), (21, 20), (10, 20)]), &unit), Overlap::Partly, "a corner out of it");
    assert_eq!(overlap(&ring(&[(-1, -1), (31, -1), (31, 31), (-1, 31)]), &unit), Overlap::Whole, "around it all");
}

#[test]
fn a_pocket_that_a_ring_pinches_off_is_outside_of_it() {
    let pinched = [(0, 0), (30, 0), (30, 30), (0, 30), (0, 15), (10, 20), (20, 15), (10, 10), (0, 15)];
    let drawn = ring(&pinched);
    assert!(check::ring(&drawn).is_none(), "a ring may touch itself");
    assert_eq!(overlap(&drawn, &rectangle(0, 5, 25, 25)), Overlap::Partly, "around the pocket");
    assert_eq!(overlap(&drawn, &rectangle(8, 13, 12, 17)), Overlap::Apart, "within it");
    assert_eq!(overlap(&drawn, &rectangle(21, 5, 25, 25)), Overlap::Whole, "beside it");
}

#[test]
fn an_island_is_a_part_of_its_unit() {
    let mut unit = rectangle(0, 0, 10, 10);
    unit.polygons.extend(rectangle(20, 0, 30, 10).polygons);
    let around_the_island = ring(&[(19, -1), (31, -1), (31, 11), (19, 11)]);
    assert_eq!(overlap(&around_the_island, &unit), Overlap::Partly);
    assert_eq!(overlap(&around_the_island, &rectangle(20, 0, 30, 10)), Overlap::Whole);
    assert_eq!(overlap(&ring(&[(12, 0), (18, 0), (18, 9)]), &unit), Overlap::Apart, "between the two");
}

#[test]
fn a_ring_over_the_date_line_lies_on_both_sides_of_it() {
    let degrees = |corners: &[(f64, f64)]| -> Ring {
        corners.iter().map(|&(lon, lat)| Position::from_degrees(lon, lat).unwrap()).collect()
    };
    let unit = |west: f64, east: f64| Boundary {
        polygons: vec![vec![degrees(&[(west, -18.0), (east, -18.0), (east, -17.0), (west, -17.0)])]],
    };
    let met = |ring: &Ring, unit: &Boundary| Shape::ring(ring).map(|shape| shape.overlap(unit)).max();
    let mut over = degrees(&[(177.0, -20.0), (-179.0, -20.0), (-179.0, -15.0), (177.0, -15.0)]);
    for _ in 0..4 {
        assert_eq!(met(&over, &unit(177.5, 178.5)), Some(Overlap::Whole));
        assert_eq!(met(&over, &unit(-179.9, -178.9)), Some(Overlap::Partly));
        assert_eq!(met(&over, &unit(10.0, 11.0)), Some(Overlap::Apart));
        over.rotate_left(1);
    }
    let world = degrees(&[(-180.0, -90.0), (180.0, -90.0), (180.0, 90.0), (-180.0, 90.0)]);
    assert_eq!(met(&world, &unit(10.0, 11.0)), Some(Overlap::Whole));
    let half = degrees(&[(-90.0, -90.0), (90.0, -90.0), (90.0, 90.0), (-90.0, 90.0)]);
    assert_eq!(met(&half, &unit(10.0, 11.0)), Some(Overlap::Whole));
    assert_eq!(met(&degrees(&[(1.0, 1.0), (1.0, 1.0)]), &unit(10.0, 11.0)), None);
}

#[test]
fn a_tangle_is_its_box() {
    // East and west and back, thousands of times: too many crossings to say what is inside.
    let ends = |n: i32| [(0, n), (1_000_000, 1_100 - n)];
    let tangle = ring(&(0..1_100).flat_map(ends).collect::<Vec<_>>());
    assert_eq!(overlap(&tangle, &rectangle(0, 1, 1_000_000, 1_099)), Overlap::Whole);
    assert_eq!(overlap(&tangle, &rectangle(0, 1_099, 1_000_000, 2_000)), Overlap::Partly);
    assert_eq!(overlap(&tangle, &rectangle(0, 1_100, 1_000_000, 2_000)), Overlap::Apart);
}

#[test]
fn a_circle_without_radius_is_its_centre() {
    let (west, east) = (rectangle(0, 0, 100, 100), rectangle(100, 0, 200, 100));
    let at = |x, y, unit| Shape::circle(Position { x, y }, 0.0).overlap(unit);
    assert_eq!((at(50, 50, &west), at(50, 50, &east)), (Overlap::Partly, Overlap::Apart));
    // On their common border it still has one owner.
    assert_eq!((at(100, 50, &west), at(100, 50, &east)), (Overlap::Apart, Overlap::Partly));
}

#[test]
fn a_circle_may_be_as_large_as_the_earth_and_go_over_pole_and_date_line() {
    let unit = |lon: f64, lat: f64| {
        let corner = |x: f64, y: f64| Position::from_degrees(lon + x, lat + y).unwrap();
        Boundary {
            polygons: vec![vec![corner(0.0, 0.0), corner(0.1, 0.0), corner(0.1, 0.1)]]
                .into_iter()
                .map(|r| vec![r])
                .collect(),
        }
    };
    let met = |lon: f64, lat: f64, km: f64, unit: &Boundary| {
        let shape = Shape::circle(Position::from_degrees(lon, lat).unwrap(), km * 1_000.0);
        if shape.may_meet(&unit.bounds().unwrap()) { shape.overlap(unit) } else { Overlap::Apart }
    };
    assert_eq!(met(0.0, 0.0, 1e12, &unit(113.6, 34.7)), Overlap::Whole);
    assert_eq!(met(179.9, 10.0, 50.0, &unit(-179.95, 10.0)), Overlap::Whole);
    assert_eq!(met(179.9, 10.0, 5.0, &unit(-179.95, 10.0)), Overlap::Apart);
    assert_eq!(met(0.0, 89.0, 250.0, &unit(179.0, 89.5)), Overlap::Whole);
    assert_eq!(
        met(113.6, 34.7, 2_600.0, &unit(113.6 - 28.0, 36.0)),
        Overlap::Whole,
        "farther west than its cosine says"
    );
}
