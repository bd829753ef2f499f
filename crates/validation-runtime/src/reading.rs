//! What a text stands for: it is a number or a boolean only where the schema accepts one.

use crate::decimal::Decimal;
use crate::enumeration::{Constant, Scalar};
use crate::object::{Additional, ObjectRules};
use crate::schema::{Schema, Types};
use crate::text::Text;

/// How many schemas are looked at to learn which types are accepted at a place. Beyond it, any type is.
const MOST_SCHEMAS: u32 = 256;

/// A step into a value.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step<'k> {
    Item,
    Member(&'k str),
}

/// The types that `schema` accepts at the end of `steps`, combinations of schemas included.
#[inline]
pub(crate) fn accepted(schema: &'static Schema, steps: &[Step<'_>]) -> Types {
    if steps.is_empty() && schema.combination.is_none() {
        return own(schema);
    }
    walk(schema, steps, &mut { MOST_SCHEMAS })
}

fn walk(schema: &'static Schema, steps: &[Step<'_>], budget: &mut u32) -> Types {
    let schema = schema.resolved();
    if *budget == 0 {
        return Types::ANY;
    }
    *budget -= 1;
    let mut types = match steps.split_first() {
        None => own(schema),
        Some((step, rest)) => below(schema, *step, rest, budget),
    };
    let Some(combination) = schema.combination else { return types };
    for part in combination.all_of {
        types = types.and(walk(part, steps, budget));
    }
    // Of members it is known that they are in an object, for which a discriminator decides.
    let mapping = combination.discriminator.filter(|_| matches!(steps.first(), Some(Step::Member(_))));
    if let Some(discriminator) = mapping {
        let alternatives = discriminator.mapping.iter().map(|(_, schema)| *schema);
        return types.and(union(alternatives, steps, budget));
    }
    for alternatives in [combination.any_of, combination.one_of] {
        types = types.and(union(alternatives.iter().copied(), steps, budget));
    }
    types
}

/// The types that one of `alternatives` accepts; any if there are none.
fn union(alternatives: impl Iterator<Item = &'static Schema>, steps: &[Step<'_>], budget: &mut u32) -> Types {
    alternatives.map(|schema| walk(schema, steps, budget)).reduce(Types::or).unwrap_or(Types::ANY)
}

fn below(schema: &'static Schema, step: Step<'_>, rest: &[Step<'_>], budget: &mut u32) -> Types {
    let (composite, next) = match step {
        Step::Item => (Types::ARRAY, schema.array.and_then(|rules| rules.items)),
        Step::Member(key) => (Types::OBJECT, schema.object.and_then(|rules| member(rules, key))),
    };
    // An alternative of another type has no say.
    if !schema.types.contains(composite) {
        return Types::NONE;
    }
    next.map_or(Types::ANY, |next| walk(next, rest, budget))
}

fn member(rules: &ObjectRules, key: &str) -> Option<&'static Schema> {
    let property = rules.properties.iter().find(|property| property.name == key);
    property.and_then(|property| property.schema).or(rules.additional.schema())
}

impl Additional {
    /// The schema of members that `properties` does not name, if there is one.
    pub(crate) fn schema(&self) -> Option<&'static Schema> {
        match self {
            Self::Schema(schema) => Some(schema),
            Self::Allowed | Self::Forbidden => None,
        }
    }
}

/// The types of one schema. A list of values says more than `type` where that leaves open how text is read.
#[inline]
fn own(schema: &'static Schema) -> Types {
    let is_open = schema.types.contains(Types::STRING)
        && (schema.types.contains(Types::INTEGER) || schema.types.contains(Types::BOOLEAN));
    match schema.enumeration {
        Some(constants) if is_open => {
            let listed = constants.iter().map(Constant::types).reduce(Types::or);
            schema.types.and(listed.unwrap_or(Types::ANY))
        }
        _ => schema.types,
    }
}

impl Constant {
    fn types(&self) -> Types {
        match self {
            Self::Null => Types::NULL,
            Self::Boolean(_) => Types::BOOLEAN,
            Self::Number(_) => Types::NUMBER,
            Self::String(_) => Types::STRING,
            Self::Array(_) => Types::ARRAY,
            Self::Object(_) => Types::OBJECT,
        }
    }
}

/// What `text` stands for where `types` are accepted.
///
/// A number or a boolean is read where the schema accepts one and the text is one, null where the text is empty and
/// no string is accepted; all else is a string.
pub(crate) fn read(text: &str, types: Types) -> Scalar<'_> {
    let number = types.contains(Types::INTEGER).then(|| Decimal::parse(text.as_bytes())).flatten();
    // Programs read an integer parameter with their integer parser: `5e1` is one in JSON only.
    let reads_anywhere = |number: &Decimal<'_>| {
        types.contains(Types::NUMBER) || !number.is_integer() || is_written_as_integer(text)
    };
    match (text, number.filter(reads_anywhere)) {
        ("true", _) if types.contains(Types::BOOLEAN) => Scalar::Boolean(true),
        ("false", _) if types.contains(Types::BOOLEAN) => Scalar::Boolean(false),
        ("", _) if types.contains(Types::NULL) && !types.contains(Types::STRING) => Scalar::Null,
        // A number beside strings: `1.5` is a string where integers and strings are accepted.
        (_, Some(number)) if types.contains(Types::NUMBER) || number.is_integer() => Scalar::Number(number),
        (_, Some(number)) if !types.contains(Types::STRING) => Scalar::Number(number),
        _ => Scalar::String(Text::plain(text)),
    }
}

/// Whether the text is digits, perhaps with a minus: no fraction and no exponent.
fn is_written_as_integer(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// Writes what `text` stands for where `types` are accepted as JSON.
pub(crate) fn write(text: &str, types: Types, json: &mut Vec<u8>) {
    match read(text, types) {
        Scalar::Null => json.extend_from_slice(b"null"),
        Scalar::Boolean(_) | Scalar::Number(_) => json.extend_from_slice(text.as_bytes()),
        Scalar::String(_) => write_string(text, json),
    }
}

/// Writes `text` as a JSON string.
pub(crate) fn write_string(text: &str, json: &mut Vec<u8>) {
    const HEXADECIMAL: &[u8; 16] = b"0123456789abcdef";
    json.push(b'"');
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' => json.extend_from_slice(&[b'\\', byte]),
            b'\n' => json.extend_from_slice(b"\\n"),
            b'\r' => json.extend_from_slice(b"\\r"),
            b'\t' => json.extend_from_slice(b"\\t"),
            0..0x20 => {
                json.extend_from_slice(b"\\u00");
                json.extend([byte >> 4, byte & 15].map(|digit| HEXADECIMAL[usize::from(digit)]));
            }
            other => json.push(other),
        }
    }
    json.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::array::ArrayRules;
    use crate::combination::{Combination, Discriminator};
    use crate::object::Property;

    static STRING: Schema = Schema { types: Types::STRING, ..Schema::ANY };
    static INTEGER: Schema = Schema { types: Types::INTEGER, ..Schema::ANY };
    static LIST: Schema = Schema {
        types: Types::ARRAY,
        array: Some(&ArrayRules { items: Some(&INTEGER), ..ArrayRules::NONE }),
        ..Schema::ANY
    };
    static OBJECT: Schema = Schema {
        types: Types::OBJECT,
        object: Some(&ObjectRules {
            properties: &[Property { name: "list", schema: Some(&LIST), ..Property::NONE }],
            additional: Additional::Schema(&STRING),
            ..ObjectRules::NONE
        }),
        ..Schema::ANY
    };
    static EITHER: Schema = Schema {
        combination: Some(&Combination { one_of: &[&OBJECT, &LIST, &STRING], ..Combination::NONE }),
        ..Schema::ANY
    };
    static LIMITED: Schema = Schema {
        combination: Some(&Combination { all_of: &[&Schema::ANY, &STRING], ..Combination::NONE }),
        ..Schema::ANY
    };
    static CIRCLE: Schema = Schema {
        combination: Some(&Combination { all_of: &[&CIRCLE, &CIRCLE], ..Combination::NONE }),
        ..Schema::ANY
    };

    /// A parent whose rules for objects are left to its heirs.
    static PARENT: Schema = Schema {
        combination: Some(&Combination {
            discriminator: Some(&Discriminator {
                property: "kind",
                mapping: &[("a", &OBJECT), ("b", &LIST)],
            }),
            ..Combination::NONE
        }),
        ..Schema::ANY
    };

    #[test]
    fn members_are_read_as_the_schemas_that_a_discriminator_names_accept_them() {
        assert_eq!(accepted(&PARENT, &[Step::Member("name")]), Types::STRING);
        assert_eq!(accepted(&PARENT, &[Step::Member("list"), Step::Item]), Types::INTEGER);
        // What is no object is not decided about.
        assert_eq!(accepted(&PARENT, &[]), Types::ANY);
        assert_eq!(accepted(&PARENT, &[Step::Item]), Types::ANY);
    }

    #[test]
    fn the_types_at_a_place_are_those_that_some_way_through_the_schema_accepts() {
        assert_eq!(accepted(&EITHER, &[]), Types::OBJECT.or(Types::ARRAY).or(Types::STRING));
        assert_eq!(accepted(&EITHER, &[Step::Item]), Types::INTEGER);
        assert_eq!(accepted(&EITHER, &[Step::Member("list"), Step::Item]), Types::INTEGER);
        assert_eq!(accepted(&EITHER, &[Step::Member("other")]), Types::STRING);
        assert_eq!(accepted(&LIMITED, &[]), Types::STRING);
        assert_eq!(accepted(&CIRCLE, &[]), Types::ANY);
    }

    #[test]
    fn a_list_of_values_says_how_text_is_read() {
        static DIGITS: Schema =
            Schema { enumeration: Some(&[Constant::String("1"), Constant::String("2")]), ..Schema::ANY };
        assert_eq!(accepted(&DIGITS, &[]), Types::STRING);
    }

    #[test]
    fn text_is_written_as_what_it_stands_for() {
        let written = |text, types| {
            let mut json = Vec::new();
            write(text, types, &mut json);
            String::from_utf8(json).unwrap()
        };
        assert_eq!(written("5", Types::INTEGER), "5");
        assert_eq!(written("5", Types::STRING), "\"5\"");
        assert_eq!(written("5e1", Types::INTEGER), "\"5e1\"");
        assert_eq!(written("5e1", Types::NUMBER), "5e1");
        assert_eq!(written("1.5", Types::INTEGER), "1.5");
        assert_eq!(written("1.5", Types::INTEGER.or(Types::STRING)), "\"1.5\"");
        assert_eq!(written("true", Types::ANY), "true");
        assert_eq!(written("true", Types::STRING), "\"true\"");
        assert_eq!(written("", Types::INTEGER.or(Types::NULL)), "null");
        assert_eq!(written("", Types::STRING.or(Types::NULL)), "\"\"");
        assert_eq!(written("a\"\\\n\u{1f}é", Types::STRING), r#""a\"\\\n\u001fé""#);
    }
}
