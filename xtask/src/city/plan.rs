//! How many people and grids each unit gets, before anything is drawn.

use super::chance;
use super::input::Inputs;
use super::mesh::Mesh;
use super::place::Place;
use super::share::share;
use anyhow::{Context, Result};

/// Published counts of grids, 2025 (reference: domain notes, section 1.1).
pub(crate) const COMMUNITY_GRIDS: u64 = 7_876;
pub(crate) const RURAL_GRIDS: u64 = 11_381;
pub(crate) const MICRO_GRIDS: u64 = 46_817;
pub(crate) const DEDICATED_GRIDS: u64 = 4_744;

/// One grid: residents, its weight for land, and the residents of its micro-grids (none in
/// rural grids).
pub(crate) struct Grid {
    pub(crate) population: u64,
    pub(crate) weight: f64,
    pub(crate) micro: Vec<u64>,
    pub(crate) micro_weights: Vec<f64>,
}

/// One committee: residents, weight for land, grids.
#[derive(Default)]
pub(crate) struct Committee {
    pub(crate) population: u64,
    pub(crate) weight: f64,
    pub(crate) grids: Vec<Grid>,
    pub(crate) dedicated: u64,
}

/// Shares out people and grids; committees in the order of the list.
pub(crate) fn plan(inputs: &Inputs, places: &[Place], mesh: &Mesh) -> Result<Vec<Committee>> {
    let towns = town_populations(inputs, places)?;
    let mut plan: Vec<Committee> = Vec::new();
    let mut density = Vec::new();
    for (town, place) in places.iter().enumerate() {
        let mine: Vec<_> = inputs.committees.iter().filter(|c| c.town == town).collect();
        let vary = |code: &str, purpose, low, high| chance::between(chance::key(code, purpose), low, high);
        // An urban community counts about six times the residents of a village; this brings community
        // grids nearest to the 300–500 households that the city names.
        let heads: Vec<f64> =
            mine.iter().map(|c| vary(&c.code, "heads", 0.6, 1.5) * if c.is_village { 1.0 } else { 6.0 }).collect();
        let lands: Vec<f64> =
            mine.iter().map(|c| vary(&c.code, "land", 0.7, 1.4) * if c.is_village { 2.5 } else { 1.0 }).collect();
        let area: f64 = place.region.iter().map(|ring| mesh.area(ring)).sum();
        let sum: f64 = lands.iter().sum();
        for (population, weight) in share(towns[town], &heads, 1).into_iter().zip(lands) {
            density.push(population as f64 / (area * weight / sum));
            plan.push(Committee { population, weight, ..Committee::default() });
        }
    }
    share_grids(inputs, &mut plan, &density);
    share_micro_grids(inputs, &mut plan);
    Ok(plan)
}

/// Residents of every town: the table of 2019 scaled to the city of 2021, then by old residents
/// where a town has old polygons alone, else by the number of its committees.
fn town_populations(inputs: &Inputs, places: &[Place]) -> Result<Vec<u64>> {
    let thousands: Vec<f64> = inputs.districts.iter().map(|district| district.thousands).collect();
    let mut out = vec![0; places.len()];
    for (district, total) in inputs.districts.iter().zip(share(inputs.city_population, &thousands, 0)) {
        let is_member = |town: &usize| {
            let is_east = inputs.east.contains(&inputs.towns[*town].code);
            let county = &inputs.counties[inputs.towns[*town].county].code;
            if district.code.is_empty() { is_east } else { !is_east && *county == district.code }
        };
        let members: Vec<usize> = (0..places.len()).filter(is_member).collect();
        members.first().with_context(|| format!("no town for district `{}`", district.code))?;
        let committees = |town: usize| inputs.committees.iter().filter(|c| c.town == town).count() as f64;
        let known = members.iter().filter_map(|&town| Some((places[town].old_population? as f64, committees(town))));
        let (old, count) = known.fold((0.0, 0.0), |sum, (old, count)| (sum.0 + old, sum.1 + count));
        let each = if count > 0.0 { old / count } else { 1.0 };
        let weights: Vec<f64> = members
            .iter()
            .map(|&town| places[town].old_population.map_or(committees(town) * each, |old| old as f64))
            .collect();
        for (&town, population) in members.iter().zip(share(total, &weights, 0)) {
            out[town] = population;
        }
    }
    Ok(out)
}

fn share_grids(inputs: &Inputs, plan: &mut [Committee], density: &[f64]) {
    for (is_village, total) in [(false, COMMUNITY_GRIDS), (true, RURAL_GRIDS)] {
        let mine: Vec<usize> = (0..plan.len()).filter(|&at| inputs.committees[at].is_village == is_village).collect();
        let heads: Vec<f64> = mine.iter().map(|&at| plan[at].population as f64).collect();
        for (&at, count) in mine.iter().zip(share(total, &heads, 1)) {
            let code = &inputs.committees[at].code;
            let weights: Vec<f64> = (0..count)
                .map(|grid| chance::between(chance::mix(chance::key(code, "grid") ^ grid), 0.75, 1.25))
                .collect();
            plan[at].grids = share(plan[at].population, &weights, 0)
                .into_iter()
                .zip(weights)
                .map(|(population, weight)| Grid { population, weight, micro: Vec::new(), micro_weights: Vec::new() })
                .collect();
        }
    }
    // Malls, campuses and office buildings stand where people are close together.
    let weight = |at: usize| plan[at].grids.len() as f64 * density[at].sqrt().sqrt();
    let urban: Vec<usize> = (0..plan.len()).filter(|&at| !inputs.committees[at].is_village).collect();
    let weights: Vec<f64> = urban.iter().map(|&at| weight(at)).collect();
    for (&at, count) in urban.iter().zip(share(DEDICATED_GRIDS, &weights, 0)) {
        plan[at].dedicated = count;
    }
}

fn share_micro_grids(inputs: &Inputs, plan: &mut [Committee]) {
    let urban: Vec<usize> = (0..plan.len()).filter(|&at| !inputs.committees[at].is_village).collect();
    let heads: Vec<f64> =
        urban.iter().flat_map(|&at| plan[at].grids.iter().map(|grid| grid.population as f64)).collect();
    let mut counts = share(MICRO_GRIDS, &heads, 2).into_iter();
    for &at in &urban {
        let code = &inputs.committees[at].code;
        for (place, grid) in (0u64..).zip(&mut plan[at].grids) {
            let count = counts.next().unwrap_or(0);
            grid.micro_weights = (0..count)
                .map(|micro| chance::between(chance::mix(chance::key(code, "micro") ^ place << 16 ^ micro), 0.8, 1.2))
                .collect();
            grid.micro = share(grid.population, &grid.micro_weights, 0);
        }
    }
}
