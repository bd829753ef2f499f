//! Lists, page by page and item by item.
//!
//! Every page is fetched with all that a call has: token, pace, repetition. While a program works on one page, the next
//! one is on its way. A list ends where the service says so in any of its ways: no `paginationContext`, no token in it, a
//! token of null, an empty token.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use reqwest::Request;
use thiserror::Error;

#[cfg(doc)]
use crate::ErrorKind;
use crate::{Client, Error, Operation, Response};
use ahead::{Ahead, Fetched, List};

pub use limit::{InvalidLimit, Limit};

mod ahead;
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
///
/// Up to two pages are held: one that is ready, and one on its way. They are fetched by a task on the runtime that the first
/// page was asked for on, and the list ends with an error if that is shut down.
pub struct Pages<P> {
    operation: Operation,
    state: State<P>,
    /// The token of the next page to hand out; `None` for the first.
    token: Option<String>,
    /// Whether the last page was reached.
    is_whole: bool,
    prefetch: bool,
}

enum State<P> {
    /// Nothing was asked for yet: the list, or why there is none.
    New(Box<Result<List, Error>>),
    Going(Ahead<P>),
    Ended,
}

impl<P: Page> Pages<P> {
    pub(crate) fn new(
        client: Client,
        operation: Operation,
        (parameter, pointer): (&'static str, &'static str),
        request: Result<Request, Error>,
    ) -> Self {
        let list = request.map(|request| List { client, operation, parameter, pointer, request });
        let token = list.as_ref().ok().and_then(List::token);
        let state = State::New(Box::new(list));
        Self { operation, state, token, is_whole: false, prefetch: true }
    }

    /// Fetches each page only when it is asked for, rather than as soon as the one before is there. This saves a request
    /// where only the first pages are wanted.
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
        self.is_whole
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
        if let State::New(_) = self.state
            && let State::New(list) = std::mem::replace(&mut self.state, State::Ended)
        {
            match *list {
                Ok(list) => self.state = State::Going(Ahead::of(list)),
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
        let State::Going(ahead) = &mut self.state else { return Poll::Ready(None) };
        let Fetched { page, next, is_end } = match ready!(ahead.poll(context, self.prefetch)) {
            Ok(fetched) => fetched,
            Err(stopped) => {
                self.state = State::Ended;
                return Poll::Ready(Some(Err(stopped)));
            }
        };
        self.token = next;
        if is_end {
            self.is_whole = page.is_ok();
            self.state = State::Ended;
        }
        Poll::Ready(Some(page))
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
        formatter.debug_struct("Pages").field("operation", &self.operation).finish_non_exhaustive()
    }
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
