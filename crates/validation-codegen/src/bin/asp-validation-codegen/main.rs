//! Turns an OpenAPI 3.0 document into a crate that judges its requests and responses.
//!
//! Exit codes: see [`asp_validation_codegen::command::exit`].

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anstyle::AnsiColor;
use asp_validation_codegen::command::output::{self, Format, Output};
use asp_validation_codegen::command::{exit, files};
use asp_validation_codegen::package::{Package, Runtime, generate_package, is_name};
use asp_validation_codegen::{Options, Unsupported};
use clap::Parser;

mod findings;
mod progress;
mod report;
mod shell;
mod source;
mod target;

use progress::Progress;
use report::Report;
use source::Source;

/// Turn an OpenAPI 3.0 document into a crate that judges its requests and responses
#[derive(Parser)]
#[command(name = "asp-validation-codegen", arg_required_else_help = true)]
#[command(after_help = "\
Files are written all or none, and files that this command didn't write are left alone.
Exit codes: 0 fine, 4 found something (what validators can't enforce, stale files), 1 failed.")]
struct Arguments {
    /// The document, YAML or JSON
    document: PathBuf,

    /// The folder of the crate
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// The name of the package [default: from the document's title or the file's name]
    #[arg(long, value_parser = name)]
    name: Option<String>,

    /// Which version of asp-validation-runtime the crate needs [default: the runtime beside this command's source, or
    /// this command's version if it was moved away from there]
    #[arg(long, value_name = "VERSION", value_parser = requirement)]
    runtime: Option<String>,

    /// Take asp-validation-runtime from this folder
    #[arg(long, value_name = "DIR", conflicts_with = "runtime")]
    runtime_path: Option<PathBuf>,

    /// Warn about what a rule refuses, and leave it out; `all` for every rule
    #[arg(long, value_name = "RULE", value_parser = rule)]
    allow: Vec<String>,

    /// Refuse formats that have no meaning too: unknown ones, and those of other types
    ///
    /// OpenAPI lets formats have any name, and tools go by the type where they do not know one: it is a warning unless this
    /// is set.
    #[arg(long)]
    strict_formats: bool,

    /// Write nothing: show what is missing, stale or orphaned
    #[arg(long)]
    check: bool,

    /// Print for people or for programs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

fn main() -> ExitCode {
    match Arguments::try_parse() {
        Ok(arguments) => run(&arguments).unwrap_or_else(|error| output::failed(error.as_ref())),
        Err(error) => output::refused(&error),
    }
}

fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let start = Instant::now();
    let mut output = Output::new(arguments.format);
    let runtime = runtime(arguments)?;
    let progress = Progress::new(&arguments.document);
    progress.step("reading the document");
    let source = Source::read(&arguments.document)?;
    let name = arguments.name.clone().unwrap_or_else(|| source.package_name());
    let package = Package::new(name, source.file_name())
        .with_arguments(repeated(arguments, &runtime))
        .with_runtime(runtime);
    progress.step("generating");
    let generated = match generate_package(&source.document, &package, &options(arguments, &source)) {
        Ok(generated) => generated,
        Err(refused) => {
            progress.finish();
            unused(arguments, &refused, &mut output)?;
            findings::refused(&source, &refused, &mut output)?;
            return Ok(exit::FOUND.into());
        }
    };
    progress.step("comparing with the folder");
    let folder = &arguments.out;
    let (plan, kept) = target::plan(folder, generated.artifacts)?;
    let entries = plan.compare(folder)?;
    if !arguments.check {
        progress.step("writing");
        files::apply(folder, &entries)?;
    }
    progress.finish();
    unused(arguments, &generated.warnings, &mut output)?;
    let report = Report {
        source: &source,
        folder,
        package: &package.name,
        entries: &entries,
        kept: &kept,
        warnings: &generated.warnings,
        left_out: &generated.left_out,
        start,
    };
    if arguments.check { report.checked(&mut output) } else { report.written(&mut output) }
}

/// Tells which rules are allowed for nothing: the name may be a slip.
fn unused(arguments: &Arguments, found: &[Unsupported], output: &mut Output) -> anyhow::Result<()> {
    let is_unused =
        |rule: &&String| *rule != "all" && found.iter().all(|unsupported| unsupported.rule != rule.as_str());
    for rule in arguments.allow.iter().filter(is_unused) {
        let text = format!("--allow {rule}: nothing is refused under a rule of that name");
        output.status("Note", AnsiColor::Yellow, &text)?;
    }
    Ok(())
}

fn runtime(arguments: &Arguments) -> anyhow::Result<Runtime> {
    Ok(match (&arguments.runtime_path, &arguments.runtime) {
        (Some(path), _) => Runtime::Path(target::runtime_path(&arguments.out, path)?),
        (None, Some(version)) => Runtime::Version(version.clone()),
        (None, None) => match target::runtime_beside(&arguments.out)? {
            Some(path) => Runtime::Path(path),
            None => Runtime::Version(env!("CARGO_PKG_VERSION").to_owned()),
        },
    })
}

fn options(arguments: &Arguments, source: &Source) -> Options {
    let options = Options::new().with_losses(source.losses.iter().cloned());
    let options = if arguments.strict_formats { options } else { options.with_open_formats() };
    arguments.allow.iter().fold(options, |options, rule| match rule.as_str() {
        "all" => options.allow_all(),
        rule => options.allow(rule),
    })
}

/// The options that make the same crate of the same document, with the crate's folder as the working directory.
fn repeated(arguments: &Arguments, runtime: &Runtime) -> Vec<String> {
    let mut repeated = Vec::new();
    if let Some(name) = &arguments.name {
        repeated.extend(["--name".to_owned(), name.clone()]);
    }
    match runtime {
        // What is found without being told is found again.
        _ if arguments.runtime.is_none() && arguments.runtime_path.is_none() => {}
        Runtime::Path(path) => repeated.extend(["--runtime-path".to_owned(), shell::quoted(path)]),
        Runtime::Version(version) => repeated.extend(["--runtime".to_owned(), shell::quoted(version)]),
        _ => {}
    }
    if arguments.strict_formats {
        repeated.push("--strict-formats".to_owned());
    }
    let mut rules = arguments.allow.clone();
    rules.sort();
    rules.dedup();
    repeated.extend(rules.into_iter().flat_map(|rule| ["--allow".to_owned(), rule]));
    repeated
}

fn name(text: &str) -> Result<String, String> {
    let problem = "not a name for a package: use ASCII letters, digits, `-` and `_`, starting with a letter, and no word \
                   that Rust or cargo reserves";
    is_name(text).then(|| text.to_owned()).ok_or_else(|| problem.to_owned())
}

fn requirement(text: &str) -> Result<String, String> {
    let is_part = |character: char| character.is_ascii_alphanumeric() || ".*^~<>=, +-".contains(character);
    let fits = text.chars().all(is_part)
        && text.contains(|character: char| character.is_ascii_digit() || character == '*');
    fits.then(|| text.to_owned())
        .ok_or_else(|| "not a version requirement such as `0.1` or `>=0.1.2, <0.2`".to_owned())
}

fn rule(text: &str) -> Result<String, String> {
    let is_part =
        |character: char| character.is_ascii_lowercase() || character.is_ascii_digit() || character == '-';
    let fits = !text.is_empty() && text.chars().all(is_part);
    fits.then(|| text.to_owned())
        .ok_or_else(|| "not a rule: use its name, such as `format`, or `all`".to_owned())
}
