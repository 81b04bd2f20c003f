//! The demo city of Zhengzhou, from public lists and old borders.
//!
//! Story: `input` reads the lists; `place` gives every town its land from the reviewed table of
//! old polygons; `plan` shares out people and grids by largest remainder; `grow` subdivides towns
//! into communities, grids and micro-grids on one shared `mesh`; `assemble` adds leaves up into
//! outlines and checks them. Nothing depends on a clock, on chance or on the order of a hash map:
//! the same inputs give the same bytes. Any fault in the inputs stops the task with a message.

mod assemble;
mod chance;
mod chord;
mod cut;
mod divide;
mod exact;
mod grow;
mod input;
mod mesh;
mod names;
mod outline;
mod pingan;
mod place;
mod plan;
mod share;
mod sweep;
mod tree;

#[cfg(test)]
mod tests;

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// Where to read and write.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Folder of the shared files, with `data/zhengzhou` inside.
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    /// Folder of the committed tables; the result goes there too.
    #[arg(long, default_value = "data/zhengzhou")]
    data: PathBuf,
}

/// What one run makes: file names and their bytes.
pub(crate) type Files = Vec<(&'static str, Vec<u8>)>;

/// Builds the city and writes its files.
pub(crate) fn run(options: &Options) -> Result<()> {
    for (name, bytes) in build(&options.shared, &options.data)? {
        let path = options.data.join(name);
        std::fs::write(&path, &bytes).with_context(|| format!("cannot write `{}`", path.display()))?;
        println!("{}: {} bytes", path.display(), bytes.len());
    }
    Ok(())
}

/// Builds the city in memory.
pub(crate) fn build(shared: &Path, data: &Path) -> Result<Files> {
    let inputs = input::Inputs::read(&shared.join("data/zhengzhou"), data)?;
    let mut mesh = mesh::Mesh::default();
    let places = place::towns(&inputs, &mut mesh)?;
    let plan = plan::plan(&inputs, &places, &mesh)?;
    let tree = grow::grow(&inputs, &places, &plan, &mut mesh)?;
    let city = assemble::assemble(&tree, &mesh)?;
    let (places, people) = pingan::files(&city)?;
    Ok(vec![("city.bin.zst", city::encode(&city)?), ("pingan_places.geojson", places), ("pingan.json", people)])
}
