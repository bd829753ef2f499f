//! Sets up a hotel: the property, its room types and their rooms.
//!
//! ```sh
//! cargo run -p asp-client --example onboard_hotel -- <organization id> hotel.json
//! ```
//!
//! The file describes the hotel:
//!
//! ```json
//! {"name": "Harbor View Hotel", "roomTypes": [{"name": "Suite", "rooms": ["101", "102"]}]}
//! ```
//!
//! Units that are there stay as they are, so after an interruption of any kind it is just run again.

#![allow(clippy::print_stdout, reason = "a program prints")]

use asp_client::ids::{OrganizationId, PropertyId, RoomId, RoomTypeId};
use asp_client::{Client, CreatedOrFound, Error};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde::Deserialize;

/// How many rooms are created at once. The client keeps the pace that the service allows.
const AT_ONCE: usize = 8;

/// What the hotel should have.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Hotel {
    name: String,
    room_types: Vec<RoomType>,
}

/// A room type and the names of its rooms.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoomType {
    name: String,
    rooms: Vec<String>,
}

/// What came of it.
#[derive(Debug)]
pub struct Onboarded {
    /// The property.
    pub property: PropertyId,
    /// How many units were created.
    pub created: usize,
    /// How many were there.
    pub found: usize,
}

/// Sees to it that the hotel is there: parents first, and rooms of a room type several at once.
pub async fn onboard(
    client: &Client,
    organization: &OrganizationId,
    hotel: &Hotel,
) -> Result<Onboarded, Error> {
    let property = client
        .create_property()
        .body_map(|new| new.name(&hotel.name).organization_id(organization))
        .create_or_get()
        .await?;
    let mut onboarded = Onboarded { property: property.id().clone(), created: 0, found: 0 };
    onboarded.count(&property);
    for wanted in &hotel.room_types {
        let room_type = client
            .create_room_type()
            .body_map(|new| new.name(&wanted.name).property_id(&onboarded.property))
            .create_or_get()
            .await?;
        onboarded.count(&room_type);
        let mut rooms = stream::iter(&wanted.rooms)
            .map(|name| create_room(client, room_type.id(), name))
            .buffer_unordered(AT_ONCE);
        while let Some(room) = rooms.try_next().await? {
            onboarded.count(&room);
        }
    }
    Ok(onboarded)
}

async fn create_room(
    client: &Client,
    room_type: &RoomTypeId,
    name: &str,
) -> Result<CreatedOrFound<RoomId>, Error> {
    client.create_room().body_map(|new| new.name(name).room_type_id(room_type)).create_or_get().await
}

impl Onboarded {
    fn count<I>(&mut self, unit: &CreatedOrFound<I>) {
        match unit {
            CreatedOrFound::Created(_) => self.created += 1,
            CreatedOrFound::Found(_) => self.found += 1,
        }
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (Some(organization), Some(file)) = (arguments.next(), arguments.next()) else {
        anyhow::bail!("give the id of the organization and the file that describes the hotel");
    };
    let hotel: Hotel = serde_json::from_slice(&std::fs::read(file)?)?;
    let client = Client::from_env()?;
    let onboarded = onboard(&client, &organization.parse()?, &hotel).await?;
    let Onboarded { property, created, found } = onboarded;
    println!("{property}: {created} units created, {found} were there");
    Ok(())
}
