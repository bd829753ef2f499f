//! What a request breaks, asked of validators in memory.

use asp_spec::Document;
use asp_validation_codegen::{Loaded, interpret};
use asp_validation_runtime::{Limits, Request, Verdict};

use super::DeriveError;
use super::requests::UNKNOWN;
use super::units::Kind;
use crate::{Body, Send, Values};

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
        let id = "amzn1.alexa.unit.did.AEXAMPLE";
        for name in kinds.iter().flat_map(|kind| [&kind.unit.name, &kind.unit.parent]) {
            values.set(name.clone(), id);
            values.set(format!("other.{name}"), id);
        }
        for name in [super::requests::OWN, UNKNOWN] {
            values.set(name, id);
        }
        values.set("name", "Name-1");
        Ok(Self { loaded, values })
    }

    /// JSON pointers to everything in the document that a request breaks; an empty pointer for what is no JSON.
    pub(super) fn broken(&self, send: &Send) -> Vec<String> {
        // What judging needs no encoding for: the values are plain.
        let fill = |text: &str| self.values.fill(text).unwrap_or_else(|_| text.to_owned());
        let encoded = |text: &str| fill(text).replace('%', "%25").replace(' ', "%20").replace('&', "%26");
        let query: Vec<_> =
            send.query.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let target = format!("{}?{}", fill(&send.path), query.join("&"));
        let target = target.trim_end_matches('?');
        let body = match &send.body {
            None => Vec::new(),
            Some(Body::Text(text)) => text.clone().into_bytes(),
            Some(Body::Json(value)) => {
                self.values.fill_json(value).unwrap_or_else(|_| value.clone()).to_string().into_bytes()
            }
        };
        let headers = [("Content-Type", "application/json")];
        let request = Request::new(&send.method, target).with_body(&body);
        let request = if send.body.is_some() { request.with_headers(&headers) } else { request };
        match self.loaded.check(&request, &Limits::DEFAULT) {
            Verdict::Violations(violations) => {
                violations.list.iter().map(|violation| violation.document.clone()).collect()
            }
            _ => Vec::new(),
        }
    }
}
