//! Client for the Alexa Smart Properties APIs: the residential Home and Community API and the hospitality Property,
//! Room Type, and Room API.
//!
//! # Quick start
//!
//! ```
//! use asp_client::{Client, Region, Token};
//!
//! # let access_token = "Atza|example";
//! # let organization = "amzn1.alexa.unit.did.AEXAMPLE";
//! let credentials = Token::new(access_token)?;
//! let client = Client::builder().region(Region::NorthAmerica).credentials(credentials).build()?;
//! # asp_client::testing::example(200, r#"{"properties": [{"id": "A", "name": "Inn", "organizationId": "B"}]}"#, |client| async move {
//! let mut properties = client.list_properties().organization_id(organization).stream();
//! while let Some(property) = properties.next().await {
//!     println!("{}", property?.name);
//! }
//! # Ok(())
//! # });
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Each operation is a method of [`Client`] that returns a builder, sent with `send`. A [`Response`] can be used like the
//! value in it and has the rest: status, headers, request id, [`Location`], the body as it came.
//!
//! ```
//! # asp_client::testing::example(201, r#"{"id": "A"}"#, |client| async move {
//! # let room_type = "amzn1.alexa.unit.did.AEXAMPLE";
//! let created = client.create_room().body_map(|room| room.name("Room-1204").room_type_id(room_type)).send().await?;
//! println!("created {}, request {:?}", created.id, created.request_id());
//! # Ok(())
//! # });
//! ```
//!
//! # Credentials
//!
//! An access token lasts an hour. [`LoginWithAmazon`] gets new ones for a refresh token, a minute before they end and when
//! the service refuses one; however many tasks ask, it is asked once. With a cache, processes share tokens, and a refresh
//! token that was replaced is not lost:
//!
//! ```
//! use asp_client::{Client, LoginWithAmazon, Region};
//!
//! # let (client_id, client_secret, refresh_token) = ("client", "secret", "Atzr|example");
//! let login = LoginWithAmazon::new(client_id, client_secret, refresh_token).cache("/var/lib/hotel-sync/tokens");
//! let client = Client::builder().region(Region::Europe).credentials(login).build()?;
//! # Ok::<(), asp_client::BuildError>(())
//! ```
//!
//! [`Client::from_env`] takes region and credentials from the environment or a profile file; see [`Profile`]. Programs that
//! get tokens elsewhere implement [`TokenProvider`]. Secrets are shown nowhere, and wiped
//! from memory when they are dropped; copies that the HTTP stack and the system made on their way are out of reach.
//!
//! # Lists
//!
//! `stream` has the items and `pages` the pages of all five lists. Each page is fetched with all that a call has, while the
//! program works on the one before. `try_collect` takes all of them, and `resume_token` says where to go on later:
//!
//! ```
//! # asp_client::testing::example(200, r#"{"rooms": [{"id": "A", "name": "12", "roomTypeId": "B"}]}"#, |client| async move {
//! # let room_type = "amzn1.alexa.unit.did.AEXAMPLE";
//! let rooms: Vec<_> = client.list_rooms().room_type_id(room_type).stream().try_collect().await?;
//! println!("{} rooms", rooms.len());
//! # Ok(())
//! # });
//! ```
//!
//! # Repetition, and units that are created once
//!
//! Requests are repeated when that is safe, as the document's `x-throttling` says: 1 s after the first 429, twice as long
//! each time up to 256 s, with full jitter, and bounded by attempts, a deadline and a budget ([`RetryPolicy`]). All tasks
//! of a client keep one pace for each operation, which adapts when the service throttles.
//!
//! A create operation is not repeated if it may have been carried out. `create_or_get` is: when an answer is lost, it looks
//! under the parent for a unit with the name before it asks again, so that nothing is created twice:
//!
//! ```
//! # asp_client::testing::example(200, r#"{"rooms": [{"id": "A", "name": "Room-1204", "roomTypeId": "B"}], "id": "A"}"#, |client| async move {
//! # let room_type = "amzn1.alexa.unit.did.AEXAMPLE";
//! let room = client.create_room().body_map(|room| room.name("Room-1204").room_type_id(room_type));
//! println!("{}", room.create_or_get().await?.id());
//! # Ok(())
//! # });
//! ```
//!
//! The programs in the crate's folder `examples` do whole tasks, which can be run again after any interruption: they onboard
//! a hotel, rename rooms with swaps and offboard a hotel leaf first.
//!
//! # Errors
//!
//! There is one [`Error`]. Programs decide by its [kind](Error::kind); support asks for its request id; status, headers and
//! body of the last response are there whatever they are:
//!
//! ```
//! use asp_client::ErrorKind;
//!
//! # asp_client::testing::example(404, r#"{"message": "no such room"}"#, |client| async move {
//! # let room = "amzn1.alexa.unit.did.AEXAMPLE";
//! match client.delete_room().room_id(room).send().await {
//!     Ok(_) => println!("deleted"),
//!     Err(error) if error.kind() == ErrorKind::NotFound => println!("was not there"),
//!     Err(error) => eprintln!("{}", error.report()),
//! }
//! # Ok(())
//! # });
//! ```
//!
//! Its text has the request id; [`Error::report`] adds what is below it, such as why there is no connection or no token.
//! What the service writes about an error is for logs only: it asks not to show it to customers. So it is not in the text
//! of the error, and [`Error::service_message`] gives it.
//!
//! # Watching
//!
//! Calls and attempts are spans of `tracing`, with the names of OpenTelemetry's conventions for HTTP: `asp.call` (info) with
//! `asp.operation_id`, `asp.attempts` and `error.type`, in it `asp.attempt` (debug) with `http.request.method`,
//! `url.template`, `server.address`, `http.response.status_code`, `http.request.resend_count` and `asp.request_id`.
//! [`ClientBuilder::on_event`] tells a function of every [`Event`], for metrics.
//!
//! # Features
//!
//! - `rustls` (default): HTTPS without OpenSSL, with the system's certificates.
//! - `validation`: requests and responses are held against the contract, to report violations or to enforce it
//!   (`ClientBuilder::strictness`).
//! - `testing`: a service in memory (`testing`), for tests that need no port and, under tokio's paused clock, no time.
//!
//! # What to know
//!
//! - Reading is lenient: an id of an unknown shape, another 2xx status and members that the document doesn't know are
//!   accepted; the latter are in `extra` of each type. Ids, room names and limits that *you* give are checked before
//!   anything is sent.
//! - A deletion whose answer was lost is repeated, and a 404 then means that it is done.
//! - It runs on tokio.
//! - The vendor withdrew the documentation of the residential API in 2024; that service may no longer answer.
//! - This crate isn't affiliated with Amazon.

mod auth;
mod call;
mod client;
mod config;
mod create;
mod error;
mod event;
mod extra;
mod generated;
mod home_communities;
mod homes;
pub mod ids;
mod judge;
mod pacing;
pub mod pages;
mod properties;
mod recent;
mod region;
mod request;
mod response;
mod retry;
mod room_types;
mod rooms;
#[cfg(feature = "testing")]
pub mod testing;
mod trace;
mod transport;

pub use bytes::Bytes;
pub use reqwest;

pub use auth::{
    AuthError, BoxFuture, Credentials, InvalidToken, Lease, LoginWithAmazon, Secret, Token, TokenProvider,
};
pub use client::Client;
pub use config::{BuildError, ClientBuilder, ConfigError, Profile};
pub use create::CreatedOrFound;
pub use error::{Error, ErrorKind, Result, Violation};
pub use event::Event;
pub use extra::Extra;
pub use generated::{Operation, types};
#[cfg(feature = "validation")]
pub use judge::Strictness;
pub use region::{InvalidRegion, Region};
pub use request::RawRequest;
pub use response::{Location, RequestId, Response};
pub use retry::{Jitter, RetryPolicy, THROTTLING, Throttling};

/// Builders of the operations, by tag; what [`Client`]'s methods return.
pub mod builders {
    pub use crate::generated::home_communities::builder as home_communities;
    pub use crate::generated::homes::builder as homes;
    pub use crate::generated::properties::builder as properties;
    pub use crate::generated::room_types::builder as room_types;
    pub use crate::generated::rooms::builder as rooms;
}
