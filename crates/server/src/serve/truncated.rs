//! A body that ends before the end.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

/// See [`super::truncated`].
pub(super) struct Truncated {
    /// Until it is sent.
    half: Option<Bytes>,
    has_waited: bool,
    length: u64,
}

impl Truncated {
    pub(super) fn new(bytes: &Bytes) -> Self {
        let half = bytes.slice(..truncated_length(bytes));
        Self { half: Some(half), has_waited: false, length: bytes.len() as u64 }
    }
}

/// How many bytes of a truncated body are sent.
pub(crate) fn truncated_length(bytes: &Bytes) -> usize {
    bytes.len() / 2
}

/// The end of a truncated body.
#[derive(Debug, thiserror::Error)]
#[error("a fault truncates the body")]
pub(super) struct Cut;

impl http_body::Body for Truncated {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        if let Some(half) = self.half.take() {
            return Poll::Ready(Some(Ok(Frame::data(half))));
        }
        if !self.has_waited {
            // What was sent stays with the connection until the body has nothing for the moment; an error right away
            // would drop it, and the head too.
            self.has_waited = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(Cut)))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}
