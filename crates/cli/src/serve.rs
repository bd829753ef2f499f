//! `asp serve`.

use std::ffi::OsString;
use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use asp_server::settings::{ControlApi, Database};
use asp_server::{DatabaseError, OpenError, Running, Settings, StartError};
use clap::ArgMatches;
use clap::parser::ValueSource;

use crate::config::{Configured, Options};
use crate::log;
use crate::output::{self, Format};

/// Start the reference server
///
/// Flags win over environment variables, those over the configuration file, and that over the defaults. The file is
/// TOML; its keys are the names of the flags, such as `listen = "127.0.0.1:0"`, and paths in it are relative to it.
///
/// The log goes to standard error. SIGTERM and Ctrl-C end the server once exchanges that run have ended.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A configuration file
    #[arg(long, env = "ASP_CONFIG", value_name = "FILE", hide_env_values = true)]
    config: Option<PathBuf>,

    #[command(flatten)]
    options: Options,

    /// How to print where the server is, once it is ready
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// `matches` are those of this command: they know which values are flags.
pub(crate) fn run(arguments: Arguments, matches: &ArgMatches) -> anyhow::Result<()> {
    let key = std::env::var_os("ASP_CONTROL_KEY").map(OsString::into_string).transpose();
    let key = key.map_err(|_| anyhow::anyhow!("ASP_CONTROL_KEY is not UTF-8"))?;
    let has_key_flag = matches.value_source("control_key_file") == Some(ValueSource::CommandLine);
    let Configured { settings, key_file, log, log_format } =
        arguments.options.configure(arguments.config.as_deref(), key, has_key_flag)?;
    log::begin(&log, log_format)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("can't start the runtime's threads")?;
    let ready = Ready::new(&settings, key_file.as_deref());
    let result = runtime.block_on(serve(settings, ready, arguments.format));
    // What still runs was given its time.
    runtime.shutdown_background();
    result
}

async fn serve(settings: Settings, ready: Ready, format: Format) -> anyhow::Result<()> {
    let mut interrupts = Interrupts::new().context("can't listen for signals")?;
    let running = tokio::select! {
        running = asp_server::start(settings) => running.map_err(advise)?,
        () = interrupts.next() => return Ok(()),
    };
    output::print(&ready.text(&running, format))?;
    tokio::select! {
        error = running.wait() => {
            return Err(anyhow::Error::new(error).context("the server can't go on; its log says why"));
        }
        () = interrupts.next() => {}
    }
    tracing::info!("shutting down; a second signal ends the server at once");
    tokio::select! {
        in_time = running.shutdown() => {
            if !in_time {
                tracing::warn!("exchanges that did not end in time were cut off");
            }
        }
        () = interrupts.next() => tracing::warn!("ended at once"),
    }
    Ok(())
}

/// Says what to do about an error.
fn advise(error: StartError) -> anyhow::Error {
    let text = error.to_string();
    match error {
        StartError::Listen { source, .. } => {
            let advice = match source.kind() {
                ErrorKind::AddrInUse => {
                    "end what listens there, or choose another port with --listen (0 picks one)"
                }
                ErrorKind::PermissionDenied => "choose a port from 1024 on with --listen",
                _ => "choose an address of this machine with --listen",
            };
            anyhow::Error::new(source).context(format!("{text}: {advice}"))
        }
        StartError::Database { database, source } => {
            let advice = match (&source, database) {
                // These say themselves what to do.
                (DatabaseError::Open(error), _) if !matches!(error, OpenError::Refused { .. }) => "",
                (_, Database::Sqlite(_) | Database::Temporary) => {
                    ": check that its folder is there and may be written, or choose another file with --database"
                }
                (_, Database::Postgres(_)) => {
                    ": check that it runs and takes this user, or choose another one with --database"
                }
            };
            anyhow::Error::new(source).context(format!("{text}{advice}"))
        }
        error @ (StartError::Control(_) | StartError::Seed(_)) => error.into(),
    }
}

/// What is printed once the server is ready.
struct Ready {
    database: String,
    has_control: bool,
    /// How a shell gets at the key of the control API; none if there is no key.
    key: Option<String>,
    has_seed: bool,
    is_turned_off: bool,
}

impl Ready {
    fn new(settings: &Settings, key_file: Option<&Path>) -> Self {
        Self {
            database: settings.database.to_string(),
            // Starting fails if the settings do not fit each other.
            has_control: settings.has_control().unwrap_or(false),
            key: settings.control_key.is_some().then(|| {
                key_file.map_or_else(
                    || "$ASP_CONTROL_KEY".to_owned(),
                    |file| format!("$(head -n 1 '{}')", file.display()),
                )
            }),
            has_seed: settings.seed.is_some(),
            is_turned_off: settings.control == ControlApi::Off,
        }
    }

    fn text(&self, running: &Running, format: Format) -> String {
        let url = format!("http://{}", reachable(running.address));
        let reference = format!("{url}/docs/");
        let control = self.has_control.then(|| format!("{url}/_emulator"));
        let key = self.key.as_ref().map_or(String::new(), |key| format!(" -H \"x-emulator-key: {key}\""));
        let token = control.as_ref().map(|control| format!("curl -sS -X POST{key} {control}/tokens"));
        match format {
            Format::Json => serde_json::json!({
                "address": running.address,
                "url": url,
                "database": self.database,
                "organization": running.organization,
                "reference": reference,
                "control": control,
                "token": token,
            })
            .to_string(),
            Format::Text => {
                let off = "off; here it needs a key: ASP_CONTROL_KEY or --control-key-file";
                let control = control.as_deref().unwrap_or(if self.is_turned_off { "off" } else { off });
                let token = token.unwrap_or_else(|| {
                    let have = if self.has_seed { "use" } else { "begin with --seed, and use" };
                    format!("{have} a refresh token of the seed file at {url}/auth/o2/token")
                });
                format!(
                    "ready on      {url}\n\
                     database      {}\n\
                     organization  {}\n\
                     reference     {reference}\n\
                     control API   {control}\n\
                     a token       {token}",
                    self.database, running.organization
                )
            }
        }
    }
}

/// An address that a client on this machine can use.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    address
}

/// SIGTERM and Ctrl-C, from when this is made.
#[cfg(unix)]
struct Interrupts {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Interrupts {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Ctrl-C, from when this is made.
#[cfg(windows)]
struct Interrupts(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Interrupts {
    fn new() -> std::io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    async fn next(&mut self) {
        self.0.recv().await;
    }
}
