//! A running server, and its control API.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use asp_server::Running;
use asp_validation::Operation;
use asp_validation::exchange::{CheckedRequest, Exchanges};
use reqwest::{Client, Method, Url};
use serde_json::{Value, json};

use crate::ask::{Answer, Ask};
use crate::caller::Caller;

/// A running server.
#[derive(Clone)]
pub(crate) struct Server(Arc<Inner>);

struct Inner {
    running: Running,
    base: Url,
    http: Client,
    exchanges: Exchanges,
    /// Which operations gave which statuses.
    reached: Mutex<BTreeSet<(&'static str, u16)>>,
}

impl Server {
    pub(crate) fn new(running: Running) -> Self {
        let base = Url::parse(&format!("http://{}/", running.address)).unwrap();
        let http = Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let exchanges = Exchanges::new(&base);
        Self(Arc::new(Inner { running, base, http, exchanges, reached: Mutex::default() }))
    }

    /// The id of an organization that is there from the start.
    pub(crate) fn organization(&self) -> &str {
        &self.0.running.organization
    }

    /// Host and port.
    pub(crate) fn address(&self) -> std::net::SocketAddr {
        self.0.running.address
    }

    /// Which operations gave which statuses so far.
    pub(crate) fn reached(&self) -> BTreeSet<(&'static str, u16)> {
        self.0.reached.lock().unwrap().clone()
    }

    /// A request by nobody.
    pub(crate) fn ask(&self, method: &str, target: &str) -> Ask {
        let url = self.0.base.join(target).unwrap();
        Ask::new(self.clone(), reqwest::Request::new(method.parse().unwrap(), url))
    }

    /// Judges a request.
    pub(crate) fn check(&self, request: &reqwest::Request) -> CheckedRequest {
        self.0.exchanges.check_request(request)
    }

    /// Sends a request.
    pub(crate) async fn execute(&self, request: reqwest::Request) -> reqwest::Result<reqwest::Response> {
        self.0.http.execute(request).await
    }

    /// Keeps in mind that an operation gave a status.
    pub(crate) fn reach(&self, operation: Operation, status: u16) {
        self.0.reached.lock().unwrap().insert((operation.operation_id(), status));
    }

    /// A request to the control API, and what it answers.
    pub(crate) async fn try_control(&self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let url = self.0.base.join(&format!("/_emulator{path}")).unwrap();
        let mut request = self.0.http.request(method.parse::<Method>().unwrap(), url);
        if !body.is_null() {
            request = request.header("Content-Type", "application/json").body(body.to_string());
        }
        let answer = Answer::of(request.send().await.unwrap()).await;
        answer.has_the_shape_of_all(&format!("{method} {path}"));
        assert!(answer.text.is_empty() || !answer.json.is_null() || answer.text == "null", "{}", answer.text);
        (answer.status, answer.json)
    }

    /// A request to the control API that must succeed.
    pub(crate) async fn control(&self, method: &str, path: &str, body: Value) -> Value {
        let (status, answer) = self.try_control(method, path, &body).await;
        assert!((200..300).contains(&status), "{method} {path} {body}: {status} {answer}");
        answer
    }

    /// Sets switches.
    pub(crate) async fn set(&self, switches: Value) {
        self.control("PATCH", "/switches", switches).await;
    }

    /// Moves the clock.
    pub(crate) async fn advance(&self, milliseconds: u64) {
        self.control("POST", "/clock/advance", json!({"milliseconds": milliseconds})).await;
    }

    /// What the clock shows.
    pub(crate) async fn now(&self) -> i64 {
        self.control("GET", "/clock", Value::Null).await["now"].as_i64().unwrap()
    }

    /// Puts a fault in place; its number.
    pub(crate) async fn fault(&self, rule: Value) -> i64 {
        self.control("POST", "/faults", rule).await["number"].as_i64().unwrap()
    }

    /// A caller with new tokens. The body says whose; the first client and account if it is null.
    pub(crate) async fn caller(&self, whose: Value) -> Caller {
        let tokens = self.control("POST", "/tokens", whose).await;
        let text = |name: &str| tokens[name].as_str().unwrap().to_owned();
        Caller {
            server: self.clone(),
            client: text("client"),
            account: text("account"),
            token: text("accessToken"),
        }
    }

    /// The first client with the first account, which administers the first organization.
    pub(crate) async fn administrator(&self) -> Caller {
        self.caller(Value::Null).await
    }

    /// A new account with these roles, by unit, and a new client with these console grants; a caller of both.
    pub(crate) async fn newcomer(&self, roles: &[(&str, &[&str])], organizations: &[&str]) -> Caller {
        let account = self.control("POST", "/accounts", Value::Null).await["id"].as_str().unwrap().to_owned();
        for (unit, roles) in roles {
            self.control("PUT", &format!("/accounts/{account}/roles/{unit}"), json!({"roles": roles})).await;
        }
        let client = self.control("POST", "/clients", json!({"organizations": organizations})).await;
        self.caller(json!({"client": client["id"], "account": account})).await
    }

    /// A plain request to the same server, outside of the APIs.
    pub(crate) async fn fetch(&self, method: &str, path: &str) -> Answer {
        let url = self.0.base.join(path).unwrap();
        let response = self.0.http.request(method.parse().unwrap(), url).send().await.unwrap();
        let answer = Answer::of(response).await;
        // Errors of the token endpoint have a shape of their own.
        if path == "/auth/o2/token" {
            answer.has_a_request_id(path);
        } else {
            answer.has_the_shape_of_all(&format!("{method} {path}"));
        }
        answer
    }

    /// The token endpoint, with a body of a media type.
    pub(crate) async fn token(&self, media_type: &str, body: String) -> Answer {
        let url = self.0.base.join("/auth/o2/token").unwrap();
        let request = self.0.http.post(url).header("Content-Type", media_type).body(body);
        let answer = Answer::of(request.send().await.unwrap()).await;
        answer.has_a_request_id("the token endpoint");
        // Errors are those of RFC 6749, section 5.2.
        assert!(answer.status < 400 || answer.json["error"].is_string(), "{}", answer.text);
        answer
    }

    /// Stops it; whether all exchanges ended in time.
    pub(crate) async fn stop(self) -> bool {
        let inner =
            Arc::into_inner(self.0).unwrap_or_else(|| panic!("callers of the server are still there"));
        drop(inner.http);
        inner.running.shutdown().await
    }
}
