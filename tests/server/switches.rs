//! Every value of every switch does what it says.

use std::collections::BTreeSet;

use asp_server::switches::{SWITCHES, Switches, Values};
use serde_json::{Value, json};

use crate::ask::{Answer, Ask};
use crate::caller::{Caller, NOBODY, Units, name};
use crate::server::Server;
use crate::stores::Stores;
use asp_server::test_support::kind::Kind;

over_both_stores!(every_value_of_every_switch_is_seen, switches_hold_in_all_processes_and_after_a_restart,);

const ROOM: &str = "/enterprise/hospitality/v1/rooms/ID";

/// Values of a switch, and what [`Scene::look`] sees with each.
fn values(switch: &str) -> Vec<(Value, Value)> {
    let pairs = match switch {
        "hospitalityLastPage" | "residentialLastPage" => json!([
            ["null-token", [{"nextToken": null}]],
            ["empty-token", [{"nextToken": ""}]],
            ["no-token", [{}]],
            ["no-context", []],
        ]),
        "residentialPaginationContext" => json!([[true, "another page"], [false, []]]),
        "unknownParent" => json!([["bad-request", 400], ["forbidden", 403]]),
        "foreignUnit" => json!([["not-found", 404], ["forbidden", 403]]),
        "duplicateRoomName" => json!([["bad-request", 400], ["conflict", 409]]),
        "otherId" => json!([["refuse", [400, "Old"]], ["ignore", [204, "New"]]]),
        "otherParent" => {
            json!([
                ["refuse", [400, false, false]],
                ["ignore", [204, true, false]],
                ["move", [204, true, true]]
            ])
        }
        "longestName" => json!([[null, [204, 204]], [4, [204, 400]], [3, [400, 400]]]),
        "roomNameLetters" => json!([["ascii", 400], ["unicode", 201]]),
        "roomNameCase" => json!([["sensitive", [201, 400]], ["insensitive", [400, 400]]]),
        "roomNameRuleOnUpdate" => json!([[true, 400], [false, 204]]),
        "contentTypeOf204" => json!([[false, null], [true, "application/json"]]),
        "gatewayBody" => json!([
            ["api-error", ["application/json", ["message"]]],
            ["empty-object", ["application/json", []]],
            ["other-json", ["application/json", ["Message", "code"]]],
            ["text", ["text/plain; charset=utf-8", "text"]],
            ["html", ["text/html; charset=utf-8", "page"]],
            ["empty", [null, "nothing"]],
        ]),
        "requestIdOfErrors" => json!([[true, [true, true]], [false, [false, true]]]),
        "undocumentedStatuses" => json!([[false, 400], [true, 415]]),
        "residentialThrottling" => json!([[true, [1, 1]], [false, [5, 1]]]),
        "requestsPerSecond" => json!([[null, [5, 5]], [0.001, [3, 0]], [2, [3, 2]]]),
        "burst" => json!([[10, 5], [3, 3], [1, 1]]),
        "accessTokenLifetime" => json!([[3_600_000, 200], [5_001, 200], [5_000, 401]]),
        "continuationTokenLifetime" => json!([[3_600_000, 200], [5_001, 200], [5_000, 400]]),
        "refreshRotation" => {
            json!([["keep", ["the same", 200]], ["omit", ["none", 200]], ["rotate", ["another", 400]]])
        }
        "homeCommunityNotEmpty" => json!([["refuse", [400, 200]], ["cascade", [204, 404]]]),
        "occupiedHome" => json!([["forbidden", [403, 403]], ["bad-request", [400, 400]]]),
        "location" => json!([
            ["relative", ROOM],
            ["absolute", format!("http://HOST{ROOM}")],
            ["quoted-relative", format!("\"{ROOM}\"")],
            ["quoted-absolute", format!("\"http://HOST{ROOM}\"")],
        ]),
        "roleDelay" => json!([[0, [200, 200]], [5_000, [403, 200]], [5_001, [403, 403]]]),
        "readDelay" => json!([[0, [200, 200]], [5_000, [404, 200]], [5_001, [404, 404]]]),
        "organizationAdmin" => json!([["every-unit", 200], ["own-units", 403]]),
        _ => panic!("say what the values of `{switch}` do"),
    };
    let pair = |pair: &Value| (pair[0].clone(), pair[1].clone());
    pairs.as_array().unwrap().iter().map(pair).collect()
}

/// A place to look at a switch from, where the clock stands still.
struct Scene {
    server: Server,
    caller: Caller,
    units: Units,
}

/// The `paginationContext` of a page; nothing if it has none.
fn context(page: &Answer) -> Value {
    if page.json["paginationContext"]["nextToken"].as_str().is_some_and(|token| !token.is_empty()) {
        return json!("another page");
    }
    json!(page.json.get("paginationContext").into_iter().collect::<Vec<_>>())
}

impl Scene {
    async fn page_of_one(&self, kind: Kind) -> Answer {
        self.caller.page(kind, self.units.parent(kind), "&maxResults=1").await.expect(200)
    }

    /// How many of five requests for a kind of unit get through.
    async fn passing(&self, kind: Kind) -> usize {
        let mut passing = 0;
        for _ in 0..5 {
            passing += usize::from(self.caller.get(kind, NOBODY).await.status != 429);
        }
        passing
    }

    async fn name_of(&self, kind: Kind) -> Value {
        self.caller.get(kind, self.units.id(kind)).await.expect(200).json["name"].clone()
    }

    /// What is seen of a switch that is set to `value`.
    async fn look(&self, switch: &str, value: &Value) -> Value {
        let Self { server, caller, units } = self;
        // For values that give statuses or bodies which the document does not have.
        let odd = |ask: Ask, values: &[&str]| {
            let is_odd = values.iter().any(|odd| value == odd);
            if is_odd { ask.undocumented() } else { ask.any_shape() }
        };
        match switch {
            "hospitalityLastPage" => context(&self.page_of_one(Kind::Room).await),
            "residentialLastPage" => context(&self.page_of_one(Kind::Home).await),
            "residentialPaginationContext" => {
                caller.create(Kind::Home, &units.community, &name()).await;
                context(&self.page_of_one(Kind::Home).await)
            }
            "unknownParent" => json!(caller.try_create(Kind::Room, NOBODY, "New").await.status),
            "foreignUnit" => {
                let stranger = server.newcomer(&[], &[&units.organization]).await;
                json!(stranger.get(Kind::Room, &units.room).await.status)
            }
            "otherId" => {
                caller.rename(Kind::Home, &units.home, &units.community, "Old").await.expect(204);
                let body = Kind::Home.update(NOBODY, &units.community, "New");
                let status = caller.ask("PUT", &Kind::Home.at(&units.home)).json(&body).send().await.status;
                json!([status, self.name_of(Kind::Home).await])
            }
            "otherParent" => {
                let other = caller.create(Kind::HomeCommunity, &units.organization, "Other").await;
                let status = caller.rename(Kind::Home, &units.home, &other, "New").await.status;
                let home = caller.get(Kind::Home, &units.home).await.expect(200).json;
                json!([status, home["name"] == "New", home["homeCommunityId"] == other])
            }
            "contentTypeOf204" => {
                let ask = caller.ask("PUT", &Kind::Room.at(&units.room)).json(&json!({"name": "New"}));
                // The document neither asks for the header nor forbids it.
                json!(ask.any_shape().send().await.expect(204).header("content-type"))
            }
            "gatewayBody" => {
                let ask = server.ask("GET", &Kind::Room.at(NOBODY));
                let answer = odd(ask, &["text", "html", "empty"]).send().await.expect(401);
                let body = match &answer.json {
                    Value::Object(members) => json!(members.keys().collect::<Vec<_>>()),
                    _ if answer.text.is_empty() => json!("nothing"),
                    _ if answer.text.starts_with("<html>") => json!("page"),
                    _ => json!("text"),
                };
                json!([answer.header("content-type"), body])
            }
            "requestIdOfErrors" => {
                let mut is_there = Vec::new();
                for id in [NOBODY, &units.room] {
                    let answer = caller.ask("GET", &Kind::Room.at(id)).any_shape().send().await;
                    is_there.push(answer.header("x-amzn-requestid").is_some());
                }
                json!(is_there)
            }
            "undocumentedStatuses" => {
                let ask = caller.ask("POST", Kind::Room.path()).body("text/plain", "x").broken();
                let ask = if value == true { ask.undocumented() } else { ask };
                json!(ask.send().await.status)
            }
            "homeCommunityNotEmpty" => {
                let status = caller.delete(Kind::HomeCommunity, &units.community).await.status;
                json!([status, caller.get(Kind::Home, &units.home).await.status])
            }
            "occupiedHome" => {
                server.control("PUT", &format!("/homes/{}/occupancy", units.home), Value::Null).await;
                let renamed = caller.rename(Kind::Home, &units.home, &units.community, "New").await;
                json!([renamed.status, caller.delete(Kind::Home, &units.home).await.status])
            }
            "location" => {
                let created = caller.try_create(Kind::Room, &units.room_type, &name()).await.expect(201);
                let location = created.header("location").unwrap();
                let id = created.json["id"].as_str().unwrap();
                json!(location.replace(id, "ID").replace(&server.address().to_string(), "HOST"))
            }
            "organizationAdmin" => {
                let organization = units.organization.as_str();
                let second = server.newcomer(&[(organization, &["A4H.OrgAdmin"])], &[organization]).await;
                json!(second.get(Kind::Room, &units.room).await.status)
            }
            _ => self.look_at_names(switch, value).await,
        }
    }

    /// The switches about names.
    async fn look_at_names(&self, switch: &str, value: &Value) -> Value {
        let Self { caller, units, .. } = self;
        match switch {
            "duplicateRoomName" => {
                caller.create(Kind::Room, &units.room_type, "Twice").await;
                let body = Kind::Room.new_unit(&units.room_type, "Twice");
                let ask = caller.ask("POST", Kind::Room.path()).json(&body);
                let ask = if value == "conflict" { ask.undocumented() } else { ask };
                json!(ask.send().await.status)
            }
            "longestName" => {
                let mut statuses = Vec::new();
                for name in ["Four", "Fünf!"] {
                    statuses.push(caller.rename(Kind::Property, &units.property, "", name).await.status);
                }
                json!(statuses)
            }
            "roomNameLetters" => {
                let body = Kind::Room.new_unit(&units.room_type, "größer");
                json!(caller.ask("POST", Kind::Room.path()).json(&body).broken().send().await.status)
            }
            "roomNameCase" => {
                caller.create(Kind::Room, &units.room_type, "case").await;
                let mut statuses = Vec::new();
                for name in ["CASE", "case"] {
                    statuses.push(caller.try_create(Kind::Room, &units.room_type, name).await.status);
                }
                json!(statuses)
            }
            "roomNameRuleOnUpdate" => {
                let ask =
                    caller.ask("PUT", &Kind::Room.at(&units.room)).json(&json!({"name": "with spaces."}));
                json!(ask.broken().send().await.status)
            }
            _ => self.look_by_the_clock(switch).await,
        }
    }

    /// The switches about tokens, rates and times.
    async fn look_by_the_clock(&self, switch: &str) -> Value {
        let Self { server, caller, units } = self;
        match switch {
            "residentialThrottling" => {
                server.set(json!({"requestsPerSecond": 0.001, "burst": 1})).await;
                json!([self.passing(Kind::Home).await, self.passing(Kind::Room).await])
            }
            "requestsPerSecond" => {
                server.set(json!({"burst": 3})).await;
                let first = self.passing(Kind::Room).await;
                server.advance(1_000).await;
                json!([first, self.passing(Kind::Room).await])
            }
            "burst" => {
                server.set(json!({"requestsPerSecond": 0.001})).await;
                json!(self.passing(Kind::Room).await)
            }
            "accessTokenLifetime" => {
                let whose = json!({"client": caller.client, "account": caller.account});
                let fresh = server.caller(whose).await;
                fresh.get(Kind::Room, &units.room).await.expect(200);
                server.advance(5_000).await;
                json!(fresh.get(Kind::Room, &units.room).await.status)
            }
            "continuationTokenLifetime" => {
                caller.create(Kind::Room, &units.room_type, &name()).await;
                let first = self.page_of_one(Kind::Room).await;
                let token = first.json["paginationContext"]["nextToken"].as_str().unwrap();
                server.advance(5_000).await;
                let query = format!("&maxResults=1&nextToken={token}");
                json!(caller.page(Kind::Room, &units.room_type, &query).await.status)
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
                let refresh = || server.token("application/json", body.to_string());
                let given = refresh().await.expect(200);
                let found = match given.json.get("refresh_token") {
                    None => "none",
                    Some(token) if *token == tokens["refreshToken"] => "the same",
                    Some(_) => "another",
                };
                json!([found, refresh().await.status])
            }
            "roleDelay" | "readDelay" => {
                let answer = caller.try_create(Kind::Room, &units.room_type, &name()).await.expect(201);
                let id = answer.json["id"].as_str().unwrap();
                let first = caller.get(Kind::Room, id).await.status;
                server.advance(5_000).await;
                json!([first, caller.get(Kind::Room, id).await.status])
            }
            _ => panic!("say what is seen of `{switch}`"),
        }
    }
}

async fn every_value_of_every_switch_is_seen(stores: &Stores) {
    let server = stores.server().await;
    let defaults = Switches::default().values();
    for switch in SWITCHES {
        let values = values(switch.name);
        // What a switch takes: each of its texts, true and false, or more numbers than the default.
        let listed: BTreeSet<_> = values.iter().map(|(value, _)| value.to_string()).collect();
        let wanted: BTreeSet<_> = match switch.values {
            Values::OneOf(texts) => texts.iter().map(|text| json!(text).to_string()).collect(),
            Values::Flag => [true, false].map(|flag| flag.to_string()).into(),
            Values::Whole { .. } | Values::Rate { .. } => listed.clone(),
        };
        assert_eq!(listed, wanted, "{}", switch.name);
        assert!(listed.len() > 1 && listed.contains(&defaults[switch.name].to_string()), "{}", switch.name);
        let seen: BTreeSet<_> = values.iter().map(|(_, expected)| expected.to_string()).collect();
        assert!(seen.len() > 1, "{} changes nothing", switch.name);
        for (value, expected) in &values {
            // Clock, switches and units as at the beginning.
            server.control("POST", "/reset", Value::Null).await;
            server.control("POST", "/clock/freeze", Value::Null).await;
            let organizations = server.control("GET", "/organizations", Value::Null).await;
            let organization = organizations[0]["id"].as_str().unwrap().to_owned();
            let caller = server.administrator().await;
            let units = caller.units(&organization).await;
            server.advance(10_000).await;
            server.set(json!({switch.name: value})).await;
            let scene = Scene { server: server.clone(), caller, units };
            assert_eq!(scene.look(switch.name, value).await, *expected, "{} {value}", switch.name);
        }
    }
}

async fn switches_hold_in_all_processes_and_after_a_restart(stores: &Stores) {
    let [one, two] = stores.servers().await;
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
    // On a file both are one.
    drop(two);
    assert!(one.stop().await);
    let three = stores.server().await;
    assert_eq!(three.control("GET", "/state", Value::Null).await["switches"], json!({"gatewayBody": "text"}));
}
