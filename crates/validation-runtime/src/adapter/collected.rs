//! Judging a side of an exchange once its body is collected.

use bytes::Bytes;
use http::response;
use http_body::Body;

use super::collect::{collect, is_costly};
use super::passed::PassedBody;
use super::target::{Target, is_of_other_media_type};
use crate::{Limits, Operations, Unread, Verdict};

/// How much of a body is collected, and how it's judged.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Collecting {
    pub(crate) limits: Limits,
    /// The greatest number of bytes that are collected.
    pub(crate) body_limit: usize,
}

impl Collecting {
    /// 1 MiB, so that a service under load keeps its memory.
    pub(crate) const DEFAULT: Self = Self { limits: Limits::DEFAULT, body_limit: 1 << 20 };

    /// Collects `body`, as far as that is of use, and judges a response.
    pub(crate) async fn judge_response<O: Operations, B: Body<Data = Bytes>>(
        &self,
        target: &Target<O>,
        parts: &response::Parts,
        body: B,
    ) -> (Verdict, PassedBody<B>) {
        let (status, headers, limits) = (parts.status, &parts.headers, &self.limits);
        if target.is_head {
            return (target.judge_response(status, headers, &[], limits), PassedBody::unread(body));
        }
        if is_costly(&body, self.body_limit) {
            let verdict = target.judge_response_head(status, headers, Unread::Stream, limits);
            if is_of_other_media_type(&verdict) {
                return (verdict, PassedBody::unread(body));
            }
        }
        let (read, passed) = collect(body, self.body_limit).await;
        let verdict = match read {
            Ok(bytes) => target.judge_response(status, headers, &bytes, limits),
            Err(why) => target.judge_response_head(status, headers, why, limits),
        };
        (verdict, passed)
    }
}

#[cfg(feature = "tower")]
impl Collecting {
    /// Collects `body`, as far as that is of use, and judges a request.
    pub(crate) async fn judge_request<O: Operations, B: Body<Data = Bytes>>(
        &self,
        target: &Target<O>,
        head: super::target::Head<'_>,
        body: B,
    ) -> (Verdict, PassedBody<B>) {
        if is_costly(&body, self.body_limit) {
            let verdict = target.judge_request_head(&head, Unread::Stream, &self.limits);
            if is_of_other_media_type(&verdict) {
                return (verdict, PassedBody::unread(body));
            }
        }
        let (read, passed) = collect(body, self.body_limit).await;
        let verdict = match read {
            Ok(bytes) => target.judge_request(&head, &bytes, &self.limits),
            Err(why) => target.judge_request_head(&head, why, &self.limits),
        };
        (verdict, passed)
    }
}
