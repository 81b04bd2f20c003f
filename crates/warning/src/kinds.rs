//! The fixed words of CAP.

use crate::element::Version;

/// Fixed words, and the version of CAP that brought each.
macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident { $($(#[$one:meta])* $variant:ident = $word:literal since $since:ident),+ $(,)? })+) => {
        domain::words! {
            $($(#[$doc])* $name { $($(#[$one])* $variant = $word),+ })+
        }

        $(impl $name {
            fn is_in(self, version: Version) -> bool {
                version >= match self { $(Self::$variant => Version::$since),+ }
            }

            /// The one with this word, where the version has it.
            pub fn known(word: &str, version: Version) -> Option<Self> {
                Self::from_word(word).filter(|one| one.is_in(version))
            }

            /// The words that the version has.
            pub(crate) fn words(version: Version) -> Vec<&'static str> {
                Self::ALL.into_iter().filter(|one| one.is_in(version)).map(Self::word).collect()
            }
        })+
    };
}

kinds! {
    /// How a message is to be handled.
    Status {
        /// For all who receive it to act on.
        Actual = "Actual" since V10,
        /// For the participants of an exercise.
        Exercise = "Exercise" since V10,
        /// For functions of the network.
        System = "System" since V10,
        /// For technical tests; to be ignored.
        Test = "Test" since V10,
        /// A template, not to be acted on.
        Draft = "Draft" since V11,
    }
    /// What a message does.
    MsgType {
        /// Something new.
        Alert = "Alert" since V10,
        /// Replaces the messages that it refers to.
        Update = "Update" since V10,
        /// Takes the messages that it refers to back.
        Cancel = "Cancel" since V10,
        /// Says that the messages that it refers to were received and accepted.
        Ack = "Ack" since V10,
        /// Refuses the messages that it refers to.
        Error = "Error" since V10,
    }
    /// For whom a message is.
    Scope {
        /// Everybody.
        Public = "Public" since V10,
        /// Those whom the restriction names.
        Restricted = "Restricted" since V10,
        /// Those whom the addresses name.
        Private = "Private" since V10,
    }
    /// What sort of event it is.
    Category {
        /// Geophysical, landslides included.
        Geo = "Geo" since V10,
        /// Meteorological, floods included.
        Met = "Met" since V10,
        /// General emergency and public safety.
        Safety = "Safety" since V10,
        /// Law enforcement, military, homeland and private security.
        Security = "Security" since V10,
        /// Rescue and recovery.
        Rescue = "Rescue" since V10,
        /// Fire suppression and rescue.
        Fire = "Fire" since V10,
        /// Medical and public health.
        Health = "Health" since V10,
        /// Pollution and other environmental events.
        Env = "Env" since V10,
        /// Public and private transport.
        Transport = "Transport" since V10,
        /// Utilities, telecommunication, other infrastructure.
        Infra = "Infra" since V10,
        /// Chemical, biological, radiological, nuclear or explosive threats.
        Cbrne = "CBRNE" since V11,
        /// Anything else.
        Other = "Other" since V10,
    }
    /// What people are asked to do.
    ResponseType {
        /// Take shelter in place.
        Shelter = "Shelter" since V11,
        /// Leave, as the instruction says.
        Evacuate = "Evacuate" since V11,
        /// Get ready.
        Prepare = "Prepare" since V11,
        /// Do what was planned.
        Execute = "Execute" since V11,
        /// Keep away from the event.
        Avoid = "Avoid" since V12,
        /// Watch for further messages.
        Monitor = "Monitor" since V11,
        /// Evaluate the message; not for public warnings.
        Assess = "Assess" since V11,
        /// The event is no threat any longer.
        AllClear = "AllClear" since V12,
        /// Nothing.
        None = "None" since V11,
    }
    /// How soon to act.
    Urgency {
        /// Now.
        Immediate = "Immediate" since V10,
        /// Within the next hour.
        Expected = "Expected" since V10,
        /// In the near future.
        Future = "Future" since V10,
        /// Not any longer.
        Past = "Past" since V10,
        /// Not known.
        Unknown = "Unknown" since V10,
    }
    /// How bad it is.
    Severity {
        /// Extraordinary threat to life or property.
        Extreme = "Extreme" since V10,
        /// Significant threat.
        Severe = "Severe" since V10,
        /// Possible threat.
        Moderate = "Moderate" since V10,
        /// Little or no known threat.
        Minor = "Minor" since V10,
        /// Not known.
        Unknown = "Unknown" since V10,
    }
    /// How sure it is.
    Certainty {
        /// It happened or goes on.
        Observed = "Observed" since V11,
        /// More likely than not.
        Likely = "Likely" since V10,
        /// Possible, but not likely.
        Possible = "Possible" since V10,
        /// Not expected.
        Unlikely = "Unlikely" since V10,
        /// Not known.
        Unknown = "Unknown" since V10,
    }
}

impl Certainty {
    /// The word of CAP 1.0 that later versions read as [`Likely`](Self::Likely).
    pub const VERY_LIKELY: &'static str = "Very Likely";
}
