//! Bodies of requests, read within a limit.

use std::error::Error;
use std::sync::Arc;

use axum::body::Body;
use bytes::Bytes;
use http_body::Body as _;
use http_body_util::{BodyExt, Collected, LengthLimitError, Limited};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::serve::TooSlow;

/// Why a body was not read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unread {
    /// It has more bytes than the limit, or says so.
    #[error("the body has more than {0} bytes; send a smaller one")]
    TooLong(usize),
    /// It did not arrive in time.
    #[error(transparent)]
    TooSlow(TooSlow),
    /// It ended too early, or is not encoded as it says.
    #[error("the body could not be read to its end: {0}")]
    Broken(axum::Error),
}

/// How many bytes the larger bodies that are being read may have together, if a single one may not have more.
const ROOM: usize = 64 << 20;

/// A body that fits into this needs no permission: there is one for each connection at most.
const SMALL: usize = 4 << 10;

/// Memory for bodies, so that many large ones at once wait for one another.
#[derive(Debug)]
pub(crate) struct Room {
    /// How many bytes a body may have.
    limit: usize,
    /// A permit for each kibibyte.
    permits: Arc<Semaphore>,
}

impl Room {
    /// Room for bodies of at most `limit` bytes.
    pub(crate) fn new(limit: usize) -> Self {
        let permits = kibibytes(ROOM.max(limit)) as usize;
        Self { limit, permits: Arc::new(Semaphore::new(permits)) }
    }

    /// Reads a body, as soon as there is room for it. The permit is for as long as it is kept.
    pub(crate) async fn read(&self, body: Body) -> Result<(Bytes, Option<OwnedSemaphorePermit>), Unread> {
        let hint = body.size_hint();
        let bytes = hint.upper().and_then(|bytes| usize::try_from(bytes).ok()).unwrap_or(self.limit);
        let permit = if bytes <= SMALL || hint.lower() > self.limit as u64 {
            None
        } else {
            let permits = Arc::clone(&self.permits).acquire_many_owned(kibibytes(bytes.min(self.limit)));
            // The semaphore is never closed.
            permits.await.ok()
        };
        Ok((read(body, self.limit).await?, permit))
    }
}

fn kibibytes(bytes: usize) -> u32 {
    u32::try_from(bytes.div_ceil(1 << 10)).unwrap_or(u32::MAX).min(1 << 28)
}

/// Reads a body of at most `limit` bytes. One that announces more is not waited for: its client may be told at once, and
/// one that asks with `Expect: 100-continue` never sends it.
pub(crate) async fn read(body: Body, limit: usize) -> Result<Bytes, Unread> {
    if body.is_end_stream() {
        return Ok(Bytes::new());
    }
    let fits = usize::try_from(body.size_hint().lower()).is_ok_and(|announced| announced <= limit);
    if !fits {
        return Err(Unread::TooLong(limit));
    }
    Limited::new(body, limit).collect().await.map(Collected::to_bytes).map_err(|error| {
        if error.is::<LengthLimitError>() {
            return Unread::TooLong(limit);
        }
        let mut cause: Option<&(dyn Error + 'static)> = Some(&*error);
        while let Some(error) = cause {
            if let Some(slow) = error.downcast_ref::<TooSlow>() {
                return Unread::TooSlow(*slow);
            }
            cause = error.source();
        }
        Unread::Broken(axum::Error::new(error))
    })
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    #[tokio::test]
    async fn large_bodies_wait_for_room_and_small_ones_do_not() {
        const LARGE: usize = 1 << 20;
        let room = Room::new(LARGE);
        let body = |bytes: usize| Body::from(vec![b' '; bytes]);
        let mut permits = Vec::new();
        for _ in 0..ROOM / LARGE {
            let (bytes, permit) = room.read(body(LARGE)).await.unwrap();
            assert_eq!(bytes.len(), LARGE);
            permits.push(permit);
        }
        assert!(room.read(body(LARGE)).now_or_never().is_none(), "more than there is room for");
        // How long it will be is not known, so it is taken for the longest.
        let chunked =
            Body::from_stream(futures_util::stream::iter([Ok::<_, std::io::Error>(vec![b' '; 10])]));
        assert!(room.read(chunked).now_or_never().is_none(), "more than there is room for");
        assert!(room.read(body(SMALL)).now_or_never().is_some());
        drop(permits.pop());
        let (_, permit) = room.read(body(LARGE)).now_or_never().unwrap().unwrap();
        assert!(permit.is_some());
    }

    #[tokio::test]
    async fn a_body_that_is_too_long_waits_for_nothing() {
        let room = Room::new(SMALL);
        let too_long = room.read(Body::from(vec![b' '; SMALL + 1])).now_or_never();
        assert!(matches!(too_long, Some(Err(Unread::TooLong(SMALL)))), "{too_long:?}");
    }

    #[test]
    fn one_body_of_any_limit_has_room() {
        for limit in [0, 1, ROOM, ROOM + 1, usize::MAX] {
            let room = Room::new(limit);
            assert!(room.permits.available_permits() >= kibibytes(limit) as usize, "{limit}");
        }
    }
}
