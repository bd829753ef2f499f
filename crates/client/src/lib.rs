//! Client for the Alexa Smart Properties APIs: the residential Home and Community API and the hospitality Property,
//! Room Type, and Room API.
//!
//! # Quick start
//!
//! ```no_run
//! use asp_client::{ClientPropertiesExt, Region, Token};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let token = Token::new(std::env::var("ASP_ACCESS_TOKEN")?)?;
//! let client = asp_client::connect(Region::NorthAmerica, token)?;
//!
//! let organization = "amzn1.alexa.unit.did.AEXAMPLE";
//! let page = client.list_properties().organization_id(organization).max_results(50u32).send().await?;
//! for property in &page.properties {
//!     println!("{} {}", property.id, property.name);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Each operation is a method of [`Client`] that returns a builder; the methods come from one trait a tag, all of
//! them in [`prelude`]. A body is built with [`types`]:
//!
//! ```no_run
//! use asp_client::prelude::*;
//!
//! # async fn example(client: asp_client::Client, room_type: asp_client::ids::RoomTypeId) -> Result<(), Box<dyn std::error::Error>> {
//! let created = client.create_room().body_map(|room| room.name("Room-1204").room_type_id(room_type)).send().await?;
//! println!("created {}", created.id);
//! # Ok(())
//! # }
//! ```
//!
//! # Errors
//!
//! A response with another status than success arrives whole, documented or not, as
//! [`Error::UnexpectedResponse`] with status, headers (the request id is in `X-Amzn-RequestId`) and the unread body:
//!
//! ```no_run
//! # use asp_client::prelude::*;
//! # async fn example(client: asp_client::Client, room: asp_client::ids::RoomId) {
//! match client.delete_room().room_id(room).send().await {
//!     Ok(_) => println!("deleted"),
//!     Err(Error::UnexpectedResponse(response)) if response.status() == 404 => println!("was not there"),
//!     Err(error) => eprintln!("failed: {error}"),
//! }
//! # }
//! ```
//!
//! The message in an error body is for logs only: the service asks not to show it to customers.
//!
//! # What to know
//!
//! - Reading is lenient: an id of an unknown shape and unknown fields are accepted. Ids and room names that *you* pass
//!   as text are checked before anything is sent.
//! - There is no retry and no token refresh yet: the token is sent as it is.
//! - The vendor withdrew the documentation of the residential API in 2024; that service may no longer answer.
//! - This crate isn't affiliated with Amazon.

mod connect;
mod generated;
mod hooks;
pub mod ids;
mod region;
mod runtime;
mod token;

pub use connect::{ConnectError, connect, connect_to};
pub use generated::{
    Client, ClientHomeCommunitiesExt, ClientHomesExt, ClientInfo, ClientPropertiesExt, ClientRoomTypesExt,
    ClientRoomsExt, Error, ResponseValue, home_communities, homes, properties, room_types, rooms, types,
};
pub use region::Region;
pub use runtime::Runtime;
pub use token::{InvalidToken, Token};

/// What most programs import: the client, the traits with its operations, and its error.
pub mod prelude {
    pub use crate::{
        Client, ClientHomeCommunitiesExt, ClientHomesExt, ClientPropertiesExt, ClientRoomTypesExt,
        ClientRoomsExt, Error,
    };
}
