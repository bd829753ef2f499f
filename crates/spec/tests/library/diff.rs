//! The difference between two documents, in words.

use asp_spec::diff::{ChangeKind, Subject, diff, render};
use asp_spec::{Document, canonical::canonical};
use serde_json::{Value, json};

use crate::sample::{at, changed, inline, library, places, rename, shuffle, take};

/// The changes as lines.
fn lines(change: impl FnOnce(&mut Value)) -> Vec<String> {
    diff(&library(), &changed(change)).iter().map(ToString::to_string).collect()
}

#[test]
fn what_means_the_same_is_no_change() {
    let mut inlined = inline(&library(), &["parameters", "responses", "headers"]);
    shuffle(&mut inlined, 7);
    let changes = diff(&library(), &Document::from_value(inlined).unwrap());
    assert_eq!(changes, []);
    assert_eq!(render(&changes), "no change in meaning\n");
}

#[test]
fn a_changed_limit_names_schema_keyword_and_both_values() {
    let found =
        lines(|value| at(value, "/components/schemas/NewShelf/properties/label")["maxLength"] = json!(41));
    assert_eq!(found, ["schema NewShelf /properties/label/maxLength: changed from 40 to 41"]);
}

#[test]
fn a_changed_shared_parameter_is_a_change_of_each_operation_that_has_it() {
    let found = lines(|value| at(value, "/components/parameters/ShelfId")["required"] = json!(false));
    assert_eq!(
        found,
        [
            "operation deleteShelf /parameters/path/shelfId/required: removed, true",
            "operation getShelf /parameters/path/shelfId/required: removed, true",
            "operation placeBook /parameters/path/shelfId/required: removed, true",
        ]
    );
}

#[test]
fn a_response_and_a_header_come_and_go_by_name() {
    let found = lines(|value| {
        take(value, "/paths/~1shelves/get/responses/400");
        take(value, "/paths/~1shelves/post/responses/201/headers/Location");
    });
    assert_eq!(
        found,
        [
            "operation createShelf /responses/201/headers/location: removed",
            "operation listShelves /responses/400: removed",
        ]
    );
}

#[test]
fn operations_and_schemas_come_and_go() {
    let old = library();
    let new = changed(|value| {
        take(value, "/paths/~1shelves~1{shelfId}/delete");
        at(value, "/components/schemas")["Spare"] = json!({"type": "string"});
    });
    assert_eq!(render(&diff(&old, &new)), "operation deleteShelf: removed\nschema Spare: added\n");
    assert_eq!(render(&diff(&new, &old)), "operation deleteShelf: added\nschema Spare: removed\n");
}

#[test]
fn another_path_is_a_change_of_the_operation() {
    let found = lines(|value| rename(value, "/paths/~1shelves", "/racks"));
    assert_eq!(
        found,
        [
            "operation createShelf /path: changed from \"/shelves\" to \"/racks\"",
            "operation listShelves /path: changed from \"/shelves\" to \"/racks\"",
        ]
    );
}

#[test]
fn parameters_are_compared_by_place_and_name() {
    let found = lines(|value| {
        let list = at(value, "/paths/~1shelves/get/parameters").as_array_mut().unwrap();
        list.insert(0, json!({"name": "order", "in": "query", "schema": {"type": "string"}}));
    });
    assert_eq!(found, ["operation listShelves /parameters/query/order: added"]);
}

#[test]
fn lists_without_order_are_compared_as_sets() {
    let found = lines(|value| {
        at(value, "/components/schemas/Shelf")["required"] = json!(["label", "id"]);
        at(value, "/tags/0/x-availability")["lending"] = json!(["BE", "LU", "NL"]);
    });
    assert_eq!(
        found,
        [
            "document /tags/shelves/x-availability/lending/1: added, \"LU\"",
            "schema Shelf /required/1: removed, \"width\"",
            "schema Shelf /required/1: added, \"label\"",
        ]
    );
}

#[test]
fn what_the_root_gives_to_all_is_one_change() {
    let found = lines(|value| {
        take(value, "/security/1");
        value["servers"][1]["description"] = json!("Closed.");
    });
    assert_eq!(
        found,
        [
            "document /security/0: removed",
            "document /servers/1/description: changed from \"The second building. It has no books.\" to \"Closed.\"",
        ]
    );
}

#[test]
fn servers_of_one_path_are_a_change_of_its_operations() {
    let found = lines(|value| {
        let servers = json!([value["servers"][0]]);
        at(value, "/paths/~1shelves")["servers"] = servers;
    });
    assert_eq!(
        found,
        ["operation createShelf /servers/1: removed", "operation listShelves /servers/1: removed"]
    );
}

#[test]
fn another_order_of_servers_is_a_change() {
    let changes = diff(&library(), &changed(|value| value["servers"].as_array_mut().unwrap().reverse()));
    let [change] = changes.as_slice() else { panic!("{changes:?}") };
    assert_eq!((&change.subject, change.pointer.as_str()), (&Subject::Document, "/servers"));
    assert!(matches!(change.kind, ChangeKind::Changed { .. }));
}

#[test]
fn a_reference_in_place_of_a_schema_is_a_change_of_the_whole() {
    let found = lines(|value| {
        *at(value, "/components/schemas/Shelf/properties/width") =
            json!({"$ref": "#/components/schemas/ShelfId"});
    });
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("schema Shelf /properties/width: changed from {"), "{found:?}");
}

#[test]
fn prose_is_told_from_the_rest() {
    let changes = diff(
        &library(),
        &changed(|value| {
            at(value, "/components/schemas/Problem/properties/code")["description"] = json!("A number.");
            at(value, "/components/schemas/Problem/properties/code")["minimum"] = json!(1);
            rename(value, "/components/schemas/Problem/properties/reason", "description");
            take(value, "/paths/~1shelves/get/responses/200/content/application~1json/example/next");
            let scopes = "/components/securitySchemes/memberLogin/flows/authorizationCode/scopes";
            *at(value, &format!("{scopes}/books:read")) = json!("Look.");
            at(value, scopes)["books:burn"] = json!("Burn.");
        }),
    );
    let found: Vec<_> = changes.iter().map(|change| (change.pointer.as_str(), change.prose)).collect();
    let scopes = "/securitySchemes/memberLogin/flows/authorizationCode/scopes";
    assert_eq!(
        found,
        [
            (format!("{scopes}/books:burn").as_str(), false),
            (format!("{scopes}/books:read").as_str(), true),
            ("/responses/200/content/application~1json/example/next", true),
            ("/properties/code/description", true),
            ("/properties/code/minimum", false),
            ("/properties/description", false),
            ("/properties/reason", false),
        ]
    );
}

#[test]
fn of_a_long_text_the_difference_is_shown_on_one_line() {
    let text = |word: &str| json!(format!("A book.\n\n{}{word}{}", "Long. ".repeat(50), "More. ".repeat(50)));
    let old = changed(|value| value["tags"][1]["description"] = text("before"));
    let new = changed(|value| value["tags"][1]["description"] = text("after"));
    let [change] = diff(&old, &new).try_into().unwrap();
    let line = change.to_string();
    assert!(line.contains("before") && line.contains("after") && !line.contains('\n'), "{line}");
    assert!(line.len() < 400, "{line}");
}

/// Whether the pointer of a change leads to `value` in one of the two forms.
fn leads_to(form: &Value, subject: &Subject, pointer: &str, value: &Value) -> bool {
    let base = match subject {
        Subject::Document => form,
        Subject::Operation(id) => &form["operations"][id],
        Subject::Schema(name) => &form["schemas"][name],
    };
    // What the root gives to operations is in the form of each of them.
    let operation = (*subject == Subject::Document).then(|| &form["operations"]["listShelves"]);
    [Some(base), operation].into_iter().flatten().any(|base| base.pointer(pointer) == Some(value))
}

#[test]
fn every_change_of_a_value_is_found_and_its_pointer_leads_there() {
    let old = library();
    let old_form = canonical(&old);
    let mut found = 0;
    for (pointer, value) in places(&old) {
        let Value::String(text) = &value else { continue };
        let mut mutant = old.value().clone();
        *at(&mut mutant, pointer.as_str()) = json!(format!("{text}X"));
        let Ok(new) = Document::from_value(mutant) else { continue };
        let new_form = canonical(&new);
        let changes = diff(&old, &new);
        assert!(!changes.is_empty(), "{pointer}");
        assert_eq!(changes.len(), diff(&new, &old).len(), "{pointer}");
        for change in changes {
            found += 1;
            let (form, value) = match &change.kind {
                ChangeKind::Removed(value) => (&old_form, value),
                ChangeKind::Added(value) | ChangeKind::Changed { new: value, .. } => (&new_form, value),
            };
            assert!(leads_to(form, &change.subject, change.pointer.as_str(), value), "{pointer}: {change}");
        }
    }
    assert!(found > 100, "only {found} changes");
}
