//! The one list of the API's routes.

use axum::Router;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::{home_communities, homes, properties, room_types, rooms};
use crate::openapi;

/// The routes of all operations, and the document that describes them.
///
/// The handlers find their [`Call`](crate::call::Call) in the request's extensions, so the router works behind the front
/// only.
pub(crate) fn api<S: Clone + Send + Sync + 'static>() -> (Router<S>, OpenApi) {
    let (router, mut document) = OpenApiRouter::with_openapi(openapi::base())
        .routes(routes!(home_communities::create_home_community, home_communities::list_home_communities))
        .routes(routes!(
            home_communities::get_home_community,
            home_communities::update_home_community,
            home_communities::delete_home_community
        ))
        .routes(routes!(homes::create_home, homes::list_homes))
        .routes(routes!(homes::get_home, homes::update_home, homes::delete_home))
        .routes(routes!(properties::create_property, properties::list_properties))
        .routes(routes!(properties::get_property, properties::update_property, properties::delete_property))
        .routes(routes!(room_types::create_room_type, room_types::list_room_types))
        .routes(routes!(
            room_types::get_room_type,
            room_types::update_room_type,
            room_types::delete_room_type
        ))
        .routes(routes!(rooms::create_room, rooms::list_rooms))
        .routes(routes!(rooms::get_room, rooms::update_room, rooms::delete_room))
        .split_for_parts();
    openapi::complete(&mut document);
    (router, document)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use asp_validation::Operation;
    use axum::body::Body;
    use http::{Method, Request, StatusCode};
    use http_body_util::BodyExt;
    use tower_service::Service;

    use super::*;

    /// What the router answers without the front.
    async fn answer(method: &Method, path: &str) -> (StatusCode, String) {
        let (mut router, _) = api::<()>();
        let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
        let response = router.call(request).await.unwrap();
        let status = response.status();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    fn method(operation: Operation) -> Method {
        operation.method().to_string().parse().unwrap()
    }

    /// The path of an operation, with something for the id.
    fn path(operation: Operation) -> String {
        let template = operation.path_template();
        template.split_once('{').map_or(template.to_owned(), |(before, _)| format!("{before}some-id"))
    }

    #[tokio::test]
    async fn every_operation_has_a_route_to_a_handler() {
        for operation in Operation::ALL {
            let (status, body) = answer(&method(*operation), &path(*operation)).await;
            // Only handlers look for a `Call`.
            assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR, "{operation}");
            assert!(body.contains("did not come through the front"), "{operation}: {body}");
        }
    }

    #[tokio::test]
    async fn no_other_method_has_a_route() {
        let routes: BTreeSet<_> = Operation::ALL
            .iter()
            .map(|operation| (path(*operation), method(*operation).to_string()))
            .collect();
        let paths: BTreeSet<_> = routes.iter().map(|(path, _)| path.clone()).collect();
        assert_eq!(paths.len(), 10);
        let methods =
            [Method::GET, Method::POST, Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS];
        for path in paths {
            for method in &methods {
                let (status, _) = answer(method, &path).await;
                let has_route = routes.contains(&(path.clone(), method.to_string()));
                assert_eq!(status != StatusCode::METHOD_NOT_ALLOWED, has_route, "{method} {path}");
            }
        }
        assert_eq!(answer(&Method::GET, "/enterprise/hospitality/v1/floors").await.0, StatusCode::NOT_FOUND);
    }

    /// Path, method, operationId and tag; the operationId is the name of the handler.
    #[test]
    fn the_document_has_the_operations_that_the_validators_know() {
        let (_, document) = api::<()>();
        let paths = serde_json::to_value(document.paths).unwrap();
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
                method(*operation).to_string(),
                operation.operation_id().to_owned(),
                tag,
            )
        });
        assert_eq!(emitted, known.collect());
        assert_eq!(emitted.len(), 25);
    }
}
