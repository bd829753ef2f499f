//! Units that are created once, whatever becomes of the answers.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use asp_client::{Client, CreatedOrFound, ErrorKind, RetryPolicy};
use asp_server::test_support::kind::Kind;
use serde_json::{Value, json};

use crate::service::{Service, quick};
use crate::units::{World, create_operation, create_or_get, list_operation};

mod history;

/// Longer than anything takes that a test waits for, and passed only by tests that want it to pass.
const LONG: Duration = Duration::from_mins(1);

/// Long enough for a unit to show that shows at once.
const SHORT: Duration = Duration::from_millis(20);

/// The name that units get.
const NAME: &str = "101";

async fn begin() -> (Service, World) {
    let service = Service::start().await;
    let world = World::new(&service).await;
    (service, world)
}

impl World {
    fn client(&self, settle: Duration) -> Client {
        self.builder().settle(settle).build().unwrap()
    }

    /// The ids of the units of a kind that have the name.
    async fn made(&self, kind: Kind) -> Vec<String> {
        self.named(kind, self.parent(kind), NAME).await
    }

    /// Puts a fault in place that strikes the next request; its number.
    async fn strike(&self, service: &Service, operation: &str, effect: Value) -> i64 {
        let rule = json!({"kind": effect, "operations": [operation], "count": 1});
        service.control("POST", "/faults", rule).await["number"].as_i64().unwrap()
    }
}

/// How many requests of an operation were struck by a fault so far.
async fn struck(service: &Service, fault: i64) -> i64 {
    service.control("GET", &format!("/faults/{fault}"), Value::Null).await["struck"].as_i64().unwrap()
}

/// Waits until something has come about that does.
async fn until<F: Future<Output = bool>>(is_so: impl Fn() -> F) {
    while !is_so().await {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

#[tokio::test]
async fn an_answer_that_is_lost_creates_nothing_twice() {
    let (service, _) = begin().await;
    for (effect, is_done) in [
        (json!({"type": "dropped-before-commit"}), false),
        (json!({"type": "dropped-after-commit"}), true),
        (json!({"type": "status", "status": 500}), false),
        (json!({"type": "status-after-commit", "status": 500}), true),
        (json!({"type": "status-after-commit", "status": 503}), true),
        (json!({"type": "html", "status": 502}), false),
        (json!({"type": "malformed-body"}), true),
        (json!({"type": "truncated-body"}), true),
    ] {
        let world = World::new(&service).await;
        for kind in Kind::ALL {
            let client = world.client(SHORT);
            world.strike(&service, create_operation(kind), effect.clone()).await;
            let made = create_or_get(&client, kind, world.parent(kind), NAME).await.unwrap();
            assert_eq!(world.made(kind).await, [made.id().clone()], "{kind:?} {effect}");
            assert_eq!(matches!(made, CreatedOrFound::Found(_)), is_done, "{kind:?} {effect}");
        }
    }
}

/// The clock stands still, so that the answers never come.
#[tokio::test]
async fn an_answer_that_is_late_creates_nothing_twice() {
    let (service, world) = begin().await;
    service.control("POST", "/clock/freeze", Value::Null).await;
    for effect in ["latency", "latency-after-commit"] {
        let world = World::new(&service).await;
        for kind in Kind::ALL {
            let client = world.builder().settle(SHORT).attempt_timeout(Duration::from_millis(300));
            let client = client.build().unwrap();
            let effect = json!({"type": effect, "milliseconds": 60_000});
            world.strike(&service, create_operation(kind), effect.clone()).await;
            let made = create_or_get(&client, kind, world.parent(kind), NAME).await.unwrap();
            assert_eq!(world.made(kind).await, [made.into_id()], "{kind:?} {effect}");
        }
    }
    // What was behind a latency was given up with its connection, and does not come later.
    service.control("POST", "/clock/advance", json!({"milliseconds": 60_000})).await;
    for kind in Kind::ALL {
        assert!(world.made(kind).await.is_empty());
    }
}

#[tokio::test]
async fn a_unit_that_was_there_before_is_found() {
    let (service, world) = begin().await;
    for kind in Kind::ALL {
        let parent = world.parent(kind);
        // More than a page, so that it has to be looked for.
        for number in 0..12 {
            world.add(kind, parent, &format!("{kind:?}{number}")).await;
        }
        let id = world.add(kind, parent, NAME).await;
        let found = create_or_get(&world.client(SHORT), kind, parent, NAME).await.unwrap();
        assert_eq!(found, CreatedOrFound::Found(id), "{kind:?}");
        // What may have a name twice is not asked for if it is there.
        let posts = service.exchanges(create_operation(kind)).await.len();
        assert_eq!(posts, 13 + usize::from(kind == Kind::Room), "{kind:?}");
    }
}

#[tokio::test]
async fn of_units_with_one_name_the_first_by_id_is_found() {
    let (_service, world) = begin().await;
    for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Room) {
        let parent = world.parent(kind);
        let mut ids = Vec::new();
        for _ in 0..4 {
            ids.push(world.add(kind, parent, NAME).await);
        }
        let found = create_or_get(&world.client(SHORT), kind, parent, NAME).await.unwrap();
        assert_eq!(found.id(), ids.iter().min().unwrap(), "{kind:?}");
    }
}

#[tokio::test]
async fn a_room_name_that_is_taken_elsewhere_in_the_property_is_an_error() {
    let (service, world) = begin().await;
    let [here, there] = &world.room_types;
    let id = world.add(Kind::Room, there, NAME).await;
    // Nothing is waited for: the name was not taken by this client.
    let client = world.client(LONG);
    for (switch, status, kind) in
        [("bad-request", 400, ErrorKind::InvalidRequest), ("conflict", 409, ErrorKind::Unexpected)]
    {
        service.set(json!({"duplicateRoomName": switch})).await;
        let error = create_or_get(&client, Kind::Room, here, NAME).await.unwrap_err();
        assert_eq!((error.status().map(|status| status.as_u16()), error.kind()), (Some(status), kind));
        assert!(!error.may_be_done());
        assert_eq!(error.operation_id(), Some("createRoom"));
        let found = create_or_get(&client, Kind::Room, there, NAME).await.unwrap();
        assert_eq!(found, CreatedOrFound::Found(id.clone()));
    }
    assert_eq!(world.named(Kind::Room, here, NAME).await, [""; 0]);
}

#[tokio::test]
async fn a_refusal_of_another_kind_is_an_error_at_once() {
    let (service, world) = begin().await;
    let client = world.client(LONG);
    for kind in Kind::ALL {
        for status in [400, 403] {
            world.strike(&service, create_operation(kind), json!({"type": "status", "status": status})).await;
            let error = create_or_get(&client, kind, world.parent(kind), NAME).await.unwrap_err();
            assert_eq!((error.status().unwrap().as_u16(), error.may_be_done()), (status, false), "{kind:?}");
        }
        assert_eq!(world.made(kind).await, [""; 0]);
    }
}

/// The clock stands still, so that nobody has access to a new unit before the test says so.
#[tokio::test]
async fn a_unit_that_does_not_show_yet_is_waited_for() {
    for delay in ["roleDelay", "readDelay"] {
        let (service, world) = begin().await;
        service.control("POST", "/clock/freeze", Value::Null).await;
        service.set(json!({ delay: 1_000 })).await;
        let mut making = Vec::new();
        for kind in Kind::ALL {
            world.strike(&service, create_operation(kind), json!({"type": "dropped-after-commit"})).await;
            let (client, parent) = (world.client(LONG), world.parent(kind).to_owned());
            let task = tokio::spawn(async move { create_or_get(&client, kind, &parent, NAME).await });
            making.push((kind, task));
        }
        for (kind, task) in &making {
            let looks = 1 + usize::from(*kind != Kind::Room);
            let has_looked = async || service.exchanges(list_operation(*kind)).await.len() > looks;
            until(async || task.is_finished() || has_looked().await).await;
        }
        assert!(making.iter().all(|(_, task)| !task.is_finished()), "{delay}");
        service.control("POST", "/clock/advance", json!({"milliseconds": 1_000})).await;
        for (kind, task) in making {
            let made = task.await.unwrap().unwrap();
            assert_eq!(world.made(kind).await, [made.id().clone()], "{kind:?} {delay}");
            assert!(matches!(made, CreatedOrFound::Found(_)));
        }
    }
}

#[tokio::test]
async fn tasks_that_want_the_same_unit_get_the_same() {
    let (service, world) = begin().await;
    service.set(json!({"roleDelay": 50})).await;
    for kind in Kind::ALL {
        let client = world.client(LONG);
        let tasks: Vec<_> = (0..8)
            .map(|_| {
                let (client, parent) = (client.clone(), world.parent(kind).to_owned());
                tokio::spawn(async move { create_or_get(&client, kind, &parent, NAME).await.unwrap() })
            })
            .collect();
        let mut created = 0;
        let mut ids = Vec::new();
        for task in tasks {
            let made = task.await.unwrap();
            created += usize::from(matches!(made, CreatedOrFound::Created(_)));
            ids.push(made.into_id());
        }
        ids.dedup();
        assert_eq!((created, ids), (1, world.made(kind).await), "{kind:?}");
    }
}

/// The request is carried out, but whoever asked has left before the answer came, and the unit does not show yet.
#[tokio::test]
async fn what_a_task_that_was_stopped_has_made_is_waited_for() {
    let (service, world) = begin().await;
    service.control("POST", "/clock/freeze", Value::Null).await;
    service.set(json!({"readDelay": 1_000})).await;
    let mut finding = Vec::new();
    for kind in Kind::ALL {
        let client = world.client(LONG);
        let effect = json!({"type": "latency-after-commit", "milliseconds": 60_000});
        world.strike(&service, create_operation(kind), effect).await;
        let count = async || {
            let state = service.control("GET", "/state", Value::Null).await;
            state["units"].as_object().unwrap().values().filter_map(Value::as_i64).sum::<i64>()
        };
        let before = count().await;
        let (sent, parent) = (client.clone(), world.parent(kind).to_owned());
        let first = tokio::spawn(async move { create_or_get(&sent, kind, &parent, NAME).await });
        until(async || count().await > before || first.is_finished()).await;
        first.abort();
        assert!(first.await.unwrap_err().is_cancelled());
        let parent = world.parent(kind).to_owned();
        let looks = service.exchanges(list_operation(kind)).await.len();
        let second = tokio::spawn(async move { create_or_get(&client, kind, &parent, NAME).await });
        finding.push((kind, looks, second));
    }
    for (kind, looks, task) in &finding {
        let has_looked = async || service.exchanges(list_operation(*kind)).await.len() >= looks + 2;
        until(async || task.is_finished() || has_looked().await).await;
    }
    service.control("POST", "/clock/advance", json!({"milliseconds": 1_000})).await;
    for (kind, _, second) in finding {
        let found = second.await.unwrap().unwrap();
        assert_eq!(world.made(kind).await, [found.id().clone()], "{kind:?}");
        assert!(matches!(found, CreatedOrFound::Found(_)), "{kind:?}");
    }
}

#[tokio::test]
async fn what_could_not_be_found_out_is_found_out_next_time() {
    let (service, world) = begin().await;
    service.control("POST", "/clock/freeze", Value::Null).await;
    service.set(json!({"roleDelay": 1_000})).await;
    let mut finding = Vec::new();
    for kind in Kind::ALL {
        let client = world.client(LONG).with_retry(quick().transient_attempts(1));
        let parent = world.parent(kind);
        world.strike(&service, create_operation(kind), json!({"type": "dropped-after-commit"})).await;
        // The look before, if there is one, is let through; those behind are refused for good.
        let skip = u32::from(kind != Kind::Room);
        let effect = json!({"type": "status", "status": 403});
        let rule = json!({"kind": effect, "operations": [list_operation(kind)], "count": 2, "skip": skip});
        service.fault(rule).await;
        let error = create_or_get(&client, kind, parent, NAME).await.unwrap_err();
        assert!(error.may_be_done(), "{kind:?} {error:?}");
        assert_eq!(error.operation_id(), Some(create_operation(kind)));
        // Nobody has looked in between, so it is not known yet.
        let error = create_or_get(&client, kind, parent, NAME).await.unwrap_err();
        assert!(error.may_be_done(), "{kind:?} {error:?}");
        let looks = service.exchanges(list_operation(kind)).await.len();
        let (client, parent) = (client.clone(), parent.to_owned());
        let again = tokio::spawn(async move { create_or_get(&client, kind, &parent, NAME).await });
        finding.push((kind, looks, again));
    }
    for (kind, looks, task) in &finding {
        let has_looked = async || service.exchanges(list_operation(*kind)).await.len() >= looks + 2;
        until(async || task.is_finished() || has_looked().await).await;
    }
    service.control("POST", "/clock/advance", json!({"milliseconds": 1_000})).await;
    for (kind, _, again) in finding {
        let found = again.await.unwrap().unwrap();
        assert_eq!(world.made(kind).await, [found.id().clone()], "{kind:?}");
    }
}

#[tokio::test]
async fn nothing_is_sent_again_as_long_as_it_is_not_known_what_was_done() {
    let (service, world) = begin().await;
    for kind in Kind::ALL {
        world.strike(&service, create_operation(kind), json!({"type": "dropped-before-commit"})).await;
        let skip = u32::from(kind != Kind::Room);
        let effect = json!({"type": "status", "status": 403});
        let rule = json!({"kind": effect, "operations": [list_operation(kind)], "count": 1, "skip": skip});
        service.fault(rule).await;
        let error = create_or_get(&world.client(LONG), kind, world.parent(kind), NAME).await.unwrap_err();
        assert!(error.may_be_done() && error.attempts() == 1, "{kind:?} {error:?}");
        assert_eq!(world.made(kind).await, [""; 0], "{kind:?}");
    }
}

/// A hundred repetitions, and one more for ten answers that are well.
#[tokio::test]
async fn repetitions_are_bounded_by_the_budget_of_the_client() {
    let posts = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&posts);
    let memory = asp_client::testing::Service::new(move |request, _| {
        if request.method() == "POST" {
            count.fetch_add(1, Ordering::Relaxed);
            asp_client::testing::Answer::status(500)
        } else {
            asp_client::testing::Answer::json(200, r#"{"properties": []}"#)
        }
    });
    let builder = Client::builder().base_url("http://service.test").service(memory).settle(Duration::ZERO);
    let client = builder.credentials(asp_client::Token::new("token").unwrap()).build().unwrap();
    for call in 0..100 {
        let parent = "amzn1.alexa.unit.did.A";
        create_or_get(&client, Kind::Property, parent, &format!("{call}")).await.unwrap_err();
    }
    let posts = posts.load(Ordering::Relaxed);
    assert!((200..250).contains(&posts), "{posts}");
}

/// A look that fails for the moment is made again.
#[tokio::test]
async fn lists_that_fail_for_a_while_do_not_hide_what_was_made() {
    let (service, world) = begin().await;
    let made = Kind::ALL.map(async |kind| {
        let effect = json!({"type": "status-after-commit", "status": 500});
        world.strike(&service, create_operation(kind), effect).await;
        let effect = json!({"type": "dropped-before-commit"});
        let skip = u32::from(kind != Kind::Room);
        let rule = json!({"kind": effect, "operations": [list_operation(kind)], "count": 6, "skip": skip});
        service.fault(rule).await;
        let made = create_or_get(&world.client(LONG), kind, world.parent(kind), NAME).await.unwrap();
        assert_eq!(world.made(kind).await, [made.into_id()], "{kind:?}");
    });
    futures_util::future::join_all(made).await;
}

#[tokio::test]
async fn a_policy_without_repetition_sends_once() {
    let (service, world) = begin().await;
    for kind in Kind::ALL {
        let client = world.client(SHORT).with_retry(RetryPolicy::never());
        let fault =
            world.strike(&service, create_operation(kind), json!({"type": "status", "status": 500})).await;
        let error = create_or_get(&client, kind, world.parent(kind), NAME).await.unwrap_err();
        assert_eq!((struck(&service, fault).await, error.attempts()), (1, 1), "{kind:?}");
        assert!(error.may_be_done());
        assert_eq!(world.made(kind).await, [""; 0]);
    }
}

#[tokio::test]
async fn the_deadline_holds_for_all_of_it() {
    let (service, world) = begin().await;
    service.control("POST", "/clock/freeze", Value::Null).await;
    for kind in Kind::ALL {
        let client = world.client(LONG);
        let effect = json!({"type": "latency", "milliseconds": 60_000});
        let fault = world.strike(&service, create_operation(kind), effect).await;
        let (sent, parent) = (client.clone(), world.parent(kind).to_owned());
        let first = tokio::spawn(async move { create_or_get(&sent, kind, &parent, NAME).await });
        until(async || first.is_finished() || struck(&service, fault).await == 1).await;
        // Another task does not wait for its turn any longer than it has time.
        let hasty = client.with_deadline(SHORT);
        let error = create_or_get(&hasty, kind, world.parent(kind), NAME).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Deadline, 0), "{kind:?}");
        first.abort();
        // Neither does it look any longer for what may have been made. Rooms are not looked for before.
        if kind != Kind::Room {
            let error = create_or_get(&hasty, kind, world.parent(kind), NAME).await.unwrap_err();
            assert!(error.may_be_done(), "{kind:?} {error:?}");
        }
        // However long the deadline is.
        let client = world.client(Duration::MAX).with_deadline(Duration::MAX);
        create_or_get(&client, kind, world.parent(kind), NAME).await.unwrap();
    }
}

/// What this client has deleted or renamed itself isn't looked for: there is time for a request, and none for a wait.
#[tokio::test]
async fn the_name_of_a_unit_that_was_deleted_or_renamed_is_free_at_once() {
    let service = Service::start().await;
    let client = service.builder().await.settle(Duration::from_hours(1)).build().unwrap();
    let client = client.with_deadline(Duration::from_secs(20));
    let organization = service.organization();
    let inn = || client.create_property().body_map(|new| new.name("Inn").organization_id(&organization));
    let first = inn().create_or_get().await.unwrap();
    client.delete_property().property_id(first.id()).send().await.unwrap();
    let second = inn().create_or_get().await.unwrap();
    assert!(matches!(second, CreatedOrFound::Created(_)) && second != first);
    client
        .update_property()
        .property_id(second.id())
        .body_map(|update| update.name("Spa"))
        .send()
        .await
        .unwrap();
    let third = inn().create_or_get().await.unwrap();
    assert!(matches!(third, CreatedOrFound::Created(_)) && third != second);
}
