//! Whether a plan holds together and names only what is known.

use std::collections::BTreeSet;

use jiff::ToSpan;

use super::{Places, Plan, Schedule, Trigger, recurrence};
use crate::refusal::{Code, Refusal, all_or_nothing};
use crate::text::{is_id, is_word};
use crate::vocabulary::{Vocabulary, known, repeated};

impl Plan {
    /// Looks whether it can be used: words that are known, a recurrence that gives at least one day within ten years, and
    /// something that sets it off.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn check(&self, words: &Vocabulary, checklists: &BTreeSet<String>) -> Result<(), Vec<Refusal>> {
        let mut wrong = Vec::new();
        if !is_word(&self.id) {
            wrong.push(Refusal::new(Code::Word, "/id", &self.id));
        }
        wrong.extend(self.names.check("/names", 120));
        wrong.extend(known(checklists, Code::ChecklistUnknown, "/checklist".to_owned(), &self.checklist));
        wrong.extend(self.check_places(words));
        if self.schedule.is_none() && self.triggers.is_empty() {
            wrong.push(Refusal::new(Code::Never, "/schedule", ""));
        }
        wrong.extend(self.schedule.iter().flat_map(check_schedule));
        let triggers = self.triggers.iter().enumerate();
        wrong.extend(triggers.flat_map(|(index, trigger)| check_trigger(index, trigger, words)));
        all_or_nothing(wrong)
    }

    fn check_places(&self, words: &Vocabulary) -> Vec<Refusal> {
        let (path, list) = match &self.places {
            Places::Kinds(kinds) => ("/places/kinds", kinds),
            Places::Named(ids) => ("/places/named", ids),
        };
        let mut wrong = repeated(path, "", list.iter().map(String::as_str));
        if list.is_empty() {
            wrong.push(Refusal::new(Code::Empty, path, "[]"));
        }
        wrong.extend(list.iter().enumerate().filter_map(|(index, word)| match &self.places {
            Places::Kinds(_) => known(&words.place_kinds, Code::PlaceKind, format!("{path}/{index}"), word),
            Places::Named(_) => (!is_id(word)).then(|| Refusal::new(Code::Id, format!("{path}/{index}"), word)),
        }));
        wrong
    }
}

fn check_schedule(schedule: &Schedule) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    if !(1..=366).contains(&schedule.days) {
        wrong.push(Refusal::new(Code::Range, "/schedule/days", schedule.days));
    }
    if !(2_000..2_200).contains(&schedule.starts.year()) {
        wrong.push(Refusal::new(Code::Range, "/schedule/starts", schedule.starts));
        return wrong;
    }
    let last = schedule.starts.saturating_add(10.years());
    match recurrence::days(schedule, schedule.starts, last) {
        Ok(days) if days.is_empty() => wrong.push(Refusal::new(Code::Recurrence, "/schedule/rule", &schedule.rule)),
        Ok(_) => {}
        Err(refusal) => wrong.push(refusal),
    }
    wrong
}

fn check_trigger(index: usize, trigger: &Trigger, words: &Vocabulary) -> Vec<Refusal> {
    let at = format!("/triggers/{index}");
    let mut wrong = Vec::new();
    wrong.extend(known(&words.hazards, Code::Hazard, format!("{at}/hazard"), &trigger.hazard));
    if trigger.colours.is_empty() {
        wrong.push(Refusal::new(Code::Empty, format!("{at}/colours"), "[]"));
    }
    let colours = trigger.colours.iter().enumerate();
    wrong
        .extend(colours.filter_map(|(index, colour)| {
            known(&words.colours, Code::Colour, format!("{at}/colours/{index}"), colour)
        }));
    if !(1..=168).contains(&trigger.hours) {
        wrong.push(Refusal::new(Code::Range, format!("{at}/hours"), trigger.hours));
    }
    wrong
}
