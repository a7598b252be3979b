//! HTTP conventions: problems in the caller's language, checked bodies, pages of lists, request ids.

mod body;
mod frame;
mod idempotency;
mod oversize;
mod page;
mod problem;
mod request_id;

pub use body::{BODY_LIMIT, Valid, ValidQuery, too_large};
pub use frame::frame;
pub use idempotency::idempotency_key;
pub use page::{Page, PageQuery, page_of};
pub use problem::{ApiProblem, Envelope, EnvelopeError};
pub use request_id::RequestId;
