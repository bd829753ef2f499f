//! Printing: text for people, one JSON object for programs.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use serde_json::Value;

use crate::Format;

/// Where a command prints; colours only on a terminal and never with `NO_COLOR`.
pub(crate) struct Output {
    stream: Box<dyn Write>,
    format: Format,
}

impl Output {
    /// Prints to standard output.
    pub(crate) fn new(format: Format) -> Self {
        Self { stream: Box::new(anstream::stdout()), format }
    }

    /// Prints one line for people; nothing if the output is for programs.
    pub(crate) fn line(&mut self, text: &str) -> io::Result<()> {
        if self.format == Format::Text { writeln!(self.stream, "{text}") } else { Ok(()) }
    }

    /// Prints a line that starts with a right-aligned, coloured word, as cargo does.
    pub(crate) fn status(&mut self, word: &str, color: AnsiColor, text: &str) -> io::Result<()> {
        let style = Style::new().bold().fg_color(Some(color.into()));
        self.line(&format!("{style}{word:>12}{style:#} {text}"))
    }

    /// Prints the result for programs; nothing if the output is for people.
    pub(crate) fn json(&mut self, value: &Value) -> io::Result<()> {
        if self.format == Format::Json { writeln!(self.stream, "{value:#}") } else { Ok(()) }
    }
}

/// A count with its word: `1 file`, `2 files`.
pub(crate) fn plural(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}
