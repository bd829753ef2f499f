//! The patterns, compiled to automata.
use asp_validation_runtime::tables::*;
/// `^$`
pub static PATTERN: Pattern = Pattern {
    source: "^$",
    prefix: b"",
    start: 2,
    accepting: 1,
    certain: None,
    run: None,
    classes: Pattern::classes(&[]),
    columns: 1,
    transitions: Transitions::Narrow(b"\0\x01\0"),
};
/// `"`
pub static PATTERN_2: Pattern = Pattern {
    source: "\"",
    prefix: b"",
    start: 1,
    accepting: 2,
    certain: Some(2),
    run: Some(Run {
        state: 1,
        first: b'#',
        last: b'\x7F',
    }),
    classes: Pattern::classes(&[(b'"', b'"', 1)]),
    columns: 2,
    transitions: Transitions::Narrow(b"\0\0\x01\x02\x02\x02"),
};
/// `'`
pub static PATTERN_3: Pattern = Pattern {
    source: "'",
    prefix: b"",
    start: 1,
    accepting: 2,
    certain: Some(2),
    run: Some(Run {
        state: 1,
        first: b'(',
        last: b'\x7F',
    }),
    classes: Pattern::classes(&[(b'\'', b'\'', 1)]),
    columns: 2,
    transitions: Transitions::Narrow(b"\0\0\x01\x02\x02\x02"),
};
/// `^[ä-ü]+$`
pub static PATTERN_4: Pattern = Pattern {
    source: "^[ä-ü]+$",
    prefix: b"\xC3",
    start: 1,
    accepting: 2,
    certain: None,
    run: None,
    classes: Pattern::classes(&[(b'\xA4', b'\xBC', 1), (b'\xC3', b'\xC3', 2)]),
    columns: 3,
    transitions: Transitions::Narrow(b"\0\0\0\0\x03\0\x02\x02\x02\0\0\x01"),
};
/// `^[ä-ü]+?$`
pub static PATTERN_5: Pattern = Pattern {
    source: "^[ä-ü]+?$",
    prefix: b"\xC3",
    start: 1,
    accepting: 2,
    certain: None,
    run: None,
    classes: Pattern::classes(&[(b'\xA4', b'\xBC', 1), (b'\xC3', b'\xC3', 2)]),
    columns: 3,
    transitions: Transitions::Narrow(b"\0\0\0\0\x03\0\x02\x02\x02\0\0\x01"),
};
