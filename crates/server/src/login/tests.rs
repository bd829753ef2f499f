//! The token endpoint over a store, from request to answer.

mod grants;
mod issuing;
mod requests;

use std::sync::Arc;

use http_body_util::BodyExt as _;

use super::*;
use crate::clock::Clock;
use crate::store::sessions::{self, Session};
use crate::switches::{RefreshRotation, Switches};

const FORM: &str = "application/x-www-form-urlencoded";
const START: i64 = 1_700_000_000_000;
const CLIENT: (&str, &str) = ("client-1", "secret-1");
const URI: &str = "https://client.example/return?a=b&c";

/// A store with two clients and an account, and a clock that stands still.
struct Stand {
    store: Store,
    control: Control,
}

/// What came back.
struct Answer {
    status: StatusCode,
    headers: http::HeaderMap,
    body: Value,
}

impl Answer {
    fn text(&self, name: &str) -> &str {
        self.body[name].as_str().unwrap_or_else(|| panic!("no {name} in {}", self.body))
    }

    fn refused(&self) -> (u16, &str) {
        (self.status.as_u16(), self.text("error"))
    }
}

impl Stand {
    async fn new() -> Self {
        let store = Store::at(":memory:").await.unwrap();
        let mut steps = vec![Step::some("INSERT INTO account (id) VALUES ($1)", ["account-1".into()])];
        for (client, secret) in [CLIENT, ("client-2", "secret: 2")] {
            let values = [client.into(), hash(secret).into()];
            steps.push(Step::some("INSERT INTO client (id, secret_hash) VALUES ($1, $2)", values));
        }
        store.write(steps).await.unwrap();
        let clock = Clock { ahead: 0, frozen_at: Some(START) };
        Self { store, control: Control { clock, ..Control::default() } }
    }

    fn at(mut self, milliseconds: i64) -> Self {
        self.control.clock.frozen_at = Some(START + milliseconds);
        self
    }

    fn rotation(mut self, refresh_rotation: RefreshRotation) -> Self {
        self.control.switches = Switches { refresh_rotation, ..self.control.switches };
        self
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let (parts, body) = token(&self.store, &self.control, request).await.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer { status: parts.status, headers: parts.headers, body: serde_json::from_slice(&body).unwrap() }
    }

    async fn post(&self, pairs: &[(&str, &str)]) -> Answer {
        let body: Vec<String> =
            pairs.iter().map(|(name, value)| format!("{name}={}", percent(value))).collect();
        let request = Request::post(PATH).header(CONTENT_TYPE, FORM);
        self.send(request.body(body.join("&").into()).unwrap()).await
    }

    async fn exchange(&self, (client, secret): (&str, &str), code: &str) -> Answer {
        let pairs = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", URI),
            ("client_id", client),
            ("client_secret", secret),
        ];
        self.post(&pairs).await
    }

    async fn refresh(&self, token: &str, more: &[(&str, &str)]) -> Answer {
        let (client, secret) = CLIENT;
        let pairs = [
            ("grant_type", "refresh_token"),
            ("refresh_token", token),
            ("client_id", client),
            ("client_secret", secret),
        ];
        self.post(&[&pairs, more].concat()).await
    }

    async fn code(&self) -> Secret {
        let scope = Scopes::MANAGEMENT;
        issue_code(&self.store, START, CLIENT.0, "account-1", scope, Some(URI)).await.unwrap()
    }

    async fn tokens(&self, scope: &str) -> (Secret, Secret) {
        let scope = Scopes::parse(scope).unwrap();
        let issued = issue_tokens(&self.store, START, 60_000, CLIENT.0, "account-1", scope).await.unwrap();
        (issued.access_token, issued.refresh_token.unwrap())
    }

    async fn session(&self, token: &str) -> Option<Arc<sessions::Token>> {
        let Session { token, .. } = sessions::session(&self.store, Some(&hash(token))).await.unwrap();
        token
    }
}

fn percent(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
