//! A window that does as it is told.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use serde_json::json;
use waystation_eterm::journal::{Check, Step, StepJournal};
use waystation_eterm::ports::Progress;
use waystation_shared::edge_api::{Evidence, GlyphPicture, TranscriptEntry};
use waystation_shared::time::Timestamp;

use crate::screenshots::MaskedPicture;
use crate::work::job::{Job, Stage};
use crate::work::station::{Glance, Outcome, Station, Verdict};

/// How the next run goes. Without one it is done at once.
#[derive(Debug, Clone)]
pub(super) enum Act {
    Panic,
    /// Writes an irreversible step down, as if to send it.
    Write,
    /// Ends so.
    End(Verdict),
    Take(Duration),
    Step(&'static str, Option<u32>, Duration),
}

#[derive(Default)]
pub(super) struct Script {
    pub(super) obstacle: Option<String>,
    pub(super) screen: String,
    pub(super) acts: VecDeque<Act>,
    pub(super) runs: usize,
    pub(super) stages: Vec<Stage>,
    pub(super) opened: usize,
    pub(super) learnt: Vec<(String, char)>,
    pub(super) glances: usize,
}

#[derive(Clone, Default)]
pub(super) struct FakeStation(Arc<Mutex<Script>>);

impl FakeStation {
    pub(super) fn script(&self) -> MutexGuard<'_, Script> {
        self.0.lock().unwrap()
    }

    pub(super) fn opened(&self) -> Self {
        self.script().opened += 1;
        self.clone()
    }

    pub(super) fn next(&self, act: Act) {
        self.script().acts.push_back(act);
    }

    pub(super) fn acts<const N: usize>(&self, acts: [Act; N]) {
        self.script().acts.extend(acts);
    }
}

pub(super) fn cancellation() -> Step {
    Step {
        before: "1.WANG/LEI JX1B2C".to_owned(),
        check: Check::CancelPnr { pnr: "JX1B2C".parse().unwrap() },
    }
}

fn typed(command: &str) -> Evidence {
    let entry = TranscriptEntry {
        command: command.to_owned(),
        sent_at: Timestamp(1),
        took_ms: 1,
        screen: String::new(),
    };
    Evidence { transcript: vec![entry], ..Evidence::default() }
}

impl Station for FakeStation {
    fn glance(&mut self) -> Glance {
        let mut script = self.script();
        script.glances += 1;
        Glance { obstacle: script.obstacle.clone(), screen_hash: Some(script.screen.clone()) }
    }

    fn work(&mut self, job: &mut Job) -> Outcome {
        self.script().runs += 1;
        self.script().stages.push(job.stage);
        loop {
            let act = self.script().acts.pop_front();
            match act {
                None => break,
                Some(Act::Panic) => panic!("index out of bounds"),
                Some(Act::Write) => drop(job.journal.write("XEPNR@", &cancellation()).unwrap()),
                Some(Act::End(verdict)) => return Outcome { verdict, evidence: typed("XEPNR@") },
                Some(Act::Take(time)) => {
                    std::thread::sleep(time);
                    break;
                }
                Some(Act::Step(text, page, time)) => {
                    job.steps.step(text, page);
                    std::thread::sleep(time);
                }
            }
        }
        Outcome { verdict: Verdict::Done(json!({ "flights": [] })), evidence: Evidence::default() }
    }

    fn picture(&mut self) -> Option<MaskedPicture> {
        let script = self.script();
        let glyph =
            GlyphPicture { glyph: "00ff".to_owned(), png: String::new(), context: "\u{fffd}".to_owned() };
        Some(MaskedPicture {
            hash: script.screen.clone(),
            png: vec![0x89, b'P'],
            text: "AV".to_owned(),
            unknown_glyphs: vec![glyph],
        })
    }

    fn learn(&mut self, glyph: &str, character: char) -> Result<(), String> {
        self.script().learnt.push((glyph.to_owned(), character));
        Ok(())
    }
}
