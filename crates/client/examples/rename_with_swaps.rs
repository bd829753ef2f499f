//! Gives rooms of a property new names, also names that other rooms have until then.
//!
//! ```sh
//! cargo run -p asp-client --example rename_with_swaps -- <property id> names.json plan.json
//! ```
//!
//! `names.json` maps old names to new ones, such as `{"101": "102", "102": "101", "103": "104"}`. Names are unique in a
//! property, so rooms are renamed in an order in which each new name is free, and where names go in a circle one room gets
//! a temporary name first: one request for each room and one for each circle, which is the least there can be.
//!
//! Half done, the map of names could mean two things. So it is turned into a plan by room ids, which is written to
//! `plan.json` before anything is changed. After an interruption of any kind the program is just run again: it goes on
//! with the plan that is there, and removes it at the end.

#![allow(clippy::print_stdout, reason = "a program prints")]

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::path::Path;

use anyhow::Context;
use asp_client::Client;
use asp_client::ids::{PropertyId, RoomId};

/// Names of rooms, by their ids.
pub type Names = BTreeMap<RoomId, String>;

/// Why rooms can't be renamed.
pub type Problem = anyhow::Error;

/// The names of all rooms of a property.
pub async fn names_of_rooms(client: &Client, property: &PropertyId) -> Result<Names, Problem> {
    let mut names = Names::new();
    let mut room_types = client.list_room_types().property_id(property).stream();
    while let Some(room_type) = room_types.next().await {
        let mut rooms = client.list_rooms().room_type_id(room_type?.id).stream();
        while let Some(room) = rooms.next().await {
            let room = room?;
            names.insert(room.id, room.name);
        }
    }
    Ok(names)
}

/// Turns a map from old to new names into one from rooms to new names.
pub fn plan(rooms: &Names, new_names: &BTreeMap<String, String>) -> Result<Names, Problem> {
    let ids: HashMap<&str, &RoomId> = rooms.iter().map(|(id, name)| (name.as_str(), id)).collect();
    let mut plan = Names::new();
    for (old, new) in new_names {
        let id = ids.get(old.as_str()).with_context(|| format!("there is no room {old}"))?;
        plan.insert(RoomId::clone(id), new.clone());
    }
    steps(rooms, &plan)?;
    Ok(plan)
}

/// Carries a plan out, from wherever it stands, and tells how many requests it took.
pub async fn rename(client: &Client, property: &PropertyId, plan: &Names) -> Result<usize, Problem> {
    let rooms = names_of_rooms(client, property).await?;
    let steps = steps(&rooms, plan)?;
    for (id, name) in &steps {
        client.update_room().room_id(id).body_map(|update| update.name(name.as_str())).send().await?;
    }
    Ok(steps.len())
}

/// The fewest renamings that lead from the names of the rooms to the planned ones, in an order in which every name is free.
fn steps(rooms: &Names, plan: &Names) -> Result<Vec<(RoomId, String)>, Problem> {
    // Whether two names may differ in case only isn't defined: they may where they do.
    let folded: HashSet<String> = rooms.values().map(|name| name.to_ascii_lowercase()).collect();
    let fold =
        |name: &str| if folded.len() == rooms.len() { name.to_ascii_lowercase() } else { name.to_owned() };

    let mut held: HashMap<String, &RoomId> = HashMap::new();
    let mut wanted = HashSet::new();
    for (id, name) in rooms {
        held.insert(fold(name), id);
        let name = plan.get(id).unwrap_or(name);
        if !wanted.insert(fold(name)) {
            anyhow::bail!("two rooms would be called {name}");
        }
    }
    if let Some((id, name)) = plan.iter().find(|(id, _)| !rooms.contains_key(id)) {
        anyhow::bail!("the room that should be called {name} is not in the property ({id})");
    }

    let mut spare = (1_u64..)
        .map(|number| format!("temporary-{number}"))
        .filter(|name| !folded.contains(name) && !wanted.contains(name));
    let mut left: BTreeMap<&RoomId, &str> = plan.iter().map(|(id, name)| (id, name.as_str())).collect();
    left.retain(|id, name| rooms[*id] != *name);
    let mut steps = Vec::new();
    while let Some((&first, _)) = left.first_key_value() {
        // The room that has the name which the one before it wants, unless it is the same or has been renamed.
        let in_the_way = |id: &RoomId| {
            let holder = *held.get(&fold(left[id]))?;
            (holder != id && left.contains_key(holder)).then_some(holder)
        };
        let mut chain = vec![first];
        let mut next = in_the_way(first);
        while let Some(id) = next.filter(|id| *id != first) {
            chain.push(id);
            next = in_the_way(id);
        }
        if next.is_some() {
            // A circle: the first one makes room for the last.
            steps.push((first.clone(), spare.next().context("there is no temporary name left")?));
        }
        for id in chain.into_iter().rev() {
            steps.extend(left.remove(id).map(|name| (id.clone(), name.to_owned())));
        }
    }
    Ok(steps)
}

/// Writes a plan that is there as a whole or not at all.
fn keep(file: &Path, plan: &Names) -> Result<(), Problem> {
    let unfinished = file.with_extension("unfinished");
    let writer = File::create(&unfinished)?;
    serde_json::to_writer_pretty(&writer, plan)?;
    writer.sync_all()?;
    Ok(std::fs::rename(unfinished, file)?)
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [property, names, file] = arguments.as_slice() else {
        anyhow::bail!("give the id of the property, the file with the names, and one for the plan");
    };
    let (property, file) = (property.parse()?, Path::new(file));
    let client = Client::from_env()?;
    let plan = if file.exists() {
        serde_json::from_slice(&std::fs::read(file)?)?
    } else {
        let names = serde_json::from_slice(&std::fs::read(names)?)?;
        let plan = plan(&names_of_rooms(&client, &property).await?, &names)?;
        keep(file, &plan)?;
        plan
    };
    let requests = rename(&client, &property, &plan).await?;
    std::fs::remove_file(file)?;
    println!("{} rooms have their new names, by {requests} requests", plan.len());
    Ok(())
}
