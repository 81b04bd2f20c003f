//! The committed city keeps its promises: counts, sums, exact tiling, unique codes.

use city::{City, CityError, Kind, Ring, Unit, decode};
use std::collections::{BTreeMap, BTreeSet};

fn zhengzhou() -> Result<City, CityError> {
    decode(include_bytes!("../../../data/zhengzhou/city.bin.zst"))
}

fn children(city: &City) -> Vec<Vec<&Unit>> {
    let mut children = vec![Vec::new(); city.units.len()];
    for unit in &city.units {
        if let Some(parent) = unit.parent {
            children[parent as usize].push(unit);
        }
    }
    children
}

#[test]
fn counts_are_the_published_ones() -> Result<(), CityError> {
    let city = zhengzhou()?;
    let count = |fictional: bool| {
        let mut counts = BTreeMap::new();
        for unit in city.units.iter().filter(|unit| unit.fictional == fictional) {
            *counts.entry(unit.kind).or_insert(0) += 1;
        }
        counts
    };
    let real = count(false);
    assert_eq!(real[&Kind::City], 1);
    assert_eq!(real[&Kind::County], 15);
    assert_eq!(real[&Kind::Street] + real[&Kind::Town], 206);
    assert_eq!((real[&Kind::Community], real[&Kind::Village]), (1_051, 2_155));
    assert_eq!((real[&Kind::CommunityGrid], real[&Kind::RuralGrid]), (7_876, 11_381));
    assert_eq!((real[&Kind::MicroGrid], real[&Kind::DedicatedGrid]), (46_817, 4_744));
    let demo = count(true);
    assert_eq!((demo[&Kind::Community], demo[&Kind::CommunityGrid]), (1, 6));
    assert_eq!((demo[&Kind::MicroGrid], demo[&Kind::DedicatedGrid]), (40, 2));
    Ok(())
}

#[test]
fn every_committee_has_grids_of_its_kind() -> Result<(), CityError> {
    let city = zhengzhou()?;
    for (unit, children) in city.units.iter().zip(children(&city)) {
        let has = |kind| children.iter().any(|child| child.kind == kind);
        match unit.kind {
            Kind::Community => assert!(has(Kind::CommunityGrid), "{}", unit.code),
            Kind::Village => assert!(has(Kind::RuralGrid), "{}", unit.code),
            Kind::CommunityGrid => assert!(has(Kind::MicroGrid), "{}", unit.code),
            Kind::RuralGrid | Kind::MicroGrid | Kind::DedicatedGrid => assert!(children.is_empty()),
            _ => assert!(!children.is_empty()),
        }
    }
    Ok(())
}

#[test]
fn people_add_up_at_every_level() -> Result<(), CityError> {
    let city = zhengzhou()?;
    assert_eq!(city.units[0].population, Some(12_742_000));
    for (unit, children) in city.units.iter().zip(children(&city)) {
        let counted = children.iter().filter(|child| child.fictional == unit.fictional);
        let sum = |of: fn(&Unit) -> Option<u32>| counted.clone().filter_map(|child| of(child)).sum::<u32>();
        if !children.is_empty() {
            assert_eq!(unit.population, Some(sum(|u| u.population)), "{}", unit.code);
            assert_eq!(unit.households, Some(sum(|u| u.households)), "{}", unit.code);
        }
        if let (Some(groups), false) = (unit.groups, children.is_empty()) {
            assert_eq!(groups.age_60_plus, sum(|u| u.groups.map(|g| g.age_60_plus)));
            assert_eq!(groups.rented_households, sum(|u| u.groups.map(|g| g.rented_households)));
        }
        assert_eq!(unit.groups.is_some(), unit.fictional && unit.kind != Kind::DedicatedGrid);
        assert_eq!(unit.population.is_none(), unit.kind == Kind::DedicatedGrid);
    }
    Ok(())
}

#[test]
fn codes_are_unique_and_extend_the_parent() -> Result<(), CityError> {
    let city = zhengzhou()?;
    let codes: BTreeSet<&str> = city.units.iter().map(|unit| &unit.code[..]).collect();
    assert_eq!(codes.len(), city.units.len());
    for unit in &city.units {
        let length = match unit.kind {
            Kind::City => 4,
            Kind::County => 6,
            Kind::Street | Kind::Town => 9,
            Kind::Community | Kind::Village => 12,
            Kind::MicroGrid => 18,
            Kind::CommunityGrid | Kind::RuralGrid | Kind::DedicatedGrid => 15,
        };
        assert_eq!(unit.code.len(), length);
        let parent = unit.parent.map_or("", |parent| &city.units[parent as usize].code);
        assert!(unit.code.starts_with(parent), "{} under {parent}", unit.code);
    }
    Ok(())
}

#[test]
fn children_tile_their_parent_exactly() -> Result<(), CityError> {
    let city = zhengzhou()?;
    type Edge = ([i32; 2], [i32; 2]);
    let edges = |unit: &Unit| -> Vec<Edge> {
        let rings = unit.boundary.iter().flat_map(|polygon| &polygon.rings);
        rings.flat_map(|ring| (0..ring.0.len()).map(|at| (ring.0[at], ring.0[(at + 1) % ring.0.len()]))).collect()
    };
    for (unit, children) in city.units.iter().zip(children(&city)) {
        assert!(unit.doubled_area() > 0, "{}", unit.code);
        if children.is_empty() {
            continue;
        }
        let area: i128 = children.iter().map(|child| child.doubled_area()).sum();
        assert_eq!(area, unit.doubled_area(), "{}", unit.code);
        // Every edge of a child is met by a sibling from the other side or is the parent's own.
        let mut open: BTreeSet<Edge> = BTreeSet::new();
        for (a, b) in children.iter().flat_map(|child| edges(child)) {
            if !open.remove(&(b, a)) {
                assert!(open.insert((a, b)), "{} has two children on one side of an edge", unit.code);
            }
        }
        assert_eq!(open, edges(unit).into_iter().collect(), "{}", unit.code);
    }
    Ok(())
}

#[test]
fn rings_are_simple_and_wound_the_right_way() -> Result<(), CityError> {
    let city = zhengzhou()?;
    for unit in &city.units {
        for polygon in &unit.boundary {
            for (at, ring) in polygon.rings.iter().enumerate() {
                assert_eq!(ring.doubled_area() > 0, at == 0, "{}", unit.code);
                // Long rings are sums of short ones; checking those would take minutes.
                if ring.0.len() <= 400 {
                    assert!(is_simple(ring), "{}", unit.code);
                }
            }
        }
    }
    Ok(())
}

/// No two edges share a point except neighbours at their corner.
fn is_simple(ring: &Ring) -> bool {
    let n = ring.0.len();
    let edge = |at: usize| (ring.0[at % n], ring.0[(at + 1) % n]);
    n >= 3 && (0..n).all(|i| (i + 2..n).filter(|j| (j + 1) % n != i).all(|j| !touch(edge(i), edge(j))))
}

fn touch((a, b): ([i32; 2], [i32; 2]), (c, d): ([i32; 2], [i32; 2])) -> bool {
    let apart =
        |axis: usize| a[axis].max(b[axis]) < c[axis].min(d[axis]) || c[axis].max(d[axis]) < a[axis].min(b[axis]);
    let side = |a: [i32; 2], b: [i32; 2], p: [i32; 2]| {
        let d = |p: [i32; 2], axis: usize| i64::from(p[axis]) - i64::from(a[axis]);
        (d(b, 0) * d(p, 1) - d(b, 1) * d(p, 0)).signum()
    };
    !apart(0) && !apart(1) && side(a, b, c) * side(a, b, d) <= 0 && side(c, d, a) * side(c, d, b) <= 0
}

#[test]
fn what_is_invented_lies_in_its_unit_and_is_over_when_it_says_so() -> Result<(), CityError> {
    let city = zhengzhou()?;
    let now = jiff::Timestamp::UNIX_EPOCH;
    let life = |within| city::Life::new(&city, within, vec!["A01".to_owned(), "A02".to_owned()], 7);
    let (mut one, mut other) = (life("410105008990"), life("410105008990"));
    for _ in 0..200 {
        let case = one.closed(1, 90, now);
        assert_eq!(case, other.closed(1, 90, now), "the same seed invents the same");
        let Some(case) = case else { panic!("people live there") };
        let unit = city.units.iter().find(|unit| unit.code == case.hazard.unit);
        let boundary = unit.map(|unit| city::boundary(&unit.boundary));
        assert!(boundary.is_some_and(|boundary| boundary.contains(case.hazard.position)), "{case:?}");
        assert!(case.hazard.unit.starts_with("410105008990"));
        assert!(case.reported_at < now && case.reported_at <= case.closed_at && case.closed_at <= now, "{case:?}");
    }
    assert!(life("no such code").hazard().is_none());
    Ok(())
}
