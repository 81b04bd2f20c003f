//! The four levels of risk of the dual prevention mechanism (双重预防机制).

use serde::{Deserialize, Serialize};

/// A level of risk. It is neither a warning's colour nor a response's level, which use the same words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RiskLevel {
    /// 低风险.
    Low,
    /// 一般风险.
    General,
    /// 较大风险.
    Larger,
    /// 重大风险.
    Major,
}

impl RiskLevel {
    /// The colour that stands for it: `blue`, `yellow`, `orange` or `red`.
    pub fn colour(self) -> &'static str {
        match self {
            Self::Low => "blue",
            Self::General => "yellow",
            Self::Larger => "orange",
            Self::Major => "red",
        }
    }
}
