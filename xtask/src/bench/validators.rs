//! How generated validators grow with their document: source, generation and compilation.

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;
use asp_spec::Document;
use asp_validation_codegen::command::exit;
use asp_validation_codegen::command::output::Output;
use asp_validation_codegen::package::{Package, Runtime, generate_package};
use asp_validation_codegen::{Generated, Options};
use indicatif::ProgressBar;
use serde_json::json;

use super::{count, progress, repeat};
use crate::source;

/// How often the document is repeated: 25, 250 and 1,000 operations.
const COPIES: [usize; 3] = [1, 10, 40];

/// Compilations of each crate; the median counts.
const RUNS: usize = 3;

const NAME: &str = "validators";

/// The figures for a document of some size.
struct Row {
    operations: u32,
    bytes: usize,
    generate: Duration,
    compile: Duration,
}

pub(super) fn run(root: &Path, output: &mut Output) -> anyhow::Result<ExitCode> {
    let document = source::read_valid(&root.join(source::DOCUMENT))?;
    let progress = progress(COPIES.len() * (2 * RUNS + 1));
    let mut rows = Vec::new();
    for copies in COPIES {
        rows.push(measure(root, &document, copies, &progress)?);
    }
    progress.finish_and_clear();
    output.line("validators of the document repeated (ratio: an operation's share against the first row)")?;
    output.line("  operations       source   ratio    generate   ratio     compile   ratio")?;
    for row in &rows {
        let share = |value: f64, row: &Row| value / f64::from(row.operations);
        let ratio = |value: fn(&Row) -> f64| share(value(row), row) / share(value(&rows[0]), &rows[0]);
        output.line(&format!(
            "  {:>10}  {:>8} kB  {:>6.2}  {:>8.3} s  {:>6.2}  {:>8.3} s  {:>6.2}",
            row.operations,
            row.bytes / 1000,
            // Sources of documents this size are far below 2^53 bytes.
            ratio(|row| u32::try_from(row.bytes).map_or(f64::INFINITY, f64::from)),
            row.generate.as_secs_f64(),
            ratio(|row| row.generate.as_secs_f64()),
            row.compile.as_secs_f64(),
            ratio(|row| row.compile.as_secs_f64()),
        ))?;
    }
    let figures: Vec<_> = rows
        .iter()
        .map(|row| {
            json!({
                "operations": row.operations,
                "bytes": row.bytes,
                "generate": row.generate.as_secs_f64(),
                "compile": row.compile.as_secs_f64(),
            })
        })
        .collect();
    output.json(&json!({"validators": figures}))?;
    Ok(exit::FINE.into())
}

/// Generates a crate for the document, `copies` times, and compiles it (dev profile, its dependencies done).
fn measure(root: &Path, document: &Document, copies: usize, progress: &ProgressBar) -> anyhow::Result<Row> {
    let repeated = Document::from_value(repeat::repeat(document.value(), copies))
        .context("the repeated document is not valid")?;
    let runtime = root.join("crates/validation-runtime");
    let runtime = runtime.to_str().context("the path of the checkout is not UTF-8")?;
    let package = Package::new(NAME, "repeated.yaml").with_runtime(Runtime::Path(runtime.to_owned()));
    let start = Instant::now();
    let generated = generate_package(&repeated, &package, &Options::new());
    let generate = start.elapsed();
    let Ok(Generated { artifacts, .. }) = generated else {
        anyhow::bail!("the document has what validators cannot enforce: see `cargo xtask lint`");
    };

    let folder = tempfile::tempdir().context("failed to create a folder to work in")?;
    for artifact in &artifacts {
        let path = folder.path().join(&artifact.path);
        fs_err::create_dir_all(path.parent().unwrap_or(folder.path()))?;
        std::io::Write::write_all(&mut fs_err::File::create(path)?, artifact.contents.as_bytes())?;
    }
    // The versions that this checkout is tested with, and nothing downloaded.
    fs_err::copy(root.join("Cargo.lock"), folder.path().join("Cargo.lock"))?;
    let cargo = |arguments: &[&str]| -> anyhow::Result<Duration> {
        let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(program);
        command.current_dir(folder.path()).args(arguments).arg("--offline");
        command.env("CARGO_TARGET_DIR", folder.path().join("target"));
        let start = Instant::now();
        let result = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).output()?;
        let time = start.elapsed();
        anyhow::ensure!(
            result.status.success(),
            "{command:?} failed: {}",
            String::from_utf8_lossy(&result.stderr)
        );
        progress.inc(1);
        Ok(time)
    };
    cargo(&["build", "--quiet"])?;
    let mut times = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        cargo(&["clean", "--quiet", "--package", NAME])?;
        times.push(cargo(&["build", "--quiet"])?);
    }
    times.sort();
    Ok(Row {
        operations: count(&repeated),
        bytes: artifacts.iter().map(|artifact| artifact.contents.len()).sum(),
        generate,
        compile: times[RUNS / 2],
    })
}
