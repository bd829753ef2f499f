//! Bodies of both sides.

use serde_json::Value;

use super::difference::Difference;
use super::encode;
use super::exchange::Spot;
use super::gaps::Gaps;
use super::named;
use super::normal::Part;
use super::version::Version;
use crate::ir::{Body, Content, Reading};

/// A body as it is sent: media type and bytes.
pub(super) type Sent = (String, Vec<u8>);

fn part<'a>(version: &'a Version, content: &'a Content) -> Part<'a> {
    Part::new(version, version.schema_or_any(content.schema.as_ref()))
}

/// A body of the first kind that `own` has and `other` has too, else of the first; one that both accept if there is one.
pub(super) fn example(
    (version, own): (&Version, &Body),
    other: Option<(&Version, &Body)>,
    gaps: &mut Gaps,
) -> Option<Sent> {
    let shared = other.and_then(|(other_version, other)| {
        let content = own.content.iter().find(|content| same(other, content).is_some())?;
        Some((content, part(other_version, same(other, content)?)))
    });
    let content = shared.map(|(content, _)| content).or(own.content.first())?;
    let own = part(version, content);
    let both: Vec<Part<'_>> = [Some(own), shared.map(|(_, part)| part)].into_iter().flatten().collect();
    let value = gaps.examples.example(&both).or_else(|| gaps.examples.example(&[own]))?;
    encode::body(&content.media_type, &content.reading, &value)
}

/// What describes bodies of the type of `content` in `body`: the type itself, else the closest range.
fn same<'a>(body: &'a Body, content: &Content) -> Option<&'a Content> {
    let named = &content.media_type;
    let main = named.split('/').next().unwrap_or_default();
    let essence = named.split(';').next().unwrap_or_default();
    let keys = [named.clone(), essence.to_owned(), format!("{main}/*"), "*/*".to_owned()];
    keys.iter().find_map(|key| body.content.iter().find(|content| content.media_type == *key))
}

/// What differs in the bodies, each with bodies that probably show it.
pub(super) fn differences(
    (loose_version, loose): (&Version, &Body),
    (strict_version, strict): (&Version, &Body),
    gaps: &mut Gaps,
) -> Vec<(Difference, Vec<Sent>)> {
    let mut differences = Vec::new();
    for content in &loose.content {
        let own = part(loose_version, content);
        let written = |value: &Value| encode::body(&content.media_type, &content.reading, value);
        let (loose_place, strict_place) = (place(loose), place(strict));
        let places = (loose_place.as_str(), strict_place.as_str());
        let Some(asked) = same(strict, content) else {
            let value = gaps.examples.example(&[own]);
            let types = encode::types(&content.media_type);
            let written = |media_type| encode::body(media_type, &content.reading, value.as_ref()?);
            let bodies = types.iter().filter_map(|media_type| written(media_type)).collect();
            differences.push((Difference::at(Spot::Body, "content", places), bodies));
            continue;
        };
        let other = part(strict_version, asked);
        if !reads_alike(&content.reading, asked) {
            let values = [gaps.examples.example(&[own, other]), gaps.examples.example(&[own])];
            let bodies = values.iter().flatten().filter_map(written).collect();
            differences.push((Difference::at(Spot::Body, "encoding", places), bodies));
        }
        if matches!(asked.reading, Reading::Bytes | Reading::Unread) {
            continue;
        }
        for gap in gaps.find(&[own], other).iter() {
            let bodies = gap.values.iter().filter_map(written).collect();
            differences.push((Difference::of(Spot::Body, gap), bodies));
        }
        let named = named::find(own, other, gaps.direction);
        differences.extend(named.iter().map(|gap| (Difference::of(Spot::Body, gap), Vec::new())));
    }
    differences
}

/// Where the kinds of a body stand: a JSON pointer.
fn place(body: &Body) -> String {
    let pointer = body.pointer.as_str();
    // A body of a request is known by where it says whether it is required.
    pointer.strip_suffix("/required").map_or_else(|| pointer.to_owned(), |object| format!("{object}/content"))
}

/// Whether bodies that are read as `left` says are read as the same values where `asked` describes them.
fn reads_alike(left: &Reading, asked: &Content) -> bool {
    let styles = |fields: &[crate::ir::Field]| {
        let mut styles: Vec<_> =
            fields.iter().map(|field| (field.name.clone(), format!("{:?}", field.style))).collect();
        styles.sort();
        styles
    };
    match (left, &asked.reading) {
        (Reading::Form(left), Reading::Form(right))
        | (Reading::Multipart(left), Reading::Multipart(right)) => styles(left) == styles(right),
        // Any bytes are fine there, and a range of types reads each type as what it is: fields as they are written by
        // default.
        (_, Reading::Bytes) | (Reading::Json | Reading::Text, Reading::ByType) => true,
        (Reading::Form(fields) | Reading::Multipart(fields), Reading::ByType) => fields.is_empty(),
        (Reading::Bytes, Reading::ByType) => asked.schema.is_none(),
        (left, right) => std::mem::discriminant(left) == std::mem::discriminant(right),
    }
}
