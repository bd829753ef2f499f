//! What changed between two documents, in meaning.
//!
//! The documents are compared in their [canonical form](crate::canonical): moving something to `components`, another
//! order of keys, or a default that is written out are no changes. Parameters are compared by place and name, lists
//! whose order has no meaning as sets.
//!
//! What changes for many operations because the root of the document changed is one change of the document.

mod brief;
mod compare;
mod place;

use std::fmt;
use std::thread;

use serde_json::{Map, Value};

use crate::canonical::{canonical, of_root};
use crate::{Document, Pointer};
use brief::Brief;
use compare::Comparison;
use place::Place;

/// What a change is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The document outside its operations and schemas: info, servers, tags, security schemes, extensions.
    Document,
    /// The operation with this operationId, or `METHOD path` if it has none.
    Operation(String),
    /// The named schema.
    Schema(String),
}

impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document => formatter.write_str("document"),
            Self::Operation(id) => write!(formatter, "operation {id}"),
            Self::Schema(name) => write!(formatter, "schema {name}"),
        }
    }
}

/// What happened to a value.
#[derive(Clone, Debug, PartialEq)]
pub enum ChangeKind {
    /// It is new.
    Added(Value),
    /// It is gone.
    Removed(Value),
    /// It was `old` and is `new`.
    Changed {
        /// The value in the old document.
        old: Value,
        /// The value in the new document.
        new: Value,
    },
}

/// One difference between two documents.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What the change is about.
    pub subject: Subject,
    /// Where: a JSON pointer into the canonical form, below the subject; in the form that has the value, in the new one
    /// if both have it. What the root gives to operations, `/security` and `/servers`, is in the form of each of them.
    pub pointer: Pointer,
    /// What happened there, with the values.
    pub kind: ChangeKind,
    /// Whether only readers notice: a description, a summary, a title, an example.
    pub prose: bool,
}

impl fmt::Display for Change {
    /// Writes one line, such as `operation createRoom /responses/429: removed`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.subject)?;
        if self.pointer != Pointer::root() {
            write!(formatter, " {}", self.pointer)?;
        }
        match &self.kind {
            ChangeKind::Added(value) => write!(formatter, ": added{}", with(value)),
            ChangeKind::Removed(value) => write!(formatter, ": removed{}", with(value)),
            ChangeKind::Changed { old, new } => {
                let (old, new) = Brief::pair(old, new);
                write!(formatter, ": changed from {old} to {new}")
            }
        }
    }
}

/// `, value` for values that fit into a line; nothing for objects and lists.
fn with(value: &Value) -> String {
    match value {
        Value::Object(_) | Value::Array(_) => String::new(),
        value => format!(", {}", Brief::new(value)),
    }
}

/// Every difference in meaning between `old` and `new`: those of the document first, then operations, then schemas, each
/// in the order of the canonical form.
pub fn diff(old: &Document, new: &Document) -> Vec<Change> {
    // Large documents take a while: each has a thread.
    let (old_form, new_form) = thread::scope(|scope| {
        let old = scope.spawn(|| canonical(old));
        let new = canonical(new);
        (old.join(), new)
    });
    let old_form = old_form.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    let mut roots = (members(old_form), members(new_form));
    let operations = (take(&mut roots.0, "operations"), take(&mut roots.1, "operations"));
    let schemas = (take(&mut roots.0, "schemas"), take(&mut roots.1, "schemas"));
    let inherited = Inherited::find((old, new), &operations);
    for change in &inherited {
        for (root, value) in [(&mut roots.0, &change.old), (&mut roots.1, &change.new)] {
            root.insert(change.key.to_owned(), value.clone());
        }
    }
    let mut comparison = Comparison::default();
    comparison.members(&Subject::Document, &Pointer::root(), Place::Object, &roots.0, &roots.1);
    compare_all(&mut comparison, Subject::Operation, operations, &inherited);
    compare_all(&mut comparison, Subject::Schema, schemas, &[]);
    comparison.changes
}

/// The changes one a line, or one line that says that there is none.
pub fn render(changes: &[Change]) -> String {
    if changes.is_empty() {
        return "no change in meaning\n".to_owned();
    }
    let lines: Vec<_> = changes.iter().map(ToString::to_string).collect();
    lines.join("\n") + "\n"
}

type Members = Map<String, Value>;

fn members(value: Value) -> Members {
    match value {
        Value::Object(members) => members,
        _ => Members::new(),
    }
}

fn take(members: &mut Members, key: &str) -> Members {
    members.shift_remove(key).map(self::members).unwrap_or_default()
}

/// A change of what the root of the document gives to operations that have no such member of their own.
struct Inherited {
    key: &'static str,
    old: Value,
    new: Value,
}

impl Inherited {
    /// The changes at the root that reached an operation. Where none did, all operations had it already.
    fn find((old, new): (&Document, &Document), operations: &(Members, Members)) -> Vec<Self> {
        let changes = ["security", "servers"].into_iter().map(|key| {
            let (old, new) = (of_root(old, key), of_root(new, key));
            Self { key, old, new }
        });
        let reached = |change: &Self| {
            let mut both = operations.0.iter().filter_map(|(name, old)| Some((old, operations.1.get(name)?)));
            change.old != change.new
                && both.any(|(old, new)| change.explains(old.get(change.key), new.get(change.key)))
        };
        changes.filter(reached).collect()
    }

    fn explains(&self, old: Option<&Value>, new: Option<&Value>) -> bool {
        (old.unwrap_or(&Value::Null), new.unwrap_or(&Value::Null)) == (&self.old, &self.new)
    }
}

fn compare_all(
    comparison: &mut Comparison,
    subject: fn(String) -> Subject,
    (mut old, mut new): (Members, Members),
    inherited: &[Inherited],
) {
    let mut names: Vec<_> =
        old.keys().chain(new.keys().filter(|name| !old.contains_key(*name))).cloned().collect();
    names.sort_unstable();
    for name in names {
        let (old, new) = (old.get_mut(&name), new.get_mut(&name));
        let subject = subject(name);
        match (old, new) {
            (Some(Value::Object(old)), Some(Value::Object(new))) => {
                for change in inherited {
                    if change.explains(old.get(change.key), new.get(change.key)) {
                        old.remove(change.key);
                        new.remove(change.key);
                    }
                }
                comparison.members(&subject, &Pointer::root(), Place::Object, old, new);
            }
            (old, new) => {
                comparison.presence(&subject, &Pointer::root(), false, old.as_deref(), new.as_deref());
            }
        }
    }
}
