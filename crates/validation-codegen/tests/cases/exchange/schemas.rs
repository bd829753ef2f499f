//! The schemas that have a name.
use asp_validation_runtime::tables::*;
/// `/components/schemas/Numbers`
pub static NUMBERS: Schema = Schema {
    pointer: "/components/schemas/Numbers",
    types: Types::ARRAY,
    array: Some(
        &ArrayRules {
            items: Some(
                &Schema {
                    pointer: "/components/schemas/Numbers/items",
                    types: Types::INTEGER,
                    ..Schema::ANY
                },
            ),
            min_items: 1,
            ..ArrayRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Color`
pub static COLOR: Schema = Schema {
    pointer: "/components/schemas/Color",
    types: Types::OBJECT,
    object: Some(
        &ObjectRules {
            properties: &[
                Property {
                    name: "R",
                    key: "\"R\":",
                    required: true,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Color/properties/R",
                            types: Types::INTEGER,
                            ..Schema::ANY
                        },
                    ),
                    ..Property::NONE
                },
                Property {
                    name: "G",
                    key: "\"G\":",
                    required: false,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Color/properties/G",
                            types: Types::INTEGER,
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
/// `/components/schemas/Filter`
pub static FILTER: Schema = Schema {
    pointer: "/components/schemas/Filter",
    types: Types::OBJECT,
    object: Some(
        &ObjectRules {
            properties: &[
                Property {
                    name: "size",
                    key: "\"size\":",
                    required: false,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Filter/properties/size",
                            types: Types::OBJECT,
                            object: Some(
                                &ObjectRules {
                                    properties: &[
                                        Property {
                                            name: "from",
                                            key: "\"from\":",
                                            required: false,
                                            schema: Some(
                                                &Schema {
                                                    pointer: "/components/schemas/Filter/properties/size/properties/from",
                                                    types: Types::INTEGER,
                                                    ..Schema::ANY
                                                },
                                            ),
                                            ..Property::NONE
                                        },
                                        Property {
                                            name: "to",
                                            key: "\"to\":",
                                            required: false,
                                            schema: Some(
                                                &Schema {
                                                    pointer: "/components/schemas/Filter/properties/size/properties/to",
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
                    ),
                    ..Property::NONE
                },
                Property {
                    name: "tags",
                    key: "\"tags\":",
                    required: false,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Filter/properties/tags",
                            types: Types::ARRAY,
                            array: Some(
                                &ArrayRules {
                                    items: Some(
                                        &Schema {
                                            pointer: "/components/schemas/Filter/properties/tags/items",
                                            types: Types::STRING,
                                            string: Some(
                                                &StringRules {
                                                    max_length: Some(2),
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
            ],
            ..ObjectRules::NONE
        },
    ),
    ..Schema::ANY
};
/// `/components/schemas/Upload`
pub static UPLOAD: Schema = Schema {
    pointer: "/components/schemas/Upload",
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
                            pointer: "/components/schemas/Upload/properties/name",
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
                Property {
                    name: "count",
                    key: "\"count\":",
                    required: false,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Upload/properties/count",
                            types: Types::INTEGER,
                            ..Schema::ANY
                        },
                    ),
                    ..Property::NONE
                },
                Property {
                    name: "sizes",
                    key: "\"sizes\":",
                    required: false,
                    schema: Some(&super::schemas::NUMBERS),
                    ..Property::NONE
                },
                Property {
                    name: "list",
                    key: "\"list\":",
                    required: false,
                    schema: Some(&super::schemas::NUMBERS),
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
                    name: "filter",
                    key: "\"filter\":",
                    required: false,
                    schema: Some(&super::schemas::FILTER),
                    ..Property::NONE
                },
                Property {
                    name: "picture",
                    key: "\"picture\":",
                    required: false,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Upload/properties/picture",
                            types: Types::STRING,
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
/// `/components/schemas/Problem`
pub static PROBLEM: Schema = Schema {
    pointer: "/components/schemas/Problem",
    types: Types::OBJECT,
    object: Some(
        &ObjectRules {
            properties: &[
                Property {
                    name: "title",
                    key: "\"title\":",
                    required: true,
                    schema: Some(
                        &Schema {
                            pointer: "/components/schemas/Problem/properties/title",
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
