//! Segments of path templates of which parameters are only a part, such as `report-{year}.csv`.

use crate::percent;

/// A part of a segment that is a parameter.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// The text around the parameters of the segment, decoded: one more than there are parameters. Only the first and
    /// the last may be empty.
    pub literals: &'static [&'static str],
    /// Which of the parameters it is, from 0.
    pub index: usize,
}

/// What stands for the parameters between `literals` in the segment `raw`; `None` if it does not match.
///
/// Literals are looked for from the end, so that of `{name}.{extension}` and `a.tar.gz` the extension is `gz`. No
/// parameter is empty.
pub(crate) fn captures<'a>(
    raw: &'a str,
    literals: &[&str],
) -> Option<impl ExactSizeIterator<Item = &'a str> + use<'a>> {
    let [first, middle @ .., last] = literals else { return None };
    let mut rest = strip_suffix(raw, last)?;
    let mut captures = smallvec::SmallVec::<[&str; 4]>::new();
    for literal in middle.iter().rev() {
        let (before, after) = split_last(rest, literal)?;
        captures.push(after);
        rest = before;
    }
    let rest = strip_prefix(rest, first)?;
    captures.push(rest);
    captures.reverse();
    (!rest.is_empty()).then(|| captures.into_iter())
}

fn strip_prefix<'a>(raw: &'a str, literal: &str) -> Option<&'a str> {
    raw.get(matched(raw, literal)?..)
}

fn strip_suffix<'a>(raw: &'a str, literal: &str) -> Option<&'a str> {
    if literal.is_empty() {
        return Some(raw);
    }
    let (before, after) = starts(raw, literal).next()?;
    after.is_empty().then_some(before)
}

/// Splits at the last `literal` behind which something stands.
fn split_last<'a>(raw: &'a str, literal: &str) -> Option<(&'a str, &'a str)> {
    starts(raw, literal).find(|(_, after)| !after.is_empty())
}

/// The places where `literal` stands, from the last, as what is before and after it.
fn starts<'a>(raw: &'a str, literal: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let is_inside_escape =
        move |start: usize| raw.as_bytes()[..start].iter().rev().take(2).any(|byte| *byte == b'%');
    (0..raw.len()).rev().filter(move |start| !is_inside_escape(*start)).filter_map(move |start| {
        let end = start + matched(raw.get(start..)?, literal)?;
        Some((raw.get(..start)?, raw.get(end..)?))
    })
}

/// The length of what stands for `literal` at the start of `raw`.
///
/// A reserved character that is encoded is none that separates (RFC 3986, section 2.2); of others both forms are alike.
fn matched(raw: &str, literal: &str) -> Option<usize> {
    let mut end = 0;
    for expected in literal.bytes() {
        let rest = raw.as_bytes().get(end..)?;
        let separates = b"!$&'()*+,;=:@".contains(&expected);
        end += match rest {
            [found, ..] if *found == expected && expected != b'%' => 1,
            [b'%', digits @ ..] if !separates && percent::byte(digits) == Some(expected) => 3,
            _ => return None,
        };
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'a>(raw: &'a str, literals: &[&str]) -> Option<Vec<&'a str>> {
        captures(raw, literals).map(Iterator::collect)
    }

    #[test]
    fn parameters_stand_between_the_literals() {
        assert_eq!(found("report-2024.csv", &["report-", ".csv"]), Some(vec!["2024"]));
        assert_eq!(found("a.tar.gz", &["", ".", ""]), Some(vec!["a.tar", "gz"]));
        assert_eq!(found("1:cancel", &["", ":cancel"]), Some(vec!["1"]));
        assert_eq!(found("a:cancel:cancel", &["", ":cancel"]), Some(vec!["a:cancel"]));
        assert_eq!(found("x--y--z", &["", "--", "--", ""]), Some(vec!["x", "y", "z"]));
        assert_eq!(found("1,2", &["", ",", ""]), Some(vec!["1", "2"]));
        for (raw, literals) in [
            (".csv", &["", ".csv"][..]),
            ("report-.csv", &["report-", ".csv"]),
            ("report-2024.CSV", &["report-", ".csv"]),
            ("a.", &["", ".", ""]),
            (".b", &["", ".", ""]),
            ("", &["", ".", ""]),
            ("aba", &["ab", "ba"]),
            ("x%42", &["", "2"]),
        ] {
            assert_eq!(found(raw, literals), None, "{raw}");
        }
    }

    #[test]
    fn what_is_encoded_separates_only_if_it_is_not_reserved() {
        assert_eq!(found("x%2Ey", &["", ".", ""]), Some(vec!["x", "y"]));
        assert_eq!(found("1%3Acancel", &["", ":cancel"]), None);
        assert_eq!(found("1%20of%202", &["", " of ", ""]), Some(vec!["1", "2"]));
        assert_eq!(found("a%C3%A9b", &["", "é", ""]), Some(vec!["a", "b"]));
        assert_eq!(found("100%25x", &["", "%", ""]), Some(vec!["100", "x"]));
    }
}
