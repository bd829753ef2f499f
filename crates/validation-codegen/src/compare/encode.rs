//! Values as they stand in an exchange.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use crate::ir::{Field, Parameter, Reading, Style};

/// What stands as it is in a URL (RFC 3986, section 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What separates the parts of a multipart body.
const BOUNDARY: &str = "part";

/// Where a parameter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Place {
    Path,
    Query,
    Header,
    Cookie,
}

/// The value of `parameter` as it stands in `place`: in a query and in cookies with the name. `None` where there is no
/// notation for it.
pub(super) fn parameter(parameter: &Parameter, place: Place, value: &Value) -> Option<String> {
    let name = escaped(&parameter.name);
    let escape = |text: &str| if place == Place::Header { text.to_owned() } else { escaped(text) };
    let text = styled(&name, parameter.style, value, &escape)?;
    match (place, parameter.style) {
        (Place::Header, _) => is_header(&text).then_some(text),
        (Place::Path, _) => Some(text).filter(|text| !text.is_empty()),
        (_, Style::Simple { .. } | Style::Json | Style::Bytes) => Some(format!("{name}={text}")),
        _ => Some(text),
    }
}

fn styled(name: &str, style: Style, value: &Value, escape: &dyn Fn(&str) -> String) -> Option<String> {
    let list = |values: &[Value], separator: &str| -> Option<String> {
        let texts: Option<Vec<_>> = values.iter().map(|value| Some(escape(&scalar(value)?))).collect();
        texts.map(|texts| texts.join(separator))
    };
    let pairs = |members: &Map<String, Value>, between: &str, separator: &str| -> Option<String> {
        let pair = |(name, value): (&String, &Value)| Some(escape(name) + between + &escape(&scalar(value)?));
        let pairs: Option<Vec<_>> = members.iter().map(pair).collect();
        pairs.map(|pairs| pairs.join(separator))
    };
    let plain = |explode: bool| match value {
        Value::Array(items) => list(items, ","),
        Value::Object(members) => pairs(members, if explode { "=" } else { "," }, ","),
        value => Some(escape(&scalar(value)?)),
    };
    match style {
        Style::Json => Some(escape(&value.to_string())),
        Style::Bytes => Some(escape(&scalar(value)?)),
        Style::Simple { explode } => plain(explode),
        Style::Label { explode } => match value {
            Value::Array(items) => Some(format!(".{}", list(items, if explode { "." } else { "," })?)),
            Value::Object(members) if explode => Some(format!(".{}", pairs(members, "=", ".")?)),
            _ => Some(format!(".{}", plain(explode)?)),
        },
        Style::Matrix { explode } => match value {
            Value::Array(items) if explode => Some(format!(";{name}={}", list(items, &format!(";{name}="))?)),
            Value::Object(members) if explode => Some(format!(";{}", pairs(members, "=", ";")?)),
            _ => Some(format!(";{name}={}", plain(false)?)),
        },
        Style::Form { explode } => match value {
            Value::Array(items) if explode => {
                (!items.is_empty()).then_some(())?;
                Some(format!("{name}={}", list(items, &format!("&{name}="))?))
            }
            Value::Object(members) if explode => pairs(members, "=", "&"),
            _ => Some(format!("{name}={}", plain(false)?)),
        },
        Style::SpaceDelimited => Some(format!("{name}={}", list(value.as_array()?, "%20")?)),
        Style::PipeDelimited => Some(format!("{name}={}", list(value.as_array()?, "|")?)),
        Style::DeepObject => {
            let mut pairs = Vec::new();
            deep(name, value, &mut pairs)?;
            Some(pairs.join("&"))
        }
    }
}

fn deep(name: &str, value: &Value, pairs: &mut Vec<String>) -> Option<()> {
    match value {
        Value::Object(members) => members
            .iter()
            .try_for_each(|(key, value)| deep(&format!("{name}[{}]", escaped(key)), value, pairs)),
        Value::Array(items) => {
            let mut items = items.iter().enumerate();
            items.try_for_each(|(index, value)| deep(&format!("{name}[{index}]"), value, pairs))
        }
        value => {
            pairs.push(format!("{name}={}", escaped(&scalar(value)?)));
            Some(())
        }
    }
}

/// The media type as a sender names it, and the body.
pub(super) fn body(media_type: &str, reading: &Reading, value: &Value) -> Option<(String, Vec<u8>)> {
    let named = concrete(media_type);
    let is_json = named.contains("json");
    let bytes = match reading {
        Reading::Json => value.to_string().into_bytes(),
        Reading::ByType if is_json => value.to_string().into_bytes(),
        Reading::Text => scalar(value)?.into_bytes(),
        Reading::Bytes | Reading::Unread | Reading::ByType => {
            scalar(value).filter(|text| !text.is_empty()).unwrap_or_else(|| "bytes".to_owned()).into_bytes()
        }
        Reading::Form(fields) => form(fields, value)?.into_bytes(),
        Reading::Multipart(fields) => {
            return Some((format!("{named}; boundary={BOUNDARY}"), multipart(fields, value)?));
        }
    };
    Some((named, bytes))
}

fn form(fields: &[Field], value: &Value) -> Option<String> {
    let members = value.as_object()?;
    let pairs: Option<Vec<_>> = members
        .iter()
        .map(|(name, value)| {
            let style = fields.iter().find(|field| field.name == *name).map(|field| field.style);
            let name = escaped(name);
            match style.unwrap_or(Style::Form { explode: true }) {
                style @ (Style::Json | Style::Simple { .. } | Style::Bytes) => {
                    Some(format!("{name}={}", styled(&name, style, value, &|text| escaped(text))?))
                }
                style => styled(&name, style, value, &|text| escaped(text)),
            }
        })
        .collect();
    pairs.map(|pairs| pairs.join("&"))
}

fn multipart(fields: &[Field], value: &Value) -> Option<Vec<u8>> {
    let mut body = String::new();
    for (name, value) in value.as_object()? {
        let is_json = fields.iter().any(|field| field.name == *name && field.style == Style::Json);
        let items = match value {
            Value::Array(items) if !is_json => items.as_slice(),
            value => std::slice::from_ref(value),
        };
        for item in items {
            let (kind, text) = if is_json || item.is_object() {
                ("Content-Type: application/json\r\n", item.to_string())
            } else {
                ("", scalar(item)?)
            };
            let name = name.replace('"', "%22");
            let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n");
            body.extend([&head, kind, "\r\n", &text, "\r\n"]);
        }
    }
    body.extend(["--", BOUNDARY, "--\r\n"]);
    Some(body.into_bytes())
}

/// Media types of the range, or the media type.
pub(super) fn types(media_type: &str) -> Vec<String> {
    let mut types = vec![concrete(media_type)];
    match media_type.split(';').next().and_then(|essence| essence.split_once('/')) {
        Some(("*", "*")) => types.extend(["text/plain", "application/example"].map(str::to_owned)),
        Some((main, "*")) => types.push(format!("{main}/example")),
        _ => {}
    }
    types
}

/// A media type of the range.
fn concrete(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    match essence.split_once('/') {
        Some(("*" | "application", "*")) => "application/json".to_owned(),
        Some(("text", "*")) => "text/plain".to_owned(),
        Some(("image", "*")) => "image/png".to_owned(),
        Some(("multipart", "*")) => "multipart/form-data".to_owned(),
        Some((main, "*")) => format!("{main}/example"),
        _ => media_type.to_owned(),
    }
}

/// The text of a value that is neither list nor object.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(_) | Value::Object(_) => None,
        value => Some(value.to_string()),
    }
}

pub(super) fn escaped(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Whether the text may stand in a header as it is: without control characters, and with no white space around it.
fn is_header(text: &str) -> bool {
    text.trim() == text && !text.chars().any(char::is_control)
}
