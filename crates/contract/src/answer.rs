//! Sending a request, and what comes back.

use std::time::Duration;

use asp_validation::exchange::Exchanges;
use asp_validation::{Operation, Verdict};
use http::{HeaderMap, StatusCode};
use reqwest::Client;
use thiserror::Error;

/// An answer, judged.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
    /// What the validators say of the request.
    pub request_verdict: Verdict,
    /// What they say of the answer.
    pub verdict: Verdict,
    /// The operation, if there is one.
    pub operation: Option<Operation>,
}

impl Answer {
    /// The request id, if there is one.
    pub fn request_id(&self) -> Option<&str> {
        self.headers.get("X-Amzn-RequestId")?.to_str().ok()
    }
}

/// There is no answer.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NoAnswer {
    /// Nobody listens there.
    #[error("nobody can be reached there: {0}")]
    Unreachable(String),
    /// None came in time.
    #[error("no answer came within {} s", .0.as_secs_f64())]
    Late(Duration),
    /// The connection was closed before the head of an answer came.
    #[error("the connection was closed without an answer")]
    Dropped,
    /// The connection was closed in the middle of the body.
    #[error("the connection was closed in the middle of the body, after status {status}")]
    Truncated {
        /// The status.
        status: u16,
    },
}

/// Sends requests and judges both sides.
#[derive(Clone)]
pub(crate) struct Service {
    client: Client,
    exchanges: Exchanges,
    patience: Duration,
}

impl Service {
    pub(crate) fn new(client: Client, exchanges: Exchanges, patience: Duration) -> Self {
        Self { client, exchanges, patience }
    }

    /// Sends a request once.
    pub(crate) async fn send(&self, request: reqwest::Request) -> Result<Answer, NoAnswer> {
        let checked = self.exchanges.check_request(&request);
        let exchange = async {
            let response = self.client.execute(request).await.map_err(|error| {
                if error.is_connect() { NoAnswer::Unreachable(cause(&error)) } else { NoAnswer::Dropped }
            })?;
            let (status, headers) = (response.status(), response.headers().clone());
            let body = response.bytes().await.map_err(|_| NoAnswer::Truncated { status: status.as_u16() })?;
            Ok((status, headers, body))
        };
        let late = |_| NoAnswer::Late(self.patience);
        let (status, headers, body) = tokio::time::timeout(self.patience, exchange).await.map_err(late)??;
        let verdict = checked.check_response(status, &headers, &body);
        Ok(Answer {
            status,
            headers,
            body: body.to_vec(),
            request_verdict: checked.verdict().clone(),
            verdict,
            operation: checked.operation(),
        })
    }
}

/// The innermost cause: the ones around it repeat the URL.
fn cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}
