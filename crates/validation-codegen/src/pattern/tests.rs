//! Compiled patterns against an ECMAScript engine, and what is refused.

use asp_validation_runtime::tables::{Pattern, Run, Transitions};

use super::{Automaton, compile};

/// The automaton as the runtime has it.
fn runtime(automaton: Automaton) -> Pattern {
    let table: &'static [u8] = Vec::leak(automaton.transitions);
    Pattern {
        source: "",
        prefix: Vec::leak(automaton.prefix),
        start: automaton.start,
        accepting: automaton.accepting,
        certain: automaton.certain,
        run: automaton.run.map(|(state, first, last)| Run { state, first, last }),
        classes: Pattern::classes(&automaton.classes),
        columns: automaton.columns,
        transitions: if automaton.wide { Transitions::Wide(table) } else { Transitions::Narrow(table) },
    }
}

const PATTERNS: &[&str] = &[
    r"^amzn1\.alexa\.unit\.did\..+$",
    r"^[A-Za-z0-9_=#;:?@&-]+$",
    r"^[A-Za-z0-9_=#;:?@&-]{1,256}$",
    "",
    "^",
    "$",
    "^$",
    "a",
    "^a",
    "a$",
    "^a*$",
    "a|b$",
    "^(?:ab|cd)+$",
    "^(?<year>[0-9]{4})-[0-9]{2}$",
    r"\d+",
    r"^\d{3}$",
    r"^\w+$",
    r"^\W$",
    r"^\s+$",
    r"^\S+$",
    r"^[\s\S]$",
    r"^[^\d]$",
    r"\bend\b",
    r"^\b",
    "^.$",
    "^..$",
    "^[^a]$",
    "^é+$",
    "[à-ü]",
    r"^\p{L}+$",
    r"^\p{Lu}",
    r"^\u20AC$",
    r"^\u{1F600}$",
    r"^\x41$",
    r"^a\.b\/c\-d$",
    r"^[\]\\^-]$",
    r"^[\b]$",
    r"^\t\n\v\f\r$",
    r"^\cJ$",
    "^[a-y&&z[]+$",
    "(a+)+b",
    "(x+x+)+y$",
    "^(a|aa)+$",
    "a{0}b",
    "^a{2,}$",
    "^a??b$",
    "^[a-z]{1,300}$",
];

fn texts() -> Vec<String> {
    let mut texts: Vec<String> = [
        "",
        "a",
        "b",
        "ab",
        "abab",
        "cd",
        "abc",
        "aa",
        "aab",
        "ba",
        "xxxxy",
        "a\n",
        "\n",
        "\r",
        "\u{2028}",
        "\u{85}",
        "\t",
        " ",
        "\u{a0}",
        "\u{feff}",
        "\u{180e}",
        "0",
        "12",
        "123",
        "\u{661}\u{662}\u{663}",
        "2024-05",
        "A",
        "Z9_",
        "é",
        "éé",
        "É",
        "ü",
        "€",
        "😀",
        "a😀",
        "\u{1F601}",
        "end",
        "the end",
        "bend",
        "éend",
        "endé",
        "_end",
        "\t\n\u{b}\u{c}\r",
        "a.b/c-d",
        "axb/c-d",
        "]",
        "\\",
        "^",
        "-",
        "&",
        "[",
        "&]",
        "\u{8}",
        "ſ",
        "K",
        "ß",
        "\u{0}",
        "\u{7f}",
        "\u{fffd}",
        "amzn1.alexa.unit.did.",
        "amzn1.alexa.unit.did.A",
        "amzn1.alexa.unit.did.A\n",
        "amzn1.alexa.unit.did.\n",
        "amzn1.alexa.unit.did.é😀",
        "amzn1.alexa.unit.did.ABCDEFGHIJKLMNOPQRSTUVWXYZ234567\u{2028}",
        "amzn1.alexa.unit.did.ABCDEFGHIJKLMNOPQRSTUVWXYZ234567 tail",
        "xamzn1.alexa.unit.did.A",
        "amzn1xalexa.unit.did.A",
        "Room-1204",
        "Room 1204",
        "Room.1204",
        "Room-1204\n",
        "_=#;:?@&-",
        "amzn1.alexa.unit.di",
    ]
    .into_iter()
    .map(str::to_owned)
    .collect();
    for count in [255, 256, 257, 300, 301] {
        texts.push("a".repeat(count));
        texts.push("x".repeat(count) + "\n");
        texts.push("é".repeat(count));
        texts.push("😀".repeat(count));
    }
    texts
}

#[test]
fn automata_agree_with_an_ecmascript_engine() {
    for source in PATTERNS {
        // Without the flag `u` more characters may be escaped; nothing else differs in these patterns.
        let engine = regress::Regex::with_flags(source, "u").or_else(|_| regress::Regex::new(source));
        let expected = engine.unwrap_or_else(|error| panic!("{source}: {error}"));
        let automaton = match compile(source) {
            Ok(automaton) => runtime(automaton),
            // ECMAScript has it, Rust has not.
            Err(problem) if *source == r"^[\b]$" => {
                assert_eq!(problem.rule, "pattern-syntax");
                continue;
            }
            Err(problem) => panic!("{source}: {problem:?}"),
        };
        // The engine backtracks: texts that make it explode are left out.
        for text in texts().iter().filter(|text| !source.contains("+)+") || text.len() < 30) {
            let agreed = expected.find(text).is_some() == automaton.matches(text);
            assert!(agreed, "{source} on {text:?}: the engine says {}", expected.find(text).is_some());
        }
    }
}

#[test]
fn hostile_texts_take_one_step_a_byte() {
    let pattern = runtime(compile("(x+x+)+y$").unwrap());
    assert!(!pattern.matches(&"x".repeat(1_000_000)));
}

#[test]
fn equal_patterns_have_equal_automata_and_small_ones() {
    let states = |source: &str| {
        let automaton = compile(source).unwrap();
        automaton.transitions.len() / usize::from(automaton.columns)
    };
    assert_eq!(states("^(?:ab|ac)$"), states("^a[bc]$"));
    // Dead, certain, start, accepting.
    assert_eq!(states("^[0-9]+$"), 4);
    assert!(compile("^[a-z]{1,300}$").unwrap().wide);
}

#[test]
fn what_cannot_be_followed_is_refused_by_rule() {
    for (source, rule) in [
        ("(?=a)b", "pattern-look-around"),
        ("(?!a)b", "pattern-look-around"),
        ("(?<=a)b", "pattern-look-around"),
        ("(?<!a)b", "pattern-look-around"),
        (r"(a)\1", "pattern-backreference"),
        (r"(?<n>a)\k<n>", "pattern-backreference"),
        ("(?i)a", "pattern-syntax"),
        ("(?i:a)", "pattern-syntax"),
        ("(?P<n>a)", "pattern-syntax"),
        (r"\A", "pattern-syntax"),
        (r"a\z", "pattern-syntax"),
        (r"\Ba", "pattern-syntax"),
        (r"\a", "pattern-syntax"),
        ("(", "pattern-syntax"),
        ("[a", "pattern-syntax"),
        ("a{,5}", "pattern-syntax"),
        ("a**", "pattern-syntax"),
        (r"\p{Nonsense}", "pattern-syntax"),
        (r"\ud83d\ude00", "pattern-syntax"),
        (r"^\p{L}{1,200}$", "pattern-size"),
        ("(((a{100}){100}){100}){100}", "pattern-size"),
        ("^.*a.{20}$", "pattern-size"),
    ] {
        let found = compile(source).err().map(|problem| problem.rule);
        assert_eq!(found, Some(rule), "{source}");
    }
}
