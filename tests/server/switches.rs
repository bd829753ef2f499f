//! Every switch changes what is answered.

use std::collections::BTreeSet;

use asp_server::switches::{SWITCHES, Switches, Values};
use serde_json::{Value, json};

use crate::ask::Answer;
use crate::caller::{Caller, NOBODY, Units, name};
use crate::kind::Kind;
use crate::server::Server;
use crate::stores::Stores;

over_both_stores!(every_switch_changes_an_answer, switches_hold_in_all_processes_and_after_a_restart,);

/// Another value than the default.
fn other_value(name: &str) -> Value {
    match name {
        "hospitalityLastPage" => json!("no-context"),
        "residentialLastPage" => json!("null-token"),
        "residentialPaginationContext"
        | "residentialThrottling"
        | "requestIdOfErrors"
        | "roomNameRuleOnUpdate" => {
            json!(false)
        }
        "contentTypeOf204" | "undocumentedStatuses" => json!(true),
        "unknownParent" | "foreignUnit" => json!("forbidden"),
        "duplicateRoomName" => json!("conflict"),
        "otherId" => json!("ignore"),
        "otherParent" => json!("move"),
        "roomNameLetters" => json!("unicode"),
        "roomNameCase" => json!("insensitive"),
        "gatewayBody" => json!("html"),
        "requestsPerSecond" => json!(0.001),
        "longestName" | "burst" => json!(3),
        "accessTokenLifetime" | "continuationTokenLifetime" | "roleDelay" | "readDelay" => json!(5_000),
        "refreshRotation" => json!("rotate"),
        "homeCommunityNotEmpty" => json!("cascade"),
        "occupiedHome" => json!("bad-request"),
        "location" => json!("quoted-absolute"),
        "organizationAdmin" => json!("own-units"),
        _ => panic!("say what else `{name}` can be, and what it changes"),
    }
}

/// A place to look at a switch from.
struct Scene {
    server: Server,
    caller: Caller,
    units: Units,
}

/// What is looked at: the parts of an answer that a switch may change.
fn parts(answer: &Answer) -> Value {
    let header = |name: &str| answer.header(name).is_some();
    // A continuation token is never the same twice.
    let mut context = json!({});
    if let Some(found) = answer.json.get("paginationContext") {
        context["found"] = found.clone();
        if found["nextToken"].as_str().is_some_and(|token| !token.is_empty()) {
            context["found"]["nextToken"] = json!("token");
        }
    }
    json!({
        "status": answer.status,
        "type": answer.header("content-type"),
        "requestId": header("x-amzn-requestid"),
        "message": answer.message(),
        "context": context,
        "location": answer.header("location").map(|location| {
            (location.starts_with('"'), location.contains("http://"))
        }),
        "text": if answer.json.is_null() { json!(answer.text) } else { Value::Null },
    })
}

impl Scene {
    async fn get_list(&self, kind: Kind) -> Answer {
        self.caller.page(kind, self.units.parent(kind), "&maxResults=1").await
    }

    /// How many of five requests for a kind of unit get through.
    async fn passing(&self, kind: Kind) -> Value {
        let mut passing = 0;
        for _ in 0..5 {
            passing += usize::from(self.caller.get(kind, NOBODY).await.status != 429);
        }
        json!(passing)
    }

    /// Sends what is answered otherwise with another value of a switch.
    async fn look(&self, switch: &str, is_changed: bool) -> Value {
        let Self { server, caller, units } = self;
        let odd = |ask: crate::ask::Ask| if is_changed { ask.undocumented() } else { ask };
        match switch {
            "hospitalityLastPage" => parts(&self.get_list(Kind::Room).await),
            "residentialLastPage" => parts(&self.get_list(Kind::Home).await),
            "residentialPaginationContext" => {
                caller.create(Kind::Home, &units.community, &name()).await;
                parts(&self.get_list(Kind::Home).await)
            }
            "unknownParent" => parts(&caller.try_create(Kind::Room, NOBODY, "New").await),
            "foreignUnit" => {
                let stranger = server.newcomer(&[], &[&units.organization]).await;
                parts(&stranger.get(Kind::Room, &units.room).await)
            }
            "duplicateRoomName" => {
                caller.create(Kind::Room, &units.room_type, "Twice").await;
                let body = Kind::Room.new_unit(&units.room_type, "Twice");
                parts(&odd(caller.ask("POST", Kind::Room.path()).json(&body)).send().await)
            }
            "otherId" => {
                let body = Kind::Home.update(NOBODY, &units.community, "New");
                parts(&caller.ask("PUT", &Kind::Home.at(&units.home)).json(&body).send().await)
            }
            "otherParent" => {
                let other = caller.create(Kind::HomeCommunity, &units.organization, "Other").await;
                parts(&caller.rename(Kind::Home, &units.home, &other, "New").await)
            }
            "longestName" => parts(&caller.rename(Kind::Property, &units.property, "", "Four").await),
            "roomNameLetters" => {
                let body = Kind::Room.new_unit(&units.room_type, "größer");
                parts(&caller.ask("POST", Kind::Room.path()).json(&body).broken().send().await)
            }
            "roomNameCase" => {
                caller.create(Kind::Room, &units.room_type, "case").await;
                parts(&caller.try_create(Kind::Room, &units.room_type, "CASE").await)
            }
            "roomNameRuleOnUpdate" => {
                let body = json!({"name": "with spaces."});
                parts(&caller.ask("PUT", &Kind::Room.at(&units.room)).json(&body).broken().send().await)
            }
            "contentTypeOf204" => {
                let ask = caller.ask("PUT", &Kind::Room.at(&units.room)).json(&json!({"name": "New"}));
                // The document neither asks for the header nor forbids it.
                parts(&ask.any_shape().send().await)
            }
            "gatewayBody" => parts(&odd(server.ask("GET", &Kind::Room.at(NOBODY))).send().await),
            "requestIdOfErrors" => parts(&caller.ask("GET", &Kind::Room.at(NOBODY)).any_shape().send().await),
            "undocumentedStatuses" => {
                let ask = caller.ask("POST", Kind::Room.path()).body("text/plain", "x").broken();
                parts(&odd(ask).send().await)
            }
            "refreshRotation" => {
                let client = server.control("POST", "/clients", Value::Null).await;
                let tokens = server.control("POST", "/tokens", json!({"client": client["id"]})).await;
                let body = json!({
                    "grant_type": "refresh_token",
                    "refresh_token": tokens["refreshToken"],
                    "client_id": client["id"],
                    "client_secret": client["secret"],
                });
                let given = server.token("application/json", body.to_string()).await.expect(200);
                json!(given.json["refresh_token"] == tokens["refreshToken"])
            }
            "homeCommunityNotEmpty" => parts(&caller.delete(Kind::HomeCommunity, &units.community).await),
            "occupiedHome" => {
                server.control("PUT", &format!("/homes/{}/occupancy", units.home), Value::Null).await;
                parts(&caller.delete(Kind::Home, &units.home).await)
            }
            "location" => parts(&caller.try_create(Kind::Room, &units.room_type, &name()).await),
            "organizationAdmin" => {
                let roles: &[&str] = &["A4H.OrgAdmin"];
                let organization = units.organization.as_str();
                let second = server.newcomer(&[(organization, roles)], &[organization]).await;
                parts(&second.get(Kind::Room, &units.room).await)
            }
            _ => self.look_by_the_clock(switch).await,
        }
    }

    /// The switches about rates and times.
    async fn look_by_the_clock(&self, switch: &str) -> Value {
        let Self { server, caller, units } = self;
        match switch {
            "residentialThrottling" => {
                server.set(json!({"requestsPerSecond": 0.001, "burst": 1})).await;
                self.passing(Kind::Home).await
            }
            "requestsPerSecond" => {
                server.set(json!({"burst": 1})).await;
                self.passing(Kind::Room).await
            }
            "burst" => {
                server.set(json!({"requestsPerSecond": 0.001})).await;
                self.passing(Kind::Room).await
            }
            "accessTokenLifetime" => {
                let whose = json!({"client": caller.client, "account": caller.account});
                let fresh = server.caller(whose).await;
                server.advance(5_000).await;
                parts(&fresh.get(Kind::Room, &units.room).await)
            }
            "continuationTokenLifetime" => {
                caller.create(Kind::Room, &units.room_type, &name()).await;
                let first = self.get_list(Kind::Room).await;
                let token = first.json["paginationContext"]["nextToken"].as_str().unwrap();
                server.advance(5_000).await;
                let query = format!("&maxResults=1&nextToken={token}");
                parts(&caller.page(Kind::Room, &units.room_type, &query).await)
            }
            "roleDelay" | "readDelay" => {
                let answer = caller.try_create(Kind::Room, &units.room_type, &name()).await.expect(201);
                parts(&caller.get(Kind::Room, answer.json["id"].as_str().unwrap()).await)
            }
            _ => panic!("say what `{switch}` changes"),
        }
    }
}

async fn every_switch_changes_an_answer(stores: &Stores) {
    let server = stores.server().await;
    let defaults = Switches::default().values();
    let mut looks = BTreeSet::new();
    for switch in SWITCHES {
        let value = other_value(switch.name);
        assert!(switch.values.contains(&value), "{}: {value}", switch.name);
        assert_ne!(value, defaults[switch.name], "{}", switch.name);
        let mut seen = Vec::new();
        for is_changed in [false, true] {
            // Clock, switches and units as at the beginning.
            server.control("POST", "/reset", Value::Null).await;
            server.control("POST", "/clock/freeze", Value::Null).await;
            let organizations = server.control("GET", "/organizations", Value::Null).await;
            let organization = organizations[0]["id"].as_str().unwrap().to_owned();
            let caller = server.administrator().await;
            let units = caller.units(&organization).await;
            server.advance(10_000).await;
            if is_changed {
                server.set(json!({switch.name: value})).await;
            }
            let scene = Scene { server: server.clone(), caller, units };
            seen.push(scene.look(switch.name, is_changed).await);
        }
        assert_ne!(seen[0], seen[1], "{} changes nothing", switch.name);
        looks.insert(switch.name);
    }
    assert_eq!(looks.len(), defaults.len());
    // Each text of each switch is taken; what it does is in the tests of its subject.
    for switch in SWITCHES {
        if let Values::OneOf(texts) = switch.values {
            for text in texts {
                server.set(json!({switch.name: text})).await;
            }
        }
    }
}

async fn switches_hold_in_all_processes_and_after_a_restart(stores: &Stores) {
    let (one, two) = (stores.server().await, stores.server().await);
    let caller = one.administrator().await;
    one.set(json!({"unknownParent": "forbidden", "gatewayBody": "empty"})).await;
    caller.at(&two).try_create(Kind::Room, NOBODY, "New").await.expect(403);
    two.set(json!({"unknownParent": "bad-request"})).await;
    caller.try_create(Kind::Room, NOBODY, "New").await.expect(400);
    assert_eq!(one.control("GET", "/state", Value::Null).await["switches"], json!({"gatewayBody": "empty"}));
    // What is refused before anybody is known follows the newest switches as well.
    one.set(json!({"gatewayBody": "text"})).await;
    let answer = two.ask("GET", "/nowhere").broken().undocumented().send().await;
    assert!(answer.header("content-type").is_some_and(|media_type| media_type.starts_with("text/plain")));
    drop(caller);
    assert!(one.stop().await && two.stop().await);
    let three = stores.server().await;
    assert_eq!(three.control("GET", "/state", Value::Null).await["switches"], json!({"gatewayBody": "text"}));
}
