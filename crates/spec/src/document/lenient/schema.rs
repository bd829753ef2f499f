//! Schemas, and the words of newer JSON Schema in them whose meaning OpenAPI 3.0 has another word for.

use serde_json::{Map, Value};

use super::{Fate, Repair};
use crate::Pointer;
use crate::document::structure;
use crate::grammar::Kind;

impl Repair {
    /// The schema at `at`; what is no schema becomes one that fits every value, so that its place is kept.
    pub(super) fn schema(&mut self, value: &mut Value, at: &Pointer, matters: bool) -> Fate {
        match value {
            Value::Object(_) => {}
            Value::Bool(flag) => {
                let (found, any) = (flag.to_string(), *flag);
                self.read_as(at, found, if any { "`{}`" } else { "`not: {}`" });
                *value = if any { serde_json::json!({}) } else { serde_json::json!({"not": {}}) };
            }
            _ => {
                let problem = structure::wrong_type(at, value, "a schema");
                self.lost(matters, problem);
                *value = Value::Object(Map::new());
            }
        }
        self.object(value, at, Kind::Schema, matters)
    }

    /// Words of newer JSON Schema that OpenAPI 3.0 can say.
    pub(super) fn schema_words(&mut self, members: &mut Map<String, Value>, at: &Pointer) {
        self.type_list(members, at);
        for (word, limit) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
            if members.get(word).is_some_and(Value::is_number) && !members.contains_key(limit) {
                self.read_as(
                    &at.join(word),
                    format!("`{word}` with a number"),
                    &format!("`{limit}` with `{word}: true`"),
                );
                if let Some(number) = members.insert(word.to_owned(), Value::Bool(true)) {
                    members.insert(limit.to_owned(), number);
                }
            }
        }
        if !members.contains_key("enum")
            && let Some(constant) = members.shift_remove("const")
        {
            self.read_as(&at.join("const"), "`const`, which OpenAPI 3.0 does not have".to_owned(), "`enum`");
            members.insert("enum".to_owned(), Value::Array(vec![constant]));
        }
    }

    /// `type: [string, "null"]` says what `type: string` and `nullable: true` say.
    fn type_list(&mut self, members: &mut Map<String, Value>, at: &Pointer) {
        let Some(Value::Array(types)) = members.get("type") else { return };
        let is_null = |name: &&Value| name.as_str() == Some("null");
        let mut named = types.iter().filter(|name| !is_null(name));
        let (Some(Value::String(name)), None) = (named.next(), named.next()) else { return };
        let (name, nullable) = (name.clone(), types.iter().any(|name| is_null(&name)));
        let meant = if nullable { format!("`{name}` with `nullable: true`") } else { format!("`{name}`") };
        self.read_as(&at.join("type"), "a list of types".to_owned(), &meant);
        members.insert("type".to_owned(), Value::String(name));
        if nullable {
            members.insert("nullable".to_owned(), Value::Bool(true));
        }
    }
}
