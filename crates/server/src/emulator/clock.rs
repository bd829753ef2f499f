//! The server's clock.

use std::sync::Arc;

use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::{Body, json};
use crate::app::App;
use crate::clock::{Clock, ClockError};
use crate::control::{UpdateError, machine_time};
use crate::emulator::Reply;

/// The clock.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Clock)]
#[serde(rename_all = "camelCase")]
pub(super) struct ClockView {
    /// What it shows, in milliseconds since 1970.
    now: i64,
    /// Whether it stands still.
    frozen: bool,
    /// How far it is ahead of the machine's clock, in milliseconds.
    ahead: i64,
}

impl ClockView {
    pub(super) fn new(clock: Clock) -> Self {
        let machine = machine_time();
        let now = clock.now(machine);
        Self { now, frozen: clock.frozen_at.is_some(), ahead: now.saturating_sub(machine) }
    }
}

/// How far the clock goes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Advance {
    /// The number of milliseconds.
    #[schema(minimum = 0)]
    milliseconds: u64,
}

/// What the clock shows next.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct SetClock {
    /// The time, in milliseconds since 1970; not in the past.
    now: i64,
}

/// Shows the clock.
#[utoipa::path(get, path = "/clock", tag = "clock", operation_id = "getClock",
    responses((status = 200, description = "the clock", body = ClockView)))]
pub(super) async fn show(State(app): State<Arc<App>>) -> Reply {
    json(StatusCode::OK, &ClockView::new(app.controls.current().clock))
}

/// Stops the clock.
#[utoipa::path(post, path = "/clock/freeze", tag = "clock", operation_id = "freezeClock",
    responses((status = 200, description = "the clock", body = ClockView)))]
pub(super) async fn freeze(State(app): State<Arc<App>>) -> Reply {
    change(&app, |clock, machine| Ok(clock.freeze(machine))).await
}

/// Lets the clock run on from what it shows.
#[utoipa::path(post, path = "/clock/resume", tag = "clock", operation_id = "resumeClock",
    responses((status = 200, description = "the clock", body = ClockView)))]
pub(super) async fn resume(State(app): State<Arc<App>>) -> Reply {
    change(&app, |clock, machine| Ok(clock.resume(machine))).await
}

/// Moves the clock forward. Whoever waits by it wakes up.
#[utoipa::path(post, path = "/clock/advance", tag = "clock", operation_id = "advanceClock", request_body = Advance,
    responses((status = 200, description = "the clock", body = ClockView), (status = 400, description = "no such time")))]
pub(super) async fn advance(State(app): State<Arc<App>>, Body(by): Body<Advance>) -> Reply {
    change(&app, |clock, machine| clock.advance(machine, by.milliseconds)).await
}

/// Sets the clock, which never runs backwards.
#[utoipa::path(post, path = "/clock/set", tag = "clock", operation_id = "setClock", request_body = SetClock,
    responses((status = 200, description = "the clock", body = ClockView), (status = 400, description = "no such time")))]
pub(super) async fn set(State(app): State<Arc<App>>, Body(to): Body<SetClock>) -> Reply {
    change(&app, |clock, machine| clock.set(machine, to.now)).await
}

async fn change(app: &App, change: impl Fn(Clock, i64) -> Result<Clock, ClockError> + Send + Sync) -> Reply {
    let clock = app
        .controls
        .update(|state| {
            let changed = change(state.clock, machine_time());
            state.clock = changed.map_err(|error| UpdateError::Refused(error.to_string()))?;
            Ok(state.clock)
        })
        .await?;
    json(StatusCode::OK, &ClockView::new(clock))
}
