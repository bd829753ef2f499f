//! Requests that are valid, or would be if the units in them were still there.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use asp_validation::Operation;
use serde_json::{Value, json};

use super::draft::Draft;
use crate::support::{Answer, Client, Random, Tenant};

/// What of the database goes into requests.
#[derive(Debug)]
pub(super) struct World {
    tenant: Tenant,
    client: String,
    refresh_token: String,
    /// The number of the last fault.
    fault: u64,
    /// Ids of units by the word that parameters have for them, such as `roomId`.
    ids: BTreeMap<&'static str, Vec<String>>,
    /// Words that mean something to this server, to be put anywhere.
    pub(super) words: Vec<String>,
}

/// How many ids of a kind are kept.
const MOST_IDS: usize = 12;

/// The id of an organization of which only the control API knows.
const EMPTY_ORGANIZATION: &str = "amzn1.alexa.unit.did.empty";

/// What a list or a unit calls its kind, and what a parameter calls the id.
const KINDS: [(&str, &str, &str); 5] = [
    ("homeCommunities", "organizationId", "homeCommunityId"),
    ("homes", "homeCommunityId", "homeId"),
    ("properties", "organizationId", "propertyId"),
    ("roomTypes", "propertyId", "roomTypeId"),
    ("rooms", "roomTypeId", "roomId"),
];

impl World {
    /// Makes two of every kind.
    pub(super) fn new(client: &mut Client, tenant: Tenant) -> Self {
        let tokens = client.control("POST", "/tokens", None);
        let organizations = client.control("GET", "/organizations", None);
        let organization = organizations[0]["id"].as_str().unwrap().to_owned();
        let mut world = Self {
            client: tokens["client"].as_str().unwrap().to_owned(),
            refresh_token: tokens["refreshToken"].as_str().unwrap().to_owned(),
            fault: 1,
            ids: [("organizationId", vec![organization])].into(),
            words: vec![tenant.token.clone(), tenant.account.clone(), "amzn1.alexa.unit.did.".to_owned()],
            tenant,
        };
        for (word, parent_key, key) in KINDS {
            for index in 0..2 {
                let parent = world.ids[parent_key][0].clone();
                let body = json!({ "name": format!("R{index}"), parent_key: parent });
                let path = path_of(word);
                let answer = client.call("POST", &path, Some(&world.tenant.token), Some(&body));
                assert_eq!(answer.status, 201, "{}", answer.text());
                world.ids.entry(key).or_default().push(answer.json()["id"].as_str().unwrap().to_owned());
            }
        }
        world
    }

    fn id(&self, random: &mut Random, key: &str) -> String {
        self.ids.get(key).map_or_else(|| "x".to_owned(), |ids| random.pick(ids).clone())
    }

    /// A request to any operation.
    pub(super) fn operation(&self, random: &mut Random) -> Draft {
        let operation = *random.pick(Operation::ALL);
        let (method, template) = (operation.method().name(), operation.path_template());
        let (word, parent_key, key) =
            *KINDS.iter().find(|(word, ..)| template.split('/').any(|segment| segment == *word)).unwrap();
        let id = self.id(random, key);
        let parent = self.id(random, parent_key);
        let mut draft = Draft::new(method, &path_of(word));
        draft.header("authorization", &format!("Bearer {}", self.tenant.token));
        if template.contains('{') {
            draft.path = format!("{}/{id}", draft.path);
        } else if method == "GET" {
            draft.query.push((parent_key.to_owned(), parent.clone()));
            if random.below(2) == 0 {
                draft.query.push(("maxResults".to_owned(), (1 + random.below(3)).to_string()));
            }
            if random.below(4) == 0 {
                draft.query.push(("nextToken".to_owned(), random.pick(&self.words).clone()));
            }
        }
        if method == "POST" || method == "PUT" {
            let mut body = json!({ "name": format!("R-{}", random.below(1_000_000)) });
            if method == "POST" || template.contains("residential") {
                body[parent_key] = json!(parent);
            }
            if method == "PUT" && template.contains("residential") {
                body["id"] = json!(id);
            }
            draft.json(&body);
        }
        draft
    }

    /// A request to the token endpoint.
    pub(super) fn token_request(&self, random: &mut Random) -> Draft {
        let mut draft = Draft::new("POST", "/auth/o2/token");
        let fields = [
            ("grant_type", *random.pick(&["refresh_token", "authorization_code"])),
            ("refresh_token", &self.refresh_token),
            ("code", "ANabcdefghijklmnopqr"),
            ("client_id", &self.client),
            ("client_secret", "secret"),
            ("redirect_uri", "https://localhost/a?b=c"),
            ("scope", "alexa::enterprise:management"),
        ];
        if random.below(2) == 0 {
            draft.json(&fields.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect());
        } else {
            let encode = |text: &str| text.replace('|', "%7C").replace(':', "%3A");
            let pairs = fields.map(|(name, value)| format!("{name}={}", encode(value)));
            draft.header("content-type", "application/x-www-form-urlencoded");
            draft.body = Some(pairs.join("&").into_bytes());
        }
        draft
    }

    /// A request to any operation of the control API, and which.
    pub(super) fn control(&self, random: &mut Random) -> (String, Draft) {
        let (method, template) = random.pick(control_operations());
        let mut path = template.clone();
        for key in
            ["organizationId", "homeId", "roomId", "unitId", "accountId", "clientId", "number", "deviceId"]
        {
            let value = match key {
                "unitId" => {
                    let (_, _, kind) = random.pick(&KINDS);
                    self.id(random, kind)
                }
                "accountId" => random.pick(&[self.tenant.account.as_str(), "person"]).to_string(),
                "clientId" => random.pick(&[self.client.as_str(), "program"]).to_string(),
                "number" => self.fault.to_string(),
                // One that may be there, and has nothing in it.
                "organizationId" if random.below(2) == 0 => EMPTY_ORGANIZATION.to_owned(),
                // One of two, so that there is a device in it at times.
                "roomId" => self.ids[key][random.below(2)].clone(),
                "deviceId" => "device".to_owned(),
                key => self.id(random, key),
            };
            path = path.replace(&format!("{{{key}}}"), &value);
        }
        let mut draft = Draft::new(method, &path);
        if let Some(body) = self.control_body(random, method, template, &path) {
            draft.json(&body);
        }
        if *template == "/_emulator/exchanges" && method == "GET" {
            draft.query = vec![
                ("last".to_owned(), "2".to_owned()),
                ("operation".to_owned(), "listRooms".to_owned()),
                ("invalid".to_owned(), "true".to_owned()),
            ];
        }
        (format!("{method} {template}"), draft)
    }

    fn control_body(&self, random: &mut Random, method: &str, template: &str, path: &str) -> Option<Value> {
        let template = template.strip_prefix("/_emulator")?;
        Some(match (method, template) {
            ("POST", "/accounts") => json!({ "id": "person" }),
            ("PUT", "/accounts/{accountId}/roles/{unitId}") => {
                // The role that fits the unit; one in five does.
                let unit = path.rsplit('/').next()?;
                let roles = [
                    "A4R.HomeCommunityAdmin",
                    "A4R.HomeAdmin",
                    "A4H.PropertyAdmin",
                    "A4H.RoomTypeAdmin",
                    "A4H.RoomAdmin",
                ];
                let kind = KINDS.iter().position(|(_, _, key)| self.ids[key].iter().any(|id| id == unit));
                json!({ "roles": [roles[kind.unwrap_or(0)]] })
            }
            ("POST", "/clients") => {
                json!({ "id": "program", "secret": "s", "organizations": self.ids["organizationId"] })
            }
            ("POST", "/clock/advance") => json!({ "milliseconds": random.below(1_000) }),
            ("POST", "/clock/set") => {
                json!({ "now": 4_000_000_000_000_u64 + random.below(1_000_000_000) as u64 })
            }
            ("POST", "/codes") => {
                json!({ "client": self.client, "account": self.tenant.account, "scope": "profile", "redirectUri": "https://localhost/" })
            }
            ("POST", "/tokens") => {
                json!({ "client": self.client, "account": self.tenant.account, "scope": "profile" })
            }
            ("POST", "/faults") => {
                json!({ "kind": { "type": "status", "status": 503 }, "operations": ["getRoom"], "count": 2 })
            }
            ("POST", "/organizations") => {
                json!({ "id": EMPTY_ORGANIZATION, "name": "O" })
            }
            ("POST", "/reset") if random.below(2) == 0 => json!({ "seed": null }),
            ("POST", "/rooms/{roomId}/devices") => json!({ "id": "device" }),
            ("POST", "/seed" | "/reset") => json!({
                "organizations": [{
                    "name": "O", "accounts": [{ "roles": ["A4H.OrgAdmin"] }],
                    "homeCommunities": [{ "name": "C", "homes": [{ "name": "H", "occupied": true }] }],
                    "properties": [{ "name": "P", "roomTypes": [{ "name": "T", "rooms": [{ "name": "R" }] }] }],
                }],
                "clients": [],
            }),
            ("PATCH", "/switches") => json!({ "burst": 5, "gatewayBody": "html", "requestsPerSecond": 1 }),
            _ => return None,
        })
    }

    /// Takes ids and continuation tokens from an answer, to be used in requests.
    pub(super) fn learn(&mut self, answer: &Answer) {
        let body = answer.json();
        if let Some(token) = body["paginationContext"]["nextToken"].as_str() {
            self.remember(token.to_owned());
        }
        if let Some(number) = body["number"].as_u64() {
            self.fault = number;
        }
        let Some((id, location)) = body["id"].as_str().zip(answer.header("location")) else { return };
        let kind = KINDS.iter().find(|(word, ..)| location.contains(&format!("/{word}/")));
        if let Some((_, _, key)) = kind {
            let ids = self.ids.entry(key).or_default();
            ids.push(id.to_owned());
            if ids.len() > MOST_IDS {
                ids.remove(0);
            }
        }
    }

    fn remember(&mut self, word: String) {
        self.words.push(word);
        if self.words.len() > 40 {
            self.words.remove(3);
        }
    }
}

fn path_of(word: &str) -> String {
    let api = if word.starts_with("home") { "residential" } else { "hospitality" };
    format!("/enterprise/{api}/v1/{word}")
}

/// Method and path of every operation of the control API, by its own document.
pub(super) fn control_operations() -> &'static [(String, String)] {
    static OPERATIONS: OnceLock<Vec<(String, String)>> = OnceLock::new();
    OPERATIONS.get_or_init(|| {
        let document = serde_json::to_value(asp_server::emulator_openapi()).unwrap();
        let mut operations = Vec::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            let methods = item.as_object().unwrap().keys();
            operations.extend(methods.map(|method| (method.to_uppercase(), path.clone())));
        }
        operations
    })
}
