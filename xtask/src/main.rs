//! The workspace's own commands. `cargo xtask` lists them.
//!
//! Exit codes, for all commands: see [`asp_validation_codegen::command::exit`].

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod bench;
mod diff;
mod generate;
mod lint;
mod pages;
mod source;

use asp_validation_codegen::command::output::{self, Format, Output};

/// Work on the document and on the code that is generated from it.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", arg_required_else_help = true)]
#[command(
    after_help = "Exit codes: 0 fine, 4 found something (stale files, problems, breaking changes), 1 failed."
)]
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
    /// Compare the vendor's reference pages with what is known of them
    Pages {
        #[command(subcommand)]
        command: pages::Pages,
    },
    /// Say what changed between two versions of the document, for senders and for readers
    ///
    /// Breaking for senders: a request that OLD accepts and NEW refuses, an operation that is gone, a server that is
    /// gone, credentials that aren't enough any more, a success status that nobody was told of. Breaking for readers: a
    /// response that NEW lets a server send and OLD doesn't describe. Each breaking change is shown by a request or
    /// response that both versions have judged. Not breaking: what no exchange shows (texts, names, order, where
    /// something is written), and new optional parameters and members. What differs without an exchange that shows it is
    /// listed as unclear, and so is a parameter, header or member that NEW doesn't name any more without refusing it.
    ///
    /// Exit codes: 0 nothing is breaking, 4 something is breaking, 1 failed.
    Diff {
        /// The older version: a file, a git revision, or REVISION:PATH
        old: String,

        /// The newer version, likewise [default: openapi/smart-properties.yaml of this checkout]
        new: Option<String>,

        /// Exit with 0 in spite of breaking changes if the major version in `info.version` of NEW is greater
        #[arg(long)]
        allow_major: bool,
    },
    /// Measure, and print ratios
    Bench {
        /// What to measure
        #[arg(value_enum)]
        subject: bench::Subject,
    },
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return output::refused(&error),
    };
    let mut output = Output::new(arguments.format);
    let result = match &arguments.command {
        Command::Generate { target, check } => generate::run(&arguments.root, *target, *check, &mut output),
        Command::Lint { document } => lint::run(&arguments.root, document.as_deref(), &mut output),
        Command::Pages { command } => pages::run(&arguments.root, command, &mut output),
        Command::Diff { old, new, allow_major } => {
            diff::run(&arguments.root, (old, new.as_deref()), *allow_major, &mut output)
        }
        Command::Bench { subject } => bench::run(&arguments.root, *subject, &mut output),
    };
    result.unwrap_or_else(|error| output::failed(error.as_ref()))
}

/// The checkout that cargo runs this command in; the one that it was built in if it runs without cargo. They differ
/// when checkouts share a target folder.
fn workspace_root() -> PathBuf {
    let manifest =
        std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let manifest = PathBuf::from(manifest);
    manifest.parent().unwrap_or(&manifest).to_owned()
}
