//! URI templates (RFC 6570, section 2).

/// Whether `text` is a template: literals, and expressions in braces.
pub(super) fn is_uri_template(text: &str) -> bool {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let after = match first {
            '{' => {
                let Some((expression, after)) = rest[1..].split_once('}') else { return false };
                is_expression(expression).then_some(after)
            }
            '%' => after_escape(rest),
            literal => is_literal(literal).then(|| &rest[literal.len_utf8()..]),
        };
        let Some(after) = after else { return false };
        rest = after;
    }
    true
}

/// An operator, then variables with commas between them (section 2.2).
fn is_expression(expression: &str) -> bool {
    let variables = expression.strip_prefix(['+', '#', '.', '/', ';', '?', '&', '=', ',', '!', '@', '|']);
    variables.unwrap_or(expression).split(',').all(is_variable)
}

/// A name with a modifier (section 2.3 and 2.4).
fn is_variable(variable: &str) -> bool {
    let name = match variable.strip_suffix('*') {
        Some(exploded) => exploded,
        None => match variable.split_once(':') {
            // A prefix of 1 to 9999 characters.
            Some((name, length)) => {
                let is_length = (1..=4).contains(&length.len())
                    && length.bytes().all(|byte| byte.is_ascii_digit())
                    && !length.starts_with('0');
                if !is_length {
                    return false;
                }
                name
            }
            None => variable,
        },
    };
    name.split('.').all(is_name)
}

fn is_name(name: &str) -> bool {
    let mut rest = name;
    while let Some(first) = rest.bytes().next() {
        let after = if first == b'%' {
            after_escape(rest)
        } else {
            (first.is_ascii_alphanumeric() || first == b'_').then(|| &rest[1..])
        };
        let Some(after) = after else { return false };
        rest = after;
    }
    !name.is_empty()
}

/// What follows the percent-encoded byte at the start.
fn after_escape(text: &str) -> Option<&str> {
    let digits = text.get(1..3)?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| &text[3..])
}

/// Section 2.1: what neither a template nor a URI gives another meaning to.
fn is_literal(character: char) -> bool {
    !character.is_control()
        && !matches!(character, ' ' | '"' | '\'' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
}

#[cfg(test)]
mod tests {
    use super::is_uri_template;

    #[test]
    fn templates_of_the_four_levels_are_told_from_other_text() {
        for template in [
            "",
            "http://example.com/dictionary/{term:1}/{term}",
            "{+path,x}/here",
            "map?{x,y}",
            "{/list*,path:4}{?q,lang}{&page*}{#frag}",
            "X{.var:3}{;hello:5}",
            "{keys*}{=later}{a.b_c.%41}",
            "/é/%20/{x}",
        ] {
            assert!(is_uri_template(template), "{template}");
        }
        for text in [
            "http://example.com/dictionary/{term:1}/{term",
            "}",
            "{}",
            "{a,}",
            "{a:0}",
            "{a:10000}",
            "{a:}",
            "{a*:3}",
            "{a b}",
            "{.}",
            "{a..b}",
            "{{a}}",
            "a b",
            "%4",
            "%zz",
            "{%4}",
            "a|b",
            "\u{7f}",
        ] {
            assert!(!is_uri_template(text), "{text}");
        }
    }
}
