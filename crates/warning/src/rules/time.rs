//! Moments.

use super::Judge;
use crate::moment;
use crate::reason::Reason;
use crate::report::shown;

pub(super) fn check(judge: &mut Judge, index: usize, value: &str) {
    match moment::read(value, judge.tree.version) {
        Err(why) => judge.say(Reason::InvalidDate, index, || format!("`{}` cannot be read: {why}", shown(value))),
        Ok(read) if !read.zoned => judge.say(Reason::DateWithoutZone, index, || {
            format!("`{}` does not say its zone and is read as UTC; add one such as `+08:00`", shown(value))
        }),
        Ok(_) => {}
    }
}
