//! Exchanges a second, against a bare handler with the same bytes and against Prism.

use std::sync::Arc;
use std::time::Duration;

use asp_server::test_support::fill;

use crate::Bench;
use crate::load::{Client, exchanges, request};
use crate::processes::Server;
use crate::report::{Mark, median, progress};

const ROUNDS: usize = 15;
const ROUND: Duration = Duration::from_millis(500);
const CLIENTS: usize = 64;

/// One of those that take turns.
struct Contestant<'a> {
    server: &'a Server,
    requests: Arc<Vec<Vec<u8>>>,
    /// Exchanges a second, round by round.
    rates: Vec<f64>,
    exchanges: u64,
    busy: Option<Duration>,
}

pub(crate) async fn run(bench: &mut Bench) {
    progress("throughput");
    let database = bench.folder.path().join("throughput.sqlite");
    let filled = fill(&database.display().to_string().parse().unwrap(), 1, 1_000).await.unwrap();
    let asp = Server::asp(&bench.asp, &database).with_token().await;
    let rooms = "/enterprise/hospitality/v1/rooms";
    let of = |target: String| request("GET", &target, &asp.token, None);
    let get = Arc::new(filled.rooms.iter().map(|id| of(format!("{rooms}/{id}"))).collect::<Vec<_>>());
    let list = of(format!("{rooms}?roomTypeId={}&maxResults=50", filled.room_types[0]));
    let list = Arc::new(vec![list]);

    let mut client = Client::connect(asp.address).await;
    let mut bare = Vec::new();
    for (name, requests) in [("unit", &get), ("page", &list)] {
        let path = bench.folder.path().join(name);
        std::fs::write(&path, client.expect(&requests[0], 200).await.body()).unwrap();
        let server = Server::bare(&path);
        // The answers are the same but for the request id, the time and the continuation token, which is sealed anew.
        let own = client.expect(&requests[0], 200).await.shape();
        let other = Client::connect(server.address).await.expect(&requests[0], 200).await.shape();
        assert_eq!(own, other, "the answers differ");
        bare.push(server);
    }

    bench.report.section(
        &format!("exchanges a second, {CLIENTS} clients, median of {ROUNDS}"),
        "asp",
        "bare axum",
    );
    for (name, requests, bare, mark) in
        [("GET one unit", &get, &bare[0], 0.7), ("list page of 50", &list, &bare[1], 0.5)]
    {
        compare(bench, name, [(&asp, requests), (bare, requests)], Mark::AtLeast(mark)).await;
    }
    match Server::prism() {
        Some(prism) => {
            bench.report.section("against Prism", "asp", "Prism");
            compare(bench, "GET one unit", [(&asp, &get), (&prism, &get)], Mark::AtLeast(30.0)).await;
            compare(bench, "list page of 50", [(&asp, &list), (&prism, &list)], Mark::None).await;
        }
        None => println!("\nPrism is not installed: `npm ci` in tests/benches/prism does it"),
    }
    let megabytes =
        |bytes: Option<f64>| bytes.map_or("?".to_owned(), |bytes| format!("{:.1} MiB", bytes / 1_048_576.0));
    println!(
        "memory of asp after this: {}, of which {} anonymous",
        megabytes(asp.memory("VmRSS")),
        megabytes(asp.memory("RssAnon"))
    );
}

async fn compare(bench: &mut Bench, work: &str, pair: [(&Server, &Arc<Vec<Vec<u8>>>); 2], mark: Mark) {
    let mut pair = pair.map(|(server, requests)| Contestant {
        server,
        requests: Arc::clone(requests),
        rates: Vec::new(),
        exchanges: 0,
        busy: Some(Duration::ZERO),
    });
    for round in 0..ROUNDS {
        progress(&format!("{work}, round {} of {ROUNDS}", round + 1));
        for contestant in &mut pair {
            contestant.round().await;
        }
    }
    let ratios: Vec<f64> = pair[0].rates.iter().zip(&pair[1].rates).map(|(own, other)| own / other).collect();
    let rate = |contestant: &Contestant<'_>| format!("{:.0}", median(&contestant.rates));
    bench.report.row(work, &rate(&pair[0]), &rate(&pair[1]), median(&ratios), mark);
    if let [Some(own), Some(other)] = [pair[0].microseconds(), pair[1].microseconds()] {
        let text = |time: f64| format!("{time:.1} µs");
        let work = "  time of processors for each, in the server";
        bench.report.row(work, &text(own), &text(other), own / other, Mark::None);
    }
}

impl Contestant<'_> {
    async fn round(&mut self) {
        let before = self.server.processor_time();
        let (count, time) = exchanges(self.server.address, CLIENTS, &self.requests, 200, ROUND).await;
        let busy =
            self.server.processor_time().zip(before).map(|(after, before)| after.saturating_sub(before));
        self.rates.push(count as f64 / time.as_secs_f64());
        self.exchanges += count;
        self.busy = self.busy.zip(busy).map(|(all, busy)| all + busy);
    }

    fn microseconds(&self) -> Option<f64> {
        Some(self.busy?.as_secs_f64() * 1e6 / self.exchanges as f64)
    }
}
