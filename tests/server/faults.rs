//! Faults, as a client meets them.

use asp_validation::Operation;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::caller::{Caller, NOBODY, Units, name};
use crate::server::Server;
use crate::stores::Stores;
use asp_server::test_support::kind::{Action, Kind, parts};

over_both_stores!(
    a_status_is_answered_and_the_operation_is_not_carried_out,
    a_page_of_html_is_answered_and_the_operation_is_not_carried_out,
    a_malformed_body_is_no_json_and_the_operation_is_carried_out,
    a_truncated_body_ends_too_early_and_the_operation_is_carried_out,
    an_answer_without_a_body_gets_one_that_is_broken,
    a_connection_is_dropped_before_the_commit,
    a_connection_is_dropped_after_the_commit,
    a_status_after_the_commit_hides_what_was_done,
    latency_passes_by_the_clock,
    latency_after_the_commit_delays_the_answer_alone,
    what_is_done_behind_a_latency_is_done_at_its_end,
    counts_and_skips_are_exact,
    the_same_seed_strikes_the_same_exchanges,
    faults_strike_the_operations_and_clients_they_name,
    faults_that_make_no_sense_are_refused,
);

async fn begin(stores: &Stores) -> (Server, Caller) {
    let server = stores.server().await;
    let caller = server.administrator().await;
    (server, caller)
}

/// What an operation changes would be seen in this.
async fn counts(server: &Server) -> Value {
    server.control("GET", "/state", Value::Null).await["units"].clone()
}

async fn a_status_is_answered_and_the_operation_is_not_carried_out(stores: &Stores) {
    let (server, caller) = begin(stores).await;
    let units = caller.units(server.organization()).await;
    let before = counts(&server).await;
    for (status, message) in [(500, None), (503, Some("come back later")), (418, Some("")), (404, None)] {
        let mut kind = json!({"type": "status", "status": status});
        if let Some(message) = message {
            kind["message"] = json!(message);
        }
        let number = server.fault(json!({"kind": kind})).await;
        for operation in Operation::ALL {
            let ask = caller.operate(*operation, &units);
            let is_create = parts(*operation).1 == Action::Create;
            let is_documented = status == 500 || status == 404 && !is_create;
            let answer = if is_documented { ask.send().await } else { ask.undocumented().send().await };
            let answer = answer.expect(status);
            assert!(message.is_none_or(|message| answer.message() == message), "{}", answer.text);
            assert!(answer.header("x-amzn-requestid").is_some());
        }
        server.control("DELETE", &format!("/faults/{number}"), Value::Null).await;
    }
    assert_eq!(counts(&server).await, before);
    caller.get(Kind::Room, &units.room).await.expect(200);
}

async fn a_page_of_html_is_answered_and_the_operation_is_not_carried_out(stores: &Stores) {
    let (server, caller) = begin(stores).await;
    server.fault(json!({"kind": {"type": "html", "status": 502}, "count": 1})).await;
    let ask = caller.ask("POST", Kind::Property.path());
    let body = Kind::Property.new_unit(server.organization(), "New");
    let answer = ask.json(&body).undocumented().send().await.expect(502);
    assert!(answer.header("content-type").unwrap().starts_with("text/html"));
    assert!(answer.text.starts_with("<html>"), "{}", answer.text);
    assert_eq!(caller.all(Kind::Property, server.organization()).await, []);
}

async fn a_malformed_body_is_no_json_and_the_operation_is_carried_out(stores: &Stores) {
    let (server, caller) = begin(stores).await;
    server.fault(json!({"kind": {"type": "malformed-body"}, "count": 2})).await;
    let body = Kind::Property.new_unit(server.organization(), "New");
    let ask = || caller.ask("POST", Kind::Property.path()).json(&body);
    let answer = ask().undocumented().send().await.expect(201);
    assert!(serde_json::from_str::<Value>(&answer.text).is_err(), "{}", answer.text);
    let list = caller.ask("GET", &Kind::Property.list(server.organization()));
    list.undocumented().send().await.expect(200);
    let units = caller.all(Kind::Property, server.organization()).await;
    assert_eq!(units.len(), 1);
    assert!(answer.header("location").unwrap().ends_with(&units[0].0));
}

async fn a_truncated_body_ends_too_early_and_the_operation_is_carried_out(stores: &Stores) {
    let (server, caller) = begin(stores).await;
    server
        .fault(json!({"kind": {"type": "truncated-body"}, "operations": ["createProperty"], "count": 1}))
        .await;
    let body = Kind::Property.new_unit(server.organization(), "New").to_string();
    let answer = raw(&caller, "POST", Kind::Property.path(), &body).await;
    ends_too_early(&answer, "201");
    assert_eq!(caller.all(Kind::Property, server.organization()).await.len(), 1);
    server
        .fault(json!({"kind": {"type": "truncated-body"}, "operations": ["createProperty"], "count": 1}))
        .await;
    let ask = caller.ask("POST", Kind::Property.path());
    let body = Kind::Property.new_unit(server.organization(), "New");
    assert!(ask.json(&body).try_send().await.is_none(), "half a body was taken for a whole one");
}

/// 204 has no body that could be broken, so it becomes 200.
async fn an_answer_without_a_body_gets_one_that_is_broken(stores: &Stores) {
    let (server, caller) = begin(stores).await;
    for kind in Kind::ALL {
        let units = caller.units(server.organization()).await;
        let (id, parent) = (units.id(kind), units.parent(kind));
        let strike = async |fault: &str| {
            server.fault(json!({"kind": {"type": fault}, "count": 1})).await;
        };
        strike("malformed-body").await;
        let body = kind.update(id, parent, "Malformed");
        let answer = caller.ask("PUT", &kind.at(id)).json(&body).undocumented().send().await.expect(200);
        assert!(!answer.text.is_empty(), "{kind:?}");
        assert!(serde_json::from_str::<Value>(&answer.text).is_err(), "{kind:?}: {}", answer.text);
        assert_eq!(answer.header("content-type"), Some("application/json"));
        assert_eq!(caller.get(kind, id).await.expect(200).json["name"], "Malformed");
        strike("truncated-body").await;
        let body = kind.update(id, parent, "Truncated").to_string();
        let answer = raw(&caller, "PUT", &kind.at(id), &body).await;
        ends_too_early(&answer, "200");
        assert_eq!(caller.get(kind, id).await.expect(200).json["name"], "Truncated");
        let new = caller.create(kind, parent, &name()).await;
        strike("truncated-body").await;
        ends_too_early(&raw(&caller, "DELETE", &kind.at(&new), "").await, "200");
        caller.get(kind, &new).await.expect(404);
    }
    // An error without a body is no other case.
    server.set(json!({"gatewayBody": "empty"})).await;
    server.fault(json!({"kind": {"type": "malformed-body"}, "count": 1})).await;
    let long = " ".repeat((1 << 20) + 1);
    let ask = caller.ask("POST", Kind::Room.path()).body("application/json", long);
    let answer = ask.broken().undocumented().send().await.expect(400);
    assert!(!answer.text.is_empty() && serde_json::from_str::<Value>(&answer.text).is_err());
}

/// That the answer has this status and less of a body than it announces, but some of it.
fn ends_too_early(answer: &str, status: &str) {
    assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
    let (head, part) = answer.split_once("\r\n\r\n").unwrap();
    let length: usize = head
        .lines()
        .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ").map(str::to_owned))
        .unwrap_or_else(|| panic!("{head}"))
        .parse()
        .unwrap();
    assert!(!part.is_empty() && part.len() < length, "{} of {length} bytes", part.len());
}

/// Sends a request over a connection of its own; everything that comes back.
async fn raw(caller: &Caller, method: &str, target: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(caller.server.address()).await.unwrap();
    let head = format!(
        "{method} {target} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        caller.server.address(),
        caller.token,
        body.len(),
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    // A connection that is cut may end with an error.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

async fn a_connection_is_dropped_before_the_commit(stores: &Stores) {
    dropped(stores, "dropped-before-commit", false).await;
}

async fn a_connection_is_dropped_after_the_commit(stores: &Stores) {
    dropped(stores, "dropped-after-commit", true).await;
}

async fn dropped(stores: &Stores, fault: &str, is_done: bool) {
    let (server, caller) = begin(stores).await;
    for kind in Kind::ALL {
        let units = caller.units(server.organization()).await;
        let parent = units.parent(kind);
        let before = caller.all(kind, parent).await.len();
        let drop = async |action: Action| {
            let operation = kind.operation(action);
            server
                .fault(json!({
                    "kind": {"type": fault}, "count": 1, "operations": [operation.operation_id()],
                }))
                .await;
        };
        let (new, renamed) = (name(), name());
        drop(Action::Create).await;
        let body = kind.new_unit(parent, &new).to_string();
        assert_eq!(raw(&caller, "POST", kind.path(), &body).await, "");
        let all = caller.all(kind, parent).await;
        assert_eq!(all.len(), before + usize::from(is_done), "{kind:?}");
        assert_eq!(all.iter().any(|(_, name)| *name == new), is_done);
        let target = kind.at(units.id(kind));
        drop(Action::Update).await;
        let body = kind.update(units.id(kind), parent, &renamed).to_string();
        assert_eq!(raw(&caller, "PUT", &target, &body).await, "");
        assert_eq!(caller.get(kind, units.id(kind)).await.json["name"] == renamed, is_done, "{kind:?}");
        drop(Action::Get).await;
        assert_eq!(raw(&caller, "GET", &target, "").await, "");
        let unit = caller.create(kind, parent, &name()).await;
        drop(Action::Delete).await;
        assert_eq!(raw(&caller, "DELETE", &kind.at(&unit), "").await, "");
        assert_eq!(caller.get(kind, &unit).await.status == 404, is_done, "{kind:?}");
    }
    // A client that sends no request twice sees one end of the connection.
    let number = server.fault(json!({"kind": {"type": fault}, "count": 5, "operations": ["getRoom"]})).await;
    assert!(caller.ask("GET", &Kind::Room.at(NOBODY)).try_send().await.is_none());
    assert_eq!(server.control("GET", &format!("/faults/{number}"), Value::Null).await["struck"], 1);
}

async fn a_status_after_the_commit_hides_what_was_done(stores: &Stores) {
    let (server, caller) = begin(stores).await;
    for kind in Kind::ALL {
        let units = caller.units(server.organization()).await;
        let (id, parent) = (units.id(kind), units.parent(kind));
        let strike = async |status: u16, message: &str| {
            server
                .fault(json!({
                    "kind": {"type": "status-after-commit", "status": status, "message": message}, "count": 1,
                }))
                .await
        };
        let (new, renamed) = (name(), name());
        strike(500, "lost").await;
        let answer =
            caller.ask("POST", kind.path()).json(&kind.new_unit(parent, &new)).send().await.expect(500);
        assert_eq!(answer.message(), "lost");
        assert_eq!(answer.header("location"), None, "{kind:?}");
        assert!(answer.header("x-amzn-requestid").is_some());
        let all = caller.all(kind, parent).await;
        let created = all.iter().find(|(_, name)| *name == new).unwrap_or_else(|| panic!("{kind:?}"));
        strike(503, "").await;
        let ask = caller.ask("PUT", &kind.at(id)).json(&kind.update(id, parent, &renamed));
        ask.undocumented().send().await.expect(503);
        assert_eq!(caller.get(kind, id).await.expect(200).json["name"], renamed);
        let number = strike(500, "lost").await;
        caller.ask("DELETE", &kind.at(&created.0)).send().await.expect(500);
        caller.get(kind, &created.0).await.expect(404);
        let fault = server.control("GET", &format!("/faults/{number}"), Value::Null).await;
        assert_eq!(fault["rule"]["kind"]["type"], "status-after-commit");
        assert_eq!(fault["struck"], 1);
        // What is refused anyway looks the same.
        strike(500, "lost").await;
        caller.get(kind, NOBODY).await.expect(500);
    }
}

async fn latency_passes_by_the_clock(stores: &Stores) {
    let (server, caller) = begin(stores).await;
    server.control("POST", "/clock/freeze", Value::Null).await;
    let rule =
        json!({"kind": {"type": "latency", "milliseconds": 20_000}, "operations": ["getRoom"], "count": 3});
    server.fault(rule).await;
    let waiting: Vec<_> = (0..3)
        .map(|_| {
            let caller = caller.clone();
            tokio::spawn(async move { caller.get(Kind::Room, NOBODY).await.status })
        })
        .collect();
    // Others are not held up.
    caller.get(Kind::Home, NOBODY).await.expect(404);
    while server.control("GET", "/faults", Value::Null).await[0]["drawn"] != 3 {}
    server.advance(19_999).await;
    // Whoever did not wait to the end is served before those who come later.
    for _ in 0..20 {
        caller.get(Kind::Home, NOBODY).await.expect(404);
    }
    assert!(waiting.iter().all(|waiting| !waiting.is_finished()));
    server.advance(1).await;
    for each in waiting {
        assert_eq!(each.await.unwrap(), 404);
    }
}

async fn what_is_done_behind_a_latency_is_done_at_its_end(stores: &Stores) {
    let (server, caller) = begin(stores).await;
    server.control("POST", "/clock/freeze", Value::Null).await;
    server.set(json!({"readDelay": 1_000})).await;
    let number = server
        .fault(json!({"kind": {"type": "latency", "milliseconds": 20_000}, "operations": ["createProperty"]}))
        .await;
    let creating = tokio::spawn({
        let (caller, organization) = (caller.clone(), server.organization().to_owned());
        async move { caller.create(Kind::Property, &organization, "New").await }
    });
    while server.control("GET", &format!("/faults/{number}"), Value::Null).await["drawn"] != 1 {}
    server.advance(20_000).await;
    let id = creating.await.unwrap();
    caller.get(Kind::Property, &id).await.expect(404);
    server.advance(1_000).await;
    caller.get(Kind::Property, &id).await.expect(200);
}

async fn latency_after_the_commit_delays_the_answer_alone(stores: &Stores) {
    let (server, caller) = begin(stores).await;
    server.control("POST", "/clock/freeze", Value::Null).await;
    for effect in ["latency-after-commit", "status-after-commit"] {
        let milliseconds = json!({"type": "latency-after-commit", "milliseconds": 20_000});
        server.fault(json!({"kind": milliseconds, "operations": ["createProperty"], "count": 1})).await;
        if effect == "status-after-commit" {
            // Latencies add up to what else happens.
            let kind = json!({"type": effect, "status": 500});
            server.fault(json!({"kind": kind, "operations": ["createProperty"], "count": 1})).await;
        }
        let creating = tokio::spawn({
            let (caller, organization) = (caller.clone(), server.organization().to_owned());
            let body = Kind::Property.new_unit(&organization, effect);
            async move { caller.ask("POST", Kind::Property.path()).json(&body).send().await.status }
        });
        let is_there = async || {
            let units = caller.all(Kind::Property, server.organization()).await;
            units.iter().any(|(_, name)| name == effect)
        };
        while !is_there().await {}
        server.advance(19_999).await;
        for _ in 0..20 {
            caller.get(Kind::Home, NOBODY).await.expect(404);
        }
        assert!(!creating.is_finished());
        server.advance(1).await;
        assert_eq!(creating.await.unwrap(), if effect == "status-after-commit" { 500 } else { 201 });
    }
    let metrics = server.fetch("GET", "/metrics").await.text;
    let counted = |word: &str| metrics.contains(&format!(r#"operation="createProperty",kind="{word}"}} 1"#));
    assert!(counted("latency-after-commit") && counted("status-after-commit"), "{metrics}");
}

async fn counts_and_skips_are_exact(stores: &Stores) {
    let (server, caller) = begin(stores).await;
    let rule = json!({"kind": {"type": "status", "status": 500}, "count": 7, "skip": 5});
    let number = server.fault(rule).await;
    let mut statuses = Vec::new();
    for _ in 0..20 {
        statuses.push(caller.get(Kind::Room, NOBODY).await.status);
    }
    let expected: Vec<u16> = (0..20).map(|at| if (5..12).contains(&at) { 500 } else { 404 }).collect();
    assert_eq!(statuses, expected);
    let fault = server.control("GET", &format!("/faults/{number}"), Value::Null).await;
    assert_eq!((&fault["struck"], &fault["rule"]["count"]), (&json!(7), &json!(7)));
    // With many at once just as well.
    let rule = json!({"kind": {"type": "status", "status": 500}, "count": 10});
    server.fault(rule).await;
    let tries: Vec<_> = (0..40)
        .map(|_| {
            let caller = caller.clone();
            tokio::spawn(async move { caller.get(Kind::Room, NOBODY).await.status })
        })
        .collect();
    let mut struck = 0;
    for each in tries {
        struck += usize::from(each.await.unwrap() == 500);
    }
    assert_eq!(struck, 10);
}

async fn the_same_seed_strikes_the_same_exchanges(stores: &Stores) {
    let (server, caller) = begin(stores).await;
    let mut runs = Vec::new();
    for seed in [7, 7, 8] {
        let rule = json!({"kind": {"type": "status", "status": 500}, "probability": 0.5, "seed": seed});
        let number = server.fault(rule).await;
        let mut run = Vec::new();
        for _ in 0..40 {
            run.push(caller.get(Kind::Room, NOBODY).await.status == 500);
        }
        server.control("DELETE", &format!("/faults/{number}"), Value::Null).await;
        runs.push(run);
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0], runs[2]);
    assert!(runs[0].contains(&true) && runs[0].contains(&false));
}

async fn faults_strike_the_operations_and_clients_they_name(stores: &Stores) {
    let (server, caller) = begin(stores).await;
    let other = server.newcomer(&[], &[]).await;
    server
        .fault(json!({
            "kind": {"type": "status", "status": 500},
            "operations": ["getRoom", "listHomes"],
            "client": caller.client,
        }))
        .await;
    for operation in Operation::ALL {
        let is_struck = ["getRoom", "listHomes"].contains(&operation.operation_id());
        let nobody = Units::same(NOBODY);
        let status = caller.operate(*operation, &nobody).send().await.status;
        assert_eq!(status == 500, is_struck, "{operation}");
        assert_ne!(other.operate(*operation, &nobody).send().await.status, 500, "{operation}");
    }
    server.control("DELETE", "/faults", Value::Null).await;
    caller.get(Kind::Room, NOBODY).await.expect(404);
}

async fn faults_that_make_no_sense_are_refused(stores: &Stores) {
    let (server, _caller) = begin(stores).await;
    let status = json!({"type": "status", "status": 500});
    for rule in [
        json!({}),
        json!({"kind": {"type": "flood"}}),
        json!({"kind": {"type": "status"}}),
        json!({"kind": {"type": "status", "status": 200}}),
        json!({"kind": {"type": "html", "status": 99}}),
        json!({"kind": {"type": "latency", "milliseconds": 0}}),
        json!({"kind": {"type": "status-after-commit", "status": 201}}),
        json!({"kind": {"type": "latency-after-commit", "milliseconds": 0}}),
        json!({"kind": {"type": "latency-after-commit", "milliseconds": 86_400_001}}),
        json!({"kind": status, "probability": 0}),
        json!({"kind": status, "probability": 1.1}),
        json!({"kind": status, "count": 0}),
        json!({"kind": status, "operations": []}),
        json!({"kind": status, "operations": ["getRooms"]}),
        json!({"kind": status, "more": 1}),
    ] {
        let (status, answer) = server.try_control("POST", "/faults", &rule).await;
        assert_eq!(status, 400, "{rule}: {answer}");
        assert!(answer["message"].is_string());
    }
    assert_eq!(server.control("GET", "/faults", Value::Null).await, json!([]));
}
