//! The headings and tables that reference pages have.

/// Headings of the page.
pub(super) const API_ENDPOINT: &str = "API endpoint";
pub(super) const AUTHENTICATION: &str = "Authentication";
pub(super) const OPERATIONS: &str = "Operations";

/// Headings below an operation, and what their tables describe.
pub(super) const SECTIONS: [(&str, Part); 12] = [
    ("Request format", Part::Request),
    ("Request path parameters", Part::Request),
    ("Request query parameters", Part::Request),
    ("Request parameters", Part::Request),
    ("Request body", Part::RequestBody),
    ("Request body parameters", Part::RequestBody),
    ("Response header", Part::ResponseHeader),
    ("Response body", Part::ResponseBody),
    ("Response body parameters", Part::ResponseBody),
    ("Error response", Part::ErrorBody),
    ("Error response parameters", Part::ErrorBody),
    ("HTTP response codes", Part::Statuses),
];

/// A part of an operation's description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Intro,
    Request,
    RequestBody,
    ResponseHeader,
    ResponseBody,
    ErrorBody,
    Statuses,
}

impl Part {
    /// The part under a heading below an operation.
    pub(super) fn of(heading: &str) -> Option<Self> {
        SECTIONS.into_iter().find(|(known, _)| *known == heading).map(|(_, part)| part)
    }

    /// How subjects of its body are called.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Intro => "operation",
            Self::Request => "request",
            Self::RequestBody => "request body",
            Self::ResponseHeader => "response header",
            Self::ResponseBody => "response body",
            Self::ErrorBody => "error body",
            Self::Statuses => "status",
        }
    }
}

/// Whether a line of text is a heading of any page, without being the name of an operation.
pub(super) fn is_heading(line: &str) -> bool {
    [API_ENDPOINT, AUTHENTICATION, OPERATIONS].contains(&line) || Part::of(line).is_some() || is_group(line)
}

/// Whether a heading groups operations.
pub(super) fn is_group(line: &str) -> bool {
    line.starts_with("Manage ") && !line.ends_with('.')
}

/// The tables that a page may have, told by their first columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TableKind {
    Operations,
    Endpoints,
    Countries,
    Fields,
    Statuses,
}

/// The business lines that a table of countries may have a column for.
pub(super) const VERTICALS: [&str; 5] = ["Healthcare", "Hospitality", "Residential", "Senior Living", "Core"];

impl TableKind {
    /// The kind of a table with these columns.
    pub(super) fn of(header: &[String]) -> Option<Self> {
        let header: Vec<_> = header.iter().map(|cell| cell.to_ascii_lowercase()).collect();
        let header: Vec<_> = header.iter().map(String::as_str).collect();
        match header.as_slice() {
            ["operation", "http method and uri"] => Some(Self::Operations),
            ["country", "endpoint"] => Some(Self::Endpoints),
            ["field", "description", "type", "required"] => Some(Self::Fields),
            ["status code", "name", "description"] => Some(Self::Statuses),
            [first, ..] if VERTICALS.iter().any(|vertical| vertical.eq_ignore_ascii_case(first)) => {
                Some(Self::Countries)
            }
            _ => None,
        }
    }
}
