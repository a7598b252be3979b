//! Reads a request into its members, from exactly one place: a JSON body, a form body or the query.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, Uri, header};
use serde_json::Value;
use waystation_shared::sign::parse_members;

use super::request_id::RequestIdText;
use crate::platform::catalogue::Code;
use crate::platform::http::{ApiProblem, BODY_LIMIT, too_large};

/// How the members were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writing {
    /// Values have JSON types.
    Json,
    /// Every value is text.
    Text,
}

/// A request as it came, taken apart but not yet believed.
#[derive(Debug)]
pub(super) struct Received {
    pub(super) method: Method,
    pub(super) uri: Uri,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) query: Vec<(String, String)>,
    /// Members without those that are null or empty text: both mean "absent".
    pub(super) members: BTreeMap<String, Value>,
    pub(super) writing: Writing,
}

impl Received {
    /// The request id to repeat in an error, if there is one that can be repeated.
    pub(super) fn readable_request_id(&self) -> Option<String> {
        let from_header = self.headers.get("x-nonce").and_then(|nonce| nonce.to_str().ok());
        let from_body = self.members.get("requestId").and_then(Value::as_str);
        let id: RequestIdText = from_body.or(from_header)?.parse().ok()?;
        Some(id.as_str().to_owned())
    }
}

pub(super) async fn receive(request: Request) -> Result<Received, ApiProblem> {
    let (parts, body) = request.into_parts();
    let declared =
        parts.headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if declared.is_some_and(|length: usize| length > BODY_LIMIT) {
        return Err(too_large());
    }
    let body = axum::body::to_bytes(body, BODY_LIMIT).await.map_err(|error| body_problem(&error))?;
    let query = pairs(parts.uri.query().unwrap_or_default().as_bytes())?;
    let (mut members, writing) = members_of(&parts.method, &parts.headers, &query, &body)?;
    members.retain(|_, value| !is_absent(value));
    Ok(Received {
        method: parts.method,
        uri: parts.uri,
        headers: parts.headers,
        body,
        query,
        members,
        writing,
    })
}

fn is_absent(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(str::is_empty)
}

fn body_problem(error: &axum::Error) -> ApiProblem {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(inner) = cause {
        if inner.is::<http_body_util::LengthLimitError>() {
            return too_large();
        }
        cause = inner.source();
    }
    ApiProblem::new(Code::MalformedJson).with("the body broke off")
}

type Members = (BTreeMap<String, Value>, Writing);

fn members_of(
    method: &Method,
    headers: &HeaderMap,
    query: &[(String, String)],
    body: &[u8],
) -> Result<Members, ApiProblem> {
    let two_places = || {
        ApiProblem::new(Code::InvalidQuery).with("parameters belong into one place, the body or the address")
    };
    if *method == Method::GET {
        let members = text_members(query)?;
        return if body.is_empty() { Ok((members, Writing::Text)) } else { Err(two_places()) };
    }
    if !query.is_empty() {
        return Err(two_places());
    }
    match media_type(headers) {
        Some(MediaType::Json) => Ok((json_members(body)?, Writing::Json)),
        Some(MediaType::Form) => Ok((text_members(&pairs(body)?)?, Writing::Text)),
        None => Err(ApiProblem::new(Code::NotJson)),
    }
}

enum MediaType {
    Json,
    Form,
}

fn media_type(headers: &HeaderMap) -> Option<MediaType> {
    let sent = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let essence = sent.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/json") {
        Some(MediaType::Json)
    } else if essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        Some(MediaType::Form)
    } else {
        None
    }
}

fn json_members(body: &[u8]) -> Result<BTreeMap<String, Value>, ApiProblem> {
    parse_members(body).map_err(|error| {
        if std::str::from_utf8(body).is_err() {
            return ApiProblem::new(Code::NotText);
        }
        // The strict reader refuses what an ordinary one takes only for names that stand twice.
        let ordinary = serde_json::from_slice::<BTreeMap<String, Value>>(body);
        let code = if ordinary.is_ok() { Code::DuplicateName } else { Code::MalformedJson };
        ApiProblem::new(code).with(error)
    })
}

fn text_members(pairs: &[(String, String)]) -> Result<BTreeMap<String, Value>, ApiProblem> {
    let mut members = BTreeMap::new();
    for (name, value) in pairs {
        if members.insert(name.clone(), Value::from(value.as_str())).is_some() {
            return Err(ApiProblem::new(Code::DuplicateName).with(format!("the name {name:?} stands twice")));
        }
    }
    Ok(members)
}

/// Decodes `a=1&b=2`; what does not decode to UTF-8 is refused instead of being repaired.
fn pairs(text: &[u8]) -> Result<Vec<(String, String)>, ApiProblem> {
    let decoded: Vec<(String, String)> = url::form_urlencoded::parse(text).into_owned().collect();
    let repaired =
        decoded.iter().any(|(name, value)| [name, value].iter().any(|part| part.contains('\u{fffd}')));
    if repaired { Err(ApiProblem::new(Code::NotText)) } else { Ok(decoded) }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use proptest::prelude::*;

    use super::*;

    fn post(media_type: &str, uri: &str, body: impl Into<Body>) -> Request {
        let request = Request::builder().method("POST").uri(uri).header("content-type", media_type);
        request.body(body.into()).unwrap()
    }

    async fn code_of(request: Request) -> Code {
        receive(request).await.unwrap_err().code()
    }

    #[tokio::test]
    async fn json_and_form_and_query_give_the_same_members() {
        let json = receive(post("application/json; charset=utf-8", "/", r#"{"a":"票 1","b":"","c":null}"#));
        let form = receive(post("application/x-www-form-urlencoded", "/", "a=%E7%A5%A8+1&b="));
        let get = receive(Request::get("/?a=%E7%A5%A8%201").body(Body::empty()).unwrap());
        let json = json.await.unwrap().members;
        assert_eq!(json, BTreeMap::from([("a".to_owned(), Value::from("票 1"))]));
        assert_eq!(form.await.unwrap().members, json);
        assert_eq!(get.await.unwrap().members, json);
    }

    #[tokio::test]
    async fn every_wrong_body_has_its_own_code() {
        let json = |body: Vec<u8>| code_of(post("application/json", "/", body));
        assert_eq!(json(b"{\"a\":".to_vec()).await, Code::MalformedJson);
        assert_eq!(json(b"[1]".to_vec()).await, Code::MalformedJson);
        assert_eq!(json(Vec::new()).await, Code::MalformedJson);
        assert_eq!(json(b"{\"a\":1,\"a\":2}".to_vec()).await, Code::DuplicateName);
        assert_eq!(json(vec![0xff, 0xfe, 0x00]).await, Code::NotText);
        assert_eq!(json(vec![b' '; BODY_LIMIT + 1]).await, Code::BodyTooLarge);
        assert_eq!(code_of(post("text/plain", "/", "{}")).await, Code::NotJson);
        assert_eq!(code_of(post("application/json", "/?a=1", "{}")).await, Code::InvalidQuery);
        assert_eq!(
            code_of(post("application/x-www-form-urlencoded", "/", "a=1&a=1")).await,
            Code::DuplicateName
        );
        assert_eq!(code_of(post("application/x-www-form-urlencoded", "/", "a=%FF")).await, Code::NotText);
        assert_eq!(code_of(Request::get("/?a=1").body(Body::from("{}")).unwrap()).await, Code::InvalidQuery);
    }

    #[tokio::test]
    async fn a_body_of_unknown_length_is_cut_off_at_the_limit() {
        let chunk = || Ok::<_, std::io::Error>(Bytes::from(vec![b' '; 64 * 1024]));
        let endless = futures_util::stream::iter(std::iter::repeat_with(chunk));
        assert_eq!(
            code_of(post("application/json", "/", Body::from_stream(endless))).await,
            Code::BodyTooLarge
        );
    }

    #[tokio::test]
    async fn a_request_id_is_repeated_only_when_it_is_one() {
        let read = |body: &'static str| async move {
            receive(post("application/json", "/", body)).await.unwrap().readable_request_id()
        };
        assert_eq!(read(r#"{"requestId":"REQ1"}"#).await.as_deref(), Some("REQ1"));
        assert_eq!(read(r#"{"requestId":"<script>"}"#).await, None);
        assert_eq!(read(r#"{"requestId":7}"#).await, None);
    }

    proptest! {
        #[test]
        fn no_body_makes_the_reader_panic(body: Vec<u8>, form: bool) {
            let kind = if form { "application/x-www-form-urlencoded" } else { "application/json" };
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let _ = runtime.block_on(receive(post(kind, "/", body)));
        }

        #[test]
        fn a_form_says_the_same_as_the_query(names in proptest::collection::btree_map("[a-z]{1,5}", "\\PC{0,9}", 0..5)) {
            let text = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&names).finish();
            let decoded = pairs(text.as_bytes());
            prop_assume!(!names.values().any(|value| value.contains('\u{fffd}')));
            prop_assert_eq!(decoded.unwrap().into_iter().collect::<BTreeMap<_, _>>(), names);
        }
    }
}
