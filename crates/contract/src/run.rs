//! Running cases against a server.

mod case;
mod sending;
mod step;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use asp_cases::{Case, Need, Suite, Unit};
use asp_validation::exchange::Exchanges;
use reqwest::Client;
use serde::Serialize;
use thiserror::Error;
use tokio::sync::{Mutex, RwLock};
use tokio::task::JoinSet;

use crate::answer::Service;
use crate::control::Cast;
use crate::{ControlApi, ControlError, SuiteError, Target};

/// How a run goes about it.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How many cases may run at once; those that set something for all run alone.
    pub at_once: usize,
    /// How long an answer may take.
    pub patience: Duration,
    /// Cases whose ids contain one of these; all if there is none.
    pub only: Vec<String>,
    /// What names of units begin with, besides `asp-contract-`: letters, digits and hyphens.
    pub name: String,
}

impl Default for Settings {
    /// Eight cases at once, 30 s for an answer, all cases, and a name by the time.
    fn default() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self {
            at_once: 8,
            patience: Duration::from_secs(30),
            only: Vec::new(),
            name: format!("{:x}", since.as_millis()),
        }
    }
}

impl Settings {
    /// Whether a case is to be run.
    pub fn wants(&self, case: &Case) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| case.id.contains(only.as_str()))
    }
}

/// A run could not begin, or not go on.
#[derive(Debug, Error)]
pub enum RunError {
    /// The cases cannot be read.
    #[error(transparent)]
    Suites(#[from] SuiteError),
    /// The control API does not do what it should.
    #[error(transparent)]
    Control(#[from] ControlError),
    /// There is no case to run.
    #[error("no case has an id with one of these in it: {}", .0.join(", "))]
    Nothing(Vec<String>),
    /// A case panicked, which is a fault of this kit.
    #[error("a case could not be run to its end")]
    Panicked(#[from] tokio::task::JoinError),
}

/// What came of a case.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// The case's id.
    pub case: String,
    /// What must be so.
    pub title: String,
    /// The operation.
    pub operation: String,
    /// What it checks: JSON pointers into the document.
    pub pointers: Vec<String>,
    /// What came of it.
    #[serde(flatten)]
    pub result: CaseResult,
}

/// Passed, failed or skipped.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "result", rename_all = "kebab-case")]
pub enum CaseResult {
    /// Everything was as it must be.
    Passed,
    /// The run does not have what the case needs.
    Skipped {
        /// What is missing.
        reason: String,
    },
    /// Something was not as it must be.
    Failed(Box<Failure>),
}

/// What was not as it must be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// Which step, counted from 1; 0 for what comes before the first.
    pub step: usize,
    /// Method and path of the request, if one was sent.
    pub request: String,
    /// What must be.
    pub expected: String,
    /// What is.
    pub got: String,
    /// The request id of the answer, if it has one.
    pub request_id: Option<String>,
}

/// What came of a run.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// What came of each case, in the order of the suites.
    pub outcomes: Vec<Outcome>,
    /// How many requests were sent.
    pub calls: u64,
    /// What could not be deleted: the paths of units, or what the control API says of others.
    pub left: Vec<String>,
}

impl Report {
    /// The cases that failed.
    pub fn failed(&self) -> impl Iterator<Item = (&Outcome, &Failure)> {
        self.outcomes.iter().filter_map(|outcome| match &outcome.result {
            CaseResult::Failed(failure) => Some((outcome, &**failure)),
            _ => None,
        })
    }

    /// How many passed.
    pub fn passed(&self) -> usize {
        self.outcomes.iter().filter(|outcome| matches!(outcome.result, CaseResult::Passed)).count()
    }
}

/// Who hears what came of each case.
type OnOutcome<'a> = dyn Fn(&Outcome) + Send + Sync + 'a;

/// A unit that a run has created.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Created {
    kind: String,
    id: String,
    /// Whether it is the other tenant's.
    is_other: bool,
}

/// What all cases of a run share.
struct Run {
    settings: Settings,
    target: Target,
    /// The tokens of the run and of the other tenant, which are renewed when the clock was moved.
    tokens: RwLock<(String, Option<String>)>,
    control: Option<ControlApi>,
    service: Service,
    units: HashMap<String, Unit>,
    /// Ids of the units that cases share, by the names of their placeholders, and all of them in order of creation.
    fixtures: Mutex<(HashMap<String, String>, Vec<Created>)>,
    calls: AtomicU64,
    left: Mutex<Vec<String>>,
}

/// Runs the cases of `suites` against a server, and deletes what they created.
///
/// With `control`, who asks is made for the run, and the tokens of `target` are not used. `on_outcome` hears what came of
/// each case as soon as that is known.
///
/// # Errors
///
/// If the control API does not do what it should, or no case is wanted.
pub async fn run(
    suites: Vec<Suite>,
    client: Client,
    mut target: Target,
    control: Option<ControlApi>,
    settings: Settings,
    on_outcome: &OnOutcome<'_>,
) -> Result<Report, RunError> {
    let mut cast = Cast::default();
    let prepared = match &control {
        Some(control) => control.cast(&target.own.organization, &mut cast).await,
        None => Ok(()),
    };
    if let Some(own) = cast.own.clone() {
        target.own = own;
        target.other.clone_from(&cast.other);
        target.expired.clone_from(&cast.expired);
        target.ungranted.clone_from(&cast.ungranted);
    }
    let report = match prepared {
        Ok(()) => run_cast(suites, client, target, control.clone(), settings, &cast, on_outcome).await,
        Err(error) => Err(error.into()),
    };
    let left = match &control {
        Some(control) => control.dismiss(cast).await,
        None => Vec::new(),
    };
    let mut report = report?;
    report.left.extend(left);
    Ok(report)
}

async fn run_cast(
    suites: Vec<Suite>,
    client: Client,
    target: Target,
    control: Option<ControlApi>,
    settings: Settings,
    cast: &Cast,
    on_outcome: &OnOutcome<'_>,
) -> Result<Report, RunError> {
    let units = suites.iter().map(|suite| (suite.unit.name.clone(), suite.unit.clone())).collect();
    let cases = suites.into_iter().flat_map(|suite| suite.cases);
    let cases: Vec<Case> = cases.filter(|case| settings.wants(case)).collect();
    if cases.is_empty() {
        return Err(RunError::Nothing(settings.only));
    }
    let exchanges = Exchanges::new(&target.base_url);
    let other = target.other.as_ref().map(|other| other.token.clone());
    let run = Arc::new(Run {
        tokens: RwLock::new((target.own.token.clone(), other)),
        service: Service::new(client, exchanges, settings.patience),
        settings,
        target,
        control,
        units,
        fixtures: Mutex::default(),
        calls: AtomicU64::new(0),
        left: Mutex::default(),
    });
    let (alone, together): (Vec<_>, Vec<_>) =
        cases.into_iter().enumerate().partition(|(_, case)| case.setup.is_some());
    let mut outcomes = at_once(&run, together, on_outcome).await?;
    for (index, case) in alone {
        let moves_clock = case.setup.as_ref().is_some_and(|setup| setup.clock.is_some());
        run.renew_tokens(moves_clock, cast).await?;
        let outcome = run.outcome(index, case).await;
        on_outcome(&outcome);
        outcomes.push((index, outcome));
        run.renew_tokens(moves_clock, cast).await?;
    }
    run.delete_fixtures().await;
    outcomes.sort_by_key(|(index, _)| *index);
    let left = run.left.lock().await.clone();
    Ok(Report {
        outcomes: outcomes.into_iter().map(|(_, outcome)| outcome).collect(),
        calls: run.calls.load(Ordering::Relaxed),
        left,
    })
}

/// Runs cases, so many at once as the settings say.
async fn at_once(
    run: &Arc<Run>,
    cases: Vec<(usize, Case)>,
    on_outcome: &OnOutcome<'_>,
) -> Result<Vec<(usize, Outcome)>, RunError> {
    let mut waiting = cases.into_iter();
    let mut running = JoinSet::new();
    let mut outcomes = Vec::new();
    loop {
        while running.len() < run.settings.at_once.max(1) {
            let Some((index, case)) = waiting.next() else { break };
            let run = Arc::clone(run);
            running.spawn(async move { (index, run.outcome(index, case).await) });
        }
        match running.join_next().await {
            Some(outcome) => {
                let (index, outcome) = outcome?;
                on_outcome(&outcome);
                outcomes.push((index, outcome));
            }
            None => return Ok(outcomes),
        }
    }
}

impl Run {
    /// Tokens that are sure to be valid, around cases that move the clock.
    async fn renew_tokens(&self, moves_clock: bool, cast: &Cast) -> Result<(), ControlError> {
        if moves_clock && let Some(control) = &self.control {
            let mut renewed = control.renewed(cast).await?.into_iter();
            if let Some(own) = renewed.next() {
                *self.tokens.write().await = (own, renewed.next());
            }
        }
        Ok(())
    }

    /// What a case needs and the run does not have.
    fn missing(&self, case: &Case) -> Option<String> {
        let is_missing = |need: &Need| match need {
            Need::Control => self.control.is_none(),
            Need::ExpiredToken => self.target.expired.is_none(),
            Need::UngrantedToken => self.target.ungranted.is_none(),
            Need::OtherTenant => self.target.other.is_none(),
        };
        let words = |need: &Need| match need {
            Need::Control => "the control API of the reference server",
            Need::ExpiredToken => "an access token that has expired",
            Need::UngrantedToken => "an access token of a client without access",
            Need::OtherTenant => "a second organization with a token of its own",
        };
        let missing: Vec<_> = case.needs.iter().filter(|need| is_missing(need)).map(words).collect();
        let setup = case.setup.is_some() && self.control.is_none() && missing.is_empty();
        if setup {
            return Some(words(&Need::Control).to_owned());
        }
        (!missing.is_empty()).then(|| missing.join(", "))
    }

    async fn outcome(&self, index: usize, case: Case) -> Outcome {
        let result = match self.missing(&case) {
            Some(missing) => CaseResult::Skipped { reason: format!("needs {missing}") },
            None => match self.case(index, &case).await {
                Ok(()) => CaseResult::Passed,
                Err(failure) => CaseResult::Failed(Box::new(failure)),
            },
        };
        let Case { id, title, operation, checks, .. } = case;
        Outcome { case: id, title, operation, pointers: checks.pointers, result }
    }
}
