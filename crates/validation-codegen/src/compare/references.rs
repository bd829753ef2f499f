//! What the parts of a document refer to, and a document with some of its parts only.

use std::collections::{HashMap, HashSet};

use asp_spec::{Document, LoadError, Method};
use indexmap::IndexMap;
use serde_json::{Map, Value};

/// The components that each component, each path and each operation refers to.
///
/// Components are named by the reference to them, operations by method and path.
#[derive(Debug, Default)]
pub(super) struct References {
    used: IndexMap<String, Vec<String>>,
    /// Whether a reference leads elsewhere than to a component.
    has_others: bool,
}

/// The reference to a component.
pub(super) fn component(section: &str, name: &str) -> String {
    format!("#/components/{section}/{name}")
}

/// The component that a reference leads to or into.
fn component_of(reference: &str) -> Option<String> {
    let mut tokens = reference.strip_prefix("#/components/")?.split('/');
    let (section, name) = (tokens.next()?, tokens.next()?);
    let decoded = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
    Some(component(section, &decoded.replace("~1", "/").replace("~0", "~")))
}

impl References {
    pub(super) fn of(root: &Value) -> Self {
        let mut references = Self::default();
        let sections = root.get("components").and_then(Value::as_object).into_iter().flatten();
        for (section, members) in sections {
            for (name, value) in members.as_object().into_iter().flatten() {
                let mut used = Vec::new();
                references.collect(value, &mut used);
                let own = component(section, name);
                references.note_heir(root, value, &own);
                references.used.entry(own).or_default().extend(used);
            }
        }
        for (path, item) in root.get("paths").and_then(Value::as_object).into_iter().flatten() {
            let mut all = Vec::new();
            for (key, member) in item.as_object().into_iter().flatten() {
                let Some(method) = Method::from_key(key) else { continue };
                let mut used = Vec::new();
                references.collect(member, &mut used);
                // Parameters of the path belong to all of its operations.
                item.get("parameters").into_iter().for_each(|list| references.collect(list, &mut used));
                all.extend(used.iter().cloned());
                references.used.insert(format!("{} {path}", method.name()), used);
            }
            references.has_others |= item.get("$ref").is_some();
            references.used.insert(path.clone(), all);
        }
        references
    }

    /// A schema with a discriminator depends on those that have it in `allOf`.
    fn note_heir(&mut self, root: &Value, schema: &Value, own: &str) {
        for parent in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            let parent = parent.get("$ref").and_then(Value::as_str).and_then(component_of);
            let Some(parent) = parent else { continue };
            let name = parent.strip_prefix("#/components/schemas/").unwrap_or_default();
            if root["components"]["schemas"][name].get("discriminator").is_some() {
                self.used.entry(parent).or_default().push(own.to_owned());
            }
        }
    }

    /// The components that `value` refers to, and those that its discriminators name.
    fn collect(&mut self, value: &Value, used: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                for (key, member) in members {
                    match (key.as_str(), member) {
                        ("$ref", Value::String(reference)) => match component_of(reference) {
                            Some(component) => used.push(component),
                            None => self.has_others = true,
                        },
                        ("mapping", Value::Object(mapping)) => {
                            let targets = mapping.values().filter_map(Value::as_str);
                            let named =
                                |name: &str| component_of(name).unwrap_or_else(|| component("schemas", name));
                            used.extend(targets.map(named));
                            mapping.values().for_each(|member| self.collect(member, used));
                        }
                        (_, member) => self.collect(member, used),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.collect(item, used)),
            _ => {}
        }
    }

    /// What leads to one of `components`: other components, paths and operations.
    pub(super) fn leading_to(&self, components: &HashSet<String>) -> HashSet<&str> {
        let mut users: HashMap<&str, Vec<&str>> = HashMap::new();
        for (user, used) in &self.used {
            for used in used {
                users.entry(used).or_default().push(user);
            }
        }
        let mut found: HashSet<&str> = HashSet::new();
        let mut waiting: Vec<&str> = components.iter().map(String::as_str).collect();
        while let Some(name) = waiting.pop() {
            for user in users.get(name).into_iter().flatten() {
                if found.insert(user) {
                    waiting.push(user);
                }
            }
        }
        found
    }

    /// The components that `paths` need.
    fn reached<'a>(&'a self, paths: impl Iterator<Item = &'a str>) -> HashSet<&'a str> {
        let mut reached: HashSet<&str> = HashSet::new();
        let mut waiting: Vec<&str> = paths.collect();
        while let Some(user) = waiting.pop() {
            for used in self.used.get(user).into_iter().flatten() {
                if reached.insert(used) {
                    waiting.push(used);
                }
            }
        }
        reached
    }
}

/// The document with these paths only, and the components that they need; `None` if all of it is needed.
pub(super) fn reduce(
    document: &Document,
    references: &References,
    paths: &HashSet<String>,
    keeps: &HashSet<String>,
) -> Result<Option<Document>, LoadError> {
    let value = document.value();
    let all = value.get("paths").and_then(Value::as_object);
    // Where paths refer to each other, or most changed, nothing is gained.
    let Some(all) = all.filter(|all| !references.has_others && paths.len() * 2 <= all.len()) else {
        return Ok(None);
    };
    let kept_paths = all.iter().filter(|(path, _)| paths.contains(path.as_str()));
    let kept_paths: Map<String, Value> =
        kept_paths.map(|(path, item)| (path.clone(), item.clone())).collect();
    let start = paths.iter().chain(keeps).map(String::as_str);
    let reached = references.reached(start);
    let is_kept = |section: &str, name: &str| {
        let name = component(section, name);
        section == "securitySchemes" || reached.contains(name.as_str()) || keeps.contains(&name)
    };
    let mut reduced: Map<String, Value> = Map::new();
    for (key, member) in value.as_object().into_iter().flatten() {
        let member = match (key.as_str(), member) {
            ("paths", _) => Value::Object(kept_paths.clone()),
            ("components", Value::Object(sections)) => {
                let sections = sections.iter().map(|(section, members)| {
                    let Value::Object(members) = members else { return (section.clone(), members.clone()) };
                    let members = members.iter().filter(|(name, _)| is_kept(section, name));
                    let members = members.map(|(name, value)| (name.clone(), value.clone()));
                    (section.clone(), Value::Object(members.collect()))
                });
                Value::Object(sections.collect())
            }
            (_, member) => member.clone(),
        };
        reduced.insert(key.clone(), member);
    }
    Document::from_value(Value::Object(reduced)).map(Some)
}

/// What is not word for word the same in two documents: paths, and components.
#[derive(Debug)]
pub(super) struct Changed {
    pub(super) old_paths: HashSet<String>,
    pub(super) new_paths: HashSet<String>,
    pub(super) components: HashSet<String>,
}

impl Changed {
    /// `None` if something changed that concerns all of the document.
    pub(super) fn find(
        (old, new): (&Document, &Document),
        (old_references, new_references): (&References, &References),
    ) -> Option<Self> {
        let (old, new) = (old.value(), new.value());
        let is_general = |key: &str| old.get(key) != new.get(key);
        let schemes = |root: &Value| root.pointer("/components/securitySchemes").cloned();
        if ["security", "servers"].into_iter().any(is_general) || schemes(old) != schemes(new) {
            return None;
        }
        let mut components = HashSet::new();
        for (root, other) in [(old, new), (new, old)] {
            let sections = root.get("components").and_then(Value::as_object).into_iter().flatten();
            for (section, members) in sections {
                let others = &other["components"][section.as_str()];
                let members = members.as_object().into_iter().flatten();
                let members = members.filter(|(name, value)| others.get(name.as_str()) != Some(value));
                components.extend(members.map(|(name, _)| component(section, name)));
            }
        }
        let paths = |root: &Value, other: &Value, references: &References| -> HashSet<String> {
            let users = references.leading_to(&components);
            let all = root.get("paths").and_then(Value::as_object).into_iter().flatten();
            let others = &other["paths"];
            let changed = all.filter(|(path, item)| {
                users.contains(path.as_str()) || others.get(path.as_str()) != Some(item)
            });
            changed.map(|(path, _)| path.clone()).collect()
        };
        let (old_paths, new_paths) = (paths(old, new, old_references), paths(new, old, new_references));
        Some(Self { old_paths, new_paths, components })
    }
}
