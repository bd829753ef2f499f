//! Does a seed make sense? Everything is looked at before anything is written.

use std::collections::HashSet;
use std::fmt;

use super::{Account, Organization, Property, Seed};
use crate::id;
use crate::kind::Kind;
use crate::roles;
use crate::switches::NameCase;
use crate::units::name;

/// Where something is in a seed, such as `organizations[0].properties[2]`.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) within: Option<&'a Place<'a>>,
    pub(super) member: &'static str,
    pub(super) index: usize,
}

impl<'a> Place<'a> {
    pub(super) fn top(member: &'static str, index: usize) -> Self {
        Self { within: None, member, index }
    }

    pub(super) fn inside(&'a self, member: &'static str, index: usize) -> Self {
        Place { within: Some(self), member, index }
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(within) = self.within {
            write!(formatter, "{within}.")?;
        }
        write!(formatter, "{}[{}]", self.member, self.index)
    }
}

/// Whether `text` can be an id of a client, an account or a device: 1 to 200 visible characters of ASCII.
pub(crate) fn visible(text: &str) -> bool {
    (1..=200).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// What is known of a seed so far.
struct Check<'a> {
    units: HashSet<&'a str>,
    devices: HashSet<&'a str>,
    accounts: HashSet<&'a str>,
    case: NameCase,
}

/// Checks a seed that is complete. The error says where and why.
pub(super) fn check(seed: &Seed, case: NameCase) -> Result<(), String> {
    let accounts = seed.organizations.iter().flat_map(|organization| &organization.accounts);
    let accounts = accounts.filter_map(|account| account.id.as_deref()).collect();
    let mut check = Check { units: HashSet::new(), devices: HashSet::new(), accounts, case };
    for (index, organization) in seed.organizations.iter().enumerate() {
        check.organization(organization, Place::top("organizations", index))?;
    }
    check.clients(seed)
}

impl<'a> Check<'a> {
    fn organization(&mut self, organization: &'a Organization, place: Place<'_>) -> Result<(), String> {
        self.unit(organization.id.as_deref(), &place)?;
        self.accounts_at(Kind::Organization, &organization.accounts, &place)?;
        for (index, community) in organization.home_communities.iter().enumerate() {
            let place = place.inside("homeCommunities", index);
            self.unit(community.id.as_deref(), &place)?;
            self.accounts_at(Kind::HomeCommunity, &community.accounts, &place)?;
            for (index, home) in community.homes.iter().enumerate() {
                let place = place.inside("homes", index);
                self.unit(home.id.as_deref(), &place)?;
                self.accounts_at(Kind::Home, &home.accounts, &place)?;
            }
        }
        let mut properties = organization.properties.iter().enumerate();
        properties
            .try_for_each(|(index, property)| self.property(property, place.inside("properties", index)))
    }

    fn property(&mut self, property: &'a Property, place: Place<'_>) -> Result<(), String> {
        self.unit(property.id.as_deref(), &place)?;
        self.accounts_at(Kind::Property, &property.accounts, &place)?;
        let mut names = HashSet::new();
        for (index, room_type) in property.room_types.iter().enumerate() {
            let place = place.inside("roomTypes", index);
            self.unit(room_type.id.as_deref(), &place)?;
            self.accounts_at(Kind::RoomType, &room_type.accounts, &place)?;
            for (index, room) in room_type.rooms.iter().enumerate() {
                let place = place.inside("rooms", index);
                self.unit(room.id.as_deref(), &place)?;
                self.accounts_at(Kind::Room, &room.accounts, &place)?;
                if !names.insert(name::room_key(self.case, &room.name)) {
                    return Err(format!("{place}.name: another room of the property has the name"));
                }
                for device in &room.devices {
                    if !visible(device) {
                        return Err(format!(
                            "{place}.devices: an id is 1 to 200 visible characters of ASCII"
                        ));
                    }
                    if !self.devices.insert(device) {
                        return Err(format!("{place}.devices: another device has the id"));
                    }
                }
            }
        }
        Ok(())
    }

    fn unit(&mut self, id: Option<&'a str>, place: &Place<'_>) -> Result<(), String> {
        let Some(id) = id else { return Err(format!("{place}.id: is missing")) };
        if id.len() > 256 || !id::is_id(id) {
            return Err(format!(
                "{place}.id: begins with `{}`, goes on with letters, digits, `.`, `_`, `~` and `-`, and has at most \
                 256 characters",
                id::PREFIX
            ));
        }
        if self.units.insert(id) { Ok(()) } else { Err(format!("{place}.id: another unit has the id")) }
    }

    fn accounts_at(&self, kind: Kind, accounts: &[Account], place: &Place<'_>) -> Result<(), String> {
        let mut seen = HashSet::new();
        for (index, account) in accounts.iter().enumerate() {
            let place = place.inside("accounts", index);
            let known = account.id.as_deref().is_some_and(|id| self.accounts.contains(id));
            if !known {
                return Err(format!(
                    "{place}.id: must be the id of an account of an organization of the seed"
                ));
            }
            if !account.id.as_deref().is_some_and(visible) {
                return Err(format!("{place}.id: must be 1 to 200 visible characters of ASCII"));
            }
            if !seen.insert(account.id.as_deref()) {
                return Err(format!("{place}.id: the account is there already"));
            }
            // An account without roles is an account all the same, but only where it is made.
            if kind != Kind::Organization || !account.roles.is_empty() {
                roles::joined(kind, &account.roles).map_err(|why| format!("{place}.roles: {why}"))?;
            }
        }
        Ok(())
    }

    fn clients(&self, seed: &Seed) -> Result<(), String> {
        let organizations: HashSet<_> =
            seed.organizations.iter().filter_map(|organization| organization.id.as_deref()).collect();
        let (mut ids, mut tokens) = (HashSet::new(), HashSet::new());
        for (index, client) in seed.clients.iter().enumerate() {
            let place = Place::top("clients", index);
            if !client.id.as_deref().is_some_and(visible) {
                return Err(format!("{place}.id: must be 1 to 200 visible characters of ASCII"));
            }
            if !ids.insert(client.id.as_deref()) {
                return Err(format!("{place}.id: another client has the id"));
            }
            if client.secret.as_deref().is_none_or(str::is_empty) {
                return Err(format!("{place}.secret: is empty; leave it out for a new one"));
            }
            let granted = client.organizations.as_deref().unwrap_or_default();
            if !granted.iter().all(|id| organizations.contains(id.as_str())) {
                return Err(format!("{place}.organizations: must have ids of organizations of the seed"));
            }
            for (index, token) in client.refresh_tokens.iter().enumerate() {
                let place = place.inside("refreshTokens", index);
                if token.token.as_deref().is_none_or(str::is_empty) {
                    return Err(format!("{place}.token: is empty; leave it out for a new one"));
                }
                if !tokens.insert(token.token.as_deref()) {
                    return Err(format!("{place}.token: is there twice"));
                }
                if !token.account.as_deref().is_some_and(|id| self.accounts.contains(id)) {
                    return Err(format!("{place}.account: must be the id of an account of the seed"));
                }
            }
        }
        Ok(())
    }
}
