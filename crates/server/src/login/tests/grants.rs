//! Codes and refresh tokens: what they are good for, how often, and for whom.

use std::sync::Arc;

use super::*;

#[tokio::test]
async fn a_code_is_exchanged_for_tokens() {
    let stand = Stand::new().await;
    let code = stand.code().await;
    let answer = stand.exchange(CLIENT, code.expose()).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert_eq!(answer.body["token_type"], "bearer");
    assert_eq!(answer.body["expires_in"], 3600);
    assert_eq!(answer.headers[CONTENT_TYPE], "application/json;charset=UTF-8");
    let (access, refresh) = (answer.text("access_token"), answer.text("refresh_token"));
    assert!(access.starts_with("Atza|") && refresh.starts_with("Atzr|"));
    assert_eq!((access.len(), refresh.len()), (360, 360));
    let session = stand.session(access).await.unwrap();
    let expected = sessions::Token {
        client: CLIENT.0.into(),
        account: "account-1".into(),
        scope: Scopes::MANAGEMENT,
        expires_at: START + 3_600_000,
    };
    assert_eq!(*session, expected);
    assert_eq!(stand.session(refresh).await, None);
    assert_eq!(stand.refresh(refresh, &[]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_code_that_is_used_again_takes_its_tokens_with_it() {
    let stand = Stand::new().await;
    let (other, _) = stand.tokens("profile").await;
    let code = stand.code().await;
    let first = stand.exchange(CLIENT, code.expose()).await;
    let refreshed = stand.refresh(first.text("refresh_token"), &[]).await;
    assert_eq!(stand.exchange(CLIENT, code.expose()).await.refused(), (400, "invalid_grant"));
    for token in [first.text("access_token"), refreshed.text("access_token")] {
        assert_eq!(stand.session(token).await, None);
    }
    assert_eq!(stand.refresh(first.text("refresh_token"), &[]).await.refused(), (400, "invalid_grant"));
    assert_eq!(stand.exchange(CLIENT, code.expose()).await.refused(), (400, "invalid_grant"));
    assert!(stand.session(other.expose()).await.is_some(), "another consent was revoked");
}

#[tokio::test]
async fn a_code_fails_elsewhere_and_is_still_good_afterwards() {
    let stand = Stand::new().await;
    let code = stand.code().await;
    assert_eq!(
        stand.exchange(("client-2", "secret: 2"), code.expose()).await.refused(),
        (400, "invalid_grant")
    );
    assert_eq!(
        stand.exchange((CLIENT.0, "secret: 2"), code.expose()).await.refused(),
        (401, "invalid_client")
    );
    let elsewhere = [
        ("grant_type", "authorization_code"),
        ("code", code.expose()),
        ("client_id", CLIENT.0),
        ("client_secret", CLIENT.1),
        ("redirect_uri", "https://client.example/return?a=b"),
    ];
    assert_eq!(stand.post(&elsewhere).await.refused(), (400, "invalid_grant"));
    assert_eq!(stand.post(&elsewhere[..4]).await.refused(), (400, "invalid_request"));
    let stand = stand.at(299_999);
    assert_eq!(stand.exchange(CLIENT, code.expose()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_code_expires_after_five_minutes() {
    let stand = Stand::new().await;
    let code = stand.code().await;
    let stand = stand.at(300_000);
    assert_eq!(stand.exchange(CLIENT, code.expose()).await.refused(), (400, "invalid_grant"));
}

#[tokio::test]
async fn a_refresh_token_that_is_kept_can_be_used_for_ever() {
    let stand = Stand::new().await;
    let (access, refresh) = stand.tokens("alexa::enterprise:management").await;
    let stand = stand.at(10 * 365 * 86_400_000);
    let mut seen = vec![access.expose().to_owned()];
    for _ in 0..3 {
        let answer = stand.refresh(refresh.expose(), &[]).await;
        assert_eq!(answer.text("refresh_token"), refresh.expose());
        seen.push(answer.text("access_token").to_owned());
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 4);
    let stand = stand.rotation(RefreshRotation::Omit);
    let answer = stand.refresh(refresh.expose(), &[]).await;
    assert_eq!((answer.status, answer.body.get("refresh_token")), (StatusCode::OK, None));
    assert_eq!(stand.refresh(refresh.expose(), &[]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_rotated_refresh_token_that_is_used_again_revokes_its_family() {
    let stand = Stand::new().await.rotation(RefreshRotation::Rotate);
    let (access, first) = stand.tokens("alexa::enterprise:management").await;
    let (other, _) = stand.tokens("alexa::enterprise:management").await;
    let second = stand.refresh(first.expose(), &[]).await;
    let third = stand.refresh(second.text("refresh_token"), &[]).await;
    assert_ne!(second.text("refresh_token"), first.expose());
    assert!(stand.session(access.expose()).await.is_some());
    assert_eq!(stand.refresh(first.expose(), &[]).await.refused(), (400, "invalid_grant"));
    for token in [access.expose(), second.text("access_token"), third.text("access_token")] {
        assert_eq!(stand.session(token).await, None);
    }
    assert_eq!(stand.refresh(third.text("refresh_token"), &[]).await.refused(), (400, "invalid_grant"));
    assert!(stand.session(other.expose()).await.is_some(), "another consent was revoked");
}

#[tokio::test]
async fn a_refresh_narrows_the_access_token_and_not_the_refresh_token() {
    let stand = Stand::new().await.rotation(RefreshRotation::Rotate);
    let (_, token) = stand.tokens("alexa::enterprise:management profile").await;
    let wider = [("scope", "profile profile:user_id")];
    assert_eq!(stand.refresh(token.expose(), &wider).await.refused(), (400, "invalid_scope"));
    let unknown = [("scope", "profile everything")];
    assert_eq!(stand.refresh(token.expose(), &unknown).await.refused(), (400, "invalid_scope"));
    let narrow = stand.refresh(token.expose(), &[("scope", "profile")]).await;
    let session = stand.session(narrow.text("access_token")).await.unwrap();
    assert_eq!(session.scope, Scopes::PROFILE);
    let wide = stand.refresh(narrow.text("refresh_token"), &[("scope", "")]).await;
    let session = stand.session(wide.text("access_token")).await.unwrap();
    assert_eq!(session.scope.to_string(), "alexa::enterprise:management profile");
}

#[tokio::test]
async fn a_refresh_token_is_bound_to_its_client() {
    let stand = Stand::new().await;
    let (_, token) = stand.tokens("profile").await;
    let other = [
        ("grant_type", "refresh_token"),
        ("refresh_token", token.expose()),
        ("client_id", "client-2"),
        ("client_secret", "secret: 2"),
    ];
    assert_eq!(stand.post(&other).await.refused(), (400, "invalid_grant"));
    assert_eq!(stand.refresh(token.expose(), &[]).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_simultaneous_uses_of_a_code_one_succeeds_and_the_rest_revoke() {
    let stand = Arc::new(Stand::new().await);
    for _ in 0..8 {
        let code = stand.code().await;
        let uses: Vec<_> = (0..8)
            .map(|_| {
                let (stand, code) = (Arc::clone(&stand), code.clone());
                tokio::spawn(async move { stand.exchange(CLIENT, code.expose()).await })
            })
            .collect();
        assert_one_wins(&stand, uses).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_simultaneous_uses_of_a_rotating_token_one_succeeds_and_the_rest_revoke() {
    let stand = Arc::new(Stand::new().await.rotation(RefreshRotation::Rotate));
    for _ in 0..8 {
        let (_, token) = stand.tokens("profile").await;
        let uses: Vec<_> = (0..8)
            .map(|_| {
                let (stand, token) = (Arc::clone(&stand), token.clone());
                tokio::spawn(async move { stand.refresh(token.expose(), &[]).await })
            })
            .collect();
        assert_one_wins(&stand, uses).await;
    }
}

async fn assert_one_wins(stand: &Stand, uses: Vec<tokio::task::JoinHandle<Answer>>) {
    let mut won = Vec::new();
    for answer in uses {
        let answer = answer.await.unwrap();
        if answer.status == StatusCode::OK {
            won.push(answer);
        } else {
            assert_eq!(answer.refused(), (400, "invalid_grant"));
        }
    }
    assert_eq!(won.len(), 1);
    assert_eq!(stand.session(won[0].text("access_token")).await, None);
    assert_eq!(stand.refresh(won[0].text("refresh_token"), &[]).await.refused(), (400, "invalid_grant"));
}
