//! From the document to cases.
//!
//! Everything comes from the document: kinds of units from the schemas of their ids, values at bounds and past them from
//! its constraints, waits from `x-throttling`, pages from `x-pagination`. What a request breaks is asked of validators that
//! are made from the same document, so that no case claims what the document does not say.

mod access;
mod behaviour;
mod constraints;
mod judge;
mod paging;
mod provenance;
mod requests;
mod statuses;
mod throttling;
mod units;

use asp_documented::{Errata, Page};
use asp_spec::{Document, Operation};
use serde_json::Value;
use thiserror::Error;

use crate::{Case, Checks, Step, Suite, UnknownName};
use judge::Judge;
use provenance::Provenance;
use units::Kind;

/// The document has no cases.
#[derive(Debug, Error)]
pub enum DeriveError {
    /// An operation that creates units lacks what cases need.
    #[error("{operation}: the document does not say {what}, which contract cases need")]
    Missing {
        /// The operation.
        operation: String,
        /// What is missing.
        what: &'static str,
    },
    /// Validators cannot judge all of the document.
    #[error("{0}")]
    Unsupported(String),
    /// `x-throttling` has not what it should.
    #[error(
        "x-throttling lacks what contract cases need: firstWaitSeconds, multiplier and maxWaitSeconds, whole numbers"
    )]
    Throttling,
    /// A request names a value that no step before it has kept.
    #[error("case {case}")]
    Placeholder {
        /// The case.
        case: String,
        /// What is named.
        source: UnknownName,
    },
    /// Two cases have one id.
    #[error("two cases are called {0}")]
    Twice(String),
}

/// The cases of every kind of units, by the tags of the operations that create them, in the order of the document.
///
/// # Errors
///
/// If the document does not say what cases need.
pub fn derive(
    document: &Document,
    pages: &[Page],
    errata: &Errata,
) -> Result<Vec<(String, Suite)>, DeriveError> {
    let operations: Vec<_> = document.operations().collect();
    let kinds = units::kinds(&operations)?;
    let context = Context {
        document,
        provenance: Provenance::new(pages, errata, document),
        judge: Judge::new(document, &kinds)?,
        kinds: &kinds,
    };
    let version = document.root().get("info").and_then(|info| info.text("version").map(str::to_owned));
    let mut known = std::collections::HashSet::new();
    let mut suites = Vec::new();
    for kind in &kinds {
        let mut cases = Vec::new();
        statuses::derive(&context, kind, &mut cases);
        constraints::derive(&context, kind, &mut cases);
        access::derive(&context, kind, &mut cases);
        paging::derive(&context, kind, &mut cases);
        throttling::derive(&context, kind, &mut cases)?;
        behaviour::derive(&context, kind, &mut cases);
        for case in &mut cases {
            say_what_breaks(case, &context.judge)?;
        }
        if let Some(twice) = cases.iter().find(|case| !known.insert(case.id.clone())) {
            return Err(DeriveError::Twice(twice.id.clone()));
        }
        let suite = Suite {
            comment: None,
            schema: Some("case.schema.json".to_owned()),
            format: Suite::FORMAT,
            document: version.clone().unwrap_or_default(),
            unit: kind.unit.clone(),
            cases,
        };
        suites.push((kind.create.tag().unwrap_or(&kind.unit.name).to_owned(), suite));
    }
    Ok(suites)
}

/// The JSON Schema (draft 2020-12) of the files of cases.
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(Suite).to_value();
    // The title is the name of a Rust type.
    if let Some(members) = schema.as_object_mut() {
        members.insert("title".to_owned(), "Contract cases".into());
    }
    schema
}

/// What all derivations look at.
struct Context<'a> {
    document: &'a Document,
    provenance: Provenance<'a>,
    judge: Judge,
    kinds: &'a [Kind<'a>],
}

impl<'a> Context<'a> {
    /// The kind with this name; none for organizations.
    fn kind(&self, name: &str) -> Option<&'a Kind<'a>> {
        self.kinds.iter().find(|kind| kind.unit.name == name)
    }

    /// The kind of the units that are in those of `kind`, if it has any.
    fn child(&self, kind: &Kind<'_>) -> Option<&'a Kind<'a>> {
        self.kinds.iter().find(|child| child.unit.parent == kind.unit.name)
    }

    /// The units that must be there for one of `kind` to be created: its parents, outermost first.
    fn parents(&self, kind: &Kind<'_>, prefix: &str) -> Vec<String> {
        let mut parents: Vec<_> =
            std::iter::successors(self.kind(&kind.unit.parent), |kind| self.kind(&kind.unit.parent))
                .map(|parent| format!("{prefix}{}", parent.unit.name))
                .collect();
        parents.reverse();
        parents
    }

    /// A unit of `kind` and all that it is in.
    fn with_parents(&self, kind: &Kind<'_>, prefix: &str) -> Vec<String> {
        let mut all = self.parents(kind, prefix);
        all.push(format!("{prefix}{}", kind.unit.name));
        all
    }

    /// What a case checks that is about a status of an operation, and about what else is said.
    fn checks_status(&self, operation: &Operation<'_>, status: u16, pointers: &[&str]) -> Checks {
        let own = operation.node.pointer().join("responses").join(&status.to_string());
        let mut all = vec![own.as_str().to_owned()];
        all.extend(pointers.iter().map(|&pointer| pointer.to_owned()));
        let subject = format!("status {status}");
        self.provenance.checks(&operation.name(), &[&subject], &[], all)
    }
}

/// Fills in what the requests of a case themselves break.
fn say_what_breaks(case: &mut Case, judge: &Judge) -> Result<(), DeriveError> {
    let mut kept = Vec::new();
    for step in &mut case.steps {
        let send = match step {
            Step::Send(send) => send.as_mut(),
            Step::Pages(pages) => &mut pages.first,
            Step::Control(_) => continue,
        };
        let unknown = |source| DeriveError::Placeholder { case: case.id.clone(), source };
        send.breaks = judge.broken_with(send, &kept).map_err(unknown)?;
        kept.extend(send.save.iter().map(|(name, _)| name.clone()));
    }
    Ok(())
}

/// A case without needs, units and setup.
fn case(id: String, title: String, operation: &Operation<'_>, kind: crate::Kind, checks: Checks) -> Case {
    Case {
        id,
        title,
        operation: operation.label(),
        kind,
        checks,
        needs: Vec::new(),
        given: Vec::new(),
        setup: None,
        steps: Vec::new(),
        finally: Vec::new(),
    }
}
