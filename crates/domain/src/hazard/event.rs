//! What happened to a hazard.

use crate::words::words;

words! {
    /// What happened to a hazard; the event kind of its journal entries.
    EventKind {
        /// A report came in.
        Reported = "reported",
        /// It came over from another system, as it stood there.
        Imported = "imported",
        /// It was taken on.
        Accepted = "accepted",
        /// It was refused.
        Rejected = "rejected",
        /// The reporter asked for a second look.
        Appealed = "appealed",
        /// A body was named.
        Assigned = "assigned",
        /// The body named another one.
        HandedBack = "handed_back",
        /// Interim control is in place.
        Controlled = "controlled",
        /// Rectification began.
        Started = "started",
        /// Rectification was reported done.
        Finished = "finished",
        /// Verification passed.
        Verified = "verified",
        /// Verification failed.
        Returned = "returned",
        /// It was closed.
        Closed = "closed",
        /// A deadline passed.
        Overdue = "overdue",
        /// It waits, under interim control.
        Suspended = "suspended",
        /// It goes on.
        Resumed = "resumed",
        /// It may be a major hazard.
        MajorSuspected = "major_suspected",
        /// It is a major hazard.
        MajorConfirmed = "major_confirmed",
        /// It is not a major hazard.
        MajorDenied = "major_denied",
        /// One of the five items is settled.
        Secured = "secured",
        /// Its urgency changed.
        Regraded = "regraded",
        /// The level above joined.
        Escalated = "escalated",
        /// A department was called.
        Whistled = "whistled",
        /// The department answered.
        WhistleAnswered = "whistle_answered",
        /// It was put on the supervision list.
        Supervised = "supervised",
        /// It was taken off the supervision list.
        SupervisionEnded = "supervision_ended",
        /// It was found to be the same as another.
        Merged = "merged",
        /// Another hazard was merged into it.
        Absorbed = "absorbed",
        /// It was found to be another thing after all.
        Separated = "separated",
        /// It was linked to the closed one before.
        Recurred = "recurred",
        /// The reporter judged the result.
        Judged = "judged",
        /// The reporter found it not fixed: it is open again.
        Reopened = "reopened",
        /// A decision was asked of somebody else.
        Asked = "asked",
        /// It was granted or refused.
        Answered = "answered",
        /// The other system changed its order.
        Amended = "amended",
    }
}
