//! Judging one value against several schemas at once, for `allOf`, `anyOf`, `oneOf`, `not` and `discriminator`.
//!
//! A value is read once, however many schemas there are and however deeply they nest: at each value stands the set of
//! the schemas that apply there; those that members and items have in common are judged once. So the work is at most the size of the text times the number of
//! schemas, where trying one schema after the other takes exponential time on a text made for that purpose.
//!
//! Schemas that must hold report what they find. Alternatives are quiet: whether they hold is all that is kept, until
//! it is known that none does. Then the nearest one is judged again, aloud, to say what is wrong.

mod array;
mod object;
mod outcome;

use std::collections::HashMap;

use smallvec::SmallVec;

use crate::combination::Discriminator;
use crate::json::Token;
use crate::judge::{Judge, Stop, check_composite, check_scalar};
use crate::path::Path;
use crate::report::Report;
use crate::schema::{Schema, Types};
use crate::violation::ViolationKind;

/// A schema that the value at hand is judged against, beside others.
#[derive(Clone, Copy, Debug)]
struct Task {
    schema: &'static Schema,
    /// Whether it is an alternative, or part of one.
    quiet: bool,
    /// Whether the schema's own rules hold so far; in the end, whether the schema as a whole does.
    holds: bool,
    /// How far the text was read when it turned out not to hold.
    failed_at: usize,
    /// Where the tasks for its combination start in the list: all of `allOf`, then what its choice is between, then
    /// `not`.
    parts: usize,
    choice: Choice,
}

/// What decides between the alternatives of a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    /// `anyOf` and `oneOf`, if they are there.
    Alternatives,
    /// A discriminator, which named the only alternative.
    Picked,
    /// A discriminator, which named none.
    Failed,
}

/// The tasks for one value.
type Tasks = SmallVec<[Task; 4]>;

impl Task {
    fn new(schema: &'static Schema, quiet: bool) -> Self {
        let schema = schema.resolved();
        Self { schema, quiet, holds: true, failed_at: 0, parts: 0, choice: Choice::Alternatives }
    }

    /// Whether judging goes on: an alternative that does not hold needs no further look.
    fn is_open(&self) -> bool {
        self.holds || !self.quiet
    }

    fn fail(&mut self, position: usize) {
        if self.holds {
            self.holds = false;
            self.failed_at = position;
        }
    }

    /// Judges a rule of the schema, aloud or not.
    fn judge(
        &mut self,
        position: usize,
        report: &mut Report,
        judge: impl FnOnce(&'static Schema, &mut Report),
    ) {
        let schema = self.schema;
        if self.is_open() && !report.holds(self.quiet, |report| judge(schema, report)) {
            self.fail(position);
        }
    }
}

/// The tasks for a member or an item, each schema once.
#[derive(Debug, Default)]
struct Wanted {
    tasks: Tasks,
    /// The places of the schemas, by address, as soon as there are many.
    places: HashMap<usize, usize>,
}

/// Up to how many schemas are compared one by one.
const FEW: usize = 16;

impl Wanted {
    /// Adds a task for `schema` unless there is one, and returns its place.
    fn add(&mut self, schema: &'static Schema, quiet: bool) -> usize {
        let address = |schema: &'static Schema| std::ptr::from_ref(schema).addr();
        let found = if self.tasks.len() <= FEW {
            self.tasks.iter().position(|task| std::ptr::eq(task.schema, schema))
        } else {
            if self.places.is_empty() {
                let places = self.tasks.iter().enumerate().map(|(index, task)| (address(task.schema), index));
                self.places = places.collect();
            }
            self.places.get(&address(schema)).copied()
        };
        if let Some(index) = found {
            if let Some(task) = self.tasks.get_mut(index) {
                task.quiet &= quiet;
            }
            return index;
        }
        let index = self.tasks.len();
        self.tasks.push(Task::new(schema, quiet));
        if !self.places.is_empty() {
            self.places.insert(address(schema), index);
        }
        index
    }
}

/// Carries what was found about a member or item over to the tasks that asked: `links` are pairs of places in `tasks`
/// and in `parts`.
fn carry(parts: &Tasks, links: &[(usize, usize)], tasks: &mut Tasks) {
    for (task, part) in links {
        if let (Some(task), Some(part)) = (tasks.get_mut(*task), parts.get(*part))
            && !part.holds
        {
            task.fail(part.failed_at);
        }
    }
}

impl Judge<'_, '_> {
    /// Judges the value that starts here against a schema with a combination.
    #[cold]
    pub(crate) fn combined(&mut self, schema: &'static Schema, path: &Path<'_>) -> Result<(), Stop> {
        let mut tasks = Tasks::new();
        tasks.push(Task::new(schema, false));
        self.together(&mut tasks, path)
    }

    /// Judges the value that starts here against the schemas of `wanted`, which differ, and notes which hold.
    fn together(&mut self, wanted: &mut Tasks, path: &Path<'_>) -> Result<(), Stop> {
        // Most values have nothing to do with alternatives.
        match wanted.as_mut_slice() {
            [] => return self.value(&Schema::ANY, path),
            [task] if !task.quiet && task.schema.combination.is_none() => {
                let met = self.report.met();
                self.value(task.schema, path)?;
                task.holds = self.report.met() == met;
                return Ok(());
            }
            _ => {}
        }
        let is_object = self.cursor.peek() == Some(b'{');
        let start = self.cursor.clone();
        let mut tasks = wanted.clone();
        self.expand(&mut tasks, is_object, path);
        match self.cursor.token().map_err(|malformed| self.stop(path, malformed))? {
            Token::Scalar(scalar) => {
                let check = |schema, report: &mut Report| check_scalar(schema, &scalar, path, report);
                self.judge_each(&mut tasks, check);
            }
            Token::ArrayStart => {
                let check = |schema, report: &mut Report| {
                    check_composite(schema, Types::ARRAY, &start, path, report);
                };
                self.judge_each(&mut tasks, check);
                self.array_together(&mut tasks, path)?;
            }
            Token::ObjectStart => {
                let check = |schema, report: &mut Report| {
                    check_composite(schema, Types::OBJECT, &start, path, report);
                };
                self.judge_each(&mut tasks, check);
                self.object_together(&mut tasks, path)?;
            }
        }
        self.settle(&mut tasks, &start, path)?;
        for (wanted, task) in wanted.iter_mut().zip(&tasks) {
            (wanted.holds, wanted.failed_at) = (task.holds, task.failed_at);
        }
        Ok(())
    }

    /// Adds the tasks for the schemas that take part in the combinations of `tasks`, and in theirs.
    fn expand(&mut self, tasks: &mut Tasks, is_object: bool, path: &Path<'_>) {
        let mut index = 0;
        while let Some(task) = tasks.get(index).copied() {
            if let Some(combination) = task.schema.combination {
                let parts = tasks.len();
                tasks.extend(combination.all_of.iter().map(|schema| Task::new(schema, task.quiet)));
                let choice = if let Some(discriminator) = combination.discriminator.filter(|_| is_object) {
                    let picked = self.pick(discriminator, &mut tasks[index], path);
                    tasks.extend(picked.map(|schema| Task::new(schema, task.quiet)));
                    if picked.is_some() { Choice::Picked } else { Choice::Failed }
                } else {
                    let alternatives = combination.any_of.iter().chain(combination.one_of);
                    tasks.extend(alternatives.map(|schema| Task::new(schema, true)));
                    Choice::Alternatives
                };
                tasks.extend(combination.not.map(|schema| Task::new(schema, true)));
                (tasks[index].parts, tasks[index].choice) = (parts, choice);
            }
            index += 1;
        }
    }

    /// The schema that the object ahead names by `discriminator`. The member is looked for before the object is judged,
    /// since it may stand anywhere; it mostly comes first.
    fn pick(
        &mut self,
        discriminator: &Discriminator,
        task: &mut Task,
        path: &Path<'_>,
    ) -> Option<&'static Schema> {
        let property = discriminator.property;
        // What is no JSON is reported when it is judged.
        let found = self.cursor.clone().member_text(property).ok()?;
        let mapped = found
            .and_then(|name| discriminator.mapping.iter().find(|(value, _)| name.equals(value.as_bytes())));
        let position = self.cursor.position();
        task.judge(position, self.report, |schema, report| {
            let kind = match (found, mapped) {
                (_, Some(_)) => return,
                (None, None) => ViolationKind::DiscriminatorMissing { property },
                (Some(_), None) => {
                    ViolationKind::DiscriminatorUnknown { property, known: discriminator.mapping.len() }
                }
            };
            report.add(path, schema.pointer, "discriminator", kind);
        });
        mapped.map(|(_, schema)| *schema)
    }

    fn judge_each(&mut self, tasks: &mut Tasks, check: impl Fn(&'static Schema, &mut Report)) {
        let position = self.cursor.position();
        for task in tasks {
            task.judge(position, self.report, &check);
        }
    }
}
