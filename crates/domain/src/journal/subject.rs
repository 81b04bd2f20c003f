//! What kind of thing an entry is about, and the shape of its payload.

use super::Kind;

impl Kind {
    /// Version of the payload's shape.
    pub fn version(self) -> i16 {
        1
    }

    /// What kind of thing the subject is.
    pub fn subject_kind(self) -> &'static str {
        match self {
            Self::Hazard(_) => "hazard",
            Self::Unit(_) => "unit",
            Self::SheltersImported
            | Self::UnitsImported
            | Self::BodiesImported
            | Self::PlacesImported
            | Self::PopulationImported
            | Self::CasesImported
            | Self::CasesRemoved => "import",
            Self::AccountCreated
            | Self::SignedIn
            | Self::SignedOut
            | Self::AccountDisabled
            | Self::PasswordChanged
            | Self::PasswordReset
            | Self::ResetLinkMade
            | Self::AccountLinkAsked
            | Self::FactorSet
            | Self::FactorRemoved
            | Self::IdentityLinked
            | Self::IdentityUnlinked
            | Self::SessionRevoked => "account",
            Self::PostingGiven | Self::PostingEnded => "posting",
            Self::TokenMade | Self::TokenRevoked => "token",
            Self::ContactSet
            | Self::ContactUnmasked
            | Self::BrowsingNoticed
            | Self::AccountErased
            | Self::JournalRead => "account",
            Self::ListExported => "export",
            Self::WarningReceived | Self::WarningEnded | Self::WarningConfirmed | Self::WarningVerified => "warning",
            Self::FeedMade | Self::FeedChanged | Self::FeedRemoved => "feed",
            Self::GaugeMade | Self::GaugeChanged | Self::GaugeRevoked => "gauge",
            Self::ProposalOpened | Self::ProposalRaised | Self::ProposalDecided => "proposal",
            Self::CalloutOpened
            | Self::CalloutPlaced
            | Self::CalloutStepped
            | Self::CalloutBlackout
            | Self::CalloutEnded
            | Self::CalloutReturned => "callout",
            Self::CallReceived
            | Self::CallOnPost
            | Self::CallMoved
            | Self::CallRevealed
            | Self::CallCalledBack
            | Self::CallHandedOver
            | Self::CallKnockOrdered
            | Self::CallKnockNobody => "call",
            Self::ResidentRegistered | Self::ResidentConfirmed | Self::ResidentErased => "resident_number",
            Self::ResidentsCalled | Self::ResidentAnswered => "evacuation",
            Self::ChainTestBegun | Self::ChainTestRepeated | Self::ChainTestEnded | Self::ChainTestRevealed => {
                "chain_test"
            }
            Self::Response(_) | Self::ResponseSigned | Self::TaskReported | Self::CommandPost => "response",
            Self::ExerciseBegun | Self::ExerciseEnded => "exercise",
            Self::OutletAdded | Self::OutletRemoved | Self::OutletTold => "outlet",
            Self::PlaceCreated | Self::PlaceChanged | Self::PlaceRetired => "place",
            Self::ClosureOpened | Self::ClosureClosed | Self::ClosureAuthorised | Self::ClosureReopened => "closure",
            Self::HarmReported | Self::HarmVerified | Self::HarmRelated | Self::HarmSeen | Self::HarmRevealed => "harm",
            Self::EvacuationOpened
            | Self::EvacuationTold
            | Self::EvacuationReported
            | Self::EvacuationSheltered
            | Self::EvacuationLeftEarly
            | Self::ReturnAuthorised
            | Self::ReturnRefused
            | Self::EvacuationEnded
            | Self::DoorsForgotten => "evacuation",
            Self::AssistRegistered | Self::AssistHelpersNamed | Self::AssistViewed | Self::AssistErased => "assist",
            Self::AssistEstimated => "place",
            Self::AssistPrinted | Self::AssistPrintClosed => "assist_print",
            Self::PublicDrafted
            | Self::PublicEdited
            | Self::PublicSubmitted
            | Self::PublicPublished
            | Self::PublicRejected
            | Self::PublicGlassBroken
            | Self::PublicReviewed
            | Self::PublicSigned
            | Self::PublicEnded => "public_message",
            Self::TextErased => "text",
            Self::KeysRotated | Self::KeyRemoved | Self::SystemRestored | Self::SystemCopied | Self::SystemReleased => {
                "system"
            }
            Self::JobRetried => "job",
            Self::ContactForgotten => "hazard",
            Self::FileAttached | Self::FileReleased => "file",
            Self::NoticeIssued | Self::NoticeWithdrawn => "notice",
            Self::RosterSet | Self::RosterEnded | Self::RosterSubstituted => "roster",
        }
    }
}
