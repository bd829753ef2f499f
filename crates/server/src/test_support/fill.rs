//! A database with more rooms than anybody would create one by one.

use std::sync::Arc;

use rand::SeedableRng as _;
use rand::rngs::StdRng;

use crate::control::Controls;
use crate::id;
use crate::kind::Kind;
use crate::seed;
use crate::settings::Database;
use crate::store::bulk::NewUnit;
use crate::store::{Extent, Row, Step, Store, StoreError, Value};

/// The ids of what was put into a database. Of the rooms and room types there may be many.
#[derive(Debug)]
pub struct Filled {
    /// The organization.
    pub organization: String,
    /// The one property.
    pub property: String,
    /// The room types of the property.
    pub room_types: Vec<String>,
    /// The rooms, room type by room type.
    pub rooms: Vec<String>,
}

/// Puts one property into a new database, with `room_types` room types of `rooms` rooms each. Its creator is the first
/// account, which has a role at each unit, as if all had been created one by one.
///
/// # Errors
///
/// If the database can't be written.
pub async fn fill(database: &Database, room_types: usize, rooms: usize) -> Result<Filled, StoreError> {
    let broken = |error: &dyn std::error::Error| StoreError::Broken(error.to_string());
    let store = Arc::new(Store::open(database, 0).await.map_err(|error| broken(&error))?);
    let controls = Controls::open(Arc::clone(&store)).await?;
    seed::plant(&store, &controls, None).await.map_err(|error| broken(&error))?;

    let organizations = crate::store::seed::organizations(&store).await?;
    let organization = organizations.into_iter().next().map(|(id, _)| id);
    let organization = organization.ok_or_else(|| StoreError::Broken("no organization".to_owned()))?;
    let above = number_of(&store, &organization).await?;
    let mut unit = new_units(controls.now(), above);
    let mut filled =
        Filled { organization, property: String::new(), room_types: Vec::new(), rooms: Vec::new() };

    let property = unit(Kind::Property, above, None, "Property".to_owned());
    filled.property.clone_from(&property.id);
    insert(&store, vec![property]).await?;
    let property = number_of(&store, &filled.property).await?;
    let all: Vec<_> = (0..room_types)
        .map(|number| unit(Kind::RoomType, property, Some(property), format!("Room type {number}")))
        .collect();
    filled.room_types.extend(all.iter().map(|room_type| room_type.id.clone()));
    insert(&store, all).await?;
    for (number, room_type) in filled.room_types.iter().enumerate() {
        let parent = number_of(&store, room_type).await?;
        let all: Vec<_> = (number * rooms..(number + 1) * rooms)
            .map(|number| unit(Kind::Room, parent, Some(property), format!("Room-{number}")))
            .collect();
        filled.rooms.extend(all.iter().map(|room| room.id.clone()));
        insert(&store, all).await?;
    }
    let roles = "INSERT INTO role (account, unit, name, parent) SELECT account.id, unit.number, \
                 CASE WHEN kind = 3 THEN 'A4H.PropertyAdmin' WHEN kind = 4 THEN 'A4H.RoomTypeAdmin' \
                 ELSE 'A4H.RoomAdmin' END, parent FROM unit, account WHERE kind >= 3";
    let steps = vec![Step::some(roles, [])];
    store.write_extent(steps, Extent::Many).await.map_err(|error| broken(&error))?;
    Ok(filled)
}

/// Makes units with ids that are the same in each database.
fn new_units(now: i64, organization: i64) -> impl FnMut(Kind, i64, Option<i64>, String) -> NewUnit {
    let mut rng = StdRng::seed_from_u64(0);
    let mut time = 0;
    move |kind, parent, branch, name| NewUnit {
        id: {
            time += 1;
            id::mint_at(&mut rng, time)
        },
        kind,
        parent: Some(parent),
        branch,
        organization: Some(organization),
        name_key: (kind == Kind::Room).then(|| name.clone().into_bytes()),
        name,
        created_at: now,
    }
}

async fn insert(store: &Store, units: Vec<NewUnit>) -> Result<(), StoreError> {
    store.insert_units(units).await.map(drop).map_err(|error| StoreError::Broken(error.to_string()))
}

async fn number_of(store: &Store, id: &str) -> Result<i64, StoreError> {
    let mut number = None;
    let each = |row: &Row<'_>| {
        number = row.integer(0)?;
        Ok(())
    };
    store.read("SELECT number FROM unit WHERE id = $1", &[Value::from(id)], each).await?;
    number.ok_or_else(|| StoreError::Broken("a unit that was just inserted is gone".to_owned()))
}
