//! From a verdict to the answer that a request gets which breaks the contract.

use asp_validation::{Limits, Location, NotJudged, Operation, Request, Verdict, Violation, ViolationKind};
use http::StatusCode;

use crate::failure::Failure;
use crate::switches::Switches;
use crate::units::name;

/// How many violations a message lists.
const LISTED: usize = 10;

/// Judges a request. What breaks the contract is refused, and so is what cannot be judged: the server is strict.
pub(crate) fn judge(
    operation: Operation,
    request: &Request<'_>,
    limits: &Limits,
    switches: &Switches,
) -> Result<(), Failure> {
    let is_room_name_rule_off = match operation {
        Operation::CreateRoom => name::is_loosened(switches, false),
        Operation::UpdateRoom => name::is_loosened(switches, true),
        _ => false,
    };
    match asp_validation::check_routed_request_within(operation, request, limits) {
        Verdict::Valid => Ok(()),
        Verdict::NotJudged(reason) => Err(not_judged(&reason, switches)),
        Verdict::Violations(violations) => {
            let counts = |violation: &&Violation| !(is_room_name_rule_off && is_room_name_rule(violation));
            let counted = violations.list.iter().filter(counts);
            let listed: Vec<String> = counted.clone().take(LISTED).map(describe).collect();
            if listed.is_empty() {
                return violations
                    .not_judged
                    .as_ref()
                    .map_or(Ok(()), |reason| Err(not_judged(reason, switches)));
            }
            let left_out = counted.count() - listed.len();
            let mut message = listed.join("; ");
            if left_out > 0 || violations.truncated {
                message.push_str("; and more");
            }
            Err(Failure::bad_request(message))
        }
    }
}

/// The rule for room names in a body, but not that the name is a string and is there.
fn is_room_name_rule(violation: &Violation) -> bool {
    violation.instance == "/name"
        && matches!(violation.location, Location::Body)
        && matches!(
            violation.kind,
            ViolationKind::Pattern { .. } | ViolationKind::MinLength { .. } | ViolationKind::MaxLength { .. }
        )
}

/// The violation without the pointer into the document, which callers of the service don't have.
fn describe(violation: &Violation) -> String {
    let text = violation.to_string();
    match text.rfind(" (/") {
        Some(end) if !violation.document.is_empty() => text[..end].to_owned(),
        _ => text,
    }
}

fn not_judged(reason: &NotJudged, switches: &Switches) -> Failure {
    let status = match reason {
        NotJudged::MediaType { .. } | NotJudged::UnreadMediaType { .. } if switches.undocumented_statuses => {
            StatusCode::UNSUPPORTED_MEDIA_TYPE
        }
        _ => StatusCode::BAD_REQUEST,
    };
    Failure::new(status, format!("{reason}; send it with `Content-Type: application/json`"))
}
