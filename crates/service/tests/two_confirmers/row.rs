//! What a call and its entries must say after words that came at once.

use domain::callout::{Call, CallState, How, Report};
use store::callout::CallRow;
use store::journal::Entry;

/// Whether an entry tells of it, or of a word that says it too.
pub(super) fn stands(report: Report, told: &[Entry]) -> bool {
    told.iter().any(|entry| match report {
        Report::Received => true,
        Report::OnPost => entry.payload["to"] == "on_post",
        Report::Moved(people) => entry.payload["moved"] == people,
    })
}

/// Whether a call holds what was said, or more.
pub(super) fn holds(report: Report, call: &Call) -> bool {
    match report {
        Report::Received => call.received_at.is_some(),
        Report::OnPost => call.state == CallState::OnPost && call.on_post_at.is_some(),
        Report::Moved(_) => call.state == CallState::OnPost && call.moved.is_some(),
    }
}

/// The row is what its entries say: each changed something, and goes on from where the one before it ended.
pub(super) fn agree(row: &CallRow, told: &[Entry], round: u64) {
    let after = |entry: &Entry| (entry.payload["to"].clone(), entry.payload["moved"].clone());
    for pair in told.windows(2) {
        assert_eq!(pair[1].payload["from"], pair[0].payload["to"], "round {round}: {told:?}");
        assert_ne!(after(&pair[1]), after(&pair[0]), "round {round}: an entry that changed nothing");
    }
    let Some(last) = told.last().map(|entry| &entry.payload) else {
        assert!(row.call.is_silent(), "round {round}: a word without its entry");
        return;
    };
    assert_eq!(last["to"], row.call.state.word(), "round {round}: where the row stands");
    assert_eq!(last["moved"].as_u64(), row.call.moved.map(u64::from), "round {round}: the last number counts");
    assert_eq!(last["how"].as_str(), row.how.map(How::word), "round {round}: how it was said last");
    assert_eq!(
        row.next_at.is_none(),
        row.call.state == CallState::OnPost,
        "round {round}: whom the ladder goes on for"
    );
}
