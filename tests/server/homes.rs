//! Updates of homes and home communities, which replace the whole unit, and occupied homes (residential).

use serde_json::{Value, json};

use crate::caller::{Caller, NOBODY, Units, name};
use crate::server::Server;
use crate::stores::Stores;
use asp_server::test_support::kind::Kind;

over_both_stores!(
    an_update_needs_all_three_members,
    an_update_with_another_id_is_refused,
    an_update_with_another_parent_is_refused_or_ignored_or_moves_the_unit,
    an_occupied_home_can_only_be_read,
    a_home_community_goes_by_the_hand_of_an_administrator_of_the_organization,
);

const KINDS: [Kind; 2] = [Kind::HomeCommunity, Kind::Home];

async fn begin(stores: &Stores) -> (Server, Caller, Units) {
    let server = stores.server().await;
    let caller = server.administrator().await;
    let units = caller.units(server.organization()).await;
    (server, caller, units)
}

async fn an_update_needs_all_three_members(stores: &Stores) {
    let (_server, caller, units) = begin(stores).await;
    for kind in KINDS {
        let (id, parent) = (units.id(kind), units.parent(kind));
        let before = caller.get(kind, id).await.json;
        for missing in ["id", "name", kind.parent_id()] {
            let mut body = kind.update(id, parent, "New");
            body.as_object_mut().unwrap().remove(missing);
            let refused = caller.ask("PUT", &kind.at(id)).json(&body).broken().send().await.expect(400);
            assert!(refused.message().contains(missing), "{}", refused.message());
            let mut body = kind.update(id, parent, "New");
            body[missing] = Value::Null;
            caller.ask("PUT", &kind.at(id)).json(&body).broken().send().await.expect(400);
        }
        assert_eq!(caller.get(kind, id).await.json, before);
    }
}

async fn an_update_with_another_id_is_refused(stores: &Stores) {
    let (_server, caller, units) = begin(stores).await;
    for kind in KINDS {
        let (id, parent) = (units.id(kind), units.parent(kind));
        let before = caller.get(kind, id).await.json;
        let sibling = caller.create(kind, parent, &name()).await;
        for other in [NOBODY, sibling.as_str(), &id.to_lowercase()] {
            let body = kind.update(other, parent, "New");
            let refused = caller.ask("PUT", &kind.at(id)).json(&body).send().await.expect(400);
            assert!(refused.message().contains("/id"), "{}", refused.message());
        }
        assert_eq!(caller.get(kind, id).await.json, before);
    }
}

async fn an_update_with_another_parent_is_refused_or_ignored_or_moves_the_unit(stores: &Stores) {
    let (server, caller, units) = begin(stores).await;
    let organization = server.control("POST", "/organizations", Value::Null).await["id"].clone();
    let organization = organization.as_str().unwrap();
    let roles = json!({"roles": ["A4R.OrgAdmin"]});
    server.control("PUT", &format!("/accounts/{}/roles/{organization}", caller.account), roles).await;
    server
        .control("PUT", &format!("/organizations/{organization}/grants/{}", caller.client), Value::Null)
        .await;
    let community = caller.create(Kind::HomeCommunity, &units.organization, &name()).await;
    for (kind, other) in [(Kind::Home, community.as_str()), (Kind::HomeCommunity, organization)] {
        let (id, parent) = (units.id(kind), units.parent(kind));
        let shown = async || {
            let unit = caller.get(kind, id).await.expect(200).json;
            (unit["name"].as_str().unwrap().to_owned(), unit[kind.parent_id()].as_str().unwrap().to_owned())
        };
        let (before, _) = shown().await;
        caller.rename(kind, id, other, "Refused").await.expect(400);
        assert_eq!(shown().await, (before, parent.to_owned()));
        server.set(json!({"otherParent": "ignore"})).await;
        caller.rename(kind, id, other, "Ignored").await.expect(204);
        assert_eq!(shown().await, ("Ignored".to_owned(), parent.to_owned()));
        server.set(json!({"otherParent": "move"})).await;
        caller.rename(kind, id, NOBODY, "Nowhere").await.expect(400);
        caller.rename(kind, id, other, "Moved").await.expect(204);
        assert_eq!(shown().await, ("Moved".to_owned(), other.to_owned()));
        let ids = async |parent: &str| -> Vec<String> {
            caller.all(kind, parent).await.into_iter().map(|(id, _)| id).collect()
        };
        assert!(ids(other).await.contains(&id.to_owned()));
        assert!(!ids(parent).await.contains(&id.to_owned()));
        server.set(json!({"otherParent": "refuse"})).await;
    }
    // What is in a unit that moved is still there, and the units of its new place.
    caller.create(Kind::Home, &units.community, &name()).await;
    caller.get(Kind::Home, &units.home).await.expect(200);
}

async fn an_occupied_home_can_only_be_read(stores: &Stores) {
    let (server, caller, units) = begin(stores).await;
    let occupancy = format!("/homes/{}/occupancy", units.home);
    server.control("PUT", &occupancy, Value::Null).await;
    for (refusal, status) in [("forbidden", 403), ("bad-request", 400)] {
        server.set(json!({"occupiedHome": refusal})).await;
        caller.rename(Kind::Home, &units.home, &units.community, "New").await.expect(status);
        caller.delete(Kind::Home, &units.home).await.expect(status);
        caller.get(Kind::Home, &units.home).await.expect(200);
        assert_eq!(caller.all(Kind::Home, &units.community).await.len(), 1);
    }
    caller.delete(Kind::HomeCommunity, &units.community).await.expect(400);
    server.set(json!({"homeCommunityNotEmpty": "cascade"})).await;
    for (refusal, status) in [("forbidden", 403), ("bad-request", 400)] {
        server.set(json!({"occupiedHome": refusal})).await;
        let refused = caller.delete(Kind::HomeCommunity, &units.community).await.expect(status);
        assert!(refused.message().contains("is occupied"), "{}", refused.message());
    }
    caller.get(Kind::Home, &units.home).await.expect(200);
    server.control("DELETE", &occupancy, Value::Null).await;
    caller.rename(Kind::Home, &units.home, &units.community, "New").await.expect(204);
    caller.delete(Kind::HomeCommunity, &units.community).await.expect(204);
    caller.get(Kind::Home, &units.home).await.expect(404);
}

async fn a_home_community_goes_by_the_hand_of_an_administrator_of_the_organization(stores: &Stores) {
    let (server, caller, units) = begin(stores).await;
    let role = Kind::HomeCommunity.role();
    let local = server.newcomer(&[(&units.community, &[role])], &[server.organization()]).await;
    local.rename(Kind::HomeCommunity, &units.community, &units.organization, "Mine").await.expect(204);
    local.delete(Kind::Home, &units.home).await.expect(204);
    local.delete(Kind::HomeCommunity, &units.community).await.expect(403);
    caller.delete(Kind::HomeCommunity, &units.community).await.expect(204);
}
