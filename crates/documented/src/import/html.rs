//! Takes HTML apart, as a browser saves it.

use std::convert::Infallible;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Span, Token, Tokenizer};

use super::{Block, BlockKind, Row, Unread, joined};

/// Elements that readers don't read.
const HIDDEN: [&str; 9] =
    ["script", "style", "noscript", "template", "svg", "button", "select", "iframe", "head"];

/// Elements that surround what a page says. Inside of it they are part of it.
const AROUND: [&str; 5] = ["nav", "header", "footer", "aside", "form"];

/// What a page says.
const CONTENT: [&str; 2] = ["main", "article"];

/// Elements without an end tag.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Elements that stand in a line of text.
const INLINE: [&str; 22] = [
    "a", "abbr", "b", "bdi", "cite", "code", "data", "dfn", "em", "font", "i", "kbd", "mark", "q", "s",
    "samp", "small", "span", "strong", "sub", "sup", "var",
];

/// The blocks of a page.
pub(super) fn blocks(html: &str, unread: &mut Vec<Unread>) -> Vec<Block> {
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
    reader.finish(unread)
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
    /// The elements that are left out and not ended yet, and the line of the first.
    aside: Vec<String>,
    aside_line: usize,
    /// How many elements with what the page says are open.
    content: usize,
    text: String,
    /// Whether something in the text can be seen.
    is_visible: bool,
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
            aside_line: 0,
            content: 0,
            text: String::new(),
            is_visible: false,
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
        if name == "body" && self.aside.first().is_some_and(|first| first == "head") {
            // The end tag of the head may be left out (HTML, section 13.1.2.4).
            self.aside.clear();
        }
        let is_aside = HIDDEN.contains(&name) || self.content == 0 && AROUND.contains(&name);
        if !self.aside.is_empty() || is_aside {
            if !is_empty && (self.aside.is_empty() || self.aside.last().is_some_and(|last| last == name)) {
                self.flush();
                if self.aside.is_empty() {
                    self.aside_line = line;
                }
                self.aside.push(name.to_owned());
            }
            return;
        }
        if CONTENT.contains(&name) {
            self.content += 1;
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
        if CONTENT.contains(&name) {
            self.content = self.content.saturating_sub(1);
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
        if !self.is_visible {
            self.line = line
                + text
                    .chars()
                    .take_while(|character| character.is_whitespace())
                    .filter(|character| *character == '\n')
                    .count();
        }
        self.is_visible |= text.chars().any(|character| !character.is_whitespace());
        self.text.push_str(text);
    }

    /// The text so far, which ends here.
    fn take(&mut self) -> String {
        self.is_visible = false;
        std::mem::take(&mut self.text)
    }

    /// Ends the cell under way.
    fn cell(&mut self) {
        let text = self.take();
        let cell =
            self.table.as_mut().and_then(|table| table.rows.last_mut()).and_then(|row| row.cells.last_mut());
        if let Some(cell) = cell {
            if !cell.is_empty() && !text.trim().is_empty() {
                cell.push(' ');
            }
            cell.push_str(&joined(&text));
        } else if !text.trim().is_empty() {
            // What is in a table and in none of its cells, such as a caption.
            self.blocks.push(Block { line: self.line, kind: BlockKind::Paragraph(joined(&text)) });
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
        let text = self.take();
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

    fn finish(mut self, unread: &mut Vec<Unread>) -> Vec<Block> {
        if let Some(element) = self.aside.first() {
            let text = format!("<{element}> has no end, so nothing below it is read");
            unread.push(Unread { line: self.aside_line, text });
        }
        if let Some(table) = self.table.take() {
            self.end_table(table);
        }
        self.flush();
        self.blocks
    }
}
