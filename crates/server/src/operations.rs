//! The one list of the operations and the handlers that carry them out.

use asp_validation::Operation;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;

use crate::api::{home_communities, homes, properties, room_types, rooms};
use crate::call::{Call, Reply};
use crate::openapi;

macro_rules! operations {
    ($($operation:ident: $module:ident::$handler:ident,)+) => {
        /// Carries out an operation that the front let in.
        ///
        /// Which one it is was found out by the validators, so there is nothing left to route.
        pub(crate) async fn carry_out(operation: Operation, call: Call) -> Reply {
            match operation {
                $(Operation::$operation => $module::$handler(call).await,)+
            }
        }

        /// What `utoipa` collects from the handlers and from the types that they name.
        #[derive(utoipa::OpenApi)]
        #[openapi(paths($($module::$handler,)+))]
        struct Collected;

        #[cfg(test)]
        const HANDLERS: &[(Operation, &str)] = &[$((Operation::$operation, stringify!($handler)),)+];
    };
}

operations! {
    CreateHomeCommunity: home_communities::create_home_community,
    ListHomeCommunities: home_communities::list_home_communities,
    GetHomeCommunity: home_communities::get_home_community,
    UpdateHomeCommunity: home_communities::update_home_community,
    DeleteHomeCommunity: home_communities::delete_home_community,
    CreateHome: homes::create_home,
    ListHomes: homes::list_homes,
    GetHome: homes::get_home,
    UpdateHome: homes::update_home,
    DeleteHome: homes::delete_home,
    CreateProperty: properties::create_property,
    ListProperties: properties::list_properties,
    GetProperty: properties::get_property,
    UpdateProperty: properties::update_property,
    DeleteProperty: properties::delete_property,
    CreateRoomType: room_types::create_room_type,
    ListRoomTypes: room_types::list_room_types,
    GetRoomType: room_types::get_room_type,
    UpdateRoomType: room_types::update_room_type,
    DeleteRoomType: room_types::delete_room_type,
    CreateRoom: rooms::create_room,
    ListRooms: rooms::list_rooms,
    GetRoom: rooms::get_room,
    UpdateRoom: rooms::update_room,
    DeleteRoom: rooms::delete_room,
}

/// The document that describes them.
pub(crate) fn document() -> OpenApi {
    let mut document = openapi::base();
    document.merge(Collected::openapi());
    openapi::complete(&mut document);
    document
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_operation_is_carried_out_by_the_handler_of_its_name() {
        for (operation, handler) in HANDLERS {
            let id = operation.operation_id();
            let is_word = |character: char| character.is_ascii_uppercase();
            let words: String =
                id.chars().flat_map(|it| is_word(it).then_some('_').into_iter().chain([it])).collect();
            assert_eq!(words.to_ascii_lowercase(), *handler);
        }
        assert_eq!(HANDLERS.len(), Operation::ALL.len());
    }

    /// Path, method, operationId and tag; the operationId is the name of the handler.
    #[test]
    fn the_document_has_the_operations_that_the_validators_know() {
        let paths = serde_json::to_value(document().paths).unwrap();
        let mut emitted = BTreeSet::new();
        for (path, item) in paths.as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap().iter().filter(|(key, _)| *key != "servers") {
                let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
                let (id, tag) = (text(&operation["operationId"]), text(&operation["tags"][0]));
                emitted.insert((path.clone(), method.to_uppercase(), id, tag));
            }
        }
        let known = Operation::ALL.iter().map(|operation| {
            let tag = operation.tag().unwrap().to_owned();
            (
                operation.path_template().to_owned(),
                operation.method().to_string(),
                operation.operation_id().to_owned(),
                tag,
            )
        });
        assert_eq!(emitted, known.collect());
        assert_eq!(emitted.len(), 25);
    }
}
