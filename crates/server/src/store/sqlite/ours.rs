//! A file that nobody else writes to, so that what was read can be kept.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use parking_lot::Mutex;

use crate::store::OpenError;

/// Whether the file is locked against other processes while it is open. On Unix, SQLite has one lock for that, which is
/// cheaper than many small ones.
pub(super) const IS_OURS_ALONE: bool = cfg!(unix);

/// The files that stores of this process have open: they would not keep each other out.
static CLAIMED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// The right of one store to a file.
#[derive(Debug)]
pub(super) struct Claim(PathBuf);

impl Claim {
    /// Claims a file that exists. Where files are not locked, every store may have it.
    pub(super) fn on(path: &Path) -> Result<Self, OpenError> {
        let place = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let is_new = CLAIMED.lock().insert(place.clone());
        if is_new || !IS_OURS_ALONE {
            Ok(Self(place))
        } else {
            Err(OpenError::InUse { place: path.display().to_string() })
        }
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        CLAIMED.lock().remove(&self.0);
    }
}
