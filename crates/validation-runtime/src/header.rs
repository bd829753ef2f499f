//! Headers, wherever they come from.

use http::HeaderMap;

use crate::parameter::Parameter;
use crate::path::Path;
use crate::reader::{Reader, Shape};
use crate::reading::accepted;
use crate::schema::Types;
use crate::style::Style;
use crate::{Location, ViolationKind};

/// A source of headers.
///
/// Implemented for [`http::HeaderMap`] and for lists of pairs of name and value.
pub trait Headers {
    /// Calls `visit` with each value of the header `name`, in order. Names are compared without regard to case.
    fn visit(&self, name: &str, visit: &mut dyn FnMut(&[u8]));
}

impl Headers for HeaderMap {
    fn visit(&self, name: &str, visit: &mut dyn FnMut(&[u8])) {
        for value in self.get_all(name) {
            visit(value.as_bytes());
        }
    }
}

impl<K: AsRef<str>, V: AsRef<[u8]>> Headers for [(K, V)] {
    fn visit(&self, name: &str, visit: &mut dyn FnMut(&[u8])) {
        for (_, value) in self.iter().filter(|(key, _)| key.as_ref().eq_ignore_ascii_case(name)) {
            visit(value.as_ref());
        }
    }
}

impl<K: AsRef<str>, V: AsRef<[u8]>, const N: usize> Headers for [(K, V); N] {
    fn visit(&self, name: &str, visit: &mut dyn FnMut(&[u8])) {
        self.as_slice().visit(name, visit);
    }
}

impl<K: AsRef<str>, V: AsRef<[u8]>> Headers for Vec<(K, V)> {
    fn visit(&self, name: &str, visit: &mut dyn FnMut(&[u8])) {
        self.as_slice().visit(name, visit);
    }
}

/// No headers at all.
#[derive(Clone, Copy, Debug)]
pub struct NoHeaders;

impl Headers for NoHeaders {
    fn visit(&self, _name: &str, _visit: &mut dyn FnMut(&[u8])) {}
}

/// A value without the white space around it (RFC 9110, section 5.5).
pub(crate) fn trim(value: &[u8]) -> &[u8] {
    let mut value = value;
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = value {
        value = rest;
    }
    value
}

/// Judges the headers that the document describes; others are fine.
pub(crate) fn check(described: &[&'static Parameter], headers: &dyn Headers, reader: &mut Reader<'_>) {
    for header in described {
        reader.report.location = Location::Header { name: header.name };
        if header.name.eq_ignore_ascii_case("set-cookie") {
            check_set_cookie(header, headers, reader);
            continue;
        }
        let types = accepted(header.schema, &[]);
        if types.contains(Types::ARRAY) || types.contains(Types::OBJECT) {
            check_list(header, headers, reader);
            continue;
        }
        let mut found = 0;
        headers.visit(header.name, &mut |value| {
            found += 1;
            if found > 1 {
                return;
            }
            match std::str::from_utf8(trim(value)) {
                Ok(text) => reader.value(header, text, None),
                Err(_) => reader.report.add(&Path::Root, header.pointer, "", ViolationKind::NotText),
            }
        });
        header.check_count(found, reader.report);
    }
}

/// Judges a header that may be a list: its lines are one value, joined by commas (RFC 9110, section 5.3).
fn check_list(header: &Parameter, headers: &dyn Headers, reader: &mut Reader<'_>) {
    let mut joined = Vec::new();
    let mut found = 0;
    headers.visit(header.name, &mut |value| {
        if found > 0 {
            joined.push(b',');
        }
        found += 1;
        joined.extend_from_slice(trim(value));
    });
    if found == 0 {
        return header.check_count(0, reader.report);
    }
    match std::str::from_utf8(&joined) {
        Ok(text) => reader.value(header, text, None),
        Err(_) => reader.report.add(&Path::Root, header.pointer, "", ViolationKind::NotText),
    }
}

/// Judges `Set-Cookie`, of which any number may be there and which are never joined, since they have commas of their own
/// (RFC 9110, section 5.3): each is an item of an array, or a value by itself.
fn check_set_cookie(header: &Parameter, headers: &dyn Headers, reader: &mut Reader<'_>) {
    let mut lines = Vec::new();
    headers.visit(header.name, &mut |value| lines.push(String::from_utf8(trim(value).to_vec())));
    if lines.is_empty() {
        return header.check_count(0, reader.report);
    }
    let Ok(lines) = lines.into_iter().collect::<Result<Vec<_>, _>>() else {
        return reader.report.add(&Path::Root, header.pointer, "", ViolationKind::NotText);
    };
    let types = accepted(header.schema, &[]);
    if header.style == Style::Json || !types.contains(Types::ARRAY) {
        return lines.iter().for_each(|line| reader.value(header, line, None));
    }
    let shapes = Shape::of(types).filter(|shape| *shape != Shape::Object);
    reader.first_that_holds(header, shapes, |reader, shape| match shape {
        Shape::Scalar => lines.iter().try_for_each(|line| reader.text(header.schema, line, None)),
        _ => reader.items(lines.iter().map(String::as_str), None, header.schema, &[]),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_around_a_value_does_not_count() {
        assert_eq!(trim(b" \t a b\t "), b"a b");
        assert_eq!(trim(b" "), b"");
    }

    #[test]
    fn names_are_found_without_regard_to_case_in_every_source() {
        let mut map = HeaderMap::new();
        map.append("x-id", "1".parse().unwrap());
        map.append("X-Id", "2".parse().unwrap());
        let pairs = [("X-ID", "1"), ("x-iD", "2"), ("other", "3")];
        let sources: [&dyn Headers; 3] = [&map, &pairs, &pairs.to_vec()];
        for source in sources {
            let mut values = Vec::new();
            source.visit("X-Id", &mut |value| values.push(value.to_vec()));
            assert_eq!(values, [b"1", b"2"]);
        }
    }
}
