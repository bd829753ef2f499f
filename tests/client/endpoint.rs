//! A token endpoint that answers as a test wants, or passes requests on to a reference server.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What is answered to a request.
pub(crate) enum Reply {
    /// A status, a media type and a body.
    Is(u16, &'static str, String),
    /// The connection ends.
    Dropped,
}

impl Reply {
    pub(crate) fn json(status: u16, body: impl Into<String>) -> Self {
        Self::Is(status, "application/json", body.into())
    }
}

/// A running endpoint, gone with the test.
pub(crate) struct Endpoint {
    pub(crate) url: String,
    requests: Arc<AtomicUsize>,
    listening: JoinHandle<()>,
}

impl Endpoint {
    /// One that answers the body of each request, and its number counted from 1, with what a function says.
    pub(crate) async fn start<F>(answer: impl Fn(String, usize) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Reply> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/auth/o2/token", listener.local_addr().unwrap());
        let requests = Arc::new(AtomicUsize::new(0));
        let (count, answer) = (Arc::clone(&requests), Arc::new(answer));
        let listening = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (count, answer) = (Arc::clone(&count), Arc::clone(&answer));
                tokio::spawn(async move {
                    let mut stream = stream;
                    let Some(body) = read(&mut stream).await else { return };
                    let number = count.fetch_add(1, Ordering::SeqCst) + 1;
                    if let Reply::Is(status, media_type, body) = answer(body, number).await {
                        let head = format!(
                            "HTTP/1.1 {status} Answer\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\n\
                             Connection: close\r\n\r\n",
                            body.len(),
                        );
                        // Whoever asked may have left.
                        let _ = stream.write_all(&[head.as_bytes(), body.as_bytes()].concat()).await;
                        let _ = stream.shutdown().await;
                    }
                });
            }
        });
        Self { url, requests, listening }
    }

    /// One that passes requests on to the token endpoint of a server.
    pub(crate) async fn before(server: &str) -> Self {
        let pass = pass(server);
        Self::start(move |body, _| pass(body)).await
    }

    /// How many requests came so far.
    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

/// Passes the body of a request on to the token endpoint of a server.
pub(crate) fn pass(
    server: &str,
) -> impl Fn(String) -> futures_util::future::BoxFuture<'static, Reply> + use<> {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("{server}/auth/o2/token");
    move |body| {
        let request = http.post(&url).header("Content-Type", "application/x-www-form-urlencoded").body(body);
        Box::pin(async move {
            let answer = request.send().await.unwrap();
            Reply::json(answer.status().as_u16(), answer.text().await.unwrap())
        })
    }
}

/// The body of a request, unless the connection ends first.
async fn read(stream: &mut TcpStream) -> Option<String> {
    let mut text = Vec::new();
    loop {
        if let Some(at) = text.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&text[..at]).to_ascii_lowercase();
            let length =
                head.lines().find_map(|line| line.strip_prefix("content-length: ").map(str::to_owned));
            let length: usize = length.map_or(0, |length| length.parse().unwrap());
            if text.len() >= at + 4 + length {
                return Some(String::from_utf8_lossy(&text[at + 4..]).into_owned());
            }
        }
        if stream.read_buf(&mut text).await.ok()? == 0 {
            return None;
        }
    }
}
