//! The facts that stand in sentences.

use std::sync::LazyLock;

use regex::Regex;
use sha2::{Digest, Sha256};

use crate::Subject;

/// A pattern of this crate.
#[expect(
    clippy::expect_used,
    reason = "the patterns are constants, and every test that imports a page compiles them"
)]
pub(crate) fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern")
}

macro_rules! patterns {
    ($($name:ident = $pattern:expr;)*) => {
        $(static $name: LazyLock<Regex> = LazyLock::new(|| pattern($pattern));)*
    };
}

patterns! {
    UPDATED = r"^Last updated: ([A-Z][a-z]{2}) (\d{2}), (\d{4})$";
    HOST = r"endpoint of the .* is (https://[A-Za-z0-9.-]+[A-Za-z0-9])\.?$";
    REGIONAL_HOSTS = r"set Host to one of the following";
    TOKEN = r"authorization header whose value is the access token retrieved from (Login with Amazon)";
    CALL = r"^Call ([A-Z]+) (/\S*) to ";
    ACCESS = r"user (?:making the call )?has access to (view|update|delete)";
    REFUSAL = r"If the [a-z ]+? (isn't empty|has associated [a-z]+), the delete operation returns HTTP status code (\d{3})";
    CHARACTERS = r"name can contain (letters or numbers) and the following special characters, with no (spaces or periods): (\S(?: \S)*)\.(?: |$)";
    MAX_LENGTH = r"name can't exceed (\d{1,3}(?:,\d{3})+|\d+) characters";
    UNIQUE = r"names must be unique to an? ([a-z]+)";
    COUNTRIES = r"^(?:None|[A-Z]{2}(?:, ?[A-Z]{2})*)$";
    FORMAT = r#"format "([^"]+)""#;
    RANGE = r"must (?:be )?between (\d{1,3}(?:,\d{3})+|\d+) and (\d{1,3}(?:,\d{3})+|\d+)(?:[^\w,.]|[,.](?:\s|$)|$)";
    DEFAULT = r"Default is (\S+?)\.?(?: |$)";
    CONTINUATION = r"^Continuation token|continuation token to list the next";
    LIMIT = r"^Maximum number of results";
    MISSING = r"^The requested ([a-z ]+) (?:wasn't|weren't) found";
    FIRST_WAIT = r"Retry after (one|\d+) seconds?";
    LONGEST_WAIT = r"(exponentially) until a (\d+)-second wait";
    AFTERWARDS = r"retrying every (\d+) seconds thereafter until a non-(\d+) response";
}

/// What a sentence is known by once it is left out: 64 bits of the SHA-256 of its words.
pub(super) fn fingerprint(text: &str) -> String {
    let words = super::joined(text);
    let digest = Sha256::digest(words.as_bytes());
    data_encoding::HEXLOWER.encode(&digest[..8])
}

/// The day of the last change, as `YYYY-MM-DD`.
pub(super) fn updated(text: &str) -> Option<String> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (_, [month, day, year]) = UPDATED.captures(text)?.extract();
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    Some(format!("{year}-{month:02}-{day}"))
}

/// The method and the URI of the sentence that begins an operation.
pub(super) fn call(text: &str) -> Option<(String, String)> {
    let (_, [method, uri]) = CALL.captures(text)?.extract();
    Some((method.to_owned(), uri.to_owned()))
}

/// The only host.
pub(super) fn host(text: &str) -> Option<String> {
    Some(HOST.captures(text)?[1].to_owned())
}

/// Whether a table of hosts follows.
pub(super) fn has_regional_hosts(text: &str) -> bool {
    REGIONAL_HOSTS.is_match(text)
}

/// Who gives out access tokens.
pub(super) fn token_of(text: &str) -> Option<String> {
    Some(TOKEN.captures(text)?[1].to_owned())
}

/// Whether a cell of a table of countries can have this text.
pub(super) fn is_countries(text: &str) -> bool {
    COUNTRIES.is_match(text)
}

/// What a sentence before an operation's sections says: subject, aspect, value.
pub(super) fn of_operation(text: &str) -> Vec<(&'static str, &'static str, String)> {
    let mut found = Vec::new();
    if let Some(access) = ACCESS.captures(text) {
        found.push(("operation", "access", access[1].to_owned()));
    }
    if let Some(refusal) = REFUSAL.captures(text) {
        found.push(("refusal", "cause", refusal[1].to_owned()));
        found.push(("refusal", "status", refusal[2].to_owned()));
    }
    if let Some(rule) = CHARACTERS.captures(text) {
        found.push(("request body name", "characters", format!("{} {}", &rule[1], &rule[3])));
        found.push(("request body name", "forbidden", rule[2].to_owned()));
    }
    if let Some(rule) = MAX_LENGTH.captures(text) {
        found.push(("request body name", "maxLength", plain(&rule[1])));
    }
    if let Some(rule) = UNIQUE.captures(text) {
        found.push(("request body name", "unique in", rule[1].to_owned()));
    }
    found
}

/// A number without the commas between its groups.
fn plain(number: &str) -> String {
    number.replace(',', "")
}

/// What the description of a field says, and its fingerprint.
pub(super) fn of_field(text: &str, into: &mut Subject) {
    let mut put = |aspect: &str, value: &str| drop(into.insert(aspect.to_owned(), value.to_owned()));
    if let Some(format) = FORMAT.captures(text) {
        put("format", &format[1]);
    }
    if let Some(range) = RANGE.captures(text) {
        put("minimum", &plain(&range[1]));
        put("maximum", &plain(&range[2]));
    }
    if let Some(default) = DEFAULT.captures(text) {
        put("default", &default[1]);
    }
    if CONTINUATION.is_match(text) {
        put("role", "continuation token");
    } else if LIMIT.is_match(text) {
        put("role", "limit");
    }
    put("text", &fingerprint(text));
}

/// What the description of a status says, and its fingerprint.
pub(super) fn of_status(text: &str, into: &mut Subject) {
    let mut put = |aspect: &str, value: &str| drop(into.insert(aspect.to_owned(), value.to_owned()));
    if let Some(missing) = MISSING.captures(text) {
        put("missing", &missing[1]);
    }
    if let Some(wait) = FIRST_WAIT.captures(text) {
        put("first wait", if &wait[1] == "one" { "1" } else { &wait[1] });
    }
    if let Some(wait) = LONGEST_WAIT.captures(text) {
        put("growth", &wait[1]);
        put("longest wait", &wait[2]);
    }
    if let Some(wait) = AFTERWARDS.captures(text) {
        put("later waits", &wait[1]);
        put("until other than", &wait[2]);
    }
    put("text", &fingerprint(text));
}
