//! What calls bring back.

use std::time::Duration;

use asp_client::ErrorKind;
use serde_json::json;

use crate::service::Service;

#[tokio::test]
async fn a_room_is_created_read_renamed_and_deleted() {
    let service = Service::start().await;
    let client = service.client().await;
    let property =
        client.create_property().body_map(|new| new.name("Inn").organization_id(service.organization()));
    let property = property.send().await.unwrap();
    let room_type = client.create_room_type().body_map(|new| new.name("Suite").property_id(&property.id));
    let room_type = room_type.send().await.unwrap();
    let room = client
        .create_room()
        .body_map(|new| new.name("101").room_type_id(&room_type.id))
        .send()
        .await
        .unwrap();
    let location = room.location().unwrap();
    assert_eq!(location.unit_id().as_deref(), Some(room.id.as_str()));
    assert!(room.request_id().is_some());

    client.update_room().room_id(&room.id).body_map(|update| update.name("102")).send().await.unwrap();
    let found = client.get_room().room_id(&room.id).send().await.unwrap();
    assert_eq!((found.name.as_str(), &found.room_type_id), ("102", &room_type.id));
    client.delete_room().room_id(&room.id).send().await.unwrap();
    let error = client.get_room().room_id(&room.id).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(service.exchanges("getRoom").await.len(), 2);
}

/// The service shows a new unit to its creator only after a while.
#[tokio::test]
async fn new_units_are_used_at_once_although_the_service_shows_them_later() {
    let service = Service::start().await;
    service.set(json!({"roleDelay": 300})).await;
    let client = service.client().await;
    let organization = service.organization();
    let property = client.create_property().body_map(|new| new.name("Inn").organization_id(&organization));
    let property = property.send().await.unwrap();
    let room_type = client.create_room_type().body_map(|new| new.name("Suite").property_id(&property.id));
    let room_type = room_type.send().await.unwrap();
    let rooms: Vec<_> = client.list_rooms().room_type_id(&room_type.id).stream().try_collect().await.unwrap();
    assert!(rooms.is_empty());
    let room = client
        .create_room()
        .body_map(|new| new.name("101").room_type_id(&room_type.id))
        .send()
        .await
        .unwrap();
    client.update_room().room_id(&room.id).body_map(|update| update.name("102")).send().await.unwrap();

    // Without the patience, the first use fails.
    let hasty = service.builder().await.settle(Duration::ZERO).build().unwrap();
    let property = hasty.create_property().body_map(|new| new.name("Inn").organization_id(&organization));
    let property = property.send().await.unwrap();
    assert!(hasty.get_property().property_id(&property.id).send().await.is_err());
}

/// A 404 after a lost answer means that a unit is deleted, but for one that isn't shown yet.
#[tokio::test]
async fn a_unit_that_is_not_shown_yet_is_not_taken_for_deleted() {
    let service = Service::start().await;
    service.set(json!({"readDelay": 300})).await;
    service
        .fault(
            json!({"operations": ["deleteProperty"], "kind": {"type": "status", "status": 503}, "count": 1}),
        )
        .await;
    let client = service.builder().await.settle(Duration::from_secs(2)).build().unwrap();
    let organization = service.organization();
    let property = client.create_property().body_map(|new| new.name("Inn").organization_id(&organization));
    let property = property.send().await.unwrap();
    let deleted = client.delete_property().property_id(&property.id).send().await.unwrap();
    assert_eq!(deleted.status(), 204);
    let seen: Vec<_> = service
        .exchanges("deleteProperty")
        .await
        .iter()
        .map(|exchange| exchange["response"]["status"].clone())
        .collect();
    assert!(seen.len() >= 3, "{seen:?}");
    assert_eq!((&seen[0], &seen[1], seen.last().unwrap()), (&json!(503), &json!(404), &json!(204)));
}

#[tokio::test]
async fn an_id_that_is_no_id_leads_nowhere() {
    let service = Service::start().await;
    let client = service.client().await;
    for id in ["", ".", ".."] {
        let room = asp_client::ids::RoomId::unchecked(id);
        let error = client.delete_room().room_id(room).send().await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidRequest, 0), "{id:?}");
        assert_eq!(error.violations()[0].location, "path roomId");
    }
}

#[tokio::test]
async fn a_refusal_about_a_new_unit_that_can_be_seen_comes_after_a_look() {
    let service = Service::start().await;
    let client = service.client().await;
    let organization = service.organization();
    let property = client.create_property().body_map(|new| new.name("Inn").organization_id(&organization));
    let property = property.send().await.unwrap();
    let room_type = client.create_room_type().body_map(|new| new.name("Suite").property_id(&property.id));
    let room_type = room_type.send().await.unwrap();
    let room = || client.create_room().body_map(|new| new.name("101").room_type_id(&room_type.id));
    room().send().await.unwrap();
    let error = room().send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidRequest, 2));
    assert_eq!(service.exchanges("getRoomType").await.len(), 1);
    // What this client has deleted is not looked for.
    client.delete_room_type().room_type_id(&room_type.id).send().await.unwrap_err();
    let other = client.create_property().body_map(|new| new.name("Inn").organization_id(&organization));
    let other = other.send().await.unwrap();
    client.delete_property().property_id(&other.id).send().await.unwrap();
    let error = client.get_property().property_id(&other.id).send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::NotFound, 1));
}
