//! Generated files: planned first, then compared with what is there, then written, all or nothing.

use std::collections::BTreeSet;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use similar::TextDiff;
use thiserror::Error;

use crate::Artifact;

/// How many lines of a difference are shown for one file.
const SHOWN_DIFF_LINES: usize = 40;

/// What generators want the disk to hold.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The files, in any order; their paths are relative to a root that they share.
    pub artifacts: Vec<Artifact>,
    /// Folders, relative to the root, in which only planned files may stand.
    pub owned_folders: Vec<PathBuf>,
    /// What the first line of a file in such a folder must contain for it to be one of ours: others are left alone.
    /// Empty if all of them are ours.
    pub banner: String,
}

/// Why the disk could not be read or made as planned.
#[derive(Debug, Error)]
pub enum FilesError {
    /// Two generators want to write the same file.
    #[error("two generators want to write {0}")]
    Twice(String),
    /// A file can't be read or written; the error names it.
    #[error(transparent)]
    Access(#[from] io::Error),
    /// A new file can't be put in its place.
    #[error("failed to write {}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// How a file on disk differs from the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is as planned.
    Fresh,
    /// It is planned and not there.
    Missing,
    /// It is there with other contents.
    Stale,
    /// It is in an owned folder and not planned.
    Orphaned,
}

/// A file, planned or found, and how it stands.
#[derive(Debug)]
pub struct Entry<'plan> {
    /// Where, relative to the root.
    pub path: PathBuf,
    /// How it stands.
    pub state: State,
    /// The planned contents; none for an orphan.
    planned: Option<&'plan str>,
    /// The contents on disk; none if the file is missing.
    found: Option<Vec<u8>>,
}

impl Plan {
    /// Compares the plan with the disk below `root`: one entry a file, sorted by path.
    ///
    /// # Errors
    ///
    /// If a file or folder cannot be read.
    pub fn compare(&self, root: &Path) -> Result<Vec<Entry<'_>>, FilesError> {
        let mut entries = Vec::new();
        let mut planned = BTreeSet::new();
        for artifact in &self.artifacts {
            if !planned.insert(PathBuf::from(&artifact.path)) {
                return Err(FilesError::Twice(artifact.path.clone()));
            }
            entries.push(compare_file(root, artifact)?);
        }
        for folder in &self.owned_folders {
            for path in files_below(&root.join(folder))? {
                let path = path.strip_prefix(root).unwrap_or(&path).to_owned();
                if !planned.contains(&path) && has_banner(&root.join(&path), &self.banner)? {
                    entries.push(Entry { path, state: State::Orphaned, planned: None, found: None });
                }
            }
        }
        entries.sort_by(|left, right| left.path.cmp(&right.path));
        Ok(entries)
    }
}

/// Makes the disk as the entries want it: nothing is touched until every new file lies complete beside its place.
///
/// # Errors
///
/// If a file cannot be written or removed. What fails before the first file is moved into place leaves everything as
/// it was; moves within a folder fail only if the disk does.
pub fn apply(root: &Path, entries: &[Entry<'_>]) -> Result<(), FilesError> {
    let mut staged = Vec::new();
    for entry in entries.iter().filter(|entry| matches!(entry.state, State::Missing | State::Stale)) {
        let Some(contents) = entry.planned else { continue };
        let target = root.join(&entry.path);
        let folder = target.parent().unwrap_or(root);
        fs_err::create_dir_all(folder)?;
        let write = || {
            let mut file = temporary_file(folder)?;
            file.write_all(contents.as_bytes())?;
            Ok(file)
        };
        let file = write().map_err(|source| FilesError::Write { path: target.clone(), source })?;
        staged.push((file, target));
    }
    for (file, target) in staged {
        file.persist(&target).map_err(|error| FilesError::Write { path: target, source: error.error })?;
    }
    for entry in entries.iter().filter(|entry| entry.state == State::Orphaned) {
        fs_err::remove_file(root.join(&entry.path))?;
    }
    Ok(())
}

impl Entry<'_> {
    /// The difference between the file and the plan, as a unified diff of bounded length.
    pub fn diff(&self) -> String {
        let found = String::from_utf8_lossy(self.found.as_deref().unwrap_or_default());
        let path = self.path.display().to_string();
        // Large files with much that differs: from then on the difference is longer than need be.
        let diff = TextDiff::configure()
            .timeout(Duration::from_secs(1))
            .diff_lines(found.as_ref(), self.planned.unwrap_or_default());
        let whole = diff.unified_diff().header(&path, &format!("{path} (generated)")).to_string();
        let mut lines: Vec<_> = whole.lines().collect();
        let hidden = lines.len().saturating_sub(SHOWN_DIFF_LINES);
        lines.truncate(SHOWN_DIFF_LINES);
        let shown = lines.join("\n");
        if hidden > 0 { format!("{shown}\n... {hidden} more lines") } else { shown }
    }
}

fn compare_file<'plan>(root: &Path, artifact: &'plan Artifact) -> Result<Entry<'plan>, FilesError> {
    let found = match fs_err::read(root.join(&artifact.path)) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error.into()),
    };
    let state = match &found {
        None => State::Missing,
        Some(bytes) if bytes == artifact.contents.as_bytes() => State::Fresh,
        Some(_) => State::Stale,
    };
    Ok(Entry { path: PathBuf::from(&artifact.path), state, planned: Some(&artifact.contents), found })
}

/// Every file below `folder`, which need not exist.
fn files_below(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let listing = match fs_err::read_dir(&folder) {
            Ok(listing) => listing,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        for item in listing {
            let item = item?;
            if item.file_type()?.is_dir() {
                folders.push(item.path());
            } else {
                files.push(item.path());
            }
        }
    }
    Ok(files)
}

/// Whether the first line of the file at `path` contains `banner`; `false` if there is no such file.
///
/// # Errors
///
/// If the file cannot be read.
pub fn has_banner(path: &Path, banner: &str) -> io::Result<bool> {
    if banner.is_empty() {
        return Ok(true);
    }
    let file = match fs_err::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    // A file without lines, such as an archive, isn't read to its end.
    let mut line = Vec::new();
    BufReader::new(io::Read::take(file, 4096)).read_until(b'\n', &mut line)?;
    Ok(String::from_utf8_lossy(&line).contains(banner))
}

/// A new file in `folder` that nobody sees under its final name yet.
fn temporary_file(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".generate-");
    // Temporary files are private by default; these become ordinary files, within what the user's mask allows.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    builder.tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nothing reaches its final name before everything is written: the last file here cannot be, as a file stands
    /// where its folder must be.
    #[test]
    fn a_file_that_cannot_be_written_leaves_the_others_as_they_were() {
        let root = tempfile::tempdir().unwrap();
        fs_err::File::create(root.path().join("b")).unwrap();
        let entry = |path: &str| Entry {
            path: path.into(),
            state: State::Missing,
            planned: Some("new\n"),
            found: None,
        };
        let error = apply(root.path(), &[entry("a/first.rs"), entry("b/last.rs")]).unwrap_err();
        assert!(error.to_string().contains("/b"), "{error}");
        assert_eq!(files_below(&root.path().join("a")).unwrap(), Vec::<PathBuf>::new());
    }
}
