//! The control API of the reference server.

use asp_cases::{Control, Setup, UnknownName, Values};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{Client, Method, Url};
use serde_json::{Map, Value, json};
use thiserror::Error;

use crate::Tenant;

/// The characters that a segment of a path may have as they are (RFC 3986, section 2.3).
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A value as a segment of a path.
pub(crate) fn segment(value: &str) -> String {
    utf8_percent_encode(value, SEGMENT).to_string()
}

/// Why the control API did not do what it was asked for.
#[derive(Debug, Error)]
pub enum ControlError {
    /// It could not be reached.
    #[error("the control API could not be reached for {method} {path}")]
    Unreachable {
        /// The method.
        method: String,
        /// The path behind `/_emulator`.
        path: String,
        /// Why.
        source: reqwest::Error,
    },
    /// It refused.
    #[error("the control API answered {method} {path} with {status}: {text}")]
    Refused {
        /// The method.
        method: String,
        /// The path behind `/_emulator`.
        path: String,
        /// The status.
        status: u16,
        /// The body.
        text: String,
    },
    /// A placeholder has no value.
    #[error(transparent)]
    Placeholder(#[from] UnknownName),
    /// The server's base URL cannot have a path.
    #[error("{0} is no address of a server")]
    Address(String),
}

/// The control API of a reference server.
#[derive(Clone, Debug)]
pub struct ControlApi {
    client: Client,
    base: String,
    key: Option<String>,
}

/// What is to be put back after a case.
#[derive(Debug, Default)]
pub(crate) struct Applied {
    switches: Map<String, Value>,
    faults: Vec<i64>,
    is_frozen: bool,
}

/// Who a run is, made for it and deleted afterwards.
#[derive(Debug, Default)]
pub(crate) struct Cast {
    pub(crate) own: Option<Tenant>,
    pub(crate) other: Option<Tenant>,
    pub(crate) expired: Option<String>,
    pub(crate) ungranted: Option<String>,
    /// Those of the run and of the other tenant, and then more.
    clients: Vec<String>,
    /// Those of the run and of the other tenant.
    accounts: Vec<String>,
    organizations: Vec<String>,
}

impl ControlApi {
    /// The control API of the server at `base_url`, with its key if it needs one.
    pub fn new(client: Client, base_url: &Url, key: Option<String>) -> Self {
        let base = format!("{}/_emulator", base_url.as_str().trim_end_matches('/'));
        Self { client, base, key }
    }

    /// Whether it is there.
    pub async fn is_there(&self) -> bool {
        self.ask("GET", "/state", None).await.is_ok()
    }

    async fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, ControlError> {
        let url = format!("{}{path}", self.base);
        let verb: Method = method.parse().unwrap_or(Method::GET);
        let mut request = self.client.request(verb, url);
        if let Some(key) = &self.key {
            request = request.header("X-Emulator-Key", key);
        }
        if let Some(body) = body {
            request = request.header("Content-Type", "application/json").body(body.to_string());
        }
        let (method, path) = (method.to_owned(), path.to_owned());
        let unreachable = |source: reqwest::Error| ControlError::Unreachable {
            method: method.clone(),
            path: path.clone(),
            source: source.without_url(),
        };
        let response = request.send().await.map_err(unreachable)?;
        let status = response.status();
        let text = response.text().await.map_err(unreachable)?;
        if status.is_success() {
            Ok(serde_json::from_str(&text).unwrap_or_default())
        } else {
            Err(ControlError::Refused { method, path, status: status.as_u16(), text })
        }
    }

    /// Does a step of a case.
    pub(crate) async fn step(&self, control: &Control, values: &Values) -> Result<(), ControlError> {
        let path = values.fill_with(&control.path, segment)?;
        let body = control.body.as_ref().map(|body| values.fill_json(body)).transpose()?;
        self.ask(&control.method, &path, body.as_ref()).await.map(drop)
    }

    /// Sets what a case needs; [`Self::put_back`] undoes it, also what was done before an error.
    pub(crate) async fn set_up(&self, setup: &Setup, applied: &mut Applied) -> Result<(), ControlError> {
        if setup.clock.is_some() {
            self.ask("POST", "/clock/freeze", None).await?;
            applied.is_frozen = true;
        }
        if !setup.switches.is_empty() {
            let all = self.ask("GET", "/switches", None).await?;
            let before = all.as_array().into_iter().flatten().filter_map(|switch| {
                let name = switch.get("name")?.as_str()?;
                setup.switches.contains_key(name).then(|| (name.to_owned(), switch["value"].clone()))
            });
            applied.switches = before.collect();
            let wanted: Map<_, _> =
                setup.switches.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
            self.ask("PATCH", "/switches", Some(&Value::Object(wanted))).await?;
        }
        for fault in &setup.faults {
            let placed = self.ask("POST", "/faults", Some(fault)).await?;
            applied.faults.extend(placed["number"].as_i64());
        }
        Ok(())
    }

    /// Undoes what was set for a case.
    pub(crate) async fn put_back(&self, applied: Applied) -> Result<(), ControlError> {
        let mut undone = Ok(());
        for number in applied.faults {
            undone = undone.and(self.ask("DELETE", &format!("/faults/{number}"), None).await.map(drop));
        }
        if !applied.switches.is_empty() {
            let before = Value::Object(applied.switches);
            undone = undone.and(self.ask("PATCH", "/switches", Some(&before)).await.map(drop));
        }
        if applied.is_frozen {
            undone = undone.and(self.ask("POST", "/clock/resume", None).await.map(drop));
        }
        undone
    }

    /// Makes an account that administers `organization` and a client that is granted access to it, another tenant, and
    /// tokens of all kinds. What was made before an error is in `cast` as well.
    pub(crate) async fn cast(&self, organization: &str, cast: &mut Cast) -> Result<(), ControlError> {
        let own = self.tenant(organization.to_owned(), cast).await?;
        let other = self.ask("POST", "/organizations", Some(&json!({"name": "asp-contract"}))).await?;
        let other = text(&other, "id");
        cast.organizations.push(other.clone());
        cast.other = Some(self.tenant(other, cast).await?);
        let client = self.client(&[], cast).await?;
        let account = cast.accounts.first().cloned().unwrap_or_default();
        cast.ungranted = Some(self.token(&client, &account).await?);
        cast.expired = Some(self.expired(cast).await?);
        cast.own = Some(own);
        Ok(())
    }

    /// Other tokens for the run and for the other tenant: the clock may have passed the end of the last ones.
    pub(crate) async fn renewed(&self, cast: &Cast) -> Result<Vec<String>, ControlError> {
        let mut tokens = Vec::new();
        for (client, account) in cast.clients.iter().zip(&cast.accounts) {
            tokens.push(self.token(client, account).await?);
        }
        Ok(tokens)
    }

    async fn tenant(&self, organization: String, cast: &mut Cast) -> Result<Tenant, ControlError> {
        let account = text(&self.ask("POST", "/accounts", None).await?, "id");
        cast.accounts.push(account.clone());
        let roles = json!({"roles": ["A4H.OrgAdmin", "A4R.OrgAdmin"]});
        let path = format!("/accounts/{}/roles/{}", segment(&account), segment(&organization));
        self.ask("PUT", &path, Some(&roles)).await?;
        let client = self.client(&[&organization], cast).await?;
        let token = self.token(&client, &account).await?;
        Ok(Tenant { organization, token })
    }

    async fn client(&self, organizations: &[&str], cast: &mut Cast) -> Result<String, ControlError> {
        let body = json!({"organizations": organizations});
        let client = text(&self.ask("POST", "/clients", Some(&body)).await?, "id");
        cast.clients.push(client.clone());
        Ok(client)
    }

    async fn token(&self, client: &str, account: &str) -> Result<String, ControlError> {
        let body = json!({"client": client, "account": account});
        Ok(text(&self.ask("POST", "/tokens", Some(&body)).await?, "accessToken"))
    }

    /// A token that lives for a moment, and the moment after.
    async fn expired(&self, cast: &Cast) -> Result<String, ControlError> {
        let [client, account] =
            [&cast.clients, &cast.accounts].map(|ids| ids.first().cloned().unwrap_or_default());
        let short = [("accessTokenLifetime".to_owned(), json!(1))];
        let setup = Setup { switches: short.into_iter().collect(), ..Setup::default() };
        let mut applied = Applied::default();
        let set = self.set_up(&setup, &mut applied).await;
        let token = self.token(&client, &account).await;
        self.put_back(applied).await?;
        set?;
        self.ask("POST", "/clock/advance", Some(&json!({"milliseconds": 10}))).await?;
        token
    }

    /// Deletes who was made for a run; what could not be deleted, and why.
    pub(crate) async fn dismiss(&self, cast: Cast) -> Vec<String> {
        let all =
            [("clients", cast.clients), ("accounts", cast.accounts), ("organizations", cast.organizations)];
        let mut left = Vec::new();
        for (what, ids) in all {
            for id in ids {
                let path = format!("/{what}/{}", segment(&id));
                left.extend(self.ask("DELETE", &path, None).await.err().map(|error| error.to_string()));
            }
        }
        left
    }
}

fn text(value: &Value, member: &str) -> String {
    value[member].as_str().unwrap_or_default().to_owned()
}
