//! What every request goes through before an operation and behind it.
//!
//! In this order: request id, path and method, caller, throttle, faults that answer in place of the operation, body,
//! contract; then the operation; then faults that spoil or delay its answer, and the log of exchanges.

mod judge;
mod spoil;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Instant;

use asp_validation::{Limits, NotJudged, Operation};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use bytes::Bytes;
use http::header::{HOST, HeaderValue};
use http::{Method, Response, StatusCode, request};
use http_body::Body as _;
use tokio::sync::OwnedSemaphorePermit;

use self::spoil::Answer;

use crate::app::App;
use crate::authorization;
use crate::body::Unread;
use crate::call::{Call, ReadAhead, Reply};
use crate::control::Control;
use crate::exchanges::Exchange;
use crate::failure::{Failure, StoreFailed};
use crate::faults::Struck;
use crate::login::Scopes;
use crate::operations;
use crate::request_id::{self, REQUEST_ID};
use crate::secret;
use crate::serve::truncated_length;
use crate::start::newest_control;
use crate::store::sessions::{self, Token};

/// A request on its way, as far as it is known.
struct Passage {
    app: Arc<App>,
    control: Arc<Control>,
    operation: Option<Operation>,
    fault: Option<Struck>,
    /// What the log will say about it.
    exchange: Exchange,
}

/// The API, which also answers requests with paths of nobody.
pub(crate) fn router(app: &Arc<App>) -> Router {
    Router::new().fallback(any).with_state(Arc::clone(app))
}

async fn any(State(app): State<Arc<App>>, request: Request) -> Response<Body> {
    front(app, request).await
}

/// Answers a request for an operation.
pub(crate) async fn front(app: Arc<App>, request: Request) -> Response<Body> {
    let started = Instant::now();
    let in_flight = app.metrics.begin();
    let (mut parts, body) = request.into_parts();
    let control = app.controls.full();
    let request_id = request_id::mint();
    let text = request_id.to_str().unwrap_or_default();
    let exchange = Exchange::begin(text, control.now(), &parts.method, &parts.uri, &parts.headers);
    let mut passage = Passage { control, operation: None, fault: None, exchange, app };
    let response = match passage.go(&mut parts, body).await {
        Ok(response) => response,
        Err(failure) => failure.into_response_of(&passage.control.switches),
    };
    let response = match &passage.fault {
        Some(struck) => spoil::after(&passage.app, struck, response, &passage.control.switches).await,
        None => response,
    };
    let response = passage.finish(response, &request_id, started);
    drop(in_flight);
    response
}

impl Passage {
    async fn go(&mut self, parts: &mut request::Parts, body: Body) -> Reply {
        let operation = match asp_validation::route(parts.method.as_str(), parts.uri.path()).operation() {
            Ok(operation) => operation,
            Err(reason) => {
                // Another process may have set how gateways answer. Without a store the last known way will do.
                if newest_control(&self.app).await.is_ok() {
                    self.control = self.app.controls.full();
                }
                return Err(no_operation(&reason));
            }
        };
        self.operation = Some(operation);
        self.exchange.set_operation(operation);
        // Not if a body must be awaited first: the unit may be another one by then.
        let wanted = (parts.method == Method::GET && body.is_end_stream())
            .then(|| ReadAhead::wanted(operation, &parts.uri))
            .flatten();
        let (caller, mut read_ahead) = self.caller(parts, wanted).await?;
        self.exchange.set_client(&caller.client);
        self.throttle(operation, &caller)?;
        self.fault = self.app.faults.strike(operation, Some(&caller.client)).await?;
        if let Some(struck) = &self.fault {
            // It may have to wait.
            read_ahead = None;
            self.exchange.set_faults(&struck.faults);
            self.app.metrics.fault(self.operation, struck.word());
            if let Some(response) = spoil::before(&self.app, struck).await? {
                return Ok(response);
            }
            // The clock may have been moved meanwhile.
            self.control = self.app.controls.full();
        }
        let (body, _permit) = self.read(body).await?;
        self.exchange.set_request_body(&body);
        self.judge(operation, parts, &body)?;
        let call = Call {
            app: Arc::clone(&self.app),
            control: Arc::clone(&self.control),
            now: self.control.now(),
            operation,
            caller,
            uri: parts.uri.clone(),
            host: parts.headers.get(HOST).cloned(),
            body,
            read_ahead,
        };
        operations::carry_out(operation, call).await
    }

    /// Request id, log, metrics; and what a fault does to the answer on its way out.
    fn finish(
        mut self,
        response: Response<Bytes>,
        request_id: &HeaderValue,
        started: Instant,
    ) -> Response<Body> {
        let (mut parts, body) = response.into_parts();
        let status = parts.status;
        let failed = status.is_client_error() || status.is_server_error();
        if !failed || self.control.switches.request_id_of_errors {
            parts.headers.insert(REQUEST_ID, request_id.clone());
        }
        let answer = match &self.fault {
            Some(struck) => spoil::behind(struck, parts, body),
            None => Answer { parts, body, truncated: false, severed: false },
        };
        // A fault may have changed it.
        let status = answer.parts.status;
        if !answer.severed {
            self.exchange.set_response(status, &answer.parts.headers, &answer.body);
            if answer.truncated {
                self.exchange.cut_response(truncated_length(&answer.body));
            }
        }
        if let Some(failed) = answer.parts.extensions.get::<StoreFailed>() {
            self.app.metrics.store_error();
            failed.log(request_id.to_str().unwrap_or_default());
        }
        let duration = started.elapsed();
        self.exchange.set_duration(duration);
        self.app.metrics.exchange(self.operation, status, duration);
        tracing::debug!(
            operation = self.operation.map_or("other", Operation::operation_id),
            status = status.as_u16(),
            request_id = request_id.to_str().unwrap_or_default(),
            microseconds = u64::try_from(duration.as_micros()).unwrap_or(u64::MAX),
            "exchange"
        );
        self.app.exchanges.follow(self.control.resets);
        self.app.exchanges.record(self.exchange);
        answer.into_response()
    }

    fn judge(&self, operation: Operation, parts: &request::Parts, body: &[u8]) -> Result<(), Failure> {
        let limits = Limits::DEFAULT.with_violations(20);
        let request = asp_validation::Request::from_parts(parts, body);
        judge::judge(operation, &request, &limits, &self.control.switches)
            .inspect_err(|_| self.app.metrics.refused(Some(operation)))
    }

    /// Who sends the request. With the same query come the version of what the control API has set, and the unit that
    /// is wanted.
    async fn caller(
        &mut self,
        parts: &request::Parts,
        wanted: Option<String>,
    ) -> Result<(Arc<Token>, Option<ReadAhead>), Failure> {
        let token = authorization::bearer(&parts.headers);
        let hash = token.as_ref().ok().map(|token| secret::hash(token));
        let store = &self.app.store;
        let (session, read_ahead) = match (&hash, wanted) {
            (Some(hash), Some(id)) => {
                let (session, unit) = sessions::session_and_unit(store, hash, &id).await?;
                (session, Some(ReadAhead { id, unit }))
            }
            _ => (sessions::session(store, hash.as_deref()).await?, None),
        };
        if session.version != self.control.version {
            self.app.controls.refresh_if(session.version).await?;
            self.control = self.app.controls.full();
        }
        let unauthorized = |message: String| Failure::in_front(StatusCode::UNAUTHORIZED, message);
        token.map_err(|unusable| unauthorized(unusable.to_string()))?;
        let token = session.token.ok_or_else(|| {
            unauthorized("the access token is not known; get one from `POST /auth/o2/token`".to_owned())
        })?;
        if token.expires_at <= self.control.now() {
            return Err(unauthorized(
                "the access token has expired; get a new one and repeat the request".to_owned(),
            ));
        }
        if !token.scope.contains(Scopes::MANAGEMENT) {
            return Err(Failure::forbidden(
                "the access token lacks the scope `alexa::enterprise:management`; ask for consent again",
            ));
        }
        Ok((token, read_ahead))
    }

    fn throttle(&self, operation: Operation, caller: &Token) -> Result<(), Failure> {
        if self.app.throttle.allows(&self.control, &caller.client, operation) {
            return Ok(());
        }
        self.app.metrics.throttled(Some(operation));
        Err(Failure::in_front(
            StatusCode::TOO_MANY_REQUESTS,
            "too many requests; wait a second, then double the wait each time",
        ))
    }

    async fn read(&self, body: Body) -> Result<(Bytes, Option<OwnedSemaphorePermit>), Failure> {
        self.app.room.read(body).await.map_err(|unread| {
            let status = match unread {
                _ if !self.control.switches.undocumented_statuses => StatusCode::BAD_REQUEST,
                Unread::TooLong(_) => StatusCode::PAYLOAD_TOO_LARGE,
                Unread::TooSlow(_) => StatusCode::REQUEST_TIMEOUT,
                Unread::Broken(_) => StatusCode::BAD_REQUEST,
            };
            Failure::in_front(status, unread.to_string())
        })
    }
}

/// 404 and 405.
fn no_operation(reason: &NotJudged) -> Failure {
    match reason {
        NotJudged::MethodNotAllowed { allowed } => {
            let methods: Vec<String> = allowed.iter().map(ToString::to_string).collect();
            let methods = methods.join(", ");
            let message = format!("the path does not have this method, only {methods}");
            Failure::in_front(StatusCode::METHOD_NOT_ALLOWED, message).with_allow(&methods)
        }
        _ => Failure::in_front(
            StatusCode::NOT_FOUND,
            "no operation has this path; see /docs for those there are",
        ),
    }
}
