//! The stand-in for Login with Amazon, and what its tokens open.

use serde_json::{Value, json};

use crate::ask::Answer;
use crate::caller::Caller;
use crate::server::Server;
use crate::stores::Stores;
use asp_server::test_support::kind::Kind;

over_both_stores!(
    a_code_gives_tokens_that_open_the_apis_and_refresh_gives_more,
    json_is_as_good_as_a_form,
    an_access_token_expires_by_the_clock_and_a_refresh_helps,
    refresh_tokens_are_kept_left_out_or_rotated,
    a_code_is_for_one_client_one_address_and_five_minutes,
    a_code_used_twice_takes_back_what_it_gave,
    refusals_have_the_words_of_the_standard,
    answers_of_the_token_endpoint_are_not_kept_by_anybody,
    tokens_of_one_process_open_another,
    of_many_refreshes_with_one_rotated_token_one_succeeds,
    seeded_refresh_tokens_work,
);

const FORM: &str = "application/x-www-form-urlencoded";
const ROOMS: &str = "/enterprise/hospitality/v1/rooms/amzn1.alexa.unit.did.ANOBODY";

/// A client that knows its secret.
struct Login {
    server: Server,
    client: String,
    secret: String,
    account: String,
}

impl Login {
    async fn begin(stores: &Stores) -> Self {
        Self::at(stores.server().await).await
    }

    async fn at(server: Server) -> Self {
        let body = json!({"organizations": [server.organization()]});
        let client = server.control("POST", "/clients", body).await;
        let accounts = server.control("GET", "/accounts", Value::Null).await;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Self {
            client: text(&client["id"]),
            secret: text(&client["secret"]),
            account: text(&accounts[0]["id"]),
            server,
        }
    }

    async fn code(&self, more: Value) -> String {
        let mut body = json!({"client": self.client, "account": self.account});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let code = self.server.control("POST", "/codes", body).await;
        code["code"].as_str().unwrap().to_owned()
    }

    /// The parameters of a request, with the credentials.
    fn parameters<'a>(&'a self, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let mut parameters =
            vec![("client_id", self.client.as_str()), ("client_secret", self.secret.as_str())];
        parameters.extend(more);
        parameters
    }

    async fn send(&self, more: &[(&str, &str)]) -> Answer {
        self.server.token(FORM, form(&self.parameters(more))).await
    }

    async fn exchange(&self, code: &str) -> Answer {
        self.send(&[("grant_type", "authorization_code"), ("code", code)]).await
    }

    async fn refresh(&self, token: &str) -> Answer {
        self.send(&[("grant_type", "refresh_token"), ("refresh_token", token)]).await
    }

    /// The status that an access token gets for a room that is not there.
    async fn opens(&self, token: &str) -> u16 {
        let authorization = format!("Bearer {token}");
        self.server.ask("GET", ROOMS).header("Authorization", &authorization).send().await.status
    }
}

fn form(parameters: &[(&str, &str)]) -> String {
    let encode = |text: &str| {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
    };
    let pairs: Vec<_> =
        parameters.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    pairs.join("&")
}

fn text(answer: &Answer, member: &str) -> String {
    answer.json[member].as_str().unwrap_or_else(|| panic!("{member}: {}", answer.text)).to_owned()
}

fn error(answer: &Answer) -> (u16, String) {
    assert!(answer.json["error_description"].is_string(), "{}", answer.text);
    (answer.status, text(answer, "error"))
}

async fn a_code_gives_tokens_that_open_the_apis_and_refresh_gives_more(stores: &Stores) {
    let login = Login::begin(stores).await;
    let code = login.code(json!({})).await;
    let given = login.exchange(&code).await.expect(200);
    let (access, refresh) = (text(&given, "access_token"), text(&given, "refresh_token"));
    assert!(access.starts_with("Atza|") && access.len() >= 350 && access.len() <= 2_048);
    assert!(refresh.starts_with("Atzr|") && refresh.len() <= 2_048);
    assert_eq!((&given.json["token_type"], &given.json["expires_in"]), (&json!("bearer"), &json!(3_600)));
    assert_eq!(login.opens(&access).await, 404);
    assert_eq!(login.opens(&refresh).await, 401, "a refresh token is no access token");
    let again = login.refresh(&refresh).await.expect(200);
    let other = text(&again, "access_token");
    assert_ne!(other, access);
    assert_eq!(login.opens(&other).await, 404);
    assert_eq!(login.opens(&access).await, 404, "the old access token lives on");
    let caller = Caller {
        server: login.server.clone(),
        client: login.client.clone(),
        account: login.account.clone(),
        token: other,
    };
    caller.units(login.server.organization()).await;
}

async fn json_is_as_good_as_a_form(stores: &Stores) {
    let login = Login::begin(stores).await;
    let code = login.code(json!({"redirectUri": "https://client.example/back?a=b&c=d"})).await;
    let body = json!({
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": "https://client.example/back?a=b&c=d",
        "client_id": login.client,
        "client_secret": login.secret,
    });
    let given = login.server.token("application/json", body.to_string()).await.expect(200);
    let body = json!({
        "grant_type": "refresh_token",
        "refresh_token": given.json["refresh_token"],
        "client_id": login.client,
        "client_secret": login.secret,
    });
    let given = login.server.token("application/json; charset=utf-8", body.to_string()).await.expect(200);
    assert_eq!(login.opens(&text(&given, "access_token")).await, 404);
}

async fn an_access_token_expires_by_the_clock_and_a_refresh_helps(stores: &Stores) {
    let login = Login::begin(stores).await;
    login.server.control("POST", "/clock/freeze", Value::Null).await;
    login.server.set(json!({"accessTokenLifetime": 1_500})).await;
    let code = login.code(json!({})).await;
    let given = login.exchange(&code).await.expect(200);
    assert_eq!(given.json["expires_in"], 1, "rounded down");
    let access = text(&given, "access_token");
    login.server.advance(1_499).await;
    assert_eq!(login.opens(&access).await, 404);
    login.server.advance(1).await;
    let refused = login.server.ask("GET", ROOMS).header("Authorization", &format!("Bearer {access}"));
    assert!(refused.send().await.expect(401).message().contains("expired"));
    // Refresh tokens do not expire.
    login.server.advance(400 * 86_400_000).await;
    let given = login.refresh(&text(&given, "refresh_token")).await.expect(200);
    assert_eq!(login.opens(&text(&given, "access_token")).await, 404);
    assert_eq!(login.opens(&access).await, 401);
}

async fn refresh_tokens_are_kept_left_out_or_rotated(stores: &Stores) {
    let login = Login::begin(stores).await;
    let first = login.exchange(&login.code(json!({})).await).await.expect(200);
    let (access, refresh) = (text(&first, "access_token"), text(&first, "refresh_token"));
    let kept = login.refresh(&refresh).await.expect(200);
    assert_eq!(text(&kept, "refresh_token"), refresh);
    login.server.set(json!({"refreshRotation": "omit"})).await;
    let left_out = login.refresh(&refresh).await.expect(200);
    assert!(left_out.json.get("refresh_token").is_none(), "{}", left_out.text);
    login.server.set(json!({"refreshRotation": "rotate"})).await;
    let rotated = login.refresh(&refresh).await.expect(200);
    let (second, newest) = (text(&rotated, "refresh_token"), text(&rotated, "access_token"));
    assert_ne!(second, refresh);
    assert_eq!([login.opens(&access).await, login.opens(&newest).await], [404, 404]);
    // Somebody has the old one: nobody can be trusted any more.
    assert_eq!(error(&login.refresh(&refresh).await), (400, "invalid_grant".to_owned()));
    assert_eq!(error(&login.refresh(&second).await), (400, "invalid_grant".to_owned()));
    for token in [access, newest, text(&kept, "access_token"), text(&left_out, "access_token")] {
        assert_eq!(login.opens(&token).await, 401);
    }
}

async fn a_code_is_for_one_client_one_address_and_five_minutes(stores: &Stores) {
    let login = Login::begin(stores).await;
    let other = Login::at(login.server.clone()).await;
    let code = login.code(json!({"redirectUri": "https://client.example/"})).await;
    let grant = [("grant_type", "authorization_code"), ("code", code.as_str())];
    let with = |uri: &'static str| [grant[0], grant[1], ("redirect_uri", uri)];
    let refused = other.send(&with("https://client.example/")).await;
    assert_eq!(error(&refused), (400, "invalid_grant".to_owned()));
    assert_eq!(error(&login.send(&with("https://client.example/x")).await).1, "invalid_grant");
    assert_eq!(error(&login.send(&grant).await).1, "invalid_request");
    login.send(&with("https://client.example/")).await.expect(200);
    login.server.control("POST", "/clock/freeze", Value::Null).await;
    let (late, just) = (login.code(json!({})).await, login.code(json!({})).await);
    login.server.advance(299_999).await;
    login.exchange(&just).await.expect(200);
    login.server.advance(1).await;
    assert_eq!(error(&login.exchange(&late).await).1, "invalid_grant");
}

async fn a_code_used_twice_takes_back_what_it_gave(stores: &Stores) {
    let login = Login::begin(stores).await;
    let code = login.code(json!({})).await;
    let tries = [login.exchange(&code).await, login.exchange(&code).await];
    let access = text(&tries[0], "access_token");
    assert_eq!(error(&tries[1]), (400, "invalid_grant".to_owned()));
    assert_eq!(login.opens(&access).await, 401);
    assert_eq!(error(&login.refresh(&text(&tries[0], "refresh_token")).await).1, "invalid_grant");
}

async fn refusals_have_the_words_of_the_standard(stores: &Stores) {
    let login = Login::begin(stores).await;
    let given = login.exchange(&login.code(json!({})).await).await.expect(200);
    let (refresh, access) = (text(&given, "refresh_token"), text(&given, "access_token"));
    let code = login.code(json!({})).await;
    for (parameters, word) in [
        (login.parameters(&[]), "invalid_request"),
        (login.parameters(&[("grant_type", "refresh_token")]), "invalid_request"),
        (login.parameters(&[("grant_type", "authorization_code")]), "invalid_request"),
        (login.parameters(&[("grant_type", "client_credentials")]), "unsupported_grant_type"),
        (login.parameters(&[("grant_type", "password")]), "unsupported_grant_type"),
        (login.parameters(&[("grant_type", "refresh_token"), ("refresh_token", "Atzr|x")]), "invalid_grant"),
        (login.parameters(&[("grant_type", "refresh_token"), ("refresh_token", &access)]), "invalid_grant"),
        (login.parameters(&[("grant_type", "authorization_code"), ("code", &refresh)]), "invalid_grant"),
        (
            login.parameters(&[
                ("grant_type", "refresh_token"),
                ("refresh_token", &refresh),
                ("scope", "alexa::enterprise:management profile"),
            ]),
            "invalid_scope",
        ),
    ] {
        let refused = login.server.token(FORM, form(&parameters)).await;
        assert_eq!(error(&refused), (400, word.to_owned()), "{parameters:?}");
        assert!(
            !refused.text.contains(&refresh) && !refused.text.contains(&login.secret),
            "{}",
            refused.text
        );
    }
    for (client, secret, status, word) in [
        (login.client.as_str(), "wrong", 401, "invalid_client"),
        ("nobody", login.secret.as_str(), 401, "invalid_client"),
        // As if it were not there (RFC 6749, section 3.2).
        (login.client.as_str(), "", 400, "invalid_request"),
        ("\0", "\0", 401, "invalid_client"),
    ] {
        let parameters = [
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("client_id", client),
            ("client_secret", secret),
        ];
        let refused = login.server.token(FORM, form(&parameters)).await;
        assert_eq!(error(&refused), (status, word.to_owned()), "{parameters:?}");
    }
    for (media_type, body) in [
        (FORM, String::new()),
        (FORM, "%ff=%ff".to_owned()),
        (FORM, "grant_type=refresh_token&grant_type=refresh_token".to_owned()),
        (FORM, "x".repeat(100_000)),
        ("application/json", "{".to_owned()),
        ("application/json", "[]".to_owned()),
        ("text/plain", "grant_type=refresh_token".to_owned()),
    ] {
        let refused = login.server.token(media_type, body).await;
        assert_eq!(error(&refused), (400, "invalid_request".to_owned()), "{media_type}");
    }
    for method in ["GET", "PUT", "DELETE", "OPTIONS"] {
        let refused = login.server.fetch(method, "/auth/o2/token").await;
        assert_eq!((refused.status, refused.header("allow")), (405, Some("POST")), "{method}");
    }
    // None of these has used the code up.
    login.exchange(&code).await.expect(200);
}

async fn answers_of_the_token_endpoint_are_not_kept_by_anybody(stores: &Stores) {
    let login = Login::begin(stores).await;
    let given = login.exchange(&login.code(json!({})).await).await.expect(200);
    let refused = login.exchange("x").await.expect(400);
    for answer in [given, refused] {
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert!(answer.header("content-type").unwrap().starts_with("application/json"));
        assert!(answer.header("x-amzn-requestid").is_some());
    }
}

async fn tokens_of_one_process_open_another(stores: &Stores) {
    let [one, two] = stores.servers().await;
    let login = Login::at(one).await;
    let there = Login { server: two.clone(), ..Login::at(two).await };
    let there = Login {
        client: login.client.clone(),
        secret: login.secret.clone(),
        account: login.account.clone(),
        ..there
    };
    let given = there.exchange(&login.code(json!({})).await).await.expect(200);
    assert_eq!(login.opens(&text(&given, "access_token")).await, 404);
    let given = login.refresh(&text(&given, "refresh_token")).await.expect(200);
    assert_eq!(there.opens(&text(&given, "access_token")).await, 404);
    // The clock and the switches of one hold for the other as well.
    login.server.set(json!({"refreshRotation": "rotate"})).await;
    let rotated = there.refresh(&text(&given, "refresh_token")).await.expect(200);
    assert_ne!(rotated.json["refresh_token"], given.json["refresh_token"]);
    login.server.advance(3_600_000).await;
    assert_eq!(there.opens(&text(&rotated, "access_token")).await, 401);
}

async fn of_many_refreshes_with_one_rotated_token_one_succeeds(stores: &Stores) {
    let login = Login::begin(stores).await;
    login.server.set(json!({"refreshRotation": "rotate"})).await;
    let given = login.exchange(&login.code(json!({})).await).await.expect(200);
    let refresh = text(&given, "refresh_token");
    let body = form(&login.parameters(&[("grant_type", "refresh_token"), ("refresh_token", &refresh)]));
    let tries: Vec<_> = (0..8)
        .map(|_| {
            let (server, body) = (login.server.clone(), body.clone());
            tokio::spawn(async move { server.token(FORM, body).await })
        })
        .collect();
    let mut given = Vec::new();
    for each in tries {
        let answer = each.await.unwrap();
        if answer.status == 200 {
            given.push(text(&answer, "access_token"));
        } else {
            assert_eq!(error(&answer), (400, "invalid_grant".to_owned()));
        }
    }
    assert_eq!(given.len(), 1);
    assert_eq!(login.opens(&given[0]).await, 401, "the others have revoked it");
}

async fn seeded_refresh_tokens_work(stores: &Stores) {
    let server = stores.server().await;
    let seed = json!({"seed": {
        "organizations": [{"id": "amzn1.alexa.unit.did.AORG", "accounts": [{"roles": ["A4H.OrgAdmin"]}]}],
        "clients": [{"id": "c", "secret": "s", "refreshTokens": [{"token": "Atzr|seeded"}]}],
    }});
    server.control("POST", "/reset", seed).await;
    let parameters = [
        ("grant_type", "refresh_token"),
        ("refresh_token", "Atzr|seeded"),
        ("client_id", "c"),
        ("client_secret", "s"),
    ];
    let given = server.token(FORM, form(&parameters)).await.expect(200);
    let authorization = format!("Bearer {}", text(&given, "access_token"));
    let list = Kind::Property.list("amzn1.alexa.unit.did.AORG");
    server.ask("GET", &list).header("Authorization", &authorization).send().await.expect(200);
}
