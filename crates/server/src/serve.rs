//! Connections: taken in, bounded, watched and ended; what comes over them goes to whoever responds.
//!
//! What `axum::serve` leaves out: a bound on connections, on heads and on the time that a slow client may take; small
//! memory for idle connections; a shutdown with a deadline; responses that faults drop or cut short.

mod connection;
mod exchange;
mod refused;
mod truncated;
mod watch;

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use http::{Request, Response};
use prometheus_client::metrics::gauge::Gauge;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{Notify, Semaphore};
use tokio::task::JoinHandle;
use tower_service::Service as _;

pub(crate) use truncated::truncated_length;

/// In the extensions of a response: the connection is dropped instead, without a byte of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Severed;

/// A body whose whole length is announced and of which half is sent; then the connection is dropped. For faults.
pub(crate) fn truncated(bytes: &Bytes) -> Body {
    Body::new(truncated::Truncated::new(bytes))
}

/// The body of a request did not arrive in its time. It is the error, or in the sources of the error, that reading the
/// body ends with; what fits is an answer of 408. The connection is closed after any answer.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the body did not arrive within {} seconds", .0.as_secs())]
pub(crate) struct TooSlow(Duration);

/// What clients may take.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    /// How many connections are open at once. When as many are, an idle one is closed for each new one; when none is
    /// idle, new ones wait in the listener's queue.
    pub(crate) connections: usize,
    /// How many connections keep their buffers, 16 KiB each, for a moment after an exchange. Beyond, a connection gives
    /// them back at once, which costs each exchange a microsecond.
    pub(crate) buffered: usize,
    /// How long the head of a request may take from its first byte.
    pub(crate) head_time: Duration,
    /// How many bytes a head may have; 431 otherwise.
    pub(crate) head_bytes: usize,
    /// How many headers a head may have; 431 otherwise.
    pub(crate) headers: usize,
    /// How long the body of a request may take once it is waited for; reading it fails with [`TooSlow`] otherwise.
    pub(crate) body_time: Duration,
    /// How long a connection may be idle.
    pub(crate) idle_time: Duration,
    /// A response that a client holds up for this long must move on by [`Limits::response_bytes`] in each such span.
    pub(crate) response_time: Duration,
    /// See [`Limits::response_time`].
    pub(crate) response_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 12_000,
            buffered: 512,
            head_time: Duration::from_secs(10),
            head_bytes: 32 << 10,
            headers: 100,
            body_time: Duration::from_secs(30),
            // Longer than the 90 s after which widespread clients give up idle connections, so that they do it first and
            // no request meets a connection that is just being closed.
            idle_time: Duration::from_mins(2),
            response_time: Duration::from_secs(10),
            response_bytes: 10 << 10,
        }
    }
}

/// How far a shutdown is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
enum Stage {
    /// None yet.
    Serving,
    /// Exchanges that run may end; nothing new begins.
    Ending,
    /// Time is up.
    Ended,
}

/// What responds to requests.
pub(crate) trait Respond: Clone + Unpin + Send + Sync + 'static {
    /// The response to a request.
    fn respond(&self, request: Request<Body>) -> impl Future<Output = Response<Body>> + Send;
}

impl Respond for Router {
    async fn respond(&self, request: Request<Body>) -> Response<Body> {
        self.clone().call(request).await.unwrap_or_else(|never: Infallible| match never {})
    }
}

/// What all connections share.
struct Shared {
    limits: Limits,
    /// A permit for each connection.
    permits: Arc<Semaphore>,
    /// How many connections have buffers.
    buffered: AtomicUsize,
    /// Wakes the connection that has been idle the longest, which closes.
    too_many: Notify,
    stage: tokio::sync::watch::Sender<Stage>,
    open: Gauge,
}

/// A listener whose connections are being served.
pub(crate) struct Serving {
    address: SocketAddr,
    shared: Arc<Shared>,
    accepting: JoinHandle<()>,
    /// Closed when nobody accepts connections any more.
    accepts: tokio::sync::watch::Sender<()>,
}

/// Listens; port 0 picks a free one.
pub(crate) fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // A restart must not wait for connections of the process before it. On Windows the option means another thing.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    // How many connections the system may hold until they are accepted; it lowers this to its own bound.
    socket.listen(4_096)
}

/// Raises the number of files that the process may have open, and so of connections, to what it may at most; returns how
/// many connections that leaves room for, at most `wanted`.
pub(crate) fn raise_open_files(wanted: usize) -> usize {
    /// For the database, the listener and the runtime.
    const OTHERS: usize = 64;
    // More than any system allows, and fewer than a semaphore holds.
    let wanted = wanted.min(1 << 24);
    match rlimit::increase_nofile_limit(u64::MAX) {
        Ok(limit) => {
            let room = usize::try_from(limit).unwrap_or(usize::MAX).saturating_sub(OTHERS).max(1);
            if room < wanted {
                tracing::warn!(limit, "the system's limit of open files leaves room for {room} connections");
            }
            room.min(wanted)
        }
        Err(error) => {
            tracing::warn!(%error, "the limit of open files could not be raised");
            wanted
        }
    }
}

/// Serves whoever connects, until [`Serving::stop`]. `open` counts connections.
pub(crate) fn serve(
    listener: TcpListener,
    responder: impl Respond,
    limits: Limits,
    open: Gauge,
) -> io::Result<Serving> {
    let address = listener.local_addr()?;
    Ok(serve_from(listener, address, responder, limits, open))
}

fn serve_from(
    listener: impl Accept,
    address: SocketAddr,
    responder: impl Respond,
    limits: Limits,
    open: Gauge,
) -> Serving {
    let shared = Arc::new(Shared {
        permits: Arc::new(Semaphore::new(limits.connections)),
        limits,
        buffered: AtomicUsize::new(0),
        too_many: Notify::new(),
        stage: tokio::sync::watch::Sender::new(Stage::Serving),
        open,
    });
    let (accepts, held) = tokio::sync::watch::channel(());
    let accepted = Arc::clone(&shared);
    let accepting = tokio::spawn(async move {
        // Dropped with this, however it ends.
        let _held = held;
        accept_all(listener, responder, accepted).await;
    });
    Serving { address, shared, accepting, accepts }
}

impl Serving {
    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Waits until nobody accepts connections any more, which should not be.
    pub(crate) async fn ended(&self) {
        self.accepts.closed().await;
    }

    /// Stops listening, closes idle connections and waits for exchanges that run, no longer than `deadline`; then cuts
    /// off what is left. Returns whether nothing was.
    pub(crate) async fn stop(self, deadline: Duration) -> bool {
        self.shared.stage.send_replace(Stage::Ending);
        // It ends at the next await, and the listener with it.
        let _ = self.accepting.await;
        let all = u32::try_from(self.shared.limits.connections).unwrap_or(u32::MAX);
        let in_time = tokio::time::timeout(deadline, self.shared.permits.acquire_many(all)).await.is_ok();
        if !in_time {
            self.shared.stage.send_replace(Stage::Ended);
            // Their tasks end where they wait. One that never waits must not hold up the process.
            let _ = tokio::time::timeout(Duration::from_secs(1), self.shared.permits.acquire_many(all)).await;
        }
        in_time
    }
}

/// Where connections come from.
trait Accept: Send + 'static {
    fn accept(&self) -> impl Future<Output = io::Result<TcpStream>> + Send;
}

impl Accept for TcpListener {
    async fn accept(&self) -> io::Result<TcpStream> {
        self.accept().await.map(|(stream, _)| stream)
    }
}

async fn accept_all(listener: impl Accept, responder: impl Respond, shared: Arc<Shared>) {
    let mut stage = shared.stage.subscribe();
    tokio::select! {
        _ = stage.wait_for(|stage| *stage != Stage::Serving) => {}
        () = accept_until_dropped(listener, responder, &shared) => {}
    }
}

/// Takes connections in; never ends by itself.
async fn accept_until_dropped(listener: impl Accept, responder: impl Respond, shared: &Arc<Shared>) {
    loop {
        let stream = match listener.accept().await {
            Ok(stream) => stream,
            // It was gone before it was taken.
            Err(error) if is_of_one_connection(&error) => {
                tracing::debug!(%error, "a connection was not accepted");
                continue;
            }
            Err(error) => {
                // Most likely no file may be opened: an idle connection gives one back. The connection stays in the
                // queue, so trying again at once would spin.
                tracing::warn!(%error, "no connection can be accepted; trying again in 100 ms");
                shared.too_many.notify_one();
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let permits = Arc::clone(&shared.permits);
        let permit = if let Ok(permit) = Arc::clone(&permits).try_acquire_owned() {
            permit
        } else {
            shared.too_many.notify_one();
            // The semaphore is never closed.
            let Ok(permit) = permits.acquire_owned().await else { return };
            permit
        };
        let _ = stream.set_nodelay(true);
        let open = Open::count(&shared.open);
        let (responder, shared) = (responder.clone(), Arc::clone(shared));
        tokio::spawn(async move {
            connection::run(stream, responder, &shared).await;
            drop((open, permit));
        });
    }
}

/// Whether accepting failed for one connection only.
fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

/// Counts a connection that has buffers.
struct Buffered<'a>(&'a AtomicUsize);

impl<'a> Buffered<'a> {
    fn count(buffered: &'a AtomicUsize) -> Self {
        buffered.fetch_add(1, Relaxed);
        Self(buffered)
    }
}

impl Drop for Buffered<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Relaxed);
    }
}

/// Counts a connection while it is there.
struct Open(Gauge);

impl Open {
    fn count(gauge: &Gauge) -> Self {
        gauge.inc();
        Self(gauge.clone())
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.dec();
    }
}

#[cfg(test)]
mod tests;
