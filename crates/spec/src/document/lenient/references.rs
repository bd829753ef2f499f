//! References: each leads to an object of the right kind, or is taken out.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::{Map, Value};

use super::{Repair, stand_in};
use crate::document::pointer_of;
use crate::document::references::{circle, external, other_kind, unresolved};
use crate::grammar::{Kind, Shape, grammar};
use crate::{Document, Pointer, Problem};

/// The objects and references that were met.
#[derive(Debug, Default)]
pub(super) struct Places {
    kinds: HashMap<Pointer, Kind>,
    references: Vec<Reference>,
    /// The index into `references` by place.
    by_place: HashMap<Pointer, usize>,
}

#[derive(Debug)]
struct Reference {
    at: Pointer,
    kind: Kind,
    text: String,
    matters: bool,
    outcome: Outcome,
}

/// What following references from one of them leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Unknown,
    /// It is being followed.
    Open,
    /// An object of the right kind.
    Object,
    Nothing,
    Circle,
}

impl Places {
    pub(super) fn add(&mut self, at: &Pointer, kind: Kind) {
        self.kinds.insert(at.clone(), kind);
    }

    /// Forgets an object that is taken out.
    pub(super) fn remove(&mut self, at: &Pointer) {
        self.kinds.remove(at);
    }

    /// Whether the grammar says nothing about the value at `target`, as below an `x-` member.
    fn is_free(&self, target: &Pointer) -> bool {
        let depth = target.tokens().count();
        let holder = (0..depth).rev().map(|count| (count, target.first(count)));
        let holder = holder.into_iter().find_map(|(count, at)| Some((count, *self.kinds.get(&at)?)));
        holder.is_some_and(|(count, kind)| {
            let key = target.tokens().nth(count).unwrap_or_default();
            matches!(grammar(kind).shape_of(&key), None | Some(Shape::Any))
        })
    }

    pub(super) fn refer(&mut self, at: &Pointer, kind: Kind, text: &str, matters: bool) {
        let index = self.references.len();
        if *self.by_place.entry(at.clone()).or_insert(index) == index {
            let (at, text, outcome) = (at.clone(), text.to_owned(), Outcome::Unknown);
            self.references.push(Reference { at, kind, text, matters, outcome });
        }
    }
}

impl Repair {
    /// Takes out every reference that leads nowhere.
    pub(super) fn references(&mut self, document: &mut Document) {
        self.visit_targets(document);
        for index in 0..self.places.references.len() {
            self.follow(index, &document.value);
        }
        for reference in
            self.places.references.iter().filter(|reference| reference.outcome != Outcome::Object)
        {
            take_out(document, reference);
        }
    }

    /// Puts right what references lead to and the grammar does not, such as schemas below `x-` members.
    fn visit_targets(&mut self, document: &mut Document) {
        let mut index = 0;
        // Targets have references of their own, which are added behind.
        while let Some(reference) = self.places.references.get(index) {
            index += 1;
            let Some(target) = pointer_of(&reference.text) else { continue };
            let (shape, matters) = (Shape::Referable(reference.kind), reference.matters);
            if !self.places.kinds.contains_key(&target)
                && self.places.is_free(&target)
                && let Some(value) = document.value.pointer_mut(target.as_str())
            {
                self.shape(value, &target, shape, matters);
            }
        }
    }

    /// Follows references from the one at `index` until it is known where they lead, and reports those that lead to
    /// no object. Each is followed once.
    fn follow(&mut self, index: usize, value: &Value) {
        let mut chain = Vec::new();
        let mut next = Some(index);
        let mut outcome = Outcome::Object;
        while let Some(index) = next {
            let Some(reference) = self.places.references.get_mut(index) else { break };
            match reference.outcome {
                Outcome::Unknown => reference.outcome = Outcome::Open,
                Outcome::Open => {
                    outcome = Outcome::Circle;
                    break;
                }
                known => {
                    outcome = known;
                    break;
                }
            }
            chain.push(index);
            match self.places.step(index, value) {
                Ok(step) => next = step,
                Err(problem) => {
                    chain.pop();
                    outcome = Outcome::Nothing;
                    self.conclude(index, outcome, problem);
                    break;
                }
            }
        }
        for index in chain {
            let Some(Reference { at, text, .. }) = self.places.references.get(index) else { continue };
            let problem = if outcome == Outcome::Circle { circle(at, text) } else { unresolved(at, text) };
            self.conclude(index, outcome, problem);
        }
    }

    fn conclude(&mut self, index: usize, outcome: Outcome, problem: Problem) {
        let Some(reference) = self.places.references.get_mut(index) else { return };
        reference.outcome = outcome;
        let matters = reference.matters;
        if outcome != Outcome::Object {
            self.lost(matters, problem);
        }
    }
}

impl Places {
    /// The reference that the one at `index` leads to; `None` if it leads to an object.
    fn step(&self, index: usize, value: &Value) -> Result<Option<usize>, Problem> {
        let Some(Reference { at, kind, text, .. }) = self.references.get(index) else { return Ok(None) };
        let target = pointer_of(text).ok_or_else(|| external(at, text))?;
        match self.kinds.get(&target) {
            Some(found) if found != kind => Err(other_kind(at, text, *found, *kind)),
            // An object that holds the target may have been taken out.
            Some(_) if value.pointer(target.as_str()).is_some() => Ok(self.by_place.get(&target).copied()),
            _ => Err(unresolved(at, text)),
        }
    }
}

/// Takes a reference out of the document, so that the places of everything else stay what they are.
fn take_out(document: &mut Document, reference: &Reference) {
    if reference.kind == Kind::PathItem {
        if let Some(Value::Object(members)) = document.value.pointer_mut(reference.at.as_str()) {
            members.shift_remove("$ref");
        }
        return;
    }
    let Some((holder, _)) = reference.at.as_str().rsplit_once('/') else { return };
    let Some(key) = reference.at.last().map(Cow::into_owned) else { return };
    match document.value.pointer_mut(holder) {
        Some(Value::Object(members)) if reference.kind == Kind::Schema => {
            members.insert(key, Value::Object(Map::new()));
        }
        Some(Value::Object(members)) => drop(members.shift_remove(&key)),
        Some(Value::Array(items)) => {
            let item = key.parse::<usize>().ok().and_then(|index| items.get_mut(index));
            if let (Some(item), Some(stand_in)) = (item, stand_in(Shape::Referable(reference.kind))) {
                *item = stand_in;
            }
        }
        _ => {}
    }
}
