//! Real calls over TCP against a server that answers what each test says.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use asp_client::ids::{RoomId, RoomTypeId};
use asp_client::{Client, ErrorKind, RetryPolicy, Token};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

const ROOM_TYPE: &str = "amzn1.alexa.unit.did.ATYPE";

async fn server_that_answers(template: ResponseTemplate) -> (MockServer, Client) {
    let server = MockServer::start().await;
    Mock::given(wiremock::matchers::any()).respond_with(template).mount(&server).await;
    let client = client_of(&server);
    (server, client)
}

fn client_of(server: &MockServer) -> Client {
    let token = Token::new("Atza|test").unwrap();
    let client = Client::builder().base_url(server.uri()).credentials(token);
    client.retry(RetryPolicy::never()).build().unwrap()
}

async fn only_request(server: &MockServer) -> Request {
    let mut requests = server.received_requests().await.unwrap();
    assert_eq!(requests.len(), 1, "exactly one request was sent");
    requests.remove(0)
}

fn query(request: &Request) -> Vec<(String, String)> {
    request.url.query_pairs().into_owned().collect()
}

#[tokio::test]
async fn a_create_sends_the_documented_request_and_reads_the_id_and_headers() {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(201)
        .insert_header("X-Amzn-RequestId", "request-1")
        .insert_header("Location", "\"/enterprise/hospitality/v1/rooms/amzn1.alexa.unit.did.AROOM\"")
        .set_body_json(serde_json::json!({"id": "amzn1.alexa.unit.did.AROOM"}));
    Mock::given(method("POST"))
        .and(path("/enterprise/hospitality/v1/rooms"))
        .respond_with(answer)
        .expect(1)
        .mount(&server)
        .await;

    let created = client_of(&server)
        .create_room()
        .body_map(|room| room.name("Room-1204").room_type_id(ROOM_TYPE))
        .send()
        .await
        .unwrap();

    assert_eq!(created.id.as_str(), "amzn1.alexa.unit.did.AROOM");
    assert_eq!(created.headers()["x-amzn-requestid"], "request-1");
    let request = only_request(&server).await;
    let body: serde_json::Value = request.body_json().unwrap();
    assert_eq!(body, serde_json::json!({"name": "Room-1204", "roomTypeId": ROOM_TYPE}));
    assert_eq!(request.headers["authorization"], "Bearer Atza|test");
    assert_eq!(request.headers["content-type"], "application/json");
    assert_eq!(request.headers["accept"], "application/json");
    assert!(!request.headers.contains_key("api-version"), "undocumented header");
}

#[tokio::test]
async fn ids_and_continuation_tokens_are_percent_encoded() {
    let page = serde_json::json!({"rooms": []});
    let (server, client) = server_that_answers(ResponseTemplate::new(200).set_body_json(page)).await;
    client
        .list_rooms()
        .room_type_id("amzn1.alexa.unit.did.A&b=c#d")
        .next_token("a+b/c=&maxResults=1")
        .max_results(50u32)
        .send()
        .await
        .unwrap();
    let mut sent = query(&only_request(&server).await);
    sent.sort();
    let expected = [
        ("maxResults", "50"),
        ("nextToken", "a+b/c=&maxResults=1"),
        ("roomTypeId", "amzn1.alexa.unit.did.A&b=c#d"),
    ];
    assert_eq!(sent, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));

    let (server, client) = server_that_answers(ResponseTemplate::new(204)).await;
    client.delete_room().room_id("amzn1.alexa.unit.did.A/b?c%d").send().await.unwrap();
    let request = only_request(&server).await;
    assert_eq!(request.url.path(), "/enterprise/hospitality/v1/rooms/amzn1.alexa.unit.did.A%2Fb%3Fc%25d");
}

#[tokio::test]
async fn reading_a_page_is_lenient() {
    let page = serde_json::json!({
        "rooms": [
            {"id": "an odd id", "roomTypeId": ROOM_TYPE, "name": "Room 12. floor", "floor": 12},
            {"id": "amzn1.alexa.unit.did.AROOM", "roomTypeId": ROOM_TYPE, "name": "Room-1"},
        ],
        "paginationContext": {"nextToken": null},
    });
    let (_server, client) = server_that_answers(ResponseTemplate::new(200).set_body_json(page)).await;
    let page = client.list_rooms().room_type_id(ROOM_TYPE).send().await.unwrap().into_inner();
    assert_eq!(page.rooms.len(), 2);
    assert_eq!(page.rooms[0].id, RoomId::unchecked("an odd id"));
    assert_eq!(page.rooms[0].name, "Room 12. floor");
    assert_eq!(page.pagination_context.unwrap().next_token, None);
}

#[tokio::test]
async fn an_error_response_arrives_whole_whatever_its_status_and_body() {
    for (status, body) in
        [(404, r#"{"message":"gone"}"#), (500, "<html>gateway</html>"), (503, ""), (429, "[]")]
    {
        let template = ResponseTemplate::new(status)
            .insert_header("X-Amzn-RequestId", "request-2")
            .set_body_raw(body, "text/html");
        let (_server, client) = server_that_answers(template).await;
        let error = client.get_room().room_id("amzn1.alexa.unit.did.AROOM").send().await.unwrap_err();
        assert_eq!(error.status().unwrap(), status);
        assert_eq!(error.headers().unwrap()["x-amzn-requestid"], "request-2");
        assert_eq!(error.body().unwrap(), body);
    }
}

#[tokio::test]
async fn what_cannot_be_valid_is_refused_before_anything_is_sent() {
    let (server, client) = server_that_answers(ResponseTemplate::new(500)).await;
    let too_long = "x".repeat(257);
    for name in ["Room 1204", "Room.1204", "", "Room\n", too_long.as_str()] {
        let room_type = RoomTypeId::unchecked(ROOM_TYPE);
        let error = client
            .create_room()
            .body_map(|room| room.name(name).room_type_id(room_type))
            .send()
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{name:?}: {error:?}");
        assert_eq!(error.violations()[0].location, "body /name", "{name:?}: {error:?}");
    }
    let refused = |result: Result<_, asp_client::Error>| {
        let error = result.err().unwrap();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidRequest, 0));
        error.to_string()
    };
    let invalid = "the request was not sent because it is invalid";
    let room = client.get_room().room_id("room-1204").send().await.map(drop);
    let form = "not an id: `amzn1.alexa.unit.did.` and at least one more character on one line are needed";
    assert_eq!(refused(room), format!("getRoom: {invalid}: path roomId: {form}"));
    let missing = client.get_room().send().await.map(drop);
    assert_eq!(
        refused(missing),
        format!("getRoom: {invalid}: path roomId: is missing: set it with `room_id`")
    );
    for limit in [0, 51, -1] {
        let rooms = client.list_rooms().room_type_id(ROOM_TYPE).max_results(limit).send().await.map(drop);
        let message = format!("query maxResults: {limit} is out of range, give 1 to 50");
        assert_eq!(refused(rooms), format!("listRooms: {invalid}: {message}"));
    }
    let homes = client.list_homes().home_community_id(ROOM_TYPE).max_results(11).send().await.map(drop);
    assert!(refused(homes).ends_with("query maxResults: 11 is out of range, give 1 to 10"));
    let nothing = client.create_room().send().await.map(drop);
    assert_eq!(refused(nothing), format!("createRoom: {invalid}: body /name: is missing"));
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn the_token_follows_no_redirect_and_shows_in_no_debug_output() {
    let elsewhere = MockServer::start().await;
    let template = ResponseTemplate::new(307).insert_header("Location", elsewhere.uri());
    let (_server, client) = server_that_answers(template).await;
    let error = client.get_room().room_id("amzn1.alexa.unit.did.AROOM").send().await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(307));
    assert!(elsewhere.received_requests().await.unwrap().is_empty());
    let shown = format!("{client:?} {:?} {error:?} {error}", client.get_room());
    assert!(!shown.contains("Atza"), "{shown}");
}
