//! JSON pointers without what the sender chose.

use crate::Schema;
use crate::tables::{Additional, Types};

/// Stands for a step that the sender chose.
const MASK: &str = "*";

/// `pointer` into a value of `schema`, with `*` for every member that the schema does not name.
///
/// Indexes stay where the schema knows arrays only: elsewhere digits may be a member's name.
pub(super) fn mask(pointer: &str, schema: Option<&'static Schema>) -> String {
    let mut schema = schema;
    let mut masked = String::new();
    for step in pointer.split('/').skip(1) {
        let (shown, next) = schema.map_or((MASK, None), |schema| follow(step, schema));
        masked.push('/');
        masked.push_str(shown);
        schema = next;
    }
    masked
}

/// What is shown of a step, and the schema of the value where it leads.
fn follow<'p>(step: &'p str, schema: &'static Schema) -> (&'p str, Option<&'static Schema>) {
    if let Some(array) = schema.array
        && !schema.types.contains(Types::OBJECT)
        && step.bytes().all(|byte| byte.is_ascii_digit())
    {
        return (step, array.items);
    }
    let Some(object) = schema.object else { return (MASK, None) };
    let additional = match object.additional {
        Additional::Schema(additional) => Some(additional),
        Additional::Allowed | Additional::Forbidden => None,
    };
    let name = step.replace("~1", "/").replace("~0", "~");
    match object.properties.iter().find(|property| property.name == name) {
        Some(property) => (step, property.schema.or(additional)),
        None => (MASK, additional),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::{ArrayRules, ObjectRules, Property};

    static TAGS: Schema = Schema {
        types: Types::OBJECT,
        object: Some(&ObjectRules { additional: Additional::Schema(&ROOM), ..ObjectRules::NONE }),
        ..Schema::ANY
    };
    static ROOMS: Schema = Schema {
        types: Types::ARRAY,
        array: Some(&ArrayRules { items: Some(&ROOM), ..ArrayRules::NONE }),
        ..Schema::ANY
    };
    static ROOM: Schema = Schema {
        types: Types::OBJECT,
        object: Some(&ObjectRules {
            properties: &[
                Property { name: "a/b", required: false, schema: Some(&Schema::ANY), ..Property::NONE },
                Property { name: "rooms", required: false, schema: Some(&ROOMS), ..Property::NONE },
                Property { name: "tags", required: false, schema: Some(&TAGS), ..Property::NONE },
            ],
            ..ObjectRules::NONE
        }),
        ..Schema::ANY
    };

    #[test]
    fn names_of_the_document_and_indexes_stay() {
        for pointer in ["", "/rooms", "/rooms/12/rooms/0/a~1b"] {
            assert_eq!(mask(pointer, Some(&ROOM)), pointer);
        }
    }

    #[test]
    fn what_the_sender_chose_is_masked() {
        for (pointer, masked) in [
            ("/secret", "/*"),
            ("/", "/*"),
            ("/1234", "/*"),
            ("/a~1b/secret/0", "/a~1b/*/*"),
            ("/a/b", "/*/*"),
            ("/tags/secret/rooms/3/secret", "/tags/*/rooms/3/*"),
            ("/rooms/secret", "/rooms/*"),
        ] {
            assert_eq!(mask(pointer, Some(&ROOM)), masked, "{pointer}");
        }
        assert_eq!(mask("/secret/0", None), "/*/*");
        assert_eq!(mask("/secret/0", Some(&Schema::ANY)), "/*/*");
    }
}
