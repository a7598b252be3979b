//! The SQL of the fleet.

use waystation_shared::edge_api::{GlyphPicture, MachineInfo, Readiness, ScreenUpload};
use waystation_shared::ids::{OfficeNo, TerminalId};
use waystation_shared::time::Timestamp;

use super::model::{NewTerminal, NodeIdentity, Seen, Terminal, TerminalReadiness, TerminalState};
use crate::params;
use crate::platform::store::{Reader, Row, StoreError, Tx};

const TERMINAL_COLUMNS: &str = "SELECT t.id, t.name, t.office_no, t.pid, t.kind, t.remark, t.production_codes, \
     t.ticketing_codes, t.state, t.host_name, t.os_info, t.agent_version, t.readiness, t.reason, t.paused, \
     t.last_active_at, t.current_task_count, t.success_count, t.fail_count, s.hash, s.taken_at, \
     (SELECT COUNT(*) FROM glyphs g WHERE g.terminal_id = t.id AND g.reading IS NULL), t.created_at, u.display_name \
     FROM terminals t LEFT JOIN screens s ON s.terminal_id = t.id LEFT JOIN users u ON u.id = t.user_id";

fn terminal(row: &Row<'_>) -> Result<Terminal, StoreError> {
    let screen_hash: Option<String> = row.get(19)?;
    let screen_time: Option<Timestamp> = row.get(20)?;
    Ok(Terminal {
        id: row.get(0)?,
        name: row.get(1)?,
        office_no: row.get(2)?,
        pid: row.get(3)?,
        kind: row.get(4)?,
        remark: row.get(5)?,
        production_codes: codes(row, 6)?,
        ticketing_codes: codes(row, 7)?,
        state: row.get(8)?,
        host_name: row.get(9)?,
        os_info: row.get(10)?,
        agent_version: row.get(11)?,
        readiness: row.get(12)?,
        reason: row.get(13)?,
        paused: row.get(14)?,
        last_active_at: row.get(15)?,
        current_task_count: row.get(16)?,
        success_count: row.get(17)?,
        fail_count: row.get(18)?,
        screen: screen_hash.zip(screen_time),
        unknown_glyphs: row.get(21)?,
        created_at: row.get(22)?,
        owner: row.get(23)?,
    })
}

fn codes(row: &Row<'_>, index: usize) -> Result<Vec<String>, StoreError> {
    let text: String = row.get(index)?;
    serde_json::from_str(&text).map_err(|error| StoreError::BadColumn {
        index,
        expected: "a JSON list of codes",
        found: error.to_string(),
    })
}

/// Every terminal, by Office and PID.
pub(super) fn all_terminals(reader: &mut Reader<'_>) -> Result<Vec<Terminal>, StoreError> {
    reader.query(&format!("{TERMINAL_COLUMNS} ORDER BY t.office_no, t.pid"), params![], terminal)
}

/// One terminal.
///
/// # Errors
/// When the store fails.
pub fn load_terminal(reader: &mut Reader<'_>, id: TerminalId) -> Result<Option<Terminal>, StoreError> {
    reader.first(&format!("{TERMINAL_COLUMNS} WHERE t.id = ?1"), params![id], terminal)
}

/// Whether a terminal of that id is registered.
///
/// # Errors
/// When the store fails.
pub fn terminal_exists(reader: &mut Reader<'_>, id: TerminalId) -> Result<bool, StoreError> {
    let found =
        reader.first("SELECT 1 FROM terminals WHERE id = ?1", params![id], |row| row.get::<i64>(0))?;
    Ok(found.is_some())
}

/// Registers a terminal; [`StoreError::Conflict`] cannot come of it: a taken Office and PID answer `None`.
pub(super) fn insert_terminal(
    tx: &mut Tx<'_>,
    new: &NewTerminal,
    now: Timestamp,
) -> Result<Option<TerminalId>, StoreError> {
    tx.first(
        "INSERT INTO terminals (name, office_no, pid, user_id, kind, remark, state, created_at)
         VALUES (?1, ?2, ?3, ?4, 'eterm', ?5, 'waiting_enrolment', ?6)
         ON CONFLICT (office_no, pid) DO NOTHING RETURNING id",
        params![new.name, new.office_no, new.pid, new.owner, new.remark, now],
        |row| row.get(0),
    )
}

pub(super) fn find_by_office_and_pid(
    reader: &mut Reader<'_>,
    office_no: &OfficeNo,
    pid: &str,
) -> Result<Option<TerminalId>, StoreError> {
    reader.first(
        "SELECT id FROM terminals WHERE office_no = ?1 AND pid = ?2",
        params![office_no, pid],
        |row| row.get(0),
    )
}

pub(super) fn update_terminal(tx: &mut Tx<'_>, terminal: &Terminal) -> Result<(), StoreError> {
    let as_json = |codes: &[String]| serde_json::Value::from(codes).to_string();
    tx.execute(
        "UPDATE terminals SET name = ?2, remark = ?3, production_codes = ?4, ticketing_codes = ?5 WHERE id = ?1",
        params![
            terminal.id,
            terminal.name,
            terminal.remark,
            as_json(&terminal.production_codes),
            as_json(&terminal.ticketing_codes)
        ],
    )?;
    Ok(())
}

pub(super) fn insert_code(
    tx: &mut Tx<'_>,
    code_hash: &[u8],
    terminal: TerminalId,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    tx.execute("DELETE FROM enrol_codes WHERE terminal_id = ?1 AND used_at IS NULL", params![terminal])?;
    tx.execute(
        "INSERT INTO enrol_codes (code_hash, terminal_id, created_at, expires_at) VALUES (?1, ?2, ?3, ?4)",
        params![code_hash, terminal, now, expires_at],
    )?;
    Ok(())
}

/// Uses up a code for `machine`; the same machine may use it again, as its first answer may have been lost.
pub(super) fn redeem_code(
    tx: &mut Tx<'_>,
    code_hash: &[u8],
    machine: &str,
    now: Timestamp,
) -> Result<Option<TerminalId>, StoreError> {
    tx.first(
        "UPDATE enrol_codes SET used_by = ?2, used_at = COALESCE(used_at, ?3)
         WHERE code_hash = ?1 AND expires_at > ?3 AND (used_by IS NULL OR used_by = ?2)
         RETURNING terminal_id",
        params![code_hash, machine, now],
        |row| row.get(0),
    )
}

pub(super) fn set_identity(
    tx: &mut Tx<'_>,
    terminal: TerminalId,
    token_hash: &[u8],
    machine: &MachineInfo,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE terminals SET state = 'enrolled', token_hash = ?2, machine_code = ?3, host_name = ?4,
             os_info = ?5, agent_version = ?6, sequence = 0 WHERE id = ?1",
        params![
            terminal,
            token_hash,
            machine.machine_code,
            machine.host_name,
            machine.os_info,
            machine.agent_version
        ],
    )?;
    Ok(())
}

/// Every identity that may be used.
pub(super) fn identities(reader: &mut Reader<'_>) -> Result<Vec<NodeIdentity>, StoreError> {
    reader.query(
        "SELECT id, token_hash, sequence, current_task_count FROM terminals
         WHERE state = 'enrolled' AND token_hash IS NOT NULL",
        params![],
        |row| {
            let token_hash: Vec<u8> = row.get(1)?;
            Ok(NodeIdentity {
                id: row.get(0)?,
                token_hash: token_hash.try_into().map_err(|_wrong_length| StoreError::BadColumn {
                    index: 1,
                    expected: "a hash of 32 bytes",
                    found: "another length".to_owned(),
                })?,
                sequence: row.get(2)?,
                has_tasks: row.get::<i64>(3)? > 0,
            })
        },
    )
}

/// The state and id of whoever a token belongs to, frozen ones included.
pub(super) fn state_of_token(
    reader: &mut Reader<'_>,
    token_hash: &[u8],
) -> Result<Option<TerminalState>, StoreError> {
    reader.first("SELECT state FROM terminals WHERE token_hash = ?1", params![token_hash], |row| row.get(0))
}

pub(super) fn set_state(tx: &mut Tx<'_>, id: TerminalId, state: TerminalState) -> Result<u64, StoreError> {
    tx.execute(
        "UPDATE terminals SET state = ?2, dispatchable = 0, sequence = 0 WHERE id = ?1 AND state <> ?2
         AND token_hash IS NOT NULL",
        params![id, state],
    )
}

pub(super) fn set_paused(tx: &mut Tx<'_>, id: TerminalId, paused: bool) -> Result<u64, StoreError> {
    tx.execute(
        "UPDATE terminals SET paused = ?2,
             dispatchable = CASE WHEN ?2 = 0 AND state = 'enrolled' AND readiness <> 'not_ready' THEN 1 ELSE 0 END
         WHERE id = ?1 AND paused <> ?2",
        params![id, paused],
    )
}

/// Writes what was heard of a terminal, and whether it can get tasks now.
pub(super) fn flush(tx: &mut Tx<'_>, id: TerminalId, sequence: i64, seen: &Seen) -> Result<(), StoreError> {
    let (readiness, reason) = match &seen.readiness {
        Readiness::Ready => (TerminalReadiness::Ready, None),
        Readiness::Busy { .. } => (TerminalReadiness::Busy, None),
        Readiness::NotReady { reason } => (TerminalReadiness::NotReady, Some(reason.as_str())),
    };
    tx.execute(
        "UPDATE terminals SET last_active_at = ?2, readiness = ?3, reason = ?4, agent_version = ?5, sequence = ?6,
             dispatchable = CASE WHEN state = 'enrolled' AND paused = 0 AND ?7 = 1 THEN 1 ELSE 0 END
         WHERE id = ?1",
        params![id, seen.at, readiness, reason, seen.agent_version, sequence, readiness != TerminalReadiness::NotReady],
    )?;
    Ok(())
}

/// Takes silent terminals out of dispatch; answers which.
pub(super) fn sweep_silent(tx: &mut Tx<'_>, silent_since: Timestamp) -> Result<Vec<TerminalId>, StoreError> {
    tx.query(
        "UPDATE terminals SET dispatchable = 0 WHERE dispatchable = 1 AND last_active_at < ?1 RETURNING id",
        params![silent_since],
        |row| row.get(0),
    )
}

pub(super) fn log_change(
    tx: &mut Tx<'_>,
    id: TerminalId,
    change: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO terminal_log (terminal_id, at, change) VALUES (?1, ?2, ?3)",
        params![id, now, change],
    )?;
    Ok(())
}

pub(super) fn recent_changes(
    reader: &mut Reader<'_>,
    id: TerminalId,
) -> Result<Vec<(Timestamp, String)>, StoreError> {
    reader.query(
        "SELECT at, change FROM terminal_log WHERE terminal_id = ?1 ORDER BY id DESC LIMIT 100",
        params![id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

pub(super) fn enqueue_command(
    tx: &mut Tx<'_>,
    id: TerminalId,
    command: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO terminal_commands (terminal_id, command, created_at) VALUES (?1, ?2, ?3)",
        params![id, command, now],
    )?;
    Ok(())
}

/// Takes every waiting command out, oldest first.
pub(super) fn take_commands(tx: &mut Tx<'_>, id: TerminalId) -> Result<Vec<String>, StoreError> {
    let mut commands: Vec<(i64, String)> = tx.query(
        "DELETE FROM terminal_commands WHERE terminal_id = ?1 RETURNING id, command",
        params![id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    commands.sort_unstable_by_key(|(order, _)| *order);
    Ok(commands.into_iter().map(|(_, command)| command).collect())
}

/// Terminals with tasks or commands waiting, so that hints lost with another process come back.
pub(super) fn waiting(reader: &mut Reader<'_>) -> Result<(Vec<TerminalId>, Vec<TerminalId>), StoreError> {
    let tasks =
        reader.query("SELECT id FROM terminals WHERE current_task_count > 0", params![], |row| row.get(0))?;
    let commands =
        reader.query("SELECT DISTINCT terminal_id FROM terminal_commands", params![], |row| row.get(0))?;
    Ok((tasks, commands))
}

pub(super) fn put_screen(
    tx: &mut Tx<'_>,
    upload: &ScreenUpload,
    picture: &[u8],
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO screens (terminal_id, hash, picture, screen_text, taken_at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (terminal_id) DO UPDATE SET hash = excluded.hash, picture = excluded.picture,
             screen_text = excluded.screen_text, taken_at = excluded.taken_at",
        params![upload.terminal_id, upload.hash, picture, upload.text, now],
    )?;
    Ok(())
}

/// The last picture of a screen: hash, PNG, text, time.
pub(super) type StoredScreen = (String, Vec<u8>, String, Timestamp);

pub(super) fn screen(reader: &mut Reader<'_>, id: TerminalId) -> Result<Option<StoredScreen>, StoreError> {
    reader.first(
        "SELECT hash, picture, screen_text, taken_at FROM screens WHERE terminal_id = ?1",
        params![id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )
}

pub(super) fn put_glyph(
    tx: &mut Tx<'_>,
    terminal: TerminalId,
    glyph: &GlyphPicture,
    picture: &[u8],
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO glyphs (terminal_id, glyph, picture, context, first_seen_at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (terminal_id, glyph) DO NOTHING",
        params![terminal, glyph.glyph, picture, glyph.context, now],
    )?;
    Ok(())
}

/// A glyph that a terminal could not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Glyph {
    pub(super) id: i64,
    pub(super) terminal: TerminalId,
    pub(super) terminal_name: String,
    pub(super) name: String,
    pub(super) picture: Vec<u8>,
    pub(super) context: String,
    pub(super) reading: Option<String>,
    pub(super) first_seen_at: Timestamp,
}

const GLYPH_COLUMNS: &str = "SELECT g.id, g.terminal_id, t.name, g.glyph, g.picture, g.context, g.reading, \
     g.first_seen_at FROM glyphs g JOIN terminals t ON t.id = g.terminal_id";

fn glyph(row: &Row<'_>) -> Result<Glyph, StoreError> {
    Ok(Glyph {
        id: row.get(0)?,
        terminal: row.get(1)?,
        terminal_name: row.get(2)?,
        name: row.get(3)?,
        picture: row.get(4)?,
        context: row.get(5)?,
        reading: row.get(6)?,
        first_seen_at: row.get(7)?,
    })
}

pub(super) fn unknown_glyphs(reader: &mut Reader<'_>) -> Result<Vec<Glyph>, StoreError> {
    let sql = format!("{GLYPH_COLUMNS} WHERE g.reading IS NULL ORDER BY g.id LIMIT 200");
    reader.query(&sql, params![], glyph)
}

pub(super) fn one_glyph(reader: &mut Reader<'_>, id: i64) -> Result<Option<Glyph>, StoreError> {
    reader.first(&format!("{GLYPH_COLUMNS} WHERE g.id = ?1"), params![id], glyph)
}

pub(super) fn set_reading(tx: &mut Tx<'_>, id: i64, reading: &str) -> Result<(), StoreError> {
    tx.execute("UPDATE glyphs SET reading = ?2 WHERE id = ?1", params![id, reading])?;
    Ok(())
}

/// Which terminals a task may go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TerminalChoice {
    /// Any.
    Any,
    /// Any of one Office.
    Office(OfficeNo),
    /// This one.
    Only(TerminalId),
}

/// The least loaded terminal that can work now, the longest unused of equals; its row is locked. Rows that
/// others are choosing at this moment are passed over; only when there is no other are they waited for.
///
/// # Errors
/// When the store fails.
pub fn choose(tx: &mut Tx<'_>, choice: &TerminalChoice) -> Result<Option<TerminalId>, StoreError> {
    let (skip, wait) = (tx.for_update_skip_locked(), tx.for_update());
    match choose_with(tx, choice, skip)? {
        None if skip != wait => choose_with(tx, choice, wait),
        chosen => Ok(chosen),
    }
}

fn choose_with(
    tx: &mut Tx<'_>,
    choice: &TerminalChoice,
    lock: &str,
) -> Result<Option<TerminalId>, StoreError> {
    let order = "ORDER BY current_task_count, last_assigned_at LIMIT 1";
    let id = |row: &Row<'_>| row.get(0);
    match choice {
        TerminalChoice::Any => {
            tx.first(&format!("SELECT id FROM terminals WHERE dispatchable = 1 {order}{lock}"), params![], id)
        }
        TerminalChoice::Office(office_no) => tx.first(
            &format!("SELECT id FROM terminals WHERE office_no = ?1 AND dispatchable = 1 {order}{lock}"),
            params![office_no],
            id,
        ),
        // While a named terminal cannot work its task waits: nobody else may run it.
        TerminalChoice::Only(terminal) => tx.first(
            &format!("SELECT id FROM terminals WHERE id = ?1 AND dispatchable = 1{lock}"),
            params![terminal],
            id,
        ),
    }
}

/// Takes a terminal that lost a claim out of dispatch until it is heard of again.
///
/// # Errors
/// When the store fails.
pub fn set_aside(tx: &mut Tx<'_>, id: TerminalId) -> Result<(), StoreError> {
    tx.execute("UPDATE terminals SET dispatchable = 0 WHERE id = ?1", params![id])?;
    Ok(())
}

/// Counts a task in (`by` = 1) or out (-1); coming in also moves the terminal to the end of the line.
///
/// # Errors
/// When the store fails.
pub fn adjust_load(tx: &mut Tx<'_>, id: TerminalId, by: i64, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE terminals SET current_task_count = current_task_count + ?2,
             last_assigned_at = CASE WHEN ?2 > 0 THEN ?3 ELSE last_assigned_at END WHERE id = ?1",
        params![id, by, now],
    )?;
    Ok(())
}

/// Counts a finished task out and adds it to the successes or failures.
///
/// # Errors
/// When the store fails.
pub fn note_outcome(tx: &mut Tx<'_>, id: TerminalId, success: bool) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE terminals SET current_task_count = current_task_count - 1,
             success_count = success_count + ?2, fail_count = fail_count + ?3 WHERE id = ?1",
        params![id, success, !success],
    )?;
    Ok(())
}

/// Locks a terminal's row; false when it may not be given work (unknown, frozen or paused).
///
/// # Errors
/// When the store fails.
pub fn lock_terminal(tx: &mut Tx<'_>, id: TerminalId) -> Result<bool, StoreError> {
    let sql = format!("SELECT state, paused FROM terminals WHERE id = ?1{}", tx.for_update());
    let row = tx.first(&sql, params![id], |row| Ok((row.get::<TerminalState>(0)?, row.get::<bool>(1)?)))?;
    Ok(row == Some((TerminalState::Enrolled, false)))
}

/// Terminals by condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// Registered.
    pub total: i64,
    /// Heard of lately.
    pub online: i64,
    /// Able to take tasks now.
    pub able: i64,
}

/// Counts terminals by condition.
///
/// # Errors
/// When the store fails.
pub fn figures(reader: &mut Reader<'_>, now: Timestamp) -> Result<Figures, StoreError> {
    let heard_since = Timestamp(now.0 - super::model::SILENCE_LIMIT_MS);
    reader.one(
        "SELECT COUNT(*), COUNT(CASE WHEN last_active_at >= ?1 THEN 1 END),
             COUNT(CASE WHEN dispatchable = 1 THEN 1 END) FROM terminals",
        params![heard_since],
        |row| Ok(Figures { total: row.get(0)?, online: row.get(1)?, able: row.get(2)? }),
    )
}
