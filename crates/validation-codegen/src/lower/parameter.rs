//! Parameters and headers.

use asp_spec::Node;

use super::{Lowering, schema, shown};
use crate::ir::{Parameter, Type, Use};

/// Header parameters that OpenAPI 3.0 says shall be ignored (parameter object, `name`).
const IGNORED_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// The place of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Path,
    Query,
    Header,
}

impl Place {
    fn default_style(self) -> &'static str {
        match self {
            Self::Path | Self::Header => "simple",
            Self::Query => "form",
        }
    }
}

impl<'a> Lowering<'a> {
    /// The place of the parameter at `node`; `None` if it is refused, or one that OpenAPI ignores.
    pub(super) fn place(&mut self, node: &Node<'a>) -> Option<Place> {
        match node.text("in")? {
            "path" => Some(Place::Path),
            "query" => Some(Place::Query),
            "header" => {
                let ignored =
                    |name: &str| IGNORED_HEADERS.iter().any(|ignored| ignored.eq_ignore_ascii_case(name));
                (!node.text("name").is_some_and(ignored)).then_some(Place::Header)
            }
            _ => {
                let found = "a parameter in a cookie, which validators do not read yet";
                self.refuse("cookie-parameter", node, found, "move it to the query or to a header");
                None
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
        for (flag, rule) in [("allowEmptyValue", "allow-empty-value"), ("allowReserved", "allow-reserved")] {
            if node.flag(flag)
                && let Some(value) = node.get(flag)
            {
                let found = format!("`{flag}: true`, which validators do not support");
                self.refuse(rule, &value, found, "take it out");
            }
        }
        self.text_value(node, node.text("name").unwrap_or_default(), place)
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
        if let Some(content) = node.get("content") {
            let found = "a value described by `content`, which validators do not read yet";
            self.refuse("parameter-content", &content, found, "describe it with `schema`");
        }
        let default = place.default_style();
        if let Some(style) = node.get("style").filter(|style| style.as_str() != Some(default)) {
            let found = format!("style `{}`, which validators do not read yet", shown(&style));
            self.refuse("parameter-style", &style, found, format!("use the default style, `{default}`"));
        }
        let explode_by_default = default == "form";
        let explode = node.get("explode");
        if let Some(explode) = explode.filter(|explode| explode.value().as_bool() != Some(explode_by_default))
        {
            let found = format!("`explode: {}`, which is not the default of the style", explode.value());
            self.refuse(
                "parameter-explode",
                &explode,
                found,
                "take it out: it matters to arrays and objects only",
            );
        }
        let schema = node.get("schema");
        let schema = match &schema {
            Some(schema) => {
                self.check_scalar(&schema.resolve());
                self.schema_use(schema)
            }
            // `content` was refused above.
            None => Use::Named(String::new()),
        };
        Parameter {
            name: name.to_owned(),
            pointer: node.pointer().as_str().to_owned(),
            required: node.flag("required"),
            schema,
        }
    }

    fn check_scalar(&mut self, node: &Node<'a>) {
        let types = schema::types(node);
        let problem = if node.text("type").is_none() {
            "a parameter or header of any type"
        } else if types.contains(&Type::Array) {
            "a parameter or header that is an array"
        } else if types.contains(&Type::Object) {
            "a parameter or header that is an object"
        } else {
            return;
        };
        let found = format!("{problem}, which validators do not read yet");
        self.refuse("parameter-type", node, found, "use type string, integer, number or boolean");
    }
}
