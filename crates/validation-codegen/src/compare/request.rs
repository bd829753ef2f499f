//! Requests that one document accepts and the other one refuses.

use serde_json::Value;

use super::content;
use super::difference::Difference;
use super::encode::{self, Place};
use super::exchange::{Exchange, Side, Spot};
use super::gaps::Gaps;
use super::named;
use super::normal::{Kinds, Part, flat};
use super::version::Version;
use crate::ir::{Body, Operation, Parameter, Style, Use};

/// A parameter of an operation.
#[derive(Clone, Copy, Debug)]
struct Slot<'a> {
    place: Place,
    parameter: &'a Parameter,
    /// Where in the path it stands: the segment, and which part of it.
    position: (usize, usize),
}

impl Slot<'_> {
    /// Parameters of a path are known by their position, headers by their names whatever the case.
    fn is_same(&self, other: &Self) -> bool {
        self.place == other.place
            && match self.place {
                Place::Path => self.position == other.position,
                Place::Header => self.parameter.name.eq_ignore_ascii_case(&other.parameter.name),
                Place::Query | Place::Cookie => self.parameter.name == other.parameter.name,
            }
    }

    fn spot(&self) -> Spot {
        let name = self.parameter.name.clone();
        match self.place {
            Place::Path => Spot::Path(name),
            Place::Query => Spot::Query(name),
            Place::Header => Spot::Header(name),
            Place::Cookie => Spot::Cookie(name),
        }
    }
}

/// A request in parts, of which each can be replaced.
#[derive(Clone, Debug)]
struct Draft<'a> {
    operation: &'a Operation,
    /// The parameters of the operation; a value for those that are sent, as it is written.
    parameters: Vec<(Slot<'a>, Option<String>)>,
    body: Option<(String, Vec<u8>)>,
}

impl<'a> Draft<'a> {
    fn exchange(&self) -> Exchange {
        let Operation { method, path, .. } = self.operation;
        let mut path = path.clone();
        let (mut query, mut headers, mut cookies) = (Vec::new(), Vec::new(), Vec::new());
        for (Slot { place, parameter, .. }, text) in &self.parameters {
            let Some(text) = text else { continue };
            match place {
                Place::Path => path = path.replace(&format!("{{{}}}", parameter.name), text),
                Place::Query => query.push(text.as_str()),
                Place::Header => headers.push((parameter.name.clone(), text.clone())),
                Place::Cookie => cookies.push(text.as_str()),
            }
        }
        if !query.is_empty() {
            path = format!("{path}?{}", query.join("&"));
        }
        if !cookies.is_empty() {
            headers.push(("Cookie".to_owned(), cookies.join("; ")));
        }
        let (media_type, body) = self.body.clone().unzip();
        headers.extend(media_type.map(|media_type| ("Content-Type".to_owned(), media_type)));
        Exchange::Request { method: method.name().to_owned(), path, headers, body: body.unwrap_or_default() }
    }

    /// The request with another text for the parameter, or without it.
    fn with(&self, slot: &Slot<'a>, text: Option<&str>) -> Exchange {
        let mut draft = self.clone();
        for (other, known) in &mut draft.parameters {
            if other.is_same(slot) {
                *known = text.map(str::to_owned);
            }
        }
        draft.exchange()
    }

    /// The request with another body, or without one.
    fn with_body(&self, body: Option<(String, Vec<u8>)>) -> Exchange {
        let draft = Self { body, ..self.clone() };
        draft.exchange()
    }
}

fn slots<'a>(version: &'a Version, operation: &'a Operation) -> Vec<Slot<'a>> {
    let resolve = |used: &'a Use<Parameter>| match used {
        Use::Inline(parameter) => Some(&**parameter),
        Use::Named(key) => version.api.parameters.get(key),
    };
    let path = operation.path_parameters.iter().filter_map(|place| {
        let index = place.part.as_ref().map_or(0, |part| part.index);
        let parameter = resolve(&place.parameter)?;
        Some(Slot { place: Place::Path, parameter, position: (place.segment, index) })
    });
    let lists = [
        (Place::Query, &operation.query),
        (Place::Header, &operation.headers),
        (Place::Cookie, &operation.cookies),
    ];
    let others = lists.into_iter().flat_map(|(place, list)| {
        let slot = move |parameter| Slot { place, parameter, position: (0, 0) };
        list.iter().filter_map(resolve).map(slot)
    });
    path.chain(others).collect()
}

fn body<'a>(version: &'a Version, operation: &'a Operation) -> Option<&'a Body> {
    match operation.body.as_ref()? {
        Use::Inline(body) => Some(body),
        Use::Named(key) => version.api.bodies.get(key),
    }
}

fn part<'a>(version: &'a Version, parameter: &'a Parameter) -> Part<'a> {
    Part::new(version, version.schema_or_any(parameter.schema.as_ref()))
}

/// A request that both accept if there is one: all that either of them requires is in it, as far as `loose` has it.
fn draft<'a>(
    loose: Side<'a>,
    strict: Option<Side<'a>>,
    operation: &'a Operation,
    gaps: &mut Gaps,
) -> Draft<'a> {
    let other = strict.and_then(|side| Some((side.version, side.version.api.operations.get(side.index)?)));
    let others = other.map(|(version, operation)| slots(version, operation)).unwrap_or_default();
    let parameters = slots(loose.version, operation).into_iter().map(|slot| {
        let same = others.iter().find(|other| other.is_same(&slot));
        let required = slot.parameter.required || same.is_some_and(|other| other.parameter.required);
        let own = part(loose.version, slot.parameter);
        let both = other.zip(same).map(|((version, _), same)| part(version, same.parameter));
        let parts: Vec<Part<'_>> = [Some(own), both].into_iter().flatten().collect();
        let text = required.then(|| {
            let value = gaps.examples.example(&parts).or_else(|| gaps.examples.example(&[own]));
            encode::parameter(slot.parameter, slot.place, &value?)
        });
        (slot, text.flatten())
    });
    let parameters = parameters.collect();
    let other_body = other.and_then(|(version, operation)| Some((version, body(version, operation)?)));
    let own = body(loose.version, operation);
    let required = own.is_some_and(|body| body.required) || other_body.is_some_and(|(_, body)| body.required);
    let sent =
        own.filter(|_| required).and_then(|own| content::example((loose.version, own), other_body, gaps));
    Draft { operation, parameters, body: sent }
}

/// A request of the operation at `loose`, which `strict` need not have.
pub(super) fn example(loose: Side<'_>, gaps: &mut Gaps) -> Option<Exchange> {
    let operation = loose.version.api.operations.get(loose.index)?;
    Some(draft(loose, None, operation, gaps).exchange())
}

/// A request that both accept, if there is one.
pub(super) fn common_example(loose: Side<'_>, strict: Side<'_>, gaps: &mut Gaps) -> Option<Exchange> {
    let operation = loose.version.api.operations.get(loose.index)?;
    Some(draft(loose, Some(strict), operation, gaps).exchange())
}

/// The rules of `strict` that may refuse requests which `loose` accepts.
pub(super) fn differences(loose: Side<'_>, strict: Side<'_>, gaps: &mut Gaps) -> Vec<Difference> {
    let own = loose.version.api.operations.get(loose.index);
    let other = strict.version.api.operations.get(strict.index);
    let (Some(own), Some(other)) = (own, other) else { return Vec::new() };
    let draft = draft(loose, Some(strict), own, gaps);
    let mut differences = Vec::new();
    let (accepted, asked) = (slots(loose.version, own), slots(strict.version, other));
    for slot in &asked {
        let same = accepted.iter().find(|known| known.is_same(slot));
        if slot.parameter.required && same.is_none_or(|known| !known.parameter.required) {
            let places = (
                same.map_or(own.pointer.as_str(), |known| &known.parameter.pointer),
                &*slot.parameter.pointer,
            );
            let exchange = same.map_or_else(|| draft.exchange(), |known| draft.with(known, None));
            let difference = Difference::at(slot.spot(), "required", places);
            differences.push(difference.shown_by((loose, strict), [exchange]));
        }
        if let Some(known) = same {
            parameter((loose, strict), (known, slot), &draft, gaps, &mut differences);
        }
    }
    for known in &accepted {
        if !asked.iter().any(|slot| slot.is_same(known)) {
            let places = (known.parameter.pointer.as_str(), other.pointer.as_str());
            differences.push(Difference::at(known.spot(), "parameters", places));
        }
    }
    let bodies = (body(loose.version, own), body(strict.version, other));
    match bodies {
        (None, Some(asked)) if asked.required => {
            let difference = Difference::at(Spot::Body, "required", (&own.pointer, object(asked)));
            differences.push(difference.shown_by((loose, strict), [draft.exchange()]));
        }
        (Some(sent), None) => {
            let sent = content::example((loose.version, sent), None, gaps);
            let difference = Difference::at(Spot::Body, "requestBody", (&own.pointer, &other.pointer));
            differences.push(difference.shown_by((loose, strict), [draft.with_body(sent)]));
        }
        (Some(sent), Some(asked)) => {
            if asked.required && !sent.required {
                let difference = Difference::at(Spot::Body, "required", (object(sent), object(asked)));
                differences.push(difference.shown_by((loose, strict), [draft.with_body(None)]));
            }
            let found = content::differences((loose.version, sent), (strict.version, asked), gaps);
            for (difference, bodies) in found {
                let exchanges = bodies.into_iter().map(|body| draft.with_body(Some(body)));
                differences.push(difference.shown_by((loose, strict), exchanges));
            }
        }
        (None, _) => {}
    }
    differences
}

/// Where a body of a request stands: a JSON pointer. It is known by where it says whether it is required.
fn object(body: &Body) -> &str {
    body.pointer.strip_suffix("/required").unwrap_or(&body.pointer)
}

/// Whether values of the types `kinds` are written alike in both styles (OpenAPI 3.0.3, style examples).
fn is_same_style(left: Style, right: Style, kinds: Kinds) -> bool {
    let is_wide = kinds.has(Kinds::ARRAY) || kinds.has(Kinds::OBJECT);
    let is_bare = |style| matches!(style, Style::Simple { .. } | Style::Form { .. });
    left == right
        || match (left, right) {
            (Style::Simple { .. }, Style::Simple { .. }) => !kinds.has(Kinds::OBJECT),
            (left, right) => is_bare(left) && is_bare(right) && !is_wide,
        }
}

/// What differs in one parameter that both have.
fn parameter<'a>(
    sides: (Side<'a>, Side<'a>),
    (known, slot): (&Slot<'a>, &Slot<'a>),
    draft: &Draft<'a>,
    gaps: &mut Gaps,
    differences: &mut Vec<Difference>,
) {
    let (loose, strict) = (part(sides.0.version, known.parameter), part(sides.1.version, slot.parameter));
    let places = (known.parameter.pointer.as_str(), slot.parameter.pointer.as_str());
    let written = |value: &Value| {
        let text = encode::parameter(known.parameter, known.place, value)?;
        Some(draft.with(known, Some(&text)))
    };
    let kinds = Kinds::common(&flat(&[loose, strict]));
    if !is_same_style(known.parameter.style, slot.parameter.style, kinds) {
        let mut values: Vec<Value> = gaps.examples.example(&[loose, strict]).into_iter().collect();
        // Lists of one are written alike in most styles.
        let flat = flat(&[loose]);
        let lists = [2, 3].into_iter().filter(|_| kinds.has(Kinds::ARRAY));
        values.extend(lists.filter_map(|count| Some(Value::Array(gaps.examples.items(&flat, count, 0)?))));
        values.extend(gaps.examples.example(&[loose]));
        let difference = Difference::at(slot.spot(), "style", places);
        differences.push(difference.shown_by(sides, values.iter().filter_map(written)));
    }
    if known.parameter.allow_empty && !slot.parameter.allow_empty {
        let empty = draft.with(known, Some(&format!("{}=", encode::escaped(&known.parameter.name))));
        differences.push(Difference::at(slot.spot(), "allowEmptyValue", places).shown_by(sides, [empty]));
    }
    let named = named::find(loose, strict, gaps.direction);
    differences.extend(named.iter().map(|gap| Difference::of(slot.spot(), gap)));
    // Any text that stands for a single value is a string too.
    let scalars = Kinds::common(&[loose]).without(Kinds::ARRAY).without(Kinds::OBJECT);
    let is_any_text = Kinds::of(strict.schema).has(Kinds::STRING)
        && strict.schema.string.is_none()
        && strict.schema.enumeration.is_none()
        && strict.combination().is_none();
    if is_any_text && scalars == Kinds::common(&[loose]) && scalars != Kinds::NULL {
        return;
    }
    for gap in gaps.find(&[loose], strict).iter() {
        let difference = Difference::of(slot.spot(), gap);
        differences.push(difference.shown_by(sides, gap.values.iter().filter_map(written)));
    }
}
