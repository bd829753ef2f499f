//! An exchange between the connection and whoever responds: the request's body has its time, the response is counted until it
//! has been handed over.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use http::header::{CONNECTION, EXPECT, HeaderValue};
use http::{Request, Response};
use http_body::{Body as _, Frame, SizeHint};
use hyper::body::Incoming;
use tokio::time::Sleep;

use super::watch::{Activity, Running};
use super::{Respond, Severed, TooSlow};

/// How many bytes of a body come with the head of the request, most likely.
const SMALL: u64 = 4 << 10;

/// Who responds, as one connection calls it.
pub(super) struct Exchanges<R> {
    pub(super) responder: R,
    pub(super) activity: Arc<Activity>,
    pub(super) body_time: Duration,
}

/// The response said [`Severed`].
#[derive(Debug, thiserror::Error)]
#[error("a fault drops the connection")]
pub(super) struct Dropped;

impl<R: Respond> hyper::service::Service<Request<Incoming>> for Exchanges<R> {
    type Response = Response<Answer>;
    type Error = Dropped;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Dropped>> + Send>>;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        let running = Running::count(&self.activity);
        let (time, activity) = (self.body_time, &self.activity);
        // hyper drops the rest of a body that nobody reads if it is there already, and closes the connection otherwise.
        let is_there = !request.headers().contains_key(EXPECT)
            && request.body().size_hint().exact().is_some_and(|length| length <= SMALL);
        let closing = Arc::clone(activity);
        let request = request.map(|body| {
            if body.is_end_stream() {
                return Body::empty();
            }
            let activity = Arc::clone(activity);
            Body::new(Timed { body, time, sleep: None, has_ended: false, activity })
        });
        let responder = self.responder.clone();
        Box::pin(async move {
            let mut response = responder.respond(request).await;
            if response.extensions().get::<Severed>().is_some() {
                return Err(Dropped);
            }
            let is_unread = !is_there && closing.has_unread();
            // Whatever the response is.
            if is_unread || closing.has_stalled() {
                // RFC 9112, section 9.6, and RFC 9110, section 15.5.9.
                response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            }
            Ok(response.map(|body| Answer { body, _running: running }))
        })
    }
}

/// A response's body, whose exchange runs until it is dropped.
pub(super) struct Answer {
    body: Body,
    _running: Running,
}

impl http_body::Body for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A request's body that must have arrived within a time, once it is waited for.
struct Timed {
    body: Incoming,
    time: Duration,
    /// From the first wait: most bodies are there at once and need none.
    sleep: Option<Pin<Box<Sleep>>>,
    has_ended: bool,
    activity: Arc<Activity>,
}

impl Drop for Timed {
    fn drop(&mut self) {
        if !self.has_ended && !self.body.is_end_stream() {
            self.activity.leave_unread();
        }
    }
}

impl http_body::Body for Timed {
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = &mut *self;
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(context) {
            this.has_ended |= frame.is_none();
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        let time = this.time;
        let sleep = this.sleep.get_or_insert_with(|| Box::pin(tokio::time::sleep(time)));
        ready!(sleep.as_mut().poll(context));
        this.activity.stall();
        Poll::Ready(Some(Err(TooSlow(time).into())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
