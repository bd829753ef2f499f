//! Spellings of names.

/// `roomType2`: letters and digits, a small letter first.
pub(super) fn is_lower_camel(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric())
}

/// `RoomType2`: letters and digits, a capital first.
pub(super) fn is_pascal(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric())
}

/// `room-types`: words of small letters and digits, joined by hyphens.
pub(super) fn is_kebab(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.split('-').all(|word| {
            !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        })
}

/// A header name: a token of RFC 9110, section 5.6.2.
pub(super) fn is_token(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}

/// The name with a capital first.
pub(super) fn pascal(name: &str) -> String {
    let mut characters = name.chars();
    characters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(characters).collect()
}

/// What is left of a name when case and separators do not count. Names that differ here differ as `snake_case`, as
/// `PascalCase`, and as files on a disk that ignores case.
pub(super) fn fold(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_are_told_apart() {
        assert!(
            is_lower_camel("listRooms2") && !is_lower_camel("ListRooms") && !is_lower_camel("list_rooms")
        );
        assert!(is_pascal("RoomPage") && !is_pascal("roomPage") && !is_pascal("Room-Page") && !is_pascal(""));
        assert!(
            is_kebab("room-types") && !is_kebab("room--types") && !is_kebab("Room") && !is_kebab("rooms-")
        );
        assert!(is_token("X-Amzn-RequestId") && !is_token("X Amzn") && !is_token(""));
    }

    #[test]
    fn folding_joins_what_generators_join() {
        assert_eq!(fold("getURL"), fold("get_url"));
        assert_ne!(fold("getUrl"), fold("getUrls"));
        assert_eq!(pascal("listRooms"), "ListRooms");
    }
}
