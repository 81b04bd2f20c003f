//! From towns to micro-grids: every unit is divided among its children, on the shared mesh.

use super::chance;
use super::chord::Style;
use super::cut::cut;
use super::divide::{Region, divide};
use super::input::Inputs;
use super::mesh::Mesh;
use super::place::Place;
use super::plan::Committee;
use super::sweep::LON_SCALE;
use super::tree::{Node, Tree};
use super::{names, pingan};
use anyhow::{Result, ensure};
use city::Kind;

/// Land of a dedicated grid compared with a community grid: a block, not a neighbourhood.
const DEDICATED_WEIGHT: f64 = 0.22;

/// Grows the whole tree.
pub(crate) fn grow(inputs: &Inputs, places: &[Place], plan: &[Committee], mesh: &mut Mesh) -> Result<Tree> {
    let mut tree = Tree::default();
    let city = tree.add(Node {
        published_boundary: true,
        population: Some(inputs.city_population),
        ..Node::new(None, Kind::City, "4101".into(), "郑州市".into(), "Zhengzhou".into())
    });
    let heads = |town: usize| {
        (0..plan.len()).filter(move |&at| inputs.committees[at].town == town).map(|at| plan[at].population).sum::<u64>()
    };
    for (at, county) in inputs.counties.iter().enumerate() {
        let towns: Vec<usize> = (0..places.len()).filter(|&town| inputs.towns[town].county == at).collect();
        let (name_en, transliterated) =
            inputs.english.get(&county.code).cloned().unwrap_or((county.name.clone(), true));
        let node = tree.add(Node {
            published_boundary: is_published(inputs, &county.code),
            population: Some(towns.iter().map(|&town| heads(town)).sum()),
            transliterated,
            ..Node::new(Some(city), Kind::County, county.code.clone(), county.name.clone(), name_en)
        });
        for town in towns {
            let (kind, name_en, transliterated) = names::town(inputs, &inputs.towns[town]);
            let row = &inputs.towns[town];
            let node = tree.add(Node {
                published_boundary: places[town].is_published,
                population: Some(heads(town)),
                transliterated,
                ..Node::new(Some(node), kind, row.code.clone(), row.name.clone(), name_en)
            });
            grow_town(inputs, plan, mesh, &mut tree, node, town, &places[town].region)?;
        }
    }
    let households = inputs.city_population as f64 * inputs.households_per_head;
    tree.share_households(households.round() as u64);
    Ok(tree)
}

/// A county's border is published unless a polygon that another county once held was only
/// assigned to it as a host.
fn is_published(inputs: &Inputs, county: &str) -> bool {
    let is_guess = |row: &super::input::Match| {
        row.evidence.starts_with("host")
            && !row.old_code.starts_with(county)
            && row.towns().any(|town| town.starts_with(county))
    };
    !inputs.matches.iter().any(is_guess)
}

fn grow_town(
    inputs: &Inputs,
    plan: &[Committee],
    mesh: &mut Mesh,
    tree: &mut Tree,
    node: usize,
    town: usize,
    region: &Region,
) -> Result<()> {
    let code = &inputs.towns[town].code;
    let mut region: Region = region.iter().map(|ring| mesh.expand(ring)).collect();
    let mut fictional = None;
    if code == pingan::TOWN {
        ensure!(region.len() == 1, "the town of the fictional community is in parts");
        let (piece, rest) = pingan::carve(mesh, &region[0])?;
        region = vec![rest];
        fictional = Some(piece);
    }
    let mine: Vec<usize> = (0..plan.len()).filter(|&at| inputs.committees[at].town == town).collect();
    let weights: Vec<f64> = mine.iter().map(|&at| plan[at].weight).collect();
    let lands = divide(mesh, &region, &weights, Style::Organic, chance::key(code, "committees"))?;
    for (&at, land) in mine.iter().zip(lands) {
        let row = &inputs.committees[at];
        let kind = if row.is_village { Kind::Village } else { Kind::Community };
        let node = tree.add(Node {
            population: Some(plan[at].population),
            transliterated: true,
            ..Node::new(Some(node), kind, row.code.clone(), row.name.clone(), names::committee(row))
        });
        grow_committee(&plan[at], mesh, tree, node, &land)?;
    }
    if let Some(piece) = fictional {
        pingan::grow(mesh, tree, node, &piece)?;
    }
    Ok(())
}

fn grow_committee(plan: &Committee, mesh: &mut Mesh, tree: &mut Tree, node: usize, land: &Region) -> Result<()> {
    let code = tree.nodes[node].code.clone();
    let land: Region = land.iter().map(|ring| mesh.expand(ring)).collect();
    // Dedicated grids are spread evenly among the community grids, so that they do not cluster.
    let (grids, dedicated) = (plan.grids.len(), plan.dedicated as usize);
    let mut pieces: Vec<(f64, Option<usize>)> = (0..grids).map(|grid| (plan.grids[grid].weight, Some(grid))).collect();
    for at in 0..dedicated {
        let weight =
            chance::between(chance::mix(chance::key(&code, "dedicated") ^ at as u64), 0.7, 1.3) * DEDICATED_WEIGHT;
        pieces.insert(at + (at + 1) * grids / (dedicated + 1), (weight, None));
    }
    let weights: Vec<f64> = pieces.iter().map(|piece| piece.0).collect();
    let lands = divide(mesh, &land, &weights, Style::Organic, chance::key(&code, "grids"))?;
    let (mut ordinary, mut special) = (Vec::new(), Vec::new());
    for ((_, grid), land) in pieces.into_iter().zip(lands) {
        match grid {
            Some(grid) => ordinary.push((land, Some(&plan.grids[grid]))),
            None => special.push((land, None)),
        }
    }
    for (number, (land, grid)) in (1..).zip(reading_order(mesh, ordinary)) {
        let Some(grid) = grid else { continue };
        let kind = if grid.micro.is_empty() { Kind::RuralGrid } else { Kind::CommunityGrid };
        let name = format!("第{number}网格");
        let child = tree.add(Node {
            population: Some(grid.population),
            ..Node::new(Some(node), kind, format!("{code}{number:03}"), name.clone(), format!("Grid {number}"))
        });
        if grid.micro.is_empty() {
            tree.nodes[child].land = land;
            continue;
        }
        let land: Region = land.iter().map(|ring| mesh.expand(ring)).collect();
        let key = chance::key(&tree.nodes[child].code, "micro");
        let lands = divide(mesh, &land, &grid.micro_weights, Style::Organic, key)?;
        let micro = lands.into_iter().zip(grid.micro.iter().copied()).collect();
        for (at, (land, population)) in (1..).zip(reading_order(mesh, micro)) {
            tree.add(Node {
                population: Some(population),
                land,
                ..Node::new(
                    Some(child),
                    Kind::MicroGrid,
                    format!("{code}{number:03}-{at:02}"),
                    format!("{name}第{at}微网格"),
                    format!("Grid {number}, micro-grid {at}"),
                )
            });
        }
    }
    for (number, (land, _)) in (1..).zip(reading_order::<Option<()>>(mesh, special)) {
        tree.add(Node {
            land,
            ..Node::new(
                Some(node),
                Kind::DedicatedGrid,
                format!("{code}{:03}", 800 + number),
                format!("专属网格{number}"),
                format!("Dedicated grid {number}"),
            )
        });
    }
    Ok(())
}

/// Sorts pieces as one reads: rows from north to south, each from west to east. A row begins with
/// the northernmost piece left and takes all whose middle is less than half a side further south.
pub(crate) fn reading_order<T>(mesh: &Mesh, pieces: Vec<(Region, T)>) -> Vec<(Region, T)> {
    let area: f64 = pieces.iter().flat_map(|piece| &piece.0).map(|ring| mesh.area(ring)).sum();
    let side = (area * LON_SCALE / pieces.len().max(1) as f64).sqrt();
    let place = |region: &Region| {
        let corners: Vec<[i32; 2]> = region.iter().flat_map(|ring| mesh.points(ring)).collect();
        let mean = |axis: usize| corners.iter().map(|p| i64::from(p[axis])).sum::<i64>() / corners.len().max(1) as i64;
        (mean(1), mean(0))
    };
    let mut left: Vec<_> = pieces.into_iter().map(|piece| (place(&piece.0), piece)).collect();
    left.sort_by_key(|piece| (-piece.0.0, piece.0.1));
    let mut out = Vec::with_capacity(left.len());
    while let Some(first) = left.first() {
        let limit = first.0.0 - (side / 2.0) as i64;
        let mut row: Vec<_>;
        (row, left) = left.into_iter().partition(|piece| piece.0.0 >= limit);
        row.sort_by_key(|piece| piece.0.1);
        out.extend(row.into_iter().map(|piece| piece.1));
    }
    out
}

/// Cuts a ring along a direction in scaled degrees; the first piece lies left of it.
pub(crate) fn cut_along(
    mesh: &mut Mesh,
    ring: &[u32],
    fraction: f64,
    direction: [f64; 2],
) -> Result<(Vec<u32>, Vec<u32>)> {
    let ring = mesh.expand(ring);
    cut(mesh, &ring, fraction, Style::Along(direction), 0)
}
