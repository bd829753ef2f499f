//! How many allocations a call costs, beside one by reqwest alone.
//!
//! Those of the thread are counted, on which the whole client is: the call, and reqwest's connection. The server is
//! another process.

use std::path::Path;

use asp_client::ids::{RoomId, RoomTypeId};
use asp_server::test_support::fill;
use tokio::runtime::{Builder, Runtime};

use crate::processes::{Server, build_asp};
use crate::report::{Mark, Report, progress};
use crate::sides::{self, Bare};

const CALLS: usize = 200;

pub(crate) fn run(report: &mut Report, folder: &Path) {
    progress("allocations");
    let database = folder.join("allocations.sqlite");
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let filled = runtime.block_on(fill(&database.display().to_string().parse().unwrap(), 1, 1_000)).unwrap();
    let server = runtime.block_on(Server::asp(&build_asp(), &database).with_token());
    let client = sides::client(server.address, &server.token);
    let bare = Bare::new(server.address, &server.token);
    let (room_type, room) = (&filled.room_types[0], &filled.rooms[0]);
    let (room_type_id, room_id): (RoomTypeId, RoomId) = (room_type.parse().unwrap(), room.parse().unwrap());
    let names = |side: &str| (0..=CALLS).map(|number| format!("{side}-{number}")).collect::<Vec<_>>();
    let (own_names, other_names) = (names("own"), names("other"));
    let (mut own_rooms, mut other_rooms) = (Vec::with_capacity(CALLS + 1), Vec::with_capacity(CALLS + 1));

    report.section_of(
        &format!("allocations of a call, mean of {CALLS}"),
        "asp-client",
        "bare reqwest",
        "more",
    );
    let own = count(&runtime, async |_| {
        client.get_room().room_id(&room_id).send().await.unwrap();
    });
    let other = count(&runtime, async |_| {
        bare.get_room(room).await;
    });
    row(report, "get a room", own, other);
    let own = count(&runtime, async |_| {
        let page = client.list_rooms().room_type_id(&room_type_id).max_results(50).send().await.unwrap();
        assert_eq!(page.rooms.len(), 50);
    });
    let other = count(&runtime, async |_| {
        assert_eq!(bare.list_rooms(room_type, None).await.rooms.len(), 50);
    });
    row(report, "list a page of 50 rooms", own, other);
    let own = count(&runtime, async |call| {
        let name = own_names[call].as_str();
        let new = client.create_room().body_map(|new| new.name(name).room_type_id(&room_type_id));
        own_rooms.push(new.send().await.unwrap().into_inner().id);
    });
    let other = count(&runtime, async |call| {
        other_rooms.push(bare.create_room(room_type, &other_names[call]).await.id);
    });
    row(report, "create a room", own, other);
    let own = count(&runtime, async |call| {
        client.delete_room().room_id(&own_rooms[call]).send().await.unwrap();
    });
    let other = count(&runtime, async |call| bare.delete_room(&other_rooms[call]).await);
    row(report, "delete a room", own, other);
}

/// How many allocations a call costs; the first, which opens the connection, is left out. `call` is told its number.
fn count(runtime: &Runtime, mut call: impl AsyncFnMut(usize)) -> f64 {
    runtime.block_on(call(0));
    let counted = allocation_counter::measure(|| {
        runtime.block_on(async {
            for number in 1..=CALLS {
                call(number).await;
            }
        });
    });
    counted.count_total as f64 / CALLS as f64
}

fn row(report: &mut Report, work: &str, own: f64, other: f64) {
    report.row(work, &format!("{own:.1}"), &format!("{other:.1}"), own - other, Mark::AtMost(20.0));
}
