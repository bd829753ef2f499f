//! Identifiers: from any name to a Rust identifier, unique in its scope and the same in every run.

use std::collections::{HashMap, HashSet};

/// The names that are taken in one scope.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    taken: HashSet<String>,
    /// The number that is tried next for a name that was wanted before: names that many want are found at once.
    next: HashMap<String, u64>,
}

/// How long the name of a module may be: file systems take no longer file names, and collisions get a number.
const LONGEST_MODULE: usize = 100;

impl Scope {
    /// A scope in which `reserved` names are taken.
    pub(crate) fn with_reserved(reserved: &[&str]) -> Self {
        Self { taken: reserved.iter().map(|name| (*name).to_owned()).collect(), next: HashMap::new() }
    }

    /// `wanted`, or the first of `wanted` with `separator` and 2, 3, ... that is free; taken from now on.
    fn unique(&mut self, wanted: &str, separator: &str) -> String {
        if self.taken.insert(wanted.to_owned()) {
            return wanted.to_owned();
        }
        let number = self.next.entry(wanted.to_owned()).or_insert(2);
        loop {
            let name = format!("{}{separator}{number}", wanted.trim_end_matches('_'));
            *number += 1;
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
    }

    /// The name of a static: `ROOM_NAME` for `RoomName`.
    pub(crate) fn constant(&mut self, name: &str) -> String {
        let wanted = join(name, "_", str::to_ascii_uppercase);
        self.unique(&wanted, "_")
    }

    /// The name of a module and of its file: `room_types` for `room-types`.
    pub(crate) fn module(&mut self, name: &str) -> String {
        let mut wanted = join(name, "_", str::to_ascii_lowercase);
        // Names are ASCII.
        wanted.truncate(LONGEST_MODULE);
        if is_keyword(&wanted) || is_device(&wanted) {
            self.unique(&(wanted + "_"), "_")
        } else {
            self.unique(&wanted, "_")
        }
    }

    /// The name of a variant: `CreateRoom` for `createRoom`.
    pub(crate) fn variant(&mut self, name: &str) -> String {
        let wanted = join(name, "", |word| {
            let (first, rest) = word.split_at(1);
            first.to_ascii_uppercase() + &rest.to_ascii_lowercase()
        });
        // The one keyword that is written like a variant.
        if wanted == "Self" { self.unique("SelfId", "") } else { self.unique(&wanted, "") }
    }
}

/// Joins the words of `name`, each written by `write`, into something that starts with a letter.
fn join(name: &str, separator: &str, write: impl Fn(&str) -> String) -> String {
    let words: Vec<String> = words(name).iter().map(|word| write(word)).collect();
    let joined = words.join(separator);
    match joined.chars().next() {
        None => write("unnamed"),
        Some(first) if first.is_ascii_digit() => write("n") + &joined,
        Some(_) => joined,
    }
}

/// The words of a name: split where it is neither letter nor digit and where a capital starts a word.
///
/// A character beyond ASCII becomes a word of its own, `u` and its hexadecimal code: identifiers in generated code are
/// ASCII, so that names which look alike, or are alike once normalised, stay apart.
fn words(name: &str) -> Vec<String> {
    let characters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for (index, &character) in characters.iter().enumerate() {
        if !character.is_ascii_alphanumeric() {
            words.push(std::mem::take(&mut word));
            if !character.is_ascii() {
                words.push(format!("u{:x}", u32::from(character)));
            }
            continue;
        }
        let before = index.checked_sub(1).and_then(|index| characters.get(index));
        let after = characters.get(index + 1);
        let starts_word = character.is_ascii_uppercase()
            && before.is_some_and(|before| {
                !before.is_ascii_uppercase() || after.is_some_and(char::is_ascii_lowercase)
            });
        if starts_word {
            words.push(std::mem::take(&mut word));
        }
        word.push(character);
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

/// Whether Rust has the word as a keyword, strict or reserved, in any edition so far.
pub(crate) fn is_keyword(name: &str) -> bool {
    const KEYWORDS: &[&str] = &[
        "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do",
        "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
        "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self",
        "static", "struct", "super", "trait", "true", "try", "type", "typeof", "union", "unsafe", "unsized",
        "use", "virtual", "where", "while", "yield",
    ];
    KEYWORDS.contains(&name)
}

/// Whether Windows takes the word for a device, whatever ending a file of that name has.
pub(crate) fn is_device(name: &str) -> bool {
    let numbered =
        |device| name.strip_prefix(device).is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9']));
    ["aux", "con", "nul", "prn"].contains(&name) || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_their_words() {
        for (name, constant, variant) in [
            ("RoomName", "ROOM_NAME", "RoomName"),
            ("createHomeCommunity", "CREATE_HOME_COMMUNITY", "CreateHomeCommunity"),
            ("HTTPServer2Name", "HTTP_SERVER2_NAME", "HttpServer2Name"),
            ("room-types", "ROOM_TYPES", "RoomTypes"),
            ("X-Amzn-RequestId", "X_AMZN_REQUEST_ID", "XAmznRequestId"),
            ("3d model", "N3D_MODEL", "N3dModel"),
            ("GET /rooms/{id}", "GET_ROOMS_ID", "GetRoomsId"),
            ("größe", "GR_U00F6_U00DF_E", "GrUf6UdfE"),
            ("self", "SELF", "SelfId"),
            ("", "UNNAMED", "Unnamed"),
            ("--", "UNNAMED", "Unnamed"),
        ] {
            let constant = constant.replace("U00", "U");
            assert_eq!(Scope::default().constant(name), constant, "{name}");
            assert_eq!(Scope::default().variant(name), variant, "{name}");
        }
    }

    #[test]
    fn names_that_collide_are_numbered_in_order() {
        let mut scope = Scope::with_reserved(&["routes"]);
        assert_eq!(scope.constant("foo-bar"), "FOO_BAR");
        assert_eq!(scope.constant("FooBar"), "FOO_BAR_2");
        assert_eq!(scope.constant("foo_bar_2"), "FOO_BAR_2_2");
        assert_eq!(scope.constant("foo bar"), "FOO_BAR_3");
        assert_eq!(scope.module("Routes"), "routes_2");
        assert_eq!(scope.module("type"), "type_");
        assert_eq!(scope.module("Type"), "type_2");
        assert_eq!(scope.module("AUX"), "aux_");
        assert_eq!(scope.module("com 1"), "com_1");
        assert_eq!(scope.module("com1"), "com1_");
        assert_eq!(scope.module("company"), "company");
    }

    #[test]
    fn a_name_that_thousands_want_is_numbered_on() {
        let mut scope = Scope::with_reserved(&["NAME_3"]);
        let names: Vec<_> = (0..20_000).map(|_| scope.constant("name")).collect();
        assert_eq!(names[..3], ["NAME", "NAME_2", "NAME_4"]);
        assert_eq!(names.last().map(String::as_str), Some("NAME_20001"));
    }

    #[test]
    fn a_long_name_of_a_module_is_cut() {
        let mut scope = Scope::default();
        let (first, second) = (scope.module(&"ab ".repeat(100)), scope.module(&"ab ".repeat(101)));
        assert_eq!(first.len(), LONGEST_MODULE);
        assert!(second.len() < LONGEST_MODULE + 10 && second != first, "{second}");
    }
}
