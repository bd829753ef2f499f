//! What calls bring back.

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
    assert_eq!(error.kind(), asp_client::ErrorKind::NotFound);
    assert_eq!(service.exchanges("getRoom").await.len(), 2);
}
