//! SQL of the state that the control API sets.

use super::{Step, Store, StoreError, Value, WriteError};

/// The row of table `control`, and the faults, all read at once.
#[derive(Debug)]
pub(crate) struct Rows {
    pub(crate) version: i64,
    pub(crate) state: String,
    /// Number and rule of each fault, by number.
    pub(crate) faults: Vec<(i64, String)>,
}

/// Puts the row in place if there is none.
pub(crate) async fn create(store: &Store, state: &str) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO control (number, version, state) VALUES (1, 1, $1) ON CONFLICT (number) DO NOTHING";
    match store.write(vec![Step::any(sql, [state.to_owned().into()])]).await {
        Ok(_) => Ok(()),
        Err(WriteError::Store(error)) => Err(error),
        Err(error) => Err(StoreError::Broken(error.to_string())),
    }
}

/// The version.
pub(crate) async fn version(store: &Store) -> Result<i64, StoreError> {
    let mut version = None;
    store
        .read("SELECT version FROM control WHERE number = 1", &[], |row| {
            version = row.integer(0)?;
            Ok(())
        })
        .await?;
    version.ok_or_else(no_row)
}

/// The version and the state.
pub(crate) async fn state(store: &Store) -> Result<(i64, String), StoreError> {
    let mut found = None;
    store
        .read("SELECT version, state FROM control WHERE number = 1", &[], |row| {
            found = row.integer(0)?.zip(row.text(1)?.map(str::to_owned));
            Ok(())
        })
        .await?;
    found.ok_or_else(no_row)
}

/// Everything in one statement, so that it belongs together.
pub(crate) async fn all(store: &Store) -> Result<Rows, StoreError> {
    let sql = "SELECT control.version, control.state, fault.number, fault.rule \
               FROM control LEFT JOIN fault ON fault.number > 0 WHERE control.number = 1 ORDER BY fault.number";
    let mut found: Option<Rows> = None;
    store
        .read(sql, &[], |row| {
            if found.is_none() {
                let (version, state) = row.integer(0)?.zip(row.text(1)?).ok_or_else(no_row)?;
                found = Some(Rows { version, state: state.to_owned(), faults: Vec::new() });
            }
            if let (Some(rows), Some((number, rule))) = (&mut found, row.integer(2)?.zip(row.text(3)?)) {
                rows.faults.push((number, rule.to_owned()));
            }
            Ok(())
        })
        .await?;
    found.ok_or_else(no_row)
}

/// Replaces the state that has `version`, or nothing if it has another by now.
pub(crate) fn replace(state: String, version: i64) -> Step {
    let sql = "UPDATE control SET version = version + 1, state = $1 WHERE number = 1 AND version = $2";
    Step::some(sql, [state.into(), version.into()])
}

/// Adds a fault that was never drawn.
pub(crate) fn add_fault(number: i64, rule: String) -> Step {
    Step::some("INSERT INTO fault (number, rule, drawn) VALUES ($1, $2, 0)", [number.into(), rule.into()])
}

/// Takes a fault away.
pub(crate) fn remove_fault(number: i64) -> Step {
    Step::any("DELETE FROM fault WHERE number = $1", [number.into()])
}

/// Takes all faults away.
pub(crate) fn remove_faults() -> Step {
    Step::any("DELETE FROM fault", [])
}

/// Counts a draw of a fault, over all processes; `None` if the fault is gone.
pub(crate) async fn draw(store: &Store, number: i64) -> Result<Option<i64>, StoreError> {
    let sql = "UPDATE fault SET drawn = drawn + 1 WHERE number = $1 RETURNING drawn";
    let done = match store.write(vec![Step::any(sql, [number.into()])]).await {
        Ok(done) => done,
        Err(WriteError::Store(error)) => return Err(error),
        Err(error) => return Err(StoreError::Broken(error.to_string())),
    };
    match done.first().and_then(|done| done.returned.first()).map(Vec::as_slice) {
        None => Ok(None),
        Some([Value::Integer(drawn)]) => Ok(Some(*drawn)),
        Some(_) => Err(StoreError::Broken("a draw has no number".to_owned())),
    }
}

/// How often each fault was drawn.
pub(crate) async fn drawn(store: &Store) -> Result<Vec<(i64, i64)>, StoreError> {
    let mut drawn = Vec::new();
    store
        .read("SELECT number, drawn FROM fault ORDER BY number", &[], |row| {
            drawn.extend(row.integer(0)?.zip(row.integer(1)?));
            Ok(())
        })
        .await?;
    Ok(drawn)
}

fn no_row() -> StoreError {
    StoreError::Broken("table control has no row".to_owned())
}
