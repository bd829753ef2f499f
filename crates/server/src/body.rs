//! Bodies of requests, read within a limit.

use std::error::Error;

use axum::body::Body;
use bytes::Bytes;
use http_body::Body as _;
use http_body_util::{BodyExt, Collected, LengthLimitError, Limited};

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
