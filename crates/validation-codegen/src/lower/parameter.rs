//! Parameters and headers.

use asp_spec::Node;

use super::Lowering;
use super::style::Place;
use crate::ir::{Parameter, Style, Use};

/// Header parameters that OpenAPI 3.0 says shall be ignored (parameter object, `name`).
const IGNORED_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

impl<'a> Lowering<'a> {
    /// The place of the parameter at `node`; `None` if it is one that OpenAPI ignores.
    pub(super) fn place(node: &Node<'a>) -> Option<Place> {
        match node.text("in")? {
            "path" => Some(Place::Path),
            "query" => Some(Place::Query),
            "cookie" => Some(Place::Cookie),
            _ => {
                let ignored =
                    |name: &str| IGNORED_HEADERS.iter().any(|ignored| ignored.eq_ignore_ascii_case(name));
                (!node.text("name").is_some_and(ignored)).then_some(Place::Header)
            }
        }
    }

    /// The parameter at `node`, references followed, where it is used: by name if it is a component.
    pub(super) fn parameter_use(&mut self, node: &Node<'a>, place: Place) -> Use<Parameter> {
        let pointer = node.pointer().as_str().to_owned();
        if node.component_name().is_none() {
            return Use::Inline(Box::new(self.parameter(node, place)));
        }
        if !self.api.parameters.contains_key(&pointer) {
            let parameter = self.parameter(node, place);
            self.api.parameters.insert(pointer.clone(), parameter);
        }
        Use::Named(pointer)
    }

    fn parameter(&mut self, node: &Node<'a>, place: Place) -> Parameter {
        let required = node.flag("required");
        if place == Place::Path && !required {
            let found = "a parameter in the path that is not required";
            self.refuse("path-parameter-optional", node, found, "write `required: true`");
        }
        // `allowReserved` says how a value is written: both ways are read.
        let mut parameter = self.text_value(node, node.text("name").unwrap_or_default(), place);
        parameter.allow_empty = place == Place::Query && node.flag("allowEmptyValue");
        parameter
    }

    /// The headers of the response at `node`.
    pub(super) fn response_headers(&mut self, node: &Node<'a>) -> Vec<Use<Parameter>> {
        let headers = node.get("headers");
        let headers = headers.iter().flat_map(Node::entries);
        // OpenAPI 3.0 says that `Content-Type` among them shall be ignored (response object, `headers`).
        headers
            .filter(|(name, _)| !name.eq_ignore_ascii_case("content-type"))
            .map(|(name, node)| self.header_use(name, &node.resolve()))
            .collect()
    }

    /// The header `name` as `node` describes it. A component has no name of its own, so tables are shared by both.
    fn header_use(&mut self, name: &str, node: &Node<'a>) -> Use<Parameter> {
        if node.component_name().is_none() {
            return Use::Inline(Box::new(self.text_value(node, name, Place::Header)));
        }
        let key = format!("{}#{name}", node.pointer().as_str());
        if !self.api.headers.contains_key(&key) {
            let header = self.text_value(node, name, Place::Header);
            self.api.headers.insert(key.clone(), header);
        }
        Use::Named(key)
    }

    /// What parameters and headers have in common: one value as text.
    fn text_value(&mut self, node: &Node<'a>, name: &str, place: Place) -> Parameter {
        let (style, schema) = if let Some(content) = node.get("content") {
            (Style::Json, self.json_content(&content))
        } else {
            let schema = node.get("schema");
            (self.style(node, place, schema.as_ref()), schema)
        };
        Parameter {
            name: name.to_owned(),
            pointer: node.pointer().as_str().to_owned(),
            required: node.flag("required"),
            allow_empty: false,
            style,
            schema: schema.map(|schema| self.schema_use(&schema)),
        }
    }
}
