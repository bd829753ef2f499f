//! Nothing that anybody can see has a secret in it: traces and logs at their most talkative, debug output, errors, panics.

use std::fmt::{Debug, Write as _};
use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

use asp_client::{
    AuthError, BoxFuture, Client, Credentials, Event, Lease, LoginWithAmazon, Operation, RetryPolicy, Secret,
    Strictness, Token, TokenProvider, types,
};
use parking_lot::Mutex;
use serde_json::{Value, json};

use crate::capture::{Buffer, Captured, Guard};
use crate::operations::{Units, call};
use crate::service::Service;

/// All that can be seen.
struct Seen {
    shown: String,
    captured: Captured,
    _guard: Guard,
}

impl Seen {
    fn begin() -> Self {
        let (captured, guard) = Captured::begin();
        Self { shown: String::new(), captured, _guard: guard }
    }

    fn debug(&mut self, value: impl Debug) {
        writeln!(self.shown, "{value:?} {value:#?}").unwrap();
    }

    /// An error in all forms, with everything below it.
    fn error(&mut self, error: &(dyn std::error::Error + 'static)) {
        let mut next = Some(error);
        while let Some(error) = next {
            writeln!(self.shown, "{error} {error:?} {error:#?}").unwrap();
            next = error.source();
        }
    }

    fn all(&self) -> String {
        format!("{}\n{}\n{}", self.shown, self.captured.traced.text(), self.captured.logged.text())
    }
}

/// The secrets that a text has, in any form that they may be written in, or a good part of them.
fn leaks<'a>(text: &str, secrets: &'a [String]) -> Vec<&'a str> {
    let text = text.to_lowercase();
    let is_in = |secret: &&String| {
        let encoded: String =
            percent_encoding::utf8_percent_encode(secret, percent_encoding::NON_ALPHANUMERIC).collect();
        let bytes = format!("{:?}", secret.as_bytes());
        let end = secret.char_indices().rev().nth(11).map_or(0, |(at, _)| at);
        let forms = [secret.as_str(), &encoded, bytes.trim_matches(['[', ']']), &secret[end..]];
        forms.iter().any(|form| text.contains(&form.to_lowercase()))
    };
    secrets.iter().filter(is_in).map(String::as_str).collect()
}

/// A way by which a secret gets out.
type Leak = fn(&mut Seen, &str);

#[test]
fn the_search_finds_secrets_wherever_and_however_they_are_written() {
    let secret = "Atza|a-secret+that/nobody=sees".to_owned();
    let secrets = [secret.clone()];
    let ways: [Leak; 8] = [
        |seen, secret| seen.debug(secret),
        |seen, secret| seen.error(&std::io::Error::other(std::io::Error::other(secret.to_owned()))),
        |_, secret| tracing::trace!(token = secret, "an event"),
        |_, secret| drop(tracing::trace_span!("a span", token = secret).entered()),
        |_, secret| log::trace!(target: "reqwest::connect", "{secret}"),
        |seen, secret| {
            let encoded = percent_encoding::utf8_percent_encode(secret, percent_encoding::NON_ALPHANUMERIC);
            seen.debug(encoded.to_string());
        },
        |seen, secret| seen.debug(bytes::Bytes::copy_from_slice(&secret.as_bytes()[8..])),
        |seen, secret| writeln!(seen.shown, "{:?}", secret.as_bytes()).unwrap(),
    ];
    for (at, leak) in ways.iter().enumerate() {
        let mut seen = Seen::begin();
        assert!(leaks(&seen.all(), &secrets).is_empty());
        leak(&mut seen, &secret);
        assert_eq!(leaks(&seen.all(), &secrets), [secret.as_str()], "way {at}");
    }
}

/// A provider that fails, or doesn't come back.
struct Failing(bool);

impl TokenProvider for Failing {
    fn fetch<'a>(&'a self, _: Option<&'a Token>) -> BoxFuture<'a, Result<Lease, AuthError>> {
        let panics = self.0;
        Box::pin(async move {
            assert!(!panics, "the provider panics");
            Err(AuthError::provider("the vault is closed"))
        })
    }
}

/// A login, and what was rotated into it.
struct Login {
    id: String,
    secret: String,
    refresh: String,
    rotated: Arc<Mutex<Vec<String>>>,
    folder: tempfile::TempDir,
}

impl Login {
    async fn new(service: &Service) -> Self {
        let organization = service.organization();
        let created =
            service.control("POST", "/clients", json!({"organizations": [organization.as_str()]})).await;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let tokens = service.control("POST", "/tokens", json!({"client": created["id"]})).await;
        Self {
            id: text(&created["id"]),
            secret: text(&created["secret"]),
            refresh: text(&tokens["refreshToken"]),
            rotated: Arc::default(),
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn of(&self, service: &Service, secret: &str, refresh: &str) -> LoginWithAmazon {
        let rotated = Arc::clone(&self.rotated);
        LoginWithAmazon::new(self.id.as_str(), secret, refresh)
            .token_url(format!("{}/auth/o2/token", service.url()))
            .on_rotation(move |secret| rotated.lock().push(secret.expose().to_owned()))
    }

    /// The access token that is in use, from the file that processes share.
    fn access_token(&self) -> String {
        let files = std::fs::read_dir(self.folder.path()).unwrap().map(|file| file.unwrap().path());
        let file = files.filter(|path| path.extension().is_some_and(|end| end == "json")).last().unwrap();
        let entry: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        entry["access_token"].as_str().unwrap().to_owned()
    }
}

/// A client builder that tells all its events to a buffer.
fn builder(
    service: &Service,
    credentials: impl Into<Credentials>,
    events: &Buffer,
) -> asp_client::ClientBuilder {
    let events = events.clone();
    Client::builder()
        .base_url(service.url())
        .credentials(credentials)
        .retry(RetryPolicy::default().waits(Duration::from_millis(1), Duration::from_millis(2)))
        .strictness(Strictness::Report)
        .on_event(move |event: &Event<'_>| writeln!(events.clone(), "{event:?} {event:#?}").unwrap())
}

#[tokio::test]
async fn no_secret_is_in_anything_that_can_be_seen() {
    let service = Service::start().await;
    service.set(json!({"refreshRotation": "rotate"})).await;
    let login = Login::new(&service).await;
    let mut secrets = vec![login.secret.clone(), login.refresh.clone()];
    let mut seen = Seen::begin();
    let events = Buffer::default();

    // All operations, well and not.
    let of_login = login.of(&service, &login.secret, &login.refresh).cache(login.folder.path());
    seen.debug(&of_login);
    let credentials = Credentials::from(of_login);
    seen.debug(&credentials);
    let unfinished = builder(&service, credentials, &events);
    seen.debug(&unfinished);
    let client = unfinished.build().unwrap();
    seen.debug(&client);
    let units = Units::create(&client, service.organization().as_str()).await;
    secrets.push(login.access_token());
    for &operation in Operation::ALL {
        if operation.method() != reqwest::Method::DELETE {
            seen.debug(call(&client, operation, &units).await.unwrap());
        }
    }
    let faults = ["malformed-body", "truncated-body", "dropped-before-commit", "dropped-after-commit"];
    let statuses = [400, 401, 403, 404, 409, 500, 503];
    let kinds = faults.map(|fault| json!({"type": fault})).into_iter();
    let kinds =
        kinds.chain(statuses.map(|status| json!({"type": "status", "status": status, "message": "m"})));
    for kind in kinds {
        service.fault(json!({"kind": kind})).await;
        for operation in
            [Operation::CreateRoom, Operation::ListRooms, Operation::GetRoom, Operation::UpdateRoom]
        {
            match call(&client.with_deadline(Duration::from_mins(1)), operation, &units).await {
                Ok(done) => seen.debug(done),
                Err(error) => seen.error(&error),
            }
            secrets.push(login.access_token());
        }
        service.control("DELETE", "/faults", Value::Null).await;
    }
    let list = client.list_rooms().room_type_id(units.room_type.as_str());
    seen.debug(&list);
    seen.debug(list.clone().pages());
    let pages: Vec<asp_client::Response<types::RoomPage>> = list.pages().try_collect().await.unwrap();
    seen.debug(pages);
    let create =
        client.create_room().body_map(|body| body.name("Once").room_type_id(units.room_type.as_str()));
    seen.debug(create.clone().create_or_get().await.unwrap());
    seen.debug(create.create_or_get().await.unwrap());
    let raw = client.request(reqwest::Method::GET, "/enterprise/hospitality/v1/rooms");
    seen.debug(&raw);
    seen.error(&raw.send().await.unwrap_err());
    seen.error(&client.get_room().room_id("12").send().await.unwrap_err());
    // The token is over, which the service alone knows: it is refused, and the refresh token rotates.
    service.control("POST", "/clock/advance", json!({"milliseconds": 3_600_001})).await;
    let units = Units::create(&client, service.organization().as_str()).await;
    secrets.push(login.access_token());
    for &operation in Operation::ALL {
        seen.debug(call(&client, operation, &units).await.unwrap());
    }

    secrets.extend(refused(&service, &login, &units, &events, &mut seen).await);
    secrets.extend(values(&login, &mut seen));
    profiles(&login, &mut seen);
    panics(&service, &login, &mut seen);

    secrets.extend(login.rotated.lock().iter().cloned());
    assert!(login.rotated.lock().len() >= 2, "refresh tokens rotate");
    secrets.sort();
    secrets.dedup();
    assert!(secrets.len() >= 9, "{}", secrets.len());
    let (shown, events) = (&seen.shown, events.text());
    let (traced, logged) = (seen.captured.traced.text(), seen.captured.logged.text());
    // There is something to search, of every kind.
    assert!(shown.contains("Credentials(token)") && shown.contains("the token endpoint refused"));
    assert!(traced.contains("asp.call") && traced.contains("the request will be repeated"));
    assert!(logged.contains("reqwest") && events.contains("TokenRefused"));
    for (what, text) in [("shown", shown), ("events", &events), ("traced", &traced), ("logged", &logged)] {
        assert_eq!(leaks(text, &secrets), Vec::<&str>::new(), "{what}");
    }
}

/// Credentials that are refused, in all ways; the secrets in them.
async fn refused(
    service: &Service,
    login: &Login,
    units: &Units,
    events: &Buffer,
    seen: &mut Seen,
) -> Vec<String> {
    let wrong = "Atzr|a-refresh-token-of-nobody".to_owned();
    let wrong_secret = "a-client-secret-of-nobody".to_owned();
    let password = "a-password-of-a-token-endpoint".to_owned();
    let blocked = login.folder.path().join("a-file");
    std::fs::File::create(&blocked).unwrap();
    for credentials in [
        login.of(service, &login.secret, &wrong),
        login.of(service, &wrong_secret, &login.refresh),
        login.of(service, &login.secret, &wrong).token_url("http://127.0.0.1:1/auth/o2/token"),
        login.of(service, &login.secret, &wrong).cache(blocked),
        login.of(service, &login.secret, &wrong).token_url(format!("http://127.0.0.1:1/?key={password}")),
        // The answer is no token.
        login.of(service, &login.secret, &wrong).token_url(format!("{}/_emulator/clients", service.url())),
        // It was rotated away, which takes everything back that the consent led to.
        login.of(service, &login.secret, &login.refresh),
    ] {
        seen.debug(&credentials);
        let client = builder(service, credentials, events).build().unwrap();
        seen.error(&call(&client, Operation::GetRoom, units).await.unwrap_err());
        seen.debug(client);
    }
    for refused in [format!("http://user:{password}@127.0.0.1:1/"), format!("no address {password}")] {
        let credentials = login.of(service, &login.secret, &wrong).token_url(refused);
        seen.debug(&credentials);
        seen.error(&builder(service, credentials, events).build().unwrap_err());
    }
    for panics in [false, true] {
        let credentials = Credentials::provider(Failing(panics));
        seen.debug(&credentials);
        let client = builder(service, credentials, events).build().unwrap();
        seen.error(&call(&client, Operation::GetRoom, units).await.unwrap_err());
    }
    let fixed = "Atza|an-access-token-of-nobody".to_owned();
    let client = builder(service, Token::new(&fixed).unwrap(), events).build().unwrap();
    for &operation in Operation::ALL {
        seen.error(&call(&client, operation, units).await.unwrap_err());
    }
    vec![wrong, wrong_secret, fixed, password]
}

/// Values by themselves, and what could not be made of them; the secrets in them.
fn values(login: &Login, seen: &mut Seen) -> Vec<String> {
    let fixed = "Atza|another-access-token-of-nobody".to_owned();
    let token = Token::new(&fixed).unwrap();
    seen.debug(&token);
    seen.debug(Credentials::token(token.clone()));
    seen.debug(Lease::new(token).lasts(Duration::from_secs(1)));
    seen.debug(Secret::new(login.secret.as_str()));
    for broken in [format!("{fixed}\n"), format!("Bearer {fixed}"), format!("{fixed}\u{0}")] {
        seen.error(&Token::new(broken).unwrap_err());
    }
    let password = "a-password-in-a-url".to_owned();
    for url in [
        format!("http://user:{password}@localhost/"),
        format!("http://localhost/?key={password}"),
        password.clone(),
    ] {
        let builder = Client::builder().base_url(url).credentials(Token::new(&fixed).unwrap());
        seen.debug(&builder);
        seen.error(&builder.build().unwrap_err());
    }
    vec![fixed, password]
}

/// Profile files, good ones and broken ones.
fn profiles(login: &Login, seen: &mut Seen) {
    let path = login.folder.path().join("profiles.toml");
    let keys = format!(
        "client_id = {:?}\nclient_secret = {:?}\nrefresh_token = {:?}\n",
        login.id, login.secret, login.refresh
    );
    for text in [
        format!("[a]\nregion = \"europe\"\n{keys}"),
        format!("[a]\nregion = \"the moon\"\n{keys}"),
        format!("[a]\nregion = \"europe\"\naccess_token = {:?}\n{keys}", login.refresh),
        format!("[a]\nregion = \"europe\"\nclient_secret = {:?} {:?}\n", login.secret, login.refresh),
        format!("[a]\nregion = \"europe\"\nclient_secret = [{:?}]\n", login.secret),
        format!("[a]\n{} = 1\n{keys}", login.secret),
        format!("[a]\nbase_url = \"http://user:{}@localhost\"\n{keys}", login.secret),
        format!("[a]\nbase_url = \"http://localhost/?key={}\"\n{keys}", login.secret),
        format!(
            "[a]\nbase_url = \"http://localhost\"\ntoken_url = \"http://user:{}@localhost\"\n{keys}",
            login.secret
        ),
    ] {
        // Private from the start, as such a file must be.
        let mut file = tempfile::NamedTempFile::new_in(login.folder.path()).unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file.persist(&path).unwrap();
        match asp_client::Profile::from_file(&path, "a") {
            Ok(profile) => {
                seen.debug(&profile);
                seen.debug(Client::builder().profile(profile));
            }
            Err(error) => seen.error(&error),
        }
    }
}

fn refuse(value: &dyn Debug) -> Result<(), &dyn Debug> {
    Err(value)
}

/// Panics that have all kinds of values in their messages.
fn panics(service: &Service, login: &Login, seen: &mut Seen) {
    let of_login = login.of(service, &login.secret, &login.refresh);
    let token = Token::new("Atza|an-access-token-of-nobody").unwrap();
    let client = Client::builder().base_url(service.url()).credentials(of_login.clone()).build().unwrap();
    let builder = client.get_room();
    let values: [&dyn Debug; 4] = [&client, &of_login, &token, &builder];
    for value in values {
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            refuse(value).unwrap();
        }));
        let message = panicked.unwrap_err();
        let message = message.downcast_ref::<String>().unwrap();
        assert!(message.contains("called `Result::unwrap()`"), "{message}");
        seen.shown += message;
    }
}
