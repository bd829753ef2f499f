//! `security` and `servers`: what a sender needs before a request is judged.

use std::collections::{BTreeMap, BTreeSet};

use asp_spec::diff::{Change, Subject};
use asp_spec::{Document, Operation};
use indexmap::IndexMap;
use serde_json::{Value, json};

use super::affected::{Operations, Pairs};
use super::finding::Effect;

/// A change of what a sender needs.
#[derive(Clone, Debug)]
pub(super) struct Outside {
    pub(super) rule: &'static str,
    pub(super) effect: Effect,
    pub(super) what: String,
    /// Why a request fails.
    pub(super) reason: String,
    pub(super) old: String,
    pub(super) new: String,
    /// The operations.
    pub(super) operations: Vec<String>,
    /// The first of them.
    pub(super) method: String,
    pub(super) old_path: String,
    pub(super) new_path: String,
}

/// A server whose variables make more URLs than this is compared as it is written.
const MOST_URLS: usize = 200;

/// A combination of schemes with their scopes.
type Alternative = BTreeMap<String, BTreeSet<String>>;

/// What changed: rule, effect, words, reason.
type Found = (&'static str, Effect, String, String);

/// Compares what both documents ask of senders. The first operation of each change is needed for its example.
pub(super) fn find(
    (old, new): (&Document, &Document),
    (olds, news): (&Operations, &Operations),
    pairs: &mut Pairs,
    changes: &[Change],
) -> Vec<Outside> {
    let is_about = |change: &&Change| {
        let first = change.pointer.tokens().next();
        let keys = ["security", "servers", "securitySchemes"];
        !change.prose
            && change.subject != Subject::Document
            && first.as_ref().is_some_and(|first| keys.contains(&first.as_ref()))
    };
    let is_general = changes.iter().any(|change| {
        let first = change.pointer.tokens().next();
        let keys = ["security", "servers", "securitySchemes"];
        change.subject == Subject::Document && first.is_some_and(|first| keys.contains(&first.as_ref()))
    });
    if !is_general && !changes.iter().any(|change| is_about(&change)) && pairs.both.is_empty() {
        return Vec::new();
    }
    let listed = if is_general { pairs.all.clone() } else { pairs.both.clone() };
    let (old_operations, new_operations) = (old.operations_of_all_paths(), new.operations_of_all_paths());
    let mut found: IndexMap<(&'static str, Effect, String), Outside> = IndexMap::new();
    for (old_index, new_index) in listed {
        let both = (old_operations.get(old_index), new_operations.get(new_index));
        let known = (olds.list.get(old_index), news.list.get(new_index));
        let ((Some(before), Some(after)), (Some(old_known), Some(new_known))) = (both, known) else {
            continue;
        };
        let changes = security((old, before), (new, after)).into_iter().chain(servers(before, after));
        for (rule, effect, what, reason) in changes {
            let entry = found.entry((rule, effect, what.clone())).or_insert_with(|| {
                pairs.needed.push((old_index, new_index));
                let place = |operation: &Operation<'_>| {
                    operation
                        .inherited(rule)
                        .map(|node| node.pointer().as_str().to_owned())
                        .unwrap_or_default()
                };
                Outside {
                    rule,
                    effect,
                    what,
                    reason,
                    old: place(before),
                    new: place(after),
                    operations: Vec::new(),
                    method: new_known.method.to_owned(),
                    old_path: old_known.path.clone(),
                    new_path: new_known.path.clone(),
                }
            });
            entry.operations.push(new_known.label.clone());
        }
    }
    found.into_values().collect()
}

fn security(
    (old, before): (&Document, &Operation<'_>),
    (new, after): (&Document, &Operation<'_>),
) -> Vec<Found> {
    let (olds, news) = (alternatives(before), alternatives(after));
    let mut found = Vec::new();
    let missing = |(owner, from): (&Document, &[Alternative]), (asker, to): (&Document, &[Alternative])| {
        let is_missing = |have: &&Alternative| !to.iter().any(|ask| is_enough((owner, have), (asker, ask)));
        from.iter().find(is_missing).cloned()
    };
    if let Some(have) = missing((old, &olds), (new, &news)) {
        let what = format!("{} isn't enough any more: asks for {}", one(&have), any(&news));
        let reason = format!("sent with {}, and the operation asks for {}", one(&have), any(&news));
        found.push(("security", Effect::Breaking, what, reason));
    }
    if let Some(have) = missing((new, &news), (old, &olds)) {
        let what = format!("{} is enough now: asked for {}", one(&have), any(&olds));
        found.push(("security", Effect::Safe, what, String::new()));
    }
    let used: BTreeSet<&String> = olds.iter().chain(&news).flat_map(BTreeMap::keys).collect();
    for name in used {
        let flows =
            |document: &Document| scheme(document, name).map(|scheme| without_texts(&scheme["flows"]));
        let (old, new) = (flows(old), flows(new));
        if old.is_some() && new.is_some() && old != new {
            let what = format!("the flows of {name} changed: no exchange shows where tokens come from");
            found.push(("security", Effect::Unclear, what, String::new()));
        }
    }
    found
}

/// What an operation asks for: one of the combinations. Nothing is a combination too.
fn alternatives(operation: &Operation<'_>) -> Vec<Alternative> {
    let list = operation.inherited("security");
    let list = list.as_ref().and_then(|node| node.value().as_array());
    let read = |requirement: &Value| -> Alternative {
        let members = requirement.as_object().into_iter().flatten();
        let scopes = |value: &Value| -> BTreeSet<String> {
            value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
        };
        members.map(|(name, value)| (name.clone(), scopes(value))).collect()
    };
    let list: Vec<Alternative> = list.into_iter().flatten().map(read).collect();
    if list.is_empty() { vec![Alternative::new()] } else { list }
}

/// Whether credentials for `have`, of the one document, are those that `ask` asks for in the other one.
fn is_enough((owner, have): (&Document, &Alternative), (asker, ask): (&Document, &Alternative)) -> bool {
    ask.iter().all(|(name, scopes)| {
        let wanted = substance(asker, name);
        // Names of schemes are the author's: a request looks the same under another one.
        have.iter().any(|(other, known)| known.is_superset(scopes) && substance(owner, other) == wanted)
    })
}

/// What a request shows of a security scheme; its name if the document doesn't describe it.
fn substance(document: &Document, name: &str) -> Vec<Value> {
    let Some(scheme) = scheme(document, name) else { return vec![json!(name)] };
    // Names of headers and of HTTP schemes come in any case (RFC 9110, sections 5.1 and 11.1).
    let is_header = scheme.get("in").is_some_and(|place| place == "header");
    let member = |key: &str| match (key, scheme.get(key)) {
        ("name", Some(Value::String(text))) if is_header => json!(text.to_ascii_lowercase()),
        ("scheme", Some(Value::String(text))) => json!(text.to_ascii_lowercase()),
        (_, value) => value.cloned().unwrap_or_default(),
    };
    ["type", "in", "name", "scheme", "openIdConnectUrl"].map(member).to_vec()
}

fn scheme(document: &Document, name: &str) -> Option<Value> {
    let (_, node) = document.components("securitySchemes").find(|(known, _)| *known == name)?;
    Some(node.resolve().value().clone())
}

/// The flows without descriptions of their scopes.
fn without_texts(flows: &Value) -> Value {
    let mut flows = flows.clone();
    for flow in flows.as_object_mut().into_iter().flat_map(serde_json::Map::values_mut) {
        let scopes = flow.get_mut("scopes").and_then(Value::as_object_mut);
        scopes.into_iter().flat_map(serde_json::Map::values_mut).for_each(|text| *text = Value::Null);
    }
    super::other::sorted(flows)
}

fn one(alternative: &Alternative) -> String {
    if alternative.is_empty() {
        return "no credentials".to_owned();
    }
    let schemes = alternative.iter().map(|(name, scopes)| {
        if scopes.is_empty() {
            return name.clone();
        }
        let scopes: Vec<_> = scopes.iter().map(String::as_str).collect();
        format!("{name} ({})", scopes.join(", "))
    });
    schemes.collect::<Vec<_>>().join(" and ")
}

fn any(alternatives: &[Alternative]) -> String {
    alternatives.iter().map(one).collect::<Vec<_>>().join(" or ")
}

fn servers(before: &Operation<'_>, after: &Operation<'_>) -> Vec<Found> {
    let (olds, news) = (urls(before), urls(after));
    let mut found = Vec::new();
    for (url, variables) in &olds {
        match news.iter().find(|(other, _)| is_same_url(other, url)) {
            None => {
                let what = format!("the server {url} is gone");
                let reason = format!("sent to {url}, which is no server of the operation any more");
                found.push(("servers", Effect::Breaking, what, reason));
            }
            Some((_, others)) if others != variables => {
                let what = format!("the variables of the server {url} changed");
                found.push(("servers", Effect::Unclear, what, String::new()));
            }
            Some(_) => {}
        }
    }
    for (url, _) in news.iter().filter(|(url, _)| !olds.iter().any(|(other, _)| is_same_url(other, url))) {
        found.push(("servers", Effect::Safe, format!("the server {url} is new"), String::new()));
    }
    found
}

/// Whether requests go to the same place: scheme and host come in any case (RFC 3986, section 6.2.2.1), and no sender
/// writes two slashes where the path begins.
fn is_same_url(left: &str, right: &str) -> bool {
    let normal = |url: &str| {
        let url = url.trim_end_matches('/');
        let end = url.find("://").map_or(0, |at| at + 3);
        let host = url.get(end..).and_then(|rest| rest.find('/')).map_or(url.len(), |at| end + at);
        // Names of variables stay as they are.
        let has_variable = url.get(..host).is_some_and(|start| start.contains('{'));
        let (start, rest) = if end == 0 || has_variable { ("", url) } else { url.split_at(host) };
        start.to_ascii_lowercase() + rest
    };
    normal(left) == normal(right)
}

/// The URLs with the variables that are left in them, texts left out; `/` if there is none (OpenAPI 3.0.3, OpenAPI
/// object). Where a variable lists its values, there is one URL for each.
fn urls(operation: &Operation<'_>) -> Vec<(String, Value)> {
    let list = operation.inherited("servers");
    let list = list.as_ref().and_then(|node| node.value().as_array()).map(Vec::as_slice).unwrap_or_default();
    let urls: Vec<_> = list.iter().flat_map(expanded).collect();
    if urls.is_empty() { vec![("/".to_owned(), Value::Null)] } else { urls }
}

/// The URLs of a server, one for each value that its variables list, each with what is left of the variables.
fn expanded(server: &Value) -> Vec<(String, Value)> {
    let url = server.get("url").and_then(Value::as_str).unwrap_or_default();
    let mut left = server.get("variables").cloned().unwrap_or_default();
    // The URLs, and whether each is the one that senders use who set no variable.
    let mut urls = vec![(url.to_owned(), true)];
    let variables = left.as_object_mut();
    let Some(variables) = variables else { return vec![(url.to_owned(), Value::Null)] };
    variables.retain(|name, variable| {
        let Some(members) = variable.as_object_mut() else { return true };
        members.shift_remove("description");
        let default = members.get("default").cloned().unwrap_or_default();
        let Some(Value::Array(values)) = members.get_mut("enum") else { return true };
        values.sort_by_cached_key(Value::to_string);
        let texts: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
        if texts.is_empty() || urls.len() * texts.len() > MOST_URLS {
            return true;
        }
        let place = format!("{{{name}}}");
        let with = |(url, is_default): &(String, bool)| {
            let urls = texts.iter().map(|text| (url.replace(&place, text), *is_default && default == **text));
            urls.collect::<Vec<_>>()
        };
        urls = urls.iter().flat_map(with).collect();
        false
    });
    let left = if variables.is_empty() { Value::Null } else { super::other::sorted(left) };
    let rest = |is_default| if is_default { left.clone() } else { json!({"left": left, "default": false}) };
    urls.into_iter().map(|(url, is_default)| (url, rest(is_default))).collect()
}
