//! The schemas of ids and of room names. On the wire and in the types here they are strings.

use serde_json::json;
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use super::examples;

/// What every id of a unit looks like: a prefix and something after it.
const UNIT_ID: &str = r"^amzn1\.alexa\.unit\.did\..+$";

fn id(description: String, example: &str) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .pattern(Some(UNIT_ID))
        .description(Some(description))
        .examples([json!(example)])
        .into()
}

fn given_id(word: &str) -> String {
    format!(
        "Id of a {word}. The service gives it on creation, and updates do not change it. The id is opaque: send it \
         exactly as you got it."
    )
}

macro_rules! ids {
    ($($name:ident: $description:expr, $example:expr;)*) => {
        $(
            #[doc = concat!("Names the schema `", stringify!($name), "`.")]
            pub(crate) enum $name {}

            impl PartialSchema for $name {
                fn schema() -> RefOr<Schema> {
                    id($description, $example)
                }
            }

            impl ToSchema for $name {}
        )*
    };
}

ids! {
    OrganizationId: "Id of an organization, shown in the Alexa Smart Properties console. No operation lists \
        organizations. The id is opaque: send it exactly as you got it.".to_owned(), examples::ORGANIZATION;
    HomeCommunityId: given_id("home community"), examples::HOME_COMMUNITY;
    HomeId: given_id("home"), examples::HOME;
    PropertyId: given_id("property"), examples::PROPERTY;
    RoomTypeId: given_id("room type"), examples::ROOM_TYPE;
    RoomId: given_id("room"), examples::ROOM;
}

/// Names the schema `RoomName`.
pub(crate) enum RoomName {}

impl PartialSchema for RoomName {
    fn schema() -> RefOr<Schema> {
        let description = "Name for a room: 1 to 256 characters, each a letter from A to Z in either case, a digit or \
            one of `_=#;:?@&-`. A space or a period is refused. The name must be unique within the property, across \
            all its room types; whether upper and lower case count as different is not defined, so don't rely on it. \
            Choose a name that the people of the organization understand.";
        ObjectBuilder::new()
            .schema_type(Type::String)
            .min_length(Some(1))
            .max_length(Some(256))
            .pattern(Some("^[A-Za-z0-9_=#;:?@&-]+$"))
            .description(Some(description))
            .examples([json!("Room-1204")])
            .into()
    }
}

impl ToSchema for RoomName {}
