//! Everything at once: what is there, seeds, and back to the beginning.

use std::sync::Arc;

use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::body::{Body, Optional, json};
use super::clock::ClockView;
use crate::app::App;
use crate::aside::aside;
use crate::control::State as ControlState;
use crate::emulator::Reply;
use crate::failure::Failure;
use crate::kind::Kind;
use crate::seed::{self, Seed, SeedError};
use crate::store::{Extent, seed as sql};
use crate::switches::Switches;

/// What is there.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Summary {
    /// The clock.
    clock: ClockView,
    /// The switches that are not as they were at the beginning, with their values.
    #[schema(value_type = Object)]
    switches: Map<String, Value>,
    /// How many units there are of each kind.
    units: Units,
    /// How many faults are in place.
    faults: usize,
    /// How many exchanges this process has kept.
    exchanges: usize,
    /// How many bytes they take.
    exchange_bytes: usize,
}

/// How many units there are.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Units {
    /// Organizations.
    organizations: i64,
    /// Home communities.
    home_communities: i64,
    /// Homes.
    homes: i64,
    /// Properties.
    properties: i64,
    /// Room types.
    room_types: i64,
    /// Rooms.
    rooms: i64,
}

/// What comes after a reset.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Reset {
    /// What is there afterwards: nothing if null, and if left out an organization, an account and a client.
    #[serde(default, deserialize_with = "nothing_or_named")]
    #[schema(value_type = Option<Seed>, required = false)]
    seed: Wanted,
}

/// What is wanted after a reset.
#[derive(Debug, Default)]
enum Wanted {
    #[default]
    Initial,
    Nothing,
    Named(Seed),
}

fn nothing_or_named<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Wanted, D::Error> {
    Option::deserialize(deserializer).map(|seed| seed.map_or(Wanted::Nothing, Wanted::Named))
}

/// Shows what is there.
#[utoipa::path(get, path = "/state", tag = "state", operation_id = "getState",
    responses((status = 200, description = "what is there", body = Summary)))]
pub(super) async fn summary(State(app): State<Arc<App>>) -> Reply {
    let mut units = Units::default();
    for (kind, count) in sql::counts(&app.store).await? {
        match Kind::from_number(kind) {
            Some(Kind::Organization) => units.organizations = count,
            Some(Kind::HomeCommunity) => units.home_communities = count,
            Some(Kind::Home) => units.homes = count,
            Some(Kind::Property) => units.properties = count,
            Some(Kind::RoomType) => units.room_types = count,
            Some(Kind::Room) => units.rooms = count,
            None => {}
        }
    }
    let control = Arc::clone(&app.controls.current());
    let defaults = Switches::default().values();
    let switches = control.switches.values().into_iter();
    let switches = switches.filter(|(name, value)| defaults.get(name) != Some(value)).collect();
    app.exchanges.follow(control.resets);
    let (exchanges, exchange_bytes) = app.exchanges.size();
    let clock = ClockView::new(control.clock);
    let faults = control.faults.len();
    json(StatusCode::OK, &Summary { clock, switches, units, faults, exchanges, exchange_bytes })
}

/// Empties everything, puts clock and switches back and writes a seed, all in one transaction.
///
/// This is the one way for the clock to run backwards. Whoever waits by it stops waiting. The logs of exchanges and the
/// token buckets of all processes are emptied too.
#[utoipa::path(post, path = "/reset", tag = "state", operation_id = "reset",
    request_body(content = Option<Reset>, description = "what is there afterwards"),
    responses((status = 200, description = "the seed with everything that was minted", body = Seed),
        (status = 400, description = "the seed makes no sense; nothing was changed")))]
pub(super) async fn reset(State(app): State<Arc<App>>, Optional(reset): Optional<Reset>) -> Reply {
    let seed = match reset.unwrap_or_default().seed {
        Wanted::Initial => Seed::initial(),
        Wanted::Nothing => Seed::default(),
        Wanted::Named(seed) => seed,
    };
    let case = Switches::default().room_name_case;
    let (seed, more) = seed.prepare_aside(case).await?;
    app.controls
        .update_with(Extent::All, |state| {
            let mut steps = sql::empty();
            steps.extend(more.iter().cloned());
            // Numbers of faults are never used again.
            *state = ControlState {
                resets: state.resets + 1,
                faults: state.faults,
                seeded: true,
                ..ControlState::default()
            };
            Ok(((), steps))
        })
        .await?;
    aside(move || json(StatusCode::OK, &seed)).await
}

/// Writes a seed on top of what is there, whole or not at all. What it names must be in it.
#[utoipa::path(post, path = "/seed", tag = "state", operation_id = "seed", request_body = Seed,
    responses((status = 200, description = "the seed with everything that was minted", body = Seed),
        (status = 400, description = "the seed makes no sense; nothing was written")))]
pub(super) async fn seed(State(app): State<Arc<App>>, Body(seed): Body<Seed>) -> Reply {
    let case = app.controls.current().switches.room_name_case;
    let seed = seed::write(&app.store, seed, case).await?;
    aside(move || json(StatusCode::OK, &seed)).await
}

impl From<SeedError> for Failure {
    fn from(error: SeedError) -> Self {
        match error {
            SeedError::Invalid(why) => Self::bad_request(format!("the seed: {why}")),
            SeedError::Store(error) => error.into(),
        }
    }
}
