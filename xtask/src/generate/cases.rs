//! The contract cases, as files that runners in any language read.

use anyhow::Context;
use asp_cases::{Suite, derive, schema};
use serde_json::{Value, json};

use super::{Target, banner_of};
use crate::source::{self, Sources};
use asp_validation_codegen::Artifact;
use asp_validation_codegen::command::files::Plan;

/// What is planned.
const FOLDER: &str = "openapi/cases/generated";

/// Plans `openapi/cases/generated`: a file for each tag, and the schema of them all.
///
/// # Errors
///
/// If the document does not say what cases need.
pub(super) fn generate(sources: &Sources) -> anyhow::Result<Plan> {
    let Sources { document, pages, errata } = sources;
    let suites = derive(document, pages, errata)?;
    let mut artifacts = Vec::new();
    for (tag, suite) in &suites {
        artifacts.push(Artifact { path: format!("{FOLDER}/{tag}.json"), contents: written(suite)? });
    }
    let schema = format!("{:#}", schema());
    let members = schema.strip_prefix('{').context("the schema of cases is no object")?;
    let contents = format!("{}{members}\n", opening(source::DOCUMENT));
    artifacts.push(Artifact { path: format!("{FOLDER}/case.schema.json"), contents });
    Ok(Plan { artifacts, owned_folders: vec![FOLDER.into()], ..Plan::default() })
}

/// The first line of an object: JSON has no comments.
fn opening(sources: &str) -> String {
    let banner = banner_of(sources, Target::Cases, "", "");
    format!("{{{},", member("$comment", &Value::from(banner.trim())))
}

/// A suite with a line for each case, so that a change of one shows as one.
fn written(suite: &Suite) -> anyhow::Result<String> {
    let head = json!({
        "$schema": suite.schema,
        "format": suite.format,
        "document": suite.document,
        "unit": suite.unit,
    });
    let lines = suite.cases.iter().map(serde_json::to_string).collect::<Result<Vec<_>, _>>();
    let lines = lines.context("a case is no JSON")?.join(",\n");
    let members = head.as_object().into_iter().flatten().map(|(name, value)| member(name, value));
    let members = members.collect::<Vec<_>>().join(",\n");
    let opening = opening(&format!("{}, {} and {}", source::DOCUMENT, source::PAGES, source::ERRATA));
    Ok(format!("{opening}\n{members},\n\"cases\": [\n{lines}\n]\n}}\n"))
}

fn member(name: &str, value: &Value) -> String {
    format!("{}: {value}", Value::from(name))
}
