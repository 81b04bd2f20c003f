//! What is written is read back, and damage is an error, not a panic.

use city::{City, CityError, Groups, Kind, Polygon, Ring, Unit, decode, encode};

fn unit(parent: Option<u32>, code: &str, boundary: Vec<Polygon>) -> Unit {
    Unit {
        parent,
        kind: Kind::Community,
        code: code.into(),
        name_zh: "平安社区".into(),
        name_en: "Ping'an Community".into(),
        transliterated: true,
        fictional: parent.is_some(),
        published_boundary: parent.is_none(),
        population: Some(12),
        households: None,
        groups: parent.map(|_| Groups { age_60_plus: 3, ..Groups::default() }),
        boundary,
    }
}

fn sample() -> City {
    let square = |x: i32, y: i32, side: i32| Ring(vec![[x, y], [x + side, y], [x + side, y + side], [x, y + side]]);
    let mut hole = square(113_610_000, 34_710_000, 10);
    hole.0.reverse();
    let with_hole = Polygon { rings: vec![square(113_600_000, 34_700_000, 50_000), hole] };
    let second = Polygon { rings: vec![square(-1_000, -2_000, 7)] };
    City { units: vec![unit(None, "4101", vec![with_hole, second]), unit(Some(0), "410105", vec![])] }
}

#[test]
fn what_is_written_is_read_back() -> Result<(), CityError> {
    let city = sample();
    assert_eq!(decode(&encode(&city)?)?, city);
    Ok(())
}

#[test]
fn a_parent_must_come_first() {
    let mut city = sample();
    city.units[0].parent = Some(1);
    assert!(matches!(encode(&city), Err(CityError::ParentOrder { unit: 0, parent: 1 })));
}

#[test]
fn damage_is_an_error() -> Result<(), CityError> {
    let bytes = encode(&sample())?;
    assert!(matches!(decode(b"something else"), Err(CityError::NotACityFile)));
    for cut in 0..bytes.len() {
        assert!(decode(&bytes[..cut]).is_err(), "cut at {cut}");
    }
    Ok(())
}

#[test]
fn degrees_are_closed_rings() {
    let city = sample();
    let degrees = city.units[0].multi_polygon_degrees();
    assert_eq!(degrees[0][0].first(), degrees[0][0].last());
    assert_eq!(degrees[0][0][0], [113.6, 34.7]);
    assert_eq!(city.units[0].doubled_area(), 2 * (50_000 * 50_000 - 100 + 49));
}
