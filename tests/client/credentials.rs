//! Access tokens by Login with Amazon, against the reference server's token endpoint and ones that fail.

use std::collections::VecDeque;
use std::error::Error as _;
use std::sync::Arc;

use asp_client::{AuthError, Client, Error, ErrorKind, LoginWithAmazon};
use parking_lot::Mutex;
use serde_json::{Value, json};

use crate::endpoint::{Endpoint, Reply, pass};
use crate::service::{Service, quick};

mod cache;

/// A client of Login with Amazon, and a refresh token that was issued to it.
pub(crate) struct Consent {
    service: Service,
    id: String,
    secret: String,
    refresh_token: String,
}

impl Consent {
    /// One at a new server.
    async fn new() -> Self {
        let service = Service::start().await;
        let body = json!({"organizations": [service.organization().as_str()]});
        let client = service.control("POST", "/clients", body).await;
        let tokens = service.control("POST", "/tokens", json!({"client": client["id"]})).await;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let (id, secret, refresh_token) =
            (text(&client["id"]), text(&client["secret"]), text(&tokens["refreshToken"]));
        Self { service, id, secret, refresh_token }
    }

    fn login(&self, endpoint: &Endpoint) -> LoginWithAmazon {
        LoginWithAmazon::new(&self.id, self.secret.as_str(), self.refresh_token.as_str())
            .token_url(&endpoint.url)
    }

    fn client(&self, login: LoginWithAmazon) -> Client {
        let builder = Client::builder().base_url(self.service.url()).credentials(login).retry(quick());
        builder.build().unwrap()
    }

    /// Lets all access tokens expire, of which their holders don't know.
    async fn expire(&self) {
        self.service.control("POST", "/clock/advance", json!({"milliseconds": 3_600_000})).await;
    }

    /// A call that needs a token.
    async fn call(&self, client: &Client) -> Result<u32, Error> {
        let organization = self.service.organization();
        Ok(client.list_properties().organization_id(&organization).send().await?.attempts())
    }
}

/// Why there was no token.
fn reason(error: &Error) -> AuthError {
    assert_eq!(error.kind(), ErrorKind::Auth, "{error:?}");
    error.source().unwrap().downcast_ref::<AuthError>().unwrap().clone()
}

#[tokio::test]
async fn one_request_brings_a_token_for_all_until_it_ends() {
    let consent = Consent::new().await;
    let endpoint = Endpoint::before(&consent.service.url()).await;
    let client = consent.client(consent.login(&endpoint));
    for round in 1..=3 {
        let calls = (0..100).map(|_| consent.call(&client));
        for call in futures_util::future::join_all(calls).await {
            // The first round gets its token before it sends anything; later ones are refused once.
            assert!(call.unwrap() <= if round == 1 { 1 } else { 2 });
        }
        assert_eq!(endpoint.requests(), round);
        consent.expire().await;
    }
}

#[tokio::test]
async fn a_revoked_token_is_replaced_once() {
    let consent = Consent::new().await;
    let endpoint = Endpoint::before(&consent.service.url()).await;
    let client = consent.client(consent.login(&endpoint));
    consent.call(&client).await.unwrap();
    // The service refuses every token from now on, new ones too.
    let gone = format!("/clients/{}", consent.id);
    consent.service.control("DELETE", &gone, Value::Null).await;
    let error = consent.call(&client).await.unwrap_err();
    assert!(
        matches!(reason(&error), AuthError::Refused { status: 401, code, .. } if code == "invalid_client")
    );
    assert_eq!((endpoint.requests(), error.attempts()), (2, 1));
}

#[tokio::test]
async fn a_refresh_token_that_was_replaced_is_not_used_again() {
    let consent = Consent::new().await;
    consent.service.set(json!({"refreshRotation": "rotate"})).await;
    let endpoint = Endpoint::before(&consent.service.url()).await;
    let told = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&told);
    let login = consent.login(&endpoint).on_rotation(move |new| sink.lock().push(new.expose().to_owned()));
    let client = consent.client(login);
    for _ in 0..5 {
        // The server revokes the whole consent if a refresh token is used twice.
        consent.call(&client).await.unwrap();
        consent.expire().await;
    }
    let mut all = told.lock().clone();
    assert_eq!((all.len(), endpoint.requests()), (5, 5));
    // The last one is good for a program that starts later.
    let login = LoginWithAmazon::new(&consent.id, consent.secret.as_str(), all[4].as_str());
    consent.call(&consent.client(login.token_url(&endpoint.url))).await.unwrap();
    all.push(consent.refresh_token.clone());
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 6);
}

#[tokio::test]
async fn refresh_tokens_that_are_kept_or_left_out_are_used_again() {
    for rotation in ["keep", "omit"] {
        let consent = Consent::new().await;
        consent.service.set(json!({"refreshRotation": rotation})).await;
        let endpoint = Endpoint::before(&consent.service.url()).await;
        let login = consent.login(&endpoint).on_rotation(|_| unreachable!("nothing was rotated"));
        let client = consent.client(login);
        for _ in 0..3 {
            consent.call(&client).await.unwrap();
            consent.expire().await;
        }
        assert_eq!(endpoint.requests(), 3);
    }
}

/// The endpoint has replaced the refresh token when the only caller leaves.
#[tokio::test]
async fn a_caller_who_leaves_takes_no_refresh_token_along() {
    let consent = Consent::new().await;
    consent.service.set(json!({"refreshRotation": "rotate"})).await;
    let pass = pass(&consent.service.url());
    let go = Arc::new(tokio::sync::Semaphore::new(0));
    let (gate, asked) = (Arc::clone(&go), Arc::new(tokio::sync::Semaphore::new(0)));
    let reached = Arc::clone(&asked);
    let endpoint = Endpoint::start(move |body, _| {
        let (reply, gate, reached) = (pass(body), Arc::clone(&gate), Arc::clone(&reached));
        async move {
            let reply = reply.await;
            reached.add_permits(1);
            gate.acquire().await.unwrap().forget();
            reply
        }
    })
    .await;
    let client = consent.client(consent.login(&endpoint));
    let organization = consent.service.organization();
    let caller = tokio::spawn({
        let client = client.clone();
        async move { client.list_properties().organization_id(&organization).send().await.map(|_| ()) }
    });
    asked.acquire().await.unwrap().forget();
    caller.abort();
    assert!(caller.await.unwrap_err().is_cancelled());
    go.add_permits(100);
    consent.call(&client).await.unwrap();
    consent.expire().await;
    consent.call(&client).await.unwrap();
    assert_eq!(endpoint.requests(), 2);
}

#[tokio::test]
async fn refusals_keep_status_and_code_and_are_not_asked_for_again() {
    let consent = Consent::new().await;
    for (status, body, expected) in [
        (400, r#"{"error": "invalid_request", "error_description": "Atzr|quoted"}"#, "invalid_request"),
        (401, r#"{"error": "invalid_client"}"#, "invalid_client"),
        (400, r#"{"error": "invalid_grant"}"#, "invalid_grant"),
        (400, r#"{"error": "unauthorized_client"}"#, "unauthorized_client"),
        (400, r#"{"error": "unsupported_grant_type"}"#, "unsupported_grant_type"),
        (400, r#"{"error": "invalid_scope"}"#, "invalid_scope"),
        (403, "<html>", "without an error code"),
        (400, r#"{"error": "Atzr|quoted"}"#, "without an error code"),
        (302, "", "without an error code"),
    ] {
        let endpoint = Endpoint::start(move |_, _| async move { Reply::json(status, body) }).await;
        let error = consent.call(&consent.client(consent.login(&endpoint))).await.unwrap_err();
        let reason = reason(&error);
        let AuthError::Refused { status: found, code, .. } = &reason else { unreachable!("{reason:?}") };
        assert_eq!((*found, code.as_str()), (status, expected));
        assert_eq!((endpoint.requests(), error.attempts()), (1, 0), "{expected}");
        let shown = format!("{error} {error:?} {reason} {reason:?}");
        assert!(!shown.contains("Atzr") && !shown.contains(&consent.secret), "{shown}");
    }
}

#[tokio::test]
async fn the_servers_own_refusals_are_read() {
    let consent = Consent::new().await;
    let url = format!("{}/auth/o2/token", consent.service.url());
    for (secret, refresh_token, status, code) in [
        ("wrong", consent.refresh_token.as_str(), 401, "invalid_client"),
        (consent.secret.as_str(), "Atzr|unknown", 400, "invalid_grant"),
    ] {
        let login = LoginWithAmazon::new(&consent.id, secret, refresh_token).token_url(&url);
        let reason = reason(&consent.call(&consent.client(login)).await.unwrap_err());
        let AuthError::Refused { status: found, code: word, .. } = &reason else {
            unreachable!("{reason:?}")
        };
        assert_eq!((*found, word.as_str()), (status, code));
    }
}

/// What an endpoint does that is not well: `html` of a status, `drop`, or what is a token or none.
fn unwell(word: &str) -> Reply {
    match word {
        "drop" => Reply::Dropped,
        "503" => Reply::Is(503, "text/html", "<html>".to_owned()),
        "429" => Reply::json(429, "{}"),
        "500" => Reply::json(500, r#"{"error": "server_error"}"#),
        "html" => Reply::Is(200, "text/html", "<html>".to_owned()),
        "no token" => Reply::json(200, "{}"),
        "line break" => Reply::json(200, r#"{"access_token": "a\nb"}"#),
        "huge" => Reply::json(200, format!(r#"{{"access_token": "{}"}}"#, "a".repeat(70_000))),
        word => unreachable!("{word}"),
    }
}

#[tokio::test]
async fn an_endpoint_that_is_unwell_for_a_moment_is_asked_again() {
    let consent = Consent::new().await;
    let scripts = [["drop", "503"], ["500", "429"]].map(async |script| {
        let (pass, script) = (pass(&consent.service.url()), Mutex::new(VecDeque::from(script)));
        let endpoint = Endpoint::start(move |body, _| {
            let (reply, word) = (pass(body), script.lock().pop_front());
            async move {
                match word {
                    Some(word) => unwell(word),
                    None => reply.await,
                }
            }
        })
        .await;
        assert_eq!(consent.call(&consent.client(consent.login(&endpoint))).await.unwrap(), 1);
        assert_eq!(endpoint.requests(), 3);
    });
    futures_util::future::join_all(scripts).await;
}

#[tokio::test]
async fn an_endpoint_that_stays_unwell_is_an_error() {
    let consent = Consent::new().await;
    let cases = [
        ("drop", 3, "it cannot be reached"),
        ("503", 3, "it answered with 503"),
        ("429", 3, "it answered with 429"),
        ("500", 3, "it answered with 500"),
        ("huge", 3, "its answer is too large"),
        ("html", 1, "its answer with 200 is no token"),
        ("no token", 1, "its answer with 200 is no token"),
        ("line break", 1, "its access token cannot be sent in a header"),
    ];
    let cases = cases.map(async |(word, requests, expected)| {
        let endpoint = Endpoint::start(move |_, _| async move { unwell(word) }).await;
        let error = consent.call(&consent.client(consent.login(&endpoint))).await.unwrap_err();
        let AuthError::Unavailable { reason, source, .. } = reason(&error) else { unreachable!("{error:?}") };
        assert_eq!((reason.as_str(), endpoint.requests()), (expected, requests), "{word}");
        assert_eq!(source.is_some(), word == "drop");
    });
    futures_util::future::join_all(cases).await;
}

/// A port that nobody listens at.
#[tokio::test]
async fn an_endpoint_that_is_not_there_is_an_error() {
    let consent = Consent::new().await;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/auth/o2/token", listener.local_addr().unwrap());
    drop(listener);
    let login = LoginWithAmazon::new("client", "secret", "Atzr|x").token_url(url);
    let error = consent.call(&consent.client(login)).await.unwrap_err();
    assert!(matches!(reason(&error), AuthError::Unavailable { source: Some(_), .. }), "{error:?}");
}
