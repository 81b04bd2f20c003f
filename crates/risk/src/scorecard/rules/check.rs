//! What rules must be before anything is graded with them.

use std::collections::BTreeSet;

use super::definition::{Definition, Floor, Indicator};
use crate::RiskLevel;
use crate::check::{not_empty, within};
use crate::refusal::{Refusal, code};

/// Most stale limit, ten years in hours.
const HOURS_MAX: u32 = 87_840;

pub(super) fn check(definition: &Definition) -> Result<(), Refusal> {
    words(definition)?;
    bands(definition)?;
    within(definition.gaps.known_at_least, f64::MIN_POSITIVE, 1.0, "/gaps/known_at_least")?;
    within(definition.gaps.most, 0.0, 1.0, "/gaps/most")?;
    if definition.gaps.shown_from == RiskLevel::Low {
        return Err(wrong("/gaps/shown_from", "`low`", "a level above low: what is not known is never shown as low"));
    }
    within(f64::from(definition.overrides.days), 1.0, 366.0, "/overrides/days")?;
    within(definition.resampling.weight_spread, 0.0, 0.9, "/resampling/weight_spread")?;
    within(definition.resampling.score_spread, 0.0, 1.0, "/resampling/score_spread")?;
    sources(definition)?;
    not_empty(&definition.aspects, "/aspects")?;
    once(definition.aspects.iter().map(|aspect| aspect.code.as_str()), "/aspects")?;
    not_empty(&definition.indicators, "/indicators")?;
    once(definition.indicators.iter().map(|indicator| indicator.code.as_str()), "/indicators")?;
    for (at, one) in definition.indicators.iter().enumerate() {
        indicator(definition, one, &format!("/indicators/{at}"))?;
    }
    weights(definition)?;
    within(definition.ceiling.base, 0.0, 100.0, "/ceiling/base")?;
    within(definition.ceiling.slope, 0.0, 1e6, "/ceiling/slope")?;
    for (at, danger) in definition.ceiling.danger.iter().enumerate() {
        known(definition, danger, format!("/ceiling/danger/{at}"))?;
    }
    once(definition.floors.iter().map(Floor::code), "/floors")?;
    definition.floors.iter().enumerate().try_for_each(|(at, one)| floor(definition, one, &format!("/floors/{at}")))
}

fn words(definition: &Definition) -> Result<(), Refusal> {
    for (word, path) in [(&definition.id, "/id"), (&definition.version, "/version"), (&definition.source, "/source")] {
        if word.trim().is_empty() {
            return Err(Refusal::new(code::EMPTY, path, "nothing", "a grade names the rules that it is from"));
        }
    }
    Ok(())
}

/// One band for each level above low, in order, with its lower bound above the band below.
fn bands(definition: &Definition) -> Result<(), Refusal> {
    let levels: Vec<RiskLevel> = definition.bands.iter().map(|band| band.level).collect();
    if levels != [RiskLevel::General, RiskLevel::Larger, RiskLevel::Major] {
        return Err(wrong("/bands", format!("{levels:?}"), "general, larger and major, in this order"));
    }
    let mut least = 0.0_f64;
    for (at, band) in definition.bands.iter().enumerate() {
        within(band.from, least.next_up(), 100.0, &format!("/bands/{at}/from"))?;
        within(band.leave_below, least, band.from, &format!("/bands/{at}/leave_below"))?;
        least = band.from;
    }
    Ok(())
}

fn sources(definition: &Definition) -> Result<(), Refusal> {
    let mut seen = BTreeSet::new();
    for (at, rule) in definition.sources.iter().enumerate() {
        if !seen.insert(rule.source) {
            return Err(wrong(&format!("/sources/{at}"), format!("`{:?}`", rule.source), "each source once"));
        }
        let hours = f64::from(rule.stale_after_hours);
        within(hours, 1.0, f64::from(HOURS_MAX), &format!("/sources/{at}/stale_after_hours"))?;
    }
    Ok(())
}

fn indicator(definition: &Definition, indicator: &Indicator, path: &str) -> Result<(), Refusal> {
    if !definition.aspects.iter().any(|aspect| aspect.code == indicator.aspect) {
        let found = format!("`{}`", indicator.aspect);
        return Err(Refusal::new(
            code::UNKNOWN_NAME,
            format!("{path}/aspect"),
            found,
            "a code of `/aspects` is needed",
        ));
    }
    let source = indicator.per.source();
    if !definition.sources.iter().any(|rule| rule.source == source) {
        let wanted = "its source must stand in `/sources`, with the age from which it is not believed";
        return Err(Refusal::new(code::UNKNOWN_NAME, format!("{path}/per"), format!("`{source:?}`"), wanted));
    }
    if let Some(unknown) = indicator.unknown.filter(|unknown| unknown.source() != source) {
        return Err(wrong(&format!("{path}/unknown"), format!("`{unknown:?}`"), "a measure of the source of `per`"));
    }
    not_empty(&indicator.of, &format!("{path}/of"))?;
    for (at, term) in indicator.of.iter().enumerate() {
        within(term.times, f64::MIN_POSITIVE, 1e6, &format!("{path}/of/{at}/times"))?;
        if term.measure.source() != source {
            let wanted = "a measure of the source of `per`: half of a ratio may not be older than the other half";
            return Err(wrong(&format!("{path}/of/{at}/measure"), format!("`{:?}`", term.measure), wanted));
        }
    }
    not_empty(&indicator.scale, &format!("{path}/scale"))?;
    let mut least = -1e12_f64;
    for (at, knot) in indicator.scale.iter().enumerate() {
        least = within(knot.at, least, 1e12, &format!("{path}/scale/{at}/at"))?.next_up();
        within(knot.score, 0.0, 100.0, &format!("{path}/scale/{at}/score"))?;
    }
    Ok(())
}

/// Weights are not negative, and every aspect has an indicator that counts.
fn weights(definition: &Definition) -> Result<(), Refusal> {
    for (at, indicator) in definition.indicators.iter().enumerate() {
        within(indicator.weight, 0.0, 1e6, &format!("/indicators/{at}/weight"))?;
    }
    let mut whole = 0.0;
    for (at, aspect) in definition.aspects.iter().enumerate() {
        whole += within(aspect.weight, 0.0, 1e6, &format!("/aspects/{at}/weight"))?;
        let counted = |indicator: &&Indicator| indicator.aspect == aspect.code && indicator.weight > 0.0;
        if !definition.indicators.iter().any(|indicator| counted(&indicator)) {
            let found = format!("`{}` without an indicator", aspect.code);
            return Err(Refusal::new(
                code::EMPTY,
                format!("/aspects/{at}"),
                found,
                "an indicator with weight is needed",
            ));
        }
    }
    within(whole, f64::MIN_POSITIVE, f64::MAX, "/aspects").map(|_| ())
}

fn floor(definition: &Definition, floor: &Floor, path: &str) -> Result<(), Refusal> {
    match floor {
        Floor::Count { of, from, .. } => {
            not_empty(of, &format!("{path}/of"))?;
            within(f64::from(*from), 1.0, f64::MAX, &format!("{path}/from"))?;
        }
        Floor::Indicator { indicator, factor, .. } => {
            known(definition, indicator, format!("{path}/indicator"))?;
            within(*factor, 0.0, 1.0, &format!("{path}/factor"))?;
        }
    }
    Ok(())
}

fn known(definition: &Definition, name: &str, path: String) -> Result<(), Refusal> {
    if definition.indicators.iter().any(|indicator| indicator.code == name) {
        return Ok(());
    }
    Err(Refusal::new(code::UNKNOWN_NAME, path, format!("`{name}`"), "the code of one of `/indicators` is needed"))
}

fn once<'a>(codes: impl Iterator<Item = &'a str>, path: &str) -> Result<(), Refusal> {
    let mut seen = BTreeSet::new();
    for (at, name) in codes.enumerate() {
        if name.is_empty() || !seen.insert(name) {
            return Err(wrong(&format!("{path}/{at}/code"), format!("`{name}`"), "a code that no other has"));
        }
    }
    Ok(())
}

fn wrong(path: &str, found: impl Into<String>, wanted: &str) -> Refusal {
    Refusal::new(code::CONTRADICTION, path, found, format!("{wanted} is needed"))
}
