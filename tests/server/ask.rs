//! Exchanges, judged on both sides.

use asp_validation::{Operation, Verdict};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

use crate::server::Server;

/// A request that is about to be sent.
#[must_use]
pub(crate) struct Ask {
    server: Server,
    request: reqwest::Request,
    broken: bool,
    undocumented: bool,
    any_shape: bool,
}

impl Ask {
    /// A request that keeps the contract and gets an answer of the document.
    pub(crate) fn new(server: Server, request: reqwest::Request) -> Self {
        Self { server, request, broken: false, undocumented: false, any_shape: false }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        self.request.headers_mut().append(name, HeaderValue::from_str(value).unwrap());
        self
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string())
    }

    pub(crate) fn body(self, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let mut asked = self.header("Content-Type", media_type);
        *asked.request.body_mut() = Some(body.into().into());
        asked
    }

    /// Says that the request breaks the contract.
    pub(crate) fn broken(mut self) -> Self {
        self.broken = true;
        self
    }

    /// Says that the answer is not one of the document.
    pub(crate) fn undocumented(mut self) -> Self {
        self.undocumented = true;
        self
    }

    /// Says that a switch has changed what the document leaves open about the answer.
    pub(crate) fn any_shape(mut self) -> Self {
        self.any_shape = true;
        self
    }

    /// Sends it; `None` if the connection ends before the answer does.
    pub(crate) async fn try_send(self) -> Option<Answer> {
        let Self { server, request, broken, undocumented, any_shape } = self;
        let label = format!("{} {}", request.method(), request.url());
        let checked = server.check(&request);
        let verdict = checked.verdict();
        assert_eq!(!verdict.is_valid(), broken, "{label}: the request is judged as: {verdict}");
        let operation = checked.operation();
        let response = server.execute(request).await.ok()?;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.bytes().await.ok()?;
        let verdict = checked.check_response(status, &headers, &body);
        let text = String::from_utf8_lossy(&body);
        match operation {
            Some(operation) => {
                let is_kept = matches!(verdict, Verdict::Valid);
                assert_eq!(!is_kept, undocumented, "{label}: {status} {text} is judged as: {verdict}");
                server.reach(operation, status.as_u16());
            }
            None => assert!(status.is_client_error(), "{label}: {status}"),
        }
        let answer = Answer { operation, ..Answer::new(status.as_u16(), headers, &body) };
        if !undocumented && !any_shape {
            answer.has_the_shape_of_all(&label);
        }
        Some(answer)
    }

    pub(crate) async fn send(self) -> Answer {
        let label = format!("{} {}", self.request.method(), self.request.url());
        self.try_send().await.unwrap_or_else(|| panic!("{label}: the connection ended"))
    }
}

/// The answer to a request.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
    /// The body; null if it is no JSON.
    pub(crate) json: Value,
    pub(crate) operation: Option<Operation>,
}

impl Answer {
    fn new(status: u16, headers: HeaderMap, body: &[u8]) -> Self {
        let json = serde_json::from_slice(body).unwrap_or_default();
        Self { status, headers, text: String::from_utf8_lossy(body).into_owned(), json, operation: None }
    }

    pub(crate) async fn of(response: reqwest::Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self::new(status, headers, &response.bytes().await.unwrap())
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The message of an error; empty if there is none.
    pub(crate) fn message(&self) -> &str {
        self.json["message"].as_str().unwrap_or_default()
    }

    /// Fails unless it has this status.
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{:?}: {}", self.operation, self.text);
        self
    }

    /// The request id is there once.
    pub(crate) fn has_a_request_id(&self, label: &str) {
        let ids: Vec<_> = self.headers.get_all("X-Amzn-RequestId").iter().collect();
        assert!(ids.len() == 1 && ids[0].len() == 36, "{label}: {ids:?}");
    }

    /// The request id is there once, errors have a message, and what has no body has no type.
    pub(crate) fn has_the_shape_of_all(&self, label: &str) {
        self.has_a_request_id(label);
        if self.status >= 400 {
            assert_eq!(self.header("content-type"), Some("application/json"), "{label}");
            let members = self.json.as_object().unwrap_or_else(|| panic!("{label}: {}", self.text));
            assert_eq!(members.keys().collect::<Vec<_>>(), ["message"], "{label}");
            assert!(!self.message().is_empty(), "{label}");
        }
        if self.status == 204 {
            assert!(self.text.is_empty() && self.header("content-type").is_none(), "{label}");
        }
    }
}
