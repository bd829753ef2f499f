//! Why settings cannot be used.

use thiserror::Error;

/// Why the environment or a profile cannot be used. No error repeats a value: it may be secret.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// A setting has no value.
    #[error("{place}: {name} is missing{}", hint(name))]
    #[non_exhaustive]
    Missing {
        /// The environment, or the file and the profile.
        place: String,
        /// The setting.
        name: String,
    },
    /// A setting has a value that cannot be used.
    #[error("{place}: {name} cannot be used: {reason}")]
    #[non_exhaustive]
    Unusable {
        /// The environment, or the file and the profile.
        place: String,
        /// The setting.
        name: String,
        /// Why not.
        reason: String,
    },
    /// Two settings exclude each other.
    #[error("{place}: {one} and {other} are both set: keep one")]
    #[non_exhaustive]
    Both {
        /// The environment, or the file and the profile.
        place: String,
        /// One setting.
        one: String,
        /// The other one.
        other: String,
    },
    /// The file has no such profile.
    #[error("{path} has no profile `{name}`; it has {there}")]
    #[non_exhaustive]
    NoProfile {
        /// The file.
        path: String,
        /// The profile.
        name: String,
        /// The profiles that it has.
        there: String,
    },
    /// The file cannot be read.
    #[error("{path} cannot be read")]
    #[non_exhaustive]
    File {
        /// The file.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file has secrets and others may read it.
    #[error("{path} has secrets and others may read it: run `chmod 600 {path}`")]
    #[non_exhaustive]
    Readable {
        /// The file.
        path: String,
    },
    /// The file is no TOML of profiles.
    #[error("{path}, line {line}: {reason}")]
    #[non_exhaustive]
    Syntax {
        /// The file.
        path: String,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong there.
        reason: String,
    },
    /// Nothing says where the file is.
    #[error("no home folder is known to look for profiles in: set ASP_PROFILES to the file")]
    NoHome,
}

/// What to do about a setting that is missing.
fn hint(name: &str) -> &'static str {
    match name {
        "region" => ": give `north-america` or `europe`, or base_url instead",
        "ASP_REGION" => ": give `north-america` or `europe`, or ASP_BASE_URL instead",
        "access_token" => ": give it, or client_id, client_secret and refresh_token",
        "ASP_ACCESS_TOKEN" => ": give it, or ASP_CLIENT_ID, ASP_CLIENT_SECRET and ASP_REFRESH_TOKEN",
        _ => "",
    }
}
