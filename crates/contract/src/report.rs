//! What came of a run, for people and for programs.

use std::fmt::Write as _;

use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};

use crate::{CaseResult, Failure, Outcome, Report};

/// The name of the suite in JUnit's XML.
const SUITE: &str = "asp-contract";

/// A few lines for people: what failed, what was skipped and why, and how many passed.
pub fn text(report: &Report) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = lines(report, &mut text);
    text
}

fn lines(report: &Report, text: &mut String) -> std::fmt::Result {
    for (outcome, failure) in report.failed() {
        writeln!(text, "failed {}: {}", outcome.case, outcome.title)?;
        writeln!(text, "  {}", details(failure).replace('\n', "\n  "))?;
        writeln!(text, "  checks {}", outcome.pointers.join(", "))?;
    }
    let mut reasons: Vec<(&str, usize)> = Vec::new();
    for outcome in &report.outcomes {
        if let CaseResult::Skipped { reason } = &outcome.result {
            match reasons.iter_mut().find(|(known, _)| known == reason) {
                Some((_, count)) => *count += 1,
                None => reasons.push((reason, 1)),
            }
        }
    }
    for (reason, count) in &reasons {
        writeln!(text, "skipped {count}: {reason}")?;
    }
    for left in &report.left {
        writeln!(text, "not deleted: {left}")?;
    }
    let (failed, skipped) = (report.failed().count(), reasons.iter().map(|(_, count)| count).sum::<usize>());
    let (passed, calls) = (report.passed(), report.calls);
    writeln!(text, "{passed} passed, {failed} failed, {skipped} skipped, with {calls} requests")
}

fn details(failure: &Failure) -> String {
    let Failure { step, request, expected, got, request_id } = failure;
    let id = request_id.as_ref().map_or(String::new(), |id| format!("\nrequest id {id}"));
    format!("step {step}, {request}\nexpected {expected}\ngot {got}{id}")
}

/// XML in the form of JUnit, as build servers read it.
///
/// # Errors
///
/// If the XML cannot be written.
pub fn junit(report: &Report) -> Result<String, quick_junit::SerializeError> {
    let mut suite = TestSuite::new(SUITE);
    suite.add_test_cases(report.outcomes.iter().map(test_case));
    let mut whole = quick_junit::Report::new(SUITE);
    whole.add_test_suite(suite);
    whole.to_string()
}

fn test_case(outcome: &Outcome) -> TestCase {
    let status = match &outcome.result {
        CaseResult::Passed => TestCaseStatus::success(),
        CaseResult::Skipped { reason } => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(reason.as_str());
            status
        }
        CaseResult::Failed(failure) => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_message(format!("expected {}, got {}", failure.expected, failure.got));
            status.set_description(format!("{}\nchecks {}", details(failure), outcome.pointers.join(", ")));
            status
        }
    };
    let mut case = TestCase::new(outcome.case.as_str(), status);
    case.set_classname(outcome.operation.as_str());
    case
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(case: &str, result: CaseResult) -> Outcome {
        Outcome {
            case: case.to_owned(),
            title: "it answers".to_owned(),
            operation: "getRoom".to_owned(),
            pointers: vec!["/paths/~1rooms".to_owned()],
            result,
        }
    }

    fn report() -> Report {
        let failure = Failure {
            step: 2,
            request: "GET /rooms/{{room}}".to_owned(),
            expected: "status 200".to_owned(),
            got: "status 500 <html> & \u{1}".to_owned(),
            request_id: Some("1-2".to_owned()),
        };
        let skipped = || CaseResult::Skipped { reason: "needs a second tenant".to_owned() };
        Report {
            outcomes: vec![
                outcome("a", CaseResult::Passed),
                outcome("b", CaseResult::Failed(Box::new(failure))),
                outcome("c", skipped()),
                outcome("d", skipped()),
            ],
            calls: 7,
            left: vec!["/rooms/1".to_owned()],
        }
    }

    #[test]
    fn people_read_what_failed_first_and_the_sum_last() {
        let text = text(&report());
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines[0], "failed b: it answers");
        assert_eq!(
            lines[1..5],
            [
                "  step 2, GET /rooms/{{room}}",
                "  expected status 200",
                "  got status 500 <html> & \u{1}",
                "  request id 1-2"
            ]
        );
        assert_eq!(
            lines[5..],
            [
                "  checks /paths/~1rooms",
                "skipped 2: needs a second tenant",
                "not deleted: /rooms/1",
                "1 passed, 1 failed, 2 skipped, with 7 requests",
            ]
        );
    }

    #[test]
    fn junit_has_every_case_and_can_be_read_again() {
        let xml = junit(&report()).unwrap();
        let read = quick_junit::Report::deserialize_from_str(&xml).unwrap();
        let suite = &read.test_suites[0];
        let kinds: Vec<_> =
            suite.test_cases.iter().map(|case| (case.name.as_str(), is_kind(&case.status))).collect();
        assert_eq!(kinds, [("a", "success"), ("b", "failure"), ("c", "skipped"), ("d", "skipped")]);
        assert!(xml.contains("status 500 &lt;html&gt; &amp;"), "{xml}");
    }

    fn is_kind(status: &TestCaseStatus) -> &'static str {
        match status {
            TestCaseStatus::Success { .. } => "success",
            TestCaseStatus::NonSuccess { .. } => "failure",
            TestCaseStatus::Skipped { .. } => "skipped",
        }
    }
}
