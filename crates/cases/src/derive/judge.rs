//! What a request breaks, asked of validators in memory.

use asp_spec::Document;
use asp_validation_codegen::{Loaded, interpret};
use asp_validation_runtime::{Limits, Request, Verdict};

use super::DeriveError;
use super::requests::UNKNOWN;
use super::units::Kind;
use crate::{Body, Send, UnknownName, Values};

/// An id that is none of a unit.
const ID: &str = "amzn1.alexa.unit.did.AEXAMPLE";

/// Judges requests of cases, with examples in the place of placeholders.
pub(super) struct Judge {
    loaded: Loaded,
    values: Values,
}

impl Judge {
    pub(super) fn new(document: &Document, kinds: &[Kind<'_>]) -> Result<Self, DeriveError> {
        let loaded = interpret(document).map_err(|unsupported| {
            let reasons: Vec<_> = unsupported.iter().map(ToString::to_string).collect();
            DeriveError::Unsupported(reasons.join("; "))
        })?;
        let mut values = Values::default();
        for name in kinds.iter().flat_map(|kind| [&kind.unit.name, &kind.unit.parent]) {
            values.set(name.clone(), ID);
            values.set(format!("other.{name}"), ID);
        }
        for name in [super::requests::OWN, UNKNOWN] {
            values.set(name, ID);
        }
        values.set("name", "Name-1");
        Ok(Self { loaded, values })
    }

    /// JSON pointers to everything in the document that a request breaks; an empty pointer for what is no JSON.
    ///
    /// Nothing for a request with placeholders that [`Self::broken_with`] must be told of.
    pub(super) fn broken(&self, send: &Send) -> Vec<String> {
        self.broken_with(send, &[]).unwrap_or_default()
    }

    /// Like [`Self::broken`], with the names of the units that the steps before have kept.
    ///
    /// # Errors
    ///
    /// If a placeholder stands for nothing.
    pub(super) fn broken_with(&self, send: &Send, kept: &[String]) -> Result<Vec<String>, UnknownName> {
        let mut values = self.values.clone();
        for name in kept {
            values.set(name.clone(), ID);
        }
        // Values are plain, and what stands around them in a path is encoded.
        let encoded = |text: &str| text.replace('%', "%25").replace(' ', "%20").replace('&', "%26");
        let mut query = Vec::new();
        for (name, value) in &send.query {
            query.push(format!("{name}={}", encoded(&values.fill(value)?)));
        }
        let target = format!("{}?{}", values.fill(&send.path)?, query.join("&"));
        let target = target.trim_end_matches('?');
        let body = match &send.body {
            None => Vec::new(),
            Some(Body::Text(text)) => text.clone().into_bytes(),
            Some(Body::Json(value)) => values.fill_json(value)?.to_string().into_bytes(),
        };
        let headers = [("Content-Type", "application/json")];
        let request = Request::new(&send.method, target).with_body(&body);
        let request = if send.body.is_some() { request.with_headers(&headers) } else { request };
        Ok(match self.loaded.check(&request, &Limits::DEFAULT) {
            Verdict::Violations(violations) => {
                violations.list.iter().map(|violation| violation.document.clone()).collect()
            }
            _ => Vec::new(),
        })
    }
}
