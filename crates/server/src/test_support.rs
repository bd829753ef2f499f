//! What tests of this crate and of others need. Not part of what users get: behind the feature `test-support`.

mod fill;
pub mod kind;
mod one_by_one;
pub mod postgres;

pub use fill::{Filled, fill};
pub use one_by_one::OneByOne;
