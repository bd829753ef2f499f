//! A call: the attempts that it takes, from the built request to the answer or the error.

use std::time::{Duration, SystemTime};

use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderValue, USER_AGENT};
use reqwest::{Method, Request};
use serde::de::DeserializeOwned;
use tokio::time::{Instant, sleep, timeout_at};
use tracing::Instrument;

use crate::auth::Numbered;
use crate::client::Shared;
use crate::event::{Event, kind};
use crate::response::{Answer, RequestId, Unread};
use crate::retry::{Failed, Next, Tries, retry_after};
use crate::transport::Broken;
use crate::{Client, Error, ErrorKind, Operation, Response, trace};

impl Client {
    /// Sends the request of an operation and reads the body of the answer.
    pub(crate) async fn call<T: DeserializeOwned>(
        &self,
        operation: Operation,
        request: Result<Request, Error>,
    ) -> Result<Response<T>, Error> {
        self.exchange(Some(operation), request, |answer| read(operation, answer)).await
    }

    /// Sends the request of an operation whose answer has no body.
    pub(crate) async fn call_without_body(
        &self,
        operation: Operation,
        request: Result<Request, Error>,
    ) -> Result<Response<()>, Error> {
        self.exchange(Some(operation), request, |answer| Ok(answer.without_body())).await
    }

    /// Sends a request, again if need be, and hands the answer to `read`; tells everybody who watches.
    pub(crate) async fn exchange<T>(
        &self,
        operation: Option<Operation>,
        request: Result<Request, Error>,
        read: impl FnOnce(Answer) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let begun = Instant::now();
        let (attempts, result) = match request {
            Ok(request) => {
                let span = trace::call(operation, &request);
                let mut attempts = 0;
                let answer =
                    self.attempts(operation, request, begun, &mut attempts).instrument(span.clone()).await;
                let result = answer.and_then(read);
                trace::end_of_call(&span, attempts, result.as_ref().err());
                (attempts, result)
            }
            Err(error) => (0, Err(error)),
        };
        let took = begun.elapsed();
        let error = kind(&result);
        self.shared().observers.tell(|| Event::Call { operation, attempts, took, error });
        result
    }

    /// Sends a request until there is an answer to keep.
    async fn attempts(
        &self,
        operation: Option<Operation>,
        mut request: Request,
        begun: Instant,
        made: &mut u32,
    ) -> Result<Answer, Error> {
        let shared = self.shared();
        let policy = self.policy(operation);
        let ends = begun.checked_add(policy.deadline).unwrap_or(begun + Duration::from_hours(24 * 365));
        let mut tries = Tries::new(policy, request.method(), ends);
        let pace = shared.pace(operation);
        request.headers_mut().entry(ACCEPT).or_insert(HeaderValue::from_static("application/json"));
        if let Some(user_agent) = &shared.user_agent {
            request.headers_mut().insert(USER_AGENT, user_agent.clone());
        }
        let judge = shared.judge(operation, &request)?;
        let (mut refused, mut was_refreshed) = (None::<Numbered>, false);
        let mut last = None::<Error>;
        loop {
            let over = |last: Option<Error>, tries: &Tries<'_>| late(operation, last, tries);
            let Ok(token) = timeout_at(ends, shared.tokens.get(refused.take())).await else {
                return Err(over(last, &tries));
            };
            let token = token.map_err(|error| {
                Error::auth(operation, error).with_attempts(tries.made(), tries.may_be_done())
            })?;
            let Ok(sent) = timeout_at(ends, pace.wait()).await else { return Err(over(last, &tries)) };
            tries.begin();
            *made = tries.made();
            let attempt = shared.attempt(operation, &request, &token, ends, tries.made()).await;
            let now = Instant::now();
            let (failed, error) = match attempt {
                Ok(answer) => {
                    let answer = Answer { attempts: tries.made(), ..answer };
                    let status = answer.status.as_u16();
                    if status != policy.throttling.status {
                        pace.answered(now);
                    }
                    if answer.status.is_success() || is_done(&request, status, &tries) {
                        shared.budget.earn();
                        judge.response(&answer)?;
                        return Ok(answer);
                    }
                    if status == 401 && !was_refreshed && shared.tokens.can_refresh() {
                        was_refreshed = true;
                        refused = Some(token);
                        shared.observers.tell(|| Event::TokenRefused { operation });
                        last = Some(Error::answered(operation, answer, Duration::ZERO));
                        continue;
                    }
                    if status == policy.throttling.status {
                        pace.throttled(sent, now);
                    } else if status < 500 {
                        // The service is well.
                        shared.budget.earn();
                    }
                    judge.error_response(&answer);
                    let asked = retry_after(&answer.headers, SystemTime::now());
                    let wait = asked.unwrap_or_default().max(tries.schedule());
                    (Failed::Status(status, asked), Error::answered(operation, answer, wait))
                }
                Err(broken) => {
                    let failed = if broken.was_sent { Failed::NoAnswer } else { Failed::NotSent };
                    let is_final = broken.is_final;
                    let kind = if is_final { ErrorKind::Unexpected } else { ErrorKind::Transport };
                    let error = Error::new(kind, operation).with_source(broken.source);
                    let error = match broken.answer {
                        Some(answer) => error.with_answer(Answer { attempts: tries.made(), ..*answer }),
                        None => error,
                    };
                    if is_final {
                        return Err(error.with_attempts(tries.made(), is_unsafe(&request)));
                    }
                    (failed, error)
                }
            };
            let next = tries.next(failed, now, rand::random(), &shared.budget);
            let may_be_done = is_unsafe(&request) && tries.may_be_done();
            let error = error.with_attempts(tries.made(), may_be_done);
            let Next::Repeat(wait) = next else {
                return Err(if now >= ends { late(operation, Some(error), &tries) } else { error });
            };
            let (attempt, status) = (tries.made(), error.status().map(|status| status.as_u16()));
            trace::repeat(attempt, status, wait);
            let pace = pace.limit(now);
            shared.observers.tell(|| Event::Repeat { operation, attempt, status, wait, pace });
            last = Some(error);
            sleep(wait).await;
        }
    }
}

impl Shared {
    /// Sends a request once.
    async fn attempt(
        &self,
        operation: Option<Operation>,
        request: &Request,
        token: &Numbered,
        ends: Instant,
        number: u32,
    ) -> Result<Answer, Broken> {
        let mut request = request.try_clone().ok_or_else(|| Broken {
            was_sent: false,
            answer: None,
            source: "a body that is a stream cannot be sent".into(),
            is_final: true,
        })?;
        request.headers_mut().insert(AUTHORIZATION, token.token.header());
        let begun = Instant::now();
        let until = begun.checked_add(self.attempt_timeout).map_or(ends, |until| until.min(ends));
        let span = trace::attempt(operation, &request, number);
        let sending = self.transport.send(request, self.largest_response).instrument(span.clone());
        let answer = timeout_at(until, sending).await.unwrap_or_else(|_| {
            let took = begun.elapsed();
            let source = format!("no answer within {} ms", took.as_millis()).into();
            Err(Broken { was_sent: true, answer: None, source, is_final: false })
        });
        let head = match &answer {
            Ok(answer) => Some(answer),
            Err(broken) => broken.answer.as_deref(),
        };
        trace::end_of_attempt(&span, head, answer.is_err());
        self.observers.tell(|| Event::Attempt {
            operation,
            attempt: number,
            status: head.map(|answer| answer.status.as_u16()),
            request_id: head.and_then(|answer| RequestId::of(&answer.headers)),
            took: begun.elapsed(),
        });
        match answer {
            // The status says all there is to know about a refusal; half of its body is as good as the whole.
            Err(Broken { answer: Some(answer), is_final: false, .. }) if !answer.status.is_success() => {
                Ok(*answer)
            }
            answer => answer,
        }
    }
}

/// Reads the body of a success.
pub(crate) fn read<T: DeserializeOwned>(operation: Operation, answer: Answer) -> Result<Response<T>, Error> {
    answer.read().map_err(|unread| {
        let Unread { answer, source } = *unread;
        let attempts = answer.attempts;
        let may_be_done = operation.method() != Method::GET;
        Error::new(ErrorKind::Unexpected, Some(operation))
            .with_answer(answer)
            .with_attempts(attempts, may_be_done)
            .with_source(source)
    })
}

/// Whether the request can change something.
fn is_unsafe(request: &Request) -> bool {
    !request.method().is_safe()
}

/// Whether a 404 means that an attempt before, whose answer got lost, has deleted the unit.
fn is_done(request: &Request, status: u16, tries: &Tries<'_>) -> bool {
    status == 404 && *request.method() == Method::DELETE && tries.may_be_done()
}

/// The error of a call whose time is over, with what is known of its last attempt.
fn late(operation: Option<Operation>, last: Option<Error>, tries: &Tries<'_>) -> Error {
    match last {
        Some(last) => last.into_late(),
        None => Error::new(ErrorKind::Deadline, operation).with_attempts(tries.made(), false),
    }
}
