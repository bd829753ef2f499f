//! Exchanges held against the contract, if the client is told to.

use reqwest::Request;

use crate::client::Shared;
use crate::response::Answer;
use crate::{Error, Operation};

#[cfg(feature = "validation")]
use crate::{ErrorKind, Violation, event::Event};

/// What a client does about requests and responses that break the contract.
#[cfg(feature = "validation")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Strictness {
    /// Nothing: it doesn't look.
    #[default]
    Off,
    /// It tells of them, by an [`Event`](crate::Event) and a warning of `tracing`, and goes on.
    Report,
    /// A request is not sent, and a success is an error.
    Enforce,
}

/// Judges the exchanges of one call.
pub(crate) struct Judge<'a> {
    #[cfg(feature = "validation")]
    shared: &'a Shared,
    #[cfg(feature = "validation")]
    operation: Option<Operation>,
    #[cfg(not(feature = "validation"))]
    nothing: std::marker::PhantomData<&'a ()>,
}

#[cfg(not(feature = "validation"))]
#[expect(clippy::unnecessary_wraps, clippy::unused_self, reason = "with validation they do something")]
impl Shared {
    pub(crate) fn judge(&self, _: Option<Operation>, _: &Request) -> Result<Judge<'_>, Error> {
        Ok(Judge { nothing: std::marker::PhantomData })
    }
}

#[cfg(not(feature = "validation"))]
#[expect(clippy::unnecessary_wraps, clippy::unused_self, reason = "with validation they do something")]
impl Judge<'_> {
    pub(crate) fn response(&self, _: &Answer) -> Result<(), Error> {
        Ok(())
    }

    pub(crate) fn error_response(&self, _: &Answer) {}
}

#[cfg(feature = "validation")]
impl Shared {
    /// Judges a request that is about to be sent.
    ///
    /// # Errors
    ///
    /// If it breaks the contract, and the client enforces it.
    pub(crate) fn judge(&self, operation: Option<Operation>, request: &Request) -> Result<Judge<'_>, Error> {
        // Raw requests are not the contract's.
        let operation = operation.filter(|_| self.strictness != Strictness::Off);
        let judge = Judge { shared: self, operation };
        if let Some(operation) = operation {
            let url = request.url();
            let path = url.path().strip_prefix(&*self.base_path).unwrap_or(url.path());
            let body = request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default();
            let parts = asp_validation::Request::new(request.method().as_str(), path)
                .with_query(url.query().unwrap_or_default())
                .with_headers(request.headers())
                .with_body(body);
            let verdict = asp_validation::check_routed_request(same(operation), &parts);
            let violations = judge.tell(operation, false, verdict);
            if !violations.is_empty() && self.strictness == Strictness::Enforce {
                let error = Error::new(ErrorKind::InvalidRequest, Some(operation));
                return Err(error.with_violations(violations));
            }
        }
        Ok(judge)
    }
}

#[cfg(feature = "validation")]
impl Judge<'_> {
    /// Judges a success.
    ///
    /// # Errors
    ///
    /// If it breaks the contract, and the client enforces it.
    pub(crate) fn response(&self, answer: &Answer) -> Result<(), Error> {
        let Some((operation, violations)) = self.look_at(answer) else { return Ok(()) };
        if violations.is_empty() || self.shared.strictness != Strictness::Enforce {
            return Ok(());
        }
        let error = Error::new(ErrorKind::Unexpected, Some(operation)).with_answer(answer.clone());
        let may_be_done = !operation.method().is_safe();
        Err(error.with_attempts(answer.attempts, may_be_done).with_violations(violations))
    }

    /// Judges another response, of which it only tells: it is an error already.
    pub(crate) fn error_response(&self, answer: &Answer) {
        self.look_at(answer);
    }

    fn look_at(&self, answer: &Answer) -> Option<(Operation, Vec<Violation>)> {
        let operation = self.operation?;
        let parts = asp_validation::Response::new(answer.status.as_u16())
            .with_headers(&answer.headers)
            .with_body(&answer.body);
        let verdict = asp_validation::check_response(same(operation), &parts);
        Some((operation, self.tell(operation, true, verdict)))
    }

    /// Tells what is wrong, if anything is, and returns it.
    fn tell(
        &self,
        operation: Operation,
        in_response: bool,
        verdict: asp_validation::Verdict,
    ) -> Vec<Violation> {
        let violations: Vec<Violation> = match &verdict {
            asp_validation::Verdict::Valid => return Vec::new(),
            asp_validation::Verdict::Violations(_) => verdict.violations().iter().map(violation).collect(),
            // Nobody looked, which is no success: an undocumented status, for example.
            asp_validation::Verdict::NotJudged(reason) => {
                vec![Violation { location: "exchange".to_owned(), message: format!("not judged: {reason}") }]
            }
        };
        let (event, masked) =
            (Event::Violations { operation, in_response, violations: &violations }, verdict.masked());
        self.shared.observers.tell_of(&event);
        let operation = operation.operation_id();
        tracing::warn!(operation, in_response, verdict = %masked, "an exchange breaks the contract");
        violations
    }
}

#[cfg(feature = "validation")]
fn violation(found: &asp_validation::Violation) -> Violation {
    let location = match found.instance.as_str() {
        "" => found.location.to_string(),
        instance => format!("{} {instance}", found.location),
    };
    Violation { location, message: format!("{} ({})", found.kind, found.document) }
}

/// The validators' name of an operation: both are in the document's order, which a test holds.
#[cfg(feature = "validation")]
fn same(operation: Operation) -> asp_validation::Operation {
    asp_validation::Operation::ALL[operation as usize]
}

#[cfg(all(test, feature = "validation"))]
mod tests {
    use super::*;

    #[test]
    fn the_client_and_the_validators_number_operations_alike() {
        for &operation in Operation::ALL {
            assert_eq!(same(operation).operation_id(), operation.operation_id());
        }
    }
}
