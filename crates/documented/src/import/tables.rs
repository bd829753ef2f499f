//! The facts in the code and the tables below an operation.

use super::example::Example;
use super::outline::Part;
use super::read::Reader;
use super::{Row, sentences};
use crate::Subject;
use crate::page::LOST;

/// Reads the lines of an HTTP head or a body.
pub(super) fn code(reader: &mut Reader<'_>, id: &str, part: Part, lines: &[String], line: usize) {
    let mut body = Vec::new();
    for (number, text) in lines.iter().enumerate() {
        let at = line + number;
        match part {
            Part::Request if text.contains(" HTTP/") => request_line(reader, id, text, at),
            Part::Request | Part::ResponseHeader => header(reader, id, part, text, at),
            // Which status it is stands in the table of statuses.
            Part::ErrorBody if text.starts_with("HTTP/") && text.contains('{') => {}
            Part::ErrorBody if text.starts_with("HTTP/") => reader.unread(at, text.trim()),
            Part::RequestBody | Part::ResponseBody | Part::ErrorBody => body.push(text.clone()),
            Part::Intro | Part::Statuses => reader.unread(at, text.trim()),
        }
    }
    if body.is_empty() {
        return;
    }
    let example = Example::read(&body);
    let first = line + lines.len() - body.len();
    for number in &example.unread {
        reader.unread(first + number, body[*number].trim());
    }
    if !example.members.is_empty() {
        reader.put(id, part.name(), "content", "JSON");
    }
    if example.is_broken {
        reader.put(id, part.name(), LOST, "braces");
    }
    for (path, kind) in &example.members {
        reader.put(id, &format!("{} {path}", part.name()), "example", kind);
    }
    reader.bodies.insert(part.name(), example);
}

/// The first line of a request, and the parameters that its URI has.
fn request_line(reader: &mut Reader<'_>, id: &str, text: &str, line: usize) {
    let mut words = text.split(' ');
    let (Some(method), Some(uri), Some(_)) = (words.next(), words.next(), words.next()) else {
        reader.unread(line, text);
        return;
    };
    reader.put(id, "operation", "request line", &format!("{method} {uri}"));
    for (place, name) in parameters(uri) {
        reader.put(id, &format!("{place} {name}"), "in", "request line");
    }
}

/// The parameters in a URI: place and name.
fn parameters(uri: &str) -> Vec<(&'static str, &str)> {
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    let in_path = path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'));
    let in_query = query.split('&').filter_map(|pair| pair.split('=').next()).filter(|name| !name.is_empty());
    in_path.map(|name| ("path", name)).chain(in_query.map(|name| ("query", name))).collect()
}

fn header(reader: &mut Reader<'_>, id: &str, part: Part, text: &str, line: usize) {
    let is_name =
        |name: &str| name.chars().all(|character| character.is_ascii_alphanumeric() || character == '-');
    let Some((name, value)) = text.split_once(": ").filter(|(name, _)| is_name(name)) else {
        reader.unread(line, text.trim());
        return;
    };
    let subject = match part {
        Part::Request => format!("request header {name}"),
        _ => format!("response header {name}"),
    };
    let (name, value) = (name.to_ascii_lowercase(), value.trim());
    if name == "authorization" {
        reader.put(id, &subject, "scheme", value.split(' ').next().unwrap_or_default());
    } else if value.starts_with('{') && value.ends_with('}') {
        reader.put(id, &subject, "placeholder", value);
    } else {
        reader.put(id, &subject, "value", value);
    }
}

/// Reads a row of a table of fields.
pub(super) fn field(reader: &mut Reader<'_>, id: &str, part: Part, row: &Row) {
    let [name, text, kind, required] = row.cells.as_slice() else {
        reader.unread(row.line, row.cells.join(" "));
        return;
    };
    let subject = match part {
        Part::Request if let Some(place) = place_of(reader, id, name) => format!("{place} {name}"),
        Part::RequestBody | Part::ResponseBody | Part::ErrorBody => {
            let path =
                reader.bodies.get(part.name()).and_then(|example| example.path_of(name)).unwrap_or(name);
            format!("{} {path}", part.name())
        }
        Part::ResponseHeader => format!("response header {name}"),
        Part::Request | Part::Intro | Part::Statuses => {
            reader.unread(row.line, row.cells.join(" "));
            return;
        }
    };
    let mut aspects = Subject::new();
    aspects.insert("type".to_owned(), kind.clone());
    aspects.insert("required".to_owned(), required.clone());
    sentences::of_field(text, &mut aspects);
    aspects.insert("section".to_owned(), reader.section.clone());
    put_row(reader, id, &subject, &aspects);
}

/// Where the request line has the parameter.
fn place_of(reader: &mut Reader<'_>, id: &str, name: &str) -> Option<&'static str> {
    let subjects = reader.subjects(id);
    ["path", "query"].into_iter().find(|place| subjects.contains_key(&format!("{place} {name}")))
}

/// Reads a row of a table of statuses.
pub(super) fn status(reader: &mut Reader<'_>, id: &str, row: &Row) {
    let [status, name, text] = row.cells.as_slice() else {
        reader.unread(row.line, row.cells.join(" "));
        return;
    };
    let mut aspects = Subject::new();
    aspects.insert("name".to_owned(), name.clone());
    sentences::of_status(text, &mut aspects);
    put_row(reader, id, &format!("status {status}"), &aspects);
}

/// Records a row. A second row for the same thing is a subject of its own.
fn put_row(reader: &mut Reader<'_>, id: &str, subject: &str, aspects: &Subject) {
    let subjects = reader.subjects(id);
    let has_row = |name: &str| subjects.get(name).is_some_and(|known| known.contains_key("text"));
    let mut name = subject.to_owned();
    let mut row = 1;
    while has_row(&name) {
        row += 1;
        name = format!("{subject} (row {row})");
    }
    for (aspect, value) in aspects {
        reader.put(id, &name, aspect, value);
    }
}
