//! `allOf`, `anyOf`, `oneOf`, `not`, `discriminator`.

use asp_validation_runtime::tables::{Combination, Discriminator, Schema};

use super::{Interpretation, leak, leak_list, leak_text};
use crate::ir::{self, Use};

impl<'a> Interpretation<'a> {
    pub(super) fn combination(&mut self, combination: &'a ir::Combination) -> &'static Combination {
        leak(Combination {
            all_of: self.list(&combination.all_of),
            any_of: self.list(&combination.any_of),
            one_of: self.list(&combination.one_of),
            not: combination.not.as_ref().map(|not| self.schema_use(not)),
            discriminator: combination.discriminator.as_ref().map(|table| self.discriminator(table)),
            deferred: None,
        })
    }

    fn list(&mut self, schemas: &'a [Use<ir::Schema>]) -> &'static [&'static Schema] {
        leak_list(schemas.iter().map(|schema| self.schema_use(schema)))
    }

    fn discriminator(&mut self, discriminator: &'a ir::Discriminator) -> &'static Discriminator {
        let mapping = discriminator.mapping.iter();
        let mapping = leak_list(mapping.map(|(value, schema)| (leak_text(value), self.schema_use(schema))));
        leak(Discriminator { property: leak_text(&discriminator.property), mapping })
    }
}
