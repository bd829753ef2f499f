//! Lists, page by page and item by item.
//!
//! Every page is fetched with all that a call has: token, pace, repetition. While a program works on one page, the next
//! one is on its way. A list ends where the service says so in any of its ways: no `paginationContext`, no token in it, a
//! token of null, an empty token.

use std::collections::HashSet;
use std::future::Future;
use std::hash::{BuildHasher, RandomState};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use reqwest::{Request, StatusCode};
use thiserror::Error;
use tokio::task::JoinHandle;
use tracing::Instrument;

use crate::request::copy;
use crate::{Client, Error, ErrorKind, Operation, Response};

pub use limit::{InvalidLimit, Limit};

mod limit;

mod sealed {
    /// Lets only this crate have pages: the document says what its lists are.
    pub trait Sealed {}
}
pub(crate) use sealed::Sealed;

/// A page of a list. Only this crate implements it.
pub trait Page: Sealed + serde::de::DeserializeOwned + Send + 'static {
    /// What the list is of.
    type Item: Send + 'static;

    /// The continuation token as the page has it; an empty one means the end, like none.
    fn next_token(&self) -> Option<&str>;

    /// The items.
    fn into_items(self) -> Vec<Self::Item>;
}

/// The pages have come to a token that was there before: the list would never end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the continuation token of this page has led to a page before: the list goes in a circle")]
pub struct RepeatedToken;

/// The pages of a list, one after another.
///
/// It is a [`Stream`], and has [`next`](Self::next) for programs without stream helpers. It ends after the last page and
/// after an error; [`resume_token`](Self::resume_token) then says where to go on.
pub struct Pages<P> {
    list: List,
    /// The token of the next page to hand out; `None` for the first.
    token: Option<String>,
    /// Its fetch, if it has begun.
    fetch: Option<Fetch<P>>,
    /// Fingerprints of the tokens that were used.
    used: HashSet<u64>,
    hasher: RandomState,
    state: State,
    /// Whether the last page was reached.
    is_whole: bool,
    prefetch: bool,
    page: std::marker::PhantomData<fn() -> P>,
}

/// What the pages are of.
struct List {
    client: Client,
    operation: Operation,
    /// The query parameter that takes the continuation token.
    parameter: &'static str,
    /// Where a page has the continuation token: a JSON pointer.
    pointer: &'static str,
    /// The request of the first page, or why there is none.
    first: Option<Result<Request, Error>>,
    request: Option<Request>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Going,
    Ended,
}

/// A page on its way. Whoever drops it stops it.
struct Fetch<P>(JoinHandle<Result<Response<P>, Error>>);

impl<P> Drop for Fetch<P> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl<P: Page> Pages<P> {
    pub(crate) fn new(
        client: Client,
        operation: Operation,
        (parameter, pointer): (&'static str, &'static str),
        request: Result<Request, Error>,
    ) -> Self {
        let token = request.as_ref().ok().and_then(|request| token_of(request, parameter));
        let mut pages = Self {
            list: List { client, operation, parameter, pointer, first: Some(request), request: None },
            token,
            fetch: None,
            used: HashSet::new(),
            hasher: RandomState::new(),
            state: State::Going,
            is_whole: false,
            prefetch: true,
            page: std::marker::PhantomData,
        };
        if let Some(token) = &pages.token {
            pages.used.insert(pages.hasher.hash_one(token));
        }
        pages
    }

    /// Fetches each page only when it is asked for, rather than while the program works on the one before.
    #[must_use]
    pub fn without_prefetch(mut self) -> Self {
        self.prefetch = false;
        self
    }

    /// The next page; `None` after the last one and after an error.
    ///
    /// # Errors
    ///
    /// Those of the list operation, and [`ErrorKind::Unexpected`] with [`RepeatedToken`] as its source if the list goes in
    /// a circle.
    pub async fn next(&mut self) -> Option<Result<Response<P>, Error>> {
        std::future::poll_fn(|context| self.poll_page(context)).await
    }

    /// The continuation token of the page that comes next: give it as `next_token` to a new list to go on from there,
    /// also after an error. After a page that came and can't be read it is that of the page behind. `None` at the start,
    /// after the last page, and where a list goes in a circle; see [`is_finished`](Self::is_finished).
    pub fn resume_token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Whether the last page was handed out: there is nothing to resume.
    pub fn is_finished(&self) -> bool {
        self.state == State::Ended && self.is_whole
    }

    /// The items of all pages, one after another.
    pub fn into_items(self) -> Items<P> {
        Items { pages: self, of: None, left: Vec::new().into_iter() }
    }

    /// All pages.
    ///
    /// # Errors
    ///
    /// The first one of a page.
    pub async fn try_collect<C: Default + Extend<Response<P>>>(mut self) -> Result<C, Error> {
        let mut all = C::default();
        while let Some(page) = self.next().await {
            all.extend([page?]);
        }
        Ok(all)
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Response<P>, Error>>> {
        if self.state == State::Ended {
            return Poll::Ready(None);
        }
        if self.fetch.is_none() {
            match self.list.begin(self.token.as_deref()) {
                Ok(fetch) => self.fetch = Some(fetch),
                Err(error) => return self.end_with(error),
            }
        }
        let Some(fetch) = &mut self.fetch else { return Poll::Ready(None) };
        let page = ready!(Pin::new(&mut fetch.0).poll(context));
        self.fetch = None;
        let page = match page {
            Ok(Ok(page)) => page,
            Ok(Err(error)) => {
                // A page that came and can't be read is not in the way of those behind it.
                if let Some(next) = next_of_unread(&error, self.list.pointer) {
                    self.token = Some(next);
                }
                return self.end_with(error);
            }
            Err(stopped) => {
                let error = Error::new(ErrorKind::Transport, Some(self.list.operation));
                return self.end_with(error.with_source(stopped));
            }
        };
        match page.next_token().filter(|token| !token.is_empty()) {
            None => {
                self.token = None;
                self.state = State::Ended;
                self.is_whole = true;
            }
            Some(token) => {
                if self.used.insert(self.hasher.hash_one(token)) {
                    self.token = Some(token.to_owned());
                    if self.prefetch {
                        self.fetch = self.list.begin(self.token.as_deref()).ok();
                    }
                } else {
                    self.token = None;
                    // The page itself is fine and is handed out; what follows is not.
                    self.list.first = Some(Err(self.list.circle()));
                    self.list.request = None;
                }
            }
        }
        Poll::Ready(Some(Ok(page)))
    }

    fn end_with(&mut self, error: Error) -> Poll<Option<Result<Response<P>, Error>>> {
        self.state = State::Ended;
        Poll::Ready(Some(Err(error)))
    }
}

impl<P: Page> Stream for Pages<P> {
    type Item = Result<Response<P>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(context)
    }
}

impl<P> Unpin for Pages<P> {}

impl<P> std::fmt::Debug for Pages<P> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Pages").field("operation", &self.list.operation).finish_non_exhaustive()
    }
}

impl List {
    /// Begins to fetch a page, and to read it.
    fn begin<P: Page>(&mut self, token: Option<&str>) -> Result<Fetch<P>, Error> {
        if let Some(first) = self.first.take() {
            self.request = Some(first?);
        }
        let unclonable = || Error::new(ErrorKind::InvalidRequest, Some(self.operation));
        let mut request = self.request.as_ref().and_then(Request::try_clone).ok_or_else(unclonable)?;
        if let Some(token) = token {
            set_token(&mut request, self.parameter, token);
        }
        let (client, operation) = (self.client.clone(), self.operation);
        let fetch = async move { client.call(operation, &|| Ok(copy(&request))).await };
        Ok(Fetch(tokio::spawn(fetch.in_current_span())))
    }

    fn circle(&self) -> Error {
        Error::new(ErrorKind::Unexpected, Some(self.operation)).with_source(RepeatedToken)
    }
}

/// The continuation token in a success that could not be read.
fn next_of_unread(error: &Error, pointer: &str) -> Option<String> {
    error.status().filter(StatusCode::is_success)?;
    let body: serde_json::Value = serde_json::from_slice(error.body()?).ok()?;
    let token = body.pointer(pointer)?.as_str()?;
    (!token.is_empty()).then(|| token.to_owned())
}

/// The continuation token of a request.
fn token_of(request: &Request, parameter: &str) -> Option<String> {
    let (_, token) = request.url().query_pairs().find(|(name, _)| name == parameter)?;
    Some(token.into_owned())
}

/// Asks for the page of a token.
fn set_token(request: &mut Request, parameter: &str, token: &str) {
    let url = request.url_mut();
    let others: Vec<(String, String)> =
        url.query_pairs().into_owned().filter(|(name, _)| name != parameter).collect();
    url.query_pairs_mut().clear().extend_pairs(others).append_pair(parameter, token);
}

/// The items of a list, one after another.
///
/// It is a [`Stream`], and has [`next`](Self::next) for programs without stream helpers. It ends after the last item and
/// after an error.
pub struct Items<P: Page> {
    pages: Pages<P>,
    /// The token of the page that the items are of.
    of: Option<String>,
    left: std::vec::IntoIter<P::Item>,
}

impl<P: Page> Items<P> {
    /// The next item; `None` after the last one and after an error.
    ///
    /// # Errors
    ///
    /// Those of [`Pages::next`].
    pub async fn next(&mut self) -> Option<Result<P::Item, Error>> {
        std::future::poll_fn(|context| self.poll_item(context)).await
    }

    /// All items.
    ///
    /// # Errors
    ///
    /// The first one of a page.
    pub async fn try_collect<C: Default + Extend<P::Item>>(mut self) -> Result<C, Error> {
        let mut all = C::default();
        while let Some(item) = self.next().await {
            all.extend([item?]);
        }
        Ok(all)
    }

    /// Fetches each page only when it is asked for; see [`Pages::without_prefetch`].
    #[must_use]
    pub fn without_prefetch(mut self) -> Self {
        self.pages = self.pages.without_prefetch();
        self
    }

    /// The continuation token of the page that the next item is on: a new list from there on has it, and the other
    /// items of its page again. `None` if that is the first page, or after the last item; see
    /// [`is_finished`](Self::is_finished).
    pub fn resume_token(&self) -> Option<&str> {
        if self.left.as_slice().is_empty() { self.pages.resume_token() } else { self.of.as_deref() }
    }

    /// Whether the last item was handed out: there is nothing to resume.
    pub fn is_finished(&self) -> bool {
        self.left.as_slice().is_empty() && self.pages.is_finished()
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<P::Item, Error>>> {
        loop {
            if let Some(item) = self.left.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            let of = self.pages.token.clone();
            match ready!(self.pages.poll_page(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(page)) => {
                    self.of = of;
                    self.left = page.into_inner().into_items().into_iter();
                }
            }
        }
    }
}

impl<P: Page> Stream for Items<P> {
    type Item = Result<P::Item, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}

impl<P: Page> Unpin for Items<P> {}

impl<P: Page> std::fmt::Debug for Items<P> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.pages.fmt(formatter)
    }
}
