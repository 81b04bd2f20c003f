//! What a warning warns of.

crate::words::words! {
    /// What a warning warns of: the kinds of the national list and two that come with rain (domain reference 5.1, 5.6).
    /// It is no hidden danger of the register: those are [`crate::hazard`].
    WarnedOf {
        /// 暴雨.
        Rainstorm = "rainstorm",
        /// 大风, 雷雨大风.
        Gale = "gale",
        /// 高温.
        Heat = "heat",
        /// 暴雪.
        Snowstorm = "snowstorm",
        /// 寒潮.
        ColdWave = "cold_wave",
        /// 台风.
        Typhoon = "typhoon",
        /// 雷电.
        Lightning = "lightning",
        /// 冰雹.
        Hail = "hail",
        /// 大雾.
        Fog = "fog",
        /// 霾.
        Haze = "haze",
        /// 道路结冰.
        Icing = "icing",
        /// 沙尘暴.
        Sandstorm = "sandstorm",
        /// 霜冻.
        Frost = "frost",
        /// 干旱.
        Drought = "drought",
        /// 山洪、洪水、内涝.
        Flood = "flood",
        /// 地质灾害.
        Geological = "geological",
        /// Whatever else, or not known.
        Other = "other",
    }

    /// Whether what was warned of came (预警检验).
    Verification {
        /// 应验.
        Hit = "hit",
        /// 空报.
        FalseAlarm = "false_alarm",
    }

    /// What is known of the signature of a warning.
    Signature {
        /// It has one, and nobody looked at it.
        Unchecked = "unchecked",
        /// The operator's checker says that it is the sender's.
        Valid = "valid",
        /// The operator's checker says that it is not.
        Invalid = "invalid",
    }
}
