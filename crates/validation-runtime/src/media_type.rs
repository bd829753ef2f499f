//! Media types (RFC 9110, section 8.3.1).

use crate::header::{Headers, trim};
use crate::verdict::NotJudged;

const LONGEST_SHOWN: usize = 100;

/// Whether the `Content-Type` of `headers` is `documented`, parameters such as `charset` aside; why not otherwise.
pub(crate) fn check(documented: &'static str, headers: &dyn Headers) -> Result<(), NotJudged> {
    let mut fits = None;
    let mut found = None;
    headers.visit("content-type", &mut |value| {
        let value = trim(value);
        let essence = value.split(|byte| *byte == b';').next().map(trim).unwrap_or_default();
        let same = essence.eq_ignore_ascii_case(documented.as_bytes());
        fits = Some(same && fits != Some(false));
        if !same {
            let text = std::str::from_utf8(value).ok();
            found = text.map(|text| text.chars().take(LONGEST_SHOWN).collect());
        }
    });
    if fits == Some(true) { Ok(()) } else { Err(NotJudged::MediaType { found, documented }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_and_case_do_not_matter() {
        for value in [
            "application/json",
            "Application/JSON",
            "application/json; charset=utf-8",
            " application/json ;x",
        ] {
            assert_eq!(check("application/json", &[("Content-Type", value)]), Ok(()), "{value}");
        }
    }

    #[test]
    fn other_types_are_named() {
        for value in ["text/plain", "application/json-patch+json", "application/jsonx", ""] {
            let found = Some(value.to_owned());
            let expected = Err(NotJudged::MediaType { found, documented: "application/json" });
            assert_eq!(check("application/json", &[("content-type", value)]), expected, "{value}");
        }
        let expected = Err(NotJudged::MediaType { found: None, documented: "application/json" });
        assert_eq!(check("application/json", &[("accept", "application/json")]), expected);
    }

    #[test]
    fn of_two_types_both_must_fit() {
        let headers = [("content-type", "text/plain"), ("content-type", "application/json")];
        assert!(check("application/json", &headers).is_err());
    }
}
