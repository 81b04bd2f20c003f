//! Routes: every place once, must-points first, the same each time, and never longer than nearest-first.

use inspection::Point;
use inspection::route::{Stop, order};
use proptest::prelude::*;

use crate::common::codes;

const START: Point = Point { lon: 113.60, lat: 34.75 };

fn stop(place: &str, lon: f64, lat: f64, must: bool) -> Stop {
    Stop { place: place.to_owned(), at: Point { lon, lat }, must }
}

fn walked(stops: &[Stop]) -> String {
    order(START, stops).expect("a route").places.join(" ")
}

#[test]
fn places_along_a_street_are_walked_along_it() {
    let street = [("c", 3.0), ("a", 1.0), ("d", 4.0), ("b", 2.0)];
    let stops = street.map(|(place, step)| stop(place, START.lon + 0.001 * step, START.lat, false));
    assert_eq!(walked(&stops), "a b c d");
    let metres = order(START, &stops).expect("a route").metres;
    assert!((metres - START.metres_to(stops[2].at)).abs() < 0.01, "{metres}");
}

#[test]
fn must_points_come_first_though_others_are_nearer() {
    let stops = [
        stop("near", START.lon + 0.001, START.lat, false),
        stop("must-b", START.lon + 0.004, START.lat, true),
        stop("must-a", START.lon + 0.003, START.lat, true),
        stop("far", START.lon + 0.005, START.lat, false),
    ];
    assert_eq!(walked(&stops), "must-a must-b far near");
}

#[test]
fn a_way_that_nearest_first_makes_long_is_shortened() {
    // Nearest first goes to and fro across the start, 21.4 steps: e1, w1, e2, w2. East first, then west, takes 17.
    let line = [("e1", 1.0), ("w1", -1.2), ("e2", 4.0), ("w2", -9.0)];
    let stops = line.map(|(place, step)| stop(place, START.lon + 0.001 * step, START.lat, false));
    let step = START.metres_to(Point { lon: START.lon + 0.001, lat: START.lat });
    let steps = order(START, &stops).expect("a route").metres / step;
    assert!((steps - 17.0).abs() < 0.001, "{steps}");
}

#[test]
fn places_at_one_position_are_ordered_by_their_ids() {
    let stops = ["b", "c", "a"].map(|place| stop(place, START.lon, START.lat, false));
    assert_eq!(walked(&stops), "a b c");
}

#[test]
fn no_places_make_no_way() {
    let route = order(START, &[]).expect("a route");
    assert_eq!((route.places, route.metres), (Vec::new(), 0.0));
}

#[test]
fn what_cannot_be_walked_is_refused_with_its_place() {
    let twice = [stop("a", 113.0, 34.0, false), stop("a", 113.1, 34.0, false)];
    assert_eq!(codes(order(START, &twice)), [("listed_twice", "/stops/1/place".to_owned())]);
    let nowhere = [stop("a", 113.0, 95.0, false)];
    assert_eq!(codes(order(START, &nowhere)), [("position_invalid", "/stops/0/at".to_owned())]);
    let start = Point { lon: f64::NAN, lat: 34.0 };
    assert_eq!(codes(order(start, &[])), [("position_invalid", "/start".to_owned())]);
    let many: Vec<Stop> = (0..301).map(|number| stop(&format!("{number}"), 113.0, 34.0, false)).collect();
    assert_eq!(codes(order(START, &many)), [("too_many", "/stops".to_owned())]);
}

/// The length of nearest-first alone, metres.
fn nearest_first(stops: &[Stop]) -> f64 {
    let (mut at, mut left, mut metres) = (START, stops.to_vec(), 0.0);
    while !left.is_empty() {
        let distance = |stop: &Stop| at.metres_to(stop.at);
        let (index, _) = left
            .iter()
            .enumerate()
            .min_by(|(_, a), (_, b)| distance(a).total_cmp(&distance(b)).then(a.place.cmp(&b.place)))
            .expect("one is left");
        metres += distance(&left[index]);
        at = left.remove(index).at;
    }
    metres
}

fn stops() -> impl Strategy<Value = Vec<Stop>> {
    let one = (0..4_000_u32, 0..4_000_u32, any::<bool>());
    prop::collection::vec(one, 0..25).prop_map(|all| {
        let of = |(number, (lon, lat, must)): (usize, (u32, u32, bool))| {
            let (lon, lat) = (113.5 + f64::from(lon) / 10_000.0, 34.6 + f64::from(lat) / 10_000.0);
            stop(&format!("place-{number:02}"), lon, lat, must)
        };
        all.into_iter().enumerate().map(of).collect()
    })
}

proptest! {
    #[test]
    fn every_place_is_reached_once_must_points_first_whatever_the_order(mut given in stops()) {
        let route = order(START, &given).expect("a route");
        let mut reached = route.places.clone();
        reached.sort();
        prop_assert_eq!(reached, given.iter().map(|stop| stop.place.clone()).collect::<Vec<_>>());
        let must: Vec<bool> = route.places.iter().map(|id| given.iter().any(|stop| stop.place == *id && stop.must)).collect();
        prop_assert!(must.is_sorted_by(|a, b| a >= b), "{must:?}");
        given.reverse();
        prop_assert_eq!(order(START, &given).expect("a route"), route);
    }

    #[test]
    fn a_way_is_never_longer_than_nearest_first(given in stops()) {
        let stops: Vec<Stop> = given.into_iter().map(|stop| Stop { must: false, ..stop }).collect();
        let metres = order(START, &stops).expect("a route").metres;
        prop_assert!(metres <= nearest_first(&stops) + 0.001, "{metres}");
    }
}
