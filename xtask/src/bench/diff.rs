//! `cargo xtask bench diff`: how long two versions of a document of 2,500 operations take to be compared.

use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::Context;
use asp_spec::Document;
use serde_json::{Value, json};

use super::{RUNS, median, progress, repeat, report};
use crate::source;
use asp_validation_codegen::command::exit;
use asp_validation_codegen::command::output::Output;

/// How often the document is repeated: 2,500 operations.
const COPIES: usize = 100;

/// Measures the comparison with nothing changed, with one schema changed, and with one that all operations use.
///
/// # Errors
///
/// If a comparison fails.
pub(super) fn run(root: &Path, output: &mut Output) -> anyhow::Result<ExitCode> {
    let document = source::read_valid(&root.join(source::DOCUMENT))?;
    let old = repeat::repeat(document.value(), COPIES);
    let operations = Document::from_value(old.clone())?.operations().count();
    let folder = tempfile::tempdir().context("failed to create a folder to work in")?;
    let write = |name: &str, value: &Value| -> anyhow::Result<std::path::PathBuf> {
        let path = folder.path().join(name);
        let file = fs_err::File::create(&path)?;
        serde_json::to_writer(std::io::BufWriter::new(file), value)?;
        Ok(path)
    };
    let old_path = write("old.json", &old)?;
    let changes = [
        ("a text", "/info/title", json!("changed")),
        ("one schema", "/components/schemas/RoomName/maxLength", json!(1)),
        ("the error that all operations answer", "/components/schemas/ApiError", json!({"type": "array"})),
    ];
    let progress = progress(changes.len() * RUNS);
    let program = std::env::current_exe().context("failed to find this program")?;
    let mut rows = Vec::new();
    for (what, pointer, value) in changes {
        let mut new = old.clone();
        // Breaking changes are fine with a greater major version: what fails here is the comparison.
        for (pointer, value) in [(pointer, value), ("/info/version", json!("99.0.0"))] {
            let place = new.pointer_mut(pointer);
            *place.with_context(|| format!("the document has nothing at {pointer}"))? = value;
        }
        let new_path = write("new.json", &new)?;
        let time = median(&progress, exit::FINE, || {
            let mut command = Command::new(&program);
            command
                .args(["diff", "--allow-major"])
                .args([&old_path, &new_path])
                .arg("--root")
                .arg(folder.path());
            command
        })?;
        rows.push((what, time));
    }
    progress.finish_and_clear();
    report(output, "diff", operations, &rows)
}
