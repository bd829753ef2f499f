//! Conveniences for rooms, beside the generated operations.

use crate::create::{CreatedOrFound, Wanted, create_or_get};
use crate::generated::rooms::builder;
use crate::ids::RoomId;
use crate::{Error, Operation, types};

create_or_get! {
    /// Sees to it that the room type has a room with this name, and creates it if there is none.
    ///
    /// It asks for the room at once, since the service refuses a second one with the name in the property, and looks
    /// for it when that is refused. A room with the name in another room type of the property is an error.
    CreateRoom, NewRoom, CreatedRoom -> RoomId, room_type_id, unique: true, list_rooms
}
