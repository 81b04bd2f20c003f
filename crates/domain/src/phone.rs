//! Phone numbers as people give them, and the one form in which they are kept.

/// A phone number in E.164 form, such as `+8613812345678`.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone(String);

/// Why a number was refused. The number itself is not repeated: it would end in a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("give a mobile number of mainland China (11 digits) or one with its country code, such as `+852…`")]
pub struct PhoneError;

impl Phone {
    /// Takes an 11-digit mobile number of mainland China or an E.164 number; spaces and hyphens do not count.
    ///
    /// # Errors
    /// When it is neither.
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        if text.len() > 40 {
            return Err(PhoneError);
        }
        let text: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        let mobile = |digits: &str| {
            let mut chars = digits.chars();
            digits.len() == 11 && chars.next() == Some('1') && chars.next().is_some_and(|c| ('3'..='9').contains(&c))
        };
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let e164 = match text.strip_prefix('+').or_else(|| text.strip_prefix("00")) {
            Some(rest) => rest.to_owned(),
            None if mobile(&text) => format!("86{text}"),
            None => return Err(PhoneError),
        };
        let known = match e164.strip_prefix("86") {
            // A landline takes no text messages.
            Some(national) => mobile(national),
            None => (8..=15).contains(&e164.len()) && !e164.starts_with('0'),
        };
        if known && digits(&e164) { Ok(Self(format!("+{e164}"))) } else { Err(PhoneError) }
    }

    /// The number in E.164 form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Shows no digits: numbers stay out of logs.
impl std::fmt::Debug for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Phone(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mobiles_and_country_codes_are_taken_and_nothing_else() {
        let parsed = |text| Phone::parse(text).map(|phone| phone.as_str().to_owned());
        for text in ["13812345678", "138 1234 5678", "+86 138-1234-5678", "008613812345678"] {
            assert_eq!(parsed(text).as_deref(), Ok("+8613812345678"), "{text}");
        }
        assert_eq!(parsed("+85291234567").as_deref(), Ok("+85291234567"));
        for text in [
            "",
            "110",
            "12812345678",
            "+861012345678",
            "1381234567",
            "+0123456789",
            "1381234567８",
            "+1234567890123456",
        ] {
            assert_eq!(parsed(text), Err(PhoneError), "{text}");
        }
        assert!(!format!("{:?}", Phone::parse("13812345678")).contains("138"));
    }
}
