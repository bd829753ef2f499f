//! The layer and what can be set.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{ALLOW, HeaderValue};
use tower_layer::Layer;

use super::observation::{Observation, Side};
use super::refusal::{Cause, Refusal};
use super::service::Validation;
use crate::adapter::base_path::BasePath;
use crate::adapter::collected::Collecting;
use crate::{Limits, NotJudged, Operations, Verdict};

type Responder<O> = Arc<dyn Fn(&Refusal<'_, O>) -> http::Response<Bytes> + Send + Sync>;
type Observer<O> = Arc<dyn Fn(&Observation<'_, O>) + Send + Sync>;

/// What happens to the responses of a service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Responses {
    /// They are not looked at.
    Ignored,
    /// They are judged for the observer while they pass.
    #[default]
    Observed,
    /// They are collected and judged; one that breaks the contract is replaced. The same as [`Responses::Observed`] if
    /// the layer reports only.
    Enforced,
}

/// A tower layer that judges the exchanges of a service; see the [module](super) for how.
///
/// # Examples
///
/// ```
/// use asp_validation_runtime::Operations;
/// use asp_validation_runtime::layer::{Responses, ValidationLayer};
///
/// fn layer<O: Operations + Send + Sync>() -> ValidationLayer<O> {
///     ValidationLayer::enforce(|refusal| {
///         let mut response = http::Response::new(refusal.message().into());
///         *response.status_mut() = refusal.status();
///         response
///     })
///     .with_base_path("/v1")
///     .with_body_limit(64 * 1024)
///     .with_responses(Responses::Enforced)
/// }
/// ```
pub struct ValidationLayer<O> {
    settings: Arc<Settings<O>>,
}

/// What was set.
pub(super) struct Settings<O> {
    /// `None` if the layer reports only.
    responder: Option<Responder<O>>,
    observer: Option<Observer<O>>,
    refuses_not_judged: bool,
    responses: Responses,
    pub(super) base: BasePath,
    pub(super) collecting: Collecting,
}

impl<O: Operations> ValidationLayer<O> {
    /// A layer that answers requests that break the contract with what `responder` makes of the [`Refusal`].
    pub fn enforce(
        responder: impl Fn(&Refusal<'_, O>) -> http::Response<Bytes> + Send + Sync + 'static,
    ) -> Self {
        Self::new(Some(Arc::new(responder)))
    }

    /// A layer that changes nothing, and tells `observer` the verdicts.
    ///
    /// `observer` runs while exchanges wait for it, and must not panic.
    pub fn report(observer: impl Fn(&Observation<'_, O>) + Send + Sync + 'static) -> Self {
        Self::new(None).with_observer(observer)
    }

    fn new(responder: Option<Responder<O>>) -> Self {
        let settings = Settings {
            responder,
            observer: None,
            refuses_not_judged: false,
            responses: Responses::default(),
            base: BasePath::default(),
            collecting: Collecting::DEFAULT,
        };
        Self { settings: Arc::new(settings) }
    }

    /// Tells `observer`, in place of any other, the verdicts.
    ///
    /// `observer` runs while exchanges wait for it, and must not panic.
    #[must_use]
    pub fn with_observer(mut self, observer: impl Fn(&Observation<'_, O>) + Send + Sync + 'static) -> Self {
        Arc::make_mut(&mut self.settings).observer = Some(Arc::new(observer));
        self
    }

    /// Takes `path` for the path of the server's URL: it is stripped from the paths of requests, percent-encoded as it
    /// is there. Requests for other paths have no operation. Empty by default.
    ///
    /// Within a nested router of axum paths are stripped already.
    #[must_use]
    pub fn with_base_path(mut self, path: &str) -> Self {
        Arc::make_mut(&mut self.settings).base = BasePath::new(path);
        self
    }

    /// Collects at most `bytes` bytes of a body; 1 MiB by default.
    #[must_use]
    pub fn with_body_limit(mut self, bytes: usize) -> Self {
        Arc::make_mut(&mut self.settings).collecting.body_limit = bytes;
        self
    }

    /// Judges within other limits.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        Arc::make_mut(&mut self.settings).collecting.limits = limits;
        self
    }

    /// Says what happens to responses; [`Responses::Observed`] by default.
    #[must_use]
    pub fn with_responses(mut self, responses: Responses) -> Self {
        Arc::make_mut(&mut self.settings).responses = responses;
        self
    }

    /// Refuses requests that the document does not describe, too: 404, 405, 415 or 501, in place of the service. Nothing
    /// changes if the layer reports only.
    ///
    /// By default they pass, so that the service answers. Then a handler that reads JSON whatever the content type says
    /// gets bodies that were not judged.
    #[must_use]
    pub fn refuse_not_judged(mut self) -> Self {
        Arc::make_mut(&mut self.settings).refuses_not_judged = true;
        self
    }
}

impl<O> Clone for ValidationLayer<O> {
    fn clone(&self) -> Self {
        Self { settings: Arc::clone(&self.settings) }
    }
}

impl<O> Clone for Settings<O> {
    fn clone(&self) -> Self {
        Self {
            responder: self.responder.clone(),
            observer: self.observer.clone(),
            base: self.base.clone(),
            ..*self
        }
    }
}

impl<O> fmt::Debug for ValidationLayer<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.settings.fmt(formatter)
    }
}

impl<O> fmt::Debug for Settings<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ValidationLayer")
            .field("enforces", &self.responder.is_some())
            .field("observes", &self.observer.is_some())
            .field("refuses_not_judged", &self.refuses_not_judged)
            .field("responses", &self.responses)
            .field("base", &self.base)
            .field("collecting", &self.collecting)
            .finish()
    }
}

impl<S, O> Layer<S> for ValidationLayer<O> {
    type Service = Validation<S, O>;

    fn layer(&self, inner: S) -> Self::Service {
        Validation::new(inner, Arc::clone(&self.settings))
    }
}

impl<O> Settings<O> {
    /// How responses are treated; what has no effect counts as ignored.
    pub(super) fn responses(&self) -> Responses {
        match self.responses {
            Responses::Enforced if self.responder.is_some() => Responses::Enforced,
            Responses::Enforced | Responses::Observed if self.observer.is_some() => Responses::Observed,
            _ => Responses::Ignored,
        }
    }

    /// Tells the observer the verdict of a request, and answers the request if it's to be refused.
    pub(super) fn decide(&self, operation: Option<O>, verdict: &Verdict) -> Option<http::Response<Bytes>>
    where
        O: Copy,
    {
        let cause = match verdict {
            Verdict::Valid => None,
            Verdict::Violations(violations) => Some(Cause::Violations(violations)),
            Verdict::NotJudged(reason) => self.refuses(reason).then_some(Cause::NotJudged(reason)),
        };
        let refusal = cause.map(|cause| Refusal { operation, cause });
        self.settle(operation, Side::Request, verdict, refusal.as_ref())
    }

    /// Tells the observer the verdict of a collected response, and replaces the response if it breaks the contract.
    pub(super) fn decide_response(&self, operation: O, verdict: &Verdict) -> Option<http::Response<Bytes>>
    where
        O: Copy,
    {
        let breaks = matches!(verdict, Verdict::Violations(_));
        let refusal = breaks.then_some(Refusal { operation: Some(operation), cause: Cause::Response });
        self.settle(Some(operation), Side::Response, verdict, refusal.as_ref())
    }

    /// Tells the observer the verdict of a response that has passed.
    pub(super) fn observe_response(&self, operation: O, verdict: &Verdict) {
        self.observe(&Observation {
            operation: Some(operation),
            side: Side::Response,
            verdict,
            refused: false,
        });
    }

    fn settle(
        &self,
        operation: Option<O>,
        side: Side,
        verdict: &Verdict,
        refusal: Option<&Refusal<'_, O>>,
    ) -> Option<http::Response<Bytes>> {
        let refused = self.responder.as_ref().zip(refusal);
        self.observe(&Observation { operation, side, verdict, refused: refused.is_some() });
        refused.map(|(responder, refusal)| with_allow(responder(refusal), verdict))
    }

    fn observe(&self, observation: &Observation<'_, O>) {
        if let Some(observer) = &self.observer {
            observer(observation);
        }
    }

    /// Whether a request is refused that was not judged for `reason`.
    fn refuses(&self, reason: &NotJudged) -> bool {
        // The service must not get what is cut off, or was never looked at for its size.
        self.refuses_not_judged || matches!(reason, NotJudged::BodyUnread { .. })
    }
}

/// Adds the header that status 405 must have (RFC 9110, section 15.5.6).
fn with_allow(mut response: http::Response<Bytes>, verdict: &Verdict) -> http::Response<Bytes> {
    if let Verdict::NotJudged(NotJudged::MethodNotAllowed { allowed }) = verdict
        && response.status() == http::StatusCode::METHOD_NOT_ALLOWED
        && !response.headers().contains_key(ALLOW)
    {
        for method in *allowed {
            response.headers_mut().append(ALLOW, HeaderValue::from_static(method.name()));
        }
    }
    response
}
