//! The OpenAPI document of the API, derived from the handlers: the base that they go into, and what is the same for all.

mod throttling;

use serde_json::json;
use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::info::{ContactBuilder, InfoBuilder, LicenseBuilder};
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{AuthorizationCode, Flow, HttpAuthScheme, HttpBuilder, OAuth2, Scopes};
use utoipa::openapi::security::{SecurityRequirement, SecurityScheme};
use utoipa::openapi::server::{Server, ServerBuilder};
use utoipa::openapi::tag::{Tag, TagBuilder};
use utoipa::openapi::{Components, OpenApi, OpenApiBuilder};

use crate::api::responses;
use crate::kind::Kind;
use throttling::THROTTLING;

const DESCRIPTION: &str = "\
Two HTTP APIs for organizations that run Alexa devices in many places:

- The residential Home and Community API manages home communities and the homes in them.
- The hospitality Property, Room Type, and Room API manages properties, their room types and the rooms of each room
  type.

Every home community, home, property, room type and room is a unit with its own id. Home communities and
properties belong to an organization.

## Authentication

Send an access token of Login with Amazon as `Authorization: Bearer {token}` with every request. The token needs the
scope `alexa::enterprise:management`, and the client id that it was issued to must have been granted access in the
Alexa Smart Properties console. Without that grant even a valid token is refused.

## Requests and responses

Bodies are JSON. Send `Accept: application/json` with every request, and `Content-Type: application/json` with every
request that has a body. Responses carry a request id in the header `X-Amzn-RequestId`. Log it: Amazon asks for it
when you report a problem. Error responses may lack it. Ignore response fields that you don't know.

## Ids

An id is opaque text. The same unit may have different ids for different client ids, so never compare ids that were
obtained with different client ids.

## Errors

An error response has a JSON object with an optional `message`. The message is for logs only: never show it to the
end customer, and never let a program decide anything by its text. Decide by the status.

## Pages

List operations answer in pages. To get the next page, repeat the identical request and add `nextToken` with the
continuation token of the page that you have. The last page has no continuation token: a missing
`paginationContext`, a missing `nextToken` and a `nextToken` of null all mean the end. A short page is not
necessarily the last one. What a list shows when units change between two pages is not defined.

## Throttling

Every operation may answer 429. Use backoff: wait 1 second before you repeat the request, double the wait each time
up to 256 seconds, and from then on repeat it every 256 seconds until another status comes.

## Status of the residential API

The vendor withdrew the documentation of the residential API in 2024. That service may no longer answer.

## Legal

This document is not affiliated with Amazon and not endorsed by it. The license named here is the license of the
document, not of the service.";

/// The OpenAPI 3.1 document of the API. Needs neither a database nor a runtime.
pub fn openapi() -> OpenApi {
    crate::operations::document()
}

/// The document without operations and without what they bring along.
pub(crate) fn base() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Alexa Smart Properties: residential and hospitality")
        .version("1.0.0")
        .description(Some(DESCRIPTION))
        .contact(Some(ContactBuilder::new().name(Some("The smart-properties developers")).build()))
        .license(Some(
            LicenseBuilder::new()
                .name("MIT OR Apache-2.0")
                .url(Some("https://spdx.org/licenses/MIT.html"))
                .build(),
        ));
    let mut components = Components::new();
    components.add_security_scheme(BEARER_TOKEN, bearer_token());
    components.add_security_scheme(LOGIN_WITH_AMAZON, login_with_amazon());
    responses::add_components(&mut components);
    let mut base = OpenApiBuilder::new()
        .info(info)
        .servers(Some([north_america(), europe()]))
        .security(Some([
            SecurityRequirement::new(BEARER_TOKEN, Vec::<String>::new()),
            SecurityRequirement::new(LOGIN_WITH_AMAZON, [SCOPE]),
        ]))
        .tags(Some(tags()))
        .components(Some(components))
        .build();
    base.extensions = Some(Extensions::from_iter([("x-throttling", json!(THROTTLING))]));
    base
}

/// Adds what is the same for all operations, or follows from the path.
pub(crate) fn complete(document: &mut OpenApi) {
    for (path, item) in &mut document.paths.paths {
        if is_residential(path) {
            item.servers = Some(vec![north_america()]);
        }
        for operation in operations(item) {
            operation.operation_id = operation.operation_id.as_deref().map(lower_camel_case);
            for (status, response) in &mut operation.responses.responses {
                responses::add_headers(status, response);
            }
        }
    }
}

fn is_residential(path: &str) -> bool {
    let residential = [Kind::HomeCommunity, Kind::Home];
    residential.into_iter().filter_map(Kind::path).any(|collection| path.starts_with(collection))
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.post, &mut item.put, &mut item.delete].into_iter().flatten()
}

/// The operationId of the handler with this name: `createRoom` for `create_room`.
fn lower_camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}

fn north_america() -> Server {
    let description = "North America: organizations in the United States and Canada. Serves both APIs.";
    ServerBuilder::new().url("https://api.amazonalexa.com").description(Some(description)).build()
}

fn europe() -> Server {
    let description =
        "Europe: organizations in the United Kingdom and France. Serves the hospitality API only.";
    ServerBuilder::new().url("https://api.eu.amazonalexa.com").description(Some(description)).build()
}

const BEARER_TOKEN: &str = "bearerToken";
const LOGIN_WITH_AMAZON: &str = "loginWithAmazon";
const SCOPE: &str = "alexa::enterprise:management";

fn bearer_token() -> SecurityScheme {
    let description = "An access token of Login with Amazon that you already hold. It starts with `Atza|`, is up to \
        2048 bytes long and lives for 3600 seconds. The client id that it was issued to must be granted access in the \
        Alexa Smart Properties console.";
    let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(description));
    SecurityScheme::Http(scheme.build())
}

fn login_with_amazon() -> SecurityScheme {
    let description = "The way to an access token with Login with Amazon. Someone with the organization's Amazon \
        Business login gives consent once; after that, exchange the refresh token for a new access token before 3600 \
        seconds have passed. A refresh may return a new refresh token: keep it in place of the old one. The client id \
        must be granted access in the Alexa Smart Properties console.";
    let token_url = "https://api.amazon.com/auth/o2/token";
    let scopes = Scopes::one(SCOPE, "View and manage the units of an Alexa Smart Properties organization.");
    let flow =
        AuthorizationCode::with_refresh_url("https://www.amazon.com/ap/oa", token_url, scopes, token_url);
    SecurityScheme::OAuth2(OAuth2::with_description([Flow::AuthorizationCode(flow)], description))
}

fn tags() -> [Tag; 5] {
    [
        residential(
            "home-communities",
            "A home community groups homes, such as the apartments of one complex, and belongs to an organization.",
        ),
        residential("homes", "A home is a single residence in a home community."),
        hospitality(
            "properties",
            "A property is one site of an organization, such as a hotel. It holds room types.",
        ),
        hospitality(
            "room-types",
            "A room type groups rooms of one property that have something in common, for example the view, the level \
             of comfort or the floor.",
        ),
        hospitality("rooms", "A room belongs to one room type and can have devices."),
    ]
}

fn residential(name: &str, what: &str) -> Tag {
    let offered = "Offered in the residential vertical in the United States and Canada. Not offered in hospitality, \
        healthcare, senior living or core.";
    tag(
        name,
        what,
        offered,
        Extensions::from_iter([("x-availability", json!({"residential": ["US", "CA"]}))]),
    )
}

fn hospitality(name: &str, what: &str) -> Tag {
    let offered = "Offered in the hospitality vertical in the United States, the United Kingdom, France and Canada. \
        Not offered in residential, healthcare, senior living or core.";
    let availability = json!({"hospitality": ["US", "UK", "FR", "CA"]});
    tag(name, what, offered, Extensions::from_iter([("x-availability", availability)]))
}

fn tag(name: &str, what: &str, offered: &str, extensions: Extensions) -> Tag {
    let description = format!("{what} {offered}");
    TagBuilder::new().name(name).description(Some(description)).extensions(Some(extensions)).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operation_ids_are_the_names_of_the_handlers_in_camel_case() {
        assert_eq!(lower_camel_case("get_room"), "getRoom");
        assert_eq!(lower_camel_case("list_home_communities"), "listHomeCommunities");
        assert_eq!(lower_camel_case("list"), "list");
        assert_eq!(lower_camel_case(""), "");
    }

    #[test]
    fn emitting_twice_gives_the_same() {
        assert_eq!(openapi().to_json().unwrap(), openapi().to_json().unwrap());
    }
}
