use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use http::{Request, Response, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower_service::Service;

use crate::app::App;
use crate::login::{self, Scopes};
use crate::settings::{Database, Settings};
use crate::store::{self, Step};

const ORGANIZATION: &str = "amzn1.alexa.unit.did.AORG";

async fn app() -> (Arc<App>, Router, String) {
    let settings = Settings { database: Database::Temporary, ..Settings::default() };
    let app = Arc::new(App::open(&settings).await.unwrap());
    let text = |text: &str| store::Value::Text(text.to_owned().into());
    app.store
        .write(vec![
            Step::some(
                "INSERT INTO unit (id, kind, name, created_at) VALUES ($1, 0, $2, 0)",
                vec![text(ORGANIZATION), store::Value::Bytes(b"Org".to_vec().into())],
            ),
            Step::some("INSERT INTO account (id) VALUES ($1)", vec![text("operator")]),
            Step::some(
                "INSERT INTO client (id, secret_hash) VALUES ($1, $2)",
                vec![text("client"), text("x")],
            ),
            Step::some(
                "INSERT INTO console_grant (client, organization) SELECT 'client', number FROM unit",
                vec![],
            ),
            Step::some(
                "INSERT INTO role (account, unit, name) SELECT 'operator', number, 'A4H.OrgAdmin' FROM unit",
                vec![],
            ),
        ])
        .await
        .unwrap();
    let now = app.controls.now();
    let issued = login::issue_tokens(&app.store, now, 3_600_000, "client", "operator", Scopes::MANAGEMENT)
        .await
        .unwrap();
    let router = super::router(&app);
    (app, router, format!("Bearer {}", issued.access_token.expose()))
}

async fn send(
    router: &Router,
    token: &str,
    method: &str,
    path: &str,
    body: Option<Value>,
) -> (StatusCode, Value, Response<()>) {
    let mut request = Request::builder().method(method).uri(path).header("Authorization", token);
    if body.is_some() {
        request = request.header("Content-Type", "application/json");
    }
    let body = body.map_or(Body::empty(), |body| Body::from(body.to_string()));
    let response = router.clone().call(request.body(body).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    let value = if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).unwrap() };
    assert!(parts.headers.contains_key(super::REQUEST_ID));
    (parts.status, value, Response::from_parts(parts, ()))
}

#[tokio::test]
async fn a_property_lives_from_its_creation_to_its_deletion() {
    let (_app, router, token) = app().await;
    let collection = "/enterprise/hospitality/v1/properties";
    let body = json!({"name": "Inn", "organizationId": ORGANIZATION});
    let (status, created, response) = send(&router, &token, "POST", collection, Some(body)).await;
    assert_eq!(status, StatusCode::CREATED, "{created}");
    let path = format!("{collection}/{}", created["id"].as_str().unwrap());
    assert_eq!(response.headers()["location"], path.as_str());
    let (status, got, _) = send(&router, &token, "GET", &path, None).await;
    assert_eq!(
        (status, &got["name"], &got["organizationId"]),
        (StatusCode::OK, &json!("Inn"), &json!(ORGANIZATION))
    );
    let list = format!("{collection}?organizationId={ORGANIZATION}");
    let (status, page, _) = send(&router, &token, "GET", &list, None).await;
    assert_eq!((status, &page["properties"][0]), (StatusCode::OK, &got));
    assert_eq!(page["paginationContext"], json!({"nextToken": null}));
    assert_eq!(
        send(&router, &token, "PUT", &path, Some(json!({"name": "Hotel"}))).await.0,
        StatusCode::NO_CONTENT
    );
    assert_eq!(send(&router, &token, "GET", &path, None).await.1["name"], "Hotel");
    assert_eq!(send(&router, &token, "DELETE", &path, None).await.0, StatusCode::NO_CONTENT);
    assert_eq!(send(&router, &token, "GET", &path, None).await.0, StatusCode::NOT_FOUND);
}

/// A machine whose clock is ahead, or a clock that was frozen in between, must not hide what was acknowledged.
#[tokio::test]
async fn without_delays_a_unit_is_known_whatever_the_clock_of_its_creator_showed() {
    let (app, router, token) = app().await;
    let collection = "/enterprise/hospitality/v1/properties";
    let body = json!({"name": "Inn", "organizationId": ORGANIZATION});
    let (_, created, _) = send(&router, &token, "POST", collection, Some(body)).await;
    let later = store::Value::Integer(app.controls.now() + 3_600_000);
    app.store
        .write(vec![Step::some("UPDATE unit SET created_at = $1 WHERE kind = 3", vec![later])])
        .await
        .unwrap();
    let path = format!("{collection}/{}", created["id"].as_str().unwrap());
    assert_eq!(send(&router, &token, "GET", &path, None).await.0, StatusCode::OK);
    assert_eq!(send(&router, &token, "DELETE", &path, None).await.0, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_query_parameter_of_another_list_is_left_alone() {
    let (_app, router, token) = app().await;
    for query in [
        format!("organizationId={ORGANIZATION}&roomTypeId=amzn1.alexa.unit.did.AX"),
        format!("propertyId=amzn1.alexa.unit.did.AX&organizationId={ORGANIZATION}"),
    ] {
        let path = format!("/enterprise/hospitality/v1/properties?{query}");
        assert_eq!(send(&router, &token, "GET", &path, None).await.0, StatusCode::OK, "{query}");
    }
}

#[tokio::test]
async fn an_unauthorized_response_names_the_scheme() {
    let (_app, router, _) = app().await;
    let path = format!("/enterprise/hospitality/v1/properties?organizationId={ORGANIZATION}");
    let (status, _, response) = send(&router, "Bearer unknown", "GET", &path, None).await;
    assert_eq!(
        (status, &response.headers()["www-authenticate"]),
        (StatusCode::UNAUTHORIZED, &"Bearer".parse().unwrap())
    );
}
