//! `minLength`, `maxLength`, `pattern`, `format` of strings.

use serde_json::{Value, json};

use super::{Gap, Gaps, gap};
use crate::compare::example::texts;
use crate::compare::language::{Search, Texts, search};
use crate::compare::normal::{Kinds, Part};
use crate::ir::StringFormat;

/// Texts of no format in particular.
const PLAIN: [&str; 6] = ["text", "a", "", "~ ~", "2024-13-99", "%"];

impl Gaps {
    pub(super) fn text<'a>(&mut self, loose: &[Part<'a>], strict: Part<'a>, gaps: &mut Vec<Gap>) {
        let Some(rules) = &strict.schema.string else { return };
        let fits = fitting(loose);
        let own = texts(&[strict]);
        let mut broken = Vec::new();
        if own.least > 0 {
            broken.push(("minLength", Texts { least: own.least, ..Texts::default() }));
        }
        if own.most.is_some() {
            broken.push(("maxLength", Texts { most: own.most, ..Texts::default() }));
        }
        if !own.patterns.is_empty() {
            broken.push(("pattern", Texts { patterns: own.patterns.clone(), ..Texts::default() }));
        }
        for (keyword, breaks) in broken {
            let found = search(&fits, Some(&breaks));
            if found == Search::Nothing {
                continue;
            }
            // A text that breaks this rule alone shows it best.
            let mut alone = fits.clone();
            if keyword == "pattern" {
                alone.least = alone.least.max(own.least);
                alone.most = [alone.most, own.most].into_iter().flatten().min();
            } else {
                alone.patterns.extend(&own.patterns);
            }
            let alone = search(&alone, Some(&breaks));
            let mut values: Vec<Value> = [alone, found].into_iter().filter_map(word).collect();
            values.extend(self.samples(loose));
            gaps.push(gap(loose, strict, keyword, values));
        }
        if let Some(format) = rules.format
            && !formats(loose).any(|other| implies(other, format))
        {
            let mut values: Vec<Value> = others(loose).collect();
            values.extend(self.samples(loose));
            gaps.push(gap(loose, strict, "format", values));
        }
    }

    /// What the schemas have as an example, or what is made for their format.
    fn samples(&mut self, loose: &[Part<'_>]) -> Option<Value> {
        self.examples.example_of(loose, Kinds::STRING)
    }
}

/// Texts that fit the lengths and patterns of `loose`.
pub(super) fn others(loose: &[Part<'_>]) -> impl Iterator<Item = Value> {
    let word = search(&fitting(loose), None);
    PLAIN.iter().map(|text| json!(text)).chain(self::word(word)).collect::<Vec<_>>().into_iter()
}

fn word(found: Search) -> Option<Value> {
    match found {
        Search::Found(text) => Some(json!(text)),
        Search::Nothing | Search::GivenUp => None,
    }
}

/// The texts that `loose` accepts, with the lengths that formats have.
fn fitting<'a>(loose: &[Part<'a>]) -> Texts<'a> {
    let mut fits = texts(loose);
    for format in formats(loose) {
        let length = match format {
            StringFormat::Date => 10,
            StringFormat::Uuid => 36,
            _ => continue,
        };
        fits.least = fits.least.max(length);
        fits.most = Some(fits.most.map_or(length, |most| most.min(length)));
    }
    fits
}

fn formats(parts: &[Part<'_>]) -> impl Iterator<Item = StringFormat> {
    parts.iter().filter_map(|part| part.schema.string.as_ref()?.format)
}

/// Whether every text of the one format is of the other.
fn implies(format: StringFormat, other: StringFormat) -> bool {
    use StringFormat::{Iri, IriReference, Uri, UriReference};
    format == other
        || matches!(
            (format, other),
            (Uri, UriReference | Iri | IriReference) | (UriReference | Iri, IriReference)
        )
}
