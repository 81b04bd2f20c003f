//! Phone numbers and mail addresses of accounts: one form for each, and what may be shown of them.

use serde::{Deserialize, Serialize};

/// What kind of contact it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    /// A phone number.
    Phone,
    /// A mail address.
    Email,
}

impl ContactKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Phone, Self::Email];

    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Email => "email",
        }
    }

    /// The kind with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The one form in which a value is kept and looked up; `None` when it is no such value.
    ///
    /// A phone number keeps its digits and a leading `+`; the country code of mainland numbers goes, so that
    /// `+86 138 1234 1234` and `13812341234` are the same. A mail address becomes lower case.
    pub fn normal(self, text: &str) -> Option<String> {
        let text = text.trim();
        match self {
            Self::Phone => {
                let kept: String = text.chars().filter(|c| !" -()".contains(*c)).collect();
                let digits = kept.strip_prefix('+').unwrap_or(&kept);
                let fits = (3..=15).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit());
                let mainland = kept.strip_prefix("+86").or_else(|| kept.strip_prefix("0086"));
                fits.then(|| mainland.filter(|rest| rest.len() >= 7).unwrap_or(&kept).to_owned())
            }
            Self::Email => {
                let (name, host) = text.split_once('@')?;
                let clean =
                    |part: &str| !part.is_empty() && !part.contains(['@', ' ']) && !part.contains(char::is_control);
                let fits = text.len() <= 254 && clean(name) && clean(host) && host.contains('.');
                fits.then(|| text.to_lowercase())
            }
        }
    }

    /// What is shown of a value to those who may not see it: `138****1234`, `w***@example.org`.
    pub fn mask(self, normal: &str) -> String {
        match self {
            Self::Phone => {
                let chars: Vec<char> = normal.chars().collect();
                let (start, end) = match chars.len() {
                    11.. => (3, 4),
                    7..11 => (2, 2),
                    _ => (0, 1),
                };
                let text = |part: &[char]| part.iter().collect::<String>();
                format!("{}****{}", text(&chars[..start]), text(&chars[chars.len().saturating_sub(end)..]))
            }
            Self::Email => {
                let (name, host) = normal.split_once('@').unwrap_or((normal, ""));
                format!("{}***@{host}", name.chars().take(1).collect::<String>())
            }
        }
    }
}
