//! The facts of one reference page, and the file that keeps them.

use std::fmt::{self, Write};

use indexmap::IndexMap;
use serde::Deserialize;
use thiserror::Error;

/// What is stated about one thing: aspect and value.
pub type Subject = IndexMap<String, String>;

/// The facts of a reference page.
///
/// A fact is a value that the page gives for an aspect of a subject: that `maximum` of `query maxResults` is `50`. Subjects
/// belong to the page or to one of its operations, which are named `METHOD path`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// The title.
    pub title: String,
    /// The day of the last change, `YYYY-MM-DD`, if the page says so.
    pub updated: Option<String>,
    /// What is stated about the page's API as a whole.
    #[serde(default)]
    pub page: IndexMap<String, Subject>,
    /// What is stated about each operation.
    #[serde(default)]
    pub operations: IndexMap<String, IndexMap<String, Subject>>,
}

/// One fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fact<'a> {
    /// The operation, `METHOD path`; empty for what concerns the whole page.
    pub operation: &'a str,
    /// What it is about.
    pub subject: &'a str,
    /// Which aspect of it.
    pub aspect: &'a str,
    /// What the page says.
    pub value: &'a str,
}

impl fmt::Display for Fact<'_> {
    /// Writes one line, such as `GET /rooms: query maxResults: maximum = 50`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = if self.operation.is_empty() { "page" } else { self.operation };
        write!(formatter, "{operation}: {}: {} = {}", self.subject, self.aspect, self.value)
    }
}

/// A file of facts or errata cannot be read.
#[derive(Debug, Error)]
#[error("line {line}: {reason}")]
pub struct PageError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub reason: String,
}

/// Reads TOML.
pub(crate) fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, PageError> {
    toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        let line = text.get(..start).unwrap_or_default().matches('\n').count() + 1;
        PageError { line, reason: error.message().to_owned() }
    })
}

/// The first line of a file of facts.
const BANNER: &str =
    "# Imported from a saved copy of the reference page by `cargo xtask pages import`. Do not edit.";

/// The aspect by which a subject says what the copy lost of it.
pub(crate) const LOST: &str = "lost";

impl Page {
    /// Reads a file of facts.
    ///
    /// # Errors
    ///
    /// If it is no TOML of facts.
    pub fn from_toml(text: &str) -> Result<Self, PageError> {
        read(text)
    }

    /// The facts as a file: one subject a line.
    pub fn to_toml(&self) -> String {
        let mut text = format!("{BANNER}\n\ntitle = {}\n", quoted(&self.title));
        if let Some(updated) = &self.updated {
            line(&mut text, format_args!("updated = {}", quoted(updated)));
        }
        text += "\n[page]\n";
        write_subjects(&mut text, &self.page);
        for (operation, subjects) in &self.operations {
            line(&mut text, format_args!("\n[operations.{}]", quoted(operation)));
            write_subjects(&mut text, subjects);
        }
        text
    }

    /// The name of the page's file, without extension: its title in lowercase with hyphens.
    pub fn name(&self) -> String {
        let words = self.title.split(|character: char| !character.is_ascii_alphanumeric());
        let words: Vec<_> = words.filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect();
        words.join("-")
    }

    /// Every fact, in the order of the page.
    pub fn facts(&self) -> impl Iterator<Item = Fact<'_>> {
        let own = |aspect, value| Fact { operation: "", subject: "page", aspect, value };
        let head = std::iter::once(own("title", self.title.as_str()))
            .chain(self.updated.as_deref().map(|updated| own("updated", updated)));
        let whole = std::iter::once(("", &self.page));
        let all =
            whole.chain(self.operations.iter().map(|(operation, subjects)| (operation.as_str(), subjects)));
        head.chain(all.flat_map(|(operation, subjects)| {
            subjects.iter().flat_map(move |(subject, aspects)| {
                aspects.iter().map(move |(aspect, value)| Fact { operation, subject, aspect, value })
            })
        }))
    }

    /// One value.
    pub fn value(&self, operation: &str, subject: &str, aspect: &str) -> Option<&str> {
        let subjects = if operation.is_empty() { &self.page } else { self.operations.get(operation)? };
        Some(subjects.get(subject)?.get(aspect)?.as_str())
    }
}

fn write_subjects(text: &mut String, subjects: &IndexMap<String, Subject>) {
    for (subject, aspects) in subjects {
        let aspects: Vec<_> =
            aspects.iter().map(|(aspect, value)| format!("{} = {}", key(aspect), quoted(value))).collect();
        line(text, format_args!("{} = {{ {} }}", quoted(subject), aspects.join(", ")));
    }
}

fn line(text: &mut String, line: fmt::Arguments<'_>) {
    // Writing to a text does not fail.
    let _ = writeln!(text, "{line}");
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// An aspect as a key of TOML, bare where that is possible.
fn key(aspect: &str) -> String {
    let is_bare = aspect.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    if is_bare { aspect.to_owned() } else { quoted(aspect) }
}
