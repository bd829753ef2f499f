//! What the vendor's reference pages state, fact by fact.
//!
//! The vendor publishes pages and no document. [`import`](import()) reads a saved copy of a page, as text or HTML, into
//! its [facts](Page): no sentence is kept, only figures, names and a fingerprint of the wording. [`claims`] says the same of
//! the document, in the same words, so that the two can be held against each other.
//!
//! - [`departures`]: where the document and the pages differ, in both directions
//! - [`Errata`]: why the document says what it says there, and whether each erratum is still needed
//! - [`changes`]: what a newer copy of a page says that an older one didn't, and [what it touches](touched)
//!
//! Not here: files. This crate turns text into facts.

mod change;
pub mod claims;
mod compare;
mod errata;
pub mod import;
mod page;
mod reference;
pub mod views;

pub use change::{Change, changes, touched};
pub use compare::{Departure, Statement, departures, statements};
pub use errata::{Class, Errata, Erratum, Fault, Retired};
pub use import::{Imported, Unread, import};
pub use page::{Fact, Page, PageError, Subject};
pub use reference::reference;
