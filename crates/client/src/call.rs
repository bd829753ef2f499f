//! A call: the attempts that it takes, from the built request to the answer or the error.

use std::future::Future;
use std::pin::pin;
use std::time::{Duration, SystemTime};

use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderValue, USER_AGENT};
use reqwest::{Method, Request};
use serde::de::DeserializeOwned;
use tokio::time::{Instant, sleep, timeout_at};
use tracing::Instrument;

use crate::auth::{Asked, BoxFuture, Numbered};
use crate::client::Shared;
use crate::event::{Event, kind};
use crate::ids::Segment;
use crate::judge::Judge;
use crate::pacing::Sent;
use crate::recent::{Subject, Unit, reader_of_parent};
use crate::response::{Answer, RequestId, Unread};
use crate::retry::{Failed, Next, Tries, retry_after};
use crate::transport::Broken;
use crate::{Client, Error, ErrorKind, Operation, Response, Token, trace};

/// Builds the request of a call: once for each attempt, so that the first one costs no copy.
pub(crate) type Build<'a> = &'a (dyn Fn() -> Result<Request, Error> + Sync);

impl Client {
    /// Sends the request of an operation and reads the body of the answer.
    pub(crate) async fn call<T: DeserializeOwned>(
        &self,
        operation: Operation,
        request: Build<'_>,
    ) -> Result<Response<T>, Error> {
        self.exchange(Some(operation), request, |answer| read(operation, answer)).await
    }

    /// Sends the request of an operation whose answer has no body.
    pub(crate) async fn call_without_body(
        &self,
        operation: Operation,
        request: Build<'_>,
    ) -> Result<Response<()>, Error> {
        self.exchange(Some(operation), request, |answer| Ok(answer.without_body())).await
    }

    /// Sends a request, again if need be, and hands the answer to `read`; tells everybody who watches.
    pub(crate) async fn exchange<T>(
        &self,
        operation: Option<Operation>,
        build: Build<'_>,
        read: impl FnOnce(Answer) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let begun = Instant::now();
        let (attempts, result) = match build() {
            Ok(request) => {
                let span = trace::call(operation, &request);
                let mark = crate::create::Mark::of(self.shared(), operation, &request);
                let mut attempts = 0;
                let answer = {
                    // Pinned here and below: what wraps it holds a pointer then, rather than a copy of a large future.
                    let answer = pin!(self.attempts(operation, request, build, begun, &mut attempts));
                    answer.instrument(span.clone()).await
                };
                let result = answer.and_then(read);
                mark.note(&result);
                trace::end_of_call(&span, attempts, result.as_ref().err());
                (attempts, result)
            }
            Err(error) => (0, Err(error)),
        };
        self.shared().observers.tell(|| {
            let (took, error) = (begun.elapsed(), kind(&result));
            Event::Call { operation, attempts, took, error }
        });
        result
    }

    /// Sends a request until there is an answer to keep.
    async fn attempts(
        &self,
        operation: Option<Operation>,
        request: Request,
        build: Build<'_>,
        begun: Instant,
        made: &mut u32,
    ) -> Result<Answer, Error> {
        let shared = self.shared();
        let policy = self.policy(operation);
        let ends = begun.checked_add(self.deadline(operation)).unwrap_or(begun + A_YEAR);
        let mut course = Course {
            client: self,
            operation,
            ends,
            judge: shared.judge(operation, &request)?,
            tries: Tries::new(policy, request.method(), ends),
            subject: Subject::of(operation, &request),
            method: request.method().clone(),
            build,
            refused_token: None,
            was_refreshed: false,
            has_looked: false,
            looks: 0,
            last: None,
        };
        let mut request = Some(request);
        loop {
            let refused = course.refused_token.take();
            let mut token = course.token(refused).await?;
            let pace = shared.pace(operation);
            let sent = match pace.at_once() {
                Some(sent) => sent,
                // Waits that most calls are spared are on the heap.
                None => Box::pin(timeout_at(ends, pace.wait())).await.map_err(|_| course.late())?,
            };
            let mut now = sent.at;
            if sent.has_stood_long() {
                // A token lasts only so long.
                token = course.token(None).await?;
                now = Instant::now();
            }
            let next = match request.take() {
                Some(first) => first,
                None => build()?,
            };
            course.tries.begin();
            *made = course.tries.made();
            let attempt = shared.attempt(operation, next, token.token, now, ends, *made).await;
            let step = match attempt {
                Ok(mut answer) => {
                    answer.attempts = *made;
                    let now = Instant::now();
                    if course.succeeds(&answer, now) {
                        return course.judge.response(&answer).map(|()| answer);
                    }
                    Box::pin(course.fails(answer, token.serial, sent, now)).await
                }
                Err(broken) => course.broken(broken),
            };
            match step {
                Step::Done(error) => return Err(error),
                Step::Again => {}
                Step::Failed(failed, error) => Box::pin(course.wait(failed, error)).await?,
            }
        }
    }
}

/// A deadline beyond what the clock can show is as good as this.
pub(crate) const A_YEAR: Duration = Duration::from_hours(24 * 365);

/// What an attempt comes to.
enum Step {
    /// The call is at its end.
    Done(Error),
    /// The request is sent again without counting as a failure.
    Again,
    /// It may be repeated.
    Failed(Failed, Error),
}

/// A call on its way.
struct Course<'a> {
    client: &'a Client,
    operation: Option<Operation>,
    method: Method,
    /// What it is about, if it can change something.
    subject: Option<Subject>,
    /// Builds the request, for the next attempt or to see what it is about.
    build: Build<'a>,
    ends: Instant,
    judge: Judge<'a>,
    tries: Tries<'a>,
    /// The number of the token that the service has just refused.
    refused_token: Option<u64>,
    was_refreshed: bool,
    /// Whether the parent of a new unit was looked for.
    has_looked: bool,
    /// How often it was waited for a unit to come into sight.
    looks: u32,
    /// Why the last attempt failed.
    last: Option<Error>,
}

impl Course<'_> {
    /// Whether an answer is a success; takes note of it then.
    fn succeeds(&mut self, answer: &Answer, now: Instant) -> bool {
        let shared = self.client.shared();
        let status = answer.status.as_u16();
        if !answer.status.is_success() && !self.is_done(status) {
            return false;
        }
        shared.pace(self.operation).answered(now);
        shared.budget.earn();
        let is_deleted = self.method == Method::DELETE;
        if let Some(subject) = self.subject.take()
            && let Some(name) = shared.recent.note(subject, is_deleted, answer, now, shared.settle)
        {
            shared.names.free(&name);
        }
        true
    }

    /// Takes an answer that is no success. `token` is the number of the one that it was sent with.
    async fn fails(&mut self, answer: Answer, token: u64, sent: Sent, now: Instant) -> Step {
        let (shared, operation) = (self.client.shared(), self.operation);
        let (status, pace) = (answer.status.as_u16(), shared.pace(operation));
        let is_throttled = status == self.tries.throttling().status;
        if is_throttled {
            pace.throttled(sent, now);
        } else {
            pace.answered(now);
        }
        self.judge.error_response(&answer);
        if status == 401 && !self.was_refreshed && shared.tokens.can_refresh() {
            self.was_refreshed = true;
            self.refused_token = Some(token);
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
        if self.was_out_of_sight(&error, status).await {
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
            let may_be_done = !self.method.is_safe() && (broken.was_sent || self.tries.may_be_done());
            return Step::Done(error.with_attempts(self.tries.made(), may_be_done));
        }
        let failed = if broken.was_sent { Failed::NoAnswer } else { Failed::NotSent };
        Step::Failed(failed, error)
    }

    /// Waits for the next attempt after a failure; the failure is the error if there is none.
    async fn wait(&mut self, failed: Failed, error: Error) -> Result<(), Error> {
        let now = Instant::now();
        let next = self.tries.next(failed, now, rand::random(), &self.client.shared().budget);
        let error = self.counted(error);
        let Next::Repeat(wait) = next else {
            return Err(if now >= self.ends { error.into_late() } else { error });
        };
        self.tell_of(&error, wait);
        self.last = Some(error);
        sleep(wait).await;
        Ok(())
    }

    /// Says that there will be another attempt.
    fn tell_of(&self, error: &Error, wait: Duration) {
        let (shared, operation) = (self.client.shared(), self.operation);
        let (attempt, status) = (self.tries.made(), error.status().map(|status| status.as_u16()));
        trace::repeat(attempt, status, wait);
        shared.observers.tell(|| {
            let pace = shared.pace(operation).limit(Instant::now());
            Event::Repeat { operation, attempt, status, wait, pace }
        });
    }

    /// An access token; `refused` is the number of the one before, if the service refused it.
    async fn token(&mut self, refused: Option<u64>) -> Result<Numbered, Error> {
        let token = match self.client.shared().tokens.ask(refused) {
            Asked::Now(token) => token,
            Asked::Later(awaited) => {
                Box::pin(timeout_at(self.ends, awaited.token())).await.map_err(|_| self.late())?
            }
        };
        token.map_err(|error| self.counted(Error::auth(self.operation, error)))
    }

    /// Whether a 404 means that an attempt before, whose answer got lost, has deleted the unit.
    fn is_done(&self, status: u16) -> bool {
        // One that this client has just created may only be out of sight.
        status == 404
            && self.method == Method::DELETE
            && self.tries.may_be_done()
            && self.new_unit().is_none()
    }

    /// The unit that the request is about, if this client has just created it.
    fn new_unit(&self) -> Option<Unit> {
        let recent = &self.client.shared().recent;
        if recent.is_empty() { None } else { recent.unit_of(&(self.build)().ok()?, Instant::now()) }
    }

    /// Whether a refusal may come from a unit that this client has just created and that the service didn't show yet;
    /// waits until it may be there.
    async fn was_out_of_sight(&mut self, error: &Error, status: u16) -> bool {
        let may_be = matches!(status, 400 | 403 | 404) && self.tries.has_another();
        let Some(operation) = self.operation.filter(|_| may_be) else { return false };
        let Some(unit) = self.new_unit() else { return false };
        if self.method == Method::POST {
            // It did nothing, so it can be sent again, once the parent is there to be seen.
            let is_first = !std::mem::replace(&mut self.has_looked, true);
            return is_first && self.client.is_there(operation, &unit, self.ends).await;
        }
        let left = unit.until.saturating_duration_since(Instant::now());
        // From the first look on, waits double until the time is over in which it may be out of sight.
        let least = (self.client.shared().settle / 32).saturating_mul(1 << self.looks.min(5));
        self.looks += 1;
        let most = self.tries.schedule().max(least).min(left);
        let wait = most.mul_f64(rand::random_range(0.5..=1.0));
        if status == 400 || left.is_zero() || Instant::now() + wait >= self.ends {
            return false;
        }
        self.tell_of(error, wait);
        sleep(wait).await;
        true
    }

    /// An error with what is known of the attempts.
    fn counted(&self, error: Error) -> Error {
        error.with_attempts(self.tries.made(), !self.method.is_safe() && self.tries.may_be_done())
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
            let url = self.url(format_args!("{collection}{}", Segment(&parent.id)));
            let build = || Ok(Request::new(Method::GET, url.clone()));
            let (mut made, request) = (0, Request::new(Method::GET, url.clone()));
            let reading = self.attempts(Some(operation), request, &build, Instant::now(), &mut made);
            timeout_at(ends, reading).await.is_ok_and(|answer| answer.is_ok())
        })
    }
}

impl Shared {
    /// Sends a request once.
    fn attempt(
        &self,
        operation: Option<Operation>,
        mut request: Request,
        token: Token,
        begun: Instant,
        ends: Instant,
        number: u32,
    ) -> impl Future<Output = Result<Answer, Broken>> + Send + '_ {
        let headers = request.headers_mut();
        headers.entry(ACCEPT).or_insert(HeaderValue::from_static("application/json"));
        if let Some(user_agent) = &self.user_agent {
            headers.insert(USER_AGENT, user_agent.clone());
        }
        headers.insert(AUTHORIZATION, token.into_header());
        let until = begun.checked_add(self.attempt_timeout).map_or(ends, |until| until.min(ends));
        let span = trace::attempt(operation, &request, number);
        let sending = self.transport.send(request, self.largest_response);
        async move {
            let sending = pin!(sending);
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
                Err(Broken { answer: Some(answer), .. }) if !answer.status.is_success() => Ok(*answer),
                answer => answer,
            }
        }
    }
}

/// Reads the body of a success.
fn read<T: DeserializeOwned>(operation: Operation, answer: Answer) -> Result<Response<T>, Error> {
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
