//! How long a clean debug build of the crate takes, its dependencies compiled.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::report::{Mark, Report, median, progress};

const ROUNDS: usize = 3;

/// Seconds.
const LONGEST: f64 = 10.0;

pub(crate) fn run(report: &mut Report) {
    progress("build");
    // Kept from run to run, with the dependencies.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("client-build");
    let cargo = |command: &str| {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args([command, "--quiet", "--package", "asp-client", "--target-dir"]).arg(&folder);
        assert!(cargo.current_dir(asp_tests::root()).status().unwrap().success(), "cargo {command} failed");
    };
    cargo("build");
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        cargo("clean");
        let begun = Instant::now();
        cargo("build");
        times.push(begun.elapsed().as_secs_f64());
    }
    let seconds = median(&times);
    report.section_of(&format!("clean debug build, median of {ROUNDS}"), "", "", "seconds");
    report.row("asp-client, its dependencies compiled", "", "", seconds, Mark::AtMost(LONGEST));
}
