//! The schemas that have a name.
use asp_validation_runtime::tables::*;
/// `/components/schemas/Lists`
pub static LISTS: Schema = Schema {
    pointer: "/components/schemas/Lists",
    types: Types::ARRAY,
    enumeration: Some(
        &[
            Constant::Array(&[]),
            Constant::Array(
                &[
                    Constant::Number(Decimal::literal("1")),
                    Constant::Array(&[Constant::Null]),
                ],
            ),
            Constant::Array(
                &[
                    Constant::String("a"),
                    Constant::Object(&[("b", Constant::Boolean(true))]),
                ],
            ),
        ],
    ),
    ..Schema::ANY
};
/// `/components/schemas/Objects`
pub static OBJECTS: Schema = Schema {
    pointer: "/components/schemas/Objects",
    types: Types::OBJECT,
    enumeration: Some(
        &[
            Constant::Object(&[]),
            Constant::Object(
                &[
                    ("a", Constant::Number(Decimal::literal("1"))),
                    (
                        "b",
                        Constant::Object(
                            &[
                                (
                                    "c",
                                    Constant::Array(
                                        &[
                                            Constant::Number(Decimal::literal("2.5")),
                                            Constant::String("\"x\""),
                                        ],
                                    ),
                                ),
                            ],
                        ),
                    ),
                ],
            ),
        ],
    ),
    object: Some(
        &ObjectRules {
            max_properties: Some(1),
            ..ObjectRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Everything`
pub static EVERYTHING: Schema = Schema {
    pointer: "/components/schemas/Everything",
    enumeration: Some(
        &[
            Constant::Null,
            Constant::Boolean(false),
            Constant::Number(Decimal::literal("100.0")),
            Constant::String("1"),
            Constant::Array(&[]),
            Constant::Object(&[]),
        ],
    ),
    ..Schema::ANY
};
/// `/components/schemas/NullBesideType`
pub static NULL_BESIDE_TYPE: Schema = Schema {
    pointer: "/components/schemas/NullBesideType",
    types: Types::STRING.or(Types::NULL),
    enumeration: Some(&[Constant::String("a"), Constant::Null]),
    ..Schema::ANY
};
/// `/components/schemas/NoNull`
pub static NO_NULL: Schema = Schema {
    pointer: "/components/schemas/NoNull",
    types: Types::STRING.or(Types::NULL),
    enumeration: Some(&[Constant::String("a")]),
    ..Schema::ANY
};
/// `/components/schemas/NullWithoutNullable`
pub static NULL_WITHOUT_NULLABLE: Schema = Schema {
    pointer: "/components/schemas/NullWithoutNullable",
    types: Types::STRING,
    enumeration: Some(&[Constant::String("a"), Constant::Null]),
    ..Schema::ANY
};
/// `/components/schemas/OtherType`
pub static OTHER_TYPE: Schema = Schema {
    pointer: "/components/schemas/OtherType",
    types: Types::INTEGER,
    enumeration: Some(&[Constant::Number(Decimal::literal("1")), Constant::String("2")]),
    ..Schema::ANY
};
/// `/components/schemas/Nothing`
pub static NOTHING: Schema = Schema {
    pointer: "/components/schemas/Nothing",
    enumeration: Some(&[]),
    ..Schema::ANY
};
/// `/components/schemas/Large`
pub static LARGE: Schema = Schema {
    pointer: "/components/schemas/Large",
    enumeration: Some(
        &[
            Constant::Number(Decimal::literal("18446744073709551615")),
            Constant::Number(Decimal::literal("-9223372036854775808")),
            Constant::Number(Decimal::literal("1e+300")),
            Constant::Number(Decimal::literal("1.23456789012345e+34")),
        ],
    ),
    ..Schema::ANY
};
