//! What an access token may be used for.

use std::fmt;

/// A set of the scopes that the stand-in knows (RFC 6749 section 3.3).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Scopes(u8);

/// A scope that is none of those, or none at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BadScopes {
    /// Not one name.
    #[error("no scope is named")]
    Empty,
    /// A name that is not known. It isn't repeated, since it may be anything.
    #[error("scope {position} is unknown; there are {known}", known = Scopes::ALL)]
    Unknown {
        /// Which of the names, counted from 1.
        position: usize,
    },
}

/// The names, by bit (vendor: Postman collection, step 4).
const NAMES: [&str; 4] =
    ["alexa::enterprise:management", "credential_locker::wifi_management", "profile", "profile:user_id"];

impl Scopes {
    /// All of them.
    pub(crate) const ALL: Self = Self(0b1111);
    /// `alexa::enterprise:management`: every operation of both APIs.
    pub(crate) const MANAGEMENT: Self = Self(0b0001);
    /// `credential_locker::wifi_management`.
    #[cfg(test)]
    pub(crate) const WIFI: Self = Self(0b0010);
    /// `profile`.
    #[cfg(test)]
    pub(crate) const PROFILE: Self = Self(0b0100);
    /// `profile:user_id`.
    #[cfg(test)]
    pub(crate) const USER_ID: Self = Self(0b1000);

    /// The scopes with these names, parted by single spaces, in any order.
    pub(crate) fn parse(text: &str) -> Result<Self, BadScopes> {
        if text.is_empty() {
            return Err(BadScopes::Empty);
        }
        let mut scopes = 0;
        for (index, name) in text.split(' ').enumerate() {
            let bit = NAMES.iter().position(|known| *known == name);
            scopes |= 1 << bit.ok_or(BadScopes::Unknown { position: index + 1 })?;
        }
        Ok(Self(scopes))
    }

    /// Whether all of `other` are in it.
    pub(crate) fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

impl fmt::Display for Scopes {
    /// The names, parted by spaces, always in the same order.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = NAMES.iter().enumerate().filter(|(bit, _)| self.0 & (1 << bit) != 0);
        for (index, (_, name)) in names.enumerate() {
            write!(f, "{}{name}", if index == 0 { "" } else { " " })?;
        }
        Ok(())
    }
}

impl fmt::Debug for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_is_read_as_it_is_written() {
        for bits in 1..16 {
            assert_eq!(Scopes::parse(&Scopes(bits).to_string()), Ok(Scopes(bits)));
        }
        assert_eq!(
            Scopes::parse("profile:user_id profile"),
            Scopes::parse("profile profile:user_id profile")
        );
    }

    #[test]
    fn the_names_have_their_bits() {
        let all = [Scopes::MANAGEMENT, Scopes::WIFI, Scopes::PROFILE, Scopes::USER_ID];
        assert_eq!(all.map(|scopes| scopes.to_string()), NAMES);
    }

    #[test]
    fn unknown_and_misspelled_scopes_are_refused() {
        assert_eq!(Scopes::parse(""), Err(BadScopes::Empty));
        for (text, position) in [
            ("Profile", 1),
            ("profile ", 2),
            (" profile", 1),
            ("profile  profile", 2),
            ("profile,profile:user_id", 1),
        ] {
            assert_eq!(Scopes::parse(text), Err(BadScopes::Unknown { position }), "{text:?}");
        }
    }

    #[test]
    fn a_set_contains_its_parts() {
        let two = Scopes::parse("profile alexa::enterprise:management").unwrap();
        assert!(two.contains(Scopes::MANAGEMENT) && two.contains(two) && Scopes::ALL.contains(two));
        assert!(!two.contains(Scopes::USER_ID) && !two.contains(Scopes::ALL));
    }
}
