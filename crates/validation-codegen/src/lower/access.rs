//! `readOnly`, `writeOnly`: in which direction a member may be sent.
//!
//! A schema may require a member that another part of the same `allOf` describes. What that part says about the
//! direction holds for the requirement too: it would ask for what nobody may send.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use asp_spec::Node;

use super::Lowering;
use crate::ir::Access;

/// They bear on members of objects only; elsewhere they say nothing (OpenAPI 3.0.3, schema object).
pub(super) const KEYWORDS: &[&str] = &["readOnly", "writeOnly"];

/// What schemas say about a member.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    read_only: bool,
    write_only: bool,
}

impl Said {
    fn add(&mut self, other: Self) {
        self.read_only |= other.read_only;
        self.write_only |= other.write_only;
    }
}

/// The members about which something is said.
type Declared<'a> = BTreeMap<&'a str, Said>;

/// What a schema and the parts of its `allOf` say about members, by the schema's pointer.
pub(super) type Known<'a> = HashMap<String, Rc<Declared<'a>>>;

impl<'a> Lowering<'a> {
    /// The access of the member that the schema at `node` describes: what the schema says, or any part of its `allOf`.
    pub(super) fn access(&mut self, node: &Node<'a>) -> Access {
        self.decide(said(node), node)
    }

    /// The access of the member `name` that the schema at `node` requires and does not describe itself: what is said in
    /// all schemas that belong to it by `allOf`.
    pub(super) fn access_of_required(&mut self, node: &Node<'a>, name: &str) -> Access {
        let whole = self.whole.clone().unwrap_or_else(|| node.clone());
        let said = self.declared(&whole).get(name).copied().unwrap_or_default();
        self.decide(said, node)
    }

    /// Whether a requirement in the schema at `part` has another access where the schema is a part of `whole`.
    pub(super) fn is_changed_within(&mut self, whole: &Node<'a>, part: &Node<'a>) -> bool {
        let declared = self.declared(whole);
        if declared.is_empty() {
            return false;
        }
        let own = self.declared(part);
        let is_changed = |name: &str| declared.get(name) != own.get(name);
        if declared.keys().all(|name| !is_changed(name)) {
            return false;
        }
        let mut waiting = vec![part.clone()];
        let mut seen = HashSet::new();
        while let Some(part) = waiting.pop() {
            if !seen.insert(part.pointer().clone()) {
                continue;
            }
            let properties = part.get("properties");
            let is_described = |name: &str| properties.as_ref().is_some_and(|named| named.has(name));
            let required = part.get("required");
            let mut names = required.iter().flat_map(Node::items).filter_map(|name| name.as_str());
            if names.any(|name| is_changed(name) && !is_described(name)) {
                return true;
            }
            waiting.extend(all_of(&part));
        }
        false
    }

    /// What the schema at `node` and the parts of its `allOf` say about members.
    fn declared(&mut self, node: &Node<'a>) -> Rc<Declared<'a>> {
        // A stack of its own: documents may nest combinations as deeply as they like.
        let mut stack = vec![node.resolve()];
        let mut open = HashSet::new();
        while let Some(top) = stack.last().cloned() {
            let key = top.pointer().as_str().to_owned();
            if self.declared.contains_key(&key) {
                stack.pop();
            } else if open.insert(key.clone()) {
                let is_new = |part: &Node<'a>| !open.contains(part.pointer().as_str());
                stack.extend(all_of(&top).filter(is_new));
            } else {
                stack.pop();
                // A schema that is part of itself is refused, so that what is not known yet is missed by nobody.
                let parts = all_of(&top).filter_map(|part| self.declared.get(part.pointer().as_str()));
                let declared = collect(&top, parts);
                self.declared.insert(key, declared);
            }
        }
        self.declared.get(node.resolve().pointer().as_str()).cloned().unwrap_or_default()
    }

    fn decide(&mut self, said: Said, node: &Node<'a>) -> Access {
        match (said.read_only, said.write_only) {
            (false, false) => Access::ReadWrite,
            (true, false) => Access::ReadOnly,
            (false, true) => Access::WriteOnly,
            (true, true) => {
                let found = "a member that is both `readOnly` and `writeOnly`, so that nobody may send it";
                self.refuse("access", node, found, "keep one of the two");
                Access::ReadWrite
            }
        }
    }
}

/// The parts of the `allOf` of the schema at `node`, references followed.
fn all_of<'a>(node: &Node<'a>) -> impl Iterator<Item = Node<'a>> + use<'a> {
    let list = node.get("allOf");
    list.into_iter().flat_map(|list| list.items().map(|part| part.resolve()).collect::<Vec<_>>())
}

/// What the schema at `node` says about itself, or any part of its `allOf`.
fn said(node: &Node<'_>) -> Said {
    let mut said = Said::default();
    let mut waiting = vec![node.resolve()];
    let mut seen = HashSet::new();
    while let Some(part) = waiting.pop() {
        said.add(Said { read_only: part.flag("readOnly"), write_only: part.flag("writeOnly") });
        // Most schemas have no parts, so that nothing is noted.
        if part.has("allOf") && seen.insert(part.pointer().clone()) {
            waiting.extend(all_of(&part));
        }
    }
    said
}

/// What the properties of the schema at `node` say, and its `parts`.
fn collect<'k, 'a: 'k>(
    node: &Node<'a>,
    parts: impl Iterator<Item = &'k Rc<Declared<'a>>>,
) -> Rc<Declared<'a>> {
    let properties = node.get("properties");
    let properties = properties.iter().flat_map(Node::entries).map(|(name, schema)| (name, said(&schema)));
    let mut own: Declared<'a> = properties.filter(|(_, said)| *said != Said::default()).collect();
    let parts: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
    // Mostly there is nothing to be copied.
    if let ([part], true) = (parts.as_slice(), own.is_empty()) {
        return Rc::clone(part);
    }
    for (name, said) in parts.into_iter().flat_map(|part| part.iter()) {
        own.entry(name).or_default().add(*said);
    }
    Rc::new(own)
}
