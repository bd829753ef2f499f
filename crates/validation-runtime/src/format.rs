//! Formats of strings.
//!
//! Each is judged as its standard says, in one pass over the bytes and without allocating, for text without escapes.

mod encoded;
mod host;
mod mailbox;
mod template;
mod time;

use fluent_uri::{Iri, IriRef, Uri, UriRef};

use crate::text::Text;

/// A format of strings that validators know (OpenAPI 3.0.3, data types; JSON Schema validation, section 7.3, of draft 4
/// and later).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StringFormat {
    /// `byte`: base64 with padding and without white space (RFC 4648, section 4).
    Byte,
    /// `date`: a full-date (RFC 3339, section 5.6).
    Date,
    /// `date-time`: RFC 3339, section 5.6.
    DateTime,
    /// `duration`: RFC 3339, appendix A, in capitals.
    Duration,
    /// `email`: a mailbox (RFC 5321, section 4.1.2).
    Email,
    /// `hostname`: RFC 1123, section 2.1.
    Hostname,
    /// `ipv4`: four decimal numbers (RFC 2673, section 3.2).
    Ipv4,
    /// `ipv6`: RFC 4291, section 2.2.
    Ipv6,
    /// `iri`: RFC 3987, with a scheme.
    Iri,
    /// `iri-reference`: RFC 3987.
    IriReference,
    /// `json-pointer`: RFC 6901, section 5.
    JsonPointer,
    /// `time`: a full-time (RFC 3339, section 5.6).
    Time,
    /// `uri`: RFC 3986, with a scheme.
    Uri,
    /// `uri-reference`: RFC 3986.
    UriReference,
    /// `uri-template`: RFC 6570.
    UriTemplate,
    /// `uuid`: RFC 9562, section 4.
    Uuid,
}

impl StringFormat {
    /// The name, as documents write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Byte => "byte",
            Self::Date => "date",
            Self::DateTime => "date-time",
            Self::Duration => "duration",
            Self::Email => "email",
            Self::Hostname => "hostname",
            Self::Ipv4 => "ipv4",
            Self::Ipv6 => "ipv6",
            Self::Iri => "iri",
            Self::IriReference => "iri-reference",
            Self::JsonPointer => "json-pointer",
            Self::Time => "time",
            Self::Uri => "uri",
            Self::UriReference => "uri-reference",
            Self::UriTemplate => "uri-template",
            Self::Uuid => "uuid",
        }
    }

    /// Whether `text` is of the format.
    pub(crate) fn holds(self, text: &Text<'_>) -> bool {
        self.holds_bytes(&text.decode())
    }

    fn holds_bytes(self, bytes: &[u8]) -> bool {
        match self {
            Self::Byte => encoded::is_base64(bytes),
            Self::Date => time::is_date(bytes),
            Self::DateTime => time::is_date_time(bytes),
            Self::Duration => time::is_duration(bytes),
            Self::Email => mailbox::is_mailbox(bytes),
            Self::Hostname => host::is_hostname(bytes),
            Self::Ipv4 => host::is_ipv4(bytes),
            Self::Ipv6 => host::is_ipv6(bytes),
            Self::Iri => is_text(bytes, |text| Iri::parse(text).is_ok()),
            Self::IriReference => is_text(bytes, |text| IriRef::parse(text).is_ok()),
            Self::JsonPointer => encoded::is_json_pointer(bytes),
            Self::Time => time::is_full_time(bytes),
            Self::Uri => is_text(bytes, |text| Uri::parse(text).is_ok()),
            Self::UriReference => is_text(bytes, |text| UriRef::parse(text).is_ok()),
            Self::UriTemplate => is_text(bytes, template::is_uri_template),
            Self::Uuid => encoded::is_uuid(bytes),
        }
    }
}

/// Whether `bytes` are text for which `holds` is true. Bodies and parameters are checked to be UTF-8 before.
fn is_text(bytes: &[u8], holds: impl FnOnce(&str) -> bool) -> bool {
    std::str::from_utf8(bytes).is_ok_and(holds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(format: StringFormat, good: &[&str], bad: &[&str]) {
        for text in good {
            assert!(format.holds(&Text::plain(text)), "{text:?} is of format {}", format.name());
        }
        for text in bad {
            assert!(!format.holds(&Text::plain(text)), "{text:?} is not of format {}", format.name());
        }
    }

    #[test]
    fn a_uri_has_a_scheme_and_a_reference_need_not() {
        let absolute = [
            "http://foo.bar/?baz=qux#quux",
            "http://foo.com/blah_(wikipedia)_blah#cite-1",
            "http://-.~_!$&'()*+,;=:%40:80%2f::::::@example.com",
            "http://[2001:db8::7]/c=GB?objectClass?one",
            "mailto:John.Doe@example.com",
            "urn:oasis:names:specification:docbook:dtd:xml:4.1.2",
            "tel:+1-816-555-1212",
            "a:",
        ];
        let relative = ["//foo.bar/?baz=qux#quux", "/abc", "abc", "#fragment", "?query", "", "."];
        let broken = [
            "http:// shouldfail.com",
            ":// should fail",
            "\\\\WINDOWS\\fileshare",
            "#frag\\ment",
            "http://[::1",
            "http://foo.bar/%zz",
            "http://foo.bar/%2",
            "http://foo.bar:port/",
            "bar,baz:foo",
            "a b",
            "http://example.com/<tag>",
            "http://example.com/\"",
        ];
        let beyond_ascii = ["http://ƒøø.ßår/?∂éœ=πîx#πîüx", "http://example.com/ä"];
        check(StringFormat::Uri, &absolute, &relative);
        check(StringFormat::Uri, &[], &broken);
        check(StringFormat::Uri, &[], &beyond_ascii);
        check(StringFormat::UriReference, &absolute, &broken);
        check(StringFormat::UriReference, &relative, &beyond_ascii);
        check(StringFormat::Iri, &absolute, &relative);
        check(StringFormat::Iri, &beyond_ascii, &broken);
        check(StringFormat::IriReference, &relative, &broken);
        check(StringFormat::IriReference, &["âππ", "/âππ", "#ƒrägmênt"], &["#ƒräg\\mênt", "//[::1"]);
    }

    #[test]
    fn escapes_are_decoded_before_the_format_is_judged() {
        assert!(StringFormat::Date.holds(&Text::new(br"2024\u002d02-29", true)));
        assert!(!StringFormat::Date.holds(&Text::new(br"2023\u002d02-29", true)));
        assert!(StringFormat::Uri.holds(&Text::new(br"http:\/\/example.com", true)));
    }

    #[test]
    fn every_format_refuses_what_stands_around_it() {
        for (format, text) in [
            (StringFormat::Byte, "YQ=="),
            (StringFormat::Date, "2024-02-29"),
            (StringFormat::DateTime, "2024-02-29T00:00:00Z"),
            (StringFormat::Duration, "P1D"),
            (StringFormat::Email, "a@b.c"),
            (StringFormat::Hostname, "a.b"),
            (StringFormat::Ipv4, "1.2.3.4"),
            (StringFormat::Ipv6, "::1"),
            (StringFormat::Iri, "a:b"),
            (StringFormat::JsonPointer, "/a"),
            (StringFormat::Time, "00:00:00Z"),
            (StringFormat::Uri, "a:b"),
            (StringFormat::Uuid, "2eb8aa08-aa98-11ea-b4aa-73b441d16380"),
        ] {
            assert!(format.holds(&Text::plain(text)), "{text}");
            for around in [format!(" {text}"), format!("\n{text}")] {
                assert!(!format.holds(&Text::plain(&around)), "{around:?}");
            }
            for around in [format!("{text} "), format!("{text}\n"), format!("{text}\u{0}")] {
                // Any character may stand in a token of a JSON pointer.
                let holds = format == StringFormat::JsonPointer;
                assert_eq!(format.holds(&Text::plain(&around)), holds, "{around:?}");
            }
        }
    }

    #[test]
    fn hostile_text_of_any_length_is_refused() {
        for unit in ["a", "1", "-", ".", "\"", "\\", "%", "[", ":", "@", "=", "/", "~", "P1", "é", "{"] {
            let long = unit.repeat(10_000);
            for format in [
                StringFormat::Byte,
                StringFormat::Date,
                StringFormat::DateTime,
                StringFormat::Duration,
                StringFormat::Email,
                StringFormat::Hostname,
                StringFormat::Ipv4,
                StringFormat::Ipv6,
                StringFormat::Time,
                StringFormat::Uri,
                StringFormat::Uuid,
            ] {
                // Base64 and JSON pointers may be long.
                let may_hold = format == StringFormat::Byte && matches!(unit, "a" | "1" | "/" | "P1");
                assert!(may_hold || !format.holds(&Text::plain(&long)), "{} of {unit}", format.name());
            }
        }
    }
}
