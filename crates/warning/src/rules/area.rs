//! Where it is: polygons, circles, heights.

use super::Judge;
use crate::element::El;
use crate::geometry;
use crate::reason::Reason;
use crate::report::shown;

pub(super) fn polygon(judge: &mut Judge, index: usize, value: &str) {
    let ring = match geometry::polygon(value) {
        Ok(ring) => ring,
        Err(why) => return judge.say(Reason::InvalidPolygon, index, || why),
    };
    match domain::geometry::check::ring(&ring) {
        // A ring over the date line is sound in itself; whoever draws it has to cut it.
        None | Some(("crosses_date_line", _)) => {}
        Some(("ring_crosses_itself", what)) => {
            judge.say(Reason::SelfIntersectingPolygon, index, || format!("{what}; list its corners in order"));
        }
        Some((_, what)) => judge.say(Reason::InvalidPolygon, index, || what),
    }
}

pub(super) fn circle(judge: &mut Judge, index: usize, value: &str) {
    if let Err(why) = geometry::circle(value) {
        judge.say(Reason::InvalidCircle, index, || why);
    }
}

pub(super) fn height(judge: &mut Judge, index: usize, value: &str) {
    if geometry::decimal(value).is_none() {
        judge.say(Reason::InvalidValue, index, || format!("`{}` is no number of feet", shown(value)));
    }
}

/// A ceiling stands above an altitude, never alone.
pub(super) fn range(judge: &mut Judge, index: usize) {
    let tree = judge.tree;
    let Some(ceiling) = tree.first(index, El::Ceiling).filter(|&at| !tree.nodes[at].value().is_empty()) else { return };
    let top = tree.nodes[ceiling].value();
    match tree.value(index, El::Altitude) {
        None => judge.say(Reason::InvalidAltitudeCeilingRange, ceiling, || {
            format!("the ceiling `{}` stands without an `altitude`; add the lower end", shown(top))
        }),
        Some(bottom) => {
            if geometry::decimal(bottom).zip(geometry::decimal(top)).is_some_and(|(bottom, top)| bottom > top) {
                judge.say(Reason::InvalidAltitudeCeilingRange, ceiling, || {
                    format!("the ceiling `{}` lies below the altitude `{}`", shown(top), shown(bottom))
                });
            }
        }
    }
}
