//! Batches: steps in one transaction.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

use deadpool_postgres::{ClientWrapper, GenericClient, Object, Transaction};
use tokio_postgres::Error;
use tokio_postgres::error::SqlState;

use super::failure::{Undone, undone};
use super::{LONG, value};
use crate::store::seed::EVERY_TABLE;
use crate::store::{Done, Expect, Extent, Step, StoreError, WriteError};

/// How many steps of a seed are on their way at once. Each alone would wait for the answer to the one before.
const AT_ONCE: usize = 64;

/// Runs a batch of one step. One statement is a transaction by itself. If it touches no row, there is nothing to be undone.
pub(super) async fn run_alone(client: &Object, step: &Step) -> Result<Vec<Done>, Undone> {
    Ok(vec![run_step(client, 0, step).await?])
}

/// Runs a batch. If this is dropped on the way, the transaction is undone.
pub(super) async fn run(
    client: &mut ClientWrapper,
    steps: &[Step],
    extent: Extent,
) -> Result<Vec<Done>, Undone> {
    let transaction = client.transaction().await.map_err(|error| undone(&error, 0))?;
    match run_all(&transaction, steps, extent).await {
        Ok(all) => {
            transaction.commit().await.map_err(|error| undone(&error, steps.len().saturating_sub(1)))?;
            Ok(all)
        }
        Err(error) => {
            // The connection is fit for the next one before anybody hears of this. If it is not, it is closed.
            let _ = transaction.rollback().await;
            Err(error)
        }
    }
}

async fn run_all(transaction: &Transaction<'_>, steps: &[Step], extent: Extent) -> Result<Vec<Done>, Undone> {
    let mut all = Vec::with_capacity(steps.len());
    if matches!(extent, Extent::New | Extent::Few) {
        for (index, step) in steps.iter().enumerate() {
            all.push(run_step(transaction, index, step).await?);
        }
        return Ok(all);
    }
    // It ends with the transaction.
    let patience = format!("SET LOCAL statement_timeout = {}", LONG.as_millis());
    transaction.batch_execute(&patience).await.map_err(|error| undone(&error, 0))?;
    if extent == Extent::All {
        // Nobody comes in between: without this, rows that others add keep what they refer to from being deleted. Reads
        // go on.
        let lock = format!("LOCK TABLE {EVERY_TABLE} IN SHARE ROW EXCLUSIVE MODE");
        lock_tables(transaction, &lock).await.map_err(|error| undone(&error, 0))?;
    }
    let mut index = 0;
    for some in steps.chunks(AT_ONCE) {
        for step in some {
            // Asks the database once for each text.
            transaction.prepare_cached(step.sql).await.map_err(|error| undone(&error, index))?;
        }
        let running =
            some.iter().zip(index..).map(|(step, index)| Box::pin(run_step(transaction, index, step)));
        // After an error the database refuses all that follow, so the first one tells.
        for done in in_order(running.collect()).await {
            all.push(done?);
        }
        index += some.len();
    }
    Ok(all)
}

/// Locks tables, where the database can. Others that speak the protocol undo one of two that collide, and it is run again.
pub(super) async fn lock_tables(transaction: &Transaction<'_>, lock: &str) -> Result<(), Error> {
    transaction.batch_execute("SAVEPOINT unlocked").await?;
    match transaction.batch_execute(lock).await {
        Ok(()) => transaction.batch_execute("RELEASE SAVEPOINT unlocked").await,
        Err(error) if error.code().is_some_and(is_unable) => {
            tracing::debug!(%error, "the database cannot lock tables");
            transaction.batch_execute("ROLLBACK TO SAVEPOINT unlocked").await
        }
        Err(error) => Err(error),
    }
}

fn is_unable(code: &SqlState) -> bool {
    [SqlState::FEATURE_NOT_SUPPORTED, SqlState::SYNTAX_ERROR, SqlState::INSUFFICIENT_PRIVILEGE].contains(code)
}

/// Begins all futures in their order, so that what they send goes out in it, and then waits for each.
async fn in_order<F: Future>(mut futures: Vec<Pin<Box<F>>>) -> Vec<F::Output> {
    let mut begun = Vec::with_capacity(futures.len());
    for future in &mut futures {
        begun.push(poll_fn(|context| Poll::Ready(future.as_mut().poll(context))).await);
    }
    let mut outputs = Vec::with_capacity(futures.len());
    for (future, begun) in futures.into_iter().zip(begun) {
        outputs.push(match begun {
            Poll::Ready(output) => output,
            Poll::Pending => future.await,
        });
    }
    outputs
}

async fn run_step(client: &impl GenericClient, index: usize, step: &Step) -> Result<Done, Undone> {
    let undone = |error: Error| undone(&error, index);
    let statement = client.prepare_cached(step.sql).await.map_err(undone)?;
    if let Some(column) = statement.columns().iter().find(|column| !value::is_known(column.type_())) {
        let (name, kind) = (column.name(), column.type_());
        return Err(StoreError::Broken(format!("column {name} is {kind}; use CAST: {}", step.sql)).into());
    }
    let values = value::parameters(&step.values);
    let done = if statement.columns().is_empty() {
        Done { rows: client.execute(&statement, &values).await.map_err(undone)?, returned: Vec::new() }
    } else {
        let rows = client.query(&statement, &values).await.map_err(undone)?;
        let returned: Vec<_> = rows.iter().map(value::owned).collect::<Result<_, StoreError>>()?;
        Done { rows: returned.len() as u64, returned }
    };
    if done.rows == 0 && step.expect == Expect::Some {
        return Err(WriteError::Nothing { step: index }.into());
    }
    Ok(done)
}
