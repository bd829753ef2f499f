//! The service: what happens to one exchange.

use std::fmt;
use std::mem;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response, request};
use http_body::Body;
use tower_service::Service;

use super::settings::{Responses, Settings};
use super::watched::{Judging, WatchedBody};
use crate::adapter::passed::PassedBody;
use crate::adapter::target::{Head, Target};
use crate::{Operations, Verdict};

/// A service whose exchanges are judged; made by [`ValidationLayer`](super::ValidationLayer).
pub struct Validation<S, O> {
    inner: S,
    settings: Arc<Settings<O>>,
}

impl<S, O> Validation<S, O> {
    pub(super) fn new(inner: S, settings: Arc<Settings<O>>) -> Self {
        Self { inner, settings }
    }
}

impl<S: Clone, O> Clone for Validation<S, O> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), settings: Arc::clone(&self.settings) }
    }
}

impl<S: fmt::Debug, O> fmt::Debug for Validation<S, O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Validation")
            .field("inner", &self.inner)
            .field("settings", &self.settings)
            .finish()
    }
}

impl<S, O, B, R> Service<Request<B>> for Validation<S, O>
where
    S: Service<Request<PassedBody<B>>, Response = Response<R>> + Clone + Send + 'static,
    S::Future: Send,
    O: Operations + Send + Sync,
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Send,
    R: Body<Data = Bytes> + Send + 'static,
    R::Error: Send,
{
    type Response = Response<WatchedBody<R>>;
    type Error = S::Error;
    type Future = ExchangeFuture<R, S::Error>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        // What was found to be ready is this service, not its clone.
        let clone = self.inner.clone();
        let ready = mem::replace(&mut self.inner, clone);
        ExchangeFuture(Box::pin(exchange(Arc::clone(&self.settings), ready, request)))
    }
}

/// The future of an exchange. Dropping it drops the exchange.
pub struct ExchangeFuture<R: Body, E>(Pin<Box<dyn Future<Output = Outcome<R, E>> + Send>>);

type Outcome<R, E> = Result<Response<WatchedBody<R>>, E>;

impl<R: Body, E> Future for ExchangeFuture<R, E> {
    type Output = Outcome<R, E>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(context)
    }
}

impl<R: Body, E> fmt::Debug for ExchangeFuture<R, E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ExchangeFuture")
    }
}

async fn exchange<S, O, B, R>(
    settings: Arc<Settings<O>>,
    mut inner: S,
    request: Request<B>,
) -> Outcome<R, S::Error>
where
    S: Service<Request<PassedBody<B>>, Response = Response<R>>,
    O: Operations + Send + Sync,
    B: Body<Data = Bytes>,
    R: Body<Data = Bytes>,
{
    let (parts, body) = request.into_parts();
    let head = head(&settings, &parts);
    let (target, verdict, body) = match Target::find(&head) {
        Ok(target) => {
            let (verdict, body) = settings.collecting.judge_request(&target, head, body).await;
            (Some(target), verdict, body)
        }
        Err(reason) => (None, Verdict::NotJudged(reason), PassedBody::unread(body)),
    };
    if let Some(refusal) = settings.decide(target.map(|target| target.operation), &verdict) {
        return Ok(own(refusal));
    }
    let response = inner.call(Request::from_parts(parts, body)).await?;
    Ok(match target {
        Some(target) => judge_response(settings, target, response).await,
        None => response.map(|body| WatchedBody::unwatched(PassedBody::unread(body))),
    })
}

fn head<'a, O>(settings: &Settings<O>, parts: &'a request::Parts) -> Head<'a> {
    Head {
        method: &parts.method,
        path: settings.base.strip(parts.uri.path()),
        query: parts.uri.query(),
        headers: &parts.headers,
    }
}

/// A response of the layer's own.
fn own<R: Body<Data = Bytes>>(response: Response<Bytes>) -> Response<WatchedBody<R>> {
    response.map(|body| WatchedBody::unwatched(PassedBody::read(body, None)))
}

async fn judge_response<O: Operations + Send + Sync, R: Body<Data = Bytes>>(
    settings: Arc<Settings<O>>,
    target: Target<O>,
    response: Response<R>,
) -> Response<WatchedBody<R>> {
    let (parts, body) = response.into_parts();
    let body = match settings.responses() {
        Responses::Ignored => WatchedBody::unwatched(PassedBody::unread(body)),
        // There's nothing to wait for.
        Responses::Observed if body.is_end_stream() || target.is_head => {
            let verdict =
                target.judge_response(parts.status, &parts.headers, &[], &settings.collecting.limits);
            settings.observe_response(target.operation, &verdict);
            WatchedBody::unwatched(PassedBody::unread(body))
        }
        Responses::Observed => {
            let judging = Judging::new(settings, target, &parts);
            WatchedBody::watched(PassedBody::unread(body), Box::new(judging))
        }
        Responses::Enforced => {
            let (verdict, body) = settings.collecting.judge_response(&target, &parts, body).await;
            if let Some(refusal) = settings.decide_response(target.operation, &verdict) {
                return own(refusal);
            }
            WatchedBody::unwatched(body)
        }
    };
    Response::from_parts(parts, body)
}
