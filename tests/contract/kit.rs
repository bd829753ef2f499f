//! The contract kit against the reference server: it passes whole, leaves nothing behind, and finds faults.

use std::time::Duration;

use asp_contract::{CaseResult, ControlApi, Report, Settings, Target, Tenant, run, suites};
use asp_server::Running;
use asp_server::settings::Database;
use reqwest::{Client, Url};
use serde_json::{Value, json};

struct Server {
    running: Running,
    client: Client,
    base: Url,
    _folder: tempfile::TempDir,
}

impl Server {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = asp_server::Settings::default();
        settings.listen.set_port(0);
        settings.database = Database::Sqlite(folder.path().join("asp.sqlite"));
        let running = asp_server::start(settings).await.unwrap();
        let base = Url::parse(&format!("http://{}/", running.address)).unwrap();
        let client =
            Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { running, client, base, _folder: folder }
    }

    async fn control(&self, method: &str, path: &str, body: Value) -> Value {
        let url = self.base.join(&format!("/_emulator{path}")).unwrap();
        let request = self.client.request(method.parse().unwrap(), url);
        let request = request.header("Content-Type", "application/json").body(body.to_string());
        let response = request.send().await.unwrap();
        assert!(response.status().is_success(), "{method} {path}: {}", response.status());
        serde_json::from_slice(&response.bytes().await.unwrap()).unwrap_or_default()
    }

    async fn run(&self, only: &[&str]) -> Report {
        let target = Target {
            base_url: self.base.clone(),
            own: Tenant { organization: self.running.organization.clone(), token: String::new() },
            other: None,
            expired: None,
            ungranted: None,
        };
        let control = ControlApi::new(self.client.clone(), &self.base, None);
        assert!(control.is_there().await);
        let settings = Settings {
            at_once: 8,
            patience: Duration::from_secs(20),
            only: only.iter().map(|&only| only.to_owned()).collect(),
            name: "test".to_owned(),
        };
        run(suites().unwrap(), self.client.clone(), target, Some(control), settings).await.unwrap()
    }

    /// What is there besides the organization that is there from the start.
    async fn state(&self) -> Value {
        let state = self.control("GET", "/state", Value::Null).await;
        let people = ["/clients", "/accounts", "/organizations", "/faults"];
        let mut counts = vec![state["units"].clone(), state["switches"].clone()];
        for path in people {
            counts.push(self.control("GET", path, Value::Null).await.as_array().unwrap().len().into());
        }
        Value::Array(counts)
    }
}

fn failures(report: &Report) -> Vec<String> {
    let line = |(outcome, failure): (&asp_contract::Outcome, &asp_contract::Failure)| {
        let asp_contract::Failure { step, request, expected, got, .. } = failure;
        format!("{}, step {step}, {request}: expected {expected}, got {got}", outcome.case)
    };
    report.failed().map(line).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_kit_passes_whole_on_the_reference_server_and_leaves_nothing_behind() {
    let server = Server::start().await;
    let before = server.state().await;
    let report = server.run(&[]).await;
    assert_eq!(failures(&report), Vec::<String>::new());
    let total: usize = suites().unwrap().iter().map(|suite| suite.cases.len()).sum();
    assert_eq!(report.passed(), total, "none is skipped");
    assert_eq!(report.left, Vec::<String>::new());
    assert_eq!(server.state().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_is_found_and_said_as_it_shows() {
    let server = Server::start().await;
    for (fault, symptom) in [
        (json!({"type": "status", "status": 500}), "status 500"),
        (json!({"type": "status-after-commit", "status": 500}), "status 500"),
        (json!({"type": "html", "status": 502}), "status 502 <"),
        (json!({"type": "malformed-body"}), "is no valid JSON"),
        (json!({"type": "truncated-body"}), "closed in the middle of the body"),
        (json!({"type": "dropped-before-commit"}), "closed without an answer"),
        (json!({"type": "dropped-after-commit"}), "closed without an answer"),
    ] {
        let rule = json!({"operations": ["getRoom"], "kind": fault});
        let number = server.control("POST", "/faults", rule).await["number"].clone();
        let report = server.run(&["getRoom.status.200"]).await;
        server.control("DELETE", &format!("/faults/{number}"), Value::Null).await;
        let failures = failures(&report);
        assert!(failures.len() == 1 && failures[0].contains(symptom), "{fault}: {failures:?}");
    }
    let report = server.run(&["getRoom.status.200"]).await;
    assert!(matches!(report.outcomes[0].result, CaseResult::Passed), "{:?}", failures(&report));
}
