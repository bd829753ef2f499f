//! A server of raw bytes, for answers that the reference server does not give.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;

use asp_client::{Client, ClientBuilder, RetryPolicy, Token};
use parking_lot::Mutex;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What a connection gets, and nothing after it.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// These bytes, and the connection ends.
    Bytes(Vec<u8>),
    /// Nothing, as long as the caller waits.
    Silence,
}

impl Reply {
    /// An answer whose `Content-Length` may announce more than there is.
    pub(crate) fn http(status: u16, headers: &[(&str, &str)], length: usize, body: &[u8]) -> Self {
        let mut text = format!("HTTP/1.1 {status} Status\r\nConnection: close\r\n");
        if status != 204 {
            write!(text, "Content-Length: {length}\r\n").unwrap();
        }
        for (name, value) in headers {
            write!(text, "{name}: {value}\r\n").unwrap();
        }
        Self::Bytes([text.as_bytes(), b"\r\n", body].concat())
    }
}

/// A server of raw bytes, gone when it is dropped.
pub(crate) struct Responder {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Responder {
    /// Gives each request what `reply` says, given how many came before it.
    pub(crate) async fn start(reply: impl Fn(usize) -> Reply + Send + Sync + 'static) -> Self {
        Self::on(TcpListener::bind("127.0.0.1:0").await.unwrap(), reply)
    }

    /// The same on a socket that is there already.
    pub(crate) fn on(listener: TcpListener, reply: impl Fn(usize) -> Reply + Send + Sync + 'static) -> Self {
        let address = listener.local_addr().unwrap();
        let requests = Arc::<Mutex<Vec<String>>>::default();
        let task = tokio::spawn(serve(listener, Arc::clone(&requests), Arc::new(reply)));
        Self { address, requests, task }
    }

    /// The requests so far.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().clone()
    }

    /// A builder of clients of it that send each request once.
    pub(crate) fn builder(&self) -> ClientBuilder {
        builder_of(self.address).retry(RetryPolicy::never())
    }

    /// A client of it that sends each request once.
    pub(crate) fn client(&self) -> Client {
        self.builder().build().unwrap()
    }
}

impl Drop for Responder {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A builder of clients of a server at this address.
pub(crate) fn builder_of(address: SocketAddr) -> ClientBuilder {
    let token = Token::new("Atza|test").unwrap();
    Client::builder().base_url(format!("http://{address}")).credentials(token)
}

async fn serve(
    listener: TcpListener,
    requests: Arc<Mutex<Vec<String>>>,
    reply: Arc<dyn Fn(usize) -> Reply + Send + Sync>,
) {
    loop {
        let (mut connection, _) = listener.accept().await.unwrap();
        let (requests, reply) = (Arc::clone(&requests), Arc::clone(&reply));
        tokio::spawn(async move {
            let Some(request) = read(&mut connection).await else { return };
            let number = {
                let mut requests = requests.lock();
                requests.push(request);
                requests.len() - 1
            };
            match reply(number) {
                Reply::Bytes(bytes) => {
                    // Whoever has read enough may have left.
                    let _ = connection.write_all(&bytes).await;
                    let _ = connection.shutdown().await;
                }
                Reply::Silence => {
                    let _ = connection.read(&mut [0]).await;
                }
            }
        });
    }
}

/// A request, head and body; `None` if the caller left before its end.
async fn read(connection: &mut TcpStream) -> Option<String> {
    let mut request = Vec::new();
    loop {
        let mut piece = [0; 4096];
        let length = connection.read(&mut piece).await.ok().filter(|length| *length > 0)?;
        request.extend_from_slice(&piece[..length]);
        let text = String::from_utf8_lossy(&request);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length =
            head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
        if body.len() >= length.unwrap_or(0) {
            return Some(text.into_owned());
        }
    }
}
