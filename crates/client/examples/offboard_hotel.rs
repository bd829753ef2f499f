//! Takes a hotel away: its rooms, its room types and the property, leaves first.
//!
//! ```sh
//! cargo run -p asp-client --example offboard_hotel -- <property id>
//! ```
//!
//! What is gone already counts as done, so after an interruption of any kind it is just run again. A room with devices
//! stays, and so do its room type and the property: it says which, and is run again when the devices are out.

#![allow(clippy::print_stdout, reason = "a program prints")]

use anyhow::Context;
use asp_client::ids::{PropertyId, RoomTypeId};
use asp_client::types::{Room, RoomType};
use asp_client::{Client, Error, ErrorKind, Response};
use futures_util::{StreamExt as _, stream};

/// How many rooms are deleted at once. The client keeps the pace that the service allows.
const AT_ONCE: usize = 8;

/// What came of it.
#[derive(Debug, Default)]
pub struct Offboarded {
    /// How many units were deleted by this run.
    pub deleted: usize,
    /// Rooms that the service keeps, usually because they have devices.
    pub rooms: Vec<Room>,
    /// Room types that it keeps although the caller sees no rooms in them: ask someone who may see more.
    pub room_types: Vec<RoomType>,
    /// Whether the property is gone.
    pub is_gone: bool,
}

/// What came of a deletion.
#[derive(Clone, Copy, PartialEq)]
enum Deleted {
    Now,
    Before,
    /// The service refused: something is in the unit.
    No,
}

/// Deletes all that can be deleted of a property, and the property itself if it is then empty.
pub async fn offboard(client: &Client, property: &PropertyId) -> Result<Offboarded, Error> {
    let mut done = Offboarded::default();
    // The whole list first: what is deleted while one turns pages may shift the others.
    let room_types = client.list_room_types().property_id(property).stream().try_collect();
    let room_types: Vec<RoomType> = or_none(room_types.await)?;
    for room_type in room_types {
        let kept_before = done.rooms.len();
        delete_rooms(client, &room_type.id, &mut done).await?;
        if done.rooms.len() > kept_before {
            continue;
        }
        let deleted = client.delete_room_type().room_type_id(&room_type.id).send().await;
        if done.count(deleted)? == Deleted::No {
            done.room_types.push(room_type);
        }
    }
    if done.rooms.is_empty() && done.room_types.is_empty() {
        let deleted = client.delete_property().property_id(property).send().await;
        done.is_gone = done.count(deleted)? != Deleted::No;
    }
    Ok(done)
}

async fn delete_rooms(client: &Client, room_type: &RoomTypeId, done: &mut Offboarded) -> Result<(), Error> {
    let rooms: Vec<Room> = or_none(client.list_rooms().room_type_id(room_type).stream().try_collect().await)?;
    let mut deletions = stream::iter(rooms)
        .map(async |room| {
            let deleted = client.delete_room().room_id(&room.id).send().await;
            (room, deleted)
        })
        .buffer_unordered(AT_ONCE);
    while let Some((room, deleted)) = deletions.next().await {
        if done.count(deleted)? == Deleted::No {
            done.rooms.push(room);
        }
    }
    Ok(())
}

/// A list under a parent that is gone has nothing in it.
fn or_none<T>(list: Result<Vec<T>, Error>) -> Result<Vec<T>, Error> {
    match list {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        list => list,
    }
}

impl Offboarded {
    fn count(&mut self, deletion: Result<Response<()>, Error>) -> Result<Deleted, Error> {
        match deletion {
            Ok(_) => {
                self.deleted += 1;
                Ok(Deleted::Now)
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Deleted::Before),
            Err(error) if error.kind() == ErrorKind::InvalidRequest => Ok(Deleted::No),
            Err(error) => Err(error),
        }
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let property = std::env::args().nth(1).context("give the id of the property")?;
    let done = offboard(&Client::from_env()?, &property.parse()?).await?;
    println!("{} units deleted", done.deleted);
    for room in &done.rooms {
        println!("room {} is kept: take its devices out ({})", room.name, room.id);
    }
    for room_type in &done.room_types {
        println!(
            "room type {} is kept: it may have rooms that you can't see ({})",
            room_type.name, room_type.id
        );
    }
    anyhow::ensure!(done.is_gone, "the property stays");
    Ok(())
}
