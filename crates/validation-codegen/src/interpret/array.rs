//! `items`, `minItems`, `maxItems`, `uniqueItems`.

use asp_validation_runtime::tables::ArrayRules;

use super::{Interpretation, leak};
use crate::ir;

impl<'a> Interpretation<'a> {
    pub(super) fn array_rules(&mut self, rules: &'a ir::ArrayRules) -> &'static ArrayRules {
        leak(ArrayRules {
            items: rules.items.as_ref().map(|items| self.schema_use(items)),
            min_items: rules.min_items,
            max_items: rules.max_items,
            unique_items: rules.unique_items,
        })
    }
}
