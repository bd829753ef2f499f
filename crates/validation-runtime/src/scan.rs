//! Looking for single bytes, eight at a time.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

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
