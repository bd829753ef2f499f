//! `asp contract`.

use std::io::IsTerminal as _;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, bail};
use asp_contract::{ControlApi, Outcome, Report, Settings, Target, Tenant, report, suites};
use clap::{Subcommand, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use reqwest::{Client, Url};

use crate::output;

/// The exit code if a case failed, or something could not be deleted.
const FOUND: u8 = 4;

/// Run contract tests
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the contract cases against a reference server
    ///
    /// Every case is derived from the OpenAPI document. Clients, accounts and units are made for the run and deleted afterwards;
    /// for the time of some cases switches, faults and the clock of the server are set.
    ///
    /// Exit codes: 0 all passed, 4 a case failed or something was left behind, 1 the run could not be made.
    Run(Run),
    /// List the cases
    Cases,
}

#[derive(clap::Args)]
struct Run {
    /// Where the server answers
    #[arg(long, env = "ASP_BASE_URL", value_name = "URL")]
    base_url: Url,

    /// The id of the organization in which the cases create their units
    #[arg(long, env = "ASP_ORGANIZATION_ID", value_name = "ID")]
    organization: String,

    /// Run cases whose ids contain this; may be given more than once
    #[arg(long, value_name = "TEXT")]
    only: Vec<String>,

    /// How many cases may run at once
    #[arg(long, value_name = "COUNT", default_value_t = 8)]
    at_once: usize,

    /// How many seconds an answer may take
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    patience: u64,

    /// How to print what came of it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs: one line of JSON
    Json,
    /// For build servers: XML in the form of JUnit
    Junit,
}

pub(crate) fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    match arguments.command {
        Command::Run(arguments) => {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .enable_all()
                .build()
                .context("can't start the runtime's threads")?;
            runtime.block_on(run_cases(arguments))
        }
        Command::Cases => {
            let suites = suites()?;
            let cases = suites.iter().flat_map(|suite| &suite.cases);
            let lines: Vec<_> = cases.map(|case| format!("{}\t{}", case.id, case.title)).collect();
            output::print(&lines.join("\n"))?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

async fn run_cases(arguments: Run) -> anyhow::Result<ExitCode> {
    let Run { base_url, organization, only, at_once, patience, format } = arguments;
    let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build();
    let client = client.context("can't make an HTTP client")?;
    let key = std::env::var("ASP_CONTROL_KEY").ok();
    let control = ControlApi::new(client.clone(), &base_url, key);
    if !control.is_there().await {
        bail!(
            "no control API answers at {base_url}: start a reference server with `asp serve`, and set ASP_CONTROL_KEY if it has \
             a key. Runs are made against reference servers only, since a run that is killed leaves its units behind"
        );
    }
    let target = Target {
        base_url,
        own: Tenant { organization, token: String::new() },
        other: None,
        expired: None,
        ungranted: None,
    };
    let suites = suites()?;
    let settings = Settings { only, at_once, patience: Duration::from_secs(patience), ..Settings::default() };
    let count = suites.iter().flat_map(|suite| &suite.cases).filter(|case| settings.wants(case)).count();
    let bar = progress(count);
    let seen = bar.clone();
    let on_outcome = move |outcome: &Outcome| {
        seen.set_message(outcome.case.clone());
        seen.inc(1);
    };
    let report = asp_contract::run(suites, client, target, Some(control), settings, &on_outcome).await?;
    bar.finish_and_clear();
    output::print(&written(&report, format)?)?;
    let is_fine = report.failed().next().is_none() && report.left.is_empty();
    Ok(if is_fine { ExitCode::SUCCESS } else { ExitCode::from(FOUND) })
}

fn written(report: &Report, format: Format) -> anyhow::Result<String> {
    Ok(match format {
        Format::Text => report::text(report).trim_end().to_owned(),
        Format::Json => serde_json::to_string(report)?,
        Format::Junit => report::junit(report)?.trim_end().to_owned(),
    })
}

/// A bar on a terminal, and nothing elsewhere.
fn progress(count: usize) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}");
    let bar = ProgressBar::new(u64::try_from(count).unwrap_or(u64::MAX));
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
