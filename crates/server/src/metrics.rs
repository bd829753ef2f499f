//! What is counted, for Prometheus.
//!
//! Counters of an operation are looked up once, at start: an exchange adds to atomics and takes one lock of its
//! operation, and allocates nothing.

use std::sync::OnceLock;
use std::time::Duration;

use asp_validation::Operation;
use http::StatusCode;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// The statuses that the server answers with by itself; faults may choose others.
const STATUSES: [u16; 16] = [200, 201, 204, 400, 401, 403, 404, 405, 408, 413, 415, 429, 500, 502, 503, 504];

/// Upper bounds of durations in seconds: answers from memory take tens of microseconds, faults delay some for seconds.
const BUCKETS: [f64; 14] =
    [0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5, 10.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Exchange {
    operation: &'static str,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfOperation {
    operation: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Fault {
    operation: &'static str,
    kind: &'static str,
}

/// The counters of one operation.
#[derive(Debug)]
struct Handles {
    name: &'static str,
    /// By the index of the status in [`STATUSES`]; made when first used, so that only what happened is listed.
    statuses: [OnceLock<Counter>; STATUSES.len()],
    duration: Histogram,
    throttled: Counter,
    refused: Counter,
}

/// Everything that is counted. Operations of the document have their `operationId` as name; exchanges of no such
/// operation are counted as `other`.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    /// By [`index`].
    operations: Box<[Handles]>,
    exchanges: Family<Exchange, Counter>,
    faults: Family<Fault, Counter>,
    store_errors: Counter,
    in_flight: Gauge,
    connections: Gauge,
}

/// The place of an operation in [`Metrics::operations`]; last is what is no operation of the document.
fn index(operation: Option<Operation>) -> usize {
    operation.map_or(Operation::ALL.len(), |operation| operation as usize)
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("asp");
        let exchanges = Family::<Exchange, Counter>::default();
        registry.register(
            "exchanges",
            "Exchanges by operation and status of the response",
            exchanges.clone(),
        );
        let durations = Family::<OfOperation, Histogram, _>::new_with_constructor(|| {
            Histogram::new(BUCKETS) as Histogram
        });
        registry.register_with_unit(
            "exchange_duration",
            "Time from the head of the request to the response, by operation",
            Unit::Seconds,
            durations.clone(),
        );
        let throttled = Family::<OfOperation, Counter>::default();
        registry.register("throttled", "Exchanges answered with 429 by the throttle", throttled.clone());
        let refused = Family::<OfOperation, Counter>::default();
        registry.register("violations", "Requests refused because they break the contract", refused.clone());
        let faults = Family::<Fault, Counter>::default();
        registry.register("faults", "Faults that struck, by operation and kind", faults.clone());
        let store_errors = Counter::default();
        registry.register("store_errors", "Failures of the store itself", store_errors.clone());
        let in_flight = Gauge::default();
        registry.register("exchanges_in_flight", "Exchanges that run", in_flight.clone());
        let connections = Gauge::default();
        registry.register("connections", "Connections that are open", connections.clone());

        let names = Operation::ALL.iter().map(|operation| operation.operation_id()).chain(["other"]);
        let handles = |name| {
            let labels = OfOperation { operation: name };
            Handles {
                name,
                statuses: Default::default(),
                duration: durations.get_or_create_owned(&labels),
                throttled: throttled.get_or_create_owned(&labels),
                refused: refused.get_or_create_owned(&labels),
            }
        };
        let operations = names.map(handles).collect();
        Self { registry, operations, exchanges, faults, store_errors, in_flight, connections }
    }

    fn of(&self, operation: Option<Operation>) -> &Handles {
        &self.operations[index(operation)]
    }

    /// Counts an exchange as running until the result is dropped.
    pub(crate) fn begin(&self) -> InFlight {
        self.in_flight.inc();
        InFlight(self.in_flight.clone())
    }

    /// Counts an exchange that has its response.
    pub(crate) fn exchange(&self, operation: Option<Operation>, status: StatusCode, duration: Duration) {
        let handles = self.of(operation);
        let status = status.as_u16();
        let counter = || self.exchanges.get_or_create_owned(&Exchange { operation: handles.name, status });
        match STATUSES.iter().position(|known| *known == status) {
            Some(index) => handles.statuses[index].get_or_init(counter).inc(),
            None => counter().inc(),
        };
        handles.duration.observe(duration.as_secs_f64());
    }

    /// Counts an exchange that the throttle refuses.
    pub(crate) fn throttled(&self, operation: Option<Operation>) {
        self.of(operation).throttled.inc();
    }

    /// Counts a request that breaks the contract.
    pub(crate) fn refused(&self, operation: Option<Operation>) {
        self.of(operation).refused.inc();
    }

    /// Counts a fault that struck.
    pub(crate) fn fault(&self, operation: Option<Operation>, kind: &'static str) {
        let operation = self.of(operation).name;
        self.faults.get_or_create(&Fault { operation, kind }).inc();
    }

    /// Counts a failure of the store itself.
    pub(crate) fn store_error(&self) {
        self.store_errors.inc();
    }

    /// The gauge of open connections.
    pub(crate) fn connections(&self) -> Gauge {
        self.connections.clone()
    }

    /// Everything in the `OpenMetrics` text format.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string never fails.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

/// An exchange that runs.
#[derive(Debug)]
pub(crate) struct InFlight(Gauge);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.dec();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_has_counters_of_its_own() {
        let metrics = Metrics::new();
        for operation in Operation::ALL {
            assert_eq!(metrics.of(Some(*operation)).name, operation.operation_id());
        }
        assert_eq!(metrics.of(None).name, "other");
    }

    #[test]
    fn the_text_says_what_happened() {
        let metrics = Metrics::new();
        let operation = Some(Operation::GetRoom);
        let running = [metrics.begin(), metrics.begin()];
        drop(metrics.begin());
        metrics.exchange(operation, StatusCode::OK, Duration::from_micros(80));
        metrics.exchange(operation, StatusCode::OK, Duration::from_millis(3));
        metrics.exchange(operation, StatusCode::IM_A_TEAPOT, Duration::from_millis(3));
        metrics.exchange(None, StatusCode::NOT_FOUND, Duration::from_millis(3));
        metrics.throttled(operation);
        metrics.refused(None);
        metrics.fault(operation, "latency");
        metrics.store_error();
        metrics.connections().set(7);
        let text = metrics.text();
        for line in [
            r#"asp_exchanges_total{operation="getRoom",status="200"} 2"#,
            r#"asp_exchanges_total{operation="getRoom",status="418"} 1"#,
            r#"asp_exchanges_total{operation="other",status="404"} 1"#,
            r#"asp_exchange_duration_seconds_bucket{le="0.0001",operation="getRoom"} 1"#,
            r#"asp_exchange_duration_seconds_count{operation="getRoom"} 3"#,
            r#"asp_exchange_duration_seconds_count{operation="listRooms"} 0"#,
            r#"asp_throttled_total{operation="getRoom"} 1"#,
            r#"asp_throttled_total{operation="listRooms"} 0"#,
            r#"asp_violations_total{operation="other"} 1"#,
            r#"asp_faults_total{operation="getRoom",kind="latency"} 1"#,
            "asp_store_errors_total 1",
            "asp_exchanges_in_flight 2",
            "asp_connections 7",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} is not in:\n{text}");
        }
        assert!(!text.contains(r#"operation="listRooms",status"#), "nothing happened to listRooms:\n{text}");
        drop(running);
        assert!(metrics.text().contains("asp_exchanges_in_flight 0"));
    }
}
