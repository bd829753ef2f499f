//! Bodies that are handed on.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::HeaderMap;
use http_body::{Body, Frame, SizeHint};

/// A body that was read in part, in whole or not at all, and is handed on: the same bytes, trailers and errors.
///
/// What was read comes in fewer and larger frames than it came in.
pub struct PassedBody<B: Body> {
    /// What was read.
    data: VecDeque<Bytes>,
    /// What ended it: trailers or an error.
    trailers: Option<HeaderMap>,
    error: Option<B::Error>,
    /// What was not read.
    rest: Option<Pin<Box<B>>>,
}

/// Nothing is pinned but what is in a box of its own.
impl<B: Body> Unpin for PassedBody<B> {}

impl<B: Body<Data = Bytes>> PassedBody<B> {
    /// A body of which nothing was read.
    pub(crate) fn unread(body: B) -> Self {
        // Without a rest there is nothing to box: most requests and many responses have no body.
        let rest = (!body.is_end_stream()).then(|| Box::pin(body));
        Self { rest, ..Self::read(Bytes::new(), None) }
    }

    /// A body that was read to its end.
    pub(crate) fn read(data: Bytes, trailers: Option<HeaderMap>) -> Self {
        let data = Some(data).filter(|data| !data.is_empty()).into_iter().collect();
        Self { data, trailers, error: None, rest: None }
    }

    /// A body that was read until `error` came.
    pub(crate) fn failed(data: Bytes, error: B::Error) -> Self {
        Self { error: Some(error), ..Self::read(data, None) }
    }

    /// A body of which `data` and then `more` was read.
    pub(crate) fn begun(data: Bytes, more: Bytes, rest: Pin<Box<B>>) -> Self {
        let mut begun = Self { rest: Some(rest), ..Self::read(data, None) };
        begun.data.push_back(more);
        begun
    }
}

impl<B: Body<Data = Bytes>> Body for PassedBody<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        if let Some(data) = self.data.pop_front() {
            return Poll::Ready(Some(Ok(Frame::data(data))));
        }
        if let Some(error) = self.error.take() {
            return Poll::Ready(Some(Err(error)));
        }
        if let Some(rest) = &mut self.rest {
            let frame = ready!(rest.as_mut().poll_frame(context));
            if frame.is_none() {
                self.rest = None;
            }
            return Poll::Ready(frame);
        }
        Poll::Ready(self.trailers.take().map(|trailers| Ok(Frame::trailers(trailers))))
    }

    fn is_end_stream(&self) -> bool {
        self.data.is_empty()
            && self.error.is_none()
            && self.trailers.is_none()
            && self.rest.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        let read = self.data.iter().map(|data| data.len() as u64).sum::<u64>();
        if self.error.is_some() {
            let mut hint = SizeHint::new();
            hint.set_lower(read);
            return hint;
        }
        let rest = self.rest.as_ref().map_or_else(|| SizeHint::with_exact(0), Body::size_hint);
        let mut hint = SizeHint::new();
        hint.set_lower(rest.lower().saturating_add(read));
        if let Some(upper) = rest.upper() {
            hint.set_upper(upper.saturating_add(read));
        }
        hint
    }
}

impl<B: Body> fmt::Debug for PassedBody<B> {
    /// Writes no bytes: they may be secret.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let read: usize = self.data.iter().map(Bytes::len).sum();
        let rest = if self.rest.is_some() { " and a rest" } else { "" };
        write!(formatter, "PassedBody({read} bytes{rest})")
    }
}
