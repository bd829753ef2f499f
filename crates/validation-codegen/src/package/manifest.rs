//! `Cargo.toml`.

use super::{Facts, Package, Runtime};

pub(super) fn manifest(package: &Package, facts: &Facts) -> String {
    let description = text(&format!("Judges requests and responses of {}", facts.title));
    let runtime = match &package.runtime {
        Runtime::Version(requirement) => text(requirement),
        Runtime::Path(path) => format!("{{ path = {} }}", text(path)),
    };
    let (banner, name) = (package.banner("#", ""), text(&package.name));
    let rust_version = text(env!("CARGO_PKG_RUST_VERSION"));
    format!(
        r#"{banner}
[package]
name = {name}
description = {description}
version = "0.1.0"
edition = "2024"
rust-version = {rust_version}
publish = false

[features]
# Violations and verdicts implement `serde::Serialize`.
serde = ["asp-validation-runtime/serde"]
# Module `layer`: a tower layer for servers, as `layer::ValidationLayer<Operation>`.
tower = ["asp-validation-runtime/tower"]
# Module `exchange`: judges the exchanges of a reqwest client, as `exchange::Exchanges<Operation>`.
reqwest = ["asp-validation-runtime/reqwest"]

[dependencies]
asp-validation-runtime = {runtime}
"#
    )
}

/// A basic string of TOML.
fn text(text: &str) -> String {
    let mut quoted = String::from('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            character if character.is_control() => {
                quoted.extend(format!("\\U{:08X}", u32::from(character)).chars());
            }
            character => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_as_toml_asks_for() {
        assert_eq!(text("C:\\a \"b\"\n\u{7f}é"), "\"C:\\\\a \\\"b\\\"\\U0000000A\\U0000007Fé\"");
    }
}
