//! `byte`, `json-pointer`, `uuid`: text in a fixed alphabet.

/// Whether `bytes` are base64 with padding (RFC 4648, section 4), as every conforming encoder writes it: without white
/// space, and with zeros in the bits that the last character has too many of (section 3.5).
pub(super) fn is_base64(bytes: &[u8]) -> bool {
    let (groups, rest) = bytes.as_chunks::<4>();
    let Some((last, groups)) = groups.split_last() else { return rest.is_empty() };
    rest.is_empty()
        && groups.iter().flatten().all(|byte| sextet(*byte).is_some())
        && match last {
            [a, b, b'=', b'='] => {
                sextet(*a).is_some() && sextet(*b).is_some_and(|bits| bits.trailing_zeros() >= 4)
            }
            [a, b, c, b'='] => {
                sextet(*a).is_some()
                    && sextet(*b).is_some()
                    && sextet(*c).is_some_and(|bits| bits.trailing_zeros() >= 2)
            }
            all => all.iter().all(|byte| sextet(*byte).is_some()),
        }
}

/// The six bits that a character stands for.
const fn sextet(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

/// Whether `bytes` are a JSON pointer as JSON strings carry it (RFC 6901, section 5).
pub(super) fn is_json_pointer(bytes: &[u8]) -> bool {
    let escapes_end = |(index, _): (usize, &u8)| matches!(bytes.get(index + 1), Some(b'0' | b'1'));
    bytes.first().is_none_or(|first| *first == b'/')
        && bytes.iter().enumerate().filter(|(_, byte)| **byte == b'~').all(escapes_end)
}

/// Whether `bytes` are a UUID: 8, 4, 4, 4 and 12 hexadecimal digits of either case (RFC 9562, section 4). Versions and
/// variants are not looked at, since more of them may come.
pub(super) fn is_uuid(bytes: &[u8]) -> bool {
    let fits = |(index, byte): (usize, &u8)| {
        if matches!(index, 8 | 13 | 18 | 23) { *byte == b'-' } else { byte.is_ascii_hexdigit() }
    };
    bytes.len() == 36 && bytes.iter().enumerate().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_comes_in_whole_groups_with_padding_and_no_spare_bits() {
        for text in ["", "AA==", "AAA=", "AAAA", "Zm9vYmFy", "Zm9vYg==", "Zm9vYmE=", "+/+/", "QUJD/w=="] {
            assert!(is_base64(text.as_bytes()), "{text}");
        }
        for text in [
            "A",
            "AA",
            "AAA",
            "A===",
            "====",
            "=AAA",
            "AA=A",
            "AA==AAAA",
            "AAA=AAAA",
            "AB==",
            "AAB=",
            "Zm9v\nYg==",
            "Zm9v Yg==",
            "-_-_",
            "AAAAA",
            "AAAA=",
            "Zm9v!mFy",
            "ÄAA=",
        ] {
            assert!(!is_base64(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn json_pointers_start_with_a_slash_and_escape_tildes() {
        for text in
            ["", "/", "//", "/foo", "/foo/", "/a~1b", "/m~0n", "/~01~10", "/ ", "/é", "/c%d", "/\"", "/-"]
        {
            assert!(is_json_pointer(text.as_bytes()), "{text}");
        }
        for text in ["foo", "#", "#/", "0", "/~", "/~2", "/foo/bar~", "/~0~", "/~~", "a/b", " /a"] {
            assert!(!is_json_pointer(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn uuids_have_hyphens_where_they_belong() {
        for text in [
            "2eb8aa08-aa98-11ea-b4aa-73b441d16380",
            "2EB8AA08-AA98-11EA-B4AA-73B441D16380",
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "99c17cbb-656f-f64a-940f-1a4568f03487",
        ] {
            assert!(is_uuid(text.as_bytes()), "{text}");
        }
        for text in [
            "",
            "2eb8aa08-aa98-11ea-b4aa-73b441d1638",
            "2eb8aa08-aa98-11ea-b4aa-73b441d163800",
            "2eb8aa08aa98-11ea-b4aa73b441d16380",
            "2eb8aa08aa9811eab4aa73b441d16380----",
            "2eb8-aa08-aa98-11ea-b4aa73b44-1d16380",
            "2eb8aa08-aa98-11ea-b4aa-73b441d1638g",
            "{2eb8aa08-aa98-11ea-b4aa-73b441d1638}",
            "2eb8aa08-aa98-11ea-b4ga-73b441d16380",
        ] {
            assert!(!is_uuid(text.as_bytes()), "{text}");
        }
    }
}
