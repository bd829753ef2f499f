//! The switches.

use std::sync::Arc;

use axum::extract::State;
use http::StatusCode;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::body::{Body, json};
use crate::app::App;
use crate::control::UpdateError;
use crate::emulator::Reply;
use crate::switches::{SWITCHES, Switches};

/// A switch.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Switch)]
#[serde(rename_all = "camelCase")]
pub(super) struct SwitchView {
    /// Its name.
    name: &'static str,
    /// What it is set to.
    value: Value,
    /// What it is set to unless somebody changes it.
    default: Value,
    /// What it does.
    description: &'static str,
    /// The question that the vendor's pages leave open.
    question: &'static str,
    /// What a value must be.
    values: String,
}

fn views(switches: &Switches) -> Vec<SwitchView> {
    let (values, defaults) = (switches.values(), Switches::default().values());
    let of = |values: &Map<String, Value>, name: &str| values.get(name).cloned().unwrap_or_default();
    SWITCHES
        .iter()
        .map(|switch| SwitchView {
            name: switch.name,
            value: of(&values, switch.name),
            default: of(&defaults, switch.name),
            description: switch.description,
            question: switch.question,
            values: switch.values.to_string(),
        })
        .collect()
}

/// Lists all switches.
#[utoipa::path(get, path = "/switches", tag = "switches", operation_id = "listSwitches",
    responses((status = 200, description = "all switches", body = [SwitchView])))]
pub(super) async fn show(State(app): State<Arc<App>>) -> Reply {
    json(StatusCode::OK, &views(&app.controls.current().switches))
}

/// Sets switches: an object of names and values. All are set, or none.
#[utoipa::path(patch, path = "/switches", tag = "switches", operation_id = "setSwitches",
    request_body(content = Object, description = "names and values", example = json!({"burst": 5, "requestsPerSecond": 1})),
    responses((status = 200, description = "all switches", body = [SwitchView]),
        (status = 400, description = "there is no such switch, or it has no such value")))]
pub(super) async fn change(State(app): State<Arc<App>>, Body(changes): Body<Map<String, Value>>) -> Reply {
    let switches = app
        .controls
        .update(|state| {
            state.switches = state.switches.patched(&changes).map_err(UpdateError::Refused)?;
            Ok(state.switches.clone())
        })
        .await?;
    json(StatusCode::OK, &views(&switches))
}
