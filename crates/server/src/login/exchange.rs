//! A grant for tokens: who asks, what the store knows of the grant, and what comes of it.

use subtle::ConstantTimeEq as _;

use super::refusal::{ErrorCode, Refusal};
use super::request::{Grant, TokenRequest};
use super::scopes::Scopes;
use super::{Issued, NewTokens, sweep_now_and_then};
use crate::control::Control;
use crate::secret::{Secret, hash};
use crate::store::tokens::{self, Code, Consent, RefreshToken};
use crate::store::{Store, WriteError};
use crate::switches::RefreshRotation;

const USED_CODE: &str = "the code was used before; everything that it led to is revoked";
const USED_TOKEN: &str = "the refresh token was used before; everything that the consent led to is revoked";
const NO_CODE: &str = "the code is unknown, revoked, or of another client";
const NO_TOKEN: &str = "the refresh token is unknown, revoked, or of another client";

/// The tokens for a request, or why there are none.
pub(crate) async fn exchange(
    store: &Store,
    control: &Control,
    request: &TokenRequest,
) -> Result<Issued, Refusal> {
    authenticate(store, &request.client, &request.secret).await?;
    let now = control.now();
    let issued = match &request.grant {
        Grant::Code { code, redirect_uri } => {
            exchange_code(store, control, now, &request.client, code, redirect_uri.as_deref()).await?
        }
        Grant::Refresh { token, scope } => {
            refresh(store, control, now, &request.client, token, *scope).await?
        }
    };
    sweep_now_and_then(store, now).await;
    Ok(issued)
}

/// Whether the client knows its secret. Takes the same steps for ids that exist and ids that don't.
async fn authenticate(store: &Store, client: &str, secret: &Secret) -> Result<(), Refusal> {
    let expected = tokens::client_secret_hash(store, client).await?;
    let is_known = expected.is_some();
    let expected = expected.unwrap_or_else(|| "0".repeat(64));
    let is_equal = bool::from(hash(secret.expose()).as_bytes().ct_eq(expected.as_bytes()));
    if is_known && is_equal { Ok(()) } else { Err(Refusal::client()) }
}

/// What to do about a grant.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    /// Give tokens for this, in this family.
    Issue(Consent, String),
    /// Give none.
    Refuse(Refusal),
    /// Give none, and revoke this family.
    Revoke(String, Refusal),
}

/// Judges a code that `client` presents (RFC 6749 section 4.1.3). Whoever fails here has not used it up.
fn judge_code(
    found: Option<Code>,
    hash: &str,
    now: i64,
    client: &str,
    redirect_uri: Option<&str>,
) -> Verdict {
    let Some(code) = found.filter(|code| code.consent.client == client) else {
        return Verdict::Refuse(Refusal::grant(NO_CODE));
    };
    if code.used_at.is_some() {
        return Verdict::Revoke(hash.to_owned(), Refusal::grant(USED_CODE));
    }
    if code.expires_at <= now {
        return Verdict::Refuse(Refusal::grant("the code has expired"));
    }
    match (&code.redirect_uri, redirect_uri) {
        // A code that was sent nowhere in particular is bound to the client alone.
        (None, _) => Verdict::Issue(code.consent, hash.to_owned()),
        (Some(expected), Some(found)) if expected == found => Verdict::Issue(code.consent, hash.to_owned()),
        (Some(_), Some(_)) => {
            Verdict::Refuse(Refusal::grant("the parameter `redirect_uri` is not where the code was sent to"))
        }
        (Some(_), None) => {
            Verdict::Refuse(Refusal::request("the parameter `redirect_uri` is missing in the body"))
        }
    }
}

/// Judges a refresh token that `client` presents (RFC 6749 section 6, RFC 9700 section 4.14.2). The consent in the
/// verdict has the scope that the token has.
fn judge_refresh_token(found: Option<RefreshToken>, client: &str, scope: Option<Scopes>) -> Verdict {
    let Some(token) = found.filter(|token| token.consent.client == client) else {
        return Verdict::Refuse(Refusal::grant(NO_TOKEN));
    };
    if token.used_at.is_some() {
        return Verdict::Revoke(token.family, Refusal::grant(USED_TOKEN));
    }
    if scope.is_some_and(|scope| !token.consent.scope.contains(scope)) {
        let description =
            "the parameter `scope` has more than what was consented to; that needs a new consent";
        return Verdict::Refuse(Refusal::new(ErrorCode::InvalidScope, description));
    }
    Verdict::Issue(token.consent, token.family)
}

async fn exchange_code(
    store: &Store,
    control: &Control,
    now: i64,
    client: &str,
    code: &Secret,
    redirect_uri: Option<&str>,
) -> Result<Issued, Refusal> {
    let hash = hash(code.expose());
    let found = tokens::code(store, &hash).await?;
    let (consent, family) = settle(store, judge_code(found, &hash, now, client, redirect_uri)).await?;
    let new = NewTokens::mint(now, control.switches.access_token_lifetime);
    let mut steps = vec![tokens::use_code(&hash, now)];
    steps.push(new.refresh_step(&consent, &family));
    steps.push(new.access_step(&consent, &family));
    write(store, steps, &family, USED_CODE).await?;
    Ok(new.into_issued())
}

async fn refresh(
    store: &Store,
    control: &Control,
    now: i64,
    client: &str,
    token: &Secret,
    scope: Option<Scopes>,
) -> Result<Issued, Refusal> {
    let hash = hash(token.expose());
    let found = tokens::refresh_token(store, &hash).await?;
    let (consent, family) = settle(store, judge_refresh_token(found, client, scope)).await?;
    let new = NewTokens::mint(now, control.switches.access_token_lifetime);
    let access = Consent { scope: scope.unwrap_or(consent.scope), ..consent.clone() };
    let mut steps = Vec::new();
    if control.switches.refresh_rotation == RefreshRotation::Rotate {
        // The scope of a new refresh token is that of the old one, however little was asked for (RFC 6749 section 6).
        steps.push(new.refresh_step(&consent, &family));
        steps.push(tokens::use_refresh_token(&hash, now));
    }
    steps.push(new.access_step(&access, &family));
    write(store, steps, &family, USED_TOKEN).await?;
    let issued = new.into_issued();
    Ok(match control.switches.refresh_rotation {
        RefreshRotation::Rotate => issued,
        RefreshRotation::Keep => Issued { refresh_token: Some(token.clone()), ..issued },
        RefreshRotation::Omit => Issued { refresh_token: None, ..issued },
    })
}

/// Carries a verdict out, up to the tokens.
async fn settle(store: &Store, verdict: Verdict) -> Result<(Consent, String), Refusal> {
    match verdict {
        Verdict::Issue(consent, family) => Ok((consent, family)),
        Verdict::Refuse(refusal) => Err(refusal),
        Verdict::Revoke(family, refusal) => {
            tokens::revoke(store, &family).await?;
            Err(refusal)
        }
    }
}

/// Writes tokens. Whoever finds the grant used up by somebody else in the meantime is a second user like any other: the
/// outcome must not depend on how close behind they are.
async fn write(
    store: &Store,
    steps: Vec<crate::store::Step>,
    family: &str,
    used: &'static str,
) -> Result<(), Refusal> {
    match store.write(steps).await {
        Ok(_) => Ok(()),
        Err(WriteError::Nothing { .. }) => {
            tokens::revoke(store, family).await?;
            Err(Refusal::grant(used))
        }
        Err(WriteError::Reference { .. }) => Err(Refusal::grant("the consent was revoked")),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn consent() -> Consent {
        Consent {
            client: "client".to_owned(),
            account: "account".to_owned(),
            scope: Scopes::parse("profile alexa::enterprise:management").unwrap(),
        }
    }

    fn code() -> Code {
        Code {
            consent: consent(),
            redirect_uri: Some("https://a.example/".to_owned()),
            expires_at: 10,
            used_at: None,
        }
    }

    #[test]
    fn a_code_is_good_for_its_client_its_address_and_its_time() {
        let uri = code().redirect_uri;
        let judge = |code, now, client, uri| judge_code(Some(code), "family", now, client, uri);
        let issue = Verdict::Issue(consent(), "family".to_owned());
        assert_eq!(judge(code(), 9, "client", uri.as_deref()), issue);
        assert_eq!(judge(Code { redirect_uri: None, ..code() }, 9, "client", uri.as_deref()), issue);
        assert_eq!(judge(Code { redirect_uri: None, ..code() }, 9, "client", None), issue);
        for (now, client, uri) in [
            (10, "client", uri.as_deref()),
            (9, "other", uri.as_deref()),
            (9, "client", None),
            (9, "client", Some("https://a.example")),
        ] {
            let verdict = judge(code(), now, client, uri);
            assert!(matches!(verdict, Verdict::Refuse(_)), "{now} {client} {uri:?}: {verdict:?}");
        }
        assert!(matches!(judge_code(None, "family", 9, "client", None), Verdict::Refuse(_)));
    }

    #[test]
    fn only_the_client_of_a_used_grant_revokes_by_using_it_again() {
        let used = Code { used_at: Some(1), ..code() };
        for (now, uri) in [(9, None), (99, Some("x"))] {
            let verdict = judge_code(Some(used.clone()), "family", now, "client", uri);
            assert!(matches!(verdict, Verdict::Revoke(family, _) if family == "family"));
            let verdict = judge_code(Some(used.clone()), "family", now, "other", uri);
            assert!(matches!(verdict, Verdict::Refuse(_)));
        }
        let token = RefreshToken { consent: consent(), family: "family".to_owned(), used_at: Some(1) };
        assert!(matches!(judge_refresh_token(Some(token.clone()), "client", None), Verdict::Revoke(..)));
        assert!(matches!(judge_refresh_token(Some(token), "other", None), Verdict::Refuse(_)));
    }

    #[test]
    fn a_refresh_may_ask_for_less_and_never_for_more() {
        let token = RefreshToken { consent: consent(), family: "family".to_owned(), used_at: None };
        let judge = |scope| judge_refresh_token(Some(token.clone()), "client", scope);
        for scope in [None, Some(Scopes::MANAGEMENT), Some(Scopes::PROFILE), Some(consent().scope)] {
            assert_eq!(judge(scope), Verdict::Issue(consent(), "family".to_owned()), "{scope:?}");
        }
        for scope in [Scopes::USER_ID, Scopes::ALL] {
            let verdict = judge(Some(scope));
            assert!(matches!(&verdict, Verdict::Refuse(Refusal { error: ErrorCode::InvalidScope, .. })));
        }
    }
}
