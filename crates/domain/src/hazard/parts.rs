//! What a hazard carries beside its state.

use jiff::Timestamp;

use crate::catalogue::Urgency;
use crate::id::{BodyId, WaitingId, WhistleId};
use crate::words::words;

words! {
    /// How serious (domain reference 3.4).
    Severity {
        /// Small harm, removable at once (一般隐患).
        General = "general",
        /// Marked by a grid worker; a competent body has not decided yet (疑似重大隐患).
        SuspectedMajor = "suspected_major",
        /// Confirmed by the competent body (重大隐患).
        Major = "major",
    }
    /// The five secured items of a major hazard (五落实).
    SecuredItem {
        /// Who answers for it (责任).
        Responsibility = "responsibility",
        /// What is done (措施).
        Measures = "measures",
        /// With which money (资金).
        Funds = "funds",
        /// Until when (时限).
        TimeLimit = "time_limit",
        /// What if it goes wrong meanwhile (预案).
        Plan = "plan",
    }
    /// The three grounds on which a street calls departments (吹哨; domain reference 1.4).
    WhistleKind {
        /// A strong complaint that the street cannot settle alone.
        Complaint = "complaint",
        /// Joint enforcement where the street has no power.
        JointEnforcement = "joint_enforcement",
        /// An emergency.
        Emergency = "emergency",
    }
    /// What a rectification waits for.
    WaitingReason {
        /// A decision to use the maintenance fund (维修资金).
        MaintenanceFund = "maintenance_fund",
        /// A vote of the owners' committee or assembly (业委会、业主大会表决).
        OwnersCommittee = "owners_committee",
        /// A permit or decision of an authority.
        Authority = "authority",
        /// Material, a part or a specialist firm.
        Delivery = "delivery",
        /// Something else.
        Other = "other",
    }
    /// How a report came in.
    Channel {
        /// The reporter gave it.
        Own = "own",
        /// Staff gave it for somebody who was there (代报).
        OnBehalf = "on_behalf",
        /// Taken down from a telephone call (电话记录).
        PhoneNote = "phone_note",
        /// From another system.
        Import = "import",
    }
    /// The reporter's judgement after closing, kept beside the handler's.
    Verdict {
        /// It is fixed.
        Fixed = "fixed",
        /// It is not.
        NotFixed = "not_fixed",
    }
}

impl SecuredItem {
    /// Its place in a set of items.
    pub fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// A department that was called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whistle {
    /// Identity.
    pub id: WhistleId,
    /// On which ground.
    pub kind: WhistleKind,
    /// The department.
    pub body: BodyId,
    /// When it was called.
    pub sounded_at: Timestamp,
    /// When it answered.
    pub answered_at: Option<Timestamp>,
}

/// A decision asked of somebody else: what was asked, when, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Identity.
    pub id: WaitingId,
    /// What for.
    pub kind: WaitingReason,
    /// Of whom.
    pub body: BodyId,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// When the answer came, and whether it was granted.
    pub answer: Option<(Timestamp, bool)>,
}

/// What deadlines need to know of the hazard at an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grading {
    /// How fast.
    pub urgency: Urgency,
    /// How serious.
    pub severity: Severity,
    /// Until when it is suspended.
    pub until: Option<Timestamp>,
}
