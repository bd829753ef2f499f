//! The reference page, for people, from assets that are part of the program. Nothing on it comes from elsewhere, and what
//! it sends goes to this server only.

use std::borrow::Cow;
use std::sync::Arc;

use axum::Router;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use bytes::Bytes;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use serde_json::{Map, Value, json};
use utoipa::openapi::OpenApi;
use utoipa_swagger_ui::{Config, Url};

use crate::failure::Failure;

/// Where the server's own document is.
pub(crate) const API: &str = "/openapi.json";
/// Where the document of the control API is.
pub(crate) const EMULATOR: &str = "/_emulator/openapi.json";

/// Swagger UI styles elements by attributes and has its icons in `data:` addresses.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                      font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

/// Serves the documents as they are at [`API`] and [`EMULATOR`], and the page of both at `/docs/`.
///
/// The page has documents of its own whose only server is this one: what is tried out on it, token included, never goes
/// to the hosts in the document.
pub(crate) fn router(api: &OpenApi, emulator: Option<&OpenApi>) -> Router {
    let mut entries = vec![Url::with_primary("Smart properties", "api.json", true)];
    let mut router = document(Router::new(), API, "/docs/api.json", api);
    if let Some(emulator) = emulator {
        entries.push(Url::new("Control API", "emulator.json"));
        router = document(router, EMULATOR, "/docs/emulator.json", emulator);
    }
    let config = Config::new(entries)
        .deep_linking(true)
        .display_operation_id(true)
        .display_request_duration(true)
        .filter(true)
        .try_it_out_enabled(true)
        // Otherwise the page asks a service on the internet to judge the document.
        .validator_url("none");
    let config = Arc::new(config);
    let index = Arc::clone(&config);
    router
        .route("/docs", get(async || Redirect::permanent("/docs/")))
        .route("/docs/", get(move || async move { asset("", index) }))
        .route("/docs/{file}", get(async move |file| file_of_page(file, config)))
}

fn document(router: Router, path: &str, page_path: &str, document: &OpenApi) -> Router {
    // Only maps with keys that are no texts can't be written, and there are none in a document.
    let text = Bytes::from(serde_json::to_string(document).unwrap_or_default());
    let whole = text.clone();
    router
        .route(path, get(move || async move { json_response(whole) }))
        .route(page_path, get(move || async move { json_response(for_page(&text)) }))
}

fn for_page(document: &Bytes) -> Bytes {
    let mut document: Value = serde_json::from_slice(document).unwrap_or_default();
    document["servers"] = json!([{ "url": "/", "description": "this server" }]);
    // Paths that have servers of their own are not served in every region; here they are.
    let paths = document["paths"].as_object_mut().into_iter().flat_map(Map::values_mut);
    for item in paths.filter_map(Value::as_object_mut) {
        item.remove("servers");
    }
    document.to_string().into()
}

fn json_response(text: Bytes) -> Response {
    ([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-cache")], text).into_response()
}

/// A name that is not UTF-8 is the name of no file.
fn file_of_page(file: Result<Path<String>, PathRejection>, config: Arc<Config<'static>>) -> Response {
    let Ok(Path(file)) = file else { return no_file() };
    asset(&file, config)
}

fn no_file() -> Response {
    Failure::not_found("the reference page has no such file; it is at /docs/").into_response()
}

fn asset(file: &str, config: Arc<Config<'static>>) -> Response {
    let Ok(Some(asset)) = utoipa_swagger_ui::serve(file, config) else { return no_file() };
    let fixed: [(HeaderName, &'static str); 4] = [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (CACHE_CONTROL, "no-cache"),
    ];
    let bytes = match asset.bytes {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => bytes.into(),
    };
    let mut response = (fixed, bytes).into_response();
    let headers = response.headers_mut();
    if let Ok(content_type) = HeaderValue::from_str(&asset.content_type) {
        headers.insert(CONTENT_TYPE, content_type);
    }
    response
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use http::{Request, StatusCode};
    use tower_service::Service;
    use utoipa::openapi::{InfoBuilder, OpenApiBuilder, ServerBuilder};

    use super::*;

    fn sample(title: &str) -> OpenApi {
        let info = InfoBuilder::new().title(title).version("1").build();
        let server = ServerBuilder::new().url("https://api.example").build();
        OpenApiBuilder::new().info(info).servers(Some([server])).build()
    }

    async fn fetch(path: &str) -> (StatusCode, http::HeaderMap, Vec<u8>) {
        let mut router = router(&sample("api"), Some(&sample("emulator")));
        let response = router.call(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        (status, headers, to_bytes(response.into_body(), 8 << 20).await.unwrap().to_vec())
    }

    #[tokio::test]
    async fn documents_are_served_as_they_are_and_on_the_page_with_this_server_alone() {
        for (path, page_path, title) in
            [(API, "/docs/api.json", "api"), (EMULATOR, "/docs/emulator.json", "emulator")]
        {
            let (_, headers, bytes) = fetch(path).await;
            assert_eq!(headers[CONTENT_TYPE], "application/json");
            let whole: Value = serde_json::from_slice(&bytes).unwrap();
            assert_eq!(whole, serde_json::to_value(sample(title)).unwrap());
            let (_, _, bytes) = fetch(page_path).await;
            let mut page: Value = serde_json::from_slice(&bytes).unwrap();
            assert_eq!(page["servers"], json!([{ "url": "/", "description": "this server" }]));
            page["servers"] = whole["servers"].clone();
            assert_eq!(page, whole);
        }
    }

    #[tokio::test]
    async fn the_page_and_its_assets_are_here() {
        let (status, headers, _) = fetch("/docs").await;
        assert_eq!(
            (status, &headers["location"]),
            (StatusCode::PERMANENT_REDIRECT, &"/docs/".parse().unwrap())
        );
        for (file, content_type) in [
            ("", "text/html"),
            ("swagger-ui.css", "text/css"),
            ("index.css", "text/css"),
            ("swagger-ui-bundle.js", "text/javascript"),
            ("swagger-ui-standalone-preset.js", "text/javascript"),
            ("swagger-initializer.js", "text/javascript"),
        ] {
            let (status, headers, bytes) = fetch(&format!("/docs/{file}")).await;
            assert_eq!(status, StatusCode::OK, "{file}");
            assert_eq!(headers[CONTENT_TYPE], content_type, "{file}");
            assert_eq!(headers[CONTENT_SECURITY_POLICY], POLICY, "{file}");
            assert!(!bytes.starts_with(&[0x1f, 0x8b]), "{file} is compressed, and nobody asked for that");
            assert!(bytes.len() > 100, "{file} has {} bytes", bytes.len());
        }
        assert_eq!(fetch("/docs/missing.js").await.0, StatusCode::NOT_FOUND);
        assert_eq!(fetch("/docs/..%2FCargo.toml").await.0, StatusCode::NOT_FOUND);
    }

    #[tokio::test]
    async fn the_page_asks_nobody_else() {
        let (_, _, bytes) = fetch("/docs/swagger-initializer.js").await;
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains("\"api.json\"") && text.contains("\"emulator.json\""), "{text}");
        assert!(text.contains("\"validatorUrl\": \"none\"") && !text.contains("://"), "{text}");
    }
}
