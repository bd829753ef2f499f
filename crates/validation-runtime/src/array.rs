//! Arrays: `items`, `minItems`, `maxItems`.

use crate::judge::{Judge, Stop};
use crate::path::Path;
use crate::schema::Schema;
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
}

impl ArrayRules {
    /// No rules: the base of struct updates in tables.
    pub const NONE: Self = Self { items: None, min_items: 0, max_items: None };
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
        let mut count = 0;
        if self.cursor.peek() == Some(b']') {
            self.cursor.bump();
        } else {
            loop {
                self.value(items, &Path::Item { parent: path, index: count })?;
                count += 1;
                if !self.separator(b']', path)? {
                    break;
                }
            }
        }
        self.leave();
        if let Some(limit) = rules.max_items
            && count > limit
        {
            let kind = ViolationKind::MaxItems { limit, found: count };
            self.report.insert(mark, path, pointer, "maxItems", kind);
        }
        if count < rules.min_items {
            let kind = ViolationKind::MinItems { limit: rules.min_items, found: count };
            self.report.insert(mark, path, pointer, "minItems", kind);
        }
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
