//! The rules an address must keep before it is stored as the place of a callback.

use std::net::IpAddr;

use thiserror::Error;
use url::{Host, Url};

use super::{CallbackSettings, ForbiddenAddress};

const LONGEST: usize = 2048;
const USUAL_PORTS: [u16; 3] = [443, 8443, 80];

/// Why a callback cannot go to an address.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CallbackUrlError {
    /// Longer than 2048 bytes.
    #[error("it is longer than {LONGEST} bytes")]
    TooLong,
    /// Blanks or control characters, which a reader of addresses would silently drop.
    #[error("it contains blanks or control characters; percent-encode them")]
    Blank,
    /// Not an address at all.
    #[error("it is not an absolute address: {0}")]
    Malformed(String),
    /// Neither https nor, where that is allowed, http.
    #[error("the scheme {0:?} is not allowed; use https")]
    Scheme(String),
    /// A user name or password in front of the host.
    #[error("it must not contain a user name or password")]
    UserInfo,
    /// A part after `#`, which is never sent.
    #[error("it must not contain a part after #")]
    Fragment,
    /// An unusual port.
    #[error("port {0} is not allowed; use 443 or 8443")]
    Port(u16),
    /// A name that means something only inside a network.
    #[error("{0:?} is not a public host name")]
    LocalName(String),
    /// An address that is not public.
    #[error(transparent)]
    Address(#[from] ForbiddenAddress),
}

/// Reads a callback address and checks everything that can be known without the network. What its name
/// resolves to is checked at each call.
///
/// # Errors
/// The first rule it breaks.
pub fn check_callback_url(text: &str, settings: &CallbackSettings) -> Result<Url, CallbackUrlError> {
    if text.len() > LONGEST {
        return Err(CallbackUrlError::TooLong);
    }
    if text.chars().any(|letter| letter.is_control() || letter.is_whitespace()) {
        return Err(CallbackUrlError::Blank);
    }
    let url = Url::parse(text).map_err(|error| CallbackUrlError::Malformed(error.to_string()))?;
    check_parts(&url, settings)?;
    check_host(&url, settings)?;
    Ok(url)
}

fn check_parts(url: &Url, settings: &CallbackSettings) -> Result<(), CallbackUrlError> {
    match url.scheme() {
        "https" => {}
        "http" if settings.allow_http => {}
        other => return Err(CallbackUrlError::Scheme(other.to_owned())),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(CallbackUrlError::UserInfo);
    }
    if url.fragment().is_some() {
        return Err(CallbackUrlError::Fragment);
    }
    match url.port_or_known_default() {
        Some(port) if !settings.allow_any_port && !USUAL_PORTS.contains(&port) => {
            Err(CallbackUrlError::Port(port))
        }
        Some(_) | None => Ok(()),
    }
}

fn check_host(url: &Url, settings: &CallbackSettings) -> Result<(), CallbackUrlError> {
    match url.host() {
        Some(Host::Domain(name)) if is_public_name(name) => Ok(()),
        Some(Host::Domain(name)) => Err(CallbackUrlError::LocalName(name.to_owned())),
        Some(Host::Ipv4(address)) => Ok(settings.judge(IpAddr::V4(address))?),
        Some(Host::Ipv6(address)) => Ok(settings.judge(IpAddr::V6(address))?),
        None => Err(CallbackUrlError::Malformed("it names no host".to_owned())),
    }
}

/// Names of one label and those under reserved endings are never public. The parser has made the name
/// lower case; a dot at its end changes nothing.
fn is_public_name(name: &str) -> bool {
    let labels: Vec<&str> = name.trim_end_matches('.').split('.').collect();
    let reserved =
        |last: &str| matches!(last, "local" | "localhost" | "internal" | "localdomain" | "home" | "lan");
    labels.len() > 1
        && !labels.iter().any(|label| label.is_empty())
        && !labels.last().copied().is_some_and(reserved)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str) -> Result<Url, CallbackUrlError> {
        check_callback_url(text, &CallbackSettings::default())
    }

    #[test]
    fn ordinary_addresses_pass() {
        for text in [
            "https://cb.example.com/eterm/notify?src=a&v=1",
            "https://cb.example.com:8443/",
            "https://93.184.216.34/cb",
            "https://[2606:4700::1111]/cb",
            "https://回调.example.com/通知",
        ] {
            assert!(check(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn every_rule_refuses_with_its_own_reason() {
        let long = format!("https://example.com/{}", "a".repeat(LONGEST));
        for (text, reason) in [
            (long.as_str(), "longer than 2048"),
            ("https://example.com/a b", "blanks"),
            ("https://example.com/\n", "blanks"),
            ("cb.example.com/x", "not an absolute address"),
            ("/relative", "not an absolute address"),
            ("http://example.com/", "scheme \"http\""),
            ("ftp://example.com/", "scheme \"ftp\""),
            ("file:///etc/passwd", "scheme \"file\""),
            ("https://user@example.com/", "user name"),
            ("https://:secret@example.com/", "user name"),
            ("https://example.com/#top", "after #"),
            ("https://example.com:22/", "port 22"),
            ("https://localhost/", "not a public host name"),
            ("https://LOCALHOST./", "not a public host name"),
            ("https://erp/", "not a public host name"),
            ("https://erp.internal/", "not a public host name"),
            ("https://printer.local./", "not a public host name"),
            ("https://x.localhost/", "not a public host name"),
        ] {
            let error = check(text).unwrap_err().to_string();
            assert!(error.contains(reason), "{text}: {error}");
        }
    }

    #[test]
    fn every_way_to_write_a_private_address_is_seen_through() {
        for text in [
            "https://127.0.0.1/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://0177.0.0.1/",
            "https://127.1/",
            "https://１２７.0.0.1/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://[64:ff9b::a9fe:a9fe]/",
            "https://169.254.169.254/latest/meta-data",
            "https://0/",
        ] {
            assert!(matches!(check(text), Err(CallbackUrlError::Address(_))), "{text}: {:?}", check(text));
        }
    }

    #[test]
    fn an_administrator_can_open_http_ports_and_ranges() {
        let settings = CallbackSettings {
            allow_http: true,
            allow_any_port: true,
            allow_cidrs: vec!["10.0.0.0/8".parse().unwrap()],
            deny_cidrs: Vec::new(),
        };
        assert!(check_callback_url("http://10.0.0.9:9000/cb", &settings).is_ok());
        assert!(check_callback_url("http://127.0.0.1:9000/cb", &settings).is_err());
    }

    proptest! {
        #[test]
        fn whatever_passes_is_https_to_a_public_place(text in "(https?|ftp)://[a-z0-9.:@\\[\\]#/]{1,30}") {
            if let Ok(url) = check(&text) {
                prop_assert_eq!(url.scheme(), "https");
                prop_assert!(url.username().is_empty() && url.fragment().is_none());
                let forbidden = match url.host() {
                    Some(Host::Ipv4(address)) => super::super::is_forbidden(address.into()),
                    Some(Host::Ipv6(address)) => super::super::is_forbidden(address.into()),
                    Some(Host::Domain(name)) => !name.contains('.'),
                    None => true,
                };
                prop_assert!(!forbidden, "{}", url);
            }
        }

        #[test]
        fn no_text_makes_the_check_panic(text in any::<String>()) {
            let _ = check(&text);
        }
    }
}
