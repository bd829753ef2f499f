//! `properties`, `required`, `additionalProperties`, `minProperties`, `maxProperties`.

use asp_spec::Node;
use indexmap::IndexSet;
use serde_json::Value;

use super::{Lowering, count};
use crate::ir::{Access, Additional, ObjectRules, Property};

pub(super) const KEYWORDS: &[&str] =
    &["properties", "required", "additionalProperties", "minProperties", "maxProperties"];

/// `ObjectRules::MOST_PROPERTIES` of the runtime, which marks members in a set of fixed size.
const MOST_PROPERTIES: usize = 256;

impl<'a> Lowering<'a> {
    pub(super) fn object_rules(&mut self, node: &Node<'a>) -> Option<ObjectRules> {
        let mut required: IndexSet<&str> = node
            .get("required")
            .map(|list| list.items().filter_map(|name| name.as_str()).collect())
            .unwrap_or_default();
        let named = node.get("properties");
        let named = named.iter().flat_map(Node::entries);
        let mut properties: Vec<Property> = named
            .map(|(name, schema)| Property {
                name: name.to_owned(),
                required: required.shift_remove(name),
                schema: Some(self.schema_use(&schema)),
                access: self.access(&schema),
            })
            .collect();
        let only_required = required.into_iter().map(|name| Property {
            name: name.to_owned(),
            required: true,
            schema: None,
            access: Access::ReadWrite,
        });
        properties.extend(only_required);
        if properties.len() > MOST_PROPERTIES {
            let found =
                format!("{} properties, of which validators follow {MOST_PROPERTIES}", properties.len());
            self.refuse("property-count", node, found, "group the properties in objects of their own");
            // Where that is allowed all the same: what is not followed is not missed.
            properties.iter_mut().skip(MOST_PROPERTIES).for_each(|property| property.required = false);
        }
        let additional = node.get("additionalProperties");
        let additional = match additional.map(|additional| (additional.value(), additional)) {
            None | Some((Value::Bool(true), _)) => Additional::Allowed,
            Some((Value::Bool(false), _)) => Additional::Forbidden,
            Some((_, schema)) => Additional::Schema(self.schema_use(&schema)),
        };
        let min_properties = count(node, "minProperties").unwrap_or(0);
        let max_properties = count(node, "maxProperties");
        let constrains = !properties.is_empty()
            || !matches!(additional, Additional::Allowed)
            || min_properties > 0
            || max_properties.is_some();
        constrains.then_some(ObjectRules { properties, additional, min_properties, max_properties })
    }
}
