//! One case: what must be there, its steps, and cleaning up.

use std::collections::HashMap;

use asp_cases::{Case, Values};
use serde_json::{Map, Value};

use super::{Created, Failure, Run};
use crate::control::Applied;

/// Where the names of the units of the other tenant begin.
const OTHER: &str = "other.";

impl Run {
    /// Runs a case to its end, whatever happens in it.
    pub(super) async fn case(&self, index: usize, case: &Case) -> Result<(), Failure> {
        let mut values = self.values(&format!("{index}"));
        self.given(case, &mut values).await?;
        let mut applied = Applied::default();
        let mut created = Vec::new();
        let result = self.set_up_and_run(case, &mut values, &mut applied, &mut created).await;
        let mut undone = Ok(());
        if let Some(control) = &self.control {
            for step in &case.finally {
                undone = undone.and(control.step(step, &values).await);
            }
            undone = undone.and(control.put_back(applied).await);
        }
        for unit in created.iter().rev() {
            self.delete(unit).await;
        }
        result.and(undone.map_err(|error| failed(0, "", "the control API to put everything back", error)))
    }

    async fn set_up_and_run(
        &self,
        case: &Case,
        values: &mut Values,
        applied: &mut Applied,
        created: &mut Vec<Created>,
    ) -> Result<(), Failure> {
        if let (Some(setup), Some(control)) = (&case.setup, &self.control) {
            let set = control.set_up(setup, applied).await;
            set.map_err(|error| failed(0, "", "the control API to set what the case needs", error))?;
        }
        for (index, step) in case.steps.iter().enumerate() {
            self.step(index + 1, step, values, created).await?;
        }
        Ok(())
    }

    /// The values that every case has.
    fn values(&self, case: &str) -> Values {
        let mut values = Values::default();
        let organization = &self.target.own.organization;
        values.set("name", format!("asp-contract-{}-{case}", self.settings.name));
        values.set("organization", organization.clone());
        // The form of the service's own ids, with a tail that no unit has.
        let stem = organization.rsplit_once('.').map_or("", |(stem, _)| stem);
        values.set("unknown", format!("{stem}.ACONTRACT{}", self.settings.name.to_ascii_uppercase()));
        if let Some(other) = &self.target.other {
            values.set("other.organization", other.organization.clone());
        }
        values
    }

    /// Sees to it that the shared units are there that a case wants.
    async fn given(&self, case: &Case, values: &mut Values) -> Result<(), Failure> {
        // Whoever comes first creates them for all.
        let mut fixtures = self.fixtures.lock().await;
        let (ids, created) = &mut *fixtures;
        for name in &case.given {
            if !ids.contains_key(name) {
                let unit = self.fixture(name, ids).await?;
                ids.insert(name.clone(), unit.id.clone());
                created.push(unit);
            }
            values.set(name.clone(), ids[name].clone());
        }
        Ok(())
    }

    async fn fixture(&self, name: &str, ids: &HashMap<String, String>) -> Result<Created, Failure> {
        let kind = name.strip_prefix(OTHER).unwrap_or(name);
        let is_other = kind.len() != name.len();
        let request = format!("a shared {name}");
        let missing = |what: &str| failed(0, &request, what, "nothing of that name");
        let unit = self.units.get(kind).ok_or_else(|| missing("a kind of units"))?;
        let parent = if is_other { format!("{OTHER}{}", unit.parent) } else { unit.parent.clone() };
        let values = self.values(&format!("shared-{kind}"));
        let parent = ids.get(&parent).map(String::as_str).or_else(|| values.get(&parent));
        let parent = parent.ok_or_else(|| missing("a parent"))?;
        let name = values.get("name").unwrap_or_default();
        let members = [(&unit.name_member, name), (&unit.parent_member, parent)];
        let body: Map<_, _> =
            members.into_iter().map(|(member, value)| (member.clone(), Value::from(value))).collect();
        let answer = self.create(unit, &Value::Object(body), is_other).await;
        let answer = answer.map_err(|error| failed(0, &request, "201", error))?;
        let created: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        match created["id"].as_str() {
            Some(id) if answer.status == 201 => {
                Ok(Created { kind: kind.to_owned(), id: id.to_owned(), is_other })
            }
            _ => Err(failed(0, &request, "201", super::step::shown(&answer))),
        }
    }

    /// Deletes the shared units, those in others first.
    pub(super) async fn delete_fixtures(&self) {
        let created = std::mem::take(&mut self.fixtures.lock().await.1);
        for unit in created.iter().rev() {
            self.delete(unit).await;
        }
    }
}

/// A failure without an answer.
#[expect(clippy::needless_pass_by_value, reason = "mostly errors, which nobody needs afterwards")]
pub(super) fn failed(step: usize, request: &str, expected: impl Into<String>, got: impl ToString) -> Failure {
    Failure {
        step,
        request: request.to_owned(),
        expected: expected.into(),
        got: got.to_string(),
        request_id: None,
    }
}
