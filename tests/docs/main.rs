//! What readers are given: the reference that the server has, the one of `openapi/generated`, and the requests in it.
//!
//! Needs a Chromium, which is not downloaded, Python, Node and curl: without one of them the tests that need it say so and
//! are skipped; in CI they fail.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![cfg(unix)]

mod accessible;
mod headless;
mod reference;
mod served;
mod snippets;

use std::env;
use std::path::{Path, PathBuf};

/// Where a picture goes, for people.
fn picture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// The first of these programs that is installed, or nothing if none is.
///
/// # Panics
///
/// In CI if there is none: a check that CI skips is no check.
fn program(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut candidates =
        env::split_paths(&path).flat_map(|folder| names.iter().map(move |name| folder.join(name)));
    let found = candidates.find(|candidate| candidate.is_file());
    assert!(
        found.is_some() || env::var_os("CI").is_none(),
        "none of {names:?} in PATH: `.ci/run` installs them"
    );
    found
}
