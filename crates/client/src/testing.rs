//! A service in memory, for the tests of programs that use this crate.
//!
//! A client whose requests are answered by a function needs no port and no real time: under tokio's paused clock, hours of
//! waiting pass at once.
//!
//! ```
//! use std::time::Duration;
//! use asp_client::testing::{Answer, Service};
//! use asp_client::{Client, Jitter, RetryPolicy, Token};
//!
//! # tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build()?.block_on(async {
//! let service = Service::new(|request, number| {
//!     assert_eq!(request.uri().path(), "/enterprise/hospitality/v1/rooms/amzn1.alexa.unit.did.A");
//!     if number < 10 { Answer::status(429) } else { Answer::json(200, r#"{"id": "A", "name": "12", "roomTypeId": "B"}"#) }
//! });
//! let client = Client::builder()
//!     .base_url("http://service.test")
//!     .service(service)
//!     .credentials(Token::new("Atza|test")?)
//!     .retry(RetryPolicy::default().jitter(Jitter::None))
//!     .build()?;
//!
//! let begun = tokio::time::Instant::now();
//! let room = client.get_room().room_id("amzn1.alexa.unit.did.A").send().await?;
//! assert_eq!(room.attempts(), 10);
//! assert_eq!(begun.elapsed(), Duration::from_secs(1 + 2 + 4 + 8 + 16 + 32 + 64 + 128 + 256));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{HeaderName, HeaderValue};
use reqwest::{Request, StatusCode};

use crate::transport::Broken;
use crate::{Client, Token, response};

/// What a service in memory does with a request.
#[derive(Clone, Debug)]
pub struct Answer {
    outcome: Outcome,
    latency: Duration,
}

#[derive(Clone, Debug)]
enum Outcome {
    Response(http::Response<Bytes>),
    Refused,
    Dropped,
}

impl Answer {
    /// A status without a body.
    ///
    /// # Panics
    ///
    /// If there is no such status.
    pub fn status(status: u16) -> Self {
        Self::response(status, Bytes::new())
    }

    /// A status with a body of JSON, or of anything else that is called so.
    ///
    /// # Panics
    ///
    /// If there is no such status.
    pub fn json(status: u16, body: impl Into<Bytes>) -> Self {
        Self::response(status, body.into()).header("content-type", "application/json")
    }

    #[expect(clippy::expect_used, reason = "a test that asks for it is wrong")]
    fn response(status: u16, body: Bytes) -> Self {
        let mut response = http::Response::new(body);
        *response.status_mut() = StatusCode::from_u16(status).expect("a status from 100 to 999");
        Self { outcome: Outcome::Response(response), latency: Duration::ZERO }
    }

    /// No connection: nothing was sent.
    pub fn refused() -> Self {
        Self { outcome: Outcome::Refused, latency: Duration::ZERO }
    }

    /// The connection ends after the request was sent, before the answer comes.
    pub fn dropped() -> Self {
        Self { outcome: Outcome::Dropped, latency: Duration::ZERO }
    }

    /// The same with a header.
    ///
    /// # Panics
    ///
    /// If name or value cannot be sent.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test that asks for it is wrong")]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let Outcome::Response(response) = &mut self.outcome {
            let name = HeaderName::from_bytes(name.as_bytes()).expect("a header's name");
            let value = HeaderValue::from_str(value).expect("a header's value");
            response.headers_mut().insert(name, value);
        }
        self
    }

    /// The same after a while, on tokio's clock.
    #[must_use]
    pub fn after(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }
}

/// Answers a request, given how many came before it plus one.
type Handler = dyn Fn(http::Request<Bytes>, u64) -> Answer + Send + Sync;

/// A service in memory. Clones are the same service.
#[derive(Clone)]
pub struct Service {
    handler: Arc<Handler>,
    requests: Arc<AtomicU64>,
}

impl Service {
    /// A service that answers each request with what a function says. The function is told the request, and its number
    /// counted from 1.
    pub fn new(handler: impl Fn(http::Request<Bytes>, u64) -> Answer + Send + Sync + 'static) -> Self {
        Self { handler: Arc::new(handler), requests: Arc::default() }
    }

    /// How many requests came so far.
    pub fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    pub(crate) async fn answer(&self, request: Request) -> Result<response::Answer, Broken> {
        let body = request.body().and_then(reqwest::Body::as_bytes).map(Bytes::copy_from_slice);
        let mut parts = http::Request::new(body.unwrap_or_default());
        *parts.method_mut() = request.method().clone();
        *parts.uri_mut() = request.url().as_str().parse().unwrap_or_default();
        *parts.headers_mut() = request.headers().clone();
        let number = self.requests.fetch_add(1, Ordering::Relaxed) + 1;
        let Answer { outcome, latency } = (self.handler)(parts, number);
        if !latency.is_zero() {
            tokio::time::sleep(latency).await;
        }
        let broken = |was_sent, source: &str| {
            Err(Broken { was_sent, answer: None, source: source.into(), is_final: false })
        };
        match outcome {
            Outcome::Refused => broken(false, "connection refused"),
            Outcome::Dropped => broken(true, "connection closed before the answer came"),
            Outcome::Response(response) => {
                let (head, body) = response.into_parts();
                let (status, headers) = (head.status, head.headers);
                Ok(response::Answer { status, headers, body, attempts: 1 })
            }
        }
    }
}

/// Runs an example of the documentation with a client whose requests are all answered with this.
///
/// # Panics
///
/// If the example fails.
#[doc(hidden)]
#[expect(clippy::expect_used, reason = "an example that fails is a test that fails")]
pub fn example<F: Future<Output = Result<(), Box<dyn std::error::Error>>>>(
    status: u16,
    body: &'static str,
    run: impl FnOnce(Client) -> F,
) {
    let service = Service::new(move |_, _| Answer::json(status, body));
    let client = Client::builder()
        .base_url("http://service.test")
        .service(service)
        .credentials(Token::new("Atza|example").expect("a token"))
        .build()
        .expect("a client");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(run(client)).expect("the example succeeds");
}

impl fmt::Debug for Service {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Service").field("requests", &self.requests()).finish_non_exhaustive()
    }
}
