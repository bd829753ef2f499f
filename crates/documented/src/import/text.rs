//! Takes plain text apart, in which tables, headings and code look alike.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::outline::{VERTICALS, is_heading};
use super::sentences::{is_countries, pattern};
use super::{Block, BlockKind, Row, Unread, joined};

/// A method and a URI.
static OPERATION: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(GET|POST|PUT|PATCH|DELETE) /\S*$"));
static FIELD: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"^(\S+) (.+[.?!:")]) ([A-Z][A-Za-z]*) (Yes|No)$"#));
static STATUS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^([1-5]\d\d) (OK|Created|Accepted|No content|Bad request|Unauthorized|Forbidden|Not found|Method not allowed|Conflict|Gone|Unsupported media type|Unprocessable (?:entity|content)|Too many requests|Internal server error|Not implemented|Bad gateway|Service unavailable|Gateway timeout) (.+)$",
    )
});
static ENDPOINT: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(.+?) (https?://\S+)$"));
/// A line of an HTTP head or of JSON.
static CODE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"^(?:(?:GET|POST|PUT|PATCH|DELETE) /\S* HTTP/\S+|HTTP/\S+ .*|[A-Za-z][A-Za-z0-9-]*: \S.*|\s*(?:[{}\[\]],?|"[^"]*":.*))$"#,
    )
});

/// The blocks of a text. Lines in tables that cannot be split are added to `unread`.
pub(super) fn blocks(text: &str, unread: &mut Vec<Unread>) -> Vec<Block> {
    let text = text.trim_start_matches('\u{feff}');
    // Browsers put tabs between the cells of a row.
    let text = text.replace('\t', " ");
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut reader = Reader { operations: operations(&lines), lines, at: 0, blocks: Vec::new(), unread };
    while reader.at < reader.lines.len() {
        reader.block();
    }
    reader.blocks
}

/// The names in the table of operations.
fn operations(lines: &[&str]) -> BTreeSet<String> {
    let mut before = "";
    let mut names = BTreeSet::new();
    for line in lines.iter().filter(|line| !line.is_empty()) {
        if OPERATION.is_match(line) {
            names.insert(before.to_owned());
        }
        before = line;
    }
    names
}

struct Reader<'a> {
    lines: Vec<&'a str>,
    /// The line that is read next.
    at: usize,
    operations: BTreeSet<String>,
    blocks: Vec<Block>,
    unread: &'a mut Vec<Unread>,
}

impl Reader<'_> {
    fn block(&mut self) {
        let (line, number) = (self.lines[self.at], self.at + 1);
        self.at += 1;
        if line.trim().is_empty() {
            return;
        }
        let kind = match line {
            _ if self.blocks.is_empty() || self.is_heading(line) => BlockKind::Heading(joined(line)),
            "Operation HTTP Method and URI" => BlockKind::Table {
                header: cells(["Operation", "HTTP Method and URI"]),
                rows: self.operation_rows(),
            },
            "Country Endpoint" => {
                let rows = self
                    .rows(|line| Some(ENDPOINT.captures(line)?.extract::<2>().1.map(str::to_owned).to_vec()));
                BlockKind::Table { header: cells(["Country", "Endpoint"]), rows }
            }
            "Field Description Type Required" => {
                let rows = self
                    .rows(|line| Some(FIELD.captures(line)?.extract::<4>().1.map(str::to_owned).to_vec()));
                BlockKind::Table { header: cells(["Field", "Description", "Type", "Required"]), rows }
            }
            _ if line.eq_ignore_ascii_case("Status code Name Description") => {
                let rows = self
                    .rows(|line| Some(STATUS.captures(line)?.extract::<3>().1.map(str::to_owned).to_vec()));
                BlockKind::Table { header: cells(["Status code", "Name", "Description"]), rows }
            }
            _ if let Some(header) = verticals(line) => {
                let rows = self.countries();
                BlockKind::Table { header, rows }
            }
            _ if CODE.is_match(line) => {
                self.at -= 1;
                BlockKind::Code(self.code())
            }
            _ => BlockKind::Paragraph(joined(line)),
        };
        self.blocks.push(Block { line: number, kind });
    }

    fn is_heading(&self, line: &str) -> bool {
        is_heading(line) || self.operations.contains(line)
    }

    /// The next line with something on it, and how many lines it is away.
    fn peek(&self) -> Option<&str> {
        self.lines[self.at..].iter().find(|line| !line.is_empty()).copied()
    }

    /// Goes behind the next line with something on it.
    fn pass(&mut self) {
        while self.lines.get(self.at).is_some_and(|line| line.is_empty()) {
            self.at += 1;
        }
        self.at += 1;
    }

    /// Pairs of lines, a name and a method with a URI.
    fn operation_rows(&mut self) -> Vec<Row> {
        let mut rows = Vec::new();
        loop {
            let start = self.at;
            let Some(name) = self.peek().map(str::to_owned) else { return rows };
            self.pass();
            let line = self.at;
            let Some(uri) = self.peek().filter(|uri| OPERATION.is_match(uri)).map(str::to_owned) else {
                self.at = start;
                return rows;
            };
            self.pass();
            rows.push(Row { line, cells: vec![name, uri] });
        }
    }

    /// The lines up to what is no row behind an empty line, or to a heading, each a row. Rows that cannot be split are not understood.
    fn rows(&mut self, split: impl Fn(&str) -> Option<Vec<String>>) -> Vec<Row> {
        let mut rows = Vec::new();
        while let Some(line) = self.lines.get(self.at).filter(|line| !self.is_heading(line)) {
            if line.is_empty() {
                // A gap in a table is none of its ends.
                let goes_on = self.peek().is_some_and(|next| !self.is_heading(next) && split(next).is_some());
                if rows.is_empty() || !goes_on {
                    return rows;
                }
                self.at += 1;
                continue;
            }
            match split(line) {
                Some(cells) => rows.push(Row { line: self.at + 1, cells }),
                // What an empty table leaves behind is the text below it.
                None if rows.is_empty() => return rows,
                None => self.unread.push(Unread { line: self.at + 1, text: joined(line) }),
            }
            self.at += 1;
        }
        rows
    }

    /// The cells of a table of countries: each on a line of its own.
    fn countries(&mut self) -> Vec<Row> {
        let mut found = Vec::new();
        while let Some(line) = self.peek().filter(|line| is_countries(line)).map(str::to_owned) {
            self.pass();
            found.push((self.at, line));
        }
        match found.first() {
            Some((line, _)) => {
                vec![Row { line: *line, cells: found.iter().map(|(_, cell)| cell.clone()).collect() }]
            }
            None => Vec::new(),
        }
    }

    fn code(&mut self) -> Vec<String> {
        let mut code = Vec::new();
        while let Some(line) = self.lines.get(self.at).filter(|line| CODE.is_match(line)) {
            code.push((*line).to_owned());
            self.at += 1;
        }
        code
    }
}

fn cells<const COUNT: usize>(cells: [&str; COUNT]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

/// The columns of a table of countries, if the line has only those.
fn verticals(line: &str) -> Option<Vec<String>> {
    let mut rest = line;
    let mut found = Vec::new();
    while !rest.is_empty() {
        let vertical = VERTICALS.into_iter().find(|vertical| rest.starts_with(vertical))?;
        found.push(vertical.to_owned());
        rest = rest[vertical.len()..].trim_start();
    }
    (found.len() > 1).then_some(found)
}
