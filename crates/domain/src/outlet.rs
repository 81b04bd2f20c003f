//! Outlets of units: work groups (工作群) of messengers, loudspeakers (大喇叭), radios (电台) and satellite phones
//! (卫星电话).
//!
//! An outlet belongs to a unit, not to a person. Groups and speakers are told once that calls have begun; nobody answers
//! through them, so they never count as received or on post. Over radios and satellite phones people speak themselves:
//! the program says nothing there and prints them for the night without a network.

use jiff::SignedDuration;

use crate::colour::WarningColour;

crate::words! {
    /// What kind of outlet it is.
    OutletKind {
        /// A group robot of DingTalk (钉钉).
        DingTalk = "dingtalk",
        /// A group robot of WeCom (企业微信).
        WeCom = "wecom",
        /// A group robot of Feishu (飞书).
        Feishu = "feishu",
        /// A loudspeaker or siren that takes signed commands.
        Loudspeaker = "loudspeaker",
        /// A radio: its channel and call sign.
        Radio = "radio",
        /// A satellite phone: its number.
        Satellite = "satellite",
    }
}

/// Most characters of an outlet's name.
pub const NAME_MAX: usize = 60;

/// Most characters of a channel, call sign or number.
pub const LINE_MAX: usize = 60;

/// Most bytes of an address or a secret.
const ADDRESS_MAX: usize = 500;

/// First pause after a failure; doubled with each further one.
const PAUSE_FIRST: SignedDuration = SignedDuration::from_secs(5);

/// Longest pause: a group that hears of a red warning after an hour has heard nothing.
const PAUSE_MAX: SignedDuration = SignedDuration::from_mins(2);

/// How often it is tried.
pub const TRIES_MAX: i16 = 12;

/// Why an outlet cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OutletRefusal {
    /// The name is empty, too long or holds control characters.
    #[error("the name must have 1 to {NAME_MAX} characters")]
    Name,
    /// A robot is reached by its web address.
    #[error("the address of a group robot begins with `https://` and is what the messenger shows for the robot")]
    Address,
    /// Speakers listen at a topic.
    #[error("the topic of a loudspeaker has 1 to 200 letters, digits, `-`, `_` and `/`, and no empty part")]
    Topic,
    /// What people look for on paper must be short.
    #[error(
        "the channel, call sign or number has 1 to {LINE_MAX} characters; a number has digits, `+`, spaces and `-`"
    )]
    Line,
    /// A secret that cannot be one.
    #[error("the secret is longer than {ADDRESS_MAX} bytes or empty, or this kind has none")]
    Secret,
}

impl OutletRefusal {
    /// The field that is wrong, and its stable code.
    pub fn code(self) -> (&'static str, &'static str) {
        match self {
            Self::Name => ("name", "outlet_name_invalid"),
            Self::Address => ("address", "outlet_address_invalid"),
            Self::Topic => ("address", "outlet_topic_invalid"),
            Self::Line => ("address", "outlet_line_invalid"),
            Self::Secret => ("secret", "outlet_secret_invalid"),
        }
    }
}

impl OutletKind {
    /// Whether it is heard by everybody around, and not only by staff.
    pub fn is_public(self) -> bool {
        self == Self::Loudspeaker
    }

    /// Whether people speak over it themselves, with what is written down as its address.
    pub fn is_line(self) -> bool {
        matches!(self, Self::Radio | Self::Satellite)
    }

    /// Whether a round of this colour reaches it; `loud_from` is the weakest colour at which loudspeakers play.
    pub fn hears(self, colour: WarningColour, loud_from: WarningColour) -> bool {
        !self.is_line() && (!self.is_public() || colour >= loud_from)
    }

    /// Looks at what an outlet is described with.
    ///
    /// # Errors
    /// When one of it cannot be taken.
    pub fn check(self, name: &str, address: &str, secret: Option<&str>) -> Result<(), OutletRefusal> {
        let length = name.trim().chars().count();
        if !(1..=NAME_MAX).contains(&length) || name.contains(char::is_control) {
            return Err(OutletRefusal::Name);
        }
        let (fits, refusal) = match self {
            Self::DingTalk | Self::WeCom | Self::Feishu => (is_robot(address), OutletRefusal::Address),
            Self::Loudspeaker => (is_topic(address), OutletRefusal::Topic),
            Self::Radio => (is_line(address), OutletRefusal::Line),
            Self::Satellite => (is_line(address) && is_number(address), OutletRefusal::Line),
        };
        if !fits {
            return Err(refusal);
        }
        let signs = matches!(self, Self::DingTalk | Self::Feishu);
        match secret {
            Some(secret) if !signs || secret.is_empty() || secret.len() > ADDRESS_MAX => Err(OutletRefusal::Secret),
            _ => Ok(()),
        }
    }
}

/// No wildcards, and nothing of the broker's own (`$SYS`).
fn is_topic(text: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    (1..=200).contains(&text.len()) && text.split('/').all(part)
}

fn is_line(text: &str) -> bool {
    (1..=LINE_MAX).contains(&text.chars().count()) && !text.contains(char::is_control)
}

/// As written on the phone, with whatever prefix its network asks for.
fn is_number(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit()) && text.bytes().all(|b| b.is_ascii_digit() || b"+- ".contains(&b))
}

/// The address holds the robot's credential: it never travels in the clear, but to a gateway in the house that is
/// named by its number.
fn is_robot(text: &str) -> bool {
    let numbered = |rest: &str| {
        let host = rest.split(['/', '?']).next().unwrap_or_default();
        host.parse::<std::net::SocketAddr>().is_ok() || host.parse::<std::net::IpAddr>().is_ok()
    };
    let secure = text.strip_prefix("https://").is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'));
    let inside = text.strip_prefix("http://").is_some_and(numbered);
    text.len() <= ADDRESS_MAX && !text.contains(|c: char| c.is_whitespace() || c.is_control()) && (secure || inside)
}

/// How long to wait after so many failed tries.
pub fn pause(tries: i16) -> SignedDuration {
    let doublings = u32::try_from(tries.saturating_sub(1)).unwrap_or(0).min(8);
    PAUSE_FIRST.saturating_mul(1 << doublings).min(PAUSE_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_robot_has_a_web_address_and_a_speaker_a_topic_without_wildcards() {
        let robot = "https://oapi.dingtalk.com/robot/send?access_token=x";
        assert_eq!(OutletKind::DingTalk.check("值班群", robot, Some("SEC1")), Ok(()));
        assert_eq!(OutletKind::WeCom.check("值班群", robot, None), Ok(()));
        assert_eq!(OutletKind::WeCom.check("值班群", robot, Some("x")), Err(OutletRefusal::Secret), "it signs nothing");
        assert_eq!(OutletKind::Feishu.check("", robot, None), Err(OutletRefusal::Name));
        for address in ["http://example.org/x", "ftp://x", "https://", "https://a b", "javascript:alert(1)"] {
            assert_eq!(OutletKind::DingTalk.check("x", address, None), Err(OutletRefusal::Address), "{address}");
        }
        assert_eq!(OutletKind::DingTalk.check("x", "http://10.0.0.1:8080/robot", None), Ok(()));
        let speaker = |topic| OutletKind::Loudspeaker.check("喇叭", topic, None);
        assert_eq!(speaker("bridgehead/speaker/0371-01"), Ok(()));
        for topic in ["", "a//b", "+/x", "a/#", "$SYS/x", "喇叭"] {
            assert_eq!(speaker(topic), Err(OutletRefusal::Topic), "{topic}");
        }
    }

    #[test]
    fn a_radio_has_a_channel_and_a_satellite_phone_a_number_and_nothing_is_said_there() {
        let radio = |line| OutletKind::Radio.check("值班电台", line, None);
        assert_eq!(radio("3 频道 呼号 平安"), Ok(()));
        let satellite = |line| OutletKind::Satellite.check("卫星电话", line, None);
        assert_eq!(satellite("+8821 6555-1234"), Ok(()));
        for line in ["", "平安", "+", "0371\n"] {
            assert_eq!(satellite(line), Err(OutletRefusal::Line), "{line}");
        }
        assert_eq!(radio(&"频".repeat(LINE_MAX + 1)), Err(OutletRefusal::Line));
        assert_eq!(OutletKind::Radio.check("x", "3", Some("x")), Err(OutletRefusal::Secret));
        assert!(!OutletKind::Radio.hears(WarningColour::Red, WarningColour::Orange));
    }

    #[test]
    fn only_loudspeakers_wait_for_a_colour_and_pauses_end_at_two_minutes() {
        use WarningColour::{Orange, Red, Yellow};
        assert!(OutletKind::WeCom.hears(Yellow, Red));
        assert!(!OutletKind::Loudspeaker.hears(Orange, Red) && OutletKind::Loudspeaker.hears(Orange, Orange));
        assert_eq!([pause(1), pause(2), pause(9), pause(i16::MAX)].map(|p| p.as_secs()), [5, 10, 120, 120]);
    }
}
