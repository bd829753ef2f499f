//! The responses that operations have in common, and the headers of all.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::json;
use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::header::{Header, HeaderBuilder};
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::{Components, ContentBuilder, Ref, RefOr};
use utoipa::{IntoResponses, ToSchema};

use super::examples;

#[derive(Serialize, ToSchema)]
#[schema(
    description = "Body of an error response. It may be an empty object, so decide by the status and report the \
                   request id."
)]
pub(crate) struct ApiError<'a> {
    #[doc = "Explanation for logs and debugging. Never show it to the end customer, and build no logic on its text, \
             which may change at any time."]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false, examples("Malformed unit id."))]
    pub(crate) message: Option<&'a str>,
}

/// A reference to the shared response `name`, as the response for `status`.
fn shared(status: u16, name: &str) -> (String, RefOr<Response>) {
    (status.to_string(), RefOr::Ref(Ref::from_response_name(name)))
}

fn error(description: &str, message: &str) -> Response {
    let body = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name(ApiError::name())))
        .example(Some(json!(ApiError { message: Some(message) })));
    ResponseBuilder::new()
        .description(description)
        .header_ref(REQUEST_ID, header("OptionalRequestId"))
        .content("application/json", body.build())
        .build()
}

fn without_body(description: &str) -> Response {
    ResponseBuilder::new().description(description).header_ref(REQUEST_ID, header("RequestId")).build()
}

macro_rules! responses {
    ($($name:ident: $status:literal, $response:expr;)*) => {
        $(
            #[doc = concat!("Stands for `", stringify!($name), "` in the responses of an operation.")]
            pub(crate) enum $name {}

            impl IntoResponses for $name {
                fn responses() -> BTreeMap<String, RefOr<Response>> {
                    BTreeMap::from([shared($status, stringify!($name))])
                }
            }
        )*

        /// The shared responses by name.
        fn responses() -> BTreeMap<String, RefOr<Response>> {
            BTreeMap::from([$((stringify!($name).to_owned(), RefOr::T($response))),*])
        }
    };
}

responses! {
    Updated: 204, without_body(
        "The update was saved. The response has no body: use the get operation to read the unit back.",
    );
    Deleted: 204, without_body(
        "The unit is gone, and its id is of no further use. The response has no body.",
    );
    InvalidId: 400, error(
        "The id in the path is malformed: it must be the full unit id, with its prefix. Repeating the request \
         unchanged fails again.",
        "Malformed unit id.",
    );
    InvalidPageRequest: 400, error(
        "The page can't be given: the id of the parent is missing or malformed, `maxResults` is out of range or not \
         a whole number, or the continuation token isn't the one from the previous page of the same query. After a \
         refused continuation token, start again at the first page.",
        "maxResults is out of range.",
    );
    InvalidNewUnit: 400, error(
        "Nothing was created: the body isn't a JSON object, a required field is missing or malformed, or the parent \
         that it names is unknown. An unknown parent may also give 403, so don't rely on either.",
        "Field name is missing.",
    );
    InvalidNewRoom: 400, error(
        "No room was created: the body isn't a JSON object, a required field is missing or malformed, the name breaks \
         the rule for room names, another room of the property has that name, or the room type is unknown. An unknown \
         room type may also give 403, so don't rely on either.",
        "A room with this name already exists in the property.",
    );
    InvalidResidentialUpdate: 400, error(
        "Nothing was changed: the body isn't a JSON object, one of its three fields is missing or malformed, the id \
         in the path is malformed, or it differs from the id in the body. The two must agree.",
        "The id in the body differs from the id in the path.",
    );
    InvalidHospitalityUpdate: 400, error(
        "Nothing was changed: the id in the path is malformed, the body isn't a JSON object, or its name is missing \
         or isn't a string.",
        "Field name must be a string.",
    );
    InvalidRoomUpdate: 400, error(
        "Nothing was changed: the id in the path is malformed, the body isn't a JSON object, its name is missing or \
         breaks the rule for room names, or another room of the property has that name.",
        "The room name has characters that are not allowed.",
    );
    InvalidResidentialDelete: 400, error(
        "Nothing was deleted: the id in the path is malformed, or the service refuses to delete the unit as it is. \
         For a home community, delete its homes and try again.",
        "The unit can't be deleted.",
    );
    PropertyNotEmpty: 400, error(
        "The property was not deleted because it still holds units, or because the id in the path is malformed. Some \
         of the units may be hidden from the caller: if the list of room types is empty, ask someone with more \
         access.",
        "The property still holds room types.",
    );
    RoomTypeNotEmpty: 400, error(
        "The room type was not deleted because it still holds rooms, or because the id in the path is malformed. Some \
         of the rooms may be hidden from the caller: if the list of rooms is empty, ask someone with more access.",
        "The room type still holds rooms.",
    );
    RoomHasDevices: 400, error(
        "The room was not deleted because a device is still associated with it, or because the id in the path is \
         malformed.",
        "The room still has devices.",
    );
    Unauthorized: 401, error(
        "The request has no access token, or its access token is malformed, expired or revoked. Get a new access \
         token and repeat the request once.",
        "Access token expired.",
    );
    Forbidden: 403, error(
        "The access token was understood, but the caller isn't allowed to do this: the client id has no grant in the \
         Alexa Smart Properties console, or the caller has no access to the unit or its parent. Whether a unit without \
         access gives 403 or 404 is not defined, so don't rely on it.",
        "Not allowed for this caller.",
    );
    OrganizationNotFound: 404, error(
        "No organization has the id in the query, so there is nothing to list. An organization that the caller has no \
         access to may look the same. An organization without units gives 200 and an empty page.",
        "No such organization.",
    );
    HomeCommunityNotFound: 404, not_found("home community");
    HomeNotFound: 404, not_found("home");
    PropertyNotFound: 404, not_found("property");
    RoomTypeNotFound: 404, not_found("room type");
    RoomNotFound: 404, not_found("room");
    TooManyRequests: 429, error(
        "The service refused the request because of throttling. Use backoff: wait 1 second, repeat the same request, \
         and double the wait after each 429 up to 256 seconds. From then on repeat it every 256 seconds until another \
         status comes.",
        "Slow down.",
    );
    InternalServerError: 500, error(
        "The service failed for a reason of its own. A create, update or delete may have taken effect all the same, \
         so check with a get or list operation before you repeat it. A get or list may simply be repeated.",
        "Unexpected failure.",
    );
}

fn not_found(word: &str) -> Response {
    let description = format!(
        "No {word} has this id: it never existed or was deleted. A {word} that the caller has no access to may look \
         the same."
    );
    error(&description, &format!("No such {word}."))
}

/// Stands for what every operation may answer.
pub(crate) enum Refused {}

impl IntoResponses for Refused {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let each = [
            Unauthorized::responses,
            Forbidden::responses,
            TooManyRequests::responses,
            InternalServerError::responses,
        ];
        each.into_iter().flat_map(|responses| responses()).collect()
    }
}

const REQUEST_ID: &str = "X-Amzn-RequestId";

fn header(name: &str) -> Ref {
    Ref::new(format!("#/components/headers/{name}"))
}

/// Gives a success of an operation the headers that `Call` and the front give it.
pub(crate) fn add_headers(status: &str, response: &mut RefOr<Response>) {
    let RefOr::T(response) = response else { return };
    let mut add = |name: &str, component| {
        response.headers.insert(name.to_owned(), RefOr::Ref(header(component)));
    };
    add(REQUEST_ID, "RequestId");
    if status == "201" {
        add("Location", "Location");
    }
}

fn headers() -> BTreeMap<String, RefOr<Header>> {
    let header = |description: &str, example: &str| {
        HeaderBuilder::from(Header::default()).description(Some(description)).example(Some(json!(example)))
    };
    // utoipa's headers have no field for this keyword; their extensions are written as they are.
    let required = || Some(Extensions::from_iter([("required", true)]));
    let request_id = header(
        "Request id of this one request. Log it, and name it when you report a problem to Amazon.",
        "e4a70a20-8a0e-48b0-be82-79fa0e06cc38",
    );
    let optional_request_id = header(
        "Request id of the request that failed. An error response may lack it. When it is there, log it together with \
         the status, and name it when you report the problem to Amazon.",
        "f1d65f85-4a06-496d-b9b9-347ef161d214",
    );
    let location = header(
        "Relative URI of the new unit. The service may print it in double quotes, so strip them. The last segment is \
         the full unit id: percent-decode it before use.",
        &format!("/enterprise/hospitality/v1/rooms/{}", examples::ROOM),
    );
    let headers = [
        ("RequestId", request_id.extensions(required())),
        ("OptionalRequestId", optional_request_id),
        ("Location", location.extensions(required())),
    ];
    headers.into_iter().map(|(name, header)| (name.to_owned(), RefOr::T(header.build()))).collect()
}

/// Puts the shared responses, their headers and their body among the components.
pub(crate) fn add_components(components: &mut Components) {
    components.responses.extend(responses());
    components.headers.extend(headers());
    components
        .schemas
        .insert(ApiError::name().into_owned(), <ApiError<'_> as utoipa::PartialSchema>::schema());
}
