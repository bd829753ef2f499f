//! Rules about the members that begin with `x-`: which there are, and what `x-throttling` and `x-availability` say.

use std::collections::HashSet;

use serde_json::Value;

use super::survey::Survey;
use super::{Findings, Rule, words};
use crate::{Kind, Node};

pub(super) const EXTENSION: Rule = Rule {
    id: "extension",
    statement: "The only extensions are x-throttling at the root, x-pagination of operations and x-availability of tags.",
    why: "Nobody reads another one, so it would change nothing; evidence and bookkeeping stay out of the document.",
    check: extension,
};

fn extension(survey: &Survey<'_>, findings: &mut Findings) {
    for (kind, node) in &survey.objects {
        let known = match kind {
            Kind::OpenApi => "x-throttling",
            Kind::Operation => "x-pagination",
            Kind::Tag => "x-availability",
            // The names in these places are the author's own: names of schemes, or headers in a map.
            Kind::SecurityRequirement => continue,
            _ => "",
        };
        let unknown = node.members().map(|(key, _)| key).filter(|key| key.starts_with("x-") && *key != known);
        for (key, member) in unknown.filter_map(|key| Some((key, node.get(key)?))) {
            findings.add(
                &member,
                format!("the extension `{key}`"),
                "take it out, or move it to where it is known",
            );
        }
    }
}

pub(super) const THROTTLING: Rule = Rule {
    id: "throttling",
    statement: "x-throttling is at the root and has exactly status, firstWaitSeconds, multiplier, maxWaitSeconds and afterMax, with the values that its table allows.",
    why: "Client, server, contract kit and bindings compute their waits from it.",
    check: throttling,
};

fn throttling(survey: &Survey<'_>, findings: &mut Findings) {
    let root = survey.document.root();
    let Some(throttling) = root.get("x-throttling") else {
        findings.add(&root, "no `x-throttling`", "say how a client waits when it is throttled");
        return;
    };
    let first = throttling.value().get("firstWaitSeconds").and_then(Value::as_u64).unwrap_or(1);
    let whole = |value: &Value, low: u64, high: u64| {
        value.as_u64().is_some_and(|number| (low..=high).contains(&number))
    };
    check_members(
        &throttling,
        findings,
        &[
            ("status", "a status from 400 to 599", &|value| whole(value, 400, 599)),
            ("firstWaitSeconds", "a whole number from 1 to 3600", &|value| whole(value, 1, 3600)),
            ("multiplier", "a whole number from 2 to 10", &|value| whole(value, 2, 10)),
            ("maxWaitSeconds", "a whole number from firstWaitSeconds to 86400", &|value| {
                whole(value, first, 86_400)
            }),
            ("afterMax", "`repeat`", &|value| value == "repeat"),
        ],
    );
}

/// A member that an extension must have: its name, what it holds in words, and whether a value is that.
pub(super) type Member<'a> = (&'a str, &'a str, &'a dyn Fn(&Value) -> bool);

/// Whether an extension is an object with exactly these members; says what is missing, extra or wrong.
pub(super) fn check_members(node: &Node<'_>, findings: &mut Findings, members: &[Member<'_>]) -> bool {
    let before = findings.problems.len();
    let names: Vec<_> = members.iter().map(|(name, ..)| *name).collect();
    if !node.value().is_object() {
        findings.add(node, "a value that is no object", format!("write an object with {}", names.join(", ")));
        return false;
    }
    for (name, expected, fits) in members {
        match node.get(name) {
            None => findings.add(node, format!("no `{name}`"), format!("add `{name}`, {expected}")),
            Some(member) if !fits(member.value()) => {
                findings.add(&member, format!("the value {}", member.value()), format!("write {expected}"));
            }
            Some(_) => {}
        }
    }
    for (name, member) in node.entries().filter(|(name, _)| !names.contains(name)) {
        findings.add(
            &member,
            format!("the member `{name}`"),
            format!("take it out; there are {}", names.join(", ")),
        );
    }
    findings.problems.len() == before
}

pub(super) const THROTTLING_RESPONSE: Rule = Rule {
    id: "throttling-response",
    statement: "Every operation has a response with the status of x-throttling.",
    why: "Any request may be throttled, and a status that is not documented reaches callers as an unknown failure.",
    check: throttling_response,
};

fn throttling_response(survey: &Survey<'_>, findings: &mut Findings) {
    let status =
        survey.document.root().get("x-throttling").and_then(|node| node.value().get("status")?.as_u64());
    let Some(status) = status.map(|status| status.to_string()) else { return };
    for operation in &survey.operations {
        if operation.node.get("responses").is_none_or(|responses| !responses.has(&status)) {
            findings.add(
                &operation.node,
                format!("no response {status}"),
                format!("add the response {status}"),
            );
        }
    }
}

pub(super) const AVAILABILITY: Rule = Rule {
    id: "availability",
    statement: "x-availability of a tag maps verticals in kebab-case to lists of countries, two capital letters each, none twice.",
    why: "The reference and the client's region table are made from it.",
    check: availability,
};

fn availability(survey: &Survey<'_>, findings: &mut Findings) {
    for availability in survey.all(Kind::Tag).filter_map(|tag| tag.get("x-availability")) {
        if availability.entries().next().is_none() {
            findings.add(&availability, "no vertical", "write an object of verticals, or take it out");
        }
        for (vertical, countries) in availability.entries() {
            if !words::is_kebab(vertical) {
                findings.add(
                    &countries,
                    format!("the vertical `{vertical}`"),
                    "write small letters, words joined by `-`",
                );
            } else if countries.items().next().is_none() {
                findings.add(&countries, "no country", "list the countries, or take the vertical out");
            }
            let mut seen = HashSet::new();
            for country in countries.items() {
                let code = country.as_str().unwrap_or_default();
                let is_code = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase());
                if !is_code || !seen.insert(code) {
                    findings.add(
                        &country,
                        format!("the country {}", country.value()),
                        "write each country once, such as `CA`",
                    );
                }
            }
        }
    }
}
