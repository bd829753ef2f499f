//! What follows from keywords that are left out: their schema accepts more, so that `not` would refuse more, and several
//! schemas of `oneOf` would hold where one does. Such a `not` is left out too, and such a `oneOf` judged as `anyOf`.

use std::collections::{HashMap, HashSet};

use asp_spec::Pointer;

use super::leave_out::Spoilt;
use crate::ir::{Additional, Api, Body, Combination, Parameter, Response, Schema, Use};

/// Loosens the combinations of `api` above the `places` in schemas at which something is left out.
pub(super) fn loosen(api: &mut Api, places: &Spoilt) {
    if places.is_empty() {
        return;
    }
    let mut loose = Loose { places, named: HashSet::new() };
    let mut users: HashMap<String, Vec<String>> = HashMap::new();
    let mut waiting = Vec::new();
    for (key, schema) in &api.schemas {
        let mut inner = vec![schema];
        let mut is_loose = false;
        while let Some(schema) = inner.pop() {
            is_loose |= loose.is_at(schema);
            for used in schema.uses() {
                match used {
                    Use::Inline(schema) => inner.push(schema),
                    Use::Named(name) => users.entry(name.clone()).or_default().push(key.clone()),
                }
            }
        }
        if is_loose {
            waiting.push(key.clone());
        }
    }
    while let Some(key) = waiting.pop() {
        waiting.extend(users.get(&key).into_iter().flatten().cloned());
        users.remove(&key);
        loose.named.insert(key);
    }
    api.schemas.values_mut().for_each(|schema| loose.schema(schema));
    for parameter in api.parameters.values_mut().chain(api.headers.values_mut()) {
        loose.parameter(parameter);
    }
    api.bodies.values_mut().for_each(|body| loose.body(body));
    api.responses.values_mut().for_each(|response| loose.response(response));
    for operation in &mut api.operations {
        let path = operation.path_parameters.iter_mut().map(|path| &mut path.parameter);
        let named = [&mut operation.query, &mut operation.headers, &mut operation.cookies];
        for parameter in path.chain(named.into_iter().flatten()) {
            if let Use::Inline(parameter) = parameter {
                loose.parameter(parameter);
            }
        }
        if let Some(Use::Inline(body)) = &mut operation.body {
            loose.body(body);
        }
        let responses = &mut operation.responses;
        let of_status = responses.exact.iter_mut().chain(&mut responses.ranges).map(|(_, response)| response);
        for response in of_status.chain(&mut responses.default) {
            if let Use::Inline(response) = response {
                loose.response(response);
            }
        }
    }
}

/// The schemas in which something is left out, or in what they refer to.
struct Loose<'s> {
    places: &'s Spoilt,
    /// Those with a table of their own, by key.
    named: HashSet<String>,
}

impl Loose<'_> {
    fn is_at(&self, schema: &Schema) -> bool {
        Pointer::parse(&schema.pointer).is_some_and(|place| self.places.has_within(&place))
    }

    fn has(&self, used: &Use<Schema>) -> bool {
        let mut waiting = vec![used];
        while let Some(used) = waiting.pop() {
            match used {
                Use::Named(key) if self.named.contains(key) => return true,
                Use::Named(_) => {}
                Use::Inline(schema) if self.is_at(schema) => return true,
                Use::Inline(schema) => waiting.extend(schema.uses()),
            }
        }
        false
    }

    fn used(&self, used: Option<&mut Use<Schema>>) {
        if let Some(schema) =
            used.and_then(|used| if let Use::Inline(schema) = used { Some(schema) } else { None })
        {
            self.schema(schema);
        }
    }

    fn schema(&self, schema: &mut Schema) {
        if let Some(rules) = &mut schema.array {
            self.used(rules.items.as_mut());
        }
        if let Some(rules) = &mut schema.object {
            rules.properties.iter_mut().for_each(|property| self.used(property.schema.as_mut()));
            if let Additional::Schema(schema) = &mut rules.additional {
                self.used(Some(schema));
            }
        }
        let Some(combination) = &mut schema.combination else { return };
        let Combination { all_of, any_of, one_of, not, discriminator } = combination;
        // Before their own parts change: what is left out of them is what counts.
        if not.as_ref().is_some_and(|not| self.has(not)) {
            *not = None;
        }
        if one_of.iter().any(|part| self.has(part)) {
            let one_of = std::mem::take(one_of);
            if any_of.is_empty() {
                *any_of = one_of;
            } else {
                let combination = Some(Combination { any_of: one_of, ..Combination::default() });
                let part = Schema { combination, ..Schema::any(schema.pointer.clone()) };
                all_of.push(Use::Inline(Box::new(part)));
            }
        }
        let mapped = discriminator.iter_mut().flat_map(|discriminator| &mut discriminator.mapping);
        let parts = all_of.iter_mut().chain(&mut *any_of).chain(&mut *one_of).chain(&mut *not);
        for part in parts.chain(mapped.map(|(_, part)| part)) {
            self.used(Some(part));
        }
    }

    fn parameter(&self, parameter: &mut Parameter) {
        self.used(parameter.schema.as_mut());
    }

    fn body(&self, body: &mut Body) {
        body.content.iter_mut().for_each(|content| self.used(content.schema.as_mut()));
    }

    fn response(&self, response: &mut Response) {
        for header in &mut response.headers {
            if let Use::Inline(header) = header {
                self.parameter(header);
            }
        }
        response.body.iter_mut().for_each(|body| self.body(body));
    }
}
