//! Changes that no exchange shows: texts, and members that say nothing about what is judged.

use std::collections::BTreeMap;

use asp_spec::diff::{Change, ChangeKind, Subject};
use serde_json::Value;

use super::finding::Effect;

/// What happened to something beside exchanges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It has another value.
    Changed,
}

impl From<&ChangeKind> for Kind {
    fn from(kind: &ChangeKind) -> Self {
        match kind {
            ChangeKind::Added(_) => Self::Added,
            ChangeKind::Removed(_) => Self::Removed,
            ChangeKind::Changed { .. } => Self::Changed,
        }
    }
}

/// A change beside exchanges.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Other {
    /// [`Effect::Unclear`] where somebody may rely on it, such as on a default, else [`Effect::Safe`].
    pub effect: Effect,
    /// What happened.
    pub kind: Kind,
    /// The change, in one line.
    pub what: String,
}

/// Sorts changes into those beside exchanges and those of texts; those of exchanges are left to judging.
pub(super) fn sort(changes: &[Change]) -> (Vec<Other>, Vec<String>) {
    let (mut others, mut prose) = (Vec::new(), Vec::new());
    for change in changes {
        if change.prose {
            prose.push(change.to_string());
        } else if let Some(effect) = effect(change) {
            others.push(Other { effect, kind: Kind::from(&change.kind), what: change.to_string() });
        }
    }
    (others, prose)
}

/// What a change beside exchanges does; `None` if it is one of exchanges.
fn effect(change: &Change) -> Option<Effect> {
    let tokens: Vec<_> = change.pointer.tokens().collect();
    let first = tokens.first().map(AsRef::as_ref).unwrap_or_default();
    match &change.subject {
        Subject::Document => match first {
            "security" | "servers" | "securitySchemes" => None,
            "info" | "openapi" | "tags" | "externalDocs" => Some(Effect::Safe),
            _ => Some(Effect::Unclear),
        },
        Subject::Operation(_) if tokens.is_empty() => None,
        Subject::Operation(_) if ["security", "servers"].contains(&first) => None,
        // A named schema that nothing uses is in no exchange; one that is used is judged there.
        Subject::Schema(_) if tokens.is_empty() => Some(Effect::Safe),
        Subject::Operation(_) | Subject::Schema(_) => {
            // Names that the author chose stand behind these.
            let mut names = 0;
            tokens.iter().find_map(|token| {
                if names > 0 {
                    names -= 1;
                    return None;
                }
                names = match token.as_ref() {
                    "properties" | "responses" | "content" | "headers" | "encoding" => 1,
                    "parameters" => 2,
                    "deprecated" | "tags" | "xml" | "externalDocs" => return Some(Effect::Safe),
                    // The last two say how a value is written, which validators take any way.
                    "default" | "callbacks" | "links" | "allowReserved" | "contentType" => {
                        return Some(Effect::Unclear);
                    }
                    token if token.starts_with("x-") => return Some(Effect::Unclear),
                    _ => 0,
                };
                None
            })
        }
    }
}

/// The value with sorted keys.
pub(super) fn sorted(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let members: BTreeMap<String, Value> =
                members.into_iter().map(|(key, member)| (key, sorted(member))).collect();
            Value::Object(members.into_iter().collect())
        }
        Value::Array(items) => items.into_iter().map(sorted).collect(),
        other => other,
    }
}
