//! Rooms (hospitality).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::examples;
use super::ids::{RoomId, RoomName, RoomTypeId};
use super::page::{PaginationContext, pagination};
use super::parameters::{HospitalityPage, RoomIdInPath, RoomTypeIdInQuery};
use super::responses::{
    Deleted, InvalidId, InvalidNewRoom, InvalidPageRequest, InvalidRoomUpdate, Refused, RoomHasDevices,
    RoomNotFound, RoomTypeNotFound, Updated,
};
use crate::call::{Call, Continuation, Items, Reply, UnitView};
use crate::kind::Kind;

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(description = "What is needed to create a room.")]
pub(crate) struct NewRoom {
    #[schema(value_type = RoomName)]
    name: String,
    #[schema(value_type = RoomTypeId)]
    room_type_id: String,
}

#[derive(Serialize, ToSchema)]
#[schema(description = "The id of a room that was just created.")]
pub(crate) struct CreatedRoom<'a> {
    #[schema(value_type = RoomId)]
    id: &'a str,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(description = "A room and the room type that it belongs to.")]
#[expect(clippy::struct_field_names, reason = "these are the names on the wire")]
pub(crate) struct Room<'a> {
    #[schema(value_type = RoomId)]
    id: &'a str,
    #[schema(value_type = RoomTypeId)]
    room_type_id: &'a str,
    #[doc = "Name of the room. A room that was made elsewhere, for example in the console, may break the rule for \
             new room names, so accept any text."]
    #[schema(examples("Room-1204"))]
    name: &'a str,
}

impl<'a> From<UnitView<'a>> for Room<'a> {
    fn from(unit: UnitView<'a>) -> Self {
        Self { id: unit.id, room_type_id: unit.parent, name: unit.name }
    }
}

#[derive(Deserialize, ToSchema)]
#[schema(description = "What can be changed about a room, which is its name.")]
pub(crate) struct RoomUpdate {
    #[schema(value_type = RoomName)]
    name: String,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(description = "One page of the rooms of a room type.")]
pub(crate) struct RoomPage<'a> {
    /// The rooms on this page, in no defined order. May be empty.
    #[schema(value_type = Vec<Room<'_>>)]
    rooms: Items<'a, Room<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pagination_context: Option<PaginationContext<'a>>,
}

const EXAMPLE: Room<'_> = Room { id: examples::ROOM, room_type_id: examples::ROOM_TYPE, name: "Room-1204" };

const OTHER_EXAMPLE: Room<'_> = Room { id: examples::OTHER_ROOM, name: "Room-1205", ..EXAMPLE };

fn example_of_page() -> RoomPage<'static> {
    RoomPage {
        rooms: Items::Listed(vec![EXAMPLE, OTHER_EXAMPLE]),
        pagination_context: PaginationContext::of(Continuation::Token(examples::NEXT_TOKEN)),
    }
}

#[utoipa::path(
    post,
    path = "/enterprise/hospitality/v1/rooms",
    tag = "rooms",
    summary = "Create a room",
    description = "Creates a room in the room type named in the body and makes the caller its administrator. That \
        access may take several seconds to appear, so don't rely on using the new room at once. The name must follow \
        the rule of the schema RoomName and must not be in use anywhere in the property. The operation is not \
        idempotent: if a first request succeeded unnoticed, the repeated one gives 400 because the name is taken. If \
        no response arrives, list the rooms of the room type before you try again. An unknown room type gives 400 or \
        403, never 404.",
    request_body(
        content = NewRoom,
        description = "The name of the new room and the room type that it goes into.",
        example = json!({"name": "Room-1204", "roomTypeId": examples::ROOM_TYPE}),
    ),
    responses(
        (
            status = 201,
            description = "The room now exists. The body and the `Location` header both give its id.",
            body = CreatedRoom<'_>,
            example = json!(CreatedRoom { id: examples::ROOM }),
        ),
        InvalidNewRoom,
        Refused,
    ),
)]
pub(crate) async fn create_room(call: Call) -> Reply {
    let new: NewRoom = call.body()?;
    let id = call.create(Kind::Room, &new.name, &new.room_type_id).await?;
    call.created(Kind::Room, &id, &CreatedRoom { id: &id })
}

#[utoipa::path(
    get,
    path = "/enterprise/hospitality/v1/rooms",
    tag = "rooms",
    summary = "List rooms",
    description = "Returns one page of the rooms of a room type, at most 50. To see all rooms of a property, list its \
        room types and then the rooms of each. The list is filtered: it shows only what the caller may see, so a room \
        that is missing from it may still exist.",
    extensions(("x-pagination" = json!(pagination("/rooms")))),
    params(RoomTypeIdInQuery, HospitalityPage),
    responses(
        (
            status = 200,
            description = "One page of rooms.",
            body = RoomPage<'_>,
            example = json!(example_of_page()),
        ),
        InvalidPageRequest,
        RoomTypeNotFound,
        Refused,
    ),
)]
pub(crate) async fn list_rooms(call: Call) -> Reply {
    let listing = call.list(Kind::Room).await?;
    let rooms = listing.items()?;
    call.ok_page(
        &listing,
        &RoomPage { rooms, pagination_context: PaginationContext::of(listing.continuation()) },
    )
}

#[utoipa::path(
    get,
    path = "/enterprise/hospitality/v1/rooms/{roomId}",
    tag = "rooms",
    summary = "Get a room",
    description = "Returns the name and the room type of one room. The caller must be allowed to view it.",
    params(RoomIdInPath),
    responses(
        (status = 200, description = "The room as it is now.", body = Room<'_>, example = json!(EXAMPLE)),
        InvalidId,
        RoomNotFound,
        Refused,
    ),
)]
pub(crate) async fn get_room(call: Call) -> Reply {
    let room = call.get(Kind::Room).await?;
    call.ok_unit::<Room<'_>>(&room)
}

#[utoipa::path(
    put,
    path = "/enterprise/hospitality/v1/rooms/{roomId}",
    tag = "rooms",
    summary = "Update a room",
    description = "Gives a room a new name, under the same rule as for a new room. Only the name can change: the room \
        keeps its id and its devices, and it can't move to another room type. To swap the names of two rooms, give \
        one of them a temporary name first. The caller must be allowed to update the room.",
    params(RoomIdInPath),
    request_body(
        content = RoomUpdate,
        description = "The new name of the room.",
        example = json!({"name": "Room-1204-A"}),
    ),
    responses(Updated, InvalidRoomUpdate, RoomNotFound, Refused),
)]
pub(crate) async fn update_room(call: Call) -> Reply {
    let update: RoomUpdate = call.body()?;
    call.rename(Kind::Room, &update.name).await?;
    Ok(call.no_content())
}

#[utoipa::path(
    delete,
    path = "/enterprise/hospitality/v1/rooms/{roomId}",
    tag = "rooms",
    summary = "Delete a room",
    description = "Deletes a room without devices. Take its devices out of it first, which these APIs can't do. While \
        a device is associated with the room, the operation answers 400. The caller must be allowed to delete the \
        room.",
    params(RoomIdInPath),
    responses(Deleted, RoomHasDevices, RoomNotFound, Refused)
)]
pub(crate) async fn delete_room(call: Call) -> Reply {
    call.delete(Kind::Room).await?;
    Ok(call.no_content())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_without_a_context_has_no_such_member() {
        let pagination_context = PaginationContext::of(Continuation::NoContext);
        let page = RoomPage { rooms: Items::Listed(Vec::new()), pagination_context };
        assert_eq!(serde_json::to_string(&page).unwrap(), r#"{"rooms":[]}"#);
    }
}
