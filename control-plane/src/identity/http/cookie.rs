//! The session cookie: out of reach of scripts and of other sites.

use axum::http::{HeaderMap, HeaderValue, header};
use waystation_shared::time::Timestamp;

use crate::identity::session::NewSession;
use crate::platform::http::ApiProblem;

const NAME: &str = "waystation_session";

/// The token of the session cookie, if one was sent.
pub(super) fn session_token(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find_map(|(name, value)| (name == NAME).then_some(value))
}

/// Hands a session to the browser.
pub(super) fn opened(session: &NewSession, now: Timestamp, secure: bool) -> Result<HeaderValue, ApiProblem> {
    let seconds = session.expires_at.millis_since(now) / 1000;
    value(&session.token, seconds, secure)
}

/// Takes it away again.
pub(super) fn closed(secure: bool) -> Result<HeaderValue, ApiProblem> {
    value("", 0, secure)
}

fn value(token: &str, seconds: i64, secure: bool) -> Result<HeaderValue, ApiProblem> {
    let secure = if secure { "; Secure" } else { "" };
    let text = format!("{NAME}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}");
    text.try_into().map_err(|error: axum::http::header::InvalidHeaderValue| ApiProblem::internal(&error))
}

/// Whether the browser itself says that it reached the page by https. Whoever lies about it makes only
/// its own cookie stricter.
pub(super) fn came_by_https(headers: &HeaderMap) -> bool {
    let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
    origin.is_some_and(|origin| origin.starts_with("https://"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_session_is_found_among_other_cookies() {
        let mut headers = HeaderMap::new();
        assert_eq!(session_token(&headers), None);
        headers.append(header::COOKIE, HeaderValue::from_static("theme=dark; x"));
        headers.append(
            header::COOKIE,
            HeaderValue::from_static("not_waystation_session=1; waystation_session=abc-_"),
        );
        assert_eq!(session_token(&headers), Some("abc-_"));
    }

    #[test]
    fn the_cookie_is_strict_and_secure_when_asked_for() {
        let session = NewSession { token: "abc".to_owned(), expires_at: Timestamp(43_200_000) };
        let plain = opened(&session, Timestamp(0), false).unwrap();
        assert_eq!(plain, "waystation_session=abc; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict");
        let secure = opened(&session, Timestamp(0), true).unwrap();
        assert!(secure.to_str().unwrap().ends_with("; Secure"));
    }

    #[test]
    fn https_is_known_from_the_browsers_own_origin() {
        let mut headers = HeaderMap::new();
        assert!(!came_by_https(&headers));
        headers.insert(header::ORIGIN, HeaderValue::from_static("https://station.example.com"));
        assert!(came_by_https(&headers));
    }
}
