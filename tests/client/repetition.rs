//! What is repeated and what isn't, over TCP.

use std::sync::Arc;
use std::time::Duration;

use asp_client::{
    BoxFuture, Credentials, ErrorKind, Event, Lease, LoginWithAmazon, Operation, RetryPolicy, Token,
    TokenProvider,
};
use parking_lot::Mutex;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::net::TcpSocket;

use crate::operations::{Units, call, documented_body, has_body, success};
use crate::responder::{Reply, Responder, builder_of};
use crate::service::Service;

/// The statuses that the server answered an operation with, in order; 0 where the connection ended.
async fn statuses(service: &Service, operation: Operation) -> Vec<u64> {
    let exchanges = service.exchanges(operation.operation_id()).await;
    exchanges.iter().map(|exchange| exchange["response"]["status"].as_u64().unwrap_or(0)).collect()
}

/// A rule for faults that strikes an operation so many times.
fn strikes(operation: Operation, kind: &Value, count: u32) -> Value {
    json!({"kind": kind, "count": count, "operations": [operation.operation_id()]})
}

/// A server, and a client that waits little.
async fn begin() -> (Service, asp_client::Client) {
    let service = Service::start().await;
    // The server shows new units at once, so that a unit which isn't there is deleted.
    let client = service.builder().await.settle(Duration::ZERO).build().unwrap();
    (service, client)
}

/// New units, and an empty log.
async fn fresh(service: &Service, client: &asp_client::Client) -> Units {
    let units = Units::create(client, service.organization().as_str()).await;
    service.control("DELETE", "/exchanges", Value::Null).await;
    units
}

#[tokio::test]
async fn throttled_requests_are_repeated_whatever_they_ask() {
    let (service, client) = begin().await;
    let mut calls = Vec::new();
    for &operation in Operation::ALL {
        calls.push((operation, fresh(&service, &client).await));
    }
    for &operation in Operation::ALL {
        service.fault(strikes(operation, &json!({"type": "status", "status": 429}), 1)).await;
    }
    // All at once, since the pace of each operation waits for a while.
    let calls = calls.into_iter().map(|(operation, units)| {
        let client = client.clone();
        async move { (operation, call(&client, operation, &units).await.unwrap()) }
    });
    for (operation, done) in futures_util::future::join_all(calls).await {
        assert_eq!((done.status, done.attempts), (success(operation), 2), "{operation:?}");
        let expected = [429, u64::from(success(operation))];
        assert_eq!(statuses(&service, operation).await, expected, "{operation:?}");
    }
}

#[tokio::test]
async fn what_is_idempotent_is_repeated_after_server_errors_and_what_creates_is_not() {
    let (service, client) = begin().await;
    for &operation in Operation::ALL {
        for status in [500_u16, 502, 503, 504] {
            let units = fresh(&service, &client).await;
            service.fault(strikes(operation, &json!({"type": "status", "status": status}), 2)).await;
            let result = call(&client, operation, &units).await;
            if operation.method() == Method::POST {
                let error = result.unwrap_err();
                assert_eq!((error.kind(), error.attempts()), (ErrorKind::Unexpected, 1), "{operation:?}");
                assert!(error.may_be_done(), "{operation:?}");
                assert_eq!(statuses(&service, operation).await, [u64::from(status)]);
                service.control("DELETE", "/faults", Value::Null).await;
            } else {
                let done = result.unwrap();
                assert_eq!((done.status, done.attempts), (success(operation), 3), "{operation:?}");
                assert_eq!(statuses(&service, operation).await.len(), 3);
            }
        }
    }
}

#[tokio::test]
async fn lost_answers_are_asked_for_again_unless_that_could_create_twice() {
    let (service, client) = begin().await;
    for &operation in Operation::ALL {
        for fault in ["dropped-before-commit", "dropped-after-commit", "truncated-body"] {
            let units = fresh(&service, &client).await;
            service.fault(strikes(operation, &json!({"type": fault}), 1)).await;
            let label = format!("{operation:?} {fault}");
            let result = call(&client, operation, &units).await;
            let seen = statuses(&service, operation).await;
            if operation.method() == Method::POST {
                let error = result.unwrap_err();
                assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1), "{label}");
                assert!(error.may_be_done(), "{label}");
                assert_eq!(error.status().is_some(), fault == "truncated-body", "{label}");
                assert_eq!(seen.len(), 1, "{label}");
                continue;
            }
            let done = result.unwrap();
            assert_eq!((done.attempts, seen.len()), (2, 2), "{label}");
            // The unit is gone since the first request, which is what was asked for.
            let was_deleted = operation.method() == Method::DELETE && fault != "dropped-before-commit";
            assert_eq!(done.status, if was_deleted { 404 } else { success(operation) }, "{label}");
        }
    }
}

#[tokio::test]
async fn a_unit_that_was_not_there_before_is_not_taken_for_deleted() {
    let (service, client) = begin().await;
    let units = fresh(&service, &client).await;
    client.delete_room().room_id(units.own_room.as_str()).send().await.unwrap();
    let error = client.delete_room().room_id(units.own_room.as_str()).send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::NotFound, 1));
    // A throttled request was not carried out, so that a 404 after it is one.
    service.fault(json!({"kind": {"type": "status", "status": 429}, "count": 1})).await;
    let error = client.delete_room().room_id(units.own_room.as_str()).send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::NotFound, 2));
}

/// A socket that has a port and doesn't listen yet.
fn silent_socket() -> TcpSocket {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    socket
}

#[tokio::test]
async fn refused_connections_are_tried_again_whatever_is_asked() {
    for &operation in Operation::ALL {
        let socket = silent_socket();
        let address = socket.local_addr().unwrap();
        let (refused, mut was_refused) = tokio::sync::mpsc::unbounded_channel();
        let client = builder_of(address)
            .retry(
                RetryPolicy::default()
                    .transient_attempts(1000)
                    .attempts(1000)
                    .waits(Duration::from_millis(1), Duration::from_millis(5)),
            )
            .on_event(move |event| {
                if let Event::Repeat { status, attempt, .. } = event {
                    refused.send((*status, *attempt)).unwrap();
                }
            })
            .build()
            .unwrap();
        let calling = tokio::spawn(async move { call(&client, operation, &Units::nowhere()).await });
        assert_eq!(was_refused.recv().await, Some((None, 1)), "{operation:?}");
        let body = documented_body(operation);
        let reply = Reply::http(success(operation), &[], body.len(), body.as_bytes());
        let responder = Responder::on(socket.listen(16).unwrap(), move |_| reply.clone());
        let done = calling.await.unwrap().unwrap();
        assert!(done.attempts >= 2, "{operation:?}");
        assert_eq!(responder.requests().len(), 1, "{operation:?}");
    }
}

#[tokio::test]
async fn a_service_that_is_not_there_has_done_nothing() {
    let socket = silent_socket();
    let client = builder_of(socket.local_addr().unwrap())
        .retry(RetryPolicy::default().waits(Duration::from_millis(1), Duration::from_millis(2)))
        .build()
        .unwrap();
    for &operation in Operation::ALL {
        let error = call(&client, operation, &Units::nowhere()).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 4), "{operation:?}");
        assert!(!error.may_be_done() && error.status().is_none(), "{operation:?}");
        assert!(std::error::Error::source(&error).is_some(), "{operation:?}");
    }
}

#[tokio::test]
async fn an_answer_that_never_comes_is_given_up() {
    let responder = Responder::start(|_| Reply::Silence).await;
    let client = responder
        .builder()
        .attempt_timeout(Duration::from_millis(20))
        .retry(RetryPolicy::default().waits(Duration::from_millis(1), Duration::from_millis(2)))
        .build()
        .unwrap();
    for &operation in Operation::ALL {
        let before = responder.requests().len();
        let error = call(&client, operation, &Units::nowhere()).await.unwrap_err();
        let attempts = if operation.method() == Method::POST { 1 } else { 4 };
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, attempts), "{operation:?}");
        assert_eq!(error.may_be_done(), operation.method() != Method::GET, "{operation:?}");
        // A request whose time was over before it was written was not seen.
        assert!(responder.requests().len() - before <= usize::try_from(attempts).unwrap(), "{operation:?}");
    }
}

#[tokio::test]
async fn a_response_that_is_too_large_is_not_read_and_not_asked_for_again() {
    const LARGEST: usize = 1000;
    let chunked = |length: usize| {
        let head = "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\nX-Amzn-RequestId: r\r\n\r\n";
        let chunk = format!("64\r\n{}\r\n", " ".repeat(100));
        let rest = "2\r\n{}\r\n0\r\n\r\n";
        Reply::Bytes([head.as_bytes(), chunk.repeat((length - 2) / 100).as_bytes(), rest.as_bytes()].concat())
    };
    let plain = |length: usize| {
        let text = " ".repeat(length);
        Reply::http(200, &[("X-Amzn-RequestId", "r")], length, text.as_bytes())
    };
    for (reply, is_too_large) in
        [(plain(LARGEST + 1), true), (chunked(2002), true), (plain(LARGEST), false), (chunked(902), false)]
    {
        let responder = Responder::start(move |_| reply.clone()).await;
        let client =
            responder.builder().largest_response(LARGEST).retry(RetryPolicy::default()).build().unwrap();
        for operation in [Operation::GetRoom, Operation::UpdateRoom, Operation::CreateRoom] {
            let result = call(&client, operation, &Units::nowhere()).await;
            if !is_too_large && !has_body(operation) {
                assert!(result.unwrap().body.len() <= LARGEST);
                continue;
            }
            let error = result.unwrap_err();
            assert_eq!((error.kind(), error.attempts()), (ErrorKind::Unexpected, 1), "{operation:?}");
            assert_eq!(error.status().unwrap().as_u16(), 200);
            assert_eq!(error.request_id().unwrap().as_str(), "r");
            assert!(error.body().unwrap().len() <= LARGEST);
            assert_eq!(error.may_be_done(), operation.method() != Method::GET);
            let source = std::error::Error::source(&error).unwrap().to_string();
            assert_eq!(source.contains("largest_response"), is_too_large, "{source}");
        }
    }
}

/// Hands out numbered tokens and counts them.
#[derive(Clone, Default)]
struct Counting(Arc<Mutex<Vec<bool>>>);

impl TokenProvider for Counting {
    fn fetch<'a>(
        &'a self,
        refused: Option<&'a Token>,
    ) -> BoxFuture<'a, Result<Lease, asp_client::AuthError>> {
        Box::pin(async move {
            let mut fetches = self.0.lock();
            fetches.push(refused.is_some());
            let token = Token::new(format!("Atza|{}", fetches.len())).unwrap();
            Ok(Lease::new(token))
        })
    }
}

#[tokio::test]
async fn a_refused_token_is_replaced_once() {
    for (refusals, requests) in [(1, 2), (usize::MAX, 2)] {
        for &operation in Operation::ALL {
            let body = documented_body(operation);
            let responder = Responder::start(move |number| {
                if number < refusals {
                    Reply::http(401, &[], 0, b"")
                } else {
                    Reply::http(success(operation), &[], body.len(), body.as_bytes())
                }
            })
            .await;
            let provider = Counting::default();
            let credentials = Credentials::provider(provider.clone());
            let client = responder.builder().credentials(credentials).build().unwrap();
            let result = call(&client, operation, &Units::nowhere()).await;
            match result {
                Ok(done) => assert_eq!((refusals, done.attempts), (1, 2), "{operation:?}"),
                Err(error) => {
                    assert_eq!(refusals, usize::MAX, "{operation:?}: {error:?}");
                    assert_eq!(
                        (error.kind(), error.attempts()),
                        (ErrorKind::Unauthenticated, 2),
                        "{operation:?}"
                    );
                    assert!(!error.may_be_done());
                }
            }
            assert_eq!(
                *provider.0.lock(),
                [false, true],
                "{operation:?}: one fetch, and one for the refusal"
            );
            let seen = responder.requests();
            assert_eq!(seen.len(), requests, "{operation:?}");
            let with = |request: &String, token: &str| {
                request.to_lowercase().contains(&format!("authorization: bearer {token}\r\n"))
            };
            assert!(with(&seen[0], "atza|1") && with(&seen[1], "atza|2"), "{seen:?}");
        }
    }
}

#[tokio::test]
async fn an_expired_token_is_replaced_by_login_with_amazon() {
    let service = Service::start().await;
    let organization = service.organization();
    let created =
        service.control("POST", "/clients", json!({"organizations": [organization.as_str()]})).await;
    let (id, secret) = (created["id"].as_str().unwrap(), created["secret"].as_str().unwrap());
    let tokens = service.control("POST", "/tokens", json!({"client": id})).await;
    let refresh = tokens["refreshToken"].as_str().unwrap();
    let login =
        LoginWithAmazon::new(id, secret, refresh).token_url(format!("{}/auth/o2/token", service.url()));
    let client = asp_client::Client::builder().base_url(service.url()).credentials(login).build().unwrap();
    client.list_properties().organization_id(&organization).send().await.unwrap();
    // The server's clock goes ahead and the client's doesn't, so that only the refusal says that the token is over.
    service.control("POST", "/clock/advance", json!({"milliseconds": 3_600_001})).await;
    let listed = client.list_properties().organization_id(&organization).send().await.unwrap();
    assert_eq!(listed.attempts(), 2);
    assert_eq!(statuses(&service, Operation::ListProperties).await, [200, 401, 200]);
}
