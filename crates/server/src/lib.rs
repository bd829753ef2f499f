//! The reference server: the system that the two pages describe, running.
//!
//! All 25 operations with state, on an embedded SQLite file or on a database that speaks PostgreSQL's protocol, with a
//! stand-in for Login with Amazon and a control API. The server judges requests with `asp-validation` and emits an
//! OpenAPI document of its own, derived from its code by utoipa. It depends neither on the document nor on the client,
//! so that the two derivations can be held against each other.

mod api;
mod app;
mod aside;
mod authorization;
mod body;
mod call;
pub mod clock;
mod control;
mod docs;
mod emulator;
mod exchanges;
mod failure;
mod faults;
mod fidelity;
mod front;
mod health;
mod id;
mod kind;
mod login;
mod metrics;
mod openapi;
mod operations;
mod page_token;
mod request_id;
mod roles;
mod secret;
pub mod seed;
mod serve;
pub mod settings;
mod start;
mod store;
pub mod switches;
#[cfg(any(test, feature = "test-support"))]
pub mod test_support;
mod throttle;
mod units;

pub use app::DatabaseError;
pub use emulator::emulator_openapi;
pub use openapi::openapi;
pub use settings::Settings;
pub use start::{RunError, Running, StartError, start};
pub use store::{OpenError, StoreError};
