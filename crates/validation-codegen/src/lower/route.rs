//! Path templates, and the tree that they make.

use asp_spec::{Node, Operation};
use percent_encoding::percent_decode_str;

use super::Lowering;

/// A path template.
#[derive(Debug)]
pub(super) struct Template {
    segments: Vec<Segment>,
}

#[derive(Debug)]
enum Segment {
    /// Decoded.
    Literal(String),
    Parameter(String),
}

impl Template {
    /// The segments that are parameters, with their names.
    pub(super) fn parameters(&self) -> impl Iterator<Item = (usize, &str)> {
        self.segments.iter().enumerate().filter_map(|(index, segment)| match segment {
            Segment::Parameter(name) => Some((index, name.as_str())),
            Segment::Literal(_) => None,
        })
    }

    /// The segment that is the parameter `name`.
    pub(super) fn segment_of(&self, name: &str) -> Option<usize> {
        self.parameters().find(|(_, parameter)| *parameter == name).map(|(segment, _)| segment)
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
            let found = format!("`{path}`, where a parameter is only a part of its segment");
            let help = "let every parameter be a whole segment, such as `/rooms/{roomId}`";
            self.refuse("path-template", &item(operation), found, help);
            return None;
        };
        let template = Template { segments };
        let twice = template.parameters().any(|(index, name)| template.segment_of(name) != Some(index));
        if twice {
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
            node = match segment {
                Segment::Literal(text) => node.literals.entry(text.clone()).or_default(),
                Segment::Parameter(_) => node.parameter.get_or_insert_default(),
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

/// A segment of a template; `None` if a parameter is only a part of it.
fn segment(text: &str) -> Option<Segment> {
    if !text.contains(['{', '}']) {
        return Some(Segment::Literal(percent_decode_str(text).decode_utf8().ok()?.into_owned()));
    }
    let name = text.strip_prefix('{')?.strip_suffix('}')?;
    (!name.is_empty() && !name.contains(['{', '}'])).then(|| Segment::Parameter(name.to_owned()))
}

/// The path item of `operation`.
fn item<'a>(operation: &Operation<'a>) -> Node<'a> {
    let document = operation.node.document();
    let paths = document.root().get("paths");
    paths.and_then(|paths| paths.get(operation.path)).unwrap_or_else(|| operation.node.clone())
}
