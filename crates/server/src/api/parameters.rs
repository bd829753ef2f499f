//! The parameters of the operations, as the document describes them. The validators judge them, and `Call` reads them.

use serde_json::json;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat};
use utoipa::openapi::{Ref, Required, Type};
use utoipa::{IntoParams, ToSchema};

use super::page::{LARGEST_HOSPITALITY_PAGE, LARGEST_RESIDENTIAL_PAGE, USUAL_PAGE};
use super::{examples, ids};

/// A parameter with the id of a unit.
fn id<Id: ToSchema>(place: ParameterIn, name: &str, description: String, example: &str) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(Required::True)
        .description(Some(description))
        .schema(Some(Ref::from_schema_name(Id::name())))
        .example(Some(json!(example)))
        .build()
}

fn in_path(word: &str) -> String {
    format!("Id of the {word} that the operation is about. A malformed id gives 400, an unknown one 404.")
}

fn in_query(parent: &str, children: &str) -> String {
    format!(
        "Id of the {parent} whose {children} are listed. A missing or malformed id gives 400, an unknown one 404."
    )
}

fn max_results(largest: u32) -> Parameter {
    let description = format!(
        "How many units a page may hold, from 1 to {largest}. Without it a page holds up to {USUAL_PAGE}. Anything \
         else gives 400. Keep it unchanged from page to page."
    );
    let schema = ObjectBuilder::new()
        .schema_type(Type::Integer)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int32)))
        .minimum(Some(1))
        .maximum(Some(largest))
        .default(Some(json!(USUAL_PAGE)));
    ParameterBuilder::new()
        .name("maxResults")
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(description))
        .schema(Some(schema))
        .example(Some(json!(largest)))
        .build()
}

fn next_token() -> Parameter {
    let description = "Continuation token of the page that you have, to get the one after it. Leave it out to get the \
        first page. All other parameters must stay as they were. The token is opaque: percent-encode it and send it \
        back unchanged. How long it stays valid is not defined, so don't store it.";
    ParameterBuilder::new()
        .name("nextToken")
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(description))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .example(Some(json!(examples::NEXT_TOKEN)))
        .build()
}

macro_rules! parameters {
    ($($name:ident: [$($parameter:expr),+];)*) => {
        $(
            #[doc = concat!("Stands for `", stringify!($name), "` in the parameters of an operation.")]
            pub(crate) enum $name {}

            impl IntoParams for $name {
                fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
                    vec![$($parameter),+]
                }
            }
        )*
    };
}

parameters! {
    HomeCommunityIdInPath:
        [id::<ids::HomeCommunityId>(ParameterIn::Path, "id", in_path("home community"), examples::HOME_COMMUNITY)];
    HomeIdInPath: [id::<ids::HomeId>(ParameterIn::Path, "id", in_path("home"), examples::HOME)];
    PropertyIdInPath:
        [id::<ids::PropertyId>(ParameterIn::Path, "propertyId", in_path("property"), examples::PROPERTY)];
    RoomTypeIdInPath:
        [id::<ids::RoomTypeId>(ParameterIn::Path, "roomTypeId", in_path("room type"), examples::ROOM_TYPE)];
    RoomIdInPath: [id::<ids::RoomId>(ParameterIn::Path, "roomId", in_path("room"), examples::ROOM)];

    OrganizationIdInQuery: [id::<ids::OrganizationId>(
        ParameterIn::Query, "organizationId", in_query("organization", "units"), examples::ORGANIZATION
    )];
    HomeCommunityIdInQuery: [id::<ids::HomeCommunityId>(
        ParameterIn::Query, "homeCommunityId", in_query("home community", "homes"), examples::HOME_COMMUNITY
    )];
    PropertyIdInQuery: [id::<ids::PropertyId>(
        ParameterIn::Query, "propertyId", in_query("property", "room types"), examples::PROPERTY
    )];
    RoomTypeIdInQuery: [id::<ids::RoomTypeId>(
        ParameterIn::Query, "roomTypeId", in_query("room type", "rooms"), examples::ROOM_TYPE
    )];

    ResidentialPage: [max_results(LARGEST_RESIDENTIAL_PAGE), next_token()];
    HospitalityPage: [max_results(LARGEST_HOSPITALITY_PAGE), next_token()];
}
