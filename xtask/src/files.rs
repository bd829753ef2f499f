//! Generated files: planned first, then compared with what is there, then written, all or nothing.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use similar::TextDiff;

/// How many lines of a difference are shown for one file.
const SHOWN_DIFF_LINES: usize = 40;

/// One file that should exist.
pub(crate) struct Artifact {
    /// Where, relative to the root of the workspace.
    pub(crate) path: PathBuf,
    /// The whole contents, ending with a line feed.
    pub(crate) contents: String,
}

/// What generators want the disk to hold.
#[derive(Default)]
pub(crate) struct Plan {
    /// The files, in any order.
    pub(crate) artifacts: Vec<Artifact>,
    /// Folders, relative to the root, in which only planned files may stand; all of them `generated` folders.
    pub(crate) owned_folders: Vec<PathBuf>,
}

/// How a file on disk differs from the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
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
pub(crate) struct Entry<'plan> {
    pub(crate) path: PathBuf,
    pub(crate) state: State,
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
    pub(crate) fn compare(&self, root: &Path) -> anyhow::Result<Vec<Entry<'_>>> {
        let mut entries = Vec::new();
        let mut planned = BTreeSet::new();
        for artifact in &self.artifacts {
            anyhow::ensure!(
                planned.insert(&artifact.path),
                "two generators want to write {}",
                artifact.path.display()
            );
            entries.push(compare_file(root, artifact)?);
        }
        for folder in &self.owned_folders {
            for path in files_below(&root.join(folder))? {
                let path = path.strip_prefix(root).unwrap_or(&path).to_owned();
                if !planned.contains(&path) {
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
pub(crate) fn apply(root: &Path, entries: &[Entry<'_>]) -> anyhow::Result<()> {
    let mut staged = Vec::new();
    for entry in entries.iter().filter(|entry| matches!(entry.state, State::Missing | State::Stale)) {
        let Some(contents) = entry.planned else { continue };
        let target = root.join(&entry.path);
        let folder = target.parent().context("a generated file needs a folder")?;
        fs_err::create_dir_all(folder)?;
        let mut file = temporary_file(folder)
            .with_context(|| format!("failed to create a file in {}", folder.display()))?;
        file.write_all(contents.as_bytes())
            .with_context(|| format!("failed to write the new {}", entry.path.display()))?;
        staged.push((file, target));
    }
    for (file, target) in staged {
        file.persist(&target).with_context(|| format!("failed to replace {}", target.display()))?;
    }
    for entry in entries.iter().filter(|entry| entry.state == State::Orphaned) {
        fs_err::remove_file(root.join(&entry.path))?;
    }
    Ok(())
}

impl Entry<'_> {
    /// The difference between the file and the plan, as a unified diff of bounded length.
    pub(crate) fn diff(&self) -> String {
        let found = String::from_utf8_lossy(self.found.as_deref().unwrap_or_default());
        let path = self.path.display().to_string();
        let diff = TextDiff::from_lines(found.as_ref(), self.planned.unwrap_or_default());
        let whole = diff.unified_diff().header(&path, &format!("{path} (generated)")).to_string();
        let mut lines: Vec<_> = whole.lines().collect();
        let hidden = lines.len().saturating_sub(SHOWN_DIFF_LINES);
        lines.truncate(SHOWN_DIFF_LINES);
        let shown = lines.join("\n");
        if hidden > 0 { format!("{shown}\n... {hidden} more lines") } else { shown }
    }
}

fn compare_file<'plan>(root: &Path, artifact: &'plan Artifact) -> anyhow::Result<Entry<'plan>> {
    let found = match fs_err::read(root.join(&artifact.path)) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(error.into()),
    };
    let state = match &found {
        None => State::Missing,
        Some(bytes) if bytes == artifact.contents.as_bytes() => State::Fresh,
        Some(_) => State::Stale,
    };
    Ok(Entry { path: artifact.path.clone(), state, planned: Some(&artifact.contents), found })
}

/// Every file below `folder`, which need not exist.
fn files_below(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let listing = match fs_err::read_dir(&folder) {
            Ok(listing) => listing,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error.into()),
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

/// A new file in `folder` that nobody sees under its final name yet.
fn temporary_file(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
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
        assert!(format!("{error:#}").contains("/b"), "{error:#}");
        assert_eq!(files_below(&root.path().join("a")).unwrap(), Vec::<PathBuf>::new());
    }
}
