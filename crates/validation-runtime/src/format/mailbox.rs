//! `email`: a mailbox.

use super::host::{is_ipv4, is_ipv6, is_label};

const LONGEST_LOCAL_PART: usize = 64;
const LONGEST_DOMAIN: usize = 255;

/// Whether `bytes` are a `Mailbox` (RFC 5321, section 4.1.2), within the lengths of section 4.5.3.1.
pub(super) fn is_mailbox(bytes: &[u8]) -> bool {
    let Some(local) = local_part(bytes) else { return false };
    let (local, rest) = bytes.split_at(local);
    let Some(domain) = rest.strip_prefix(b"@") else { return false };
    local.len() <= LONGEST_LOCAL_PART && domain.len() <= LONGEST_DOMAIN && is_domain(domain)
}

/// The length of the `Local-part` at the start of `bytes`: words between dots, or one quoted string.
fn local_part(bytes: &[u8]) -> Option<usize> {
    if let Some(quoted) = bytes.strip_prefix(b"\"") {
        return Some(quoted_string(quoted)? + 1);
    }
    let end = bytes.iter().position(|byte| *byte == b'@')?;
    let words = bytes.get(..end)?;
    let is_word = |word: &[u8]| !word.is_empty() && word.iter().all(|byte| is_atext(*byte));
    words.split(|byte| *byte == b'.').all(is_word).then_some(end)
}

/// The length of what is left of a quoted string, its closing quote included.
fn quoted_string(bytes: &[u8]) -> Option<usize> {
    let mut index = 0;
    loop {
        index += match bytes.get(index)? {
            b'"' => return Some(index + 1),
            b'\\' => bytes.get(index + 1).filter(|byte| matches!(byte, b' '..=b'~')).map(|_| 2)?,
            b' '..=b'~' => 1,
            _ => return None,
        };
    }
}

/// The characters of an `Atom` (RFC 5322, section 3.2.3).
const fn is_atext(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'!' | b'#'
                | b'$'
                | b'%'
                | b'&'
                | b'\''
                | b'*'
                | b'+'
                | b'-'
                | b'/'
                | b'='
                | b'?'
                | b'^'
                | b'_'
                | b'`'
                | b'{'
                | b'|'
                | b'}'
                | b'~'
        )
}

/// Whether `bytes` are a domain or the literal of an address. Literals of kinds that are not registered yet are none.
fn is_domain(bytes: &[u8]) -> bool {
    let Some(literal) = bytes.strip_prefix(b"[") else {
        return bytes.split(|byte| *byte == b'.').all(is_label);
    };
    let Some(literal) = literal.strip_suffix(b"]") else { return false };
    match literal.split_at_checked(5) {
        Some((tag, address)) if tag.eq_ignore_ascii_case(b"IPv6:") => is_ipv6(address),
        _ => is_ipv4(literal),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mailboxes_are_those_of_smtp() {
        let longest = format!("{}@example.com", "a".repeat(64));
        for text in [
            "joe.bloggs@example.com",
            "te~st@example.com",
            "~test~@example.com",
            "te.s.t@example.com",
            "user+tag@example.co.uk",
            "!#$%&'*+-/=?^_`{|}~@example.com",
            "a@b",
            "joe@localhost",
            "\"joe bloggs\"@example.com",
            "\"joe..bloggs\"@example.com",
            "\"joe@bloggs\"@example.com",
            "\"joe\\\"bloggs\"@example.com",
            "\"\"@example.com",
            "joe.bloggs@[127.0.0.1]",
            "joe.bloggs@[IPv6:::1]",
            "joe.bloggs@[ipv6:2001:db8::1]",
            &longest,
        ] {
            assert!(is_mailbox(text.as_bytes()), "{text}");
        }
        let too_long = format!("{}@example.com", "a".repeat(65));
        let long_domain = format!("a@{}com", "abcdefg.".repeat(32));
        for text in [
            "",
            "2962",
            "@",
            "@example.com",
            "a@",
            "a@b@c",
            ".test@example.com",
            "test.@example.com",
            "te..st@example.com",
            "te st@example.com",
            "joe.bloggs@invalid=domain.com",
            "joe.bloggs@[127.0.0.300]",
            "joe.bloggs@[IPv6:::12345]",
            "joe.bloggs@[::1]",
            "joe.bloggs@[127.0.0.1",
            "joe.bloggs@127.0.0.1]",
            "joe@example.com.",
            "joe@.example.com",
            "joe@example..com",
            "joe@-example.com",
            "joe@exa_mple.com",
            "\"joe@example.com",
            "joe\"@example.com",
            "\"joe\"bloggs@example.com",
            "\"jo\ne\"@example.com",
            "\"joe\\\"@example.com",
            "a@b.c, d@e.f",
            "\"Winston Smith\" <winston.smith@recdep.minitrue> (Records Department)",
            "jöe@example.com",
            "joe@exämple.com",
            &too_long,
            &long_domain,
        ] {
            assert!(!is_mailbox(text.as_bytes()), "{text}");
        }
    }
}
