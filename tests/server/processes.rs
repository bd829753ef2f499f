//! Several servers on one database. A file is for one; then the rules hold for callers at once all the same.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use tokio::task::JoinHandle;

use crate::caller::{Caller, name};
use crate::stores::Stores;
use asp_server::test_support::kind::Kind;

over_both_stores!(
    one_clock_and_one_set_of_faults_hold_everywhere,
    a_page_of_one_goes_on_at_another,
    every_rule_holds_under_concurrent_writes,
    parents_and_children_race_without_orphans,
    faults_are_counted_exactly_over_all,
);

async fn one_clock_and_one_set_of_faults_hold_everywhere(stores: &Stores) {
    let servers = stores.servers::<3>().await;
    let caller = servers[0].administrator().await;
    let organization = servers[0].organization();
    assert!(servers.iter().all(|server| server.organization() == organization));
    servers[0].control("POST", "/clock/freeze", Value::Null).await;
    let frozen = servers[0].now().await;
    servers[1].advance(256_000).await;
    for server in &servers {
        assert_eq!(server.now().await, frozen + 256_000);
    }
    servers[1].fault(json!({"kind": {"type": "status", "status": 500}, "count": 2})).await;
    let mut statuses = Vec::new();
    for server in servers.iter().chain(&servers) {
        statuses.push(caller.at(server).page(Kind::Property, organization, "").await.status);
    }
    assert_eq!(statuses, [500, 500, 200, 200, 200, 200]);
    // An access token expires everywhere at once.
    servers[2].advance(3_600_000).await;
    for server in &servers {
        caller.at(server).page(Kind::Property, organization, "").await.expect(401);
    }
    // A reset is one for all.
    servers[1].control("POST", "/reset", Value::Null).await;
    let caller = servers[2].administrator().await;
    let organizations = servers[0].control("GET", "/organizations", Value::Null).await;
    let organization = organizations[0]["id"].as_str().unwrap();
    for server in &servers {
        caller.at(server).page(Kind::Property, organization, "").await.expect(200);
    }
}

async fn a_page_of_one_goes_on_at_another(stores: &Stores) {
    let servers = stores.servers::<3>().await;
    let caller = servers[0].administrator().await;
    let organization = servers[0].organization();
    let mut ids = BTreeSet::new();
    for at in 0..7 {
        ids.insert(caller.at(&servers[at % 3]).create(Kind::Property, organization, &name()).await);
    }
    let (mut seen, mut token) = (BTreeSet::new(), String::new());
    for at in 0..7 {
        let (caller, query) = (caller.at(&servers[at % 3]), format!("&maxResults=1{token}"));
        let page = caller.page(Kind::Property, organization, &query).await.expect(200).json;
        seen.insert(page["properties"][0]["id"].as_str().unwrap().to_owned());
        let next = &page["paginationContext"]["nextToken"];
        token = next.as_str().map_or(String::new(), |next| format!("&nextToken={next}"));
    }
    assert_eq!((seen, token.as_str()), (ids, ""));
}

/// What a worker knows to be there, because it was told so.
#[derive(Default)]
struct Known {
    rooms: BTreeMap<String, String>,
    gone: Vec<String>,
}

/// Workers at three servers create, rename and delete rooms whose names collide; switches change meanwhile.
async fn every_rule_holds_under_concurrent_writes(stores: &Stores) {
    let servers = stores.servers::<3>().await;
    let caller = servers[0].administrator().await;
    let property = caller.create(Kind::Property, servers[0].organization(), "P").await;
    let mut room_types = Vec::new();
    for _ in 0..3 {
        room_types.push(caller.create(Kind::RoomType, &property, &name()).await);
    }
    let workers: Vec<_> = (0..6)
        .map(|worker| {
            let caller = caller.at(&servers[worker % 3]);
            let room_types = room_types.clone();
            tokio::spawn(async move { work(&caller, &room_types, worker).await })
        })
        .collect();
    for round in 0..10 {
        let unknown_parent = if round % 2 == 0 { "forbidden" } else { "bad-request" };
        servers[round % 3].set(json!({"unknownParent": unknown_parent})).await;
    }
    let mut known = Known::default();
    for worker in workers {
        let done = worker.await.unwrap();
        known.rooms.extend(done.rooms);
        known.gone.extend(done.gone);
    }
    assert!(known.rooms.len() > 10 && known.gone.len() > 10, "{} {}", known.rooms.len(), known.gone.len());
    for server in &servers {
        let caller = caller.at(server);
        let mut found = BTreeMap::new();
        let mut names = BTreeSet::new();
        for room_type in &room_types {
            for (id, name) in caller.all(Kind::Room, room_type).await {
                assert!(names.insert(name.clone()), "two rooms are called {name}");
                found.insert(id, name);
            }
        }
        assert_eq!(found, known.rooms, "what was acknowledged is what is there");
    }
    for id in &known.gone {
        caller.get(Kind::Room, id).await.expect(404);
    }
}

/// A worker's own rooms change by its hand alone, so that the last acknowledged name is the name. Names are taken from
/// few, so that workers meet.
async fn work(caller: &Caller, room_types: &[String], worker: usize) -> Known {
    let mut known = Known::default();
    // A sequence of its own for each worker, the same in every run.
    let mut state = 0x9e37_79b9_u64.wrapping_mul(worker as u64 + 1);
    let mut draw = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    for _ in 0..60 {
        let wanted = format!("Room-{}", draw(40));
        let own: Vec<String> = known.rooms.keys().cloned().collect();
        match draw(3) {
            0 if !own.is_empty() => {
                let id = &own[draw(own.len())];
                let answer = caller.rename(Kind::Room, id, "", &wanted).await;
                match answer.status {
                    204 => drop(known.rooms.insert(id.clone(), wanted)),
                    400 => assert!(answer.message().contains("unique"), "{}", answer.text),
                    status => panic!("{status}: {}", answer.text),
                }
            }
            1 if own.len() > 3 => {
                let id = &own[draw(own.len())];
                caller.delete(Kind::Room, id).await.expect(204);
                known.rooms.remove(id);
                known.gone.push(id.clone());
            }
            _ => {
                let answer =
                    caller.try_create(Kind::Room, &room_types[draw(room_types.len())], &wanted).await;
                match answer.status {
                    201 => {
                        known.rooms.insert(answer.json["id"].as_str().unwrap().to_owned(), wanted);
                    }
                    400 => assert!(answer.message().contains("unique"), "{}", answer.text),
                    status => panic!("{status}: {}", answer.text),
                }
            }
        }
    }
    known
}

/// One deletes a room type while others put rooms into it: it goes, or it has rooms, never both.
async fn parents_and_children_race_without_orphans(stores: &Stores) {
    let servers = stores.servers::<3>().await;
    let caller = servers[0].administrator().await;
    let organization = servers[0].organization();
    for (parent_kind, child_kind) in [(Kind::RoomType, Kind::Room), (Kind::HomeCommunity, Kind::Home)] {
        let above = if parent_kind == Kind::RoomType {
            caller.create(Kind::Property, organization, &name()).await
        } else {
            organization.to_owned()
        };
        let mut outcomes = BTreeSet::new();
        for round in 0..24 {
            let parent = caller.create(parent_kind, &above, &name()).await;
            let create = || {
                let each = servers.iter().map(|server| {
                    let (caller, parent) = (caller.at(server), parent.clone());
                    tokio::spawn(async move { caller.try_create(child_kind, &parent, &name()).await })
                });
                all_of(each.collect())
            };
            let delete = || {
                let (caller, parent) = (caller.at(&servers[round / 3 % 3]), parent.clone());
                tokio::spawn(async move { caller.delete(parent_kind, &parent).await.status })
            };
            // One after the other, either way round, and then at once.
            let (answers, status) = match round % 3 {
                0 => (create().await, delete().await.unwrap()),
                1 => {
                    let status = delete().await.unwrap();
                    (create().await, status)
                }
                _ => {
                    let deleter = delete();
                    (create().await, deleter.await.unwrap())
                }
            };
            let mut created = Vec::new();
            for answer in answers {
                match answer.status {
                    201 => created.push(answer.json["id"].as_str().unwrap().to_owned()),
                    400 => {}
                    status => panic!("{status}: {}", answer.text),
                }
            }
            outcomes.insert((status, created.len()));
            if status == 204 {
                assert_eq!(created, Vec::<String>::new(), "orphans");
                caller.get(parent_kind, &parent).await.expect(404);
            } else {
                assert_eq!(status, 400);
                assert!(!created.is_empty(), "it was refused although it was empty");
                let listed: BTreeSet<_> =
                    caller.all(child_kind, &parent).await.into_iter().map(|(id, _)| id).collect();
                assert_eq!(listed, created.into_iter().collect());
            }
        }
        // Both ends of the race are there, whoever wins when it is run.
        assert!(outcomes.contains(&(400, 3)) && outcomes.contains(&(204, 0)), "{outcomes:?}");
    }
}

/// What tasks that run already come to.
async fn all_of<T>(tasks: Vec<JoinHandle<T>>) -> Vec<T> {
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.unwrap());
    }
    results
}

async fn faults_are_counted_exactly_over_all(stores: &Stores) {
    let servers = stores.servers::<3>().await;
    let caller = servers[0].administrator().await;
    let organization = servers[0].organization().to_owned();
    let rule = json!({"kind": {"type": "status", "status": 429}, "count": 20, "skip": 5});
    let number = servers[0].fault(rule).await;
    let tries: Vec<_> = (0..60)
        .map(|at| {
            let (caller, organization) = (caller.at(&servers[at % 3]), organization.clone());
            tokio::spawn(async move { caller.page(Kind::Property, &organization, "").await.status })
        })
        .collect();
    let mut struck = 0;
    for each in tries {
        struck += usize::from(each.await.unwrap() == 429);
    }
    assert_eq!(struck, 20);
    for server in &servers {
        let fault = server.control("GET", &format!("/faults/{number}"), Value::Null).await;
        assert_eq!(fault["struck"], 20, "{fault}");
    }
}
