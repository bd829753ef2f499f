//! What a newer copy of a page says that an older one didn't.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use asp_spec::{Document, Pointer};
use indexmap::IndexMap;

use crate::claims::claims_about;
use crate::compare::{folded, hosts};
use crate::page::LOST;
use crate::{Page, Subject};

/// A change of one fact, or of all that is stated about a subject or an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The operation, `METHOD path`; empty for what concerns the whole page.
    pub operation: String,
    /// What it is about; empty if the operation itself came or went.
    pub subject: String,
    /// Which aspect of it; empty if the subject itself came or went.
    pub aspect: String,
    /// What was said, if anything was.
    pub old: Option<String>,
    /// What is said, if anything is.
    pub new: Option<String>,
}

impl Change {
    /// Whether only the wording changed, and no fact.
    pub fn is_wording(&self) -> bool {
        self.aspect == "text" || self.aspect.starts_with("paragraph ")
    }
}

impl fmt::Display for Change {
    /// Writes a sentence, such as `GET /rooms: maximum of query maxResults was 50 and is 100`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, subject, aspect, old, new } = self;
        let operation = if operation.is_empty() { "the page" } else { operation };
        if self.is_wording() {
            return write!(formatter, "{operation}: the wording of {subject} has changed");
        }
        let thing = match (subject.as_str(), aspect.as_str()) {
            ("", _) => String::new(),
            (subject, "") => format!("{subject} "),
            (subject, aspect) => format!("{aspect} of {subject} "),
        };
        let colon = if subject.is_empty() { " " } else { ": " };
        write!(formatter, "{operation}{colon}{thing}")?;
        match (old, new) {
            (Some(old), Some(new)) => write!(formatter, "was {old} and is {new}"),
            (None, Some(new)) if new.is_empty() => formatter.write_str("is new"),
            (None, Some(new)) => write!(formatter, "is new: {new}"),
            (Some(old), None) if old.is_empty() => formatter.write_str("is gone"),
            (Some(old), None) => write!(formatter, "is gone: {old}"),
            (None, None) => Ok(()),
        }
    }
}

/// Every change from an older copy of a page to a newer one, in the order of the newer one.
pub fn changes(old: &Page, new: &Page) -> Vec<Change> {
    let mut all = Vec::new();
    let head = |page: &Page| {
        let title = [("title".to_owned(), page.title.clone())].into_iter();
        title.chain(page.updated.clone().map(|updated| ("updated".to_owned(), updated))).collect::<Subject>()
    };
    of_subject("", "page", &head(old), &head(new), &mut all);
    of_subjects("", &old.page, &new.page, &mut all);
    let none = IndexMap::new();
    for operation in union(old.operations.keys(), new.operations.keys()) {
        let (before, after) = (old.operations.get(operation), new.operations.get(operation));
        if let (Some(_), Some(_)) = (before, after) {
            of_subjects(operation, before.unwrap_or(&none), after.unwrap_or(&none), &mut all);
        } else {
            let name = |subjects: &IndexMap<String, Subject>| {
                subjects.get("operation").and_then(|known| known.get("name")).cloned().unwrap_or_default()
            };
            all.push(Change {
                operation: operation.to_owned(),
                subject: String::new(),
                aspect: String::new(),
                old: before.map(name),
                new: after.map(name),
            });
        }
    }
    all
}

/// The keys of the new, then those of the old that are no more.
fn union<'a>(old: impl Iterator<Item = &'a String>, new: impl Iterator<Item = &'a String>) -> Vec<&'a str> {
    let new: Vec<_> = new.map(String::as_str).collect();
    let known: BTreeSet<&str> = new.iter().copied().collect();
    let gone = old.map(String::as_str).filter(|key| !known.contains(key)).collect::<Vec<_>>();
    new.into_iter().chain(gone).collect()
}

fn of_subjects(
    operation: &str,
    old: &IndexMap<String, Subject>,
    new: &IndexMap<String, Subject>,
    all: &mut Vec<Change>,
) {
    for subject in union(old.keys(), new.keys()) {
        match (old.get(subject), new.get(subject)) {
            (Some(before), Some(after)) => of_subject(operation, subject, before, after, all),
            (before, after) => all.push(Change {
                operation: operation.to_owned(),
                subject: subject.to_owned(),
                aspect: String::new(),
                old: before.map(summary),
                new: after.map(summary),
            }),
        }
    }
}

fn of_subject(operation: &str, subject: &str, old: &Subject, new: &Subject, all: &mut Vec<Change>) {
    let first = all.len();
    for aspect in union(old.keys(), new.keys()) {
        let (before, after) = (old.get(aspect), new.get(aspect));
        if before != after {
            all.push(Change {
                operation: operation.to_owned(),
                subject: subject.to_owned(),
                aspect: aspect.to_owned(),
                old: before.cloned(),
                new: after.cloned(),
            });
        }
    }
    // Where facts that stand in the wording have changed, so has the wording, which goes without saying.
    if all[first..].iter().any(|change| !change.is_wording() && !BESIDE.contains(&change.aspect.as_str())) {
        let own = all.split_off(first);
        all.extend(own.into_iter().filter(|change| !change.is_wording()));
    }
}

/// Aspects that have places of their own beside the wording.
const BESIDE: [&str; 8] = ["type", "required", "section", "name", "example", "in", "value", "content"];

/// What is stated about a subject, in a line.
fn summary(subject: &Subject) -> String {
    let said = subject.iter().filter(|(aspect, _)| !matches!(aspect.as_str(), "text" | "section" | LOST));
    said.map(|(aspect, value)| format!("{aspect} {value}")).collect::<Vec<_>>().join(", ")
}

/// Where the document says something about what changed: in as many places as it does.
pub fn touched(changes: &[Change], document: &Document) -> Vec<Vec<Pointer>> {
    let concerned: BTreeSet<&str> = changes.iter().map(|change| change.operation.as_str()).collect();
    // What is said of the page is said by all operations.
    let is_about_all = concerned.contains("");
    let claims = claims_about(document, |operation| is_about_all || concerned.contains(operation));
    let claims = hosts(claims.iter());
    let mut by_subject: BTreeMap<(&str, String), Vec<(&str, &Pointer)>> = BTreeMap::new();
    for claim in &claims {
        // Pages call a host by its countries, or not at all.
        let subject = if claim.aspect == "url" { "host".to_owned() } else { folded(&claim.subject) };
        let key = (claim.operation.as_str(), subject);
        by_subject.entry(key).or_default().push((&claim.aspect, &claim.pointer));
    }
    let operations: BTreeMap<String, Pointer> = document
        .operations()
        .map(|operation| {
            (format!("{} {}", operation.method.name(), operation.path), operation.node.pointer().clone())
        })
        .collect();
    changes
        .iter()
        .map(|change| {
            let subject = folded(change.subject.split(" (row ").next().unwrap_or_default());
            let subject = if subject.starts_with("host") { "host".to_owned() } else { subject };
            let known = by_subject.get(&(change.operation.as_str(), subject));
            let known = known.map(Vec::as_slice).unwrap_or_default();
            let exact: Vec<_> = known.iter().filter(|(aspect, _)| *aspect == change.aspect).collect();
            let found: BTreeSet<&Pointer> = if exact.is_empty() {
                known.iter().map(|(_, pointer)| *pointer).collect()
            } else {
                exact.into_iter().map(|(_, pointer)| *pointer).collect()
            };
            if found.is_empty() {
                // Nothing is said of it yet: it would go into the operation.
                return operations.get(&change.operation).cloned().into_iter().collect();
            }
            found.into_iter().cloned().collect()
        })
        .collect()
}
