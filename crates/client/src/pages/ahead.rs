//! The pages of a list on their way, ahead of the program that works on them.
//!
//! A task of its own fetches one page after another and reads it, as far as it may: it goes from a page to the next without
//! the program, whose turn may come late. Each page needs a permit, which is the span of whoever asked.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use reqwest::{Request, StatusCode};
use thiserror::Error as ThisError;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tracing::{Instrument, Span};

use super::{Page, RepeatedToken};
use crate::request::copy;
use crate::{Client, Error, ErrorKind, Operation, Response};

/// What the pages are of.
pub(super) struct List {
    pub(super) client: Client,
    pub(super) operation: Operation,
    /// The query parameter that takes the continuation token.
    pub(super) parameter: &'static str,
    /// Where a page has the continuation token: a JSON pointer.
    pub(super) pointer: &'static str,
    /// The request of the first page.
    pub(super) request: Request,
}

/// What came of a page.
pub(super) struct Fetched<P> {
    pub(super) page: Result<Response<P>, Error>,
    /// The continuation token of the page that comes next.
    pub(super) next: Option<String>,
    /// Whether nothing follows.
    pub(super) is_end: bool,
}

/// The task is over, and the list is not.
#[derive(Clone, Copy, Debug, ThisError)]
#[error("the task that fetches the pages was stopped")]
struct Stopped;

/// Pages on their way. Whoever drops it stops them.
pub(super) struct Ahead<P> {
    operation: Operation,
    fetched: mpsc::Receiver<Fetched<P>>,
    /// Lets one more page be fetched, in a span.
    permits: mpsc::UnboundedSender<Span>,
    /// How many permits there were so far.
    permitted: usize,
    /// How many pages were handed out.
    handed: usize,
    task: JoinHandle<()>,
}

impl<P> Drop for Ahead<P> {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl<P: Page> Ahead<P> {
    /// Gets ready to fetch.
    pub(super) fn of(list: List) -> Self {
        let operation = list.operation;
        let (permits, wanted) = mpsc::unbounded_channel();
        let (sender, fetched) = mpsc::channel(2);
        let task = tokio::spawn(list.fetch(wanted, sender));
        Self { operation, fetched, permits, permitted: 0, handed: 0, task }
    }

    /// The next page. With `prefetch` the one behind it may be fetched as soon as it is there.
    ///
    /// # Errors
    ///
    /// If the task was stopped.
    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
        prefetch: bool,
    ) -> Poll<Result<Fetched<P>, Error>> {
        let may_be = self.handed + 1 + usize::from(prefetch);
        while self.permitted < may_be {
            // A task that has ended says so below.
            let _ = self.permits.send(Span::current());
            self.permitted += 1;
        }
        if let Some(fetched) = ready!(self.fetched.poll_recv(context)) {
            self.handed += 1;
            return Poll::Ready(Ok(fetched));
        }
        // No end was handed out before: the runtime stops, or the task has panicked.
        let error = Error::new(ErrorKind::Transport, Some(self.operation));
        Poll::Ready(Err(match ready!(Pin::new(&mut self.task).poll(context)) {
            Ok(()) => error.with_source(Stopped),
            Err(stopped) => error.with_source(stopped),
        }))
    }
}

impl List {
    /// The continuation token that the first page is asked for with.
    pub(super) fn token(&self) -> Option<String> {
        let (_, token) = self.request.url().query_pairs().find(|(name, _)| name == self.parameter)?;
        Some(token.into_owned())
    }

    /// Fetches page after page, as far as there are permits.
    async fn fetch<P: Page>(self, mut permits: mpsc::UnboundedReceiver<Span>, to: mpsc::Sender<Fetched<P>>) {
        let mut token = self.token();
        // Fingerprints of the tokens that were used.
        let hasher = RandomState::new();
        let mut used: HashSet<u64> = token.iter().map(|token| hasher.hash_one(token)).collect();
        loop {
            let Some(span) = permits.recv().await else { return };
            let page = self.page::<P>(token.as_deref()).instrument(span).await;
            let next = match &page {
                Ok(page) => page.next_token().filter(|token| !token.is_empty()).map(str::to_owned),
                // A page that came and can't be read is not in the way of those behind it.
                Err(error) => next_of_unread(error, self.pointer).or(token),
            };
            let is_end = page.is_err() || next.is_none();
            let is_circle = !is_end && next.as_ref().is_some_and(|next| !used.insert(hasher.hash_one(next)));
            // A page that leads back is fine itself, and is handed out.
            let after = next.clone().filter(|_| !is_circle);
            if to.send(Fetched { page, next: after, is_end }).await.is_err() || is_end {
                return;
            }
            if is_circle {
                let error = Error::new(ErrorKind::Unexpected, Some(self.operation));
                let page = Err(error.with_source(RepeatedToken));
                // Nobody may be left to be told.
                let _ = to.send(Fetched { page, next: None, is_end: true }).await;
                return;
            }
            token = next;
        }
    }

    /// Fetches the page of a token.
    async fn page<P: Page>(&self, token: Option<&str>) -> Result<Response<P>, Error> {
        let build = || {
            let mut request = copy(&self.request);
            if let Some(token) = token {
                set_token(&mut request, self.parameter, token);
            }
            Ok(request)
        };
        self.client.call(self.operation, &build).await
    }
}

/// The continuation token in a success that could not be read.
fn next_of_unread(error: &Error, pointer: &str) -> Option<String> {
    error.status().filter(StatusCode::is_success)?;
    let body: serde_json::Value = serde_json::from_slice(error.body()?).ok()?;
    let token = body.pointer(pointer)?.as_str()?;
    (!token.is_empty()).then(|| token.to_owned())
}

/// Asks for the page of a token.
fn set_token(request: &mut Request, parameter: &str, token: &str) {
    let url = request.url_mut();
    let others: Vec<(String, String)> =
        url.query_pairs().into_owned().filter(|(name, _)| name != parameter).collect();
    url.query_pairs_mut().clear().extend_pairs(others).append_pair(parameter, token);
}
