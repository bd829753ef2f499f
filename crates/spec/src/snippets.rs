//! Each operation as a request that a reader can copy, in several languages.
//!
//! The values are the document's examples. Tokens come from the environment variable [`TOKEN`], never from the text.

mod curl;
mod python;
mod rust;
#[cfg(test)]
mod tests;
mod typescript;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use crate::{Method, Node, Operation};

pub use rust::{call as rust_call, snake_case};

/// The environment variable from which snippets take the access token.
pub const TOKEN: &str = "ASP_ACCESS_TOKEN";

/// What stays as it is in a path segment and in a query: the unreserved characters (RFC 3986, section 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A language of snippets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// A shell with curl.
    Curl,
    /// Rust with `asp-client`.
    Rust,
    /// TypeScript with `fetch`, as a module.
    TypeScript,
    /// Python with its standard library.
    Python,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Curl, Self::Rust, Self::TypeScript, Self::Python];

    /// What readers call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Curl => "curl",
            Self::Rust => "Rust",
            Self::TypeScript => "TypeScript",
            Self::Python => "Python",
        }
    }
}

/// The request of an operation in a language, without a newline at its end.
pub fn snippet(operation: &Operation<'_>, language: Language) -> String {
    let request = Example::of(operation);
    match language {
        Language::Curl => curl::snippet(&request),
        Language::Rust => rust::snippet(operation),
        Language::TypeScript => typescript::snippet(&request),
        Language::Python => python::snippet(&request),
    }
}

/// The request that the document's examples make.
struct Example {
    method: Method,
    /// Server, path and query.
    url: String,
    /// The media type of what is answered: that of a success if it has a body, else that of an error.
    accept: Option<String>,
    /// The parameters that are headers: names and values.
    headers: Vec<(String, String)>,
    body: Option<Value>,
    /// Whether a success has a body.
    has_answer: bool,
}

impl Example {
    fn of(operation: &Operation<'_>) -> Self {
        let server = operation.inherited("servers").and_then(|servers| servers.items().next());
        let server = server.as_ref().and_then(|server| server.text("url")).unwrap_or_default();
        let mut url = format!("{}{}", server.trim_end_matches('/'), operation.path);
        let (mut query, mut headers) = (Vec::new(), Vec::new());
        for (name, place, value) in arguments(operation) {
            match place {
                "path" => url = url.replace(&format!("{{{name}}}"), &encoded(&value)),
                "query" => query.push(format!("{name}={}", encoded(&value))),
                "header" => headers.push((name.to_owned(), plain(&value))),
                _ => {}
            }
        }
        if !query.is_empty() {
            url = format!("{url}?{}", query.join("&"));
        }
        let body = operation.request_body().and_then(|body| example_of(&body));
        let answers = |is_success: bool| {
            let responses = operation.responses();
            responses.filter(move |(status, _)| status.starts_with('2') == is_success).find_map(
                |(_, response)| {
                    let content = response.get("content")?;
                    content.members().next().map(|(media_type, _)| media_type.to_owned())
                },
            )
        };
        let answer = answers(true);
        let has_answer = answer.is_some();
        let accept = answer.or_else(|| answers(false));
        Self { method: operation.method, url, accept, headers, body, has_answer }
    }
}

fn encoded(value: &Value) -> String {
    utf8_percent_encode(&plain(value), RESERVED).to_string()
}

/// A value as text without quotes.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The headers that no parameter describes, though it has their name (OpenAPI 3.0.3, parameter object).
const IGNORED: [&str; 3] = ["accept", "authorization", "content-type"];

/// The parameters that an example gives: name, place and value. A first page is asked for without a token.
fn arguments<'a>(operation: &Operation<'a>) -> Vec<(&'a str, &'a str, Value)> {
    let paging = operation.node.get("x-pagination");
    let token = paging.as_ref().and_then(|paging| paging.text("requestToken"));
    let parameters = operation.parameters().into_iter();
    let given = parameters.filter_map(|parameter| {
        let (name, place) = (parameter.text("name")?, parameter.text("in")?);
        let value = shortened(parameter.get("example")?.value());
        let is_ignored = place == "header" && IGNORED.contains(&name.to_ascii_lowercase().as_str());
        (token != Some(name) && !is_ignored).then_some((name, place, value))
    });
    given.collect()
}

/// The example of a body of JSON, of a request or a response, with ids that fit into a line.
pub fn example_of(with_content: &Node<'_>) -> Option<Value> {
    let media = with_content.get("content")?.get("application/json")?;
    Some(shortened(media.get("example")?.value()))
}

/// The same with ids that fit into a line: the document's are as long as real ones.
fn shortened(value: &Value) -> Value {
    match value {
        Value::String(text) => cut(text).map_or_else(|| value.clone(), Value::from),
        Value::Array(items) => items.iter().map(shortened).collect(),
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| (name.clone(), shortened(value)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        _ => value.clone(),
    }
}

/// A text that is an id, or a path that ends with one, with its tail cut; `None` for any other. An id is a dotted prefix and
/// a tail of letters and digits, such as `amzn1.alexa.unit.did.` and a hundred of them.
fn cut(text: &str) -> Option<String> {
    let (start, tail) = text.rsplit_once('.')?;
    let (path, prefix) = start.rsplit_once('/').unwrap_or(("", start));
    let is_word = |word: &str| {
        let mut bytes = word.bytes();
        bytes.next().is_some_and(|first| first.is_ascii_lowercase())
            && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    let is_id = tail.len() > 40
        && tail.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        && prefix.contains('.')
        && prefix.split('.').all(is_word)
        && !path.contains(char::is_whitespace);
    // All of the tail is ASCII.
    Some(format!("{start}.{}", tail.get(..8).filter(|_| is_id)?))
}
