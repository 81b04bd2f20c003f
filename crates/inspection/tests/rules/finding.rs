//! An item that failed becomes a hazard with everything filled in.

use inspection::finding::{Finding, Site, finding, findings};
use inspection::{Answer, Point, Text, Verdict};

use crate::answer::all_passed;
use crate::common::{checklist, codes, shipped, words};

fn site() -> Site {
    Site { place: "stair-3".to_owned(), position: Some(Point { lon: 113.61, lat: 34.75 }) }
}

fn failed(item: &str, photo: Option<&str>, note: &str) -> Answer {
    let photos = photo.into_iter().map(str::to_owned).collect();
    Answer { item: item.to_owned(), verdict: Verdict::Fail, photos, note: note.to_owned() }
}

#[test]
fn everything_is_filled_in() {
    let list = checklist("stairwell_ebike");
    let expected = Finding {
        category: "A01".to_owned(),
        description: Text::zh_en(
            "楼道或门厅内停放电动自行车或为其充电。",
            "An e-bike is parked or charged in the stairwell or hall.",
        ),
        place: "stair-3".to_owned(),
        position: site().position,
        photos: vec!["photo-1".to_owned()],
        checklist: "stairwell_ebike".to_owned(),
        version: list.version.clone(),
        item: "no_ebike".to_owned(),
    };
    assert_eq!(finding(&list, &failed("no_ebike", Some("photo-1"), ""), &site()), Ok(expected));
}

#[test]
fn a_note_follows_the_words_in_each_language() {
    let found = finding(&checklist("gas"), &failed("smell", None, " 三层 \n"), &site()).expect("a finding");
    assert_eq!(found.description.best("zh"), "有燃气气味或燃气报警器报警。\n三层");
    assert!(found.description.best("en").ends_with(".\n三层"), "{:?}", found.description);
}

#[test]
fn what_passed_becomes_no_hazard_and_what_failed_needs_its_photograph() {
    let list = checklist("stairwell_ebike");
    let passed = Answer { verdict: Verdict::Pass, ..failed("no_ebike", None, "") };
    assert_eq!(codes(finding(&list, &passed, &site())), [("item_not_failed", "/verdict".to_owned())]);
    let without = failed("no_ebike", None, "");
    assert_eq!(codes(finding(&list, &without, &site())), [("photo_required", "/photos".to_owned())]);
    let unknown = failed("nothing", None, "");
    assert_eq!(codes(finding(&list, &unknown, &site())), [("item_unknown", "/item".to_owned())]);
}

#[test]
fn a_position_that_is_none_is_refused() {
    let nowhere = Site { position: Some(Point { lon: 200.0, lat: 0.0 }), ..site() };
    let refused = finding(&checklist("gas"), &failed("smell", None, ""), &nowhere);
    assert_eq!(codes(refused), [("position_invalid", "/position".to_owned())]);
}

#[test]
fn of_a_whole_round_each_item_that_failed_becomes_one() {
    let list = checklist("lift");
    let mut answers = all_passed(&list);
    for index in [1, 4] {
        answers[index].verdict = Verdict::Fail;
    }
    let found = findings(&list, &answers, &site()).expect("findings");
    assert_eq!(found.iter().map(|one| one.item.as_str()).collect::<Vec<_>>(), ["call_answered", "door"]);
    answers.pop();
    assert_eq!(codes(findings(&list, &answers, &site())), [("item_unanswered", "/answers".to_owned())]);
}

/// The register takes 2,000 characters: the longest words and the longest note fit.
#[test]
fn every_shipped_item_becomes_a_hazard_that_the_register_can_take() {
    let note = "注".repeat(inspection::checklist::NOTE_MAX_CHARS);
    for list in shipped() {
        for item in &list.items {
            let found = finding(&list, &failed(&item.id, Some("photo"), &note), &site()).expect("a finding");
            assert!(words().categories.contains(&found.category), "{} {}", list.id, item.id);
            assert!(found.description.0.values().all(|text| text.chars().count() <= 2_000), "{} {}", list.id, item.id);
        }
    }
}
