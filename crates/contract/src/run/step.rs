//! One step, and whether its answer is as it must be.

use asp_cases::{Control, Pages, Send, Step, Values};
use asp_validation::Verdict;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::case::failed;
use super::{Created, Failure, Run};
use crate::Answer;

/// The greatest number of pages that a list is followed for.
const MOST_PAGES: usize = 1_000;

/// So much of a body is shown.
const SHOWN: usize = 300;

impl Run {
    pub(super) async fn step(
        &self,
        number: usize,
        step: &Step,
        values: &mut Values,
        created: &mut Vec<Created>,
    ) -> Result<(), Failure> {
        match step {
            Step::Send(send) => {
                let answer = self.answer(number, send, values).await?;
                let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
                created.extend(created_by(send, &answer, &body));
                judge(number, send, &answer, values)?;
                for (name, pointer) in &send.save {
                    if let Some(value) = body.pointer(pointer).and_then(Value::as_str) {
                        values.set(name.clone(), value);
                    }
                }
                Ok(())
            }
            Step::Pages(pages) => self.pages(number, pages, values).await,
            Step::Control(control) => self.control_step(number, control, values).await,
        }
    }

    async fn control_step(&self, number: usize, control: &Control, values: &Values) -> Result<(), Failure> {
        let request = format!("{} {}", control.method, control.path);
        match &self.control {
            Some(api) => {
                api.step(control, values).await.map_err(|error| failed(number, &request, "2xx", error))
            }
            None => Err(failed(number, &request, "the control API", "none")),
        }
    }

    /// Sends a request; the answer may be anything.
    async fn answer(&self, number: usize, send: &Send, values: &Values) -> Result<Answer, Failure> {
        let answer = self.send(send, values).await;
        answer.map_err(|error| failed(number, &request(send), statuses(send), error))
    }

    /// Follows a list to its end.
    async fn pages(&self, number: usize, pages: &Pages, values: &Values) -> Result<(), Failure> {
        let request = format!("{} {}", pages.first.method, pages.first.path);
        let unit = self.units.values().find(|unit| unit.collection == pages.first.path);
        let list = unit.map(|unit| &unit.list).ok_or_else(|| failed(number, &request, "a list", "none"))?;
        let mut found: Vec<String> = Vec::new();
        let mut send = pages.first.clone();
        for _ in 0..MOST_PAGES {
            let answer = self.answer(number, &send, values).await?;
            judge(number, &send, &answer, values)?;
            let page: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
            let units = page.pointer(&list.items).and_then(Value::as_array).cloned().unwrap_or_default();
            if u64::try_from(units.len()).is_ok_and(|count| count > pages.most) {
                let expected = format!("at most {} units on a page", pages.most);
                return Err(failed(number, &request, expected, units.len()));
            }
            found.extend(units.iter().filter_map(|unit| Some(unit["id"].as_str()?.to_owned())));
            let token = page.pointer(&list.response_token).and_then(Value::as_str).unwrap_or_default();
            if token.is_empty() {
                return all_once(number, &request, pages, values, &found);
            }
            send.query = pages.first.query.clone();
            send.query.push((list.request_token.clone(), token.to_owned()));
        }
        Err(failed(number, &request, "a list that ends", format!("{MOST_PAGES} pages")))
    }
}

/// The unit that an answer says was created, also if it should not have been.
fn created_by(send: &Send, answer: &Answer, body: &Value) -> Option<Created> {
    let kind = send.creates.clone().filter(|_| answer.status.is_success())?;
    Some(Created { kind, id: body["id"].as_str()?.to_owned(), is_other: false })
}

/// Method and path as the case has them.
fn request(send: &Send) -> String {
    format!("{} {}", send.method, send.path)
}

/// The statuses that an answer may have.
fn statuses(send: &Send) -> String {
    let statuses: Vec<_> = send.expect.status.iter().map(ToString::to_string).collect();
    format!("status {}", statuses.join(" or "))
}

/// Whether an answer is as it must be.
fn judge(number: usize, send: &Send, answer: &Answer, values: &Values) -> Result<(), Failure> {
    let fail = |expected: String, got: String| Failure {
        request_id: answer.request_id().map(str::to_owned),
        ..failed(number, &request(send), expected, got)
    };
    if answer.request_verdict.is_valid() != send.breaks.is_empty() {
        let expected = match send.breaks.as_slice() {
            [] => "a request that keeps the document".to_owned(),
            breaks => format!("a request that breaks {}", breaks.join(", ")),
        };
        return Err(fail(expected, answer.request_verdict.to_string()));
    }
    if !send.expect.status.contains(&answer.status.as_u16()) {
        return Err(fail(statuses(send), shown(answer)));
    }
    if !matches!(answer.verdict, Verdict::Valid) {
        let expected = format!("an answer {} that keeps the document", answer.status.as_u16());
        return Err(fail(expected, answer.verdict.to_string()));
    }
    if answer.status.is_success() {
        let mismatch = mismatch(send, answer, values);
        let mismatch =
            mismatch.map_err(|error| fail("a case that can be run".to_owned(), error.to_string()))?;
        if let Some((expected, got)) = mismatch {
            return Err(fail(expected, got));
        }
    }
    Ok(())
}

/// Whether all ids were found, each once.
fn all_once(
    number: usize,
    request: &str,
    pages: &Pages,
    values: &Values,
    found: &[String],
) -> Result<(), Failure> {
    for id in &pages.ids {
        let wanted =
            values.fill(id).map_err(|error| failed(number, request, "a case that can be run", error))?;
        let count = found.iter().filter(|found| **found == wanted).count();
        if count != 1 {
            let expected = format!("unit {wanted} once on all pages");
            return Err(failed(number, request, expected, format!("{count} times")));
        }
    }
    Ok(())
}

/// What is expected and what is there, for the first thing that is not as it must be.
fn mismatch(
    send: &Send,
    answer: &Answer,
    values: &Values,
) -> Result<Option<(String, String)>, asp_cases::UnknownName> {
    let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    for check in &send.expect.body {
        if let Some(mismatch) = check.mismatch(&body, values)? {
            return Ok(Some((format!("{}: {}", mismatch.place, mismatch.expected), mismatch.got)));
        }
    }
    for check in &send.expect.headers {
        let end = body.pointer(&check.ends_with).and_then(Value::as_str).unwrap_or_default();
        let value = answer.headers.get(&check.name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let decoded = percent_decode_str(value.trim_matches('"')).decode_utf8_lossy();
        if end.is_empty() || !decoded.ends_with(end) {
            let expected = format!("header {}: ends with {end:?}", check.name);
            return Ok(Some((expected, format!("{value:?}"))));
        }
    }
    Ok(None)
}

/// Status and the beginning of the body.
pub(super) fn shown(answer: &Answer) -> String {
    let text = String::from_utf8_lossy(&answer.body);
    let beginning: String = text.chars().take(SHOWN).collect();
    format!("status {} {beginning}", answer.status.as_u16()).trim_end().to_owned()
}
