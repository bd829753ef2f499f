//! A deterministic automaton over UTF-8 bytes, as small as it can be.

use indexmap::IndexSet;
use regex_automata::dfa::{Automaton as _, StartKind, dense};
use regex_automata::nfa::thompson;
use regex_automata::util::{start, syntax};
use regex_automata::{Anchored, MatchKind};

use super::Problem;
use super::table::{CERTAIN, DEAD, Table};

/// The greatest size of a transition table in bytes.
const LARGEST_TABLE: usize = 64 * 1024;
/// What building may take in bytes, before equal states are joined.
const LARGEST_BUILD: usize = 16 * 1024 * 1024;
/// How many entries a table may have before equal states are joined.
const LARGEST_EXPLORED: usize = 1024 * 1024;
/// A run must be this long for skipping over it to pay.
const SHORTEST_RUN: usize = 64;

/// The automaton of a pattern, in the form of the runtime's `Pattern`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Automaton {
    pub(crate) prefix: Vec<u8>,
    pub(crate) start: u16,
    pub(crate) accepting: u16,
    pub(crate) certain: Option<u16>,
    /// State, first and last byte.
    pub(crate) run: Option<(u16, u8, u8)>,
    /// First byte, last byte and class of each run of bytes that are not of class 0.
    pub(crate) classes: Vec<(u8, u8, u8)>,
    /// The number of classes of bytes.
    pub(crate) columns: u16,
    /// Whether a state takes two bytes.
    pub(crate) wide: bool,
    pub(crate) transitions: Vec<u8>,
}

/// Builds the automaton of `pattern`, which is in Rust's syntax.
pub(super) fn build(pattern: &str) -> Result<Automaton, Problem> {
    let mut table = explore(pattern)?.minimize();
    let prefix = take_prefix(&mut table);
    encode(&table.minimize(), prefix)
}

fn too_large() -> Problem {
    Problem::new(
        "pattern-size",
        format!("whose automaton would take more than {} KiB", LARGEST_TABLE / 1024),
        "use smaller repetitions, `maxLength`, or smaller classes",
    )
}

/// Compiles `pattern` and visits all states that can be reached.
fn explore(pattern: &str) -> Result<Table, Problem> {
    if syntax::parse(pattern).is_err() {
        let found = "which validators do not read";
        return Err(Problem::new("pattern-syntax", found, "write it in a plainer form"));
    }
    // What parses can fail for its size only.
    let dfa = dense::Builder::new()
        .configure(
            dense::Config::new()
                .start_kind(StartKind::Unanchored)
                .match_kind(MatchKind::All)
                .dfa_size_limit(Some(LARGEST_BUILD))
                .determinize_size_limit(Some(LARGEST_BUILD)),
        )
        .thompson(thompson::Config::new().nfa_size_limit(Some(LARGEST_BUILD)))
        .build(pattern)
        .map_err(|_| too_large())?;
    let start = dfa.start_state(&start::Config::new().anchored(Anchored::No)).map_err(|_| too_large())?;
    // A match is known one byte late, or at the end of the text.
    let place = |states: &mut IndexSet<_>, state| {
        if dfa.is_match_state(state) {
            CERTAIN
        } else if dfa.is_dead_state(state) {
            DEAD
        } else {
            states.insert_full(state).0 + 2
        }
    };
    let mut states = IndexSet::new();
    let classes = dfa.byte_classes();
    let class_of: Vec<usize> = (0..=u8::MAX).map(|byte| usize::from(classes.get(byte))).collect();
    // The classes of bytes are numbered from 0 without gaps.
    let mut bytes: Vec<u8> = (0..=u8::MAX).collect();
    bytes.dedup_by_key(|byte| classes.get(*byte));
    let mut table = Table::new(class_of);
    table.start = place(&mut states, start);
    let mut next = 0;
    while let Some(&state) = states.get_index(next) {
        next += 1;
        if next * bytes.len() > LARGEST_EXPLORED {
            return Err(too_large());
        }
        table.accepts.push(dfa.is_match_state(dfa.next_eoi_state(state)));
        table.rows.push(bytes.iter().map(|byte| place(&mut states, dfa.next_state(state, *byte))).collect());
    }
    Ok(table)
}

/// Moves the start of `table` behind the bytes that every match begins with, and returns these.
fn take_prefix(table: &mut Table) -> Vec<u8> {
    let mut prefix = Vec::new();
    let mut passed = vec![table.start];
    while !table.accepts[table.start] {
        let mut alive = (0..=u8::MAX).filter(|byte| table.next(table.start, *byte) != DEAD);
        let (Some(only), None) = (alive.next(), alive.next()) else { break };
        let next = table.next(table.start, only);
        if passed.contains(&next) {
            break;
        }
        prefix.push(only);
        passed.push(next);
        table.start = next;
    }
    prefix
}

fn encode(table: &Table, prefix: Vec<u8>) -> Result<Automaton, Problem> {
    // Dead first, then those that do not accept, then those that do.
    let mut order: Vec<usize> = (0..table.rows.len()).collect();
    order.sort_by_key(|state| (*state != DEAD, table.accepts[*state], *state));
    let mut place = vec![0; order.len()];
    for (index, state) in order.iter().enumerate() {
        place[*state] = index;
    }
    let columns = table.rows[DEAD].len();
    let wide = order.len() > 256;
    let entries = order.len() * columns;
    if entries * if wide { 2 } else { 1 } > LARGEST_TABLE {
        return Err(too_large());
    }
    let mut transitions = Vec::with_capacity(entries);
    for state in &order {
        for next in &table.rows[*state] {
            let [low, high] = state_number(place[*next]).to_le_bytes();
            transitions.push(low);
            if wide {
                transitions.push(high);
            }
        }
    }
    let accepting = order.iter().position(|state| table.accepts[*state]).unwrap_or(order.len());
    let reaches_certain =
        table.start == CERTAIN || table.rows.iter().skip(2).any(|row| row.contains(&CERTAIN));
    Ok(Automaton {
        prefix,
        start: state_number(place[table.start]),
        accepting: state_number(accepting),
        certain: reaches_certain.then(|| state_number(place[CERTAIN])),
        run: run(table).map(|(state, first, last)| (state_number(place[state]), first, last)),
        classes: class_ranges(&table.class_of),
        columns: state_number(columns),
        wide,
        transitions,
    })
}

/// The state that the longest range of ASCII does not leave; the first if there are several.
fn run(table: &Table) -> Option<(usize, u8, u8)> {
    let mut best: Option<(usize, u8, u8)> = None;
    for state in 2..table.rows.len() {
        let mut first = 0;
        for byte in 0..=127_u8 {
            if table.next(state, byte) != state {
                first = byte + 1;
                continue;
            }
            let longest = best.map_or(SHORTEST_RUN - 1, |(_, first, last)| usize::from(last - first) + 1);
            if usize::from(byte - first) + 1 > longest {
                best = Some((state, first, byte));
            }
        }
    }
    best
}

/// Tables are refused long before a state number could be cut; there are at most 256 columns.
fn state_number(state: usize) -> u16 {
    u16::try_from(state).unwrap_or(u16::MAX)
}

fn class_ranges(class_of: &[usize]) -> Vec<(u8, u8, u8)> {
    let mut ranges: Vec<(u8, u8, u8)> = Vec::new();
    for (byte, class) in (0..=u8::MAX).zip(class_of) {
        // 256 bytes have at most 256 classes, numbered from 0.
        let class = u8::try_from(*class).unwrap_or(u8::MAX);
        match ranges.last_mut() {
            Some((_, last, same)) if *same == class => *last = byte,
            _ => ranges.push((byte, byte, class)),
        }
    }
    ranges.retain(|(_, _, class)| *class != 0);
    ranges
}
