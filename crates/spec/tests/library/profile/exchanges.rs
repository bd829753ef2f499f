//! Bad documents: operations, paths, parameters, bodies, responses, headers, pages.

use serde_json::{Value, json};

use super::{Case, case};
use crate::sample::{at, rename, take};

const SHELF: &str = "/paths/~1shelves~1{shelfId}";
const GET_SHELF: &str = "/paths/~1shelves~1{shelfId}/get";
const LIST: &str = "/paths/~1shelves/get";
const CREATE: &str = "/paths/~1shelves/post";
const PLACE: &str = "/paths/~1shelves~1{shelfId}~1books~1{isbn}/put";

/// The shelf's path with another template.
fn rename_shelf(value: &mut Value, path: &str) {
    rename(value, SHELF, path);
}

pub(super) const CASES: &[Case] = &[
    case("operation-id", LIST, |value| {
        take(value, "/paths/~1shelves/get/operationId");
    }),
    case("operation-id", "/paths/~1shelves/get/operationId", |value| {
        at(value, LIST)["operationId"] = json!("list_shelves");
    }),
    case("operation-id", "/paths/~1shelves/get/operationId", |value| {
        at(value, LIST)["operationId"] = json!("match");
    }),
    case("operation-id-unique", "/paths/~1shelves~1{shelfId}/get/operationId", |value| {
        at(value, GET_SHELF)["operationId"] = json!("listSHELVES");
    }),
    case("operation-tag", LIST, |value| at(value, LIST)["tags"] = json!(["shelves", "books"])),
    case("operation-tag", LIST, |value| {
        take(value, "/paths/~1shelves/get/tags");
    }),
    case("operation-tag", "/paths/~1shelves/get/tags/0", |value| at(value, LIST)["tags"] = json!(["shelf"])),
    case("path-reference", "/paths/~1shelves~1{shelfId}/$ref", |value| {
        at(value, SHELF)["$ref"] = json!("#/paths/~1shelves");
    }),
    case("path-form", "/paths/~1shelves~1{shelfId}~1", |value| rename_shelf(value, "/shelves/{shelfId}/")),
    case("path-form", "/paths/~1shelves~1~1{shelfId}", |value| rename_shelf(value, "/shelves//{shelfId}")),
    case("path-form", "/paths/~1sh elves~1{shelfId}", |value| rename_shelf(value, "/sh elves/{shelfId}")),
    case("path-form", "/paths/~1shelves~1{shelfId}~1{", |value| rename_shelf(value, "/shelves/{shelfId}/{")),
    case("path-unique", "/paths/~1shelves~1{other}", |value| {
        let operation = take(value, "/paths/~1shelves~1{shelfId}/delete");
        let mut parameter = at(value, "/components/parameters/ShelfId").clone();
        parameter["name"] = json!("other");
        at(value, "/components/parameters")["Other"] = parameter;
        let parameters = json!([{"$ref": "#/components/parameters/Other"}]);
        value["paths"]["/shelves/{other}"] = json!({"parameters": parameters, "delete": operation});
    }),
    case("path-parameters", "/paths/~1shelves~1{shelfId}~1now/delete", |value| {
        let operation = take(value, "/paths/~1shelves~1{shelfId}/delete");
        value["paths"]["/shelves/{shelfId}/now"] = json!({"delete": operation});
    }),
    case("path-parameters", "/paths/~1now/delete", |value| {
        let operation = take(value, "/paths/~1shelves~1{shelfId}/delete");
        value["paths"]["/now"] = json!({"delete": operation, "parameters": at(value, SHELF)["parameters"]});
    }),
    case("path-parameters", "/paths/~1shelves~1{shelfId}~1{shelfId}/delete", |value| {
        let operation = take(value, "/paths/~1shelves~1{shelfId}/delete");
        let parameters = at(value, SHELF)["parameters"].clone();
        value["paths"]["/shelves/{shelfId}/{shelfId}"] =
            json!({"delete": operation, "parameters": parameters});
    }),
    case("parameter-reference", "/paths/~1shelves/get/parameters/1", |value| {
        let parameter = take(value, "/components/parameters/Count");
        *at(value, "/paths/~1shelves/get/parameters/1") = parameter;
    }),
    case("parameter-place", "/components/parameters/MemberCard/in", |value| {
        *at(value, "/components/parameters/MemberCard/in") = json!("cookie");
        *at(value, "/components/parameters/MemberCard/name") = json!("card");
    }),
    case("parameter-style", "/components/parameters/Count/explode", |value| {
        at(value, "/components/parameters/Count")["explode"] = json!(true);
    }),
    case("parameter-style", "/components/parameters/MemberCard/content", |value| {
        let parameter = at(value, "/components/parameters/MemberCard");
        parameter.as_object_mut().unwrap().shift_remove("schema");
        parameter["content"] =
            json!({"text/plain": {"schema": {"$ref": "#/components/schemas/ShelfId"}, "example": "shelf-1"}});
    }),
    case("parameter-name", "/components/parameters/Isbn/name", |value| {
        *at(value, "/components/parameters/Isbn/name") = json!("ISBN");
        rename(value, "/paths/~1shelves~1{shelfId}~1books~1{isbn}", "/shelves/{shelfId}/books/{ISBN}");
    }),
    case("parameter-name", "/components/parameters/MemberCard/name", |value| {
        *at(value, "/components/parameters/MemberCard/name") = json!("AUTHORIZATION");
    }),
    case("parameter-name", "/components/parameters/MemberCard/name", |value| {
        *at(value, "/components/parameters/MemberCard/name") = json!("Member Card");
    }),
    case("parameter-unique", PLACE, |value| {
        *at(value, "/components/parameters/MemberCard/name") = json!("Shelf-Id");
    }),
    case("parameter-required", "/components/parameters/ShelfId", |value| {
        take(value, "/components/parameters/ShelfId/required");
    }),
    case("scalar-schema", "/components/parameters/Count/schema", |value| {
        take(value, "/paths/~1shelves/get/x-pagination");
        at(value, "/components/parameters/Count")["schema"] =
            json!({"type": "array", "items": {"type": "string"}});
    }),
    case("scalar-schema", "/components/headers/Location/schema", |value| {
        at(value, "/components/headers/Location")["schema"] = json!({"$ref": "#/components/schemas/Next"});
    }),
    case("scalar-schema", "/components/headers/Location/schema", |value| {
        at(value, "/components/headers/Location/schema")["nullable"] = json!(true);
    }),
    case("header-reference", "/paths/~1shelves/post/responses/201/headers/Location", |value| {
        let header = take(value, "/components/headers/Location");
        *at(value, "/paths/~1shelves/post/responses/201/headers/Location") = header;
    }),
    case("header-name", "/components/responses/Done/headers/content-type", |value| {
        rename(value, "/components/responses/Done/headers/X-Request-Id", "content-type");
    }),
    case("header-name", "/components/responses/Done/headers/x-request-id", |value| {
        let headers = at(value, "/components/responses/Done/headers");
        headers["x-request-id"] = headers["X-Request-Id"].clone();
    }),
    case("header-name", "/components/responses/Done/headers/a b", |value| {
        rename(value, "/components/responses/Done/headers/X-Request-Id", "a b");
    }),
    case("request-body", "/paths/~1shelves/post/requestBody", |value| {
        take(value, "/paths/~1shelves/post/requestBody/required");
    }),
    case("request-body", "/paths/~1shelves/get/requestBody", |value| {
        at(value, LIST)["requestBody"] = at(value, CREATE)["requestBody"].clone();
    }),
    case("media-type", "/components/responses/Invalid/content/text~1html", |value| {
        rename(value, "/components/responses/Invalid/content/application~1json", "text/html");
    }),
    case("media-type", "/paths/~1shelves/post/requestBody/content/application~1xml", |value| {
        let content = at(value, "/paths/~1shelves/post/requestBody/content");
        content["application/xml"] = content["application/json"].clone();
    }),
    case("body-schema", "/paths/~1shelves/post/requestBody/content/application~1json/schema", |value| {
        let schema = take(value, "/components/schemas/NewShelf");
        *at(value, "/paths/~1shelves/post/requestBody/content/application~1json/schema") = schema;
    }),
    case("body-schema", "/paths/~1shelves/post/requestBody/content/application~1json", |value| {
        take(value, "/paths/~1shelves/post/requestBody/content/application~1json/schema");
        take(value, "/components/schemas/NewShelf");
    }),
    case("response-status", "/paths/~1shelves/get/responses/default", |value| {
        at(value, "/paths/~1shelves/get/responses")["default"] =
            json!({"$ref": "#/components/responses/Invalid"});
    }),
    case("response-status", "/paths/~1shelves/get/responses/5XX", |value| {
        at(value, "/paths/~1shelves/get/responses")["5XX"] =
            json!({"$ref": "#/components/responses/Invalid"});
    }),
    case("response-status", "/paths/~1shelves/get/responses/302", |value| {
        at(value, "/paths/~1shelves/get/responses")["302"] = json!({"$ref": "#/components/responses/Done"});
    }),
    case("response-success", GET_SHELF, |value| {
        take(value, "/paths/~1shelves~1{shelfId}/get/responses/200");
    }),
    case("success-kind", "/paths/~1shelves~1{shelfId}/get/responses/204", |value| {
        at(value, "/paths/~1shelves~1{shelfId}/get/responses")["204"] =
            json!({"$ref": "#/components/responses/Done"});
    }),
    case("success-kind", "/paths/~1shelves~1{shelfId}/get/responses/201", |value| {
        let mut response = at(value, "/paths/~1shelves/get/responses/200").clone();
        response["description"] = json!("Another body.");
        at(value, "/paths/~1shelves~1{shelfId}/get/responses")["201"] = response;
    }),
    case("error-kind", "/components/responses/Missing", |value| {
        *at(value, "/components/responses/Missing/content/application~1json/schema/$ref") =
            json!("#/components/schemas/Next");
    }),
    case("error-kind", "/components/responses/Missing", |value| {
        take(value, "/components/responses/Missing/content");
    }),
    case("error-reference", "/paths/~1shelves~1{shelfId}/get/responses/404", |value| {
        let response = at(value, "/components/responses/Missing").clone();
        *at(value, "/paths/~1shelves~1{shelfId}/get/responses/404") = response;
    }),
    case("empty-response", "/paths/~1shelves~1{shelfId}/get/responses/204", |value| {
        rename(value, "/paths/~1shelves~1{shelfId}/get/responses/200", "204");
    }),
    case("pagination", "/paths/~1shelves/post/x-pagination", |value| {
        at(value, CREATE)["x-pagination"] = at(value, LIST)["x-pagination"].clone();
    }),
    case("pagination", "/paths/~1shelves/get/x-pagination", |value| {
        take(value, "/paths/~1shelves/get/x-pagination/limit");
    }),
    case("pagination", "/paths/~1shelves/get/x-pagination/total", |value| {
        at(value, "/paths/~1shelves/get/x-pagination")["total"] = json!("/total");
    }),
    case("pagination", "/paths/~1shelves/get/x-pagination/items", |value| {
        *at(value, "/paths/~1shelves/get/x-pagination/items") = json!("shelves");
    }),
    case("pagination", "/paths/~1shelves/get/x-pagination/items", |value| {
        *at(value, "/paths/~1shelves/get/x-pagination/items") = json!("/next");
    }),
    case("pagination", "/paths/~1shelves/get/x-pagination/responseToken", |value| {
        *at(value, "/paths/~1shelves/get/x-pagination/responseToken") = json!("/next/tokens");
    }),
    case("pagination", "/paths/~1shelves/get/x-pagination/responseToken", |value| {
        at(value, "/components/schemas/ShelfPage")["required"] = json!(["shelves", "next"]);
        at(value, "/components/schemas/Next")["required"] = json!(["token"]);
        take(value, "/components/schemas/Next/properties/token/nullable");
    }),
    case("pagination", "/paths/~1shelves/get/x-pagination/requestToken", |value| {
        *at(value, "/paths/~1shelves/get/x-pagination/requestToken") = json!("before");
    }),
    case("pagination", "/paths/~1shelves/get/x-pagination/limit", |value| {
        *at(value, "/paths/~1shelves/get/x-pagination/limit") = json!("after");
    }),
    case("pagination", "/paths/~1shelves/get/x-pagination/requestToken", |value| {
        *at(value, "/components/parameters/After/required") = json!(true);
    }),
    case("pagination-missing", GET_SHELF, |value| {
        at(value, GET_SHELF)["parameters"] = json!([{"$ref": "#/components/parameters/After"}]);
    }),
];
