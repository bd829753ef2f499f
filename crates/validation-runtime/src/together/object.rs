//! Objects before several schemas.

use smallvec::SmallVec;

use super::{Task, Tasks, Wanted, carry};
use crate::judge::{Judge, Stop};
use crate::object::{ObjectRules, Seen};
use crate::path::Path;
use crate::schema::Types;

/// What one schema keeps while an object is judged.
#[derive(Clone, Debug)]
struct Progress {
    rules: &'static ObjectRules,
    seen: Seen,
    /// The property that comes next if members come in the author's order.
    expected: usize,
}

impl Progress {
    /// The rules that apply to objects; none for a schema that accepts no object.
    fn new(task: &Task) -> Self {
        let rules = task.schema.object.filter(|_| task.schema.types.contains(Types::OBJECT));
        Self { rules: rules.unwrap_or(&ObjectRules::NONE), seen: Seen::default(), expected: 0 }
    }
}

impl Judge<'_, '_> {
    /// Judges the object whose opening brace was read.
    pub(super) fn object_together(&mut self, tasks: &mut Tasks, path: &Path<'_>) -> Result<(), Stop> {
        self.enter(path)?;
        let mark = self.report.mark();
        let pointer = tasks.first().map_or("", |task| task.schema.pointer);
        let other_keys = self.keys.enter();
        let mut progress: SmallVec<[Progress; 4]> = tasks.iter().map(Progress::new).collect();
        let mut count = 0;
        self.cursor.peek();
        let mut more = self.cursor.take(b'}').is_none();
        while more {
            let key = self.key(path)?;
            let member = Path::Member { parent: path, key };
            let mut members = Wanted::default();
            let mut links = SmallVec::<[(usize, usize); 4]>::new();
            // A key is known to be a duplicate by the first schema that names it.
            let mut duplicate = None;
            let position = self.cursor.position();
            for (index, (task, progress)) in tasks.iter_mut().zip(&mut progress).enumerate() {
                let property = progress.rules.find(&key, progress.expected);
                if let Some(property) = property {
                    progress.expected = property + 1;
                    let before = progress.seen.insert(property);
                    duplicate.get_or_insert(before);
                }
                let mut wanted = None;
                let direction = self.direction;
                task.judge(position, self.report, |schema, report| {
                    wanted =
                        Some(progress.rules.member(property, direction, schema.pointer, &member, report));
                });
                if let Some(schema) = wanted.filter(|schema| !schema.accepts_all() && task.is_open()) {
                    links.push((index, members.add(schema, task.quiet)));
                }
            }
            let duplicate = duplicate.unwrap_or_else(|| self.keys.insert(&other_keys, key));
            if duplicate {
                self.duplicate(pointer, &member);
            } else {
                count += 1;
            }
            self.together(&mut members.tasks, &member)?;
            carry(&members.tasks, &links, tasks);
            more = self.separator(b'}', path)?;
        }
        self.keys.leave(&other_keys);
        self.leave();
        let (position, direction) = (self.cursor.position(), self.direction);
        for (task, Progress { rules, seen, .. }) in tasks.iter_mut().zip(&progress) {
            task.judge(position, self.report, |schema, report| {
                rules.whole(count, seen, direction, schema.pointer, path, mark, report);
            });
        }
        Ok(())
    }
}
