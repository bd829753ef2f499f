//! Devices in rooms, and homes that somebody lives in.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::{At, Optional, json, no_content};
use super::organizations::OrganizationView;
use super::write::{Problem, write};
use crate::app::App;
use crate::emulator::Reply;
use crate::failure::Failure;
use crate::id;
use crate::kind::Kind;
use crate::secret;
use crate::seed::visible;
use crate::store::seed as sql;
use crate::store::{Step, Store, StoreError};

/// A device that is to be.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(super) struct NewDevice {
    /// The id; minted if left out.
    #[schema(nullable = false)]
    id: Option<String>,
}

/// A device.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Device {
    /// The id.
    id: String,
}

/// Lists the devices in a room.
#[utoipa::path(get, path = "/rooms/{roomId}/devices", tag = "devices", operation_id = "listDevices",
    params(("roomId" = String, Path, description = "the id of the room")),
    responses((status = 200, description = "the devices", body = [Device]), (status = 404, description = "no such room")))]
pub(super) async fn devices(State(app): State<Arc<App>>, At(room): At<String>) -> Reply {
    by_id(&app.store, &room, Kind::Room).await?;
    let devices: Vec<_> =
        sql::devices(&app.store, &room).await?.into_iter().map(|id| Device { id }).collect();
    json(StatusCode::OK, &devices)
}

/// Puts a device into a room, which keeps the room from being deleted.
#[utoipa::path(post, path = "/rooms/{roomId}/devices", tag = "devices", operation_id = "createDevice",
    params(("roomId" = String, Path, description = "the id of the room")),
    request_body(content = Option<NewDevice>, description = "what is known of it already"),
    responses((status = 201, description = "the device", body = Device), (status = 400, description = "no such id"),
        (status = 404, description = "no such room"), (status = 409, description = "the id is taken")))]
pub(super) async fn add_device(
    State(app): State<Arc<App>>,
    At(room): At<String>,
    Optional(new): Optional<NewDevice>,
) -> Reply {
    let id = new.unwrap_or_default().id;
    let id = id.unwrap_or_else(|| secret::mint("device.", 39).expose().to_owned());
    if !visible(&id) {
        return Err(Failure::bad_request("id must be 1 to 200 visible characters of ASCII"));
    }
    write(&app, vec![sql::add_device(id.clone(), &room)], |problem| match problem {
        Problem::Duplicate => Failure::new(StatusCode::CONFLICT, "a device has that id already"),
        Problem::Nothing | Problem::Reference => unknown(Kind::Room, &room),
    })
    .await?;
    json(StatusCode::CREATED, &Device { id })
}

/// Takes all devices out of a room.
#[utoipa::path(delete, path = "/rooms/{roomId}/devices", tag = "devices", operation_id = "deleteDevices",
    params(("roomId" = String, Path, description = "the id of the room")),
    responses((status = 204, description = "there are none"), (status = 404, description = "no such room")))]
pub(super) async fn remove_devices(
    State(app): State<Arc<App>>,
    At(room): At<String>,
) -> Result<Response, Failure> {
    by_id(&app.store, &room, Kind::Room).await?;
    write(&app, vec![sql::remove_devices(&room)], |_| unknown(Kind::Room, &room)).await?;
    Ok(no_content())
}

/// Takes a device out of a room.
#[utoipa::path(delete, path = "/rooms/{roomId}/devices/{deviceId}", tag = "devices", operation_id = "deleteDevice",
    params(("roomId" = String, Path, description = "the id of the room"),
        ("deviceId" = String, Path, description = "the id of the device")),
    responses((status = 204, description = "it is gone"), (status = 404, description = "no such device in the room")))]
pub(super) async fn remove_device(
    State(app): State<Arc<App>>,
    At((room, device)): At<(String, String)>,
) -> Result<Response, Failure> {
    let step = sql::remove_device(device, &room);
    write(&app, vec![step], |_| Failure::not_found("there is no such device in the room")).await?;
    Ok(no_content())
}

/// Lets somebody live in a home, so that it can only be read.
#[utoipa::path(put, path = "/homes/{homeId}/occupancy", tag = "homes", operation_id = "putOccupancy",
    params(("homeId" = String, Path, description = "the id of the home")),
    responses((status = 204, description = "it is occupied"), (status = 404, description = "no such home")))]
pub(super) async fn occupy(State(app): State<Arc<App>>, At(home): At<String>) -> Result<Response, Failure> {
    write(&app, vec![sql::occupy(&home)], |_| unknown(Kind::Home, &home)).await?;
    Ok(no_content())
}

/// Makes a home vacant.
#[utoipa::path(delete, path = "/homes/{homeId}/occupancy", tag = "homes", operation_id = "deleteOccupancy",
    params(("homeId" = String, Path, description = "the id of the home")),
    responses((status = 204, description = "it is vacant"), (status = 404, description = "no such home")))]
pub(super) async fn vacate(State(app): State<Arc<App>>, At(home): At<String>) -> Result<Response, Failure> {
    by_id(&app.store, &home, Kind::Home).await?;
    write(&app, vec![sql::vacate(&home)], |_| unknown(Kind::Home, &home)).await?;
    Ok(no_content())
}

/// Fails with 404 unless the unit exists and is of that kind.
pub(super) async fn by_id(store: &Store, id: &str, kind: Kind) -> Result<(), Failure> {
    if sql::kind(store, id).await? == Some(kind) { Ok(()) } else { Err(unknown(kind, id)) }
}

/// The kind of a unit; 404 if there is none with that id.
pub(super) async fn kind_of(store: &Store, id: &str) -> Result<Kind, Failure> {
    sql::kind(store, id).await?.ok_or_else(|| Failure::not_found(format!("there is no unit `{id}`")))
}

/// A new id, or the one that is wanted if it can be one.
pub(super) fn mint_or_check(id: Option<String>) -> Result<String, Failure> {
    match id {
        None => Ok(id::mint(&mut rand::rng())),
        Some(id) if id.len() <= 256 && id::is_id(&id) => Ok(id),
        Some(_) => Err(Failure::bad_request(format!(
            "id begins with `{}`, goes on with letters, digits, `.`, `_`, `~` and `-`, and has at most 256 characters",
            id::PREFIX
        ))),
    }
}

/// All organizations, in the order of their creation.
pub(super) async fn organizations(store: &Store) -> Result<Vec<OrganizationView>, StoreError> {
    let organizations = sql::organizations(store).await?;
    Ok(organizations.into_iter().map(|(id, name)| OrganizationView { id, name }).collect())
}

/// The step that deletes an organization.
pub(super) fn remove_organization(id: &str) -> Step {
    sql::remove_organization(id)
}

fn unknown(kind: Kind, id: &str) -> Failure {
    Failure::not_found(format!("there is no {} `{id}`", kind.word()))
}
