//! Path templates, and the tree that they make.

use std::collections::HashSet;

use asp_spec::{Node, Operation};
use percent_encoding::percent_decode_str;

use super::Lowering;
use crate::ir::{Part, RouteNode};

/// A path template.
#[derive(Debug)]
pub(super) struct Template {
    segments: Vec<Segment>,
}

/// A segment: the text around its parameters, decoded, of which there is one more than of these.
#[derive(Debug)]
struct Segment {
    literals: Vec<String>,
    parameters: Vec<String>,
}

impl Segment {
    /// Whether it is a parameter and nothing else.
    fn is_parameter(&self) -> bool {
        self.parameters.len() == 1 && self.literals.iter().all(String::is_empty)
    }
}

impl Template {
    /// The names of the parameters.
    pub(super) fn parameters(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().flat_map(|segment| segment.parameters.iter().map(String::as_str))
    }

    /// The segment that has the parameter `name`, and which part of it that is; `None` for all of it.
    pub(super) fn place_of(&self, name: &str) -> Option<(usize, Option<Part>)> {
        self.segments.iter().enumerate().find_map(|(place, segment)| {
            let index = segment.parameters.iter().position(|parameter| parameter == name)?;
            let part = (!segment.is_parameter()).then(|| Part { literals: segment.literals.clone(), index });
            Some((place, part))
        })
    }
}

impl<'a> Lowering<'a> {
    /// The path template of `operation`; `None` if it is refused.
    pub(super) fn template(&mut self, operation: &Operation<'a>) -> Option<Template> {
        let path = operation.path;
        let Some(rest) = path.strip_prefix('/').filter(|rest| !rest.contains(['?', '#'])) else {
            let found = format!("`{path}`, which is more than a path");
            self.refuse("path-template", &item(operation), found, "describe queries with parameters");
            return None;
        };
        let segments: Option<Vec<Segment>> = rest.split('/').map(segment).collect();
        let Some(segments) = segments else {
            let found = format!("`{path}`, where parameters touch or braces do not pair");
            let help = "put text between parameters, such as `/{name}.{extension}`";
            self.refuse("path-template", &item(operation), found, help);
            return None;
        };
        let template = Template { segments };
        let mut names = HashSet::new();
        if !template.parameters().all(|name| names.insert(name)) {
            let found = format!("`{path}`, where a parameter stands twice");
            self.refuse("path-template", &item(operation), found, "give each parameter a name of its own");
            return None;
        }
        Some(template)
    }

    /// Puts the operation that is lowered next into the tree.
    pub(super) fn route(&mut self, operation: &Operation<'a>, template: &Template) {
        let index = self.api.operations.len();
        let mut node = &mut self.api.routes;
        for segment in &template.segments {
            node = match segment.literals.as_slice() {
                [text] => node.literals.entry(text.clone()).or_default(),
                _ if segment.is_parameter() => node.parameter.get_or_insert_default(),
                literals => mixed(&mut node.mixed, literals),
            };
        }
        let path = node.path.get_or_insert_with(|| operation.path.to_owned());
        if path == operation.path {
            node.operations.push(index);
        } else {
            let found = format!("`{}`, which matches the same paths as `{path}`", operation.path);
            self.refuse("path-ambiguity", &item(operation), found, "join the two paths");
        }
    }
}

/// What follows a segment that has `literals` around its parameters. More literal characters come first, and of as many
/// what the document has first.
fn mixed<'t>(nodes: &'t mut Vec<(Vec<String>, RouteNode)>, literals: &[String]) -> &'t mut RouteNode {
    let characters = |literals: &[String]| literals.iter().map(|text| text.chars().count()).sum::<usize>();
    let place = nodes.iter().position(|(other, _)| other == literals).unwrap_or_else(|| {
        let fewer = |(other, _): &(Vec<String>, RouteNode)| characters(other) < characters(literals);
        let place = nodes.iter().position(fewer).unwrap_or(nodes.len());
        nodes.insert(place, (literals.to_vec(), RouteNode::default()));
        place
    });
    &mut nodes[place].1
}

/// A segment of a template; `None` if parameters touch or braces do not pair.
fn segment(text: &str) -> Option<Segment> {
    let mut segment = Segment { literals: Vec::new(), parameters: Vec::new() };
    let mut rest = text;
    while let Some((literal, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        let touches = literal.is_empty() && !segment.parameters.is_empty();
        if touches || name.is_empty() || name.contains('{') {
            return None;
        }
        segment.literals.push(decoded(literal)?);
        segment.parameters.push(name.to_owned());
        rest = after;
    }
    segment.literals.push(decoded(rest)?);
    Some(segment)
}

fn decoded(literal: &str) -> Option<String> {
    let text = percent_decode_str(literal).decode_utf8().ok()?;
    (!literal.contains('}')).then(|| text.into_owned())
}

/// The path item of `operation`.
fn item<'a>(operation: &Operation<'a>) -> Node<'a> {
    let document = operation.node.document();
    let paths = document.root().get("paths");
    paths.and_then(|paths| paths.get(operation.path)).unwrap_or_else(|| operation.node.clone())
}
