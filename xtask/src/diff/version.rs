//! Versions of the document: files, and files of git revisions.

use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};

use crate::source::DOCUMENT;

/// The text of the version `name`: a file, a git revision, or `REVISION:PATH`. A file comes first.
///
/// # Errors
///
/// If there is no such file and no such revision, or if it can't be read as text.
pub(super) fn text(root: &Path, name: &str) -> anyhow::Result<String> {
    let here = Path::new(name);
    let below = root.join(name);
    let file = [here, &below].into_iter().find(|path| path.is_file());
    let bytes = match file {
        Some(path) => fs_err::read(path)?,
        None => of_revision(root, name)?,
    };
    String::from_utf8(bytes).with_context(|| format!("{name} is not UTF-8: save it as UTF-8"))
}

fn of_revision(root: &Path, name: &str) -> anyhow::Result<Vec<u8>> {
    let (revision, path) = name.split_once(':').unwrap_or((name, DOCUMENT));
    // What starts like this would be an option.
    if revision.is_empty() || revision.starts_with('-') {
        bail!(
            "`{name}` is neither a file nor a git revision: give a path, a tag such as `v0.1.0`, or `REVISION:PATH`"
        );
    }
    let commit = format!("{revision}^{{commit}}");
    let known = git(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
    if !known.status.success() {
        bail!(
            "`{name}` is neither a file nor a git revision of {}: `git tag` lists the versions, and a shallow clone \
             has them after `git fetch --tags`",
            root.display()
        );
    }
    let shown = git(root, &["show", "--end-of-options", &format!("{revision}:{path}")])?;
    if !shown.status.success() {
        let said = String::from_utf8_lossy(&shown.stderr);
        bail!(
            "revision `{revision}` has no {path} ({}): name the file as `{revision}:PATH`",
            said.trim().trim_start_matches("fatal: ")
        );
    }
    Ok(shown.stdout)
}

/// The last tag before what is checked out, if there is one.
pub(super) fn last_tag(root: &Path) -> Option<String> {
    let output = git(root, &["describe", "--tags", "--abbrev=0"]).ok()?;
    let tag = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (output.status.success() && !tag.is_empty()).then_some(tag)
}

fn git(root: &Path, arguments: &[&str]) -> anyhow::Result<std::process::Output> {
    let output = Command::new("git").arg("-C").arg(root).args(arguments).output();
    output.map_err(|error| match error.kind() {
        ErrorKind::NotFound => anyhow::anyhow!("git isn't installed: install it, or give two files"),
        _ => anyhow::Error::new(error).context("failed to run git"),
    })
}
