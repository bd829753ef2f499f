//! Arrays: `items`, `minItems`, `maxItems`, `uniqueItems`.

use crate::judge::{Judge, Stop};
use crate::path::Path;
use crate::report::Report;
use crate::schema::Schema;
use crate::unique::Unique;
use crate::violation::{JsonProblem, ViolationKind};

/// The rules for arrays of a schema.
#[derive(Debug)]
pub struct ArrayRules {
    /// `items`; `None` if any item is accepted.
    pub items: Option<&'static Schema>,
    /// `minItems`; 0 for none.
    pub min_items: u64,
    /// `maxItems`
    pub max_items: Option<u64>,
    /// `uniqueItems`
    pub unique_items: bool,
}

impl ArrayRules {
    /// No rules: the base of struct updates in tables.
    pub const NONE: Self = Self { items: None, min_items: 0, max_items: None, unique_items: false };

    /// Judges what is known when all items were seen: `count` of them, equal ones among them if `repeated`. Violations
    /// stand at `mark`, before those of the items.
    pub(crate) fn whole(
        &self,
        count: u64,
        repeated: bool,
        pointer: &'static str,
        path: &Path<'_>,
        mark: usize,
        report: &mut Report,
    ) {
        if self.unique_items && repeated {
            report.insert(mark, path, pointer, "uniqueItems", ViolationKind::UniqueItems);
        }
        if let Some(limit) = self.max_items
            && count > limit
        {
            let kind = ViolationKind::MaxItems { limit, found: count };
            report.insert(mark, path, pointer, "maxItems", kind);
        }
        if count < self.min_items {
            let kind = ViolationKind::MinItems { limit: self.min_items, found: count };
            report.insert(mark, path, pointer, "minItems", kind);
        }
    }
}

impl Judge<'_, '_> {
    /// Judges the array whose opening bracket was peeked.
    pub(crate) fn array(
        &mut self,
        pointer: &'static str,
        rules: &ArrayRules,
        path: &Path<'_>,
    ) -> Result<(), Stop> {
        self.enter(path)?;
        let items = rules.items.unwrap_or(&Schema::ANY);
        let mark = self.report.mark();
        let mut unique = rules.unique_items.then(Unique::new);
        let mut repeated = false;
        let mut count = 0;
        if self.cursor.peek() == Some(b']') {
            self.cursor.bump();
        } else {
            loop {
                if let Some(unique) = &mut unique {
                    repeated |= unique.insert(self.cursor.clone(), self.depth);
                }
                self.value(items, &Path::Item { parent: path, index: count })?;
                count += 1;
                if !self.separator(b']', path)? {
                    break;
                }
            }
        }
        self.leave();
        rules.whole(count, repeated, pointer, path, mark, self.report);
        Ok(())
    }

    /// Consumes a comma (true) or the closing bracket `end` (false).
    #[inline]
    pub(crate) fn separator(&mut self, end: u8, path: &Path<'_>) -> Result<bool, Stop> {
        match self.cursor.peek() {
            Some(b',') => {
                self.cursor.bump();
                Ok(true)
            }
            Some(found) if found == end => {
                self.cursor.bump();
                Ok(false)
            }
            Some(_) => Err(self.stop(path, self.cursor.malformed(JsonProblem::Separator))),
            None => Err(self.stop(path, self.cursor.malformed(JsonProblem::UnexpectedEnd))),
        }
    }
}
