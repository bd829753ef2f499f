//! The control API over its router, without a network.

use asp_validation::Operation;
use axum::body::Body;
use axum::extract::FromRequest as _;
use http::{Method, header};
use serde_json::{Value, json};

use super::*;
use crate::exchanges::Exchange;
use crate::settings::{Database, Settings};
use crate::switches::Switches;

struct Server {
    app: Arc<App>,
    router: Router,
}

impl Server {
    async fn new() -> Self {
        let settings = Settings { database: Database::Temporary, ..Settings::default() };
        let app = Arc::new(App::open(&settings).await.unwrap());
        let router = Router::new().nest(PATH, router(&app));
        Self { app, router }
    }

    async fn send(&self, method: Method, path: &str, body: &str) -> (u16, Value) {
        let request = http::Request::builder()
            .method(method)
            .uri(format!("{PATH}{path}"))
            .header(header::HOST, "localhost:1")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body.to_owned()))
            .unwrap();
        let mut router = self.router.clone();
        let response = tower_service::Service::call(&mut router, request).await.unwrap();
        let status = response.status().as_u16();
        let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let body = if body.is_empty() { Value::Null } else { serde_json::from_slice(&body).unwrap() };
        assert!(status < 400 || body["message"].is_string(), "{path}: {status} {body}");
        (status, body)
    }

    async fn get(&self, path: &str) -> Value {
        let (status, body) = self.send(Method::GET, path, "").await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    async fn post(&self, path: &str, body: &Value) -> Value {
        let text = if body.is_null() { String::new() } else { body.to_string() };
        let (status, body) = self.send(Method::POST, path, &text).await;
        assert!((200..300).contains(&status), "{path}: {status} {body}");
        body
    }

    async fn status(&self, method: Method, path: &str, body: &Value) -> u16 {
        let text = if body.is_null() { String::new() } else { body.to_string() };
        self.send(method, path, &text).await.0
    }
}

#[tokio::test]
async fn the_clock_is_frozen_moved_set_and_resumed() {
    let server = Server::new().await;
    let frozen = server.post("/clock/freeze", &Value::Null).await;
    let now = frozen["now"].as_i64().unwrap();
    assert_eq!(frozen["frozen"], true);
    let moved = server.post("/clock/advance", &json!({"milliseconds": 256_000})).await;
    assert_eq!(moved["now"], now + 256_000);
    assert_eq!(server.get("/clock").await["now"], now + 256_000);
    assert_eq!(server.post("/clock/set", &json!({"now": now + 300_000})).await["now"], now + 300_000);
    for (path, body) in [
        ("/clock/set", json!({"now": now})),
        ("/clock/advance", json!({"milliseconds": -1})),
        ("/clock/advance", json!({"milliseconds": "256s"})),
        ("/clock/advance", json!({"milliseconds": 1.5})),
        ("/clock/advance", json!({"milliseconds": u64::MAX})),
        ("/clock/advance", json!({"seconds": 1})),
        ("/clock/advance", Value::Null),
    ] {
        assert_eq!(server.status(Method::POST, path, &body).await, 400, "{path} {body}");
    }
    let running = server.post("/clock/resume", &Value::Null).await;
    assert_eq!(running["frozen"], false);
    assert!(running["now"].as_i64().unwrap() >= now + 300_000);
    assert_eq!(server.app.controls.current().clock.frozen_at, None);
}

#[tokio::test]
async fn switches_are_shown_with_their_questions_and_set_all_or_none() {
    let server = Server::new().await;
    let switches = server.get("/switches").await;
    assert_eq!(switches.as_array().unwrap().len(), crate::switches::SWITCHES.len());
    assert_eq!(switches[0]["name"], "hospitalityLastPage");
    assert_eq!(
        (&switches[0]["value"], &switches[0]["default"]),
        (&json!("null-token"), &json!("null-token"))
    );
    let (status, body) =
        server.send(Method::PATCH, "/switches", r#"{"burst": 3, "foreignUnit": "conflict"}"#).await;
    assert_eq!(
        (status, body["message"].as_str()),
        (400, Some("`foreignUnit` must be one of `forbidden`, `not-found`"))
    );
    assert_eq!(server.app.controls.current().switches.burst, Switches::default().burst);
    let body = json!({"burst": 3, "foreignUnit": "forbidden"});
    assert_eq!(server.status(Method::PATCH, "/switches", &body).await, 200);
    assert_eq!(server.app.controls.current().switches.burst, 3);
    assert_eq!(server.get("/state").await["switches"], body);
}

/// A later release may have written a switch that this one does not know.
#[tokio::test]
async fn a_switch_that_is_unknown_here_is_kept_in_the_store_and_refused_in_requests() {
    let server = Server::new().await;
    let set = async |switches: &str| {
        let state = format!(r#"{{"switches": {switches}, "seeded": true, "later": 1}}"#);
        let sql = "UPDATE control SET state = $1, version = version + 1";
        server.app.store.write(vec![crate::store::Step::some(sql, [state.into()])]).await.unwrap();
    };
    set(r#"{"burst": 3, "ofALaterRelease": {"a": [1]}}"#).await;
    let shown = server.get("/switches").await;
    assert_eq!(shown.as_array().unwrap().len(), crate::switches::SWITCHES.len());
    assert_eq!(server.app.controls.current().switches.burst, 3);
    for switches in [json!({"ofALaterRelease": 1}), json!({"burst": 5, "ofALaterRelease": {"a": [1]}})] {
        assert_eq!(server.status(Method::PATCH, "/switches", &switches).await, 400);
    }
    assert_eq!(server.status(Method::PATCH, "/switches", &json!({"burst": 4})).await, 200);
    let (_, text) = crate::store::control::state(&server.app.store).await.unwrap();
    let state: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (&state["switches"]["burst"], &state["switches"]["ofALaterRelease"]),
        (&json!(4), &json!({"a": [1]}))
    );
    // A value that is unknown here says what the server is to do, and nobody knows what.
    set(r#"{"otherId": "of-a-later-release"}"#).await;
    assert_eq!(server.status(Method::GET, "/switches", &Value::Null).await, 500);
    let error = server.app.controls.refresh_if(i64::MAX).await.unwrap_err().to_string();
    assert!(error.contains("a later release") && error.contains("of-a-later-release"), "{error}");
}

/// Whether the task waits for the one thread that may block while that is busy.
async fn is_done_aside(mut task: std::pin::Pin<Box<dyn Future<Output = ()> + '_>>) -> bool {
    let (release, busy) = std::sync::mpsc::channel::<()>();
    drop(tokio::task::spawn_blocking(move || busy.recv()));
    let poll = std::future::poll_fn(|context| std::task::Poll::Ready(task.as_mut().poll(context))).await;
    drop(release);
    if poll.is_pending() {
        task.await;
    }
    poll.is_pending()
}

#[test]
fn what_takes_long_is_done_aside() {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(1).build().unwrap();
    runtime.block_on(async {
        let server = Server::new().await;
        let rooms: Vec<_> = (0..6_000).map(|number| json!({"name": format!("{number}")})).collect();
        let properties = json!([{"name": "P", "roomTypes": [{"name": "T", "rooms": rooms}]}]);
        let text = json!({"organizations": [{"properties": properties}]}).to_string();
        let seed = crate::seed::Seed::from_text(&text).unwrap();
        let reading = is_done_aside(Box::pin(async {
            assert_eq!(crate::seed::Seed::read_aside(text.clone()).await.unwrap(), seed);
        }));
        assert!(reading.await, "a file is read");
        let preparing = is_done_aside(Box::pin(async {
            seed.clone().prepare_aside(crate::switches::NameCase::Sensitive).await.unwrap();
        }));
        assert!(preparing.await, "a seed is prepared");
        let taking_in = is_done_aside(Box::pin(async {
            let request = Request::post("/seed").header("Content-Type", "application/json");
            let request = request.body(Body::from(text.clone())).unwrap();
            let body = body::Body::<crate::seed::Seed>::from_request(request, &()).await;
            assert!(body.is_ok_and(|body| body.0 == seed));
        }));
        assert!(taking_in.await, "a long body is read");
        let counting = is_done_aside(Box::pin(async {
            crate::store::seed::counts(&server.app.store).await.unwrap();
        }));
        assert!(counting.await, "units are counted");
    });
}

#[tokio::test]
async fn faults_are_put_in_place_shown_and_taken_away() {
    let server = Server::new().await;
    let rule = json!({"operations": ["getRoom"], "kind": {"type": "status", "status": 429}, "count": 1});
    let fault = server.post("/faults", &rule).await;
    assert!(fault["rule"]["seed"].is_u64(), "{fault}");
    let struck = server.app.faults.strike(Operation::GetRoom, None).await.unwrap();
    assert!(struck.is_some());
    let path = format!("/faults/{}", fault["number"]);
    let shown = server.get(&path).await;
    assert_eq!((&shown["drawn"], &shown["struck"], &shown["rule"]), (&json!(1), &json!(1), &fault["rule"]));
    assert_eq!(server.status(Method::DELETE, &path, &Value::Null).await, 204);
    assert_eq!(server.status(Method::GET, &path, &Value::Null).await, 404);
    assert_eq!(server.status(Method::DELETE, &path, &Value::Null).await, 404);
    assert_eq!(server.status(Method::GET, "/faults/one", &Value::Null).await, 400);
    server.post("/faults", &rule).await;
    assert_eq!(server.status(Method::DELETE, "/faults", &Value::Null).await, 204);
    assert_eq!(server.get("/faults").await, json!([]));
    let odd = json!({"kind": {"type": "status", "status": 429, "often": 3}});
    assert_eq!(server.status(Method::POST, "/faults", &odd).await, 400);
}

#[tokio::test]
async fn a_reset_leaves_the_initial_seed_a_named_one_or_nothing() {
    let server = Server::new().await;
    let first = server.post("/reset", &Value::Null).await;
    assert_eq!(server.get("/state").await["units"]["organizations"], 1);
    server.post("/clock/advance", &json!({"milliseconds": 1_000_000_000})).await;
    server.status(Method::PATCH, "/switches", &json!({"burst": 3})).await;
    server.post("/faults", &json!({"kind": {"type": "malformed-body"}})).await;
    let second = server.post("/reset", &json!({})).await;
    assert_ne!(first, second);
    let state = server.get("/state").await;
    assert_eq!((&state["switches"], &state["faults"]), (&json!({}), &json!(0)));
    assert_eq!(state["clock"]["ahead"], 0);

    let seed = json!({"organizations": [{"properties": [{"name": "p"}]}]});
    server.post("/reset", &json!({"seed": seed})).await;
    let units = &server.get("/state").await["units"];
    assert_eq!((&units["organizations"], &units["properties"]), (&json!(1), &json!(1)));
    assert_eq!(server.get("/clients").await, json!([]));

    let odd = json!({"seed": {"clients": [{"secret": ""}]}});
    assert_eq!(server.status(Method::POST, "/reset", &odd).await, 400);
    assert_eq!(server.get("/state").await["units"]["properties"], 1, "nothing was emptied");

    server.post("/reset", &json!({"seed": null})).await;
    assert_eq!(server.get("/state").await["units"]["organizations"], 0);
    assert_eq!(server.status(Method::POST, "/tokens", &Value::Null).await, 404, "nobody is left to consent");
}

#[tokio::test]
async fn tokens_and_codes_are_minted_for_the_first_client_and_account_and_kept_hashed() {
    let server = Server::new().await;
    let seed = server.post("/reset", &Value::Null).await;
    let now = server.post("/clock/freeze", &Value::Null).await["now"].as_i64().unwrap();
    let tokens = server.post("/tokens", &Value::Null).await;
    assert_eq!(tokens["client"], seed["clients"][0]["id"]);
    assert_eq!(tokens["account"], seed["organizations"][0]["accounts"][0]["id"]);
    assert_eq!(tokens["expiresAt"], now + 3_600_000);
    assert!(tokens["accessToken"].as_str().unwrap().starts_with("Atza|"));
    assert!(tokens["refreshToken"].as_str().unwrap().starts_with("Atzr|"));
    let code = server.post("/codes", &json!({"redirectUri": "https://localhost/back"})).await;
    let mut kept = Vec::new();
    let sql = "SELECT access_token.hash, refresh_token.hash, authorization_code.hash FROM access_token \
               JOIN refresh_token ON refresh_token.family = access_token.family \
               JOIN authorization_code ON authorization_code.hash <> access_token.family \
               WHERE authorization_code.used_at IS NULL";
    let each = |row: &crate::store::Row<'_>| {
        for column in 0..3 {
            kept.extend(row.text(column)?.map(str::to_owned));
        }
        Ok(())
    };
    server.app.store.read(sql, &[], each).await.unwrap();
    let hashes = [&tokens["accessToken"], &tokens["refreshToken"], &code["code"]];
    assert_eq!(kept, hashes.map(|token| crate::secret::hash(token.as_str().unwrap())));
    for body in [json!({"client": "nobody"}), json!({"account": "nobody"})] {
        assert_eq!(server.status(Method::POST, "/tokens", &body).await, 404);
        assert_eq!(server.status(Method::POST, "/codes", &body).await, 404);
    }
    assert_eq!(server.status(Method::POST, "/codes", &json!({"redirectUri": "a b"})).await, 400);
}

#[tokio::test]
async fn organizations_clients_accounts_grants_and_roles_are_managed_one_by_one() {
    let server = Server::new().await;
    let organization = server.post("/organizations", &json!({"name": "one"})).await;
    let id = organization["id"].as_str().unwrap();
    assert_eq!(server.get("/organizations").await, json!([{"id": id, "name": "one"}]));
    let again = json!({"id": id});
    assert_eq!(server.status(Method::POST, "/organizations", &again).await, 409);
    assert_eq!(server.status(Method::POST, "/organizations", &json!({"id": "1"})).await, 400);

    let client = server.post("/clients", &json!({"id": "client"})).await;
    assert!(client["secret"].as_str().unwrap().len() > 40);
    assert_eq!(server.status(Method::POST, "/clients", &json!({"id": "client"})).await, 409);
    let unknown = json!({"organizations": ["amzn1.alexa.unit.did.none"]});
    assert_eq!(server.status(Method::POST, "/clients", &unknown).await, 404);
    assert_eq!(server.get("/clients").await, json!([{"id": "client"}]));
    let grant = format!("/organizations/{id}/grants/client");
    for _ in 0..2 {
        assert_eq!(server.status(Method::PUT, &grant, &Value::Null).await, 204);
    }
    assert_eq!(server.get(&format!("/organizations/{id}/grants")).await, json!(["client"]));
    let nobody = format!("/organizations/{id}/grants/nobody");
    assert_eq!(server.status(Method::PUT, &nobody, &Value::Null).await, 404);
    assert_eq!(server.status(Method::PUT, "/organizations/none/grants/client", &Value::Null).await, 404);
    assert_eq!(server.status(Method::DELETE, &grant, &Value::Null).await, 204);
    assert_eq!(server.status(Method::DELETE, &grant, &Value::Null).await, 404);

    server.post("/accounts", &json!({"id": "owner"})).await;
    assert_eq!(server.status(Method::POST, "/accounts", &json!({"id": "owner"})).await, 409);
    let role = format!("/accounts/owner/roles/{id}");
    let both = json!({"roles": ["A4R.OrgAdmin", "A4H.OrgAdmin"]});
    assert_eq!(server.status(Method::PUT, &role, &both).await, 204);
    let expected = json!([{"unit": id, "roles": ["A4H.OrgAdmin", "A4R.OrgAdmin"]}]);
    assert_eq!(server.get("/accounts/owner/roles").await, expected);
    let one = json!({"roles": ["A4R.OrgAdmin"]});
    assert_eq!(server.status(Method::PUT, &role, &one).await, 204);
    assert_eq!(server.get("/accounts/owner/roles").await[0]["roles"], one["roles"]);
    let odd = json!({"roles": ["A4H.RoomAdmin"]});
    assert_eq!(server.status(Method::PUT, &role, &odd).await, 400);
    assert_eq!(server.status(Method::PUT, &format!("/accounts/nobody/roles/{id}"), &one).await, 404);
    assert_eq!(server.status(Method::PUT, "/accounts/owner/roles/none", &one).await, 404);
    assert_eq!(server.status(Method::POST, "/tokens", &Value::Null).await, 409, "no grant");
    server.post("/tokens", &json!({"client": "client", "account": "owner"})).await;
    assert_eq!(server.status(Method::DELETE, "/accounts/owner", &Value::Null).await, 204);
    assert_eq!(server.status(Method::DELETE, "/clients/client", &Value::Null).await, 204);
    assert_eq!(server.status(Method::DELETE, "/clients/client", &Value::Null).await, 404);
    assert_eq!(server.status(Method::DELETE, &format!("/organizations/{id}"), &Value::Null).await, 204);
    assert_eq!(server.status(Method::DELETE, &format!("/organizations/{id}"), &Value::Null).await, 404);
}

#[tokio::test]
async fn devices_and_occupancy_belong_to_rooms_and_homes_only() {
    let server = Server::new().await;
    let id = |tail: &str| format!("amzn1.alexa.unit.did.{tail}");
    server
        .post(
            "/seed",
            &json!({"organizations": [{"id": id("o"), "name": "o",
                "homeCommunities": [{"name": "c", "homes": [{"id": id("h"), "name": "h"}]}],
                "properties": [{"name": "p", "roomTypes": [{"name": "t", "rooms": [{"id": id("r"), "name": "r"}]}]}]}]}),
        )
        .await;
    let devices = format!("/rooms/{}/devices", id("r"));
    let device = server.post(&devices, &Value::Null).await;
    server.post(&devices, &json!({"id": "speaker"})).await;
    assert_eq!(server.status(Method::POST, &devices, &json!({"id": "speaker"})).await, 409);
    assert_eq!(server.get(&devices).await.as_array().unwrap().len(), 2);
    let one = format!("{devices}/{}", device["id"].as_str().unwrap());
    assert_eq!(server.status(Method::DELETE, &one, &Value::Null).await, 204);
    assert_eq!(server.status(Method::DELETE, &one, &Value::Null).await, 404);
    assert_eq!(server.status(Method::DELETE, &devices, &Value::Null).await, 204);
    assert_eq!(server.get(&devices).await, json!([]));
    let of_home = format!("/rooms/{}/devices", id("h"));
    assert_eq!(server.status(Method::POST, &of_home, &Value::Null).await, 404);

    let occupancy = format!("/homes/{}/occupancy", id("h"));
    for method in [Method::PUT, Method::PUT, Method::DELETE, Method::DELETE] {
        assert_eq!(server.status(method, &occupancy, &Value::Null).await, 204);
    }
    let of_room = format!("/homes/{}/occupancy", id("r"));
    assert_eq!(server.status(Method::PUT, &of_room, &Value::Null).await, 404);
    assert_eq!(server.status(Method::DELETE, &of_room, &Value::Null).await, 404);
    let organization = format!("/organizations/{}", id("o"));
    assert_eq!(server.status(Method::DELETE, &organization, &Value::Null).await, 409);
}

#[tokio::test]
async fn the_log_is_shown_by_filter_and_emptied() {
    let server = Server::new().await;
    for (id, path) in [("a", "/nowhere"), ("b", "/nowhere")] {
        let uri = path.parse().unwrap();
        server.app.exchanges.record(Exchange::begin(id, 1, &Method::GET, &uri, &http::HeaderMap::new()));
    }
    let found = server.get("/exchanges?requestId=b&invalid=true").await;
    assert_eq!(found.as_array().unwrap().len(), 1);
    assert_eq!(found[0]["requestId"], "b");
    assert_eq!(server.status(Method::GET, "/exchanges?limit=1", &Value::Null).await, 400);
    assert_eq!(server.status(Method::DELETE, "/exchanges", &Value::Null).await, 204);
    assert_eq!(server.get("/exchanges").await, json!([]));
}

#[tokio::test]
async fn unknown_paths_and_methods_and_strange_bodies_are_refused_in_the_same_shape() {
    let server = Server::new().await;
    assert_eq!(server.status(Method::GET, "/nothing", &Value::Null).await, 404);
    assert_eq!(server.status(Method::GET, "", &Value::Null).await, 404);
    assert_eq!(server.status(Method::PUT, "/clock", &Value::Null).await, 405);
    for body in ["{", "[]", "5", "{\"id\": 5}", "{\"id\": \"a\", \"id\": \"b\"}", "\u{1}", "{\"idd\": \"a\"}"]
    {
        let (status, answer) = server.send(Method::POST, "/accounts", body).await;
        assert_eq!(status, 400, "{body}");
        assert!(answer["message"].as_str().unwrap().contains("line 1 column"), "{answer}");
    }
    for (path, status) in [("/accounts", 201), ("/faults", 400), ("/seed", 400)] {
        assert_eq!(server.send(Method::POST, path, " null ").await.0, status, "{path}");
        assert_eq!(server.send(Method::POST, path, "").await.0, status, "{path}");
    }
    let request = http::Request::post(format!("{PATH}/reset"))
        .header(header::HOST, "localhost")
        .header(header::CONTENT_TYPE, "text/plain")
        .body(Body::from("{}"))
        .unwrap();
    let mut router = server.router.clone();
    let response = tower_service::Service::call(&mut router, request).await.unwrap();
    assert_eq!(response.status(), 415);
}

#[tokio::test]
async fn nobody_comes_in_who_is_not_let_in() {
    let server = Server::new().await;
    let mut router = server.router.clone();
    for (path, host) in
        [("/clock", "evil.example"), ("/nothing", "evil.example"), ("/openapi.json", "evil.example")]
    {
        let request = http::Request::get(format!("{PATH}{path}")).header(header::HOST, host);
        let response =
            tower_service::Service::call(&mut router, request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), 403, "{path}");
    }
}

#[tokio::test]
async fn another_process_s_change_is_seen_at_once() {
    let server = Server::new().await;
    let other = crate::control::Controls::open(Arc::clone(&server.app.store)).await.unwrap();
    other
        .update(|state| {
            state.switches.burst = 77;
            Ok(())
        })
        .await
        .unwrap();
    assert_eq!(server.get("/state").await["switches"]["burst"], 77);
}

#[test]
fn the_document_has_every_path_once_and_describes_every_answer() {
    let document = serde_json::to_value(emulator_openapi()).unwrap();
    let mut ids = std::collections::BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        assert!(path.starts_with("/_emulator/"), "{path}");
        for (method, operation) in item.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap();
            assert!(ids.insert(id.to_owned()), "{id} is there twice");
            let has = |status: &str| operation["responses"].get(status).is_some();
            assert!(
                ["200", "201", "204"].into_iter().any(has) && has("401") && has("403"),
                "{method} {path}"
            );
            let has_body = operation.get("requestBody").is_some();
            assert_eq!([has("413"), has("415")], [has_body; 2], "{method} {path}");
        }
    }
    assert!(ids.len() > 30, "{ids:?}");
    assert_eq!(document["components"]["securitySchemes"]["key"]["name"], "X-Emulator-Key");
    // Every reference leads somewhere.
    let text = document.to_string();
    for reference in text.split("\"$ref\":\"#").skip(1) {
        let pointer = reference.split('"').next().unwrap();
        assert!(document.pointer(pointer).is_some(), "{pointer}");
    }
}

#[tokio::test]
async fn every_rule_is_shown_with_its_evidence_and_the_value_of_its_switch() {
    let server = Server::new().await;
    server.status(Method::PATCH, "/switches", &json!({"unknownParent": "forbidden"})).await;
    let rules = server.get("/fidelity").await;
    let rule = rules.as_array().unwrap().iter().find(|rule| rule["id"] == "unknown-parent").unwrap();
    assert_eq!((&rule["evidence"], &rule["value"]), (&json!("assumed"), &json!("forbidden")));
    assert!(rule["operations"].as_array().unwrap().contains(&json!("createRoom")));
}
