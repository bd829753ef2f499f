//! Makes the facts of a page from its blocks.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::example::Example;
use super::outline::{API_ENDPOINT, AUTHENTICATION, OPERATIONS, Part, TableKind, is_group};
use super::{Block, BlockKind, Row, Unread, sentences};
use crate::page::LOST;
use crate::{Page, Subject};

/// What belongs to no page's text: the question at its end.
const FOOTER: &str = "Was this page helpful?";

/// The facts in the blocks of a page. What is in no known place is added to `unread`.
pub(super) fn page(blocks: &[Block], unread: &mut Vec<Unread>) -> Page {
    let mut reader = Reader {
        page: Page::default(),
        unread,
        names: names(blocks),
        place: Place::Outside,
        headings: BTreeSet::new(),
        section: String::new(),
        group: String::new(),
        bodies: BTreeMap::new(),
    };
    for block in blocks {
        reader.block(block);
    }
    reader.finish()
}

/// What is documented where.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    /// Before the title.
    Outside,
    /// The page's own sections.
    Page,
    /// Below the name of an operation, whose method and URI are not known yet.
    Named(String),
    /// Below an operation.
    Operation { id: String, part: Part, has_content: bool },
    /// Below a heading that no page is known to have: what stands there may be about anything.
    Unknown(String),
    /// Behind the last operation.
    End,
}

pub(super) struct Reader<'a> {
    pub(super) page: Page,
    unread: &'a mut Vec<Unread>,
    /// The operations in the page's table: name, and method with URI.
    names: IndexMap<String, String>,
    place: Place,
    /// The headings of the page's own sections.
    headings: BTreeSet<String>,
    /// The last heading.
    pub(super) section: String,
    /// The last heading above operations.
    group: String,
    /// The bodies of the operation under way.
    pub(super) bodies: BTreeMap<&'static str, Example>,
}

/// The table of operations.
fn names(blocks: &[Block]) -> IndexMap<String, String> {
    let tables = blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::Table { header, rows } if TableKind::of(header) == Some(TableKind::Operations) => {
            Some(rows)
        }
        _ => None,
    });
    let mut names = IndexMap::new();
    for row in tables.flatten() {
        if let [name, uri] = row.cells.as_slice() {
            names.entry(name.clone()).or_insert_with(|| uri.clone());
        }
    }
    names
}

impl Reader<'_> {
    fn block(&mut self, block: &Block) {
        let line = block.line;
        match &block.kind {
            BlockKind::Heading(text) => self.heading(text, line),
            BlockKind::Paragraph(text) => self.paragraph(text, line),
            BlockKind::Code(lines) => self.code(lines, line),
            BlockKind::Table { header, rows } => self.table(header, rows, line),
        }
    }

    pub(super) fn unread(&mut self, line: usize, text: impl Into<String>) {
        self.unread.push(Unread { line, text: text.into() });
    }

    fn heading(&mut self, text: &str, line: usize) {
        self.close_part();
        text.clone_into(&mut self.section);
        match &mut self.place {
            Place::Outside => {
                text.clone_into(&mut self.page.title);
                self.place = Place::Page;
            }
            Place::Operation { part, has_content, .. } if let Some(next) = Part::of(text) => {
                *part = next;
                *has_content = false;
            }
            _ if self.names.contains_key(text) => {
                self.bodies.clear();
                self.place = Place::Named(text.to_owned());
            }
            _ if is_group(text) => {
                text.clone_into(&mut self.group);
                self.place = Place::Page;
            }
            Place::Page if [API_ENDPOINT, AUTHENTICATION, OPERATIONS].contains(&text) => {
                self.headings.insert(text.to_owned());
            }
            _ => {
                self.unread(line, text);
                self.leave(text);
            }
        }
    }

    /// Goes below a heading that is not known, unless no operation has begun.
    fn leave(&mut self, heading: &str) {
        if matches!(self.place, Place::Operation { .. } | Place::Named(_) | Place::Unknown(_)) {
            self.place = Place::Unknown(heading.to_owned());
        }
    }

    fn paragraph(&mut self, text: &str, line: usize) {
        if let Some(updated) = sentences::updated(text) {
            self.close_part();
            self.page.updated = Some(updated);
            self.place = Place::End;
            return;
        }
        match self.place.clone() {
            _ if text == FOOTER => {
                self.close_part();
                self.place = Place::End;
            }
            Place::Outside | Place::End => self.unread(line, text),
            Place::Page => self.of_page(text, line),
            Place::Named(name) | Place::Unknown(name) => match sentences::call(text) {
                Some((method, uri)) => self.begin(&name, &method, &uri, text),
                None => self.unread(line, text),
            },
            Place::Operation { id, part, .. } => self.of_operation(&id, part, text, line),
        }
    }

    fn of_page(&mut self, text: &str, line: usize) {
        if !is_sentence(text) {
            self.unread(line, text);
            return;
        }
        if let Some(host) = sentences::host(text) {
            self.put("", "host", "url", &host);
        }
        if sentences::has_regional_hosts(text) {
            self.page.page.entry("host".to_owned()).or_default();
        }
        if let Some(token) = sentences::token_of(text) {
            self.put("", "access token", "from", &token);
        }
        let section = if self.section == self.page.title { "" } else { &self.section };
        let subject = format!("text {section}").trim_end().to_owned();
        let count = self.page.page.get(&subject).map_or(0, Subject::len);
        self.put("", &subject, &format!("paragraph {}", count + 1), &sentences::fingerprint(text));
    }

    /// An operation begins.
    fn begin(&mut self, name: &str, method: &str, uri: &str, text: &str) {
        let path = uri.split('?').next().unwrap_or(uri);
        let id = format!("{method} {path}");
        self.put(&id, "operation", "name", name);
        if !self.group.is_empty() {
            let group = self.group.clone();
            self.put(&id, "operation", "group", &group);
        }
        if let Some(listed) = self.names.get(name).cloned() {
            self.put(&id, "operation", "listed as", &listed);
        }
        self.put(&id, "operation", "called as", &format!("{method} {uri}"));
        self.place = Place::Operation { id: id.clone(), part: Part::Intro, has_content: true };
        self.intro(&id, text);
    }

    fn intro(&mut self, id: &str, text: &str) {
        for (subject, aspect, value) in sentences::of_operation(text) {
            self.put(id, subject, aspect, &value);
        }
        let subjects = self.page.operations.get(id);
        let count = subjects.and_then(|subjects| subjects.get("text")).map_or(0, Subject::len);
        self.put(id, "text", &format!("paragraph {}", count + 1), &sentences::fingerprint(text));
    }

    fn of_operation(&mut self, id: &str, part: Part, text: &str, line: usize) {
        let bare = text == "None." && matches!(part, Part::RequestBody | Part::ResponseBody);
        if bare {
            self.put(id, part.name(), "content", "none");
            self.has_content();
        } else if part == Part::Intro && is_sentence(text) {
            self.intro(id, text);
        } else {
            self.unread(line, text);
            // In a text nothing tells a heading from another line.
            if !is_sentence(text) {
                self.close_part();
                self.leave(text);
            }
        }
    }

    fn code(&mut self, lines: &[String], line: usize) {
        match self.place.clone() {
            Place::Operation { id, part, .. } => {
                self.has_content();
                super::tables::code(self, &id, part, lines, line);
            }
            _ => lines.iter().enumerate().for_each(|(number, text)| self.unread(line + number, text.trim())),
        }
    }

    fn table(&mut self, header: &[String], rows: &[Row], line: usize) {
        match (self.place.clone(), TableKind::of(header)) {
            (Place::Page, Some(TableKind::Operations)) => self.operations(rows),
            (Place::Page, Some(TableKind::Endpoints)) => self.endpoints(rows),
            (Place::Operation { id, .. }, Some(TableKind::Countries)) => self.countries(&id, header, rows),
            (Place::Operation { id, part, .. }, Some(TableKind::Fields)) => {
                self.has_content();
                if rows.is_empty() {
                    self.put(&id, part.name(), LOST, "rows");
                }
                for row in rows {
                    super::tables::field(self, &id, part, row);
                }
            }
            (Place::Operation { id, part: Part::Statuses, .. }, Some(TableKind::Statuses)) => {
                self.has_content();
                if rows.is_empty() {
                    self.put(&id, Part::Statuses.name(), LOST, "rows");
                }
                for row in rows {
                    super::tables::status(self, &id, row);
                }
            }
            _ => {
                self.unread(line, header.join(" "));
                for row in rows {
                    self.unread(row.line, row.cells.join(" "));
                }
            }
        }
    }

    /// What [`names`] took no name from.
    fn operations(&mut self, rows: &[Row]) {
        let mut known = BTreeSet::new();
        for row in rows {
            if row.cells.len() != 2 || !known.insert(&row.cells[0]) {
                self.unread(row.line, row.cells.join(" "));
            }
        }
    }

    fn endpoints(&mut self, rows: &[Row]) {
        for row in rows {
            match row.cells.as_slice() {
                [countries, url] => self.put("", &format!("host {countries}"), "url", url),
                cells => self.unread(row.line, cells.join(" ")),
            }
        }
    }

    fn countries(&mut self, id: &str, header: &[String], rows: &[Row]) {
        if rows.is_empty() {
            for vertical in header {
                self.put(id, &format!("countries {vertical}"), LOST, "cell");
            }
        }
        for row in rows {
            if row.cells.len() != header.len() {
                self.unread(row.line, row.cells.join(" "));
                continue;
            }
            for (vertical, countries) in header.iter().zip(&row.cells) {
                let (subject, countries) = (format!("countries {vertical}"), countries.trim());
                if countries.is_empty() {
                    self.put(id, &subject, LOST, "cell");
                } else if sentences::is_countries(countries) {
                    self.put(id, &subject, "countries", countries);
                } else {
                    self.unread(row.line, countries);
                }
            }
        }
    }

    /// Records a value. Another value for what is there already is that of a second row.
    pub(super) fn put(&mut self, operation: &str, subject: &str, aspect: &str, value: &str) {
        let subjects = self.subjects(operation);
        let mut name = subject.to_owned();
        let mut row = 1;
        while subjects.get(&name).and_then(|known| known.get(aspect)).is_some_and(|known| known != value) {
            row += 1;
            name = format!("{subject} (row {row})");
        }
        subjects.entry(name).or_default().insert(aspect.to_owned(), value.to_owned());
    }

    pub(super) fn subjects(&mut self, operation: &str) -> &mut IndexMap<String, Subject> {
        if operation.is_empty() {
            &mut self.page.page
        } else {
            self.page.operations.entry(operation.to_owned()).or_default()
        }
    }

    fn has_content(&mut self) {
        if let Place::Operation { has_content, .. } = &mut self.place {
            *has_content = true;
        }
    }

    /// A section of a body that has nothing in it has lost what was there.
    fn close_part(&mut self) {
        let Place::Operation { id, part, has_content: false } = self.place.clone() else { return };
        let is_known = self.bodies.contains_key(part.name())
            || self.page.operations.get(&id).is_some_and(|subjects| {
                subjects
                    .keys()
                    .any(|subject| subject.starts_with(part.name()) && !subject.starts_with("request line"))
            });
        if part != Part::Intro && !is_known {
            self.put(&id, part.name(), LOST, "content");
        }
    }

    fn finish(mut self) -> Page {
        self.close_part();
        // Sections whose text is there have lost their headings.
        let witnesses = [
            (API_ENDPOINT, self.page.page.keys().any(|subject| subject.starts_with("host"))),
            (AUTHENTICATION, self.page.page.contains_key("access token")),
            (OPERATIONS, !self.names.is_empty()),
        ];
        for (heading, has_text) in witnesses {
            let section = self.page.page.entry(format!("section {heading}")).or_default();
            let state =
                if self.headings.contains(heading) { ("heading", "there") } else { (LOST, "heading") };
            if has_text {
                section.insert(state.0.to_owned(), state.1.to_owned());
            }
        }
        self.page.page.retain(|subject, aspects| !subject.starts_with("section ") || !aspects.is_empty());
        // A table was announced, and had no rows.
        let has_hosts = self
            .page
            .page
            .iter()
            .any(|(subject, aspects)| subject.starts_with("host") && !aspects.is_empty());
        if let Some(host) = self.page.page.get_mut("host").filter(|host| host.is_empty()) {
            if has_hosts {
                self.page.page.shift_remove("host");
            } else {
                host.insert(LOST.to_owned(), "rows".to_owned());
            }
        }
        let named = |subjects: &IndexMap<String, Subject>| subjects.get("operation")?.get("name").cloned();
        let described: BTreeSet<String> = self.page.operations.values().filter_map(named).collect();
        for (name, listed) in self.names.iter().filter(|(name, _)| !described.contains(*name)) {
            let aspects = Subject::from([
                ("listed as".to_owned(), listed.clone()),
                (LOST.to_owned(), "description".to_owned()),
            ]);
            self.page.page.insert(format!("operation {name}"), aspects);
        }
        self.page
    }
}

/// Whether a line of text is a sentence rather than a heading.
fn is_sentence(text: &str) -> bool {
    text.ends_with(['.', ':', '?', '!'])
}
