//! Takes HTML apart, as a browser saves it.

use std::convert::Infallible;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Span, Token, Tokenizer};

use super::{Block, BlockKind, Row, joined};

/// Elements that are no part of what a page says.
const ASIDE: [&str; 14] = [
    "nav", "header", "footer", "aside", "script", "style", "noscript", "template", "svg", "button", "form",
    "select", "iframe", "head",
];

/// Elements without an end tag.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Elements that stand in a line of text.
const INLINE: [&str; 22] = [
    "a", "abbr", "b", "bdi", "cite", "code", "data", "dfn", "em", "font", "i", "kbd", "mark", "q", "s",
    "samp", "small", "span", "strong", "sub", "sup", "var",
];

/// The blocks of a page.
pub(super) fn blocks(html: &str) -> Vec<Block> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut reader = Reader::new(html);
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok::<_, Infallible>(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                let is_empty = tag.self_closing || VOID.contains(&name.as_str());
                reader.start(&name, is_empty, tag.span);
            }
            Token::EndTag(tag) => reader.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => reader.text(&String::from_utf8_lossy(&text), text.span),
            _ => {}
        }
    }
    reader.finish()
}

/// A table on its way.
#[derive(Default)]
struct Table {
    line: usize,
    rows: Vec<Row>,
}

struct Reader<'a> {
    html: &'a str,
    /// How far lines were counted: the place, and the number of the line there.
    counted: (usize, usize),
    blocks: Vec<Block>,
    /// The elements that are left out and not ended yet.
    aside: Vec<String>,
    text: String,
    /// Where the text begins.
    line: usize,
    is_code: bool,
    heading: bool,
    table: Option<Table>,
}

impl<'a> Reader<'a> {
    fn new(html: &'a str) -> Self {
        Self {
            html,
            counted: (0, 1),
            blocks: Vec::new(),
            aside: Vec::new(),
            text: String::new(),
            line: 1,
            is_code: false,
            heading: false,
            table: None,
        }
    }

    fn line_of(&mut self, span: Span) -> usize {
        let (place, line) = self.counted;
        let passed = self.html.get(place..span.start).unwrap_or_default();
        self.counted = (place.max(span.start), line + passed.matches('\n').count());
        self.counted.1
    }

    fn start(&mut self, name: &str, is_empty: bool, span: Span) {
        let line = self.line_of(span);
        if !self.aside.is_empty() || ASIDE.contains(&name) {
            if !is_empty && (self.aside.is_empty() || self.aside.last().is_some_and(|last| last == name)) {
                self.flush();
                self.aside.push(name.to_owned());
            }
            return;
        }
        match name {
            "br" if self.is_code => self.text.push('\n'),
            "br" if self.table.is_some() => self.text.push(' '),
            "table" if self.table.is_none() => {
                self.flush();
                self.table = Some(Table { line, rows: Vec::new() });
            }
            "tr" | "th" | "td" if self.table.is_some() => {
                self.cell();
                if let Some(table) = &mut self.table {
                    if name == "tr" {
                        table.rows.push(Row { line, cells: Vec::new() });
                    } else if let Some(row) = table.rows.last_mut() {
                        row.cells.push(String::new());
                    }
                }
            }
            "pre" if self.table.is_none() => {
                self.flush();
                self.is_code = true;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if self.table.is_none() => {
                self.flush();
                self.heading = true;
            }
            name if INLINE.contains(&name) => {}
            _ if self.table.is_some() => self.text.push(' '),
            _ => self.flush(),
        }
    }

    fn end(&mut self, name: &str) {
        if let Some(last) = self.aside.last() {
            if last == name {
                self.aside.pop();
            }
            return;
        }
        match name {
            "table" => {
                self.cell();
                if let Some(table) = self.table.take() {
                    self.end_table(table);
                }
            }
            "td" | "th" | "tr" => self.cell(),
            name if INLINE.contains(&name) => {}
            _ if self.table.is_some() => self.text.push(' '),
            _ => self.flush(),
        }
    }

    fn text(&mut self, text: &str, span: Span) {
        let line = self.line_of(span);
        if !self.aside.is_empty() {
            return;
        }
        if self.text.trim().is_empty() {
            self.line = line
                + text
                    .chars()
                    .take_while(|character| character.is_whitespace())
                    .filter(|character| *character == '\n')
                    .count();
        }
        self.text.push_str(text);
    }

    /// Ends the cell under way.
    fn cell(&mut self) {
        let text = std::mem::take(&mut self.text);
        let cell =
            self.table.as_mut().and_then(|table| table.rows.last_mut()).and_then(|row| row.cells.last_mut());
        if let Some(cell) = cell {
            if !cell.is_empty() && !text.trim().is_empty() {
                cell.push(' ');
            }
            cell.push_str(&joined(&text));
        }
    }

    fn end_table(&mut self, table: Table) {
        let mut rows = table.rows.into_iter().filter(|row| !row.cells.is_empty());
        if let Some(header) = rows.next() {
            let kind = BlockKind::Table { header: header.cells, rows: rows.collect() };
            self.blocks.push(Block { line: table.line, kind });
        }
    }

    /// Ends the block under way.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let (is_code, is_heading) = (std::mem::take(&mut self.is_code), std::mem::take(&mut self.heading));
        if text.trim().is_empty() {
            return;
        }
        let kind = if is_code {
            let lines = text.trim_matches('\n').lines();
            BlockKind::Code(
                lines.map(|line| line.trim_end().to_owned()).filter(|line| !line.is_empty()).collect(),
            )
        } else if is_heading {
            BlockKind::Heading(joined(&text))
        } else {
            BlockKind::Paragraph(joined(&text))
        };
        self.blocks.push(Block { line: self.line, kind });
    }

    fn finish(mut self) -> Vec<Block> {
        if let Some(table) = self.table.take() {
            self.end_table(table);
        }
        self.flush();
        self.blocks
    }
}
