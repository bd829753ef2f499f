//! What the commands of the workspace share: files that are planned and then written, printing, exit codes.
//!
//! Behind the feature `command`, so that whoever only generates has nothing of it.

pub mod exit;
pub mod files;
pub mod output;
