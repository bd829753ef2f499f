//! The authoring profile: what a document of this project may say, beyond being OpenAPI 3.0.
//!
//! The generators each understand a part of OpenAPI, and most of them drop or misread the rest without a word. The
//! profile is the part that all of them understand. [`check`] refuses everything else, with rule, place and remedy,
//! before a generator runs. `openapi/README.md` lists the rules for people; a test holds that list against [`RULES`].
//!
//! One file a theme, one function a rule:
//!
//! - `root`: version, tags, servers, security; `members`: what may stand where; `prose`: texts and examples
//! - `operations`, `paths`, `parameters`, `bodies`, `responses`, `headers`: what an exchange is made of
//! - `schemas`, `keywords`, `values`, `pattern`: names and constraints
//! - `components`: reuse; `extensions`, `pagination`: the `x-` members
//!
//! `survey` reads the document once for all rules, `words` knows the spellings.

mod bodies;
mod components;
mod extensions;
mod headers;
mod keywords;
mod members;
mod operations;
mod pagination;
mod parameters;
mod paths;
mod pattern;
mod prose;
mod responses;
mod root;
mod schemas;
mod survey;
mod values;
mod words;

use std::collections::HashMap;
use std::fmt;

use serde_json::Value;

use crate::{Document, Node, Pointer, Problem};
use survey::Survey;

/// A rule of the profile.
#[derive(Clone, Copy)]
pub struct Rule {
    /// The name that problems carry, in kebab case.
    pub id: &'static str,
    /// What the rule asks for, in one sentence.
    pub statement: &'static str,
    /// What goes wrong without it, in one sentence.
    pub why: &'static str,
    check: fn(&Survey<'_>, &mut Findings),
}

impl fmt::Debug for Rule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Rule({}: {})", self.id, self.statement)
    }
}

/// Every rule, in the order in which `openapi/README.md` explains them.
pub const RULES: &[Rule] = &[
    root::VERSION,
    root::INFO_VERSION,
    root::SERVER_URL,
    root::SERVER_PLACE,
    root::SECURITY_PLACE,
    root::SECURITY_DEFINED,
    root::SECURITY_SCHEME,
    root::TAG_NAME,
    root::TAG_USED,
    members::OUTSIDE_PROFILE,
    members::EMPTY_MEMBER,
    prose::SUMMARY,
    prose::DESCRIPTION,
    prose::TEXT_FORM,
    prose::EXAMPLE,
    operations::OPERATION_ID,
    operations::OPERATION_ID_UNIQUE,
    operations::OPERATION_TAG,
    paths::PATH_REFERENCE,
    paths::PATH_FORM,
    paths::PATH_UNIQUE,
    paths::PATH_PARAMETERS,
    parameters::PARAMETER_REFERENCE,
    parameters::PARAMETER_PLACE,
    parameters::PARAMETER_STYLE,
    parameters::PARAMETER_NAME,
    parameters::PARAMETER_UNIQUE,
    parameters::PARAMETER_REQUIRED,
    parameters::SCALAR_SCHEMA,
    headers::HEADER_REFERENCE,
    headers::HEADER_NAME,
    bodies::REQUEST_BODY,
    bodies::MEDIA_TYPE,
    bodies::BODY_SCHEMA,
    responses::RESPONSE_STATUS,
    responses::RESPONSE_SUCCESS,
    responses::SUCCESS_KIND,
    responses::ERROR_KIND,
    responses::ERROR_REFERENCE,
    responses::EMPTY_RESPONSE,
    components::COMPONENT_NAME,
    components::COMPONENT_USED,
    components::COMPONENT_COPY,
    components::COMPONENT_ALIAS,
    schemas::SCHEMA_NAME_RESERVED,
    schemas::SCHEMA_NAME_UNIQUE,
    schemas::PROPERTY_NAME,
    schemas::INLINE_OBJECT,
    schemas::SCHEMA_RECURSION,
    keywords::SCHEMA_KEYWORD,
    keywords::SCHEMA_TYPE,
    keywords::KEYWORD_TYPE,
    keywords::SCHEMA_FORMAT,
    keywords::ARRAY_ITEMS,
    keywords::REQUIRED_PROPERTY,
    values::BOUNDS,
    values::DEFAULT,
    pattern::PATTERN,
    extensions::EXTENSION,
    extensions::THROTTLING,
    extensions::THROTTLING_RESPONSE,
    extensions::AVAILABILITY,
    pagination::PAGINATION,
    pagination::PAGINATION_MISSING,
];

/// Everything in `document` that the profile does not allow, in the order of the document.
///
/// Takes time in proportion to the size of the document.
pub fn check(document: &Document) -> Vec<Problem> {
    let survey = Survey::new(document);
    let mut problems = Vec::new();
    for rule in RULES {
        let mut findings = Findings { rule: rule.id, problems: Vec::new() };
        (rule.check)(&survey, &mut findings);
        problems.append(&mut findings.problems);
    }
    sort_by_place(document, &mut problems);
    problems
}

/// What one rule found.
struct Findings {
    rule: &'static str,
    problems: Vec<Problem>,
}

impl Findings {
    fn add(&mut self, node: &Node<'_>, found: impl Into<String>, remedy: impl Into<String>) {
        self.problems.push(Problem::new(self.rule, node.pointer(), found, remedy));
    }
}

fn sort_by_place(document: &Document, problems: &mut [Problem]) {
    if problems.is_empty() {
        return;
    }
    let mut places: HashMap<String, usize> =
        problems.iter().map(|problem| (problem.pointer.as_str().to_owned(), usize::MAX)).collect();
    let mut count = 0;
    number_places(document.value(), &Pointer::root(), &mut count, &mut places);
    problems.sort_by_key(|problem| places.get(problem.pointer.as_str()).copied());
}

/// Writes into `places` the how-manieth value of the document stands there.
fn number_places(value: &Value, pointer: &Pointer, count: &mut usize, places: &mut HashMap<String, usize>) {
    if let Some(place) = places.get_mut(pointer.as_str()) {
        *place = *count;
    }
    *count += 1;
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                number_places(member, &pointer.join(key), count, places);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                number_places(item, &pointer.join(&index.to_string()), count, places);
            }
        }
        _ => {}
    }
}
