//! The table, and medians.

use std::io::{IsTerminal as _, Write as _};

/// What a ratio must be.
#[derive(Clone, Copy)]
pub(crate) enum Mark {
    AtLeast(f64),
    AtMost(f64),
    /// Only for information.
    None,
}

/// Prints rows as they come, and counts marks that were missed.
#[derive(Default)]
pub(crate) struct Report {
    missed: usize,
}

impl Report {
    /// A part of the table, with the names of the two that are held against each other.
    pub(crate) fn section(&self, title: &str, own: &str, other: &str) {
        self.section_of(title, own, other, "ratio");
    }

    /// The same, where something else than a ratio counts.
    #[expect(clippy::unused_self, reason = "a part of the report like the others")]
    pub(crate) fn section_of(&self, title: &str, own: &str, other: &str, what: &str) {
        quiet();
        println!("\n{title:<46} {own:>14} {other:>14} {what:>8} {:>8}", "mark");
    }

    /// A row with a ratio, or what else counts in the section.
    pub(crate) fn row(&mut self, work: &str, own: &str, other: &str, ratio: f64, mark: Mark) {
        let (mark, is_met) = match mark {
            Mark::AtLeast(mark) => (format!("≥ {mark}"), Some(ratio >= mark)),
            Mark::AtMost(mark) => (format!("≤ {mark}"), Some(ratio <= mark)),
            Mark::None => (String::new(), None),
        };
        self.missed += usize::from(is_met == Some(false));
        let verdict = is_met.map_or("", |is_met| if is_met { "met" } else { "MISSED" });
        quiet();
        println!("{work:<46} {own:>14} {other:>14} {ratio:>8.2} {mark:>8} {verdict}");
    }

    /// Says how it went.
    pub(crate) fn end(self) {
        match self.missed {
            0 => println!("\nall marks are met"),
            missed => println!("\n{missed} marks are missed"),
        }
    }
}

/// Tells people at a terminal what goes on.
pub(crate) fn progress(text: &str) {
    if std::io::stderr().is_terminal() {
        eprint!("\r\x1b[K{text} ...");
        let _ = std::io::stderr().flush();
    }
}

/// Takes back what [`progress`] told.
fn quiet() {
    if std::io::stderr().is_terminal() {
        eprint!("\r\x1b[K");
    }
}

/// The one in the middle.
pub(crate) fn median(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
