use http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE};
use serde_json::{Value, json};

use super::*;

const ROOM: &str = r#"{"name":"12","roomTypeId":"amzn1.alexa.unit.did.A"}"#;

fn headers(pairs: &[(http::HeaderName, &'static str)]) -> HeaderMap {
    pairs.iter().map(|(name, value)| (name.clone(), http::HeaderValue::from_static(value))).collect()
}

fn begin(id: &str, method: &Method, uri: &str, head: &HeaderMap) -> Exchange {
    Exchange::begin(id, 1_000, method, &uri.parse().unwrap(), head)
}

/// An exchange that creates a room with `body` and gets `status`.
fn creation(id: &str, body: &str, status: u16) -> Exchange {
    let head = headers(&[(CONTENT_TYPE, "application/json")]);
    let mut exchange = begin(id, &Method::POST, "/enterprise/hospitality/v1/rooms", &head);
    exchange.set_operation(Operation::CreateRoom);
    exchange.set_client(&"one".into());
    exchange.set_request_body(body.as_bytes());
    let id = http::HeaderName::from_static("x-amzn-requestid");
    let answer = headers(&[(CONTENT_TYPE, "application/json"), (id, "1")]);
    exchange.set_response(StatusCode::from_u16(status).unwrap(), &answer, &Bytes::from_static(b"{}"));
    exchange
}

fn shown(exchanges: &Exchanges, filter: &Filter) -> Value {
    serde_json::to_value(exchanges.select(filter)).unwrap()
}

fn ids(exchanges: &Exchanges, filter: &Filter) -> Vec<String> {
    let shown = shown(exchanges, filter);
    shown.as_array().unwrap().iter().map(|one| one["requestId"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn an_exchange_is_shown_with_the_verdicts_of_both_sides() {
    let exchanges = Exchanges::new(10, 1 << 20);
    let mut exchange = creation("a", r#"{"name": "1 2"}"#, 400);
    exchange.set_faults(&[7]);
    exchange.set_duration(Duration::from_micros(250));
    exchanges.record(exchange);
    let shown = &shown(&exchanges, &Filter::default())[0];
    assert_eq!(shown["operation"], "createRoom");
    assert_eq!(shown["at"], 1_000);
    assert_eq!(shown["faults"], json!([7]));
    assert_eq!(shown["durationMicroseconds"], 250);
    assert_eq!(shown["request"]["body"], json!({"length": 15, "text": r#"{"name": "1 2"}"#, "cut": false}));
    assert_eq!(shown["request"]["verdict"]["verdict"], "violations", "{shown}");
    assert_eq!(shown["response"]["status"], 400);
    assert_eq!(shown["response"]["verdict"]["verdict"], "valid", "{shown}");
}

#[test]
fn secrets_are_neither_shown_nor_kept() {
    let secret = "Atza|secret";
    let custom = http::HeaderName::from_static("x-api-key");
    let head = headers(&[
        (AUTHORIZATION, "Bearer Atza|secret"),
        (COOKIE, "session=Atza|secret"),
        (custom.clone(), "Atza|secret"),
        (CONTENT_TYPE, "application/json"),
    ]);
    let exchanges = Exchanges::new(10, 1 << 20);
    for uri in [
        "/rooms?access_token=Atza%7Csecret&maxResults=5",
        "/rooms?Atza%7Csecret",
        "/auth/o2/token?x=Atza%7Csecret",
    ] {
        let mut exchange = begin("a", &Method::POST, uri, &head);
        exchange.set_request_body(b"client_secret=Atza|secret");
        exchange.set_response(
            StatusCode::OK,
            &headers(&[(custom.clone(), "Atza|secret")]),
            &Bytes::from_static(b"{\"access_token\": \"Atza|secret\"}"),
        );
        let kept = format!(
            "{:?} {}",
            exchange,
            String::from_utf8_lossy(&exchange.head.texts().collect::<Vec<_>>().concat())
        );
        assert!(!kept.contains("secret"), "{kept}");
        exchanges.record(exchange);
    }
    let shown = shown(&exchanges, &Filter::default());
    assert!(!shown.to_string().contains(secret) && !shown.to_string().contains("secret"), "{shown}");
    assert_eq!(shown[0]["request"]["target"], "/rooms?access_token=*&maxResults=5");
    let headers = shown[0]["request"]["headers"].as_array().unwrap();
    assert!(headers.contains(&json!({"name": "authorization", "value": "*"})), "{headers:?}");
    assert!(headers.contains(&json!({"name": "content-type", "value": "application/json"})), "{headers:?}");
}

#[test]
fn parameters_of_the_document_are_kept_whatever_they_are_escaped_like() {
    let exchanges = Exchanges::new(10, 1 << 20);
    let target = "/enterprise/hospitality/v1/rooms?roomTypeId=amzn1.alexa.unit.did.A&max%52esults=5";
    let mut exchange = begin("a", &Method::GET, target, &HeaderMap::new());
    exchange.set_operation(Operation::ListRooms);
    exchanges.record(exchange);
    let shown = &shown(&exchanges, &Filter::default())[0];
    assert_eq!(shown["request"]["target"], target);
    assert_eq!(shown["request"]["verdict"]["verdict"], "valid", "{shown}");
}

#[test]
fn the_oldest_are_forgotten_by_count_and_by_bytes() {
    let exchanges = Exchanges::new(3, 1 << 20);
    for id in ["a", "b", "c", "d", "e"] {
        exchanges.record(creation(id, ROOM, 201));
    }
    assert_eq!(ids(&exchanges, &Filter::default()), ["c", "d", "e"]);

    let exchanges = Exchanges::new(1_000_000, 100_000);
    for number in 0..1_000 {
        exchanges.record(creation(&number.to_string(), &"x".repeat(number % 7 * 1_000), 201));
        let (count, bytes) = exchanges.size();
        assert!(bytes <= 100_000 && count > 0, "{bytes}");
    }
    assert_eq!(ids(&exchanges, &Filter::default()).last().unwrap(), "999");
    exchanges.clear();
    assert_eq!(exchanges.size(), (0, 0));
}

#[test]
fn a_log_of_nothing_keeps_nothing() {
    for (count, bytes) in [(0, 1 << 20), (10, 0), (10, 100)] {
        let exchanges = Exchanges::new(count, bytes);
        exchanges.record(creation("a", ROOM, 201));
        assert_eq!(exchanges.size(), (0, 0));
    }
}

#[test]
fn a_long_body_is_cut_and_not_judged() {
    let exchanges = Exchanges::new(10, 1 << 20);
    exchanges.record(creation("a", &"x".repeat(LONGEST_BODY + 1), 400));
    let shown = &shown(&exchanges, &Filter::default())[0];
    assert_eq!(shown["request"]["body"]["length"], LONGEST_BODY + 1);
    assert_eq!(shown["request"]["body"]["cut"], true);
    assert_eq!(shown["request"]["verdict"]["verdict"], "notJudged");
}

#[test]
fn exchanges_are_found_by_operation_status_client_and_request_id() {
    let exchanges = Exchanges::new(10, 1 << 20);
    exchanges.record(creation("a", ROOM, 201));
    exchanges.record(creation("b", ROOM, 429));
    let mut dropped = begin(
        "c",
        &Method::GET,
        "/enterprise/hospitality/v1/rooms/amzn1.alexa.unit.did.A",
        &HeaderMap::new(),
    );
    dropped.set_operation(Operation::GetRoom);
    dropped.set_client(&"two".into());
    exchanges.record(dropped);
    exchanges.record(begin("d", &Method::GET, "/nowhere", &HeaderMap::new()));
    let found = |filter| ids(&exchanges, &filter);
    let all = Filter::default;
    assert_eq!(found(Filter { operation: Some(Operation::CreateRoom), ..all() }), ["a", "b"]);
    assert_eq!(found(Filter { status: Some(429), ..all() }), ["b"]);
    assert_eq!(found(Filter { client: Some("two".to_owned()), ..all() }), ["c"]);
    assert_eq!(found(Filter { request_id: Some("a".to_owned()), ..all() }), ["a"]);
    assert_eq!(found(Filter { last: Some(2), ..all() }), ["c", "d"]);
    let shown = shown(&exchanges, &all());
    assert_eq!(shown[2]["response"], Value::Null);
    assert_eq!(shown[3]["request"]["verdict"]["reason"], "unknownPath", "{}", shown[3]);
}

#[test]
fn only_the_invalid_ones_are_found_if_that_is_asked_for() {
    let exchanges = Exchanges::new(10, 1 << 20);
    exchanges.record(creation("valid", ROOM, 400));
    exchanges.record(creation("request", r#"{"name": "1 2"}"#, 400));
    exchanges.record(creation("response", ROOM, 201));
    assert_eq!(ids(&exchanges, &Filter { invalid: true, ..Filter::default() }), ["request", "response"]);
    let last = Filter { invalid: true, last: Some(1), ..Filter::default() };
    assert_eq!(ids(&exchanges, &last), ["response"]);
}
