//! `cargo xtask bench`: figures for the README, each with its limit or its ratio to another of the same run.

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use anstyle::AnsiColor;
use anyhow::Context;
use asp_spec::Document;
use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use crate::source;
use asp_validation_codegen::command::exit;
use asp_validation_codegen::command::output::Output;

mod diff;
mod pages;
mod repeat;
mod validators;

/// How often the document is repeated: 25, 250 and 2,500 operations.
const COPIES: [usize; 3] = [1, 10, 100];

/// Runs of each command; the median counts.
const RUNS: usize = 5;

/// What `cargo xtask generate` may take on a warm build, with and without `--check`.
const LIMIT: Duration = Duration::from_secs(1);

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Subject {
    /// Generation, its check, and how both grow with the document
    Generate,
    /// Validators: how their source and its compilation grow with the document
    Validators,
    /// The comparison of two versions of a large document
    Diff,
    /// The comparison of a large reference page with what is known of it
    Pages,
}

/// Measures `subject` and prints the figures.
///
/// # Errors
///
/// If a measured command fails.
pub(crate) fn run(root: &Path, subject: Subject, output: &mut Output) -> anyhow::Result<ExitCode> {
    match subject {
        Subject::Generate => generate(root, output),
        Subject::Validators => validators::run(root, output),
        Subject::Diff => diff::run(root, output),
        Subject::Pages => pages::run(root, output),
    }
}

/// Prints how long `cargo xtask COMMAND` took for a document or a page with so many operations, by what had changed in it.
fn report(
    output: &mut Output,
    command: &str,
    operations: usize,
    rows: &[(&str, Duration)],
) -> anyhow::Result<ExitCode> {
    output.line(&format!("cargo xtask {command}, {operations} operations, medians of whole processes"))?;
    for (what, time) in rows {
        let color = if *time < LIMIT { AnsiColor::Green } else { AnsiColor::Red };
        let text = format!("{what:<38} {:>6.3} s, limit {LIMIT:?}", time.as_secs_f64());
        output.status("Measured", color, &text)?;
    }
    let json: Vec<_> =
        rows.iter().map(|(what, time)| json!({"changed": what, "seconds": time.as_secs_f64()})).collect();
    output.json(&json!({"operations": operations, "rows": json, "limit": LIMIT.as_secs_f64()}))?;
    let is_within = rows.iter().all(|(_, time)| *time < LIMIT);
    Ok(if is_within { exit::FINE } else { exit::FOUND }.into())
}

/// The medians for a document of some size.
struct Figures {
    operations: u32,
    generate: Duration,
    check: Duration,
}

fn generate(root: &Path, output: &mut Output) -> anyhow::Result<ExitCode> {
    let document = source::read_valid(&root.join(source::DOCUMENT))?;
    let progress = progress((COPIES.len() + 1) * 2 * RUNS);
    let whole = measure_cargo(root, &document, &progress)?;
    let mut rows = Vec::new();
    for copies in COPIES {
        rows.push(measure_copies(&document, copies, &progress)?);
    }
    progress.finish_and_clear();

    output.line("cargo xtask on this checkout, warm build, medians of whole processes")?;
    for (name, time) in [("generate", whole.generate), ("generate --check", whole.check)] {
        let ratio = time.as_secs_f64() / LIMIT.as_secs_f64();
        let text = format!("{name:<17} {:>7.3} s, {ratio:.2} of the limit of {LIMIT:?}", time.as_secs_f64());
        let color = if time < LIMIT { AnsiColor::Green } else { AnsiColor::Red };
        output.status("Measured", color, &text)?;
    }
    output.line("growth, the generator alone, on the document repeated (ratio: time an operation against the first row)")?;
    output.line("  operations    generate   ratio       check   ratio")?;
    let per_operation = |time: Duration, row: &Figures| time.as_secs_f64() / f64::from(row.operations);
    for row in &rows {
        let ratio =
            |time: Duration, first: Duration| per_operation(time, row) / per_operation(first, &rows[0]);
        output.line(&format!(
            "  {:>10}  {:>8.3} s  {:>6.2}  {:>8.3} s  {:>6.2}",
            row.operations,
            row.generate.as_secs_f64(),
            ratio(row.generate, rows[0].generate),
            row.check.as_secs_f64(),
            ratio(row.check, rows[0].check),
        ))?;
    }
    let seconds = |figures: &Figures| {
        json!({
            "operations": figures.operations,
            "generate": figures.generate.as_secs_f64(),
            "check": figures.check.as_secs_f64(),
        })
    };
    let growth: Vec<_> = rows.iter().map(seconds).collect();
    output.json(&json!({"cargo": seconds(&whole), "growth": growth, "limit": LIMIT.as_secs_f64()}))?;
    let is_within = whole.generate < LIMIT && whole.check < LIMIT;
    Ok(if is_within { exit::FINE } else { exit::FOUND }.into())
}

/// Times `cargo xtask generate` as a person runs it: cargo's own work included.
fn measure_cargo(root: &Path, document: &Document, progress: &ProgressBar) -> anyhow::Result<Figures> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let command = |arguments: &[&str]| {
        let mut command = Command::new(&cargo);
        command.current_dir(root).arg("xtask").arg("generate").args(arguments);
        command
    };
    Ok(Figures {
        operations: count(document),
        generate: median(progress, exit::FINE, || command(&[]))?,
        check: median(progress, exit::FINE, || command(&["--check"]))?,
    })
}

/// Times the generator on a checkout of its own whose document is ours, `copies` times.
fn measure_copies(document: &Document, copies: usize, progress: &ProgressBar) -> anyhow::Result<Figures> {
    let folder = tempfile::tempdir().context("failed to create a folder to work in")?;
    let repeated = Document::from_value(repeat::repeat(document.value(), copies))
        .context("the repeated document is not valid")?;
    let path = folder.path().join(source::DOCUMENT);
    fs_err::create_dir_all(path.parent().unwrap_or(folder.path()))?;
    let file = fs_err::File::create(&path)?;
    serde_json::to_writer(std::io::BufWriter::new(file), repeated.value())?;
    let program = std::env::current_exe().context("failed to find this program")?;
    let command = |arguments: &[&str]| {
        let mut command = Command::new(&program);
        command.arg("generate").args(arguments).arg("--root").arg(folder.path());
        command
    };
    Ok(Figures {
        operations: count(&repeated),
        generate: median(progress, exit::FINE, || command(&[]))?,
        check: median(progress, exit::FINE, || command(&["--check"]))?,
    })
}

fn count(document: &Document) -> u32 {
    u32::try_from(document.operations().count()).unwrap_or(u32::MAX)
}

/// The median of [`RUNS`] runs that exit with `code`, after one that does not count.
fn median(progress: &ProgressBar, code: u8, command: impl Fn() -> Command) -> anyhow::Result<Duration> {
    let mut times = Vec::with_capacity(RUNS + 1);
    for _ in 0..=RUNS {
        let mut command = command();
        progress.set_message(format!("{command:?}"));
        let start = Instant::now();
        let result = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).output()?;
        times.push(start.elapsed());
        anyhow::ensure!(
            result.status.code() == Some(code.into()),
            "{command:?} did not exit with {code}: {}",
            String::from_utf8_lossy(&result.stderr)
        );
        progress.inc(1);
    }
    let mut counted = times.split_off(1);
    counted.sort();
    Ok(counted[RUNS / 2])
}

/// A bar on a terminal, nothing in a pipe.
fn progress(steps: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {wide_msg}");
    let bar = ProgressBar::new((steps + steps / RUNS) as u64);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
