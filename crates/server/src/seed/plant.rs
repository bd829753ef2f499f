//! The seed of a new database.

use std::path::{Path, PathBuf};

use super::{Seed, SeedError};
use crate::aside::aside;
use crate::control::{Controls, UpdateError};
use crate::store::{Extent, Store};

/// A new database could not be seeded.
#[derive(Debug, thiserror::Error)]
pub enum PlantError {
    /// The file can't be read.
    #[error("can't read the seed file {}", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The file can be read and makes no sense.
    #[error("the seed file {} can't be used", path.display())]
    Seed {
        /// Which one.
        path: PathBuf,
        /// Why not.
        source: SeedError,
    },
    /// The database refuses it.
    #[error("the seed can't be written: {0}")]
    Write(String),
}

/// Writes the seed in the file, or the initial one, if no seed was ever written. Of several processes that start at the
/// same time one does it.
pub(crate) async fn plant(store: &Store, controls: &Controls, file: Option<&Path>) -> Result<(), PlantError> {
    let seed = match file {
        Some(path) => read(path).await?,
        None => Seed::initial(),
    };
    let case = controls.current().switches.room_name_case;
    let (_, steps) = seed
        .prepare_aside(case)
        .await
        .map_err(|source| PlantError::Seed { path: file.unwrap_or(Path::new("")).to_owned(), source })?;
    let is_new = crate::store::seed::organizations(store)
        .await
        .map_err(|error| PlantError::Write(error.to_string()))?
        .is_empty();
    let planted = controls
        .update_with(Extent::Many, |state| {
            if state.seeded || !is_new {
                return Err(UpdateError::Refused(String::new()));
            }
            state.seeded = true;
            Ok(((), steps.clone()))
        })
        .await;
    match planted {
        Ok(()) => Ok(()),
        Err(UpdateError::Refused(why)) if why.is_empty() => {
            if let Some(path) = file {
                tracing::warn!(
                    path = %path.display(),
                    "the database is not new, so the seed file is left alone: name another database, or send it to \
                     /_emulator/seed as JSON"
                );
            }
            Ok(())
        }
        Err(error) => Err(PlantError::Write(error.to_string())),
    }
}

async fn read(path: &Path) -> Result<Seed, PlantError> {
    let file = path.to_owned();
    let text = aside(move || std::fs::read_to_string(file))
        .await
        .map_err(|source| PlantError::File { path: path.to_owned(), source })?;
    Seed::read_aside(text).await.map_err(|source| PlantError::Seed { path: path.to_owned(), source })
}
