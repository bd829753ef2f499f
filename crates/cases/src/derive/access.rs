//! Who is let in: tokens that are none, have expired or are somebody else's, and units that are somebody else's.

use super::requests::OWN;
use super::statuses::{ACTIONS, before, given, valid};
use super::units::{Action, Kind};
use super::{Context, case};
use crate::{Authorization, Case, Need};

pub(super) fn derive(context: &Context<'_>, kind: &Kind<'_>, cases: &mut Vec<Case>) {
    for action in ACTIONS {
        for (name, authorization, need) in [
            ("malformed", Authorization::Malformed, None),
            ("unknown", Authorization::Unknown, None),
            ("expired", Authorization::Expired, Some(Need::ExpiredToken)),
        ] {
            let operation = kind.operation(action);
            let id = format!("{}.access.{name}", operation.label());
            let title = format!("{} with a token that is {name} is refused", operation.label());
            let checks = context.checks_status(operation, 401, &[]);
            let mut case = case(id, title, operation, crate::Kind::Access, checks);
            case.given = given(context, kind, action);
            case.needs.extend(need);
            case.steps = before(kind, action);
            case.steps.push(valid(kind, action).by(authorization).gets(&[401]).step());
            cases.push(case);
        }
        cases.push(foreign_caller(context, kind, action));
        cases.push(foreign_unit(context, kind, action));
    }
}

/// Somebody else's token does not reach the run's units, and leaves them as they are.
fn foreign_caller(context: &Context<'_>, kind: &Kind<'_>, action: Action) -> Case {
    let operation = kind.operation(action);
    let id = format!("{}.access.other-tenant", operation.label());
    let title =
        format!("{} on a unit of an organization that the caller has nothing to do with", operation.label());
    let statuses = refusals(action);
    let checks = context.checks_status(operation, statuses[1], &[]);
    let mut case = case(id, title, operation, crate::Kind::Access, checks);
    case.needs = vec![Need::OtherTenant];
    case.given = given(context, kind, action);
    case.steps = before(kind, action);
    let request = valid(kind, action).by(Authorization::OtherTenant);
    case.steps.push(request.gets(&statuses).step());
    if matches!(action, Action::Update | Action::Delete) {
        case.steps.push(kind.request(Action::Get, OWN, &kind.unit.parent).step());
    }
    case
}

/// The run's own token does not reach somebody else's units.
fn foreign_unit(context: &Context<'_>, kind: &Kind<'_>, action: Action) -> Case {
    let operation = kind.operation(action);
    let id = format!("{}.access.other-unit", operation.label());
    let title = format!("{} with the id of a unit of another organization", operation.label());
    let statuses = refusals(action);
    let checks = context.checks_status(operation, statuses[1], &[]);
    let mut case = case(id, title, operation, crate::Kind::Access, checks);
    case.needs = vec![Need::OtherTenant];
    case.given = context.with_parents(kind, "other.");
    let [unit, parent] = [&kind.unit.name, &kind.unit.parent].map(|name| format!("other.{name}"));
    case.steps = vec![kind.request(action, &unit, &parent).gets(&statuses).step()];
    case
}

/// What refuses an action on what somebody else has: the pages do not say which of the two.
fn refusals(action: Action) -> [u16; 2] {
    if action == Action::Create { [400, 403] } else { [404, 403] }
}
