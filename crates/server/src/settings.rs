//! What the server is started with.

use std::fmt::{self, Display};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

pub use crate::secret::Secret;

/// What the server is started with. Start from the defaults and change fields.
///
/// ```
/// let mut settings = asp_server::Settings::default();
/// settings.listen.set_port(0);
/// settings.database = "postgres://asp@localhost/asp".parse()?;
/// # Ok::<(), asp_server::settings::InvalidDatabase>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// Where to listen; port 0 picks a free one. Default: `127.0.0.1:8484`.
    pub listen: SocketAddr,
    /// Where everything is kept. Default: the file `asp.sqlite` in the working directory.
    pub database: Database,
    /// A file of clients, organizations and units that a new database begins with. Default: an organization, an account
    /// and a client.
    pub seed: Option<PathBuf>,
    /// Whether there is a control API. Default: [`ControlApi::Auto`].
    pub control: ControlApi,
    /// The key that callers of the control API must know. Default: none, which only a loopback address allows.
    pub control_key: Option<Secret>,
    /// How many bytes the body of a request may have; 400 otherwise, or 413 by a switch. Default: 1 MiB.
    pub body_bytes: usize,
    /// How many connections may be open at once. Default: 12,000, and no more than the system lets the process have.
    pub connections: usize,
    /// How many bytes of what was read lately are kept, about, for a database that this process has to itself, as it has a
    /// SQLite file; 0 for none. Default: 16 MiB.
    pub cache_bytes: usize,
    /// How many exchanges are kept for `/_emulator/exchanges`; the oldest go first. Default: 1,000.
    pub exchanges: usize,
    /// How many bytes the exchanges that are kept may have together. Default: 16 MiB.
    pub exchange_bytes: usize,
    /// How long exchanges that run may take to end at a shutdown before they are cut off. Default: 10 s.
    pub shutdown_time: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8484)),
            database: Database::Sqlite(PathBuf::from("asp.sqlite")),
            seed: None,
            control: ControlApi::Auto,
            control_key: None,
            body_bytes: 1 << 20,
            connections: 12_000,
            cache_bytes: 16 << 20,
            exchanges: 1_000,
            exchange_bytes: 16 << 20,
            shutdown_time: Duration::from_secs(10),
        }
    }
}

impl Settings {
    /// Whether the server has a control API.
    ///
    /// # Errors
    ///
    /// If callers from elsewhere would need no key, or the key is empty.
    pub fn has_control(&self) -> Result<bool, InvalidControl> {
        if self.control == ControlApi::Off {
            return Ok(false);
        }
        if self.control_key.as_ref().is_some_and(|key| key.expose().is_empty()) {
            return Err(InvalidControl::EmptyKey);
        }
        let is_safe = self.listen.ip().to_canonical().is_loopback() || self.control_key.is_some();
        if self.control == ControlApi::On && !is_safe {
            return Err(InvalidControl::NoKey { listen: self.listen });
        }
        Ok(is_safe)
    }
}

/// The settings of the control API do not fit each other.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidControl {
    /// On, reachable from elsewhere, and without a key.
    #[error(
        "the control API needs a key on {listen}, which is no loopback address: give it one, or turn it off"
    )]
    NoKey {
        /// Where the server is to listen.
        listen: SocketAddr,
    },
    /// A key of no characters.
    #[error("the key of the control API is empty")]
    EmptyKey,
}

/// Whether there is a control API under `/_emulator`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ControlApi {
    /// If only this machine reaches it, because the address is a loopback address, or if it has a key.
    #[default]
    Auto,
    /// Yes; starting fails if it is reachable from elsewhere without a key.
    On,
    /// No.
    Off,
}

impl FromStr for ControlApi {
    type Err = InvalidControlApi;

    fn from_str(text: &str) -> Result<Self, InvalidControlApi> {
        match text {
            "auto" => Ok(Self::Auto),
            "on" => Ok(Self::On),
            "off" => Ok(Self::Off),
            _ => Err(InvalidControlApi),
        }
    }
}

/// A text that is no [`ControlApi`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected `auto`, `on` or `off`")]
pub struct InvalidControlApi;

/// Where everything is kept.
///
/// Parsed from a path, which may begin with `sqlite:`, from `:memory:`, or from a URL that starts with `postgres://` or
/// `postgresql://`. Shown without the password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// A file, which is made if it is missing.
    Sqlite(PathBuf),
    /// A SQLite database that is gone when the server ends.
    Temporary,
    /// The URL of a database that speaks PostgreSQL's protocol. It may have a password.
    Postgres(Secret),
}

impl FromStr for Database {
    type Err = InvalidDatabase;

    fn from_str(text: &str) -> Result<Self, InvalidDatabase> {
        let text = text.trim();
        match text.split_once(':').map(|(scheme, rest)| (scheme.to_ascii_lowercase(), rest)) {
            Some((scheme, _)) if scheme == "postgres" || scheme == "postgresql" => {
                Ok(Self::Postgres(Secret::new(text)))
            }
            Some((scheme, rest)) if scheme == "sqlite" => Self::file(rest.trim_start_matches("//")),
            // A slip, such as a colon that is missing, must not make a file whose name is shown.
            Some((scheme, _)) if scheme.starts_with("postgres") && text.contains('@') => {
                Ok(Self::Postgres(Secret::new(text)))
            }
            // Other URLs may hold a password, too: only the scheme is told.
            Some((scheme, rest)) if rest.starts_with("//") => Err(InvalidDatabase::Scheme(scheme)),
            _ => Self::file(text),
        }
    }
}

impl Database {
    fn file(path: &str) -> Result<Self, InvalidDatabase> {
        match path {
            "" => Err(InvalidDatabase::Empty),
            ":memory:" => Ok(Self::Temporary),
            path => Ok(Self::Sqlite(PathBuf::from(path))),
        }
    }
}

impl Display for Database {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => path.display().fmt(formatter),
            Self::Temporary => formatter.write_str(":memory:"),
            Self::Postgres(url) => formatter.write_str(&without_password(url.expose())),
        }
    }
}

/// A text that is no [`Database`]. It does not show the text, which may have a password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidDatabase {
    /// Nothing.
    #[error("expected the path of a file or a URL that starts with `postgres://`, found nothing")]
    Empty,
    /// A URL of something else.
    #[error(
        "expected the path of a file or a URL that starts with `postgres://`, found one that starts with `{0}://`"
    )]
    Scheme(String),
}

/// The parameters of a PostgreSQL URL that are shown.
const SHOWN: &[&str] = &[
    "application_name",
    "channel_binding",
    "connect_timeout",
    "dbname",
    "host",
    "hostaddr",
    "keepalives",
    "keepalives_idle",
    "keepalives_interval",
    "keepalives_retries",
    "load_balance_hosts",
    "options",
    "port",
    "sslmode",
    "sslnegotiation",
    "target_session_attrs",
    "tcp_user_timeout",
    "user",
];

/// A URL with `***` for what may be a password. Hides too much rather than too little: in a URL whose special characters
/// are not percent-encoded nobody can tell where the password ends.
fn without_password(url: &str) -> String {
    const SPECIAL: [char; 6] = [':', '/', '?', '#', '@', '\\'];
    let Some((scheme, rest)) = url.split_once("://") else { return "***".to_owned() };
    if !scheme.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return "***".to_owned();
    }
    let (user, rest) = match rest.rsplit_once('@') {
        None => (String::new(), rest),
        Some((user, rest)) => {
            let (name, special) = match user.find(SPECIAL) {
                None => (user, None),
                Some(at) => (&user[..at], user[at..].chars().next()),
            };
            let password = user.get(name.len() + 1..).unwrap_or_default();
            match special {
                None => (format!("{name}@"), rest),
                Some(':') if !password.contains(SPECIAL) => (format!("{name}:***@"), rest),
                Some(':') => return format!("{scheme}://{name}:***@***"),
                Some('@') => return format!("{scheme}://{name}@***"),
                Some(_) => return format!("{scheme}://***"),
            }
        }
    };
    let (place, query) = rest.split_once('?').map_or((rest, None), |(place, query)| (place, Some(query)));
    let authority = place.split('/').next().unwrap_or_default();
    // Without an `@`, what seems to be a port may be a password.
    let has_ports = authority.split(',').all(|host| {
        let port = match host.strip_prefix('[').and_then(|host| host.split_once(']')) {
            Some((_, port)) => port,
            None => host.find(':').map_or("", |at| &host[at..]),
        };
        let digits = port.strip_prefix(':').unwrap_or_default();
        port.is_empty() || !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    });
    let place = if has_ports { place } else { "***" };
    let is_shown = |pair: &str| SHOWN.contains(&pair.split('=').next().unwrap_or_default());
    match query {
        None => format!("{scheme}://{user}{place}"),
        Some(query) if query.split('&').all(is_shown) => format!("{scheme}://{user}{place}?{query}"),
        Some(_) => format!("{scheme}://{user}{place}?***"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_a_path_or_a_url_and_shows_no_password() {
        let shown = |text: &str| text.parse::<Database>().unwrap().to_string();
        assert_eq!(shown("data/asp.sqlite"), "data/asp.sqlite");
        assert_eq!("asp.sqlite".parse(), Ok(Database::Sqlite("asp.sqlite".into())));
        assert_eq!(shown("postgres://asp@db.example/asp"), "postgres://asp@db.example/asp");
        assert_eq!(
            shown("postgresql://db.example/asp?sslmode=disable"),
            "postgresql://db.example/asp?sslmode=disable"
        );
        for secret in [
            "postgres://asp:hunter2@db.example:5433/asp",
            "postgres://asp:@hunter2:@db.example/asp",
            "postgres://asp:hunter2/@db.example/asp",
            "postgres://asp:why?hunter2@db.example/asp",
            "postgres://asp@db.example/asp?user=asp&password=hunter2",
            "postgres://asp:hunter2@db.example/asp?sslmode=disable",
        ] {
            let database: Database = secret.parse().unwrap();
            assert!(database.to_string().starts_with("postgres://asp"), "{database}");
            assert!(!database.to_string().contains("hunter2"), "{database}");
            assert!(!format!("{database:?}").contains("hunter2"), "{database:?}");
        }
        assert_eq!("".parse::<Database>(), Err(InvalidDatabase::Empty));
        assert_eq!(
            shown("postgres://asp:hunter2@db.example:5433/asp"),
            "postgres://asp:***@db.example:5433/asp"
        );
        assert_eq!(shown("postgres://asp@[::1]:5433/asp"), "postgres://asp@[::1]:5433/asp");
        let refused = "mysql://asp:hunter2@db.example/asp".parse::<Database>().unwrap_err();
        assert_eq!(refused, InvalidDatabase::Scheme("mysql".to_owned()));
    }

    #[test]
    fn a_password_is_never_shown_whatever_characters_it_has() {
        let special = "?@:/#&=%[]{}|\\\"'<> ~!$*+,;^`\u{e9}\u{1f511}\t";
        let mut passwords: Vec<_> = special
            .chars()
            .flat_map(|one| {
                special.chars().map(move |other| format!("{one}hunter{other}seven{one}{other}hunter"))
            })
            .collect();
        passwords.extend(special.chars().map(|one| format!("hunter{one}seven")));
        passwords.extend(
            ["hunter@seven?hunter", "hunter?x@seven", "hunter%2", "hunter%zz", "hunter%00seven"]
                .map(str::to_owned),
        );
        for password in passwords {
            let user_info = format!("asp:{password}");
            for url in [
                format!("postgres://{user_info}@db.example:5433/asp"),
                format!("postgres://{user_info}@db.example/asp?sslmode=disable"),
                format!("postgres://{user_info}@"),
                format!("postgres://{user_info}"),
                format!("postgres://:{password}@db.example"),
                format!("postgres:/{user_info}@db.example/asp"),
                format!("postgres:{user_info}@db.example/asp"),
                format!("postgres//{user_info}@db.example/asp"),
                format!("POSTGRESQL://{user_info}@db.example/asp"),
                format!("postgres://asp@db.example/asp?password={password}"),
                format!("postgres://asp@db.example/asp?%70assword={password}"),
                format!("postgres://asp@db.example/asp?user=asp@db&password={password}"),
                format!("postgres://asp@db.example:x/asp?sslmode=none&password={password}"),
                format!("mysql://{user_info}@db.example/asp"),
            ] {
                // That is a URL with another password and another host, and as good as any.
                if url == format!("postgres://asp:{password}") && password.contains('@') {
                    continue;
                }
                let told = match url.parse::<Database>() {
                    Err(error) => format!("{error} {error:?}"),
                    Ok(Database::Postgres(secret)) => {
                        let database = Database::Postgres(secret.clone());
                        let opened = crate::store::place_of(&secret);
                        format!("{database} {database:?} {opened:?}")
                    }
                    Ok(other) => panic!("{url} is taken for {other:?}"),
                };
                assert!(!told.contains("hunter") && !told.contains("seven"), "{url}: {told}");
            }
        }
    }

    #[test]
    fn the_control_api_is_open_to_this_machine_only() {
        let settings = |listen: &str, control: &str, key: Option<&str>| {
            let (listen, control) = (listen.parse().unwrap(), control.parse().unwrap());
            let control_key = key.map(Secret::new);
            Settings { listen, control, control_key, ..Settings::default() }.has_control()
        };
        for loopback in ["127.0.0.1:1", "127.3.2.1:1", "[::1]:1", "[::ffff:127.0.0.1]:1"] {
            assert_eq!(settings(loopback, "auto", None), Ok(true), "{loopback}");
            assert_eq!(settings(loopback, "on", None), Ok(true), "{loopback}");
            assert_eq!(settings(loopback, "off", None), Ok(false), "{loopback}");
        }
        for elsewhere in ["0.0.0.0:1", "[::]:1", "192.0.2.7:1"] {
            assert_eq!(settings(elsewhere, "auto", None), Ok(false), "{elsewhere}");
            assert_eq!(settings(elsewhere, "auto", Some("key")), Ok(true), "{elsewhere}");
            assert_eq!(settings(elsewhere, "on", Some("key")), Ok(true), "{elsewhere}");
            let listen = elsewhere.parse().unwrap();
            assert_eq!(settings(elsewhere, "on", None), Err(InvalidControl::NoKey { listen }), "{elsewhere}");
            assert_eq!(settings(elsewhere, "off", None), Ok(false), "{elsewhere}");
        }
        assert_eq!(settings("127.0.0.1:1", "auto", Some("")), Err(InvalidControl::EmptyKey));
        assert_eq!("yes".parse::<ControlApi>(), Err(InvalidControlApi));
    }
}
