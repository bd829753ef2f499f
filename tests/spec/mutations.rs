//! Proof that the guard sees changes: the document is changed in memory, and the snapshots' texts must show it.

use asp_spec::{Document, views};
use serde_json::{Value, json};
use similar::{ChangeTag, TextDiff};

/// A change to the document that a reviewer must see.
struct Mutation {
    what: &'static str,
    /// A view that must show it in one or two lines.
    shown_in: &'static str,
    pointer: &'static str,
    change: Change,
}

enum Change {
    /// Replaces the value.
    Set(Value),
    /// Appends to a text.
    Append(&'static str),
    /// Removes the member.
    Remove,
    /// Gives the member another key.
    Rename(&'static str),
}

use Change::{Append, Remove, Rename, Set};

#[expect(clippy::too_many_lines, reason = "a table, one entry a mutation")]
fn mutations() -> Vec<Mutation> {
    let mutation = |what, shown_in, pointer, change| Mutation { what, shown_in, pointer, change };
    vec![
        mutation(
            "a limit of a parameter",
            "constraints",
            "/components/parameters/MaxResultsUpTo50/schema/maximum",
            Set(json!(51)),
        ),
        mutation(
            "a default of a parameter",
            "constraints",
            "/components/parameters/MaxResultsUpTo10/schema/default",
            Set(json!(5)),
        ),
        mutation(
            "the longest room name",
            "constraints",
            "/components/schemas/RoomName/maxLength",
            Set(json!(255)),
        ),
        mutation(
            "the characters of a room name",
            "constraints",
            "/components/schemas/RoomName/pattern",
            Set(json!("^[A-Za-z0-9]+$")),
        ),
        mutation(
            "the type of a field",
            "fields",
            "/components/schemas/Property/properties/name/type",
            Set(json!("integer")),
        ),
        mutation("a required field", "fields", "/components/schemas/NewRoom/required/0", Remove),
        mutation(
            "a required parameter",
            "constraints",
            "/components/parameters/NextToken/required",
            Set(json!(true)),
        ),
        mutation(
            "a nullable field",
            "constraints",
            "/components/schemas/PaginationContext/properties/nextToken/nullable",
            Remove,
        ),
        mutation(
            "a success status",
            "operations",
            "/paths/~1enterprise~1hospitality~1v1~1rooms/post/responses/201",
            Rename("200"),
        ),
        mutation(
            "an error status that is gone",
            "operations",
            "/paths/~1enterprise~1hospitality~1v1~1rooms~1{roomId}/get/responses/404",
            Remove,
        ),
        mutation(
            "what a status means",
            "reference-deleteRoom",
            "/components/responses/RoomHasDevices/description",
            Append(" Perhaps."),
        ),
        mutation(
            "a path",
            "reference-getRoom",
            "/paths/~1enterprise~1hospitality~1v1~1rooms~1{roomId}",
            Rename("/enterprise/hospitality/v2/rooms/{roomId}"),
        ),
        mutation(
            "an operationId",
            "operations",
            "/paths/~1enterprise~1hospitality~1v1~1rooms/post/operationId",
            Set(json!("makeRoom")),
        ),
        mutation(
            "the description of an operation",
            "reference-createRoom",
            "/paths/~1enterprise~1hospitality~1v1~1rooms/post/description",
            Append(" Perhaps."),
        ),
        mutation(
            "the description of a field",
            "reference-listRooms",
            "/components/schemas/Room/properties/name/description",
            Append(" Perhaps."),
        ),
        mutation(
            "an example",
            "reference-createRoom",
            "/paths/~1enterprise~1hospitality~1v1~1rooms/post/requestBody/content/application~1json/example/name",
            Set(json!("Room-9999")),
        ),
        mutation(
            "a response header that is gone",
            "operations",
            "/paths/~1enterprise~1hospitality~1v1~1rooms/post/responses/201/headers/Location",
            Remove,
        ),
        mutation(
            "where the continuation token is",
            "operations",
            "/paths/~1enterprise~1hospitality~1v1~1rooms/get/x-pagination/responseToken",
            Set(json!("/nextToken")),
        ),
        mutation("the longest wait", "overview", "/x-throttling/maxWaitSeconds", Set(json!(128))),
        mutation("the address of a region", "overview", "/servers/1/url", Set(json!("https://example.com"))),
        mutation("a country", "overview", "/tags/4/x-availability/hospitality/2", Set(json!("DE"))),
        mutation(
            "where tokens come from",
            "overview",
            "/components/securitySchemes/loginWithAmazon/flows/authorizationCode/tokenUrl",
            Set(json!("https://example.com/token")),
        ),
        mutation("the title", "overview", "/info/title", Set(json!("Other"))),
    ]
}

#[test]
fn every_mutation_shows_in_one_or_two_lines_of_a_snapshot() {
    let original = asp_tests::document();
    let before = views::all(&original);
    for Mutation { what, shown_in, pointer, change } in mutations() {
        let mut value = original.value().clone();
        apply(&mut value, pointer, &change);
        let mutated = Document::from_value(value).unwrap_or_else(|error| panic!("{what}: {error}"));
        let after = views::all(&mutated);
        let changed: Vec<_> = before
            .iter()
            .filter_map(|(name, text)| {
                let (_, new) = after.iter().find(|(other, _)| other == name)?;
                (text != new).then(|| (name.as_str(), changed_lines(text, new)))
            })
            .collect();
        let (_, lines) = changed
            .iter()
            .find(|(name, _)| *name == shown_in)
            .unwrap_or_else(|| panic!("{what}: {shown_in} does not show it, only {changed:?}"));
        assert!((1..=2).contains(lines), "{what}: {shown_in} shows it in {lines} lines");
    }
}

/// Without a change there is nothing to see: the views are the same text at every reading.
#[test]
fn the_unchanged_document_shows_nothing() {
    assert_eq!(views::all(&asp_tests::document()), views::all(&asp_tests::document()));
}

/// The views leave no operation out.
#[test]
fn every_operation_has_its_reference() {
    let document = asp_tests::document();
    let names: Vec<_> = views::all(&document).into_iter().map(|(name, _)| name).collect();
    for operation in document.operations() {
        let name = format!("reference-{}", operation.id().unwrap());
        assert!(names.contains(&name), "{name} is missing");
    }
}

fn apply(value: &mut Value, pointer: &str, change: &Change) {
    let (parent, last) = pointer.rsplit_once('/').unwrap();
    let parent = value.pointer_mut(parent).unwrap_or_else(|| panic!("{pointer} leads to nothing"));
    let last = last.replace("~1", "/").replace("~0", "~");
    match (parent, change) {
        (Value::Object(members), Remove) => assert!(members.shift_remove(&last).is_some(), "{pointer}"),
        (Value::Array(items), Remove) => drop(items.remove(last.parse().unwrap())),
        (Value::Object(members), Rename(key)) => {
            // In its old place, so that only the name changes.
            let renamed = std::mem::take(members).into_iter();
            let renamed =
                renamed.map(|(name, value)| (if name == last { (*key).to_owned() } else { name }, value));
            *members = renamed.collect();
            assert!(members.contains_key(*key));
        }
        (Value::Object(members), Set(new)) => *members.get_mut(&last).unwrap() = new.clone(),
        (Value::Array(items), Set(new)) => items[last.parse::<usize>().unwrap()] = new.clone(),
        (Value::Object(members), Append(text)) => {
            let member = members.get_mut(&last).unwrap();
            *member = json!(format!("{}{text}", member.as_str().unwrap()));
        }
        (parent, _) => panic!("{pointer}: {parent} cannot be changed so"),
    }
}

fn changed_lines(old: &str, new: &str) -> usize {
    let diff = TextDiff::from_lines(old, new);
    diff.iter_all_changes().filter(|change| change.tag() != ChangeTag::Equal).count()
}
