//! From the outcome of each schema to that of their combinations.

use smallvec::SmallVec;

use super::{Choice, Task, Tasks};
use crate::combination::Combination;
use crate::json::Cursor;
use crate::judge::{Judge, Stop};
use crate::path::Path;
use crate::schema::Schema;
use crate::violation::ViolationKind;

/// A combination that does not hold and must.
struct Failure {
    pointer: &'static str,
    kind: ViolationKind,
    /// What to judge again, aloud.
    nearest: Option<&'static Schema>,
}

impl<'a> Judge<'a, '_> {
    /// Decides which schemas hold as a whole, for the value between `start` and here.
    pub(super) fn settle(
        &mut self,
        tasks: &mut Tasks,
        start: &Cursor<'a>,
        path: &Path<'_>,
    ) -> Result<(), Stop> {
        let end = self.cursor.position();
        let mut failures = SmallVec::<[Failure; 1]>::new();
        // Parts stand behind what they are parts of.
        for index in (0..tasks.len()).rev() {
            let Some(task) = tasks.get(index).copied() else { continue };
            let Some(combination) = task.schema.combination else { continue };
            let parts = tasks.get(task.parts..).unwrap_or_default();
            let (failed_at, found) = outcome(&task, combination, parts, end);
            if !task.quiet {
                // From last to first, as the tasks are.
                failures.extend(found);
            }
            if let (Some(failed_at), Some(task)) = (failed_at, tasks.get_mut(index)) {
                task.fail(failed_at);
            }
        }
        for Failure { pointer, kind, nearest } in failures.into_iter().rev() {
            let keyword = kind.rule();
            // What was said before was also explained before. To explain it again would double the work at every level.
            let is_new = self.report.add_new(path, pointer, keyword, kind);
            if let Some(schema) = nearest.filter(|_| is_new) {
                self.judge_again(schema, start, path)?;
            }
        }
        Ok(())
    }

    /// Judges the value at `start` aloud, to say what is wrong with it, and comes back here.
    fn judge_again(
        &mut self,
        schema: &'static Schema,
        start: &Cursor<'a>,
        path: &Path<'_>,
    ) -> Result<(), Stop> {
        let here = std::mem::replace(&mut self.cursor, start.clone());
        let again = std::mem::replace(&mut self.again, true);
        self.value(schema, path)?;
        (self.cursor, self.again) = (here, again);
        Ok(())
    }
}

/// Where the combination of `task` fails, if it does, and its failures; `parts` starts with the tasks for it.
fn outcome(
    task: &Task,
    combination: &'static Combination,
    parts: &[Task],
    end: usize,
) -> (Option<usize>, SmallVec<[Failure; 1]>) {
    let pointer = task.schema.pointer;
    let mut failures = SmallVec::<[Failure; 1]>::new();
    let (all_of, mut parts) = parts.split_at(combination.all_of.len().min(parts.len()));
    let mut failed_at = first_failure(all_of);
    let mut fail = |position: usize, failure: Option<Failure>| {
        failed_at = Some(failed_at.map_or(position, |earlier| earlier.min(position)));
        failures.extend(failure);
    };
    let mut take = |count: usize| {
        let (taken, rest) = parts.split_at(count.min(parts.len()));
        parts = rest;
        taken
    };
    match task.choice {
        Choice::Picked => {
            if let Some(position) = first_failure(take(1)) {
                fail(position, None);
            }
        }
        Choice::Failed => {}
        Choice::Alternatives => {
            let any_of = take(combination.any_of.len());
            if !any_of.is_empty() && !any_of.iter().any(|part| part.holds) {
                let (nearest, position) = nearest(any_of);
                let kind = ViolationKind::AnyOf { schemas: any_of.len(), nearest: nearest.pointer };
                fail(position, Some(Failure { pointer, kind, nearest: Some(nearest) }));
            }
            let one_of = take(combination.one_of.len());
            let mut holding = one_of.iter().filter(|part| part.holds).map(|part| part.schema.pointer);
            match (one_of.is_empty(), holding.next(), holding.next()) {
                (true, ..) | (false, Some(_), None) => {}
                (false, Some(first), Some(second)) => {
                    let kind = ViolationKind::OneOfSeveral { holding: [first, second] };
                    fail(end, Some(Failure { pointer, kind, nearest: None }));
                }
                (false, None, _) => {
                    let (nearest, position) = nearest(one_of);
                    let kind = ViolationKind::OneOf { schemas: one_of.len(), nearest: nearest.pointer };
                    fail(position, Some(Failure { pointer, kind, nearest: Some(nearest) }));
                }
            }
        }
    }
    if combination.not.is_some() && take(1).iter().any(|part| part.holds) {
        fail(end, Some(Failure { pointer, kind: ViolationKind::Not, nearest: None }));
    }
    failures.reverse();
    (failed_at, failures)
}

/// Where the first of `parts` fails that does not hold.
fn first_failure(parts: &[Task]) -> Option<usize> {
    parts.iter().filter(|part| !part.holds).map(|part| part.failed_at).min()
}

/// The alternative that went the furthest before it failed, and how far; the first if there are several.
fn nearest(alternatives: &[Task]) -> (&'static Schema, usize) {
    let furthest = alternatives.iter().map(|task| task.failed_at).max().unwrap_or(0);
    let nearest = alternatives.iter().find(|task| task.failed_at == furthest);
    (nearest.map_or(&Schema::ANY, |task| task.schema), furthest)
}
