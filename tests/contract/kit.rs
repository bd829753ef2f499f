//! The contract kit against the reference server: it passes whole, leaves nothing behind, and finds faults.

use std::collections::BTreeSet;
use std::time::Duration;

use asp_cases::Checks;
use asp_contract::{CaseResult, ControlApi, Report, Settings, Target, Tenant, run, suites};
use asp_server::Running;
use asp_server::settings::Database;
use asp_server::test_support::postgres::Schema;
use asp_spec::{Node, Pointer};
use reqwest::{Client, Url};
use serde_json::{Value, json};

struct Server {
    running: Running,
    client: Client,
    base: Url,
    /// What it keeps everything in.
    _store: Store,
}

/// Gone with the value.
enum Store {
    Sqlite(tempfile::TempDir),
    Postgres(Schema),
}

impl Server {
    async fn start(store: Store) -> Self {
        let mut settings = asp_server::Settings::default();
        settings.listen.set_port(0);
        settings.database = match &store {
            Store::Sqlite(folder) => Database::Sqlite(folder.path().join("asp.sqlite")),
            Store::Postgres(schema) => schema.url().parse().unwrap(),
        };
        let running = asp_server::start(settings).await.unwrap();
        let base = Url::parse(&format!("http://{}/", running.address)).unwrap();
        let client =
            Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { running, client, base, _store: store }
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
        run(suites().unwrap(), self.client.clone(), target, Some(control), settings, &|_| ()).await.unwrap()
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

#[test]
fn every_case_says_what_it_checks() {
    let document = asp_tests::document();
    let root = asp_tests::root().join("openapi");
    let mut facts = BTreeSet::new();
    for file in std::fs::read_dir(root.join("documented")).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let page = asp_documented::Page::from_toml(&text).unwrap();
        facts.extend(page.facts().map(|fact| fact.to_string()));
    }
    let errata = std::fs::read_to_string(root.join("errata.toml")).unwrap();
    let errata = asp_documented::Errata::from_toml(&errata).unwrap();
    for case in suites().unwrap().iter().flat_map(|suite| &suite.cases) {
        let Checks { pointers, facts: stated, errata: explained } = &case.checks;
        assert!(!pointers.is_empty(), "{}", case.id);
        assert!(!stated.is_empty() || !explained.is_empty(), "{}", case.id);
        for pointer in pointers {
            let is_there = Pointer::parse(pointer).is_some_and(|pointer| document.at(&pointer).is_some());
            assert!(is_there, "{}: {pointer}", case.id);
        }
        assert!(stated.iter().all(|fact| facts.contains(fact)), "{}: {stated:?}", case.id);
        let is_known = |id: &String| errata.errata.iter().any(|erratum| erratum.id == *id);
        assert!(explained.iter().all(is_known), "{}: {explained:?}", case.id);
    }
}

#[test]
fn every_status_and_every_constraint_on_requests_has_a_case() {
    let document = asp_tests::document();
    let cases: Vec<_> = suites().unwrap().into_iter().flat_map(|suite| suite.cases).collect();
    let ids: BTreeSet<_> = cases.iter().map(|case| case.id.as_str()).collect();
    let checked: BTreeSet<_> = cases.iter().flat_map(|case| &case.checks.pointers).collect();
    let mut statuses = 0;
    for operation in document.operations() {
        let label = operation.label();
        for (status, _) in operation.responses() {
            statuses += 1;
            assert!(ids.contains(format!("{label}.status.{status}").as_str()), "{label} {status}");
        }
        for parameter in operation.parameters() {
            has_cases(&parameter.get("schema").unwrap().resolve(), &checked);
        }
        let body = operation.request_body();
        let content =
            body.as_ref().and_then(|body| body.get("content")?.get("application/json")?.get("schema"));
        if let Some(schema) = content.map(|schema| schema.resolve()) {
            has_cases(&schema, &checked);
            for required in schema.get("required").unwrap().items() {
                assert!(checked.contains(&required.pointer().as_str().to_owned()), "{}", required.pointer());
            }
            for (_, member) in schema.get("properties").unwrap().entries() {
                has_cases(&member.resolve(), &checked);
            }
        }
    }
    assert_eq!(statuses, 170);
}

/// Each keyword that constrains a value is checked by a case. Any text is a string in a path and in a query, and so is an
/// `int32` if it is between its bounds.
fn has_cases(schema: &Node<'_>, checked: &BTreeSet<&String>) {
    for keyword in ["minimum", "maximum", "minLength", "maxLength", "pattern"] {
        if schema.has(keyword) {
            let pointer = schema.pointer().join(keyword);
            assert!(checked.contains(&pointer.as_str().to_owned()), "{pointer}");
        }
    }
}

async fn passes_whole_and_leaves_nothing_behind(store: Store) {
    let server = Server::start(store).await;
    let before = server.state().await;
    let report = server.run(&[]).await;
    assert_eq!(failures(&report), Vec::<String>::new());
    let total: usize = suites().unwrap().iter().map(|suite| suite.cases.len()).sum();
    assert_eq!(report.passed(), total, "none is skipped");
    assert_eq!(report.left, Vec::<String>::new());
    assert_eq!(server.state().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_kit_passes_whole_over_sqlite_and_leaves_nothing_behind() {
    passes_whole_and_leaves_nothing_behind(Store::Sqlite(tempfile::tempdir().unwrap())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_kit_passes_whole_over_postgres_and_leaves_nothing_behind() {
    if let Some(schema) = Schema::new().await {
        passes_whole_and_leaves_nothing_behind(Store::Postgres(schema)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_is_found_and_said_as_it_shows() {
    let server = Server::start(Store::Sqlite(tempfile::tempdir().unwrap())).await;
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
