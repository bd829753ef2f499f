//! Names of packages.

/// How long a name may be: registries take no longer ones.
const LONGEST: usize = 64;

/// Names that cargo or Rust takes for something else.
const RESERVED: &[&str] = &[
    "alloc",
    "asp-validation-runtime",
    "asp_validation_runtime",
    "build",
    "core",
    "deps",
    "examples",
    "incremental",
    "proc-macro",
    "proc_macro",
    "std",
    "test",
];

/// The name for the package of a document: words of its title, or of its file's name if the title has none.
///
/// Only ASCII letters and digits are taken over, as cargo asks for. The ending keeps the package apart from others
/// about the same API.
pub fn default_name(title: &str, file_stem: &str) -> String {
    const ENDING: &str = "-validation";
    let words = [title, file_stem].into_iter().map(words).find(|words| !words.is_empty());
    let mut words = words.unwrap_or_else(|| vec!["api".to_owned()]);
    if words.first().is_some_and(|word| word.starts_with(|character: char| character.is_ascii_digit())) {
        words.insert(0, "api".to_owned());
    }
    let mut name = words.remove(0);
    name.truncate(LONGEST - ENDING.len());
    for word in words {
        if name.len() + 1 + word.len() + ENDING.len() > LONGEST {
            break;
        }
        name = name + "-" + &word;
    }
    if name.ends_with(ENDING) { name } else { name + ENDING }
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|character: char| !character.is_ascii_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect()
}

/// Whether cargo takes `name` as that of a package with a library.
pub fn is_name(name: &str) -> bool {
    let is_word = |character: char| character.is_ascii_alphanumeric() || "-_".contains(character);
    name.starts_with(|character: char| character.is_ascii_alphabetic())
        && name.chars().all(is_word)
        && name.len() <= LONGEST
        && !RESERVED.contains(&name)
        && !crate::name::is_keyword(name)
        && !crate::name::is_device(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_named_by_title_or_file() {
        for (title, file, expected) in [
            ("Swagger Petstore - OpenAPI 3.0", "petstore", "swagger-petstore-openapi-3-0-validation"),
            ("", "my petstore.v1", "my-petstore-v1-validation"),
            ("宠物", "petstore", "petstore-validation"),
            ("宠物", "宠物", "api-validation"),
            ("2C2P", "x", "api-2c2p-validation"),
            ("Größe", "x", "gr-e-validation"),
            ("API validation", "x", "api-validation"),
            ("Self", "x", "self-validation"),
        ] {
            let name = default_name(title, file);
            assert_eq!(name, expected);
            assert!(is_name(&name), "{name}");
        }
        for title in ["word ".repeat(50), "w".repeat(500)] {
            let name = default_name(&title, "");
            assert!(is_name(&name) && name.len() > 50, "{name}");
        }
    }

    #[test]
    fn what_cargo_refuses_is_no_name() {
        for name in
            ["", "-a", "_a", "1a", "a b", "a.b", "größe", "std", "type", "con", "asp-validation-runtime"]
        {
            assert!(!is_name(name), "{name}");
        }
        assert!(is_name("a") && is_name("A_b-1"));
    }
}
