//! The admin page, built by `cargo xtask ui` and embedded. Without it a short text says how to build it.

use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::platform::catalogue::Code;
use crate::platform::http::ApiProblem;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/ui/dist"]
#[allow_missing = true]
struct Page;

/// Encodings in the order of preference, with the suffix of the file that holds them.
const ENCODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// Serves a file of the page; any other path outside `/api` is the page itself, which knows its routes.
pub(crate) async fn serve(uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path.starts_with("api/") {
        return ApiProblem::new(Code::NoSuchPath).into_response();
    }
    match file(path, &headers).or_else(|| file("index.html", &headers)) {
        Some(response) => response,
        None => {
            "The admin page is not built into this program. Build it with: cargo xtask ui\n".into_response()
        }
    }
}

fn file(path: &str, headers: &HeaderMap) -> Option<Response> {
    let plain = Page::get(path)?;
    let media_type = media_type(path);
    // Files under assets/ carry a hash of their content in the name.
    let caching =
        if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let common = [
        (header::CONTENT_TYPE, media_type),
        (header::CACHE_CONTROL, caching),
        (header::VARY, "accept-encoding"),
    ];
    match compressed(path, headers) {
        Some((encoding, file)) => {
            Some((common, [(header::CONTENT_ENCODING, encoding)], file.data).into_response())
        }
        None => Some((common, plain.data).into_response()),
    }
}

fn compressed(path: &str, headers: &HeaderMap) -> Option<(&'static str, EmbeddedFile)> {
    let accepted = headers.get(header::ACCEPT_ENCODING)?.to_str().ok()?;
    ENCODINGS
        .into_iter()
        .filter(|(encoding, _)| accepted.contains(encoding))
        .find_map(|(encoding, suffix)| Some((encoding, Page::get(&format!("{path}{suffix}"))?)))
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("json" | "webmanifest") => "application/json",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}
