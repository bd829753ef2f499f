//! The contract kit: is a server what the document says?
//!
//! [`suites`] are the cases that were derived from the document, [`run()`] runs them against a server. Every exchange is
//! judged by the validators as well. A run touches only what it created, and deletes it again.
//!
//! With the control API of the reference server a run also has what no caller can bring about: expired tokens, faults,
//! switches and a clock that moves when told. Without it the cases that need that are skipped, and the outcome says so.

mod answer;
mod control;
mod run;
mod suites;
mod target;

pub use answer::{Answer, NoAnswer};
pub use control::{ControlApi, ControlError};
pub use run::{CaseResult, Failure, Outcome, Report, RunError, Settings, run};
pub use suites::{SuiteError, suites};
pub use target::{Target, Tenant};
