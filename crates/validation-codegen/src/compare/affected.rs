//! Which operations changed.

use std::collections::{HashMap, HashSet};

use asp_spec::Document;
use asp_spec::diff::{Change, Subject};

use super::references::{References, component};

/// An operation as the comparison knows it.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) label: String,
    pub(super) method: &'static str,
    pub(super) path: String,
    /// JSON pointers of the operation and its path item.
    pub(super) pointer: String,
    /// Whether the operation stands in the path item of another path.
    is_shared: bool,
}

impl Known {
    /// Method and path.
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// The operations of a document.
#[derive(Debug)]
pub(super) struct Operations {
    pub(super) list: Vec<Known>,
    pub(super) references: References,
}

impl Operations {
    pub(super) fn of(document: &Document, references: References) -> Self {
        let all = document.operations_of_all_paths().into_iter();
        let list = all.map(|operation| {
            let pointer = operation.node.pointer();
            let is_shared = pointer.tokens().nth(1).is_none_or(|path| path != operation.path);
            Known {
                label: operation.label(),
                method: operation.method.name(),
                path: operation.path.to_owned(),
                pointer: pointer.as_str().to_owned(),
                is_shared,
            }
        });
        Self { list: list.collect(), references }
    }
}

/// The operations that are compared: indices into the lists of both documents.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// Those that both have and that changed.
    pub(super) both: Vec<(usize, usize)>,
    /// Those that only the old document has.
    pub(super) gone: Vec<usize>,
    /// Those that only the new document has.
    pub(super) fresh: Vec<usize>,
    /// All that both have.
    pub(super) all: Vec<(usize, usize)>,
    /// Those of which an example is needed.
    pub(super) needed: Vec<(usize, usize)>,
}

impl Pairs {
    /// Pairs operations by method and path, whatever their parameters are called.
    pub(super) fn find(olds: &Operations, news: &Operations, changes: &[Change]) -> Self {
        let mut by_route: HashMap<(&str, String), usize> = HashMap::new();
        for (index, old) in olds.list.iter().enumerate() {
            by_route.entry((old.method, route(&old.path))).or_insert(index);
        }
        let changes = || changes.iter().filter(|change| !change.prose);
        let names: HashSet<&str> = changes()
            .filter_map(|change| match &change.subject {
                Subject::Operation(name) => Some(name.as_str()),
                _ => None,
            })
            .collect();
        let schemas: HashSet<String> = changes()
            .filter_map(|change| match &change.subject {
                Subject::Schema(name) => Some(component("schemas", name)),
                _ => None,
            })
            .collect();
        let (old_users, new_users) = if schemas.is_empty() {
            (HashSet::new(), HashSet::new())
        } else {
            (olds.references.leading_to(&schemas), news.references.leading_to(&schemas))
        };
        let is_changed = |known: &Known, users: &HashSet<&str>| {
            known.is_shared
                || names.contains(known.label.as_str())
                || names.contains(known.name().as_str())
                || users.contains(known.name().as_str())
        };
        let mut pairs = Self::default();
        let mut paired = HashSet::new();
        for (index, new) in news.list.iter().enumerate() {
            let Some(&old_index) = by_route.get(&(new.method, route(&new.path))) else {
                pairs.fresh.push(index);
                continue;
            };
            let Some(old) = olds.list.get(old_index).filter(|_| paired.insert(old_index)) else { continue };
            pairs.all.push((old_index, index));
            if is_changed(old, &old_users) || is_changed(new, &new_users) || old.label != new.label {
                pairs.both.push((old_index, index));
            }
        }
        pairs.gone = (0..olds.list.len()).filter(|index| !paired.contains(index)).collect();
        pairs
    }

    pub(super) fn is_empty(&self) -> bool {
        self.both.is_empty() && self.gone.is_empty() && self.fresh.is_empty() && self.needed.is_empty()
    }

    pub(super) fn changed_in_new(&self) -> usize {
        self.both.len() + self.fresh.len()
    }

    /// The paths that are needed of each document. The new one needs those too to which requests of operations that are
    /// gone may lead.
    pub(super) fn paths(&self, olds: &Operations, news: &Operations) -> (HashSet<String>, HashSet<String>) {
        let both = || self.both.iter().chain(&self.needed);
        let path = |operations: &Operations, index: usize| {
            operations.list.get(index).map(|known| known.path.clone())
        };
        let old = both().map(|(old, _)| *old).chain(self.gone.iter().copied());
        let old: HashSet<String> = old.filter_map(|index| path(olds, index)).collect();
        let mut new: HashSet<String> = both().filter_map(|(_, index)| path(news, *index)).collect();
        let gone = self.gone.iter().filter_map(|index| Some(olds.list.get(*index)?.path.as_str()));
        let gone: HashSet<&str> = gone.collect();
        new.extend(overlapping(gone, news.list.iter().map(|known| known.path.as_str())));
        (old, new)
    }
}

/// The path without the names of its parameters.
fn route(path: &str) -> String {
    let mut route = String::with_capacity(path.len());
    let mut in_name = false;
    for character in path.chars() {
        match character {
            '{' => {
                in_name = true;
                route.push('{');
            }
            '}' => {
                in_name = false;
                route.push('}');
            }
            other if !in_name => route.push(other),
            _ => {}
        }
    }
    route
}

/// Those of `others` to which a request for one of `paths` may lead.
pub(super) fn overlapping<'a>(
    paths: impl IntoIterator<Item = &'a str>,
    others: impl Iterator<Item = &'a str>,
) -> HashSet<String> {
    let split = |path: &'a str| -> Vec<&'a str> { path.split('/').collect() };
    let paths: Vec<Vec<&str>> = paths.into_iter().map(split).collect();
    let may_match = |other: &&'a str| {
        let other = split(other);
        paths.iter().any(|path| {
            let mut segments = path.iter().zip(&other);
            path.len() == other.len()
                && segments.all(|(left, right)| left == right || left.contains('{') || right.contains('{'))
        })
    };
    if paths.is_empty() { HashSet::new() } else { others.filter(may_match).map(str::to_owned).collect() }
}
