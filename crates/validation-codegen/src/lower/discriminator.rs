//! `discriminator`: the member whose value names the schema of an object.
//!
//! Beside `oneOf` or `anyOf` it decides between their schemas: each is known by its component's name, and by the values
//! that `mapping` gives it.
//!
//! On any other schema it decides between the schema's heirs: the components that have it in `allOf`, directly or not,
//! by their names; what `mapping` adds; and the schema itself under its own name. Heirs have the schema in `allOf`
//! without its discriminator, which would lead back to them: there are two tables for it then. In the one with the
//! discriminator the rules for objects are left to the heirs, so that nothing is reported twice.
//!
//! A schema that has neither heirs nor `mapping` names nothing that values could say. There the member must be there
//! and be text, and that is all.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use asp_spec::{Node, Pointer};
use indexmap::IndexMap;

use super::Lowering;
use super::combination::Part;
use crate::ir::{Access, Additional, Combination, Discriminator, ObjectRules, Property, Schema, Type, Use};

/// What is known about heirs.
#[derive(Debug, Default)]
pub(super) struct Heirs<'a> {
    /// The components that have a schema in `allOf`, by its pointer; read when the first discriminator is met.
    direct: Option<HashMap<String, Vec<Node<'a>>>>,
    /// What the discriminator of a schema decides between, by its pointer.
    families: HashMap<String, Rc<Family<'a>>>,
}

/// What a discriminator on a parent decides between.
#[derive(Debug, Default)]
pub(super) struct Family<'a> {
    heirs: Vec<Heir<'a>>,
    places: HashSet<Pointer>,
}

impl<'a> Family<'a> {
    pub(super) fn parts(&self) -> impl Iterator<Item = Part<'a>> {
        self.heirs.iter().map(|heir| heir.part.clone())
    }
}

/// A schema that a discriminator on a parent leads to.
#[derive(Debug)]
struct Heir<'a> {
    /// What the member says.
    name: String,
    part: Part<'a>,
    /// Whether the parent's own rules come with it.
    inherits: bool,
}

const SECTION: &str = "/components/schemas/";

impl<'a> Lowering<'a> {
    /// The discriminator of the schema at `node` beside `oneOf` or `anyOf`.
    pub(super) fn choosing_discriminator(&mut self, node: &Node<'a>) -> Option<Discriminator> {
        let discriminator = node.get("discriminator").filter(|_| chooses(node))?;
        if node.has("oneOf") && node.has("anyOf") {
            let found = "a discriminator beside both of `oneOf` and `anyOf`";
            self.refuse("discriminator", &discriminator, found, "keep one of the two");
            return None;
        }
        let mut mapping: IndexMap<String, Node<'a>> = IndexMap::new();
        let mut alternatives: HashSet<Pointer> = HashSet::new();
        let mapped = self.mapping(&discriminator);
        let lists = ["anyOf", "oneOf"].into_iter().filter_map(|keyword| node.get(keyword));
        for item in lists.flat_map(|list| list.items().collect::<Vec<_>>()) {
            let target = item.resolve();
            let name = item.reference().and_then(|reference| node.document().follow(reference));
            let name = name.filter(is_component).and_then(|component| component.component_name());
            if let Some(name) = name {
                mapping.insert(name, target.clone());
            } else if !mapped.iter().any(|(_, mapped)| mapped.pointer() == target.pointer()) {
                let found = "a schema without a name, which the discriminator beside it never picks";
                self.refuse("discriminator-inline", &item, found, "put it into `components` and refer to it");
            }
            alternatives.insert(target.pointer().clone());
        }
        for (entry, target) in mapped {
            if alternatives.contains(target.pointer()) {
                let name = entry.pointer().last().unwrap_or_default().into_owned();
                mapping.insert(name, target);
            } else {
                let found = format!("{}, which is not among the alternatives", target.pointer());
                self.refuse("discriminator-mapping", &entry, found, "add it to them, or take the entry out");
            }
        }
        let mapping = mapping.into_iter().map(|(name, node)| (name, Use::Named(self.reserve(&node))));
        Some(Discriminator { property: property(&discriminator), mapping: mapping.collect() })
    }

    /// Adds to `schema`, which stands at `node`, what a discriminator without `oneOf` and `anyOf` asks for.
    pub(super) fn with_heirs(&mut self, node: &Node<'a>, mut schema: Schema) -> Schema {
        let Some(discriminator) = node.get("discriminator").filter(|_| !chooses(node)) else { return schema };
        // What leads back to the schema was refused.
        if !self.ends(node, false) {
            return schema;
        }
        let property = property(&discriminator);
        let family = self.family(node);
        if !family.heirs.iter().any(|heir| !heir.part.plain) {
            let part = named_by(property, &discriminator);
            schema.combination.get_or_insert_default().all_of.push(Use::Inline(Box::new(part)));
            return schema;
        }
        let mut mapping = Vec::new();
        for Heir { name, part, inherits } in &family.heirs {
            let heir = Use::Named(self.reserve_as(&part.node, part.plain));
            let used = if *inherits {
                heir
            } else {
                let all_of = vec![Use::Named(self.reserve_as(node, true)), heir];
                let combination = Some(Combination { all_of, ..Combination::default() });
                Use::Inline(Box::new(Schema { combination, ..Schema::any(schema.pointer.clone()) }))
            };
            mapping.push((name.clone(), used));
        }
        schema.object = None;
        if schema.types == [Type::Object] {
            (schema.enumeration, schema.combination) = (None, None);
        }
        schema.combination.get_or_insert_default().discriminator = Some(Discriminator { property, mapping });
        schema
    }

    /// What the discriminator of the schema at `node` decides between, if there is one and no `oneOf` or `anyOf`.
    pub(super) fn family(&mut self, node: &Node<'a>) -> Rc<Family<'a>> {
        let Some(discriminator) = node.get("discriminator").filter(|_| !chooses(node)) else {
            return Rc::default();
        };
        if let Some(known) = self.heirs.families.get(node.pointer().as_str()) {
            return known.clone();
        }
        let mut heirs: IndexMap<String, Heir<'a>> = IndexMap::new();
        let mut add = |name: String, target: Node<'a>, inherits: bool| {
            let plain = target.pointer() == node.pointer();
            let part = Part { node: target, plain };
            heirs.insert(name.clone(), Heir { name, part, inherits: inherits || plain });
        };
        if is_component(node) {
            add(node.component_name().unwrap_or_default(), node.clone(), true);
        }
        let descendants = self.descendants(node);
        for (name, heir) in node.document().components("schemas") {
            if descendants.contains(heir.pointer()) {
                add(name.to_owned(), heir, true);
            }
        }
        for (entry, target) in self.mapping(&discriminator) {
            let inherits = descendants.contains(target.pointer());
            add(entry.pointer().last().unwrap_or_default().into_owned(), target, inherits);
        }
        let heirs: Vec<_> = heirs.into_values().collect();
        let places = heirs.iter().map(|heir| heir.part.node.pointer().clone()).collect();
        let family = Rc::new(Family { heirs, places });
        self.heirs.families.insert(node.pointer().as_str().to_owned(), family.clone());
        family
    }

    /// Whether `item`, a reference to the schema at `parent`, stands in `allOf` of a schema that the discriminator of
    /// `parent` leads to.
    pub(super) fn is_heir(&mut self, item: &Node<'a>, parent: &Node<'a>) -> bool {
        if !parent.has("discriminator") || chooses(parent) {
            return false;
        }
        let Some(owner) = owner(item.pointer()) else { return false };
        self.family(parent).places.contains(&owner)
    }

    /// The places of the schemas that have the one at `node` in `allOf`, directly or not.
    fn descendants(&mut self, node: &Node<'a>) -> HashSet<Pointer> {
        let heirs = self.heirs.direct.get_or_insert_with(|| direct_heirs(node));
        let mut found = HashSet::new();
        let mut waiting = vec![node.pointer().clone()];
        while let Some(parent) = waiting.pop() {
            for heir in heirs.get(parent.as_str()).into_iter().flatten() {
                if found.insert(heir.pointer().clone()) {
                    waiting.push(heir.pointer().clone());
                }
            }
        }
        found.remove(node.pointer());
        found
    }

    /// The entries of `mapping` with the schemas that they stand for, references followed; others are refused.
    fn mapping(&mut self, discriminator: &Node<'a>) -> Vec<(Node<'a>, Node<'a>)> {
        let mapping = discriminator.get("mapping");
        let mut found = Vec::new();
        for (_, entry) in mapping.iter().flat_map(Node::entries) {
            let text = entry.as_str().unwrap_or_default();
            let document = entry.document();
            let target = if text.starts_with('#') {
                document.follow(text).filter(is_component)
            } else {
                let components = document.root().get("components").and_then(|found| found.get("schemas"));
                components.and_then(|components| components.get(text))
            };
            if let Some(target) = target {
                found.push((entry, target.resolve()));
            } else {
                let found = format!("`{text}`, which is no schema among the components of this document");
                let help = "give the name of one, or a reference to it";
                self.refuse("discriminator-mapping", &entry, found, help);
            }
        }
        found
    }
}

/// Whether the schema's discriminator decides between schemas that stand beside it.
fn chooses(node: &Node<'_>) -> bool {
    node.has("oneOf") || node.has("anyOf")
}

fn property(discriminator: &Node<'_>) -> String {
    discriminator.text("propertyName").unwrap_or_default().to_owned()
}

fn is_component(node: &Node<'_>) -> bool {
    node.pointer().as_str().starts_with(SECTION) && node.component_name().is_some()
}

/// The schema that has `item` in its `allOf`, or in an `allOf` there.
fn owner(item: &Pointer) -> Option<Pointer> {
    let mut tokens: Vec<_> = item.tokens().collect();
    let count = tokens.len();
    while let [.., keyword, index] = tokens.as_slice()
        && keyword == "allOf"
        && index.parse::<usize>().is_ok()
    {
        tokens.truncate(tokens.len() - 2);
    }
    (tokens.len() < count).then(|| item.first(tokens.len()))
}

/// For each schema the component schemas that have it in `allOf`, or in an `allOf` there.
fn direct_heirs<'a>(node: &Node<'a>) -> HashMap<String, Vec<Node<'a>>> {
    let mut heirs: HashMap<String, Vec<Node<'a>>> = HashMap::new();
    for (_, heir) in node.document().components("schemas") {
        let mut waiting = vec![heir.clone()];
        while let Some(part) = waiting.pop() {
            for item in part.get("allOf").iter().flat_map(Node::items) {
                if item.reference().is_some() {
                    let parent = item.resolve().pointer().as_str().to_owned();
                    heirs.entry(parent).or_default().push(heir.clone());
                } else {
                    waiting.push(item);
                }
            }
        }
    }
    heirs
}

/// The schema of objects with a text `property`.
fn named_by(property: String, discriminator: &Node<'_>) -> Schema {
    let pointer = discriminator.pointer();
    let value = Schema { types: vec![Type::String], ..Schema::any(pointer.join("propertyName").as_str()) };
    let property = Property {
        name: property,
        required: true,
        schema: Some(Use::Inline(Box::new(value))),
        access: Access::ReadWrite,
    };
    let object = ObjectRules {
        properties: vec![property],
        additional: Additional::Allowed,
        min_properties: 0,
        max_properties: None,
    };
    Schema { object: Some(object), ..Schema::any(pointer.as_str()) }
}
