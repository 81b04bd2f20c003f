//! Boundaries: one owner for every position, storage, area.

use domain::unit::boundary::{Boundary, Position};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::common::{rectangle, ring};

/// Cells per side, and steps between corners before they are shifted.
const CELLS: usize = 4;
const STEP: i32 = 100;

/// A square cut into cells with crooked borders, which neighbours share corner by corner.
fn partitions() -> impl Strategy<Value = (Boundary, Vec<Boundary>)> {
    let shift = (-24..25_i32, -24..25_i32);
    vec(shift, (CELLS + 1) * (CELLS + 1)).prop_map(|shifts| {
        let corner = |column: usize, row: usize| {
            let (dx, dy) = shifts[row * (CELLS + 1) + column];
            let inside = |at: usize| at != 0 && at != CELLS;
            let x = column as i32 * STEP + if inside(column) { dx } else { 0 };
            let y = row as i32 * STEP + if inside(row) { dy } else { 0 };
            (x, y)
        };
        let cell = |column: usize, row: usize| {
            let corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)];
            Boundary { polygons: vec![vec![ring(&corners.map(|(column, row)| corner(column, row)))]] }
        };
        let cells = (0..CELLS * CELLS).map(|index| cell(index % CELLS, index / CELLS)).collect();
        let side = CELLS as i32 * STEP;
        (rectangle(0, 0, side, side), cells)
    })
}

/// Anywhere in and around the square.
fn positions() -> impl Strategy<Value = Position> {
    let at = -5..CELLS as i32 * STEP + 6;
    (at.clone(), at).prop_map(|(x, y)| Position { x, y })
}

fn owners(cells: &[Boundary], p: Position) -> usize {
    cells.iter().filter(|cell| cell.contains(p)).count()
}

fn boundaries() -> impl Strategy<Value = Boundary> {
    let position = (-1_800_000_000..=1_800_000_000, -900_000_000..=900_000_000).prop_map(|(x, y)| Position { x, y });
    vec(vec(vec(position, 3..12), 1..3), 0..4).prop_map(|polygons| Boundary { polygons })
}

proptest! {
    #[test]
    fn a_position_has_one_owner((whole, cells) in partitions(), p in positions()) {
        prop_assert_eq!(owners(&cells, p), usize::from(whole.contains(p)));
    }

    #[test]
    fn a_corner_has_one_owner((whole, cells) in partitions()) {
        for &p in cells.iter().flat_map(|cell| &cell.polygons[0][0]) {
            prop_assert_eq!(owners(&cells, p), usize::from(whole.contains(p)), "{:?}", p);
        }
    }

    #[test]
    fn a_position_on_a_border_has_one_owner((whole, cells) in partitions(), factor in 1..7_i32) {
        for cell in &cells {
            let ring = &cell.polygons[0][0];
            for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                let between = |a: i32, b: i32| a + (b - a) * factor / 7;
                let p = Position { x: between(a.x, b.x), y: between(a.y, b.y) };
                prop_assert_eq!(owners(&cells, p), usize::from(whole.contains(p)), "{:?}", p);
            }
        }
    }

    #[test]
    fn the_direction_of_a_ring_does_not_matter((_, cells) in partitions(), p in positions()) {
        for cell in &cells {
            let mut turned = cell.clone();
            turned.polygons[0][0].reverse();
            prop_assert_eq!(cell.contains(p), turned.contains(p));
        }
    }

    #[test]
    fn what_is_inside_is_inside_the_box(boundary in boundaries(), x in any::<i16>(), y in any::<i16>()) {
        let p = Position { x: i32::from(x) * 54_000, y: i32::from(y) * 27_000 };
        let boxed = boundary.bounds().is_some_and(|bounds| bounds.contains(p));
        prop_assert!(!boundary.contains(p) || boxed);
    }

    #[test]
    fn stored_bytes_read_back(boundary in boundaries()) {
        prop_assert_eq!(Boundary::decode(&boundary.encode().unwrap()).unwrap(), boundary);
    }

    #[test]
    fn random_bytes_never_panic(bytes in vec(any::<u8>(), 0..300)) {
        let _ = Boundary::decode(&bytes);
    }

    #[test]
    fn damaged_bytes_never_panic(boundary in boundaries(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = boundary.encode().unwrap();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = Boundary::decode(&bytes);
        let _ = Boundary::decode(&bytes[..at]);
    }
}

#[test]
fn a_cell_of_one_degree_near_zhengzhou_has_its_area() {
    // On the WGS-84 ellipsoid: 113° to 114° east, 34° to 35° north.
    const ON_THE_ELLIPSOID_M2: f64 = 10_187_811_967.0;
    let corner = |lon, lat| Position::from_degrees(lon, lat).unwrap();
    let ring = vec![corner(113.0, 34.0), corner(114.0, 34.0), corner(114.0, 35.0), corner(113.0, 35.0)];
    let area = Boundary { polygons: vec![vec![ring]] }.area_m2();
    assert!((area / ON_THE_ELLIPSOID_M2 - 1.0).abs() < 0.005, "{area}");
}

#[test]
fn a_hole_is_taken_off() {
    let area = |boundary: &Boundary| boundary.area_m2();
    let (outer, hole) = (rectangle(0, 0, 1_000_000, 1_000_000), rectangle(200_000, 200_000, 400_000, 400_000));
    let pierced = Boundary { polygons: vec![vec![outer.polygons[0][0].clone(), hole.polygons[0][0].clone()]] };
    assert!((area(&pierced) / (area(&outer) - area(&hole)) - 1.0).abs() < 1e-9);
    assert!(!pierced.contains(Position { x: 300_000, y: 300_000 }));
}

#[test]
fn degrees_outside_the_earth_are_no_position() {
    for (lon, lat) in [(180.1, 0.0), (0.0, -90.1), (f64::NAN, 0.0), (0.0, f64::INFINITY)] {
        assert_eq!(Position::from_degrees(lon, lat), None, "{lon} {lat}");
    }
    assert_eq!(Position::from_degrees(-180.0, 90.0), Some(Position { x: -1_800_000_000, y: 900_000_000 }));
}

#[test]
fn the_label_lies_inside() {
    let horseshoe = ring(&[(0, 0), (900, 0), (900, 900), (600, 900), (600, 300), (300, 300), (300, 900), (0, 900)]);
    let boundary = Boundary { polygons: vec![vec![horseshoe]] };
    assert!(boundary.contains(boundary.inner_position().unwrap()));
}
