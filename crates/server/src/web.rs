//! The two web faces, embedded in the binary. Without a web build the API works alone.

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use rust_embed::RustEmbed;

use crate::problem::Problem;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../web/dist"]
#[allow_missing = true]
struct Dist;

/// `/` leads to the console.
pub(crate) async fn home() -> Redirect {
    Redirect::temporary("/console/")
}

/// A file of the console.
pub(crate) async fn console(path: Option<Path<String>>, headers: HeaderMap) -> Response {
    serve("console", path, &headers)
}

/// What the page to report begins with. The browser asks for it together with the code, not one round trip after it.
const KINDS_EARLY: &str = "</api/catalogue>; rel=preload; as=fetch; crossorigin";

/// A file of the pocket.
pub(crate) async fn pocket(path: Option<Path<String>>, headers: HeaderMap) -> Response {
    let reports = path.as_ref().is_some_and(|Path(path)| path.trim_end_matches('/') == "report");
    let mut response = serve("pocket", path, &headers);
    if reports {
        response.headers_mut().insert(header::LINK, HeaderValue::from_static(KINDS_EARLY));
    }
    response
}

/// What is nowhere.
pub(crate) async fn nothing(uri: Uri) -> Problem {
    Problem::not_found(&format!("page `{}`", uri.path()))
}

/// What is there, but not for this method.
pub(crate) async fn wrong_method(method: Method) -> Problem {
    let detail = format!("`{method}` is not offered at this address");
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", detail)
}

fn serve(face: &str, path: Option<Path<String>>, headers: &HeaderMap) -> Response {
    let path = path.map(|Path(path)| path).unwrap_or_default();
    // Addresses inside a face belong to its own router: they all get its first page.
    let (file, name) = match Dist::get(&format!("{face}/{path}")).filter(|_| !path.is_empty()) {
        Some(file) => (file, path.as_str()),
        // A page in place of a missing service worker would hide that it is missing.
        None if path.starts_with("assets/") || path == "sw.js" => return Problem::not_found("file").into_response(),
        None => match Dist::get(&format!("{face}/index.html")) {
            Some(file) => (file, "index.html"),
            None => return missing(face),
        },
    };
    let tag = format!("\"{}\"", service::secret::hex(&file.metadata.sha256_hash()[..12]));
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    // Files under assets/ carry a hash of their content in their name.
    let cache = if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let fixed = [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, cache.to_owned())];
    if known.is_some_and(|known| known.contains(tag.trim_matches('"'))) {
        return (StatusCode::NOT_MODIFIED, fixed).into_response();
    }
    let kind = mime_guess::from_path(name).first_or_octet_stream().to_string();
    (fixed, [(header::CONTENT_TYPE, kind)], file.data).into_response()
}

fn missing(face: &str) -> Response {
    let text = format!("The {face} was not built into this program. Run `make web` and build again.\n");
    (StatusCode::NOT_FOUND, text).into_response()
}
