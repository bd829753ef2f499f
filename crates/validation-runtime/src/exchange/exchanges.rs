//! Sending requests and judging what happens.

use std::fmt;
use std::marker::PhantomData;

use reqwest::{ResponseBuilderExt as _, Url};

use super::checked::{CheckedRequest, Exchange};
use crate::adapter::base_path::BasePath;
use crate::adapter::collected::Collecting;
use crate::adapter::passed::PassedBody;
use crate::adapter::target::{Head, Target};
use crate::{Limits, Operations, Unread, Verdict};

/// Judges the exchanges of reqwest clients with one server.
pub struct Exchanges<O> {
    base: BasePath,
    collecting: Collecting,
    operations: PhantomData<fn() -> O>,
}

impl<O: Operations> Exchanges<O> {
    /// Judges exchanges with the server at `base_url`.
    ///
    /// Only the path of the URL matters: it is stripped from the paths of requests. Requests for other paths have no
    /// operation.
    pub fn new(base_url: &Url) -> Self {
        Self {
            base: BasePath::new(base_url.path()),
            collecting: Collecting::DEFAULT,
            operations: PhantomData,
        }
    }

    /// Collects at most `bytes` bytes of the body of a response; 1 MiB by default. The bodies of requests are in memory
    /// already, or are streams and not judged.
    #[must_use]
    pub fn with_body_limit(mut self, bytes: usize) -> Self {
        self.collecting.body_limit = bytes;
        self
    }

    /// Judges within other limits.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.collecting.limits = limits;
        self
    }

    /// Judges a request; a body that is a stream is left out of account.
    pub fn check_request(&self, request: &reqwest::Request) -> CheckedRequest<O> {
        let head = Head {
            method: request.method(),
            path: self.base.strip(request.url().path()),
            query: request.url().query(),
            headers: request.headers(),
        };
        let target = Target::find(&head);
        let limits = self.collecting.limits;
        let body = request.body().map_or(Some(&[][..]), reqwest::Body::as_bytes);
        let verdict = match (&target, body) {
            (Err(reason), _) => Verdict::NotJudged(reason.clone()),
            (Ok(target), Some(body)) => target.judge_request(&head, body, &limits),
            (Ok(target), None) => target.judge_request_head(&head, Unread::Stream, &limits),
        };
        CheckedRequest { target, verdict, limits }
    }

    /// Sends `request`, and judges it and the response.
    ///
    /// The response comes when its body was read, and can be read as if it had not been: the same bytes, and the same
    /// error if reading broke off. A body that is larger than is collected, or that is not judged for its media type,
    /// is not waited for.
    ///
    /// # Errors
    ///
    /// Those of [`reqwest::Client::execute`]: there is no response then.
    pub async fn execute(
        &self,
        client: &reqwest::Client,
        request: reqwest::Request,
    ) -> Result<(reqwest::Response, Exchange<O>), reqwest::Error> {
        let checked = self.check_request(&request);
        let response = client.execute(request).await?;
        let target = match &checked.target {
            Ok(target) => target,
            Err(reason) => {
                let verdict = Verdict::NotJudged(reason.clone());
                return Ok((response, checked.with_response(verdict)));
            }
        };
        let url = response.url().clone();
        let (parts, body) = http::Response::<reqwest::Body>::from(response).into_parts();
        let (verdict, body) = self.collecting.judge_response(target, &parts, body).await;
        Ok((rebuilt(parts, body, url), checked.with_response(verdict)))
    }
}

/// The response again, from its parts.
fn rebuilt(mut parts: http::response::Parts, body: PassedBody<reqwest::Body>, url: Url) -> reqwest::Response {
    // reqwest keeps the URL beside the parts, and takes it back as an extension only.
    if let Ok(carrier) = http::Response::builder().url(url).body(()) {
        parts.extensions.extend(carrier.into_parts().0.extensions);
    }
    http::Response::from_parts(parts, reqwest::Body::wrap(body)).into()
}

impl<O> Clone for Exchanges<O> {
    fn clone(&self) -> Self {
        Self { base: self.base.clone(), operations: PhantomData, ..*self }
    }
}

impl<O> fmt::Debug for Exchanges<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Exchanges")
            .field("base", &self.base)
            .field("collecting", &self.collecting)
            .finish()
    }
}
