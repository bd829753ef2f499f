//! The canonical form: equal for documents that mean the same, different for all others.

use asp_spec::canonical::canonical;
use asp_spec::{Document, Kind};
use serde_json::{Value, json};

use crate::sample::{at, changed, count, inline, library, places, rename, rename_component, shuffle, take};

fn form(change: impl FnOnce(&mut Value)) -> String {
    canonical(&changed(change)).to_string()
}

fn unchanged() -> String {
    canonical(&library()).to_string()
}

#[test]
fn the_order_of_keys_does_not_matter() {
    for seed in 0..50 {
        assert_eq!(form(|value| shuffle(value, seed)), unchanged(), "seed {seed}");
    }
}

#[test]
fn components_that_are_no_schemas_may_be_written_where_they_are_used() {
    for sections in
        [&["parameters"][..], &["headers"], &["responses"], &["parameters", "responses", "headers"]]
    {
        let document = Document::from_value(inline(&library(), sections)).unwrap();
        assert_eq!(canonical(&document).to_string(), unchanged(), "{sections:?}");
    }
}

#[test]
fn a_request_body_may_be_a_component() {
    let moved = form(|value| {
        let body = take(value, "/paths/~1shelves/post/requestBody");
        value["components"]["requestBodies"] = json!({"Body": body});
        at(value, "/paths/~1shelves/post")["requestBody"] =
            json!({"$ref": "#/components/requestBodies/Body"});
    });
    assert_eq!(moved, unchanged());
}

#[test]
fn names_of_components_that_are_no_schemas_do_not_matter() {
    let renamed = form(|value| {
        rename_component(value, "responses", "Done", "Finished");
        rename_component(value, "parameters", "Count", "Limit");
    });
    assert_eq!(renamed, unchanged());
}

#[test]
fn what_a_path_item_gives_may_be_written_at_its_operations() {
    let moved = form(|value| {
        let path = "/paths/~1shelves~1{shelfId}";
        let parameters = take(value, &format!("{path}/parameters"));
        at(value, path)["get"]["parameters"] = parameters.clone();
        at(value, path)["delete"]["parameters"] = parameters;
        let path = "/paths/~1shelves~1{shelfId}~1books~1{isbn}";
        let servers = take(value, &format!("{path}/servers"));
        at(value, path)["put"]["servers"] = servers;
        let parameters = take(value, &format!("{path}/parameters"));
        let own = at(value, path)["put"]["parameters"].as_array_mut().unwrap();
        own.extend(parameters.as_array().unwrap().iter().cloned());
    });
    assert_eq!(moved, unchanged());
}

#[test]
fn what_the_root_gives_may_be_written_at_each_operation() {
    let moved = form(|value| {
        let (servers, security) = (take(value, "/servers"), take(value, "/security"));
        for path_item in value["paths"].as_object_mut().unwrap().values_mut() {
            let has_servers = path_item.get("servers").is_some();
            for operation in path_item.as_object_mut().unwrap().values_mut().filter(|value| value.is_object())
            {
                operation["security"] = security.clone();
                if !has_servers {
                    operation["servers"] = servers.clone();
                }
            }
        }
    });
    assert_eq!(moved, unchanged());
}

#[test]
fn an_operation_may_override_a_parameter_of_its_path_item() {
    let overridden = form(|value| {
        let mut other = at(value, "/components/parameters/ShelfId").clone();
        let own = at(value, "/components/parameters/ShelfId").clone();
        other["description"] = json!("Never seen.");
        let path_item = at(value, "/paths/~1shelves~1{shelfId}");
        path_item["parameters"] = json!([other]);
        path_item["get"]["parameters"] = json!([own.clone()]);
        path_item["delete"]["parameters"] = json!([own]);
    });
    assert_eq!(overridden, unchanged());
}

#[test]
fn defaults_may_be_written_out() {
    let written = form(|value| {
        let count = at(value, "/components/parameters/Count");
        count["required"] = json!(false);
        count["style"] = json!("form");
        count["explode"] = json!(true);
        count["deprecated"] = json!(false);
        count["allowReserved"] = json!(false);
        let shelf_id = at(value, "/components/parameters/ShelfId");
        shelf_id["style"] = json!("simple");
        shelf_id["explode"] = json!(false);
        let shelf = at(value, "/components/schemas/Shelf");
        shelf["additionalProperties"] = json!(true);
        shelf["minProperties"] = json!(0);
        shelf["properties"]["id"] = json!({"$ref": "#/components/schemas/ShelfId"});
        shelf["properties"]["width"]["nullable"] = json!(false);
        shelf["properties"]["width"]["exclusiveMinimum"] = json!(false);
        let next = at(value, "/components/schemas/Next");
        next["required"] = json!([]);
        next["properties"]["token"]["minLength"] = json!(0);
        at(value, "/components/responses/Invalid")["headers"] = json!({});
        at(value, "/paths/~1shelves/post")["deprecated"] = json!(false);
        at(value, "/paths/~1shelves/post")["parameters"] = json!([]);
        at(value, "/components/schemas/NewShelf/properties/width")["maximum"] = json!(240.0);
    });
    assert_eq!(written, unchanged());
}

#[test]
fn a_style_or_explode_that_is_no_default_matters() {
    for (key, value) in [("style", json!("pipeDelimited")), ("explode", json!(false))] {
        assert_ne!(
            form(|document| at(document, "/components/parameters/Count")[key] = value),
            unchanged(),
            "{key}"
        );
    }
}

#[test]
fn headers_are_compared_without_case_and_without_those_that_openapi_ignores() {
    let changed = form(|value| {
        rename(value, "/components/responses/Done/headers/X-Request-Id", "x-request-ID");
        *at(value, "/components/parameters/MemberCard/name") = json!("X-MEMBER-CARD");
        let headers = at(value, "/components/responses/Done/headers");
        headers["Content-Type"] = json!({"schema": {"type": "string"}});
        value["components"]["parameters"]["Accept"] =
            json!({"name": "accept", "in": "header", "schema": {"type": "string"}});
        at(value, "/paths/~1shelves/post")["parameters"] =
            json!([{"$ref": "#/components/parameters/Accept"}]);
    });
    assert_eq!(changed, unchanged());
}

#[test]
fn sets_have_no_order() {
    let reordered = form(|value| {
        at(value, "/components/schemas/Shelf/required").as_array_mut().unwrap().reverse();
        value["security"].as_array_mut().unwrap().reverse();
        at(value, "/security/0/memberLogin").as_array_mut().unwrap().reverse();
        value["tags"].as_array_mut().unwrap().reverse();
        at(value, "/paths/~1shelves/get/parameters").as_array_mut().unwrap().reverse();
    });
    assert_eq!(reordered, unchanged());
}

#[test]
fn the_order_of_servers_matters() {
    assert_ne!(form(|value| value["servers"].as_array_mut().unwrap().reverse()), unchanged());
}

#[test]
fn an_unused_schema_matters_and_another_unused_component_does_not() {
    let schema = json!({"type": "string", "description": "d"});
    assert_ne!(form(|value| value["components"]["schemas"]["Spare"] = schema.clone()), unchanged());
    let header = json!({"schema": {"type": "string"}});
    assert_eq!(form(|value| value["components"]["headers"]["Spare"] = header), unchanged());
}

/// Values whose change is no change in meaning.
fn is_without_meaning(pointer: &str, value: &Value) -> bool {
    // These defaults are written out in the library; taking them out is no change.
    let written_default =
        ["/required", "/nullable"].iter().any(|key| pointer.ends_with(key)) && *value == json!(false);
    // Another name for the same component, tried above.
    let name = pointer.strip_prefix("/components/").map(|rest| rest.split('/').count());
    written_default || name == Some(1)
}

#[test]
fn every_value_matters() {
    let unchanged = unchanged();
    let mut tried = 0;
    for (pointer, value) in places(&library()) {
        let pointer = pointer.as_str();
        let replaced = match &value {
            Value::String(text) => json!(format!("{text}1")),
            Value::Number(number) => json!(number.as_f64().unwrap() + 1.0),
            Value::Bool(flag) => json!(!flag),
            _ => Value::Null,
        };
        for replacement in [Some(replaced), None] {
            if pointer.is_empty() || (replacement.is_none() && is_without_meaning(pointer, &value)) {
                continue;
            }
            let mut mutant = library().value().clone();
            match replacement {
                Some(Value::Null) => continue,
                Some(replacement) => *at(&mut mutant, pointer) = replacement,
                None => drop(take(&mut mutant, pointer)),
            }
            let Ok(mutant) = Document::from_value(mutant) else { continue };
            tried += 1;
            assert_ne!(canonical(&mutant).to_string(), unchanged, "{pointer}");
        }
    }
    assert!(tried > places(&library()).len(), "only {tried} changes were tried");
}

#[test]
fn every_operation_and_schema_is_there_by_name() {
    let form = canonical(&library());
    let operations = form["operations"].as_object().unwrap();
    assert_eq!(operations.len(), count(&library(), Kind::Operation));
    let (id, operation) = operations.iter().next().unwrap();
    assert_eq!((id.as_str(), &operation["method"]), ("createShelf", &json!("POST")));
    assert_eq!(
        form.pointer("/operations/listShelves/responses/200/content/application~1json/schema"),
        Some(&json!({"$ref": "ShelfPage"}))
    );
    let schemas: Vec<_> = form["schemas"].as_object().unwrap().keys().collect();
    assert!(schemas.is_sorted() && schemas.len() == library().components("schemas").count(), "{schemas:?}");
}

#[test]
fn operations_without_an_id_or_with_the_same_are_all_there() {
    let document = changed(|value| {
        take(value, "/paths/~1shelves/get/operationId");
        *at(value, "/paths/~1shelves~1{shelfId}/get/operationId") = json!("createShelf");
    });
    let form = canonical(&document);
    let names: Vec<_> = form["operations"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(names, ["GET /shelves", "GET /shelves/{shelfId}", "createShelf", "deleteShelf", "placeBook"]);
}

#[test]
fn circles_of_definitions_end() {
    let document = changed(|value| {
        let operation = json!({
            "responses": {"200": {"description": "d"}},
            "callbacks": {"again": {"$ref": "#/components/callbacks/Again"}}
        });
        value["components"]["callbacks"] = json!({"Again": {"{$url}": {"post": operation}}});
        at(value, "/paths/~1shelves/post")["callbacks"] =
            json!({"first": {"$ref": "#/components/callbacks/Again"}});
        at(value, "/components/schemas/Next/properties")["all"] =
            json!({"type": "array", "items": {"$ref": "#/components/schemas/Next/properties/all"}});
    });
    let form = canonical(&document);
    let inner = "/operations/createShelf/callbacks/first/{$url}/post/callbacks/again";
    assert_eq!(form.pointer(inner), Some(&json!({"$ref": "/components/callbacks/Again"})));
}
