//! A call: the attempts that it takes, from the built request to the answer or the error.

use std::pin::pin;
use std::time::{Duration, SystemTime};

use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderValue, USER_AGENT};
use reqwest::{Method, Request};
use serde::de::DeserializeOwned;
use tokio::time::{Instant, sleep, timeout_at};
use tracing::Instrument;

use crate::auth::{BoxFuture, Numbered};
use crate::client::Shared;
use crate::event::{Event, kind};
use crate::judge::Judge;
use crate::pacing::Sent;
use crate::recent::{Unit, reader_of_parent};
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
                let answer = {
                    // Pinned here and below: what wraps it holds a pointer then, rather than a copy of a large future.
                    let answer = pin!(self.attempts(operation, request, begun, &mut attempts));
                    answer.instrument(span.clone()).await
                };
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
        request.headers_mut().entry(ACCEPT).or_insert(HeaderValue::from_static("application/json"));
        if let Some(user_agent) = &shared.user_agent {
            request.headers_mut().insert(USER_AGENT, user_agent.clone());
        }
        let ends = begun.checked_add(policy.deadline).unwrap_or(begun + A_YEAR);
        let mut course = Course {
            client: self,
            operation,
            ends,
            judge: shared.judge(operation, &request)?,
            tries: Tries::new(policy, request.method(), ends),
            is_unsafe: !request.method().is_safe(),
            request,
            refused: None,
            was_refreshed: false,
            has_looked: false,
            last: None,
        };
        loop {
            let Ok(token) = timeout_at(ends, shared.tokens.get(course.refused.take())).await else {
                return Err(course.late());
            };
            let token = token.map_err(|error| course.counted(Error::auth(operation, error)))?;
            let Ok(sent) = timeout_at(ends, shared.pace(operation).wait()).await else {
                return Err(course.late());
            };
            course.tries.begin();
            *made = course.tries.made();
            let attempt = shared.attempt(operation, &course.request, &token, ends, *made).await;
            let step = match attempt {
                Ok(answer) => course.answered(Answer { attempts: *made, ..answer }, token, sent).await,
                Err(broken) => course.broken(broken),
            };
            match step {
                Step::Done(result) => return result,
                Step::Again => {}
                Step::Failed(failed, error) => course.wait(failed, error).await?,
            }
        }
    }
}

/// A deadline beyond what the clock can show is as good as this.
const A_YEAR: Duration = Duration::from_hours(24 * 365);

/// What an attempt comes to.
enum Step {
    /// The call is at its end.
    Done(Result<Answer, Error>),
    /// The request is sent again without counting as a failure.
    Again,
    /// It may be repeated.
    Failed(Failed, Error),
}

/// A call on its way.
struct Course<'a> {
    client: &'a Client,
    operation: Option<Operation>,
    request: Request,
    /// Whether the request can change something.
    is_unsafe: bool,
    ends: Instant,
    judge: Judge<'a>,
    tries: Tries<'a>,
    /// The token that the service has just refused.
    refused: Option<Numbered>,
    was_refreshed: bool,
    /// Whether the parent of a new unit was looked for.
    has_looked: bool,
    /// Why the last attempt failed.
    last: Option<Error>,
}

impl Course<'_> {
    /// Takes an answer.
    async fn answered(&mut self, answer: Answer, token: Numbered, sent: Sent) -> Step {
        let (shared, operation, now) = (self.client.shared(), self.operation, Instant::now());
        let (status, pace) = (answer.status.as_u16(), shared.pace(operation));
        let is_throttled = status == self.tries.throttling().status;
        if is_throttled {
            pace.throttled(sent, now);
        } else {
            pace.answered(now);
        }
        if answer.status.is_success() || self.is_done(status) {
            shared.budget.earn();
            if operation.is_some() {
                shared.recent.note(&self.request, &answer, now, shared.settle);
            }
            return Step::Done(self.judge.response(&answer).map(|()| answer));
        }
        self.judge.error_response(&answer);
        if status == 401 && !self.was_refreshed && shared.tokens.can_refresh() {
            self.was_refreshed = true;
            self.refused = Some(token);
            shared.observers.tell(|| Event::TokenRefused { operation });
            self.last = Some(Error::answered(operation, answer, Duration::ZERO));
            return Step::Again;
        }
        if !is_throttled && status < 500 {
            // The service is well.
            shared.budget.earn();
        }
        let asked = retry_after(&answer.headers, SystemTime::now());
        let wait = asked.unwrap_or_default().max(self.tries.schedule());
        let error = Error::answered(operation, answer, wait);
        if self.was_out_of_sight(status).await {
            self.last = Some(error);
            return Step::Again;
        }
        Step::Failed(Failed::Status(status, asked), error)
    }

    /// Takes the lack of an answer.
    fn broken(&self, broken: Broken) -> Step {
        let kind = if broken.is_final { ErrorKind::Unexpected } else { ErrorKind::Transport };
        let mut error = Error::new(kind, self.operation).with_source(broken.source);
        if let Some(answer) = broken.answer {
            error = error.with_answer(Answer { attempts: self.tries.made(), ..*answer });
        }
        if broken.is_final {
            return Step::Done(Err(error.with_attempts(self.tries.made(), self.is_unsafe)));
        }
        let failed = if broken.was_sent { Failed::NoAnswer } else { Failed::NotSent };
        Step::Failed(failed, error)
    }

    /// Waits for the next attempt after a failure; the failure is the error if there is none.
    async fn wait(&mut self, failed: Failed, error: Error) -> Result<(), Error> {
        let (shared, operation, now) = (self.client.shared(), self.operation, Instant::now());
        let next = self.tries.next(failed, now, rand::random(), &shared.budget);
        let error = self.counted(error);
        let Next::Repeat(wait) = next else {
            return Err(if now >= self.ends { error.into_late() } else { error });
        };
        let (attempt, status) = (self.tries.made(), error.status().map(|status| status.as_u16()));
        trace::repeat(attempt, status, wait);
        shared.observers.tell(|| {
            let pace = shared.pace(operation).limit(now);
            Event::Repeat { operation, attempt, status, wait, pace }
        });
        self.last = Some(error);
        sleep(wait).await;
        Ok(())
    }

    /// Whether a 404 means that an attempt before, whose answer got lost, has deleted the unit.
    fn is_done(&self, status: u16) -> bool {
        status == 404 && *self.request.method() == Method::DELETE && self.tries.may_be_done()
    }

    /// Whether a refusal may come from a unit that this client has just created and that the service didn't show yet;
    /// waits until it may be there.
    async fn was_out_of_sight(&mut self, status: u16) -> bool {
        let Some(operation) = self.operation.filter(|_| matches!(status, 400 | 403 | 404)) else {
            return false;
        };
        let Some(unit) = self.client.shared().recent.unit_of(&self.request, Instant::now()) else {
            return false;
        };
        if *self.request.method() == Method::POST {
            // It did nothing, so it can be sent again, once the parent is there to be seen.
            return !std::mem::replace(&mut self.has_looked, true)
                && self.client.is_there(operation, &unit, self.ends).await;
        }
        status != 400 && wait_for(&unit, self.tries.schedule(), self.ends).await
    }

    /// An error with what is known of the attempts.
    fn counted(&self, error: Error) -> Error {
        error.with_attempts(self.tries.made(), self.is_unsafe && self.tries.may_be_done())
    }

    /// The error of a call whose time is over, with what is known of its last attempt.
    fn late(&mut self) -> Error {
        match self.last.take() {
            Some(last) => self.counted(last.into_late()),
            None => self.counted(Error::new(ErrorKind::Deadline, self.operation)),
        }
    }
}

impl Client {
    /// Whether the unit that a new one goes into is there to be seen, at last.
    fn is_there<'a>(&'a self, create: Operation, parent: &'a Unit, ends: Instant) -> BoxFuture<'a, bool> {
        Box::pin(async move {
            let Some(operation) = reader_of_parent(create) else { return false };
            let collection = operation.path().split('{').next().unwrap_or_default();
            let url = format!("{}{collection}{}", self.baseurl, parent.id);
            let Ok(request) = self.client.get(url).build() else { return false };
            let mut made = 0;
            let reading = self.attempts(Some(operation), request, Instant::now(), &mut made);
            timeout_at(ends, reading).await.is_ok_and(|answer| answer.is_ok())
        })
    }
}

/// Waits a part of `most`, unless the unit would have to be there by then; whether it has waited.
async fn wait_for(unit: &Unit, most: Duration, ends: Instant) -> bool {
    let now = Instant::now();
    let left = unit.until.saturating_duration_since(now);
    let wait = most.mul_f64(rand::random_range(0.5..=1.0)).min(left);
    if left.is_zero() || now + wait >= ends {
        return false;
    }
    sleep(wait).await;
    true
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
        let sending = pin!(self.transport.send(request, self.largest_response));
        let answer = timeout_at(until, sending.instrument(span.clone())).await.unwrap_or_else(|_| {
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
