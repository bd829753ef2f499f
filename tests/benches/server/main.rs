//! How fast the reference server is, as ratios to others in the same run: `cargo bench -p asp-tests --bench server`.
//! Names of parts after `--` run only those: `throughput`, `creates`, `size`, `start`.
//!
//! The server is the command `asp` as it is released, in a process of its own, and so are the others: a bare axum handler
//! that returns the same bytes, one transaction of SQLite for each create, itself with fewer rooms, and Prism mocking
//! the same document. Contestants take turns, and the median round counts: the machine may be busy with other things.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "a benchmark prints, fails by panicking, and writes files that nobody keeps"
)]

#[path = "../shared/bare.rs"]
mod bare;
mod creates;
#[path = "../shared/load.rs"]
mod load;
#[path = "../shared/processes.rs"]
mod processes;
#[path = "../shared/report.rs"]
mod report;
mod size;
mod start;
mod throughput;

use std::path::PathBuf;

use report::Report;
use tempfile::TempDir;

/// What the parts need.
struct Bench {
    /// The command.
    asp: PathBuf,
    /// On the disk that the project is built on, not in memory as `/tmp` may be.
    folder: TempDir,
    report: Report,
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    if std::env::args().nth(1).as_deref() == Some(bare::ARGUMENT) {
        return bare::serve(std::fs::read(arguments.nth(1).unwrap()).unwrap());
    }
    // Cargo adds `--bench`.
    let wanted: Vec<String> = arguments.filter(|argument| !argument.starts_with("--")).collect();
    let is_wanted = |part: &str| wanted.is_empty() || wanted.iter().any(|wanted| wanted == part);
    report::progress("building");
    let mut bench = Bench {
        asp: processes::build_asp(),
        folder: TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap(),
        report: Report::default(),
    };
    // The client has one thread, so that it leaves the rest of the machine to the servers.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        if is_wanted("start") {
            start::run(&mut bench).await;
        }
        if is_wanted("throughput") {
            throughput::run(&mut bench).await;
        }
        if is_wanted("creates") {
            creates::run(&mut bench).await;
        }
        if is_wanted("size") {
            size::run(&mut bench).await;
        }
    });
    bench.report.end();
}
