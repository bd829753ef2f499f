//! `properties`, `required`, `additionalProperties`, `minProperties`, `maxProperties`, `readOnly`, `writeOnly`.

use asp_validation_runtime::tables::{self, Additional, ObjectRules, Property};

use super::{Interpretation, leak, leak_list, leak_text};
use crate::ir::{self, Access};

impl<'a> Interpretation<'a> {
    pub(super) fn object_rules(&mut self, rules: &'a ir::ObjectRules) -> &'static ObjectRules {
        let properties = leak_list(rules.properties.iter().map(|property| Property {
            name: leak_text(&property.name),
            key: leak_text(&property.key()),
            required: property.required,
            schema: property.schema.as_ref().map(|schema| self.schema_use(schema)),
            access: match property.access {
                Access::ReadWrite => tables::Access::ReadWrite,
                Access::ReadOnly => tables::Access::ReadOnly,
                Access::WriteOnly => tables::Access::WriteOnly,
            },
        }));
        let additional = match &rules.additional {
            ir::Additional::Allowed => Additional::Allowed,
            ir::Additional::Forbidden => Additional::Forbidden,
            ir::Additional::Schema(schema) => Additional::Schema(self.schema_use(schema)),
        };
        leak(ObjectRules {
            properties,
            additional,
            min_properties: rules.min_properties,
            max_properties: rules.max_properties,
        })
    }
}
