//! Printing: text for people, one JSON object for programs.

use std::error::Error;
use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use clap::ValueEnum;
use serde_json::Value;

use super::exit;

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// For programs: one JSON object on standard output
    Json,
}

/// Where a command prints; colours only on a terminal and never with `NO_COLOR`.
pub struct Output {
    stream: Box<dyn Write>,
    format: Format,
}

impl Output {
    /// Prints to standard output.
    pub fn new(format: Format) -> Self {
        Self { stream: Box::new(anstream::stdout()), format }
    }

    /// Prints one line for people; nothing if the output is for programs.
    ///
    /// # Errors
    ///
    /// If nothing can be written.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        if self.format == Format::Text { self.print(format_args!("{text}\n")) } else { Ok(()) }
    }

    /// Writes as long as somebody reads. What was found decides the exit code, however much of it was read, as in
    /// `| head`.
    fn print(&mut self, text: fmt::Arguments<'_>) -> io::Result<()> {
        match self.stream.write_fmt(text) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.stream = Box::new(io::sink());
                Ok(())
            }
            result => result,
        }
    }

    /// Prints a line that starts with a right-aligned, coloured word, as cargo does.
    ///
    /// # Errors
    ///
    /// If nothing can be written.
    pub fn status(&mut self, word: &str, color: AnsiColor, text: &str) -> io::Result<()> {
        let style = Style::new().bold().fg_color(Some(color.into()));
        self.line(&format!("{style}{word:>12}{style:#} {text}"))
    }

    /// Prints the result for programs; nothing if the output is for people.
    ///
    /// # Errors
    ///
    /// If nothing can be written.
    pub fn json(&mut self, value: &Value) -> io::Result<()> {
        if self.format == Format::Json { self.print(format_args!("{value:#}\n")) } else { Ok(()) }
    }

    /// Whether the output is for programs.
    pub fn is_for_programs(&self) -> bool {
        self.format == Format::Json
    }
}

/// Prints why a command failed, cause by cause and without a backtrace, since these are errors for the person who
/// called; returns the exit code.
pub fn failed(error: &(dyn Error + 'static)) -> ExitCode {
    // Nowhere is left to report to if standard error is closed.
    let _ = report(error);
    exit::FAILED.into()
}

fn report(error: &dyn Error) -> io::Result<()> {
    let mut stream = anstream::stderr();
    writeln!(stream, "error: {error}")?;
    let mut cause = error.source();
    while let Some(error) = cause {
        writeln!(stream, "  because: {error}")?;
        cause = error.source();
    }
    Ok(())
}

/// The exit code for arguments that clap does not take, after it said why; help and version are no failures.
pub fn refused(error: &clap::Error) -> ExitCode {
    let _ = error.print();
    // What clap calls an error is ours to give a code.
    if error.use_stderr() { exit::FAILED } else { exit::FINE }.into()
}

/// A count with its word: `1 file`, `2 files`.
pub fn plural(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}
