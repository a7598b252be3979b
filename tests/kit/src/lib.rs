//! Test kit: the app on both engines, a clock to move, and callers of every kind.
//!
//! [`both_engines!`] turns one async function into two tests, one on SQLite and one on a real PostgreSQL,
//! each with a store of its own.

mod app;
mod postgres;
mod terminal;

pub use app::{ApiKey, Engine, Page, TestApp, signed_body};
pub use terminal::TestTerminal;

/// Writes each test twice: on embedded SQLite and on PostgreSQL. After the body, nothing may be left in
/// the outbox.
#[macro_export]
macro_rules! both_engines {
    ($($(#[$attribute:meta])* async fn $name:ident($app:ident: TestApp) $body:block)+) => {$(
        mod $name {
            use super::*;

            async fn scenario($app: &$crate::TestApp) $body

            $(#[$attribute])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let app = $crate::TestApp::start($crate::Engine::Sqlite).await;
                scenario(&app).await;
                app.assert_settled().await;
            }

            $(#[$attribute])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                let app = $crate::TestApp::start($crate::Engine::Postgres).await;
                scenario(&app).await;
                app.assert_settled().await;
            }
        }
    )+};
}
