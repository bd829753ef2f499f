//! `asp contract` as a process, against a server in this one.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::{Command, Output, Stdio};

use asp_server::Running;
use asp_server::settings::Database;
use assert_cmd::cargo::cargo_bin;
use serde_json::Value;
use tempfile::TempDir;

async fn server() -> (Running, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = asp_server::Settings::default();
    settings.listen.set_port(0);
    settings.database = Database::Sqlite(folder.path().join("asp.sqlite"));
    (asp_server::start(settings).await.unwrap(), folder)
}

/// The command without what the environment of the test says.
fn asp(arguments: &[&str]) -> Output {
    let mut command = Command::new(cargo_bin("asp"));
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("ASP_")) {
            command.env_remove(name);
        }
    }
    command.env("NO_PROXY", "127.0.0.1").args(arguments).stdin(Stdio::null()).output().unwrap()
}

fn run(address: &str, organization: &str, more: &[&str]) -> (Option<i32>, String, String) {
    let url = format!("http://{address}");
    let mut arguments = vec!["contract", "run", "--base-url", &url, "--organization", organization];
    arguments.extend(more);
    let Output { status, stdout, stderr } = asp(&arguments);
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_says_what_passed_and_what_failed_by_its_exit_code_too() {
    let (server, _folder) = server().await;
    let address = server.address.to_string();
    let only = ["--only", "createRoom."];
    let (code, text, errors) = run(&address, &server.organization, &only);
    assert_eq!((code, errors.as_str()), (Some(0), ""), "{text}");
    assert!(text.contains(" passed, 0 failed, 0 skipped, with "), "{text}");

    let (code, json, _) =
        run(&address, &server.organization, &["--only", "getRoom.status.200", "--format", "json"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((code, &json["outcomes"][0]["result"]), (Some(0), &Value::from("passed")));

    // An organization that nobody knows: nothing can be created in it.
    let (code, text, errors) = run(&address, "amzn1.alexa.unit.did.ANOBODY", &only);
    assert_eq!(code, Some(1), "{text}");
    assert!(errors.starts_with("error: the control API answered PUT /accounts/"), "{errors}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_is_shown_with_the_step_and_the_pointer_and_exits_with_4() {
    let (server, _folder) = server().await;
    let url = format!("http://{}/_emulator/faults", server.address);
    let fault = r#"{"operations": ["getRoom"], "kind": {"type": "malformed-body"}}"#;
    let request = reqwest::Client::new().post(url).header("Content-Type", "application/json").body(fault);
    assert!(request.send().await.unwrap().status().is_success());
    let address = server.address.to_string();
    let (code, text, _) = run(&address, &server.organization, &["--only", "getRoom.status.200"]);
    assert_eq!(code, Some(4), "{text}");
    let expected = [
        "failed getRoom.status.200: getRoom answers 200",
        "  step 1, GET /enterprise/hospitality/v1/rooms/{{room}}",
        "  expected an answer 200 that keeps the document",
    ];
    assert_eq!(text.lines().take(3).collect::<Vec<_>>(), expected);
    let (code, xml, _) =
        run(&address, &server.organization, &["--only", "getRoom.status.200", "--format", "junit"]);
    assert!(code == Some(4) && xml.contains("failures=\"1\""), "{xml}");
}

#[test]
fn without_a_control_api_nothing_is_sent_and_it_is_said_what_to_do() {
    // A port that nobody listens at: the system has just given it away and taken it back.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (code, text, errors) = run(&free.to_string(), "amzn1.alexa.unit.did.A", &[]);
    assert_eq!((code, text.as_str()), (Some(1), ""));
    assert!(errors.contains("start a reference server with `asp serve`"), "{errors}");
}

#[test]
fn the_cases_are_listed() {
    let Output { status, stdout, .. } = asp(&["contract", "cases"]);
    let text = String::from_utf8(stdout).unwrap();
    assert!(status.success() && text.lines().count() > 700);
    assert!(text.lines().any(|line| line == "createRoom.status.201\tcreateRoom answers 201"), "{text}");
}
