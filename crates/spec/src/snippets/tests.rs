use super::{Language, cut, snippet};
use crate::Document;

const DOCUMENT: &str = r#"
openapi: 3.0.3
info: { title: Things, version: 1.0.0 }
servers: [{ url: https://api.example.com }]
paths:
  /things:
    post:
      operationId: makeThing
      parameters:
        - { name: X-Reason, in: header, schema: { type: string }, example: "bell \u0007 back \u0008 é" }
        - { name: X-Nothing, in: header, schema: { type: string }, example: "" }
        - { name: Accept, in: header, schema: { type: string }, example: image/png }
      requestBody:
        content: { application/json: { example: { note: "\u0007é", tags: ["\u0008"], deep: { "\u0007": null } } } }
      responses:
        "201": { description: Made., content: { application/vnd.thing+json: {} } }
        "400": { description: Wrong., content: { application/problem+json: {} } }
    delete:
      operationId: deleteThings
      responses:
        "204": { description: Gone. }
        "400": { description: Wrong., content: { application/problem+json: {} } }
"#;

fn snippets(id: &str) -> [String; 4] {
    let document = Document::from_text(DOCUMENT).unwrap();
    let operation = document.operations().find(|operation| operation.id() == Some(id)).unwrap();
    Language::ALL.map(|language| snippet(&operation, language))
}

#[test]
fn what_is_accepted_is_what_a_success_answers_or_else_an_error() {
    for (id, accepted) in
        [("makeThing", "application/vnd.thing+json"), ("deleteThings", "application/problem+json")]
    {
        let [curl, _, typescript, python] = snippets(id);
        for text in [curl, typescript, python] {
            let lines: Vec<_> = text.lines().filter(|line| line.contains("Accept")).collect();
            assert_eq!(lines.len(), 1, "{text}");
            assert!(lines[0].contains(accepted), "{text}");
        }
    }
}

#[test]
fn headers_with_an_example_are_sent_in_all_languages() {
    let [curl, rust, typescript, python] = snippets("makeThing");
    assert!(curl.contains("--header 'X-Reason: bell") && curl.contains("--header 'X-Nothing;'"), "{curl}");
    assert!(typescript.contains(r#""X-Reason": "bell \u0007 back \b é","#), "{typescript}");
    assert!(python.contains(r#""X-Reason": "bell \u0007 back \b é","#), "{python}");
    assert!(rust.contains(".x_reason(") && !rust.contains("accept"), "{rust}");
}

#[test]
fn values_of_rust_are_its_literals() {
    let [_, rust, ..] = snippets("makeThing");
    for literal in [
        r#"("bell \u{7} back \u{8} é")"#,
        r#".note("\u{7}é")"#,
        r#".tags(["\u{8}"])"#,
        r#".deep(serde_json::json!({"\u{7}": null}))"#,
    ] {
        assert!(rust.contains(literal), "{literal} in {rust}");
    }
}

#[test]
fn ids_are_cut_and_nothing_else_is() {
    let tail = "A1B2C3D4".repeat(6);
    for start in ["amzn1.alexa.unit.did", "/v1/rooms/amzn1.alexa.unit.did"] {
        assert_eq!(cut(&format!("{start}.{tail}")), Some(format!("{start}.A1B2C3D4")));
        assert_eq!(cut(&format!("{start}.A1B2C3D4")), None);
    }
    for other in [
        format!("Read amzn1.alexa.unit.did.{tail}"),
        "The first sentence ends here. The second has more than forty characters.".to_owned(),
        format!("page.{tail}"),
        format!("a.b.{tail}é"),
        format!("{tail}.{tail}"),
        "Nothing".to_owned(),
    ] {
        assert_eq!(cut(&other), None, "{other}");
    }
}
