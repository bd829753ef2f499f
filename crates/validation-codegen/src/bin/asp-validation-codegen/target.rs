//! The folder of the crate: what in it is ours, and the way from there to the runtime.

use std::io;
use std::path::{Component, Path, PathBuf};

use anyhow::Context;
use asp_validation_codegen::Artifact;
use asp_validation_codegen::command::files::{Plan, has_banner};
use asp_validation_codegen::package::{BANNER, DECLARATIONS, GENERATED_FOLDER};

/// Files that a person may take over by taking out their first line.
const MAY_BE_TAKEN_OVER: &[&str] = &["Cargo.toml", "README.md", "src/lib.rs"];

/// Plans the files of the crate in `folder`; the second part has those that a person has taken over.
///
/// # Errors
///
/// If a planned file is there and this command did not write it.
pub(crate) fn plan(folder: &Path, artifacts: Vec<Artifact>) -> anyhow::Result<(Plan, Vec<String>)> {
    let mut plan = Plan {
        artifacts: Vec::new(),
        owned_folders: vec![PathBuf::from(GENERATED_FOLDER)],
        banner: BANNER.to_owned(),
    };
    let is_ours = has_banner(&folder.join(DECLARATIONS), BANNER)?;
    let (mut kept, mut foreign) = (Vec::new(), Vec::new());
    for artifact in artifacts {
        let path = folder.join(&artifact.path);
        if !exists(&path)? || has_banner(&path, BANNER)? {
            plan.artifacts.push(artifact);
        } else if is_ours && MAY_BE_TAKEN_OVER.contains(&artifact.path.as_str()) {
            kept.push(artifact.path);
        } else {
            foreign.push(path.display().to_string());
        }
    }
    anyhow::ensure!(
        foreign.is_empty(),
        "these files are in the way, and this command didn't write them:\n    {}\n\
         nothing was written: move them away, or name another folder with --out",
        foreign.join("\n    ")
    );
    Ok((plan, kept))
}

/// Whether there is a file at `path`.
///
/// # Errors
///
/// If that can't be known, as when a file stands where its folder must be.
fn exists(path: &Path) -> io::Result<bool> {
    match fs_err::symlink_metadata(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// The runtime at `path` as the manifest in `folder` names it: relative if `path` is.
///
/// # Errors
///
/// If the runtime isn't there.
pub(crate) fn runtime_path(folder: &Path, path: &Path) -> anyhow::Result<String> {
    let manifest = path.join("Cargo.toml");
    let text = fs_err::read_to_string(&manifest).context("failed to find asp-validation-runtime")?;
    anyhow::ensure!(
        text.lines().any(|line| line.replace(' ', "") == "name=\"asp-validation-runtime\""),
        "{} is the manifest of another package: --runtime-path takes the folder of asp-validation-runtime",
        manifest.display()
    );
    let found =
        if path.is_absolute() { path.to_owned() } else { between(&resolved(folder)?, &resolved(path)?) };
    manifest_path(&found)
}

/// The runtime of the workspace that this command was built in, if it is still there: relative for a crate in the same
/// workspace, absolute otherwise.
///
/// # Errors
///
/// If its path is not UTF-8.
pub(crate) fn runtime_beside(folder: &Path) -> anyhow::Result<Option<String>> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (Some(root), Some(crates)) = (own.ancestors().nth(2), own.parent()) else { return Ok(None) };
    let runtime = crates.join("validation-runtime");
    if !runtime.join("Cargo.toml").is_file() {
        return Ok(None);
    }
    let (runtime, root, folder) = (resolved(&runtime)?, resolved(root)?, resolved(folder)?);
    let found = if folder.starts_with(root) { between(&folder, &runtime) } else { runtime };
    manifest_path(&found).map(Some)
}

/// The path as manifests write it.
fn manifest_path(path: &Path) -> anyhow::Result<String> {
    let text = path.to_str().with_context(|| format!("{} is not UTF-8, as manifests are", path.display()))?;
    // Manifests take slashes on every system.
    Ok(if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() })
}

/// The absolute path, links resolved as far as it exists.
fn resolved(path: &Path) -> io::Result<PathBuf> {
    let absolute = std::path::absolute(path)?;
    for ancestor in absolute.ancestors() {
        if let (Ok(real), Ok(rest)) = (fs_err::canonicalize(ancestor), absolute.strip_prefix(ancestor)) {
            // Joined to nothing, a path would end in a slash.
            return Ok(if rest.as_os_str().is_empty() { real } else { real.join(rest) });
        }
    }
    Ok(absolute)
}

/// The way from the folder `from` to `to`; both are absolute.
fn between(from: &Path, to: &Path) -> PathBuf {
    let shared = from.components().zip(to.components()).take_while(|(left, right)| left == right).count();
    if shared == 0 {
        // On another drive.
        return to.to_owned();
    }
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    up.chain(to.components().skip(shared)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_between_folders_is_found() {
        for (from, to, expected) in [
            ("/a/b/c", "/a/d", "../../d"),
            ("/a", "/a/b/c", "b/c"),
            ("/a/b", "/a", ".."),
            ("/a", "/b", "../b"),
        ] {
            assert_eq!(between(Path::new(from), Path::new(to)), Path::new(expected));
        }
    }
}
