//! `properties`, `required`, `additionalProperties`, `minProperties`, `maxProperties`.

use asp_spec::Node;
use indexmap::IndexSet;
use serde_json::Value;

use super::{Lowering, count};
use crate::ir::{Additional, ObjectRules, Property};

pub(super) const KEYWORDS: &[&str] =
    &["properties", "required", "additionalProperties", "minProperties", "maxProperties"];

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
            access: self.access_of_required(node, name),
        });
        let only_required: Vec<Property> = only_required.collect();
        properties.extend(only_required);
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
