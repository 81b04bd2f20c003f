//! OpenID Connect: one outside sign-in service, by the authorization code with PKCE, state and nonce.
//!
//! The cast: [`Provider`] knows the service, [`wire`] carries requests through the one outgoing client of the house.
//! What the service publishes about itself and its keys is kept for an hour, and fetched anew when a token is signed by
//! a key that is not among them. The access token is thrown away: it is asked who somebody is, and nothing else.

mod settings;
mod wire;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use notify::outgoing::Http;
use openidconnect::core::{
    CoreAuthPrompt, CoreClient, CoreIdTokenClaims, CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreResponseType,
    CoreTokenResponse,
};
use openidconnect::{
    AuthenticationFlow, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, DiscoveryError,
    IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, SignatureVerificationError,
    TokenResponse,
};
use service::access::outside::{IdentityProvider, OutsideIdentity, ProviderError, Round};
use service::account::SESSION_LENGTH;
use tokio::sync::RwLock;

pub use settings::{Settings, SettingsError};
use wire::Wire;
pub use wire::WireError;

/// Where the service sends the browser back to, below the address of this installation.
pub const CALLBACK: &str = "/api/session/oidc/callback";

/// How long what the service publishes is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(1);

/// How soon it is fetched again for a key that is missing: a made-up key must not make us ask for each token.
const FETCHED_AGAIN: SignedDuration = SignedDuration::from_mins(1);

/// How far the clocks of two houses may be apart.
const CLOCKS_APART: SignedDuration = SignedDuration::from_mins(2);

/// Signatures that only the service can make. Not `none`, and no keyed hash: with one the client secret would sign.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 7] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Words of RFC 8176 by which the service says that a second factor was shown.
const SECOND_FACTOR: [&str; 2] = ["mfa", "otp"];

/// The outside sign-in service.
pub struct Provider {
    settings: Settings,
    issuer: IssuerUrl,
    redirect: RedirectUrl,
    wire: Wire,
    published: RwLock<Option<(Timestamp, Arc<CoreProviderMetadata>)>>,
}

/// Shows no secret.
impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provider").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

/// How the exchange of a code failed.
enum Failed {
    /// The token is signed by a key that we do not know.
    UnknownKey(String),
    Provider(ProviderError),
}

impl Provider {
    /// The service with these settings; nothing is asked yet, so that it may be down when this installation starts.
    ///
    /// # Errors
    /// When a setting cannot be used.
    pub fn new(settings: Settings, http: Http) -> Result<Self, SettingsError> {
        let (issuer, redirect) = settings.check()?;
        Ok(Self { settings, issuer, redirect, wire: Wire(http), published: RwLock::new(None) })
    }

    /// What the service publishes, not older than `oldest`.
    async fn published(
        &self,
        oldest: SignedDuration,
        now: Timestamp,
    ) -> Result<Arc<CoreProviderMetadata>, ProviderError> {
        let fresh = |kept: &Option<(Timestamp, Arc<CoreProviderMetadata>)>| {
            kept.as_ref()
                .filter(|(at, _)| now.duration_since(*at).abs() < oldest)
                .map(|(_, published)| published.clone())
        };
        if let Some(published) = fresh(&*self.published.read().await) {
            return Ok(published);
        }
        // One of many who wait for it asks.
        let mut kept = self.published.write().await;
        if let Some(published) = fresh(&kept) {
            return Ok(published);
        }
        let found = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.wire).await;
        let found = Arc::new(found.map_err(|error| ProviderError::Unavailable(discovery(&error)))?);
        *kept = Some((now, found.clone()));
        Ok(found)
    }

    async fn exchange(
        &self,
        published: &CoreProviderMetadata,
        round: &Round,
        code: String,
    ) -> Result<CoreTokenResponse, ProviderError> {
        let secret = ClientSecret::new(self.settings.client_secret.clone());
        let client = CoreClient::from_provider_metadata(
            published.clone(),
            ClientId::new(self.settings.client_id.clone()),
            Some(secret),
        )
        .set_redirect_uri(self.redirect.clone());
        let exchange = client.exchange_code(AuthorizationCode::new(code));
        let exchange = exchange.map_err(|error| ProviderError::Unavailable(error.to_string()))?;
        let exchange = exchange.set_pkce_verifier(PkceCodeVerifier::new(round.verifier()));
        exchange.request_async(&self.wire).await.map_err(|error| match error {
            RequestTokenError::ServerResponse(refusal) => {
                ProviderError::Refused(format!("the code was refused: `{}`", refusal.error()))
            }
            RequestTokenError::Request(error) => ProviderError::Unavailable(error.to_string()),
            RequestTokenError::Parse(error, _) => ProviderError::Unavailable(format!("no token: {error}")),
            RequestTokenError::Other(error) => ProviderError::Unavailable(error),
        })
    }

    /// Issuer, audience, signature, expiry and nonce are checked here, and that the token is not an old one.
    fn verified(
        &self,
        published: &CoreProviderMetadata,
        response: &CoreTokenResponse,
        nonce: &Nonce,
        now: Timestamp,
    ) -> Result<OutsideIdentity, Failed> {
        let refused = |text: String| Failed::Provider(ProviderError::Refused(text));
        let token = response.id_token().ok_or_else(|| refused("there is no identity token".to_owned()))?;
        let secret = ClientSecret::new(self.settings.client_secret.clone());
        let client = CoreClient::from_provider_metadata(
            published.clone(),
            ClientId::new(self.settings.client_id.clone()),
            Some(secret),
        );
        let oldest = now - service::access::outside::SIGN_IN_LASTS;
        let verifier = client
            .id_token_verifier()
            .set_allowed_algs(ALGORITHMS)
            .set_time_fn(move || chrono(now))
            .set_issue_time_verifier_fn(move |issued| {
                let newest = now + CLOCKS_APART;
                let fits = chrono(oldest) <= issued && issued <= chrono(newest);
                if fits { Ok(()) } else { Err(format!("issued at `{issued}`")) }
            });
        let claims: &CoreIdTokenClaims = token.claims(&verifier, nonce).map_err(|error| match error {
            ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey) => {
                Failed::UnknownKey(error.to_string())
            }
            other => refused(other.to_string()),
        })?;
        let methods = claims.auth_method_refs().map(Vec::as_slice).unwrap_or_default();
        Ok(OutsideIdentity {
            issuer: claims.issuer().to_string(),
            subject: claims.subject().to_string(),
            second_factor: methods.iter().any(|method| SECOND_FACTOR.contains(&method.as_str())),
            authenticated_at: claims.auth_time().and_then(|at| Timestamp::from_second(at.timestamp()).ok()),
        })
    }
}

impl IdentityProvider for Provider {
    fn label(&self) -> &str {
        &self.settings.label
    }

    fn address<'a>(
        &'a self,
        round: &'a Round,
        fresh: bool,
        now: Timestamp,
    ) -> BoxFuture<'a, Result<String, ProviderError>> {
        async move {
            let published = self.published(KEPT, now).await?;
            let client = CoreClient::from_provider_metadata(
                (*published).clone(),
                ClientId::new(self.settings.client_id.clone()),
                None,
            )
            .set_redirect_uri(self.redirect.clone());
            let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
            let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(round.verifier()));
            let (state, nonce) = (round.state(), round.nonce());
            // Asked for an age, the service must say when it saw the person.
            let age = if fresh { 0 } else { SESSION_LENGTH.as_secs().unsigned_abs() };
            let mut request = client
                .authorize_url(flow, move || CsrfToken::new(state), move || Nonce::new(nonce))
                .set_pkce_challenge(challenge)
                .set_max_age(Duration::from_secs(age));
            if fresh {
                request = request.add_prompt(CoreAuthPrompt::Login);
            }
            let (address, _, _) = request.url();
            Ok(address.to_string())
        }
        .boxed()
    }

    fn identity<'a>(
        &'a self,
        round: &'a Round,
        code: String,
        now: Timestamp,
    ) -> BoxFuture<'a, Result<OutsideIdentity, ProviderError>> {
        async move {
            let published = self.published(KEPT, now).await?;
            let response = self.exchange(&published, round, code).await?;
            let nonce = Nonce::new(round.nonce());
            match self.verified(&published, &response, &nonce, now) {
                Ok(identity) => Ok(identity),
                Err(Failed::Provider(error)) => Err(error),
                Err(Failed::UnknownKey(text)) => {
                    // The service may have changed its keys since they were fetched.
                    let published = self.published(FETCHED_AGAIN, now).await?;
                    self.verified(&published, &response, &nonce, now).map_err(|failed| match failed {
                        Failed::UnknownKey(_) => ProviderError::Refused(text),
                        Failed::Provider(error) => error,
                    })
                }
            }
        }
        .boxed()
    }
}

fn discovery(error: &DiscoveryError<WireError>) -> String {
    match error {
        DiscoveryError::Request(error) => error.to_string(),
        other => other.to_string(),
    }
}

fn chrono(at: Timestamp) -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp_millis(at.as_millisecond()).unwrap_or_default()
}
