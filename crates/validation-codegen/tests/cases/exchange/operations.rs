//! The operations without a tag.
use asp_validation_runtime::tables::*;
/// `search`
pub static SEARCH: Contract = Contract {
    pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/get",
    operation_id: "search",
    method: Method::Get,
    path_template: "/search/{point}/{label}/{matrix}",
    path: &[
        PathParameter {
            segment: 1,
            part: None,
            parameter: &Parameter {
                name: "point",
                pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/parameters/0",
                required: true,
                schema: &super::schemas::NUMBERS,
                ..Parameter::NONE
            },
        },
        PathParameter {
            segment: 2,
            part: None,
            parameter: &Parameter {
                name: "label",
                pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/parameters/1",
                required: true,
                style: Style::Label { explode: true },
                schema: &super::schemas::COLOR,
                ..Parameter::NONE
            },
        },
        PathParameter {
            segment: 3,
            part: None,
            parameter: &Parameter {
                name: "matrix",
                pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/parameters/2",
                required: true,
                style: Style::Matrix { explode: false },
                schema: &Schema {
                    pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/parameters/2/schema",
                    types: Types::INTEGER,
                    ..Schema::ANY
                },
                ..Parameter::NONE
            },
        },
    ],
    query: &[
        &Parameter {
            name: "overridden",
            pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/get/parameters/0",
            schema: &Schema {
                pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/get/parameters/0/schema",
                types: Types::BOOLEAN,
                ..Schema::ANY
            },
            ..Parameter::NONE
        },
        &super::parameters::TAGS,
        &Parameter {
            name: "ids",
            pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/get/parameters/2",
            style: Style::Form { explode: false },
            schema: &super::schemas::NUMBERS,
            ..Parameter::NONE
        },
        &Parameter {
            name: "words",
            pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/get/parameters/3",
            style: Style::SpaceDelimited,
            schema: &Schema {
                pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/get/parameters/3/schema",
                types: Types::ARRAY,
                array: Some(
                    &ArrayRules {
                        items: Some(
                            &Schema {
                                pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/get/parameters/3/schema/items",
                                types: Types::STRING,
                                string: Some(
                                    &StringRules {
                                        max_length: Some(3),
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
            ..Parameter::NONE
        },
        &Parameter {
            name: "pipes",
            pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/get/parameters/4",
            style: Style::PipeDelimited,
            schema: &super::schemas::NUMBERS,
            ..Parameter::NONE
        },
        &Parameter {
            name: "filter",
            pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/get/parameters/5",
            style: Style::DeepObject,
            schema: &super::schemas::FILTER,
            ..Parameter::NONE
        },
        &Parameter {
            name: "json",
            pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/get/parameters/6",
            style: Style::Json,
            schema: &super::schemas::COLOR,
            ..Parameter::NONE
        },
        &Parameter {
            name: "empty",
            pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/get/parameters/7",
            allow_empty: true,
            schema: &Schema {
                pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/get/parameters/7/schema",
                types: Types::INTEGER,
                ..Schema::ANY
            },
            ..Parameter::NONE
        },
        &Parameter {
            name: "any",
            pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/get/parameters/8",
            style: Style::Form { explode: true },
            schema: &Schema {
                pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/get/parameters/8/schema",
                ..Schema::ANY
            },
            ..Parameter::NONE
        },
    ],
    headers: &[
        &Parameter {
            name: "X-List",
            pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/get/parameters/9",
            schema: &super::schemas::NUMBERS,
            ..Parameter::NONE
        },
        &Parameter {
            name: "X-Color",
            pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/get/parameters/10",
            style: Style::Simple { explode: true },
            schema: &super::schemas::COLOR,
            ..Parameter::NONE
        },
    ],
    cookies: &[
        &Parameter {
            name: "session",
            pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/get/parameters/11",
            required: true,
            schema: &Schema {
                pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/get/parameters/11/schema",
                types: Types::STRING,
                string: Some(
                    &StringRules {
                        min_length: 2,
                        ..StringRules::NONE
                    },
                ),
                ..Schema::ANY
            },
            ..Parameter::NONE
        },
        &Parameter {
            name: "sizes",
            pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/get/parameters/12",
            style: Style::Form { explode: false },
            schema: &super::schemas::NUMBERS,
            ..Parameter::NONE
        },
    ],
    responses: &[
        (200, &super::responses::FOUND),
        (
            404,
            &Response {
                pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/get/responses/404",
                headers: &[],
                body: None,
            },
        ),
    ],
    ranges: &[
        (
            2,
            &Response {
                pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/get/responses/2XX",
                headers: &[],
                body: Some(
                    &Body {
                        pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/get/responses/2XX/content",
                        required: true,
                        content: &[
                            Content {
                                media_type: "text/plain",
                                reading: Reading::Text,
                                schema: &Schema {
                                    pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/get/responses/2XX/content/text~1plain/schema",
                                    types: Types::STRING,
                                    string: Some(
                                        &StringRules {
                                            max_length: Some(3),
                                            ..StringRules::NONE
                                        },
                                    ),
                                    ..Schema::ANY
                                },
                                ..Content::NONE
                            },
                        ],
                    },
                ),
            },
        ),
    ],
    default: Some(
        &Response {
            pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/get/responses/default",
            headers: &[],
            body: Some(
                &Body {
                    pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/get/responses/default/content",
                    required: true,
                    content: &[
                        Content {
                            media_type: "application/problem+json",
                            schema: &super::schemas::PROBLEM,
                            ..Content::NONE
                        },
                    ],
                },
            ),
        },
    ),
    ..Contract::NONE
};
/// `headSearch`
pub static HEAD_SEARCH: Contract = Contract {
    pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/head",
    operation_id: "headSearch",
    method: Method::Head,
    path_template: "/search/{point}/{label}/{matrix}",
    path: &[
        PathParameter {
            segment: 1,
            part: None,
            parameter: &Parameter {
                name: "point",
                pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/parameters/0",
                required: true,
                schema: &super::schemas::NUMBERS,
                ..Parameter::NONE
            },
        },
        PathParameter {
            segment: 2,
            part: None,
            parameter: &Parameter {
                name: "label",
                pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/parameters/1",
                required: true,
                style: Style::Label { explode: true },
                schema: &super::schemas::COLOR,
                ..Parameter::NONE
            },
        },
        PathParameter {
            segment: 3,
            part: None,
            parameter: &Parameter {
                name: "matrix",
                pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/parameters/2",
                required: true,
                style: Style::Matrix { explode: false },
                schema: &Schema {
                    pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/parameters/2/schema",
                    types: Types::INTEGER,
                    ..Schema::ANY
                },
                ..Parameter::NONE
            },
        },
    ],
    query: &[
        &Parameter {
            name: "overridden",
            pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/head/parameters/0",
            schema: &Schema {
                pointer: "/paths/~1search~1{point}~1{label}~1{matrix}/head/parameters/0/schema",
                types: Types::BOOLEAN,
                ..Schema::ANY
            },
            ..Parameter::NONE
        },
    ],
    responses: &[(200, &super::responses::FOUND)],
    ..Contract::NONE
};
/// `report`
pub static REPORT: Contract = Contract {
    pointer: "/paths/~1reports~1{name}.{extension}/get",
    operation_id: "report",
    method: Method::Get,
    path_template: "/reports/{name}.{extension}",
    path: &[
        PathParameter {
            segment: 1,
            part: Some(Part {
                literals: &["", ".", ""],
                index: 0,
            }),
            parameter: &Parameter {
                name: "name",
                pointer: "/paths/~1reports~1{name}.{extension}/get/parameters/0",
                required: true,
                schema: &Schema {
                    pointer: "/paths/~1reports~1{name}.{extension}/get/parameters/0/schema",
                    types: Types::STRING,
                    ..Schema::ANY
                },
                ..Parameter::NONE
            },
        },
        PathParameter {
            segment: 1,
            part: Some(Part {
                literals: &["", ".", ""],
                index: 1,
            }),
            parameter: &Parameter {
                name: "extension",
                pointer: "/paths/~1reports~1{name}.{extension}/get/parameters/1",
                required: true,
                schema: &Schema {
                    pointer: "/paths/~1reports~1{name}.{extension}/get/parameters/1/schema",
                    types: Types::STRING,
                    enumeration: Some(
                        &[Constant::String("csv"), Constant::String("gz")],
                    ),
                    ..Schema::ANY
                },
                ..Parameter::NONE
            },
        },
    ],
    responses: &[
        (
            200,
            &Response {
                pointer: "/paths/~1reports~1{name}.{extension}/get/responses/200",
                headers: &[],
                body: Some(
                    &Body {
                        pointer: "/paths/~1reports~1{name}.{extension}/get/responses/200/content",
                        required: true,
                        content: &[
                            Content {
                                media_type: "application/octet-stream",
                                reading: Reading::Bytes,
                                ..Content::NONE
                            },
                            Content {
                                media_type: "image/*",
                                reading: Reading::ByType,
                                ..Content::NONE
                            },
                        ],
                    },
                ),
            },
        ),
    ],
    ..Contract::NONE
};
/// `latestReport`
pub static LATEST_REPORT: Contract = Contract {
    pointer: "/paths/~1reports~1latest.csv/get",
    operation_id: "latestReport",
    method: Method::Get,
    path_template: "/reports/latest.csv",
    responses: &[
        (
            200,
            &Response {
                pointer: "/paths/~1reports~1latest.csv/get/responses/200",
                headers: &[],
                body: Some(
                    &Body {
                        pointer: "/paths/~1reports~1latest.csv/get/responses/200/content",
                        required: true,
                        content: &[
                            Content {
                                media_type: "text/csv",
                                reading: Reading::Bytes,
                                ..Content::NONE
                            },
                        ],
                    },
                ),
            },
        ),
    ],
    ..Contract::NONE
};
/// `yearReport`
pub static YEAR_REPORT: Contract = Contract {
    pointer: "/paths/~1reports~1report-{year}.csv/get",
    operation_id: "yearReport",
    method: Method::Get,
    path_template: "/reports/report-{year}.csv",
    path: &[
        PathParameter {
            segment: 1,
            part: Some(Part {
                literals: &["report-", ".csv"],
                index: 0,
            }),
            parameter: &Parameter {
                name: "year",
                pointer: "/paths/~1reports~1report-{year}.csv/get/parameters/0",
                required: true,
                schema: &Schema {
                    pointer: "/paths/~1reports~1report-{year}.csv/get/parameters/0/schema",
                    types: Types::INTEGER,
                    ..Schema::ANY
                },
                ..Parameter::NONE
            },
        },
    ],
    responses: &[
        (
            200,
            &Response {
                pointer: "/paths/~1reports~1report-{year}.csv/get/responses/200",
                headers: &[],
                body: Some(
                    &Body {
                        pointer: "/paths/~1reports~1report-{year}.csv/get/responses/200/content",
                        required: true,
                        content: &[
                            Content {
                                media_type: "text/*",
                                reading: Reading::ByType,
                                schema: &Schema {
                                    pointer: "/paths/~1reports~1report-{year}.csv/get/responses/200/content/text~1*/schema",
                                    types: Types::STRING,
                                    string: Some(
                                        &StringRules {
                                            min_length: 1,
                                            ..StringRules::NONE
                                        },
                                    ),
                                    ..Schema::ANY
                                },
                                ..Content::NONE
                            },
                        ],
                    },
                ),
            },
        ),
    ],
    ..Contract::NONE
};
/// `anyReport`
pub static ANY_REPORT: Contract = Contract {
    pointer: "/paths/~1reports~1{id}/get",
    operation_id: "anyReport",
    method: Method::Get,
    path_template: "/reports/{id}",
    path: &[
        PathParameter {
            segment: 1,
            part: None,
            parameter: &Parameter {
                name: "id",
                pointer: "/paths/~1reports~1{id}/parameters/0",
                required: true,
                schema: &Schema {
                    pointer: "/paths/~1reports~1{id}/parameters/0/schema",
                    types: Types::STRING,
                    ..Schema::ANY
                },
                ..Parameter::NONE
            },
        },
    ],
    responses: &[
        (
            304,
            &Response {
                pointer: "/paths/~1reports~1{id}/get/responses/304",
                headers: &[],
                body: Some(
                    &Body {
                        pointer: "/paths/~1reports~1{id}/get/responses/304/content",
                        required: true,
                        content: &[
                            Content {
                                media_type: "application/json",
                                ..Content::NONE
                            },
                        ],
                    },
                ),
            },
        ),
    ],
    ..Contract::NONE
};
/// `deleteReport`
pub static DELETE_REPORT: Contract = Contract {
    pointer: "/paths/~1reports~1{id}/delete",
    operation_id: "deleteReport",
    method: Method::Delete,
    path_template: "/reports/{id}",
    path: &[
        PathParameter {
            segment: 1,
            part: None,
            parameter: &Parameter {
                name: "id",
                pointer: "/paths/~1reports~1{id}/parameters/0",
                required: true,
                schema: &Schema {
                    pointer: "/paths/~1reports~1{id}/parameters/0/schema",
                    types: Types::STRING,
                    ..Schema::ANY
                },
                ..Parameter::NONE
            },
        },
    ],
    responses: &[
        (
            204,
            &Response {
                pointer: "/paths/~1reports~1{id}/delete/responses/204",
                headers: &[],
                body: None,
            },
        ),
    ],
    ..Contract::NONE
};
/// `cancelReport`
pub static CANCEL_REPORT: Contract = Contract {
    pointer: "/paths/~1reports~1{id}:cancel/post",
    operation_id: "cancelReport",
    method: Method::Post,
    path_template: "/reports/{id}:cancel",
    path: &[
        PathParameter {
            segment: 1,
            part: Some(Part {
                literals: &["", ":cancel"],
                index: 0,
            }),
            parameter: &Parameter {
                name: "id",
                pointer: "/paths/~1reports~1{id}:cancel/parameters/0",
                required: true,
                schema: &Schema {
                    pointer: "/paths/~1reports~1{id}:cancel/parameters/0/schema",
                    types: Types::INTEGER,
                    ..Schema::ANY
                },
                ..Parameter::NONE
            },
        },
    ],
    responses: &[
        (
            202,
            &Response {
                pointer: "/paths/~1reports~1{id}:cancel/post/responses/202",
                headers: &[],
                body: None,
            },
        ),
    ],
    ..Contract::NONE
};
/// `POST /alias`
pub static POST_ALIAS: Contract = Contract {
    pointer: "/paths/~1upload/post",
    operation_id: "POST /alias",
    method: Method::Post,
    path_template: "/alias",
    body: Some(
        &Body {
            pointer: "/paths/~1upload/post/requestBody/required",
            required: true,
            content: &[
                Content {
                    media_type: "application/json",
                    schema: &super::schemas::UPLOAD,
                    ..Content::NONE
                },
                Content {
                    media_type: "application/json;version=2",
                    schema: &Schema {
                        pointer: "/paths/~1upload/post/requestBody/content/application~1json; version=2/schema",
                        types: Types::ARRAY,
                        array: Some(
                            &ArrayRules {
                                items: Some(
                                    &Schema {
                                        pointer: "/paths/~1upload/post/requestBody/content/application~1json; version=2/schema/items",
                                        ..Schema::ANY
                                    },
                                ),
                                ..ArrayRules::NONE
                            },
                        ),
                        ..Schema::ANY
                    },
                    ..Content::NONE
                },
                Content {
                    media_type: "application/vnd.example+json",
                    ..Content::NONE
                },
                Content {
                    media_type: "application/x-www-form-urlencoded",
                    reading: Reading::Form {
                        fields: &[
                            Field {
                                name: "sizes",
                                style: Style::PipeDelimited,
                            },
                            Field {
                                name: "color",
                                style: Style::Json,
                            },
                            Field {
                                name: "filter",
                                style: Style::DeepObject,
                            },
                        ],
                    },
                    schema: &super::schemas::UPLOAD,
                    ..Content::NONE
                },
                Content {
                    media_type: "multipart/form-data",
                    reading: Reading::Multipart {
                        fields: &[
                            Field {
                                name: "picture",
                                style: Style::Bytes,
                            },
                        ],
                    },
                    schema: &super::schemas::UPLOAD,
                    ..Content::NONE
                },
                Content {
                    media_type: "text/plain",
                    reading: Reading::Text,
                    schema: &Schema {
                        pointer: "/paths/~1upload/post/requestBody/content/text~1plain/schema",
                        types: Types::INTEGER,
                        number: Some(
                            &NumberRules {
                                maximum: Some(Bound {
                                    limit: Decimal::literal("9"),
                                    exclusive: false,
                                }),
                                ..NumberRules::NONE
                            },
                        ),
                        ..Schema::ANY
                    },
                    ..Content::NONE
                },
                Content {
                    media_type: "image/*",
                    reading: Reading::ByType,
                    schema: &Schema {
                        pointer: "/paths/~1upload/post/requestBody/content/image~1*/schema",
                        types: Types::STRING,
                        ..Schema::ANY
                    },
                    ..Content::NONE
                },
            ],
        },
    ),
    responses: &[
        (
            201,
            &Response {
                pointer: "/paths/~1upload/post/responses/201",
                headers: &[
                    &super::headers::NUMBERS,
                    &Parameter {
                        name: "X-Color",
                        pointer: "/paths/~1upload/post/responses/201/headers/X-Color",
                        required: true,
                        style: Style::Json,
                        schema: &super::schemas::COLOR,
                        ..Parameter::NONE
                    },
                ],
                body: None,
            },
        ),
    ],
    ranges: &[
        (
            5,
            &Response {
                pointer: "/paths/~1upload/post/responses/5XX",
                headers: &[],
                body: Some(
                    &Body {
                        pointer: "/paths/~1upload/post/responses/5XX/content",
                        required: true,
                        content: &[
                            Content {
                                media_type: "*/*",
                                reading: Reading::ByType,
                                schema: &super::schemas::PROBLEM,
                                ..Content::NONE
                            },
                        ],
                    },
                ),
            },
        ),
    ],
    ..Contract::NONE
};
/// `OPTIONS /alias`
pub static OPTIONS_ALIAS: Contract = Contract {
    pointer: "/paths/~1upload/options",
    operation_id: "OPTIONS /alias",
    method: Method::Options,
    path_template: "/alias",
    responses: &[
        (
            200,
            &Response {
                pointer: "/paths/~1upload/options/responses/200",
                headers: &[],
                body: None,
            },
        ),
    ],
    ..Contract::NONE
};
/// `upload`
pub static UPLOAD: Contract = Contract {
    pointer: "/paths/~1upload/post",
    operation_id: "upload",
    method: Method::Post,
    path_template: "/upload",
    body: Some(
        &Body {
            pointer: "/paths/~1upload/post/requestBody/required",
            required: true,
            content: &[
                Content {
                    media_type: "application/json",
                    schema: &super::schemas::UPLOAD,
                    ..Content::NONE
                },
                Content {
                    media_type: "application/json;version=2",
                    schema: &Schema {
                        pointer: "/paths/~1upload/post/requestBody/content/application~1json; version=2/schema",
                        types: Types::ARRAY,
                        array: Some(
                            &ArrayRules {
                                items: Some(
                                    &Schema {
                                        pointer: "/paths/~1upload/post/requestBody/content/application~1json; version=2/schema/items",
                                        ..Schema::ANY
                                    },
                                ),
                                ..ArrayRules::NONE
                            },
                        ),
                        ..Schema::ANY
                    },
                    ..Content::NONE
                },
                Content {
                    media_type: "application/vnd.example+json",
                    ..Content::NONE
                },
                Content {
                    media_type: "application/x-www-form-urlencoded",
                    reading: Reading::Form {
                        fields: &[
                            Field {
                                name: "sizes",
                                style: Style::PipeDelimited,
                            },
                            Field {
                                name: "color",
                                style: Style::Json,
                            },
                            Field {
                                name: "filter",
                                style: Style::DeepObject,
                            },
                        ],
                    },
                    schema: &super::schemas::UPLOAD,
                    ..Content::NONE
                },
                Content {
                    media_type: "multipart/form-data",
                    reading: Reading::Multipart {
                        fields: &[
                            Field {
                                name: "picture",
                                style: Style::Bytes,
                            },
                        ],
                    },
                    schema: &super::schemas::UPLOAD,
                    ..Content::NONE
                },
                Content {
                    media_type: "text/plain",
                    reading: Reading::Text,
                    schema: &Schema {
                        pointer: "/paths/~1upload/post/requestBody/content/text~1plain/schema",
                        types: Types::INTEGER,
                        number: Some(
                            &NumberRules {
                                maximum: Some(Bound {
                                    limit: Decimal::literal("9"),
                                    exclusive: false,
                                }),
                                ..NumberRules::NONE
                            },
                        ),
                        ..Schema::ANY
                    },
                    ..Content::NONE
                },
                Content {
                    media_type: "image/*",
                    reading: Reading::ByType,
                    schema: &Schema {
                        pointer: "/paths/~1upload/post/requestBody/content/image~1*/schema",
                        types: Types::STRING,
                        ..Schema::ANY
                    },
                    ..Content::NONE
                },
            ],
        },
    ),
    responses: &[
        (
            201,
            &Response {
                pointer: "/paths/~1upload/post/responses/201",
                headers: &[
                    &super::headers::NUMBERS,
                    &Parameter {
                        name: "X-Color",
                        pointer: "/paths/~1upload/post/responses/201/headers/X-Color",
                        required: true,
                        style: Style::Json,
                        schema: &super::schemas::COLOR,
                        ..Parameter::NONE
                    },
                ],
                body: None,
            },
        ),
    ],
    ranges: &[
        (
            5,
            &Response {
                pointer: "/paths/~1upload/post/responses/5XX",
                headers: &[],
                body: Some(
                    &Body {
                        pointer: "/paths/~1upload/post/responses/5XX/content",
                        required: true,
                        content: &[
                            Content {
                                media_type: "*/*",
                                reading: Reading::ByType,
                                schema: &super::schemas::PROBLEM,
                                ..Content::NONE
                            },
                        ],
                    },
                ),
            },
        ),
    ],
    ..Contract::NONE
};
/// `OPTIONS /upload`
pub static OPTIONS_UPLOAD: Contract = Contract {
    pointer: "/paths/~1upload/options",
    operation_id: "OPTIONS /upload",
    method: Method::Options,
    path_template: "/upload",
    responses: &[
        (
            200,
            &Response {
                pointer: "/paths/~1upload/options/responses/200",
                headers: &[],
                body: None,
            },
        ),
    ],
    ..Contract::NONE
};
