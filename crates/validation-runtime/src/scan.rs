//! Looking at bytes, eight or more at a time.

pub(crate) const ONES: u64 = 0x0101_0101_0101_0101;
pub(crate) const HIGHS: u64 = 0x8080_8080_8080_8080;

/// Where the first of `wanted` stands in `text`; the length of the text if none does. All of `wanted` must be ASCII, so
/// that the place is between two characters.
#[inline]
pub(crate) fn first_of<const N: usize>(text: &str, wanted: [u8; N]) -> usize {
    let bytes = text.as_bytes();
    let mut rest = bytes;
    while let Some((chunk, after)) = rest.split_first_chunk::<8>() {
        let word = u64::from_le_bytes(*chunk);
        // Marks the highest bit of every byte that is wanted. Those above the lowest mark may be false.
        let marks = wanted.iter().fold(0, |marks, byte| {
            let other = word ^ (ONES * u64::from(*byte));
            marks | other.wrapping_sub(ONES) & !other & HIGHS
        });
        if marks != 0 {
            return bytes.len() - rest.len() + marks.trailing_zeros() as usize / 8;
        }
        rest = after;
    }
    bytes.len() - rest.len() + rest.iter().position(|byte| wanted.contains(byte)).unwrap_or(rest.len())
}

/// `text` before and after the first `separator`, which must be ASCII.
#[inline]
pub(crate) fn split_once(text: &str, separator: u8) -> Option<(&str, &str)> {
    let place = first_of(text, [separator]);
    Some((text.get(..place)?, text.get(place + 1..)?))
}

/// Marks, in the highest bit of each byte, the bytes that end a run of plain string characters: `"`, `\` and controls.
/// The lowest mark is exact; marks above it may be false.
#[inline]
const fn string_ends(word: u64) -> u64 {
    let quotes = word ^ (ONES * b'"' as u64);
    let backslashes = word ^ (ONES * b'\\' as u64);
    ((quotes.wrapping_sub(ONES) & !quotes)
        | (backslashes.wrapping_sub(ONES) & !backslashes)
        | (word.wrapping_sub(ONES * 0x20) & !word))
        & HIGHS
}

/// The same for bytes from 0x20 to 0x7F, in a body without backslashes: only `"` is left.
#[inline]
const fn quotes(word: u64) -> u64 {
    // No byte has its highest bit, so no carry runs over: each mark is exact.
    let quotes = word ^ (ONES * b'"' as u64);
    (ONES * 0x80).wrapping_sub(quotes) & HIGHS
}

/// How many bytes at the start of `bytes` are plain characters of a string.
#[inline]
pub(crate) fn plain_bytes(bytes: &[u8]) -> usize {
    let ends = |byte: u8| byte == b'"' || byte == b'\\' || byte < 0x20;
    let mut rest = bytes;
    while let Some((chunk, after)) = rest.split_first_chunk::<8>() {
        let marks = string_ends(u64::from_le_bytes(*chunk));
        if marks != 0 {
            return bytes.len() - rest.len() + marks.trailing_zeros() as usize / 8;
        }
        rest = after;
    }
    let last = rest.iter().position(|byte| ends(*byte)).unwrap_or(rest.len());
    bytes.len() - rest.len() + last
}

/// Where the first `"` stands in bytes from 0x20 to 0x7F.
#[inline]
pub(crate) fn quote(bytes: &[u8]) -> Option<usize> {
    let mut rest = bytes;
    // Four words at a time, since most of what has 32 bytes has more; then one by one.
    while let Some((chunk, after)) = rest.split_first_chunk::<32>() {
        let (words, _) = chunk.as_chunks::<8>();
        if words.iter().fold(0, |marks, word| marks | quotes(u64::from_le_bytes(*word))) != 0 {
            break;
        }
        rest = after;
    }
    while let Some((chunk, after)) = rest.split_first_chunk::<8>() {
        let marks = quotes(u64::from_le_bytes(*chunk));
        if marks != 0 {
            return Some(bytes.len() - rest.len() + marks.trailing_zeros() as usize / 8);
        }
        rest = after;
    }
    rest.iter().position(|byte| *byte == b'"').map(|position| bytes.len() - rest.len() + position)
}

/// Whether all of `bytes` are from 0x20 to 0x7F and none is a backslash, so that strings may be read without looking
/// for anything but their end. Pretty-printed bodies are not: they have line breaks.
pub(crate) fn is_simple(bytes: &[u8]) -> bool {
    const LANES: usize = 32;
    let mut lowest = [u8::MAX; LANES];
    let mut odd = [0; LANES];
    let (chunks, rest) = bytes.as_chunks::<LANES>();
    // One lane a byte, so that the compiler takes all of them in one instruction.
    let mut take = |chunk: &[u8; LANES]| {
        for ((byte, lowest), odd) in chunk.iter().zip(&mut lowest).zip(&mut odd) {
            *lowest = (*lowest).min(*byte);
            *odd |= *byte & 0x80 | if *byte == b'\\' { 0x80 } else { 0 };
        }
    };
    chunks.iter().for_each(&mut take);
    let mut last = [b' '; LANES];
    last.iter_mut().zip(rest).for_each(|(slot, byte)| *slot = *byte);
    take(&last);
    lowest.iter().all(|byte| *byte >= 0x20) && odd.iter().all(|byte| *byte == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_found_at_every_place() {
        for length in 0..30 {
            for place in 0..=length {
                let mut text = "é".repeat(length / 2) + &"a".repeat(length % 2);
                let before = text.char_indices().map(|(index, _)| index).nth(place / 2).unwrap_or(text.len());
                text.insert_str(before, "/?/");
                assert_eq!(first_of(&text, [b'?', b'/']), before, "{text}");
                assert_eq!(first_of(&text, [b'?']), before + 1, "{text}");
                assert_eq!(first_of(&text, [b'#', b'%']), text.len(), "{text}");
                assert_eq!(split_once(&text, b'?'), text.split_once('?'));
            }
        }
        assert_eq!(split_once("abc", b'/'), None);
    }
}
