//! What holds whatever the facts are.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

/// Facts of any kind: each source is not here, missing, stale or known.
pub(super) fn any_facts() -> impl Strategy<Value = Facts> {
    (vec(0_u8..8, Source::COUNT), vec(0_u32..12, Measure::COUNT)).prop_map(|(readings, counts)| {
        let mut facts = Facts::default();
        for (source, reading) in Source::ALL.into_iter().zip(readings) {
            let of: Vec<_> = Measure::ALL.iter().copied().zip(counts.iter().copied()).collect();
            let of: Vec<_> = of.into_iter().filter(|(measure, _)| measure.source() == source).collect();
            let at = if reading == 2 { NOW - 20_000 * HOUR } else { NOW - HOUR };
            match reading {
                0 => {}
                1 => facts.missing(source),
                _ => facts.report(source, at, &of).expect("each count is of its source"),
            }
        }
        facts
    })
}

pub(super) fn any_kind() -> impl Strategy<Value = NodeKind> {
    prop_oneof![Just(NodeKind::Place), Just(NodeKind::Grid), Just(NodeKind::Community), Just(NodeKind::Above)]
}

pub(super) fn any_level() -> impl Strategy<Value = Option<RiskLevel>> {
    proptest::option::of(prop_oneof![
        Just(RiskLevel::Low),
        Just(RiskLevel::General),
        Just(RiskLevel::Larger),
        Just(RiskLevel::Major),
    ])
}

proptest! {
    #[test]
    fn contributions_add_up_exactly(facts in any_facts(), kind in any_kind()) {
        let explanation = explained(kind, facts);
        let parts: Points = explanation.parts.iter().map(|part| part.points).sum();
        prop_assert_eq!(parts + explanation.cut + explanation.lift, explanation.grade.score);
        let weight: f64 = explanation.parts.iter().map(|part| part.weight).sum();
        prop_assert!(weight == 0.0 || (weight - 1.0).abs() < 1e-9, "{}", weight);
    }

    #[test]
    fn a_gap_is_never_low(facts in any_facts(), kind in any_kind(), before in any_level()) {
        let explanation = alone(kind, facts, before).explain(0).expect("the node is there");
        let source = explanation.sources.iter().any(|source| source.gap && source.weight > 0.0);
        let gap = source || explanation.parts.iter().any(|part| part.state == PartState::Unknown);
        prop_assert!(!gap || explanation.grade.level != Some(RiskLevel::Low));
        prop_assert!(!gap || explanation.grade.incomplete);
    }

    #[test]
    fn a_score_is_from_0_to_100(facts in any_facts(), kind in any_kind()) {
        let score = explained(kind, facts).grade.score.value();
        prop_assert!((0.0..=100.0).contains(&score), "{}", score);
    }

    /// Somebody finds hazards, and they are under control within their deadline.
    #[test]
    fn finding_is_never_punished(facts in any_facts(), kind in any_kind(), general in 0_u32..5, major in 0_u32..5) {
        let mut found = facts.clone();
        found.counts[Measure::GeneralControlled as usize] += general;
        found.counts[Measure::MajorControlled as usize] += major;
        let due = found.counts[Measure::PlacesDue as usize];
        let seen = &mut found.counts[Measure::PlacesSeen as usize];
        *seen = (*seen + 1).min((*seen).max(due));
        prop_assert!(explained(kind, found).grade.score <= explained(kind, facts).grade.score);
    }

    #[test]
    fn a_hazard_without_control_never_improves(facts in any_facts(), kind in any_kind()) {
        let mut more = facts.clone();
        more.counts[Measure::MajorUncontrolled as usize] += 1;
        prop_assert!(explained(kind, more).grade.score >= explained(kind, facts).grade.score);
    }

    /// What becomes unknown takes points away, but never a colour towards low.
    #[test]
    fn silence_never_makes_low(facts in any_facts(), kind in any_kind(), silent in 0_usize..Source::COUNT) {
        let before = explained(kind, facts.clone());
        let mut quiet = facts;
        quiet.missing(Source::ALL[silent]);
        let after = explained(kind, quiet);
        prop_assert!(after.grade.level != Some(RiskLevel::Low) || before.grade.level == Some(RiskLevel::Low));
    }
}
