//! The operations without a tag.
use asp_validation_runtime::tables::*;
/// `createPet`
pub static CREATE_PET: Contract = Contract {
    pointer: "/paths/~1pets/post",
    operation_id: "createPet",
    method: Method::Post,
    path_template: "/pets",
    body: Some(
        &Body {
            pointer: "/paths/~1pets/post/requestBody/required",
            required: true,
            content: &[
                Content {
                    media_type: "application/json",
                    schema: &super::schemas::PET,
                    ..Content::NONE
                },
            ],
        },
    ),
    responses: &[
        (
            200,
            &Response {
                pointer: "/paths/~1pets/post/responses/200",
                headers: &[],
                body: Some(
                    &Body {
                        pointer: "/paths/~1pets/post/responses/200/content",
                        required: true,
                        content: &[
                            Content {
                                media_type: "application/json",
                                schema: &Schema {
                                    pointer: "/paths/~1pets/post/responses/200/content/application~1json/schema",
                                    types: Types::ARRAY,
                                    array: Some(
                                        &ArrayRules {
                                            items: Some(
                                                &Schema {
                                                    pointer: "/paths/~1pets/post/responses/200/content/application~1json/schema/items",
                                                    combination: Some(
                                                        &Combination {
                                                            one_of: &[&super::schemas::CAT, &super::schemas::DOG],
                                                            ..Combination::NONE
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
