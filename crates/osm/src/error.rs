//! Why a file of OpenStreetMap could not be read.

/// A file, or the table of tags, that cannot be used at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OsmError {
    /// No OpenStreetMap PBF, or one that is damaged or ends too early.
    #[error("this is not a sound OpenStreetMap PBF file: {detail}")]
    NotPbf {
        /// What was found.
        detail: String,
    },
    /// It needs something that is not read here, such as the history of each element.
    #[error("the file needs `{feature}`, which is not read here; take an extract without history")]
    Feature {
        /// As the file names it.
        feature: String,
    },
    /// It cannot be read from.
    #[error("the file cannot be read: {0}")]
    Io(std::io::Error),
}

impl OsmError {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotPbf { .. } => "not_osm_pbf",
            Self::Feature { .. } => "osm_feature",
            Self::Io(_) => "file_unreadable",
        }
    }
}

impl From<osmpbf::Error> for OsmError {
    fn from(error: osmpbf::Error) -> Self {
        Self::NotPbf { detail: error.to_string() }
    }
}
