//! The roles that an account can have at a unit.
//!
//! An account has one row for each unit. Its name lists all its roles there, in order, with spaces between them; at an
//! organization that may be one of each API.

use crate::kind::Kind;

/// The roles that exist at units of a kind.
pub(crate) fn at(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Organization => &["A4H.OrgAdmin", "A4R.OrgAdmin"],
        Kind::HomeCommunity => &["A4R.HomeCommunityAdmin"],
        Kind::Home => &["A4R.HomeAdmin"],
        Kind::Property => &["A4H.PropertyAdmin"],
        Kind::RoomType => &["A4H.RoomTypeAdmin"],
        Kind::Room => &["A4H.RoomAdmin"],
    }
}

/// The role that administers an organization in one of the APIs.
pub(crate) fn administrator(is_residential: bool) -> &'static str {
    if is_residential { "A4R.OrgAdmin" } else { "A4H.OrgAdmin" }
}

/// The name under which the store keeps roles at a unit of a kind.
///
/// # Errors
///
/// A fragment if there are none, or one that does not exist there.
pub(crate) fn joined(kind: Kind, roles: &[String]) -> Result<String, String> {
    let known = at(kind);
    if let Some(role) = roles.iter().find(|role| !known.contains(&role.as_str())) {
        return Err(format!("`{role}` is no role at a {}; there is {}", kind.word(), known.join(" and ")));
    }
    let wanted: Vec<_> = known.iter().copied().filter(|name| roles.iter().any(|role| role == name)).collect();
    if wanted.is_empty() {
        return Err(format!("roles is empty; at a {} there is {}", kind.word(), known.join(" and ")));
    }
    Ok(wanted.join(" "))
}

/// The roles in a name that the store keeps.
pub(crate) fn split(name: &str) -> impl Iterator<Item = &str> {
    name.split(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_kept_in_order_and_once() {
        let roles = ["A4R.OrgAdmin", "A4H.OrgAdmin", "A4R.OrgAdmin"].map(str::to_owned);
        let name = joined(Kind::Organization, &roles).unwrap();
        assert_eq!(split(&name).collect::<Vec<_>>(), ["A4H.OrgAdmin", "A4R.OrgAdmin"]);
    }

    #[test]
    fn a_role_of_another_kind_of_unit_is_refused() {
        let error = joined(Kind::Home, &["A4H.RoomAdmin".to_owned()]).unwrap_err();
        assert_eq!(error, "`A4H.RoomAdmin` is no role at a home; there is A4R.HomeAdmin");
        assert!(joined(Kind::Home, &[]).is_err());
    }
}
