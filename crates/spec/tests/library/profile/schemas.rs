//! Bad documents: names, nesting, keywords and values of schemas.

use serde_json::{Value, json};

use super::{Case, case};
use crate::sample::{at, rename, rename_component, take};

const SHELVES: &str = "/components/schemas/ShelfPage/properties/shelves";
const NEW_SHELF: &str = "/components/schemas/NewShelf";
const LABEL: &str = "/components/schemas/NewShelf/properties/label";
const WIDTH: &str = "/components/schemas/NewShelf/properties/width";
const CODE: &str = "/components/schemas/Problem/properties/code";
const ISBN: &str = "/components/parameters/Isbn/schema";
const COUNT: &str = "/components/parameters/Count/schema";

fn pattern(value: &mut Value, pattern: &str) {
    at(value, ISBN)["pattern"] = json!(pattern);
}

pub(super) const CASES: &[Case] = &[
    case("schema-name-reserved", "/components/schemas/Error", |value| {
        rename_component(value, "schemas", "Problem", "Error");
    }),
    case("schema-name-reserved", "/components/schemas/Option", |value| {
        rename_component(value, "schemas", "Next", "Option");
    }),
    case("schema-name-reserved", "/components/schemas/CreateShelfRequest", |value| {
        rename_component(value, "schemas", "NewShelf", "CreateShelfRequest");
    }),
    case("schema-name-reserved", "/components/schemas/ListShelvesResponse", |value| {
        rename_component(value, "schemas", "ShelfPage", "ListShelvesResponse");
    }),
    case("schema-name-unique", "/components/schemas/ShelfID", |value| {
        rename_component(value, "schemas", "Next", "ShelfID");
    }),
    case("property-name", "/components/schemas/Problem/properties/Code", |value| rename(value, CODE, "Code")),
    case("property-name", "/components/schemas/Problem/properties/reasoN", |value| {
        rename(value, CODE, "reasoN");
    }),
    case("inline-object", SHELVES, |value| {
        *at(value, SHELVES) = json!({"type": "object", "description": "d"});
        take(value, "/paths/~1shelves/get/x-pagination");
    }),
    case("inline-object", "/components/schemas/NewShelf/properties/themes/items", |value| {
        at(value, "/components/schemas/NewShelf/properties/themes")["items"] = json!({"type": "object"});
    }),
    case("schema-recursion", "/components/schemas/Next/properties/page", |value| {
        at(value, "/components/schemas/Next/properties")["page"] =
            json!({"$ref": "#/components/schemas/ShelfPage"});
    }),
    case("schema-recursion", "/components/schemas/Next/properties/next/items", |value| {
        at(value, "/components/schemas/Next/properties")["next"] =
            json!({"type": "array", "description": "d", "items": {"$ref": "#/components/schemas/Next"}});
    }),
    case("schema-keyword", "/components/schemas/NewShelf/oneOf", |value| {
        at(value, NEW_SHELF)["oneOf"] = json!([{"$ref": "#/components/schemas/Shelf"}]);
    }),
    case("schema-keyword", "/components/schemas/NewShelf/additionalProperties", |value| {
        at(value, NEW_SHELF)["additionalProperties"] = json!(false);
    }),
    case("schema-keyword", "/components/schemas/NewShelf/properties/label/enum", |value| {
        at(value, LABEL)["enum"] = json!(["a"]);
    }),
    case("schema-keyword", "/components/schemas/NewShelf/properties/width/multipleOf", |value| {
        at(value, WIDTH)["multipleOf"] = json!(2);
    }),
    case("schema-type", LABEL, |value| {
        take(value, "/components/schemas/NewShelf/properties/label/type");
    }),
    case("keyword-type", "/components/schemas/NewShelf/properties/width/maxLength", |value| {
        at(value, WIDTH)["maxLength"] = json!(2);
    }),
    case("keyword-type", "/components/schemas/NewShelf/properties/label/minimum", |value| {
        at(value, LABEL)["minimum"] = json!(2);
    }),
    case("keyword-type", "/components/schemas/NewShelf/minItems", |value| {
        at(value, NEW_SHELF)["minItems"] = json!(2);
    }),
    case("schema-format", "/components/schemas/NewShelf/properties/label/format", |value| {
        at(value, LABEL)["format"] = json!("date-time");
    }),
    case("schema-format", "/components/schemas/Problem/properties/code/format", |value| {
        at(value, CODE)["format"] = json!("int8");
    }),
    case("array-items", "/components/schemas/NewShelf/properties/themes", |value| {
        take(value, "/components/schemas/NewShelf/properties/themes/items");
    }),
    case("required-property", "/components/schemas/NewShelf/required/0", |value| {
        at(value, NEW_SHELF)["required"] = json!(["widht"]);
    }),
    case("required-property", "/components/schemas/NewShelf/required/1", |value| {
        at(value, NEW_SHELF)["required"] = json!(["width", "width"]);
    }),
    case("bounds", "/components/parameters/Isbn/schema/minLength", |value| {
        at(value, ISBN)["minLength"] = json!(14);
    }),
    case("bounds", "/components/schemas/NewShelf/properties/width/minimum", |value| {
        at(value, WIDTH)["minimum"] = json!(240.5);
    }),
    case("bounds", "/components/schemas/NewShelf/properties/themes/minItems", |value| {
        at(value, "/components/schemas/NewShelf/properties/themes")["minItems"] = json!(6);
    }),
    case("bounds", "/components/schemas/Problem/properties/code/minimum", |value| {
        at(value, CODE)["minimum"] = json!(0.5);
    }),
    case("bounds", "/components/schemas/Problem/properties/code/maximum", |value| {
        at(value, CODE)["maximum"] = json!(3_000_000_000_i64);
    }),
    case("default", "/components/parameters/Count/schema/default", |value| {
        at(value, COUNT)["default"] = json!(51);
    }),
    case("default", "/components/parameters/Count/schema/default", |value| {
        at(value, COUNT)["default"] = json!("10");
    }),
    case("default", "/components/schemas/NewShelf/properties/label/default", |value| {
        take(value, "/components/schemas/NewShelf/properties/label/nullable");
    }),
    case("default", "/components/schemas/NewShelf/properties/label/default", |value| {
        at(value, LABEL)["default"] = json!("x".repeat(41));
    }),
    case("default", WIDTH, |value| at(value, WIDTH)["default"] = json!(80)),
    case("default", "/components/parameters/MemberCard", |value| {
        at(value, "/components/parameters/MemberCard")["required"] = json!(true);
        at(value, "/components/parameters/MemberCard/schema")["default"] = json!(1);
    }),
    case("pattern", "/components/parameters/Isbn/schema/pattern", |value| pattern(value, "97[89]")),
    case("pattern", "/components/parameters/Isbn/schema/pattern", |value| pattern(value, "^a$|b")),
    case("pattern", "/components/parameters/Isbn/schema/pattern", |value| pattern(value, "^(a$")),
    case("pattern", "/components/parameters/Isbn/schema/pattern", |value| pattern(value, "^(?!978).*$")),
    case("pattern", "/components/parameters/Isbn/schema/pattern", |value| pattern(value, r"^(9)\1$")),
];
