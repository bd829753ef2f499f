//! The ladder of waits between requests that are throttled.

use serde_json::{Value, json};

use super::requests::control;
use super::units::{Action, Kind};
use super::{Context, DeriveError, case};
use crate::{Case, Clock, Need, Setup, Step};

/// After the ceiling is reached, so many waits more.
const AT_CEILING: usize = 2;

pub(super) fn derive(
    context: &Context<'_>,
    kind: &Kind<'_>,
    cases: &mut Vec<Case>,
) -> Result<(), DeriveError> {
    let throttling = context.document.root().get("x-throttling");
    let number = |key: &str| throttling.as_ref()?.get(key)?.value().as_u64().filter(|number| *number > 0);
    let data = || Some((number("firstWaitSeconds")?, number("multiplier")?, number("maxWaitSeconds")?));
    let (first, multiplier, most) = data().filter(|data| data.1 > 1).ok_or(DeriveError::Throttling)?;
    let status =
        number("status").and_then(|status| u16::try_from(status).ok()).ok_or(DeriveError::Throttling)?;
    let waits: Vec<u64> = std::iter::successors(Some(first), |wait| wait.checked_mul(multiplier))
        .take_while(|wait| *wait < most)
        .chain(std::iter::repeat_n(most, AT_CEILING))
        .collect();
    // The next request is let in between the wait before the last and the last one.
    let total: u64 = waits.iter().sum();
    let period = total - most / 2;

    let operation = &kind.list;
    let id = format!("{}.throttling.ladder", operation.label());
    let title = format!("{} is throttled until the waits of the ladder are over", operation.label());
    let checks = context.checks_status(operation, status, &["/x-throttling"]);
    let mut case = case(id, title, operation, crate::Kind::Throttling, checks);
    case.needs = vec![Need::Control];
    case.given = context.parents(kind, "");
    #[expect(clippy::cast_precision_loss, reason = "minutes, in seconds")]
    let switches = [
        ("requestsPerSecond", json!(1.0 / period as f64)),
        ("burst", json!(1)),
        ("residentialThrottling", json!(true)),
        ("accessTokenLifetime", json!((total + 3_600) * 1_000)),
    ];
    case.setup = Some(Setup {
        switches: switches.map(|(name, value): (&str, Value)| (name.to_owned(), value)).into_iter().collect(),
        clock: Some(Clock::Frozen),
        ..Setup::default()
    });
    let request = || kind.request(Action::List, "", &kind.unit.parent);
    case.steps = vec![request().step(), request().gets(&[status]).step()];
    for (index, wait) in waits.iter().enumerate() {
        let body = json!({"milliseconds": wait * 1_000});
        case.steps.push(Step::Control(control("POST", "/clock/advance", Some(body))));
        let is_last = index + 1 == waits.len();
        case.steps.push(if is_last { request() } else { request().gets(&[status]) }.step());
    }
    cases.push(case);
    Ok(())
}
