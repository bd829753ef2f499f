//! Streaming 100,000 rooms by pages of 50, while a program works on them, against a loop that does one after the other.
//!
//! The work on a page, which is the same on both sides: its rooms go into a SQLite table in one transaction, with a log
//! that is written ahead and not synced, as a program does that mirrors a hotel.

use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use asp_client::ids::RoomTypeId;
use asp_server::test_support::fill;
use rusqlite::Connection;
use tokio::runtime::Runtime;

use crate::processes::{Server, build_asp};
use crate::relay;
use crate::report::{Mark, Report, median, progress};
use crate::sides::{self, Bare};

const ROOMS: usize = 100_000;
const ROUNDS: usize = 5;

/// The way there and the way back together.
const NETWORK: Duration = Duration::from_millis(2);

/// Where the rooms go, if anywhere.
struct Mirror(Option<Connection>, usize);

impl Mirror {
    fn new(path: Option<&Path>) -> Self {
        let connection = path.map(|path| {
            let _ = std::fs::remove_file(path);
            let connection = Connection::open(path).unwrap();
            connection
                .execute_batch(
                    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
                     CREATE TABLE room (id TEXT PRIMARY KEY, room_type_id TEXT, name TEXT) WITHOUT ROWID",
                )
                .unwrap();
            connection
        });
        Self(connection, 0)
    }

    /// Takes a page: id, room type and name of each room.
    fn take<'a>(&mut self, rooms: impl Iterator<Item = (&'a str, &'a str, &'a str)>) {
        let Some(connection) = &mut self.0 else {
            self.1 += rooms.count();
            return;
        };
        let transaction = connection.transaction().unwrap();
        {
            let mut insert = transaction.prepare_cached("INSERT INTO room VALUES (?, ?, ?)").unwrap();
            for room in rooms {
                self.1 += insert.execute(room).unwrap();
            }
        }
        transaction.commit().unwrap();
    }
}

pub(crate) fn run(report: &mut Report, folder: &Path) {
    progress("pages");
    let database = folder.join("pages.sqlite");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let filled = runtime.block_on(fill(&database.display().to_string().parse().unwrap(), 1, ROOMS)).unwrap();
    let server = runtime.block_on(Server::asp(&build_asp(), &database).with_token());
    let (to, delay) = (server.address.to_string(), (NETWORK / 2).as_micros().to_string());
    let network = Server::itself(&[relay::ARGUMENT.as_ref(), to.as_ref(), delay.as_ref()]);
    let title = format!("stream {ROOMS} rooms, median of {ROUNDS}");
    report.section(&title, "asp-client", "a loop");
    let mirror = folder.join("mirror.sqlite");
    let over = format!("{} ms of network", NETWORK.as_millis());
    for (name, address, mirror, mark) in [
        ("into SQLite, a transaction a page", server.address, Some(&*mirror), Mark::AtMost(0.7)),
        (&format!("the same, {over}"), network.address, Some(&*mirror), Mark::None),
        ("counted only", server.address, None, Mark::None),
        (&format!("counted only, {over}"), network.address, None, Mark::None),
    ] {
        progress(name);
        let mut times = [Vec::new(), Vec::new()];
        for _ in 0..ROUNDS {
            times[0].push(own(&runtime, address, &server.token, &filled.room_types[0], Mirror::new(mirror)));
            times[1].push(other(
                &runtime,
                address,
                &server.token,
                &filled.room_types[0],
                Mirror::new(mirror),
            ));
        }
        let [own, other] = times.map(|times| median(&times));
        report.row(name, &format!("{own:.2} s"), &format!("{other:.2} s"), own / other, mark);
    }
}

fn own(runtime: &Runtime, address: SocketAddr, token: &str, room_type: &str, mut mirror: Mirror) -> f64 {
    let client = sides::client(address, token);
    let room_type: RoomTypeId = room_type.parse().unwrap();
    let begun = Instant::now();
    runtime.block_on(async {
        let mut pages = client.list_rooms().room_type_id(&room_type).pages();
        while let Some(page) = pages.next().await {
            let page = page.unwrap();
            let rooms = page.rooms.iter();
            mirror.take(rooms.map(|room| (room.id.as_str(), room.room_type_id.as_str(), room.name.as_str())));
        }
    });
    assert_eq!(mirror.1, ROOMS);
    begun.elapsed().as_secs_f64()
}

fn other(runtime: &Runtime, address: SocketAddr, token: &str, room_type: &str, mut mirror: Mirror) -> f64 {
    let bare = Bare::new(address, token);
    let begun = Instant::now();
    runtime.block_on(async {
        let mut next = None::<String>;
        loop {
            let page = bare.list_rooms(room_type, next.as_deref()).await;
            let rooms = page.rooms.iter();
            mirror.take(rooms.map(|room| (room.id.as_str(), room.room_type_id.as_str(), room.name.as_str())));
            next = page.next_token();
            if next.is_none() {
                break;
            }
        }
    });
    assert_eq!(mirror.1, ROOMS);
    begun.elapsed().as_secs_f64()
}
