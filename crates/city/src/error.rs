/// Why a city file could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum CityError {
    /// The first bytes are not those of a city file of this version.
    #[error("not a city file: it does not start with `BHCITY01`")]
    NotACityFile,
    /// Compression or decompression failed.
    #[error("city file could not be compressed or unpacked")]
    Zstd(#[from] std::io::Error),
    /// The unpacked bytes do not follow the schema.
    #[error("city file does not follow its schema")]
    Schema(#[from] postcard::Error),
    /// A unit names a parent that does not come before it.
    #[error("unit `{unit}` names parent `{parent}`, which does not come before it")]
    ParentOrder {
        /// Position of the unit.
        unit: u32,
        /// Position of the named parent.
        parent: u32,
    },
    /// A count column is longer or shorter than the data it describes.
    #[error("column `{column}` does not match the rows it belongs to")]
    Column {
        /// Name of the column.
        column: &'static str,
    },
}
