//! Accounts and their roles.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::{At, Body, Optional, json, no_content};
use super::units::kind_of;
use super::write::{Problem, write};
use crate::app::App;
use crate::emulator::Reply;
use crate::failure::Failure;
use crate::store::people::{self, Role};
use crate::{roles, seed};

/// An account that is to be.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct NewAccount {
    /// The id; minted if left out.
    #[schema(nullable = false)]
    id: Option<String>,
}

/// An account.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct AccountView {
    /// The id.
    id: String,
}

/// The roles of an account at a unit.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Roles {
    /// The roles: at an organization `A4H.OrgAdmin` and `A4R.OrgAdmin`, else the one of the kind of unit.
    roles: Vec<String>,
}

/// The roles of an account at a unit.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct RolesView {
    /// The id of the unit.
    unit: String,
    /// The roles.
    roles: Vec<String>,
}

/// Lists the accounts.
#[utoipa::path(get, path = "/accounts", tag = "accounts", operation_id = "listAccounts",
    responses((status = 200, description = "all accounts", body = [AccountView])))]
pub(super) async fn list(State(app): State<Arc<App>>) -> Reply {
    let accounts = people::accounts(&app.store).await?;
    let accounts: Vec<_> = accounts.into_iter().map(|id| AccountView { id }).collect();
    json(StatusCode::OK, &accounts)
}

/// Creates an account, which has no roles yet.
#[utoipa::path(post, path = "/accounts", tag = "accounts", operation_id = "createAccount",
    request_body(content = Option<NewAccount>, description = "what is known of it already"),
    responses((status = 201, description = "the account", body = AccountView),
        (status = 400, description = "no such id"), (status = 409, description = "the id is taken")))]
pub(super) async fn create(State(app): State<Arc<App>>, Optional(new): Optional<NewAccount>) -> Reply {
    let id = new.unwrap_or_default().id.unwrap_or_else(seed::mint_account);
    if !seed::visible(&id) {
        return Err(Failure::bad_request("id must be 1 to 200 visible characters of ASCII"));
    }
    let step = people::add_account(id.clone());
    write(&app, vec![step], |_| Failure::new(StatusCode::CONFLICT, "an account has that id already")).await?;
    json(StatusCode::CREATED, &AccountView { id })
}

/// Deletes an account with its roles and tokens.
#[utoipa::path(delete, path = "/accounts/{accountId}", tag = "accounts", operation_id = "deleteAccount",
    params(("accountId" = String, Path, description = "the id of the account")),
    responses((status = 204, description = "it is gone"), (status = 404, description = "no such account")))]
pub(super) async fn delete(State(app): State<Arc<App>>, At(id): At<String>) -> Result<Response, Failure> {
    write(&app, people::remove_account(&id), |_| unknown(&id)).await?;
    Ok(no_content())
}

/// Lists the roles of an account.
#[utoipa::path(get, path = "/accounts/{accountId}/roles", tag = "accounts", operation_id = "listRoles",
    params(("accountId" = String, Path, description = "the id of the account")),
    responses((status = 200, description = "its roles by unit", body = [RolesView])))]
pub(super) async fn roles(State(app): State<Arc<App>>, At(id): At<String>) -> Reply {
    let view = |role: Role| RolesView {
        unit: role.unit,
        roles: roles::split(&role.name).map(str::to_owned).collect(),
    };
    let views: Vec<_> = people::roles(&app.store, &id).await?.into_iter().map(view).collect();
    json(StatusCode::OK, &views)
}

/// Replaces the roles of an account at a unit. They hold for everything in the unit.
#[utoipa::path(put, path = "/accounts/{accountId}/roles/{unitId}", tag = "accounts", operation_id = "putRoles",
    params(("accountId" = String, Path, description = "the id of the account"),
        ("unitId" = String, Path, description = "the id of the unit")),
    request_body = Roles,
    responses((status = 204, description = "it has them"), (status = 400, description = "no such role at the unit"),
        (status = 404, description = "no such account or unit")))]
pub(super) async fn set_role(
    State(app): State<Arc<App>>,
    At((account, unit)): At<(String, String)>,
    Body(Roles { roles }): Body<Roles>,
) -> Result<Response, Failure> {
    let kind = kind_of(&app.store, &unit).await?;
    let name = roles::joined(kind, &roles).map_err(Failure::bad_request)?;
    let step = people::set_role(Role { account: account.clone(), unit: unit.clone(), name });
    write(&app, vec![step], |problem| match problem {
        Problem::Nothing => Failure::not_found(format!("there is no unit `{unit}`")),
        Problem::Duplicate | Problem::Reference => unknown(&account),
    })
    .await?;
    Ok(no_content())
}

/// Takes the roles of an account at a unit away.
#[utoipa::path(delete, path = "/accounts/{accountId}/roles/{unitId}", tag = "accounts", operation_id = "deleteRoles",
    params(("accountId" = String, Path, description = "the id of the account"),
        ("unitId" = String, Path, description = "the id of the unit")),
    responses((status = 204, description = "it has none there"), (status = 404, description = "it had none there")))]
pub(super) async fn remove_role(
    State(app): State<Arc<App>>,
    At((account, unit)): At<(String, String)>,
) -> Result<Response, Failure> {
    let step = people::remove_role(account, unit);
    write(&app, vec![step], |_| Failure::not_found("the account has no roles there")).await?;
    Ok(no_content())
}

fn unknown(id: &str) -> Failure {
    Failure::not_found(format!("there is no account `{id}`"))
}
