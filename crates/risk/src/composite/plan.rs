//! A definition, checked and laid out for computing: numbers instead of names, parts before wholes.
//!
//! Every indicator and group has a place: indicators first, by code, then groups, so that a group comes after its
//! parts; the index is last. By code, because the order in which somebody wrote them down must not matter, not even in
//! the last digit.

use std::collections::BTreeMap;

use crate::check;
use crate::refusal::{Refusal, code};

use super::{Aggregation, Definition, Limits, Missing, Transform};

/// Most values that are drawn in: each goes through the whole column, of up to 200,000 values.
const POINTS_MAX: usize = 100;

/// A group in numbers.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    /// Its own place.
    pub(crate) place: usize,
    /// How its parts are put together.
    pub(crate) aggregation: Aggregation,
    /// Places of its parts.
    pub(crate) parts: Vec<usize>,
    /// Sum of the parts' weights as they were given.
    pub(crate) weight: f64,
}

/// A definition in numbers.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// Code of each place.
    pub(crate) codes: Vec<String>,
    /// Where each place's indicator or group stands in the definition.
    pub(crate) at: Vec<usize>,
    /// How many of the places are indicators.
    pub(crate) indicators: usize,
    /// Groups, parts before wholes.
    pub(crate) nodes: Vec<Node>,
    /// Share of each place in its group; 1 for the index.
    pub(crate) shares: Vec<f64>,
    /// Least share of a group's weight that must be there.
    pub(crate) at_least: f64,
    /// Highest score of an indicator.
    pub(crate) scale: f64,
}

impl Plan {
    /// Checks a definition and lays it out.
    pub(crate) fn new(definition: &Definition) -> Result<Self, Refusal> {
        rules(definition)?;
        let mut places = BTreeMap::new();
        let mut order: Vec<usize> = (0..definition.indicators.len()).collect();
        order.sort_by(|a, b| definition.indicators[*a].code.cmp(&definition.indicators[*b].code));
        for (place, at) in order.iter().enumerate() {
            let code = definition.indicators[*at].code.as_str();
            named(&mut places, code, place, &format!("/indicators/{at}/code"))?;
        }
        let groups = sorted_groups(definition)?;
        for (position, at) in groups.iter().enumerate() {
            let code = definition.groups[*at].code.as_str();
            named(&mut places, code, order.len() + position, &format!("/groups/{at}/code"))?;
        }
        let indicators = order.len();
        let mut nodes: Vec<Node> = (indicators..indicators + groups.len())
            .zip(&groups)
            .map(|(place, at)| {
                let aggregation = definition.groups[*at].aggregation;
                Node { place, aggregation, parts: Vec::new(), weight: 0.0 }
            })
            .collect();
        let mut shares = vec![1.0; indicators + groups.len()];
        for (place, share) in shares.iter_mut().enumerate() {
            let (parent, weight, path) = placed(definition, place, indicators, &order, &groups);
            let Some(parent) = parent else { continue };
            let node = places.get(parent).and_then(|at| at.checked_sub(indicators)).and_then(|at| nodes.get_mut(at));
            let Some(node) = node else {
                let wanted = "the code of one of `/groups` is needed";
                return Err(Refusal::new(code::UNKNOWN_NAME, path + "/parent", format!("`{parent}`"), wanted));
            };
            check::within(weight, 0.0, 1e9, &(path + "/weight"))?;
            node.parts.push(place);
            node.weight += weight;
            *share = weight;
        }
        for (node, at) in nodes.iter().zip(&groups) {
            complete(definition, node, *at)?;
            for part in &node.parts {
                shares[*part] /= node.weight;
            }
        }
        complements(definition, &nodes, &groups, indicators)?;
        let codes = order
            .iter()
            .map(|at| definition.indicators[*at].code.clone())
            .chain(groups.iter().map(|at| definition.groups[*at].code.clone()))
            .collect();
        let at = order.into_iter().chain(groups).collect();
        let at_least = if let Missing::LeaveOut { at_least } = definition.missing { at_least } else { 1.0 };
        Ok(Self { codes, at, indicators, nodes, shares, at_least, scale: definition.scale })
    }

    /// The place of the index.
    pub(crate) fn top(&self) -> usize {
        self.codes.len() - 1
    }
}

fn named<'a>(places: &mut BTreeMap<&'a str, usize>, name: &'a str, place: usize, path: &str) -> Result<(), Refusal> {
    if name.is_empty() {
        return Err(Refusal::new(code::EMPTY, path, "nothing", "a code is needed"));
    }
    if places.insert(name, place).is_some() {
        let wanted = "each code may stand once among indicators and groups";
        return Err(Refusal::new(code::CONTRADICTION, path, format!("`{name}`"), wanted));
    }
    Ok(())
}

fn placed<'a>(
    definition: &'a Definition,
    place: usize,
    indicators: usize,
    order: &[usize],
    groups: &[usize],
) -> (Option<&'a str>, f64, String) {
    if place < indicators {
        let at = order[place];
        let indicator = &definition.indicators[at];
        return (Some(&indicator.parent), indicator.weight, format!("/indicators/{at}"));
    }
    let at = groups[place - indicators];
    let group = &definition.groups[at];
    (group.parent.as_deref(), group.weight, format!("/groups/{at}"))
}

/// Groups so that parts stand before wholes, by code where that leaves a choice. Refuses circles and a second top.
fn sorted_groups(definition: &Definition) -> Result<Vec<usize>, Refusal> {
    check::not_empty(&definition.groups, "/groups")?;
    let by_code: BTreeMap<&str, usize> =
        definition.groups.iter().enumerate().map(|(at, group)| (group.code.as_str(), at)).collect();
    let mut depths = Vec::with_capacity(definition.groups.len());
    let mut top = None;
    for (start, group) in definition.groups.iter().enumerate() {
        if group.parent.is_none() && top.replace(start).is_some() {
            let wanted = "one group alone is the index and has no parent: name a parent for the others";
            let found = format!("`{}` without a parent", group.code);
            return Err(Refusal::new(code::CONTRADICTION, format!("/groups/{start}/parent"), found, wanted));
        }
        let (mut at, mut depth) = (start, 0_usize);
        while let Some(parent) = definition.groups[at].parent.as_deref() {
            let Some(above) = by_code.get(parent) else {
                let wanted = "the code of one of `/groups` is needed";
                let path = format!("/groups/{at}/parent");
                return Err(Refusal::new(code::UNKNOWN_NAME, path, format!("`{parent}`"), wanted));
            };
            (at, depth) = (*above, depth + 1);
            if depth > definition.groups.len() {
                let found = format!("`{}`, which stands above itself", group.code);
                let path = format!("/groups/{start}/parent");
                return Err(Refusal::new(code::CONTRADICTION, path, found, "a tree is needed: break the circle"));
            }
        }
        depths.push(depth);
    }
    let mut order: Vec<usize> = (0..definition.groups.len()).collect();
    order.sort_by(|a, b| {
        let code = |at: usize| &definition.groups[at].code;
        depths[*b].cmp(&depths[*a]).then_with(|| code(*a).cmp(code(*b)))
    });
    Ok(order)
}

/// That no complement is taken of what may lie above the scale: a sum, or a mean of sums.
fn complements(definition: &Definition, nodes: &[Node], groups: &[usize], indicators: usize) -> Result<(), Refusal> {
    let mut above = vec![false; indicators];
    for (node, at) in nodes.iter().zip(groups) {
        let parts = node.parts.iter().any(|part| above[*part]);
        if parts && node.aggregation == Aggregation::ComplementGeometric {
            let found = format!("`{}` over a sum", definition.groups[*at].code);
            let wanted = "the complement of a sum has no fixed scale: use means in the groups below";
            let path = format!("/groups/{at}/aggregation");
            return Err(Refusal::new(code::CONTRADICTION, path, found, wanted));
        }
        above.push(parts || node.aggregation == Aggregation::Sum);
    }
    Ok(())
}

/// That a group has parts with weight.
fn complete(definition: &Definition, node: &Node, at: usize) -> Result<(), Refusal> {
    let path = format!("/groups/{at}");
    let found = format!("`{}`", definition.groups[at].code);
    if node.parts.is_empty() {
        let wanted = "a group needs at least one indicator or group below it: add one, or take the group out";
        return Err(Refusal::new(code::EMPTY, path, found, wanted));
    }
    if node.weight <= 0.0 || !node.weight.is_finite() {
        let wanted = "the weights of its parts must sum to a number above 0";
        return Err(Refusal::new(code::OUT_OF_RANGE, path, found, wanted));
    }
    Ok(())
}

fn rules(definition: &Definition) -> Result<(), Refusal> {
    check::not_empty(&definition.indicators, "/indicators")?;
    let scale = check::within(definition.scale, 0.0, 1e9, "/scale")?;
    if scale == 0.0 {
        return Err(Refusal::new(code::OUT_OF_RANGE, "/scale", "`0`", "a number above 0 is needed"));
    }
    if let Missing::LeaveOut { at_least } = definition.missing {
        check::within(at_least, f64::MIN_POSITIVE, 1.0, "/missing/at_least")?;
    }
    if let Some(outliers) = definition.outliers {
        check::within(outliers.skewness, 0.0, f64::MAX, "/outliers/skewness")?;
        check::finite(outliers.kurtosis, "/outliers/kurtosis")?;
        check::within(outliers.points as f64, 0.0, POINTS_MAX as f64, "/outliers/points")?;
    }
    if let Some(freshness) = definition.freshness {
        check::within(freshness.fresh, 0.0, f64::MAX, "/freshness/fresh")?;
        check::within(freshness.stale, freshness.fresh.next_up(), f64::MAX, "/freshness/stale")?;
    }
    if let Some(flag_from) = definition.flag_from {
        check::within(flag_from, 0.0, scale, "/flag_from")?;
    }
    if let Some(decimals) = definition.decimals {
        check::within(f64::from(decimals), 0.0, 12.0, "/decimals")?;
    }
    let mut before = None;
    for (at, band) in definition.bands.iter().enumerate() {
        let least = before.map_or(0.0, f64::next_up);
        let most = if before.is_none() { 0.0 } else { f64::MAX };
        before = Some(check::within(band.from, least, most, &format!("/bands/{at}/from"))?);
    }
    definition.indicators.iter().enumerate().try_for_each(|(at, i)| limits(i.limits, i.transform, at))
}

fn limits(limits: Limits, transform: Transform, at: usize) -> Result<(), Refusal> {
    let Limits::Fixed { low, high } = limits else { return Ok(()) };
    let path = format!("/indicators/{at}/limits");
    let least = match transform {
        Transform::None => f64::MIN,
        Transform::Log => f64::MIN_POSITIVE,
        Transform::SquareRoot => 0.0,
    };
    check::within(low, least, f64::MAX, &format!("{path}/low"))?;
    check::within(high, low.next_up(), f64::MAX, &format!("{path}/high"))?;
    Ok(())
}
