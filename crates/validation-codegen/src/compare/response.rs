//! Responses that one document lets a server send and the other one does not describe.

use std::collections::HashMap;

use asp_spec::Method;
use serde_json::Value;

use super::content::{self, Sent};
use super::difference::Difference;
use super::encode::{self, Place};
use super::exchange::{Exchange, Side, Spot};
use super::gaps::Gaps;
use super::normal::Part;
use super::version::Version;
use crate::ir::{Operation, Parameter, Response, Responses, Use};

/// Statuses that stand for those that nobody names.
const STATUSES: [u16; 6] = [500, 400, 418, 503, 299, 399];

/// A response in parts.
#[derive(Clone, Debug)]
struct Draft<'a> {
    status: u16,
    headers: Vec<(&'a Parameter, Option<String>)>,
    body: Option<Sent>,
}

impl Draft<'_> {
    fn exchange(&self) -> Exchange {
        let headers = self.headers.iter();
        let mut headers: Vec<(String, String)> =
            headers.filter_map(|(header, text)| Some((header.name.clone(), text.clone()?))).collect();
        let (media_type, body) = self.body.clone().unzip();
        headers.extend(media_type.map(|media_type| ("Content-Type".to_owned(), media_type)));
        Exchange::Response { status: self.status, headers, body: body.unwrap_or_default() }
    }

    fn with(&self, name: &str, text: Option<&str>) -> Exchange {
        let mut draft = self.clone();
        for (header, known) in &mut draft.headers {
            if header.name.eq_ignore_ascii_case(name) {
                *known = text.map(str::to_owned);
            }
        }
        draft.exchange()
    }

    fn with_body(&self, body: Option<Sent>) -> Exchange {
        Self { body, ..self.clone() }.exchange()
    }
}

fn resolve<'a>(version: &'a Version, used: &'a Use<Response>) -> Option<&'a Response> {
    match used {
        Use::Inline(response) => Some(response),
        Use::Named(key) => version.api.responses.get(key),
    }
}

/// What describes responses of `status` (OpenAPI 3.0.3, responses object).
fn described<'a>(version: &'a Version, responses: &'a Responses, status: u16) -> Option<&'a Response> {
    let exact = responses.exact.iter().find(|(known, _)| *known == status);
    let range = || responses.ranges.iter().find(|(digit, _)| *digit == status / 100);
    let found = exact.or_else(range).map(|(_, used)| used).or(responses.default.as_ref())?;
    resolve(version, found)
}

fn headers<'a>(version: &'a Version, response: &'a Response) -> Vec<&'a Parameter> {
    let resolve = |used: &'a Use<Parameter>| match used {
        Use::Inline(header) => Some(&**header),
        Use::Named(key) => version.api.headers.get(key),
    };
    response.headers.iter().filter_map(resolve).collect()
}

fn part<'a>(version: &'a Version, header: &'a Parameter) -> Part<'a> {
    Part::new(version, version.schema_or_any(header.schema.as_ref()))
}

/// The statuses to be compared: those that `own` names, and for its ranges and `default` those that `other` names, and one
/// that nobody names.
fn statuses(own: &Responses, other: &Responses) -> Vec<u16> {
    let mut statuses: Vec<u16> = own.exact.iter().map(|(status, _)| *status).collect();
    let named: Vec<u16> = other.exact.iter().map(|(status, _)| *status).collect();
    let is_exact = |status: &u16, statuses: &[u16]| statuses.contains(status) || named.contains(status);
    let known = statuses.clone();
    for (digit, _) in &own.ranges {
        statuses.extend(named.iter().filter(|status| **status / 100 == *digit && !known.contains(status)));
        let free = (digit * 100..digit * 100 + 100).find(|status| !is_exact(status, &known));
        statuses.extend(free.filter(|status| (100..600).contains(status)));
    }
    if own.default.is_some() {
        let has_range = |status: u16| own.ranges.iter().any(|(digit, _)| *digit == status / 100);
        statuses.extend(named.iter().filter(|status| !known.contains(status) && !has_range(**status)));
        // One of each range that the other side has, and one of none.
        let ranges = other.ranges.iter().map(|(digit, _)| digit * 100 + 99);
        let of_ranges: Vec<u16> =
            ranges.filter(|status| !is_exact(status, &known) && !has_range(*status)).collect();
        statuses.extend(of_ranges);
        let in_range = |status: u16| other.ranges.iter().any(|(digit, _)| *digit == status / 100);
        let free = STATUSES
            .into_iter()
            .find(|status| !is_exact(status, &known) && !has_range(*status) && !in_range(*status));
        statuses.extend(free);
    }
    statuses.sort_unstable();
    statuses.dedup();
    statuses
}

/// What was found for two responses already: operations share them. By their addresses, the status, and whether there can
/// be a body.
pub(super) type Known = HashMap<(usize, usize, u16, bool), Vec<Difference>>;

/// What the strict side may refuse in responses that the loose side describes.
pub(super) fn differences(
    loose: Side<'_>,
    strict: Side<'_>,
    gaps: &mut Gaps,
    known: &mut Known,
) -> Vec<Difference> {
    let own = loose.version.api.operations.get(loose.index);
    let other = strict.version.api.operations.get(strict.index);
    let (Some(own), Some(other)) = (own, other) else { return Vec::new() };
    let mut differences = Vec::new();
    for status in statuses(&own.responses, &other.responses) {
        let Some(sent) = described(loose.version, &own.responses, status) else { continue };
        let read = described(strict.version, &other.responses, status);
        let address = |response: &Response| std::ptr::from_ref(response).addr();
        let has_body = own.method != Method::Head && !matches!(status, 100..=199 | 204 | 304);
        // A response that is missing is missing in one operation.
        let key = read.map(|read| (address(sent), address(read), status, has_body));
        if let Some(known) = key.as_ref().and_then(|key| known.get(key)) {
            differences.extend(known.iter().cloned());
            continue;
        }
        let mut found = Vec::new();
        one((loose, strict), other, (status, has_body), (sent, read), gaps, &mut found);
        for difference in &mut found {
            difference.status = Some(status);
        }
        if let Some(key) = key {
            known.insert(key, found.clone());
        }
        differences.extend(found);
    }
    differences
}

fn one<'a>(
    (loose, strict): (Side<'a>, Side<'a>),
    other: &'a Operation,
    (status, has_body): (u16, bool),
    (sent, read): (&'a Response, Option<&'a Response>),
    gaps: &mut Gaps,
    differences: &mut Vec<Difference>,
) {
    let sides = (loose, strict);
    let draft = draft(loose.version, status, sent, read.map(|read| (strict.version, read)), has_body, gaps);
    let Some(read) = read else {
        let difference = Difference::at(Spot::Status, "responses", (&sent.pointer, &other.pointer));
        differences.push(difference.shown_by(sides, [draft.exchange()]));
        return;
    };
    let own_headers = headers(loose.version, sent);
    let read_headers = headers(strict.version, read);
    for known in &own_headers {
        if !read_headers.iter().any(|header| header.name.eq_ignore_ascii_case(&known.name)) {
            let spot = Spot::Header(known.name.clone());
            differences.push(Difference::at(spot, "headers", (&known.pointer, &read.pointer)));
        }
    }
    for header in read_headers {
        let spot = || Spot::Header(header.name.clone());
        let known = own_headers.iter().copied().find(|known| known.name.eq_ignore_ascii_case(&header.name));
        let place = known.map_or(sent.pointer.as_str(), |known| &known.pointer);
        if header.required && known.is_none_or(|known| !known.required) {
            let difference = Difference::at(spot(), "required", (place, &header.pointer));
            differences.push(difference.shown_by(sides, [draft.with(&header.name, None)]));
        }
        let Some(known) = known else { continue };
        let written = |value: &Value| {
            let text = encode::parameter(known, Place::Header, value)?;
            Some(draft.with(&header.name, Some(&text)))
        };
        let (loose_part, strict_part) = (part(loose.version, known), part(strict.version, header));
        if known.style != header.style {
            let value = gaps.examples.example(&[loose_part]);
            let difference = Difference::at(spot(), "style", (place, &header.pointer));
            differences.push(difference.shown_by(sides, value.as_ref().and_then(written)));
        }
        for gap in gaps.find(&[loose_part], strict_part).iter() {
            let difference = Difference::of(spot(), gap);
            differences.push(difference.shown_by(sides, gap.values.iter().filter_map(written)));
        }
    }
    if !has_body {
        return;
    }
    match (&sent.body, &read.body) {
        (None, Some(asked)) => {
            let difference = Difference::at(Spot::Body, "content", (&sent.pointer, &asked.pointer));
            differences.push(difference.shown_by(sides, [draft.exchange()]));
        }
        (Some(body), None) => {
            let difference = Difference::at(Spot::Body, "content", (&body.pointer, &read.pointer));
            differences.push(difference.shown_by(sides, [draft.exchange()]));
        }
        (Some(body), Some(asked)) => {
            for (difference, bodies) in
                content::differences((loose.version, body), (strict.version, asked), gaps)
            {
                let exchanges = bodies.into_iter().map(|body| draft.with_body(Some(body)));
                differences.push(difference.shown_by(sides, exchanges));
            }
        }
        (None, None) => {}
    }
}

/// A response that both accept if there is one.
fn draft<'a>(
    version: &'a Version,
    status: u16,
    sent: &'a Response,
    read: Option<(&'a Version, &'a Response)>,
    has_body: bool,
    gaps: &mut Gaps,
) -> Draft<'a> {
    let others = read.map(|(version, read)| (version, headers(version, read)));
    let own = headers(version, sent).into_iter().map(|header| {
        let same = others.as_ref().and_then(|(version, others)| {
            let same = others.iter().copied().find(|other| other.name.eq_ignore_ascii_case(&header.name))?;
            Some((*version, same))
        });
        let required = header.required || same.is_some_and(|(_, other)| other.required);
        let own = part(version, header);
        let parts: Vec<Part<'_>> =
            [Some(own), same.map(|(version, same)| part(version, same))].into_iter().flatten().collect();
        let text = required.then(|| {
            let value = gaps.examples.example(&parts).or_else(|| gaps.examples.example(&[own]));
            encode::parameter(header, Place::Header, &value?)
        });
        (header, text.flatten())
    });
    let headers = own.collect();
    let other = read.and_then(|(version, read)| Some((version, read.body.as_ref()?)));
    let body = sent.body.as_ref().filter(|_| has_body);
    let body = body.and_then(|body| content::example((version, body), other, gaps));
    Draft { status, headers, body }
}
