//! Rules about operations: their names and tags.

use std::collections::{HashMap, HashSet};

use super::survey::Survey;
use super::{Findings, Rule, words};
use crate::Kind;

pub(super) const OPERATION_ID: Rule = Rule {
    id: "operation-id",
    statement: "Every operation has an operationId in lowerCamelCase that is no Rust keyword and no method that every client has.",
    why: "It names the method of the client, the validator, the server's handler and the contract cases.",
    check: operation_id,
};

/// Names that a method of the client cannot have: keywords, and the methods that it has anyway.
const TAKEN: &[&str] = &[
    "abstract",
    "apiVersion",
    "as",
    "async",
    "await",
    "baseurl",
    "become",
    "box",
    "break",
    "client",
    "clone",
    "const",
    "continue",
    "crate",
    "do",
    "dyn",
    "else",
    "enum",
    "exec",
    "extern",
    "false",
    "final",
    "fn",
    "for",
    "gen",
    "if",
    "impl",
    "in",
    "inner",
    "let",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "new",
    "override",
    "post",
    "pre",
    "priv",
    "pub",
    "ref",
    "return",
    "self",
    "static",
    "struct",
    "super",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "while",
    "yield",
];

fn operation_id(survey: &Survey<'_>, findings: &mut Findings) {
    for operation in &survey.operations {
        match operation.node.get("operationId") {
            None => findings.add(&operation.node, "no `operationId`", "add one, such as `listRooms`"),
            Some(node) => {
                let id = node.as_str().unwrap_or_default();
                if !words::is_lower_camel(id) {
                    let remedy = "write letters and digits, a small letter first, such as `listRooms`";
                    findings.add(&node, format!("the operationId `{id}`"), remedy);
                } else if TAKEN.contains(&id) {
                    findings.add(
                        &node,
                        format!("the operationId `{id}`, a name that is taken"),
                        "name the thing, too, such as `matchRooms`",
                    );
                }
            }
        }
    }
}

pub(super) const OPERATION_ID_UNIQUE: Rule = Rule {
    id: "operation-id-unique",
    statement: "No two operationIds are the same, also when case does not count.",
    why: "The generators spell an operationId in `snake_case` and in `PascalCase`, where only such ids stay apart.",
    check: operation_id_unique,
};

fn operation_id_unique(survey: &Survey<'_>, findings: &mut Findings) {
    let mut seen = HashMap::new();
    for node in survey.operations.iter().filter_map(|operation| operation.node.get("operationId")) {
        let id = node.as_str().unwrap_or_default();
        if let Some(first) = seen.insert(words::fold(id), id) {
            findings.add(
                &node,
                format!("`{id}` is taken: another operationId is `{first}`"),
                "choose another word",
            );
        }
    }
}

pub(super) const OPERATION_TAG: Rule = Rule {
    id: "operation-tag",
    statement: "Every operation has exactly one tag, and it is declared.",
    why: "The tag decides which file of client, server and tests the operation is in.",
    check: operation_tag,
};

fn operation_tag(survey: &Survey<'_>, findings: &mut Findings) {
    let declared: HashSet<_> = survey.all(Kind::Tag).filter_map(|tag| tag.text("name")).collect();
    for operation in &survey.operations {
        let tags: Vec<_> = operation.node.get("tags").into_iter().flat_map(|tags| tags.items()).collect();
        let [tag] = tags.as_slice() else {
            findings.add(&operation.node, format!("{} tags", tags.len()), "give it exactly one");
            continue;
        };
        let name = tag.as_str().unwrap_or_default();
        if !declared.contains(name) {
            findings.add(
                tag,
                format!("the tag `{name}` is not declared"),
                "add it to `tags` at the root, with a description",
            );
        }
    }
}
