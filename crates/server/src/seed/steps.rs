//! A seed as steps of one batch.

use super::check::{Place, check};
use super::{Account, Organization, Property, Seed, SeedError};
use crate::aside::aside;
use crate::kind::Kind;
use crate::login::{self, Scopes};
use crate::store::people::{self, Role};
use crate::store::seed::{NewUnit, add_device, add_unit, occupy};
use crate::store::tokens::{self, Consent};
use crate::store::{Extent, Step, Store, WriteError};
use crate::switches::NameCase;
use crate::units::name;
use crate::{roles, secret};

/// Completes, checks and writes a seed, on top of what is there. Returns it with everything that was minted.
pub(crate) async fn write(store: &Store, seed: Seed, case: NameCase) -> Result<Seed, SeedError> {
    let (seed, steps) = seed.prepare_aside(case).await?;
    match store.write_extent(steps, Extent::Many).await {
        Ok(_) => Ok(seed),
        Err(WriteError::Store(error)) => Err(error.into()),
        Err(error) => {
            let (why, step) = match error {
                WriteError::Duplicate { step } => ("an id of it is taken already", step),
                WriteError::Nothing { step } | WriteError::Reference { step } => {
                    ("it was deleted by somebody else at the same time; try again", step)
                }
                WriteError::Store(error) => return Err(error.into()),
            };
            Err(SeedError::Invalid(format!("{}: {why}", seed.place_of(step, case))))
        }
    }
}

impl Seed {
    /// Mints what is left out and checks everything.
    fn prepare(&mut self, case: NameCase) -> Result<(), SeedError> {
        self.complete();
        check(self, case).map_err(SeedError::Invalid)
    }

    /// Prepares it, and says the steps that write it; other tasks go on meanwhile.
    pub(crate) async fn prepare_aside(mut self, case: NameCase) -> Result<(Self, Vec<Step>), SeedError> {
        aside(move || {
            self.prepare(case)?;
            let steps = self.steps(case);
            Ok((self, steps))
        })
        .await
    }

    /// The steps that write it, once it is prepared.
    fn steps(&self, case: NameCase) -> Vec<Step> {
        let mut steps = Vec::new();
        self.visit(case, &mut |_, step| steps.push(step));
        steps
    }

    /// Where the step with that number comes from.
    fn place_of(&self, wanted: usize, case: NameCase) -> String {
        let (mut number, mut found) = (0, String::new());
        self.visit(case, &mut |place, _| {
            if number == wanted {
                found = place.to_string();
            }
            number += 1;
        });
        found
    }

    /// Calls `each` with every step, in an order in which they can be written.
    fn visit(&self, case: NameCase, each: &mut dyn FnMut(&Place<'_>, Step)) {
        // First all accounts: any unit may name them.
        for (index, organization) in self.organizations.iter().enumerate() {
            let place = Place::top("organizations", index);
            for (index, account) in organization.accounts.iter().enumerate() {
                let id = account.id.clone().unwrap_or_default();
                each(&place.inside("accounts", index), people::ensure_account(id));
            }
        }
        for (index, organization) in self.organizations.iter().enumerate() {
            organization.visit(case, Place::top("organizations", index), each);
        }
        for (index, client) in self.clients.iter().enumerate() {
            let place = Place::top("clients", index);
            let id = client.id.clone().unwrap_or_default();
            let secret = client.secret.as_deref().unwrap_or_default();
            each(&place, people::add_client(id.clone(), secret::hash(secret)));
            for organization in client.organizations.iter().flatten() {
                each(&place, people::add_grant(id.clone(), organization.clone()));
            }
            for (index, token) in client.refresh_tokens.iter().enumerate() {
                let consent = Consent {
                    client: id.clone(),
                    account: token.account.clone().unwrap_or_default(),
                    scope: Scopes::MANAGEMENT,
                };
                let place = place.inside("refreshTokens", index);
                let hash = secret::hash(token.token.as_deref().unwrap_or_default());
                let (family, code) = login::used_code(&consent, 0);
                each(&place, code);
                each(&place, tokens::add_refresh_token(&hash, &consent, &family));
            }
        }
    }
}

impl Organization {
    fn visit(&self, case: NameCase, place: Place<'_>, each: &mut dyn FnMut(&Place<'_>, Step)) {
        let organization = new(Kind::Organization, self.id.as_ref(), "", &self.name);
        unit(&organization, &self.accounts, &place, each);
        for (index, community) in self.home_communities.iter().enumerate() {
            let place = place.inside("homeCommunities", index);
            let name = &community.name;
            let above = new(Kind::HomeCommunity, community.id.as_ref(), organization.id, name);
            unit(&above, &community.accounts, &place, each);
            for (index, home) in community.homes.iter().enumerate() {
                let place = place.inside("homes", index);
                let new = new(Kind::Home, home.id.as_ref(), above.id, &home.name);
                unit(&new, &home.accounts, &place, each);
                if home.occupied {
                    each(&place, occupy(new.id));
                }
            }
        }
        for (index, property) in self.properties.iter().enumerate() {
            property.visit(organization.id, case, place.inside("properties", index), each);
        }
    }
}

impl Property {
    fn visit(
        &self,
        organization: &str,
        case: NameCase,
        place: Place<'_>,
        each: &mut dyn FnMut(&Place<'_>, Step),
    ) {
        let property = new(Kind::Property, self.id.as_ref(), organization, &self.name);
        unit(&property, &self.accounts, &place, each);
        for (index, room_type) in self.room_types.iter().enumerate() {
            let place = place.inside("roomTypes", index);
            let above = new(Kind::RoomType, room_type.id.as_ref(), property.id, &room_type.name);
            unit(&above, &room_type.accounts, &place, each);
            for (index, room) in room_type.rooms.iter().enumerate() {
                let place = place.inside("rooms", index);
                let name_key = Some(name::room_key(case, &room.name));
                let new = NewUnit { name_key, ..new(Kind::Room, room.id.as_ref(), above.id, &room.name) };
                unit(&new, &room.accounts, &place, each);
                for device in &room.devices {
                    each(&place, add_device(device.clone(), new.id));
                }
            }
        }
    }
}

/// A unit, whose id is there once the seed is complete.
fn new<'a>(kind: Kind, id: Option<&'a String>, parent: &'a str, name: &'a str) -> NewUnit<'a> {
    NewUnit { kind, id: id.map_or("", String::as_str), parent, name, name_key: None }
}

/// A unit and the roles at it.
fn unit(unit: &NewUnit<'_>, accounts: &[Account], place: &Place<'_>, each: &mut dyn FnMut(&Place<'_>, Step)) {
    // Created long ago, so that no delay hides what a server starts with.
    each(place, add_unit(unit, 0));
    for (index, account) in accounts.iter().enumerate() {
        // Checked before; an account without roles has no row.
        if let Ok(name) = roles::joined(unit.kind, &account.roles) {
            let account = account.id.clone().unwrap_or_default();
            let role = Role { account, unit: unit.id.to_owned(), name };
            each(&place.inside("accounts", index), people::set_role(role));
        }
    }
}
