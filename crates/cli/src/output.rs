//! Printing: results to standard output, errors to standard error; colours on terminals only and never with `NO_COLOR`.

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::ValueEnum;

/// How results are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// For programs: one line of JSON
    Json,
}

/// Prints to standard output.
pub(crate) fn print(text: &str) -> io::Result<()> {
    let mut stream = anstream::stdout();
    writeln!(stream, "{text}")?;
    stream.flush()
}

/// Prints why the command failed, cause by cause; returns the exit code.
pub(crate) fn failed(error: &anyhow::Error) -> ExitCode {
    let is_broken_pipe = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    if error.downcast_ref().is_some_and(is_broken_pipe) {
        // The reader has seen enough, as in `| head`.
        return ExitCode::SUCCESS;
    }
    // Nowhere is left to report to if standard error is closed.
    let _ = report(error);
    ExitCode::FAILURE
}

fn report(error: &anyhow::Error) -> io::Result<()> {
    let mut stream = anstream::stderr();
    writeln!(stream, "error: {error}")?;
    error.chain().skip(1).try_for_each(|cause| writeln!(stream, "  because: {cause}"))
}

/// The exit code for arguments that clap does not take, after it said why; help and version are no failures.
pub(crate) fn refused(error: &clap::Error) -> ExitCode {
    let _ = error.print();
    if error.use_stderr() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
