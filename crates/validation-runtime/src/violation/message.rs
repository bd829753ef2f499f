//! What people read of a violation.

use std::fmt;

use super::ViolationKind;

/// `1 item`, `2 items`.
fn count(number: u64, one: &'static str, many: &'static str) -> impl fmt::Display {
    fmt::from_fn(move |formatter| write!(formatter, "{number} {}", if number == 1 { one } else { many }))
}

/// `at most 1 is allowed`, `at least 2 are required`.
fn bound(words: &'static str, limit: u64, verb: &'static str) -> impl fmt::Display {
    fmt::from_fn(move |formatter| {
        write!(formatter, "{words} {limit} {} {verb}", if limit == 1 { "is" } else { "are" })
    })
}

impl fmt::Display for ViolationKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let too_few = |formatter: &mut fmt::Formatter<'_>, found, limit, one, many| {
            write!(formatter, "has {}, {}", count(found, one, many), bound("at least", limit, "required"))
        };
        let too_many = |formatter: &mut fmt::Formatter<'_>, found, limit, one, many| {
            write!(formatter, "has {}, {}", count(found, one, many), bound("at most", limit, "allowed"))
        };
        match self {
            Self::Type { expected, found } => write!(formatter, "is of type {found}, must be {expected}"),
            Self::Enum { listed: 1, allowed } => {
                write!(formatter, "is not {allowed}, the one value that is allowed")
            }
            Self::Enum { listed, allowed } => {
                write!(formatter, "is none of the {listed} values that are allowed: {allowed}")
            }
            Self::MinLength { limit, found } => too_few(formatter, *found, *limit, "character", "characters"),
            Self::MaxLength { limit, found } => {
                too_many(formatter, *found, *limit, "character", "characters")
            }
            Self::Pattern { pattern } => write!(formatter, "does not match the pattern `{pattern}`"),
            Self::Minimum { limit, exclusive, found } => {
                let words = if *exclusive { "more than" } else { "at least" };
                write!(formatter, "is {found}, {words} {limit} is required")
            }
            Self::Maximum { limit, exclusive, found } => {
                let words = if *exclusive { "less than" } else { "at most" };
                write!(formatter, "is {found}, {words} {limit} is allowed")
            }
            Self::MultipleOf { step, found } => write!(formatter, "is {found}, no multiple of {step}"),
            Self::Format { format, found: Some(found) } => {
                write!(formatter, "is {found}, which {format} cannot hold")
            }
            Self::Format { format, found: None } => write!(formatter, "is not of the format `{format}`"),
            Self::UniqueItems => formatter.write_str("has equal items, all must differ"),
            Self::ReadOnly => formatter.write_str("is for responses only"),
            Self::WriteOnly => formatter.write_str("is for requests only"),
            Self::AnyOf { schemas, nearest } | Self::OneOf { schemas, nearest } => {
                write!(formatter, "fits none of the {schemas} schemas, the nearest is {nearest}")
            }
            Self::OneOfSeveral { holding: [first, second] } => {
                write!(formatter, "fits more than one schema, {first} and {second} among them")
            }
            Self::Not => formatter.write_str("fits the schema that is excluded"),
            Self::DiscriminatorMissing { property } => {
                write!(formatter, "lacks the member `{property}`, a text that names its schema")
            }
            Self::DiscriminatorUnknown { property, known } => {
                write!(formatter, "names no schema by `{property}`, {known} are known")
            }
            Self::MinItems { limit, found } => too_few(formatter, *found, *limit, "item", "items"),
            Self::MaxItems { limit, found } => too_many(formatter, *found, *limit, "item", "items"),
            Self::MinProperties { limit, found } => too_few(formatter, *found, *limit, "member", "members"),
            Self::MaxProperties { limit, found } => too_many(formatter, *found, *limit, "member", "members"),
            Self::Required { name } => write!(formatter, "lacks the required member `{name}`"),
            Self::AdditionalProperties => {
                formatter.write_str("is not documented, and other members are refused")
            }
            Self::DuplicateKey => formatter.write_str("is there more than once"),
            Self::Json { offset, problem } => {
                write!(formatter, "is no valid JSON at byte {offset}: {problem}")
            }
            Self::Utf8 { offset } => write!(formatter, "is not UTF-8 from byte {offset} on"),
            Self::Depth { limit } => write!(formatter, "nests deeper than {limit} levels"),
            Self::BodySize { limit, found } => {
                write!(formatter, "has {found} bytes, at most {limit} are judged")
            }
            Self::Missing => formatter.write_str("is required and missing"),
            Self::UndocumentedBody { found } => {
                write!(formatter, "has {}, none is documented", count(*found as u64, "byte", "bytes"))
            }
            Self::Repeated { found } => write!(formatter, "is there {found} times, once is allowed"),
            Self::PercentEncoding => formatter.write_str("is no percent-encoded UTF-8 text"),
            Self::NotText => formatter.write_str("is no UTF-8 text"),
            Self::Style { style } => write!(formatter, "is not written in the style `{style}`"),
            Self::Multipart => formatter.write_str(
                "is no multipart body with an end, a known boundary and, in a form, names of all parts",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_agree_with_their_words() {
        let message = |kind: ViolationKind| kind.to_string();
        assert_eq!(
            message(ViolationKind::MinItems { limit: 1, found: 0 }),
            "has 0 items, at least 1 is required"
        );
        assert_eq!(
            message(ViolationKind::MaxProperties { limit: 1, found: 2 }),
            "has 2 members, at most 1 is allowed"
        );
        assert_eq!(
            message(ViolationKind::MinLength { limit: 2, found: 1 }),
            "has 1 character, at least 2 are required"
        );
    }
}
