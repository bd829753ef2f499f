//! All operations, and all statuses that the document has for each.

use std::collections::BTreeSet;

use asp_validation::Operation;
use serde_json::json;

use crate::ask::Answer;
use crate::caller::{Caller, NOBODY, Units, name};
use crate::server::Server;
use crate::stores::Stores;
use asp_server::test_support::kind::{Action, Kind, parts};

over_both_stores!(
    every_operation_works_from_creation_to_deletion,
    every_status_of_the_document_is_reached,
    units_stay_when_the_server_starts_again,
);

async fn every_operation_works_from_creation_to_deletion(stores: &Stores) {
    let server = stores.server().await;
    let caller = server.administrator().await;
    let units = caller.units(server.organization()).await;
    for kind in Kind::ALL {
        let (id, parent) = (units.id(kind), units.parent(kind));
        let shown = caller.get(kind, id).await.expect(200).json;
        assert_eq!(shown["id"], id);
        assert_eq!(shown[kind.parent_id()], parent);
        assert_eq!(shown.as_object().unwrap().len(), 3);
        let page = caller.page(kind, parent, "").await.expect(200).json;
        assert_eq!(page[kind.units()], json!([shown]));
        let new = name();
        caller.rename(kind, id, parent, &new).await.expect(204);
        let renamed = caller.get(kind, id).await.expect(200).json;
        assert_eq!(renamed["name"], new);
        assert_eq!((&renamed["id"], &renamed[kind.parent_id()]), (&shown["id"], &shown[kind.parent_id()]));
    }
    for kind in Kind::ALL.into_iter().rev() {
        caller.delete(kind, units.id(kind)).await.expect(204);
        caller.get(kind, units.id(kind)).await.expect(404);
        caller.delete(kind, units.id(kind)).await.expect(404);
        let page = caller.page(kind, units.parent(kind), "").await;
        // Its parent goes after it.
        assert_eq!(page.expect(200).json[kind.units()], json!([]));
    }
    let used: BTreeSet<_> = server.reached().into_iter().map(|(operation, _)| operation).collect();
    assert_eq!(used.len(), Operation::ALL.len(), "{used:?}");
}

async fn every_status_of_the_document_is_reached(stores: &Stores) {
    let server = stores.server().await;
    let caller = server.administrator().await;
    // Everything that an administrator has, but for the grant of the console.
    let refused = server.newcomer(&[(server.organization(), &["A4H.OrgAdmin", "A4R.OrgAdmin"])], &[]).await;
    let document = asp_tests::document();
    let mut documented = BTreeSet::new();
    for operation in document.operations() {
        let operation_id: Operation = operation.id().unwrap().parse().unwrap();
        for (status, _) in operation.responses() {
            let status: u16 = status.parse().unwrap();
            documented.insert((operation_id.operation_id(), status));
            let units = caller.units(server.organization()).await;
            provoke(&server, &caller, &refused, operation_id, status, &units).await.expect(status);
        }
    }
    assert_eq!(documented.len(), 25 * 6 + 20, "the statuses of the document");
    assert_eq!(server.reached(), documented, "statuses by operation");
}

/// Sends what an operation answers with a status.
async fn provoke(
    server: &Server,
    caller: &Caller,
    refused: &Caller,
    operation: Operation,
    status: u16,
    units: &Units,
) -> Answer {
    let (kind, action) = parts(operation);
    match status {
        200 | 201 => caller.operate(operation, units).send().await,
        204 => {
            if action == Action::Delete {
                let below = std::iter::successors(kind.child(), |kind| kind.child());
                for kind in below.collect::<Vec<_>>().into_iter().rev() {
                    caller.delete(kind, units.id(kind)).await.expect(204);
                }
            }
            caller.operate(operation, units).send().await
        }
        400 => match action {
            Action::Create | Action::Update => {
                let path =
                    if action == Action::Create { kind.path().to_owned() } else { kind.at(units.id(kind)) };
                let method = operation.method().to_string();
                caller.ask(&method, &path).json(&json!({"nam": "x"})).broken().send().await
            }
            Action::List => caller.ask("GET", kind.path()).broken().send().await,
            Action::Get | Action::Delete => {
                let method = operation.method().to_string();
                caller.ask(&method, &kind.at("no-id")).broken().send().await
            }
        },
        401 => {
            let unknown = Caller { token: "Atza|nobody".to_owned(), ..caller.clone() };
            unknown.operate(operation, units).send().await
        }
        403 => refused.operate(operation, units).send().await,
        404 => caller.operate(operation, &Units::same(NOBODY)).send().await,
        429 | 500 => {
            let rule = json!({
                "operations": [operation.operation_id()],
                "kind": {"type": "status", "status": status},
                "count": 1,
            });
            server.fault(rule).await;
            caller.operate(operation, units).send().await
        }
        _ => panic!("{operation}: say how to get {status}"),
    }
}

async fn units_stay_when_the_server_starts_again(stores: &Stores) {
    let server = stores.server().await;
    let caller = server.administrator().await;
    let organization = server.organization().to_owned();
    let units = caller.units(&organization).await;
    let token = caller.token.clone();
    let (client, account) = (caller.client.clone(), caller.account.clone());
    drop(caller);
    assert!(server.stop().await);
    let server = stores.server().await;
    assert_eq!(server.organization(), organization);
    let caller = Caller { server: server.clone(), client, account, token };
    for kind in Kind::ALL {
        assert_eq!(caller.get(kind, units.id(kind)).await.expect(200).json["id"], units.id(kind));
    }
}
