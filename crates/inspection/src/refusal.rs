//! Why something cannot be taken: where, which value, and what to do.

/// Longest part of a value that a refusal repeats, in characters.
const VALUE_MAX_CHARS: usize = 200;

/// Why a value cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}`{value}`: {}", at(.path), .code.advice())]
pub struct Refusal {
    /// What is wrong.
    pub code: Code,
    /// Where, as a JSON pointer (RFC 6901) into what was given; empty for the whole.
    pub path: String,
    /// The value, cut to 200 characters.
    pub value: String,
}

impl Refusal {
    /// A refusal of `value` at `path`.
    pub fn new(code: Code, path: impl Into<String>, value: impl ToString) -> Self {
        Self { code, path: path.into(), value: value.to_string().chars().take(VALUE_MAX_CHARS).collect() }
    }
}

fn at(path: &str) -> String {
    if path.is_empty() { String::new() } else { format!("`{path}` is ") }
}

/// Nothing, or everything that is wrong.
///
/// # Errors
/// The refusals, where there is one.
pub(crate) fn all_or_nothing(refusals: Vec<Refusal>) -> Result<(), Vec<Refusal>> {
    if refusals.is_empty() { Ok(()) } else { Err(refusals) }
}

/// One table gives each code, its stable word and what to do.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $advice:literal;)+) => {
        /// What is wrong with a value.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $($(#[$doc])* $name),+ }

        impl Code {
            /// Every code.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$name),+];

            /// The stable word; programs may rely on it.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// What to do, as half a sentence; it may change.
            pub fn advice(self) -> &'static str {
                match self { $(Self::$name => $advice),+ }
            }
        }
    };
}

codes! {
    /// The text is not of the shape.
    Shape = "shape_invalid", "write it in the form that the documentation of the data gives";
    /// A word is empty, too long or of other letters.
    Word = "word_invalid", "use 1 to 60 small letters, digits and underscores";
    /// An id is empty, too long or holds a control character.
    Id = "id_invalid", "use 1 to 100 characters, none of them a control character";
    /// The same stands twice.
    Twice = "listed_twice", "keep one of the two";
    /// A list that needs at least one is empty.
    Empty = "list_empty", "give at least one";
    /// A list is longer than what is taken.
    TooMany = "too_many", "give fewer";
    /// A language is missing, or its text is empty, too long or holds a control character.
    Language = "language_missing", "give a text in `zh` and in `en`, without control characters and not too long";
    /// There is no such category of hazards.
    Category = "category_unknown", "use an id of the hazard catalogue";
    /// There is no such kind of place.
    PlaceKind = "place_kind_unknown", "use a kind of the table of place kinds";
    /// There is no such warned hazard.
    Hazard = "hazard_unknown", "use a hazard that warnings name";
    /// There is no such colour.
    Colour = "colour_unknown", "use `blue`, `yellow`, `orange` or `red`";
    /// There is no such checklist.
    ChecklistUnknown = "checklist_unknown", "use the id of a checklist";
    /// There is no such item.
    ItemUnknown = "item_unknown", "use the id of an item of this checklist and version";
    /// The requirement's source is not listed.
    Source = "source_unknown", "use `practice`, or the id of a rule that the checklist lists";
    /// A rule that no item uses.
    RuleUnused = "rule_unused", "remove it, or name it as the source of an item";
    /// An item has no answer.
    Unanswered = "item_unanswered", "answer it: `pass`, `fail`, or `not_applicable` where the item allows that";
    /// The item always applies.
    Applies = "item_applies", "answer `pass` or `fail`: this item applies in every such place";
    /// A failed item has no photograph.
    Photo = "photo_required", "take a photograph of what failed; it may be sent later, its id is enough";
    /// The item did not fail.
    NotFailed = "item_not_failed", "only an item that failed becomes a hazard";
    /// The recurrence cannot be used.
    Recurrence = "recurrence_invalid", "use an RRULE of RFC 5545 by day, week, month or year, such as `FREQ=MONTHLY;BYMONTHDAY=1`; UNTIL as `20261231T000000Z`";
    /// A plan that nothing sets off.
    Never = "plan_never_due", "give a schedule, a trigger or both";
    /// A number or time lies outside its range.
    Range = "out_of_range", "stay within the range that the documentation gives";
    /// A day that is in no year.
    MonthDay = "month_day_invalid", "write month and day as `MM-DD`, such as `05-15`";
    /// A round cannot be moved there.
    Move = "move_invalid", "move it to a day that ends ahead, within a year, with a reason of 1 to 500 characters";
    /// More places are asked for than there are.
    Quota = "quota_too_large", "draw at most as many places as there are, and at least one";
    /// Too few posts may check a place.
    Team = "team_too_small", "add posts without a conflict of interest for this place, or leave the place out";
    /// An excluded pair names what is not there.
    Pair = "pair_unknown", "name a place and a post of the lists";
    /// The seed is not the one that was published.
    Seed = "seed_mismatch", "use the 32 bytes, as 64 small hexadecimal digits, whose SHA-256 was published";
    /// The lists are not the ones that were published.
    Lists = "lists_mismatch", "use the lists as they stood when the commitment was published";
    /// The record does not follow from seed and lists.
    Record = "record_mismatch", "do not use this record: the draw that seed and lists give is another one";
    /// Longitude or latitude is not finite or out of range.
    Position = "position_invalid", "give longitude within ±180 and latitude within ±90 degrees, WGS-84";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_code_has_a_word_of_its_own() {
        let words: BTreeSet<&str> = Code::ALL.iter().map(|code| code.word()).collect();
        assert_eq!(words.len(), Code::ALL.len());
    }

    #[test]
    fn a_refusal_says_where_which_value_and_what_to_do() {
        let refusal = Refusal::new(Code::Colour, "/triggers/0/colours/1", "green");
        assert_eq!(refusal.to_string(), "`/triggers/0/colours/1` is `green`: use `blue`, `yellow`, `orange` or `red`");
    }

    #[test]
    fn a_long_value_is_cut() {
        assert_eq!(Refusal::new(Code::Id, "/id", "水".repeat(1_000)).value.chars().count(), 200);
    }
}
