//! Faults that are injected on purpose: statuses, latency, broken bodies and dropped connections.
//!
//! Whether a fault strikes follows from its seed and from how many exchanges it was asked about, and nothing else. The
//! second number is counted in the store, so that the same seed strikes the same draws whether one process serves all
//! exchanges or several share them.

use std::sync::Arc;

use asp_validation::Operation;
use parking_lot::Mutex;

pub(crate) use self::rule::{Effect, Rule};
use crate::control::{Control, Controls, UpdateError};
use crate::store::{Extent, Store, StoreError, control as sql};

mod rule;

/// A fault in place.
#[derive(Debug)]
pub(crate) struct Fault {
    number: i64,
    rule: Rule,
    /// The operations that it strikes, as bits.
    operations: u64,
    /// How many of the first draws struck.
    known: Mutex<Known>,
}

/// Of the draws 1 to `drawn`, `hits` hit: all of them, or as many as it takes to use up the rule's count.
///
/// Whoever knows of more draws looks at those in between one by one. That is a nanosecond for each, once in a process,
/// where each has been an exchange with a durable write of its own.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    drawn: i64,
    hits: i64,
}

/// What happens to an exchange.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Struck {
    /// The numbers of the faults.
    pub(crate) faults: Vec<i64>,
    /// How many milliseconds of the server's clock pass first.
    pub(crate) latency: u64,
    /// How many of them pass before the answer.
    pub(crate) latency_after: u64,
    /// What else happens.
    pub(crate) effect: Option<Effect>,
}

impl Struck {
    /// What happened, as a label of metrics.
    pub(crate) fn word(&self) -> &'static str {
        let latency = if self.latency == 0 { "latency-after-commit" } else { "latency" };
        self.effect.as_ref().map_or(latency, Effect::word)
    }
}

/// A fault, and how far it is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Standing {
    pub(crate) number: i64,
    pub(crate) rule: Rule,
    /// How many exchanges it was asked about.
    pub(crate) drawn: i64,
    /// How many of them it struck.
    pub(crate) struck: i64,
}

impl Fault {
    /// The fault with the rule that is in the store.
    pub(crate) fn from_text(number: i64, rule: &str) -> Result<Self, StoreError> {
        let broken = |why: String| StoreError::Broken(format!("fault {number} cannot be read: {why}"));
        let rule: Rule = serde_json::from_str(rule).map_err(|error| broken(error.to_string()))?;
        let operations = rule.operation_bits().map_err(broken)?;
        Ok(Self { number, rule, operations, known: Mutex::default() })
    }

    /// Its number, which no other fault ever has.
    pub(crate) fn number(&self) -> i64 {
        self.number
    }

    fn concerns(&self, operation: Operation, client: Option<&str>) -> bool {
        self.operations & rule::bit(operation) != 0
            && self.rule.client.as_deref().is_none_or(|only| client == Some(only))
    }

    /// Whether all strikes are used up, as far as this process knows.
    fn is_spent(&self) -> bool {
        self.rule.count.is_some_and(|count| self.known.lock().hits >= i64::from(count))
    }

    /// Whether draw `draw`, counted from 1, strikes.
    fn strikes(&self, draw: i64) -> bool {
        if !self.rule.hits(draw) {
            return false;
        }
        let Some(count) = self.rule.count else { return true };
        // A hit strikes unless those before it use up the count.
        let strikes = self.struck_within(draw - 1) < i64::from(count);
        // For `is_spent`.
        self.struck_within(draw);
        strikes
    }

    /// How many of the draws 1 to `draw` struck.
    ///
    /// Draws come nearly in order, so that few have to be looked at again, and none behind the last that struck.
    fn struck_within(&self, draw: i64) -> i64 {
        let most = self.rule.count.map_or(i64::MAX, i64::from);
        let mut known = self.known.lock();
        if draw < known.drawn {
            return known.hits - self.rule.hits_between(draw + 1, known.drawn);
        }
        let (drawn, hits) = self.rule.first_hits(known.drawn, draw, most - known.hits);
        known.drawn = drawn;
        known.hits += hits;
        known.hits
    }
}

/// The faults of all exchanges.
#[derive(Debug)]
pub(crate) struct Faults {
    store: Arc<Store>,
    controls: Arc<Controls>,
}

impl Faults {
    /// The faults in the store that `controls` knows.
    pub(crate) fn new(store: Arc<Store>, controls: Arc<Controls>) -> Self {
        Self { store, controls }
    }

    /// What happens to an exchange of `operation` by `client`: the latencies of all faults that strike, up to the first
    /// that does something else. Faults are asked in the order of their numbers.
    ///
    /// Costs nothing if no fault concerns the exchange, and one durable write for each that does.
    pub(crate) async fn strike(
        &self,
        operation: Operation,
        client: Option<&str>,
    ) -> Result<Option<Struck>, StoreError> {
        let faults = {
            let control = self.controls.current();
            if !concerns_any(&control, operation, client) {
                return Ok(None);
            }
            Arc::clone(&control.faults)
        };
        let mut struck = Struck { faults: Vec::new(), latency: 0, latency_after: 0, effect: None };
        for fault in faults.iter() {
            if !fault.concerns(operation, client) || fault.is_spent() {
                continue;
            }
            // Nothing to draw if it was taken away a moment ago.
            let Some(draw) = sql::draw(&self.store, fault.number).await? else { continue };
            if !fault.strikes(draw) {
                continue;
            }
            struck.faults.push(fault.number);
            match &fault.rule.kind {
                Effect::Latency { milliseconds } => {
                    struck.latency = struck.latency.saturating_add(*milliseconds);
                }
                Effect::LatencyAfterCommit { milliseconds } => {
                    struck.latency_after = struck.latency_after.saturating_add(*milliseconds);
                }
                effect => {
                    struck.effect = Some(effect.clone());
                    break;
                }
            }
        }
        Ok(if struck.faults.is_empty() { None } else { Some(struck) })
    }

    /// Puts a fault in place and returns its number.
    pub(crate) async fn add(&self, rule: &Rule) -> Result<i64, UpdateError> {
        rule.check().map_err(UpdateError::Refused)?;
        let text = serde_json::to_string(rule).map_err(|error| UpdateError::Refused(error.to_string()))?;
        self.controls
            .update_with(Extent::Few, |state| {
                state.faults += 1;
                Ok((state.faults, vec![sql::add_fault(state.faults, text.clone())]))
            })
            .await
    }

    /// Takes the fault with that number away; `false` if there is none.
    pub(crate) async fn remove(&self, number: i64) -> Result<bool, UpdateError> {
        let there = sql::drawn(&self.store).await?.iter().any(|(known, _)| *known == number);
        if there {
            self.controls.update_with(Extent::Few, |_| Ok(((), vec![sql::remove_fault(number)]))).await?;
        }
        Ok(there)
    }

    /// Takes all faults away.
    pub(crate) async fn clear(&self) -> Result<(), UpdateError> {
        self.controls.update_with(Extent::Few, |_| Ok(((), vec![sql::remove_faults()]))).await
    }

    /// All faults, with what they did in all processes.
    pub(crate) async fn standing(&self) -> Result<Vec<Standing>, StoreError> {
        let drawn = sql::drawn(&self.store).await?;
        let faults = Arc::clone(&self.controls.current().faults);
        let standing = |fault: &Arc<Fault>| {
            let (number, drawn) = *drawn.iter().find(|(number, _)| *number == fault.number)?;
            let struck = fault.struck_within(drawn);
            Some(Standing { number, rule: fault.rule.clone(), drawn, struck })
        };
        Ok(faults.iter().filter_map(standing).collect())
    }
}

fn concerns_any(control: &Control, operation: Operation, client: Option<&str>) -> bool {
    control.faults.iter().any(|fault| fault.concerns(operation, client) && !fault.is_spent())
}

#[cfg(test)]
mod tests;
