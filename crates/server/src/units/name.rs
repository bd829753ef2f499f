//! The rules for names. The validators have judged them by the document already; switches may ask for more or less.

use crate::failure::Failure;
use crate::kind::Kind;
use crate::switches::{Letters, NameCase, Switches};

/// The greatest number of characters of a room name (document: `/components/schemas/RoomName/maxLength`).
const LONGEST_ROOM_NAME: usize = 256;

/// Checks the name of a new unit.
pub(crate) fn check(switches: &Switches, kind: Kind, name: &str) -> Result<(), Failure> {
    if kind == Kind::Room {
        return check_room_name(switches, name);
    }
    let longest = switches.longest_name.map(|limit| usize::try_from(limit).unwrap_or(usize::MAX));
    match longest {
        Some(longest) if name.chars().count() > longest => Err(Failure::bad_request(format!(
            "body /name: has more than {longest} characters; choose a shorter name"
        ))),
        _ => Ok(()),
    }
}

/// Checks the new name of an existing unit.
pub(crate) fn check_update(switches: &Switches, kind: Kind, name: &str) -> Result<(), Failure> {
    if kind == Kind::Room && !switches.room_name_rule_on_update {
        return Ok(());
    }
    check(switches, kind, name)
}

/// Whether a violation of the document's rule for room names may pass because a switch loosens it.
pub(crate) fn is_loosened(switches: &Switches, is_update: bool) -> bool {
    switches.room_name_letters == Letters::Unicode || (is_update && !switches.room_name_rule_on_update)
}

fn check_room_name(switches: &Switches, name: &str) -> Result<(), Failure> {
    let length = name.chars().count();
    if length == 0 || length > LONGEST_ROOM_NAME {
        return Err(Failure::bad_request(format!(
            "body /name: has {length} characters, a room name has 1 to {LONGEST_ROOM_NAME}"
        )));
    }
    let letter = |character: char| match switches.room_name_letters {
        Letters::Ascii => character.is_ascii_alphanumeric(),
        Letters::Unicode => character.is_alphanumeric(),
    };
    if name.chars().all(|character| letter(character) || "_-=#;:?@&".contains(character)) {
        return Ok(());
    }
    Err(Failure::bad_request(
        "body /name: a room name has letters, digits and `_-=#;:?@&` only, no spaces and no periods",
    ))
}

/// What may exist once in a property: the name of a room as it is compared; nothing for other kinds.
pub(crate) fn key(switches: &Switches, kind: Kind, name: &str) -> Option<Vec<u8>> {
    (kind == Kind::Room).then(|| room_key(switches.room_name_case, name))
}

/// The name of a room as it is compared.
pub(crate) fn room_key(case: NameCase, name: &str) -> Vec<u8> {
    match case {
        NameCase::Sensitive => name.as_bytes().to_vec(),
        NameCase::Insensitive => name.to_lowercase().into_bytes(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_names_keep_the_rule() {
        let switches = Switches::default();
        let longest = "x".repeat(256);
        for good in ["a", "Room-12", "_-=#;:?@&", longest.as_str()] {
            assert!(check(&switches, Kind::Room, good).is_ok(), "{good}");
        }
        let too_long = "x".repeat(257);
        for bad in ["", "a b", "a.b", "é", too_long.as_str(), "a\n"] {
            assert!(check(&switches, Kind::Room, bad).is_err(), "{bad:?}");
            assert!(check(&switches, Kind::RoomType, bad).is_ok(), "{bad:?} is no room name");
        }
    }

    #[test]
    fn switches_loosen_and_tighten_names() {
        let unicode = Switches { room_name_letters: Letters::Unicode, ..Switches::default() };
        assert!(check(&unicode, Kind::Room, "Zimmer-größer").is_ok());
        assert!(check(&unicode, Kind::Room, "a b").is_err());
        let free = Switches { room_name_rule_on_update: false, ..Switches::default() };
        assert!(check_update(&free, Kind::Room, "a b").is_ok() && check(&free, Kind::Room, "a b").is_err());
        let short = Switches { longest_name: Some(3), ..Switches::default() };
        assert!(check(&short, Kind::Home, "äöü").is_ok() && check(&short, Kind::Home, "äöüß").is_err());
    }

    #[test]
    fn only_rooms_have_a_name_key_and_case_counts_by_switch() {
        let switches = Switches::default();
        assert_eq!(key(&switches, Kind::RoomType, "A"), None);
        assert_ne!(key(&switches, Kind::Room, "A"), key(&switches, Kind::Room, "a"));
        let switches = Switches { room_name_case: NameCase::Insensitive, ..switches };
        assert_eq!(key(&switches, Kind::Room, "A"), key(&switches, Kind::Room, "a"));
    }
}
