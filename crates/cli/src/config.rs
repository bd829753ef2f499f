//! Settings from flags, environment and a file.
//!
//! Flags win over the environment, the environment over the file, the file over the defaults. Clap reads the first two.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::time::Duration;

use anyhow::{Context as _, bail};
use asp_server::Settings;
use asp_server::settings::{ControlApi, Database, Secret};
use serde::Deserialize;

use crate::log::LogFormat;

/// Settings of the server and of its log, none of which must be there. One type for flags, environment and file, so that
/// each has them all.
#[derive(Default, clap::Args, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Options {
    /// Where to listen; port 0 picks a free one [default: 127.0.0.1:8484]
    #[arg(long, env = "ASP_LISTEN", value_name = "ADDRESS", hide_env_values = true)]
    listen: Option<String>,

    /// Where everything is kept: the path of a file, made if missing, or postgres://... [default: asp.sqlite]
    #[arg(long, env = "ASP_DATABASE", value_name = "PATH|URL", hide_env_values = true)]
    database: Option<String>,

    /// A file of clients, organizations and units, TOML or JSON, that a new database begins with
    #[arg(long, env = "ASP_SEED", value_name = "FILE", hide_env_values = true)]
    seed: Option<PathBuf>,

    /// Control API under /_emulator: on, off, or auto, which is on if only this machine reaches it or it has a key
    /// [default: auto]
    #[arg(long, env = "ASP_CONTROL", value_name = "auto|on|off", hide_env_values = true)]
    control: Option<String>,

    /// A file whose first line is the key of the control API; or set `ASP_CONTROL_KEY` to the key
    #[arg(long, env = "ASP_CONTROL_KEY_FILE", value_name = "FILE", hide_env_values = true)]
    control_key_file: Option<PathBuf>,

    /// How many bytes the body of a request may have [default: 1048576]
    #[arg(long, env = "ASP_BODY_BYTES", value_name = "BYTES", hide_env_values = true)]
    body_bytes: Option<usize>,

    /// How many connections may be open at once [default: 12000]
    #[arg(long, env = "ASP_CONNECTIONS", value_name = "COUNT", hide_env_values = true)]
    connections: Option<usize>,

    /// How many bytes of what was read lately are kept in memory, 0 for none; SQLite only [default: 16777216]
    #[arg(long, env = "ASP_CACHE_BYTES", value_name = "BYTES", hide_env_values = true)]
    cache_bytes: Option<usize>,

    /// How many exchanges are kept for /_emulator/exchanges [default: 1000]
    #[arg(long, env = "ASP_EXCHANGES", value_name = "COUNT", hide_env_values = true)]
    exchanges: Option<usize>,

    /// How many bytes of exchanges are kept for /_emulator/exchanges [default: 16777216]
    #[arg(long, env = "ASP_EXCHANGE_BYTES", value_name = "BYTES", hide_env_values = true)]
    exchange_bytes: Option<usize>,

    /// How long exchanges may take to end at a shutdown [default: 10]
    #[arg(long, env = "ASP_SHUTDOWN_SECONDS", value_name = "SECONDS", hide_env_values = true)]
    shutdown_seconds: Option<u64>,

    /// What to log: a level, or levels by target such as `info,asp_server=debug` [default: info]
    #[arg(long, env = "ASP_LOG", value_name = "FILTER", hide_env_values = true)]
    log: Option<String>,

    /// How to write the log [default: text]
    #[arg(long, env = "ASP_LOG_FORMAT", value_enum, hide_env_values = true)]
    log_format: Option<LogFormat>,
}

/// What the options come to.
pub(crate) struct Configured {
    pub(crate) settings: Settings,
    /// Where the key of the control API is from, if from a file.
    pub(crate) key_file: Option<PathBuf>,
    pub(crate) log: String,
    pub(crate) log_format: LogFormat,
}

impl Options {
    /// These options, and where they have none, those of `others`.
    fn or(self, others: Self) -> Self {
        Self {
            listen: self.listen.or(others.listen),
            database: self.database.or(others.database),
            seed: self.seed.or(others.seed),
            control: self.control.or(others.control),
            control_key_file: self.control_key_file.or(others.control_key_file),
            body_bytes: self.body_bytes.or(others.body_bytes),
            connections: self.connections.or(others.connections),
            cache_bytes: self.cache_bytes.or(others.cache_bytes),
            exchanges: self.exchanges.or(others.exchanges),
            exchange_bytes: self.exchange_bytes.or(others.exchange_bytes),
            shutdown_seconds: self.shutdown_seconds.or(others.shutdown_seconds),
            log: self.log.or(others.log),
            log_format: self.log_format.or(others.log_format),
        }
    }

    /// The options with those of a file and of the variable that holds the key, as settings.
    ///
    /// `key` is the value of `ASP_CONTROL_KEY`; `has_key_flag` says whether the key's file was given as a flag, which
    /// wins over the variable.
    pub(crate) fn configure(
        self,
        file: Option<&Path>,
        key: Option<String>,
        has_key_flag: bool,
    ) -> anyhow::Result<Configured> {
        if key.is_some() && self.control_key_file.is_some() && !has_key_flag {
            bail!("ASP_CONTROL_KEY and ASP_CONTROL_KEY_FILE are both set: unset one");
        }
        let key = key.filter(|_| !has_key_flag);
        let options = match file {
            Some(file) => self.or(read(file)?),
            None => self,
        };
        let mut settings = Settings::default();
        if let Some(listen) = options.listen {
            settings.listen = parse_address(&listen)?;
        }
        if let Some(database) = options.database {
            // The text itself stays out of the error: it may have a password.
            settings.database = Database::from_str(&database).context("the database is not valid")?;
        }
        settings.seed = options.seed;
        if let Some(control) = options.control {
            settings.control = ControlApi::from_str(&control).context("`control` is not valid")?;
        }
        let key_file = options.control_key_file.filter(|_| key.is_none());
        settings.control_key = match (key, &key_file) {
            (Some(key), _) => Some(Secret::new(key)),
            (None, Some(file)) => Some(read_key(file)?),
            (None, None) => None,
        };
        set(&mut settings.body_bytes, options.body_bytes);
        set(&mut settings.connections, options.connections);
        if settings.connections == 0 {
            bail!("`connections` is 0: nobody could connect");
        }
        set(&mut settings.cache_bytes, options.cache_bytes);
        set(&mut settings.exchanges, options.exchanges);
        set(&mut settings.exchange_bytes, options.exchange_bytes);
        set(&mut settings.shutdown_time, options.shutdown_seconds.map(Duration::from_secs));
        Ok(Configured {
            settings,
            key_file,
            log: options.log.unwrap_or_else(|| "info".to_owned()),
            log_format: options.log_format.unwrap_or_default(),
        })
    }
}

fn set<T>(field: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *field = value;
    }
}

fn parse_address(text: &str) -> anyhow::Result<SocketAddr> {
    let with_number = text.strip_prefix("localhost:").map(|port| format!("127.0.0.1:{port}"));
    with_number.as_deref().unwrap_or(text).parse().with_context(|| {
        format!("can't listen on {text:?}: write an IP address and a port, such as 127.0.0.1:8484 or [::1]:0")
    })
}

/// Reads a configuration file. Paths in it are relative to its folder.
fn read(file: &Path) -> anyhow::Result<Options> {
    let text = fs_err::read_to_string(file).context("can't read the configuration file")?;
    let mut options: Options = toml::from_str(&text).map_err(|error| {
        // Not the error's own text: it shows the line, which may have a password.
        let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
        anyhow::anyhow!("{}:{line}: {}", file.display(), error.message())
    })?;
    let folder = file.parent().unwrap_or(Path::new(""));
    for path in [&mut options.seed, &mut options.control_key_file].into_iter().flatten() {
        *path = folder.join(&*path);
    }
    if let Some(database) = &mut options.database
        && let Ok(Database::Sqlite(path)) = Database::from_str(database)
        && let Some(path) = folder.join(path).to_str()
    {
        path.clone_into(database);
    }
    Ok(options)
}

fn read_key(file: &Path) -> anyhow::Result<Secret> {
    let text = fs_err::read_to_string(file).context("can't read the key of the control API")?;
    let key = text.lines().next().unwrap_or_default().trim();
    if key.is_empty() {
        bail!("the first line of {} is to be the key of the control API, and is empty", file.display());
    }
    Ok(Secret::new(key))
}
