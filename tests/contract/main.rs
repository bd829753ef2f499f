//! Client, document and validators held against each other over TCP: every operation is called once, each request is
//! judged, and each answer is the document's own example. And the contract kit held against the reference server.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod kit;

use std::collections::BTreeSet;

use asp_client::ids::{HomeCommunityId, HomeId, OrganizationId, PropertyId, RoomId, RoomTypeId};
use asp_client::{Client, Error, Token};
use asp_validation::{Operation, Route, Verdict, check_request, route};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

/// Answers with the document's example for the operation that a request is for.
struct Examples;

impl Respond for Examples {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let Route::Found(operation) = route(&request.method, request.url.path()) else {
            return ResponseTemplate::new(599);
        };
        let document = asp_tests::document();
        let id = operation.operation_id();
        let documented = document.operations().find(|documented| documented.id() == Some(id)).unwrap();
        let (status, response) = documented.responses().find(|(status, _)| status.starts_with('2')).unwrap();
        let template = ResponseTemplate::new(status.parse::<u16>().unwrap())
            .insert_header("X-Amzn-RequestId", "e4a70a20-8a0e-48b0-be82-79fa0e06cc38");
        let media = response.get("content").and_then(|content| content.get("application/json"));
        match media.and_then(|media| media.get("example")) {
            Some(example) => template.set_body_json(example.value()),
            None => template,
        }
    }
}

#[tokio::test]
async fn the_client_calls_all_operations_as_the_document_says() {
    let server = MockServer::start().await;
    Mock::given(wiremock::matchers::any()).respond_with(Examples).mount(&server).await;
    let token = Token::new("Atza|test").unwrap();
    let client = Client::builder().base_url(server.uri()).credentials(token).build().unwrap();
    call_everything(&client).await.unwrap();

    let mut called = BTreeSet::new();
    for request in server.received_requests().await.unwrap() {
        let parts = asp_validation::Request::new(request.method.as_str(), request.url.path())
            .with_query(request.url.query().unwrap_or_default())
            .with_headers(&request.headers)
            .with_body(&request.body);
        let verdict = check_request(&parts);
        assert!(matches!(verdict, Verdict::Valid), "{} {}: {verdict:?}", request.method, request.url);
        let Route::Found(operation) = route(&request.method, request.url.path()) else {
            panic!("{} is judged and not routed", request.url);
        };
        assert!(called.insert(operation.operation_id()), "{operation:?} was called twice");
    }
    let all = Operation::ALL.iter().map(|operation| operation.operation_id());
    let missed: Vec<_> = all.filter(|id| !called.contains(id)).collect();
    assert!(missed.is_empty(), "no call of {missed:?}: add one in `call_everything`");
}

/// One call of each operation, reading back what the examples say.
async fn call_everything(client: &Client) -> Result<(), Error> {
    residential(client).await?;
    hospitality(client).await
}

async fn residential(client: &Client) -> Result<(), Error> {
    let organization: OrganizationId = "amzn1.alexa.unit.did.AORG".parse().unwrap();
    let new = |community: asp_client::types::builder::NewHomeCommunity| {
        community.name("Cedar Grove").organization_id(&organization)
    };
    let community: HomeCommunityId = client.create_home_community().body_map(new).send().await?.id.clone();
    let page =
        client.list_home_communities().organization_id(&organization).max_results(10u32).send().await?;
    assert_eq!(page.home_communities[0].id, community, "the examples tell one story");
    let found = client.get_home_community().id(&community).send().await?;
    let update = |update: asp_client::types::builder::HomeCommunityUpdate| {
        update.id(&found.id).organization_id(&found.organization_id).name("Cedar Grove Gardens")
    };
    client.update_home_community().id(&community).body_map(update).send().await?;

    let new = |home: asp_client::types::builder::NewHome| home.name("12B").home_community_id(&community);
    let home: HomeId = client.create_home().body_map(new).send().await?.id.clone();
    let page = client.list_homes().home_community_id(&community).next_token("abc").send().await?;
    assert_eq!(page.homes[0].id, home, "the examples tell one story");
    let found = client.get_home().id(&home).send().await?;
    let update = |update: asp_client::types::builder::HomeUpdate| {
        update.id(&found.id).home_community_id(&found.home_community_id).name("12B East")
    };
    client.update_home().id(&home).body_map(update).send().await?;
    client.delete_home().id(&home).send().await?;
    client.delete_home_community().id(&community).send().await?;
    Ok(())
}

async fn hospitality(client: &Client) -> Result<(), Error> {
    let organization: OrganizationId = "amzn1.alexa.unit.did.AORG".parse().unwrap();
    let new = |property: asp_client::types::builder::NewProperty| {
        property.name("Harbor View Hotel").organization_id(&organization)
    };
    let property: PropertyId = client.create_property().body_map(new).send().await?.id.clone();
    let page = client.list_properties().organization_id(&organization).max_results(50u32).send().await?;
    assert_eq!(page.properties[0].id, property, "the examples tell one story");
    let found = client.get_property().property_id(&property).send().await?;
    assert_eq!(found.id, property);
    client.update_property().property_id(&property).body_map(|update| update.name("Spa")).send().await?;

    let new = |room_type: asp_client::types::builder::NewRoomType| {
        room_type.name("Ocean-facing suite").property_id(&property)
    };
    let room_type: RoomTypeId = client.create_room_type().body_map(new).send().await?.id.clone();
    let page = client.list_room_types().property_id(&property).send().await?;
    assert_eq!(page.room_types[0].id, room_type, "the examples tell one story");
    let found = client.get_room_type().room_type_id(&room_type).send().await?;
    assert_eq!(found.property_id, property);
    client.update_room_type().room_type_id(&room_type).body_map(|update| update.name("Suite")).send().await?;

    let new = |room: asp_client::types::builder::NewRoom| room.name("Room-1204").room_type_id(&room_type);
    let room: RoomId = client.create_room().body_map(new).send().await?.id.clone();
    let page = client.list_rooms().room_type_id(&room_type).send().await?;
    assert_eq!(page.rooms[0].id, room, "the examples tell one story");
    let found = client.get_room().room_id(&room).send().await?;
    assert_eq!(found.room_type_id, room_type);
    client.update_room().room_id(&room).body_map(|update| update.name("Room-1205")).send().await?;
    client.delete_room().room_id(&room).send().await?;
    client.delete_room_type().room_type_id(&room_type).send().await?;
    client.delete_property().property_id(&property).send().await?;
    Ok(())
}
