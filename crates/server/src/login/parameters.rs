//! The parameters in the body of a token request, which may be a form or JSON.

use std::collections::BTreeMap;
use std::fmt;

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::refusal::Refusal;
use crate::secret::Secret;

/// The parameters that count. Others are ignored (RFC 6749 section 3.2), but none may be there twice.
const KNOWN: [&str; 7] =
    ["grant_type", "client_id", "client_secret", "code", "redirect_uri", "refresh_token", "scope"];

/// Parameters by name. Those without a value are as if they weren't there (RFC 6749 section 3.2).
#[derive(Debug, Default)]
pub(crate) struct Parameters(BTreeMap<&'static str, Secret>);

impl Parameters {
    /// The value of `name`, which must be one of [`KNOWN`].
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(Secret::expose)
    }

    /// The value of `name`, or a refusal that names it.
    pub(crate) fn required(&self, name: &'static str) -> Result<&str, Refusal> {
        self.get(name)
            .ok_or_else(|| Refusal::request(format!("the parameter `{name}` is missing in the body")))
    }
}

/// The two forms of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MediaType {
    /// `application/x-www-form-urlencoded` (RFC 6749 appendix B).
    Form,
    /// `application/json`, which no standard has here, but which the vendor's tools send.
    Json,
}

/// Reads the parameters of a request.
pub(crate) fn read(headers: &HeaderMap, body: &[u8]) -> Result<Parameters, Refusal> {
    let pairs = match media_type(headers)? {
        MediaType::Form => form(body)?,
        MediaType::Json => json(body)?,
    };
    let mut seen = BTreeMap::new();
    for (name, value) in pairs {
        let known = KNOWN.iter().copied().find(|known| *known == name);
        if seen.insert(name, (known, value)).is_some() {
            let what =
                known.map_or_else(|| "a parameter".to_owned(), |known| format!("the parameter `{known}`"));
            return Err(Refusal::request(format!("{what} is in the body more than once")));
        }
    }
    let known = seen.into_values().filter_map(|(known, value)| Some((known?, value)));
    let mut parameters = Parameters::default();
    for (name, value) in known {
        match value {
            Some(value) if value.expose().is_empty() => {}
            Some(value) => _ = parameters.0.insert(name, value),
            None => {
                return Err(Refusal::request(format!("the parameter `{name}` in the body is not a string")));
            }
        }
    }
    Ok(parameters)
}

fn media_type(headers: &HeaderMap) -> Result<MediaType, Refusal> {
    const REMEDY: &str =
        "the header `Content-Type` must be `application/x-www-form-urlencoded` or `application/json`";
    let mut values = headers.get_all(CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return Err(Refusal::request(format!("{REMEDY}, once")));
    };
    let mut parts = value.to_str().unwrap_or_default().split(';').map(str::trim);
    let media_type = match parts.next().unwrap_or_default() {
        name if name.eq_ignore_ascii_case("application/x-www-form-urlencoded") => MediaType::Form,
        name if name.eq_ignore_ascii_case("application/json") => MediaType::Json,
        _ => return Err(Refusal::request(REMEDY)),
    };
    for part in parts {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        if name.eq_ignore_ascii_case("charset") && !value.trim_matches('"').eq_ignore_ascii_case("utf-8") {
            return Err(Refusal::request("the charset in the header `Content-Type` must be UTF-8"));
        }
    }
    Ok(media_type)
}

/// A name and a value; `None` is a value that is not a string.
type Pair = (String, Option<Secret>);

fn form(body: &[u8]) -> Result<Vec<Pair>, Refusal> {
    let pairs = body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
    let pairs = pairs.enumerate().map(|(index, pair)| {
        let end = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
        let value = pair.get(end + 1..).unwrap_or_default();
        let broken = |what| {
            let position = index + 1;
            Refusal::request(format!(
                "the {what} of parameter {position} in the body is not percent-encoded UTF-8"
            ))
        };
        let name = decode(&pair[..end]).ok_or_else(|| broken("name"))?;
        let value = decode(value).ok_or_else(|| broken("value"))?;
        Ok((name.expose().to_owned(), Some(value)))
    });
    pairs.collect()
}

/// A name or a value of a form: `+` is a space and `%` comes with two hexadecimal digits. `None` if it is anything else.
pub(crate) fn decode(text: &[u8]) -> Option<Secret> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.iter();
    while let Some(byte) = rest.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit =
                    || char::from(*rest.next()?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
                digit()? << 4 | digit()?
            }
            byte => *byte,
        });
    }
    String::from_utf8(decoded).ok().map(Secret::from)
}

/// The members of a JSON object, in order, with those that are there twice.
struct Members(Vec<Pair>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some((name, value)) = map.next_entry::<String, Value>()? {
                    members
                        .push((name, if let Value::String(text) = value { Some(text.into()) } else { None }));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}

fn json(body: &[u8]) -> Result<Vec<Pair>, Refusal> {
    // What serde_json says may repeat the body, so only the place is told.
    let broken = |error: serde_json::Error| {
        let what = if error.is_data() { "a JSON object" } else { "JSON" };
        let (line, column) = (error.line(), error.column());
        Refusal::request(format!("the body is not {what}, see line {line}, column {column}"))
    };
    serde_json::from_slice::<Members>(body).map(|members| members.0).map_err(broken)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    const FORM: &str = "application/x-www-form-urlencoded";
    const JSON: &str = "application/json";

    fn of(media_type: &str) -> HeaderMap {
        [(CONTENT_TYPE, HeaderValue::from_str(media_type).unwrap())].into_iter().collect()
    }

    fn refused(media_type: &str, body: &[u8]) -> String {
        read(&of(media_type), body).unwrap_err().description.into_owned()
    }

    #[test]
    fn a_form_and_json_say_the_same() {
        for (media_type, body) in [
            (FORM, "code=a%7cb%2B+%C3%A9&&client_id=&redirect_uri&grant_type=x=y&unknown=1"),
            (
                JSON,
                r#" {"code": "a|b+ \u00e9", "client_id": "", "grant_type": "x=y", "unknown": [1, {"code": 2}]} "#,
            ),
        ] {
            let parameters = read(&of(media_type), body.as_bytes()).unwrap();
            assert_eq!(parameters.get("code"), Some("a|b+ é"));
            assert_eq!(parameters.required("grant_type"), Ok("x=y"));
            assert_eq!(parameters.get("client_id"), None);
            assert_eq!(
                parameters.required("redirect_uri").unwrap_err().description,
                "the parameter `redirect_uri` is missing in the body"
            );
        }
    }

    #[test]
    fn the_media_type_is_read_as_http_has_it() {
        for media_type in [
            "application/json;charset=UTF-8",
            "Application/JSON ; Charset=\"utf-8\"",
            "application/json; profile=x",
            "application/json;",
        ] {
            assert!(read(&of(media_type), b"{}").is_ok(), "{media_type}");
        }
        assert!(read(&of("application/x-www-form-urlencoded;charset=utf-8"), b"").is_ok());
        for media_type in ["", "text/plain", "application/jsonx", "multipart/form-data; boundary=x"] {
            assert!(refused(media_type, b"{}").contains("Content-Type"), "{media_type}");
        }
        assert!(refused("application/json; charset=latin1", b"{}").contains("charset"));
        let mut headers = of(JSON);
        headers.append(CONTENT_TYPE, HeaderValue::from_static(FORM));
        assert!(read(&headers, b"{}").is_err());
        assert!(read(&HeaderMap::new(), b"{}").is_err());
    }

    #[test]
    fn no_parameter_may_be_there_twice() {
        for (media_type, body, what) in [
            (FORM, "code=a&code=a", "the parameter `code`"),
            (FORM, "code=&c%6Fde=a", "the parameter `code`"),
            (FORM, "secret=a&secret=b", "a parameter"),
            (JSON, r#"{"code": "a", "code": "a"}"#, "the parameter `code`"),
            (JSON, r#"{"secret": 1, "\u0073ecret": 2}"#, "a parameter"),
        ] {
            assert_eq!(refused(media_type, body.as_bytes()), format!("{what} is in the body more than once"));
        }
    }

    #[test]
    fn what_is_broken_is_said_with_its_place() {
        for (media_type, body, expected) in [
            (FORM, &b"a=1&code=%"[..], "the value of parameter 2 in the body is not percent-encoded UTF-8"),
            (FORM, b"code=%1", "the value of parameter 1 in the body is not percent-encoded UTF-8"),
            (FORM, b"code=%+1", "the value of parameter 1 in the body is not percent-encoded UTF-8"),
            (FORM, b"%ff=1", "the name of parameter 1 in the body is not percent-encoded UTF-8"),
            (FORM, b"code=\xff", "the value of parameter 1 in the body is not percent-encoded UTF-8"),
            (JSON, b"", "the body is not JSON, see line 1, column 0"),
            (JSON, b"{\"code\": \"Atzr\n", "the body is not JSON, see line 2, column 0"),
            (JSON, b"\"secret\"", "the body is not a JSON object, see line 1, column 8"),
            (JSON, b"{} {}", "the body is not JSON, see line 1, column 4"),
            (JSON, b"{\"code\": 1}", "the parameter `code` in the body is not a string"),
            (JSON, b"{\"scope\": null}", "the parameter `scope` in the body is not a string"),
        ] {
            assert_eq!(refused(media_type, body), expected, "{}", body.escape_ascii());
        }
    }

    #[test]
    fn a_body_of_brackets_is_refused_without_running_out_of_stack() {
        let body = format!("{{\"a\": {}", "[".repeat(10_000));
        assert!(refused(JSON, body.as_bytes()).starts_with("the body is not JSON"));
    }
}
