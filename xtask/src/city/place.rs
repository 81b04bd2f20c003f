//! Land for every town, from the reviewed table: towns linked by shared old polygons form a group;
//! a group of one owns its polygons, a larger group divides them.

use super::chance;
use super::chord::Style;
use super::divide::{Region, divide};
use super::input::Inputs;
use super::mesh::Mesh;
use super::outline;
use anyhow::{Context, Result, ensure};
use std::collections::{BTreeMap, BTreeSet};

/// Where one town lies.
#[derive(Default)]
pub(crate) struct Place {
    pub(crate) region: Region,
    /// The border is that of old polygons which evidence ties to this very town.
    pub(crate) is_published: bool,
    /// Residents of its old polygons, where the border is published.
    pub(crate) old_population: Option<u64>,
}

/// Places all towns, in the order of the list.
pub(crate) fn towns(inputs: &Inputs, mesh: &mut Mesh) -> Result<Vec<Place>> {
    let position: BTreeMap<&str, usize> = (0..).zip(&inputs.towns).map(|(at, town)| (&town.code[..], at)).collect();
    let mut places: Vec<Place> = inputs.towns.iter().map(|_| Place::default()).collect();
    let rows: BTreeSet<&str> = inputs.matches.iter().map(|row| &row.old_code[..]).collect();
    ensure!(
        rows.len() == inputs.matches.len() && rows.iter().copied().eq(inputs.olds.keys().map(String::as_str)),
        "`town_match.csv` does not name every old polygon once"
    );
    for group in groups(inputs) {
        let members: BTreeSet<&str> = group.iter().flat_map(|&row| inputs.matches[row].towns()).collect();
        let members = members
            .into_iter()
            .map(|code| {
                position.get(code).copied().with_context(|| format!("unknown town `{code}` in `town_match.csv`"))
            })
            .collect::<Result<Vec<usize>>>()?;
        let mut edges = Vec::new();
        let mut population = 0;
        for &row in &group {
            let old = &inputs.olds[&inputs.matches[row].old_code];
            population += old.population;
            for ring in &old.rings {
                let ring: Vec<u32> = ring.iter().map(|&point| mesh.corner(point)).collect();
                edges.extend(outline::edges(&ring));
            }
        }
        let polygons = outline::trace(mesh, &outline::cancel(edges)?)?;
        ensure!(
            polygons.iter().all(|rings| rings.len() == 1),
            "the land of `{}` has a hole",
            inputs.towns[members[0]].code
        );
        let region: Region = polygons.into_iter().flatten().collect();
        if let [town] = members[..] {
            let is_published = group.iter().all(|&row| !inputs.matches[row].evidence.starts_with("host"));
            places[town] = Place { region, is_published, old_population: is_published.then_some(population) };
            continue;
        }
        let weights: Vec<f64> = members.iter().map(|&town| land_weight(inputs, town)).collect();
        let key = chance::key(&inputs.towns[members[0]].code, "towns");
        for (town, region) in members.iter().zip(divide(mesh, &region, &weights, Style::Organic, key)?) {
            places[*town].region = region;
        }
    }
    let missing = (0..places.len()).find(|&at| places[at].region.is_empty());
    ensure!(missing.is_none(), "town `{}` has no land", missing.map_or("", |at| &inputs.towns[at].code));
    Ok(places)
}

/// Villages take more room than urban communities: 2.5 to 1, a plain estimate.
pub(crate) fn land_weight(inputs: &Inputs, town: usize) -> f64 {
    let mine = inputs.committees.iter().filter(|committee| committee.town == town);
    mine.map(|committee| if committee.is_village { 2.5 } else { 1.0 }).sum()
}

/// Rows of the table, grouped by the towns they share.
fn groups(inputs: &Inputs) -> Vec<Vec<usize>> {
    let mut groups: Vec<(BTreeSet<&str>, Vec<usize>)> = Vec::new();
    for (at, row) in inputs.matches.iter().enumerate() {
        let mut towns: BTreeSet<&str> = row.towns().collect();
        let mut rows = vec![at];
        let (linked, apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(|group| !group.0.is_disjoint(&towns));
        for (more, mut members) in linked {
            towns.extend(more);
            members.append(&mut rows);
            rows = members;
        }
        groups = apart;
        groups.push((towns, rows));
    }
    groups.into_iter().map(|group| group.1).collect()
}
