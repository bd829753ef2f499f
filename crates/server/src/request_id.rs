//! The request id, which every answer has.
//!
//! The front gives one to each exchange of an operation. Everything else that is served is wrapped by [`layer`].

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use http::header::{HeaderName, HeaderValue};
use uuid::Uuid;

use crate::failure::StoreFailed;
use crate::metrics::Metrics;

/// The header that every answer has (both pages, "Response headers").
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");

/// In the extensions of a request that came through [`layer`]: its id.
#[derive(Clone, Debug)]
pub(crate) struct RequestId(HeaderValue);

impl RequestId {
    /// The id as text.
    pub(crate) fn text(&self) -> &str {
        self.0.to_str().unwrap_or_default()
    }
}

/// A request id such as `e4a70a20-8a0e-48b0-be82-79fa0e06cc38`.
pub(crate) fn mint() -> HeaderValue {
    let mut text = Uuid::encode_buffer();
    let text = Uuid::new_v4().hyphenated().encode_lower(&mut text);
    HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static("none"))
}

/// Gives every answer of a router a request id. If the store failed, that is logged with the id, and counted.
pub(crate) fn layer(router: Router, metrics: &Arc<Metrics>) -> Router {
    router.layer(from_fn_with_state(Arc::clone(metrics), identify))
}

async fn identify(State(metrics): State<Arc<Metrics>>, mut request: Request, next: Next) -> Response {
    let id = RequestId(mint());
    request.extensions_mut().insert(id.clone());
    let mut response = next.run(request).await;
    if let Some(failed) = response.extensions().get::<StoreFailed>() {
        metrics.store_error();
        failed.log(id.text());
    }
    response.headers_mut().insert(REQUEST_ID, id.0);
    response
}
