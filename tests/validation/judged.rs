//! A document whose validators were built in memory, and what they say of JSON texts.

use asp_spec::{Document, Pointer};
use asp_validation_codegen::{Loaded, Unsupported, interpret};
use asp_validation_runtime::{Limits, Location, Verdict, Violation, judge_json};
use serde_json::Value;

/// A document and its validators.
pub(crate) struct Judged {
    pub(crate) document: Document,
    loaded: Loaded,
}

impl Judged {
    pub(crate) fn new(document: Document) -> Result<Self, Vec<Unsupported>> {
        let loaded = interpret(&document)?;
        Ok(Self { document, loaded })
    }

    /// The document with these component schemas and no paths.
    pub(crate) fn of_schemas(schemas: &Value) -> Self {
        let document = serde_json::json!({
            "openapi": "3.0.3",
            "info": { "title": "Schemas", "version": "1" },
            "paths": {},
            "components": { "schemas": schemas },
        });
        let document = Document::from_value(document).unwrap_or_else(|error| panic!("{error}"));
        Self::new(document).unwrap_or_else(|refused| panic!("{refused:#?}"))
    }

    /// The pointers of all schemas that have tables: JSON pointers into the document.
    pub(crate) fn pointers(&self) -> impl Iterator<Item = &str> {
        self.loaded.schemas().map(|(pointer, _)| pointer)
    }

    /// Judges `text` against the schema at `pointer`.
    pub(crate) fn judge(&self, pointer: &str, text: &str) -> Verdict {
        let schema = self.loaded.schema(pointer).unwrap_or_else(|| panic!("{pointer}: no such schema"));
        judge_json(schema, text.as_bytes(), &Limits::DEFAULT)
    }

    /// Whether the schema at `pointer` accepts `text`, which is JSON. Each violation must point at a place that there is.
    pub(crate) fn accepts(&self, pointer: &str, text: &str) -> Result<bool, String> {
        match self.judge(pointer, text) {
            Verdict::Valid => Ok(true),
            Verdict::NotJudged(reason) => Err(format!("not judged: {reason}")),
            Verdict::Violations(violations) if violations.list.is_empty() => {
                Err("no reason is given".to_owned())
            }
            Verdict::Violations(violations) => {
                let instance: Value = serde_json::from_str(&readable(text)).unwrap();
                let mut listed = violations.list.iter();
                listed.try_for_each(|violation| self.check(violation, &instance)).map(|()| false)
            }
        }
    }

    fn check(&self, violation: &Violation, instance: &Value) -> Result<(), String> {
        let place = Pointer::parse(&violation.document).and_then(|place| self.document.at(&place));
        match (violation.location, instance.pointer(&violation.instance), place) {
            (Location::Body, Some(_), Some(_)) => Ok(()),
            (Location::Body, None, _) => Err(format!("no such place in the value: {violation}")),
            (Location::Body, _, None) => Err(format!("no such place in the document: {violation}")),
            _ => Err(format!("not in the body: {violation}")),
        }
    }
}

/// The text with numbers that `serde_json` can hold in the place of those that it cannot: exponents go.
fn readable(text: &str) -> String {
    let mut readable = String::with_capacity(text.len());
    let (mut in_string, mut escaped, mut in_exponent) = (false, false, false);
    for character in text.chars() {
        if in_string {
            in_string = escaped || character != '"';
            escaped = !escaped && character == '\\';
        } else {
            in_string = character == '"';
            in_exponent = match character {
                'e' | 'E' => readable.ends_with(|before: char| before.is_ascii_digit()),
                '0'..='9' | '+' | '-' => in_exponent,
                _ => false,
            };
        }
        if !in_exponent {
            readable.push(character);
        }
    }
    readable
}
