//! Public test data: where cargo keeps the packages that carry it, and what their files say.
//!
//! The packages are pinned in `tests/corpora`, by version and checksum. Cargo downloads them from the registry if it
//! does not have them yet, and compiles none.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use cargo_metadata::MetadataCommand;

/// Any platform would do, since nothing is compiled; this one needs the fewest packages.
const PLATFORM: &str = "x86_64-unknown-none";

/// The folder of a package that `tests/corpora` depends on.
///
/// # Panics
///
/// If cargo can neither find nor download the packages, or the package is none of them: a test without its data fails.
pub fn package(name: &str) -> PathBuf {
    static PACKAGES: OnceLock<BTreeMap<String, PathBuf>> = OnceLock::new();
    let packages = PACKAGES.get_or_init(|| {
        let metadata = MetadataCommand::new()
            .manifest_path(crate::root().join("tests/corpora/Cargo.toml"))
            .other_options(["--locked", "--filter-platform", PLATFORM].map(str::to_owned))
            .exec()
            .expect("cargo needs the registry once, to download the packages of tests/corpora");
        let folder = |path: &Path| path.parent().unwrap_or(path).to_owned();
        let packages = metadata.packages.iter();
        packages
            .map(|package| (package.name.to_string(), folder(package.manifest_path.as_std_path())))
            .collect()
    });
    packages.get(name).unwrap_or_else(|| panic!("tests/corpora does not depend on {name}")).clone()
}

/// The JSON files in `folder` and the folders below it, sorted: each with its path in `folder` and its bytes.
///
/// # Panics
///
/// If one of them cannot be read.
pub fn json_files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        let entries = std::fs::read_dir(&next).unwrap_or_else(|error| panic!("{}: {error}", next.display()));
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "json") {
                let parts = path.strip_prefix(folder).unwrap().components();
                let parts: Vec<_> = parts.map(|part| part.as_os_str().to_str().unwrap()).collect();
                files.push((parts.join("/"), std::fs::read(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}
