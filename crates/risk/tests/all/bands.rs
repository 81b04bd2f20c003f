//! LEC and LS: bounds, exact decimals, the shipped sets, refusals.

use risk::RiskLevel;
use risk::bands::{BandSet, BandSets};
use risk::refusal::code;
use rust_decimal::Decimal;
use serde_json::json;

fn set(id: &str) -> BandSet {
    let sets = BandSets::shipped().expect("the sets");
    sets.sets.into_iter().find(|set| set.id == id).expect("the set")
}

fn decimals<const N: usize>(texts: [&str; N]) -> [Decimal; N] {
    texts.map(|text| text.parse().expect("a decimal"))
}

#[test]
fn products_are_exact() {
    for (scores, product) in [(["0.2", "3", "3"], "1.8"), (["0.1", "0.5", "7"], "0.35"), (["10", "10", "100"], "10000")]
    {
        assert_eq!(set("lec-above-1").rate(&decimals(scores)).expect("a product").product, decimals([product])[0]);
    }
}

#[test]
fn each_bound_belongs_where_the_set_says() {
    let of = |id: &str, scores: [&str; 3]| set(id).rate(&decimals(scores)).expect("a level");
    // 0.5 · 1 · 40 = 20, 6 · 2 · … no product of the scales is 70, 160 or 320.
    assert_eq!((of("lec-above-1", ["0.5", "1", "40"]).band, of("lec-from-1", ["0.5", "1", "40"]).band), (4, 3));
    let on_every_bound = |bounds: &str| {
        let scores = ["7", "7.1"].map(|score| json!({ "score": score, "names": { "zh": "分", "en": "score" } }));
        let file = json!({ "version": "1", "source": "made", "sets": [{
            "id": "own", "method": "LS", "issuer": { "zh": "甲", "en": "one" }, "effective_from": "2026-11-30",
            "product": "R", "bounds": bounds,
            "scales": [{ "letter": "L", "names": { "zh": "可能性", "en": "likelihood" }, "scores": scores }],
            "bands": [
                { "bound": 7.1, "level": "major", "names": { "zh": "高", "en": "high" } },
                { "bound": 7, "level": "larger", "names": { "zh": "中", "en": "middle" } },
                { "level": "low", "names": { "zh": "低", "en": "low" } },
            ],
        }] });
        let sets = BandSets::read(&file.to_string()).expect("a set");
        ["7", "7.1"].map(|score| sets.sets[0].rate(&decimals([score])).expect("a level").level)
    };
    assert_eq!(on_every_bound("from"), [RiskLevel::Larger, RiskLevel::Major]);
    assert_eq!(on_every_bound("above"), [RiskLevel::Low, RiskLevel::Larger]);
}

#[test]
fn worked_examples_of_the_source_are_rated_as_there() {
    // Gas station: fire, poisoning, electric shock, vehicle, fall, collapse (https://m.aqrzj.com/doc/348231.html).
    let examples = [
        (["3", "10", "15"], "450", 0),
        (["1", "10", "1"], "10", 4),
        (["1", "6", "15"], "90", 2),
        (["6", "6", "3"], "108", 2),
        (["1", "1", "15"], "15", 4),
        (["1", "0.5", "40"], "20", 4),
    ];
    for (scores, product, band) in examples {
        let rated = set("lec-above-1").rate(&decimals(scores)).expect("a level");
        assert_eq!((rated.product, rated.band), (decimals([product])[0], band), "{scores:?}");
    }
}

#[test]
fn each_matrix_has_its_bands() {
    let colours = |id: &str| {
        let set = set(id);
        let rated = |l: u8, s: u8| set.rate(&[l.into(), s.into()]).expect("a level").level.colour();
        let mut colours: Vec<(u8, &str)> = Vec::new();
        for (l, s) in (1..=5).flat_map(|l| (1..=5).map(move |s| (l, s))) {
            colours.push((l * s, rated(l, s)));
        }
        colours.sort_unstable();
        colours.dedup();
        let count =
            |colour| colours.iter().filter(|(_, one)| *one == colour).map(|(product, _)| *product).collect::<Vec<_>>();
        ["red", "orange", "yellow", "blue"].map(count)
    };
    assert_eq!(colours("ls-a-1"), [vec![20, 25], vec![9, 10, 12, 15, 16], vec![4, 5, 6, 8], vec![1, 2, 3]]);
    assert_eq!(colours("ls-b-1"), [vec![20, 25], vec![15, 16], vec![9, 10, 12], vec![1, 2, 3, 4, 5, 6, 8]]);
}

#[test]
fn a_set_says_its_rule() {
    assert_eq!(set("lec-from-1").rule(), "red D>=320, orange 160<=D<320, yellow 70<=D<160, blue D<70");
    assert_eq!(set("lec-above-1").rule(), "red D>320, orange 160<D<=320, yellow 70<D<=160, blue D<=70");
}

#[test]
fn a_score_that_is_not_on_its_scale_is_refused_with_those_that_are() {
    let case =
        json!({ "method": "LEC", "inputs": { "rows": [{ "L": 3, "E": 6, "C": 7 }, { "L": 3, "E": 4, "C": 7 }] } });
    let refusal = risk::evaluate(&case.to_string()).expect_err("no such score");
    assert_eq!((refusal.code, refusal.path.as_str()), (code::OUT_OF_RANGE, "/inputs/rows/1/E"));
    assert!(refusal.found == "`4`" && refusal.wanted.contains("10, 6, 3, 2, 1, 0.5"), "{refusal}");
}

#[test]
fn a_case_may_name_its_set_and_an_unknown_one_is_refused() {
    let case = |more: serde_json::Value| {
        let mut inputs = json!({ "rows": [{ "L": 5, "S": 3 }] });
        inputs.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        risk::evaluate(&json!({ "method": "LS", "inputs": inputs }).to_string())
    };
    let colour = |more| case(more).expect("a level")["rows"][0]["colour"].clone();
    assert_eq!([colour(json!({})), colour(json!({ "band_set": "ls-b-1" }))], ["orange", "orange"]);
    assert_eq!(case(json!({ "band_set": "ls-b-1" })).expect("a level")["band_set"], "ls-b-1");
    for more in [json!({ "band_set": "lec-from-1" }), json!({ "convention": "as you like" })] {
        let refusal = case(more).expect_err("no such set");
        assert_eq!(refusal.code, code::UNKNOWN_NAME, "{refusal}");
    }
}

#[test]
fn a_file_of_sets_that_contradicts_itself_is_refused() {
    let shipped = include_str!("../../../../data/catalogue/risk_bands.json");
    let refused = |from: &str, to: &str| {
        let refusal = BandSets::read(&shipped.replacen(from, to, 1)).expect_err("a refusal");
        (refusal.code, refusal.path)
    };
    assert_eq!(refused("\"lec-from-1\"", "\"lec-above-1\""), (code::CONTRADICTION, "/sets/1/id".to_owned()));
    assert_eq!(refused("\"bound\": 160", "\"bound\": 320"), (code::CONTRADICTION, "/sets/0/bands/1/bound".to_owned()));
    assert_eq!(refused("\"bound\": 320, ", ""), (code::CONTRADICTION, "/sets/0/bands/0/bound".to_owned()));
    assert_eq!(
        refused("\"level\": \"larger\"", "\"level\": \"low\""),
        (code::CONTRADICTION, "/sets/0/bands/2/level".to_owned())
    );
    assert_eq!(
        refused("\"score\": 6", "\"score\": 10"),
        (code::OUT_OF_RANGE, "/sets/0/scales/0/scores/1/score".to_owned())
    );
    assert_eq!(
        refused("\"score\": 6", "\"score\": 0"),
        (code::OUT_OF_RANGE, "/sets/0/scales/0/scores/1/score".to_owned())
    );
    assert_eq!(
        refused("\"level\": \"major\"", "\"level\": \"huge\""),
        (code::MALFORMED, "/sets/0/bands/0/level".to_owned())
    );
}
