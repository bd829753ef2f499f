//! Lists page by page.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use crate::caller::{Caller, Units, name};
use crate::server::Server;
use crate::stores::Stores;
use asp_server::test_support::kind::Kind;

over_both_stores!(
    pages_have_every_size_and_ten_units_by_default,
    an_empty_list_is_a_page_without_units,
    last_pages_end_as_the_switches_say,
    a_chain_over_hundreds_of_units_has_each_once,
    a_continuation_token_is_of_no_use_once_changed,
    a_continuation_token_belongs_to_its_request_and_caller,
    a_continuation_token_expires_by_the_clock,
    a_continuation_token_of_another_server_is_refused,
    a_continuation_token_stays_good_when_units_go,
    pages_are_stable_while_units_come_and_go,
);

async fn begin(stores: &Stores) -> (Server, Caller, Units) {
    let server = stores.server().await;
    let caller = server.administrator().await;
    let units = caller.units(server.organization()).await;
    (server, caller, units)
}

/// Puts a property with a room type and so many rooms on top of what is there, below an organization of its own.
async fn many_rooms(server: &Server, count: usize) -> (Caller, String) {
    let rooms: Vec<_> = (0..count).map(|number| json!({"name": format!("R{number}")})).collect();
    let roles = json!([{"roles": ["A4H.OrgAdmin", "A4R.OrgAdmin"]}]);
    let properties = json!([{"name": "P", "roomTypes": [{"name": "T", "rooms": rooms}]}]);
    let seed = json!({
        "organizations": [{"accounts": roles, "properties": properties}],
        "clients": [{}],
    });
    let seeded = server.control("POST", "/seed", seed).await;
    let organization = &seeded["organizations"][0];
    let whose = json!({"client": seeded["clients"][0]["id"], "account": organization["accounts"][0]["id"]});
    let room_type = organization["properties"][0]["roomTypes"][0]["id"].as_str().unwrap().to_owned();
    (server.caller(whose).await, room_type)
}

async fn pages_have_every_size_and_ten_units_by_default(stores: &Stores) {
    let (_server, caller, units) = begin(stores).await;
    for kind in Kind::ALL {
        let parent = units.parent(kind);
        for _ in 1..12 {
            caller.create(kind, parent, &name()).await;
        }
        let whole = caller.all(kind, parent).await;
        assert_eq!(whole.len(), 12);
        let first = caller.page(kind, parent, "").await.expect(200).json;
        assert_eq!(first[kind.units()].as_array().unwrap().len(), 10);
        assert!(first["paginationContext"]["nextToken"].is_string());
        for limit in 1..=kind.largest_page().min(13) {
            let pages = caller.pages(kind, parent, limit).await;
            let lengths: Vec<_> = pages.iter().map(Vec::len).collect();
            let expected: Vec<_> = (0..12).step_by(limit).map(|from| limit.min(12 - from)).collect();
            assert_eq!(lengths, expected, "pages of {limit}");
            let ids: Vec<_> = pages.concat().iter().map(|unit| unit["id"].clone()).collect();
            assert_eq!(ids, whole.iter().map(|(id, _)| json!(id)).collect::<Vec<_>>());
        }
    }
}

async fn an_empty_list_is_a_page_without_units(stores: &Stores) {
    let (_server, caller, units) = begin(stores).await;
    for kind in Kind::ALL.into_iter().rev() {
        caller.delete(kind, units.id(kind)).await.expect(204);
        let page = caller.page(kind, units.parent(kind), "&maxResults=1").await.expect(200).json;
        assert_eq!(page[kind.units()], json!([]));
        assert!(page["paginationContext"]["nextToken"].is_null());
    }
}

async fn last_pages_end_as_the_switches_say(stores: &Stores) {
    let (server, caller, units) = begin(stores).await;
    let ends = [
        ("null-token", json!({"nextToken": null})),
        ("empty-token", json!({"nextToken": ""})),
        ("no-token", json!({})),
        ("no-context", Value::Null),
    ];
    for (shape, context) in &ends {
        for (other, other_context) in &ends {
            server.set(json!({"hospitalityLastPage": shape, "residentialLastPage": other})).await;
            for kind in Kind::ALL {
                let page = caller.page(kind, units.parent(kind), "").await.expect(200).json;
                let expected = if kind.is_residential() { other_context } else { context };
                assert_eq!(page.get("paginationContext").unwrap_or(&Value::Null), expected, "{kind:?}");
            }
        }
    }
}

async fn a_chain_over_hundreds_of_units_has_each_once(stores: &Stores) {
    let server = stores.server().await;
    let (caller, room_type) = many_rooms(&server, 430).await;
    for limit in [1, 7, 10, 43, 50] {
        let pages = caller.pages(Kind::Room, &room_type, limit).await;
        assert_eq!(pages.len(), 430_usize.div_ceil(limit));
        let names: BTreeSet<_> =
            pages.concat().iter().map(|room| room["name"].as_str().unwrap().to_owned()).collect();
        assert_eq!(names.len(), 430);
    }
}

async fn a_continuation_token_is_of_no_use_once_changed(stores: &Stores) {
    let server = stores.server().await;
    let (caller, room_type) = many_rooms(&server, 3).await;
    let first = caller.page(Kind::Room, &room_type, "&maxResults=1").await.expect(200).json;
    let token = first["paginationContext"]["nextToken"].as_str().unwrap().to_owned();
    assert!(token.is_ascii());
    let with = async |token: &str| {
        let token: String =
            percent_encoding::utf8_percent_encode(token, percent_encoding::NON_ALPHANUMERIC).collect();
        caller.page(Kind::Room, &room_type, &format!("&maxResults=1&nextToken={token}")).await
    };
    let second = with(&token).await.expect(200).json;
    assert_ne!(second["rooms"], first["rooms"]);
    for at in 0..token.len() {
        for bit in 0..8 {
            let mut changed = token.clone().into_bytes();
            changed[at] ^= 1 << bit;
            let Ok(changed) = String::from_utf8(changed) else { continue };
            let refused = with(&changed).await.expect(400);
            assert!(refused.message().contains("nextToken"), "{}", refused.message());
        }
    }
    let room = first["rooms"][0]["id"].as_str().unwrap();
    for other in ["", " ", "1", "null", "=", &token[1..], &format!("{token}A"), &format!("{token}="), room] {
        with(other).await.expect(400);
    }
    assert_eq!(with(&token).await.expect(200).json["rooms"], second["rooms"], "a token can be used again");
}

async fn a_continuation_token_belongs_to_its_request_and_caller(stores: &Stores) {
    let (server, caller, units) = begin(stores).await;
    let organization = server.organization();
    for kind in Kind::ALL {
        caller.create(kind, units.parent(kind), &name()).await;
    }
    let token = async |kind: Kind, more: &str| {
        let page = caller.page(kind, units.parent(kind), more).await.expect(200).json;
        page["paginationContext"]["nextToken"].as_str().unwrap().to_owned()
    };
    let property = token(Kind::Property, "&maxResults=1").await;
    let query = format!("&maxResults=1&nextToken={property}");
    caller.page(Kind::Property, organization, &query).await.expect(200);
    // Another operation with the same parent.
    caller.page(Kind::HomeCommunity, organization, &query).await.expect(400);
    // Another page size, or none.
    caller
        .page(Kind::Property, organization, &format!("&maxResults=2&nextToken={property}"))
        .await
        .expect(400);
    caller.page(Kind::Property, organization, &format!("&nextToken={property}")).await.expect(400);
    // Another parent.
    let room_types = token(Kind::RoomType, "&maxResults=1").await;
    let other = caller.create(Kind::Property, organization, &name()).await;
    let query_of_types = format!("&maxResults=1&nextToken={room_types}");
    caller.page(Kind::RoomType, &units.property, &query_of_types).await.expect(200);
    caller.page(Kind::RoomType, &other, &query_of_types).await.expect(400);
    // Another token of the same client and account is the same caller; another client or account is not.
    let (client, account) = (caller.client.clone(), caller.account.clone());
    let same = server.caller(json!({"client": client, "account": account})).await;
    same.page(Kind::Property, organization, &query).await.expect(200);
    let roles: &[&str] = &["A4H.OrgAdmin", "A4R.OrgAdmin"];
    let newcomer = server.newcomer(&[(organization, roles)], &[organization]).await;
    let other_client = server.caller(json!({"client": newcomer.client, "account": account})).await;
    let other_account = server.caller(json!({"client": client, "account": newcomer.account})).await;
    for other in [&newcomer, &other_client, &other_account] {
        other.page(Kind::Property, organization, "&maxResults=1").await.expect(200);
        other.page(Kind::Property, organization, &query).await.expect(400);
    }
    // The token twice, and the order of the parameters.
    let target =
        format!("{}?nextToken={property}&maxResults=1&organizationId={organization}", Kind::Property.path());
    caller.ask("GET", &target).send().await.expect(200);
}

async fn a_continuation_token_expires_by_the_clock(stores: &Stores) {
    let server = stores.server().await;
    let (caller, room_type) = many_rooms(&server, 2).await;
    server.control("POST", "/clock/freeze", Value::Null).await;
    server.set(json!({"continuationTokenLifetime": 60_000})).await;
    let first = caller.page(Kind::Room, &room_type, "&maxResults=1").await.expect(200).json;
    let token = first["paginationContext"]["nextToken"].as_str().unwrap();
    let query = format!("&maxResults=1&nextToken={token}");
    server.advance(59_999).await;
    caller.page(Kind::Room, &room_type, &query).await.expect(200);
    server.advance(1).await;
    let refused = caller.page(Kind::Room, &room_type, &query).await.expect(400);
    assert!(refused.message().contains("expired"), "{}", refused.message());
}

async fn a_continuation_token_of_another_server_is_refused(stores: &Stores) {
    let seed = json!({"seed": {
        "organizations": [{
            "id": "amzn1.alexa.unit.did.AORG",
            "accounts": [{"id": "account.one", "roles": ["A4H.OrgAdmin"]}],
            "properties": [{"name": "a"}, {"name": "b"}, {"name": "c"}],
        }],
        "clients": [{"id": "client.one"}],
    }});
    let other = Stores::sqlite();
    let servers = [stores.server().await, other.server().await];
    let mut tokens = Vec::new();
    for server in &servers {
        server.control("POST", "/reset", seed.clone()).await;
        let caller = server.administrator().await;
        let page =
            caller.page(Kind::Property, "amzn1.alexa.unit.did.AORG", "&maxResults=1").await.expect(200);
        tokens.push((caller, page.json["paginationContext"]["nextToken"].as_str().unwrap().to_owned()));
    }
    for (at, (caller, own)) in tokens.iter().enumerate() {
        let query = |token: &str| format!("&maxResults=1&nextToken={token}");
        let parent = "amzn1.alexa.unit.did.AORG";
        caller.page(Kind::Property, parent, &query(own)).await.expect(200);
        caller.page(Kind::Property, parent, &query(&tokens[1 - at].1)).await.expect(400);
    }
}

async fn a_continuation_token_stays_good_when_units_go(stores: &Stores) {
    let server = stores.server().await;
    let (caller, room_type) = many_rooms(&server, 6).await;
    let all = caller.all(Kind::Room, &room_type).await;
    let first = caller.page(Kind::Room, &room_type, "&maxResults=2").await.expect(200).json;
    let token = first["paginationContext"]["nextToken"].as_str().unwrap();
    // The units on both sides of where the page ended.
    for (id, _) in &all[1..3] {
        caller.delete(Kind::Room, id).await.expect(204);
    }
    let query = format!("&maxResults=2&nextToken={token}");
    let second = caller.page(Kind::Room, &room_type, &query).await.expect(200).json;
    let ids: Vec<_> = second["rooms"].as_array().unwrap().iter().map(|room| room["id"].clone()).collect();
    assert_eq!(ids, [json!(all[3].0), json!(all[4].0)]);
    for (id, _) in &all[3..] {
        caller.delete(Kind::Room, id).await.expect(204);
    }
    let empty = caller.page(Kind::Room, &room_type, &query).await.expect(200).json;
    assert_eq!(empty["rooms"], json!([]));
    caller.delete(Kind::Room, &all[0].0).await.expect(204);
    caller.delete(Kind::RoomType, &room_type).await.expect(204);
    caller.page(Kind::Room, &room_type, &query).await.expect(404);
}

/// Units that exist from before the first page until after the last are on exactly one page.
async fn pages_are_stable_while_units_come_and_go(stores: &Stores) {
    let server = stores.server().await;
    let (caller, room_type) = many_rooms(&server, 120).await;
    let all = caller.all(Kind::Room, &room_type).await;
    // Every third room goes, the others stay; some of these get other names all the time.
    let (goes, stays): (Vec<_>, Vec<_>) =
        all.iter().map(|(id, _)| id.clone()).enumerate().partition(|(number, _)| number % 3 == 0);
    let stays: Vec<String> = stays.into_iter().map(|(_, id)| id).collect();
    let over = Arc::new(AtomicBool::new(false));
    let mut writers = Vec::new();
    for (writer, part) in goes.chunks(goes.len().div_ceil(2)).enumerate() {
        let (caller, room_type, over) = (caller.clone(), room_type.clone(), Arc::clone(&over));
        let (part, stays) = (part.to_vec(), stays.clone());
        writers.push(tokio::spawn(async move {
            let mut made = Vec::new();
            let mut part = part.into_iter();
            let mut round = 0_usize;
            while !over.load(Ordering::Relaxed) {
                made.push(caller.create(Kind::Room, &room_type, &format!("new-{writer}-{round}")).await);
                if let Some((_, id)) = part.next() {
                    caller.delete(Kind::Room, &id).await.expect(204);
                }
                if round % 2 == 1 {
                    caller.delete(Kind::Room, &made.swap_remove(0)).await.expect(204);
                }
                let renamed = &stays[(round * 2 + writer) % stays.len()];
                let new = format!("renamed-{writer}-{round}");
                caller.rename(Kind::Room, renamed, "", &new).await.expect(204);
                round += 1;
            }
            round
        }));
    }
    for limit in [1, 10, 50, 3, 10, 50, 50] {
        let mut times = BTreeMap::<String, usize>::new();
        for unit in caller.pages(Kind::Room, &room_type, limit).await.concat() {
            *times.entry(unit["id"].as_str().unwrap().to_owned()).or_default() += 1;
        }
        assert!(times.values().all(|times| *times == 1), "a unit is on two pages of {limit}");
        for id in &stays {
            assert!(times.contains_key(id), "a unit is on no page of {limit}");
        }
    }
    over.store(true, Ordering::Relaxed);
    for writer in writers {
        assert!(writer.await.unwrap() > 0, "nothing was written meanwhile");
    }
}
