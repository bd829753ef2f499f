//! Rules about components: what is reused, and how it is named.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::survey::Survey;
use super::{Findings, Rule, words};
use crate::canonical::sorted;
use crate::{Kind, Node, Pointer};

const SECTIONS: [&str; 5] = ["securitySchemes", "parameters", "headers", "responses", "schemas"];

fn components<'a>(survey: &Survey<'a>) -> impl Iterator<Item = (&'static str, &'a str, Node<'a>)> {
    let document = survey.document;
    SECTIONS.into_iter().flat_map(move |section| {
        document.components(section).map(move |(name, component)| (section, name, component))
    })
}

pub(super) const COMPONENT_NAME: Rule = Rule {
    id: "component-name",
    statement: "Schemas, parameters, responses and headers have names in PascalCase; security schemes in lowerCamelCase.",
    why: "The names become types, and what else is written is respelt by each generator in its own way.",
    check: component_name,
};

fn component_name(survey: &Survey<'_>, findings: &mut Findings) {
    for (section, name, component) in components(survey) {
        let found = format!("the name `{name}`");
        if section == "securitySchemes" {
            if !words::is_lower_camel(name) {
                findings.add(&component, found, "write letters and digits, a small letter first");
            }
        } else if !words::is_pascal(name) {
            findings.add(&component, found, "write letters and digits, a capital first");
        }
    }
}

pub(super) const COMPONENT_USED: Rule = Rule {
    id: "component-used",
    statement: "Every component is used by something other than itself.",
    why: "What no operation reaches is code that nobody calls, and nobody notices when it is wrong.",
    check: component_used,
};

fn component_used(survey: &Survey<'_>, findings: &mut Findings) {
    let mut used: HashSet<Pointer> = HashSet::new();
    for reference in &survey.references {
        // A reference into a component uses it, too.
        let component = reference.target.first(3);
        if !reference.node.pointer().is_within(&component) {
            used.insert(component);
        }
    }
    let schemes = Pointer::root().join("components").join("securitySchemes");
    let requirements = survey.all(Kind::SecurityRequirement).flat_map(Node::entries);
    used.extend(requirements.map(|(name, _)| schemes.join(name)));
    for (_, name, component) in components(survey) {
        if !used.contains(component.pointer()) {
            findings.add(&component, format!("nothing uses `{name}`"), "use it, or take it out");
        }
    }
}

pub(super) const COMPONENT_COPY: Rule = Rule {
    id: "component-copy",
    statement: "No two components of a section are identical.",
    why: "A change to one of them is forgotten in the other.",
    check: component_copy,
};

fn component_copy(survey: &Survey<'_>, findings: &mut Findings) {
    // Copies have the same description; only where descriptions are the same the whole components are compared.
    let mut by_description: IndexMap<_, Vec<_>> = IndexMap::new();
    for (section, name, component) in components(survey) {
        by_description.entry((section, component.text("description"))).or_default().push((name, component));
    }
    for group in by_description.values().filter(|group| group.len() > 1) {
        let mut seen: HashMap<String, &str> = HashMap::new();
        for (name, component) in group {
            if let Some(first) = seen.insert(sorted(component.value()).to_string(), name) {
                findings.add(component, format!("`{name}` is a copy of `{first}`"), "use one for both");
            }
        }
    }
}

pub(super) const COMPONENT_ALIAS: Rule = Rule {
    id: "component-alias",
    statement: "A component is written out, not a reference to another.",
    why: "Some generators make a second type of the second name, others none.",
    check: component_alias,
};

fn component_alias(survey: &Survey<'_>, findings: &mut Findings) {
    for (_, name, component) in components(survey) {
        if let Some(target) = component.reference() {
            findings.add(
                &component,
                format!("`{name}` is a reference to `{target}`"),
                "refer to that in its place",
            );
        }
    }
}
