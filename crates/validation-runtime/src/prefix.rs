//! Comparing short runs of bytes without a call.

/// Whether `bytes` starts with `prefix`. Keys and prefixes of patterns are short: a call to compare memory takes longer
/// than the comparison.
#[inline]
pub(crate) fn starts_with(bytes: &[u8], prefix: &[u8]) -> bool {
    let Some(bytes) = bytes.get(..prefix.len()) else { return false };
    // Words of eight or four bytes, the last of them perhaps twice in part.
    if let (Some(last), Some(expected_last)) = (bytes.last_chunk::<8>(), prefix.last_chunk::<8>()) {
        let words = bytes.as_chunks::<8>().0.iter().zip(prefix.as_chunks::<8>().0);
        let mut words =
            words.map(|(word, expected)| u64::from_ne_bytes(*word) == u64::from_ne_bytes(*expected));
        return words.all(|same| same) && u64::from_ne_bytes(*last) == u64::from_ne_bytes(*expected_last);
    }
    if let (Some(last), Some(expected_last)) = (bytes.last_chunk::<4>(), prefix.last_chunk::<4>()) {
        return bytes.first_chunk::<4>() == prefix.first_chunk::<4>() && last == expected_last;
    }
    bytes.iter().eq(prefix)
}

#[cfg(test)]
mod tests {
    use super::starts_with;

    #[test]
    fn every_byte_counts_at_every_length() {
        for length in 0..40 {
            let text: Vec<u8> = (0..length).collect();
            assert!(starts_with(&[&text[..], b"more"].concat(), &text));
            assert!(!starts_with(&text, &[&text[..], b"x"].concat()));
            for index in 0..text.len() {
                let mut other = text.clone();
                other[index] ^= 0x40;
                assert!(!starts_with(&other, &text), "{length} {index}");
            }
        }
    }
}
