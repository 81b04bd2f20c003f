//! Which tags make which kind of place, as data.

use std::collections::BTreeMap;

use domain::names::Names;
use domain::place::{PlaceFields, PlaceKinds};
use serde::Deserialize;
use serde_json::Value;

/// Stands for any value of a tag.
const ANY: &str = "*";

/// The table of tags.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Rules {
    /// Version of the table.
    pub version: String,
    /// Where it comes from.
    pub source: String,
    /// Licence of what is read with it.
    pub licence: String,
    /// Who is to be named wherever it is shown.
    pub attribution: String,
    rules: Vec<Rule>,
    fields: Vec<TagField>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Rule {
    kind: String,
    /// Each of these tags must hold one of its values.
    #[serde(rename = "where")]
    needs: BTreeMap<String, Vec<String>>,
    /// None of these may.
    #[serde(default)]
    except: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct TagField {
    tag: String,
    field: String,
    /// What each word means here; every value as it stands where there is no list.
    #[serde(default)]
    words: Option<BTreeMap<String, String>>,
}

/// The tags of one element.
pub(crate) type Tags<'a> = [(&'a str, &'a str)];

pub(crate) fn tag<'a>(tags: &Tags<'a>, key: &str) -> Option<&'a str> {
    tags.iter().find(|(known, _)| *known == key).map(|(_, value)| *value)
}

impl Rules {
    /// The table that ships (`data/catalogue/osm_places.json`).
    ///
    /// # Errors
    /// When it is no such table; a test holds that it is.
    pub fn shipped() -> Result<Self, serde_json::Error> {
        serde_json::from_str(include_str!("../../../data/catalogue/osm_places.json"))
    }

    /// The kind that these tags make: that of the first rule that fits.
    pub(crate) fn kind(&self, tags: &Tags<'_>) -> Option<&str> {
        let holds = |(key, values): (&String, &Vec<String>)| {
            tag(tags, key).is_some_and(|value| values.iter().any(|wanted| wanted == ANY || wanted == value))
        };
        let fits = |rule: &&Rule| rule.needs.iter().all(holds) && !rule.except.iter().any(holds);
        self.rules.iter().find(fits).map(|rule| rule.kind.as_str())
    }

    /// The fields of the kind that these tags fill, and how many values did not fit theirs.
    pub(crate) fn fields(&self, kinds: &PlaceKinds, kind: &str, tags: &Tags<'_>) -> (PlaceFields, u64) {
        let has = |id: &str| kinds.fields_of(kind).any(|field| field.id == id);
        let (mut given, mut left) = (Vec::new(), 0);
        for known in self.fields.iter().filter(|known| has(&known.field)) {
            let Some(value) = tag(tags, &known.tag) else { continue };
            let value = match &known.words {
                Some(words) => words.get(value).map(String::as_str),
                None => Some(value),
            };
            let value = value.map(|value| Value::String(value.to_owned()));
            // Mappers write freely: a value that does not fit says nothing.
            let fits = |value: &Value| PlaceFields::checked(kinds, kind, [(known.field.as_str(), value)]).is_ok();
            match value.filter(fits) {
                Some(value) => given.push((known.field.as_str(), value)),
                None => left += 1,
            }
        }
        let given = given.iter().map(|(id, value)| (*id, value));
        (PlaceFields::checked(kinds, kind, given).unwrap_or_default(), left)
    }
}

/// The names of an element: its own in Chinese, English and the language of the place, else its address, else what it
/// is with its number. `name` stands for `language`.
pub(crate) fn names(kinds: &PlaceKinds, kind: &str, id: i64, tags: &Tags<'_>, language: &str) -> Names {
    let mut names = Names::default();
    for (key, in_language) in [("name", language), ("name:zh", "zh"), ("name:en", "en")] {
        if let Some(name) = tag(tags, key).map(str::trim) {
            let one = Names(BTreeMap::from([(in_language.to_owned(), name.to_owned())]));
            if one.is_valid() {
                names.0.extend(one.0);
            }
        }
    }
    if names.0.is_empty()
        && let (Some(street), Some(number)) = (tag(tags, "addr:street"), tag(tags, "addr:housenumber"))
    {
        names.0.insert(language.to_owned(), format!("{} {}", street.trim(), number.trim()));
    }
    if !names.is_valid() {
        let of_kind = kinds.get(kind).map(|kind| kind.names.clone()).unwrap_or_else(|| Names::zh(kind));
        names = Names(of_kind.0.into_iter().map(|(language, name)| (language, format!("{name} {id}"))).collect());
    }
    names
}

#[cfg(test)]
mod tests {
    use domain::place::FieldValue;

    use super::*;

    fn shipped() -> (Rules, PlaceKinds) {
        (Rules::shipped().expect("the shipped table"), PlaceKinds::shipped().expect("the shipped table"))
    }

    #[test]
    fn each_rule_makes_a_kind_and_each_field_belongs_to_one() {
        let (rules, kinds) = shipped();
        for rule in &rules.rules {
            assert!(kinds.get(&rule.kind).is_some() && !rule.needs.is_empty(), "{}", rule.kind);
        }
        for known in &rules.fields {
            let field = kinds.fields().iter().find(|field| field.id == known.field).expect("a field");
            let words = known.words.iter().flat_map(BTreeMap::values);
            for word in words {
                assert!(field.read(&Value::String(word.clone())).is_ok(), "{}: {word}", known.tag);
            }
        }
    }

    #[test]
    fn whom_to_name_is_the_same_when_read_and_when_shown() {
        let (rules, _) = shipped();
        assert_eq!(domain::place::attribution("osm:way/1"), Some(rules.attribution.as_str()));
        assert_eq!(domain::place::attribution("cadastre:1"), None);
    }

    #[test]
    fn the_first_rule_that_fits_says_what_it_is() {
        let (rules, _) = shipped();
        assert_eq!(rules.kind(&[("building", "yes"), ("amenity", "school")]), Some("school"));
        assert_eq!(rules.kind(&[("building", "apartments")]), Some("building"));
        assert_eq!(rules.kind(&[("building", "no")]), None);
        assert_eq!(rules.kind(&[("amenity", "parking"), ("parking", "underground")]), Some("underground_garage"));
        assert_eq!(rules.kind(&[("amenity", "parking"), ("parking", "surface")]), None);
        assert_eq!(rules.kind(&[("highway", "residential")]), None);
    }

    #[test]
    fn only_what_is_meant_for_emergencies_is_a_shelter() {
        let (rules, _) = shipped();
        assert_eq!(rules.kind(&[("amenity", "shelter")]), None, "a roof against rain");
        assert_eq!(rules.kind(&[("amenity", "shelter"), ("shelter_type", "public_transport")]), None);
        let homeless = [("amenity", "social_facility"), ("social_facility", "shelter")];
        assert_eq!(rules.kind(&homeless), None, "a home for people without one is no public place");
        assert_eq!(rules.kind(&[("emergency", "assembly_point")]), Some("shelter"));
        assert_eq!(rules.kind(&[("amenity", "shelter"), ("emergency", "assembly_point")]), Some("shelter"));
        assert_eq!(rules.kind(&[("emergency:social_facility", "shelter")]), Some("shelter"));
    }

    #[test]
    fn values_that_do_not_fit_are_counted_and_the_others_taken() {
        let (rules, kinds) = shipped();
        let tags = [("building:levels", "6"), ("building:levels:underground", "1;2"), ("start_date", "C19")];
        let (fields, left) = rules.fields(&kinds, "building", &tags);
        assert_eq!(
            (fields.get("floors_above"), fields.get("floors_below"), left),
            (Some(&FieldValue::Whole(6)), None, 2)
        );
        let (fields, left) = rules.fields(&kinds, "hospital", &[("emergency", "yes"), ("beds", "120")]);
        assert_eq!((fields.get("emergency_department"), left), (Some(&FieldValue::Flag(true)), 0));
        assert_eq!(rules.fields(&kinds, "hydrant", &[("emergency", "fire_hydrant")]).1, 0, "no field of a hydrant");
    }

    #[test]
    fn without_a_name_the_address_or_the_number_is_one() {
        let (_, kinds) = shipped();
        let of = |tags: &Tags<'_>| names(&kinds, "building", 7, tags, "zh");
        assert_eq!(
            of(&[("name", "平安大厦"), ("name:en", "Ping'an House")]),
            Names::zh_en("平安大厦", "Ping'an House")
        );
        assert_eq!(of(&[("name", "Old"), ("name:zh", "新")]), Names::zh("新"));
        assert_eq!(of(&[("addr:street", "建设路"), ("addr:housenumber", "15号")]), Names::zh("建设路 15号"));
        assert_eq!(of(&[("building", "yes")]), Names::zh_en("楼栋 7", "Building 7"));
        assert_eq!(of(&[("name", "a\u{7}b")]), Names::zh_en("楼栋 7", "Building 7"));
    }
}
