//! What the pages and the document say, subject by subject.

use std::collections::BTreeSet;

use asp_spec::{Document, Pointer};
use indexmap::{IndexMap, IndexSet};
use maud::{Markup, html};

use super::{Reference, links, markdown};
use crate::Statement;

/// The subjects of one operation, or of all.
pub(super) struct Subjects<'a> {
    groups: IndexMap<&'static str, Vec<Subject<'a>>>,
    /// The errata that show where the pages contradict themselves, beside those of the subjects.
    contradictions: Vec<&'a str>,
}

/// One thing that something is said about.
struct Subject<'a> {
    name: String,
    description: Option<&'a str>,
    statements: Vec<&'a Statement>,
    errata: BTreeSet<&'a str>,
}

/// The groups in the order in which they are shown, and the beginnings of the subjects in them.
const GROUPS: [(&str, &[&str]); 5] = [
    ("Parameters", &["path ", "query "]),
    ("Request", &["request "]),
    ("Response", &["response "]),
    ("Statuses", &["status ", "error ", "refusal"]),
    ("Access", &[""]),
];

impl<'a> Subjects<'a> {
    /// What is said about `operation`, `METHOD path`, or about all operations if it is empty.
    pub(super) fn of(reference: &'a Reference<'_>, operation: &str) -> Self {
        let own = reference.statements.get(operation).into_iter().flatten();
        let mut subjects: IndexMap<String, Subject<'a>> = IndexMap::new();
        for statement in own {
            // One subject may have several rows in a page, and the document may spell it differently.
            let name = statement.subject.split(" (row ").next().unwrap_or_default();
            let key = name.to_ascii_lowercase();
            let subject = subjects.entry(key).or_insert_with(|| Subject {
                name: name.to_owned(),
                description: None,
                statements: Vec::new(),
                errata: BTreeSet::new(),
            });
            if !statement.is_same {
                let covering = reference.errata.covering(&statement.sides);
                subject.errata.extend(covering.map(|erratum| erratum.id.as_str()));
            }
            let claim = statement.sides.claim.as_ref().filter(|_| is_described(name));
            let description = || description(reference.document, &claim?.pointer);
            subject.description = subject.description.or_else(description);
            subject.statements.push(statement);
        }
        let mut groups: IndexMap<_, Vec<_>> = GROUPS.iter().map(|(group, _)| (*group, Vec::new())).collect();
        let mut linked = BTreeSet::new();
        for subject in subjects.into_values() {
            linked.extend(subject.errata.iter().copied());
            let is_in = |beginnings: &[&str]| beginnings.iter().any(|start| subject.name.starts_with(start));
            let group = GROUPS.iter().find(|(_, beginnings)| is_in(beginnings));
            if let Some(list) = group.and_then(|(group, _)| groups.get_mut(group)) {
                list.push(subject);
            }
        }
        groups.retain(|_, list| !list.is_empty());
        let ids = reference.errata.errata.iter().map(|erratum| erratum.id.as_str());
        let contradictions =
            ids.filter(|id| !linked.contains(id) && reference.concerns(id, operation)).collect();
        Self { groups, contradictions }
    }
}

/// Whether the table has the description of a subject. Those of statuses stand with the responses.
fn is_described(subject: &str) -> bool {
    ["path ", "query ", "request body ", "response body "].iter().any(|start| subject.starts_with(start))
}

/// The members of a document that hold things with names or numbers of their own.
const HOLDERS: [&str; 7] =
    ["paths", "parameters", "properties", "required", "responses", "headers", "schemas"];

/// What the document says of the thing that `pointer` leads to or into.
fn description<'a>(document: &'a Document, pointer: &Pointer) -> Option<&'a str> {
    let tokens: Vec<_> = pointer.tokens().collect();
    // How long the pointer of the thing is: its name stands behind the last holder. A name may be that of a holder.
    let (mut thing, mut is_name) = (0, false);
    for (index, token) in tokens.iter().enumerate() {
        if is_name {
            thing = index + 1;
        }
        is_name = !is_name && HOLDERS.contains(&token.as_ref());
    }
    // A constraint stands in a schema, which stands in a parameter.
    (thing..=tokens.len()).rev().find_map(|length| {
        let start = tokens.iter().take(length).fold(Pointer::default(), |pointer, token| pointer.join(token));
        let node = document.at(&start)?;
        node.text("description").or_else(|| node.resolve().text("description"))
    })
}

/// The table of the subjects of something with a title, where they stand in the document, and the errata that are about it and
/// about none of them.
///
/// The roles are those that the elements have anyway, until the style of narrow windows makes blocks of them.
pub(super) fn table(subjects: &Subjects<'_>, title: &str, of: &str) -> Markup {
    html! {
        table .subjects role="table" {
            caption .unseen { (title) ": documented and decided" }
            thead role="rowgroup" {
                tr role="row" {
                    @for name in ["About", "Documented", "Erratum", "Decided"] { th scope="col" role="columnheader" { (name) } }
                }
            }
            @for (group, list) in &subjects.groups {
                tbody role="rowgroup" {
                    tr .group role="row" { th colspan="4" scope="rowgroup" role="rowheader" { (group) } }
                    @for subject in list { (row(subject)) }
                }
            }
        }
        (places(subjects, title))
        @if !subjects.contradictions.is_empty() {
            p .contradictions {
                "The pages contradict themselves about " (of) ": "
                (links(subjects.contradictions.iter().copied()))
            }
        }
    }
}

/// The JSON pointers of what the document says.
fn places(subjects: &Subjects<'_>, title: &str) -> Markup {
    let subjects = subjects.groups.values().flatten();
    let claimed = subjects.filter_map(|subject| {
        let claims = subject.statements.iter().filter_map(|statement| {
            let claim = statement.sides.claim.as_ref()?;
            Some((aspect(&statement.aspect), claim.pointer.as_str()))
        });
        // Rows of a page may be about the same.
        let claims: IndexSet<_> = claims.collect();
        (!claims.is_empty()).then_some((&subject.name, claims))
    });
    let mut claimed = claimed.peekable();
    html! {
        @if claimed.peek().is_some() {
            details .places {
                summary { "Where in the document" span .unseen { ": " (title) } }
                dl {
                    @for (name, claims) in claimed {
                        dt { code { (name) } }
                        @for (aspect, pointer) in claims { dd { (aspect) " " code { (pointer) } } }
                    }
                }
            }
        }
    }
}

fn row(subject: &Subject<'_>) -> Markup {
    let is_same = subject.statements.iter().all(|statement| statement.is_same);
    html! {
        tr class=(if is_same { "agrees" } else { "departs" }) role="row" {
            th scope="row" role="rowheader" {
                code { (subject.name) }
                @if let Some(text) = subject.description { (markdown(text)) }
            }
            td role="cell" data-label="Documented" { (side(subject, documented)) }
            @if is_same {
                td role="cell" {}
                td role="cell" data-label="Decided" { span .same { "as documented" } }
            } @else {
                td role="cell" data-label="Erratum" { (links(subject.errata.iter().copied())) }
                td role="cell" data-label="Decided" { (side(subject, decided)) }
            }
        }
    }
}

/// The aspects of a subject as one side has them.
fn side(subject: &Subject<'_>, value: fn(&Statement) -> Markup) -> Markup {
    let mut seen = BTreeSet::new();
    html! {
        ul .aspects {
            @for statement in &subject.statements {
                @let value = value(statement);
                // Rows of a page may say the same.
                @if seen.insert((statement.aspect.as_str(), value.0.clone())) {
                    li class=[(!statement.is_same).then_some("differs")] { span .aspect { (aspect(&statement.aspect)) } " " (value) }
                }
            }
        }
    }
}

/// What readers call an aspect.
fn aspect(name: &str) -> &str {
    match name {
        "example" => "type in the example",
        "in" => "stands in the",
        name => name,
    }
}

fn documented(statement: &Statement) -> Markup {
    match &statement.documented {
        Some(value) => html! { span .value { (value) } },
        None if statement.sides.is_lost => html! { span .lost { "lost" } },
        None => html! { span .nothing { "nothing" } },
    }
}

fn decided(statement: &Statement) -> Markup {
    if let Some(claim) = &statement.sides.claim {
        html! { span .value { (claim.value) } }
    } else {
        html! { span .nothing { "nothing" } }
    }
}
