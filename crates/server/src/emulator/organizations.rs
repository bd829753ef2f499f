//! Organizations and the console grants of clients.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::{At, Optional, json, no_content};
use super::units::{by_id, mint_or_check, organizations, remove_organization};
use super::write::{Problem, write};
use crate::app::App;
use crate::emulator::Reply;
use crate::failure::Failure;
use crate::kind::Kind;
use crate::store::people;
use crate::store::seed::{NewUnit, add_unit};

/// An organization that is to be.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct NewOrganization {
    /// The id; minted if left out.
    #[schema(nullable = false)]
    id: Option<String>,
    /// The name, which no operation shows.
    name: String,
}

/// An organization.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OrganizationView)]
#[serde(rename_all = "camelCase")]
pub(super) struct OrganizationView {
    /// The id.
    pub(super) id: String,
    /// The name.
    pub(super) name: String,
}

/// Lists the organizations.
#[utoipa::path(get, path = "/organizations", tag = "organizations", operation_id = "listOrganizations",
    responses((status = 200, description = "all organizations", body = [OrganizationView])))]
pub(super) async fn list(State(app): State<Arc<App>>) -> Reply {
    json(StatusCode::OK, &organizations(&app.store).await?)
}

/// Creates an organization.
#[utoipa::path(post, path = "/organizations", tag = "organizations", operation_id = "createOrganization",
    request_body(content = Option<NewOrganization>, description = "what is known of it already"),
    responses((status = 201, description = "the organization", body = OrganizationView),
        (status = 400, description = "no such id"), (status = 409, description = "the id is taken")))]
pub(super) async fn create(State(app): State<Arc<App>>, Optional(new): Optional<NewOrganization>) -> Reply {
    let NewOrganization { id, name } = new.unwrap_or_default();
    let id = mint_or_check(id)?;
    let unit = NewUnit { kind: Kind::Organization, id: &id, parent: "", name: &name, name_key: None };
    let step = add_unit(&unit, app.controls.now());
    write(&app, vec![step], |_| Failure::new(StatusCode::CONFLICT, "a unit has that id already")).await?;
    json(StatusCode::CREATED, &OrganizationView { id, name })
}

/// Deletes an organization that has no units, with its grants and roles.
#[utoipa::path(delete, path = "/organizations/{organizationId}", tag = "organizations",
    operation_id = "deleteOrganization",
    params(("organizationId" = String, Path, description = "the id of the organization")),
    responses((status = 204, description = "it is gone"), (status = 404, description = "no such organization"),
        (status = 409, description = "there are units in it")))]
pub(super) async fn delete(State(app): State<Arc<App>>, At(id): At<String>) -> Result<Response, Failure> {
    write(&app, vec![remove_organization(&id)], |problem| match problem {
        Problem::Nothing => unknown(&id),
        Problem::Duplicate | Problem::Reference => {
            Failure::new(StatusCode::CONFLICT, "the organization has units; delete them first, or reset")
        }
    })
    .await?;
    Ok(no_content())
}

/// Lists the clients that have the console grant of an organization.
#[utoipa::path(get, path = "/organizations/{organizationId}/grants", tag = "organizations",
    operation_id = "listGrants",
    params(("organizationId" = String, Path, description = "the id of the organization")),
    responses((status = 200, description = "the ids of the clients", body = [String]),
        (status = 404, description = "no such organization")))]
pub(super) async fn grants(State(app): State<Arc<App>>, At(id): At<String>) -> Reply {
    by_id(&app.store, &id, Kind::Organization).await?;
    json(StatusCode::OK, &people::grants(&app.store, &id).await?)
}

/// Gives a client the console grant of an organization.
#[utoipa::path(put, path = "/organizations/{organizationId}/grants/{clientId}", tag = "organizations",
    operation_id = "putGrant",
    params(("organizationId" = String, Path, description = "the id of the organization"),
        ("clientId" = String, Path, description = "the id of the client")),
    responses((status = 204, description = "it has it"), (status = 404, description = "no such organization or client")))]
pub(super) async fn grant(
    State(app): State<Arc<App>>,
    At((organization, client)): At<(String, String)>,
) -> Result<Response, Failure> {
    let step = people::add_grant(client.clone(), organization.clone());
    write(&app, vec![step], |problem| match problem {
        Problem::Nothing => unknown(&organization),
        Problem::Duplicate | Problem::Reference => {
            Failure::not_found(format!("there is no client `{client}`"))
        }
    })
    .await?;
    Ok(no_content())
}

/// Takes the console grant of an organization from a client.
#[utoipa::path(delete, path = "/organizations/{organizationId}/grants/{clientId}", tag = "organizations",
    operation_id = "deleteGrant",
    params(("organizationId" = String, Path, description = "the id of the organization"),
        ("clientId" = String, Path, description = "the id of the client")),
    responses((status = 204, description = "it has it no more"), (status = 404, description = "it had none")))]
pub(super) async fn revoke(
    State(app): State<Arc<App>>,
    At((organization, client)): At<(String, String)>,
) -> Result<Response, Failure> {
    let step = people::remove_grant(client, organization);
    write(&app, vec![step], |_| Failure::not_found("the client has no such grant")).await?;
    Ok(no_content())
}

fn unknown(id: &str) -> Failure {
    Failure::not_found(format!("there is no organization `{id}`"))
}
