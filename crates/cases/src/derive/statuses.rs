//! Every documented status of every operation.

use serde_json::json;

use super::requests::{OWN, UNKNOWN, place, success};
use super::units::{Action, Kind};
use super::{Context, case};
use crate::{Authorization, Case, Need, Send, Setup, Step};

/// All actions, in the order in which a unit meets them.
pub(super) const ACTIONS: [Action; 5] =
    [Action::Create, Action::List, Action::Get, Action::Update, Action::Delete];

pub(super) fn derive(context: &Context<'_>, kind: &Kind<'_>, cases: &mut Vec<Case>) {
    for action in ACTIONS {
        let operation = kind.operation(action);
        let statuses = operation.responses().filter_map(|(status, _)| status.parse().ok());
        for status in statuses {
            let Some((steps, need)) = steps(kind, action, status) else { continue };
            let id = format!("{}.status.{status}", operation.label());
            let title = format!("{} answers {status}", operation.label());
            let checks = context.checks_status(operation, status, &[]);
            let mut case = case(id, title, operation, crate::Kind::Status, checks);
            case.given = given(context, kind, action);
            case.needs.extend(need);
            if need == Some(Need::Control) {
                let fault = json!({
                    "operations": [operation.label()],
                    "count": 1,
                    "kind": {"type": "status", "status": status},
                });
                case.setup = Some(Setup { faults: vec![fault], ..Setup::default() });
            }
            case.steps = steps;
            cases.push(case);
        }
    }
}

/// The units that an action needs: what is changed or deleted is the case's own.
pub(super) fn given(context: &Context<'_>, kind: &Kind<'_>, action: Action) -> Vec<String> {
    match action {
        Action::Get => context.with_parents(kind, ""),
        _ => context.parents(kind, ""),
    }
}

/// The unit that a valid request of an action is about.
pub(super) fn subject<'k>(kind: &'k Kind<'_>, action: Action) -> &'k str {
    if action == Action::Get { &kind.unit.name } else { OWN }
}

/// A valid request of an action, on the units that [`given`] and [`before`] provide.
pub(super) fn valid(kind: &Kind<'_>, action: Action) -> Send {
    kind.request(action, subject(kind, action), &kind.unit.parent)
}

/// What must be done before an action: whatever changes or deletes has a unit of its own.
pub(super) fn before(kind: &Kind<'_>, action: Action) -> Vec<Step> {
    match action {
        Action::Update | Action::Delete => vec![kind.creation(OWN, &kind.unit.parent)],
        _ => Vec::new(),
    }
}

fn steps(kind: &Kind<'_>, action: Action, status: u16) -> Option<(Vec<Step>, Option<Need>)> {
    let request = valid(kind, action);
    let mut steps = before(kind, action);
    let refused = |request: Send| request.gets(&[status]).step();
    let need = match status {
        _ if status == success(kind.operation(action)) => {
            steps.push(request.step());
            None
        }
        400 => {
            steps.push(refused(malformed(kind, action)));
            None
        }
        401 => {
            steps.push(refused(request.by(Authorization::Missing)));
            None
        }
        403 => {
            steps.push(refused(request.by(Authorization::Ungranted)));
            Some(Need::UngrantedToken)
        }
        404 => {
            // Nothing is there that could be changed.
            steps.clear();
            steps.push(refused(kind.request(action, UNKNOWN, unknown_parent(kind, action))));
            None
        }
        429 | 500 => {
            steps.push(refused(request.clone()));
            // The fault strikes once.
            steps.push(request.step());
            Some(Need::Control)
        }
        _ => return None,
    };
    Some((steps, need))
}

/// Lists do not find a parent; the others keep theirs.
fn unknown_parent<'k>(kind: &'k Kind<'_>, action: Action) -> &'k str {
    if action == Action::List { UNKNOWN } else { &kind.unit.parent }
}

/// An id that is none.
pub(super) const MALFORMED: &str = "not-an-id";

fn malformed(kind: &Kind<'_>, action: Action) -> Send {
    let request = valid(kind, action);
    match action {
        Action::Create => request.with(&kind.unit.parent_member, MALFORMED),
        Action::List => request.query(&kind.unit.parent_parameter, MALFORMED),
        _ => {
            let path = request.path.replace(&place(subject(kind, action)), MALFORMED);
            Send { path, ..request }
        }
    }
}
