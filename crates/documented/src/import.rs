//! Reads a saved copy of a reference page.
//!
//! A copy is the text of the page, as it comes from selecting and copying it, or the HTML that a browser saves. Both are
//! taken apart into the same blocks, and the blocks into facts. What the copy has lost is recorded as lost and
//! never guessed; a line that nothing here knows is listed.

mod example;
mod html;
mod outline;
mod read;
mod sentences;
mod tables;
mod text;

pub(crate) use sentences::pattern;

use crate::Page;

/// What came of a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The facts.
    pub page: Page,
    /// The lines that were not understood.
    pub unread: Vec<Unread>,
}

/// A line of a copy that was not understood.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unread {
    /// Its number in the file, counted from 1.
    pub line: usize,
    /// Its text.
    pub text: String,
}

/// Reads a copy: HTML if it begins with a tag, otherwise plain text.
pub fn import(copy: &str) -> Imported {
    let is_html = copy.trim_start_matches('\u{feff}').trim_start().starts_with('<');
    let mut unread = Vec::new();
    let blocks = if is_html { html::blocks(copy, &mut unread) } else { text::blocks(copy, &mut unread) };
    let page = read::page(&blocks, &mut unread);
    unread.sort();
    unread.dedup();
    Imported { page, unread }
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// Where it begins in the file, counted from 1.
    line: usize,
    kind: BlockKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BlockKind {
    Heading(String),
    Paragraph(String),
    /// Lines with their indentation.
    Code(Vec<String>),
    Table {
        header: Vec<String>,
        rows: Vec<Row>,
    },
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    line: usize,
    cells: Vec<String>,
}

/// Text with one blank where there is any white space.
pub(crate) fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
