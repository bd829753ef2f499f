//! What those who watch a client see: spans, their fields, and events.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use asp_client::testing::{Answer, Service as Memory};
use asp_client::{Client, ErrorKind, Event, LoginWithAmazon, Operation, RetryPolicy, Token, types};
use futures_util::StreamExt as _;
use parking_lot::Mutex;
use serde_json::json;
use tracing::{Instrument as _, Level};

use crate::capture::Captured;
use crate::operations::{Units, call};
use crate::responder::{Reply, Responder};
use crate::service::Service;

/// An event, without what takes time.
#[derive(Clone, Debug, PartialEq)]
enum Seen {
    Attempt(Option<Operation>, u32, Option<u16>, Option<String>),
    Repeat(Option<Operation>, u32, Option<u16>, bool),
    TokenRefused(Option<Operation>),
    Call(Option<Operation>, u32, Option<ErrorKind>),
    Other,
}

/// A function for events that keeps what it sees, and where.
fn seeing() -> (impl Fn(&Event<'_>) + Send + Sync + 'static, Arc<Mutex<Vec<Seen>>>) {
    let all = Arc::<Mutex<Vec<Seen>>>::default();
    let keep = Arc::clone(&all);
    let see = move |event: &Event<'_>| {
        keep.lock().push(match event {
            Event::Attempt { operation, attempt, status, request_id, .. } => {
                Seen::Attempt(*operation, *attempt, *status, request_id.as_ref().map(ToString::to_string))
            }
            Event::Repeat { operation, attempt, status, pace, .. } => {
                Seen::Repeat(*operation, *attempt, *status, pace.is_some())
            }
            Event::TokenRefused { operation, .. } => Seen::TokenRefused(*operation),
            Event::Call { operation, attempts, error, .. } => Seen::Call(*operation, *attempts, *error),
            _ => Seen::Other,
        });
    };
    (see, all)
}

/// A client of a server that says 503, 429 and then what the last reply says, each with a request id.
async fn stubborn(last: Reply) -> (Responder, Client, Arc<Mutex<Vec<Seen>>>) {
    let responder = Responder::start(move |number| match number {
        0 => Reply::http(503, &[("X-Amzn-RequestId", "r-1")], 0, b""),
        1 => Reply::http(429, &[("X-Amzn-RequestId", "r-2")], 0, b""),
        _ => last.clone(),
    })
    .await;
    let (see, seen) = seeing();
    let policy = RetryPolicy::default().waits(Duration::from_millis(1), Duration::from_millis(2));
    let client = responder.builder().retry(policy).on_event(see).build().unwrap();
    (responder, client, seen)
}

fn room() -> Reply {
    let body = br#"{"id":"amzn1.alexa.unit.did.A","name":"12","roomTypeId":"B"}"#;
    Reply::http(200, &[("X-Amzn-RequestId", "r-3")], body.len(), body)
}

#[tokio::test]
async fn a_call_and_its_attempts_are_spans_with_the_names_of_opentelemetry() {
    let (Captured { watch, .. }, _guard) = Captured::begin();
    let (_responder, client, _) = stubborn(room()).await;
    call(&client, Operation::GetRoom, &Units::nowhere()).await.unwrap();
    let [of_call] = &*watch.spans("asp.call") else { unreachable!() };
    assert_eq!((of_call.level, of_call.parent, of_call.is_closed), (Level::INFO, None, true));
    assert_eq!(of_call.field("asp.operation_id"), Some("getRoom"));
    assert_eq!(of_call.field("http.request.method"), Some("GET"));
    assert_eq!(of_call.field("url.template"), Some(Operation::GetRoom.path()));
    assert_eq!(of_call.field("asp.attempts"), Some("3"));
    assert_eq!(of_call.field("error.type"), None);
    let attempts = watch.spans("asp.attempt");
    assert_eq!(attempts.len(), 3);
    for (at, (status, error)) in
        [("503", Some("503")), ("429", Some("429")), ("200", None)].into_iter().enumerate()
    {
        let attempt = &attempts[at];
        assert_eq!(
            (attempt.level, attempt.parent, attempt.is_closed),
            (Level::DEBUG, Some("asp.call"), true)
        );
        assert_eq!(attempt.field("otel.kind"), Some("client"));
        let name = format!("GET {}", Operation::GetRoom.path());
        assert_eq!(attempt.field("otel.name"), Some(name.as_str()));
        assert_eq!(attempt.field("http.request.method"), Some("GET"));
        assert_eq!(attempt.field("url.template"), Some(Operation::GetRoom.path()));
        assert_eq!(attempt.field("server.address"), Some("127.0.0.1"));
        assert!(client.base_url().ends_with(&format!(":{}", attempt.field("server.port").unwrap())));
        assert_eq!(attempt.field("http.response.status_code"), Some(status));
        assert_eq!(attempt.field("error.type"), error);
        let resent = (at > 0).then(|| at.to_string());
        assert_eq!(attempt.field("http.request.resend_count"), resent.as_deref());
        assert_eq!(attempt.field("asp.request_id"), Some(format!("r-{}", at + 1).as_str()));
    }
    let repeated: Vec<_> =
        watch.events().into_iter().filter(|event| event.fields.contains_key("wait_ms")).collect();
    assert_eq!(repeated.len(), 2);
    for (at, event) in repeated.iter().enumerate() {
        assert_eq!((event.level, event.span), (Level::DEBUG, Some("asp.call")));
        assert_eq!(event.fields["attempt"], (at + 1).to_string());
        assert_eq!(event.fields["status"], ["503", "429"][at]);
    }
}

#[tokio::test]
async fn the_span_of_a_call_that_fails_says_why() {
    let (Captured { watch, .. }, _guard) = Captured::begin();
    let not_found = Reply::http(404, &[("X-Amzn-RequestId", "r-3")], 0, b"");
    let (_responder, client, _) = stubborn(not_found).await;
    call(&client, Operation::GetRoom, &Units::nowhere()).await.unwrap_err();
    // The connection ends before an answer comes, which a create operation is not repeated for.
    let responder = Responder::start(|_| Reply::Bytes(Vec::new())).await;
    call(&responder.client(), Operation::CreateRoom, &Units::nowhere()).await.unwrap_err();
    // Throttled to the end.
    let responder = Responder::start(|_| Reply::http(429, &[], 0, b"")).await;
    call(&responder.client(), Operation::GetHome, &Units::nowhere()).await.unwrap_err();
    let calls = watch.spans("asp.call");
    let of = |at: usize| {
        let span = &calls[at];
        let (id, error) = (span.field("asp.operation_id").unwrap(), span.field("error.type").unwrap());
        (id, error, span.field("http.response.status_code"), span.field("asp.request_id"))
    };
    assert_eq!(of(0), ("getRoom", "NotFound", Some("404"), Some("r-3")));
    assert_eq!(of(1), ("createRoom", "Transport", None, None));
    assert_eq!(of(2), ("getHome", "Throttled", Some("429"), None));
    let attempts = watch.spans("asp.attempt");
    let broken = attempts.iter().find(|span| span.field("http.request.method") == Some("POST")).unwrap();
    assert_eq!(broken.field("error.type"), Some("transport"));
    assert_eq!(broken.field("http.response.status_code"), None);
}

/// What the crate's documentation names is what is there.
#[tokio::test]
async fn the_documented_names_are_those_of_the_spans() {
    let source = std::fs::read_to_string(asp_tests::root().join("crates/client/src/lib.rs")).unwrap();
    let (_, section) = source.split_once("//! # Watching").unwrap();
    let (section, _) = section.split_once("//! # Features").unwrap();
    let documented: BTreeSet<&str> =
        section.split('`').skip(1).step_by(2).filter(|name| name.contains('.')).collect();
    assert!(documented.len() >= 10, "{documented:?}");
    let (Captured { watch, .. }, _guard) = Captured::begin();
    let (_responder, client, _) = stubborn(Reply::http(403, &[("X-Amzn-RequestId", "r-3")], 0, b"")).await;
    call(&client, Operation::GetRoom, &Units::nowhere()).await.unwrap_err();
    let mut there = BTreeSet::new();
    for name in ["asp.call", "asp.attempt"] {
        for span in watch.spans(name) {
            there.insert(name);
            there.extend(span.fields.keys());
        }
    }
    for name in documented {
        assert!(there.contains(name), "{name} is documented and not there: {there:?}");
    }
}

#[tokio::test]
async fn pages_are_in_the_span_of_whoever_lists() {
    let service = Service::start().await;
    let client = service.client().await;
    for _ in 0..3 {
        call(
            &client,
            Operation::CreateProperty,
            &Units { organization: service.organization().to_string(), ..Units::nowhere() },
        )
        .await
        .unwrap();
    }
    let (Captured { watch, .. }, _guard) = Captured::begin();
    let list = client.list_properties().organization_id(service.organization()).max_results(1u32);
    let listing = async { list.stream().map(Result::unwrap).collect::<Vec<types::Property>>().await };
    assert_eq!(listing.instrument(tracing::info_span!("listing")).await.len(), 3);
    let calls = watch.spans("asp.call");
    assert_eq!(calls.len(), 3);
    for span in calls {
        assert_eq!((span.parent, span.field("asp.operation_id")), (Some("listing"), Some("listProperties")));
    }
}

#[tokio::test]
async fn each_page_is_in_the_span_that_it_was_asked_for_in() {
    let service = Memory::new(|_, number| {
        let token = if number < 3 { number.to_string() } else { String::new() };
        Answer::json(200, json!({"rooms": [], "paginationContext": {"nextToken": token}}).to_string())
    });
    let client = Client::builder().base_url("http://service.test").service(service);
    let client = client.credentials(Token::new("Atza|test").unwrap()).build().unwrap();
    let (Captured { watch, .. }, _guard) = Captured::begin();
    let mut list = client.list_rooms().room_type_id("amzn1.alexa.unit.did.A").pages().without_prefetch();
    list.next().instrument(tracing::info_span!("first")).await.unwrap().unwrap();
    list.next().instrument(tracing::info_span!("second")).await.unwrap().unwrap();
    list.next().await.unwrap().unwrap();
    let parents: Vec<_> = watch.spans("asp.call").into_iter().map(|span| span.parent).collect();
    assert_eq!(parents, [Some("first"), Some("second"), None]);
}

#[tokio::test]
async fn events_tell_of_every_step_of_a_call() {
    let (_responder, client, seen) = stubborn(room()).await;
    call(&client, Operation::GetRoom, &Units::nowhere()).await.unwrap();
    let operation = Some(Operation::GetRoom);
    let id = |text: &str| Some(text.to_owned());
    assert_eq!(
        *seen.lock(),
        [
            Seen::Attempt(operation, 1, Some(503), id("r-1")),
            Seen::Repeat(operation, 1, Some(503), false),
            Seen::Attempt(operation, 2, Some(429), id("r-2")),
            // From here on the pace is held back.
            Seen::Repeat(operation, 2, Some(429), true),
            Seen::Attempt(operation, 3, Some(200), id("r-3")),
            Seen::Call(operation, 3, None),
        ]
    );
    seen.lock().clear();
    client.request(reqwest::Method::GET, "/v2").send().await.unwrap();
    assert_eq!(*seen.lock(), [Seen::Attempt(None, 1, Some(200), id("r-3")), Seen::Call(None, 1, None)]);
    seen.lock().clear();
    client.get_room().room_id("12").send().await.unwrap_err();
    assert_eq!(*seen.lock(), [Seen::Call(operation, 0, Some(ErrorKind::InvalidRequest))]);
}

#[tokio::test]
async fn events_tell_of_lost_answers_and_of_errors() {
    let (_responder, client, seen) = stubborn(Reply::Bytes(Vec::new())).await;
    let error = call(&client, Operation::UpdateRoom, &Units::nowhere()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    let seen = seen.lock();
    let operation = Some(Operation::UpdateRoom);
    assert_eq!(seen[4], Seen::Attempt(operation, 3, None, None));
    assert_eq!(seen[5], Seen::Repeat(operation, 3, None, true));
    assert_eq!(*seen.last().unwrap(), Seen::Call(operation, error.attempts(), Some(ErrorKind::Transport)));
    let attempts = seen.iter().filter(|event| matches!(event, Seen::Attempt(..))).count();
    assert_eq!(attempts, usize::try_from(error.attempts()).unwrap());
}

#[tokio::test]
async fn events_tell_of_a_token_that_was_refused() {
    let service = Service::start().await;
    let organization = service.organization();
    let created =
        service.control("POST", "/clients", json!({"organizations": [organization.as_str()]})).await;
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let tokens = service.control("POST", "/tokens", json!({"client": created["id"]})).await;
    let login =
        LoginWithAmazon::new(text(&created["id"]), text(&created["secret"]), text(&tokens["refreshToken"]))
            .token_url(format!("{}/auth/o2/token", service.url()));
    let (see, seen) = seeing();
    let client = Client::builder().base_url(service.url()).credentials(login).on_event(see).build().unwrap();
    client.list_properties().organization_id(&organization).send().await.unwrap();
    seen.lock().clear();
    service.control("POST", "/clock/advance", json!({"milliseconds": 3_600_001})).await;
    client.list_properties().organization_id(&organization).send().await.unwrap();
    let operation = Some(Operation::ListProperties);
    let seen = seen.lock();
    assert!(matches!(&seen[0], Seen::Attempt(of, 1, Some(401), Some(_)) if *of == operation), "{seen:?}");
    assert_eq!(seen[1], Seen::TokenRefused(operation));
    assert!(matches!(&seen[2], Seen::Attempt(of, 2, Some(200), Some(_)) if *of == operation), "{seen:?}");
    assert_eq!(seen[3..], [Seen::Call(operation, 2, None)]);
}
