//! A light client: requests that were written before, and as little reading of responses as can be. It shares the
//! machine's cores with the servers, so what it takes is missing there, for all of them alike.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// A request as it is sent.
pub(crate) fn request(method: &str, target: &str, token: &str, body: Option<&str>) -> Vec<u8> {
    let length = body.map_or(String::new(), |body| {
        format!("content-type: application/json\r\ncontent-length: {}\r\n", body.len())
    });
    let body = body.unwrap_or_default();
    format!(
        "{method} {target} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n{length}\r\n{body}"
    )
    .into_bytes()
}

/// A connection that is kept.
pub(crate) struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// A response, and where its body begins.
pub(crate) struct Reply<'a> {
    pub(crate) status: u16,
    all: &'a [u8],
    body: usize,
}

impl Reply<'_> {
    /// The body, which is JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(self.body()).unwrap()
    }

    pub(crate) fn body(&self) -> &[u8] {
        &self.all[self.body..]
    }

    /// The names of the headers, and how long the body is.
    pub(crate) fn shape(&self) -> (BTreeSet<String>, usize) {
        let head = String::from_utf8_lossy(&self.all[..self.body]);
        let name = |line: &str| line.split(": ").next().unwrap_or_default().to_owned();
        (head.lines().map(name).collect(), self.body().len())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(self.all).into_owned()
    }
}

impl Client {
    pub(crate) async fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream, buffer: vec![0; 32 << 10] }
    }

    /// Sends a request and reads its response.
    pub(crate) async fn exchange(&mut self, request: &[u8]) -> Reply<'_> {
        self.stream.write_all(request).await.unwrap();
        let mut filled = 0;
        let mut extent = None;
        loop {
            if filled == self.buffer.len() {
                self.buffer.resize(filled * 2, 0);
            }
            let read = self.stream.read(&mut self.buffer[filled..]).await.unwrap();
            assert!(read > 0, "the server closed the connection: {}", String::from_utf8_lossy(request));
            filled += read;
            extent = extent.or_else(|| extent_of(&self.buffer[..filled]));
            let Some((body, length)) = extent else { continue };
            let is_whole = match length {
                Some(length) => filled >= body + length,
                None => self.buffer[..filled].ends_with(b"0\r\n\r\n"),
            };
            if is_whole {
                let status = std::str::from_utf8(&self.buffer[9..12]).unwrap().parse().unwrap();
                return Reply { status, all: &self.buffer[..filled], body };
            }
        }
    }

    /// Like [`Self::exchange`]; panics unless the status is the expected one.
    pub(crate) async fn expect(&mut self, request: &[u8], status: u16) -> Reply<'_> {
        let reply = self.exchange(request).await;
        assert!(
            reply.status == status,
            "expected {status}:\n{}\n{}",
            String::from_utf8_lossy(request),
            reply.text()
        );
        reply
    }
}

/// Where the body begins, and how long it is; no length if it comes in chunks. `None` while the head is not there.
fn extent_of(response: &[u8]) -> Option<(usize, Option<usize>)> {
    let end = response.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = response[..end].split(|byte| *byte == b'\n').skip(1);
    let mut is_chunked = false;
    for line in head {
        let (name, value) = line.split_at(line.iter().position(|byte| *byte == b':')?);
        if name.eq_ignore_ascii_case(b"content-length") {
            let value = std::str::from_utf8(&value[1..]).ok()?;
            return Some((end + 4, Some(value.trim().parse().ok()?)));
        }
        is_chunked |= name.eq_ignore_ascii_case(b"transfer-encoding");
    }
    Some((end + 4, if is_chunked { None } else { Some(0) }))
}

/// How many exchanges so many clients complete in a time, each sending its next request when it has its response.
pub(crate) async fn exchanges(
    address: SocketAddr,
    clients: usize,
    requests: &Arc<Vec<Vec<u8>>>,
    status: u16,
    time: Duration,
) -> (u64, Duration) {
    let mut connected = Vec::with_capacity(clients);
    for _ in 0..clients {
        let mut client = Client::connect(address).await;
        for request in requests.iter().cycle().take(10) {
            client.expect(request, status).await;
        }
        connected.push(client);
    }
    let start = Instant::now();
    let mut running = JoinSet::new();
    for (number, mut client) in connected.into_iter().enumerate() {
        let requests = Arc::clone(requests);
        let first = number * requests.len() / clients;
        running.spawn(async move {
            let mut count = 0;
            for request in requests.iter().cycle().skip(first) {
                if start.elapsed() >= time {
                    break;
                }
                client.expect(request, status).await;
                count += 1;
            }
            count
        });
    }
    let mut count = 0;
    while let Some(of_one) = running.join_next().await {
        count += of_one.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()));
    }
    (count, start.elapsed())
}
