//! An exchange as the control API shows it: judged.

use asp_validation::{
    NotJudged, Operation, Request, Response, Route, Unread, Verdict, check_request, check_response,
    check_routed_request,
};
use data_encoding::BASE64;
use http::HeaderMap;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Answer, Body, Exchange, LONGEST_BODY};

/// Which exchanges are wanted; all of them unless a member says less.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    pub(crate) operation: Option<Operation>,
    pub(crate) status: Option<u16>,
    pub(crate) client: Option<String>,
    pub(crate) request_id: Option<String>,
    /// Only those of which a side is not valid.
    pub(crate) invalid: bool,
    /// How many at most, counted from the newest.
    pub(crate) last: Option<usize>,
}

impl Filter {
    /// Whether an exchange can pass, as far as is known before it is judged.
    pub(super) fn concerns(&self, exchange: &Exchange) -> bool {
        self.operation.is_none_or(|operation| exchange.operation == Some(operation))
            && self.status.is_none_or(|status| {
                exchange.response.as_ref().is_some_and(|answer| answer.status.as_u16() == status)
            })
            && self.client.as_deref().is_none_or(|client| exchange.client.as_deref() == Some(client))
            && self.request_id.as_deref().is_none_or(|id| exchange.head.begins_with(id))
    }

    /// Whether a judged exchange passes.
    pub(super) fn accepts(&self, view: &View) -> bool {
        !self.invalid || !view.is_valid()
    }
}

/// An exchange with the verdicts of both sides.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Exchange)]
#[serde(rename_all = "camelCase")]
pub(crate) struct View {
    /// The request id.
    request_id: String,
    /// When the request came, in milliseconds since 1970 by the server's clock.
    at: i64,
    /// How long it took by the machine's clock, in microseconds.
    duration_microseconds: u64,
    /// The operationId; null if no operation has the method and the path.
    operation: Option<&'static str>,
    /// The id of the client; null if it is not known.
    client: Option<String>,
    /// The numbers of the faults that struck it.
    faults: Vec<i64>,
    request: RequestView,
    /// Null if the connection was dropped.
    response: Option<ResponseView>,
}

/// The request of an exchange.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ExchangeRequest)]
#[serde(rename_all = "camelCase")]
struct RequestView {
    /// The method.
    method: String,
    /// Path and query.
    target: String,
    /// The headers in order; `*` in the place of values that may be secret.
    headers: Vec<Header>,
    body: BodyView,
    /// What the validators say.
    #[schema(value_type = Object)]
    verdict: Verdict,
}

/// The response of an exchange.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ExchangeResponse)]
#[serde(rename_all = "camelCase")]
struct ResponseView {
    /// The status.
    status: u16,
    /// The headers in order; `*` in the place of values that may be secret.
    headers: Vec<Header>,
    body: BodyView,
    /// What the validators say.
    #[schema(value_type = Object)]
    verdict: Verdict,
}

/// A header.
#[derive(Clone, Debug, Serialize, ToSchema)]
struct Header {
    /// The name, in lower case.
    name: String,
    /// The value.
    value: String,
}

/// A body.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ExchangeBody)]
#[serde(rename_all = "camelCase")]
struct BodyView {
    /// How many bytes it has.
    length: usize,
    /// The bytes as text, if they are UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    text: Option<String>,
    /// The bytes in base64, if they are not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    base64: Option<String>,
    /// Whether this is the beginning only: it is longer than 64 KiB, or a fault ended the connection in the middle of it.
    cut: bool,
}

impl View {
    pub(super) fn new(exchange: &Exchange) -> Self {
        let (request_id, target, headers) = exchange.head.request();
        let operation = exchange.operation;
        let request = Request::new(exchange.method.as_str(), &target)
            .with_headers(&headers)
            .with_body(&exchange.request_body.kept);
        let verdict = match operation {
            Some(operation) => uncut(&exchange.request_body, || check_routed_request(operation, &request)),
            None => unrouted(&request),
        };
        let request = RequestView {
            method: exchange.method.to_string(),
            headers: listed(&headers),
            body: BodyView::new(&exchange.request_body),
            verdict,
            target: target.clone(),
        };
        let response =
            exchange.response.as_ref().map(|answer| ResponseView::new(operation, answer, &request.verdict));
        Self {
            request_id,
            at: exchange.at,
            duration_microseconds: u64::try_from(exchange.duration.as_micros()).unwrap_or(u64::MAX),
            operation: operation.map(Operation::operation_id),
            client: exchange.client.as_deref().map(str::to_owned),
            faults: exchange.faults.to_vec(),
            request,
            response,
        }
    }

    /// Whether both sides keep the contract. A dropped connection does not.
    fn is_valid(&self) -> bool {
        self.request.verdict.is_valid()
            && self.response.as_ref().is_some_and(|response| response.verdict.is_valid())
    }
}

impl ResponseView {
    fn new(operation: Option<Operation>, answer: &Answer, of_request: &Verdict) -> Self {
        let headers = answer.headers.response();
        let response =
            Response::new(answer.status.as_u16()).with_headers(&headers).with_body(&answer.body.kept);
        let verdict = match operation {
            Some(operation) => uncut(&answer.body, || check_response(operation, &response)),
            // The document says nothing about it, for the same reason as about the request.
            None => of_request.clone(),
        };
        Self {
            status: answer.status.as_u16(),
            headers: listed(&headers),
            body: BodyView::new(&answer.body),
            verdict,
        }
    }
}

impl BodyView {
    fn new(body: &Body) -> Self {
        // A cut in the middle of a character makes it no text, which only shows it in another way.
        let (text, base64) = match std::str::from_utf8(&body.kept) {
            Ok(text) => (Some(text.to_owned()), None),
            Err(_) => (None, Some(BASE64.encode(&body.kept))),
        };
        Self { length: body.length, text, base64, cut: body.is_cut() }
    }
}

/// The verdict, or why there is none if a part of the body is missing here.
fn uncut(body: &Body, judge: impl FnOnce() -> Verdict) -> Verdict {
    if body.is_cut() {
        // Less than would have been kept of it: the rest never went out.
        let is_truncated = body.kept.len() < body.length.min(LONGEST_BODY);
        let why = if is_truncated { Unread::Failed } else { Unread::TooLarge { limit: LONGEST_BODY } };
        Verdict::NotJudged(NotJudged::BodyUnread { why })
    } else {
        judge()
    }
}

/// Why a request without an operation is not judged.
fn unrouted(request: &Request<'_>) -> Verdict {
    match asp_validation::route(request.method, request.path) {
        // Not reached for what the server itself routed.
        Route::Found(_) => Verdict::NotJudged(NotJudged::BodyUnread { why: Unread::Dropped }),
        _ => check_request(request),
    }
}

fn listed(headers: &HeaderMap) -> Vec<Header> {
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.iter().map(|(name, value)| Header { name: name.to_string(), value: text(value) }).collect()
}
