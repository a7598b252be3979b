//! The application: the platform and every domain, put together and kept running.

use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;

use axum::extract::FromRef;
use ed25519_dalek::SigningKey;
use thiserror::Error;
use tokio::task::JoinHandle;

use crate::config::Config;
use crate::dispatch::{self, Dispatch};
use crate::fleet::{self, Fleet};
use crate::identity::{self, AddUserError, Identity};
use crate::platform::clock::Clock;
use crate::platform::crypto::{CryptoError, Vault};
use crate::platform::events::Events;
use crate::platform::jobs::{Shutdown, Wake};
use crate::platform::store::{Store, StoreError};
use crate::platform::{Parts, Platform, crypto, settings};
use crate::webhooks::{self, Webhooks};

/// The file in the data directory that holds the key of all sealed secrets.
const KEY_FILE: &str = "secret.key";

/// Everything a request may need, in one handle: every request clones it.
#[derive(Debug, Clone)]
pub struct App(Arc<Domains>);

impl Deref for App {
    type Target = Domains;

    fn deref(&self) -> &Domains {
        &self.0
    }
}

macro_rules! states {
    ($($state:ident in $field:ident),+) => {$(
        impl FromRef<App> for $state {
            fn from_ref(app: &App) -> Self {
                app.$field.clone()
            }
        }
    )+};
}

states!(Identity in identity, Fleet in fleet, Dispatch in dispatch, Webhooks in webhooks);

/// What an [`App`] consists of.
#[derive(Debug)]
pub struct Domains {
    /// The parts under every domain.
    pub platform: Platform,
    /// Who calls.
    pub identity: Identity,
    /// Terminals.
    pub fleet: Fleet,
    /// Tasks.
    pub dispatch: Dispatch,
    /// Callbacks.
    pub webhooks: Webhooks,
}

/// Why the application did not start or did not go on.
#[derive(Debug, Error)]
pub enum AppError {
    /// The data directory cannot be made.
    #[error("data directory: {0}")]
    DataDir(#[source] std::io::Error),
    /// The store failed.
    #[error("store: {0}")]
    Store(#[from] StoreError),
    /// The first user could not be added.
    #[error("first user: {0}")]
    FirstUser(#[from] AddUserError),
    /// Secrets could not be made or opened.
    #[error("secrets: {0}")]
    Crypto(#[from] CryptoError),
    /// The callback client could not be made.
    #[error("callback client: {0}")]
    Client(#[from] reqwest::Error),
}

impl App {
    /// Opens the store in `data_dir` and puts the domains together. Nothing runs yet.
    ///
    /// # Errors
    /// When the directory, the key file or the store cannot be used.
    pub fn open(data_dir: &Path, config: &Config, clock: Clock) -> Result<Self, AppError> {
        std::fs::create_dir_all(data_dir).map_err(AppError::DataDir)?;
        let platform = Platform::new(Parts {
            vault: Vault::open(&data_dir.join(KEY_FILE))?,
            store: Store::open(&config.store_settings(data_dir))?,
            clock,
            events: Events::default(),
            outbox: Wake::default(),
            shutdown: Shutdown::default(),
        });
        let identity = Identity::new(platform.clone(), config.identity.clone());
        let fleet = Fleet::new(platform.clone());
        let dispatch =
            Dispatch::new(platform.clone(), fleet.clone(), config.server.poll_ms, config.callbacks.clone());
        let webhooks = Webhooks::new(platform.clone(), config.callbacks.clone())?;
        Ok(Self(Arc::new(Domains { platform, identity, fleet, dispatch, webhooks })))
    }

    /// Makes what a new installation needs: the signing key, and the first user without a password.
    /// Answers the token of a one-time sign-in link when there was no user.
    ///
    /// # Errors
    /// When the store fails or no secret can be made.
    pub async fn prepare(&self) -> Result<Option<String>, AppError> {
        let now = self.platform.clock.now();
        let mut seed = [0; 32];
        crypto::fill_random(&mut seed)?;
        let vault = self.platform.vault.clone();
        let link = self
            .platform
            .store
            .write(move |tx| {
                keep_signing_key(tx, &vault, &seed)?;
                Ok::<_, AppError>(identity::ensure_first_user(tx, now)?)
            })
            .await?;
        self.fleet.refresh().await?;
        Ok(link)
    }

    /// Starts the loops beside requests.
    #[must_use]
    pub fn start_jobs(&self) -> Vec<JoinHandle<()>> {
        let shutdown = &self.platform.shutdown;
        let mut running = fleet::jobs::start(&self.fleet, shutdown);
        running.push(identity::housekeeping(self.identity.clone(), shutdown.clone()));
        running.extend(dispatch::jobs::start(&self.dispatch, shutdown));
        running.extend(webhooks::jobs::start(&self.webhooks, shutdown));
        running
    }
}

/// Makes the installation's Ed25519 key once; the private half is sealed.
fn keep_signing_key(
    tx: &mut crate::platform::store::Tx<'_>,
    vault: &Vault,
    seed: &[u8; 32],
) -> Result<(), AppError> {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    let key = SigningKey::from_bytes(seed);
    let sealed = vault.seal("signing key", &STANDARD.encode(key.to_bytes()))?;
    let kept = settings::put_once(tx, "signing.sealed_key", &STANDARD.encode(&sealed))?;
    if kept == STANDARD.encode(&sealed) {
        settings::put_once(tx, "signing.public_key", &STANDARD.encode(key.verifying_key().as_bytes()))?;
    }
    Ok(())
}
