//! `format`: names of formats, and the values that they are about.

use asp_spec::Node;

use super::{Lowering, shown};
use crate::ir::{NumberFormat, StringFormat};

pub(super) const KEYWORDS: &[&str] = &["format"];

/// A format that is known.
#[derive(Clone, Copy, Debug)]
enum Format {
    Number(NumberFormat),
    /// `None` for a format of strings that every string is of.
    String(Option<StringFormat>),
}

/// In the order in which messages list them.
const KNOWN: &[(&str, Format)] = &[
    ("int32", Format::Number(NumberFormat::Int32)),
    ("int64", Format::Number(NumberFormat::Int64)),
    ("float", Format::Number(NumberFormat::Float)),
    ("double", Format::Number(NumberFormat::Double)),
    ("int8", Format::Number(NumberFormat::Int8)),
    ("int16", Format::Number(NumberFormat::Int16)),
    ("uint8", Format::Number(NumberFormat::Uint8)),
    ("uint16", Format::Number(NumberFormat::Uint16)),
    ("uint32", Format::Number(NumberFormat::Uint32)),
    ("uint64", Format::Number(NumberFormat::Uint64)),
    ("byte", Format::String(Some(StringFormat::Byte))),
    // Any sequence of octets, and any text that is not shown while it is typed.
    ("binary", Format::String(None)),
    ("password", Format::String(None)),
    ("date", Format::String(Some(StringFormat::Date))),
    ("date-time", Format::String(Some(StringFormat::DateTime))),
    ("time", Format::String(Some(StringFormat::Time))),
    ("duration", Format::String(Some(StringFormat::Duration))),
    ("email", Format::String(Some(StringFormat::Email))),
    ("hostname", Format::String(Some(StringFormat::Hostname))),
    ("ipv4", Format::String(Some(StringFormat::Ipv4))),
    ("ipv6", Format::String(Some(StringFormat::Ipv6))),
    ("uri", Format::String(Some(StringFormat::Uri))),
    ("uri-reference", Format::String(Some(StringFormat::UriReference))),
    ("iri", Format::String(Some(StringFormat::Iri))),
    ("iri-reference", Format::String(Some(StringFormat::IriReference))),
    ("json-pointer", Format::String(Some(StringFormat::JsonPointer))),
    ("uri-template", Format::String(Some(StringFormat::UriTemplate))),
    ("uuid", Format::String(Some(StringFormat::Uuid))),
];

/// Formats that others define and validators do not enforce (JSON Schema).
const DEFINED_ELSEWHERE: &[&str] = &["idn-email", "idn-hostname", "regex", "relative-json-pointer"];

impl<'a> Lowering<'a> {
    pub(super) fn number_format(&mut self, node: &Node<'a>) -> Option<NumberFormat> {
        match self.format(node)? {
            Format::Number(format) => Some(format),
            Format::String(_) => None,
        }
    }

    pub(super) fn string_format(&mut self, node: &Node<'a>) -> Option<StringFormat> {
        match self.format(node)? {
            Format::String(format) => format,
            Format::Number(_) => None,
        }
    }

    /// The format of the schema at `node`, unless it is refused.
    ///
    /// A format is about values of one type and says nothing about others (JSON Schema validation, wright-00, section
    /// 7.1). Beside another type it says nothing at all, which is a slip that is not let through.
    fn format(&mut self, node: &Node<'a>) -> Option<Format> {
        let written = node.get("format")?;
        let name = shown(&written);
        let Some((_, format)) = KNOWN.iter().find(|(known, _)| *known == name) else {
            let known: Vec<_> = KNOWN.iter().map(|(known, _)| *known).collect();
            let help = format!("use `pattern`, or one of the formats {}", known.join(", "));
            if DEFINED_ELSEWHERE.contains(&name.as_str()) {
                self.refuse(
                    "format",
                    &written,
                    format!("`{name}`, a format that validators do not enforce"),
                    help,
                );
            } else {
                let found = format!("`{name}`, a format that validators do not know");
                self.refuse("unknown-format", &written, found, help);
            }
            return None;
        };
        let (fits, about) = match (format, node.text("type")) {
            (Format::Number(_), kind) => (matches!(kind, None | Some("integer" | "number")), "numbers"),
            (Format::String(_), kind) => (matches!(kind, None | Some("string")), "strings"),
        };
        if !fits {
            let kind = node.text("type").unwrap_or_default();
            let found = format!("`{name}`, a format of {about}, which says nothing about type {kind}");
            self.refuse("format-type", &written, found, "take it out, or mend the type");
            return None;
        }
        Some(*format)
    }
}
