//! The requests that readers copy: each is run as it stands, and all languages send the same.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use asp_spec::snippets::{Language, TOKEN, snippet};
use asp_spec::{Document, Operation};
use asp_validation::{Request, check_request};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::program;

/// What a program reads from its standard input: a script.
fn interpreter(language: Language) -> Option<(PathBuf, Vec<OsString>)> {
    let (names, arguments): (&[&str], &[&str]) = match language {
        Language::Curl => (&["sh"], &[]),
        Language::TypeScript => (&["node"], &["--input-type=module"]),
        Language::Python => (&["python3"], &["-"]),
        // Runs as a documentation test of the client.
        Language::Rust => return None,
    };
    Some((program(names)?, arguments.iter().map(OsString::from).collect()))
}

/// The headers that a snippet sends, of this document or the awkward one.
const HEADERS: [&str; 6] = ["accept", "authorization", "content-type", "x-reason", "x-count", "x-nothing"];

/// What of a request must be the same in all languages.
#[derive(Debug, PartialEq, Eq)]
struct Sent {
    method: String,
    /// Path and query, as they are on the wire.
    target: String,
    headers: BTreeMap<&'static str, String>,
    body: String,
}

impl Sent {
    fn of(request: &wiremock::Request) -> Self {
        let header = |name: &'static str| {
            let value = request.headers.get(name)?.to_str().unwrap().to_owned();
            // What some send if nobody asks for anything.
            (value != "*/*").then_some((name, value))
        };
        let query = request.url.query().map(|query| format!("?{query}")).unwrap_or_default();
        let body = if request.body.is_empty() {
            String::new()
        } else {
            // Spaces between tokens are the language's own.
            serde_json::from_slice::<serde_json::Value>(&request.body).unwrap().to_string()
        };
        Self {
            method: request.method.to_string(),
            target: format!("{}{query}", request.url.path()),
            headers: HEADERS.into_iter().filter_map(header).collect(),
            body,
        }
    }

    /// What is wrong with it, if anything.
    fn verdict(&self) -> String {
        let headers: Vec<(&str, &str)> =
            self.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let request =
            Request::new(&self.method, &self.target).with_headers(&headers).with_body(self.body.as_bytes());
        check_request(&request).to_string()
    }
}

/// A request of which every part has what is special somewhere: in a shell, a string, a template or a URL.
const AWKWARD: &str = r#"
openapi: 3.0.3
info: { title: Awkward, version: 1.0.0 }
servers: [{ url: https://api.amazonalexa.com }]
paths:
  /things/{id}:
    put:
      operationId: changeThing
      parameters:
        - { name: id, in: path, required: true, schema: { type: string }, example: "a'b/c?d#e%f g" }
        - { name: filter, in: query, schema: { type: string }, example: "&x=1 'é' \"$HOME\" `id` {0} \\" }
        - { name: deep, in: query, schema: { type: boolean }, example: true }
        - { name: X-Reason, in: header, schema: { type: string }, example: "it's \"$HOME\" `id` ${x} {0} \\n; a:b, %41" }
        - { name: X-Count, in: header, schema: { type: integer }, example: 3 }
        - { name: X-Nothing, in: header, schema: { type: string }, example: "" }
      requestBody:
        content:
          application/json:
            schema: { type: object }
            example:
              name: "it's \"$HOME\" `id` ${x} {y} \\n é 🏠"
              "odd-key'": [null, true, false, 1.5, -3, { nested: [] }]
      responses:
        "204": { description: Done. }
"#;

/// What each language sends for each operation.
type All = BTreeMap<String, BTreeMap<Language, Sent>>;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_snippet_runs_and_all_languages_send_the_same_request() {
    let all = run_all(&asp_tests::document()).await;
    for (operation, sent) in &all {
        for (language, sent) in sent {
            let name = format!("{operation} in {}", language.name());
            assert_eq!(sent.verdict(), "valid", "{name}: {sent:?}");
            assert_eq!(sent.headers["authorization"], "Bearer a token", "{name}");
        }
    }
    assert_eq!(all.len(), 25);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn snippets_send_awkward_values_as_they_are() {
    let document = Document::from_text(AWKWARD).unwrap();
    let all = run_all(&document).await;
    let operation = &document.value()["paths"]["/things/{id}"]["put"];
    let body = operation["requestBody"]["content"]["application/json"]["example"].to_string();
    for sent in all["changeThing"].values() {
        assert_eq!(sent.body, body);
        let (path, query) = sent.target.split_once('?').unwrap();
        let decoded =
            |text: &str| percent_encoding::percent_decode_str(text).decode_utf8().unwrap().into_owned();
        let example = |index: usize| operation["parameters"][index]["example"].as_str().unwrap();
        assert_eq!(decoded(path.strip_prefix("/things/").unwrap()), example(0));
        let (filter, deep) = query.split_once('&').unwrap();
        assert_eq!(decoded(filter.strip_prefix("filter=").unwrap()), example(1));
        assert_eq!(deep, "deep=true");
        assert_eq!(sent.headers["x-reason"], operation["parameters"][3]["example"]);
        assert_eq!((sent.headers["x-count"].as_str(), sent.headers["x-nothing"].as_str()), ("3", ""));
    }
}

/// Runs the snippets of a document. All languages send the same.
#[expect(clippy::print_stdout, reason = "a test says what it leaves out")]
async fn run_all(document: &Document) -> All {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(200).set_body_json(serde_json::json!({}));
    Mock::given(any()).respond_with(answer).mount(&server).await;
    let mut runs = Vec::new();
    for language in Language::ALL {
        let Some((program, arguments)) = interpreter(language) else {
            println!("{} is not run here", language.name());
            continue;
        };
        for operation in document.operations() {
            let script = here(&operation, language, &server.uri());
            run(&program, &arguments, &script, &format!("{} in {}", operation.label(), language.name()));
            runs.push((operation.label(), language));
        }
    }
    let requests = server.received_requests().await.unwrap();
    assert_eq!(requests.len(), runs.len(), "one request each");
    let mut all = All::new();
    for ((operation, language), request) in runs.into_iter().zip(&requests) {
        all.entry(operation).or_default().insert(language, Sent::of(request));
    }
    for (operation, sent) in &all {
        let mut languages = sent.iter();
        let Some((_, first)) = languages.next() else { continue };
        for (language, other) in languages {
            assert_eq!(other, first, "{operation} in {}", language.name());
        }
    }
    all
}

/// The script of a snippet that asks a server of this machine instead of the service.
fn here(operation: &Operation<'_>, language: Language, server: &str) -> String {
    let script = snippet(operation, language);
    let service = "https://api.amazonalexa.com";
    assert!(script.contains(service), "{script}");
    script.replace(service, server)
}

fn run(program: &PathBuf, arguments: &[OsString], script: &str, name: &str) {
    let mut child = Command::new(program)
        .args(arguments)
        .env(TOKEN, "a token")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name} failed: {complaint}\n{script}");
}
