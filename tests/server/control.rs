//! Who may use the control API, and starting over.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use asp_server::settings::{ControlApi, Secret};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::caller::name;
use crate::server::Server;
use crate::stores::Stores;
use asp_server::test_support::kind::Kind;

over_both_stores!(
    the_control_api_is_for_programs_on_this_machine,
    with_a_key_it_is_for_those_who_know_it,
    it_can_be_turned_off,
    a_reset_puts_everything_back_and_returns_what_is_there,
    a_seed_is_written_whole_or_not_at_all,
    tokens_are_for_a_client_and_an_account_that_fit_each_other,
    a_reset_under_load_leaves_nothing_half_done,
    twenty_thousand_units_are_seeded_and_reset,
    its_document_has_every_path_that_it_answers,
    the_rules_name_every_switch_and_operation,
    health_is_told_without_a_token,
);

/// The status of a request with exactly these headers.
async fn status(server: &Server, method: &str, path: &str, headers: &[(&str, &str)]) -> u16 {
    let mut stream = TcpStream::connect(server.address()).await.unwrap();
    let headers: Vec<_> = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let head = format!("{method} {path} HTTP/1.1\r\n{}Connection: close\r\n\r\n", headers.concat());
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer);
    answer.split(' ').nth(1).unwrap_or_else(|| panic!("{answer}")).parse().unwrap()
}

async fn the_control_api_is_for_programs_on_this_machine(stores: &Stores) {
    let server = stores.server().await;
    let own = server.address().to_string();
    let local = format!("localhost:{}", server.address().port());
    for host in [own.as_str(), local.as_str(), "[::1]:80"] {
        assert_eq!(status(&server, "GET", "/_emulator/state", &[("Host", host)]).await, 200, "{host}");
    }
    for headers in [
        &[("Host", "evil.example")][..],
        &[("Host", "127.0.0.1.evil.example")],
        &[("Host", &own), ("Origin", "https://evil.example")],
        &[("Host", &own), ("Origin", "null")],
    ] {
        for (method, path) in [
            ("GET", "/_emulator/state"),
            ("POST", "/_emulator/reset"),
            ("POST", "/_emulator/tokens"),
            ("GET", "/_emulator/nowhere"),
        ] {
            assert_eq!(status(&server, method, path, headers).await, 403, "{headers:?}");
        }
    }
    let origin = format!("http://{own}");
    assert_eq!(status(&server, "GET", "/_emulator/state", &[("Host", &own), ("Origin", &origin)]).await, 200);
    assert_eq!(server.try_control("GET", "/nowhere", &Value::Null).await.0, 404);
    assert_eq!(server.try_control("DELETE", "/state", &Value::Null).await.0, 405);
}

async fn with_a_key_it_is_for_those_who_know_it(stores: &Stores) {
    let server = stores.server_with(|settings| settings.control_key = Some(Secret::new("the key"))).await;
    let own = server.address().to_string();
    for (headers, expected) in [
        (&[("Host", own.as_str())][..], 401),
        (&[("Host", &own), ("X-Emulator-Key", "the kez")], 401),
        (&[("Host", &own), ("X-Emulator-Key", "")], 401),
        (&[("Host", &own), ("X-Emulator-Key", "the key")], 200),
        (&[("Host", "emulator.example"), ("X-Emulator-Key", "the key")], 200),
    ] {
        assert_eq!(status(&server, "GET", "/_emulator/state", headers).await, expected, "{headers:?}");
        let reset = status(&server, "POST", "/_emulator/reset", headers).await;
        assert_eq!(reset, expected, "{headers:?}");
    }
}

async fn it_can_be_turned_off(stores: &Stores) {
    let server = stores.server_with(|settings| settings.control = ControlApi::Off).await;
    for (method, path) in
        [("GET", "/state"), ("POST", "/reset"), ("POST", "/tokens"), ("GET", "/openapi.json")]
    {
        assert_eq!(server.try_control(method, path, &Value::Null).await.0, 404, "{path}");
    }
}

async fn a_reset_puts_everything_back_and_returns_what_is_there(stores: &Stores) {
    let server = stores.server().await;
    let caller = server.administrator().await;
    let units = caller.units(server.organization()).await;
    server.control("POST", &format!("/rooms/{}/devices", units.room), Value::Null).await;
    server.control("PUT", &format!("/homes/{}/occupancy", units.home), Value::Null).await;
    server.control("POST", "/clock/freeze", Value::Null).await;
    server.advance(86_400_000).await;
    let late = server.now().await;
    server.set(json!({"roleDelay": 5, "unknownParent": "forbidden"})).await;
    server.fault(json!({"kind": {"type": "status", "status": 500}})).await;
    let seed = json!({"seed": {
        "organizations": [{
            "id": "amzn1.alexa.unit.did.AORG",
            "accounts": [{"id": "account.one", "roles": ["A4H.OrgAdmin", "A4R.OrgAdmin"]}],
            "homeCommunities": [{"name": "C", "homes": [{"name": "H", "occupied": true}]}],
            "properties": [{"name": "P", "roomTypes": [{"name": "T", "rooms": [
                {"name": "Room with spaces", "devices": ["device.one"]},
                {"name": "101"},
            ]}]}],
        }],
        "clients": [{"id": "client.one"}],
    }});
    let seeded = server.control("POST", "/reset", seed).await;
    caller.get(Kind::Room, &units.room).await.expect(401);
    let state = server.control("GET", "/state", Value::Null).await;
    assert_eq!(
        (&state["switches"], &state["faults"], &state["clock"]["frozen"]),
        (&json!({}), &json!(0), &json!(false))
    );
    assert!(state["clock"]["now"].as_i64().unwrap() < late);
    assert_eq!(
        state["units"],
        json!({
            "organizations": 1, "homeCommunities": 1, "homes": 1, "properties": 1, "roomTypes": 1, "rooms": 2,
        })
    );
    // Everything that was minted is in the answer, and the rules of the operations hold for it from now on.
    let organization = &seeded["organizations"][0];
    let room_type = &organization["properties"][0]["roomTypes"][0];
    let (id, rooms) = (room_type["id"].as_str().unwrap(), room_type["rooms"].as_array().unwrap());
    let caller = server.administrator().await;
    let listed = caller.all(Kind::Room, id).await;
    assert_eq!(listed.len(), 2);
    for room in rooms {
        let pair = (room["id"].as_str().unwrap().to_owned(), room["name"].as_str().unwrap().to_owned());
        assert!(listed.contains(&pair), "{room}");
    }
    caller.delete(Kind::Room, rooms[0]["id"].as_str().unwrap()).await.expect(400);
    caller.delete(Kind::Room, rooms[1]["id"].as_str().unwrap()).await.expect(204);
    let home = organization["homeCommunities"][0]["homes"][0]["id"].as_str().unwrap();
    caller.delete(Kind::Home, home).await.expect(403);
    // Nothing at all, and then the same as at the first start.
    server.control("POST", "/reset", json!({"seed": null})).await;
    let empty = server.control("GET", "/state", Value::Null).await;
    assert_eq!(empty["units"]["organizations"], 0);
    assert_eq!(server.try_control("POST", "/tokens", &Value::Null).await.0, 404);
    server.control("POST", "/reset", Value::Null).await;
    server.administrator().await;
}

async fn tokens_are_for_a_client_and_an_account_that_fit_each_other(stores: &Stores) {
    let server = stores.server().await;
    // By id they are in the way of each other.
    let seed = json!({"seed": {
        "organizations": [
            {"id": "amzn1.alexa.unit.did.A", "accounts": [
                {"id": "account.0"},
                {"id": "account.1", "roles": ["A4H.OrgAdmin", "A4R.OrgAdmin"]},
            ]},
            {"id": "amzn1.alexa.unit.did.B", "accounts": [
                {"id": "account.2", "roles": ["A4H.OrgAdmin", "A4R.OrgAdmin"]},
            ]},
        ],
        "clients": [
            {"id": "client.0", "organizations": []},
            {"id": "client.1", "organizations": ["amzn1.alexa.unit.did.B"]},
            {"id": "client.2", "organizations": ["amzn1.alexa.unit.did.A"]},
        ],
    }});
    server.control("POST", "/reset", seed).await;
    for path in ["/tokens", "/codes"] {
        for (whose, client, account) in [
            (Value::Null, "client.2", "account.1"),
            (json!({"account": "account.2"}), "client.1", "account.2"),
            (json!({"client": "client.1"}), "client.1", "account.2"),
            (json!({"client": "client.0", "account": "account.2"}), "client.0", "account.2"),
            // Nobody fits, which a test may want.
            (json!({"client": "client.0"}), "client.0", "account.0"),
        ] {
            let made = server.control("POST", path, whose.clone()).await;
            assert_eq!((&made["client"], &made["account"]), (&json!(client), &json!(account)), "{whose}");
        }
        let (status, refused) = server.try_control("POST", path, &json!({"account": "account.0"})).await;
        let message = refused["message"].as_str().unwrap();
        assert_eq!(status, 409, "{message}");
        assert!(message.contains("account.0") && message.contains("/grants/"), "{message}");
        for whose in [json!({"account": "account.9"}), json!({"client": "client.9"})] {
            assert_eq!(server.try_control("POST", path, &whose).await.0, 404, "{whose}");
        }
    }
    let caller = server.administrator().await;
    caller.units("amzn1.alexa.unit.did.A").await;
}

async fn a_seed_is_written_whole_or_not_at_all(stores: &Stores) {
    let server = stores.server().await;
    let before = server.control("GET", "/state", Value::Null).await["units"].clone();
    let twice = json!([{"name": "T", "rooms": [{"name": "101"}]}, {"name": "U", "rooms": [{"name": "101"}]}]);
    for seed in [
        json!({"organizations": [{"properties": [{"name": "P", "roomTypes": twice}]}]}),
        json!({"organizations": [{"id": "amzn1.alexa.unit.did.A"}, {"id": "amzn1.alexa.unit.did.A"}]}),
        json!({"organizations": [{"name": "O"}, {"id": server.organization()}]}),
        json!({"organizations": [{"accounts": [{"roles": ["A4R.HomeAdmin"]}]}]}),
        json!({"organizations": [{"id": "no-id"}]}),
        json!({"clients": [{"organizations": [server.organization()]}]}),
        json!({"organisations": []}),
        json!([]),
    ] {
        assert_eq!(server.try_control("POST", "/seed", &seed).await.0, 400, "{seed}");
    }
    assert_eq!(server.control("GET", "/state", Value::Null).await["units"], before);
}

/// Resets while others write: whatever they get is an answer of the document, and afterwards only the last seed is there.
async fn a_reset_under_load_leaves_nothing_half_done(stores: &Stores) {
    let server = stores.server().await;
    let organization = "amzn1.alexa.unit.did.AORG";
    let seed = json!({"seed": {
        "organizations": [{
            "id": organization,
            "accounts": [{"id": "account.one", "roles": ["A4H.OrgAdmin", "A4R.OrgAdmin"]}],
            "properties": [{"id": "amzn1.alexa.unit.did.APROP", "name": "P"}],
        }],
        "clients": [{"id": "client.one"}],
    }});
    server.control("POST", "/reset", seed.clone()).await;
    let over = Arc::new(AtomicBool::new(false));
    let mut writers = Vec::new();
    for _ in 0..3 {
        let (server, over) = (server.clone(), Arc::clone(&over));
        writers.push(tokio::spawn(async move {
            let mut done = 0;
            while !over.load(Ordering::Relaxed) {
                // There is a moment's chance that a reset comes between choosing the first client and its tokens.
                let (status, tokens) = server.try_control("POST", "/tokens", &Value::Null).await;
                assert!(matches!(status, 201 | 404), "{tokens}");
                let Some(token) = tokens["accessToken"].as_str() else { continue };
                let caller = crate::caller::Caller {
                    server: server.clone(),
                    client: String::new(),
                    account: String::new(),
                    token: token.to_owned(),
                };
                let created = caller.try_create(Kind::RoomType, "amzn1.alexa.unit.did.APROP", &name()).await;
                assert!(matches!(created.status, 201 | 400 | 401), "{}", created.text);
                if let Some(id) = created.json["id"].as_str() {
                    let room = caller.try_create(Kind::Room, id, &name()).await;
                    assert!(matches!(room.status, 201 | 400 | 401), "{}", room.text);
                    done += usize::from(room.status == 201);
                }
            }
            done
        }));
    }
    for _ in 0..15 {
        server.control("POST", "/reset", seed.clone()).await;
        tokio::task::yield_now().await;
    }
    over.store(true, Ordering::Relaxed);
    for writer in writers {
        writer.await.unwrap();
    }
    server.control("POST", "/reset", seed).await;
    let units = server.control("GET", "/state", Value::Null).await["units"].clone();
    assert_eq!(
        units,
        json!({
            "organizations": 1, "homeCommunities": 0, "homes": 0, "properties": 1, "roomTypes": 0, "rooms": 0,
        })
    );
    let caller = server.administrator().await;
    caller.units(organization).await;
}

async fn twenty_thousand_units_are_seeded_and_reset(stores: &Stores) {
    let server = stores.server().await;
    let room_types = |property: usize| -> Vec<Value> {
        let rooms = |room_type: usize| -> Vec<Value> {
            (0..100).map(|room| json!({"name": format!("{property}-{room_type}-{room}")})).collect()
        };
        (0..49).map(|number| json!({"name": format!("T{number}"), "rooms": rooms(number)})).collect()
    };
    let properties: Vec<_> =
        (0..4).map(|number| json!({"name": format!("P{number}"), "roomTypes": room_types(number)})).collect();
    let homes: Vec<_> = (0..200).map(|home| json!({"name": format!("H{home}"), "occupied": true})).collect();
    let seed = json!({
        "organizations": [{
            "accounts": [{"id": "account.many", "roles": ["A4H.OrgAdmin", "A4R.OrgAdmin"]}],
            "homeCommunities": [{"name": "C", "homes": homes}],
            "properties": properties,
        }],
        "clients": [{"id": "client.many"}],
    });
    let units = async || server.control("GET", "/state", Value::Null).await["units"].clone();
    let expected = |organizations: usize| {
        json!({
            "organizations": organizations, "homeCommunities": 1, "homes": 200, "properties": 4,
            "roomTypes": 196, "rooms": 19_600,
        })
    };
    let seeded = server.control("POST", "/seed", seed.clone()).await;
    assert_eq!(units().await, expected(2));
    let room_type = &seeded["organizations"][0]["properties"][3]["roomTypes"][48];
    let caller = server.caller(json!({"client": "client.many", "account": "account.many"})).await;
    let shown = caller.all(Kind::Room, room_type["id"].as_str().unwrap()).await;
    let names: Vec<_> = room_type["rooms"].as_array().unwrap().iter().map(|room| &room["name"]).collect();
    assert_eq!(
        shown.into_iter().map(|(_, name)| json!(name)).collect::<Vec<_>>(),
        names.into_iter().cloned().collect::<Vec<_>>()
    );
    server.control("POST", "/reset", json!({"seed": seed})).await;
    assert_eq!(units().await, expected(1));
    server.control("POST", "/reset", json!({"seed": null})).await;
    assert_eq!(units().await["rooms"], 0);
}

async fn its_document_has_every_path_that_it_answers(stores: &Stores) {
    let server = stores.server().await;
    let document = server.control("GET", "/openapi.json", Value::Null).await;
    for (path, item) in document["paths"].as_object().unwrap() {
        let path = path.strip_prefix("/_emulator").unwrap();
        let target = path.replace("{number}", "7").replace(['{', '}'], "");
        for (method, operation) in item.as_object().unwrap() {
            let (status, _) = server.try_control(&method.to_uppercase(), &target, &Value::Null).await;
            assert!(status != 405, "{method} {path}");
            let responses = operation["responses"].as_object().unwrap();
            let is_listed = responses.contains_key(&status.to_string());
            assert!(is_listed || status == 400, "{method} {path}: {status} is not in the document");
        }
    }
}

async fn the_rules_name_every_switch_and_operation(stores: &Stores) {
    let server = stores.server().await;
    let fidelity = server.control("GET", "/fidelity", Value::Null).await.to_string();
    for switch in asp_server::switches::SWITCHES {
        assert!(fidelity.contains(&format!("\"{}\"", switch.name)), "{}", switch.name);
    }
    for evidence in ["documented", "observed", "assumed"] {
        assert!(fidelity.contains(&format!("\"{evidence}\"")), "{evidence}");
    }
}

async fn health_is_told_without_a_token(stores: &Stores) {
    let server = stores.server().await;
    assert_eq!(server.fetch("GET", "/healthz").await.status, 200);
    assert_eq!(server.fetch("GET", "/readyz").await.status, 200);
    let metrics = server.fetch("GET", "/metrics").await;
    assert!(metrics.text.ends_with("# EOF\n"), "{}", metrics.text);
    let document = server.fetch("GET", "/openapi.json").await.expect(200);
    assert_eq!(document.json["info"]["title"], asp_tests::document().value()["info"]["title"]);
}
