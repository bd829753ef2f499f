//! The one thread that writes.
//!
//! It takes all batches that wait, runs them in one transaction and commits once: the disk is waited for once, however
//! many wait for it. A batch that fails is undone alone. Nobody hears that a batch was written before it is on the disk.

use std::io;
use std::sync::Arc;
use std::thread::JoinHandle;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, ffi};
use tokio::sync::{mpsc, oneshot};

use super::{failed, prepare};
use crate::store::cache::Commits;
use crate::store::value::mistyped;
use crate::store::{Done, Expect, Extent, Step, StoreError, Value, WriteError};

/// How many batches wait at most, before those who bring more wait themselves.
const QUEUE: usize = 1024;

/// About how many steps are committed together at most, so that nobody waits long behind others.
const GROUP: usize = 4096;

type Outcome = Result<Vec<Done>, WriteError>;

/// A batch, and who waits for it.
struct Job {
    steps: Vec<Step>,
    extent: Extent,
    waiter: oneshot::Sender<Outcome>,
}

/// The thread that writes, from outside. Dropping it waits until everything that was queued is written.
pub(super) struct Writer {
    queue: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Waits until the thread has ended, which it does not by itself unless it panics.
    pub(super) async fn ended(&self) {
        if let Some(queue) = &self.queue {
            // The thread has the other end.
            queue.closed().await;
        }
    }
}

impl Writer {
    /// Starts the thread.
    pub(super) fn start(connection: Connection, commits: Arc<Commits>) -> io::Result<Self> {
        let (queue, jobs) = mpsc::channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || run(&connection, &commits, jobs))?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    /// Has a batch written, and waits for it.
    pub(super) async fn write(&self, steps: Vec<Step>, extent: Extent) -> Outcome {
        let gone = || StoreError::Unreachable("the thread that writes has ended".to_owned());
        let (waiter, outcome) = oneshot::channel();
        let queue = self.queue.as_ref().ok_or_else(gone)?;
        queue.send(Job { steps, extent, waiter }).await.map_err(|_| gone())?;
        outcome.await.map_err(|_| gone())?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.queue.take());
        if let Some(thread) = self.thread.take() {
            // It panicked, or it ended: it is gone either way.
            let _ = thread.join();
        }
    }
}

fn run(connection: &Connection, commits: &Commits, mut jobs: mpsc::Receiver<Job>) {
    while let Some(first) = jobs.blocking_recv() {
        let mut steps = first.steps.len();
        let mut group = vec![first];
        while steps < GROUP
            && let Ok(job) = jobs.try_recv()
        {
            steps += job.steps.len();
            group.push(job);
        }
        // Whoever does not wait any more has not been told anything, so nothing needs to be written.
        group.retain(|job| !job.waiter.is_closed());
        match write_group(connection, commits, &group) {
            Ok(outcomes) => {
                for (job, outcome) in group.into_iter().zip(outcomes) {
                    let _ = job.waiter.send(outcome);
                }
            }
            Err(error) => {
                // Ends whatever is left of the transaction. If there is none, it says so, and that is fine.
                let _ = connection.execute_batch("ROLLBACK");
                for job in group {
                    let _ = job.waiter.send(Err(error.clone().into()));
                }
            }
        }
    }
}

/// Runs a batch alone in a transaction, on this thread: what writing is like without a group.
#[cfg(feature = "test-support")]
pub(super) fn write_alone(connection: &Connection, steps: &[Step]) -> Result<(), WriteError> {
    execute(connection, "BEGIN IMMEDIATE")?;
    let outcome = match run_batch(connection, steps, Undo::All) {
        Ok(Some(outcome)) => outcome.map(drop),
        Ok(None) => Err(StoreError::Broken("a step failed behind others".to_owned()).into()),
        Err(error) => Err(error.into()),
    };
    execute(connection, if outcome.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    outcome
}

/// Runs the batches and commits them. An error means that none was written.
fn write_group(
    connection: &Connection,
    commits: &Commits,
    group: &[Job],
) -> Result<Vec<Outcome>, StoreError> {
    if group.is_empty() {
        return Ok(Vec::new());
    }
    let mut outcomes = run_group(connection, group, Undo::All)?;
    if outcomes.is_none() {
        execute(connection, "ROLLBACK")?;
        outcomes = run_group(connection, group, Undo::Batch)?;
    }
    // What was kept does not hold from the moment on that others may read what is new.
    let extents = || group.iter().filter(|job| !job.steps.is_empty()).map(|job| job.extent);
    commits.step(extents());
    let committed = execute(connection, "COMMIT");
    commits.step(extents());
    committed.map(|()| outcomes.unwrap_or_default())
}

/// What is undone when a batch fails after it has written something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Undo {
    /// The whole group, which costs nothing as long as all goes well.
    All,
    /// The batch alone. For that, what each page was before is kept.
    Batch,
}

/// Begins a transaction and runs the batches in it. `None` if it is all to be undone and run again batch by batch.
fn run_group(connection: &Connection, group: &[Job], undo: Undo) -> Result<Option<Vec<Outcome>>, StoreError> {
    // The lock at once: a transaction that began as a reader could not become a writer if somebody else wrote.
    execute(connection, "BEGIN IMMEDIATE")?;
    let mut outcomes = Vec::with_capacity(group.len());
    for job in group {
        let Some(outcome) = run_batch(connection, &job.steps, undo)? else { return Ok(None) };
        outcomes.push(outcome);
    }
    Ok(Some(outcomes))
}

/// Runs one batch. The innermost result is its own; the outer is an error if the transaction as a whole is lost.
fn run_batch(connection: &Connection, steps: &[Step], undo: Undo) -> Result<Option<Outcome>, StoreError> {
    if undo == Undo::Batch {
        execute(connection, "SAVEPOINT batch")?;
    }
    let mut all = Vec::with_capacity(steps.len());
    for (index, step) in steps.iter().enumerate() {
        match write_step(connection, index, step) {
            Ok(done) => all.push(done),
            Err(WriteError::Store(error)) if connection.is_autocommit() => return Err(error),
            Err(error) => {
                if undo == Undo::Batch {
                    execute(connection, "ROLLBACK TO batch")?;
                    execute(connection, "RELEASE batch")?;
                } else if index > 0 || matches!(error, WriteError::Store(_)) {
                    return Ok(None);
                }
                // A first statement that breaks a constraint or finds nothing has written nothing.
                return Ok(Some(Err(error)));
            }
        }
    }
    if undo == Undo::Batch {
        execute(connection, "RELEASE batch")?;
    }
    Ok(Some(Ok(all)))
}

/// What makes the thread panic, in tests.
#[cfg(test)]
pub(crate) const PANIC: &str = "PANIC";

fn write_step(connection: &Connection, index: usize, step: &Step) -> Result<Done, WriteError> {
    #[cfg(test)]
    assert_ne!(step.sql, PANIC);
    let mut statement = prepare(connection, step.sql, &step.values)?;
    let columns = statement.column_count();
    let mut returned = Vec::new();
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next().map_err(|error| broken(error, index))? {
        let values = (0..columns).map(|column| match row.get_ref(column).map_err(failed)? {
            ValueRef::Null => Ok(Value::Null),
            ValueRef::Integer(value) => Ok(Value::Integer(value)),
            ValueRef::Text(value) => match String::from_utf8(value.to_vec()) {
                Ok(value) => Ok(Value::from(value)),
                Err(_) => Err(mistyped(column, "TEXT", &"bytes that are not UTF-8")),
            },
            ValueRef::Blob(value) => Ok(Value::from(value.to_vec())),
            ValueRef::Real(_) => Err(mistyped(column, "BIGINT, TEXT or BLOB", &"REAL")),
        });
        returned.push(values.collect::<Result<_, StoreError>>()?);
    }
    let rows = if columns == 0 { connection.changes() } else { returned.len() as u64 };
    if rows == 0 && step.expect == Expect::Some {
        return Err(WriteError::Nothing { step: index });
    }
    Ok(Done { rows, returned })
}

fn execute(connection: &Connection, sql: &'static str) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(sql).map_err(failed)?;
    statement.raw_execute().map(drop).map_err(failed)
}

/// What an error of SQLite means for the step that made it.
fn broken(error: rusqlite::Error, step: usize) -> WriteError {
    match error.sqlite_error().map(|error| error.extended_code) {
        Some(
            ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID,
        ) => WriteError::Duplicate { step },
        Some(ffi::SQLITE_CONSTRAINT_FOREIGNKEY) => WriteError::Reference { step },
        _ => failed(error).into(),
    }
}
