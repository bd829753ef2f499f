//! The examples of the client, interrupted in the middle and run again.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use asp_client::ids::{OrganizationId, PropertyId, RoomId};
use asp_client::{Client, ErrorKind};
use serde_json::{Value, json};

use crate::service::Service;

#[path = "../../crates/client/examples/offboard_hotel.rs"]
#[allow(dead_code, unreachable_pub, reason = "a program, of which the function behind `main` is called")]
mod offboard_hotel;
#[path = "../../crates/client/examples/onboard_hotel.rs"]
#[allow(dead_code, unreachable_pub, reason = "a program, of which the function behind `main` is called")]
mod onboard_hotel;
#[path = "../../crates/client/examples/rename_with_swaps.rs"]
#[allow(dead_code, unreachable_pub, reason = "a program, of which the function behind `main` is called")]
mod rename_with_swaps;

use rename_with_swaps::{Names, names_of_rooms, plan, rename};

/// A service, and a client of it that doesn't wait long until a new unit can be seen.
async fn begin() -> (Service, Client) {
    let service = Service::start().await;
    // The server shows new units at once, so that every refusal is one.
    let client = service.builder().await.settle(Duration::ZERO).build().unwrap();
    (service, client)
}

/// Strikes exchanges of an operation after some have passed.
async fn strike(service: &Service, operation: &str, skip: usize, count: usize, kind: Value) {
    service.fault(json!({"operations": [operation], "skip": skip, "count": count, "kind": kind})).await;
}

/// Refuses an operation once, as if access had been taken away; that ends a program.
async fn refuse(service: &Service, operation: &str, skip: usize) {
    strike(service, operation, skip, 1, json!({"type": "status", "status": 403})).await;
}

/// Takes all faults out of the way.
async fn mend(service: &Service) {
    service.control("DELETE", "/faults", Value::Null).await;
}

fn hotel() -> onboard_hotel::Hotel {
    let rooms = |from: u32| (from..from + 12).map(|number| number.to_string()).collect::<Vec<_>>();
    let hotel = json!({"name": "Inn", "roomTypes": [
        {"name": "Suite", "rooms": rooms(100)},
        {"name": "Studio", "rooms": rooms(200)},
        {"name": "Attic", "rooms": []},
    ]});
    serde_json::from_value(hotel).unwrap()
}

/// What is under an organization, as a seed would say it: sorted, and with everything that is there twice.
async fn hotels(client: &Client, organization: &OrganizationId) -> Value {
    let mut hotels = Vec::new();
    let mut properties = client.list_properties().organization_id(organization).stream();
    while let Some(property) = properties.next().await {
        let property = property.unwrap();
        let mut room_types = Vec::new();
        let mut list = client.list_room_types().property_id(property.id).stream();
        while let Some(room_type) = list.next().await {
            let room_type = room_type.unwrap();
            let rooms = client.list_rooms().room_type_id(room_type.id).stream();
            let rooms: Vec<asp_client::types::Room> = rooms.try_collect().await.unwrap();
            let mut rooms: Vec<_> = rooms.into_iter().map(|room| room.name).collect();
            rooms.sort();
            room_types.push((room_type.name, rooms));
        }
        room_types.sort();
        hotels.push(json!([property.name, room_types]));
    }
    json!(hotels)
}

#[tokio::test]
async fn a_hotel_is_onboarded_once_however_often_it_is_interrupted() {
    let (service, client) = begin().await;
    // A service without faults says what is right.
    let (other, unhindered) = begin().await;
    onboard_hotel::onboard(&unhindered, &other.organization(), &hotel()).await.unwrap();
    let wanted = hotels(&unhindered, &other.organization()).await;

    let dropped = || json!({"type": "dropped-after-commit"});
    strike(&service, "createProperty", 0, 1, dropped()).await;
    strike(&service, "createRoomType", 1, 1, dropped()).await;
    strike(&service, "createRoom", 3, 2, dropped()).await;
    strike(&service, "createRoom", 8, 3, json!({"type": "status", "status": 429})).await;
    strike(&service, "createRoom", 12, 1, json!({"type": "truncated-body"})).await;
    let organization = service.organization();
    let mut interruptions = 0;
    for skip in [1, 5, 9] {
        refuse(&service, "createRoom", skip).await;
        let onboarded = onboard_hotel::onboard(&client, &organization, &hotel()).await;
        assert_eq!(onboarded.unwrap_err().kind(), ErrorKind::AccessDenied);
        interruptions += 1;
        assert_ne!(hotels(&client, &organization).await, wanted);
    }
    assert_eq!(interruptions, 3);
    let last = onboard_hotel::onboard(&client, &organization, &hotel()).await.unwrap();
    assert_eq!(last.created + last.found, 1 + 3 + 24);
    assert!(last.created > 0 && last.found > 0, "{last:?}");
    assert_eq!(hotels(&client, &organization).await, wanted);

    let again = onboard_hotel::onboard(&client, &organization, &hotel()).await.unwrap();
    assert_eq!((again.property, again.created, again.found), (last.property, 0, 28));
}

/// A property with rooms of these names in two room types.
async fn property(service: &Service, client: &Client, rooms: &[&str]) -> PropertyId {
    let new = client
        .create_property()
        .body_map(|new| new.name(rooms.join(" ")).organization_id(service.organization()));
    let property = new.send().await.unwrap().into_inner().id;
    for (name, rooms) in [("Suite", &rooms[..rooms.len() / 2]), ("Studio", &rooms[rooms.len() / 2..])] {
        let new = client.create_room_type().body_map(|new| new.name(name).property_id(&property));
        let room_type = new.send().await.unwrap().into_inner().id;
        for room in rooms {
            let new = client.create_room().body_map(|new| new.name(*room).room_type_id(&room_type));
            new.send().await.unwrap();
        }
    }
    property
}

fn map(names: &[(&str, &str)]) -> BTreeMap<String, String> {
    names.iter().map(|(old, new)| ((*old).to_owned(), (*new).to_owned())).collect()
}

/// The old names with the new ones: what the map says of each room, whatever it is called now.
fn renamed(before: &Names, after: &Names) -> BTreeMap<String, String> {
    let name_of = |id: &RoomId| after[id].clone();
    before.iter().map(|(id, name)| (name.clone(), name_of(id))).filter(|(old, new)| old != new).collect()
}

#[tokio::test]
async fn rooms_swap_their_names_by_the_fewest_requests_and_from_wherever_they_were_interrupted() {
    let (service, client) = begin().await;
    let rooms = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "temporary-1"];
    // A swap, a circle of three, a chain of three that ends at a free name, and a name of which only the case changes.
    let names = map(&[
        ("a", "b"),
        ("b", "a"),
        ("c", "d"),
        ("d", "e"),
        ("e", "c"),
        ("f", "g"),
        ("g", "h"),
        ("h", "k"),
        ("i", "I"),
    ]);
    let fewest = 9 + 2;
    for interrupted_after in 0..fewest {
        let property = property(&service, &client, &rooms).await;
        let before = names_of_rooms(&client, &property).await.unwrap();
        let plan = plan(&before, &names).unwrap();
        service.control("DELETE", "/exchanges", Value::Null).await;
        refuse(&service, "updateRoom", interrupted_after).await;
        rename(&client, &property, &plan).await.unwrap_err();
        mend(&service).await;
        strike(&service, "updateRoom", 1, 1, json!({"type": "dropped-after-commit"})).await;
        let rest = rename(&client, &property, &plan).await.unwrap();
        mend(&service).await;
        let after = names_of_rooms(&client, &property).await.unwrap();
        assert_eq!(renamed(&before, &after), names, "interrupted after {interrupted_after}");
        assert_eq!(interrupted_after + rest, fewest);
        assert_eq!(rename(&client, &property, &plan).await.unwrap(), 0);
    }
}

#[tokio::test]
async fn names_that_cannot_all_be_given_are_refused_before_anything_changes() {
    let (service, client) = begin().await;
    let property = property(&service, &client, &["a", "b", "c"]).await;
    let rooms = names_of_rooms(&client, &property).await.unwrap();
    for (names, reason) in [
        (map(&[("a", "c")]), "two rooms would be called c"),
        (map(&[("a", "C")]), "two rooms would be called"),
        (map(&[("a", "d"), ("b", "d")]), "two rooms would be called d"),
        (map(&[("x", "y")]), "there is no room x"),
    ] {
        let problem = plan(&rooms, &names).unwrap_err().to_string();
        assert!(problem.starts_with(reason), "{problem}");
    }
    let gone = plan(&rooms, &map(&[("a", "d")])).unwrap();
    let room = gone.keys().next().unwrap();
    client.delete_room().room_id(room).send().await.unwrap();
    let problem = rename(&client, &property, &gone).await.unwrap_err().to_string();
    assert!(problem.contains("is not in the property"), "{problem}");
    assert_eq!(service.exchanges("updateRoom").await, [] as [Value; 0]);
}

#[tokio::test]
async fn a_hotel_is_offboarded_leaf_first_and_a_room_with_devices_is_reported() {
    let (service, client) = begin().await;
    let organization = service.organization();
    let hotel = onboard_hotel::onboard(&client, &organization, &hotel()).await.unwrap();
    let rooms = names_of_rooms(&client, &hotel.property).await.unwrap();
    let (occupied, _) = rooms.iter().find(|(_, name)| *name == "105").unwrap();
    service.control("POST", &format!("/rooms/{occupied}/devices"), Value::Null).await;

    strike(&service, "deleteRoom", 2, 2, json!({"type": "dropped-after-commit"})).await;
    strike(&service, "deleteRoomType", 0, 1, json!({"type": "dropped-after-commit"})).await;
    refuse(&service, "deleteRoom", 9).await;
    let error = offboard_hotel::offboard(&client, &hotel.property).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AccessDenied);
    let left = names_of_rooms(&client, &hotel.property).await.unwrap().len();
    assert!((1..24).contains(&left), "{left}");

    let second = offboard_hotel::offboard(&client, &hotel.property).await.unwrap();
    let kept: BTreeSet<_> = second.rooms.iter().map(|room| room.name.as_str()).collect();
    assert_eq!((kept, second.is_gone), (BTreeSet::from(["105"]), false));
    // The other rooms, but for up to seven whose deletion was under way when the first run ended, and the other two room
    // types unless the first run came to them.
    let (least, most) = (left.saturating_sub(1 + 7), left - 1 + 2);
    assert!((least..=most).contains(&second.deleted), "{left} left, {second:?}");
    assert!(second.room_types.is_empty());
    assert_eq!(hotels(&client, &organization).await, json!([["Inn", [["Suite", ["105"]]]]]));

    service.control("DELETE", &format!("/rooms/{occupied}/devices"), Value::Null).await;
    let third = offboard_hotel::offboard(&client, &hotel.property).await.unwrap();
    assert_eq!((third.deleted, third.is_gone), (3, true));
    assert_eq!(hotels(&client, &organization).await, json!([]));
    let fourth = offboard_hotel::offboard(&client, &hotel.property).await.unwrap();
    assert_eq!((fourth.deleted, fourth.is_gone), (0, true));
}
