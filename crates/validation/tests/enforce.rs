//! The layer in front of a real server, while it enforces the contract.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "support/server.rs"]
mod server;

use asp_validation::layer::{Responses, Side, enforce};
use asp_validation::{NotJudged, Operation, Response, Unread, Verdict, ViolationKind, check_response};
use axum::body::Body;
use http_body_util::channel::Channel;
use reqwest::StatusCode;
use server::{CREATED, ID, ROOM, ROOMS, Server, chunked, client, created, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

async fn post(server: &Server, body: impl Into<reqwest::Body>) -> reqwest::Response {
    let request = client().post(server.url(ROOMS)).header("Content-Type", "application/json");
    request.body(body).send().await.unwrap()
}

/// The `message` of an error of the API.
async fn message(response: reqwest::Response) -> String {
    assert_eq!(response.headers()["content-type"], "application/json");
    let body: serde_json::Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
    body["message"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_request_that_breaks_the_contract_is_answered_before_the_handler_runs() {
    let mut server = Server::start(enforce(), created).await;

    let response = post(&server, format!(r#"{{"name": "Room 12", "roomTypeId": "{ID}"}}"#)).await;
    assert_eq!(response.status(), 400);
    assert_eq!(
        message(response).await,
        "The request breaks the contract: body /name: pattern (/components/schemas/RoomName/pattern)."
    );
    let heard = server.heard().await;
    assert_eq!(
        (heard.operation, heard.side, heard.refused),
        (Some(Operation::CreateRoom), Side::Request, true)
    );
    assert!(matches!(heard.verdict.violations()[0].kind, ViolationKind::Pattern { .. }), "{heard:?}");

    let target = format!("{ROOMS}?roomTypeId={ID}&maxResults=0&maxResults=7");
    let response = client().get(server.url(&target)).send().await.unwrap();
    assert_eq!(response.status(), 400);
    let message = message(response).await;
    assert!(message.contains("query parameter `maxResults`"), "{message}");

    let empty = post(&server, "").await;
    assert_eq!(empty.status(), 400);
    assert_eq!(server.seen().len(), 0, "the handler ran");
}

#[tokio::test]
async fn the_answer_keeps_the_contract_itself() {
    let server = Server::start(enforce(), created).await;
    let response = post(&server, "{}").await;
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let body = response.bytes().await.unwrap();
    let answer = Response::new(status).with_headers(&headers).with_body(&body);
    assert_eq!(check_response(Operation::CreateRoom, &answer), Verdict::Valid);
}

#[tokio::test]
async fn nothing_of_a_request_is_repeated_in_the_answer_or_in_observations() {
    let mut server = Server::start(enforce(), created).await;
    for body in [
        r#"{"name": "secret value", "roomTypeId": "secret value", "roomTypeId": "secret value"}"#,
        r#"{"name": ["secret value"], "roomTypeId": 73570}"#,
        "secret value",
        "\"secret value\"",
        "{\"name\": \"secret value",
    ] {
        let request = client()
            .post(server.url(&format!("{ROOMS}?secret=secret")))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer secret")
            .header("X-Secret", "secret")
            .header("Cookie", "secret=secret");
        let response = request.body(body).send().await.unwrap();
        assert_eq!(response.status(), 400, "{body}");
        let headers = format!("{:?}", response.headers());
        let answer = headers + &response.text().await.unwrap();
        let heard = server.heard().await;
        for text in [answer, heard.logged] {
            assert!(!text.contains("secret") && !text.contains("73570"), "{text}");
        }
    }
    let target = format!("{ROOMS}?roomTypeId=secret&maxResults=73570&nextToken=secret&nextToken=%FFsecret");
    let response = client().get(server.url(&target)).send().await.unwrap();
    assert_eq!(response.status(), 400);
    let answer = message(response).await;
    assert!(!answer.contains("secret") && !answer.contains("73570"), "{answer}");
    let heard = server.heard().await;
    assert!(!heard.logged.contains("secret"), "{heard:?}");
}

#[tokio::test]
async fn names_of_members_that_the_sender_chose_are_not_repeated_in_the_answer() {
    let server = Server::start(enforce(), created).await;
    let body = r#"{"secret": 1, "secret": 2, "12345": {"secret": 1, "secret": 2, "a": [{"b": 1, "b": 2}]}}"#;
    let message = message(post(&server, body).await).await;
    for expected in ["body /*: duplicateKey", "body /*/*: duplicateKey", "body: required name ("] {
        assert!(message.contains(expected), "{expected} is not in {message}");
    }
    assert!(!message.contains("secret") && !message.contains("12345"), "{message}");
}

#[tokio::test]
async fn the_answer_stays_short_whatever_is_wrong() {
    let server = Server::start(enforce(), created).await;
    let members: Vec<_> = (0..5000).map(|index| format!("\"{index}\": 1, \"{index}\": 2")).collect();
    let message = message(post(&server, format!("{{{}}}", members.join(","))).await).await;
    assert!(message.len() < 1100, "{} bytes", message.len());
    assert!(message.ends_with("; and more."), "{message}");
}

#[tokio::test]
async fn a_valid_request_arrives_byte_for_byte_and_so_does_the_response() {
    let mut server = Server::start(enforce(), created).await;
    let response = post(&server, ROOM).await;
    assert_eq!(response.status(), 201);
    assert_eq!(response.text().await.unwrap(), CREATED);
    let seen = server.seen().remove(0);
    assert_eq!((seen.head, seen.body), (format!("POST {ROOMS}"), ROOM.into()));
    for side in [Side::Request, Side::Response] {
        let heard = server.heard().await;
        assert_eq!((heard.side, heard.verdict, heard.refused), (side, Verdict::Valid, false));
    }
    assert_eq!(server.heard_beyond().len(), 0);
}

#[tokio::test]
async fn chunks_arrive_joined_and_trailers_arrive_with_them() {
    for size in [1, 7, 4096] {
        let server = Server::start(enforce(), created).await;
        let answer = server.send_raw(chunked(ROOMS, ROOM, size)).await;
        assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
        let seen = server.seen().remove(0);
        assert_eq!(seen.body, ROOM, "chunks of {size}");
        assert_eq!(seen.trailers.unwrap()["x-checksum"], "42");
        assert_eq!(seen.headers["transfer-encoding"], "chunked");
    }
}

#[tokio::test]
async fn a_body_at_the_limit_is_judged_and_one_byte_more_is_not_taken() {
    let mut server = Server::start(enforce().with_body_limit(ROOM.len()), created).await;
    assert_eq!(post(&server, ROOM).await.status(), 201);
    let larger = format!("{ROOM} ");
    let response = post(&server, larger.clone()).await;
    assert_eq!(response.status(), 413);
    assert_eq!(message(response).await, format!("The body has more than {} bytes.", ROOM.len()));
    let answer = server.send_raw(chunked(ROOMS, &larger, 5)).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert_eq!(server.seen().len(), 1);

    let why = Unread::TooLarge { limit: ROOM.len() };
    let refused: Vec<_> = server.heard_beyond().into_iter().filter(|heard| heard.refused).collect();
    assert_eq!(refused.len(), 2);
    for heard in refused {
        assert_eq!(heard.verdict, Verdict::NotJudged(NotJudged::BodyUnread { why }));
    }
}

#[tokio::test]
async fn a_body_above_the_limit_is_not_read_on() {
    let server = Server::start(enforce().with_body_limit(16), created).await;
    let head = format!("POST {ROOMS} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n");
    // The sender waits for leave to send a body that it declares; then it never ends a body that has no length.
    let declared = format!("{head}Content-Length: 17\r\nExpect: 100-continue\r\n\r\n");
    let endless = format!("{head}Transfer-Encoding: chunked\r\n\r\n11\r\n{{\"name\": \"Room-1\"\r\n");
    for request in [declared, endless] {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).await.unwrap();
        assert_eq!(&answer, b"HTTP/1.1 413");
    }
    assert_eq!(server.seen().len(), 0);
}

#[tokio::test]
async fn what_is_not_judged_passes() {
    let mut server = Server::start(enforce().with_body_limit(8), |_| json(200, "[1]")).await;
    let client = client();
    let large = "more than eight bytes";
    for (method, target, media_type, operation) in [
        ("POST", "/other", "application/json", None),
        ("PATCH", ROOMS, "application/json", None),
        ("POST", ROOMS, "text/plain", Some(Operation::CreateRoom)),
    ] {
        let method = method.parse().unwrap();
        let request = client.request(method, server.url(target)).header("Content-Type", media_type);
        let response = request.body(large).send().await.unwrap();
        assert_eq!((response.status(), response.text().await.unwrap().as_str()), (StatusCode::OK, "[1]"));
        let heard = server.heard().await;
        assert_eq!((heard.operation, heard.side, heard.refused), (operation, Side::Request, false));
        assert!(matches!(heard.verdict, Verdict::NotJudged(_)), "{heard:?}");
        server.heard_beyond();
    }
    assert_eq!(server.seen().iter().map(|seen| seen.body.len()).collect::<Vec<_>>(), [large.len(); 3]);
    let answer = server.send_raw(chunked(ROOMS, large, 3).replace("application/json", "text/plain")).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(server.seen()[3].body, large);
}

#[tokio::test]
async fn what_is_not_judged_is_refused_if_one_says_so() {
    let server = Server::start(enforce().refuse_not_judged(), created).await;
    let client = client();
    for (method, target, media_type, status, expected) in [
        ("POST", "/secret", "application/json", 404, "There is no such path."),
        ("PATCH", ROOMS, "application/json", 405, "The path does not have this method."),
        ("POST", ROOMS, "text/secret", 415, "The body must be application/json."),
    ] {
        let method = method.parse().unwrap();
        let request = client.request(method, server.url(target)).header("Content-Type", media_type);
        let response = request.body(ROOM).send().await.unwrap();
        assert_eq!(response.status(), status);
        let allow: Vec<_> = response.headers().get_all("allow").iter().cloned().collect();
        assert_eq!(allow, if status == 405 { vec!["POST", "GET"] } else { vec![] });
        assert_eq!(message(response).await, expected);
    }
    assert_eq!(server.seen().len(), 0);
    assert_eq!(post(&server, ROOM).await.status(), 201);
}

#[tokio::test]
async fn head_is_judged_as_get_without_a_body() {
    let mut server = Server::start(enforce(), |_| json(200, r#"{"rooms": []}"#)).await;
    let client = client();
    let bad = client.head(server.url(&format!("{ROOMS}?maxResults=0"))).send().await.unwrap();
    assert_eq!(bad.status(), 400);
    assert_eq!(bad.bytes().await.unwrap(), "");
    assert_eq!(server.seen().len(), 0);
    assert_eq!(server.heard().await.operation, Some(Operation::ListRooms));

    let good = client.head(server.url(&format!("{ROOMS}?roomTypeId={ID}"))).send().await.unwrap();
    assert_eq!(good.status(), 200);
    for side in [Side::Request, Side::Response] {
        let heard = server.heard().await;
        assert_eq!((heard.side, heard.verdict), (side, Verdict::Valid));
    }
    let response = client.head(server.url(&format!("{ROOMS}/{ID}/x"))).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(server.heard().await.verdict, Verdict::NotJudged(NotJudged::UnknownPath));
}

#[tokio::test]
async fn the_servers_own_path_is_stripped() {
    let server = Server::start(enforce().with_base_path("/asp/"), created).await;
    let client = client();
    let delete = async |target: &str| {
        client.request(reqwest::Method::PATCH, server.url(target)).send().await.unwrap().status()
    };
    assert_eq!(delete(&format!("{ROOMS}?a")).await, 201);
    let list =
        |base: &str| client.get(server.url(&format!("{base}{ROOMS}?roomTypeId={ID}&maxResults=0"))).send();
    assert_eq!(list("/asp").await.unwrap().status(), 400);
    assert_eq!(list("").await.unwrap().status(), 201);
    assert_eq!(list("/aspx").await.unwrap().status(), 201);
    // Parameters in the path are found behind it, too.
    let get = client.get(server.url(&format!("/asp{ROOMS}/no-id"))).send().await.unwrap();
    assert_eq!(get.status(), 400);
    assert!(message(get).await.contains("path parameter `roomId`"));
}

#[tokio::test]
async fn a_response_that_breaks_the_contract_is_replaced_and_nothing_of_it_leaks() {
    let respond = |_| json(201, r#"{"id": "secret"}"#);
    let mut server = Server::start(enforce().with_responses(Responses::Enforced), respond).await;
    let response = post(&server, ROOM).await;
    assert_eq!(response.status(), 500);
    assert!(response.headers().get("x-amzn-requestid").is_none());
    assert_eq!(response.text().await.unwrap(), r#"{"message":"Unexpected failure."}"#);
    assert_eq!(server.heard().await.verdict, Verdict::Valid);
    let heard = server.heard().await;
    assert_eq!((heard.side, heard.refused), (Side::Response, true));
    assert_eq!(heard.verdict.violations()[0].instance, "/id");
    assert!(!heard.logged.contains("secret"), "{heard:?}");

    // Unless it's asked for, it only is observed.
    let mut server = Server::start(enforce(), respond).await;
    let response = post(&server, ROOM).await;
    assert_eq!(
        (response.status(), response.text().await.unwrap().as_str()),
        (StatusCode::CREATED, r#"{"id": "secret"}"#)
    );
    server.heard().await;
    let heard = server.heard().await;
    assert_eq!((heard.side, heard.refused, heard.verdict.violations().len()), (Side::Response, false, 1));
}

#[tokio::test]
async fn enforced_responses_that_are_valid_or_not_judged_pass() {
    const LARGE: &str = r#"{"id": "amzn1.alexa.unit.did.A", "note": "more than the limit, which is 100 bytes here, and so it is not judged"}"#;
    let respond = |count| match count {
        0 => json(201, CREATED),
        1 => json(418, "[]"),
        2 => json(201, LARGE),
        // A stream that nobody ends: waiting for it would take forever.
        _ => {
            let (sender, body) = Channel::<bytes::Bytes>::new(1);
            let mut response = json(201, Body::new(body));
            response.headers_mut().insert("content-type", "text/event-stream".parse().unwrap());
            tokio::spawn(async move {
                let mut sender = sender;
                sender.send_data("event: a".into()).await.unwrap();
                std::future::pending::<()>().await;
            });
            response
        }
    };
    let layer = enforce().with_responses(Responses::Enforced).with_body_limit(100);
    let mut server = Server::start(layer, respond).await;
    for (status, body) in [(201, CREATED), (418, "[]"), (201, LARGE)] {
        let response = post(&server, ROOM).await;
        assert_eq!(response.status(), status);
        assert_eq!(response.text().await.unwrap(), body);
    }
    let mut response = post(&server, ROOM).await;
    assert_eq!(response.chunk().await.unwrap().unwrap(), "event: a");
    let heard = server.heard_beyond();
    let verdicts: Vec<_> = heard.iter().filter(|heard| heard.side == Side::Response).collect();
    assert_eq!(verdicts.len(), 4);
    assert_eq!(verdicts[0].verdict, Verdict::Valid);
    assert_eq!(verdicts[1].verdict, Verdict::NotJudged(NotJudged::UndocumentedStatus { status: 418 }));
    let why = Unread::TooLarge { limit: 100 };
    assert_eq!(verdicts[2].verdict, Verdict::NotJudged(NotJudged::BodyUnread { why }));
    assert!(matches!(verdicts[3].verdict, Verdict::NotJudged(NotJudged::MediaType { .. })));
}

#[tokio::test]
async fn a_request_that_breaks_off_does_not_reach_the_handler() {
    let mut server = Server::start(enforce(), created).await;
    let half = chunked(ROOMS, ROOM, 8).into_bytes();
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(&half[..half.len() - 30]).await.unwrap();
    stream.shutdown().await.unwrap();
    let heard = server.heard().await;
    let expected = Verdict::NotJudged(NotJudged::BodyUnread { why: Unread::Failed });
    assert_eq!((heard.verdict, heard.refused), (expected, true));
    assert_eq!(server.seen().len(), 0);
    assert_eq!(post(&server, ROOM).await.status(), 201);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_requests_do_not_get_in_each_others_way() {
    let server = Server::start(enforce(), created).await;
    let client = client();
    let mut tasks = tokio::task::JoinSet::new();
    for index in 0..200 {
        let valid = index % 3 != 0;
        let name = if valid { format!("Room-{index}") } else { format!("Room {index}") };
        let body = format!(r#"{{"name": "{name}", "roomTypeId": "{ID}"}}"#);
        let request =
            client.post(server.url(ROOMS)).header("Content-Type", "application/json").body(body.clone());
        tasks.spawn(async move { (valid, body, request.send().await.unwrap().status()) });
    }
    let mut valid_bodies = Vec::new();
    while let Some(task) = tasks.join_next().await {
        let (valid, body, status) = task.unwrap();
        assert_eq!(status, if valid { 201 } else { 400 }, "{body}");
        if valid {
            valid_bodies.push(body);
        }
    }
    let mut seen: Vec<_> = server.seen().into_iter().map(|seen| seen.body).collect();
    valid_bodies.sort();
    seen.sort();
    assert_eq!(seen, valid_bodies);
}
