//! What 10,000 GETs cost the processors, 64 in flight.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use asp_client::ids::RoomId;
use cpu_time::ProcessTime;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

use crate::processes::Server;
use crate::report::{Mark, Report, median, progress};
use crate::sides::{self, Bare};

const ROUNDS: usize = 40;
const GETS: usize = 10_000;
const IN_FLIGHT: usize = 64;

/// A room as the reference server answers it.
const ROOM: &str = r#"{"id":"amzn1.alexa.unit.did.AS2JVILSBTJKFWX6NRH4P6XJX4Z4MDIW5AARXGOIWS7CGECUT3QJSVVXUZ4XRAR5HZKUFZFMALJI2FZD4HIMTJ45WBCYB5K3YYU4KI4A","roomTypeId":"amzn1.alexa.unit.did.AXSVHMIBWN3SBU4BAI6ZS4ICQCJ6M5GC35RHJGVRKLP42IFYV3GV2HPUJ5D2BSBKVCYGQAVTHM2S5EUSBJV7YRTNSL5WLWQT5QEK2TKQ","name":"Room-1204"}"#;
const ID: &str = "amzn1.alexa.unit.did.AS2JVILSBTJKFWX6NRH4P6XJX4Z4MDIW5AARXGOIWS7CGECUT3QJSVVXUZ4XRAR5HZKUFZFMALJI2FZD4HIMTJ45WBCYB5K3YYU4KI4A";
const TOKEN: &str = "Atza|IQEBLjAsAhRmHjNgHpi0U-Dme37rR6CuUpSREXAMPLE";

pub(crate) fn run(report: &mut Report, folder: &Path) {
    progress("cpu");
    let body = folder.join("room.json");
    std::fs::write(&body, ROOM).unwrap();
    let server = Server::bare(&body);
    let title = format!("processor time of a GET, {IN_FLIGHT} in flight, median of {ROUNDS}");
    report.section(&title, "asp-client", "bare reqwest");
    let one = Builder::new_current_thread().enable_all().build().unwrap();
    one.block_on(assert_same_bytes());
    let all = Builder::new_multi_thread().enable_all().build().unwrap();
    for (name, runtime) in [("runtime of one thread", one), ("runtime of all processors", all)] {
        compare(report, name, &runtime, server.address);
    }
}

fn compare(report: &mut Report, name: &str, runtime: &Runtime, address: SocketAddr) {
    progress(name);
    let (client, bare) = (sides::client(address, TOKEN), Bare::new(address, TOKEN));
    let id: RoomId = ID.parse().unwrap();
    let mut times = [Vec::new(), Vec::new()];
    for round in 0..=ROUNDS {
        // Each begins as often as the other: what comes second finds the machine as the first one left it.
        for side in if round % 2 == 0 { [0, 1] } else { [1, 0] } {
            let took = if side == 0 {
                runtime.block_on(time(|left| {
                    let (client, id) = (client.clone(), id.clone());
                    async move {
                        while take(&left) {
                            let room = client.get_room().room_id(&id).send().await.unwrap();
                            assert_eq!(room.name, "Room-1204");
                        }
                    }
                }))
            } else {
                runtime.block_on(time(|left| {
                    let bare = bare.clone();
                    async move {
                        while take(&left) {
                            let room = bare.get_room(ID).await;
                            assert_eq!(room.name, "Room-1204");
                        }
                    }
                }))
            };
            // The first round opens the connections.
            if round > 0 {
                times[side].push(took);
            }
        }
    }
    let ratios: Vec<f64> = times[0].iter().zip(&times[1]).map(|(own, other)| own / other).collect();
    let [own, other] = times.map(|times| median(&times));
    let text = |time: f64| format!("{time:.1} µs");
    report.row(name, &text(own), &text(other), median(&ratios), Mark::AtMost(1.05));
}

/// Takes one of those that are left.
fn take(left: &AtomicUsize) -> bool {
    left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok()
}

/// The microseconds of processors that one of many GETs takes. `worker` is told how many are left.
async fn time<F: Future<Output = ()> + Send + 'static>(worker: impl Fn(Arc<AtomicUsize>) -> F) -> f64 {
    let left = Arc::new(AtomicUsize::new(GETS));
    let begun = ProcessTime::now();
    let mut workers: JoinSet<()> = (0..IN_FLIGHT).map(|_| worker(Arc::clone(&left))).collect();
    while let Some(ended) = workers.join_next().await {
        ended.unwrap();
    }
    begun.elapsed().as_secs_f64() * 1e6 / GETS as f64
}

/// Panics unless both sides send the same headers with the same values: what is compared must be the same work.
async fn assert_same_bytes() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let answer = async || {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.unwrap());
        }
        let length = ROOM.len();
        let text = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{ROOM}");
        stream.write_all(text.as_bytes()).await.unwrap();
        let mut lines: Vec<_> = String::from_utf8(head).unwrap().lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    let (client, bare) = (sides::client(address, TOKEN), Bare::new(address, TOKEN));
    let id: RoomId = ID.parse().unwrap();
    let (own, room) = tokio::join!(answer(), client.get_room().room_id(&id).send());
    let (other, other_room) = tokio::join!(answer(), bare.get_room(ID));
    assert_eq!(own, other, "the requests differ");
    let room = room.unwrap();
    let other_room = (other_room.id, other_room.name, other_room.room_type_id);
    assert_eq!(
        (room.id.as_str(), room.name.as_str(), room.room_type_id.as_str()),
        (&*other_room.0, &*other_room.1, &*other_room.2)
    );
}
