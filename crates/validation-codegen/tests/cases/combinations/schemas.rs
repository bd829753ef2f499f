//! The schemas that have a name.
use asp_validation_runtime::tables::*;
/// `/components/schemas/Named`
pub static NAMED: Schema = Schema {
    pointer: "/components/schemas/Named",
    types: Types::OBJECT,
    object: Some(
        &ObjectRules {
            properties: &[
                Property {
                    name: "name",
                    key: "\"name\":",
                    required: true,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Named/properties/name",
                            types: Types::STRING,
                            string: Some(
                                &StringRules {
                                    min_length: 1,
                                    ..StringRules::NONE
                                },
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
/// `/components/schemas/Owner`
pub static OWNER: Schema = Schema {
    pointer: "/components/schemas/Owner",
    types: Types::OBJECT,
    object: Some(
        &ObjectRules {
            properties: &[
                Property {
                    name: "partner",
                    key: "\"partner\":",
                    required: false,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Owner/properties/partner",
                            combination: Some(
                                &Combination {
                                    all_of: &[&super::schemas::OWNER],
                                    ..Combination::NONE
                                },
                            ),
                            ..Schema::ANY
                        },
                    ),
                    ..Property::NONE
                },
                Property {
                    name: "address",
                    key: "\"address\":",
                    required: true,
                    schema: None,
                    ..Property::NONE
                },
            ],
            ..ObjectRules::NONE
        },
    ),
    combination: Some(
        &Combination {
            all_of: &[
                &super::schemas::NAMED,
                &Schema {
                    pointer: "/components/schemas/Owner/allOf/1",
                    combination: Some(
                        &Combination {
                            all_of: &[
                                &Schema {
                                    pointer: "/components/schemas/Owner/allOf/1/allOf/0",
                                    object: Some(
                                        &ObjectRules {
                                            properties: &[
                                                Property {
                                                    name: "since",
                                                    key: "\"since\":",
                                                    required: true,
                                                    schema: None,
                                                    ..Property::NONE
                                                },
                                            ],
                                            ..ObjectRules::NONE
                                        },
                                    ),
                                    ..Schema::ANY
                                },
                                &Schema {
                                    pointer: "/components/schemas/Owner/allOf/1/allOf/1",
                                    object: Some(
                                        &ObjectRules {
                                            properties: &[
                                                Property {
                                                    name: "since",
                                                    key: "\"since\":",
                                                    required: false,
                                                    schema: Some(
                                                        &Schema {
                                                            pointer: "/components/schemas/Owner/allOf/1/allOf/1/properties/since",
                                                            types: Types::INTEGER,
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
};
/// `/components/schemas/Code`
pub static CODE: Schema = Schema {
    pointer: "/components/schemas/Code",
    combination: Some(
        &Combination {
            any_of: &[
                &Schema {
                    pointer: "/components/schemas/Code/anyOf/0",
                    types: Types::STRING,
                    string: Some(
                        &StringRules {
                            max_length: Some(3),
                            ..StringRules::NONE
                        },
                    ),
                    ..Schema::ANY
                },
                &Schema {
                    pointer: "/components/schemas/Code/anyOf/1",
                    types: Types::INTEGER,
                    number: Some(
                        &NumberRules {
                            maximum: Some(Bound {
                                limit: Decimal::literal("999"),
                                exclusive: false,
                            }),
                            ..NumberRules::NONE
                        },
                    ),
                    ..Schema::ANY
                },
            ],
            not: Some(
                &Schema {
                    pointer: "/components/schemas/Code/not",
                    enumeration: Some(
                        &[
                            Constant::String("abc"),
                            Constant::Number(Decimal::literal("7")),
                        ],
                    ),
                    ..Schema::ANY
                },
            ),
            ..Combination::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Exactly`
pub static EXACTLY: Schema = Schema {
    pointer: "/components/schemas/Exactly",
    combination: Some(
        &Combination {
            one_of: &[
                &Schema {
                    pointer: "/components/schemas/Exactly/oneOf/0",
                    types: Types::INTEGER,
                    number: Some(
                        &NumberRules {
                            multiple_of: Some(Decimal::literal("2")),
                            ..NumberRules::NONE
                        },
                    ),
                    ..Schema::ANY
                },
                &Schema {
                    pointer: "/components/schemas/Exactly/oneOf/1",
                    types: Types::INTEGER,
                    number: Some(
                        &NumberRules {
                            multiple_of: Some(Decimal::literal("3")),
                            ..NumberRules::NONE
                        },
                    ),
                    ..Schema::ANY
                },
                &Schema {
                    pointer: "/components/schemas/Exactly/oneOf/2",
                    types: Types::STRING,
                    ..Schema::ANY
                },
            ],
            ..Combination::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/NoList`
pub static NO_LIST: Schema = Schema {
    pointer: "/components/schemas/NoList",
    combination: Some(
        &Combination {
            not: Some(
                &Schema {
                    pointer: "/components/schemas/NoList/not",
                    types: Types::ARRAY,
                    ..Schema::ANY
                },
            ),
            ..Combination::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Both`
pub static BOTH: Schema = Schema {
    pointer: "/components/schemas/Both",
    combination: Some(
        &Combination {
            any_of: &[
                &Schema {
                    pointer: "/components/schemas/Both/anyOf/0",
                    number: Some(
                        &NumberRules {
                            minimum: Some(Bound {
                                limit: Decimal::literal("5"),
                                exclusive: false,
                            }),
                            ..NumberRules::NONE
                        },
                    ),
                    ..Schema::ANY
                },
                &Schema {
                    pointer: "/components/schemas/Both/anyOf/1",
                    number: Some(
                        &NumberRules {
                            maximum: Some(Bound {
                                limit: Decimal::literal("3"),
                                exclusive: false,
                            }),
                            ..NumberRules::NONE
                        },
                    ),
                    ..Schema::ANY
                },
            ],
            one_of: &[
                &Schema {
                    pointer: "/components/schemas/Both/oneOf/0",
                    number: Some(
                        &NumberRules {
                            multiple_of: Some(Decimal::literal("2")),
                            ..NumberRules::NONE
                        },
                    ),
                    ..Schema::ANY
                },
                &Schema {
                    pointer: "/components/schemas/Both/oneOf/1",
                    number: Some(
                        &NumberRules {
                            multiple_of: Some(Decimal::literal("5")),
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
};
/// `/components/schemas/Members`
pub static MEMBERS: Schema = Schema {
    pointer: "/components/schemas/Members",
    types: Types::OBJECT,
    object: Some(
        &ObjectRules {
            additional: Additional::Schema(
                &Schema {
                    pointer: "/components/schemas/Members/additionalProperties",
                    combination: Some(
                        &Combination {
                            one_of: &[
                                &Schema {
                                    pointer: "/components/schemas/Members/additionalProperties/oneOf/0",
                                    types: Types::BOOLEAN,
                                    ..Schema::ANY
                                },
                                &super::schemas::MEMBERS,
                            ],
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
/// `/components/schemas/Maybe`
pub static MAYBE: Schema = Schema {
    pointer: "/components/schemas/Maybe",
    combination: Some(
        &Combination {
            all_of: &[&super::schemas::NAMED],
            ..Combination::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Unique`
pub static UNIQUE: Schema = Schema {
    pointer: "/components/schemas/Unique",
    types: Types::ARRAY,
    array: Some(
        &ArrayRules {
            items: Some(
                &Schema {
                    pointer: "/components/schemas/Unique/items",
                    combination: Some(
                        &Combination {
                            any_of: &[
                                &Schema {
                                    pointer: "/components/schemas/Unique/items/anyOf/0",
                                    types: Types::OBJECT,
                                    ..Schema::ANY
                                },
                                &Schema {
                                    pointer: "/components/schemas/Unique/items/anyOf/1",
                                    types: Types::NUMBER,
                                    ..Schema::ANY
                                },
                            ],
                            ..Combination::NONE
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
};
/// `/components/schemas/Pet`
pub static PET: Schema = Schema {
    pointer: "/components/schemas/Pet",
    types: Types::OBJECT,
    combination: Some(
        &Combination {
            discriminator: Some(
                &Discriminator {
                    property: "kind",
                    mapping: &[
                        ("Pet", &super::schemas::PET_PLAIN),
                        ("Cat", &super::schemas::CAT),
                        ("Dog", &super::schemas::DOG),
                        ("Terrier", &super::schemas::TERRIER),
                        ("kitty", &super::schemas::CAT),
                        (
                            "stray",
                            &Schema {
                                pointer: "/components/schemas/Pet",
                                combination: Some(
                                    &Combination {
                                        all_of: &[
                                            &super::schemas::PET_PLAIN,
                                            &super::schemas::STRAY,
                                        ],
                                        ..Combination::NONE
                                    },
                                ),
                                ..Schema::ANY
                            },
                        ),
                    ],
                },
            ),
            ..Combination::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Cat`
pub static CAT: Schema = Schema {
    pointer: "/components/schemas/Cat",
    combination: Some(
        &Combination {
            all_of: &[
                &super::schemas::PET_PLAIN,
                &Schema {
                    pointer: "/components/schemas/Cat/allOf/1",
                    object: Some(
                        &ObjectRules {
                            properties: &[
                                Property {
                                    name: "lives",
                                    key: "\"lives\":",
                                    required: true,
                                    schema: Some(
                                        &Schema {
                                            pointer: "/components/schemas/Cat/allOf/1/properties/lives",
                                            types: Types::INTEGER,
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
                },
            ],
            ..Combination::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Dog`
pub static DOG: Schema = Schema {
    pointer: "/components/schemas/Dog",
    combination: Some(
        &Combination {
            all_of: &[
                &Schema {
                    pointer: "/components/schemas/Dog/allOf/0",
                    combination: Some(
                        &Combination {
                            all_of: &[&super::schemas::PET_PLAIN],
                            ..Combination::NONE
                        },
                    ),
                    ..Schema::ANY
                },
            ],
            discriminator: Some(
                &Discriminator {
                    property: "breed",
                    mapping: &[
                        ("Dog", &super::schemas::DOG_PLAIN),
                        ("Terrier", &super::schemas::TERRIER),
                    ],
                },
            ),
            ..Combination::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Terrier`
pub static TERRIER: Schema = Schema {
    pointer: "/components/schemas/Terrier",
    object: Some(
        &ObjectRules {
            properties: &[
                Property {
                    name: "bark",
                    key: "\"bark\":",
                    required: true,
                    schema: None,
                    ..Property::NONE
                },
            ],
            ..ObjectRules::NONE
        },
    ),
    combination: Some(
        &Combination {
            all_of: &[&super::schemas::DOG_PLAIN],
            ..Combination::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Stray`
pub static STRAY: Schema = Schema {
    pointer: "/components/schemas/Stray",
    types: Types::OBJECT,
    object: Some(
        &ObjectRules {
            properties: &[
                Property {
                    name: "found",
                    key: "\"found\":",
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
/// `/components/schemas/Home`
pub static HOME: Schema = Schema {
    pointer: "/components/schemas/Home",
    types: Types::OBJECT,
    object: Some(
        &ObjectRules {
            properties: &[
                Property {
                    name: "pet",
                    key: "\"pet\":",
                    required: false,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Home/properties/pet",
                            combination: Some(
                                &Combination {
                                    all_of: &[&super::schemas::PET],
                                    ..Combination::NONE
                                },
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
/// `/components/schemas/Circle`
pub static CIRCLE: Schema = Schema {
    pointer: "/components/schemas/Circle",
    types: Types::OBJECT,
    object: Some(
        &ObjectRules {
            properties: &[
                Property {
                    name: "radius",
                    key: "\"radius\":",
                    required: true,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Circle/properties/radius",
                            types: Types::NUMBER,
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
/// `/components/schemas/Square`
pub static SQUARE: Schema = Schema {
    pointer: "/components/schemas/Square",
    types: Types::OBJECT,
    object: Some(
        &ObjectRules {
            properties: &[
                Property {
                    name: "side",
                    key: "\"side\":",
                    required: true,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Square/properties/side",
                            types: Types::NUMBER,
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
/// `/components/schemas/Shape`
pub static SHAPE: Schema = Schema {
    pointer: "/components/schemas/Shape",
    combination: Some(
        &Combination {
            one_of: &[
                &super::schemas::CIRCLE,
                &super::schemas::SQUARE,
                &super::schemas::WORD,
            ],
            discriminator: Some(
                &Discriminator {
                    property: "shape",
                    mapping: &[
                        ("Circle", &super::schemas::SQUARE),
                        ("Rhomb", &super::schemas::SQUARE),
                        ("Word", &super::schemas::WORD),
                        ("round", &super::schemas::CIRCLE),
                        ("square", &super::schemas::SQUARE),
                    ],
                },
            ),
            ..Combination::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/AnyShape`
pub static ANY_SHAPE: Schema = Schema {
    pointer: "/components/schemas/AnyShape",
    combination: Some(
        &Combination {
            any_of: &[&super::schemas::CIRCLE, &super::schemas::SQUARE],
            discriminator: Some(
                &Discriminator {
                    property: "shape",
                    mapping: &[
                        ("Circle", &super::schemas::CIRCLE),
                        ("Square", &super::schemas::SQUARE),
                    ],
                },
            ),
            ..Combination::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Word`
pub static WORD: Schema = Schema {
    pointer: "/components/schemas/Word",
    types: Types::STRING,
    ..Schema::ANY
};
/// `/components/schemas/Lonely`
pub static LONELY: Schema = Schema {
    pointer: "/components/schemas/Lonely",
    types: Types::OBJECT,
    combination: Some(
        &Combination {
            all_of: &[
                &Schema {
                    pointer: "/components/schemas/Lonely/discriminator",
                    object: Some(
                        &ObjectRules {
                            properties: &[
                                Property {
                                    name: "kind",
                                    key: "\"kind\":",
                                    required: true,
                                    schema: Some(
                                        &Schema {
                                            pointer: "/components/schemas/Lonely/discriminator/propertyName",
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
                },
            ],
            ..Combination::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Loose`
pub static LOOSE: Schema = Schema {
    pointer: "/components/schemas/Loose",
    types: Types::OBJECT.or(Types::NULL),
    combination: Some(
        &Combination {
            not: Some(
                &Schema {
                    pointer: "/components/schemas/Loose/not",
                    types: Types::OBJECT,
                    object: Some(
                        &ObjectRules {
                            properties: &[
                                Property {
                                    name: "forbidden",
                                    key: "\"forbidden\":",
                                    required: true,
                                    schema: None,
                                    ..Property::NONE
                                },
                            ],
                            ..ObjectRules::NONE
                        },
                    ),
                    ..Schema::ANY
                },
            ),
            discriminator: Some(
                &Discriminator {
                    property: "kind",
                    mapping: &[
                        ("Loose", &super::schemas::LOOSE_PLAIN),
                        (
                            "word",
                            &Schema {
                                pointer: "/components/schemas/Loose",
                                combination: Some(
                                    &Combination {
                                        all_of: &[
                                            &super::schemas::LOOSE_PLAIN,
                                            &super::schemas::CIRCLE,
                                        ],
                                        ..Combination::NONE
                                    },
                                ),
                                ..Schema::ANY
                            },
                        ),
                    ],
                },
            ),
            ..Combination::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Pet~plain`
pub static PET_PLAIN: Schema = Schema {
    pointer: "/components/schemas/Pet",
    types: Types::OBJECT,
    object: Some(
        &ObjectRules {
            properties: &[
                Property {
                    name: "kind",
                    key: "\"kind\":",
                    required: true,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Pet/properties/kind",
                            types: Types::STRING,
                            ..Schema::ANY
                        },
                    ),
                    ..Property::NONE
                },
                Property {
                    name: "name",
                    key: "\"name\":",
                    required: true,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Pet/properties/name",
                            types: Types::STRING,
                            ..Schema::ANY
                        },
                    ),
                    ..Property::NONE
                },
                Property {
                    name: "friend",
                    key: "\"friend\":",
                    required: false,
                    schema: Some(&super::schemas::PET),
                    ..Property::NONE
                },
            ],
            ..ObjectRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Dog~plain`
pub static DOG_PLAIN: Schema = Schema {
    pointer: "/components/schemas/Dog",
    object: Some(
        &ObjectRules {
            properties: &[
                Property {
                    name: "bark",
                    key: "\"bark\":",
                    required: false,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Dog/properties/bark",
                            types: Types::BOOLEAN,
                            ..Schema::ANY
                        },
                    ),
                    ..Property::NONE
                },
            ],
            ..ObjectRules::NONE
        },
    ),
    combination: Some(
        &Combination {
            all_of: &[
                &Schema {
                    pointer: "/components/schemas/Dog/allOf/0",
                    combination: Some(
                        &Combination {
                            all_of: &[&super::schemas::PET_PLAIN],
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
};
/// `/components/schemas/Loose~plain`
pub static LOOSE_PLAIN: Schema = Schema {
    pointer: "/components/schemas/Loose",
    types: Types::OBJECT.or(Types::NULL),
    combination: Some(
        &Combination {
            not: Some(
                &Schema {
                    pointer: "/components/schemas/Loose/not",
                    types: Types::OBJECT,
                    object: Some(
                        &ObjectRules {
                            properties: &[
                                Property {
                                    name: "forbidden",
                                    key: "\"forbidden\":",
                                    required: true,
                                    schema: None,
                                    ..Property::NONE
                                },
                            ],
                            ..ObjectRules::NONE
                        },
                    ),
                    ..Schema::ANY
                },
            ),
            ..Combination::NONE
        },
    ),
    ..Schema::ANY
};
