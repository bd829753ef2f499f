//! Bodies of responses that are judged while they pass.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http_body::{Body, Frame, SizeHint};

use super::settings::Settings;
use crate::adapter::collected::Collecting;
use crate::adapter::gathered::Gathered;
use crate::adapter::passed::PassedBody;
use crate::adapter::target::Target;
use crate::{Operations, Unread};

/// The body of a response that passes the layer: unchanged, and judged at its end if there is an observer.
pub struct WatchedBody<B: Body> {
    body: PassedBody<B>,
    /// `None` if there is nothing to watch, or not any more.
    watch: Option<Box<dyn Watch>>,
}

/// Nothing is pinned.
impl<B: Body> Unpin for WatchedBody<B> {}

/// Looks at a body while it passes.
pub(super) trait Watch: Send + Sync {
    /// Looks at a part of the body; true if there is nothing more to look at.
    fn data(&mut self, data: &Bytes) -> bool;

    /// The body was read to its end, or why it was not.
    fn end(self: Box<Self>, read: Result<(), Unread>);
}

impl<B: Body> WatchedBody<B> {
    pub(super) fn unwatched(body: PassedBody<B>) -> Self {
        Self { body, watch: None }
    }

    pub(super) fn watched(body: PassedBody<B>, watch: Box<dyn Watch>) -> Self {
        Self { body, watch: Some(watch) }
    }

    fn end(&mut self, read: Result<(), Unread>) {
        if let Some(watch) = self.watch.take() {
            watch.end(read);
        }
    }
}

impl<B: Body<Data = Bytes>> Body for WatchedBody<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        match &frame {
            Some(Ok(frame)) => {
                let seen = match (frame.data_ref(), &mut self.watch) {
                    (Some(data), Some(watch)) => watch.data(data),
                    _ => false,
                };
                // Servers don't ask for more once the length that was declared has passed.
                if seen || self.body.is_end_stream() {
                    self.end(Ok(()));
                }
            }
            Some(Err(_)) => self.end(Err(Unread::Failed)),
            None => self.end(Ok(())),
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl<B: Body> Drop for WatchedBody<B> {
    fn drop(&mut self) {
        // An observer that panics while a panic unwinds would end the process.
        if !std::thread::panicking() {
            self.end(Err(Unread::Dropped));
        }
    }
}

impl<B: Body> fmt::Debug for WatchedBody<B> {
    /// Writes no bytes: they may be secret.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let watched = self.watch.is_some();
        formatter.debug_struct("WatchedBody").field("body", &self.body).field("watched", &watched).finish()
    }
}

/// Judges a response at the end of its body.
pub(super) struct Judging<O> {
    settings: Arc<Settings<O>>,
    target: Target<O>,
    status: http::StatusCode,
    headers: http::HeaderMap,
    /// The length that the headers declare.
    declared: Option<usize>,
    gathered: Gathered,
    is_larger: bool,
}

impl<O: Operations + Send + Sync> Judging<O> {
    pub(super) fn new(settings: Arc<Settings<O>>, target: Target<O>, parts: &http::response::Parts) -> Self {
        let declared = parts.headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
        Self {
            settings,
            target,
            status: parts.status,
            headers: parts.headers.clone(),
            declared,
            gathered: Gathered::default(),
            is_larger: false,
        }
    }
}

impl<O: Operations + Send + Sync> Watch for Judging<O> {
    fn data(&mut self, data: &Bytes) -> bool {
        self.is_larger = self.gathered.push(data.clone(), self.settings.collecting.body_limit).is_err();
        self.is_larger || self.declared == Some(self.gathered.len())
    }

    fn end(self: Box<Self>, read: Result<(), Unread>) {
        let Self { settings, target, status, headers, gathered, is_larger, .. } = *self;
        let Collecting { limits, body_limit: limit } = &settings.collecting;
        let read = if is_larger { Err(Unread::TooLarge { limit: *limit }) } else { read };
        let verdict = match read {
            Ok(()) => target.judge_response(status, &headers, &gathered.into_bytes(), limits),
            Err(why) => target.judge_response_head(status, &headers, why, limits),
        };
        settings.observe_response(target.operation, &verdict);
    }
}
