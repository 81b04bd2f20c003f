//! Adds leaves up into outlines and checks the whole before anything is written.

use super::exact;
use super::mesh::{Mesh, Ring};
use super::outline::{self, Edges};
use super::tree::Tree;
use anyhow::{Context, Result, ensure};
use city::{City, Polygon, Unit};

/// Turns the tree into the city file's units.
pub(crate) fn assemble(tree: &Tree, mesh: &Mesh) -> Result<City> {
    let mut edges: Vec<Edges> = vec![Edges::new(); tree.nodes.len()];
    for (at, node) in tree.nodes.iter().enumerate() {
        for ring in &node.land {
            let ring = mesh.expand(ring);
            ensure!(
                exact::is_simple(&mesh.points(&ring)) && mesh.area(&ring) > 0.0,
                "leaf `{}` is not a simple ring",
                node.code
            );
            edges[at].extend(outline::edges(&ring));
        }
    }
    let mut outlines: Vec<Vec<Vec<Ring>>> = vec![Vec::new(); tree.nodes.len()];
    // Children stand after their parents, so going backwards each is complete when it is met.
    for at in (0..tree.nodes.len()).rev() {
        let node = &tree.nodes[at];
        let kept =
            outline::cancel(std::mem::take(&mut edges[at])).with_context(|| format!("in unit `{}`", node.code))?;
        outlines[at] = outline::trace(mesh, &kept).with_context(|| format!("outline of unit `{}`", node.code))?;
        ensure!(!outlines[at].is_empty(), "unit `{}` has no land", node.code);
        if let Some(parent) = node.parent {
            edges[parent].extend(kept);
        }
    }
    // Leaves are simple and every inner edge has two sides; if the rim of the whole is simple
    // too, then each point inside lies in exactly one leaf.
    for ring in outlines[0].iter().flatten() {
        ensure!(exact::is_simple(&mesh.points(ring)), "the rim of the city is not simple");
    }
    let small = |value: u64| u32::try_from(value).context("a count does not fit 32 bits");
    let units = tree.nodes.iter().zip(outlines).map(|(node, outline)| {
        let polygon =
            |rings: Vec<Ring>| Polygon { rings: rings.iter().map(|ring| city::Ring(mesh.points(ring))).collect() };
        Ok(Unit {
            parent: node.parent.map(|parent| parent as u32),
            kind: node.kind,
            code: node.code.clone(),
            name_zh: node.name_zh.clone(),
            name_en: node.name_en.clone(),
            transliterated: node.transliterated,
            fictional: node.fictional,
            published_boundary: node.published_boundary,
            population: node.population.map(small).transpose()?,
            households: node.households.map(small).transpose()?,
            groups: node.groups,
            boundary: outline.into_iter().map(polygon).collect(),
        })
    });
    Ok(City { units: units.collect::<Result<_>>()? })
}
