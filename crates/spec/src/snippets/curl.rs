//! Requests with curl, for a shell.

use super::{Example, TOKEN};
use crate::Method;

pub(super) fn snippet(request: &Example) -> String {
    let method = match request.method {
        Method::Get => String::new(),
        method => format!("--request {} ", method.name()),
    };
    let mut lines = vec![format!("curl {method}{}", quoted(&request.url))];
    lines.push(format!("--header \"Authorization: Bearer ${TOKEN}\""));
    let accept = request.accept.iter().map(|media_type| format!("Accept: {media_type}"));
    let content = request.body.iter().map(|_| "Content-Type: application/json".to_owned());
    let own = request.headers.iter().map(|(name, value)| match value.as_str() {
        // A colon with nothing behind it would take the header away.
        "" => format!("{name};"),
        value => format!("{name}: {value}"),
    });
    lines.extend(accept.chain(content).chain(own).map(|header| format!("--header {}", quoted(&header))));
    lines.extend(request.body.iter().map(|body| format!("--data {}", quoted(&body.to_string()))));
    lines.join(" \\\n  ")
}

/// A text as one word of a shell, whatever it contains (POSIX, section 2.2.2).
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
