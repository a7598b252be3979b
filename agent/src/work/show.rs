//! Pictures of the screen for people, beside the work.

use std::convert::Infallible;
use std::future::pending;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::time::sleep;
use waystation_shared::edge_api::ScreenUpload;

use super::Worker;
use super::station::Glance;
use crate::screenshots::{Decision, MaskedPicture};
use crate::server::ServerError;

impl Worker {
    /// Somebody wants to see the screen.
    pub(super) fn want_picture(&self) {
        self.screenshots.borrow_mut().want();
        self.picture_wanted.notify_one();
    }

    /// Lets a look taken for the work serve the pictures too: each look costs a capture.
    pub(super) fn show_if_changed(&self, glance: &Glance) {
        let decision = self.screenshots.borrow().decide(glance.screen_hash.as_deref(), self.now());
        if decision != Decision::Nothing {
            self.picture_wanted.notify_one();
        }
    }

    /// Looks now and then and shows what is new.
    pub(super) async fn keep_showing(&self) -> Infallible {
        if !self.pictures.send {
            return pending().await;
        }
        loop {
            let pause = self.show_what_is_new().await;
            tokio::select! {
                () = sleep(pause) => {}
                () = self.picture_wanted.notified() => {}
            }
        }
    }

    /// Returns how long to wait before the next look.
    async fn show_what_is_new(&self) -> Duration {
        let look_every = self.pictures.look_every();
        let glance = self.station.glance(look_every).await;
        let decision = self.screenshots.borrow().decide(glance.screen_hash.as_deref(), self.now());
        match decision {
            Decision::Nothing => look_every,
            Decision::Later(wait) => wait.min(look_every),
            Decision::Send if self.show().await => look_every,
            Decision::Send => self.polling.retry_at_most(),
        }
    }

    /// Returns whether the picture has been dealt with.
    async fn show(&self) -> bool {
        let Some(picture) = self.station.picture().await else { return true };
        self.screenshots.borrow_mut().taken();
        let hash = picture.hash.clone();
        match self.server.show(&self.upload_of(picture)).await {
            Ok(_) => {}
            // What the server will not have today it will not have tomorrow.
            Err(error @ ServerError::Refused(_)) => tracing::warn!(%error, "picture refused"),
            Err(error) => {
                tracing::debug!(%error, "picture not sent");
                self.screenshots.borrow_mut().want();
                return false;
            }
        }
        self.screenshots.borrow_mut().sent(hash, self.now());
        true
    }

    fn upload_of(&self, picture: MaskedPicture) -> ScreenUpload {
        ScreenUpload {
            terminal_id: self.terminal_id,
            hash: picture.hash,
            png: STANDARD.encode(&picture.png),
            text: picture.text,
            unknown_glyphs: picture.unknown_glyphs,
            taken_at: self.now(),
        }
    }
}
