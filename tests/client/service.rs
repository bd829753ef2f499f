//! A running reference server, its control API, and clients of it.

use asp_client::ids::OrganizationId;
use asp_client::{Client, ClientBuilder, RetryPolicy, Token};
use asp_server::settings::Database;
use asp_server::{Running, Settings};
use serde_json::Value;
use std::time::Duration;
use tempfile::TempDir;

/// A reference server of one test, gone with it.
pub(crate) struct Service {
    running: Running,
    http: reqwest::Client,
    _folder: TempDir,
}

impl Service {
    /// Starts one with an organization, an account that administers it, and a client of Login with Amazon.
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = Settings::default();
        settings.listen.set_port(0);
        settings.database = Database::Sqlite(folder.path().join("asp.sqlite"));
        let running = asp_server::start(settings).await.unwrap();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { running, http, _folder: folder }
    }

    /// Where it answers.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.running.address)
    }

    /// The organization that is there from the start.
    pub(crate) fn organization(&self) -> OrganizationId {
        self.running.organization.parse().unwrap()
    }

    /// A request to the control API that must succeed.
    pub(crate) async fn control(&self, method: &str, path: &str, body: Value) -> Value {
        let url = format!("{}/_emulator{path}", self.url());
        let mut request = self.http.request(method.parse().unwrap(), url);
        if !body.is_null() {
            request = request.json(&body);
        }
        let response = request.send().await.unwrap();
        let (status, text) = (response.status(), response.text().await.unwrap());
        assert!(status.is_success(), "{method} {path} {body}: {status} {text}");
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// Puts a fault in place.
    pub(crate) async fn fault(&self, rule: Value) {
        self.control("POST", "/faults", rule).await;
    }

    /// Sets switches.
    pub(crate) async fn set(&self, switches: Value) {
        self.control("PATCH", "/switches", switches).await;
    }

    /// New tokens of the first client and account: `accessToken`, `refreshToken`, `client`, ...
    pub(crate) async fn tokens(&self) -> Value {
        self.control("POST", "/tokens", Value::Null).await
    }

    /// A builder of clients that may do all in the organization and wait milliseconds rather than seconds.
    pub(crate) async fn builder(&self) -> ClientBuilder {
        let tokens = self.tokens().await;
        let token = Token::new(tokens["accessToken"].as_str().unwrap()).unwrap();
        Client::builder().base_url(self.url()).credentials(token).retry(quick())
    }

    /// A client that may do all in the organization and waits milliseconds rather than seconds.
    pub(crate) async fn client(&self) -> Client {
        self.builder().await.build().unwrap()
    }

    /// The exchanges that the server has seen of an operation, oldest first.
    pub(crate) async fn exchanges(&self, operation: &str) -> Vec<Value> {
        let log = self.control("GET", "/exchanges", Value::Null).await;
        log.as_array()
            .cloned()
            .unwrap()
            .into_iter()
            .filter(|exchange| exchange["operation"] == operation)
            .collect()
    }
}

/// A policy whose waits are milliseconds rather than seconds.
pub(crate) fn quick() -> RetryPolicy {
    RetryPolicy::default().waits(Duration::from_millis(1), Duration::from_millis(20))
}
