//! Durable creates by many clients, against one transaction of SQLite for each: with the same rows in the same tables, and
//! with the least that there can be.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use asp_server::test_support::{OneByOne, fill};
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
    let file = bench.folder.path().join("alone.sqlite");
    fill(&file.display().to_string().parse().unwrap(), 1, 1_000).await.unwrap();
    let alone = OneByOne::open(&file).await.unwrap();
    let least = least(&bench.folder.path().join("least.sqlite"));
    let mut rates = [Vec::new(), Vec::new(), Vec::new()];
    for round in 0..ROUNDS {
        progress(&format!("durable creates, round {} of {ROUNDS}", round + 1));
        let token: Arc<str> = asp.token.as_str().into();
        let room_type: Arc<str> = filled.room_types[0].as_str().into();
        let rate;
        (rate, clients) = creates(clients, round, &token, &room_type).await;
        rates[0].push(rate);
        rates[1].push(one_by_one(|count| alone.create(&format!("New-{round}-{count}")).unwrap()));
        rates[2].push(one_by_one(|count| {
            let sql = "INSERT INTO room (id, room_type, name) VALUES (?1, 1, ?2)";
            let id = format!("amzn1.alexa.unit.did.{round:0>52}{count:0>52}");
            let name = format!("New-{round}-{count}");
            least.prepare_cached(sql).unwrap().execute((id, name)).unwrap();
        }));
    }
    let [own, alone, least] = rates;
    let text = |rates: &[f64]| format!("{:.0}", median(rates));
    bench.report.section("durable creates a second", &format!("asp, {CLIENTS} clients"), "one by one");
    for (work, other, mark) in [
        ("create a room, against the same rows", &alone, Mark::AtLeast(5.0)),
        ("  against a single row of three columns", &least, Mark::None),
    ] {
        let ratios: Vec<f64> = own.iter().zip(other).map(|(own, other)| own / other).collect();
        bench.report.row(work, &text(&own), &text(other), median(&ratios), mark);
    }
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

/// What another database does in a round: how many rooms a second.
fn one_by_one(mut create: impl FnMut(usize)) -> f64 {
    let start = Instant::now();
    let mut count = 0;
    while start.elapsed() < ROUND {
        create(count);
        count += 1;
    }
    count as f64 / start.elapsed().as_secs_f64()
}

/// The least that a durable create can be: one row of three columns, one transaction, one wait for the disk.
fn least(path: &Path) -> Connection {
    let connection = Connection::open(path).unwrap();
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
             CREATE TABLE room (id TEXT PRIMARY KEY, room_type INTEGER NOT NULL, name TEXT NOT NULL UNIQUE)",
        )
        .unwrap();
    connection
}
