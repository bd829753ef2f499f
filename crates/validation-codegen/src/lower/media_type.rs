//! Names of media types, as keys of `content`.

/// How the bodies of a type are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Json,
    Form,
    Multipart,
    Text,
    /// A range, which says nothing.
    Range,
    Other,
}

/// The key without `charset`, which says nothing about what the body means, and without white space; `None` if it is no
/// media type.
pub(super) fn normal(key: &str) -> Option<String> {
    let mut parts = key.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default().to_ascii_lowercase();
    let (main, sub) = essence.split_once('/')?;
    let is_token = |text: &str| !text.is_empty() && !text.contains([' ', '/', ',', '"']);
    // A range has a star for all of its parts, from the right (RFC 9110, section 12.5.1).
    let is_range = |text: &str| text == "*";
    if !is_token(main)
        || !is_token(sub)
        || is_range(main) && !is_range(sub)
        || sub.contains('*') && !is_range(sub)
    {
        return None;
    }
    let parameters = parts.filter(|parameter| {
        let name = parameter.split('=').next().unwrap_or_default();
        !name.is_empty() && !name.eq_ignore_ascii_case("charset")
    });
    Some(parameters.fold(essence.clone(), |key, parameter| key + ";" + parameter))
}

/// The family of the key `name`.
pub(super) fn family(name: &str) -> Family {
    let essence = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.split_once('/') {
        Some((_, "*")) => Family::Range,
        Some(("application" | "text", "json")) => Family::Json,
        Some((_, sub)) if sub.ends_with("+json") => Family::Json,
        Some(("application", "x-www-form-urlencoded")) => Family::Form,
        Some(("multipart", _)) => Family::Multipart,
        Some(("text", _)) => Family::Text,
        _ => Family::Other,
    }
}

pub(super) fn is_json(name: &str) -> bool {
    family(name) == Family::Json
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_brought_into_one_form() {
        assert_eq!(normal("Application/JSON; charset=utf-8").as_deref(), Some("application/json"));
        assert_eq!(normal("application/json;stream=watch").as_deref(), Some("application/json;stream=watch"));
        assert_eq!(normal("*/*").as_deref(), Some("*/*"));
        assert_eq!(normal("text/*").as_deref(), Some("text/*"));
        for key in ["examples", "", "/", "a/", "*/json", "application/*+json", "a/b/c"] {
            assert_eq!(normal(key), None, "{key}");
        }
    }
}
