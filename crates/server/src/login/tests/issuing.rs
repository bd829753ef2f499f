//! Codes and tokens in the store: giving them out, finding them, removing them.

use super::*;

#[tokio::test]
async fn nothing_secret_is_in_the_store() {
    let stand = Stand::new().await.rotation(RefreshRotation::Rotate);
    let code = stand.code().await;
    let first = stand.exchange(CLIENT, code.expose()).await;
    let second = stand.refresh(first.text("refresh_token"), &[]).await;
    let mut rows = Vec::new();
    for sql in [
        "SELECT hash, family FROM access_token",
        "SELECT hash, family FROM refresh_token",
        "SELECT hash, redirect_uri FROM authorization_code",
        "SELECT secret_hash, secret_hash FROM client",
    ] {
        let each = |row: &crate::store::Row<'_>| {
            rows.push((row.text(0)?.unwrap().to_owned(), row.text(1)?.unwrap().to_owned()));
            Ok(())
        };
        stand.store.read(sql, &[], each).await.unwrap();
    }
    assert_eq!(rows.len(), 2 + 2 + 1 + 2);
    let secrets = [&first, &second].map(|answer| [answer.text("access_token"), answer.text("refresh_token")]);
    let secrets = secrets.as_flattened().iter().copied().chain([code.expose(), CLIENT.1, "secret: 2"]);
    for secret in secrets {
        for (hash, other) in &rows {
            assert!(!hash.contains(secret) && !other.contains(secret));
            assert_eq!(hash.len(), 64);
        }
    }
}

#[tokio::test]
async fn only_what_expired_is_swept() {
    let stand = Stand::new().await;
    let (expired, refresh) = stand.tokens("profile").await;
    let unused = stand.code().await;
    let used = stand.code().await;
    let stand = stand.at(1000);
    let valid = stand.exchange(CLIENT, used.expose()).await;
    tokens::sweep(&stand.store, START + 60_000, START).await.unwrap();
    assert!(stand.session(expired.expose()).await.is_some(), "it expires only now");
    tokens::sweep(&stand.store, START + 300_001, START).await.unwrap();
    assert!(stand.session(expired.expose()).await.is_none());
    assert!(stand.session(valid.text("access_token")).await.is_some());
    assert!(tokens::code(&stand.store, &hash(unused.expose())).await.unwrap().is_none());
    assert_eq!(stand.refresh(refresh.expose(), &[]).await.status, StatusCode::OK);
    assert_eq!(stand.exchange(CLIENT, used.expose()).await.refused(), (400, "invalid_grant"));
    assert!(stand.session(valid.text("access_token")).await.is_none(), "the used code was forgotten");
}

#[tokio::test]
async fn a_used_refresh_token_is_remembered_for_thirty_days_and_its_family_for_good() {
    for (days, is_remembered) in [(29, true), (31, false)] {
        let stand = Stand::new().await.rotation(RefreshRotation::Rotate);
        let code = stand.code().await;
        let first = stand.exchange(CLIENT, code.expose()).await;
        let second = stand.refresh(first.text("refresh_token"), &[]).await;
        let stand = stand.at(days * 86_400_000);
        let found = async || tokens::refresh_token(&stand.store, &hash(first.text("refresh_token"))).await;
        assert!(found().await.unwrap().is_some());
        // One of many requests sweeps.
        for _ in 0..(SWEEP * 40) {
            sweep_now_and_then(&stand.store, stand.control.now()).await;
        }
        assert_eq!(found().await.unwrap().is_some(), is_remembered, "{days} days");
        let again = stand.refresh(first.text("refresh_token"), &[]).await;
        assert_eq!(again.refused(), (400, "invalid_grant"));
        let third = stand.refresh(second.text("refresh_token"), &[]).await;
        if is_remembered {
            assert_eq!(third.refused(), (400, "invalid_grant"), "the family was not revoked");
        } else {
            assert_eq!(third.status, StatusCode::OK);
            // The code is still known to have been used.
            assert_eq!(stand.exchange(CLIENT, code.expose()).await.refused(), (400, "invalid_grant"));
            assert!(stand.session(third.text("access_token")).await.is_none());
        }
    }
}

#[tokio::test]
async fn tokens_are_given_to_those_who_exist() {
    let stand = Stand::new().await;
    for (client, account) in [("nobody", "account-1"), ("client-1", "nobody"), ("client-1\0", "account-1")] {
        let tokens = issue_tokens(&stand.store, START, 1, client, account, Scopes::ALL).await;
        assert!(matches!(tokens, Err(IssueError::Unknown)), "{client:?} {account:?}");
        let code = issue_code(&stand.store, START, client, account, Scopes::ALL, None).await;
        assert!(matches!(code, Err(IssueError::Unknown)), "{client:?} {account:?}");
    }
    let uri = Some("https://a.example/\0");
    let code = issue_code(&stand.store, START, CLIENT.0, "account-1", Scopes::ALL, uri).await;
    assert!(matches!(code, Err(IssueError::RedirectUri)));
}

#[tokio::test]
async fn a_session_knows_the_version_with_and_without_a_token() {
    let stand = Stand::new().await;
    let (access, _) = stand.tokens("profile").await;
    let known = hash(access.expose());
    for version in [0, 5] {
        if version > 0 {
            let sql = "INSERT INTO control (number, version, state) VALUES ($1, $2, $3)";
            let values = [1.into(), version.into(), "{}".into()];
            stand.store.write(vec![Step::some(sql, values)]).await.unwrap();
        }
        for (token_hash, is_known) in [(None, false), (Some("x"), false), (Some(&*known), true)] {
            let session = sessions::session(&stand.store, token_hash).await.unwrap();
            assert_eq!((session.version, session.token.is_some()), (version, is_known));
        }
    }
}
