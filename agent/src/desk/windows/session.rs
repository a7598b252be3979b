//! Whether a Windows session takes input, judged from what the system says of it. Pure.

use crate::desk::SessionState;

/// What Windows says of the session this process is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Facts {
    /// Whether keys go to the desktop of this process, and not to the lock screen or a secure prompt.
    pub(super) input_is_ours: bool,
    /// How the session is connected to a screen (`WTS_CONNECTSTATE_CLASS`), where Windows tells.
    pub(super) connection: Option<i32>,
    /// The session's lock flag, where Windows tells: 0 and 1, with a meaning that depends on its version.
    pub(super) lock_flag: Option<i32>,
    /// Windows 7 and its server, which have the two values of the flag swapped.
    pub(super) is_windows_7: bool,
}

/// A person sits before it, at the console or at a remote desktop.
const ACTIVE: i32 = 0;

/// What the facts mean.
pub(super) fn judge(facts: &Facts) -> SessionState {
    let locked = i32::from(facts.is_windows_7);
    if facts.connection.is_some_and(|connection| connection != ACTIVE) {
        SessionState::Disconnected
    } else if !facts.input_is_ours || facts.lock_flag == Some(locked) {
        SessionState::Locked
    } else {
        SessionState::Usable
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DISCONNECTED: i32 = 4;
    const AT_WORK: Facts =
        Facts { input_is_ours: true, connection: Some(ACTIVE), lock_flag: Some(1), is_windows_7: false };

    #[test]
    fn a_person_at_work_leaves_it_usable() {
        assert_eq!(judge(&AT_WORK), SessionState::Usable);
        let silent = Facts { connection: None, lock_flag: None, ..AT_WORK };
        assert_eq!(judge(&silent), SessionState::Usable, "what Windows does not tell is no obstacle");
    }

    #[test]
    fn a_lock_screen_or_a_secure_prompt_locks_it() {
        assert_eq!(judge(&Facts { input_is_ours: false, ..AT_WORK }), SessionState::Locked);
        assert_eq!(judge(&Facts { lock_flag: Some(0), ..AT_WORK }), SessionState::Locked);
    }

    #[test]
    fn windows_7_swaps_the_lock_flag() {
        let seven = Facts { is_windows_7: true, ..AT_WORK };
        assert_eq!(judge(&seven), SessionState::Locked);
        assert_eq!(judge(&Facts { lock_flag: Some(0), ..seven }), SessionState::Usable);
    }

    #[test]
    fn an_unknown_lock_flag_locks_nothing() {
        assert_eq!(judge(&Facts { lock_flag: Some(-1), ..AT_WORK }), SessionState::Usable);
    }

    #[test]
    fn a_closed_remote_desktop_is_disconnected_whatever_else_holds() {
        let closed = Facts { connection: Some(DISCONNECTED), ..AT_WORK };
        assert_eq!(judge(&closed), SessionState::Disconnected);
        assert_eq!(judge(&Facts { input_is_ours: false, ..closed }), SessionState::Disconnected);
    }
}
