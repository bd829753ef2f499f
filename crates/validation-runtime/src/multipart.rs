//! Bodies of several parts: `multipart/form-data` (RFC 7578) and other kinds of `multipart` (RFC 2046, section 5.1).

use std::collections::HashMap;

use crate::ViolationKind;
use crate::body::{Content, Field, style_of};
use crate::brackets::push_json;
use crate::header::{Headers, trim};
use crate::media_type::{self, Family};
use crate::path::Path;
use crate::reader::{Reader, has_scalars};
use crate::reading::{self, Step, accepted};
use crate::schema::{Schema, Types};
use crate::style::Style;
use crate::text::Text;
use crate::verdict::NotJudged;

/// One part of a body.
#[derive(Debug, PartialEq, Eq)]
struct Part<'a> {
    /// The name that `Content-Disposition` gives it.
    name: Option<String>,
    content_type: Option<&'a [u8]>,
    bytes: &'a [u8],
}

/// Judges the parts of a body against the schema of an object: parts with the name of a property are its value, or its
/// items. In a form all parts have names (RFC 7578, section 4.2); a body of another kind in which one has none is not
/// judged, since the part may be any member.
pub(crate) fn check(
    content: &Content,
    fields: &[Field],
    headers: &dyn Headers,
    bytes: &[u8],
    reader: &mut Reader<'_>,
) {
    let schema = content.schema;
    let boundary = media_type::parameter(headers, "boundary");
    reader.report.schema = Some(schema);
    let Some(parts) = boundary.and_then(|boundary| split(bytes, &boundary)) else {
        return reader.report.add(&Path::Root, schema.pointer, "", ViolationKind::Multipart);
    };
    if parts.iter().any(|part| part.name.is_none()) {
        if media_type::is_form_data(headers) {
            return reader.report.add(&Path::Root, schema.pointer, "", ViolationKind::Multipart);
        }
        return reader.report.leave(NotJudged::UnreadMediaType { documented: content.media_type });
    }
    let mut places = HashMap::new();
    let mut members: Vec<(&str, Vec<&Part<'_>>)> = Vec::new();
    for part in &parts {
        let Some(name) = &part.name else { continue };
        let place = *places.entry(name.as_str()).or_insert(members.len());
        match members.get_mut(place) {
            Some((_, parts)) => parts.push(part),
            None => members.push((name, vec![part])),
        }
    }
    let mut flawed = false;
    reader.json.clear();
    reader.json.push(b'{');
    for (name, parts) in &members {
        let style = style_of(fields, name);
        let types = accepted(schema, &[Step::Member(name)]);
        let is_list = types.contains(Types::ARRAY)
            && (!has_scalars(types) || parts.len() > 1)
            && style != Some(Style::Json);
        if is_list {
            let types = accepted(schema, &[Step::Member(name), Step::Item]);
            reader.key(name);
            reader.json.push(b'[');
            for (index, part) in parts.iter().enumerate() {
                if index > 0 {
                    reader.json.push(b',');
                }
                flawed |= !value(part, name, types, style, schema, reader);
            }
            reader.json.push(b']');
        } else {
            // A name that stands there again is a key that does, which is judged as such.
            for part in parts {
                reader.key(name);
                flawed |= !value(part, name, types, style, schema, reader);
            }
        }
    }
    reader.json.push(b'}');
    if !flawed {
        reader.judge(schema);
    }
}

/// Writes the value of a part; false if it cannot be read, which is reported.
fn value(
    part: &Part<'_>,
    name: &str,
    types: Types,
    style: Option<Style>,
    schema: &'static Schema,
    reader: &mut Reader<'_>,
) -> bool {
    let family = part.content_type.map(media_type::family);
    // Objects are JSON unless a part says otherwise (OpenAPI 3.0.3, encoding object, `contentType`).
    let is_json = style == Some(Style::Json) || family == Some(Family::Json) || !has_scalars(types);
    if style == Some(Style::Bytes) {
        reader.json.extend_from_slice(b"\"\"");
        return true;
    }
    if is_json && family.is_none_or(|family| family == Family::Json) {
        return push_json(part.bytes, name, &mut reader.json, reader.report, reader.limits);
    }
    if let Ok(text) = std::str::from_utf8(part.bytes) {
        reading::write(text, types, &mut reader.json);
        return true;
    }
    let member = Path::Member { parent: &Path::Root, key: Text::plain(name) };
    reader.report.add(&member, schema.pointer, "", ViolationKind::NotText);
    false
}

/// The parts between the delimiters that `boundary` makes; `None` if the body is not made of such parts.
fn split<'a>(bytes: &'a [u8], boundary: &[u8]) -> Option<Vec<Part<'a>>> {
    // RFC 2046, section 5.1.1: one to seventy characters.
    if boundary.is_empty() || boundary.len() > 70 {
        return None;
    }
    let delimiter: Vec<u8> = [b"\r\n--", boundary].concat();
    // The first delimiter may stand at the very start; what is before it is a preamble.
    let first = delimiter.get(2..)?;
    let mut rest =
        if bytes.starts_with(first) { bytes.get(first.len()..)? } else { after(bytes, &delimiter)?.1 };
    let mut parts = Vec::new();
    loop {
        if rest.starts_with(b"--") {
            return Some(parts);
        }
        // White space may follow the boundary on its line.
        let line = rest.iter().position(|byte| !matches!(byte, b' ' | b'\t'))?;
        rest = rest.get(line..)?.strip_prefix(b"\r\n")?;
        let (content, next) = after_or_at(rest, &delimiter)?;
        parts.push(part(content)?);
        rest = next;
    }
}

/// Splits at the delimiter; a part without headers and content may start with it, less the line break that was read.
fn after_or_at<'a>(bytes: &'a [u8], delimiter: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let bare = delimiter.get(2..)?;
    if bytes.starts_with(bare) {
        return Some((&[], bytes.get(bare.len()..)?));
    }
    after(bytes, delimiter)
}

/// What stands before and after the first `needle`. A candidate starts with a line break, so few are compared.
fn after<'a>(bytes: &'a [u8], needle: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let mut start = 0;
    loop {
        start += bytes.get(start..)?.iter().position(|byte| Some(byte) == needle.first())?;
        let rest = bytes.get(start..)?;
        if rest.starts_with(needle) {
            return Some((bytes.get(..start)?, rest.get(needle.len()..)?));
        }
        start += 1;
    }
}

/// Reads the headers of a part.
fn part(bytes: &[u8]) -> Option<Part<'_>> {
    let (head, content) = match bytes.strip_prefix(b"\r\n") {
        Some(content) => (&[][..], content),
        None if bytes.is_empty() => (bytes, bytes),
        // Headers alone, with the line break that belongs to the delimiter.
        None => after(bytes, b"\r\n\r\n").unwrap_or((bytes, &[])),
    };
    let mut part = Part { name: None, content_type: None, bytes: content };
    let mut lines = head;
    while !lines.is_empty() {
        let (line, rest) = after(lines, b"\r\n").unwrap_or((lines, &[]));
        lines = rest;
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { continue };
        let (name, value) = (line.get(..colon)?, trim(line.get(colon + 1..)?));
        if name.eq_ignore_ascii_case(b"content-disposition") {
            part.name = name_in(value);
        } else if name.eq_ignore_ascii_case(b"content-type") {
            part.content_type = Some(value);
        }
    }
    Some(part)
}

/// The parameter `name` of a `Content-Disposition`: in quotes, in which a backslash escapes a quote and browsers write
/// `%22` for one, or bare.
fn name_in(value: &[u8]) -> Option<String> {
    let value = std::str::from_utf8(value).ok()?;
    let mut rest = value;
    loop {
        rest = rest.split_once(';')?.1.trim_start();
        let (key, after) = rest.split_once('=')?;
        let (text, next) = if let Some(quoted) = after.strip_prefix('"') {
            quoted_string(quoted)?
        } else {
            let end = after.find(';').unwrap_or(after.len());
            (after.get(..end)?.trim_end().to_owned(), after.get(end..)?)
        };
        if key.trim().eq_ignore_ascii_case("name") {
            return Some(text);
        }
        rest = next;
    }
}

/// The text up to the closing quote, and what follows.
fn quoted_string(text: &str) -> Option<(String, &str)> {
    let mut found = String::new();
    let mut characters = text.char_indices();
    while let Some((index, character)) = characters.next() {
        match character {
            '"' => return Some((found.replace("%22", "\""), text.get(index + 1..)?)),
            '\\' => found.push(characters.next()?.1),
            other => found.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(body: &str, boundary: &str) -> Option<Vec<(Option<String>, String)>> {
        let parts = split(body.as_bytes(), boundary.as_bytes())?;
        let shown = |part: Part<'_>| (part.name, String::from_utf8_lossy(part.bytes).into_owned());
        Some(parts.into_iter().map(shown).collect())
    }

    #[test]
    fn parts_have_names_and_content() {
        let body = "preamble\r\n--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n2\r\n--x \r\n\
                    content-type: text/plain\r\ncontent-disposition: form-data; filename=\"n;a\\\"me\"; name=b\r\n\r\n\r\n--x\r\n\
                    \r\nbare\r\n--x--\r\nepilogue";
        let named = |name: &str, text: &str| (Some(name.to_owned()), text.to_owned());
        let expected = vec![named("a", "1\r\n2"), named("b", ""), (None, "bare".to_owned())];
        assert_eq!(names(body, "x"), Some(expected));
        assert_eq!(names("--x--", "x"), Some(vec![]));
    }

    #[test]
    fn what_does_not_end_or_has_no_boundary_is_no_multipart_body() {
        for body in ["", "x", "--x", "--x\r\n", "--x\r\n\r\nabc", "--xy--", "--x\r\n\r\nabc\r\n--y--"] {
            assert_eq!(names(body, "x"), None, "{body}");
        }
        assert_eq!(names("----", ""), None);
    }

    #[test]
    fn hostile_bodies_are_split_in_linear_time() {
        let body = "\r\n-".repeat(200_000);
        assert_eq!(names(&body, &"-".repeat(70)), None);
        let body = format!("--x\r\n{}", "\r\n\r\n--x\r\n".repeat(100_000));
        assert_eq!(names(&body, "x"), None);
    }
}
