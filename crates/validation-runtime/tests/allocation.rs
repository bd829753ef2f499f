//! What judging parameters costs the allocator: nothing for values that are one scalar and not encoded.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use asp_validation_runtime::tables::*;
use asp_validation_runtime::{Limits, Request, Response, check_request, check_response};

static INTEGER: Schema = Schema { types: Types::INTEGER, ..Schema::ANY };
static WORD: Schema = Schema {
    types: Types::STRING,
    enumeration: Some(&[Constant::String("red"), Constant::String("blue")]),
    ..Schema::ANY
};

const fn parameter(name: &'static str, style: Style, schema: &'static Schema) -> Parameter {
    Parameter { name, style, schema, required: true, ..Parameter::NONE }
}

static PLAIN: Parameter = parameter("plain", Style::Simple { explode: false }, &INTEGER);
static LABEL: Parameter = parameter("label", Style::Label { explode: true }, &WORD);
static MATRIX: Parameter = parameter("matrix", Style::Matrix { explode: false }, &INTEGER);
static YEAR: Parameter = parameter("year", Style::Simple { explode: false }, &INTEGER);
static WORD_IN_QUERY: Parameter = parameter("word", Style::Form { explode: true }, &WORD);

static CONTRACT: Contract = Contract {
    path: &[
        PathParameter { segment: 0, part: None, parameter: &LABEL },
        PathParameter { segment: 1, part: None, parameter: &MATRIX },
        PathParameter {
            segment: 2,
            part: Some(Part { literals: &["report-", ".csv"], index: 0 }),
            parameter: &YEAR,
        },
    ],
    query: &[&PLAIN, &WORD_IN_QUERY],
    headers: &[&PLAIN],
    responses: &[(
        200,
        &asp_validation_runtime::tables::Response {
            pointer: "",
            headers: &[&PLAIN],
            body: Some(&Body {
                pointer: "",
                required: true,
                content: &[
                    Content { media_type: "application/json", ..Content::NONE },
                    Content { media_type: "text/*", reading: Reading::Text, schema: &WORD },
                ],
            }),
        },
    )],
    ..Contract::NONE
};

#[test]
fn scalars_of_every_style_cost_no_allocation() {
    let headers = [("Plain", "7")];
    let path = "/.blue/;matrix=5/report-2024.csv";
    let request = Request::new("GET", path).with_query("other=1&plain=5&word=red").with_headers(&headers);
    let mut valid = false;
    let counted = allocation_counter::measure(|| {
        valid = check_request(&CONTRACT, &request, &Limits::DEFAULT).is_valid();
    });
    assert!(valid);
    assert_eq!(counted.count_total, 0);
}

#[test]
fn text_and_json_cost_no_allocation() {
    for (media_type, body) in [("application/json; charset=utf-8", "[1]"), ("text/plain", "red")] {
        let headers = [("Plain", "7"), ("Content-Type", media_type)];
        let response = Response::new(200).with_headers(&headers).with_body(body.as_bytes());
        let mut valid = false;
        let counted = allocation_counter::measure(|| {
            valid = check_response(&CONTRACT, &response, &Limits::DEFAULT).is_valid();
        });
        assert!(valid, "{media_type}");
        assert_eq!(counted.count_total, 0, "{media_type}");
    }
}

#[test]
fn a_list_costs_a_buffer_and_not_an_allocation_an_item() {
    static LIST: Schema = Schema {
        types: Types::ARRAY,
        array: Some(&ArrayRules { items: Some(&INTEGER), ..ArrayRules::NONE }),
        ..Schema::ANY
    };
    static LISTS: Parameter = parameter("list", Style::Form { explode: false }, &LIST);
    static CONTRACT: Contract = Contract { query: &[&LISTS], ..Contract::NONE };
    let query = format!("list={}1", "1,".repeat(10_000));
    let mut valid = false;
    let counted = allocation_counter::measure(|| {
        let request = Request::new("GET", "/").with_query(&query);
        valid = check_request(&CONTRACT, &request, &Limits::DEFAULT).is_valid();
    });
    assert!(valid);
    assert!(counted.count_total < 20, "{} allocations", counted.count_total);
}
