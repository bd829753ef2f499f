//! Token buckets and forced refusals, on a clock that stands still.

use asp_validation::Operation;
use serde_json::{Value, json};

use crate::ask::Answer;
use crate::caller::{Caller, NOBODY};
use crate::server::Server;
use crate::stores::Stores;
use asp_server::test_support::kind::{Action, Kind, parts};

over_both_stores!(
    a_burst_passes_and_then_the_rate,
    each_client_and_operation_has_a_bucket,
    residential_operations_can_be_left_out,
    the_next_answers_can_be_forced_to_be_429,
    a_ladder_of_waits_up_to_256_seconds_takes_no_time,
    a_throttled_request_changes_nothing,
    a_reset_fills_the_buckets,
);

async fn begin(stores: &Stores, switches: Value) -> (Server, Caller) {
    let server = stores.server().await;
    let caller = server.administrator().await;
    server.control("POST", "/clock/freeze", Value::Null).await;
    server.set(switches).await;
    (server, caller)
}

/// How many of so many requests get through.
async fn passed(caller: &Caller, kind: Kind, requests: usize) -> usize {
    let mut passed = 0;
    for _ in 0..requests {
        match caller.get(kind, NOBODY).await.status {
            404 => passed += 1,
            429 => {}
            status => panic!("{status}"),
        }
    }
    passed
}

async fn a_burst_passes_and_then_the_rate(stores: &Stores) {
    let (server, caller) = begin(stores, json!({"requestsPerSecond": 2, "burst": 5})).await;
    assert_eq!(passed(&caller, Kind::Room, 12).await, 5);
    server.advance(499).await;
    assert_eq!(passed(&caller, Kind::Room, 3).await, 0);
    server.advance(1).await;
    assert_eq!(passed(&caller, Kind::Room, 3).await, 1);
    server.advance(1_000).await;
    assert_eq!(passed(&caller, Kind::Room, 5).await, 2);
    server.advance(86_400_000).await;
    server.set(json!({"accessTokenLifetime": 1})).await;
    let caller = server.caller(json!({"client": caller.client, "account": caller.account})).await;
    assert_eq!(passed(&caller, Kind::Room, 12).await, 5, "no more than the burst is saved up");
    server.set(json!({"requestsPerSecond": null})).await;
    assert_eq!(passed(&caller, Kind::Room, 12).await, 12);
}

async fn each_client_and_operation_has_a_bucket(stores: &Stores) {
    let (server, caller) = begin(stores, json!({"requestsPerSecond": 0.001, "burst": 3})).await;
    let same_client = server.newcomer(&[], &[]).await;
    let same_client = server.caller(json!({"client": caller.client, "account": same_client.account})).await;
    let other = server.newcomer(&[], &[]).await;
    for kind in Kind::ALL {
        assert_eq!(passed(&caller, kind, 5).await, 3, "{kind:?}");
        assert_eq!(passed(&same_client, kind, 2).await, 0, "{kind:?}");
        assert_eq!(passed(&other, kind, 5).await, 3, "{kind:?}");
        let answer = caller.delete(kind, NOBODY).await;
        assert_eq!(answer.status, 404, "another operation");
    }
    // Who is not known takes nothing from anybody.
    let nobody = Caller { token: "Atza|nobody".to_owned(), ..caller.clone() };
    for _ in 0..10 {
        nobody.page(Kind::Room, NOBODY, "").await.expect(401);
    }
    caller.page(Kind::Room, NOBODY, "").await.expect(404);
}

async fn residential_operations_can_be_left_out(stores: &Stores) {
    let (server, caller) = begin(stores, json!({"requestsPerSecond": 0.001, "burst": 1})).await;
    assert_eq!([passed(&caller, Kind::Home, 3).await, passed(&caller, Kind::Room, 3).await], [1, 1]);
    server.set(json!({"residentialThrottling": false})).await;
    assert_eq!([passed(&caller, Kind::Home, 3).await, passed(&caller, Kind::Room, 3).await], [3, 0]);
}

async fn the_next_answers_can_be_forced_to_be_429(stores: &Stores) {
    let (server, caller) = begin(stores, json!({})).await;
    let other = server.newcomer(&[], &[]).await;
    for operation in Operation::ALL {
        let rule = json!({
            "operations": [operation.operation_id()],
            "client": caller.client,
            "kind": {"type": "status", "status": 429},
            "count": 3,
        });
        server.fault(rule).await;
        let ask = async |caller: &Caller| -> Answer {
            caller.operate(*operation, &crate::caller::Units::same(NOBODY)).send().await
        };
        assert_ne!(ask(&other).await.status, 429);
        for _ in 0..3 {
            ask(&caller).await.expect(429);
        }
        assert_ne!(ask(&caller).await.status, 429, "{operation}");
    }
    let faults = server.control("GET", "/faults", Value::Null).await;
    assert!(faults.as_array().unwrap().iter().all(|fault| fault["struck"] == 3), "{faults}");
}

/// The waits of the document's `x-throttling`: 1 s, doubled up to 256 s, and that again and again.
async fn a_ladder_of_waits_up_to_256_seconds_takes_no_time(stores: &Stores) {
    let (server, caller) = begin(stores, json!({"accessTokenLifetime": 31_536_000_000_u64})).await;
    let caller = server.caller(json!({"client": caller.client, "account": caller.account})).await;
    let document = asp_tests::document();
    let throttling = &document.value()["x-throttling"];
    let number = |member: &str| throttling[member].as_u64().unwrap();
    let rule =
        json!({"operations": ["createProperty"], "kind": {"type": "status", "status": 429}, "count": 12});
    server.fault(rule).await;
    let from = server.now().await;
    let mut wait = number("firstWaitSeconds");
    let mut refusals = 0;
    while caller.try_create(Kind::Property, server.organization(), "New").await.status == 429 {
        refusals += 1;
        server.advance(wait * 1_000).await;
        wait = (wait * number("multiplier")).min(number("maxWaitSeconds"));
    }
    assert_eq!(refusals, 12);
    // 1 + 2 + ... + 256, and three times 256 more.
    assert_eq!(server.now().await - from, (511 + 3 * 256) * 1_000);
    assert_eq!(caller.all(Kind::Property, server.organization()).await.len(), 1);
}

async fn a_throttled_request_changes_nothing(stores: &Stores) {
    let (server, caller) = begin(stores, json!({})).await;
    let units = caller.units(server.organization()).await;
    server.set(json!({"requestsPerSecond": 0.000_1, "burst": 1})).await;
    for operation in Operation::ALL {
        let unknown = caller.operate(*operation, &crate::caller::Units::same(NOBODY)).send().await;
        assert_ne!(unknown.status, 429);
        let refused = caller.operate(*operation, &units).send().await.expect(429);
        assert!(refused.message().contains("wait"), "{}", refused.message());
    }
    server.set(json!({"requestsPerSecond": null})).await;
    for operation in Operation::ALL.iter().filter(|operation| parts(**operation).1 == Action::List) {
        let (kind, _) = parts(*operation);
        assert_eq!(caller.all(kind, units.parent(kind)).await.len(), 1, "{kind:?}");
    }
}

async fn a_reset_fills_the_buckets(stores: &Stores) {
    let (server, caller) = begin(stores, json!({"requestsPerSecond": 0.001, "burst": 2})).await;
    assert_eq!(passed(&caller, Kind::Room, 4).await, 2);
    server.control("POST", "/reset", Value::Null).await;
    let caller = server.administrator().await;
    server.control("POST", "/clock/freeze", Value::Null).await;
    server.set(json!({"requestsPerSecond": 0.001, "burst": 2})).await;
    assert_eq!(passed(&caller, Kind::Room, 4).await, 2);
}
