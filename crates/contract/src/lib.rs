//! The contract kit: is a server what the document says?
//!
//! [`suites`] are the cases that were derived from the document, [`run()`] runs them against a server. Every exchange is
//! judged by the validators as well. A run touches only what it created, and deletes it again. It keeps no journal: what a
//! run leaves that is killed has names that begin with `asp-contract-`.
//!
//! With the control API of the reference server a run also has what no caller can bring about: expired tokens, faults,
//! switches and a clock that moves when told. Without it the cases that need that are skipped, and the outcome says so.
//!
//! ```no_run
//! # async fn example(client: reqwest::Client, base_url: reqwest::Url, target: asp_contract::Target)
//! #     -> Result<(), Box<dyn std::error::Error>> {
//! use asp_contract::{ControlApi, Settings, run, suites};
//!
//! let control = ControlApi::new(client.clone(), &base_url, None);
//! let report = run(suites()?, client, target, Some(control), Settings::default(), &|_| ()).await?;
//! for (outcome, failure) in report.failed() {
//!     println!("{}: expected {}, got {}", outcome.case, failure.expected, failure.got);
//! }
//! # Ok(())
//! # }
//! ```

mod answer;
mod control;
pub mod report;
mod run;
mod suites;
mod target;

pub use answer::{Answer, NoAnswer};
pub use control::{ControlApi, ControlError};
pub use run::{CaseResult, Failure, Outcome, Report, RunError, Settings, run};
pub use suites::{SuiteError, suites};
pub use target::{Target, Tenant};
