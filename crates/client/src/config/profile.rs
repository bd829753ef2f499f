//! Where to send requests and with which credentials, from the environment or a file.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::ConfigError;
use crate::auth::{Credentials, InvalidToken, LoginWithAmazon, Secret, Token};
use crate::ids::OrganizationId;
use crate::{BuildError, Client, Region};

/// Where requests go, and who asks.
///
/// The environment has it in these variables, a profile file in keys of the same names without `ASP_` and in lowercase:
///
/// | variable | what |
/// |---|---|
/// | `ASP_REGION` | `north-america` or `europe` |
/// | `ASP_BASE_URL` | instead of a region: where the service answers |
/// | `ASP_ACCESS_TOKEN` | an access token; or the next three: |
/// | `ASP_CLIENT_ID` | client id of a security profile of Login with Amazon |
/// | `ASP_CLIENT_SECRET` | its secret |
/// | `ASP_REFRESH_TOKEN` | a refresh token that was issued to it |
/// | `ASP_TOKEN_URL` | another token endpoint than that of Login with Amazon |
/// | `ASP_TOKEN_CACHE` | a folder in which processes share tokens |
/// | `ASP_ORGANIZATION_ID` | the organization that a program works with, if it wants to know |
///
/// `ASP_PROFILE` names a profile of the file instead, and `ASP_PROFILES` the file, if it isn't `asp/profiles.toml` in the
/// folder that `XDG_CONFIG_HOME` names, or else `~/.config/asp/profiles.toml`. Variables that are empty count as missing, and
/// so does an `XDG_CONFIG_HOME` that is not absolute, as its specification has it. A profile is a table of the TOML file; only its owner may read a file with secrets:
///
/// ```toml
/// [hotels]
/// region = "europe"
/// client_id = "amzn1.application-oa2-client.example"
/// client_secret = "..."
/// refresh_token = "Atzr|..."
/// token_cache = "/home/operator/.cache/asp"
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Profile {
    /// Where the service answers.
    pub base_url: String,
    /// Who asks.
    pub credentials: Credentials,
    /// The organization that a program works with, if the profile says so.
    pub organization: Option<OrganizationId>,
}

/// The settings of one profile.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    region: Option<String>,
    base_url: Option<String>,
    access_token: Option<Secret>,
    client_id: Option<String>,
    client_secret: Option<Secret>,
    refresh_token: Option<Secret>,
    token_url: Option<String>,
    token_cache: Option<PathBuf>,
    organization_id: Option<String>,
}

/// Variables, as those of the environment.
#[derive(Clone, Copy)]
struct Variables<'a>(&'a dyn Fn(&str) -> Option<OsString>);

impl Variables<'_> {
    /// One that is a path. What is empty counts as missing.
    fn path(self, name: &str) -> Option<PathBuf> {
        (self.0)(name).filter(|value| !value.is_empty()).map(PathBuf::from)
    }

    /// One that is text.
    fn text(self, name: &str) -> Result<Option<String>, ConfigError> {
        let value = (self.0)(name).filter(|value| !value.is_empty());
        value.map(OsString::into_string).transpose().map_err(|_| ConfigError::Unusable {
            place: "environment".to_owned(),
            name: name.to_owned(),
            reason: "it is not UTF-8".to_owned(),
        })
    }

    fn secret(self, name: &str) -> Result<Option<Secret>, ConfigError> {
        Ok(self.text(name)?.map(Secret::new))
    }
}

/// Those of the environment.
const ENVIRONMENT: Variables<'_> = Variables(&|name| std::env::var_os(name));

impl Profile {
    /// The settings of the environment: those of the profile that `ASP_PROFILE` names, or the variables themselves.
    ///
    /// # Errors
    ///
    /// If a setting is missing or cannot be used.
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::from_variables(ENVIRONMENT)
    }

    /// A profile of the file that `ASP_PROFILES` names, or of the one in the folder for settings; see [`Profile`].
    ///
    /// # Errors
    ///
    /// If there is none, or a setting is missing or cannot be used.
    pub fn named(name: &str) -> Result<Self, ConfigError> {
        Self::from_file(&default_file(ENVIRONMENT)?, name)
    }

    /// A profile of a file.
    ///
    /// # Errors
    ///
    /// If there is none, or a setting is missing or cannot be used.
    pub fn from_file(path: &Path, name: &str) -> Result<Self, ConfigError> {
        let shown = path.display().to_string();
        let failed = |source| ConfigError::File { path: shown.clone(), source };
        let text = std::fs::read_to_string(path).map_err(failed)?;
        let text = zeroize::Zeroizing::new(text);
        let settings = profile_of(&text, &shown, name)?;
        if settings.has_secrets() && is_open_to_others(path).map_err(failed)? {
            return Err(ConfigError::Readable { path: shown });
        }
        settings.into_profile(&Place { text: format!("{shown}, profile `{name}`"), is_environment: false })
    }

    fn from_variables(variables: Variables<'_>) -> Result<Self, ConfigError> {
        if let Some(name) = variables.text("ASP_PROFILE")? {
            return Self::from_file(&default_file(variables)?, &name);
        }
        let settings = Settings {
            region: variables.text("ASP_REGION")?,
            base_url: variables.text("ASP_BASE_URL")?,
            access_token: variables.secret("ASP_ACCESS_TOKEN")?,
            client_id: variables.text("ASP_CLIENT_ID")?,
            client_secret: variables.secret("ASP_CLIENT_SECRET")?,
            refresh_token: variables.secret("ASP_REFRESH_TOKEN")?,
            token_url: variables.text("ASP_TOKEN_URL")?,
            token_cache: variables.path("ASP_TOKEN_CACHE"),
            organization_id: variables.text("ASP_ORGANIZATION_ID")?,
        };
        settings.into_profile(&Place { text: "environment".to_owned(), is_environment: true })
    }
}

impl Client {
    /// A client for what the environment says; see [`Profile`] for its variables. With other settings beside them:
    /// `Client::builder().profile(Profile::from_env()?)`.
    ///
    /// # Errors
    ///
    /// If a setting is missing or cannot be used.
    pub fn from_env() -> Result<Self, BuildError> {
        Self::builder().profile(Profile::from_env()?).build()
    }
}

/// The file that is named, or the one in the folder for settings (XDG Base Directory Specification).
fn default_file(variables: Variables<'_>) -> Result<PathBuf, ConfigError> {
    if let Some(path) = variables.path("ASP_PROFILES") {
        return Ok(path);
    }
    let folder = variables.path("XDG_CONFIG_HOME").filter(|folder| folder.is_absolute()).or_else(|| {
        let home = variables.path("HOME").or_else(|| variables.path("USERPROFILE"))?;
        Some(home.join(".config"))
    });
    Ok(folder.ok_or(ConfigError::NoHome)?.join("asp").join("profiles.toml"))
}

/// The settings of a profile in the text of a file.
fn profile_of(text: &str, path: &str, name: &str) -> Result<Settings, ConfigError> {
    let syntax = |error: &toml::de::Error| {
        let start = error.span().map_or(0, |span| span.start);
        let line = line_of(text, start);
        // The first line says what is wrong; the others would quote the file.
        let reason = error.message().lines().next().unwrap_or_default().to_owned();
        ConfigError::Syntax { path: path.to_owned(), line, reason }
    };
    let file = toml::Deserializer::parse(text).map_err(|error| syntax(&error))?;
    let chosen = Chosen { name, others: BTreeSet::new() };
    let (settings, others) = chosen.deserialize(file).map_err(|error| ConfigError::Syntax {
        path: path.to_owned(),
        line: line_of(text, error.span().map_or(0, |span| span.start)),
        // Messages about values quote them, and they may be secret.
        reason: match error.message() {
            message if message.starts_with("unknown field") => message.to_owned(),
            _ => "every setting is a text in quotes".to_owned(),
        },
    })?;
    settings.ok_or_else(|| {
        let there = others.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let there = if there.is_empty() { "none".to_owned() } else { there };
        ConfigError::NoProfile { path: path.to_owned(), name: name.to_owned(), there }
    })
}

/// Reads one profile of a file, and of the others no more than their names: nobody would wipe their secrets.
struct Chosen<'a> {
    name: &'a str,
    others: BTreeSet<String>,
}

impl<'de> DeserializeSeed<'de> for Chosen<'_> {
    type Value = (Option<Settings>, BTreeSet<String>);

    fn deserialize<D: Deserializer<'de>>(self, file: D) -> Result<Self::Value, D::Error> {
        file.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Chosen<'_> {
    type Value = (Option<Settings>, BTreeSet<String>);

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("tables")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut tables: A) -> Result<Self::Value, A::Error> {
        let mut settings = None;
        while let Some(name) = tables.next_key::<String>()? {
            if name == self.name {
                settings = Some(tables.next_value()?);
            } else {
                tables.next_value::<IgnoredAny>()?;
                self.others.insert(name);
            }
        }
        Ok((settings, self.others))
    }
}

/// The line of a place in a text, counted from 1.
fn line_of(text: &str, start: usize) -> usize {
    text.get(..start).unwrap_or_default().matches('\n').count() + 1
}

/// Whether others than the owner may read a file.
#[cfg(unix)]
fn is_open_to_others(path: &Path) -> std::io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    Ok(std::fs::metadata(path)?.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &Path) -> std::io::Result<bool> {
    Ok(false)
}

/// Where settings come from, for messages.
struct Place {
    text: String,
    is_environment: bool,
}

impl Place {
    /// A setting as it is called there.
    fn name(&self, setting: &str) -> String {
        if self.is_environment { format!("ASP_{}", setting.to_ascii_uppercase()) } else { setting.to_owned() }
    }

    fn missing(&self, setting: &str) -> ConfigError {
        ConfigError::Missing { place: self.text.clone(), name: self.name(setting) }
    }

    fn unusable(&self, setting: &str, reason: &dyn fmt::Display) -> ConfigError {
        let reason = reason.to_string();
        ConfigError::Unusable { place: self.text.clone(), name: self.name(setting), reason }
    }

    fn both(&self, one: &str, other: &str) -> ConfigError {
        ConfigError::Both { place: self.text.clone(), one: self.name(one), other: self.name(other) }
    }
}

impl Settings {
    fn has_secrets(&self) -> bool {
        self.access_token.is_some() || self.client_secret.is_some() || self.refresh_token.is_some()
    }

    fn into_profile(self, place: &Place) -> Result<Profile, ConfigError> {
        let base_url = match (self.region, self.base_url) {
            (Some(_), Some(_)) => return Err(place.both("region", "base_url")),
            (None, Some(base_url)) => {
                // Here rather than when the client is made: a password in it would be shown with the profile.
                if super::base_url(&base_url).is_none() {
                    return Err(place.unusable("base_url", &BuildError::BaseUrl));
                }
                base_url
            }
            (Some(region), None) => {
                let region: Region = region.parse().map_err(|error| place.unusable("region", &error))?;
                region.base_url().to_owned()
            }
            (None, None) => return Err(place.missing("region")),
        };
        let of_login = [
            ("refresh_token", self.refresh_token.is_some()),
            ("client_secret", self.client_secret.is_some()),
            ("client_id", self.client_id.is_some()),
        ];
        let of_login = of_login.iter().find(|(_, is_set)| *is_set).map(|(name, _)| *name);
        let beside = of_login
            .or(self.token_url.as_ref().map(|_| "token_url"))
            .or(self.token_cache.as_ref().map(|_| "token_cache"));
        let credentials = match (self.access_token, of_login) {
            (Some(_), _) if let Some(other) = beside => return Err(place.both("access_token", other)),
            (Some(token), _) => {
                let token = Token::new(token.expose());
                token.map_err(|error: InvalidToken| place.unusable("access_token", &error))?.into()
            }
            (None, Some(_)) => {
                let client_id = self.client_id.ok_or_else(|| place.missing("client_id"))?;
                let secret = self.client_secret.ok_or_else(|| place.missing("client_secret"))?;
                let refresh_token = self.refresh_token.ok_or_else(|| place.missing("refresh_token"))?;
                let mut login = LoginWithAmazon::new(client_id, secret, refresh_token);
                if let Some(url) = self.token_url {
                    if super::absolute(&url).is_none() {
                        return Err(place.unusable("token_url", &BuildError::TokenUrl));
                    }
                    login = login.token_url(url);
                }
                if let Some(folder) = self.token_cache {
                    // A shell would replace it; here it would be the name of a folder.
                    if folder.starts_with("~") {
                        return Err(
                            place.unusable("token_cache", &"write the home folder in full instead of `~`")
                        );
                    }
                    login = login.cache(folder);
                }
                Credentials::from(login)
            }
            (None, None) => return Err(place.missing("access_token")),
        };
        let organization = self.organization_id.map(|id| id.parse()).transpose();
        let organization = organization.map_err(|error| place.unusable("organization_id", &error))?;
        Ok(Profile { base_url, credentials, organization })
    }
}

#[cfg(test)]
mod tests;
