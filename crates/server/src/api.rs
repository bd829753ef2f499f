//! The 25 operations: what goes over the wire, and a handler for each; one file a tag.
//!
//! utoipa derives the OpenAPI document of the server from what is written here, as a second derivation of the contract:
//! nothing reads the authored document. Request types own their strings, response types borrow theirs from the store's
//! answer, and the examples are values of those types wherever a type is serialised.

mod examples;
pub(crate) mod home_communities;
pub(crate) mod homes;
mod ids;
pub(crate) mod page;
mod parameters;
pub(crate) mod properties;
pub(crate) mod responses;
pub(crate) mod room_types;
pub(crate) mod rooms;
