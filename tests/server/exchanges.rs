//! The log of exchanges, with the verdicts of both sides, and that no secret gets out.

use asp_validation::Operation;
use serde_json::{Value, json};

use crate::caller::{NOBODY, Units};
use crate::stores::Stores;
use asp_server::test_support::kind::Kind;

over_both_stores!(
    exchanges_are_logged_with_the_verdicts_of_both_sides,
    a_truncated_response_is_logged_as_far_as_it_went_out,
    the_log_is_asked_for_parts,
    the_log_keeps_the_newest_and_stays_bounded,
    no_secret_is_in_anything_that_is_shown,
);

async fn exchanges_are_logged_with_the_verdicts_of_both_sides(stores: &Stores) {
    let server = stores.server().await;
    let caller = server.administrator().await;
    let units = caller.units(server.organization()).await;
    server.control("DELETE", "/exchanges", Value::Null).await;
    let found = caller.get(Kind::Room, &units.room).await.expect(200);
    let body = json!({"name": "with spaces", "roomTypeId": units.room_type});
    caller.ask("POST", Kind::Room.path()).json(&body).broken().send().await.expect(400);
    server.fault(json!({"kind": {"type": "malformed-body"}, "count": 1})).await;
    caller.ask("GET", &Kind::Room.at(&units.room)).undocumented().send().await.expect(200);
    server.fault(json!({"kind": {"type": "dropped-after-commit"}, "count": 1})).await;
    assert!(caller.ask("GET", &Kind::Room.at(&units.room)).try_send().await.is_none());
    caller.ask("GET", "/nowhere").broken().send().await.expect(404);
    let log = server.control("GET", "/exchanges", Value::Null).await;
    let log = log.as_array().unwrap();
    let summary: Vec<_> = log
        .iter()
        .map(|exchange| {
            json!([
                exchange["operation"],
                exchange["request"]["verdict"]["verdict"],
                exchange["response"]["status"],
                exchange["response"]["verdict"]["verdict"],
            ])
        })
        .collect();
    assert_eq!(
        summary,
        [
            json!(["getRoom", "valid", 200, "valid"]),
            json!(["createRoom", "violations", 400, "valid"]),
            json!(["getRoom", "valid", 200, "violations"]),
            json!(["getRoom", "valid", null, null]),
            json!([null, "notJudged", 404, "notJudged"]),
        ]
    );
    assert_eq!(log[0]["requestId"], found.header("x-amzn-requestid").unwrap());
    assert_eq!(log[0]["client"], caller.client);
    assert_eq!(log[0]["request"]["target"], Kind::Room.at(&units.room));
    assert_eq!(log[0]["response"]["body"]["text"], found.text);
    assert_eq!(log[1]["request"]["body"]["text"], body.to_string());
    assert_eq!(log[2]["faults"].as_array().unwrap().len(), 1);
}

async fn a_truncated_response_is_logged_as_far_as_it_went_out(stores: &Stores) {
    let server = stores.server().await;
    let caller = server.administrator().await;
    let units = caller.units(server.organization()).await;
    let whole = caller.get(Kind::Room, &units.room).await.expect(200).text;
    server.control("DELETE", "/exchanges", Value::Null).await;
    let number = server.fault(json!({"kind": {"type": "truncated-body"}, "count": 2})).await;
    assert!(caller.ask("GET", &Kind::Room.at(&units.room)).try_send().await.is_none());
    let rename = caller.ask("PUT", &Kind::Room.at(&units.room)).json(&json!({"name": "New"}));
    assert!(rename.try_send().await.is_none());
    let log = server.control("GET", "/exchanges", Value::Null).await;
    let [get, update] = log.as_array().unwrap().as_slice() else { panic!("{log}") };
    let body = &get["response"]["body"];
    assert_eq!((&body["length"], &body["cut"]), (&json!(whole.len()), &json!(true)), "{get}");
    let part = body["text"].as_str().unwrap();
    assert!(!part.is_empty() && part.len() < whole.len() && whole.starts_with(part), "{get}");
    // The status is the one that went out.
    assert_eq!(
        (&update["response"]["status"], &update["response"]["body"]["cut"]),
        (&json!(200), &json!(true))
    );
    for exchange in [get, update] {
        assert_eq!(exchange["faults"], json!([number]));
        assert_eq!(exchange["request"]["verdict"]["verdict"], "valid", "{exchange}");
        let verdict = &exchange["response"]["verdict"];
        assert_eq!(
            (&verdict["verdict"], &verdict["why"]),
            (&json!("notJudged"), &json!("failed")),
            "{verdict}"
        );
    }
}

async fn the_log_is_asked_for_parts(stores: &Stores) {
    let server = stores.server().await;
    let caller = server.administrator().await;
    let other = server.newcomer(&[], &[]).await;
    server.control("DELETE", "/exchanges", Value::Null).await;
    for operation in Operation::ALL {
        caller.operate(*operation, &Units::same(NOBODY)).send().await;
    }
    let last = other.get(Kind::Room, NOBODY).await;
    let id = last.header("x-amzn-requestid").unwrap();
    caller.ask("GET", Kind::Room.path()).broken().send().await;
    let count = async |query: &str| {
        server.control("GET", &format!("/exchanges?{query}"), Value::Null).await.as_array().unwrap().len()
    };
    assert_eq!(count("").await, 27);
    assert_eq!(count("operation=getRoom").await, 2);
    assert_eq!(count(&format!("client={}", other.client)).await, 1);
    assert_eq!(count(&format!("requestId={id}")).await, 1);
    assert_eq!(count("invalid=true").await, 1);
    assert_eq!(count("status=404").await, 21);
    assert_eq!(count("operation=getRoom&status=404&last=1").await, 1);
    for bad in ["operation=getRooms", "status=x", "invalid=1", "first=1"] {
        assert_eq!(
            server.try_control("GET", &format!("/exchanges?{bad}"), &Value::Null).await.0,
            400,
            "{bad}"
        );
    }
}

async fn the_log_keeps_the_newest_and_stays_bounded(stores: &Stores) {
    let server = stores
        .server_with(|settings| {
            settings.exchanges = 20;
            settings.exchange_bytes = 100_000;
        })
        .await;
    let caller = server.administrator().await;
    let units = caller.units(server.organization()).await;
    for _ in 0..50 {
        caller.get(Kind::Room, &units.room).await.expect(200);
    }
    let last = caller.get(Kind::Home, &units.home).await;
    let log = server.control("GET", "/exchanges", Value::Null).await;
    let log = log.as_array().unwrap();
    assert_eq!(log.len(), 20);
    assert_eq!(log[19]["requestId"], last.header("x-amzn-requestid").unwrap());
    for _ in 0..20 {
        caller.rename(Kind::Property, &units.property, "", &"x".repeat(50_000)).await.expect(204);
    }
    let state = server.control("GET", "/state", Value::Null).await;
    assert!(state["exchangeBytes"].as_u64().unwrap() <= 100_000, "{state}");
    assert!(state["exchanges"].as_u64().unwrap() >= 1, "{state}");
}

/// Sends secrets to every place that takes them, and to some that don't, and looks for them wherever something is shown.
async fn no_secret_is_in_anything_that_is_shown(stores: &Stores) {
    let server = stores.server().await;
    let caller = server.administrator().await;
    let units = caller.units(server.organization()).await;
    let client = server.control("POST", "/clients", Value::Null).await;
    let code = server.control("POST", "/codes", json!({"client": client["id"]})).await;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let (id, secret, code) = (text(&client["id"]), text(&client["secret"]), text(&code["code"]));
    let mut shown = String::new();
    let body = json!({
        "grant_type": "authorization_code", "code": code, "client_id": id, "client_secret": secret,
    });
    let given = server.token("application/json", body.to_string()).await.expect(200);
    let (access, refresh) = (text(&given.json["access_token"]), text(&given.json["refresh_token"]));
    let secrets = [&secret, &code, &access, &refresh, &caller.token];
    shown += &server.token("application/json", body.to_string()).await.text;
    for token in [&access, &caller.token, &refresh] {
        let bearer = format!("Bearer {token}");
        for target in [Kind::Room.at(&units.room), Kind::Room.list(&units.room_type)] {
            shown += &server.ask("GET", &target).header("Authorization", &bearer).send().await.text;
        }
        let twice =
            server.ask("GET", &Kind::Room.at(NOBODY)).header("Authorization", &format!("{bearer} {token}"));
        shown += &twice.send().await.text;
        let bare = server.ask("GET", &Kind::Room.at(NOBODY)).header("Authorization", token);
        shown += &bare.send().await.text;
        let header = caller.ask("GET", &Kind::Room.at(NOBODY)).header("X-Amz-Access-Token", token);
        shown += &header.header("Cookie", &format!("token={token}")).send().await.text;
    }
    for path in ["/exchanges", "/state", "/switches", "/faults", "/clients", "/accounts", "/organizations"] {
        shown += &server.control("GET", path, Value::Null).await.to_string();
    }
    let log = server.control("GET", "/exchanges", Value::Null).await.to_string();
    assert!(log.contains("authorization"), "the header is logged, without its value");
    for path in ["/metrics", "/healthz", "/readyz"] {
        shown += &server.fetch("GET", path).await.text;
    }
    for secret in secrets {
        assert!(!shown.contains(secret.as_str()), "a secret is shown");
        // Not even the better part of it.
        let part = &secret[..secret.len().min(24)];
        assert!(!shown.contains(part), "a part of a secret is shown");
    }
}
