//! What the command is doing, on a terminal, if the document is large enough for it to take a while.

use std::path::Path;
use std::time::Duration;

use indicatif::ProgressBar;

/// Smaller documents are done before anybody has read a line.
const LARGE: u64 = 1_000_000;

pub(crate) struct Progress(ProgressBar);

impl Progress {
    pub(crate) fn new(document: &Path) -> Self {
        let size = fs_err::metadata(document).map_or(0, |metadata| metadata.len());
        if size < LARGE {
            return Self(ProgressBar::hidden());
        }
        // In a pipe it draws nothing.
        let spinner = ProgressBar::new_spinner();
        spinner.enable_steady_tick(Duration::from_millis(100));
        Self(spinner)
    }

    pub(crate) fn step(&self, what: &'static str) {
        self.0.set_message(what);
    }

    /// Leaves the line that it was drawn on empty.
    pub(crate) fn finish(&self) {
        self.0.finish_and_clear();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.finish();
    }
}
