//! What a called post may answer by text message.

use super::Report;

/// What separates a number from what stands before it.
const BETWEEN: [char; 5] = [' ', ',', '，', '、', '\t'];

impl Report {
    /// Reads `1` (已收到), `2` (已到岗) and `3 n` (已转移 n), as digits or in words; `None` for anything else, at
    /// which a person must look. Full-width digits count.
    pub fn read(text: &str) -> Option<Self> {
        let text: String = text.trim().chars().map(narrow).collect();
        match text.as_str() {
            "1" | "收到" | "已收到" => return Some(Self::Received),
            "2" | "到岗" | "已到岗" => return Some(Self::OnPost),
            _ => {}
        }
        let people = ["已转移", "转移"].iter().find_map(|word| text.strip_prefix(word));
        // `312` may be a slip of the thumb: after a digit something must stand between.
        let people = people.or_else(|| text.strip_prefix('3').filter(|rest| rest.starts_with(BETWEEN)))?;
        people.trim_matches(BETWEEN).trim_end_matches(['人', '。', ' ']).parse().ok().map(Self::Moved)
    }
}

fn narrow(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        '　' => ' ',
        other => other,
    }
}
