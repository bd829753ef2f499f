//! Bodies of requests and responses.

use crate::direction::Direction;
use crate::header::Headers;
use crate::judge;
use crate::media_type::{self, Family};
use crate::path::Path;
use crate::reader::{self, Reader};
use crate::report::Report;
use crate::schema::{Schema, Types};
use crate::style::Style;
use crate::verdict::{Limits, NotJudged};
use crate::{Location, ViolationKind, form, multipart};

/// A body that the document describes.
#[derive(Debug)]
pub struct Body {
    /// The rule that asks for the body: a JSON pointer to `required` of a request body, or to `content` of a response.
    pub pointer: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// What it may be, in the order of the document; the closest media type decides.
    pub content: &'static [Content],
}

/// A body of one media type (OpenAPI 3.0.3, media type object).
#[derive(Debug)]
pub struct Content {
    /// The media type or range, such as `application/json` or `text/*`, with the parameters that must be there.
    pub media_type: &'static str,
    /// How bodies of it are read.
    pub reading: Reading,
    /// The schema of the value.
    pub schema: &'static Schema,
}

/// How a body is read.
#[derive(Clone, Copy, Debug)]
pub enum Reading {
    /// As JSON.
    Json,
    /// As text that stands for one value.
    Text,
    /// Not at all: any bytes are accepted.
    Bytes,
    /// As pairs of names and values (`application/x-www-form-urlencoded`).
    Form {
        /// The fields that are not written in the style `form`, exploded.
        fields: &'static [Field],
    },
    /// As parts with names (`multipart/form-data` and other kinds of `multipart`).
    Multipart {
        /// The fields that are no text.
        fields: &'static [Field],
    },
    /// As the body's own type says: a range of types does not tell.
    ByType,
    /// Validators cannot read it: such a body is not judged.
    Unread,
}

/// How a field of a form is written (OpenAPI 3.0.3, encoding object).
#[derive(Debug)]
pub struct Field {
    /// The name of the property.
    pub name: &'static str,
    /// How it is written.
    pub style: Style,
}

impl Body {
    /// No content: the base of struct updates in tables.
    pub const NONE: Self = Self { pointer: "", required: false, content: &[] };
}

impl Content {
    /// Any JSON: the base of struct updates in tables.
    pub const NONE: Self = Self { media_type: "", reading: Reading::Json, schema: &Schema::ANY };
}

/// The style of the field `name`, if it is not the default.
pub(crate) fn style_of(fields: &[Field], name: &str) -> Option<Style> {
    fields.iter().find(|field| field.name == name).map(|field| field.style)
}

/// Judges `bytes`, which travel in `direction`, against `described`; `owner` is the object that would describe a body.
pub(crate) fn check(
    described: Option<&Body>,
    owner: &str,
    headers: &dyn Headers,
    bytes: &[u8],
    direction: Direction,
    limits: &Limits,
    report: &mut Report,
) {
    report.location = Location::Body;
    let Some(body) = described else {
        if !bytes.is_empty() {
            report.add(&Path::Root, owner, "", ViolationKind::UndocumentedBody { found: bytes.len() });
        }
        return;
    };
    let chosen = media_type::choose(body, headers).map(|(content, family)| match content.reading {
        Reading::ByType => (content, by_type(family, content.schema)),
        reading => (content, reading),
    });
    if bytes.is_empty() {
        // Nothing at all is a text, a form and any bytes, if the headers say that it is meant as such.
        match chosen {
            Ok((_, Reading::Bytes)) => return,
            Ok((_, Reading::Text | Reading::Form { .. })) => {}
            _ if body.required => return report.add(&Path::Root, body.pointer, "", ViolationKind::Missing),
            _ => return,
        }
    }
    let (content, reading) = match chosen {
        Ok(chosen) => chosen,
        Err(reason) => return report.leave(reason),
    };
    if let Reading::Json = reading {
        return judge::json(content.schema, bytes, Some(direction), limits, report);
    }
    if bytes.len() > limits.body {
        let kind = ViolationKind::BodySize { limit: limits.body, found: bytes.len() };
        return report.add(&Path::Root, "", "", kind);
    }
    // Nothing at all is the same in every charset.
    let is_text = matches!(reading, Reading::Text | Reading::Form { .. }) && !bytes.is_empty();
    let reading = if is_text && !media_type::is_utf8(headers) { Reading::Unread } else { reading };
    let mut reader = Reader::new(report, limits, direction, 0);
    match reading {
        Reading::Json | Reading::ByType | Reading::Bytes => {}
        Reading::Text => text(content.schema, bytes, &mut reader),
        Reading::Form { fields } => form::check(content.schema, fields, bytes, &mut reader),
        Reading::Multipart { fields } => multipart::check(content, fields, headers, bytes, &mut reader),
        Reading::Unread => report.leave(NotJudged::UnreadMediaType { documented: content.media_type }),
    }
}

/// How a body is read that a range of types describes.
fn by_type(family: Family, schema: &'static Schema) -> Reading {
    match family {
        Family::Json => Reading::Json,
        _ if schema.accepts_all() => Reading::Bytes,
        Family::Other if is_plain_string(schema) => Reading::Bytes,
        Family::Form => Reading::Form { fields: &[] },
        Family::Multipart => Reading::Multipart { fields: &[] },
        Family::Text if reader::has_scalars(crate::reading::accepted(schema, &[])) => Reading::Text,
        Family::Text | Family::Other => Reading::Unread,
    }
}

/// Whether the schema says nothing but that it is a string, which no bytes contradict that are read as they are.
fn is_plain_string(schema: &Schema) -> bool {
    let Schema { types, enumeration, string, combination, .. } = schema;
    types.contains(Types::STRING) && enumeration.is_none() && string.is_none() && combination.is_none()
}

fn text(schema: &'static Schema, bytes: &[u8], reader: &mut Reader<'_>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => {
            reader::scalar(schema, text, &mut reader.json, reader.report, reader.limits, reader.direction);
        }
        Err(error) => {
            let kind = ViolationKind::Utf8 { offset: error.valid_up_to() };
            reader.report.add(&Path::Root, "", "", kind);
        }
    }
}
