//! Clients of Login with Amazon.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::{At, Optional, json, no_content};
use super::write::{Problem, write};
use crate::app::App;
use crate::emulator::Reply;
use crate::failure::Failure;
use crate::store::people;
use crate::{secret, seed};

/// A client that is to be.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct NewClient {
    /// The client id; minted if left out.
    #[schema(nullable = false)]
    id: Option<String>,
    /// The client secret; minted if left out.
    #[schema(nullable = false)]
    secret: Option<String>,
    /// The ids of the organizations whose console grants it access; none if left out.
    organizations: Vec<String>,
}

/// A client with its secret, which is shown this once.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct CreatedClient {
    /// The client id.
    id: String,
    /// The client secret.
    secret: String,
}

/// A client.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ClientView {
    /// The client id.
    id: String,
}

/// Lists the clients.
#[utoipa::path(get, path = "/clients", tag = "clients", operation_id = "listClients",
    responses((status = 200, description = "all clients", body = [ClientView])))]
pub(super) async fn list(State(app): State<Arc<App>>) -> Reply {
    let clients = people::clients(&app.store).await?;
    let clients: Vec<_> = clients.into_iter().map(|id| ClientView { id }).collect();
    json(StatusCode::OK, &clients)
}

/// Creates a client. Its secret is shown this once.
#[utoipa::path(post, path = "/clients", tag = "clients", operation_id = "createClient",
    request_body(content = Option<NewClient>, description = "what is known of it already"),
    responses((status = 201, description = "the client", body = CreatedClient),
        (status = 400, description = "no such id or secret"), (status = 404, description = "no such organization"),
        (status = 409, description = "the id is taken")))]
pub(super) async fn create(State(app): State<Arc<App>>, Optional(new): Optional<NewClient>) -> Reply {
    let NewClient { id, secret, organizations } = new.unwrap_or_default();
    let id = id.unwrap_or_else(seed::mint_client);
    if !seed::visible(&id) {
        return Err(Failure::bad_request("id must be 1 to 200 visible characters of ASCII"));
    }
    let secret = secret.unwrap_or_else(|| seed::mint_client_secret().expose().to_owned());
    if secret.is_empty() {
        return Err(Failure::bad_request("secret is empty; leave it out for a new one"));
    }
    let mut steps = vec![people::add_client(id.clone(), secret::hash(&secret))];
    steps.extend(organizations.into_iter().map(|organization| people::add_grant(id.clone(), organization)));
    write(&app, steps, |problem| match problem {
        Problem::Duplicate => Failure::new(StatusCode::CONFLICT, "a client has that id already"),
        Problem::Nothing | Problem::Reference => {
            Failure::not_found("organizations names one that does not exist")
        }
    })
    .await?;
    json(StatusCode::CREATED, &CreatedClient { id, secret })
}

/// Deletes a client with its grants and tokens.
#[utoipa::path(delete, path = "/clients/{clientId}", tag = "clients", operation_id = "deleteClient",
    params(("clientId" = String, Path, description = "the id of the client")),
    responses((status = 204, description = "it is gone"), (status = 404, description = "no such client")))]
pub(super) async fn delete(State(app): State<Arc<App>>, At(id): At<String>) -> Result<Response, Failure> {
    let step = people::remove_client(id.clone());
    write(&app, vec![step], |_| Failure::not_found(format!("there is no client `{id}`"))).await?;
    Ok(no_content())
}
