//! `/api/v1/api-keys`: the keys of partners, without their secrets.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use waystation_shared::ids::ApiKeyId;
use waystation_shared::time::Timestamp;

use super::PageCaller;
use crate::identity::service::Identity;
use crate::identity::store::{self, ListedKey};
use crate::platform::http::ApiProblem;

/// Every API key the caller may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct ApiKeyList {
    items: Vec<ApiKeyView>,
}

/// One API key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
struct ApiKeyView {
    #[schema(value_type = i64)]
    id: ApiKeyId,
    api_key: String,
    username: String,
    /// Unix ms.
    #[schema(value_type = i64)]
    created_at: Timestamp,
    /// Unix ms, to the minute.
    #[schema(value_type = Option<i64>)]
    last_used_at: Option<Timestamp>,
    enabled: bool,
}

impl From<ListedKey> for ApiKeyView {
    fn from(key: ListedKey) -> Self {
        let ListedKey { id, api_key, username, created_at, last_used_at, enabled } = key;
        Self { id, api_key, username, created_at, last_used_at, enabled }
    }
}

/// Lists API keys, newest first; ordinary users see their own.
#[utoipa::path(get, path = "/api/v1/api-keys", tag = "api keys", responses((status = 200, body = ApiKeyList)))]
pub(super) async fn list(
    State(identity): State<Identity>,
    caller: PageCaller,
) -> Result<Json<ApiKeyList>, ApiProblem> {
    let of = if caller.role.sees_everything() { None } else { Some(caller.user_id) };
    let keys = identity.store().read(move |reader| store::list_keys(reader, of)).await?;
    Ok(Json(ApiKeyList { items: keys.into_iter().map(ApiKeyView::from).collect() }))
}
