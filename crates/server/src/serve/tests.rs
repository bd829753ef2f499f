//! Clients are plain sockets. Time is tokio's and paused: it moves on when nobody has anything to do.

use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::StatusCode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::{Instant, sleep};

use super::*;

mod refused;
mod shutdown;
mod slow;

const GET: &str = "GET / HTTP/1.1\r\nhost: test\r\n\r\n";

/// A server, and what its handlers wait for.
struct Server {
    serving: Serving,
    open: Gauge,
    /// `GET /slow` says when it has begun, and ends when it may.
    begun: Arc<Semaphore>,
    may_end: Arc<Semaphore>,
}

impl Server {
    fn start(limits: Limits) -> Self {
        Self::start_on(listen("127.0.0.1:0".parse().unwrap()).unwrap(), limits)
    }

    fn start_on(listener: TcpListener, limits: Limits) -> Self {
        let (begun, may_end) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
        let (begins, ends) = (Arc::clone(&begun), Arc::clone(&may_end));
        let slow = || async move {
            begins.add_permits(1);
            ends.acquire().await.unwrap().forget();
            "slow"
        };
        let router = Router::new()
            .route("/", get(|| async { "fine" }))
            .route("/slow", get(slow))
            .route("/bare", get(|| async { StatusCode::BAD_REQUEST }))
            .route("/body", post(read_body))
            .route("/strict", post(async |body: Request| (StatusCode::BAD_REQUEST, read_body(body).await)))
            .route("/large", get(|| async { vec![b'x'; 32 << 20] }))
            .route("/severed", get(|| async { (axum::Extension(Severed), "never seen") }))
            .route("/truncated", get(|| async { Response::new(truncated(&"0123456789".into())) }));
        let open = Gauge::default();
        let serving = serve(listener, router, limits, open.clone()).unwrap();
        Self { serving, open, begun, may_end }
    }

    async fn client(&self) -> Client {
        Client(TcpStream::connect(self.serving.address()).await.unwrap())
    }

    /// A client whose exchange runs.
    async fn busy_client(&self) -> Client {
        let mut client = self.client().await;
        client.send("GET /slow HTTP/1.1\r\nhost: test\r\n\r\n").await;
        self.begun.acquire().await.unwrap().forget();
        client
    }

    /// Waits until so many connections are open.
    async fn has_open(&self, connections: i64) {
        while self.open.get() != connections {
            sleep(Duration::from_millis(1)).await;
        }
    }
}

async fn read_body(request: Request) -> Response {
    match axum::body::to_bytes(request.into_body(), 1 << 20).await {
        Ok(bytes) => format!("{} bytes", bytes.len()).into_response(),
        Err(error) => {
            let error: &dyn std::error::Error = &error;
            let mut sources = std::iter::successors(Some(error), |error| error.source());
            let is_too_slow = sources.any(<dyn std::error::Error>::is::<TooSlow>);
            let status = if is_too_slow { StatusCode::REQUEST_TIMEOUT } else { StatusCode::BAD_REQUEST };
            status.into_response()
        }
    }
}

struct Client(TcpStream);

impl Client {
    async fn send(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).await.unwrap();
    }

    /// One response with a `content-length`: its head and its body.
    async fn response(&mut self) -> (String, String) {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(self.0.read_u8().await.unwrap());
        }
        let head = String::from_utf8(head).unwrap();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
        let mut body = vec![0; length.parse().unwrap()];
        self.0.read_exact(&mut body).await.unwrap();
        (head, String::from_utf8(body).unwrap())
    }

    async fn body(&mut self) -> String {
        self.response().await.1
    }

    /// All that comes until the server closes the connection, whether it does so gently or not.
    async fn rest(&mut self) -> String {
        let mut bytes = Vec::new();
        while let Ok(byte) = self.0.read_u8().await {
            bytes.push(byte);
        }
        String::from_utf8(bytes).unwrap()
    }

    /// Sends a byte a second until the server answers or closes the connection.
    async fn drip(&mut self, text: &str) -> String {
        let (mut reader, mut writer) = self.0.split();
        let mut bytes = Vec::new();
        tokio::select! {
            _ = reader.read_to_end(&mut bytes) => {}
            () = async {
                for byte in text.as_bytes() {
                    if writer.write_all(&[*byte]).await.is_err() { break; }
                    sleep(Duration::from_secs(1)).await;
                }
                std::future::pending::<()>().await;
            } => {}
        }
        String::from_utf8(bytes).unwrap()
    }
}

#[tokio::test(start_paused = true)]
async fn a_connection_serves_many_exchanges_also_when_they_are_sent_at_once() {
    for buffered in [0, 512] {
        let server = Server::start(Limits { buffered, ..Limits::default() });
        let mut client = server.client().await;
        for _ in 0..3 {
            client.send(GET).await;
            assert_eq!(client.body().await, "fine");
        }
        client.send(&GET.repeat(3)).await;
        for _ in 0..3 {
            assert_eq!(client.body().await, "fine");
        }
        for body in ["", "12345", &"x".repeat(100_000)] {
            let length = body.len();
            client
                .send(&format!("POST /body HTTP/1.1\r\nhost: test\r\ncontent-length: {length}\r\n\r\n{body}"))
                .await;
            assert_eq!(client.body().await, format!("{length} bytes"));
        }
        client.send("GET /large HTTP/1.1\r\nhost: test\r\n\r\n").await;
        assert_eq!(client.body().await.len(), 32 << 20);
        assert_eq!(server.open.get(), 1);
    }
}

/// The first half of a head comes with the request before it, the second one when the connection counts as idle.
#[tokio::test(start_paused = true)]
async fn what_was_read_too_early_is_not_lost() {
    for buffered in [0, 512] {
        let server = Server::start(Limits { buffered, ..Limits::default() });
        let mut client = server.client().await;
        let (first, second) = GET.split_at(20);
        for wait in [0, 1, 3, 6] {
            client.send(&format!("{GET}{first}")).await;
            assert_eq!(client.body().await, "fine", "{wait}");
            sleep(Duration::from_secs(wait)).await;
            client.send(second).await;
            assert_eq!(client.body().await, "fine", "{wait}");
        }
        client.send(&format!("{GET}{first}")).await;
        assert_eq!(client.body().await, "fine");
        let begin = Instant::now();
        assert_eq!(client.rest().await, "");
        assert!(begin.elapsed() <= Duration::from_secs(13), "{:?}", begin.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn beyond_the_bound_the_longest_idle_connection_makes_room() {
    let server = Server::start(Limits { connections: 2, ..Limits::default() });
    let mut clients = [server.client().await, server.client().await];
    for client in clients.iter_mut().rev() {
        client.send(GET).await;
        assert_eq!(client.body().await, "fine");
        sleep(Duration::from_secs(5)).await;
    }
    let mut third = server.client().await;
    third.send(GET).await;
    assert_eq!(third.body().await, "fine");
    assert_eq!(clients[1].rest().await, "");
    clients[0].send(GET).await;
    assert_eq!(clients[0].body().await, "fine");
    assert_eq!(server.open.get(), 2);
}

#[tokio::test(start_paused = true)]
async fn beyond_the_bound_a_connection_waits_until_a_busy_one_ends() {
    let server = Server::start(Limits { connections: 2, ..Limits::default() });
    let mut busy = [server.busy_client().await, server.busy_client().await];
    let mut third = server.client().await;
    third.send(GET).await;
    let waiting = tokio::time::timeout(Duration::from_mins(1), third.response()).await;
    assert!(waiting.is_err(), "{waiting:?}");
    server.may_end.add_permits(2);
    for client in &mut busy {
        assert_eq!(client.body().await, "slow");
    }
    assert_eq!(third.body().await, "fine");
}

/// The client sends all of its body before it reads the answer, as many do.
#[tokio::test(start_paused = true)]
async fn an_answer_arrives_although_the_body_was_not_read() {
    let server = Server::start(Limits::default());
    for path in ["/body", "/unknown"] {
        let mut client = server.client().await;
        client.send(&format!("POST {path} HTTP/1.1\r\nhost: test\r\ncontent-length: 8000000\r\n\r\n")).await;
        client.send(&"x".repeat(8_000_000)).await;
        let rest = client.rest().await;
        assert!(rest.starts_with("HTTP/1.1 4"), "{rest}");
    }
    server.has_open(0).await;
}

/// A listener that fails for a while.
struct Failing {
    inner: TcpListener,
    errors: Vec<io::Error>,
    calls: Arc<AtomicUsize>,
}

impl Accept for Failing {
    async fn accept(&self) -> io::Result<TcpStream> {
        let call = self.calls.fetch_add(1, Relaxed);
        match self.errors.get(call) {
            Some(error) => {
                Err(error.raw_os_error().map_or(error.kind().into(), io::Error::from_raw_os_error))
            }
            None => Accept::accept(&self.inner).await,
        }
    }
}

#[tokio::test(start_paused = true)]
async fn failing_to_accept_neither_ends_nor_spins() {
    const EMFILE: i32 = 24;
    let server = Server::start(Limits::default());
    let inner = listen("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = inner.local_addr().unwrap();
    let mut errors: Vec<_> = (0..20).map(|_| io::Error::from_raw_os_error(EMFILE)).collect();
    errors.extend((0..5).map(|_| io::ErrorKind::ConnectionAborted.into()));
    let calls = Arc::new(AtomicUsize::new(0));
    let failing = Failing { inner, errors, calls: Arc::clone(&calls) };
    let begin = Instant::now();
    let router = Router::new().route("/", get(|| async { "fine" }));
    let accepting = tokio::spawn(accept_all(failing, router, Arc::clone(&server.serving.shared)));
    let mut client = Client(TcpStream::connect(address).await.unwrap());
    client.send(GET).await;
    assert_eq!(client.body().await, "fine");
    assert_eq!(
        begin.elapsed(),
        Duration::from_secs(2),
        "100 ms for each lack of files, none for lost connections"
    );
    assert_eq!(calls.load(Relaxed), 27, "25 errors, the connection, and the wait for the next one");
    accepting.abort();
}

/// A listener that panics once it is used.
struct Panicking;

impl Accept for Panicking {
    async fn accept(&self) -> io::Result<TcpStream> {
        tokio::task::yield_now().await;
        panic!("no more connections");
    }
}

#[tokio::test(start_paused = true)]
async fn it_is_told_when_nobody_accepts_connections_any_more() {
    let server = Server::start(Limits::default());
    let patience = Duration::from_hours(1);
    tokio::time::timeout(patience, server.serving.ended()).await.unwrap_err();
    let address = server.serving.address();
    let serving = serve_from(Panicking, address, Router::new(), Limits::default(), Gauge::default());
    tokio::time::timeout(patience, serving.ended()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_severed_response_is_no_response() {
    let server = Server::start(Limits::default());
    let mut client = server.client().await;
    client.send("GET /severed HTTP/1.1\r\nhost: test\r\n\r\n").await;
    assert_eq!(client.rest().await, "");
    server.has_open(0).await;
}

#[tokio::test(start_paused = true)]
async fn a_truncated_body_announces_all_and_sends_half() {
    let server = Server::start(Limits::default());
    let mut client = server.client().await;
    client.send("GET /truncated HTTP/1.1\r\nhost: test\r\n\r\n").await;
    let rest = client.rest().await;
    assert!(rest.starts_with("HTTP/1.1 200 OK\r\n") && rest.contains("\r\ncontent-length: 10\r\n"), "{rest}");
    assert!(rest.ends_with("\r\n\r\n01234"), "{rest}");
}
