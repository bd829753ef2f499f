//! The schemas that have a name.
use asp_validation_runtime::tables::*;
/// `/components/schemas/ThingId`
pub static THING_ID: Schema = Schema {
    pointer: "/components/schemas/ThingId",
    types: Types::STRING,
    string: Some(
        &StringRules {
            pattern: Some(&super::patterns::T),
            ..StringRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Color`
pub static COLOR: Schema = Schema {
    pointer: "/components/schemas/Color",
    types: Types::STRING.or(Types::NULL),
    enumeration: Some(
        &[Constant::String("red"), Constant::String("dark\nblue"), Constant::String("")],
    ),
    ..Schema::ANY
};
/// `/components/schemas/Mixed`
pub static MIXED: Schema = Schema {
    pointer: "/components/schemas/Mixed",
    enumeration: Some(
        &[
            Constant::Null,
            Constant::Boolean(true),
            Constant::Number(Decimal::literal("1")),
            Constant::Number(Decimal::literal("2.5")),
            Constant::String("one"),
        ],
    ),
    ..Schema::ANY
};
/// `/components/schemas/Anything`
pub static ANYTHING: Schema = Schema {
    pointer: "/components/schemas/Anything",
    ..Schema::ANY
};
/// `/components/schemas/Number`
pub static NUMBER: Schema = Schema {
    pointer: "/components/schemas/Number",
    types: Types::NUMBER,
    number: Some(
        &NumberRules {
            minimum: Some(Bound {
                limit: Decimal::literal("-1.5"),
                exclusive: false,
            }),
            maximum: Some(Bound {
                limit: Decimal::literal("1000000000000000.0"),
                exclusive: true,
            }),
            ..NumberRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Big`
pub static BIG: Schema = Schema {
    pointer: "/components/schemas/Big",
    types: Types::INTEGER,
    number: Some(
        &NumberRules {
            minimum: Some(Bound {
                limit: Decimal::literal("-9223372036854775808"),
                exclusive: false,
            }),
            maximum: Some(Bound {
                limit: Decimal::literal("9223372036854775807"),
                exclusive: false,
            }),
            format: Some(NumberFormat::Int64),
            ..NumberRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Cents`
pub static CENTS: Schema = Schema {
    pointer: "/components/schemas/Cents",
    types: Types::NUMBER,
    number: Some(
        &NumberRules {
            multiple_of: Some(Decimal::literal("0.01")),
            ..NumberRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Flag`
pub static FLAG: Schema = Schema {
    pointer: "/components/schemas/Flag",
    types: Types::BOOLEAN,
    ..Schema::ANY
};
/// `/components/schemas/Untyped`
pub static UNTYPED: Schema = Schema {
    pointer: "/components/schemas/Untyped",
    string: Some(
        &StringRules {
            min_length: 2,
            ..StringRules::NONE
        },
    ),
    number: Some(
        &NumberRules {
            minimum: Some(Bound {
                limit: Decimal::literal("2"),
                exclusive: false,
            }),
            ..NumberRules::NONE
        },
    ),
    array: Some(
        &ArrayRules {
            min_items: 2,
            ..ArrayRules::NONE
        },
    ),
    object: Some(
        &ObjectRules {
            min_properties: 2,
            ..ObjectRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Name`
pub static NAME: Schema = Schema {
    pointer: "/components/schemas/Name",
    types: Types::STRING,
    string: Some(
        &StringRules {
            min_length: 1,
            max_length: Some(8),
            pattern: Some(&super::patterns::A_Z),
            ..StringRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Word`
pub static WORD: Schema = Schema {
    pointer: "/components/schemas/Word",
    types: Types::STRING,
    string: Some(
        &StringRules {
            pattern: Some(&super::patterns::BEND),
            ..StringRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Long`
pub static LONG: Schema = Schema {
    pointer: "/components/schemas/Long",
    types: Types::STRING,
    string: Some(
        &StringRules {
            pattern: Some(&super::patterns::A_Z_1_300),
            ..StringRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/NewThing`
pub static NEW_THING: Schema = Schema {
    pointer: "/components/schemas/NewThing",
    types: Types::OBJECT,
    object: Some(
        &ObjectRules {
            properties: &[
                Property {
                    name: "name",
                    key: "\"name\":",
                    required: true,
                    schema: Some(&super::schemas::NAME),
                    ..Property::NONE
                },
                Property {
                    name: "color",
                    key: "\"color\":",
                    required: false,
                    schema: Some(&super::schemas::COLOR),
                    ..Property::NONE
                },
                Property {
                    name: "quo\"ted/~key",
                    key: "\"quo\\\"ted/~key\":",
                    required: false,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/NewThing/properties/quo\"ted~1~0key",
                            types: Types::INTEGER,
                            ..Schema::ANY
                        },
                    ),
                    ..Property::NONE
                },
                Property {
                    name: "ghost",
                    key: "\"ghost\":",
                    required: true,
                    schema: None,
                    ..Property::NONE
                },
            ],
            additional: Additional::Schema(&super::schemas::CENTS),
            ..ObjectRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Thing`
pub static THING: Schema = Schema {
    pointer: "/components/schemas/Thing",
    types: Types::OBJECT,
    object: Some(
        &ObjectRules {
            properties: &[
                Property {
                    name: "id",
                    key: "\"id\":",
                    required: true,
                    schema: Some(&super::schemas::THING_ID),
                    ..Property::NONE
                },
                Property {
                    name: "flag",
                    key: "\"flag\":",
                    required: false,
                    schema: Some(&super::schemas::FLAG),
                    ..Property::NONE
                },
                Property {
                    name: "mixed",
                    key: "\"mixed\":",
                    required: false,
                    schema: Some(&super::schemas::MIXED),
                    ..Property::NONE
                },
                Property {
                    name: "parts",
                    key: "\"parts\":",
                    required: true,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Thing/properties/parts",
                            types: Types::ARRAY,
                            array: Some(
                                &ArrayRules {
                                    items: Some(
                                        &Schema {
                                            pointer: "/components/schemas/Thing/properties/parts/items",
                                            types: Types::OBJECT,
                                            object: Some(
                                                &ObjectRules {
                                                    properties: &[
                                                        Property {
                                                            name: "big",
                                                            key: "\"big\":",
                                                            required: false,
                                                            schema: Some(&super::schemas::BIG),
                                                            ..Property::NONE
                                                        },
                                                        Property {
                                                            name: "number",
                                                            key: "\"number\":",
                                                            required: false,
                                                            schema: Some(&super::schemas::NUMBER),
                                                            ..Property::NONE
                                                        },
                                                        Property {
                                                            name: "deep",
                                                            key: "\"deep\":",
                                                            required: false,
                                                            schema: Some(&super::schemas::THING_PROPERTIES_PARTS),
                                                            ..Property::NONE
                                                        },
                                                    ],
                                                    max_properties: Some(2),
                                                    ..ObjectRules::NONE
                                                },
                                            ),
                                            ..Schema::ANY
                                        },
                                    ),
                                    ..ArrayRules::NONE
                                },
                            ),
                            ..Schema::ANY
                        },
                    ),
                    ..Property::NONE
                },
                Property {
                    name: "parent",
                    key: "\"parent\":",
                    required: false,
                    schema: Some(&super::schemas::THING),
                    ..Property::NONE
                },
                Property {
                    name: "anything",
                    key: "\"anything\":",
                    required: false,
                    schema: Some(&super::schemas::ANYTHING),
                    ..Property::NONE
                },
                Property {
                    name: "untyped",
                    key: "\"untyped\":",
                    required: false,
                    schema: Some(&super::schemas::UNTYPED),
                    ..Property::NONE
                },
                Property {
                    name: "word",
                    key: "\"word\":",
                    required: false,
                    schema: Some(&super::schemas::WORD),
                    ..Property::NONE
                },
                Property {
                    name: "long",
                    key: "\"long\":",
                    required: false,
                    schema: Some(&super::schemas::LONG),
                    ..Property::NONE
                },
                Property {
                    name: "kind",
                    key: "\"kind\":",
                    required: false,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Thing/properties/kind",
                            types: Types::INTEGER,
                            enumeration: Some(
                                &[
                                    Constant::Number(Decimal::literal("1")),
                                    Constant::Number(Decimal::literal("2")),
                                ],
                            ),
                            ..Schema::ANY
                        },
                    ),
                    ..Property::NONE
                },
            ],
            ..ObjectRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/String`
pub static STRING: Schema = Schema {
    pointer: "/components/schemas/String",
    types: Types::STRING.or(Types::NULL),
    enumeration: Some(&[Constant::String("a"), Constant::String("bc"), Constant::Null]),
    string: Some(
        &StringRules {
            min_length: 1,
            max_length: Some(9),
            pattern: Some(&super::patterns::A_Z_2),
            format: Some(StringFormat::Hostname),
            ..StringRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Integer`
pub static INTEGER: Schema = Schema {
    pointer: "/components/schemas/Integer",
    types: Types::INTEGER,
    enumeration: Some(
        &[
            Constant::Number(Decimal::literal("4")),
            Constant::Number(Decimal::literal("6.0")),
            Constant::Number(Decimal::literal("30")),
        ],
    ),
    number: Some(
        &NumberRules {
            minimum: Some(Bound {
                limit: Decimal::literal("2"),
                exclusive: true,
            }),
            maximum: Some(Bound {
                limit: Decimal::literal("20"),
                exclusive: true,
            }),
            multiple_of: Some(Decimal::literal("2")),
            format: Some(NumberFormat::Uint8),
            ..NumberRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/List`
pub static LIST: Schema = Schema {
    pointer: "/components/schemas/List",
    types: Types::ARRAY,
    enumeration: Some(
        &[
            Constant::Array(&[Constant::Number(Decimal::literal("4"))]),
            Constant::Array(
                &[
                    Constant::Number(Decimal::literal("4")),
                    Constant::Number(Decimal::literal("6")),
                ],
            ),
            Constant::Array(
                &[
                    Constant::Number(Decimal::literal("4")),
                    Constant::Number(Decimal::literal("4")),
                ],
            ),
            Constant::Array(&[Constant::Number(Decimal::literal("5"))]),
        ],
    ),
    array: Some(
        &ArrayRules {
            items: Some(&super::schemas::INTEGER),
            min_items: 1,
            max_items: Some(3),
            unique_items: true,
            ..ArrayRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Record`
pub static RECORD: Schema = Schema {
    pointer: "/components/schemas/Record",
    types: Types::OBJECT,
    object: Some(
        &ObjectRules {
            properties: &[
                Property {
                    name: "text",
                    key: "\"text\":",
                    required: true,
                    schema: Some(&super::schemas::STRING),
                    ..Property::NONE
                },
                Property {
                    name: "list",
                    key: "\"list\":",
                    required: false,
                    schema: Some(&super::schemas::LIST),
                    ..Property::NONE
                },
                Property {
                    name: "id",
                    key: "\"id\":",
                    required: false,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Record/properties/id",
                            types: Types::STRING,
                            ..Schema::ANY
                        },
                    ),
                    access: Access::ReadOnly,
                    ..Property::NONE
                },
                Property {
                    name: "secret",
                    key: "\"secret\":",
                    required: false,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Record/properties/secret",
                            types: Types::STRING,
                            ..Schema::ANY
                        },
                    ),
                    access: Access::WriteOnly,
                    ..Property::NONE
                },
                Property {
                    name: "extra",
                    key: "\"extra\":",
                    required: true,
                    schema: None,
                    ..Property::NONE
                },
            ],
            additional: Additional::Schema(&super::schemas::INTEGER),
            min_properties: 2,
            max_properties: Some(3),
            ..ObjectRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Places`
pub static PLACES: Schema = Schema {
    pointer: "/components/schemas/Places",
    types: Types::OBJECT,
    object: Some(
        &ObjectRules {
            properties: &[
                Property {
                    name: "property",
                    key: "\"property\":",
                    required: false,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Places/properties/property",
                            types: Types::STRING,
                            string: Some(
                                &StringRules {
                                    max_length: Some(10),
                                    format: Some(StringFormat::Date),
                                    ..StringRules::NONE
                                },
                            ),
                            ..Schema::ANY
                        },
                    ),
                    ..Property::NONE
                },
                Property {
                    name: "items",
                    key: "\"items\":",
                    required: false,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Places/properties/items",
                            types: Types::ARRAY,
                            array: Some(
                                &ArrayRules {
                                    items: Some(
                                        &Schema {
                                            pointer: "/components/schemas/Places/properties/items/items",
                                            types: Types::STRING,
                                            string: Some(
                                                &StringRules {
                                                    format: Some(StringFormat::Date),
                                                    ..StringRules::NONE
                                                },
                                            ),
                                            ..Schema::ANY
                                        },
                                    ),
                                    ..ArrayRules::NONE
                                },
                            ),
                            ..Schema::ANY
                        },
                    ),
                    ..Property::NONE
                },
                Property {
                    name: "both",
                    key: "\"both\":",
                    required: false,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Places/properties/both",
                            types: Types::ARRAY,
                            array: Some(
                                &ArrayRules {
                                    items: Some(
                                        &Schema {
                                            pointer: "/components/schemas/Places/properties/both/items",
                                            types: Types::ARRAY,
                                            array: Some(
                                                &ArrayRules {
                                                    items: Some(
                                                        &Schema {
                                                            pointer: "/components/schemas/Places/properties/both/items/items",
                                                            types: Types::INTEGER,
                                                            ..Schema::ANY
                                                        },
                                                    ),
                                                    unique_items: true,
                                                    ..ArrayRules::NONE
                                                },
                                            ),
                                            ..Schema::ANY
                                        },
                                    ),
                                    unique_items: true,
                                    ..ArrayRules::NONE
                                },
                            ),
                            ..Schema::ANY
                        },
                    ),
                    ..Property::NONE
                },
                Property {
                    name: "all",
                    key: "\"all\":",
                    required: false,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Places/properties/all",
                            combination: Some(
                                &Combination {
                                    all_of: &[
                                        &Schema {
                                            pointer: "/components/schemas/Places/properties/all/allOf/0",
                                            types: Types::STRING,
                                            string: Some(
                                                &StringRules {
                                                    format: Some(StringFormat::Date),
                                                    ..StringRules::NONE
                                                },
                                            ),
                                            ..Schema::ANY
                                        },
                                        &Schema {
                                            pointer: "/components/schemas/Places/properties/all/allOf/1",
                                            string: Some(
                                                &StringRules {
                                                    min_length: 10,
                                                    ..StringRules::NONE
                                                },
                                            ),
                                            ..Schema::ANY
                                        },
                                        &super::schemas::TEXT,
                                    ],
                                    ..Combination::NONE
                                },
                            ),
                            ..Schema::ANY
                        },
                    ),
                    ..Property::NONE
                },
                Property {
                    name: "any",
                    key: "\"any\":",
                    required: false,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Places/properties/any",
                            combination: Some(
                                &Combination {
                                    any_of: &[
                                        &Schema {
                                            pointer: "/components/schemas/Places/properties/any/anyOf/0",
                                            types: Types::STRING,
                                            string: Some(
                                                &StringRules {
                                                    format: Some(StringFormat::Date),
                                                    ..StringRules::NONE
                                                },
                                            ),
                                            ..Schema::ANY
                                        },
                                        &Schema {
                                            pointer: "/components/schemas/Places/properties/any/anyOf/1",
                                            types: Types::INTEGER,
                                            number: Some(
                                                &NumberRules {
                                                    format: Some(NumberFormat::Int32),
                                                    ..NumberRules::NONE
                                                },
                                            ),
                                            ..Schema::ANY
                                        },
                                    ],
                                    ..Combination::NONE
                                },
                            ),
                            ..Schema::ANY
                        },
                    ),
                    ..Property::NONE
                },
                Property {
                    name: "one",
                    key: "\"one\":",
                    required: false,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Places/properties/one",
                            combination: Some(
                                &Combination {
                                    one_of: &[
                                        &Schema {
                                            pointer: "/components/schemas/Places/properties/one/oneOf/0",
                                            types: Types::STRING,
                                            string: Some(
                                                &StringRules {
                                                    format: Some(StringFormat::Date),
                                                    ..StringRules::NONE
                                                },
                                            ),
                                            ..Schema::ANY
                                        },
                                        &super::schemas::TEXT,
                                    ],
                                    ..Combination::NONE
                                },
                            ),
                            ..Schema::ANY
                        },
                    ),
                    ..Property::NONE
                },
                Property {
                    name: "not",
                    key: "\"not\":",
                    required: false,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Places/properties/not",
                            combination: Some(
                                &Combination {
                                    not: Some(
                                        &Schema {
                                            pointer: "/components/schemas/Places/properties/not/not",
                                            types: Types::STRING,
                                            string: Some(
                                                &StringRules {
                                                    format: Some(StringFormat::Date),
                                                    ..StringRules::NONE
                                                },
                                            ),
                                            ..Schema::ANY
                                        },
                                    ),
                                    ..Combination::NONE
                                },
                            ),
                            ..Schema::ANY
                        },
                    ),
                    ..Property::NONE
                },
                Property {
                    name: "members",
                    key: "\"members\":",
                    required: false,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Places/properties/members",
                            types: Types::OBJECT,
                            object: Some(
                                &ObjectRules {
                                    additional: Additional::Schema(
                                        &Schema {
                                            pointer: "/components/schemas/Places/properties/members/additionalProperties",
                                            types: Types::STRING,
                                            string: Some(
                                                &StringRules {
                                                    format: Some(StringFormat::Date),
                                                    ..StringRules::NONE
                                                },
                                            ),
                                            ..Schema::ANY
                                        },
                                    ),
                                    ..ObjectRules::NONE
                                },
                            ),
                            ..Schema::ANY
                        },
                    ),
                    ..Property::NONE
                },
                Property {
                    name: "enum",
                    key: "\"enum\":",
                    required: false,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Places/properties/enum",
                            combination: Some(
                                &Combination {
                                    all_of: &[
                                        &Schema {
                                            pointer: "/components/schemas/Places/properties/enum/allOf/0",
                                            enumeration: Some(
                                                &[Constant::String("a"), Constant::String("b")],
                                            ),
                                            ..Schema::ANY
                                        },
                                        &Schema {
                                            pointer: "/components/schemas/Places/properties/enum/allOf/1",
                                            enumeration: Some(
                                                &[Constant::String("b"), Constant::String("c")],
                                            ),
                                            ..Schema::ANY
                                        },
                                    ],
                                    ..Combination::NONE
                                },
                            ),
                            ..Schema::ANY
                        },
                    ),
                    ..Property::NONE
                },
                Property {
                    name: "deep",
                    key: "\"deep\":",
                    required: false,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Places/properties/deep",
                            combination: Some(
                                &Combination {
                                    one_of: &[
                                        &Schema {
                                            pointer: "/components/schemas/Places/properties/deep/oneOf/0",
                                            combination: Some(
                                                &Combination {
                                                    any_of: &[
                                                        &Schema {
                                                            pointer: "/components/schemas/Places/properties/deep/oneOf/0/anyOf/0",
                                                            combination: Some(
                                                                &Combination {
                                                                    all_of: &[
                                                                        &Schema {
                                                                            pointer: "/components/schemas/Places/properties/deep/oneOf/0/anyOf/0/allOf/0",
                                                                            combination: Some(
                                                                                &Combination {
                                                                                    not: Some(
                                                                                        &Schema {
                                                                                            pointer: "/components/schemas/Places/properties/deep/oneOf/0/anyOf/0/allOf/0/not",
                                                                                            combination: Some(
                                                                                                &Combination {
                                                                                                    not: Some(
                                                                                                        &Schema {
                                                                                                            pointer: "/components/schemas/Places/properties/deep/oneOf/0/anyOf/0/allOf/0/not/not",
                                                                                                            types: Types::STRING,
                                                                                                            string: Some(
                                                                                                                &StringRules {
                                                                                                                    format: Some(StringFormat::Date),
                                                                                                                    ..StringRules::NONE
                                                                                                                },
                                                                                                            ),
                                                                                                            ..Schema::ANY
                                                                                                        },
                                                                                                    ),
                                                                                                    ..Combination::NONE
                                                                                                },
                                                                                            ),
                                                                                            ..Schema::ANY
                                                                                        },
                                                                                    ),
                                                                                    ..Combination::NONE
                                                                                },
                                                                            ),
                                                                            ..Schema::ANY
                                                                        },
                                                                    ],
                                                                    ..Combination::NONE
                                                                },
                                                            ),
                                                            ..Schema::ANY
                                                        },
                                                    ],
                                                    ..Combination::NONE
                                                },
                                            ),
                                            ..Schema::ANY
                                        },
                                    ],
                                    ..Combination::NONE
                                },
                            ),
                            ..Schema::ANY
                        },
                    ),
                    ..Property::NONE
                },
            ],
            additional: Additional::Schema(
                &Schema {
                    pointer: "/components/schemas/Places/additionalProperties",
                    combination: Some(
                        &Combination {
                            not: Some(&super::schemas::PLACES),
                            ..Combination::NONE
                        },
                    ),
                    ..Schema::ANY
                },
            ),
            ..ObjectRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Text`
pub static TEXT: Schema = Schema {
    pointer: "/components/schemas/Text",
    types: Types::STRING,
    string: Some(
        &StringRules {
            max_length: Some(10),
            ..StringRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Problem`
pub static PROBLEM: Schema = Schema {
    pointer: "/components/schemas/Problem",
    types: Types::OBJECT,
    object: Some(
        &ObjectRules {
            properties: &[
                Property {
                    name: "message",
                    key: "\"message\":",
                    required: true,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Problem/properties/message",
                            types: Types::STRING,
                            ..Schema::ANY
                        },
                    ),
                    ..Property::NONE
                },
            ],
            ..ObjectRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Thing/properties/parts`
pub static THING_PROPERTIES_PARTS: Schema = Schema {
    pointer: "/components/schemas/Thing/properties/parts",
    types: Types::ARRAY,
    array: Some(
        &ArrayRules {
            items: Some(
                &Schema {
                    pointer: "/components/schemas/Thing/properties/parts/items",
                    types: Types::OBJECT,
                    object: Some(
                        &ObjectRules {
                            properties: &[
                                Property {
                                    name: "big",
                                    key: "\"big\":",
                                    required: false,
                                    schema: Some(&super::schemas::BIG),
                                    ..Property::NONE
                                },
                                Property {
                                    name: "number",
                                    key: "\"number\":",
                                    required: false,
                                    schema: Some(&super::schemas::NUMBER),
                                    ..Property::NONE
                                },
                                Property {
                                    name: "deep",
                                    key: "\"deep\":",
                                    required: false,
                                    schema: Some(&super::schemas::THING_PROPERTIES_PARTS),
                                    ..Property::NONE
                                },
                            ],
                            max_properties: Some(2),
                            ..ObjectRules::NONE
                        },
                    ),
                    ..Schema::ANY
                },
            ),
            ..ArrayRules::NONE
        },
    ),
    ..Schema::ANY
};
