//! The document that the server derives from its code equals the authored one, whole.
//!
//! utoipa emits OpenAPI 3.1. The normalisation is [`asp_spec::downgrade`] into the words of 3.0, and then the
//! [canonical form](asp_spec::canonical) of both; each has its own tests where it is. Here the two documents are held
//! against each other, and copies of the emitted one are changed to prove that the comparison sees it.

use asp_spec::canonical::canonical;
use asp_spec::diff::{Change as Difference, ChangeKind, diff};
use asp_spec::{Document, Pointer, downgrade};
use serde_json::{Map, Value, json};

/// The document as the server emits it.
fn emitted() -> Value {
    serde_json::to_value(asp_server::openapi()).unwrap()
}

fn normalised(emitted: Value) -> Document {
    downgrade(emitted).unwrap_or_else(|error| panic!("the emitted document has no form in 3.0:\n{error}"))
}

/// Where the documents differ and both values, whole.
fn report(differences: &[Difference]) -> String {
    let line = |change: &Difference| {
        let (authored, emitted) = match &change.kind {
            ChangeKind::Added(value) => (None, Some(value)),
            ChangeKind::Removed(value) => (Some(value), None),
            ChangeKind::Changed { old, new } => (Some(old), Some(new)),
        };
        let text = |value: Option<&Value>| value.map_or("nothing".to_owned(), Value::to_string);
        format!(
            "{} {}\n  authored: {}\n  emitted:  {}\n",
            change.subject,
            change.pointer,
            text(authored),
            text(emitted)
        )
    };
    differences.iter().map(line).collect()
}

#[test]
fn the_emitted_document_equals_the_authored_one() {
    let (authored, emitted) = (asp_tests::document(), normalised(emitted()));
    let changes = diff(&authored, &emitted);
    assert!(changes.is_empty(), "{} differences\n{}", changes.len(), report(&changes));
    // The difference is read from the canonical forms; should it ever skip something, this does not.
    assert_eq!(canonical(&authored), canonical(&emitted));
}

#[test]
fn a_difference_is_printed_with_its_place_and_both_values() {
    let mut mutant = emitted();
    Set(json!(255)).apply(&mut mutant, "/components/schemas/RoomName/maxLength");
    Remove.apply(&mut mutant, "/paths/~1enterprise~1hospitality~1v1~1rooms/get/x-pagination");
    let found = report(&diff(&asp_tests::document(), &normalised(mutant)));
    let expected = r#"operation listRooms /x-pagination
  authored: {"items":"/rooms","limit":"maxResults","requestToken":"nextToken","responseToken":"/paginationContext/nextToken"}
  emitted:  nothing
schema RoomName /maxLength
  authored: 256
  emitted:  255
"#;
    assert_eq!(found, expected);
}

/// What the canonical form has no word for, but readers see.
#[test]
fn tags_and_servers_come_in_the_same_order() {
    let (authored, emitted) = (asp_tests::document(), emitted());
    let of_all = |document: &Value, list: &str, key: &str| -> Vec<String> {
        document[list].as_array().unwrap().iter().map(|item| item[key].to_string()).collect()
    };
    for (list, key) in [("tags", "name"), ("servers", "url")] {
        assert_eq!(of_all(authored.value(), list, key), of_all(&emitted, list, key), "{list}");
    }
}

/// The emitted document changed in one place, and where the comparison must say so.
struct Mutation {
    /// A JSON pointer into the emitted document.
    pointer: &'static str,
    change: Change,
    /// Subject and pointer of every difference, as `report` prints them.
    differences: &'static [&'static str],
}

/// A change of the emitted document.
enum Change {
    /// Sets the member, which need not be there.
    Set(Value),
    /// Replaces a text in a text.
    Replace(&'static str, &'static str),
    /// Takes out the member or item.
    Remove,
    /// Gives the member another key.
    Rename(&'static str),
}

use Change::{Remove, Rename, Replace, Set};

macro_rules! mutations {
    ($($pointer:literal $change:expr => [$($difference:literal),+];)*) => {
        vec![$(Mutation { pointer: $pointer, change: $change, differences: &[$($difference),+] }),*]
    };
}

#[rustfmt::skip::macros(mutations)]
#[expect(clippy::too_many_lines, reason = "a table, one entry a mutation")]
fn mutations() -> Vec<Mutation> {
    mutations! {
        // Schemas.
        "/components/schemas/RoomName/pattern" Set(json!("^[A-Za-z0-9_=#;:?@&.-]+$"))
            => ["schema RoomName /pattern"];
        "/components/schemas/RoomName/pattern" Remove => ["schema RoomName /pattern"];
        "/components/schemas/HomeId/pattern" Replace("$", "") => ["schema HomeId /pattern"];
        "/components/schemas/RoomName/maxLength" Set(json!(255)) => ["schema RoomName /maxLength"];
        "/components/schemas/RoomName/minLength" Set(json!(0)) => ["schema RoomName /minLength"];
        "/components/schemas/RoomName/description" Replace("A space", "A blank") => ["schema RoomName /description"];
        "/components/schemas/RoomName/examples/0" Set(json!("Room-1205")) => ["schema RoomName /example"];
        "/components/schemas/Property/properties/name/examples" Remove
            => ["schema Property /properties/name/example"];
        "/components/schemas/Room/properties/name/description" Replace("any", "a")
            => ["schema Room /properties/name/description"];
        "/components/schemas/Room/properties/name/type" Set(json!(["string", "null"]))
            => ["schema Room /properties/name/nullable"];
        "/components/schemas/PaginationContext/properties/nextToken/type" Set(json!("string"))
            => ["schema PaginationContext /properties/nextToken/nullable"];
        "/components/schemas/PaginationContext/required" Set(json!(["nextToken"]))
            => ["schema PaginationContext /required"];
        "/components/schemas/HomePage/required/0" Remove => ["schema HomePage /required"];
        "/components/schemas/HomePage/properties/homes/items/$ref" Replace("/Home", "/Room")
            => ["schema HomePage /properties/homes/items/$ref"];
        "/components/schemas/HomePage/properties/paginationContext" Remove
            => ["schema HomePage /properties/paginationContext"];
        "/components/schemas/NewRoom/properties/roomTypeId/$ref" Replace("RoomTypeId", "PropertyId")
            => ["schema NewRoom /properties/roomTypeId/$ref"];
        "/components/schemas/HomeUpdate/properties/homeCommunityId" Rename("communityId")
            => ["schema HomeUpdate /properties/communityId", "schema HomeUpdate /properties/homeCommunityId"];
        "/components/schemas/HomeUpdate/additionalProperties" Set(json!(false))
            => ["schema HomeUpdate /additionalProperties"];
        "/components/schemas/Spare" Set(json!({"type": "string"})) => ["schema Spare (root)"];

        // Operations.
        "/paths/~1enterprise~1hospitality~1v1~1rooms/post/operationId" Set(json!("makeRoom"))
            => ["operation createRoom (root)", "operation makeRoom (root)"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms/post" Remove => ["operation createRoom (root)"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms/patch"
            Set(json!({"operationId": "patchRooms", "responses": {"200": {"description": "Patched."}}}))
            => ["operation patchRooms (root)"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms/post" Rename("put") => ["operation createRoom /method"];
        "/paths/~1enterprise~1residential~1v1~1homes" Rename("/enterprise/residential/v2/homes")
            => ["operation createHome /path", "operation listHomes /path"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms/get/summary" Replace("rooms", "all rooms")
            => ["operation listRooms /summary"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms/get/description" Replace("at most 50", "at most 10")
            => ["operation listRooms /description"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms/get/description" Remove => ["operation listRooms /description"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms/get/tags/0" Set(json!("homes"))
            => ["operation listRooms /tags/0", "operation listRooms /tags/0"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms/get/deprecated" Set(json!(true))
            => ["operation listRooms /deprecated"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms/get/security" Set(json!([])) => ["operation listRooms /security"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms/get/servers" Set(json!([{"url": "https://api.amazonalexa.com"}]))
            => ["document /servers", "operation listRooms /servers/0/description", "operation listRooms /servers/1"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms/get/x-pagination/items" Set(json!("/room"))
            => ["operation listRooms /x-pagination/items"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms/get/x-pagination" Remove
            => ["operation listRooms /x-pagination"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms/get/x-other" Set(json!(1)) => ["operation listRooms /x-other"];

        // Parameters.
        "/paths/~1enterprise~1hospitality~1v1~1rooms/get/parameters/0/required" Set(json!(false))
            => ["operation listRooms /parameters/query/roomTypeId/required"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms/get/parameters/1/required" Set(json!(true))
            => ["operation listRooms /parameters/query/maxResults/required"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms/get/parameters/1/schema/maximum" Set(json!(51))
            => ["operation listRooms /parameters/query/maxResults/schema/maximum"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms/get/parameters/1/schema/minimum" Remove
            => ["operation listRooms /parameters/query/maxResults/schema/minimum"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms/get/parameters/1/schema/default" Set(json!(50))
            => ["operation listRooms /parameters/query/maxResults/schema/default"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms/get/parameters/1/schema/format" Set(json!("int64"))
            => ["operation listRooms /parameters/query/maxResults/schema/format"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms/get/parameters/1/example" Set(json!(10))
            => ["operation listRooms /parameters/query/maxResults/example"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms/get/parameters/2" Remove
            => ["operation listRooms /parameters/query/nextToken"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms/get/parameters/2/name" Set(json!("token"))
            => ["operation listRooms /parameters/query/nextToken", "operation listRooms /parameters/query/token"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms~1{roomId}/get/parameters/0/description" Replace("404", "403")
            => ["operation getRoom /parameters/path/roomId/description"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms~1{roomId}/get/parameters/0/schema/$ref" Replace("RoomId", "HomeId")
            => ["operation getRoom /parameters/path/roomId/schema/$ref"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms~1{roomId}/get/parameters/0/style" Set(json!("label"))
            => ["operation getRoom /parameters/path/roomId/style"];

        // Bodies.
        "/paths/~1enterprise~1hospitality~1v1~1rooms/post/requestBody/required" Set(json!(false))
            => ["operation createRoom /requestBody/required"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms/post/requestBody/description" Replace("new ", "")
            => ["operation createRoom /requestBody/description"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms/post/requestBody/content/application~1json/example/name"
            Set(json!("Room-1"))
            => ["operation createRoom /requestBody/content/application~1json/example/name"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms/post/requestBody/content/application~1json" Rename("text/json")
            => ["operation createRoom /requestBody/content/application~1json",
                "operation createRoom /requestBody/content/text~1json"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms~1{roomId}/delete/requestBody"
            Set(json!({"content": {"application/json": {}}}))
            => ["operation deleteRoom /requestBody"];

        // Responses.
        "/paths/~1enterprise~1hospitality~1v1~1rooms/post/responses/201" Rename("200")
            => ["operation createRoom /responses/200", "operation createRoom /responses/201"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms/post/responses/429" Remove
            => ["operation createRoom /responses/429"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms/post/responses/404"
            Set(json!({"$ref": "#/components/responses/RoomNotFound"}))
            => ["operation createRoom /responses/404"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms/post/responses/400/$ref" Replace("Room", "Unit")
            => ["operation createRoom /responses/400/content/application~1json/example/message",
                "operation createRoom /responses/400/description"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms/post/responses/201/description" Replace("both", "")
            => ["operation createRoom /responses/201/description"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms/post/responses/201/headers/Location" Remove
            => ["operation createRoom /responses/201/headers/location"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms/post/responses/201/headers/X-Amzn-RequestId"
            Set(json!({"$ref": "#/components/headers/OptionalRequestId"}))
            => ["operation createRoom /responses/201/headers/x-amzn-requestid/description",
                "operation createRoom /responses/201/headers/x-amzn-requestid/example",
                "operation createRoom /responses/201/headers/x-amzn-requestid/required"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms/get/responses/200/content/application~1json/example/rooms/1/name"
            Remove
            => ["operation listRooms /responses/200/content/application~1json/example/rooms/1/name"];
        "/paths/~1enterprise~1hospitality~1v1~1rooms/get/responses/200/content/application~1json/schema/$ref"
            Replace("RoomPage", "HomePage")
            => ["operation listRooms /responses/200/content/application~1json/schema/$ref"];
        "/components/responses/RoomHasDevices/description" Replace("device", "gadget")
            => ["operation deleteRoom /responses/400/description"];
        "/components/responses/RoomHasDevices/content/application~1json/example/message" Set(json!("No."))
            => ["operation deleteRoom /responses/400/content/application~1json/example/message"];
        "/components/responses/RoomHasDevices/headers/X-Amzn-RequestId" Remove
            => ["operation deleteRoom /responses/400/headers"];
        "/components/responses/RoomHasDevices/content" Remove => ["operation deleteRoom /responses/400/content"];
        "/components/headers/Location/required" Remove
            => ["operation createHome /responses/201/headers/location/required",
                "operation createHomeCommunity /responses/201/headers/location/required",
                "operation createProperty /responses/201/headers/location/required",
                "operation createRoom /responses/201/headers/location/required",
                "operation createRoomType /responses/201/headers/location/required"];

        // Around the operations.
        "/info/title" Set(json!("Another")) => ["document /info/title"];
        "/info/version" Set(json!("1.0.1")) => ["document /info/version"];
        "/info/description" Replace("\n\n## Legal", "\n## Legal") => ["document /info/description"];
        "/info/contact/name" Set(json!("Somebody")) => ["document /info/contact/name"];
        "/info/license/url" Remove => ["document /info/license/url"];
        "/info/termsOfService" Set(json!("https://example.com")) => ["document /info/termsOfService"];
        "/paths/~1enterprise~1residential~1v1~1homes/servers/0/description" Replace("Serves both APIs.", "")
            => ["document /servers/0/description",
                "operation createHome /servers/0/description",
                "operation listHomes /servers/0/description"];
        "/paths/~1enterprise~1residential~1v1~1homes~1{id}/servers" Remove
            => ["operation deleteHome /servers/1", "operation getHome /servers/1", "operation updateHome /servers/1"];
        "/tags/4" Remove => ["document /tags/rooms"];
        "/tags/0/description" Replace("homes", "houses") => ["document /tags/home-communities/description"];
        "/tags/0/x-availability/residential/1" Remove => ["document /tags/home-communities/x-availability/residential/1"];
        "/x-throttling/maxWaitSeconds" Set(json!(255)) => ["document /x-throttling/maxWaitSeconds"];
        "/x-throttling" Remove => ["document /x-throttling"];
        "/x-other" Set(json!({})) => ["document /x-other"];
        "/externalDocs" Set(json!({"url": "https://example.com"})) => ["document /externalDocs"];
        "/security/0" Remove => ["document /security/0"];
        "/components/securitySchemes/bearerToken/scheme" Set(json!("basic"))
            => ["document /securitySchemes/bearerToken/scheme"];
        "/components/securitySchemes/loginWithAmazon/flows/authorizationCode/refreshUrl" Remove
            => ["document /securitySchemes/loginWithAmazon/flows/authorizationCode/refreshUrl"];
        "/components/securitySchemes/loginWithAmazon/flows/authorizationCode/scopes/alexa::enterprise:management"
            Set(json!("Anything."))
            => ["document /securitySchemes/loginWithAmazon/flows/authorizationCode/scopes/alexa::enterprise:management"];
    }
}

impl Change {
    fn apply(&self, document: &mut Value, pointer: &str) {
        let (holder, _) = pointer.rsplit_once('/').unwrap();
        let parsed = Pointer::parse(pointer).unwrap();
        let key = parsed.last().unwrap();
        let holder = document.pointer_mut(holder).unwrap_or_else(|| panic!("nothing at {holder}"));
        match (self, holder) {
            (Set(value), Value::Object(members)) => {
                members.insert(key.into_owned(), value.clone());
            }
            (Set(value), Value::Array(items)) => items[key.parse::<usize>().unwrap()] = value.clone(),
            (Replace(old, new), holder) => {
                let text = holder[&*key].as_str().unwrap();
                assert!(text.contains(old), "no {old:?} at {pointer}");
                holder[&*key] = Value::from(text.replace(old, new));
            }
            (Remove, Value::Array(items)) => drop(items.remove(key.parse().unwrap())),
            (Remove, Value::Object(members)) => drop(members.remove(&*key).unwrap()),
            (Rename(name), Value::Object(members)) => {
                let value = members.remove(&*key).unwrap();
                members.insert((*name).to_owned(), value);
            }
            _ => panic!("{pointer} can't be changed so"),
        }
    }
}

#[test]
fn every_change_of_the_emitted_document_is_found_in_its_place() {
    let (authored, emitted) = (asp_tests::document(), emitted());
    let mut failures = Vec::new();
    for Mutation { pointer, change, differences } in mutations() {
        let mut mutant = emitted.clone();
        change.apply(&mut mutant, pointer);
        assert_ne!(mutant, emitted, "{pointer} is as before");
        let found = diff(&authored, &normalised(mutant));
        let places: Vec<_> =
            found.iter().map(|change| format!("{} {}", change.subject, change.pointer)).collect();
        if places != differences {
            failures.push(format!("{pointer}\n  expected {differences:#?}\n  found {places:#?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Takes every member and item out of the emitted document, one at a time: each must be missed.
#[test]
fn nothing_can_be_left_out_of_the_emitted_document() {
    let emitted = emitted();
    let authored = canonical(&asp_tests::document());
    let (mut unnoticed, mut compared) = (Vec::new(), 0);
    for pointer in places(&emitted) {
        let mut mutant = emitted.clone();
        Remove.apply(&mut mutant, &pointer);
        // A document that has no form in 3.0 any more is not equal either.
        let Ok(mutant) = downgrade(mutant) else { continue };
        compared += 1;
        if canonical(&mutant) == authored {
            unnoticed.push(pointer);
        }
    }
    // `required: false` of a parameter says what holds without it.
    unnoticed.retain(|pointer| emitted.pointer(pointer) != Some(&json!(false)));
    assert_eq!(unnoticed, Vec::<String>::new());
    assert!(compared > 500, "only {compared} were compared");
}

/// The pointers of all members and items below `document`.
fn places(document: &Value) -> Vec<String> {
    fn collect(value: &Value, pointer: &Pointer, places: &mut Vec<String>) {
        let none = (Map::new(), Vec::new());
        let members = value.as_object().unwrap_or(&none.0).iter().map(|(key, member)| (key.clone(), member));
        let items = value.as_array().unwrap_or(&none.1).iter().enumerate();
        for (key, child) in members.chain(items.map(|(index, item)| (index.to_string(), item))) {
            let pointer = pointer.join(&key);
            collect(child, &pointer, places);
            places.push(pointer.to_string());
        }
    }
    let mut places = Vec::new();
    collect(document, &Pointer::root(), &mut places);
    places
}
