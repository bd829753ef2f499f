//! How long a start takes, and how much memory an idle server has.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::Bench;
use crate::load::{Client, request};
use crate::processes::Server;
use crate::report::{Mark, median, progress};

const ROUNDS: usize = 21;

pub(crate) async fn run(bench: &mut Bench) {
    let (mut new, mut existing) = (Vec::new(), Vec::new());
    let mut memory = Vec::new();
    let room = request("GET", "/enterprise/hospitality/v1/rooms/amzn1.alexa.unit.did.A", "none", None);
    for round in 0..ROUNDS {
        progress(&format!("start, round {} of {ROUNDS}", round + 1));
        let path = bench.folder.path().join(format!("start-{round}.sqlite"));
        new.push(start(&bench.asp, &path, &room).await.0);
        let (time, server) = start(&bench.asp, &path, &room).await;
        existing.push(time);
        // Whatever a start leaves to be done is done by then.
        tokio::time::sleep(Duration::from_millis(200)).await;
        memory.push(server.memory("VmRSS").zip(server.memory("RssAnon")));
    }
    bench.report.section(&format!("start and memory, median of {ROUNDS}"), "asp", "mark");
    for (work, times) in
        [("spawn to first answer, new file", &new), ("spawn to first answer, existing file", &existing)]
    {
        let time = median(times);
        bench.report.row(work, &format!("{time:.1} ms"), "50 ms", time / 50.0, Mark::AtMost(1.0));
    }
    let Some(memory) = memory.into_iter().collect::<Option<Vec<_>>>() else {
        println!("the system does not tell how much memory a process has");
        return;
    };
    let (all, anonymous): (Vec<_>, Vec<_>) = memory.into_iter().unzip();
    for (work, bytes) in [("idle memory", all), ("  of which anonymous, not pages of files", anonymous)] {
        let megabytes = median(&bytes) / f64::from(1 << 20);
        bench.report.row(work, &format!("{megabytes:.1} MiB"), "25 MiB", megabytes / 25.0, Mark::AtMost(1.0));
    }
}

/// Milliseconds from starting the process to having its first answer, which is a 401 that went through the database.
async fn start(asp: &Path, database: &Path, room: &[u8]) -> (f64, Server) {
    let start = Instant::now();
    let server = Server::asp(asp, database);
    Client::connect(server.address).await.expect(room, 401).await;
    (start.elapsed().as_secs_f64() * 1e3, server)
}
