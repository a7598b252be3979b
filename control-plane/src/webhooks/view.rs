//! Deliveries as the page shows them.

use serde::Serialize;
use utoipa::ToSchema;
use waystation_shared::ids::{DeliveryId, TaskId};
use waystation_shared::time::Timestamp;

use super::model::DeliveryState;
use super::store::{self, Attempt};
use crate::platform::store::{Reader, StoreError};

/// One callback owed to a partner, with everything that was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeliveryView {
    /// Its number.
    #[schema(value_type = i64)]
    pub id: DeliveryId,
    /// Where it stands.
    pub state: DeliveryState,
    /// Where it goes.
    pub url: String,
    /// What was tried, oldest first.
    pub attempts: Vec<AttemptView>,
    /// When it is tried next, Unix ms; null when it is not.
    #[schema(value_type = Option<i64>)]
    pub next_at: Option<Timestamp>,
    /// Unix ms.
    #[schema(value_type = i64)]
    pub created_at: Timestamp,
}

/// One attempt to deliver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AttemptView {
    /// When it began, Unix ms.
    #[schema(value_type = i64)]
    pub at: Timestamp,
    /// The HTTP status; null when no answer came.
    pub status: Option<i64>,
    /// How long it took, ms.
    pub latency_ms: i64,
    /// Why no answer came.
    pub error: Option<String>,
    /// The start of the answer's body.
    pub response: Option<String>,
}

impl From<Attempt> for AttemptView {
    fn from(attempt: Attempt) -> Self {
        let Attempt { at, status, latency_ms, error, response } = attempt;
        Self { at, status, latency_ms, error, response }
    }
}

/// The callbacks of a task with their attempts.
///
/// # Errors
/// When the store fails.
pub fn deliveries_of(reader: &mut Reader<'_>, task: TaskId) -> Result<Vec<DeliveryView>, StoreError> {
    let mut views = Vec::new();
    for delivery in store::of_task(reader, task)? {
        let attempts = store::attempts_of(reader, delivery.id)?;
        views.push(DeliveryView {
            id: delivery.id,
            state: delivery.state,
            url: delivery.url,
            attempts: attempts.into_iter().map(AttemptView::from).collect(),
            next_at: (delivery.state == DeliveryState::Pending).then_some(delivery.next_at),
            created_at: delivery.created_at,
        });
    }
    Ok(views)
}
