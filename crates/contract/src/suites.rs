//! The cases that were derived from the document.

use asp_cases::Suite;
use thiserror::Error;

/// The files of `openapi/cases/generated`.
const FILES: [(&str, &str); 5] = [
    ("home-communities", include_str!("../../../openapi/cases/generated/home-communities.json")),
    ("homes", include_str!("../../../openapi/cases/generated/homes.json")),
    ("properties", include_str!("../../../openapi/cases/generated/properties.json")),
    ("room-types", include_str!("../../../openapi/cases/generated/room-types.json")),
    ("rooms", include_str!("../../../openapi/cases/generated/rooms.json")),
];

/// A file of cases cannot be read.
#[derive(Debug, Error)]
pub enum SuiteError {
    /// It is not what the schema of cases says.
    #[error("the cases {name} cannot be read")]
    Unreadable {
        /// Its name.
        name: String,
        /// Why.
        source: serde_json::Error,
    },
    /// It is of another version of the format.
    #[error("the cases {name} are of format {found}, this kit reads format {}", Suite::FORMAT)]
    Format {
        /// Its name.
        name: String,
        /// Its format.
        found: u32,
    },
}

/// The suites of all kinds of units, parents before what is in them.
///
/// # Errors
///
/// If one cannot be read.
pub fn suites() -> Result<Vec<Suite>, SuiteError> {
    FILES.iter().map(|(name, text)| read(name, text)).collect()
}

fn read(name: &str, text: &str) -> Result<Suite, SuiteError> {
    let suite: Suite = serde_json::from_str(text)
        .map_err(|source| SuiteError::Unreadable { name: name.to_owned(), source })?;
    if suite.format == Suite::FORMAT {
        Ok(suite)
    } else {
        Err(SuiteError::Format { name: name.to_owned(), found: suite.format })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_files_are_read_and_another_format_is_refused() {
        assert_eq!(suites().unwrap().len(), FILES.len());
        let other = FILES[0].1.replacen("\"format\": 1", "\"format\": 2", 1);
        assert_eq!(
            read("rooms", &other).unwrap_err().to_string(),
            "the cases rooms are of format 2, this kit reads format 1"
        );
    }
}
