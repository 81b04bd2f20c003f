//! What a file of band sets must hold before anything is rated with it.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::set::{BandSet, BandSets};
use crate::check::not_empty;
use crate::refusal::{Refusal, code};

/// Methods that have band sets.
const METHODS: [&str; 2] = ["LEC", "LS"];

/// Nothing where the sets can be used.
pub(super) fn check(sets: &BandSets) -> Result<(), Refusal> {
    let mut ids = BTreeSet::new();
    for (index, set) in sets.sets.iter().enumerate() {
        let path = format!("/sets/{index}");
        if !ids.insert(&set.id) {
            let found = format!("`{}` twice", set.id);
            return Err(Refusal::new(code::CONTRADICTION, path + "/id", found, "an id of its own is needed"));
        }
        if !METHODS.contains(&set.method.as_str()) {
            let (found, wanted) = (format!("`{}`", set.method), "`LEC` or `LS` is needed");
            return Err(Refusal::new(code::UNKNOWN_METHOD, path + "/method", found, wanted));
        }
        scales(set).and_then(|()| bands(set)).map_err(|refusal| refusal.under(&path))?;
    }
    Ok(())
}

/// Each scale has a letter of its own and positive scores, each once.
fn scales(set: &BandSet) -> Result<(), Refusal> {
    not_empty(&set.scales, "/scales")?;
    let mut letters = BTreeSet::new();
    for (index, scale) in set.scales.iter().enumerate() {
        let path = format!("/scales/{index}");
        if !letters.insert(&scale.letter) {
            let found = format!("`{}` twice", scale.letter);
            return Err(Refusal::new(code::CONTRADICTION, path + "/letter", found, "each letter once is needed"));
        }
        not_empty(&scale.scores, &format!("{path}/scores"))?;
        let mut seen = BTreeSet::new();
        for (at, score) in scale.scores.iter().enumerate() {
            if score.score <= Decimal::ZERO || !seen.insert(score.score) {
                let path = format!("{path}/scores/{at}/score");
                let wanted = "a score above 0 is needed, each once";
                return Err(Refusal::new(code::OUT_OF_RANGE, path, format!("`{}`", score.score), wanted));
            }
        }
    }
    Ok(())
}

/// Bounds fall, the last band alone has none, and no band is more dangerous than the one above it.
fn bands(set: &BandSet) -> Result<(), Refusal> {
    not_empty(&set.bands, "/bands")?;
    let last = set.bands.len() - 1;
    let mut above: Option<Decimal> = None;
    for (index, band) in set.bands.iter().enumerate() {
        let path = format!("/bands/{index}");
        let shown = |bound: Option<Decimal>| bound.map_or_else(|| "no bound".to_owned(), |bound| format!("`{bound}`"));
        if band.bound.is_none() != (index == last) {
            let wanted = "a bound is needed for each band but the last";
            return Err(Refusal::new(code::CONTRADICTION, path + "/bound", shown(band.bound), wanted));
        }
        if let (Some(bound), Some(above)) = (band.bound, above)
            && bound >= above
        {
            let wanted = format!("a bound below the one before it, `{above}`, is needed");
            return Err(Refusal::new(code::CONTRADICTION, path + "/bound", format!("`{bound}`"), wanted));
        }
        if index > 0 && band.level > set.bands[index - 1].level {
            let found = format!("`{}` below `{}`", band.level.colour(), set.bands[index - 1].level.colour());
            let wanted = "bands from the most dangerous down are needed";
            return Err(Refusal::new(code::CONTRADICTION, path + "/level", found, wanted));
        }
        above = band.bound;
    }
    Ok(())
}
