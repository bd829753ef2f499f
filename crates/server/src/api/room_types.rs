//! Room types (hospitality).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::examples;
use super::ids::{PropertyId, RoomTypeId};
use super::page::{PaginationContext, pagination};
use super::parameters::{HospitalityPage, PropertyIdInQuery, RoomTypeIdInPath};
use super::responses::{
    Deleted, InvalidHospitalityUpdate, InvalidId, InvalidNewUnit, InvalidPageRequest, PropertyNotFound,
    Refused, RoomTypeNotEmpty, RoomTypeNotFound, Updated,
};
use crate::call::{Call, Continuation, Items, Reply, UnitView};
use crate::kind::Kind;

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(description = "What is needed to create a room type.")]
pub(crate) struct NewRoomType {
    /// Name of the new room type. No rule for characters, length or uniqueness is defined, so don't rely on one.
    #[schema(examples("Ocean-facing suite"))]
    name: String,
    #[schema(value_type = PropertyId)]
    property_id: String,
}

#[derive(Serialize, ToSchema)]
#[schema(description = "The id of a room type that was just created.")]
pub(crate) struct CreatedRoomType<'a> {
    #[schema(value_type = RoomTypeId)]
    id: &'a str,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(description = "A room type and the property that it belongs to.")]
pub(crate) struct RoomType<'a> {
    #[schema(value_type = RoomTypeId)]
    id: &'a str,
    #[schema(value_type = PropertyId)]
    property_id: &'a str,
    /// Name of the room type. It can be any text, and other room types may have the same name.
    #[schema(examples("Ocean-facing suite"))]
    name: &'a str,
}

impl<'a> From<UnitView<'a>> for RoomType<'a> {
    fn from(unit: UnitView<'a>) -> Self {
        Self { id: unit.id, property_id: unit.parent, name: unit.name }
    }
}

#[derive(Deserialize, ToSchema)]
#[schema(description = "What can be changed about a room type, which is its name.")]
pub(crate) struct RoomTypeUpdate {
    /// New name of the room type. No rule for characters, length or uniqueness is defined, so don't rely on one.
    #[schema(examples("Ocean-facing family suite"))]
    name: String,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(description = "One page of the room types of a property.")]
pub(crate) struct RoomTypePage<'a> {
    /// The room types on this page, in no defined order. May be empty.
    #[schema(value_type = Vec<RoomType<'_>>)]
    room_types: Items<'a, RoomType<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pagination_context: Option<PaginationContext<'a>>,
}

const EXAMPLE: RoomType<'_> =
    RoomType { id: examples::ROOM_TYPE, property_id: examples::PROPERTY, name: "Ocean-facing suite" };

const OTHER_EXAMPLE: RoomType<'_> =
    RoomType { id: examples::OTHER_ROOM_TYPE, name: "Deluxe double", ..EXAMPLE };

fn example_of_page() -> RoomTypePage<'static> {
    let next_token = "ObIhLOc-6SERRiyzfxxmtjRp2yZ-8dWKccC0bbDNxk8sVo5V";
    RoomTypePage {
        room_types: Items::Listed(vec![EXAMPLE, OTHER_EXAMPLE]),
        pagination_context: PaginationContext::of(Continuation::Token(next_token)),
    }
}

#[utoipa::path(
    post,
    path = "/enterprise/hospitality/v1/roomTypes",
    tag = "room-types",
    summary = "Create a room type",
    description = "Creates a room type in the property named in the body and makes the caller its administrator. That \
        access may take several seconds to appear, so don't rely on using the new room type at once. The operation is \
        not idempotent: a repeated request may create a second room type with the same name. If no response arrives, \
        list the room types of the property before you try again. An unknown property gives 400 or 403, never 404.",
    request_body(
        content = NewRoomType,
        description = "The name of the new room type and the property that it goes into.",
        example = json!({"name": "Ocean-facing suite", "propertyId": examples::PROPERTY}),
    ),
    responses(
        (
            status = 201,
            description = "The room type now exists. The body and the `Location` header both give its id.",
            body = CreatedRoomType<'_>,
            example = json!(CreatedRoomType { id: examples::ROOM_TYPE }),
        ),
        InvalidNewUnit,
        Refused,
    ),
)]
pub(crate) async fn create_room_type(call: Call) -> Reply {
    let new: NewRoomType = call.body()?;
    let id = call.create(Kind::RoomType, &new.name, &new.property_id).await?;
    call.created(Kind::RoomType, &id, &CreatedRoomType { id: &id })
}

#[utoipa::path(
    get,
    path = "/enterprise/hospitality/v1/roomTypes",
    tag = "room-types",
    summary = "List room types",
    description = "Returns one page of the room types of a property, at most 50. The list is filtered: it shows only \
        what the caller may see, so a room type that is missing from it may still exist.",
    extensions(("x-pagination" = json!(pagination("/roomTypes")))),
    params(PropertyIdInQuery, HospitalityPage),
    responses(
        (
            status = 200,
            description = "One page of room types.",
            body = RoomTypePage<'_>,
            example = json!(example_of_page()),
        ),
        InvalidPageRequest,
        PropertyNotFound,
        Refused,
    ),
)]
pub(crate) async fn list_room_types(call: Call) -> Reply {
    let listing = call.list(Kind::RoomType).await?;
    let room_types = listing.items()?;
    let pagination_context = PaginationContext::of(listing.continuation());
    call.ok_page(&listing, &RoomTypePage { room_types, pagination_context })
}

#[utoipa::path(
    get,
    path = "/enterprise/hospitality/v1/roomTypes/{roomTypeId}",
    tag = "room-types",
    summary = "Get a room type",
    description = "Returns the name and the property of one room type. The caller must be allowed to view it.",
    params(RoomTypeIdInPath),
    responses(
        (status = 200, description = "The room type as it is now.", body = RoomType<'_>, example = json!(EXAMPLE)),
        InvalidId,
        RoomTypeNotFound,
        Refused,
    ),
)]
pub(crate) async fn get_room_type(call: Call) -> Reply {
    let room_type = call.get(Kind::RoomType).await?;
    call.ok_unit::<RoomType<'_>>(&room_type)
}

#[utoipa::path(
    put,
    path = "/enterprise/hospitality/v1/roomTypes/{roomTypeId}",
    tag = "room-types",
    summary = "Update a room type",
    description = "Gives a room type a new name. Only the name can change: the room type keeps its id and its rooms, \
        and it can't move to another property. The caller must be allowed to update the room type.",
    params(RoomTypeIdInPath),
    request_body(
        content = RoomTypeUpdate,
        description = "The new name of the room type.",
        example = json!({"name": "Ocean-facing family suite"}),
    ),
    responses(Updated, InvalidHospitalityUpdate, RoomTypeNotFound, Refused),
)]
pub(crate) async fn update_room_type(call: Call) -> Reply {
    let update: RoomTypeUpdate = call.body()?;
    call.rename(Kind::RoomType, &update.name).await?;
    Ok(call.no_content())
}

#[utoipa::path(
    delete,
    path = "/enterprise/hospitality/v1/roomTypes/{roomTypeId}",
    tag = "room-types",
    summary = "Delete a room type",
    description = "Deletes an empty room type. Delete its rooms first. While it still holds rooms, the operation \
        answers 400. The caller must be allowed to delete the room type.",
    params(RoomTypeIdInPath),
    responses(Deleted, RoomTypeNotEmpty, RoomTypeNotFound, Refused)
)]
pub(crate) async fn delete_room_type(call: Call) -> Reply {
    call.delete(Kind::RoomType).await?;
    Ok(call.no_content())
}
