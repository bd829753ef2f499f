//! Settings of the environment and of files.

use std::collections::BTreeMap;

use super::*;

fn from(variables: &[(&str, &str)]) -> Result<Profile, ConfigError> {
    let variables: BTreeMap<_, _> = variables.iter().copied().collect();
    Profile::from_variables(Variables(&|name| variables.get(name).map(Into::into)))
}

fn message(variables: &[(&str, &str)]) -> String {
    from(variables).unwrap_err().to_string()
}

const LOGIN: [(&str, &str); 3] =
    [("ASP_CLIENT_ID", "id"), ("ASP_CLIENT_SECRET", "hush"), ("ASP_REFRESH_TOKEN", "Atzr|hush")];

#[test]
fn the_environment_has_region_and_credentials() {
    let profile = from(&[("ASP_REGION", "europe"), ("ASP_ACCESS_TOKEN", "Atza|hush")]).unwrap();
    assert_eq!(profile.base_url, Region::Europe.base_url());
    assert!(profile.organization.is_none());
    let mut variables =
        vec![("ASP_BASE_URL", "http://localhost:8484"), ("ASP_ORGANIZATION_ID", "amzn1.alexa.unit.did.A")];
    variables.extend(LOGIN);
    variables.push(("ASP_TOKEN_URL", "http://localhost:8484/auth/o2/token"));
    variables.push(("ASP_TOKEN_CACHE", "/tmp/tokens"));
    let profile = from(&variables).unwrap();
    assert_eq!(profile.base_url, "http://localhost:8484");
    assert_eq!(profile.organization.unwrap().as_str(), "amzn1.alexa.unit.did.A");
}

#[test]
fn what_is_missing_or_too_much_is_said_by_its_name_and_without_values() {
    let cases: &[(&[(&str, &str)], &str)] = &[
        (
            &[("ASP_ACCESS_TOKEN", "Atza|hush")],
            "environment: ASP_REGION is missing: give `north-america` or `europe`, or ASP_BASE_URL instead",
        ),
        (
            &[("ASP_REGION", "europe")],
            "environment: ASP_ACCESS_TOKEN is missing: give it, or ASP_CLIENT_ID, ASP_CLIENT_SECRET and ASP_REFRESH_TOKEN",
        ),
        (
            &[("ASP_REGION", "mars"), ("ASP_ACCESS_TOKEN", "hush")],
            "environment: ASP_REGION cannot be used: not a region: give `north-america` or `europe`",
        ),
        (
            &[("ASP_REGION", "europe"), ("ASP_BASE_URL", "x")],
            "environment: ASP_REGION and ASP_BASE_URL are both set: keep one",
        ),
        (&[("ASP_REGION", "europe"), LOGIN[0], LOGIN[1]], "environment: ASP_REFRESH_TOKEN is missing"),
        (&[("ASP_REGION", "europe"), LOGIN[0], LOGIN[2]], "environment: ASP_CLIENT_SECRET is missing"),
        (&[("ASP_REGION", "europe"), LOGIN[2]], "environment: ASP_CLIENT_ID is missing"),
        (
            &[("ASP_REGION", "europe"), ("ASP_ACCESS_TOKEN", "hush"), LOGIN[2]],
            "environment: ASP_ACCESS_TOKEN and ASP_REFRESH_TOKEN are both set: keep one",
        ),
        (
            &[("ASP_REGION", "europe"), ("ASP_ACCESS_TOKEN", "hush"), LOGIN[0]],
            "environment: ASP_ACCESS_TOKEN and ASP_CLIENT_ID are both set: keep one",
        ),
        (
            &[("ASP_REGION", "europe"), ("ASP_ACCESS_TOKEN", "hush"), ("ASP_TOKEN_URL", "x")],
            "environment: ASP_ACCESS_TOKEN and ASP_TOKEN_URL are both set: keep one",
        ),
        (
            &[
                ("ASP_REGION", "europe"),
                LOGIN[0],
                LOGIN[1],
                LOGIN[2],
                ("ASP_TOKEN_URL", "http://hush@localhost"),
            ],
            "environment: ASP_TOKEN_URL cannot be used: not a token URL: give an absolute http or https URL without \
             user, password and fragment",
        ),
    ];
    for (variables, expected) in cases {
        assert_eq!(message(variables), *expected);
    }
    let broken = message(&[("ASP_REGION", "europe"), ("ASP_ACCESS_TOKEN", "hush hush")]);
    assert!(
        broken.starts_with("environment: ASP_ACCESS_TOKEN cannot be used: the access token is empty or has"),
        "{broken}"
    );
    assert!(!broken.contains("hush"), "{broken}");
}

/// A file that only its owner may read, with this text.
fn file(text: &str) -> tempfile::NamedTempFile {
    use std::io::Write;
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

const PROFILES: &str = "# Hotels.\n[hotels]\nregion = \"europe\"\naccess_token = \"Atza|hush\"\n\n\
    [homes]\nregion = \"north-america\"\nclient_id = \"id\"\nclient_secret = \"hush\"\nrefresh_token = \"Atzr|hush\"\n\n\
    [typo]\nregion = \"europe\"\nacess_token = \"hush\"\n\n[number]\nregion = \"europe\"\naccess_token = 12345\n";

#[test]
fn a_profile_is_read_from_a_file() {
    let file = file(PROFILES);
    let hotels = Profile::from_file(file.path(), "hotels").unwrap();
    assert_eq!(hotels.base_url, Region::Europe.base_url());
    let homes = Profile::from_file(file.path(), "homes").unwrap();
    assert_eq!(homes.base_url, Region::NorthAmerica.base_url());
    let path = file.path().to_str().unwrap();
    let profile =
        from(&[("ASP_PROFILE", "homes"), ("ASP_PROFILES", path), ("ASP_REGION", "europe")]).unwrap();
    assert_eq!(profile.base_url, Region::NorthAmerica.base_url());
}

#[test]
fn a_profile_that_cannot_be_used_is_named_with_its_line_and_without_values() {
    let file = file(PROFILES);
    let path = file.path().display().to_string();
    let message = |name| Profile::from_file(file.path(), name).unwrap_err().to_string();
    assert_eq!(
        message("villas"),
        format!("{path} has no profile `villas`; it has `homes`, `hotels`, `number`, `typo`")
    );
    let typo = message("typo");
    assert!(typo.starts_with(&format!("{path}, line 14: unknown field `acess_token`")), "{typo}");
    assert_eq!(message("number"), format!("{path}, line 18: every setting is a text in quotes"));
    for name in ["typo", "number"] {
        assert!(!message(name).contains("hush") && !message(name).contains("12345"));
    }
    let broken = self::file("[hotels]\naccess_token = hush\n");
    let message = Profile::from_file(broken.path(), "hotels").unwrap_err().to_string();
    assert!(message.contains(", line 2: ") && !message.contains("hush"), "{message}");
    let nowhere = Profile::from_file(Path::new("/nowhere/profiles.toml"), "hotels").unwrap_err();
    assert_eq!(nowhere.to_string(), "/nowhere/profiles.toml cannot be read");
}

#[cfg(unix)]
#[test]
fn a_file_with_secrets_that_others_may_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let file = file(PROFILES);
    std::fs::set_permissions(file.path(), std::fs::Permissions::from_mode(0o644)).unwrap();
    let error = Profile::from_file(file.path(), "hotels").unwrap_err();
    assert!(error.to_string().contains("chmod 600"), "{error}");
}

#[test]
fn the_file_is_in_the_folder_for_settings_unless_it_is_named() {
    let file = |variables: &[(&str, &str)]| {
        let variables: BTreeMap<_, _> = variables.iter().copied().collect();
        default_file(Variables(&|name| variables.get(name).map(Into::into)))
    };
    assert_eq!(file(&[("HOME", "/home/a")]).unwrap(), Path::new("/home/a/.config/asp/profiles.toml"));
    assert_eq!(
        file(&[("HOME", "/home/a"), ("XDG_CONFIG_HOME", "/c")]).unwrap(),
        Path::new("/c/asp/profiles.toml")
    );
    assert_eq!(file(&[("ASP_PROFILES", "/p"), ("HOME", "/home/a")]).unwrap(), Path::new("/p"));
    assert!(matches!(file(&[]).unwrap_err(), ConfigError::NoHome));
    // None of these may lead to a file in the working directory.
    let empty = [("ASP_PROFILES", ""), ("XDG_CONFIG_HOME", ""), ("HOME", "")];
    assert!(matches!(file(&empty).unwrap_err(), ConfigError::NoHome));
    let variables = [empty[0], empty[1], empty[2], ("USERPROFILE", "/home/a")];
    assert_eq!(file(&variables).unwrap(), Path::new("/home/a/.config/asp/profiles.toml"));
    let variables = [("XDG_CONFIG_HOME", "settings"), ("HOME", "/home/a")];
    assert_eq!(file(&variables).unwrap(), Path::new("/home/a/.config/asp/profiles.toml"));
}

#[test]
fn a_variable_that_is_empty_counts_as_missing() {
    let profile = from(&[
        ("ASP_PROFILE", ""),
        ("ASP_REGION", ""),
        ("ASP_BASE_URL", "http://a.test"),
        LOGIN[0],
        LOGIN[1],
    ]);
    assert_eq!(profile.unwrap_err().to_string(), "environment: ASP_REFRESH_TOKEN is missing");
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_no_text_may_be_a_path_and_is_an_error_otherwise() {
    use std::os::unix::ffi::OsStringExt as _;

    let broken = || OsString::from_vec(b"/hush\xff".to_vec());
    let path = default_file(Variables(&|name| (name == "ASP_PROFILES").then(broken))).unwrap();
    assert_eq!(path.into_os_string(), broken());
    for name in ["ASP_PROFILE", "ASP_REGION", "ASP_ACCESS_TOKEN"] {
        let variables = |wanted: &str| (wanted == name).then(broken);
        let message = Profile::from_variables(Variables(&variables)).unwrap_err().to_string();
        assert_eq!(message, format!("environment: {name} cannot be used: it is not UTF-8"));
    }
}
