//! What a client tells those who watch it, for metrics and logs.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::{Error, ErrorKind, Operation, RequestId, Violation};

/// Something that happened in a call. It has no secret, and no id of a unit and no name either but for those
/// that violations quote.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// A request was sent, and an answer came or didn't.
    #[non_exhaustive]
    Attempt {
        /// The operation; `None` for a raw request.
        operation: Option<Operation>,
        /// Which attempt of the call it was, counted from 1.
        attempt: u32,
        /// The status, if an answer came.
        status: Option<u16>,
        /// The id that the service gave the request.
        request_id: Option<RequestId>,
        /// How long it took.
        took: Duration,
    },
    /// A request will be repeated.
    #[non_exhaustive]
    Repeat {
        /// The operation; `None` for a raw request.
        operation: Option<Operation>,
        /// Which attempt failed, counted from 1.
        attempt: u32,
        /// The status, if an answer came.
        status: Option<u16>,
        /// How long until the next attempt.
        wait: Duration,
        /// How many requests a second the client now sends to the operation, if it is held back.
        pace: Option<f64>,
    },
    /// The service refused the access token, and another one is fetched.
    #[non_exhaustive]
    TokenRefused {
        /// The operation; `None` for a raw request.
        operation: Option<Operation>,
    },
    /// A call came to its end.
    #[non_exhaustive]
    Call {
        /// The operation; `None` for a raw request.
        operation: Option<Operation>,
        /// How many requests it took.
        attempts: u32,
        /// How long it took, waits included.
        took: Duration,
        /// Why it failed, if it did.
        error: Option<ErrorKind>,
    },
    /// A request or a response breaks the contract. Only with the feature `validation`.
    #[non_exhaustive]
    Violations {
        /// The operation.
        operation: Operation,
        /// Whether the response breaks it rather than the request.
        in_response: bool,
        /// Where and how. They may quote names and ids.
        violations: &'a [Violation],
    },
}

/// Who is told of events.
#[derive(Clone, Default)]
pub(crate) struct Observers(Vec<Observer>);

type Observer = Arc<dyn Fn(&Event<'_>) + Send + Sync>;

impl Observers {
    pub(crate) fn add(&mut self, observer: impl Fn(&Event<'_>) + Send + Sync + 'static) {
        self.0.push(Arc::new(observer));
    }

    pub(crate) fn tell(&self, event: impl FnOnce() -> Event<'static>) {
        if !self.0.is_empty() {
            self.tell_of(&event());
        }
    }

    pub(crate) fn tell_of(&self, event: &Event<'_>) {
        self.0.iter().for_each(|observer| observer(event));
    }
}

impl fmt::Debug for Observers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} observers", self.0.len())
    }
}

/// The kind of an error, if there is one.
pub(crate) fn kind<T>(result: &Result<T, Error>) -> Option<ErrorKind> {
    result.as_ref().err().map(Error::kind)
}
