//! Whether the four witnesses of a run agree: host, journal, task, partner.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use serde_json::Value;
use waystation_e2e::host::Heard;

use crate::scenario::{Operation, Scenario};

/// Everything that is known of a run after its end.
#[derive(Debug)]
pub struct Story {
    /// What was to happen.
    pub scenario: Scenario,
    /// The PNR that was there before; none for a booking.
    pub subject: Option<String>,
    /// The task as the partner may ask for it.
    pub status: Value,
    /// What the partner was told last.
    pub told: Option<String>,
    /// What the host heard from the agent.
    pub heard: Vec<Heard>,
    /// Steps that the journal calls open.
    pub open_steps: Vec<String>,
    /// Tickets of the PNR that still wait for their airline, from the host's own mouth.
    pub pending_tickets: usize,
}

/// The judgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// How the task ended.
    pub status: String,
    /// Irreversible commands that were sent more than once.
    pub repeated: Vec<String>,
    /// Whether something is lost: the task has no end, or the partner was not told of it.
    pub lost: Option<String>,
    /// Where the witnesses contradict each other, or an unknown end is not justified.
    pub contradictions: Vec<String>,
}

impl Verdict {
    /// Whether nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.repeated.is_empty() && self.lost.is_none() && self.contradictions.is_empty()
    }
}

impl Story {
    /// Judges the run.
    pub fn judge(&self) -> Verdict {
        let status = self.status["status"].as_str().unwrap_or("nothing").to_owned();
        Verdict {
            repeated: self.repeated(),
            lost: self.lost(&status),
            contradictions: self.contradictions(&status),
            status,
        }
    }

    /// Whether the host brought about what was asked for.
    fn effect(&self) -> bool {
        let wanted = |effect: &Value| match self.scenario.operation {
            Operation::Issue => matches!(effect["kind"].as_str(), Some("ticketed" | "retried")),
            Operation::Book => effect["kind"] == "booked",
            Operation::CancelPnr => effect["kind"] == "cancelled",
            Operation::CancelPassenger => effect["removed"].as_array().is_some_and(|gone| !gone.is_empty()),
            Operation::Authorize => {
                effect["authorised"].as_array().is_some_and(|offices| !offices.is_empty())
            }
            Operation::Extract => false,
        };
        self.heard.iter().flat_map(|heard| &heard.effects).any(wanted)
    }

    fn repeated(&self) -> Vec<String> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for heard in &self.heard {
            let text = heard.text.trim();
            if matches!(text, "@" | "\\" | "XEPNR@") || text.starts_with("ETDZ") || text.starts_with("ETRY") {
                *counts.entry(text).or_default() += 1;
            }
        }
        counts
            .into_iter()
            .filter(|(_, count)| *count > 1)
            .map(|(text, count)| format!("{text} × {count}"))
            .collect()
    }

    fn lost(&self, status: &str) -> Option<String> {
        if !matches!(status, "done" | "failed" | "unknown") {
            return Some(format!("the task is {status}: {}", self.status));
        }
        if self.told.as_deref() != Some(status) {
            return Some(format!("the task is {status}, the partner was told {:?}", self.told));
        }
        None
    }

    fn contradictions(&self, status: &str) -> Vec<String> {
        let mut contradictions = Vec::new();
        let effect = self.effect();
        let reads_only = self.scenario.operation == Operation::Extract;
        match status {
            "done" if !effect && !reads_only => {
                contradictions.push("done, but the host has done nothing".to_owned())
            }
            "failed" if effect => {
                contradictions.push(format!("failed, but the host has done it: {}", self.status["error"]))
            }
            "unknown" if !self.unknown_is_justified() => {
                contradictions.push(format!("unknown without need: {}", self.status["error"]));
            }
            _ => {}
        }
        if status == "done" && !reads_only && !self.names_its_pnr() {
            contradictions.push(format!("the result names another PNR: {}", self.status["result"]["pnr"]));
        }
        if status == "done"
            && self.scenario.operation == Operation::Issue
            && self.tickets_told() != self.tickets_issued()
        {
            let (told, issued) = (self.tickets_told(), self.tickets_issued());
            contradictions
                .push(format!("the result names the tickets {told:?}, the host has issued {issued:?}"));
        }
        if matches!(status, "done" | "failed") {
            contradictions
                .extend(self.open_steps.iter().map(|step| format!("the journal still calls {step} open")));
        }
        contradictions
    }

    fn names_its_pnr(&self) -> bool {
        let named = self.status["result"]["pnr"].as_str();
        let booked =
            self.heard.iter().flat_map(|heard| &heard.effects).find(|effect| effect["kind"] == "booked");
        let meant = self.subject.as_deref().or_else(|| booked.and_then(|effect| effect["locator"].as_str()));
        named.is_some() && named == meant
    }

    fn tickets_told(&self) -> BTreeSet<String> {
        let tickets = self.status["result"]["tickets"].as_array().into_iter().flatten();
        tickets
            .filter_map(|ticket| ticket["ticketNo"].as_str())
            .map(|number| number.replace('-', ""))
            .collect()
    }

    fn tickets_issued(&self) -> BTreeSet<String> {
        let effects = self.heard.iter().flat_map(|heard| &heard.effects);
        let tickets = effects.filter_map(|effect| effect["tickets"].as_array()).flatten();
        tickets.filter_map(Value::as_str).map(|number| number.replace('-', "")).collect()
    }

    /// A ticket that waits for its airline, and a PNR that somebody else changed in the middle, are for a person.
    fn unknown_is_justified(&self) -> bool {
        self.pending_tickets > 0 || self.scenario.has_host_fault("changed_meanwhile")
    }
}

/// Steps of a journal that have no ending.
pub fn open_steps(journal: &Path) -> Vec<String> {
    let connection =
        Connection::open_with_flags(journal, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("open the journal");
    let sql = "SELECT task_id, command FROM step WHERE ending = 'open'";
    let mut statement = connection.prepare(sql).expect("the journal's table of steps");
    let steps = statement
        .query_map([], |row| Ok(format!("{} of task {}", row.get::<_, String>(1)?, row.get::<_, i64>(0)?)))
        .expect("read the journal");
    steps.collect::<Result<_, _>>().expect("read a step")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn heard(text: &str, effects: Value) -> Heard {
        let effects = serde_json::from_value(effects).expect("a list");
        Heard { session: "agent".to_owned(), text: text.to_owned(), effects }
    }

    fn story(status: &str, heard: Vec<Heard>) -> Story {
        let scenario = Scenario { run: 1, operation: Operation::Issue, faults: Vec::new() };
        Story {
            scenario,
            subject: Some("KABC12".to_owned()),
            status: json!({"status": status,
                "result": {"pnr": "KABC12", "tickets": [{"ticketNo": "999-2300000031"}]}}),
            told: Some(status.to_owned()),
            heard,
            open_steps: Vec::new(),
            pending_tickets: 0,
        }
    }

    fn ticketed() -> Value {
        json!([{"kind": "ticketed", "locator": "KABC12", "tickets": ["9992300000031"]}])
    }

    #[test]
    fn witnesses_that_agree_are_clean() {
        assert!(story("done", vec![heard("@", json!([])), heard("ETDZ 1", ticketed())]).judge().is_clean());
        assert!(story("failed", vec![heard("@", json!([]))]).judge().is_clean());
    }

    #[test]
    fn a_command_sent_twice_is_found_even_when_the_second_did_nothing() {
        let verdict = story("done", vec![heard("ETDZ 1", ticketed()), heard("ETDZ 1", json!([]))]).judge();
        assert_eq!(verdict.repeated, ["ETDZ 1 × 2"]);
    }

    #[test]
    fn a_failure_that_has_happened_is_a_contradiction_and_so_is_the_reverse() {
        let contradictions =
            |status, effects| story(status, vec![heard("ETDZ 1", effects)]).judge().contradictions.join("; ");
        assert!(contradictions("failed", ticketed()).contains("failed, but the host has done it"));
        assert!(contradictions("done", json!([])).contains("done, but the host has done nothing"));
    }

    #[test]
    fn another_ticket_than_the_host_issued_is_a_contradiction() {
        let other = json!([{"kind": "ticketed", "locator": "KABC12", "tickets": ["9992300000032"]}]);
        assert_eq!(story("done", vec![heard("ETDZ 1", other)]).judge().contradictions.len(), 1);
    }

    #[test]
    fn an_unknown_end_needs_a_reason() {
        assert_eq!(story("unknown", Vec::new()).judge().contradictions.len(), 1);
        assert!(Story { pending_tickets: 1, ..story("unknown", Vec::new()) }.judge().is_clean());
    }

    #[test]
    fn a_task_without_end_and_a_partner_who_was_told_otherwise_are_losses() {
        assert!(story("running", Vec::new()).judge().lost.is_some());
        assert!(Story { told: None, ..story("failed", Vec::new()) }.judge().lost.is_some());
    }

    #[test]
    fn a_step_left_open_after_the_end_is_a_contradiction() {
        let open = Story { open_steps: vec!["@ of task 1".to_owned()], ..story("failed", Vec::new()) };
        assert_eq!(open.judge().contradictions.len(), 1);
    }
}
