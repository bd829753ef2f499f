//! `src/lib.rs`, the front of the crate, and `src/generated.rs`, which declares what is generated.

use super::{Facts, Package};
use crate::Artifact;

/// What is the same in every front.
const FUNCTIONS: &str = r"
mod generated;

// Names of this crate come before names of the runtime: `Route`, `check_request`, `check_response`.
pub use asp_validation_runtime::*;
pub use generated::{Operation, schemas};

/// Which operation a request is for.
pub type Route = asp_validation_runtime::Route<Operation>;

/// The operation of a method and a path.
///
/// `path` is percent-encoded; a query behind it is left out of account. Methods are case-sensitive,
/// as in HTTP.
pub fn route(method: impl AsRef<str>, path: &str) -> Route {
    Operation::route(method.as_ref(), path)
}

/// Finds the operation of a request and judges the request against it.
///
/// The verdict is [`Verdict::NotJudged`] if no operation has the path and the method.
pub fn check_request(request: &Request<'_>) -> Verdict {
    check_request_within(request, &Limits::DEFAULT)
}

/// [`check_request`] within other limits.
pub fn check_request_within(request: &Request<'_>, limits: &Limits) -> Verdict {
    Operation::check(request, limits)
}

/// Judges a request that [`route`] found to be for `operation`, without looking for the operation
/// again.
pub fn check_routed_request(operation: Operation, request: &Request<'_>) -> Verdict {
    check_routed_request_within(operation, request, &Limits::DEFAULT)
}

/// [`check_routed_request`] within other limits.
pub fn check_routed_request_within(
    operation: Operation,
    request: &Request<'_>,
    limits: &Limits,
) -> Verdict {
    operation.check_request(request, limits)
}

/// Judges a response of `operation`.
///
/// The verdict is [`Verdict::NotJudged`] if the document has no response of that status for the
/// operation.
pub fn check_response(operation: Operation, response: &Response<'_>) -> Verdict {
    check_response_within(operation, response, &Limits::DEFAULT)
}

/// [`check_response`] within other limits.
pub fn check_response_within(
    operation: Operation,
    response: &Response<'_>,
    limits: &Limits,
) -> Verdict {
    operation.check_response(response, limits)
}
";

pub(super) fn front(package: &Package, facts: &Facts) -> String {
    let (subject, source) = (facts.subject(), &package.source);
    let documentation = format!(
        "Do both sides of an exchange keep the contract of {subject}?\n\
         \n\
         This crate judges requests and responses by the document `{source}`. Its validators are generated from\n\
         the document; nothing is read or compiled at run time, bodies are judged in one pass over their\n\
         bytes, and a valid body costs no allocation.\n\
         \n\
         # Quick start\n\
         \n\
         ```\n\
         {}\
         ```\n\
         \n\
         Requests and responses of the crate `http` convert by [`Request::from`] and [`Response::from`].\n\
         \n\
         # What is judged\n\
         \n\
         Parameters, headers and bodies, of requests and of responses. Parameters and headers that the\n\
         document does not describe are fine; bodies that it does not describe are violations. Not judged:\n\
         authentication, whether the server is the right one, and what `README.md` lists as left out.\n",
        example(package, facts)
    );
    let mut comment = String::new();
    for line in documentation.lines() {
        comment.extend([format!("//! {line}").trim_end(), "\n"]);
    }
    format!("{}\n{comment}{FUNCTIONS}", package.banner("//", ""))
}

/// Code that compiles and runs, whatever the operation asks for.
pub(super) fn example(package: &Package, facts: &Facts) -> String {
    let name = package.crate_name();
    let Some(example) = &facts.example else {
        return format!(
            "use {name}::{{Operation, Request, check_request}};\n\
             \n\
             // The document describes no operations.\n\
             assert!(Operation::ALL.is_empty());\n\
             assert!(!check_request(&Request::new(\"GET\", \"/\")).is_valid());\n"
        );
    };
    let (method, path, variant) = (example.method, &example.path, &example.variant);
    let routed = if example.is_routed {
        format!("assert_eq!(route(\"{method}\", \"{path}\"), Route::Found(Operation::{variant}));\n")
    } else {
        format!(
            "match route(\"{method}\", \"{path}\") {{\n    \
             Route::Found(operation) => println!(\"{{operation}}\"),\n    \
             other => println!(\"{{other:?}}\"),\n\
             }}\n"
        )
    };
    format!(
        "use {name}::{{Operation, Request, Response, Route, check_request, check_response, route}};\n\
         \n\
         // Which operation is it?\n\
         {routed}\
         \n\
         // Does the request keep the contract? All violations are collected, each with its place in the\n\
         // exchange, a JSON pointer into the value and one into the document.\n\
         let headers = [(\"Content-Type\", \"application/json\")];\n\
         let request = Request::new(\"{method}\", \"{path}\").with_headers(&headers).with_body(b\"{{}}\");\n\
         println!(\"{{}}\", check_request(&request));\n\
         \n\
         // And the response?\n\
         let response = Response::new(200).with_headers(&headers).with_body(b\"{{}}\");\n\
         println!(\"{{}}\", check_response(Operation::{variant}, &response));\n"
    )
}

pub(super) fn declarations(package: &Package, modules: &[Artifact]) -> String {
    let mut names: Vec<&str> = modules.iter().filter_map(|module| module.path.strip_suffix(".rs")).collect();
    names.sort_unstable();
    let mut declarations = String::new();
    for name in names {
        let visibility = if name == "schemas" { "pub " } else { "" };
        declarations.extend(["#[rustfmt::skip]\n", visibility, "mod ", name, ";\n"]);
    }
    format!(
        "{}\n\
         //! What is generated from the document.\n\
         #![allow(dead_code, unused_imports, reason = \"not everything is referred to\")]\n\
         #![allow(unreachable_pub, reason = \"tables are public in modules that are not\")]\n\
         #![allow(unused_qualifications, reason = \"one way to name a table\")]\n\
         #![allow(clippy::all, clippy::pedantic, reason = \"names are the document's\")]\n\
         \n\
         {declarations}\n\
         pub use operation::Operation;\n",
        package.banner("//", "")
    )
}
