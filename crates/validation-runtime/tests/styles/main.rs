//! The styles of parameters (OpenAPI 3.0.3, parameter object): the values of its table, hostile ones, and what a
//! serialiser writes.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod lines;
#[path = "../support/random.rs"]
mod random;
mod serialised;

use std::fmt::Write;

use asp_validation_runtime::tables::*;
use asp_validation_runtime::{Limits, Request, Response, Verdict, check_request, check_response};

static STRING: Schema = Schema { pointer: "/string", types: Types::STRING, ..Schema::ANY };
static INTEGER: Schema = Schema { pointer: "/integer", types: Types::INTEGER, ..Schema::ANY };
static COLORS: Schema = Schema {
    pointer: "/colors",
    types: Types::ARRAY,
    array: Some(&ArrayRules { items: Some(&STRING), min_items: 1, max_items: Some(3), ..ArrayRules::NONE }),
    ..Schema::ANY
};
static NUMBERS: Schema = Schema {
    pointer: "/numbers",
    types: Types::ARRAY,
    array: Some(&ArrayRules { items: Some(&INTEGER), unique_items: true, ..ArrayRules::NONE }),
    ..Schema::ANY
};
/// The object of the table: `{"R": 100, "G": 200, "B": 150}`.
static COLOR: Schema = Schema {
    pointer: "/color",
    types: Types::OBJECT,
    object: Some(&ObjectRules {
        properties: &[
            Property { name: "R", required: true, schema: Some(&INTEGER), ..Property::NONE },
            Property { name: "G", required: true, schema: Some(&INTEGER), ..Property::NONE },
            Property { name: "B", required: true, schema: Some(&INTEGER), ..Property::NONE },
        ],
        additional: Additional::Forbidden,
        ..ObjectRules::NONE
    }),
    ..Schema::ANY
};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    Path,
    Query,
    Header,
    Cookie,
}

const FORM: Style = Style::Form { explode: true };
const FLAT: Style = Style::Form { explode: false };

/// The violations of a parameter `color` that is written as `text`, whole for queries and cookies.
fn judged(place: Place, style: Style, schema: &'static Schema, text: &str) -> Vec<String> {
    let parameter: &'static Parameter = Box::leak(Box::new(Parameter {
        name: "color",
        pointer: "/p",
        required: true,
        style,
        schema,
        ..Parameter::NONE
    }));
    let list: &'static [&'static Parameter] = Box::leak(Box::new([parameter]));
    let contract = match place {
        Place::Path => {
            let path = Box::leak(Box::new([PathParameter { segment: 0, part: None, parameter }]));
            Contract { path, ..Contract::NONE }
        }
        Place::Query => Contract { query: list, ..Contract::NONE },
        Place::Header => Contract { headers: list, ..Contract::NONE },
        Place::Cookie => Contract { cookies: list, ..Contract::NONE },
    };
    let path = format!("/{text}");
    let headers = match place {
        Place::Header => vec![("Color", text)],
        Place::Cookie => vec![("Cookie", text)],
        _ => vec![],
    };
    let request = match place {
        Place::Path => Request::new("GET", &path),
        Place::Query => Request::new("GET", "/").with_query(text),
        Place::Header | Place::Cookie => Request::new("GET", "/").with_headers(&headers),
    };
    let verdict = check_request(&contract, &request, &Limits::DEFAULT);
    assert!(!matches!(verdict, Verdict::NotJudged(_)), "{verdict}");
    verdict.violations().iter().map(ToString::to_string).collect()
}

#[track_caller]
fn fits(place: Place, style: Style, schema: &'static Schema, text: &str) {
    assert_eq!(judged(place, style, schema, text), Vec::<String>::new(), "{text}");
}

/// The one violation, without the place.
#[track_caller]
fn breaks(place: Place, style: Style, schema: &'static Schema, text: &str, expected: &str) {
    let found = judged(place, style, schema, text).join("\n");
    let found = found.split_once('`').and_then(|(_, rest)| rest.split_once('`')).map(|(_, rest)| rest.trim());
    assert_eq!(found, Some(expected), "{text}");
}

#[test]
fn the_values_of_the_table_are_read() {
    for (explode, scalar, array, object) in [
        (false, ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"),
        (true, ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"),
    ] {
        let style = Style::Matrix { explode };
        fits(Place::Path, style, &STRING, scalar);
        fits(Place::Path, style, &STRING, ";color");
        fits(Place::Path, style, &COLORS, array);
        fits(Place::Path, style, &COLOR, object);
        breaks(Place::Path, style, &STRING, "blue", ": is not written in the style `matrix` (/p)");
        breaks(Place::Path, style, &STRING, ";colour=blue", ": is not written in the style `matrix` (/p)");
    }
    for (explode, array, object) in [
        (false, ".blue.black.brown", ".R.100.G.200.B.150"),
        (false, ".blue,black,brown", ".R,100,G,200,B,150"),
        (true, ".blue.black.brown", ".R=100.G=200.B=150"),
    ] {
        let style = Style::Label { explode };
        fits(Place::Path, style, &STRING, ".blue");
        fits(Place::Path, style, &STRING, ".");
        fits(Place::Path, style, &COLORS, array);
        fits(Place::Path, style, &COLOR, object);
        breaks(Place::Path, style, &COLORS, "blue", ": is not written in the style `label` (/p)");
    }
    for place in [Place::Path, Place::Header] {
        fits(place, Style::Simple { explode: false }, &STRING, "blue");
        fits(place, Style::Simple { explode: false }, &COLORS, "blue,black,brown");
        fits(place, Style::Simple { explode: false }, &COLOR, "R,100,G,200,B,150");
        fits(place, Style::Simple { explode: true }, &COLORS, "blue,black,brown");
        fits(place, Style::Simple { explode: true }, &COLOR, "R=100,G=200,B=150");
    }
    for place in [Place::Query, Place::Cookie] {
        fits(place, FLAT, &STRING, "color=");
        fits(place, FLAT, &STRING, "color=blue");
        fits(place, FLAT, &COLORS, "color=blue,black,brown");
        fits(place, FLAT, &COLOR, "color=R,100,G,200,B,150");
        fits(place, FORM, &STRING, "color=blue");
        fits(place, FORM, &COLORS, "color=blue&color=black&color=brown");
        fits(place, FORM, &COLOR, "R=100&G=200&B=150");
    }
    fits(Place::Cookie, FORM, &COLORS, "color=blue; other=x; color=black");
    fits(Place::Query, Style::SpaceDelimited, &COLORS, "color=blue%20black%20brown");
    fits(Place::Query, Style::SpaceDelimited, &COLORS, "color=blue+black+brown");
    fits(Place::Query, Style::SpaceDelimited, &COLOR, "color=R%20100%20G%20200%20B%20150");
    fits(Place::Query, Style::PipeDelimited, &COLORS, "color=blue|black%7Cbrown");
    fits(Place::Query, Style::PipeDelimited, &COLOR, "color=R|100|G|200|B|150");
    fits(Place::Query, Style::DeepObject, &COLOR, "color[R]=100&color[G]=200&color%5BB%5D=150");
}

#[test]
fn violations_point_into_the_value() {
    breaks(
        Place::Query,
        FLAT,
        &NUMBERS,
        "color=1,x,3",
        "/1: is of type string, must be integer (/integer/type)",
    );
    breaks(
        Place::Query,
        FORM,
        &NUMBERS,
        "color=1&color=2&color=5e1",
        "/2: is of type string, must be integer (/integer/type)",
    );
    breaks(
        Place::Query,
        FORM,
        &NUMBERS,
        "color=1&color=1",
        ": has equal items, all must differ (/numbers/uniqueItems)",
    );
    breaks(
        Place::Path,
        Style::Simple { explode: false },
        &COLORS,
        "a,b,c,d",
        ": has 4 items, at most 3 are allowed (/colors/maxItems)",
    );
    breaks(Place::Query, FLAT, &COLORS, "color=", ": has 0 items, at least 1 is required (/colors/minItems)");
    breaks(Place::Query, FORM, &COLOR, "R=1&G=2", ": lacks the required member `B` (/color/required)");
    breaks(
        Place::Query,
        FORM,
        &COLOR,
        "R=1&G=2&B=x&other=1",
        "/B: is of type string, must be integer (/integer/type)",
    );
    breaks(Place::Query, FORM, &COLOR, "R=1&G=2&B=3&R=4", "/R: is there more than once (/color)");
    breaks(
        Place::Header,
        Style::Simple { explode: true },
        &COLOR,
        "R=1, G=2, B=3, A=4",
        "/A: is not documented, and other members are refused (/color/additionalProperties)",
    );
    breaks(
        Place::Header,
        Style::Simple { explode: true },
        &COLOR,
        "R=1,G",
        ": is not written in the style `simple` (/p)",
    );
    breaks(Place::Query, FLAT, &COLOR, "color=R,1,G", ": is not written in the style `form` (/p)");
    breaks(
        Place::Query,
        Style::DeepObject,
        &COLOR,
        "color[R]=1&color[G]=2&color[B]=b",
        "/B: is of type string, must be integer (/integer/type)",
    );
    breaks(
        Place::Query,
        Style::DeepObject,
        &COLOR,
        "color=1",
        ": is not written in the style `deepObject` (/p)",
    );
    breaks(
        Place::Query,
        Style::DeepObject,
        &COLOR,
        "color[R=1",
        ": is not written in the style `deepObject` (/p)",
    );
    breaks(
        Place::Query,
        Style::DeepObject,
        &COLOR,
        "color[R]=1&color[R]=2&color[G]=1&color[B]=1",
        ": is not written in the style `deepObject` (/p)",
    );
    for (style, schema) in
        [(FORM, &COLORS), (FLAT, &COLORS), (FORM, &COLOR), (Style::DeepObject, &COLOR), (Style::Json, &COLOR)]
    {
        breaks(Place::Query, style, schema, "other=1", ": is required and missing (/p/required)");
        breaks(Place::Cookie, style, schema, "other=1", ": is required and missing (/p/required)");
    }
}

#[test]
fn parts_are_decoded_after_they_are_split() {
    static TWO: Schema = Schema {
        types: Types::ARRAY,
        array: Some(&ArrayRules {
            items: Some(&STRING),
            min_items: 2,
            max_items: Some(2),
            ..ArrayRules::NONE
        }),
        ..Schema::ANY
    };
    fits(Place::Query, FLAT, &TWO, "color=a%2Cb,c");
    fits(Place::Query, FORM, &TWO, "color=a%26b&c%6Flor=c");
    fits(Place::Path, Style::Label { explode: true }, &TWO, ".a%2Eb.c");
    fits(Place::Query, Style::SpaceDelimited, &TWO, "color=a%2Bb%20c");
    fits(Place::Header, Style::Simple { explode: false }, &TWO, " a%2C , , b ,");
    breaks(Place::Query, FLAT, &TWO, "color=a,%", ": is no percent-encoded UTF-8 text (/p)");
    breaks(Place::Query, FORM, &TWO, "color=a&color=%ff", ": is no percent-encoded UTF-8 text (/p)");
    // A name that cannot be decoded is not the parameter's.
    fits(Place::Query, FORM, &TWO, "%=x&color=a&color=b&%ff[=");
}

#[test]
fn what_several_shapes_accept_is_tried_in_turn() {
    static EITHER: Schema = Schema {
        pointer: "/either",
        combination: Some(&Combination { one_of: &[&INTEGER, &NUMBERS, &COLOR], ..Combination::NONE }),
        ..Schema::ANY
    };
    for text in ["color=5", "color=5&color=6", "R=1&G=2&B=3"] {
        fits(Place::Query, FORM, &EITHER, text);
    }
    for text in ["color=5", "color=5,6", "color=R,1,G,2,B,3"] {
        fits(Place::Query, FLAT, &EITHER, text);
    }
    for text in
        ["color=5", "color[]=5&color[]=6", "color[1]=1&color[0]=2", "color[R]=1&color[G]=2&color[B]=3"]
    {
        fits(Place::Query, Style::DeepObject, &EITHER, text);
    }
    assert_eq!(judged(Place::Query, FORM, &EITHER, "color=x").len(), 2);
    assert_eq!(judged(Place::Query, FORM, &EITHER, "color=5&color=5").len(), 2);
}

#[test]
fn scalars_may_be_of_combined_schemas() {
    static SMALL: Schema = Schema {
        types: Types::INTEGER,
        number: Some(&NumberRules {
            maximum: Some(Bound { limit: Decimal::literal("9"), exclusive: false }),
            ..NumberRules::NONE
        }),
        ..Schema::ANY
    };
    static LONG: Schema = Schema {
        types: Types::STRING,
        string: Some(&StringRules { min_length: 2, ..StringRules::NONE }),
        ..Schema::ANY
    };
    static EITHER: Schema = Schema {
        pointer: "/either",
        combination: Some(&Combination { one_of: &[&SMALL, &LONG], ..Combination::NONE }),
        ..Schema::ANY
    };
    static BOTH: Schema = Schema {
        combination: Some(&Combination { all_of: &[&SMALL, &Schema::ANY], ..Combination::NONE }),
        ..Schema::ANY
    };
    for place in [Place::Path, Place::Header] {
        let style = Style::Simple { explode: false };
        for text in ["5", "ab", "10"] {
            fits(place, style, &EITHER, text);
        }
        assert!(!judged(place, style, &EITHER, "x").is_empty());
        fits(place, style, &BOTH, "9");
        assert!(!judged(place, style, &BOTH, "10").is_empty());
        assert!(!judged(place, style, &BOTH, "x").is_empty());
    }
}

#[test]
fn json_may_stand_in_any_place() {
    for (place, text) in [
        (Place::Path, "%7B%22R%22:1,%22G%22:2,%22B%22:3%7D"),
        (Place::Query, "color=%7B%22R%22:1,%22G%22:2,%22B%22:3%7D"),
        (Place::Header, r#"{"R":1,"G":2,"B":3}"#),
        (Place::Cookie, "color={%22R%22:1,%22G%22:2,%22B%22:3}"),
    ] {
        fits(place, Style::Json, &COLOR, text);
    }
    breaks(
        Place::Query,
        Style::Json,
        &COLOR,
        "color=%7B",
        ": is no valid JSON at byte 1: the text ends too early",
    );
}

#[test]
fn brackets_nest() {
    static POINTS: Schema = Schema {
        types: Types::ARRAY,
        array: Some(&ArrayRules { items: Some(&COLOR), ..ArrayRules::NONE }),
        ..Schema::ANY
    };
    static DEEP: Schema = Schema {
        types: Types::OBJECT,
        object: Some(&ObjectRules {
            properties: &[
                Property { name: "points", schema: Some(&POINTS), ..Property::NONE },
                Property { name: "numbers", schema: Some(&NUMBERS), ..Property::NONE },
                Property { name: "12", schema: Some(&STRING), ..Property::NONE },
            ],
            additional: Additional::Forbidden,
            ..ObjectRules::NONE
        }),
        ..Schema::ANY
    };
    let deep = Style::DeepObject;
    fits(
        Place::Query,
        deep,
        &DEEP,
        "color[points][1][R]=1&color[numbers][]=1&color[points][0][G]=1&color[numbers][]=2&color[points][0][B]=1&color[12]=1\
         &color[points][0][R]=1&color[points][1][G]=1&color[points][1][B]=1",
    );
    fits(Place::Query, deep, &DEEP, "color[points][][R]=1&color[points][][G]=1&color[points][][B]=1");
    breaks(
        Place::Query,
        deep,
        &DEEP,
        "color[points][10][R]=x&color[points][10][G]=1&color[points][10][B]=1",
        "/points/0/R: is of type string, must be integer (/integer/type)",
    );
    for text in ["color[points]=1", "color[numbers][0][x]=1"] {
        assert_eq!(judged(Place::Query, deep, &DEEP, text).len(), 1, "{text}");
    }
    for text in ["color[numbers]=1&color[numbers][]=2", "color[12]x=1", "color[12]=1&color=2"] {
        breaks(Place::Query, deep, &DEEP, text, ": is not written in the style `deepObject` (/p)");
    }
}

#[test]
fn parameters_may_be_empty_where_the_document_says_so() {
    static FREE: Parameter =
        Parameter { name: "n", allow_empty: true, style: FORM, schema: &INTEGER, ..Parameter::NONE };
    static LIST: Parameter =
        Parameter { name: "l", allow_empty: true, style: FORM, schema: &NUMBERS, ..Parameter::NONE };
    static CONTRACT: Contract = Contract { query: &[&FREE, &LIST], ..Contract::NONE };
    let check =
        |query| check_request(&CONTRACT, &Request::new("GET", "/").with_query(query), &Limits::DEFAULT);
    for query in ["n", "n=&l=", "n=1&l=1&l=2"] {
        assert!(check(query).is_valid(), "{query}");
    }
    assert!(!check("n=x").is_valid());
    assert!(!check("l=&l=").is_valid());
}

#[test]
fn objects_take_the_members_that_are_theirs() {
    static STRINGS: Schema = Schema {
        types: Types::OBJECT,
        object: Some(&ObjectRules {
            additional: Additional::Schema(&INTEGER),
            max_properties: Some(2),
            ..ObjectRules::NONE
        }),
        ..Schema::ANY
    };
    static REST: Parameter = Parameter { name: "rest", style: FORM, schema: &STRINGS, ..Parameter::NONE };
    static NAME: Parameter = Parameter { name: "name", style: FORM, schema: &STRING, ..Parameter::NONE };
    static DEEP: Parameter =
        Parameter { name: "deep", style: Style::DeepObject, schema: &COLOR, ..Parameter::NONE };
    static CONTRACT: Contract = Contract { query: &[&REST, &NAME, &DEEP], ..Contract::NONE };
    let check =
        |query| check_request(&CONTRACT, &Request::new("GET", "/").with_query(query), &Limits::DEFAULT);
    assert!(check("a=1&name=x&b=2&deep[R]=1&deep[G]=1&deep[B]=1").is_valid());
    assert!(!check("a=1&b=2&c=3").is_valid());
    assert!(!check("a=x").is_valid());
}

#[test]
fn a_pair_with_the_name_of_an_object_is_not_the_object() {
    for place in [Place::Query, Place::Cookie] {
        for text in ["color=abc", "color=1&color=2"] {
            breaks(place, FORM, &COLOR, text, ": is required and missing (/p/required)");
        }
    }
    fits(Place::Query, FORM, &COLOR, "color=abc&R=1&G=2&B=3");
}

#[test]
fn hostile_values_are_judged_in_linear_time() {
    let many = "color=1&".repeat(100_000);
    assert_eq!(judged(Place::Query, FORM, &COLORS, &many).len(), 1);
    let names = (0..50_000).fold(String::new(), |mut text, number| {
        let _ = write!(text, "k{number}=1&color[k{number}]=1&");
        text
    });
    assert_eq!(judged(Place::Query, Style::DeepObject, &COLOR, &names).len(), 100);
    assert_eq!(judged(Place::Query, FORM, &COLOR, &names).len(), 1);
    let flat = format!("color={}", "1,".repeat(100_000));
    assert_eq!(judged(Place::Query, FLAT, &COLORS, &flat).len(), 1);
    let spaces = format!("color={}", "%20".repeat(100_000));
    assert_eq!(judged(Place::Query, Style::SpaceDelimited, &COLORS, &spaces).len(), 1);
    let deep = format!("color{}=1", "[a]".repeat(100_000));
    breaks(Place::Query, Style::DeepObject, &COLOR, &deep, ": is not written in the style `deepObject` (/p)");
    let cookies = "a=\"1\"; ".repeat(100_000) + "color=5";
    fits(Place::Cookie, FLAT, &STRING, &cookies);
}
