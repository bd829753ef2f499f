//! A server that a layer stands in front of, and what was seen and heard there.
#![allow(dead_code, reason = "each test target uses a part")]
#![allow(unreachable_pub, reason = "the module is shared by files, not by crates")]

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use asp_validation::layer::{Side, ValidationLayer};
use asp_validation::{Operation, Verdict};
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http_body_util::BodyExt as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{self, UnboundedReceiver};
use tokio::time::timeout;

/// What takes longer hangs: the test fails rather than waits for ever.
const PATIENCE: Duration = Duration::from_mins(1);

pub const ROOMS: &str = "/enterprise/hospitality/v1/rooms";
pub const ID: &str = "amzn1.alexa.unit.did.AS2JVILSBTJKFWX6NRH4P6XJX4Z4MDIW";
/// A valid body of `createRoom`; with escapes and white space that no serializer would write.
pub const ROOM: &str = "{ \"name\" :\t\"Room-\\u0031\",\r\n\"roomTypeId\":\"amzn1.alexa.unit.did.ABC\"}\n";
/// A valid response to `createRoom`.
pub const CREATED: &str = "{ \"id\":\"amzn1.alexa.unit.did.\\u0041\" }";

/// A request as the handler got it.
#[derive(Clone, Debug)]
pub struct Seen {
    pub head: String,
    pub headers: HeaderMap,
    /// What could be read of the body.
    pub body: Bytes,
    pub trailers: Option<HeaderMap>,
    /// Whether reading the body failed.
    pub failed: bool,
}

/// What the observer was told.
#[derive(Debug)]
pub struct Heard {
    pub operation: Option<Operation>,
    pub side: Side,
    pub verdict: Verdict,
    pub refused: bool,
    /// The observation as a careless program logs it.
    pub logged: String,
}

pub struct Server {
    pub address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
    heard: UnboundedReceiver<Heard>,
}

impl Server {
    /// Serves behind `layer` on a free port, with what `respond` answers to the `n`th request, counted from 0.
    pub async fn start<F>(layer: ValidationLayer, respond: F) -> Self
    where
        F: Fn(usize) -> Response + Clone + Send + Sync + 'static,
    {
        let (sender, heard) = mpsc::unbounded_channel();
        let layer = layer.with_observer(move |observation| {
            let logged = format!("{observation:?} {} {}", observation.side, observation.verdict);
            let heard = Heard {
                operation: observation.operation,
                side: observation.side,
                verdict: observation.verdict.clone(),
                refused: observation.refused,
                logged,
            };
            // At the end of a test nobody listens any more.
            let _ = sender.send(heard);
        });
        let (app, seen) = app(respond);
        Self { address: serve(app.layer(layer)).await, seen, heard }
    }

    /// The same without a layer.
    pub async fn bare<F>(respond: F) -> Self
    where
        F: Fn(usize) -> Response + Clone + Send + Sync + 'static,
    {
        let (app, seen) = app(respond);
        let (_, heard) = mpsc::unbounded_channel();
        Self { address: serve(app).await, seen, heard }
    }

    pub fn url(&self, target: &str) -> String {
        format!("http://{}{target}", self.address)
    }

    /// The requests that the handler got so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// The next observation; waits for it.
    pub async fn heard(&mut self) -> Heard {
        timeout(PATIENCE, self.heard.recv()).await.expect("an observation").unwrap()
    }

    /// The observations that were made until now and nobody asked for.
    pub fn heard_beyond(&mut self) -> Vec<Heard> {
        std::iter::from_fn(|| self.heard.try_recv().ok()).collect()
    }

    /// Sends `bytes` as they are; the answer is read until the server closes.
    pub async fn send_raw(&self, bytes: impl AsRef<[u8]>) -> String {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(bytes.as_ref()).await.unwrap();
        let mut answer = Vec::new();
        timeout(PATIENCE, stream.read_to_end(&mut answer)).await.expect("an answer").unwrap();
        String::from_utf8(answer).unwrap()
    }
}

pub fn client() -> reqwest::Client {
    reqwest::Client::builder().timeout(PATIENCE).build().unwrap()
}

fn app<F>(respond: F) -> (Router, Arc<Mutex<Vec<Seen>>>)
where
    F: Fn(usize) -> Response + Clone + Send + Sync + 'static,
{
    let seen = Arc::new(Mutex::new(Vec::new()));
    let record = Arc::clone(&seen);
    let handler = async move |request: Request| {
        let request = read(request).await;
        let count = {
            let mut record = record.lock().unwrap();
            record.push(request);
            record.len()
        };
        respond(count - 1)
    };
    (Router::new().fallback(handler), seen)
}

async fn serve(app: Router) -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async { axum::serve(listener, app).await });
    address
}

/// Reads a request to its end, with trailers.
async fn read(request: Request) -> Seen {
    let (parts, mut body) = request.into_parts();
    let (mut data, mut trailers, mut failed) = (BytesMut::new(), None, false);
    while let Some(frame) = body.frame().await {
        match frame.map(http_body::Frame::into_data) {
            Ok(Ok(bytes)) => data.extend_from_slice(&bytes),
            Ok(Err(frame)) => trailers = frame.into_trailers().ok(),
            Err(_) => {
                failed = true;
                break;
            }
        }
    }
    let head = format!("{} {}", parts.method, parts.uri);
    Seen { head, headers: parts.headers, body: data.freeze(), trailers, failed }
}

/// A response with JSON and the request id that the document asks for.
pub fn json(status: u16, body: impl Into<Body>) -> Response {
    let builder = http::Response::builder().status(status);
    builder
        .header("Content-Type", "application/json")
        .header("X-Amzn-RequestId", "request-1")
        .header("Location", "/enterprise/hospitality/v1/rooms/amzn1.alexa.unit.did.A")
        .body(body.into())
        .unwrap()
}

/// The answer of a handler that does what the document says.
pub fn created(_: usize) -> Response {
    json(201, CREATED)
}

/// A `createRoom` in HTTP/1.1 as it goes over the wire, in chunks of `size` bytes, with a trailer.
pub fn chunked(target: &str, body: &str, size: usize) -> String {
    let mut request = format!(
        "POST {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n\
         Transfer-Encoding: chunked\r\nTrailer: X-Checksum\r\n\r\n"
    );
    for chunk in body.as_bytes().chunks(size) {
        let chunk = std::str::from_utf8(chunk).unwrap();
        write!(request, "{:x}\r\n{chunk}\r\n", chunk.len()).unwrap();
    }
    request + "0\r\nX-Checksum: 42\r\n\r\n"
}
