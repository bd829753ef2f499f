//! The schemas that have a name.
use asp_validation_runtime::tables::*;
/// `/components/schemas/Id`
pub static ID: Schema = Schema {
    pointer: "/components/schemas/Id",
    types: Types::STRING,
    ..Schema::ANY
};
/// `/components/schemas/Secret`
pub static SECRET: Schema = Schema {
    pointer: "/components/schemas/Secret",
    types: Types::STRING,
    ..Schema::ANY
};
/// `/components/schemas/Plain`
pub static PLAIN: Schema = Schema {
    pointer: "/components/schemas/Plain",
    types: Types::STRING,
    ..Schema::ANY
};
/// `/components/schemas/Account`
pub static ACCOUNT: Schema = Schema {
    pointer: "/components/schemas/Account",
    types: Types::OBJECT,
    object: Some(
        &ObjectRules {
            properties: &[
                Property {
                    name: "id",
                    key: "\"id\":",
                    required: true,
                    schema: Some(&super::schemas::ID),
                    access: Access::ReadOnly,
                    ..Property::NONE
                },
                Property {
                    name: "secret",
                    key: "\"secret\":",
                    required: true,
                    schema: Some(&super::schemas::SECRET),
                    access: Access::WriteOnly,
                    ..Property::NONE
                },
                Property {
                    name: "created",
                    key: "\"created\":",
                    required: true,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Account/properties/created",
                            combination: Some(
                                &Combination {
                                    all_of: &[&super::schemas::PLAIN],
                                    ..Combination::NONE
                                },
                            ),
                            ..Schema::ANY
                        },
                    ),
                    access: Access::ReadOnly,
                    ..Property::NONE
                },
                Property {
                    name: "token",
                    key: "\"token\":",
                    required: false,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Account/properties/token",
                            combination: Some(
                                &Combination {
                                    all_of: &[
                                        &Schema {
                                            pointer: "/components/schemas/Account/properties/token/allOf/0",
                                            combination: Some(
                                                &Combination {
                                                    all_of: &[&super::schemas::SECRET],
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
                    access: Access::WriteOnly,
                    ..Property::NONE
                },
                Property {
                    name: "name",
                    key: "\"name\":",
                    required: true,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Account/properties/name",
                            types: Types::STRING,
                            ..Schema::ANY
                        },
                    ),
                    ..Property::NONE
                },
                Property {
                    name: "parts",
                    key: "\"parts\":",
                    required: false,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Account/properties/parts",
                            types: Types::ARRAY,
                            array: Some(
                                &ArrayRules {
                                    items: Some(&super::schemas::PART),
                                    ..ArrayRules::NONE
                                },
                            ),
                            ..Schema::ANY
                        },
                    ),
                    ..Property::NONE
                },
                Property {
                    name: "ids",
                    key: "\"ids\":",
                    required: false,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Account/properties/ids",
                            types: Types::ARRAY,
                            array: Some(
                                &ArrayRules {
                                    items: Some(&super::schemas::ID),
                                    ..ArrayRules::NONE
                                },
                            ),
                            ..Schema::ANY
                        },
                    ),
                    ..Property::NONE
                },
            ],
            additional: Additional::Forbidden,
            ..ObjectRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Part`
pub static PART: Schema = Schema {
    pointer: "/components/schemas/Part",
    combination: Some(
        &Combination {
            one_of: &[
                &Schema {
                    pointer: "/components/schemas/Part/oneOf/0",
                    types: Types::OBJECT,
                    object: Some(
                        &ObjectRules {
                            properties: &[
                                Property {
                                    name: "etag",
                                    key: "\"etag\":",
                                    required: true,
                                    schema: Some(
                                        &Schema {
                                            pointer: "/components/schemas/Part/oneOf/0/properties/etag",
                                            types: Types::STRING,
                                            ..Schema::ANY
                                        },
                                    ),
                                    access: Access::ReadOnly,
                                    ..Property::NONE
                                },
                            ],
                            additional: Additional::Forbidden,
                            ..ObjectRules::NONE
                        },
                    ),
                    ..Schema::ANY
                },
                &Schema {
                    pointer: "/components/schemas/Part/oneOf/1",
                    types: Types::OBJECT,
                    object: Some(
                        &ObjectRules {
                            properties: &[
                                Property {
                                    name: "draft",
                                    key: "\"draft\":",
                                    required: true,
                                    schema: Some(
                                        &Schema {
                                            pointer: "/components/schemas/Part/oneOf/1/properties/draft",
                                            types: Types::STRING,
                                            ..Schema::ANY
                                        },
                                    ),
                                    access: Access::WriteOnly,
                                    ..Property::NONE
                                },
                            ],
                            additional: Additional::Forbidden,
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
/// `/components/schemas/Split`
pub static SPLIT: Schema = Schema {
    pointer: "/components/schemas/Split",
    types: Types::OBJECT,
    object: Some(
        &ObjectRules {
            properties: &[
                Property {
                    name: "siblings",
                    key: "\"siblings\":",
                    required: false,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Split/properties/siblings",
                            combination: Some(
                                &Combination {
                                    all_of: &[
                                        &Schema {
                                            pointer: "/components/schemas/Split/properties/siblings/allOf/0",
                                            object: Some(
                                                &ObjectRules {
                                                    properties: &[
                                                        Property {
                                                            name: "id",
                                                            key: "\"id\":",
                                                            required: false,
                                                            schema: Some(&super::schemas::ID),
                                                            access: Access::ReadOnly,
                                                            ..Property::NONE
                                                        },
                                                    ],
                                                    ..ObjectRules::NONE
                                                },
                                            ),
                                            ..Schema::ANY
                                        },
                                        &Schema {
                                            pointer: "/components/schemas/Split/properties/siblings/allOf/1",
                                            object: Some(
                                                &ObjectRules {
                                                    properties: &[
                                                        Property {
                                                            name: "id",
                                                            key: "\"id\":",
                                                            required: true,
                                                            schema: None,
                                                            access: Access::ReadOnly,
                                                            ..Property::NONE
                                                        },
                                                        Property {
                                                            name: "name",
                                                            key: "\"name\":",
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
                    name: "owner",
                    key: "\"owner\":",
                    required: false,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Split/properties/owner",
                            object: Some(
                                &ObjectRules {
                                    properties: &[
                                        Property {
                                            name: "etag",
                                            key: "\"etag\":",
                                            required: true,
                                            schema: None,
                                            access: Access::ReadOnly,
                                            ..Property::NONE
                                        },
                                    ],
                                    ..ObjectRules::NONE
                                },
                            ),
                            combination: Some(
                                &Combination {
                                    all_of: &[&super::schemas::DESCRIBED],
                                    ..Combination::NONE
                                },
                            ),
                            ..Schema::ANY
                        },
                    ),
                    ..Property::NONE
                },
                Property {
                    name: "part",
                    key: "\"part\":",
                    required: false,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Split/properties/part",
                            object: Some(
                                &ObjectRules {
                                    properties: &[
                                        Property {
                                            name: "id",
                                            key: "\"id\":",
                                            required: false,
                                            schema: Some(
                                                &Schema {
                                                    pointer: "/components/schemas/Split/properties/part/properties/id",
                                                    ..Schema::ANY
                                                },
                                            ),
                                            access: Access::ReadOnly,
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
                                            pointer: "/components/schemas/Split/properties/part/allOf/0",
                                            combination: Some(
                                                &Combination {
                                                    all_of: &[
                                                        &Schema {
                                                            pointer: "/components/schemas/Split/properties/part/allOf/0/allOf/0",
                                                            object: Some(
                                                                &ObjectRules {
                                                                    properties: &[
                                                                        Property {
                                                                            name: "id",
                                                                            key: "\"id\":",
                                                                            required: true,
                                                                            schema: None,
                                                                            access: Access::ReadOnly,
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
                        },
                    ),
                    ..Property::NONE
                },
                Property {
                    name: "shared",
                    key: "\"shared\":",
                    required: false,
                    schema: Some(&super::schemas::SHARED),
                    ..Property::NONE
                },
                Property {
                    name: "alone",
                    key: "\"alone\":",
                    required: false,
                    schema: Some(&super::schemas::OUTER),
                    ..Property::NONE
                },
            ],
            ..ObjectRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Described`
pub static DESCRIBED: Schema = Schema {
    pointer: "/components/schemas/Described",
    combination: Some(
        &Combination {
            all_of: &[
                &Schema {
                    pointer: "/components/schemas/Described/allOf/0",
                    object: Some(
                        &ObjectRules {
                            properties: &[
                                Property {
                                    name: "etag",
                                    key: "\"etag\":",
                                    required: false,
                                    schema: Some(
                                        &Schema {
                                            pointer: "/components/schemas/Described/allOf/0/properties/etag",
                                            types: Types::STRING,
                                            ..Schema::ANY
                                        },
                                    ),
                                    access: Access::ReadOnly,
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
/// `/components/schemas/Demanding`
pub static DEMANDING: Schema = Schema {
    pointer: "/components/schemas/Demanding",
    object: Some(
        &ObjectRules {
            properties: &[
                Property {
                    name: "id",
                    key: "\"id\":",
                    required: true,
                    schema: None,
                    ..Property::NONE
                },
                Property {
                    name: "secret",
                    key: "\"secret\":",
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
/// `/components/schemas/Outer`
pub static OUTER: Schema = Schema {
    pointer: "/components/schemas/Outer",
    combination: Some(
        &Combination {
            all_of: &[&super::schemas::DEMANDING],
            ..Combination::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Shared`
pub static SHARED: Schema = Schema {
    pointer: "/components/schemas/Shared",
    combination: Some(
        &Combination {
            all_of: &[
                &super::schemas::OUTER_IN_SHARED,
                &Schema {
                    pointer: "/components/schemas/Shared/allOf/1",
                    object: Some(
                        &ObjectRules {
                            properties: &[
                                Property {
                                    name: "id",
                                    key: "\"id\":",
                                    required: false,
                                    schema: Some(
                                        &Schema {
                                            pointer: "/components/schemas/Shared/allOf/1/properties/id",
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
                                    schema: Some(&super::schemas::SECRET),
                                    access: Access::WriteOnly,
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
/// `/components/schemas/Outer~in/components/schemas/Shared`
pub static OUTER_IN_SHARED: Schema = Schema {
    pointer: "/components/schemas/Outer",
    combination: Some(
        &Combination {
            all_of: &[&super::schemas::DEMANDING_IN_SHARED],
            ..Combination::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Demanding~in/components/schemas/Shared`
pub static DEMANDING_IN_SHARED: Schema = Schema {
    pointer: "/components/schemas/Demanding",
    object: Some(
        &ObjectRules {
            properties: &[
                Property {
                    name: "id",
                    key: "\"id\":",
                    required: true,
                    schema: None,
                    access: Access::ReadOnly,
                    ..Property::NONE
                },
                Property {
                    name: "secret",
                    key: "\"secret\":",
                    required: true,
                    schema: None,
                    access: Access::WriteOnly,
                    ..Property::NONE
                },
            ],
            ..ObjectRules::NONE
        },
    ),
    ..Schema::ANY
};
