//! Real exchanges of a reqwest client, judged on both sides.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use asp_validation::exchange::{Exchange, Exchanges};
use asp_validation::{Limits, NotJudged, Operation, Unread, Verdict};
use bytes::Bytes;
use http_body_util::Full;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use reqwest::{Body, Client, Method, Request, Response, Url};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

const ROOMS: &str = "/enterprise/hospitality/v1/rooms";
const ROOM: &str = "{ \"name\":\"Room-\\u0031\", \"roomTypeId\":\"amzn1.alexa.unit.did.A\" }";
const CREATED: &str = "{ \"id\":\"amzn1.alexa.unit.did.\\u0041\" }";

async fn server_that_answers(template: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(template).mount(&server).await;
    server
}

fn created(body: &str) -> ResponseTemplate {
    ResponseTemplate::new(201)
        .insert_header("X-Amzn-RequestId", "request-1")
        .insert_header("Location", "/enterprise/hospitality/v1/rooms/amzn1.alexa.unit.did.A")
        .set_body_raw(body, "application/json")
}

fn create(base_url: &str, body: impl Into<Body>) -> Request {
    let mut request = Request::new(Method::POST, format!("{base_url}{ROOMS}").parse().unwrap());
    request.headers_mut().insert(CONTENT_TYPE, "application/json".parse().unwrap());
    *request.body_mut() = Some(body.into());
    request
}

/// [`ROOM`] as a stream.
fn streamed() -> Body {
    Body::wrap(Full::<Bytes>::from(ROOM))
}

fn exchanges(base_url: &str) -> Exchanges {
    Exchanges::new(&Url::parse(base_url).unwrap())
}

async fn execute(base_url: &str, request: Request) -> (Response, Exchange) {
    exchanges(base_url).execute(&Client::new(), request).await.unwrap()
}

fn unread(why: Unread) -> Verdict {
    Verdict::NotJudged(NotJudged::BodyUnread { why })
}

#[tokio::test]
async fn a_valid_exchange_is_valid_and_the_response_reads_as_it_came() {
    let server = server_that_answers(created(CREATED)).await;
    let request = create(&server.uri(), ROOM);
    let plain = Client::new().execute(request.try_clone().unwrap()).await.unwrap();
    let (response, exchange) = execute(&server.uri(), request).await;
    assert_eq!(exchange.operation, Some(Operation::CreateRoom));
    assert!(exchange.is_valid(), "{exchange}");
    assert_eq!(exchange.to_string(), "request: valid\nresponse: valid");

    assert_eq!((response.status(), response.version()), (plain.status(), plain.version()));
    assert_eq!(response.url(), plain.url());
    assert_eq!(response.remote_addr(), plain.remote_addr());
    assert!(response.remote_addr().is_some());
    assert_eq!(response.content_length(), plain.content_length());
    let names = |headers: &HeaderMap| headers.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(response.headers()), names(plain.headers()));
    assert_eq!(response.text().await.unwrap(), CREATED);
    let received = server.received_requests().await.unwrap();
    assert!(received.iter().all(|request| request.body == ROOM.as_bytes()));
}

#[tokio::test]
async fn both_sides_are_judged_and_nothing_is_held_back() {
    let server = server_that_answers(created(r#"{"id": "secret"}"#)).await;
    let body = r#"{"name": "secret value", "roomTypeId": "secret"}"#;
    let mut request = create(&server.uri(), body);
    request.headers_mut().insert("authorization", "Bearer secret".parse().unwrap());
    let (response, exchange) = execute(&server.uri(), request).await;
    assert_eq!(response.text().await.unwrap(), r#"{"id": "secret"}"#);
    assert_eq!(server.received_requests().await.unwrap()[0].body, body.as_bytes());
    let rules = |verdict: &Verdict| {
        let places = verdict.violations().iter();
        places
            .map(|violation| format!("{} {}", violation.instance, violation.kind.rule()))
            .collect::<Vec<_>>()
    };
    assert_eq!(rules(&exchange.request), ["/name pattern", "/roomTypeId pattern"]);
    assert_eq!(rules(&exchange.response), ["/id pattern"]);
    assert!(!exchange.is_valid());
    let shown = format!("{exchange} {exchange:?} {:?}", exchanges(&server.uri()));
    assert!(!shown.contains("secret"), "{shown}");
}

#[tokio::test]
async fn a_streaming_request_is_sent_and_all_but_its_body_is_judged() {
    let server = server_that_answers(created(CREATED)).await;
    let (_, exchange) = execute(&server.uri(), create(&server.uri(), streamed())).await;
    assert_eq!(exchange.request, unread(Unread::Stream));
    assert_eq!(exchange.response, Verdict::Valid);
    assert_eq!(server.received_requests().await.unwrap()[0].body, ROOM.as_bytes());

    let url = format!("{}{ROOMS}/no-id", server.uri()).parse().unwrap();
    let mut request = Request::new(Method::PUT, url);
    *request.body_mut() = Some(streamed());
    let checked = exchanges(&server.uri()).check_request(&request);
    let Verdict::Violations(violations) = checked.verdict() else { panic!("{checked:?}") };
    assert_eq!(violations.list[0].to_string().split(':').next(), Some("path parameter `roomId`"));
    assert!(matches!(violations.not_judged, Some(NotJudged::MediaType { .. })), "{violations:?}");
}

#[tokio::test]
async fn what_the_document_does_not_describe_is_not_judged() {
    let server = server_that_answers(ResponseTemplate::new(302).set_body_raw("moved", "text/plain")).await;
    let (response, exchange) = execute(&server.uri(), create(&server.uri(), ROOM)).await;
    assert_eq!(response.text().await.unwrap(), "moved");
    let expected = Verdict::NotJudged(NotJudged::UndocumentedStatus { status: 302 });
    assert_eq!((&exchange.request, &exchange.response), (&Verdict::Valid, &expected));

    let url = format!("{}/other", server.uri()).parse().unwrap();
    let (response, exchange) = execute(&server.uri(), Request::new(Method::GET, url)).await;
    assert_eq!(response.text().await.unwrap(), "moved");
    let unknown = Verdict::NotJudged(NotJudged::UnknownPath);
    assert_eq!((exchange.operation, &exchange.request, &exchange.response), (None, &unknown, &unknown));
}

#[tokio::test]
async fn a_response_above_the_limit_can_still_be_read() {
    let server = server_that_answers(created(CREATED)).await;
    let client = Client::new();
    let exchanges = exchanges(&server.uri()).with_limits(Limits::DEFAULT.with_violations(1));
    for limit in [CREATED.len() - 1, CREATED.len()] {
        let exchanges = exchanges.clone().with_body_limit(limit);
        let executed = exchanges.execute(&client, create(&server.uri(), "{}")).await;
        let (response, exchange) = executed.unwrap();
        assert_eq!(response.text().await.unwrap(), CREATED);
        let within = limit == CREATED.len();
        let expected = if within { Verdict::Valid } else { unread(Unread::TooLarge { limit }) };
        assert_eq!(exchange.response, expected);
        assert_eq!(exchange.request.violations().len(), 1);
    }
}

/// A server for one exchange that sends `answer` and closes the connection.
async fn server_that_sends(answer: &'static str) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.unwrap());
        }
        stream.write_all(answer.as_bytes()).await.unwrap();
    });
    base_url
}

#[tokio::test]
async fn a_response_that_breaks_off_keeps_its_status_and_the_error_comes_when_it_is_read() {
    let answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Amzn-RequestId: 1\r\n\
                  Content-Length: 100\r\n\r\n{\"rooms\": ";
    let base_url = server_that_sends(answer).await;
    let url = format!("{base_url}{ROOMS}?roomTypeId=amzn1.alexa.unit.did.A").parse().unwrap();
    let (mut response, exchange) = execute(&base_url, Request::new(Method::GET, url)).await;
    assert_eq!(exchange.response, unread(Unread::Failed));
    assert_eq!(response.status(), 200);
    assert_eq!(response.chunk().await.unwrap().unwrap(), "{\"rooms\": ");
    assert!(response.chunk().await.is_err());
}

#[tokio::test]
async fn the_path_of_the_base_url_is_stripped() {
    let server = server_that_answers(created(CREATED)).await;
    for base in ["/asp", "/asp/"] {
        let base_url = format!("{}{base}", server.uri());
        let (_, exchange) = execute(&base_url, create(base_url.trim_end_matches('/'), ROOM)).await;
        assert_eq!(exchange.operation, Some(Operation::CreateRoom));
        assert!(exchange.is_valid(), "{exchange}");
        let checked = exchanges(&base_url).check_request(&create(&server.uri(), ROOM));
        assert_eq!(*checked.verdict(), Verdict::NotJudged(NotJudged::UnknownPath));
    }
}

#[tokio::test]
async fn head_is_judged_as_get_without_a_body() {
    let page = ResponseTemplate::new(200).insert_header("X-Amzn-RequestId", "1");
    let server = server_that_answers(page).await;
    let url: Url = format!("{}{ROOMS}?roomTypeId=amzn1.alexa.unit.did.A", server.uri()).parse().unwrap();
    let (_, exchange) = execute(&server.uri(), Request::new(Method::HEAD, url.clone())).await;
    assert!(exchange.is_valid(), "{exchange}");
    let (_, exchange) = execute(&server.uri(), Request::new(Method::GET, url)).await;
    assert_eq!(exchange.response.violations()[0].kind.rule(), "missing");
}

#[tokio::test]
async fn without_a_response_there_is_the_clients_error() {
    let base_url = server_that_sends("").await;
    let error = exchanges(&base_url).execute(&Client::new(), create(&base_url, ROOM)).await.unwrap_err();
    assert!(error.is_request(), "{error}");
}

#[tokio::test]
async fn tasks_can_execute_exchanges_and_share_them() {
    let server = server_that_answers(created(CREATED)).await;
    let exchanges = exchanges(&server.uri());
    let client = Client::new();
    let mut tasks = tokio::task::JoinSet::new();
    for index in 0..20 {
        let (exchanges, client) = (exchanges.clone(), client.clone());
        let name = if index % 2 == 0 { "Room-1" } else { "Room 1" };
        let body = format!(r#"{{"name": "{name}", "roomTypeId": "amzn1.alexa.unit.did.A"}}"#);
        let request = create(&server.uri(), body);
        tasks.spawn(async move { (index, exchanges.execute(&client, request).await.unwrap().1) });
    }
    while let Some(task) = tasks.join_next().await {
        let (index, exchange) = task.unwrap();
        assert_eq!(exchange.is_valid(), index % 2 == 0, "{exchange}");
    }
}

#[cfg(feature = "serde")]
#[test]
fn an_exchange_is_serialized_with_its_operation_id() {
    let checked = exchanges("http://localhost").check_request(&create("http://localhost", streamed()));
    let verdict = checked.check_response(reqwest::StatusCode::NO_CONTENT, &HeaderMap::new(), b"");
    let exchange = serde_json::to_value(checked.with_response(verdict)).unwrap();
    let expected = serde_json::json!({
        "operation": "createRoom",
        "request": {"verdict": "notJudged", "reason": "bodyUnread", "why": "stream"},
        "response": {"verdict": "notJudged", "reason": "undocumentedStatus", "status": 204},
    });
    assert_eq!(exchange, expected);
    let why = Unread::TooLarge { limit: 3 };
    let expected = serde_json::json!({"reason": "bodyUnread", "why": "tooLarge", "limit": 3});
    assert_eq!(serde_json::to_value(NotJudged::BodyUnread { why }).unwrap(), expected);
}
