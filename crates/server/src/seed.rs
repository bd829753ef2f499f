//! What a server starts with: organizations and what is in them, accounts, clients and refresh tokens.
//!
//! A seed is JSON or TOML. It is checked as a whole and written as a whole, in one transaction: either all of it is
//! there or nothing. It stands for itself: what it names must be in it. Ids, secrets and tokens that it leaves out are
//! minted. The rules of the operations do not bind it, so that it can have what other tools made, such as rooms whose
//! names break the rule for room names.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::aside::aside;
use crate::kind::Kind;
use crate::{id, roles, secret};

mod check;
mod plant;
mod steps;

pub(crate) use check::visible;
pub use plant::PlantError;
pub(crate) use plant::plant;
pub(crate) use steps::write;

/// What a server starts with.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Seed {
    /// The organizations.
    pub organizations: Vec<Organization>,
    /// The clients of Login with Amazon.
    pub clients: Vec<Client>,
}

/// An organization.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Organization {
    /// The id; minted if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub id: Option<String>,
    /// The name, which no operation shows.
    #[serde(default)]
    pub name: String,
    /// The accounts that are logged in with, and their roles at the organization.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<Account>,
    /// The home communities.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub home_communities: Vec<HomeCommunity>,
    /// The properties.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<Property>,
}

/// An account, and its roles at the unit that it is named in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = SeedAccount)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Account {
    /// The id; minted if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub id: Option<String>,
    /// The roles, such as `A4H.OrgAdmin`; none if left out.
    #[serde(default)]
    pub roles: Vec<String>,
}

/// A home community.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HomeCommunity {
    /// The id; minted if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub id: Option<String>,
    /// The name.
    pub name: String,
    /// The accounts that have roles here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<Account>,
    /// The homes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub homes: Vec<Home>,
}

/// A home.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Home {
    /// The id; minted if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub id: Option<String>,
    /// The name.
    pub name: String,
    /// The accounts that have roles here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<Account>,
    /// Whether somebody lives there, so that it can only be read.
    #[serde(default)]
    pub occupied: bool,
}

/// A property.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Property {
    /// The id; minted if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub id: Option<String>,
    /// The name.
    pub name: String,
    /// The accounts that have roles here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<Account>,
    /// The room types.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub room_types: Vec<RoomType>,
}

/// A room type.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoomType {
    /// The id; minted if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub id: Option<String>,
    /// The name.
    pub name: String,
    /// The accounts that have roles here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<Account>,
    /// The rooms.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rooms: Vec<Room>,
}

/// A room.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Room {
    /// The id; minted if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub id: Option<String>,
    /// The name. It may break the rule for room names; it must be the only one in the property.
    pub name: String,
    /// The accounts that have roles here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<Account>,
    /// The ids of the devices in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub devices: Vec<String>,
}

/// A client of Login with Amazon.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = SeedClient)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Client {
    /// The client id; minted if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub id: Option<String>,
    /// The client secret in plain text; minted if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub secret: Option<String>,
    /// The ids of the organizations whose console grants it access; all of the seed if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub organizations: Option<Vec<String>>,
    /// Refresh tokens that accounts have given it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refresh_tokens: Vec<RefreshToken>,
}

/// A refresh token of a client.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = SeedRefreshToken)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RefreshToken {
    /// The token in plain text; minted if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub token: Option<String>,
    /// The id of the account that consented; the first of the seed if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub account: Option<String>,
}

impl std::fmt::Debug for Client {
    /// Writes neither the secret nor tokens.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Client({:?})", self.id)
    }
}

impl std::fmt::Debug for RefreshToken {
    /// Does not write the token.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "RefreshToken(of {:?})", self.account)
    }
}

/// Why a seed was not written. Nothing of it was.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// It is no seed, or makes no sense; the text says where and why.
    #[error("{0}")]
    Invalid(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] crate::StoreError),
}

/// A message of serde without the value that it repeats, which may be a secret: `invalid type: string "...", expected a
/// sequence` loses everything up to what is expected.
fn without_value(message: &str) -> String {
    match (message.starts_with("invalid "), message.rsplit_once(", expected ")) {
        (true, Some((found, expected))) => {
            let kind = found.split(':').next().unwrap_or_default();
            format!("{kind}, expected {expected}")
        }
        _ => message.to_owned(),
    }
}

impl Seed {
    /// Reads a seed, in JSON if the first character is `{`, else in TOML.
    ///
    /// # Errors
    ///
    /// [`SeedError::Invalid`] with line and column. What the seed says is checked when it is written.
    pub fn from_text(text: &str) -> Result<Self, SeedError> {
        if text.trim_start().starts_with('{') {
            return serde_json::from_str(text).map_err(|error| {
                let (line, column) = (error.line(), error.column());
                let message = error.to_string();
                let message =
                    message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
                SeedError::Invalid(format!("{} at line {line} column {column}", without_value(message)))
            });
        }
        toml::from_str(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            let before = text.get(..start).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let column = before.chars().rev().take_while(|character| *character != '\n').count() + 1;
            // Not the error's own text, which shows the line: a secret may stand there.
            SeedError::Invalid(format!("{} at line {line} column {column}", without_value(error.message())))
        })
    }

    /// Like [`Self::from_text`]; other tasks go on meanwhile.
    pub(crate) async fn read_aside(text: String) -> Result<Self, SeedError> {
        aside(move || Self::from_text(&text)).await
    }

    /// What a server starts with if nothing else is asked for: an organization, an account that manages all of it, and
    /// a client that the account has consented to.
    pub fn initial() -> Self {
        let roles = roles::at(Kind::Organization).iter().map(|role| (*role).to_owned()).collect();
        let account = Account { id: None, roles };
        Self {
            organizations: vec![Organization {
                name: "Organization".to_owned(),
                accounts: vec![account],
                ..Organization::default()
            }],
            clients: vec![Client { refresh_tokens: vec![RefreshToken::default()], ..Client::default() }],
        }
    }

    /// Mints everything that is left out, so that the seed says all that will be there.
    fn complete(&mut self) {
        let mut rng = rand::rng();
        let mut mint = |id: &mut Option<String>| {
            id.get_or_insert_with(|| id::mint(&mut rng));
        };
        for organization in &mut self.organizations {
            mint(&mut organization.id);
            for community in &mut organization.home_communities {
                mint(&mut community.id);
                community.homes.iter_mut().for_each(|home| mint(&mut home.id));
            }
            for property in &mut organization.properties {
                mint(&mut property.id);
                for room_type in &mut property.room_types {
                    mint(&mut room_type.id);
                    room_type.rooms.iter_mut().for_each(|room| mint(&mut room.id));
                }
            }
            for account in &mut organization.accounts {
                account.id.get_or_insert_with(mint_account);
            }
        }
        let first = self.organizations.iter().flat_map(|organization| &organization.accounts).next();
        let first = first.and_then(|account| account.id.clone());
        let all: Vec<_> =
            self.organizations.iter().filter_map(|organization| organization.id.clone()).collect();
        for client in &mut self.clients {
            client.id.get_or_insert_with(mint_client);
            client.secret.get_or_insert_with(|| mint_client_secret().expose().to_owned());
            client.organizations.get_or_insert_with(|| all.clone());
            for token in &mut client.refresh_tokens {
                token.token.get_or_insert_with(|| mint_refresh_token().expose().to_owned());
                token.account = token.account.take().or_else(|| first.clone());
            }
        }
    }
}

/// A new id for an account.
pub(crate) fn mint_account() -> String {
    secret::mint("amzn1.account.", 42).expose().to_owned()
}

/// A new id for a client.
pub(crate) fn mint_client() -> String {
    secret::mint("amzn1.application-oa2-client.", 61).expose().to_owned()
}

/// A new secret for a client.
pub(crate) fn mint_client_secret() -> secret::Secret {
    secret::mint("amzn1.oa2-cs.v1.", 80)
}

/// A new refresh token.
pub(crate) fn mint_refresh_token() -> secret::Secret {
    secret::mint("Atzr|", 370)
}

#[cfg(test)]
mod tests;
