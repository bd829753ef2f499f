//! Judging the exchanges of a reqwest client (feature `reqwest`).
//!
//! [`Exchanges::execute`] sends a request as [`reqwest::Client::execute`] does and judges both sides. Where something
//! else sends the request, [`Exchanges::check_request`] judges it, and [`CheckedRequest::check_response`] judges the
//! response to it.
//!
//! Nothing is ever held back: a request that breaks the contract is sent, and a response that breaks it arrives. What
//! to do about a verdict is up to the caller.
//!
//! # What is seen
//!
//! - A request as it's given, without the headers that a client adds to all its requests.
//! - The response that the client returns. If the client follows redirects, it's the last one, which may be that of
//!   another operation; with [`reqwest::redirect::Policy::none`] it's the response to the request.
//! - Bodies as the client hands them out: decompressed, if the client does that.

mod checked;
mod exchanges;

pub use crate::adapter::passed::PassedBody;
pub use checked::{CheckedRequest, Exchange};
pub use exchanges::Exchanges;
