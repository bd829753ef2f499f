//! What operators ask: whether the process is alive, whether it is ready, and what it has counted.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};

use crate::failure::Failure;
use crate::metrics::Metrics;
use crate::request_id::RequestId;
use crate::store::StoreError;

/// How long the store may take to answer.
const READY_WITHIN: Duration = Duration::from_secs(2);

/// `GET /healthz`, `GET /readyz` and `GET /metrics`. `probe` reads something trivial from the store, and
/// has whoever writes answer.
pub(crate) fn health_router<Probe, Reading>(metrics: Arc<Metrics>, probe: Probe) -> Router
where
    Probe: Fn() -> Reading + Clone + Send + Sync + 'static,
    Reading: Future<Output = Result<(), StoreError>> + Send + 'static,
{
    const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Router::new()
        .route("/healthz", get(async || plain("alive\n")))
        .route("/readyz", get(async move |id: Option<Extension<RequestId>>| readiness(probe(), id).await))
        .route("/metrics", get(move || async move { ([(CONTENT_TYPE, OPEN_METRICS)], metrics.text()) }))
}

/// Details of failures go to the log: the callers are not known.
async fn readiness(
    reading: impl Future<Output = Result<(), StoreError>>,
    id: Option<Extension<RequestId>>,
) -> Response {
    let request_id = id.as_ref().map_or("", |id| id.text());
    match tokio::time::timeout(READY_WITHIN, reading).await {
        Ok(Ok(())) => plain("ready\n"),
        Ok(Err(error)) => {
            tracing::warn!(%error, request_id, "not ready");
            not_ready(match error {
                StoreError::Unreachable(_) => "not ready: the database is out of reach",
                StoreError::Broken(_) => "not ready: the database failed",
            })
        }
        Err(_) => {
            tracing::warn!(request_id, "not ready: the database did not answer within {READY_WITHIN:?}");
            not_ready("not ready: the database does not answer")
        }
    }
}

fn not_ready(reason: &str) -> Response {
    let headers = [(CACHE_CONTROL, "no-store")];
    (headers, Failure::new(StatusCode::SERVICE_UNAVAILABLE, reason)).into_response()
}

fn plain(text: &'static str) -> Response {
    let headers = [(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "no-store")];
    (headers, text).into_response()
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use http::Request;
    use tower_service::Service;

    use super::*;

    async fn ask(path: &str, answer: Option<Result<(), &'static str>>) -> (StatusCode, String) {
        let probe = move || async move {
            match answer {
                Some(answer) => answer.map_err(|secret| StoreError::Unreachable(secret.to_owned())),
                None => std::future::pending().await,
            }
        };
        let mut router = health_router(Arc::new(Metrics::new()), probe);
        let response = router.call(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
        let status = response.status();
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test(start_paused = true)]
    async fn readiness_follows_the_store_and_life_does_not() {
        for answer in [Some(Ok(())), Some(Err("10.0.0.1 refused")), None] {
            assert_eq!(ask("/healthz", answer).await, (StatusCode::OK, "alive\n".to_owned()));
        }
        assert_eq!(ask("/readyz", Some(Ok(()))).await, (StatusCode::OK, "ready\n".to_owned()));
        for (answer, reason) in [
            (Some(Err("10.0.0.1 refused")), r#"{"message":"not ready: the database is out of reach"}"#),
            (None, r#"{"message":"not ready: the database does not answer"}"#),
        ] {
            assert_eq!(ask("/readyz", answer).await, (StatusCode::SERVICE_UNAVAILABLE, reason.to_owned()));
        }
    }

    #[tokio::test]
    async fn metrics_are_text() {
        let (status, text) = ask("/metrics", None).await;
        assert_eq!(status, StatusCode::OK);
        assert!(text.contains("\nasp_connections 0\n") && text.ends_with("# EOF\n"), "{text}");
    }
}
