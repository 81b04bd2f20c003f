use super::*;
use Measure::*;

#[test]
fn a_place_in_order_is_low() {
    let grade = graded(place(&[]));
    assert_eq!(grade, Grade { level: Some(RiskLevel::Low), incomplete: false, score: Points::ZERO });
}

#[test]
fn an_uncontrolled_general_hazard_makes_its_place_general() {
    // Score 50 on the scale, weight 1/3 · 1/3: 5.555555 points; the floor is 0.6 · 50.
    let explanation = explained(NodeKind::Place, place(&[(GeneralUncontrolled, 1)]));
    assert_eq!(explanation.grade.score, Points(30_000_000));
    assert_eq!(explanation.grade.level, Some(RiskLevel::General));
    let hazards = explanation.parts.iter().find(|part| part.indicator == "hazards").expect("it is shipped");
    assert_eq!((hazards.points, hazards.score), (Points(5_555_555), Some(50.0)));
    assert_eq!((explanation.lift, explanation.floor.as_deref()), (Points(24_444_445), Some("hazards_stand_out")));
}

#[test]
fn an_overdue_general_hazard_makes_its_place_larger() {
    assert_eq!(graded(place(&[(GeneralOverdue, 1)])).level, Some(RiskLevel::Larger));
}

#[test]
fn a_major_hazard_counts_by_the_kind_of_the_node() {
    let level = |kind| explained(kind, facts(&[(HazardPlaces, 1000), (MajorUncontrolled, 1)])).grade.level;
    assert_eq!(level(NodeKind::Place), Some(RiskLevel::Major));
    assert_eq!(level(NodeKind::Grid), Some(RiskLevel::Larger));
    assert_eq!(level(NodeKind::Community), Some(RiskLevel::General));
    assert_eq!(level(NodeKind::Above), Some(RiskLevel::Low));
}

#[test]
fn hazards_under_control_within_their_deadline_change_nothing() {
    assert_eq!(graded(place(&[(GeneralControlled, 9), (MajorControlled, 9)])), graded(place(&[])));
}

#[test]
fn a_hazard_that_stands_at_no_place_counts() {
    assert!(graded(facts(&[(GeneralOverdue, 1)])).score > Points::ZERO);
}

#[test]
fn a_missing_source_is_grey() {
    for source in CORE {
        let mut facts = place(&[]);
        facts.missing(source);
        let grade = graded(facts);
        assert_eq!((grade.level, grade.incomplete), (None, true), "{source:?}");
    }
}

#[test]
fn a_core_source_that_nobody_reports_is_grey() {
    let mut facts = Facts::default();
    for source in CORE.into_iter().filter(|source| *source != Source::Inspections) {
        facts.report(source, NOW, &[]).expect("no counts");
    }
    assert_eq!(graded(facts).level, None);
}

#[test]
fn a_source_is_stale_only_after_its_limit() {
    let level = |age| {
        let mut facts = place(&[]);
        facts.report(Source::Warnings, NOW - age, &[(WarningPlaces, 1)]).expect("a count of warnings");
        graded(facts).level
    };
    assert_eq!(level(2 * HOUR), Some(RiskLevel::Low));
    assert_eq!(level(2 * HOUR + 1), None);
}

#[test]
fn what_is_bad_enough_is_shown_beside_a_gap() {
    let mut facts = place(&[(MajorOverdue, 1)]);
    facts.missing(Source::Inspections);
    let grade = graded(facts);
    assert_eq!((grade.level, grade.incomplete), (Some(RiskLevel::Major), true));
}

#[test]
fn general_is_shown_beside_a_small_gap_that_is_not_core() {
    // Sensors weigh half of one of three aspects: 1/6. Plans are an aspect alone: 1/4.
    let level = |gaps: &[Source]| {
        let mut facts = place(&[(GeneralUncontrolled, 1)]);
        gaps.iter().for_each(|gap| facts.missing(*gap));
        graded(facts).level
    };
    assert_eq!(level(&[Source::Sensors]), Some(RiskLevel::General));
    assert_eq!(level(&[Source::Sensors, Source::Plans]), None);
    assert_eq!(level(&[Source::Warnings]), None);
}

#[test]
fn low_is_never_shown_beside_a_gap() {
    let mut facts = place(&[]);
    facts.missing(Source::Sensors);
    assert_eq!(graded(facts).level, None);
}

#[test]
fn weaknesses_without_danger_stay_below_larger() {
    let weak = [
        (RiskPoints, 10),
        (UnownedPoints, 10),
        (PlacesDue, 10),
        (Sensors, 10),
        (SensorsSilent, 10),
        (Calls, 10),
        (Posts, 10),
        (Plans, 10),
        (Requests, 10),
        (DrillsDue, 10),
        (Households, 10),
        (Incidents, 10),
        (HazardsClosed, 10),
        (HazardsRecurred, 10),
    ];
    let explanation = explained(NodeKind::Community, facts(&weak));
    assert_eq!((explanation.grade.level, explanation.grade.score.value()), (Some(RiskLevel::General), 34.0));
    assert!(explanation.cut < Points::ZERO);
}

#[test]
fn points_without_a_level_are_not_taken_as_low() {
    let grade = |ungraded| graded(facts(&[(RiskPoints, 10), (UngradedPoints, ungraded)]));
    assert_eq!(grade(1).level, Some(RiskLevel::Low));
    assert_eq!((grade(2).level, grade(2).incomplete), (None, true));
}

#[test]
fn few_people_are_not_told_of() {
    let state = |requests| {
        let explanation = explained(NodeKind::Grid, facts(&[(Requests, requests), (RequestsHelped, 0)]));
        let part = explanation.parts.into_iter().find(|part| part.indicator == "assistance_helped");
        part.map(|part| (part.state, part.value))
    };
    assert_eq!(state(4), Some((PartState::TooFew, None)));
    assert_eq!(state(5), Some((PartState::Scored, Some(0.0))));
}

#[test]
fn noise_does_not_flip_a_colour() {
    let rules = shipped();
    assert_eq!(rules.level(19.0, None), RiskLevel::Low);
    assert_eq!(rules.level(19.0, Some(RiskLevel::General)), RiskLevel::General);
    assert_eq!(rules.level(17.9, Some(RiskLevel::General)), RiskLevel::Low);
    assert_eq!(rules.level(49.0, Some(RiskLevel::Major)), RiskLevel::Major);
    assert_eq!(rules.level(34.0, Some(RiskLevel::Major)), RiskLevel::Larger);
    assert_eq!(rules.level(20.0, None), RiskLevel::General);
}

#[test]
fn an_explanation_tells_age_and_gaps() {
    let mut facts = place(&[]);
    facts.missing(Source::Sensors);
    let explanation = explained(NodeKind::Place, facts);
    let of = |source| explanation.sources.iter().find(|one| one.source == source).expect("it is shipped");
    assert_eq!((of(Source::Hazards).age, of(Source::Hazards).gap), (Some(HOUR), false));
    let sensors = of(Source::Sensors);
    assert_eq!((sensors.age, sensors.gap, sensors.missing), (None, true, 1));
    assert!((sensors.weight - 1.0 / 6.0).abs() < 1e-12);
    assert_eq!(explanation.rules, Edition { id: "community-safety".to_owned(), version: "1".to_owned() });
}

#[test]
fn a_count_is_reported_with_its_source() {
    let refusal = Facts::default().report(Source::Plans, NOW, &[(Posts, 1)]).expect_err("posts are of the roster");
    assert_eq!(refusal.code, "contradiction");
}
