//! Sends held deliveries and writes down what came of it.

use std::time::{Duration, Instant};

use axum::http::{HeaderMap, HeaderValue, header};
use waystation_shared::sign::WebhookSecret;
use waystation_shared::time::Timestamp;

use super::Webhooks;
use super::model::{DeliveryState, Jitter, Outcome, Verdict, retry_after};
use super::store::{self, Attempt, Held, Move};
use crate::dispatch;
use crate::identity::{KeySecrets, SecretError, key_secrets};
use crate::platform::crypto::{self, Vault};
use crate::platform::events::Event;
use crate::platform::outbound::{Answer, CallError, check_callback_url};
use crate::platform::store::{StoreError, Tx};

/// How long a server holds what it sends: well over the time-out of a call.
pub(super) const HOLD: Duration = Duration::from_mins(1);

/// What is kept of an answer, in bytes.
const KEPT: usize = 4 * 1024;

/// Refusals after which somebody should look.
const ALERT_AFTER: usize = 3;

/// A held delivery with the secrets that sign it.
pub(super) struct Parcel {
    held: Held,
    secrets: Option<KeySecrets>,
}

/// Holds up to `limit` due deliveries and opens their secrets.
pub(super) fn pick_up(
    tx: &mut Tx<'_>,
    vault: &Vault,
    limit: i64,
    now: Timestamp,
) -> Result<Vec<Parcel>, StoreError> {
    let mut parcels = Vec::new();
    for held in store::hold_due(tx, limit, (now, now.plus(HOLD)))? {
        let secrets = match key_secrets(tx, vault, held.api_key) {
            Ok(secrets) => secrets,
            Err(SecretError::Store(error)) => return Err(error),
            Err(SecretError::Crypto(_)) => None,
        };
        parcels.push(Parcel { held, secrets });
    }
    Ok(parcels)
}

impl Webhooks {
    /// Makes one attempt and writes it down.
    pub(super) async fn deliver(&self, parcel: Parcel) -> Result<(), StoreError> {
        let at = self.platform.clock.now();
        let begun = Instant::now();
        let outcome = self.send(&parcel, at).await;
        let latency_ms = i64::try_from(begun.elapsed().as_millis()).unwrap_or(i64::MAX);
        let mut random = [0; 2];
        if let Err(error) = crypto::fill_random(&mut random) {
            tracing::warn!(%error, "a callback is tried again without jitter");
        }
        let now = self.platform.clock.now();
        let made = usize::try_from(parcel.held.step).unwrap_or(usize::MAX).saturating_add(1);
        let verdict = Verdict::of(&outcome, made, now, Jitter::of(random));
        tell(&parcel.held, &outcome, made, verdict);
        self.settle(parcel.held, attempt(at, latency_ms, outcome), verdict).await
    }

    async fn send(&self, parcel: &Parcel, now: Timestamp) -> Outcome {
        // Settings may have become stricter since the address was stored.
        let url = match check_callback_url(&parcel.held.url, &self.settings) {
            Ok(url) => url,
            Err(error) => return Outcome::Blocked(error.to_string()),
        };
        let Some(headers) = headers(parcel, now) else {
            return Outcome::Unreachable("the key's secrets cannot be opened; nothing was sent".to_owned());
        };
        match self.outbound.post(&url, headers, parcel.held.body.clone()).await {
            Ok(answer) => answered(&answer, self.platform.clock.now()),
            Err(error @ CallError::Blocked(_)) => Outcome::Blocked(error.to_string()),
            Err(CallError::Unreachable(reason)) => Outcome::Unreachable(reason),
        }
    }

    /// The attempt and what follows from it are one fact. An attempt that came back too late is recorded
    /// all the same, but another server decides by then.
    async fn settle(&self, held: Held, attempt: Attempt, verdict: Verdict) -> Result<(), StoreError> {
        let task = held.task;
        let state = self
            .platform
            .store
            .write(move |tx| {
                store::insert_attempt(tx, held.id, &attempt)?;
                store::let_go(tx, &held, &next(&held, verdict))?;
                Ok::<_, StoreError>(dispatch::finished_task(tx, held.task)?.map(|task| task.state))
            })
            .await?;
        if let Some(state) = state {
            self.platform.events.send(Event::Task(task, state));
        }
        Ok(())
    }
}

/// Headers of the Standard Webhooks convention; time and signature are new for each attempt.
fn headers(parcel: &Parcel, now: Timestamp) -> Option<HeaderMap> {
    let secret = WebhookSecret::parse(&parcel.secrets.as_ref()?.webhook_secret).ok()?;
    let Held { webhook_id, body, .. } = &parcel.held;
    let seconds = now.unix_seconds();
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert("webhook-id", webhook_id.parse().ok()?);
    headers.insert("webhook-timestamp", HeaderValue::from(seconds));
    headers.insert("webhook-signature", secret.sign(webhook_id, seconds, body).parse().ok()?);
    Some(headers)
}

fn answered(answer: &Answer, now: Timestamp) -> Outcome {
    Outcome::Answered {
        status: answer.status,
        retry_after: answer.retry_after.as_deref().and_then(|header| retry_after(header, now)),
        response: excerpt(&answer.body),
    }
}

/// The start of an answer as text that any store takes.
fn excerpt(body: &[u8]) -> String {
    let start = body.get(..KEPT).unwrap_or(body);
    let mut text = String::from_utf8_lossy(start).replace('\0', "\u{fffd}");
    while text.len() > KEPT {
        text.pop();
    }
    text
}

fn attempt(at: Timestamp, latency_ms: i64, outcome: Outcome) -> Attempt {
    let (status, error, response) = match outcome {
        Outcome::Answered { status, response, .. } => (Some(i64::from(status)), None, Some(response)),
        Outcome::Blocked(reason) | Outcome::Unreachable(reason) => (None, Some(reason), None),
    };
    Attempt { at, status, latency_ms, error, response }
}

fn next(held: &Held, verdict: Verdict) -> Move {
    let step = held.step.saturating_add(1);
    let (state, next_at) = match verdict {
        Verdict::Delivered => (DeliveryState::Delivered, held.until),
        Verdict::Again(at) => (DeliveryState::Pending, at),
        Verdict::Failed => (DeliveryState::Failed, held.until),
        Verdict::Stopped => (DeliveryState::Stopped, held.until),
    };
    Move { state, step, next_at }
}

/// On the record: what somebody should look at is a warning, the rest is for who follows along.
fn tell(held: &Held, outcome: &Outcome, made: usize, verdict: Verdict) {
    let status = match outcome {
        Outcome::Answered { status, .. } => Some(*status),
        Outcome::Blocked(_) | Outcome::Unreachable(_) => None,
    };
    let refused = status.is_some_and(|status| (400..500).contains(&status)) && made >= ALERT_AFTER;
    match verdict {
        Verdict::Failed | Verdict::Stopped => {
            tracing::warn!(delivery = %held.id, task = %held.task, ?status, made, "a callback was given up");
        }
        Verdict::Again(_) if refused => {
            tracing::warn!(delivery = %held.id, task = %held.task, ?status, made, "a callback is refused");
        }
        Verdict::Again(at) => {
            tracing::info!(delivery = %held.id, task = %held.task, ?status, made, %at, "a callback is tried again");
        }
        Verdict::Delivered => {
            tracing::info!(delivery = %held.id, task = %held.task, ?status, made, "a callback was delivered");
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_kept_of_an_answer_is_short_text_without_zero_bytes(body in proptest::collection::vec(any::<u8>(), 0..9000)) {
            let kept = excerpt(&body);
            prop_assert!(kept.len() <= KEPT && !kept.contains('\0'));
        }
    }

    #[test]
    fn short_answers_are_kept_whole() {
        assert_eq!(excerpt("收到 ok".as_bytes()), "收到 ok");
    }
}
