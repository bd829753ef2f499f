//! Answers of a token endpoint as they are read.

use super::*;

/// What an answer grants whose members besides the access token are these.
fn granted(members: &str) -> Granted {
    let text = format!(r#"{{"access_token": "Atza|hush", {members}}}"#);
    serde_json::from_str::<GrantedText>(&text).unwrap().into_lease().unwrap()
}

#[test]
fn a_lifetime_is_read_however_it_is_written_and_costs_no_refresh_token() {
    for (text, expected) in [
        ("3600", Some(3600)),
        (r#""3600""#, Some(3600)),
        (r#"" 3600 ""#, Some(3600)),
        ("3600.0", Some(3600)),
        ("0", Some(0)),
        ("18446744073709551615", Some(u64::MAX)),
        ("1e300", None),
        ("-1", None),
        (r#""soon""#, None),
        ("null", None),
        ("{}", None),
    ] {
        let granted = granted(&format!(r#""expires_in": {text}, "refresh_token": "Atzr|new""#));
        assert_eq!(granted.lease.lifetime, expected.map(Duration::from_secs), "{text}");
        assert_eq!(granted.refresh_token.unwrap().expose(), "Atzr|new");
    }
}

#[test]
fn an_empty_refresh_token_replaces_none() {
    for text in [r#""refresh_token": """#, r#""refresh_token": null"#, r#""token_type": "bearer""#] {
        assert!(granted(text).refresh_token.is_none(), "{text}");
    }
}
