//! Who sees and changes what. Tenants never see each other.

use asp_validation::Operation;
use serde_json::{Value, json};

use crate::caller::{Caller, NOBODY, Units, name};
use crate::server::Server;
use crate::stores::Stores;
use asp_server::test_support::kind::{Action, Kind, parts};

over_both_stores!(
    nothing_of_another_tenant_is_ever_seen_or_changed,
    a_foreign_unit_is_answered_like_one_that_is_not_there,
    units_do_not_get_into_other_tenants,
    without_the_grant_of_the_console_nothing_goes,
    without_the_scope_nothing_goes,
    a_role_at_a_unit_reaches_that_unit_and_what_is_in_it,
    who_creates_a_unit_administers_it,
    roles_that_are_taken_away_are_gone_at_once,
    an_administrator_of_one_api_administers_that_one,
    lists_show_what_the_caller_may_see,
    an_administrator_may_be_kept_to_own_units,
    a_role_takes_time_if_a_switch_says_so,
    a_unit_takes_time_to_be_read_if_a_switch_says_so,
    a_client_or_account_that_is_deleted_is_shut_out,
);

const BOTH: [&str; 2] = ["A4H.OrgAdmin", "A4R.OrgAdmin"];

/// Two organizations with an account and a client each, and units in both.
async fn two_tenants(stores: &Stores) -> (Server, [(Caller, Units); 2]) {
    let server = stores.server().await;
    let seed = json!({
        "organizations": [
            {"id": "amzn1.alexa.unit.did.AONE", "accounts": [{"id": "account.one", "roles": BOTH}]},
            {"id": "amzn1.alexa.unit.did.ATWO", "accounts": [{"id": "account.two", "roles": BOTH}]},
        ],
        "clients": [
            {"id": "client.one", "organizations": ["amzn1.alexa.unit.did.AONE"]},
            {"id": "client.two", "organizations": ["amzn1.alexa.unit.did.ATWO"]},
        ],
    });
    server.control("POST", "/reset", json!({"seed": seed})).await;
    let mut tenants = Vec::new();
    for (name, organization) in [("one", "AONE"), ("two", "ATWO")] {
        let whose = json!({"client": format!("client.{name}"), "account": format!("account.{name}")});
        let caller = server.caller(whose).await;
        let units = caller.units(&format!("amzn1.alexa.unit.did.{organization}")).await;
        tenants.push((caller, units));
    }
    (server, tenants.try_into().unwrap_or_else(|_| panic!("two tenants")))
}

/// What one tenant sees of its units.
async fn seen(caller: &Caller, units: &Units) -> Vec<Value> {
    let mut seen = Vec::new();
    for kind in Kind::ALL {
        seen.push(caller.get(kind, units.id(kind)).await.expect(200).json);
        seen.push(json!(caller.all(kind, units.parent(kind)).await));
    }
    seen
}

async fn nothing_of_another_tenant_is_ever_seen_or_changed(stores: &Stores) {
    let (server, tenants) = two_tenants(stores).await;
    for foreign_unit in ["not-found", "forbidden"] {
        server.set(json!({"foreignUnit": foreign_unit})).await;
        for [(caller, own), (other, foreign)] in [[&tenants[0], &tenants[1]], [&tenants[1], &tenants[0]]] {
            let before = [seen(caller, own).await, seen(other, foreign).await];
            let mixed = Caller { token: mixed_token(&server, caller, other).await, ..caller.clone() };
            for operation in Operation::ALL {
                let (kind, action) = parts(*operation);
                let asked_for = if action == Action::Create || action == Action::List {
                    kind.parent()
                } else {
                    Some(kind)
                };
                // Ids of every kind in the place of the one that the operation asks for.
                let ids = Kind::ALL.map(|kind| (Some(kind), foreign.id(kind)));
                for (kind, id) in ids.into_iter().chain([(None, foreign.organization.as_str())]) {
                    let status = match action {
                        _ if kind == asked_for && foreign_unit == "forbidden" => 403,
                        Action::Create => 400,
                        _ => 404,
                    };
                    let answer = caller.operate(*operation, &Units::same(id)).send().await;
                    assert_eq!(answer.status, status, "{operation} of {kind:?}: {}", answer.text);
                    shows_nothing(&answer.text, foreign);
                }
                // The account of the other tenant is of no use to a client without its grant.
                let answer = mixed.operate(*operation, foreign).send().await.expect(403);
                assert!(answer.message().contains("grant"), "{operation}: {}", answer.text);
                shows_nothing(&answer.text, foreign);
            }
            assert_eq!([seen(caller, own).await, seen(other, foreign).await], before);
        }
    }
}

/// A token of the client of one caller with the account of another.
async fn mixed_token(server: &Server, client: &Caller, account: &Caller) -> String {
    server.caller(json!({"client": client.client, "account": account.account})).await.token
}

fn shows_nothing(text: &str, units: &Units) {
    for kind in Kind::ALL {
        assert!(!text.contains(units.id(kind)), "{text}");
    }
    assert!(!text.contains(&units.organization), "{text}");
}

/// Status, body and headers but for the request id and the time.
async fn a_foreign_unit_is_answered_like_one_that_is_not_there(stores: &Stores) {
    let (_server, [(caller, _), (_, foreign)]) = two_tenants(stores).await;
    for operation in Operation::ALL {
        let [foreign, nobody] =
            [&foreign, &Units::same(NOBODY)].map(|units| caller.operate(*operation, units));
        let (foreign, nobody) = (foreign.send().await, nobody.send().await);
        assert_eq!((foreign.status, &foreign.json), (nobody.status, &nobody.json), "{operation}");
        let names = |answer: &crate::ask::Answer| -> Vec<String> {
            answer.headers.keys().map(ToString::to_string).collect()
        };
        assert_eq!(names(&foreign), names(&nobody), "{operation}");
    }
}

async fn units_do_not_get_into_other_tenants(stores: &Stores) {
    let (server, [(caller, own), (other, foreign)]) = two_tenants(stores).await;
    for kind in Kind::ALL {
        caller.try_create(kind, foreign.parent(kind), &name()).await.expect(400);
    }
    for other_parent in ["refuse", "ignore", "move"] {
        server.set(json!({"otherParent": other_parent})).await;
        for kind in [Kind::HomeCommunity, Kind::Home] {
            let answer = caller.rename(kind, own.id(kind), foreign.parent(kind), "Across").await;
            assert_eq!(answer.status, if other_parent == "ignore" { 204 } else { 400 });
            let shown = caller.get(kind, own.id(kind)).await.expect(200).json;
            assert_eq!(shown[kind.parent_id()], own.parent(kind));
            assert_eq!(other.all(kind, foreign.parent(kind)).await.len(), 1);
        }
    }
}

async fn without_the_grant_of_the_console_nothing_goes(stores: &Stores) {
    let server = stores.server().await;
    let organization = server.organization();
    let administrator = server.administrator().await;
    let units = administrator.units(organization).await;
    let caller = server.newcomer(&[(organization, &BOTH)], &[]).await;
    for operation in Operation::ALL {
        let refused = caller.operate(*operation, &units).send().await.expect(403);
        assert!(refused.message().contains("grant"), "{}", refused.message());
    }
    let grant = format!("/organizations/{organization}/grants/{}", caller.client);
    server.control("PUT", &grant, Value::Null).await;
    let fresh = caller.units(organization).await;
    for operation in Operation::ALL.iter().filter(|operation| parts(**operation).1 != Action::Delete) {
        caller.operate(*operation, &fresh).send().await.expect(parts(*operation).1.success());
    }
    server.control("DELETE", &grant, Value::Null).await;
    for operation in Operation::ALL {
        caller.operate(*operation, &fresh).send().await.expect(403);
    }
}

async fn without_the_scope_nothing_goes(stores: &Stores) {
    let server = stores.server().await;
    let administrator = server.administrator().await;
    let units = administrator.units(server.organization()).await;
    let whose = json!({
        "client": administrator.client,
        "account": administrator.account,
        "scope": "profile",
    });
    let caller = server.caller(whose).await;
    for operation in Operation::ALL {
        let refused = caller.operate(*operation, &units).send().await.expect(403);
        assert!(refused.message().contains("alexa::enterprise:management"), "{}", refused.message());
    }
    let whose = json!({
        "client": administrator.client,
        "account": administrator.account,
        "scope": "profile alexa::enterprise:management",
    });
    server.caller(whose).await.get(Kind::Room, &units.room).await.expect(200);
}

async fn a_role_at_a_unit_reaches_that_unit_and_what_is_in_it(stores: &Stores) {
    let server = stores.server().await;
    let organization = server.organization();
    let administrator = server.administrator().await;
    let (mine, other) = (administrator.units(organization).await, administrator.units(organization).await);
    for at in Kind::ALL {
        let caller = server.newcomer(&[(mine.id(at), &[at.role()])], &[organization]).await;
        for kind in Kind::ALL {
            let is_within = std::iter::successors(Some(kind), |kind| kind.parent()).any(|above| above == at);
            let status = if is_within { 200 } else { 403 };
            caller.get(kind, mine.id(kind)).await.expect(status);
            let renamed = caller.rename(kind, mine.id(kind), mine.parent(kind), &name()).await;
            renamed.expect(if is_within { 204 } else { 403 });
            // The organization of the caller, so that its units are no secret, but not the caller's.
            caller.get(kind, other.id(kind)).await.expect(403);
            caller.rename(kind, other.id(kind), other.parent(kind), &name()).await.expect(403);
            caller.delete(kind, other.id(kind)).await.expect(403);
            caller.try_create(kind, other.parent(kind), &name()).await.expect(403);
            let may_create = kind.parent().is_some_and(|parent| {
                std::iter::successors(Some(parent), |kind| kind.parent()).any(|above| above == at)
            });
            let created = caller.try_create(kind, mine.parent(kind), &name()).await;
            created.expect(if may_create { 201 } else { 403 });
        }
    }
}

async fn who_creates_a_unit_administers_it(stores: &Stores) {
    let server = stores.server().await;
    let caller = server.administrator().await;
    let units = caller.units(server.organization()).await;
    let roles = server.control("GET", &format!("/accounts/{}/roles", caller.account), Value::Null).await;
    for kind in [Kind::Property, Kind::RoomType, Kind::Room] {
        let expected = json!({"unit": units.id(kind), "roles": [kind.role()]});
        assert!(roles.as_array().unwrap().contains(&expected), "{kind:?}: {roles}");
    }
    caller.delete(Kind::Room, &units.room).await.expect(204);
    let roles = server.control("GET", &format!("/accounts/{}/roles", caller.account), Value::Null).await;
    assert!(!roles.to_string().contains(&units.room), "{roles}");
}

async fn roles_that_are_taken_away_are_gone_at_once(stores: &Stores) {
    let server = stores.server().await;
    let administrator = server.administrator().await;
    let units = administrator.units(server.organization()).await;
    let property = &units.property;
    let caller = server.newcomer(&[(property, &["A4H.PropertyAdmin"])], &[server.organization()]).await;
    let room = caller.create(Kind::Room, &units.room_type, &name()).await;
    server.control("DELETE", &format!("/accounts/{}/roles/{property}", caller.account), Value::Null).await;
    caller.get(Kind::Property, property).await.expect(403);
    caller.get(Kind::Room, &units.room).await.expect(403);
    // The room is the caller's own.
    caller.get(Kind::Room, &room).await.expect(200);
    server.control("DELETE", &format!("/accounts/{}/roles/{room}", caller.account), Value::Null).await;
    caller.get(Kind::Room, &room).await.expect(404);
}

async fn an_administrator_of_one_api_administers_that_one(stores: &Stores) {
    let server = stores.server().await;
    let organization = server.organization();
    let units = server.administrator().await.units(organization).await;
    for (role, is_residential) in [("A4R.OrgAdmin", true), ("A4H.OrgAdmin", false)] {
        let caller = server.newcomer(&[(organization, &[role])], &[organization]).await;
        for operation in Operation::ALL.iter().filter(|operation| parts(**operation).1 != Action::Delete) {
            let answer = caller.operate(*operation, &units).send().await;
            let (kind, action) = parts(*operation);
            if kind.is_residential() == is_residential {
                assert_eq!(answer.status, action.success(), "{role} {operation}: {}", answer.text);
            } else if action == Action::List {
                // Nothing in the list is the caller's to see.
                assert_eq!(answer.status, 200, "{role} {operation}: {}", answer.text);
                assert_eq!(answer.json[kind.units()], json!([]), "{role} {operation}");
            } else {
                assert_eq!(answer.status, 403, "{role} {operation}: {}", answer.text);
            }
        }
    }
}

async fn lists_show_what_the_caller_may_see(stores: &Stores) {
    let server = stores.server().await;
    let organization = server.organization();
    let administrator = server.administrator().await;
    let units = administrator.units(organization).await;
    for kind in Kind::ALL {
        let parent = units.parent(kind);
        let mut own = Vec::new();
        let mut ids = Vec::new();
        for number in 0..25 {
            let id = administrator.create(kind, parent, &name()).await;
            if number % 2 == 0 {
                own.push(id.clone());
            }
            ids.push(id);
        }
        let roles: Vec<(&str, &[&str])> = vec![];
        let caller = server.newcomer(&roles, &[organization]).await;
        // Whoever has no role in the organization has nothing to do with it.
        caller.page(kind, parent, "").await.expect(404);
        for id in &own {
            let path = format!("/accounts/{}/roles/{id}", caller.account);
            server.control("PUT", &path, json!({"roles": [kind.role()]})).await;
        }
        let seen: Vec<String> = caller.all(kind, parent).await.into_iter().map(|(id, _)| id).collect();
        assert_eq!(seen, own, "{kind:?}");
        let pages = caller.pages(kind, parent, 3).await.concat();
        assert_eq!(pages.iter().map(|unit| unit["id"].as_str().unwrap()).collect::<Vec<_>>(), own);
        // The administrator sees all, the one that was there before included.
        ids.insert(0, units.id(kind).to_owned());
        let all: Vec<String> = administrator.all(kind, parent).await.into_iter().map(|(id, _)| id).collect();
        assert_eq!(all, ids, "{kind:?}");
    }
}

async fn an_administrator_may_be_kept_to_own_units(stores: &Stores) {
    let server = stores.server().await;
    let organization = server.organization();
    let first = server.administrator().await;
    let units = first.units(organization).await;
    let second = server.newcomer(&[(organization, &BOTH)], &[organization]).await;
    second.get(Kind::Room, &units.room).await.expect(200);
    server.set(json!({"organizationAdmin": "own-units"})).await;
    for kind in [Kind::Property, Kind::RoomType, Kind::Room] {
        second.get(kind, units.id(kind)).await.expect(403);
        second.delete(kind, units.id(kind)).await.expect(403);
        first.get(kind, units.id(kind)).await.expect(200);
    }
    second.get(Kind::Home, &units.home).await.expect(200);
    assert_eq!(second.all(Kind::Property, organization).await, []);
    let own = second.create(Kind::Property, organization, "Own").await;
    assert_eq!(second.all(Kind::Property, organization).await, [(own.clone(), "Own".to_owned())]);
    first.get(Kind::Property, &own).await.expect(403);
    let room_type = second.create(Kind::RoomType, &own, "Suites").await;
    second.create(Kind::Room, &room_type, "101").await;
}

async fn a_role_takes_time_if_a_switch_says_so(stores: &Stores) {
    let server = stores.server().await;
    let caller = server.administrator().await;
    server.control("POST", "/clock/freeze", Value::Null).await;
    server.set(json!({"roleDelay": 5_000})).await;
    for kind in Kind::ALL {
        if kind.parent().is_some() {
            continue;
        }
        let id = caller.create(kind, server.organization(), &name()).await;
        let child = kind.child().unwrap();
        server.advance(4_999).await;
        caller.get(kind, &id).await.expect(403);
        caller.rename(kind, &id, server.organization(), "New").await.expect(403);
        caller.delete(kind, &id).await.expect(403);
        caller.try_create(child, &id, &name()).await.expect(403);
        caller.page(child, &id, "").await.expect(403);
        assert_eq!(caller.all(kind, server.organization()).await, []);
        server.advance(1).await;
        caller.get(kind, &id).await.expect(200);
        caller.page(child, &id, "").await.expect(200);
        assert_eq!(caller.all(kind, server.organization()).await.len(), 1);
        caller.delete(kind, &id).await.expect(204);
    }
}

async fn a_unit_takes_time_to_be_read_if_a_switch_says_so(stores: &Stores) {
    let server = stores.server().await;
    let caller = server.administrator().await;
    let units = caller.units(server.organization()).await;
    server.control("POST", "/clock/freeze", Value::Null).await;
    server.advance(1_000).await;
    server.set(json!({"readDelay": 1_000})).await;
    for kind in Kind::ALL {
        let parent = units.parent(kind);
        let id = caller.create(kind, parent, &name()).await;
        server.advance(999).await;
        caller.get(kind, &id).await.expect(404);
        assert_eq!(caller.all(kind, parent).await.len(), 1);
        server.advance(1).await;
        caller.get(kind, &id).await.expect(200);
        assert_eq!(caller.all(kind, parent).await.len(), 2);
    }
}

async fn a_client_or_account_that_is_deleted_is_shut_out(stores: &Stores) {
    let server = stores.server().await;
    let organization = server.organization();
    let units = server.administrator().await.units(organization).await;
    for of in ["clients", "accounts"] {
        let caller = server.newcomer(&[(organization, &BOTH)], &[organization]).await;
        caller.get(Kind::Room, &units.room).await.expect(200);
        let id = if of == "clients" { &caller.client } else { &caller.account };
        server.control("DELETE", &format!("/{of}/{id}"), Value::Null).await;
        caller.get(Kind::Room, &units.room).await.expect(401);
    }
}
