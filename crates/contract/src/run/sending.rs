//! From a step to a request on the wire.

use std::sync::atomic::Ordering;

use asp_cases::{Authorization, Body, Send, Unit, UnknownName, Values};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Method, Request, Url};
use serde_json::Value;
use thiserror::Error;

use super::{Created, Run};
use crate::control::segment;
use crate::{Answer, NoAnswer};

/// How often a unit is deleted again that a fault may have kept.
const TRIES: usize = 3;

/// A request could not be made, or got no answer.
#[derive(Debug, Error)]
pub(super) enum SendError {
    #[error(transparent)]
    Placeholder(#[from] UnknownName),
    #[error("{0} is no method and path")]
    Target(String),
    #[error(transparent)]
    NoAnswer(#[from] NoAnswer),
}

impl Run {
    /// Sends the request of a step. The answer may be anything.
    pub(super) async fn send(&self, send: &Send, values: &Values) -> Result<Answer, SendError> {
        let path = values.fill_with(&send.path, segment)?;
        let mut request = self.request(&send.method, &path)?;
        for (name, value) in &send.query {
            let value = values.fill(value)?;
            request.url_mut().query_pairs_mut().append_pair(name, &value);
        }
        if let Some(body) = &send.body {
            let body = match body {
                Body::Json(value) => values.fill_json(value)?.to_string(),
                Body::Text(text) => text.clone(),
            };
            with_body(&mut request, body);
        }
        if let Some(value) = self.authorization(send.authorization).await {
            authorize(&mut request, &value);
        }
        self.calls.fetch_add(1, Ordering::Relaxed);
        Ok(self.service.send(request).await?)
    }

    /// Creates a unit that cases share.
    pub(super) async fn create(
        &self,
        unit: &Unit,
        body: &Value,
        is_other: bool,
    ) -> Result<Answer, SendError> {
        let mut request = self.request("POST", &unit.collection)?;
        with_body(&mut request, body.to_string());
        self.authorize_as(&mut request, is_other).await;
        self.calls.fetch_add(1, Ordering::Relaxed);
        Ok(self.service.send(request).await?)
    }

    /// Deletes a unit, and keeps in mind if it stays.
    pub(super) async fn delete(&self, unit: &Created) {
        let Some(kind) = self.units.get(&unit.kind) else { return };
        let path = kind.one.replace("{{id}}", &segment(&unit.id));
        for _ in 0..TRIES {
            let Ok(mut request) = self.request("DELETE", &path) else { break };
            self.authorize_as(&mut request, unit.is_other).await;
            self.calls.fetch_add(1, Ordering::Relaxed);
            if let Ok(answer) = self.service.send(request).await
                && (answer.status.is_success() || answer.status == 404)
            {
                return;
            }
        }
        self.left.lock().await.push(path);
    }

    fn request(&self, method: &str, path: &str) -> Result<Request, SendError> {
        let wrong = || SendError::Target(format!("{method} {path}"));
        let base = self.target.base_url.as_str().trim_end_matches('/');
        let url = Url::parse(&format!("{base}{path}")).map_err(|_| wrong())?;
        let mut request = Request::new(method.parse::<Method>().map_err(|_| wrong())?, url);
        request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
        Ok(request)
    }

    async fn authorize_as(&self, request: &mut Request, is_other: bool) {
        let who = if is_other { Authorization::OtherTenant } else { Authorization::Own };
        if let Some(value) = self.authorization(who).await {
            authorize(request, &value);
        }
    }

    /// The value of the header; `None` for nobody.
    async fn authorization(&self, who: Authorization) -> Option<String> {
        let token = match who {
            Authorization::Own => Some(self.tokens.read().await.0.clone()),
            Authorization::Missing => return None,
            Authorization::Malformed => return Some("Bearer".to_owned()),
            Authorization::Unknown => Some("Atza|asp-contract-never-issued".to_owned()),
            Authorization::Expired => self.target.expired.clone(),
            Authorization::Ungranted => self.target.ungranted.clone(),
            Authorization::OtherTenant => self.tokens.read().await.1.clone(),
        };
        token.map(|token| format!("Bearer {token}"))
    }
}

fn with_body(request: &mut Request, body: String) {
    request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    *request.body_mut() = Some(body.into());
}

fn authorize(request: &mut Request, value: &str) {
    if let Ok(mut value) = HeaderValue::from_str(value) {
        value.set_sensitive(true);
        request.headers_mut().insert(AUTHORIZATION, value);
    }
}
