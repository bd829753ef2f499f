//! Exchanges held against the contract, if the client is told to.

use std::sync::Arc;

use asp_client::ids::RoomId;
use asp_client::testing::{Answer, Service as Memory};
use asp_client::{
    Client, ClientBuilder, Error, ErrorKind, Event, Operation, RetryPolicy, Strictness, Token, types,
};
use parking_lot::Mutex;
use serde_json::json;

use crate::capture::{Captured, Watch};
use crate::operations::{Units, call, has_body, success};
use crate::service::Service;

/// What was told of violations: the operation, whether the response has them, and where.
type Told = Arc<Mutex<Vec<(Operation, bool, Vec<String>)>>>;

fn telling(builder: ClientBuilder) -> (ClientBuilder, Told) {
    let told = Told::default();
    let keep = Arc::clone(&told);
    let builder = builder.on_event(move |event| {
        if let Event::Violations { operation, in_response, violations, .. } = event {
            let places = violations.iter().map(|violation| violation.location.clone()).collect();
            keep.lock().push((*operation, *in_response, places));
        }
    });
    (builder, told)
}

fn memory(answer: Answer, strictness: Strictness) -> (Memory, Client, Told) {
    let service = Memory::new(move |_, _| answer.clone());
    let builder = Client::builder()
        .base_url("http://service.test/behind/a/path")
        .service(service.clone())
        .credentials(Token::new("Atza|test").unwrap())
        .retry(RetryPolicy::never())
        .strictness(strictness);
    let (builder, told) = telling(builder);
    (service, builder.build().unwrap(), told)
}

/// A response that keeps the contract but for what is changed.
fn room(status: u16, body: &str) -> Answer {
    Answer::json(status, body.to_owned()).header("x-amzn-requestid", "r-1")
}

const GOOD: &str = r#"{"id":"amzn1.alexa.unit.did.A","name":"12","roomTypeId":"amzn1.alexa.unit.did.B"}"#;
/// Read all the same, and against the contract.
const ODD: &str = r#"{"id":"room 12","name":"12","roomTypeId":"amzn1.alexa.unit.did.B"}"#;

async fn odd_request(client: &Client) -> Result<asp_client::Response<types::Room>, Error> {
    client.get_room().room_id(RoomId::unchecked("room 12")).send().await
}

async fn good_request(client: &Client) -> Result<asp_client::Response<types::Room>, Error> {
    client.get_room().room_id("amzn1.alexa.unit.did.A").send().await
}

/// The warnings of broken contracts.
fn warnings(watch: &Watch) -> usize {
    let events = watch.events();
    let warnings = events.iter().filter(|event| {
        event.level == tracing::Level::WARN
            && event.fields["operation"] == "getRoom"
            && event.fields.contains_key("verdict")
    });
    warnings.count()
}

#[tokio::test]
async fn off_looks_at_nothing() {
    let (Captured { watch, .. }, _guard) = Captured::begin();
    let (service, client, told) = memory(room(200, ODD), Strictness::Off);
    assert_eq!(odd_request(&client).await.unwrap().id.as_str(), "room 12");
    assert_eq!((service.requests(), told.lock().len(), warnings(&watch)), (1, 0, 0));
    assert_eq!(Strictness::default(), Strictness::Off);
}

#[tokio::test]
async fn report_tells_of_both_sides_and_goes_on() {
    let (Captured { watch, .. }, _guard) = Captured::begin();
    let (service, client, told) = memory(room(200, ODD), Strictness::Report);
    assert_eq!(odd_request(&client).await.unwrap().id.as_str(), "room 12");
    assert_eq!(service.requests(), 1);
    {
        let told = told.lock();
        let sides: Vec<_> =
            told.iter().map(|(operation, in_response, _)| (*operation, *in_response)).collect();
        assert_eq!(sides, [(Operation::GetRoom, false), (Operation::GetRoom, true)]);
        assert!(told[0].2[0].contains("roomId"), "{:?}", told[0]);
        assert!(told[1].2[0].contains("/id"), "{:?}", told[1]);
    }
    assert_eq!(warnings(&watch), 2);
    // The trace has places and rules, and not what broke them.
    let traced = format!("{:?}", watch.events());
    assert!(!traced.contains("room 12"), "{traced}");
    // Nothing is told of an exchange that keeps the contract.
    let (_, client, told) = memory(room(200, GOOD), Strictness::Report);
    good_request(&client).await.unwrap();
    assert!(told.lock().is_empty(), "{:?}", told.lock());
}

#[tokio::test]
async fn enforce_sends_no_request_that_breaks_the_contract() {
    let (service, client, told) = memory(room(200, GOOD), Strictness::Enforce);
    let error = odd_request(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), service.requests()), (ErrorKind::InvalidRequest, 0, 0));
    assert!(!error.may_be_done() && error.status().is_none());
    let [violation] = error.violations() else { unreachable!("{:?}", error.violations()) };
    assert!(violation.location.contains("roomId"), "{violation}");
    assert!(error.to_string().contains(&violation.to_string()), "{error}");
    assert_eq!(told.lock().len(), 1);
    assert!(good_request(&client).await.is_ok());
    assert_eq!(service.requests(), 1);
}

#[tokio::test]
async fn enforce_takes_no_success_that_breaks_the_contract() {
    let undocumented = room(202, GOOD);
    let other_media_type = room(200, GOOD).header("content-type", "text/html");
    for (answer, place) in [
        (room(200, ODD), "/id"),
        (room(200, "[]"), "body"),
        (room(200, r#"{"id":"amzn1.alexa.unit.did.A"}"#), "body"),
        (undocumented, "exchange"),
        (other_media_type, ""),
    ] {
        let (service, client, told) = memory(answer.clone(), Strictness::Enforce);
        let error = good_request(&client).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts(), service.requests()),
            (ErrorKind::Unexpected, 1, 1),
            "{answer:?}"
        );
        assert!(!error.violations().is_empty() && error.violations()[0].location.contains(place), "{error}");
        assert!(error.status().unwrap().is_success() && !error.body().unwrap().is_empty());
        assert_eq!(error.request_id().unwrap().as_str(), "r-1");
        assert!(!error.may_be_done(), "nothing is done by reading");
        assert!(told.lock()[0].1);
    }
    // A creation has taken place all the same, and its error says where.
    let answer = Answer::json(201, r#"{"id":"odd"}"#)
        .header("location", "/rooms/odd")
        .header("x-amzn-requestid", "r-1");
    let (_, client, _) = memory(answer, Strictness::Enforce);
    let error = call(&client, Operation::CreateRoom, &Units::nowhere()).await.unwrap_err();
    assert!(error.may_be_done());
    assert_eq!(error.location().unwrap().unit_id().as_deref(), Some("odd"));
}

#[tokio::test]
async fn errors_stay_what_they_are_and_are_told_of() {
    for strictness in [Strictness::Report, Strictness::Enforce] {
        for (status, body, is_told) in [
            (404, r#"{"message":"none"}"#, false),
            (404, "<html>", true),
            (418, r#"{"message":"none"}"#, true),
        ] {
            let (_, client, told) = memory(room(status, body), strictness);
            let error = good_request(&client).await.unwrap_err();
            assert_eq!(error.status().unwrap().as_u16(), status);
            assert_eq!(error.kind(), if status == 404 { ErrorKind::NotFound } else { ErrorKind::Unexpected });
            assert!(error.violations().is_empty());
            assert_eq!(told.lock().len(), usize::from(is_told), "{status} {body}: {:?}", told.lock());
        }
    }
}

#[tokio::test]
async fn requests_beyond_the_document_are_not_judged() {
    let (service, client, told) = memory(Answer::status(299), Strictness::Enforce);
    client.request(reqwest::Method::GET, "/v2/units").send().await.unwrap();
    assert_eq!((service.requests(), told.lock().len()), (1, 0));
}

#[tokio::test]
async fn all_operations_of_the_reference_server_keep_the_contract() {
    let service = Service::start().await;
    let (builder, told) = telling(service.builder().await.strictness(Strictness::Enforce));
    let client = builder.build().unwrap();
    let units = Units::create(&client, service.organization().as_str()).await;
    for &operation in Operation::ALL {
        assert_eq!(
            call(&client, operation, &units).await.unwrap().status,
            success(operation),
            "{operation:?}"
        );
    }
    let _: Vec<types::Property> = client
        .list_properties()
        .organization_id(service.organization())
        .stream()
        .try_collect()
        .await
        .unwrap();
    assert!(told.lock().is_empty(), "{:?}", told.lock());
    // A malformed body breaks it, whether somebody reads it or not.
    for &operation in Operation::ALL {
        let units = Units::create(&client, service.organization().as_str()).await;
        service.fault(json!({"kind": {"type": "malformed-body"}, "count": 1})).await;
        let error = call(&client, operation, &units).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.violations().is_empty()),
            (ErrorKind::Unexpected, false),
            "{operation:?}"
        );
        assert_eq!(error.may_be_done(), operation.method() != reqwest::Method::GET);
        assert!(error.body().is_some_and(|body| !body.is_empty()));
        // 204 has no body that could be broken, so that it came as 200.
        let status = if has_body(operation) { success(operation) } else { 200 };
        assert_eq!(error.status().unwrap().as_u16(), status, "{operation:?}");
    }
}
