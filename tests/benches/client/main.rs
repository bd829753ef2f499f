//! What the client costs beside a program that uses reqwest alone, as ratios in the same run:
//! `cargo bench -p asp-tests --bench client`. Names of parts after `--` run only those: `cpu`, `pages`, `allocations`,
//! `build`.
//!
//! Servers are processes of their own. Contestants take turns, and the median round counts: the machine may be busy with
//! other things, which times of processors and counts of allocations hardly notice.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "a benchmark prints, fails by panicking, and writes files that nobody keeps"
)]

mod allocations;
#[path = "../shared/bare.rs"]
mod bare;
mod build;
mod cpu;
#[path = "../shared/load.rs"]
#[allow(dead_code, reason = "other benchmarks use the rest")]
mod load;
mod pages;
#[path = "../shared/processes.rs"]
#[allow(dead_code, reason = "other benchmarks use the rest")]
mod processes;
mod relay;
#[path = "../shared/report.rs"]
#[allow(dead_code, reason = "other benchmarks use the rest")]
mod report;
mod sides;

use std::time::Duration;

use report::Report;
use tempfile::TempDir;

fn main() {
    let mut arguments = std::env::args().skip(1);
    match std::env::args().nth(1).as_deref() {
        Some(bare::ARGUMENT) => return bare::serve(std::fs::read(arguments.nth(1).unwrap()).unwrap()),
        Some(relay::ARGUMENT) => {
            let [_, to, delay] = [(); 3].map(|()| arguments.next().unwrap());
            return relay::serve(to.parse().unwrap(), Duration::from_micros(delay.parse().unwrap()));
        }
        _ => {}
    }
    // Cargo adds `--bench`.
    let wanted: Vec<String> = arguments.filter(|argument| !argument.starts_with("--")).collect();
    let is_wanted = |part: &str| wanted.is_empty() || wanted.iter().any(|wanted| wanted == part);
    // On the disk that the project is built on, not in memory as `/tmp` may be.
    let folder = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut report = Report::default();
    if is_wanted("cpu") {
        cpu::run(&mut report, folder.path());
    }
    if is_wanted("allocations") {
        allocations::run(&mut report, folder.path());
    }
    if is_wanted("pages") {
        pages::run(&mut report, folder.path());
    }
    if is_wanted("build") {
        build::run(&mut report);
    }
    report.end();
}
