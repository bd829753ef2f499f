//! The workspace's own commands. `cargo xtask` lists them.
//!
//! Exit codes, for all commands: see [`exit`].

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

mod bench;
mod exit;
mod files;
mod generate;
mod lint;
mod output;
mod source;

use output::Output;

/// Work on the document and on the code that is generated from it.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", arg_required_else_help = true)]
#[command(after_help = "Exit codes: 0 fine, 4 found something (stale files, problems), 1 failed.")]
struct Arguments {
    #[command(subcommand)]
    command: Command,

    /// Print for people or for programs
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Work on another checkout than this one
    #[arg(long, global = true, value_name = "DIR", default_value_os_t = workspace_root(), hide_default_value = true)]
    root: PathBuf,
}

#[derive(Subcommand)]
enum Command {
    /// Regenerate everything that derives from openapi/smart-properties.yaml
    Generate {
        /// What to regenerate [default: everything]
        #[arg(value_enum)]
        target: Option<generate::Target>,

        /// Write nothing: show what is missing, stale or orphaned
        #[arg(long)]
        check: bool,
    },
    /// Check a document against the authoring profile (openapi/README.md)
    Lint {
        /// The document, YAML or JSON [default: openapi/smart-properties.yaml]
        document: Option<PathBuf>,
    },
    /// Measure, and print ratios
    Bench {
        /// What to measure
        #[arg(value_enum)]
        subject: bench::Subject,
    },
}

/// How results are printed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs: one JSON object on standard output
    Json,
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no failures; what clap calls an error is ours to give a code.
            let code = if error.use_stderr() { exit::FAILED } else { exit::FINE };
            let _ = error.print();
            return code.into();
        }
    };
    let mut output = Output::new(arguments.format);
    let result = match &arguments.command {
        Command::Generate { target, check } => generate::run(&arguments.root, *target, *check, &mut output),
        Command::Lint { document } => lint::run(&arguments.root, document.as_deref(), &mut output),
        Command::Bench { subject } => bench::run(&arguments.root, *subject, &mut output),
    };
    result.unwrap_or_else(|error| {
        if is_broken_pipe(&error) {
            // The reader has seen enough, as in `| head`.
            return exit::FINE.into();
        }
        // Nowhere is left to report to if standard error is closed.
        let _ = report(&error);
        exit::FAILED.into()
    })
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let error = error.downcast_ref::<std::io::Error>();
    error.is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}

/// Says what failed and why, cause by cause, without a backtrace: these are errors for the person who called.
fn report(error: &anyhow::Error) -> std::io::Result<()> {
    let mut stream = anstream::stderr();
    writeln!(stream, "error: {error}")?;
    for cause in error.chain().skip(1) {
        writeln!(stream, "  because: {cause}")?;
    }
    Ok(())
}

/// The checkout that cargo runs this command in; the one that it was built in if it runs without cargo. They differ
/// when checkouts share a target folder.
fn workspace_root() -> PathBuf {
    let manifest =
        std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let manifest = PathBuf::from(manifest);
    manifest.parent().unwrap_or(&manifest).to_owned()
}
