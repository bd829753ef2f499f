//! Durable creates by many clients, against one transaction of SQLite for each.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use asp_server::test_support::fill;
use rusqlite::Connection;
use tokio::task::JoinSet;

use crate::Bench;
use crate::load::{Client, request};
use crate::processes::Server;
use crate::report::{Mark, median, progress};

const ROUNDS: usize = 15;
const ROUND: Duration = Duration::from_millis(500);
const CLIENTS: usize = 64;

/// How many requests are prepared for each client and round.
const MOST: usize = 2_000;

pub(crate) async fn run(bench: &mut Bench) {
    let database = bench.folder.path().join("creates.sqlite");
    let filled = fill(&database.display().to_string().parse().unwrap(), 1, 1_000).await.unwrap();
    let asp = Server::asp(&bench.asp, &database).with_token().await;
    let mut clients = Vec::new();
    for _ in 0..CLIENTS {
        clients.push(Client::connect(asp.address).await);
    }
    let mut bare = Bare::open(&bench.folder.path().join("bare.sqlite"));
    let (mut own, mut other) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        progress(&format!("durable creates, round {} of {ROUNDS}", round + 1));
        let token: Arc<str> = asp.token.as_str().into();
        let room_type: Arc<str> = filled.room_types[0].as_str().into();
        let rate;
        (rate, clients) = creates(clients, round, &token, &room_type).await;
        own.push(rate);
        other.push(bare.round());
    }
    let ratios: Vec<f64> = own.iter().zip(&other).map(|(own, other)| own / other).collect();
    let text = |rates: &[f64]| format!("{:.0}", median(rates));
    bench.report.section("durable creates a second", "asp, 64 clients", "one by one");
    let work = "create a room, against a bare transaction each";
    bench.report.row(work, &text(&own), &text(&other), median(&ratios), Mark::AtLeast(5.0));
}

/// Creates by all clients for a time: how many a second were acknowledged.
async fn creates(
    clients: Vec<Client>,
    round: usize,
    token: &Arc<str>,
    room_type: &Arc<str>,
) -> (f64, Vec<Client>) {
    // Written before, so that what the client does is little.
    let create = |number: usize, count: usize| {
        let body = format!(r#"{{"name":"New-{round}-{number}-{count}","roomTypeId":"{room_type}"}}"#);
        request("POST", "/enterprise/hospitality/v1/rooms", token, Some(&body))
    };
    let numbered = clients.into_iter().enumerate();
    let prepared: Vec<_> = numbered
        .map(|(number, client)| (client, (0..MOST).map(|count| create(number, count)).collect::<Vec<_>>()))
        .collect();
    let start = Instant::now();
    let mut running = JoinSet::new();
    for (mut client, requests) in prepared {
        running.spawn(async move {
            let mut count = 0;
            for create in &requests {
                if start.elapsed() >= ROUND {
                    break;
                }
                client.expect(create, 201).await;
                count += 1;
            }
            assert!(count < MOST, "the server is too fast for so few requests");
            (count, client)
        });
    }
    let mut clients = Vec::new();
    let mut all = 0;
    while let Some(of_one) = running.join_next().await {
        let (count, client) = of_one.unwrap();
        all += count;
        clients.push(client);
    }
    (all as f64 / start.elapsed().as_secs_f64(), clients)
}

/// What a server without group commit would do at least: one row, one transaction, one wait for the disk.
struct Bare {
    connection: Connection,
    count: i64,
}

impl Bare {
    fn open(path: &Path) -> Self {
        let connection = Connection::open(path).unwrap();
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
                 CREATE TABLE room (id TEXT PRIMARY KEY, room_type INTEGER NOT NULL, name TEXT NOT NULL UNIQUE)",
            )
            .unwrap();
        Self { connection, count: 0 }
    }

    fn round(&mut self) -> f64 {
        let start = Instant::now();
        let first = self.count;
        while start.elapsed() < ROUND {
            let mut insert = self
                .connection
                .prepare_cached("INSERT INTO room (id, room_type, name) VALUES (?1, 1, ?2)")
                .unwrap();
            let id = format!("amzn1.alexa.unit.did.{:0>104}", self.count);
            insert.execute((id, format!("New-{}", self.count))).unwrap();
            self.count += 1;
        }
        (self.count - first) as f64 / start.elapsed().as_secs_f64()
    }
}
