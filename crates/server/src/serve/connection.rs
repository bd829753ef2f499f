//! One connection: it waits without buffers while it is idle, and is driven by hyper while it is used.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::watch::Receiver;

use super::exchange::Exchanges;
use super::watch::{Activity, Counted, Judgement, TICK, Watch};
use super::{Buffered, Respond, Shared, Stage};

/// How long a client may go on sending a body that was refused.
const LINGER: Duration = Duration::from_secs(2);

/// Serves a connection until it ends.
pub(super) async fn run(mut stream: TcpStream, responder: impl Respond, shared: &Shared) {
    let mut stage = shared.stage.subscribe();
    let mut early = Bytes::new();
    loop {
        if early.is_empty() && !is_wanted(&stream, shared, &mut stage).await {
            return;
        }
        // In a box, so that idle connections do not hold room for it.
        match Box::pin(use_it(stream, early, responder.clone(), shared, &mut stage)).await {
            Some(parts) => (stream, early) = parts,
            None => return,
        }
    }
}

/// Waits until the client has sent something; `false` if the connection is to be closed before.
async fn is_wanted(stream: &TcpStream, shared: &Shared, stage: &mut Receiver<Stage>) -> bool {
    // A stream may be said to be readable when it is not: only a byte counts.
    let mut first = [0];
    tokio::select! {
        // A request that is there goes first.
        biased;
        peeked = stream.peek(&mut first) => peeked.is_ok_and(|bytes| bytes > 0),
        _ = reach(stage, Stage::Ending) => false,
        () = shared.too_many.notified() => false,
        () = tokio::time::sleep(shared.limits.idle_time) => false,
    }
}

/// Serves exchanges until the connection is idle, and returns it with what was read too early; `None` once it has
/// ended.
async fn use_it(
    stream: TcpStream,
    early: Bytes,
    responder: impl Respond,
    shared: &Shared,
    stage: &mut Receiver<Stage>,
) -> Option<(TcpStream, Bytes)> {
    let limits = &shared.limits;
    let activity = Arc::new(Activity::after(&early));
    let stream = Counted::new(stream, early, Arc::clone(&activity));
    let exchanges = Exchanges { responder, activity: Arc::clone(&activity), body_time: limits.body_time };
    let mut connection = http1::Builder::new()
        // The watch has the times: one timer in place of one for each head.
        .header_read_timeout(None)
        .max_headers(limits.headers)
        .max_header_size(limits.head_bytes)
        // Also bounds what a client that never reads can make the server keep.
        .max_buf_size(2 * limits.head_bytes.max(8 << 10))
        .serve_connection(TokioIo::new(stream), exchanges);
    let _buffered = Buffered::count(&shared.buffered);
    let mut watch = Watch::new(Arc::clone(&activity));
    let mut tick = pin!(tokio::time::sleep(TICK));
    let mut next = Stage::Ending;
    loop {
        tokio::select! {
            biased;
            ended = poll_fn(|context| match connection.poll_without_shutdown(context) {
                Poll::Ready(ended) => Poll::Ready(Some(ended)),
                Poll::Pending => {
                    let is_crowded = shared.buffered.load(Relaxed) > limits.buffered;
                    let is_over = is_crowded && next == Stage::Ending && activity.is_between_exchanges();
                    if is_over { Poll::Ready(None) } else { Poll::Pending }
                }
            }) => {
                match ended {
                    None => break,
                    Some(Ok(())) => end(connection.into_parts().io.into_inner().into_stream(), &activity).await,
                    Some(Err(error)) => {
                        let is_refused = error.is_parse();
                        tracing::debug!(error = &error as &dyn std::error::Error, "a connection failed");
                        if is_refused {
                            end(connection.into_parts().io.into_inner().into_stream(), &activity).await;
                        }
                    }
                }
                return None;
            }
            reached = reach(stage, next) => {
                if reached == Stage::Ended {
                    return None;
                }
                next = Stage::Ended;
                std::pin::Pin::new(&mut connection).graceful_shutdown();
            }
            () = &mut tick => {
                tick.as_mut().reset(tokio::time::Instant::now() + TICK);
                match watch.tick(limits) {
                    Judgement::Fine => {}
                    Judgement::Idle if next == Stage::Ending => break,
                    Judgement::Idle => return None,
                    Judgement::TooSlow => {
                        tracing::debug!("a connection was cut off: the client is too slow");
                        return None;
                    }
                }
            }
        }
    }
    let parts = connection.into_parts();
    // An empty one would still hold its buffer.
    let early = if parts.read_buf.is_empty() { Bytes::new() } else { parts.read_buf };
    Some((parts.io.into_inner().into_stream(), early))
}

/// Waits for a stage, or for one after it.
async fn reach(stage: &mut Receiver<Stage>, next: Stage) -> Stage {
    stage.wait_for(|stage| *stage >= next).await.map_or(Stage::Ended, |stage| *stage)
}

/// Ends a connection after its last response. While the client still sends a body that nobody reads, closing at once
/// would make the client's system throw away the response (RFC 9112, section 9.6).
async fn end(mut stream: TcpStream, activity: &Activity) {
    let _ = stream.shutdown().await;
    if activity.has_unread() {
        let _ = tokio::time::timeout(LINGER, async {
            let mut nobody_reads = [0; 4 << 10];
            while stream.read(&mut nobody_reads).await.is_ok_and(|length| length > 0) {}
        })
        .await;
    }
}
