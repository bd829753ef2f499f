//! Writing, with words for what stands in the way.

use crate::app::App;
use crate::failure::Failure;
use crate::store::{Done, Step, WriteError};

/// Why something was not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// What it is about does not exist.
    Nothing,
    /// It is there already.
    Duplicate,
    /// What it names does not exist, or something names what it deletes.
    Reference,
}

/// Writes all steps or none; `explain` says what a problem means here.
pub(super) async fn write(
    app: &App,
    steps: Vec<Step>,
    explain: impl FnOnce(Problem) -> Failure + Send,
) -> Result<Vec<Done>, Failure> {
    app.store.write(steps).await.map_err(|error| match error {
        WriteError::Nothing { .. } => explain(Problem::Nothing),
        WriteError::Duplicate { .. } => explain(Problem::Duplicate),
        WriteError::Reference { .. } => explain(Problem::Reference),
        WriteError::Store(error) => error.into(),
    })
}
