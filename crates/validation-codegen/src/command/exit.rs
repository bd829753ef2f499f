//! Exit codes of every command.

/// Nothing to report: files are fresh, the document is fine.
pub const FINE: u8 = 0;

/// The command could not do its work.
pub const FAILED: u8 = 1;

/// The command did its work and found something: files that are not fresh, problems in a document.
pub const FOUND: u8 = 4;
