//! The layer in front of a real server, while it only reports.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "support/server.rs"]
mod server;

use std::sync::{Arc, Mutex};

use asp_validation::layer::{Responses, Side, ValidationLayer, report};
use asp_validation::{NotJudged, Operation, Unread, Verdict};
use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::HeaderMap;
use http_body_util::channel::Channel;
use server::{CREATED, ID, ROOM, ROOMS, Server, chunked, client, created, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// `Server::start` sets the observer.
fn layer() -> ValidationLayer {
    report(|_| {})
}

fn not_read(why: Unread) -> Verdict {
    Verdict::NotJudged(NotJudged::BodyUnread { why })
}

/// What a handler answers to the nth of the requests below: with bodies of known and of unknown length, and without.
fn answer(count: usize) -> Response {
    match count % 4 {
        0 => created(count),
        1 => json(200, r#"{"rooms": 1}"#),
        2 => {
            let (mut sender, body) = Channel::<Bytes>::new(4);
            tokio::spawn(async move {
                let mut trailers = HeaderMap::new();
                trailers.insert("x-checksum", "43".parse().unwrap());
                for part in ["{\"message\": ", "1}"] {
                    sender.send_data(part.into()).await.unwrap();
                }
                sender.send_trailers(trailers).await.unwrap();
            });
            let mut response = json(400, Body::new(body));
            response.headers_mut().insert("trailer", "x-checksum".parse().unwrap());
            response
        }
        _ => json(204, Body::empty()),
    }
}

/// The lines of an answer, but for the date.
fn lines(answer: &str) -> Vec<&str> {
    answer.lines().filter(|line| !line.starts_with("date:")).collect()
}

#[tokio::test]
async fn nothing_is_changed_whatever_comes() {
    let with = Server::start(layer().with_body_limit(100), answer).await;
    let bare = Server::bare(answer).await;
    let large = format!("{ROOM}{}", " ".repeat(1000));
    let head =
        |line: &str| format!("{line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTE: trailers\r\n");
    let json = "Content-Type: application/json\r\n";
    let sized = |body: &str| format!("{json}Content-Length: {}\r\n\r\n{body}", body.len());
    let post = head(&format!("POST {ROOMS}"));
    for request in [
        post.clone() + &sized(ROOM),
        post.clone() + &sized("{\"name\": 1"),
        post.clone() + &sized(&large),
        post.clone() + "\r\n",
        chunked(ROOMS, ROOM, 3),
        chunked(ROOMS, &large, 30),
        chunked(ROOMS, &large, 30).replace("application/json", "text/plain"),
        chunked("/other", &large, 1000),
        head(&format!("GET {ROOMS}?maxResults=0")) + "\r\n",
        head(&format!("HEAD {ROOMS}?maxResults=0")) + "\r\n",
        head(&format!("DELETE {ROOMS}/{ID}")) + "\r\n",
        head("OPTIONS *") + "\r\n",
        head("GET /%FF?%FF") + "\r\n",
    ] {
        let answers = (with.send_raw(&request).await, bare.send_raw(&request).await);
        assert!(
            answers.0.starts_with("HTTP/1.1 2") || answers.0.starts_with("HTTP/1.1 400"),
            "{}",
            answers.0
        );
        assert_eq!(lines(&answers.0), lines(&answers.1), "{request}");
        let seen = (with.seen().pop().unwrap(), bare.seen().pop().unwrap());
        assert_eq!(format!("{:?}", seen.0), format!("{:?}", seen.1), "{request}");
    }
    assert_eq!(with.seen().len(), 13);
}

#[tokio::test]
async fn both_sides_are_reported_with_their_violations() {
    let mut server = Server::start(layer(), |_| json(201, r#"{"id": ""}"#)).await;
    let body = r#"{"name": "Room 12", "roomTypeId": "amzn1.alexa.unit.did.A"}"#;
    let request = client().post(server.url(ROOMS)).header("Content-Type", "application/json");
    let response = request.body(body).send().await.unwrap();
    assert_eq!(response.status(), 201);
    assert_eq!(response.text().await.unwrap(), r#"{"id": ""}"#);
    for (side, expected) in [
        (
            Side::Request,
            "body /name: does not match the pattern `^[A-Za-z0-9_=#;:?@&-]+$` (/components/schemas/RoomName/pattern)",
        ),
        (
            Side::Response,
            "body /id: does not match the pattern `^amzn1\\.alexa\\.unit\\.did\\..+$` (/components/schemas/RoomId/pattern)",
        ),
    ] {
        let heard = server.heard().await;
        assert_eq!((heard.side, heard.operation, heard.refused), (side, Some(Operation::CreateRoom), false));
        assert_eq!(heard.verdict.to_string(), expected);
    }
    assert_eq!(server.seen()[0].body, body);
}

#[tokio::test]
async fn a_body_above_the_limit_is_handed_on_and_the_rest_of_the_request_is_judged() {
    let mut server = Server::start(layer().with_body_limit(10), created).await;
    let client = client();
    let request = client.post(server.url(ROOMS)).header("Content-Type", "application/json").body(ROOM);
    assert_eq!(request.send().await.unwrap().text().await.unwrap(), CREATED);
    assert_eq!(server.heard().await.verdict, not_read(Unread::TooLarge { limit: 10 }));
    assert_eq!(server.heard().await.verdict, not_read(Unread::TooLarge { limit: 10 }));

    let get = client.get(server.url(&format!("{ROOMS}?maxResults=0"))).body("eleven bytes");
    get.send().await.unwrap();
    let Verdict::Violations(violations) = server.heard().await.verdict else {
        panic!("there are violations")
    };
    assert_eq!(violations.not_judged, Some(NotJudged::BodyUnread { why: Unread::TooLarge { limit: 10 } }));
    let rules: Vec<_> = violations.list.iter().map(|violation| violation.kind.rule()).collect();
    assert_eq!(rules, ["missing", "minimum"]);
    assert_eq!(server.seen()[1].body, "eleven bytes");
}

#[tokio::test]
async fn a_request_that_breaks_off_is_the_handlers_business() {
    let mut server = Server::start(layer(), created).await;
    let whole = chunked(ROOMS, ROOM, 8).into_bytes();
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(&whole[..whole.len() - 30]).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).await.unwrap();
    assert_eq!(server.heard().await.verdict, not_read(Unread::Failed));
    let seen = server.seen().remove(0);
    assert!(seen.failed && ROOM.as_bytes().starts_with(&seen.body), "{seen:?}");
}

#[tokio::test]
async fn a_response_is_not_held_back_until_it_is_complete() {
    let (go, wait) = tokio::sync::oneshot::channel();
    let wait = Arc::new(Mutex::new(Some(wait)));
    let respond = move |_| {
        let wait = wait.lock().unwrap().take().unwrap();
        let (mut sender, body) = Channel::<Bytes>::new(1);
        tokio::spawn(async move {
            sender.send_data("{\"id\": ".into()).await.unwrap();
            wait.await.unwrap();
            sender.send_data("\"amzn1.alexa.unit.did.A\"}".into()).await.unwrap();
        });
        json(201, Body::new(body))
    };
    let mut server = Server::start(layer(), respond).await;
    let request = client().post(server.url(ROOMS)).header("Content-Type", "application/json");
    let mut response = request.body(ROOM).send().await.unwrap();
    assert_eq!(response.chunk().await.unwrap().unwrap(), "{\"id\": ");
    assert_eq!(server.heard().await.side, Side::Request);
    assert_eq!(server.heard_beyond().len(), 0, "the response is not complete");
    go.send(()).unwrap();
    assert_eq!(response.text().await.unwrap(), "\"amzn1.alexa.unit.did.A\"}");
    let heard = server.heard().await;
    assert_eq!((heard.side, heard.verdict), (Side::Response, Verdict::Valid));
}

/// Servers stop asking at the length that a handler declares, although its stream has not said that it ends there.
#[tokio::test]
async fn a_response_of_declared_length_is_complete_when_it_has_passed() {
    let respond = |_| {
        let (mut sender, body) = Channel::<Bytes>::new(2);
        tokio::spawn(async move {
            let (first, rest) = CREATED.split_at(5);
            sender.send_data(first.into()).await.unwrap();
            sender.send_data(rest.into()).await.unwrap();
            std::future::pending::<()>().await;
        });
        let mut response = json(201, Body::new(body));
        response.headers_mut().insert("content-length", CREATED.len().into());
        response
    };
    let mut server = Server::start(layer(), respond).await;
    let request = client().post(server.url(ROOMS)).header("Content-Type", "application/json");
    assert_eq!(request.body(ROOM).send().await.unwrap().text().await.unwrap(), CREATED);
    for side in [Side::Request, Side::Response] {
        let heard = server.heard().await;
        assert_eq!((heard.side, heard.verdict), (side, Verdict::Valid));
    }
}

#[tokio::test]
async fn a_client_that_goes_away_leaves_a_response_that_was_not_judged() {
    let respond = |_| {
        let (mut sender, body) = Channel::<Bytes>::new(1);
        tokio::spawn(async move { while sender.send_data(" ".repeat(100).into()).await.is_ok() {} });
        json(201, Body::new(body))
    };
    let mut server = Server::start(layer().with_body_limit(usize::MAX), respond).await;
    let request = client().post(server.url(ROOMS)).header("Content-Type", "application/json");
    let mut response = request.body(ROOM).send().await.unwrap();
    response.chunk().await.unwrap();
    drop(response);
    assert_eq!(server.heard().await.verdict, Verdict::Valid);
    assert_eq!(server.heard().await.verdict, not_read(Unread::Dropped));
}

#[tokio::test]
async fn responses_can_be_left_alone() {
    for (responses, expected) in [(Responses::Ignored, 1), (Responses::Enforced, 2)] {
        let mut server = Server::start(layer().with_responses(responses), |_| json(201, "[]")).await;
        let request = client().post(server.url(ROOMS)).header("Content-Type", "application/json");
        let response = request.body(ROOM).send().await.unwrap();
        assert_eq!(response.text().await.unwrap(), "[]");
        assert_eq!(server.heard_beyond().len(), expected, "{responses:?}");
    }
}
