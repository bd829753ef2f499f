//! Changes of the document, the pages and the errata, each of which the guard must catch by name.

use asp_documented::{Errata, Page};
use asp_spec::Document;
use serde_json::{Value, json};

use super::{errata, faults, pages};

/// A change that the guard must catch by name.
enum Change {
    /// Another value at a pointer of the document; `null` removes the member.
    Document(&'static str, Value),
    /// Another value of a fact; none removes it.
    Fact(&'static str, &'static str, &'static str, &'static str, Option<&'static str>),
    /// An erratum loses its facts and pointers that contain a text.
    Erratum(&'static str, &'static str),
    /// An erratum is gone.
    NoErratum(&'static str),
    /// The last erratum is gone, and no later one shows the gap.
    NoLast,
    /// An erratum has another id.
    Id(&'static str, &'static str),
}

use Change::{Document as InDocument, Erratum, Fact, Id, NoErratum, NoLast};

const R: &str = "home-and-community-api";
const H: &str = "property-room-type-and-room-api";
const LIST: &str = "GET /enterprise/hospitality/v1/rooms";
const CREATE: &str = "POST /enterprise/hospitality/v1/rooms";
const GET: &str = "GET /enterprise/hospitality/v1/rooms/{roomId}";
const HOMES: &str = "GET /enterprise/residential/v1/homes";
const UPDATE: &str = "PUT /enterprise/residential/v1/homes/{id}";
const DELETE: &str = "DELETE /enterprise/hospitality/v1/properties/{propertyId}";

/// What is changed, and what a fault must say.
#[expect(clippy::too_many_lines, reason = "a table, one entry a mutation")]
fn mutations() -> Vec<(Change, &'static str)> {
    vec![
        // Numbers, types and flags of the document.
        (
            InDocument("/components/parameters/MaxResultsUpTo50/schema/maximum", json!(51)),
            "query maxResults: maximum = 50",
        ),
        (
            InDocument("/components/parameters/MaxResultsUpTo50/schema/minimum", json!(0)),
            "query maxResults: minimum = 1",
        ),
        (
            InDocument("/components/parameters/MaxResultsUpTo10/schema/default", json!(5)),
            "query maxResults: default = 10",
        ),
        (
            InDocument("/components/parameters/MaxResultsUpTo10/schema/maximum", Value::Null),
            "query maxResults: maximum = 10, which the document does not say",
        ),
        (
            InDocument("/components/parameters/MaxResultsUpTo10/schema/format", json!("int64")),
            "query maxResults: format = int64",
        ),
        (
            InDocument("/components/parameters/NextToken/required", json!(true)),
            "query nextToken: required = No",
        ),
        (
            InDocument("/components/parameters/NextToken/name", json!("token")),
            "query nextToken: type = String",
        ),
        (
            InDocument("/components/parameters/RoomTypeIdInQuery/required", Value::Null),
            "query roomTypeId: required = Yes",
        ),
        (
            InDocument("/components/parameters/RoomTypeIdInQuery/schema", json!({"type": "integer"})),
            "query roomTypeId: type = String",
        ),
        (
            InDocument("/components/schemas/RoomName/maxLength", json!(255)),
            "request body name: maxLength = 256",
        ),
        (InDocument("/components/schemas/RoomName/minLength", json!(2)), "request body name: minLength = 2"),
        (
            InDocument("/components/schemas/RoomName/pattern", json!("^[A-Za-z0-9]+$")),
            "request body name: characters",
        ),
        (
            InDocument("/components/schemas/RoomName/pattern", json!("^[A-Za-z0-9_=#;:?@& -]+$")),
            "request body name: forbidden",
        ),
        (
            InDocument("/components/schemas/RoomName/pattern", json!("^[a-z]+$")),
            "request body name: pattern = ^[a-z]+$",
        ),
        (
            InDocument("/components/schemas/RoomName/description", json!("A name.")),
            "request body name: unique in = property",
        ),
        (
            InDocument("/components/schemas/RoomId/pattern", json!("^amzn1\\.alexa\\.org\\..+$")),
            "path roomId: format = amzn1.alexa.unit.did.{id}",
        ),
        (
            InDocument("/components/schemas/Room/properties/name/type", json!("integer")),
            "response body name: type = String",
        ),
        (
            InDocument("/components/schemas/Room/properties/floor", json!({"type": "integer"})),
            "response body floor: type = integer",
        ),
        (
            InDocument("/components/schemas/Room/required/2", Value::Null),
            "response body name: required = Yes",
        ),
        (
            InDocument("/components/schemas/Room/properties/name/nullable", json!(true)),
            "response body name: nullable = true",
        ),
        (
            InDocument("/components/schemas/NewRoom/required/0", Value::Null),
            "request body name: required = Yes",
        ),
        (
            InDocument("/components/schemas/NewProperty/properties/name/maxLength", json!(100)),
            "request body name: maxLength = 100",
        ),
        (InDocument("/components/schemas/PaginationContext/required", json!(["nextToken"])), "E014"),
        (
            InDocument("/components/schemas/ApiError/required", json!(["message"])),
            "error body message: required = No",
        ),
        (
            InDocument("/components/headers/RequestId/required", Value::Null),
            "response header X-Amzn-RequestId: required = Yes",
        ),
        (InDocument("/x-throttling/maxWaitSeconds", json!(128)), "status 429: longest wait = 256"),
        (InDocument("/x-throttling/multiplier", json!(3)), "status 429: multiplier = 3"),
        (InDocument("/x-throttling/firstWaitSeconds", json!(2)), "status 429: first wait = 1"),
        (
            InDocument("/tags/0/x-availability/residential/1", Value::Null),
            "countries Residential: countries = US, CA",
        ),
        (
            InDocument("/tags/1/x-availability", json!({"hospitality": ["US"]})),
            "countries Hospitality: countries = None",
        ),
        (
            InDocument(
                "/paths/~1enterprise~1residential~1v1~1homes/servers/0/url",
                json!("https://api.example.com"),
            ),
            "host https://api.example.com",
        ),
        (
            InDocument(
                "/paths/~1enterprise~1hospitality~1v1~1rooms~1{roomId}/get/responses/404",
                Value::Null,
            ),
            "status 404: name = Not found, which the document does not say",
        ),
        (
            InDocument(
                "/paths/~1enterprise~1hospitality~1v1~1rooms~1{roomId}/get/responses/409",
                json!({"$ref": "#/components/responses/InvalidId"}),
            ),
            "status 409: name = Conflict",
        ),
        (
            InDocument("/paths/~1enterprise~1hospitality~1v1~1rooms/get/summary", json!("List all rooms")),
            "operation: name = List rooms",
        ),
        (
            InDocument("/paths/~1enterprise~1hospitality~1v1~1rooms/get/description", json!("Lists rooms.")),
            "operation: access = view",
        ),
        (
            InDocument(
                "/paths/~1enterprise~1hospitality~1v1~1rooms/get/x-pagination/responseToken",
                json!("/next"),
            ),
            "paginationContext.nextToken: role = continuation token",
        ),
        (
            InDocument("/paths/~1enterprise~1hospitality~1v1~1rooms~1{roomId}/delete", Value::Null),
            "operation: name = Delete a room",
        ),
        (
            InDocument(
                "/paths/~1enterprise~1hospitality~1v1~1properties~1{propertyId}/delete/responses/400",
                json!({"$ref": "#/components/responses/InvalidId"}),
            ),
            "refusal: cause = isn't empty",
        ),
        (
            InDocument(
                "/components/securitySchemes/loginWithAmazon/flows/authorizationCode/tokenUrl",
                Value::Null,
            ),
            "E001",
        ),
        // Facts of the pages.
        (Fact(H, LIST, "query maxResults", "maximum", Some("100")), "query maxResults: maximum = 100"),
        (Fact(H, LIST, "query maxResults", "default", None), "query maxResults: default = 10"),
        (Fact(H, LIST, "query sortBy", "type", Some("String")), "query sortBy: type = String"),
        (Fact(H, LIST, "status 400", "name", Some("Bad Request")), "E043"),
        (
            Fact(H, CREATE, "request body name", "maxLength", Some("128")),
            "request body name: maxLength = 128",
        ),
        (
            Fact(H, CREATE, "request body name", "unique in", Some("room type")),
            "request body name: unique in = room type",
        ),
        (Fact(H, CREATE, "status 409", "name", Some("Conflict")), "status 409: name = Conflict"),
        (Fact(H, GET, "response body roomTypeId", "type", Some("String")), "E042: covers "),
        (Fact(H, GET, "response body beds", "type", Some("Integer")), "response body beds: type = Integer"),
        (Fact(H, DELETE, "refusal", "cause", Some("has bookings")), "refusal: cause = has bookings"),
        (
            Fact(H, LIST, "countries Hospitality", "countries", Some("US, DE")),
            "countries Hospitality: countries = US, DE",
        ),
        (
            Fact(R, HOMES, "countries Hospitality", "countries", Some("US")),
            "countries Hospitality: countries = US",
        ),
        (Fact(R, HOMES, "query maxResults", "type", Some("String")), "query maxResults: type = String"),
        (Fact(R, HOMES, "status 404", "missing", Some("home community")), "E022"),
        (Fact(R, UPDATE, "request body id", "required", Some("No")), "request body id: required = No"),
        (Fact(R, "", "host", "url", Some("https://api.example.com")), "host: url = https://api.example.com"),
        (Fact(R, "", "access token", "from", Some("Elsewhere")), "access token: from = Elsewhere"),
        // Names have a case, and rules of names no loophole.
        (
            InDocument("/components/schemas/Room/properties/Name", json!({"type": "string"})),
            "response body Name: type = string",
        ),
        (
            InDocument("/components/schemas/RoomName/pattern", json!("^[A-Za-z0-9_=#;:?@&\u{44f}-]+$")),
            "request body name: characters",
        ),
        (
            InDocument("/components/schemas/RoomName/pattern", json!("^[A-Za-z0-9_=#;:?@&\\t-]+$")),
            "request body name: characters",
        ),
        (
            InDocument("/components/schemas/RoomName/pattern", json!("^[A-Za-z0-9_=#;:?@&,-]+$")),
            "POST /enterprise/hospitality/v1/rooms: request body name: characters",
        ),
        // Errata.
        (Erratum("E011", "RoomId"), "response body id: format"),
        (Erratum("E042", "Integer"), "type = Integer"),
        (Erratum("E013", "nullable"), "paginationContext.nextToken: nullable = true"),
        (NoErratum("E002"), "status 429"),
        (NoLast, "is the last erratum, and `last` says E"),
        (Id("E059", "E060"), "E060 stands where E059 should"),
        (Id("E059", "E001"), "E001 stands where E002 should"),
    ]
}

#[test]
fn the_guard_sees_changes_on_every_side() {
    let (pages, document, errata) = (pages(), asp_tests::document(), errata());
    let before = faults(&pages, &document, &errata).len();
    assert_eq!(before, 0, "there are faults without any mutation: the other tests of this module show them");
    let mut caught = 0;
    for (change, expected) in mutations() {
        // Figures of the pages may be others some day.
        let figures = |character: char| character.is_ascii_digit();
        let expected = if expected.contains(" = ") { expected.trim_end_matches(figures) } else { expected };
        let (mut pages, mut document, mut errata) = (pages.clone(), document.clone(), errata.clone());
        let what = apply(&change, &mut pages, &mut document, &mut errata);
        let faults: Vec<_> = faults(&pages, &document, &errata).iter().map(ToString::to_string).collect();
        let found = faults.iter().find(|fault| fault.contains(expected));
        println!("{what}\n    {}", found.map_or("NOT CAUGHT", String::as_str));
        assert!(found.is_some(), "{what}: no fault says `{expected}`: {faults:#?}");
        caught += 1;
    }
    assert!(caught >= 40, "{caught} mutations");
}

/// Makes a change, and says which.
fn apply(change: &Change, pages: &mut [Page], document: &mut Document, errata: &mut Errata) -> String {
    let erratum =
        |errata: &mut Errata, id: &str| errata.errata.iter().position(|erratum| erratum.id == id).unwrap();
    match change {
        InDocument(pointer, value) => {
            let mut root = document.root().value().clone();
            let (parent, key) = pointer.rsplit_once('/').unwrap();
            let parent = root.pointer_mut(parent).unwrap();
            let key = key.replace("~1", "/").replace("~0", "~");
            match parent {
                Value::Array(items) if value.is_null() => drop(items.remove(key.parse().unwrap())),
                Value::Object(members) if value.is_null() => drop(members.shift_remove(&key).unwrap()),
                Value::Object(members) => drop(members.insert(key, value.clone())),
                parent => panic!("{parent}"),
            }
            *document = Document::from_value(root).unwrap();
            format!("document: {pointer} is {value}")
        }
        Fact(page, operation, subject, aspect, value) => {
            let page = pages.iter_mut().find(|known| known.name() == *page).unwrap();
            let subjects =
                if operation.is_empty() { &mut page.page } else { &mut page.operations[*operation] };
            let known = subjects.entry((*subject).to_owned()).or_default();
            match value {
                Some(value) => drop(known.insert((*aspect).to_owned(), (*value).to_owned())),
                None => drop(known.shift_remove(*aspect).unwrap()),
            }
            format!("page: {operation}: {subject}: {aspect} is {value:?}")
        }
        Erratum(id, text) => {
            let place = erratum(errata, id);
            let erratum = &mut errata.errata[place];
            let before = erratum.facts.len() + erratum.pointers.len();
            erratum.facts.retain(|pattern| !pattern.contains(text));
            erratum.pointers.retain(|pattern| !pattern.contains(text));
            assert!(erratum.facts.len() + erratum.pointers.len() < before, "{id} has no `{text}`");
            format!("erratum {id}: without `{text}`")
        }
        NoErratum(id) => {
            let place = erratum(errata, id);
            errata.errata.remove(place);
            format!("erratum {id} is gone")
        }
        NoLast => {
            let last = errata.errata.pop().unwrap();
            format!("erratum {}, the last, is gone", last.id)
        }
        Id(id, new) => {
            let place = erratum(errata, id);
            (*new).clone_into(&mut errata.errata[place].id);
            format!("erratum {id} is called {new}")
        }
    }
}
