//! Bad documents: root, texts, components, extensions.

use serde_json::json;

use super::{Case, case};
use crate::sample::{at, rename, rename_component, take};

pub(super) const CASES: &[Case] = &[
    case("openapi-3-0-3", "/openapi", |value| value["openapi"] = json!("3.0.1")),
    case("info-version", "/info/version", |value| value["info"]["version"] = json!("1.0-bêta")),
    case("info-version", "/info/version", |value| value["info"]["version"] = json!("1 2")),
    case("server-url", "/servers/1/url", |value| {
        value["servers"][1]["url"] = json!("https://two.library.example/");
    }),
    case("server-url", "/servers/1/url", |value| {
        value["servers"][1]["url"] = json!("http://two.library.example");
    }),
    case("server-url", "/servers/1/url", |value| value["servers"][1]["url"] = json!("/v1")),
    case("server-url", "/servers/1/url", |value| {
        value["servers"][1]["url"] = value["servers"][0]["url"].clone();
    }),
    case("server-place", "/paths/~1shelves~1{shelfId}~1books~1{isbn}/servers/0", |value| {
        at(value, "/paths/~1shelves~1{shelfId}~1books~1{isbn}/servers/0")["description"] =
            json!("Another text.");
    }),
    case("server-place", "/paths/~1shelves/get/servers", |value| {
        at(value, "/paths/~1shelves/get")["servers"] = json!([value["servers"][0]]);
    }),
    case("security-place", "/paths/~1shelves/get/security", |value| {
        at(value, "/paths/~1shelves/get")["security"] = json!([{"memberToken": []}]);
    }),
    case("security-defined", "/security/0/memberTokens", |value| {
        value["security"] = json!([{"memberTokens": []}, {"memberToken": []}, {"memberLogin": []}]);
    }),
    case("security-defined", "/security/1/memberLogin/1", |value| {
        *at(value, "/security/1/memberLogin/1") = json!("books:burn");
    }),
    case("security-defined", "/security/0/memberToken/0", |value| {
        *at(value, "/security/0/memberToken") = json!(["books:read"]);
    }),
    case("security-scheme", "/components/securitySchemes/memberToken", |value| {
        *at(value, "/components/securitySchemes/memberToken/scheme") = json!("basic");
    }),
    case("security-scheme", "/components/securitySchemes/memberToken/openIdConnectUrl", |value| {
        at(value, "/components/securitySchemes/memberToken")["openIdConnectUrl"] = json!("https://x.example");
    }),
    case("security-scheme", "/components/securitySchemes/memberLogin/flows/authorizationCode", |value| {
        take(value, "/components/securitySchemes/memberLogin/flows/authorizationCode/tokenUrl");
    }),
    case(
        "security-scheme",
        "/components/securitySchemes/memberLogin/flows/authorizationCode/refreshUrl",
        |value| {
            *at(value, "/components/securitySchemes/memberLogin/flows/authorizationCode/refreshUrl") =
                json!("/refresh");
        },
    ),
    case("tag-name", "/tags/1/name", |value| {
        value["tags"][1]["name"] = json!("Books");
        at(value, "/paths/~1shelves~1{shelfId}~1books~1{isbn}/put")["tags"] = json!(["Books"]);
    }),
    case("tag-used", "/tags/2", |value| {
        value["tags"].as_array_mut().unwrap().push(json!({"name": "x", "description": "d"}));
    }),
    case("tag-used", "/tags/2", |value| {
        let tag = value["tags"][0].clone();
        value["tags"].as_array_mut().unwrap().push(tag);
    }),
    case("outside-profile", "/externalDocs", |value| {
        value["externalDocs"] = json!({"url": "https://x.example"});
    }),
    case("outside-profile", "/servers/1/variables", |value| {
        value["servers"][1]["variables"] = json!({"a": {"default": "b"}});
    }),
    case("outside-profile", "/paths/~1shelves/summary", |value| {
        at(value, "/paths/~1shelves")["summary"] = json!("s");
    }),
    case("outside-profile", "/paths/~1shelves/get/deprecated", |value| {
        at(value, "/paths/~1shelves/get")["deprecated"] = json!(false);
    }),
    case("outside-profile", "/paths/~1shelves/get/callbacks", |value| {
        at(value, "/paths/~1shelves/get")["callbacks"] = json!({"c": {}});
    }),
    case("outside-profile", "/paths/~1shelves~1{shelfId}/trace", |value| {
        let mut operation = at(value, "/paths/~1shelves~1{shelfId}/get").clone();
        operation["operationId"] = json!("traceShelf");
        at(value, "/paths/~1shelves~1{shelfId}")["trace"] = operation;
    }),
    case("outside-profile", "/components/examples", |value| {
        value["components"]["examples"] = json!({"E": {"value": 1}});
    }),
    case("outside-profile", "/components/parameters/Count/examples", |value| {
        at(value, "/components/parameters/Count")["examples"] = json!({"one": {"value": 1}});
    }),
    case("outside-profile", "/components/headers/RequestId/deprecated", |value| {
        at(value, "/components/headers/RequestId")["deprecated"] = json!(true);
    }),
    case("empty-member", "/components/schemas/Shelf/required", |value| {
        at(value, "/components/schemas/Shelf")["required"] = json!([]);
    }),
    case("empty-member", "/paths/~1shelves/get/parameters", |value| {
        take(value, "/paths/~1shelves/get/x-pagination");
        *at(value, "/paths/~1shelves/get/parameters") = json!([]);
        take(value, "/components/parameters/After");
        take(value, "/components/parameters/Count");
    }),
    case("summary", "/paths/~1shelves/get", |value| {
        take(value, "/paths/~1shelves/get/summary");
    }),
    case("description", "/paths/~1shelves/get", |value| {
        take(value, "/paths/~1shelves/get/description");
    }),
    case("description", "/info", |value| {
        take(value, "/info/description");
    }),
    case("description", "/servers/1", |value| {
        take(value, "/servers/1/description");
    }),
    case("description", "/tags/1", |value| {
        take(value, "/tags/1/description");
    }),
    case("description", "/paths/~1shelves/post/requestBody", |value| {
        take(value, "/paths/~1shelves/post/requestBody/description");
    }),
    case("description", "/components/securitySchemes/memberLogin", |value| {
        take(value, "/components/securitySchemes/memberLogin/description");
    }),
    case("description", "/components/parameters/Count", |value| {
        take(value, "/components/parameters/Count/description");
    }),
    case("description", "/components/headers/Location", |value| {
        take(value, "/components/headers/Location/description");
    }),
    case("description", "/components/responses/Invalid", |value| {
        *at(value, "/components/responses/Invalid/description") = json!("");
    }),
    case("description", "/components/schemas/Next", |value| {
        take(value, "/components/schemas/Next/description");
    }),
    case("description", "/components/schemas/Shelf/properties/width", |value| {
        take(value, "/components/schemas/Shelf/properties/width/description");
    }),
    case("text-form", "/tags/0/description", |value| value["tags"][0]["description"] = json!("A shelf.\n")),
    case("text-form", "/tags/0/description", |value| value["tags"][0]["description"] = json!("A\tshelf.")),
    case("text-form", "/tags/0/description", |value| value["tags"][0]["description"] = json!("A \nshelf.")),
    case("text-form", "/info/title", |value| value["info"]["title"] = json!("Two\nlines")),
    case(
        "text-form",
        "/components/securitySchemes/memberLogin/flows/authorizationCode/scopes/books:read",
        |value| {
            *at(value, "/components/securitySchemes/memberLogin/flows/authorizationCode/scopes/books:read") =
                json!(" x");
        },
    ),
    case("example", "/components/parameters/Count", |value| {
        take(value, "/components/parameters/Count/example");
    }),
    case("example", "/components/headers/Location", |value| {
        take(value, "/components/headers/Location/example");
    }),
    case("example", "/paths/~1shelves/post/requestBody/content/application~1json", |value| {
        take(value, "/paths/~1shelves/post/requestBody/content/application~1json/example");
    }),
    case("example", "/components/responses/Missing/content/application~1json", |value| {
        take(value, "/components/responses/Missing/content/application~1json/example");
    }),
    case("component-name", "/components/responses/not-valid", |value| {
        rename_component(value, "responses", "Invalid", "not-valid");
    }),
    case("component-name", "/components/schemas/newShelf", |value| {
        rename_component(value, "schemas", "NewShelf", "newShelf");
    }),
    case("component-name", "/components/securitySchemes/MemberToken", |value| {
        rename(value, "/components/securitySchemes/memberToken", "MemberToken");
        rename(value, "/security/0/memberToken", "MemberToken");
    }),
    case("component-used", "/components/schemas/Spare", |value| {
        at(value, "/components/schemas")["Spare"] = json!({"type": "string", "description": "d"});
    }),
    case("component-used", "/components/securitySchemes/memberToken", |value| {
        take(value, "/security/0");
    }),
    case("component-copy", "/components/responses/Wrong", |value| {
        let copy = at(value, "/components/responses/Invalid").clone();
        at(value, "/components/responses")["Wrong"] = copy;
        at(value, "/paths/~1shelves/get/responses")["400"] = json!({"$ref": "#/components/responses/Wrong"});
    }),
    case("component-alias", "/components/responses/Wrong", |value| {
        at(value, "/components/responses")["Wrong"] = json!({"$ref": "#/components/responses/Invalid"});
        at(value, "/paths/~1shelves/get/responses")["400"] = json!({"$ref": "#/components/responses/Wrong"});
    }),
    case("extension", "/info/x-logo", |value| value["info"]["x-logo"] = json!("l")),
    case("extension", "/paths/~1shelves/x-pagination", |value| {
        at(value, "/paths/~1shelves")["x-pagination"] = json!({});
    }),
    case("throttling", "", |value| {
        take(value, "/x-throttling");
    }),
    case("throttling", "/x-throttling", |value| value["x-throttling"] = json!(429)),
    case("throttling", "/x-throttling", |value| {
        take(value, "/x-throttling/multiplier");
    }),
    case("throttling", "/x-throttling/jitter", |value| value["x-throttling"]["jitter"] = json!(true)),
    case("throttling", "/x-throttling/afterMax", |value| value["x-throttling"]["afterMax"] = json!("stop")),
    case("throttling", "/x-throttling/firstWaitSeconds", |value| {
        value["x-throttling"]["firstWaitSeconds"] = json!(0.5);
    }),
    case("throttling", "/x-throttling/maxWaitSeconds", |value| {
        value["x-throttling"]["maxWaitSeconds"] = json!(0);
    }),
    case("throttling", "/x-throttling/multiplier", |value| value["x-throttling"]["multiplier"] = json!(1)),
    case("throttling", "/x-throttling/status", |value| value["x-throttling"]["status"] = json!("429")),
    case("throttling-response", "/paths/~1shelves/get", |value| {
        take(value, "/paths/~1shelves/get/responses/429");
    }),
    case("availability", "/tags/0/x-availability", |value| {
        value["tags"][0]["x-availability"] = json!(["NL"]);
    }),
    case("availability", "/tags/0/x-availability/lending", |value| {
        value["tags"][0]["x-availability"]["lending"] = json!([]);
    }),
    case("availability", "/tags/0/x-availability/Lending", |value| {
        value["tags"][0]["x-availability"]["Lending"] = json!(["NL"]);
    }),
    case("availability", "/tags/0/x-availability/lending/1", |value| {
        value["tags"][0]["x-availability"]["lending"] = json!(["NL", "NL"]);
    }),
    case("availability", "/tags/0/x-availability/lending/0", |value| {
        value["tags"][0]["x-availability"]["lending"] = json!(["nl"]);
    }),
];
