//! How much of the server is known to be like the service.

use std::sync::Arc;

use asp_validation::Operation;
use axum::extract::State;
use http::StatusCode;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::body::json;
use crate::app::App;
use crate::emulator::Reply;
use crate::fidelity::{Evidence, rules};

/// A rule that the server follows.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Rule)]
#[serde(rename_all = "camelCase")]
pub(super) struct RuleView {
    /// Its name, which stays.
    id: &'static str,
    /// What the server does unless the switch says otherwise.
    statement: &'static str,
    /// What is known of it.
    evidence: Evidence,
    /// Where that comes from.
    source: &'static str,
    /// The switch that changes it; null if there is none.
    switch: Option<&'static str>,
    /// What the switch is set to; null if there is none.
    value: Value,
    /// The operationIds of the operations that it is about; none if it is about the token endpoint, or about requests for
    /// no operation.
    operations: Vec<&'static str>,
}

/// Lists every rule that the server follows: documented, observed or assumed, with its source.
#[utoipa::path(get, path = "/fidelity", tag = "fidelity", operation_id = "listRules",
    responses((status = 200, description = "all rules", body = [RuleView])))]
pub(super) async fn list(State(app): State<Arc<App>>) -> Reply {
    let values = app.controls.current().switches.values();
    let views: Vec<_> = rules()
        .map(|rule| RuleView {
            id: rule.id,
            statement: rule.statement,
            evidence: rule.evidence,
            source: rule.source,
            switch: rule.switch,
            value: rule.switch.and_then(|name| values.get(name)).cloned().unwrap_or_default(),
            operations: rule.operations().map(Operation::operation_id).collect(),
        })
        .collect();
    json(StatusCode::OK, &views)
}
