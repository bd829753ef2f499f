//! Faults.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::body::{At, Body, json, no_content};
use crate::app::App;
use crate::emulator::Reply;
use crate::failure::Failure;
use crate::faults::{Rule, Standing};

/// A fault, and what it did in all processes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Fault)]
#[serde(rename_all = "camelCase")]
pub(super) struct FaultView {
    /// Its number.
    number: i64,
    /// Its rule, with the seed that was chosen if it named none.
    rule: Rule,
    /// How many exchanges it was asked about.
    drawn: i64,
    /// How many of them it struck.
    struck: i64,
}

impl From<Standing> for FaultView {
    fn from(fault: Standing) -> Self {
        Self { number: fault.number, rule: fault.rule, drawn: fault.drawn, struck: fault.struck }
    }
}

/// Lists all faults.
#[utoipa::path(get, path = "/faults", tag = "faults", operation_id = "listFaults",
    responses((status = 200, description = "all faults", body = [FaultView])))]
pub(super) async fn list(State(app): State<Arc<App>>) -> Reply {
    let faults: Vec<FaultView> = app.faults.standing().await?.into_iter().map(FaultView::from).collect();
    json(StatusCode::OK, &faults)
}

/// Puts a fault in place. It strikes from the next exchange on, in all processes.
#[utoipa::path(post, path = "/faults", tag = "faults", operation_id = "createFault", request_body = Rule,
    responses((status = 201, description = "the fault", body = FaultView), (status = 400, description = "no such fault")))]
pub(super) async fn add(State(app): State<Arc<App>>, Body(rule): Body<Rule>) -> Reply {
    let number = app.faults.add(&rule).await?;
    json(StatusCode::CREATED, &FaultView { number, rule, drawn: 0, struck: 0 })
}

/// Takes all faults away.
#[utoipa::path(delete, path = "/faults", tag = "faults", operation_id = "deleteFaults",
    responses((status = 204, description = "there are no faults any more")))]
pub(super) async fn clear(State(app): State<Arc<App>>) -> Result<Response, Failure> {
    app.faults.clear().await?;
    Ok(no_content())
}

/// Shows a fault.
#[utoipa::path(get, path = "/faults/{number}", tag = "faults", operation_id = "getFault",
    params(("number" = i64, Path, description = "the number of the fault")),
    responses((status = 200, description = "the fault", body = FaultView), (status = 404, description = "no such fault")))]
pub(super) async fn show(State(app): State<Arc<App>>, At(number): At<i64>) -> Reply {
    let fault = app.faults.standing().await?.into_iter().find(|fault| fault.number == number);
    json(StatusCode::OK, &FaultView::from(fault.ok_or_else(|| unknown(number))?))
}

/// Takes a fault away.
#[utoipa::path(delete, path = "/faults/{number}", tag = "faults", operation_id = "deleteFault",
    params(("number" = i64, Path, description = "the number of the fault")),
    responses((status = 204, description = "it is gone"), (status = 404, description = "no such fault")))]
pub(super) async fn remove(State(app): State<Arc<App>>, At(number): At<i64>) -> Result<Response, Failure> {
    if app.faults.remove(number).await? { Ok(no_content()) } else { Err(unknown(number)) }
}

fn unknown(number: i64) -> Failure {
    Failure::not_found(format!("there is no fault {number}"))
}
