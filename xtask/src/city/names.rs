//! English names: pinyin with the kind of unit translated, or a committed exception.

use super::input::{Committee, Inputs, Town};
use city::Kind;
use pinyin::ToPinyin;

/// Endings of committee names, longest first so that nothing of them is left over.
const COMMITTEE_ENDINGS: [&str; 14] = [
    "社区居民管理委员会",
    "社区居民委员会",
    "社区管理委员会",
    "社区村民委员会",
    "村村民委员会",
    "社区居委会",
    "社区村委会",
    "居民委员会",
    "村民委员会",
    "村村委会",
    "居委会",
    "村委会",
    "社区",
    "村",
];

/// Chinese endings of towns with kind and English.
const TOWN_ENDINGS: [(&str, Kind, &str); 5] = [
    ("管理委员会", Kind::Street, "Management Committee"),
    ("街道", Kind::Street, "Sub-district"),
    ("回族乡", Kind::Town, "Hui Township"),
    ("镇", Kind::Town, "Town"),
    ("乡", Kind::Town, "Township"),
];

/// Kind, English name, and whether it is a transliteration.
pub(crate) fn town(inputs: &Inputs, town: &Town) -> (Kind, String, bool) {
    let county = &inputs.counties[town.county];
    let name = town.name.trim_start_matches(&county.name[..]);
    let found =
        TOWN_ENDINGS.iter().find_map(|&(ending, kind, english)| Some((name.strip_suffix(ending)?, kind, english)));
    let (stem, kind, english) = found.unwrap_or((name, Kind::Street, "Sub-district"));
    if let Some((english, transliterated)) = inputs.english.get(&town.code) {
        return (kind, english.clone(), *transliterated);
    }
    let listed = inputs.pinyin.get(&(county.code.clone(), town.name.clone()));
    let latin = listed.filter(|latin| latin.split(' ').count() == stem.chars().count());
    let latin = latin.map_or_else(|| romanise(stem), |latin| join(latin.split(' ')));
    (kind, format!("{latin} {english}"), true)
}

/// English name of a community or village.
pub(crate) fn committee(committee: &Committee) -> String {
    let name = &committee.name[..];
    let stem = COMMITTEE_ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).filter(|stem| !stem.is_empty());
    let english = if committee.is_village { "Village" } else { "Community" };
    format!("{} {english}", romanise(stem.unwrap_or(name)))
}

/// Pinyin of a name, joined and with a capital; other characters stay.
fn romanise(name: &str) -> String {
    let syllables: Vec<String> =
        name.chars().map(|c| c.to_pinyin().map_or_else(|| c.to_string(), |latin| latin.plain().to_owned())).collect();
    join(syllables.iter().map(String::as_str))
}

fn join<'a>(syllables: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::new();
    for syllable in syllables {
        let syllable = syllable.replace('v', "ü");
        let first = syllable.chars().next();
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        if out.is_empty() {
            out.extend(first.into_iter().flat_map(char::to_uppercase));
            out.extend(syllable.chars().skip(1));
            continue;
        }
        // An apostrophe keeps Ping'an from being read as Pin-gan.
        if first.is_some_and(|c| "aeo".contains(c)) && is_letter(out.chars().last()) {
            out.push('\'');
        }
        out.push_str(&syllable);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_joined_pinyin_with_a_translated_kind() {
        let named = |name: &str, is_village| {
            committee(&Committee { code: String::new(), name: name.into(), town: 0, is_village })
        };
        assert_eq!(named("碧沙岗社区居委会", false), "Bishagang Community");
        assert_eq!(named("平安街社区居民委员会", false), "Ping'anjie Community");
        assert_eq!(named("老寨河村村民委员会", true), "Laozhaihe Village");
    }
}
