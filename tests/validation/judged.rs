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
    pub(crate) fn of_schemas(schemas: Value) -> Self {
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

    /// As [`Self::judge`], with every violation held against the text, which is JSON, and the document: true if there
    /// is none.
    pub(crate) fn accepts(&self, pointer: &str, text: &str) -> bool {
        let verdict = self.judge(pointer, text);
        match &verdict {
            Verdict::Valid => true,
            Verdict::NotJudged(reason) => panic!("not judged: {reason}: {text}"),
            Verdict::Violations(violations) => {
                assert!(!violations.list.is_empty(), "a verdict without a reason: {text}");
                for violation in &violations.list {
                    self.check(violation, text);
                }
                false
            }
        }
    }

    /// What a violation of a schema points at must be there.
    fn check(&self, violation: &Violation, text: &str) {
        assert_eq!(violation.location, Location::Body, "{violation}");
        let instance: Value =
            serde_json::from_str(&readable(text)).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert!(instance.pointer(&violation.instance).is_some(), "{violation}: no such place in {text}");
        let place = Pointer::parse(&violation.document).unwrap_or_else(|| panic!("{violation}: no pointer"));
        assert!(
            self.document.at(&place).is_some(),
            "{violation}: no such place in {:#}",
            self.document.value()
        );
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
