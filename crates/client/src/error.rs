//! Why a call failed.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use crate::auth::AuthError;
use crate::response::{Answer, Location, RequestId};
use crate::{Operation, retry};

/// What kind of failure it is: what a program decides by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// 404: the unit isn't there, or the caller may not know of it.
    NotFound,
    /// 403: the caller may not do that, or the client id has no access.
    AccessDenied,
    /// 401: the access token was refused, and so was a fresh one if there was one to be had.
    Unauthenticated,
    /// 429: too many requests, still after the last repetition.
    Throttled {
        /// How long to wait before the next request.
        wait: Duration,
    },
    /// 400: the service refuses the request, also because a name is taken or a unit isn't empty. Or, without a
    /// [status](Error::status), a request that was not sent because it cannot be valid: see [`Error::violations`].
    InvalidRequest,
    /// An answer that makes no sense here: another status, a body that cannot be read, pages that go in a circle, or,
    /// with validation, a response that breaks the contract.
    Unexpected,
    /// The service could not be reached, or its answer did not arrive.
    Transport,
    /// There is no access token to send: see the source, an [`AuthError`].
    Auth,
    /// The time for the call was over.
    Deadline,
}

/// Where a request or a response breaks the contract.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// Where, such as `query maxResults` or `body /name`.
    pub location: String,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.location, self.message)
    }
}

/// Why a call failed, with the last response if there was one.
///
/// Its text names the operation, the status and the request id, and never what the service wrote: that is for logs only,
/// see [`Error::service_message`].
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    operation: Option<Operation>,
    answer: Option<Answer>,
    attempts: u32,
    may_be_done: bool,
    violations: Vec<Violation>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The result of a call.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub(crate) fn new(kind: ErrorKind, operation: Option<Operation>) -> Self {
        Self(Box::new(Inner {
            kind,
            operation,
            answer: None,
            attempts: 0,
            may_be_done: false,
            violations: Vec::new(),
            source: None,
        }))
    }

    /// A request that cannot be valid because of what a builder was told.
    pub(crate) fn refused(operation: Operation, place: &str, problem: impl AsRef<str>) -> Self {
        let problem = problem.as_ref();
        // Problems of bodies begin with a pointer to the member.
        let violation = match problem.split_once(": ") {
            Some((pointer, message)) if pointer.starts_with('/') => {
                Violation { location: format!("{place} {pointer}"), message: message.to_owned() }
            }
            _ => Violation { location: place.to_owned(), message: problem.to_owned() },
        };
        Self::new(ErrorKind::InvalidRequest, Some(operation)).with_violations(vec![violation])
    }

    /// A request that could not be put together.
    pub(crate) fn not_built(operation: impl Into<Option<Operation>>, problem: reqwest::Error) -> Self {
        Self::new(ErrorKind::InvalidRequest, operation.into()).with_source(problem.without_url())
    }

    /// An answer that is no success.
    pub(crate) fn answered(operation: Option<Operation>, answer: Answer, wait: Duration) -> Self {
        let kind = match answer.status.as_u16() {
            400 => ErrorKind::InvalidRequest,
            401 => ErrorKind::Unauthenticated,
            403 => ErrorKind::AccessDenied,
            404 => ErrorKind::NotFound,
            status if status == retry::THROTTLING.status => ErrorKind::Throttled { wait },
            _ => ErrorKind::Unexpected,
        };
        Self::new(kind, operation).with_answer(answer)
    }

    /// The same refusal of a request that was not sent.
    pub(crate) fn again(&self) -> Self {
        Self::new(self.0.kind, self.0.operation).with_violations(self.0.violations.clone())
    }

    pub(crate) fn auth(operation: Option<Operation>, error: AuthError) -> Self {
        Self::new(ErrorKind::Auth, operation).with_source(error)
    }

    pub(crate) fn with_answer(mut self, answer: Answer) -> Self {
        self.0.attempts = answer.attempts;
        self.0.answer = Some(answer);
        self
    }

    pub(crate) fn with_attempts(mut self, attempts: u32, may_be_done: bool) -> Self {
        self.0.attempts = attempts;
        self.0.may_be_done = may_be_done;
        self
    }

    pub(crate) fn with_violations(mut self, violations: Vec<Violation>) -> Self {
        self.0.violations = violations;
        self
    }

    pub(crate) fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// The same as the last that happened before the time was over.
    pub(crate) fn into_late(mut self) -> Self {
        self.0.kind = ErrorKind::Deadline;
        self
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The operation; `None` for a raw request.
    pub fn operation(&self) -> Option<Operation> {
        self.0.operation
    }

    /// The document's name of the operation, such as `createRoom`; `None` for a raw request.
    pub fn operation_id(&self) -> Option<&'static str> {
        self.0.operation.map(Operation::operation_id)
    }

    /// The status of the last response, if one came.
    pub fn status(&self) -> Option<StatusCode> {
        Some(self.0.answer.as_ref()?.status)
    }

    /// The id that the service gave the request: what its support asks for.
    pub fn request_id(&self) -> Option<RequestId> {
        RequestId::of(&self.0.answer.as_ref()?.headers)
    }

    /// The headers of the last response, if one came.
    pub fn headers(&self) -> Option<&HeaderMap> {
        Some(&self.0.answer.as_ref()?.headers)
    }

    /// The body of the last response as it came, if one came.
    pub fn body(&self) -> Option<&Bytes> {
        Some(&self.0.answer.as_ref()?.body)
    }

    /// Where the new unit is, if the service created it and only the body of its answer could not be read.
    pub fn location(&self) -> Option<Location> {
        Location::of(&self.0.answer.as_ref()?.headers)
    }

    /// What the service says about the error. For logs only: the service asks not to show it to the end customer, and
    /// its text may change at any time.
    pub fn service_message(&self) -> Option<String> {
        let body: serde_json::Value = serde_json::from_slice(self.body()?).ok()?;
        Some(body.get("message")?.as_str()?.to_owned())
    }

    /// How many requests were sent.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Whether the service may have done what was asked, although the call failed: the connection ended before the answer
    /// came, or it answered with 5xx or with a success that can't be read. Of a create operation, `create_or_get` of the
    /// same client finds out.
    pub fn may_be_done(&self) -> bool {
        self.0.may_be_done
    }

    /// What is wrong with the request, or with the response if the client validates responses.
    pub fn violations(&self) -> &[Violation] {
        &self.0.violations
    }

    /// The text of the error with those of its sources, for a line in a log or on a terminal.
    pub fn report(&self) -> impl fmt::Display + '_ {
        struct Report<'a>(&'a Error);

        impl fmt::Display for Report<'_> {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)?;
                let mut source = std::error::Error::source(self.0);
                while let Some(error) = source {
                    write!(formatter, ": {error}")?;
                    source = error.source();
                }
                Ok(())
            }
        }

        Report(self)
    }

    fn label(&self) -> &'static str {
        self.operation_id().unwrap_or("request")
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.label())?;
        match self.0.kind {
            ErrorKind::NotFound => formatter.write_str(": not found")?,
            ErrorKind::AccessDenied => formatter.write_str(": access denied")?,
            ErrorKind::Unauthenticated => formatter.write_str(": the access token was refused")?,
            ErrorKind::Throttled { wait } => {
                write!(formatter, ": throttled, wait {} s before the next request", wait.as_secs_f64())?;
            }
            ErrorKind::InvalidRequest if self.0.answer.is_none() => {
                formatter.write_str(": the request was not sent because it is invalid")?;
            }
            ErrorKind::InvalidRequest => formatter.write_str(": the service refused the request")?,
            ErrorKind::Unexpected => formatter.write_str(": an answer that was not expected")?,
            ErrorKind::Transport => formatter.write_str(": no answer")?,
            ErrorKind::Auth => formatter.write_str(": there is no access token")?,
            ErrorKind::Deadline => formatter.write_str(": the time was over")?,
        }
        for (index, violation) in self.0.violations.iter().enumerate() {
            write!(formatter, "{} {violation}", if index == 0 { ":" } else { ";" })?;
        }
        let mut facts = Vec::new();
        if let Some(status) = self.status() {
            facts.push(format!("status {}", status.as_u16()));
        }
        if let Some(id) = self.request_id() {
            facts.push(format!("request id {id}"));
        }
        if self.0.attempts > 1 {
            facts.push(format!("{} attempts", self.0.attempts));
        }
        if self.0.may_be_done {
            facts.push("it may have been done".to_owned());
        }
        if !facts.is_empty() {
            write!(formatter, " ({})", facts.join(", "))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("operation", &self.label())
            .field("status", &self.status().map(|status| status.as_u16()))
            .field("request_id", &self.request_id())
            .field("attempts", &self.0.attempts)
            .field("may_be_done", &self.0.may_be_done)
            .field("violations", &self.0.violations)
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
