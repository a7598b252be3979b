//! A client that connects only to addresses it has judged itself: own resolver, no proxy, no redirects.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderMap, header};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use thiserror::Error;
use url::{Host, Url};

use super::{CallbackSettings, ForbiddenAddress};

const RESOLVE_TIMEOUT: Duration = Duration::from_secs(5);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const TOTAL_TIMEOUT: Duration = Duration::from_secs(15);

/// The most of an answer that is read, in bytes.
const ANSWER_LIMIT: usize = 64 * 1024;

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The `Retry-After` header as sent.
    pub retry_after: Option<String>,
    /// The first 64 KiB of the body; less when it broke off.
    pub body: Vec<u8>,
}

/// Why no answer came.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CallError {
    /// The host is, or resolves to, an address that must not be reached. Nothing was sent.
    #[error("blocked destination: {0}")]
    Blocked(#[from] ForbiddenAddress),
    /// No connection, a broken one, or no answer in time.
    #[error("{0}")]
    Unreachable(String),
}

/// Posts to addresses that outsiders chose.
#[derive(Debug, Clone)]
pub struct Outbound {
    client: reqwest::Client,
    settings: Arc<CallbackSettings>,
}

impl Outbound {
    /// Makes a client that keeps `settings`.
    ///
    /// # Errors
    /// When the system's certificates cannot be used.
    pub fn new(settings: CallbackSettings) -> Result<Self, reqwest::Error> {
        Self::with_resolver(settings, Arc::new(SystemResolver))
    }

    fn with_resolver(settings: CallbackSettings, names: Arc<dyn Resolve>) -> Result<Self, reqwest::Error> {
        // Somebody may have chosen a provider before; theirs serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let settings = Arc::new(settings);
        let guarded = GuardedResolver { names, settings: Arc::clone(&settings) };
        let client = reqwest::Client::builder()
            .dns_resolver(Arc::new(guarded))
            .no_proxy()
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TOTAL_TIMEOUT)
            // A kept connection would go to an address that was judged for an earlier call.
            .pool_max_idle_per_host(0)
            .referer(false)
            .user_agent(concat!("Waystation/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self { client, settings })
    }

    /// Posts `body` and reads what comes back, within 15 seconds in all.
    ///
    /// # Errors
    /// When the destination is forbidden or gives no answer.
    pub async fn post(&self, url: &Url, headers: HeaderMap, body: String) -> Result<Answer, CallError> {
        // A literal address is never resolved, so the resolver would not see it.
        if let Some(address) = literal_address(url) {
            self.settings.judge(address)?;
        }
        let request = self.client.post(url.clone()).headers(headers).body(body);
        let mut response = request.send().await.map_err(|error| call_error(&error))?;
        let retry_after = response.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok());
        Ok(Answer {
            status: response.status().as_u16(),
            retry_after: retry_after.map(str::to_owned),
            body: read_start(&mut response).await,
        })
    }
}

fn literal_address(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Ipv4(address) => Some(IpAddr::V4(address)),
        Host::Ipv6(address) => Some(IpAddr::V6(address)),
        Host::Domain(_) => None,
    }
}

/// The status has been given; a body that breaks off or never ends takes nothing back.
async fn read_start(response: &mut reqwest::Response) -> Vec<u8> {
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        let room = ANSWER_LIMIT.saturating_sub(body.len());
        body.extend(chunk.iter().take(room));
        if body.len() >= ANSWER_LIMIT {
            break;
        }
    }
    body
}

/// The innermost causes are the ones that say what happened.
fn call_error(error: &reqwest::Error) -> CallError {
    let mut text = if error.is_timeout() { "no answer in time".to_owned() } else { String::new() };
    let mut cause: Option<&(dyn std::error::Error + 'static)> = std::error::Error::source(error);
    while let Some(inner) = cause {
        if let Some(forbidden) = inner.downcast_ref::<ForbiddenAddress>() {
            return CallError::Blocked(*forbidden);
        }
        if !text.is_empty() {
            text.push_str(": ");
        }
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    CallError::Unreachable(if text.is_empty() { error.to_string() } else { text })
}

struct GuardedResolver {
    names: Arc<dyn Resolve>,
    settings: Arc<CallbackSettings>,
}

impl Resolve for GuardedResolver {
    /// One forbidden address among public ones is enough to refuse: which one would be tried is chance.
    fn resolve(&self, name: Name) -> Resolving {
        let found = self.names.resolve(name);
        let settings = Arc::clone(&self.settings);
        Box::pin(async move {
            let addresses: Vec<SocketAddr> =
                tokio::time::timeout(RESOLVE_TIMEOUT, found).await.map_err(|_late| NAME_TIMEOUT)??.collect();
            for address in &addresses {
                settings.judge(address.ip())?;
            }
            let judged: Addrs = Box::new(addresses.into_iter());
            Ok(judged)
        })
    }
}

const NAME_TIMEOUT: &str = "the name was not resolved within 5 seconds";

struct SystemResolver;

impl Resolve for SystemResolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found: Vec<_> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::routing::post;

    use super::*;

    /// Answers every name with the same addresses.
    struct Fixed(Vec<SocketAddr>);

    impl Resolve for Fixed {
        fn resolve(&self, _name: Name) -> Resolving {
            let addresses = self.0.clone();
            Box::pin(async move {
                let found: Addrs = Box::new(addresses.into_iter());
                Ok(found)
            })
        }
    }

    async fn receiver() -> SocketAddr {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let big = post(|| async { "x".repeat(1_000_000) });
        let moved = post(|| async { (axum::http::StatusCode::FOUND, [(header::LOCATION, "/big")]) });
        let routes = Router::new().route("/big", big).route("/moved", moved);
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        address
    }

    fn client(allow: &[&str], names: Vec<SocketAddr>) -> Outbound {
        let allow_cidrs = allow.iter().map(|range| range.parse().unwrap()).collect();
        let settings = CallbackSettings { allow_cidrs, ..CallbackSettings::default() };
        Outbound::with_resolver(settings, Arc::new(Fixed(names))).unwrap()
    }

    async fn post_to(client: &Outbound, url: &str) -> Result<Answer, CallError> {
        client.post(&url.parse().unwrap(), HeaderMap::new(), "{}".to_owned()).await
    }

    #[tokio::test]
    async fn a_name_with_one_forbidden_address_among_public_ones_is_blocked() {
        let addresses = vec!["93.184.216.34:0".parse().unwrap(), "10.0.0.7:0".parse().unwrap()];
        let error = post_to(&client(&[], addresses), "http://cb.example.com:1/").await.unwrap_err();
        assert_eq!(error, CallError::Blocked(ForbiddenAddress("10.0.0.7".parse().unwrap())));
    }

    #[tokio::test]
    async fn a_literal_address_is_judged_although_it_is_never_resolved() {
        for url in ["http://127.0.0.1:1/", "http://[::1]:1/", "http://[::ffff:127.0.0.1]:1/"] {
            let error = post_to(&client(&[], Vec::new()), url).await.unwrap_err();
            assert!(matches!(error, CallError::Blocked(_)), "{url}: {error}");
        }
    }

    #[tokio::test]
    async fn the_systems_own_names_are_judged_too() {
        let client = Outbound::new(CallbackSettings::default()).unwrap();
        let error = post_to(&client, "http://localhost:1/").await.unwrap_err();
        assert!(matches!(error, CallError::Blocked(_)), "{error}");
    }

    #[tokio::test]
    async fn an_allowed_address_is_reached_by_name_and_only_the_start_of_a_big_answer_is_read() {
        let address = receiver().await;
        let client = client(&["127.0.0.0/8"], vec![SocketAddr::new(address.ip(), 0)]);
        let answer =
            post_to(&client, &format!("http://cb.example.com:{}/big", address.port())).await.unwrap();
        assert_eq!((answer.status, answer.body.len()), (200, ANSWER_LIMIT));
    }

    #[tokio::test]
    async fn a_redirect_is_an_answer_and_not_followed() {
        let address = receiver().await;
        let client = client(&["127.0.0.0/8"], Vec::new());
        let answer = post_to(&client, &format!("http://{address}/moved")).await.unwrap();
        assert_eq!((answer.status, answer.body.len()), (302, 0));
    }

    /// Never knows an answer.
    struct Silent;

    impl Resolve for Silent {
        fn resolve(&self, _name: Name) -> Resolving {
            Box::pin(std::future::pending())
        }
    }

    #[tokio::test]
    async fn who_never_answers_is_given_up_after_fifteen_seconds() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let begun = std::time::Instant::now();
        let error = post_to(&client(&["127.0.0.0/8"], Vec::new()), &url).await.unwrap_err();
        assert!((14..=20).contains(&begun.elapsed().as_secs()), "{:?}", begun.elapsed());
        assert!(
            matches!(&error, CallError::Unreachable(text) if text.starts_with("no answer in time")),
            "{error}"
        );
    }

    #[tokio::test]
    async fn a_name_that_never_resolves_is_given_up_after_five_seconds() {
        let client = Outbound::with_resolver(CallbackSettings::default(), Arc::new(Silent)).unwrap();
        let begun = std::time::Instant::now();
        let error = post_to(&client, "http://cb.example.com/").await.unwrap_err();
        assert!(matches!(error, CallError::Unreachable(_)), "{error}");
        assert!((4..=8).contains(&begun.elapsed().as_secs()), "{:?}", begun.elapsed());
    }

    #[tokio::test]
    async fn a_closed_port_says_so() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let error =
            post_to(&client(&["127.0.0.0/8"], Vec::new()), &format!("http://{address}/")).await.unwrap_err();
        assert!(matches!(&error, CallError::Unreachable(text) if text.contains("refused")), "{error}");
    }
}
