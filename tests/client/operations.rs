//! Every operation by its name in the enum, for tests that go through all of them.

use std::sync::atomic::{AtomicU32, Ordering};

use asp_client::{Client, Error, Operation, Response};
use bytes::Bytes;
use reqwest::Method;
use reqwest::header::HeaderMap;

/// What a call brought back, without its value.
#[derive(Debug)]
pub(crate) struct Success {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) request_id: Option<String>,
    pub(crate) attempts: u32,
}

impl<T> From<Response<T>> for Success {
    fn from(response: Response<T>) -> Self {
        Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.body().clone(),
            request_id: response.request_id().map(|id| id.to_string()),
            attempts: response.attempts(),
        }
    }
}

/// What operations work on: units that are parents, and of each kind one without children that may be deleted.
#[derive(Clone, Debug)]
pub(crate) struct Units {
    pub(crate) organization: String,
    pub(crate) home_community: String,
    pub(crate) property: String,
    pub(crate) room_type: String,
    pub(crate) own_home_community: String,
    pub(crate) own_home: String,
    pub(crate) own_property: String,
    pub(crate) own_room_type: String,
    pub(crate) own_room: String,
}

impl Units {
    /// Units that are nowhere, for services that don't look.
    pub(crate) fn nowhere() -> Self {
        let id = |tail: &str| format!("amzn1.alexa.unit.did.A{tail}");
        Self {
            organization: id("ORGANIZATION"),
            home_community: id("COMMUNITY"),
            property: id("PROPERTY"),
            room_type: id("ROOMTYPE"),
            own_home_community: id("OWNCOMMUNITY"),
            own_home: id("OWNHOME"),
            own_property: id("OWNPROPERTY"),
            own_room_type: id("OWNROOMTYPE"),
            own_room: id("OWNROOM"),
        }
    }

    /// New units.
    pub(crate) async fn create(client: &Client, organization: &str) -> Self {
        let mut units = Self { organization: organization.to_owned(), ..Self::nowhere() };
        let id = async |operation, units: &Self| {
            let created = call(client, operation, units).await.unwrap();
            let body: serde_json::Value = serde_json::from_slice(&created.body).unwrap();
            body["id"].as_str().unwrap().to_owned()
        };
        units.home_community = id(Operation::CreateHomeCommunity, &units).await;
        units.property = id(Operation::CreateProperty, &units).await;
        units.room_type = id(Operation::CreateRoomType, &units).await;
        units.own_home_community = id(Operation::CreateHomeCommunity, &units).await;
        units.own_home = id(Operation::CreateHome, &units).await;
        units.own_property = id(Operation::CreateProperty, &units).await;
        units.own_room_type = id(Operation::CreateRoomType, &units).await;
        units.own_room = id(Operation::CreateRoom, &units).await;
        units
    }
}

/// A name that no unit has yet.
pub(crate) fn new_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("N{}", COUNT.fetch_add(1, Ordering::Relaxed))
}

/// Whether the answer of an operation has a body by the document.
pub(crate) fn has_body(operation: Operation) -> bool {
    matches!(operation.method(), Method::GET | Method::POST)
}

/// The status of success by the document.
pub(crate) fn success(operation: Operation) -> u16 {
    match operation.method() {
        Method::GET => 200,
        Method::POST => 201,
        _ => 204,
    }
}

/// A body that the document has for the success of an operation; empty if there is none.
pub(crate) fn documented_body(operation: Operation) -> &'static str {
    use Operation as O;
    match operation {
        O::CreateHomeCommunity | O::CreateHome | O::CreateProperty | O::CreateRoomType | O::CreateRoom => {
            r#"{"id":"amzn1.alexa.unit.did.ANEW"}"#
        }
        O::ListHomeCommunities => r#"{"homeCommunities":[]}"#,
        O::ListHomes => r#"{"homes":[]}"#,
        O::ListProperties => r#"{"properties":[]}"#,
        O::ListRoomTypes => r#"{"roomTypes":[]}"#,
        O::ListRooms => r#"{"rooms":[]}"#,
        O::GetHomeCommunity | O::GetProperty => {
            r#"{"id":"amzn1.alexa.unit.did.A","name":"N","organizationId":"amzn1.alexa.unit.did.B"}"#
        }
        O::GetHome => {
            r#"{"id":"amzn1.alexa.unit.did.A","name":"N","homeCommunityId":"amzn1.alexa.unit.did.B"}"#
        }
        O::GetRoomType => {
            r#"{"id":"amzn1.alexa.unit.did.A","name":"N","propertyId":"amzn1.alexa.unit.did.B"}"#
        }
        O::GetRoom => r#"{"id":"amzn1.alexa.unit.did.A","name":"N","roomTypeId":"amzn1.alexa.unit.did.B"}"#,
        _ => "",
    }
}

/// Calls an operation: creates go into the parents, updates and deletions strike the units without children.
pub(crate) async fn call(client: &Client, operation: Operation, units: &Units) -> Result<Success, Error> {
    use Operation as O;
    let name = new_name();
    macro_rules! sent {
        ($builder:expr) => {
            $builder.send().await.map(Success::from)
        };
    }
    macro_rules! created {
        ($builder:ident, $parent_id:ident, $parent:ident) => {
            sent!(client.$builder().body_map(|body| body.name(name).$parent_id(units.$parent.as_str())))
        };
    }
    match operation {
        O::CreateHomeCommunity => created!(create_home_community, organization_id, organization),
        O::CreateHome => created!(create_home, home_community_id, home_community),
        O::CreateProperty => created!(create_property, organization_id, organization),
        O::CreateRoomType => created!(create_room_type, property_id, property),
        O::CreateRoom => created!(create_room, room_type_id, room_type),
        O::ListHomeCommunities => {
            sent!(client.list_home_communities().organization_id(units.organization.as_str()))
        }
        O::ListHomes => sent!(client.list_homes().home_community_id(units.home_community.as_str())),
        O::ListProperties => sent!(client.list_properties().organization_id(units.organization.as_str())),
        O::ListRoomTypes => sent!(client.list_room_types().property_id(units.property.as_str())),
        O::ListRooms => sent!(client.list_rooms().room_type_id(units.room_type.as_str())),
        O::GetHomeCommunity => sent!(client.get_home_community().id(units.own_home_community.as_str())),
        O::GetHome => sent!(client.get_home().id(units.own_home.as_str())),
        O::GetProperty => sent!(client.get_property().property_id(units.own_property.as_str())),
        O::GetRoomType => sent!(client.get_room_type().room_type_id(units.own_room_type.as_str())),
        O::GetRoom => sent!(client.get_room().room_id(units.own_room.as_str())),
        O::UpdateHomeCommunity => {
            let id = units.own_home_community.as_str();
            sent!(
                client
                    .update_home_community()
                    .id(id)
                    .body_map(|body| body.id(id).organization_id(units.organization.as_str()).name(name))
            )
        }
        O::UpdateHome => {
            let id = units.own_home.as_str();
            sent!(
                client
                    .update_home()
                    .id(id)
                    .body_map(|body| body.id(id).home_community_id(units.home_community.as_str()).name(name))
            )
        }
        O::UpdateProperty => {
            let builder = client.update_property().property_id(units.own_property.as_str());
            sent!(builder.body_map(|body| body.name(name)))
        }
        O::UpdateRoomType => {
            let builder = client.update_room_type().room_type_id(units.own_room_type.as_str());
            sent!(builder.body_map(|body| body.name(name)))
        }
        O::UpdateRoom => {
            let builder = client.update_room().room_id(units.own_room.as_str());
            sent!(builder.body_map(|body| body.name(name)))
        }
        O::DeleteHomeCommunity => {
            sent!(client.delete_home_community().id(units.own_home_community.as_str()))
        }
        O::DeleteHome => sent!(client.delete_home().id(units.own_home.as_str())),
        O::DeleteProperty => sent!(client.delete_property().property_id(units.own_property.as_str())),
        O::DeleteRoomType => sent!(client.delete_room_type().room_type_id(units.own_room_type.as_str())),
        O::DeleteRoom => sent!(client.delete_room().room_id(units.own_room.as_str())),
        other => unreachable!("no test calls {other:?} yet"),
    }
}
