//! `hostname`, `ipv4`, `ipv6`.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::is_text;

const LONGEST_NAME: usize = 253;
const LONGEST_LABEL: usize = 63;

/// Whether `bytes` are the name of a host (RFC 1123, section 2.1): labels of letters, digits and hyphens. A name may be
/// one label; a dot at the end is for resolvers, not part of a name.
pub(super) fn is_hostname(bytes: &[u8]) -> bool {
    bytes.len() <= LONGEST_NAME && bytes.split(|byte| *byte == b'.').all(is_label)
}

/// Whether `bytes` are one label: letters, digits, and hyphens between them.
pub(super) fn is_label(bytes: &[u8]) -> bool {
    let is_inner = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    bytes.len() <= LONGEST_LABEL
        && bytes.first().is_some_and(u8::is_ascii_alphanumeric)
        && bytes.last().is_some_and(u8::is_ascii_alphanumeric)
        && bytes.iter().all(is_inner)
}

/// Whether `bytes` are four decimal numbers without leading zeros, which some programs read as octal.
pub(super) fn is_ipv4(bytes: &[u8]) -> bool {
    is_text(bytes, |text| text.parse::<Ipv4Addr>().is_ok())
}

/// Whether `bytes` are an IPv6 address (RFC 4291, section 2.2), without a zone.
pub(super) fn is_ipv6(bytes: &[u8]) -> bool {
    is_text(bytes, |text| text.parse::<Ipv6Addr>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostnames_are_labels_of_at_most_63_characters() {
        let label = "a".repeat(63);
        let longest = format!("{label}.{label}.{label}.{}", "a".repeat(61));
        for text in [
            "www.example.com",
            "xn--4gbwdl.xn--wgbh1c",
            "1host",
            "a",
            "hostnam3",
            "h0stn4me",
            "a-b--c",
            &longest,
        ] {
            assert!(is_hostname(text.as_bytes()), "{text}");
        }
        let long_label = format!("{label}a.com");
        let long_name = format!("{label}.{label}.{label}.{}", "a".repeat(62));
        for text in [
            "",
            ".",
            "example.",
            ".example",
            "a..b",
            "-host",
            "host-",
            "a.-b",
            "a-.b",
            "not_a_host",
            "hos t",
            "host!",
            "höst",
            "〮〮",
            &long_label,
            &long_name,
        ] {
            assert!(!is_hostname(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn ipv4_addresses_are_four_numbers_below_256() {
        for text in ["192.168.0.1", "0.0.0.0", "255.255.255.255", "127.0.0.1"] {
            assert!(is_ipv4(text.as_bytes()), "{text}");
        }
        for text in [
            "",
            "127.0.0.0.1",
            "256.256.256.256",
            "127.0",
            "0x7f000001",
            "2130706433",
            "087.10.0.1",
            "1.2.3.04",
            "1\u{9e8}7.0.0.1",
            "192.168.1.0/24",
            "1.2.3.4.",
            ".1.2.3.4",
            "1..2.3",
            "+1.2.3.4",
            "1.2.3.-4",
        ] {
            assert!(!is_ipv4(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn ipv6_addresses_are_eight_groups_of_which_some_may_be_left_out() {
        for text in [
            "::1",
            "::",
            "::abef",
            "1::",
            "d6::",
            "1:d6::42",
            "1::d6:192.168.0.1",
            "1:2::192.168.0.1",
            "::ffff:192.168.0.1",
            "1:2:3:4:5:6:7:8",
            "1:2:3:4:5:6:1.2.3.4",
            "1:2:3:4:5:6:7::",
            "::2:3:4:5:6:7:8",
            "2001:DB8::A",
        ] {
            assert!(is_ipv6(text.as_bytes()), "{text}");
        }
        for text in [
            "",
            "12345::",
            "::abcef",
            "1:1:1:1:1:1:1:1:1:1",
            "::laptop",
            ":2:3:4:5:6:7:8",
            "1:2:3:4:5:6:7:",
            ":2:3:4::8",
            "1::d6::42",
            "1::2:192.168.256.1",
            "1::2:192.168.ff.1",
            "::ffff:192.168.0.01",
            "1:2:3:4:5:::8",
            "1:2:3:4:5:6:7",
            "1",
            "127.0.0.1",
            "1:2:3:4:1.2.3",
            "fe80::a%eth1",
            "fe80::/64",
            "[::1]",
            "1:2:3:4:5:6:7:\u{9ea}",
            "100:100:100:100:100:100:255.255.255.255.255",
            "1:2:3:4:5:6:7:8::",
        ] {
            assert!(!is_ipv6(text.as_bytes()), "{text}");
        }
    }
}
