//! The validators that `cargo xtask generate validation` writes; see the crate's documentation for their use.
#![allow(
    unreachable_pub,
    reason = "tables are public in their module, whether or not the module is exported"
)]
#![allow(unused_qualifications, reason = "a table is named in the same way wherever it is referred to")]
#![allow(clippy::needless_update, reason = "tables name what the document says and leave the rest to a base")]
#![allow(
    clippy::wildcard_imports,
    reason = "tables consist of the types of one module, which exists for that purpose"
)]

#[rustfmt::skip]
mod headers;
#[rustfmt::skip]
mod home_communities;
#[rustfmt::skip]
mod homes;
#[rustfmt::skip]
mod operation;
#[rustfmt::skip]
mod parameters;
#[rustfmt::skip]
mod patterns;
#[rustfmt::skip]
mod properties;
#[rustfmt::skip]
mod responses;
#[rustfmt::skip]
mod room_types;
#[rustfmt::skip]
mod rooms;
#[rustfmt::skip]
mod routes;
#[rustfmt::skip]
pub mod schemas;

pub use operation::Operation;
