//! The schemas that have a name.
use asp_validation_runtime::tables::*;
/// `/components/schemas/type`
pub static TYPE: Schema = Schema {
    pointer: "/components/schemas/type",
    types: Types::STRING,
    enumeration: Some(&[Constant::String("fn")]),
    ..Schema::ANY
};
/// `/components/schemas/Type`
pub static TYPE_2: Schema = Schema {
    pointer: "/components/schemas/Type",
    types: Types::STRING,
    enumeration: Some(&[Constant::String("Fn")]),
    ..Schema::ANY
};
/// `/components/schemas/TYPE`
pub static TYPE_3: Schema = Schema {
    pointer: "/components/schemas/TYPE",
    types: Types::STRING,
    string: Some(
        &StringRules {
            pattern: Some(&super::patterns::PATTERN),
            ..StringRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/foo.bar`
pub static FOO_BAR: Schema = Schema {
    pointer: "/components/schemas/foo.bar",
    types: Types::STRING,
    string: Some(
        &StringRules {
            pattern: Some(&super::patterns::PATTERN_2),
            ..StringRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/foo-bar`
pub static FOO_BAR_2: Schema = Schema {
    pointer: "/components/schemas/foo-bar",
    types: Types::STRING,
    string: Some(
        &StringRules {
            pattern: Some(&super::patterns::PATTERN_3),
            ..StringRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Foo_Bar`
pub static FOO_BAR_3: Schema = Schema {
    pointer: "/components/schemas/Foo_Bar",
    types: Types::OBJECT,
    object: Some(
        &ObjectRules {
            properties: &[
                Property {
                    name: "{}",
                    key: "\"{}\":",
                    required: true,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Foo_Bar/properties/{}",
                            types: Types::STRING,
                            ..Schema::ANY
                        },
                    ),
                    ..Property::NONE
                },
                Property {
                    name: "",
                    key: "\"\":",
                    required: false,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Foo_Bar/properties/",
                            types: Types::STRING,
                            ..Schema::ANY
                        },
                    ),
                    ..Property::NONE
                },
                Property {
                    name: "\\",
                    key: "\"\\\\\":",
                    required: true,
                    schema: None,
                    ..Property::NONE
                },
            ],
            ..ObjectRules::NONE
        },
    ),
    ..Schema::ANY
};
