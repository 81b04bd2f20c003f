use super::*;
use NotSet::*;
use RiskLevel::*;

const DAY: i64 = 24 * HOUR;

fn ask(computed: Option<RiskLevel>, standing: Option<&ByHand>, asker: Asker, to: RiskLevel) -> Result<ByHand, NotSet> {
    set(&shipped(), computed, standing, (asker, to, "water stands in the garage"), NOW)
}

#[test]
fn who_may_do_what() {
    let cases = [
        (Asker::NoPost, Some(General), Major, Err(NoPost)),
        (Asker::Post, Some(General), Major, Ok(Way::Raised)),
        (Asker::Post, Some(General), General, Err(Same(General))),
        (Asker::Post, Some(General), Low, Err(OnlyAbove { shown: General, to: Low })),
        (Asker::Above, Some(General), Low, Ok(Way::Lowered)),
        (Asker::Above, Some(General), Major, Ok(Way::Raised)),
        (Asker::Post, None, General, Ok(Way::Raised)),
        (Asker::Post, None, Low, Err(NotKnown)),
        (Asker::Above, None, Low, Err(NotKnown)),
    ];
    for (asker, computed, to, wanted) in cases {
        assert_eq!(ask(computed, None, asker, to).map(|set| set.way), wanted, "{asker:?} {computed:?} {to:?}");
    }
}

#[test]
fn a_reason_is_needed() {
    assert_eq!(set(&shipped(), Some(Low), None, (Asker::Post, Major, " "), NOW), Err(NoReason));
}

#[test]
fn it_holds_for_seven_days() {
    let raised = ask(Some(Low), None, Asker::Post, Larger).expect("anybody may raise");
    assert_eq!(shown(Some(Low), Some(&raised), NOW + 7 * DAY - 1), Some(Larger));
    assert_eq!(shown(Some(Low), Some(&raised), NOW + 7 * DAY), Some(Low));
}

#[test]
fn the_higher_one_is_shown_where_a_level_was_raised() {
    let raised = ask(Some(Low), None, Asker::Post, General).expect("anybody may raise");
    assert_eq!(shown(Some(Major), Some(&raised), NOW), Some(Major));
    assert_eq!(shown(None, Some(&raised), NOW), Some(General));
}

#[test]
fn lowering_ends_when_the_facts_worsen_or_fall_silent() {
    let lowered = ask(Some(Larger), None, Asker::Above, Low).expect("the level above may lower");
    assert_eq!(shown(Some(Larger), Some(&lowered), NOW), Some(Low));
    assert_eq!(shown(Some(Major), Some(&lowered), NOW), Some(Major));
    assert_eq!(shown(None, Some(&lowered), NOW), None);
}

#[test]
fn what_was_raised_is_lowered_from_above_alone() {
    let raised = ask(Some(Low), None, Asker::Post, Major).expect("anybody may raise");
    let lower = |asker| ask(Some(Low), Some(&raised), asker, Low);
    assert_eq!(lower(Asker::Post), Err(OnlyAbove { shown: Major, to: Low }));
    let back = lower(Asker::Above).expect("the level above may lower");
    assert_eq!(shown(Some(Low), Some(&back), NOW), Some(Low));
}

#[test]
fn raising_a_lowered_level_part_of_the_way_does_not_keep_it_down_for_longer() {
    let lowered = ask(Some(Major), None, Asker::Above, Low).expect("the level above may lower");
    let later = NOW + 3 * DAY;
    let part = set(&shipped(), Some(Major), Some(&lowered), (Asker::Post, General, "cracks"), later);
    let part = part.expect("anybody may raise");
    assert_eq!(part.until, lowered.until);
    assert_eq!(shown(Some(Major), Some(&part), later), Some(General));
}

#[test]
fn what_no_longer_holds_is_forgotten() {
    let raised = ask(Some(Low), None, Asker::Post, Major).expect("anybody may raise");
    let again = set(&shipped(), Some(Low), Some(&raised), (Asker::Post, General, "rain"), NOW + 8 * DAY);
    assert_eq!(again.map(|set| set.level), Ok(General));
}

#[test]
fn refusals_have_codes() {
    assert_eq!(OnlyAbove { shown: Major, to: Low }.code(), "level_lowered_from_below");
}
