//! `minLength`, `maxLength`, `pattern`, `format` of strings.

use serde_json::{Value, json};

use super::{Gap, Gaps, gap};
use crate::compare::example::{found, likely, texts};
use crate::compare::formats::patterns;
use crate::compare::language::{Search, Texts, another, search};
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
        let minimum = Texts { least: own.least, ..Texts::default() };
        // Long limits make the search slow, and say nothing about short texts.
        let unlimited = Texts { most: None, ..fits.clone() };
        if own.least > fits.least && search(&unlimited, Some(&minimum)) != Search::Nothing {
            broken.push(("minLength", minimum));
        }
        if own.most.is_some_and(|limit| fits.most.is_none_or(|most| most > limit)) {
            broken.push(("maxLength", Texts { most: own.most, ..Texts::default() }));
        }
        let pattern = Texts { patterns: own.patterns.clone(), ..Texts::default() };
        // Most patterns say the same whatever the length.
        let unlimited = Texts { patterns: fits.patterns.clone(), ..Texts::default() };
        if !own.patterns.is_empty() && search(&unlimited, Some(&pattern)) != Search::Nothing {
            broken.push(("pattern", pattern));
        }
        for (keyword, breaks) in broken {
            let any = search(&fits, Some(&breaks));
            if any == Search::Nothing {
                continue;
            }
            // A text that breaks this rule alone shows it best.
            let mut alone = likely(loose);
            if keyword == "pattern" {
                alone.least = alone.least.max(own.least);
                alone.most = [alone.most, own.most].into_iter().flatten().min();
            } else {
                alone.patterns.extend(&own.patterns);
            }
            let searches = [search(&alone, Some(&breaks)), search(&likely(loose), Some(&breaks)), any];
            let mut values: Vec<Value> = searches.into_iter().filter_map(found).collect();
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
    let made = found(search(&fitting(loose), None));
    PLAIN.iter().map(|text| json!(text)).chain(made).collect::<Vec<_>>().into_iter()
}

/// A text of `loose` that is none of `constants`: nothing if there is certainly none.
pub(super) fn unlisted(loose: &[Part<'_>], constants: &[&str]) -> Option<Vec<Value>> {
    let any = another(&fitting(loose), constants);
    if any == Search::Nothing {
        return None;
    }
    Some([another(&likely(loose), constants), any].into_iter().filter_map(found).collect())
}

/// The texts that `loose` accepts, and others that look like those of its formats.
fn fitting<'a>(loose: &[Part<'a>]) -> Texts<'a> {
    let mut fits = texts(loose);
    fits.patterns.extend(formats(loose).filter_map(|format| patterns(format)?.all.as_ref()));
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
