//! The host as a library: one host, any number of sessions on any number of threads, in any time.
//!
//! ```
//! use std::time::Duration;
//! use jiff::civil::date;
//! use waystation_eterm_sim::host::Workplace;
//! use waystation_eterm_sim::service::{Service, settings_for_tests};
//!
//! let service = Service::new(settings_for_tests());
//! let now = date(2026, 11, 21).at(9, 0, 0, 0);
//! let session = service.session("a", Workplace { office: "CTU999".into(), pid: "6999".into() }, now);
//! let exchange = session.transmit("RT KABC12", now)?;
//! assert_eq!(exchange.screens[0].answer.text(), "NO PNR");
//! # Ok::<(), std::io::Error>(())
//! ```

use crate::audit::AuditEntry;
use crate::fault::{Control, Fault, FaultPlan};
use crate::host::{Host, HostSettings, Workplace};
use crate::keeper::Keeper;
use crate::line::{Exchange, Kept, Line, LineSettings};
use jiff::civil::DateTime;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A host that several sessions share.
#[derive(Debug, Clone)]
pub struct Service {
    shared: Arc<Mutex<Shared>>,
}

#[derive(Debug)]
struct Shared {
    line: Line,
    keeper: Option<Keeper>,
    audit: Vec<AuditEntry>,
}

impl Service {
    /// A host without files.
    #[must_use]
    pub fn new(settings: LineSettings) -> Self {
        Self::with(Line::new(settings, Kept::default()), None)
    }

    /// A host that keeps its state and its record in files, going on where it was left.
    ///
    /// # Errors
    /// When a file cannot be read or written.
    pub fn kept(settings: LineSettings, state: Option<&Path>, audit: Option<&Path>) -> io::Result<Self> {
        let (keeper, kept) = Keeper::open(state, audit)?;
        Ok(Self::with(Line::new(settings, kept), Some(keeper)))
    }

    fn with(line: Line, keeper: Option<Keeper>) -> Self {
        Self { shared: Arc::new(Mutex::new(Shared { line, keeper, audit: Vec::new() })) }
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens a session, or takes up one of this name.
    #[must_use]
    pub fn session(&self, name: &str, workplace: Workplace, now: DateTime) -> Session {
        self.lock().line.open(name, workplace, now);
        Session { service: self.clone(), name: name.to_owned() }
    }

    /// Changes latency, faults, fares and partners.
    pub fn control(&self, control: Control) {
        self.lock().line.control(control);
    }

    /// Lets time pass that nobody waits for; tells all that has passed so.
    #[must_use]
    pub fn wait(&self, waited: Duration) -> Duration {
        self.lock().line.wait(waited)
    }

    /// Whether a session's link is up.
    #[must_use]
    pub fn is_connected(&self, session: &str, now: DateTime) -> bool {
        self.lock().line.is_connected(session, now)
    }

    /// Lets a fault that needs no command strike a session: a lost link, a sign-off.
    pub fn strike(&self, session: &str, fault: Fault, now: DateTime) {
        let mut shared = self.lock();
        if fault == Fault::SignOff {
            shared.line.host_mut().sign_off(session);
        } else if matches!(fault, Fault::LinkDown | Fault::LinkLost) {
            shared.line.lose(session, now);
        } else if fault == Fault::ChangedMeanwhile {
            shared.line.host_mut().change_behind(session, now);
        }
    }

    /// Looks at the host itself: the truth behind all screens.
    pub fn look<T>(&self, look: impl FnOnce(&Host) -> T) -> T {
        look(self.lock().line.host())
    }

    /// Every command heard since the service started, in order.
    #[must_use]
    pub fn audit(&self) -> Vec<AuditEntry> {
        self.lock().audit.clone()
    }
}

/// One terminal's session.
#[derive(Debug, Clone)]
pub struct Session {
    service: Service,
    name: String,
}

impl Session {
    /// Sends a command; what happened is written down before this returns. Nothing is waited for: the screens
    /// of the exchange say when they arrive. Without a link nothing is sent and nothing comes.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn transmit(&self, text: &str, now: DateTime) -> io::Result<Exchange> {
        let mut shared = self.service.lock();
        let Shared { line, keeper, audit, .. } = &mut *shared;
        if !line.is_connected(&self.name, now) {
            return Ok(Exchange { link_lost_after: Some(Duration::ZERO), ..Exchange::default() });
        }
        let exchange = line.transmit(&self.name, text, now);
        match keeper {
            Some(keeper) => audit.extend(keeper.write(line)?),
            None => audit.extend(line.take_audit()),
        }
        Ok(exchange)
    }

    /// The session's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// A prompt host without faults for office `CTU999`, whose agent is signed in everywhere.
#[must_use]
pub fn settings_for_tests() -> LineSettings {
    LineSettings {
        host: HostSettings::plain("CTU999", "6999"),
        latency: Duration::from_millis(20),
        faults: FaultPlan::new(Fault::None, None, Duration::from_secs(3)),
    }
}
