//! Hand-written: declares the files below `generated/`, which belong to `cargo xtask generate client`.

// progenitor and typify choose the code below; these lints are about style or are answered by the generator's docs.
#![allow(unreachable_pub, reason = "what is public is decided by the re-exports of the crate root")]
#![allow(unused_qualifications, reason = "generated paths are absolute so that no name can shadow them")]
#![allow(elided_lifetimes_in_paths, reason = "generated signatures")]
#![allow(
    clippy::all,
    clippy::pedantic,
    clippy::unwrap_used,
    reason = "generated code is not edited for style"
)]

#[rustfmt::skip]
pub mod home_communities;
#[rustfmt::skip]
pub mod homes;
#[rustfmt::skip]
mod operations;
#[rustfmt::skip]
mod pages;
#[rustfmt::skip]
pub mod properties;
#[rustfmt::skip]
pub mod room_types;
#[rustfmt::skip]
pub mod rooms;
/// Bodies of requests and responses, as the document's schemas have them.
#[rustfmt::skip]
pub mod types;

pub use operations::{Operation, THROTTLING};
