//! The parameters that have a name.
use asp_validation_runtime::tables::*;
/// `/components/parameters/Tags`
pub static TAGS: Parameter = Parameter {
    name: "tags",
    pointer: "/components/parameters/Tags",
    style: Style::Form { explode: true },
    schema: &Schema {
        pointer: "/components/parameters/Tags/schema",
        types: Types::ARRAY,
        array: Some(
            &ArrayRules {
                items: Some(
                    &Schema {
                        pointer: "/components/parameters/Tags/schema/items",
                        types: Types::STRING,
                        enumeration: Some(
                            &[Constant::String("a"), Constant::String("b")],
                        ),
                        ..Schema::ANY
                    },
                ),
                max_items: Some(2),
                ..ArrayRules::NONE
            },
        ),
        ..Schema::ANY
    },
    ..Parameter::NONE
};
