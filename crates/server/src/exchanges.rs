//! The last exchanges of this process, for whoever wants to see what was said and whether it keeps the contract.
//!
//! Both sides are judged when somebody looks, not when the exchange takes place. Secrets are masked before anything is
//! kept: only headers and query parameters whose names are known to be harmless keep their values, and bodies are kept
//! of the operations of the document alone, so never of token requests. Every process has a log of its own.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use asp_validation::Operation;
use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, Uri};
use parking_lot::Mutex;

pub(crate) use self::view::{Filter, View};
use pack::Pack;

mod pack;
mod view;

/// How many bytes are kept of a body. Longer ones are cut, and not judged.
const LONGEST_BODY: usize = 64 << 10;

/// What an exchange takes besides its texts, about.
const OVERHEAD: usize = 256;

/// An exchange while it takes place, and in the log.
#[derive(Clone, Debug)]
pub(crate) struct Exchange {
    /// When the request came, in milliseconds since 1970 by the server's clock.
    at: i64,
    /// How long it took, by the machine's clock.
    duration: Duration,
    operation: Option<Operation>,
    client: Option<Arc<str>>,
    method: Method,
    /// Request id, path and query, and the request's headers.
    head: Pack,
    request_body: Body,
    response: Option<Answer>,
    faults: Box<[i64]>,
}

/// What was answered.
#[derive(Clone, Debug)]
struct Answer {
    status: StatusCode,
    headers: Pack,
    body: Body,
}

/// A body, or its beginning.
#[derive(Clone, Debug, Default)]
struct Body {
    kept: Bytes,
    /// How many bytes it has in all.
    length: usize,
}

impl Body {
    /// A body that is a part of a larger buffer, which must not be kept for it.
    fn copied(body: &[u8]) -> Self {
        let kept = body.get(..LONGEST_BODY).unwrap_or(body);
        Self { kept: Bytes::copy_from_slice(kept), length: body.len() }
    }

    /// A body that has its memory to itself.
    fn shared(body: &Bytes) -> Self {
        if body.len() > LONGEST_BODY {
            Self::copied(body)
        } else {
            Self { kept: body.clone(), length: body.len() }
        }
    }

    fn is_cut(&self) -> bool {
        self.kept.len() < self.length
    }
}

impl Exchange {
    /// An exchange whose request has come at `at` by the server's clock.
    pub(crate) fn begin(request_id: &str, at: i64, method: &Method, uri: &Uri, headers: &HeaderMap) -> Self {
        Self {
            at,
            duration: Duration::ZERO,
            operation: None,
            client: None,
            method: method.clone(),
            head: Pack::of_request(request_id, uri, headers),
            request_body: Body::default(),
            response: None,
            faults: Box::default(),
        }
    }

    /// Says which operation it is for.
    pub(crate) fn set_operation(&mut self, operation: Operation) {
        self.operation = Some(operation);
    }

    /// Says who sent it.
    pub(crate) fn set_client(&mut self, client: &Arc<str>) {
        self.client = Some(Arc::clone(client));
    }

    /// Keeps the body of the request. The operation must be known by now; without one nothing is kept.
    pub(crate) fn set_request_body(&mut self, body: &[u8]) {
        if self.operation.is_some() {
            self.request_body = Body::copied(body);
        }
    }

    /// Says which faults struck it.
    pub(crate) fn set_faults(&mut self, faults: &[i64]) {
        self.faults = faults.into();
    }

    /// Keeps the response, as it was sent. Without this the connection was dropped.
    pub(crate) fn set_response(&mut self, status: StatusCode, headers: &HeaderMap, body: &Bytes) {
        let body = if self.operation.is_some() { Body::shared(body) } else { Body::default() };
        self.response = Some(Answer { status, headers: Pack::of_response(headers), body });
    }

    /// Says that only so many bytes of the response's body were sent before the connection ended.
    pub(crate) fn cut_response(&mut self, sent: usize) {
        if let Some(answer) = &mut self.response {
            answer.body.kept.truncate(sent);
        }
    }

    /// Says how long it took, by the machine's clock.
    pub(crate) fn set_duration(&mut self, duration: Duration) {
        self.duration = duration;
    }

    fn bytes(&self) -> usize {
        let answer =
            self.response.as_ref().map_or(0, |answer| answer.headers.bytes() + answer.body.kept.len());
        let client = self.client.as_deref().map_or(0, str::len);
        OVERHEAD + self.head.bytes() + self.request_body.kept.len() + client + answer
    }
}

/// The log.
#[derive(Debug)]
pub(crate) struct Exchanges {
    most: usize,
    most_bytes: usize,
    ring: Mutex<Ring>,
    /// The last reset of the server that it knows of; another process may have done it.
    resets: AtomicI64,
}

#[derive(Debug, Default)]
struct Ring {
    exchanges: VecDeque<Arc<Exchange>>,
    bytes: usize,
}

impl Exchanges {
    /// A log of at most `count` exchanges that take at most `bytes`; of none if either is 0.
    pub(crate) fn new(count: usize, bytes: usize) -> Self {
        Self { most: count, most_bytes: bytes, ring: Mutex::default(), resets: AtomicI64::default() }
    }

    /// Whether anything is kept at all.
    pub(crate) fn is_on(&self) -> bool {
        self.most > 0 && self.most_bytes > 0
    }

    /// Keeps an exchange, and forgets the oldest that have no room any more.
    pub(crate) fn record(&self, exchange: Exchange) {
        let bytes = exchange.bytes();
        if !self.is_on() || bytes > self.most_bytes {
            return;
        }
        let exchange = Arc::new(exchange);
        // What is forgotten is freed after the lock: mostly one.
        let mut forgotten = None;
        let mut more = Vec::new();
        let mut ring = self.ring.lock();
        while ring.exchanges.len() >= self.most || ring.bytes + bytes > self.most_bytes {
            let Some(oldest) = ring.exchanges.pop_front() else { break };
            ring.bytes -= oldest.bytes();
            more.extend(forgotten.replace(oldest));
        }
        ring.bytes += bytes;
        ring.exchanges.push_back(exchange);
        drop(ring);
    }

    /// Forgets what was before the last reset of the server, if `resets` is the first to tell of it.
    pub(crate) fn follow(&self, resets: i64) {
        // Mostly there is none, and then nothing is written that all threads share.
        if self.resets.load(Ordering::Relaxed) < resets
            && self.resets.fetch_max(resets, Ordering::Relaxed) < resets
        {
            self.clear();
        }
    }

    /// Forgets all.
    pub(crate) fn clear(&self) {
        let all = std::mem::take(&mut *self.ring.lock());
        drop(all);
    }

    /// How many exchanges are kept, and how many bytes they take.
    pub(crate) fn size(&self) -> (usize, usize) {
        let ring = self.ring.lock();
        (ring.exchanges.len(), ring.bytes)
    }

    /// The exchanges that pass `filter`, oldest first, judged.
    pub(crate) fn select(&self, filter: &Filter) -> Vec<View> {
        let all: Vec<_> = self.ring.lock().exchanges.iter().cloned().collect();
        let concerned = all.iter().rev().filter(|exchange| filter.concerns(exchange));
        let accepted = concerned.map(|exchange| View::new(exchange)).filter(|view| filter.accepts(view));
        let mut views: Vec<_> = accepted.take(filter.last.unwrap_or(usize::MAX)).collect();
        views.reverse();
        views
    }
}

#[cfg(test)]
mod tests;
