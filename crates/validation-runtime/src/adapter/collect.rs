//! Collecting a body up to a limit.

use bytes::Bytes;
use http_body::Body;
use http_body_util::BodyExt as _;

use super::gathered::Gathered;
use super::passed::PassedBody;
use crate::Unread;

/// Reads `body` to its end, unless it has more than `limit` bytes; the second part has everything that was read, too.
///
/// A body that says beforehand that it is larger is not touched. Nothing is lost if the future is dropped, except the
/// body.
pub(crate) async fn collect<B>(body: B, limit: usize) -> (Result<Bytes, Unread>, PassedBody<B>)
where
    B: Body<Data = Bytes>,
{
    if body.is_end_stream() {
        return (Ok(Bytes::new()), PassedBody::unread(body));
    }
    if is_larger(&body, limit) {
        return (Err(Unread::TooLarge { limit }), PassedBody::unread(body));
    }
    let mut body = Box::pin(body);
    let mut gathered = Gathered::default();
    let mut trailers = None;
    while let Some(frame) = body.frame().await {
        let frame = match frame {
            Ok(frame) => frame,
            Err(error) => return (Err(Unread::Failed), PassedBody::failed(gathered.into_bytes(), error)),
        };
        match frame.into_data() {
            Ok(data) => {
                if let Err(more) = gathered.push(data, limit) {
                    let passed = PassedBody::begun(gathered.into_bytes(), more, body);
                    return (Err(Unread::TooLarge { limit }), passed);
                }
            }
            Err(frame) => trailers = frame.into_trailers().ok().or(trailers),
        }
    }
    let data = gathered.into_bytes();
    (Ok(data.clone()), PassedBody::read(data, trailers))
}

/// Whether collecting a body may take long for nothing: its length is unknown, or known to be above `limit`. Then its
/// media type is worth a look beforehand.
pub(crate) fn is_costly(body: &impl Body, limit: usize) -> bool {
    !body.is_end_stream() && (body.size_hint().exact().is_none() || is_larger(body, limit))
}

fn is_larger(body: &impl Body, limit: usize) -> bool {
    usize::try_from(body.size_hint().lower()).map_or(true, |lower| lower > limit)
}
