//! Arrays before several schemas.

use smallvec::SmallVec;

use super::{Task, Tasks, Wanted, carry};
use crate::array::ArrayRules;
use crate::judge::{Judge, Stop};
use crate::path::Path;
use crate::schema::Types;
use crate::unique::Unique;

/// The rules that apply to arrays; none for a schema that accepts no array.
fn rules(task: &Task) -> &'static ArrayRules {
    task.schema.array.filter(|_| task.schema.types.contains(Types::ARRAY)).unwrap_or(&ArrayRules::NONE)
}

impl Judge<'_, '_> {
    /// Judges the array whose opening bracket was read.
    pub(super) fn array_together(&mut self, tasks: &mut Tasks, path: &Path<'_>) -> Result<(), Stop> {
        self.enter(path)?;
        let mark = self.report.mark();
        let mut unique = tasks.iter().any(|task| rules(task).unique_items).then(Unique::new);
        let mut repeated = false;
        let mut count = 0;
        let mut more = self.cursor.take(b']').is_none();
        while more {
            if let Some(unique) = &mut unique {
                repeated |= unique.insert(self.cursor.clone(), self.depth);
            }
            let mut items = Wanted::default();
            let mut links = SmallVec::<[(usize, usize); 4]>::new();
            for (index, task) in tasks.iter().enumerate().filter(|(_, task)| task.is_open()) {
                if let Some(schema) = rules(task).items.filter(|schema| !schema.accepts_all()) {
                    links.push((index, items.add(schema, task.quiet)));
                }
            }
            self.together(&mut items.tasks, &Path::Item { parent: path, index: count })?;
            carry(&items.tasks, &links, tasks);
            count += 1;
            more = self.separator(b']', path)?;
        }
        self.leave();
        let position = self.cursor.position();
        for task in tasks {
            let rules = rules(task);
            task.judge(position, self.report, |schema, report| {
                rules.whole(count, repeated, schema.pointer, path, mark, report);
            });
        }
        Ok(())
    }
}
