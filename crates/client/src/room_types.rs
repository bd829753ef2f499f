//! Conveniences for room types, beside the generated operations.

use crate::create::{CreatedOrFound, Wanted, create_or_get};
use crate::generated::room_types::builder;
use crate::ids::RoomTypeId;
use crate::{Error, Operation, types};

create_or_get! {
    /// Sees to it that the property has a room type with this name, and creates it if there is none.
    ///
    /// It looks for one first, since the service takes any number of room types with one name. Of several it finds the one
    /// whose id comes first.
    CreateRoomType, NewRoomType, CreatedRoomType -> RoomTypeId, property_id, unique: false, list_room_types
}
