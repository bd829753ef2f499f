//! Texts that fit one set of rules and break another: found on automata, so that two spellings of a pattern are one.

use std::collections::{HashMap, HashSet};

use crate::pattern::Automaton;

/// So many places of the joint automaton are visited before the search is given up.
const MOST_PLACES: usize = 60_000;

/// The longest text that is made.
const LONGEST: u64 = 200_000;

/// The texts that have these lengths, in characters, and match all of these patterns.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts<'a> {
    pub(super) patterns: Vec<&'a Automaton>,
    pub(super) least: u64,
    pub(super) most: Option<u64>,
}

/// What a search came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Search {
    /// The shortest text.
    Found(String),
    /// There is none.
    Nothing,
    /// Nobody knows: the search was given up.
    GivenUp,
}

impl Texts<'_> {
    fn has_length(&self, length: u64) -> bool {
        length >= self.least && self.most.is_none_or(|most| length <= most)
    }
}

/// A text that fits `fits` and, if there is such a thing, not `breaks`.
pub(super) fn search(fits: &Texts<'_>, breaks: Option<&Texts<'_>>) -> Search {
    let has_patterns = !fits.patterns.is_empty() || breaks.is_some_and(|texts| !texts.patterns.is_empty());
    if has_patterns { Walk::new(fits, breaks, &[]).search() } else { by_length(fits, breaks) }
}

/// A text that fits `fits` and is none of `others`.
pub(super) fn another(fits: &Texts<'_>, others: &[&str]) -> Search {
    if others.is_empty() { search(fits, None) } else { Walk::new(fits, None, others).search() }
}

/// Where only lengths count.
fn by_length(fits: &Texts<'_>, breaks: Option<&Texts<'_>>) -> Search {
    let is_wanted =
        |length: &u64| fits.has_length(*length) && breaks.is_none_or(|breaks| !breaks.has_length(*length));
    // Beside each limit, and one character for a text that is seen.
    let beyond = breaks.and_then(|breaks| breaks.most).map(|most| most.saturating_add(1));
    let lengths = [Some(fits.least.max(1)), Some(fits.least), beyond.map(|beyond| beyond.max(fits.least))];
    match lengths.into_iter().flatten().find(is_wanted) {
        Some(length) if length > LONGEST => Search::GivenUp,
        Some(length) => Search::Found("a".repeat(usize::try_from(length).unwrap_or_default())),
        None => Search::Nothing,
    }
}

/// A walk over the joint automaton of patterns, the number of characters, and the rules of UTF-8, breadth first.
struct Walk<'a, 't> {
    fits: &'t Texts<'a>,
    breaks: Option<&'t Texts<'a>>,
    patterns: Vec<&'a Automaton>,
    /// Lengths from here on are alike.
    far: u64,
    /// One byte of each class, the friendliest first.
    bytes: Vec<u8>,
    /// Texts that are not wanted.
    others: Tree,
}

/// A place of the walk: the state of each pattern, the state of UTF-8, the characters so far, and the place in the tree
/// of unwanted texts as long as one of them begins like this.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Place {
    states: Vec<u32>,
    utf8: Utf8,
    length: u64,
    other: Option<usize>,
}

/// Texts by their bytes: what follows each beginning, and whether it is one of the texts.
#[derive(Clone, Debug)]
struct Tree(Vec<(HashMap<u8, usize>, bool)>);

impl Tree {
    fn of(texts: &[&str]) -> Self {
        let mut nodes: Vec<(HashMap<u8, usize>, bool)> = vec![(HashMap::new(), false)];
        for text in texts {
            let mut at = 0;
            for byte in text.bytes() {
                let fresh = nodes.len();
                let next = nodes.get_mut(at).map_or(0, |(next, _)| *next.entry(byte).or_insert(fresh));
                if next == fresh {
                    nodes.push((HashMap::new(), false));
                }
                at = next;
            }
            if let Some((_, is_text)) = nodes.get_mut(at) {
                *is_text = true;
            }
        }
        Self(nodes)
    }

    fn step(&self, at: Option<usize>, byte: u8) -> Option<usize> {
        self.0.get(at?)?.0.get(&byte).copied()
    }

    fn has(&self, at: Option<usize>) -> bool {
        at.and_then(|at| self.0.get(at)).is_some_and(|(_, is_text)| *is_text)
    }
}

impl<'a, 't> Walk<'a, 't> {
    fn new(fits: &'t Texts<'a>, breaks: Option<&'t Texts<'a>>, others: &[&str]) -> Self {
        let both = [Some(fits), breaks].into_iter().flatten();
        let patterns: Vec<_> = both.clone().flat_map(|texts| texts.patterns.iter().copied()).collect();
        let far =
            both.map(|texts| texts.least.max(texts.most.map_or(0, |most| most.saturating_add(1)))).max();
        let own: HashSet<u8> = others.iter().flat_map(|text| text.bytes()).collect();
        let bytes = representatives(&patterns, &own);
        Self { fits, breaks, patterns, far: far.unwrap_or(0), bytes, others: Tree::of(others) }
    }

    /// Searches all texts, and if those are too many, those in ASCII.
    fn search(mut self) -> Search {
        match self.run() {
            Search::GivenUp => {}
            known => return known,
        }
        self.bytes.retain(u8::is_ascii);
        match self.run() {
            found @ Search::Found(_) => found,
            Search::Nothing | Search::GivenUp => Search::GivenUp,
        }
    }

    fn run(&self) -> Search {
        let start = Place {
            states: self.patterns.iter().map(|pattern| first(pattern)).collect(),
            utf8: Utf8::Border,
            length: 0,
            other: Some(0),
        };
        let mut known = HashSet::from([start.clone()]);
        let mut places = vec![(start, 0, 0_u8)];
        let mut next = 0;
        while let Some((place, _, _)) = places.get(next) {
            if self.is_wanted(place) {
                return Search::Found(text(&places, next));
            }
            let place = place.clone();
            for byte in &self.bytes {
                let Some(after) = self.step(&place, *byte) else { continue };
                if known.insert(after.clone()) {
                    places.push((after, next, *byte));
                }
            }
            if places.len() > MOST_PLACES {
                return Search::GivenUp;
            }
            next += 1;
        }
        Search::Nothing
    }

    fn is_wanted(&self, place: &Place) -> bool {
        let fitting = self.fits.patterns.len();
        let accepts = |range: std::ops::Range<usize>| {
            range.into_iter().all(|index| {
                self.patterns.get(index).zip(place.states.get(index)).is_some_and(|(p, s)| accepts(p, *s))
            })
        };
        place.utf8 == Utf8::Border
            && !self.others.has(place.other)
            && self.fits.has_length(place.length)
            && accepts(0..fitting)
            && self.breaks.is_none_or(|breaks| {
                !(breaks.has_length(place.length) && accepts(fitting..self.patterns.len()))
            })
    }

    fn step(&self, place: &Place, byte: u8) -> Option<Place> {
        let utf8 = place.utf8.step(byte)?;
        let is_new = place.utf8 == Utf8::Border;
        let length = if is_new { (place.length + 1).min(self.far) } else { place.length };
        if self.fits.most.is_some_and(|most| length > most) {
            return None;
        }
        let states: Vec<u32> = self
            .patterns
            .iter()
            .zip(&place.states)
            .map(|(pattern, state)| step(pattern, *state, byte))
            .collect();
        let is_lost = |(pattern, state): (&&Automaton, &u32)| *state == dead(pattern);
        if self.patterns.iter().zip(&states).take(self.fits.patterns.len()).any(is_lost) {
            return None;
        }
        Some(Place { states, utf8, length, other: self.others.step(place.other, byte) })
    }
}

/// The text that led to the place `at`.
fn text(places: &[(Place, usize, u8)], mut at: usize) -> String {
    let mut bytes = Vec::new();
    while at != 0 {
        let Some((_, before, byte)) = places.get(at) else { break };
        bytes.push(*byte);
        at = *before;
    }
    bytes.reverse();
    String::from_utf8_lossy(&bytes).into_owned()
}

// The states of a pattern: first those of its prefix, by the number of bytes that were there, then those of its table.

fn prefix(pattern: &Automaton) -> u32 {
    u32::try_from(pattern.prefix.len()).unwrap_or(u32::MAX)
}

fn first(pattern: &Automaton) -> u32 {
    if pattern.prefix.is_empty() { u32::from(pattern.start) } else { 0 }
}

/// Tables begin with the state that accepts nothing.
fn dead(pattern: &Automaton) -> u32 {
    prefix(pattern)
}

fn accepts(pattern: &Automaton, state: u32) -> bool {
    state.checked_sub(prefix(pattern)).is_some_and(|state| state >= u32::from(pattern.accepting))
}

fn step(pattern: &Automaton, state: u32, byte: u8) -> u32 {
    let length = prefix(pattern);
    let Some(row) = state.checked_sub(length) else {
        let expected = pattern.prefix.get(usize::try_from(state).unwrap_or(usize::MAX));
        return match expected {
            Some(expected) if *expected != byte => dead(pattern),
            _ if state + 1 == length => length + u32::from(pattern.start),
            _ => state + 1,
        };
    };
    let column = usize::from(class(pattern, byte));
    let entry = usize::try_from(row).unwrap_or(0) * usize::from(pattern.columns) + column;
    let next = if pattern.wide {
        let pair = pattern.transitions.get(2 * entry..2 * entry + 2);
        pair.map_or(0, |pair| u32::from(pair[0]) | u32::from(pair[1]) << 8)
    } else {
        pattern.transitions.get(entry).copied().map_or(0, u32::from)
    };
    length + next
}

fn class(pattern: &Automaton, byte: u8) -> u8 {
    let found = pattern.classes.iter().find(|(first, last, _)| (*first..=*last).contains(&byte));
    found.map_or(0, |(_, _, class)| *class)
}

/// One byte of each class that no pattern tells apart, the friendliest first; those of `own` each by itself.
fn representatives(patterns: &[&Automaton], own: &HashSet<u8>) -> Vec<u8> {
    let friendliness = |byte: &u8| match byte {
        b'a'..=b'z' => 0,
        b'0'..=b'9' => 1,
        b'A'..=b'Z' => 2,
        b'-' | b'_' | b'.' => 3,
        b'!'..=b'~' => 4,
        b' ' => 5,
        0x80.. => 6,
        _ => 7,
    };
    let mut bytes: Vec<u8> = (0..=u8::MAX).collect();
    bytes.sort_by_key(friendliness);
    let mut known = HashSet::new();
    bytes.retain(|byte| {
        let is_own = own.contains(byte) || patterns.iter().any(|pattern| pattern.prefix.contains(byte));
        let in_prefix = is_own.then_some(*byte);
        let classes: Vec<u8> = patterns.iter().map(|pattern| class(pattern, *byte)).collect();
        known.insert((in_prefix, classes, Utf8::kind(*byte)))
    });
    bytes
}

/// What may follow by the rules of UTF-8 (RFC 3629, section 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Utf8 {
    /// A character is complete.
    Border,
    /// So many bytes are missing.
    Tail(u8),
    /// What follows the byte, of which not all tails are characters.
    After(u8),
}

impl Utf8 {
    fn step(self, byte: u8) -> Option<Self> {
        let is_tail = (0x80..=0xBF).contains(&byte);
        match (self, byte) {
            (Self::Border, 0..=0x7F) => Some(Self::Border),
            (Self::Border, 0xE0 | 0xED | 0xF0 | 0xF4) => Some(Self::After(byte)),
            (Self::Border, 0xC2..=0xDF)
            | (Self::After(0xE0), 0xA0..=0xBF)
            | (Self::After(0xED), 0x80..=0x9F) => Some(Self::Tail(1)),
            (Self::Border, 0xE1..=0xEF)
            | (Self::After(0xF0), 0x90..=0xBF)
            | (Self::After(0xF4), 0x80..=0x8F) => Some(Self::Tail(2)),
            (Self::Border, 0xF1..=0xF3) => Some(Self::Tail(3)),
            (Self::Tail(1), _) if is_tail => Some(Self::Border),
            (Self::Tail(missing), _) if is_tail => Some(Self::Tail(missing - 1)),
            _ => None,
        }
    }

    /// Bytes of one kind are alike to [`Self::step`].
    fn kind(byte: u8) -> u8 {
        match byte {
            0..=0x7F => 0,
            0x80..=0x8F => 1,
            0x90..=0x9F => 2,
            0xA0..=0xBF => 3,
            0xC2..=0xDF => 4,
            0xE0 => 5,
            0xED => 6,
            0xE1..=0xEF => 7,
            0xF0 => 8,
            0xF1..=0xF3 => 9,
            0xF4 => 10,
            _ => 11,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::compile;

    fn difference(fits: (&str, u64, Option<u64>), breaks: (&str, u64, Option<u64>)) -> Search {
        let (left, right) = (compile(fits.0).unwrap(), compile(breaks.0).unwrap());
        let fits = Texts { patterns: vec![&left], least: fits.1, most: fits.2 };
        let breaks = Texts { patterns: vec![&right], least: breaks.1, most: breaks.2 };
        search(&fits, Some(&breaks))
    }

    #[test]
    fn two_spellings_of_a_pattern_are_one() {
        for (left, right) in
            [("^[a-z]+$", "^[a-z][a-z]*$"), ("^(a|b)$", "^[ab]$"), ("^a{2}$", "^aa$"), ("x", "^.*x")]
        {
            let all = |pattern| (pattern, 0, None);
            if left != "x" {
                assert_eq!(difference(all(left), all(right)), Search::Nothing, "{left} {right}");
            }
            assert_eq!(difference(all(right), all(left)), Search::Nothing, "{right} {left}");
        }
    }

    #[test]
    fn a_pattern_that_says_the_length_is_the_length() {
        assert_eq!(difference(("^[a-z]*$", 1, Some(5)), ("^[a-z]{1,5}$", 0, None)), Search::Nothing);
        assert_eq!(difference(("^[a-z]{1,5}$", 0, None), ("^[a-z]*$", 1, Some(5))), Search::Nothing);
    }

    #[test]
    fn the_shortest_text_that_tells_two_patterns_apart_is_found() {
        let all = |pattern| (pattern, 0, None);
        assert_eq!(difference(all("^[a-z0-9]+$"), all("^[a-z]+$")), Search::Found("0".to_owned()));
        assert_eq!(difference(all("^room-[a-z]*$"), all("^room-[a-y]+$")), Search::Found("room-".to_owned()));
        assert_eq!(difference(all("^.$"), all("^[\u{0}-\u{7f}]$")), Search::Found("\u{80}".to_owned()));
    }

    #[test]
    fn texts_that_are_not_wanted_are_left_out() {
        let pattern = compile("^(red|green|re)$").unwrap();
        let fits = Texts { patterns: vec![&pattern], least: 0, most: None };
        assert_eq!(another(&fits, &["re", "red"]), Search::Found("green".to_owned()));
        assert_eq!(another(&fits, &["re", "red", "green", "blue"]), Search::Nothing);
        let one = Texts { patterns: vec![], least: 1, most: Some(1) };
        assert_eq!(another(&one, &["a"]), Search::Found("b".to_owned()));
    }

    #[test]
    fn lengths_count_characters() {
        let any = |least, most| Texts { patterns: vec![], least, most };
        let found = |length: usize| Search::Found("a".repeat(length));
        assert_eq!(search(&any(0, Some(256)), Some(&any(0, Some(255)))), found(256));
        assert_eq!(search(&any(0, None), Some(&any(1, None))), found(0));
        assert_eq!(search(&any(0, Some(5)), Some(&any(0, Some(5)))), Search::Nothing);
        assert_eq!(search(&any(3, Some(2)), None), Search::Nothing);
    }
}
