//! Which keys of the canonical form are words of OpenAPI, and which are names that the author chose.

/// What the members of an object are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Words of OpenAPI.
    Object,
    /// Names, as many levels deep; what has a name is an object again.
    Names(u8),
    /// Names of texts: the scopes of an OAuth flow.
    Texts,
    /// For readers only, at any depth.
    Prose,
    /// Values of the author's, at any depth: a property `description` of a default is no description.
    Data,
}

impl Place {
    /// The place of the member `key` of an object in this place.
    pub(super) fn member(self, key: &str) -> Self {
        match self {
            Self::Object => Self::of_member(key),
            Self::Names(1) => Self::Object,
            Self::Names(levels) => Self::Names(levels - 1),
            Self::Texts | Self::Prose => Self::Prose,
            Self::Data => Self::Data,
        }
    }

    fn of_member(key: &str) -> Self {
        match key {
            "description" | "summary" | "title" | "example" | "examples" | "externalDocs" | "contact"
            | "license" | "termsOfService" => Self::Prose,
            "scopes" => Self::Texts,
            "content" | "encoding" | "headers" | "links" | "mapping" | "paths" | "properties"
            | "responses" | "securitySchemes" | "tags" | "variables" => Self::Names(1),
            // Parameters by place, then by name; callbacks by name, then by expression.
            "parameters" | "callbacks" => Self::Names(2),
            "default" | "enum" | "required" | "security" => Self::Data,
            key if key.starts_with("x-") => Self::Data,
            _ => Self::Object,
        }
    }

    /// Whether a change of the member `key` as a whole, by coming or going, matters to readers only.
    pub(super) fn is_prose(self, key: &str) -> bool {
        self != Self::Texts && self.member(key) == Self::Prose
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(keys: &[&str]) -> Place {
        keys.iter().fold(Place::Object, |place, key| place.member(key))
    }

    #[test]
    fn a_description_is_prose_and_a_property_of_that_name_is_not() {
        assert_eq!(place(&["description"]), Place::Prose);
        assert_eq!(place(&["properties", "description"]), Place::Object);
        assert_eq!(place(&["properties", "description", "description"]), Place::Prose);
        assert_eq!(place(&["parameters", "query", "title", "required"]), Place::Data);
        assert_eq!(place(&["default", "description"]), Place::Data);
    }

    #[test]
    fn a_new_scope_matters_and_its_text_does_not() {
        let scopes = place(&["flows", "implicit", "scopes"]);
        assert!(!scopes.is_prose("rooms"));
        assert_eq!(scopes.member("rooms"), Place::Prose);
    }
}
