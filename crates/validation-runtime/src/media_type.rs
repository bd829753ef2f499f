//! Media types (RFC 9110, section 8.3.1) and how bodies of them are read.

use crate::body::{Body, Content};
use crate::header::{Headers, trim};
use crate::verdict::NotJudged;

const LONGEST_SHOWN: usize = 100;

/// What the type of a body says about reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    /// `application/json`, `text/json` and everything that ends in `+json` (RFC 6839, section 3.1).
    Json,
    /// `application/x-www-form-urlencoded`
    Form,
    /// `multipart/*`
    Multipart,
    /// `text/*` of other kinds.
    Text,
    Other,
}

/// A media type as it stands in a header or in a document.
#[derive(Clone, Copy, Debug)]
struct MediaType<'a> {
    main: &'a [u8],
    sub: &'a [u8],
    parameters: &'a [u8],
}

impl<'a> MediaType<'a> {
    fn parse(text: &'a [u8]) -> Option<Self> {
        let end = text.iter().position(|byte| *byte == b';').unwrap_or(text.len());
        let (essence, parameters) = text.split_at_checked(end)?;
        let slash = essence.iter().position(|byte| *byte == b'/')?;
        let (main, sub) = (trim(essence.get(..slash)?), trim(essence.get(slash + 1..)?));
        (!main.is_empty() && !sub.is_empty()).then_some(Self { main, sub, parameters })
    }

    /// The parameters as names and values, quotes taken off.
    fn parameters(self) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
        let mut quoted = false;
        let separates = move |byte: &u8| {
            quoted ^= *byte == b'"';
            *byte == b';' && !quoted
        };
        self.parameters.split(separates).filter_map(|parameter| {
            let parameter = trim(parameter);
            let equals = parameter.iter().position(|byte| *byte == b'=').unwrap_or(parameter.len());
            let (name, value) = (parameter.get(..equals)?, parameter.get(equals + 1..).unwrap_or_default());
            let unquoted = value.strip_prefix(b"\"").and_then(|value| value.strip_suffix(b"\""));
            (!name.is_empty()).then_some((name, unquoted.unwrap_or(value)))
        })
    }

    fn family(self) -> Family {
        let is = |text: &[u8], expected: &str| text.eq_ignore_ascii_case(expected.as_bytes());
        let suffix = self.sub.get(self.sub.len().saturating_sub(5)..).unwrap_or_default();
        if is(suffix, "+json")
            || is(self.sub, "json") && (is(self.main, "application") || is(self.main, "text"))
        {
            Family::Json
        } else if is(self.main, "application") && is(self.sub, "x-www-form-urlencoded") {
            Family::Form
        } else if is(self.main, "multipart") {
            Family::Multipart
        } else if is(self.main, "text") {
            Family::Text
        } else {
            Family::Other
        }
    }

    /// How closely this range or type describes `found`; 0 if it does not.
    fn closeness(self, found: Self) -> usize {
        let essence = match (self.main, self.sub) {
            (b"*", b"*") => 1,
            (main, b"*") if main.eq_ignore_ascii_case(found.main) => 2,
            (main, sub) if main.eq_ignore_ascii_case(found.main) && sub.eq_ignore_ascii_case(found.sub) => 3,
            _ => return 0,
        };
        let mut closeness = essence;
        for (name, value) in self.parameters() {
            let has = found
                .parameters()
                .any(|(other, found)| other.eq_ignore_ascii_case(name) && found.eq_ignore_ascii_case(value));
            if !has {
                return 0;
            }
            closeness += 1;
        }
        closeness
    }
}

/// The content of `body` that describes what `headers` say the body is: the closest of several. Why there is none
/// otherwise.
pub(crate) fn choose(body: &Body, headers: &dyn Headers) -> Result<(&'static Content, Family), NotJudged> {
    let mut chosen: Option<Result<(&'static Content, Family), Option<String>>> = None;
    headers.visit("content-type", &mut |value| {
        let value = trim(value);
        // Mostly it is written just as the document has it.
        if let (None, [content]) = (&chosen, body.content)
            && content.media_type.as_bytes() == value
        {
            // An exact type says itself how it is read: the family is asked for ranges only.
            chosen = Some(Ok((content, Family::Other)));
            return;
        }
        let content = MediaType::parse(value).and_then(|found| closest(body, found));
        chosen = Some(match (content, chosen.take()) {
            // Of two types both must fit.
            (Some((content, _)), Some(Ok((first, family)))) if std::ptr::eq(first, content) => {
                Ok((first, family))
            }
            (Some(content), None) => Ok(content),
            (_, Some(Err(found))) => Err(found),
            _ => Err(std::str::from_utf8(value).ok().map(|text| text.chars().take(LONGEST_SHOWN).collect())),
        });
    });
    let found = match chosen {
        Some(Ok(content)) => return Ok(content),
        Some(Err(found)) => found,
        None => None,
    };
    let documented = body.content.iter().map(|content| content.media_type).collect();
    Err(NotJudged::MediaType { found, documented })
}

fn closest(body: &Body, found: MediaType<'_>) -> Option<(&'static Content, Family)> {
    let closeness = |content: &Content| {
        MediaType::parse(content.media_type.as_bytes()).map_or(0, |described| described.closeness(found))
    };
    let mut best = (0, None);
    for content in body.content {
        let closeness = closeness(content);
        if closeness > best.0 {
            best = (closeness, Some(content));
        }
    }
    best.1.map(|content| (content, found.family()))
}

/// The family of the media type `text`.
pub(crate) fn family(text: &[u8]) -> Family {
    MediaType::parse(text).map_or(Family::Other, MediaType::family)
}

/// Whether the body is `multipart/form-data` (RFC 7578).
pub(crate) fn is_form_data(headers: &dyn Headers) -> bool {
    let mut is_form_data = false;
    headers.visit("content-type", &mut |value| {
        is_form_data = MediaType::parse(trim(value)).is_some_and(|media_type| {
            media_type.main.eq_ignore_ascii_case(b"multipart")
                && media_type.sub.eq_ignore_ascii_case(b"form-data")
        });
    });
    is_form_data
}

/// Whether text in the body is UTF-8 by its `charset`, or by having none; US-ASCII is a part of it.
pub(crate) fn is_utf8(headers: &dyn Headers) -> bool {
    const CHARSETS: [&[u8]; 4] = [b"utf-8", b"utf8", b"us-ascii", b"ascii"];
    let mut is_utf8 = true;
    headers.visit("content-type", &mut |value| {
        let parameters = MediaType::parse(trim(value)).into_iter().flat_map(MediaType::parameters);
        for (_, value) in parameters.filter(|(name, _)| name.eq_ignore_ascii_case(b"charset")) {
            is_utf8 &= CHARSETS.iter().any(|known| known.eq_ignore_ascii_case(value));
        }
    });
    is_utf8
}

/// The parameter `name` of `Content-Type`.
pub(crate) fn parameter(headers: &dyn Headers, name: &str) -> Option<Vec<u8>> {
    let mut found = None;
    headers.visit("content-type", &mut |value| {
        let media_type = MediaType::parse(trim(value));
        let value = media_type.and_then(|media_type| {
            media_type.parameters().find(|(key, _)| key.eq_ignore_ascii_case(name.as_bytes()))
        });
        found = value.map(|(_, value)| value.to_vec());
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn content(media_type: &'static str) -> Content {
        Content { media_type, ..Content::NONE }
    }

    static SEVERAL: Body = Body {
        content: &[
            content("*/*"),
            content("application/*"),
            content("application/json"),
            content("application/json;stream=watch"),
        ],
        ..Body::NONE
    };
    static JSON: Body = Body { content: &[content("application/json")], ..Body::NONE };

    fn chosen(body: &Body, headers: &dyn Headers) -> Result<&'static str, NotJudged> {
        choose(body, headers).map(|(content, _)| content.media_type)
    }

    #[test]
    fn parameters_and_case_do_not_matter() {
        for value in [
            "application/json",
            "Application/JSON",
            "application/json; charset=utf-8",
            " application/json ;x",
        ] {
            assert_eq!(chosen(&JSON, &[("Content-Type", value)]), Ok("application/json"), "{value}");
        }
    }

    #[test]
    fn the_closest_description_is_chosen() {
        for (value, expected) in [
            ("application/json", "application/json"),
            ("application/json; STREAM=\"watch\"; charset=utf-8", "application/json;stream=watch"),
            ("application/json; stream=list", "application/json"),
            ("application/xml", "application/*"),
            ("text/plain", "*/*"),
        ] {
            assert_eq!(chosen(&SEVERAL, &[("Content-Type", value)]), Ok(expected), "{value}");
        }
    }

    #[test]
    fn families_are_told_by_their_names() {
        for (name, expected) in [
            ("application/json", Family::Json),
            ("application/problem+JSON; charset=utf-8", Family::Json),
            ("text/json", Family::Json),
            ("application/x-www-form-urlencoded", Family::Form),
            ("multipart/form-data; boundary=x", Family::Multipart),
            ("text/csv", Family::Text),
            ("application/json-seq", Family::Other),
            ("image/json", Family::Other),
            ("json", Family::Other),
        ] {
            assert_eq!(family(name.as_bytes()), expected, "{name}");
        }
    }

    #[test]
    fn other_types_are_named() {
        let documented = vec!["application/json"];
        for value in ["text/plain", "application/json-patch+json", "application/jsonx", ""] {
            let found = Some(value.to_owned());
            let expected = Err(NotJudged::MediaType { found, documented: documented.clone() });
            assert_eq!(chosen(&JSON, &[("content-type", value)]), expected, "{value}");
        }
        let expected = Err(NotJudged::MediaType { found: None, documented });
        assert_eq!(chosen(&JSON, &[("accept", "application/json")]), expected);
    }

    #[test]
    fn of_two_types_both_must_fit() {
        let headers = [("content-type", "text/plain"), ("content-type", "application/json")];
        assert!(chosen(&JSON, &headers).is_err());
        let headers = [("content-type", "application/json"), ("content-type", "application/json")];
        assert!(chosen(&JSON, &headers).is_ok());
    }

    #[test]
    fn parameters_are_read_with_and_without_quotes() {
        let boundary = |value: &str| parameter(&[("Content-Type", value)], "boundary");
        assert_eq!(boundary("multipart/form-data; boundary=x"), Some(b"x".to_vec()));
        assert_eq!(boundary("multipart/form-data; a=\"b;c\"; Boundary=\"x y\""), Some(b"x y".to_vec()));
        assert_eq!(boundary("multipart/form-data"), None);
    }
}
