//! What a connection does, seen from its bytes: a stream that counts, and the judgement over what was counted.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering::Relaxed};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Buf as _, Bytes};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::{Limits, refused};

/// How often a connection in use is looked at. One timer a connection and no clock to be read for each of its bytes; the
/// times of [`Limits`] are kept to within one such span.
pub(super) const TICK: Duration = Duration::from_secs(1);

/// Shared between the parts of one connection, which all run in its task.
#[derive(Debug, Default)]
pub(super) struct Activity {
    /// Exchanges that run, until the response's body is handed over.
    running: AtomicU32,
    /// What is written belongs to an exchange. Otherwise hyper answers by itself.
    answering: AtomicBool,
    /// Bytes were read that belong to no exchange yet: a part of a head.
    begun: AtomicBool,
    /// A response waits until the client takes more of it.
    blocked: AtomicBool,
    /// A request's body was not read to its end; the connection can't be used further.
    unread: AtomicBool,
    /// A request's body did not arrive in its time.
    stalled: AtomicBool,
    read: Count,
    written: Count,
}

impl Activity {
    /// A connection on which `early` bytes were read before.
    pub(super) fn after(early: &Bytes) -> Self {
        Self { begun: AtomicBool::new(!early.is_empty()), ..Self::default() }
    }

    /// The body of a request is dropped before its end.
    pub(super) fn leave_unread(&self) {
        self.unread.store(true, Relaxed);
    }

    /// The body of a request has not arrived in its time.
    pub(super) fn stall(&self) {
        self.stalled.store(true, Relaxed);
    }

    /// Whether the body of the request has not arrived in its time.
    pub(super) fn has_stalled(&self) -> bool {
        self.stalled.load(Relaxed)
    }

    /// Whether an exchange has ended, its response is written whole and nothing of another one was read. To be asked when
    /// the connection waits.
    pub(super) fn is_between_exchanges(&self) -> bool {
        self.written.get() > 0
            && self.running.load(Relaxed) == 0
            && !self.begun.load(Relaxed)
            && !self.blocked.load(Relaxed)
            && !self.has_unread()
    }

    /// Whether the client may still be sending the body of a request.
    pub(super) fn has_unread(&self) -> bool {
        self.unread.load(Relaxed)
    }
}

/// Counts an exchange while it runs.
#[derive(Debug)]
pub(super) struct Running(Arc<Activity>);

impl Running {
    pub(super) fn count(activity: &Arc<Activity>) -> Self {
        activity.begun.store(false, Relaxed);
        activity.answering.store(true, Relaxed);
        // A body that was left unread before this exchange is gone, or there would be no further one.
        activity.unread.store(false, Relaxed);
        activity.stalled.store(false, Relaxed);
        activity.running.fetch_add(1, Relaxed);
        Self(Arc::clone(activity))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.running.fetch_sub(1, Relaxed);
    }
}

/// A stream whose bytes are counted. What was read too early from it is read again first.
#[derive(Debug)]
pub(super) struct Counted {
    stream: TcpStream,
    early: Bytes,
    /// What goes out in place of an answer of hyper's own.
    refusal: Bytes,
    activity: Arc<Activity>,
}

impl Counted {
    pub(super) fn new(stream: TcpStream, early: Bytes, activity: Arc<Activity>) -> Self {
        Self { stream, early, refusal: Bytes::new(), activity }
    }

    pub(super) fn into_stream(self) -> TcpStream {
        self.stream
    }

    /// Whether `bytes` are what hyper answers by itself; the complete answer goes out with the next flush.
    fn takes_refusal(&mut self, bytes: &[u8]) -> bool {
        if self.activity.answering.load(Relaxed) {
            return false;
        }
        let Some(refusal) = refused::complete(bytes) else { return false };
        self.refusal = refusal;
        // More of what can't be parsed may be on its way.
        self.activity.leave_unread();
        true
    }

    fn poll_refusal(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.refusal.is_empty() {
            let written = Pin::new(&mut self.stream).poll_write(context, &self.refusal);
            match ready!(self.count_written(written))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                bytes => self.refusal.advance(bytes),
            }
        }
        Poll::Ready(Ok(()))
    }

    fn count_written(&self, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        match &written {
            Poll::Pending => self.activity.blocked.store(true, Relaxed),
            Poll::Ready(Ok(bytes)) => self.activity.written.count(*bytes),
            Poll::Ready(Err(_)) => {}
        }
        written
    }
}

impl AsyncRead for Counted {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if !self.early.is_empty() {
            let length = self.early.len().min(buffer.remaining());
            buffer.put_slice(&self.early.split_to(length));
            return Poll::Ready(Ok(()));
        }
        let before = buffer.filled().len();
        let result = ready!(Pin::new(&mut self.stream).poll_read(context, buffer));
        let bytes = buffer.filled().len() - before;
        if bytes > 0 {
            self.activity.read.count(bytes);
            if self.activity.running.load(Relaxed) == 0 {
                self.activity.begun.store(true, Relaxed);
            }
        }
        Poll::Ready(result)
    }
}

impl AsyncWrite for Counted {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.takes_refusal(bytes) {
            return Poll::Ready(Ok(bytes.len()));
        }
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.count_written(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if let [bytes] = bytes
            && self.takes_refusal(bytes)
        {
            return Poll::Ready(Ok(bytes.len()));
        }
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, bytes);
        self.count_written(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    /// Called when all that there was to write has been written.
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_refusal(context))?;
        self.activity.blocked.store(false, Relaxed);
        if self.activity.running.load(Relaxed) == 0 {
            self.activity.answering.store(false, Relaxed);
        }
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// What is to be done with a connection in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Judgement {
    /// Nothing.
    Fine,
    /// It is idle.
    Idle,
    /// The client takes longer than it may.
    TooSlow,
}

/// Judges a connection in use at each [`TICK`].
#[derive(Debug)]
pub(super) struct Watch {
    activity: Arc<Activity>,
    read: u64,
    written: u64,
    /// For how long a head has been awaited or arriving.
    head: Duration,
    /// For how long a response has been held up.
    blocked: Duration,
    /// What was written when it began.
    taken: u64,
}

impl Watch {
    pub(super) fn new(activity: Arc<Activity>) -> Self {
        let (head, blocked) = (Duration::ZERO, Duration::ZERO);
        Self { activity, read: 0, written: 0, head, blocked, taken: 0 }
    }

    /// To be called once each [`TICK`].
    pub(super) fn tick(&mut self, limits: &Limits) -> Judgement {
        let activity = &*self.activity;
        let (read, written) = (activity.read.get(), activity.written.get());
        let quiet = read == self.read && written == self.written;
        (self.read, self.written) = (read, written);

        if activity.blocked.load(Relaxed) {
            self.head = Duration::ZERO;
            if self.blocked.is_zero() {
                // What was taken at once, into buffers, does not count.
                self.taken = written;
            }
            self.blocked += TICK;
            if self.blocked < limits.response_time {
                return Judgement::Fine;
            }
            let enough = written - self.taken >= limits.response_bytes;
            self.blocked = Duration::ZERO;
            return if enough { Judgement::Fine } else { Judgement::TooSlow };
        }
        self.blocked = Duration::ZERO;

        if activity.running.load(Relaxed) > 0 {
            // Its body has a limit of its own, and a handler may wait for as long as it likes.
            self.head = Duration::ZERO;
            return Judgement::Fine;
        }
        if !activity.begun.load(Relaxed) {
            self.head = Duration::ZERO;
            return if quiet { Judgement::Idle } else { Judgement::Fine };
        }
        self.head += TICK;
        if self.head < limits.head_time { Judgement::Fine } else { Judgement::TooSlow }
    }
}

/// A count with one writer at a time, so that no locked instruction is needed.
#[derive(Debug, Default)]
struct Count(AtomicU64);

impl Count {
    fn count(&self, bytes: usize) {
        self.0.store(self.get() + bytes as u64, Relaxed);
    }

    fn get(&self) -> u64 {
        self.0.load(Relaxed)
    }
}
