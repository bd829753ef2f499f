//! The JSON Schema Test Suite, as far as OpenAPI 3.0 can say what its schemas say.
//!
//! OpenAPI 3.0 takes its schema object from a draft between 4 and 6, so most of the suite's cases for draft 4 hold for
//! it, and of those for draft 2020-12 the ones whose keywords both have. Every other case is left out with a reason.

mod translate;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use crate::corpora;

/// A version of JSON Schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Draft {
    /// Draft 4.
    Four,
    /// Draft 2020-12.
    Twenty,
}

impl Draft {
    /// The drafts whose cases are read.
    pub const ALL: [Self; 2] = [Self::Four, Self::Twenty];

    /// The name, as the suite's folders write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Four => "draft4",
            Self::Twenty => "draft2020-12",
        }
    }

    /// The files of the draft: each with its path and its text.
    ///
    /// # Panics
    ///
    /// If they cannot be had: see [`corpora::package`].
    pub fn files(self) -> Vec<(String, Vec<u8>)> {
        let (package, folder) = match self {
            Self::Four => {
                ("json_schema_test_suite", "path/to/JSON-Schema-Test-Suite/repository/tests/draft4")
            }
            Self::Twenty => ("jsoncompat", "tests/fixtures/fuzz"),
        };
        corpora::json_files(&corpora::package(package).join(folder))
    }
}

/// A schema, and values that fit it or do not.
#[derive(Clone, Debug)]
pub struct Group {
    /// The draft for which the schema was written.
    pub draft: Draft,
    /// The file in the folder of the draft, such as `optional/format/uri.json`.
    pub file: String,
    /// What the suite says of the schema.
    pub description: String,
    /// The schema and what it refers to, as `components/schemas` of an OpenAPI 3.0 document.
    pub schemas: Map<String, Value>,
    /// The cases that OpenAPI 3.0 shares.
    pub cases: Vec<Case>,
}

/// A value that fits the schema of its group, or does not.
#[derive(Clone, Debug)]
pub struct Case {
    /// What the suite says of the value.
    pub description: String,
    /// The value, as the suite writes it.
    pub data: String,
    /// Whether it fits.
    pub valid: bool,
}

/// Cases that OpenAPI 3.0 does not share, all of one group.
#[derive(Clone, Debug)]
pub struct LeftOut {
    /// The draft.
    pub draft: Draft,
    /// The file in the folder of the draft.
    pub file: String,
    /// What the suite says of their schema.
    pub group: String,
    /// How many there are.
    pub cases: usize,
    /// Why they are left out.
    pub reason: String,
}

impl Group {
    /// The name of the group's schema among [`Group::schemas`].
    pub const SCHEMA: &str = "Subject";

    /// An OpenAPI 3.0 document of one operation, `judge`, that takes a value of the group's schema.
    pub fn document(&self) -> Value {
        let reference = json!({ "$ref": format!("#/components/schemas/{}", Self::SCHEMA) });
        json!({
            "openapi": "3.0.3",
            "info": { "title": self.description, "version": "1" },
            "paths": { "/value": { "post": {
                "operationId": "judge",
                "requestBody": {
                    "required": true,
                    "content": { "application/json": { "schema": reference } }
                },
                "responses": { "204": { "description": "The value fits." } }
            } } },
            "components": { "schemas": self.schemas }
        })
    }
}

/// Reads all drafts: what OpenAPI 3.0 shares, and what it does not.
///
/// # Panics
///
/// If a file cannot be had or is none of the suite.
pub fn read() -> (Vec<Group>, Vec<LeftOut>) {
    let (mut groups, mut left_out) = (Vec::new(), Vec::new());
    for draft in Draft::ALL {
        for (file, text) in draft.files() {
            let sources: Vec<Source<'_>> =
                serde_json::from_slice(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
            for source in sources {
                sort(draft, &file, source, &mut groups, &mut left_out);
            }
        }
    }
    (groups, left_out)
}

/// A group as the suite writes it.
#[derive(Deserialize)]
struct Source<'a> {
    description: String,
    schema: Value,
    #[serde(borrow)]
    tests: Vec<SourceCase<'a>>,
}

#[derive(Deserialize)]
struct SourceCase<'a> {
    description: String,
    #[serde(borrow)]
    data: &'a RawValue,
    valid: bool,
}

/// Files that are left out whole, or all files of a folder, and why.
const FILES: &[(Draft, &str, &str)] = &[
    (
        Draft::Four,
        "optional/zeroTerminatedFloats.json",
        "`1.0` is an integer: integers are told by value, not by how they are written",
    ),
    (Draft::Twenty, "custom/", "not part of the suite"),
];

fn sort(draft: Draft, file: &str, source: Source<'_>, groups: &mut Vec<Group>, left_out: &mut Vec<LeftOut>) {
    let Source { description, schema, tests } = source;
    let mut leave = |cases: usize, reason: &str| {
        if cases > 0 {
            let (file, group, reason) = (file.to_owned(), description.clone(), reason.to_owned());
            left_out.push(LeftOut { draft, file, group, cases, reason });
        }
    };
    if let Some((_, _, reason)) =
        FILES.iter().find(|(of, path, _)| *of == draft && (file == *path || file.starts_with(path)))
    {
        return leave(tests.len(), reason);
    }
    let schemas = match translate::translate(&schema, draft) {
        Ok(schemas) => schemas,
        Err(reason) => return leave(tests.len(), &reason),
    };
    let asserts = |test: &SourceCase<'_>| {
        // Beside `optional`, draft 2020-12 only notes formats, where draft 4 and OpenAPI validators assert them.
        let notes = draft == Draft::Twenty && file == "format.json";
        !(notes && test.data.get().starts_with('"'))
    };
    let (used, notes): (Vec<_>, Vec<_>) = tests.into_iter().partition(asserts);
    leave(notes.len(), "a format that is noted only");
    if !used.is_empty() {
        let case = |test: SourceCase<'_>| Case {
            description: test.description,
            data: test.data.get().to_owned(),
            valid: test.valid,
        };
        let cases = used.into_iter().map(case).collect();
        groups.push(Group { draft, file: file.to_owned(), description, schemas, cases });
    }
}
