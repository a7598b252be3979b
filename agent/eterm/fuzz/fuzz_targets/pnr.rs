//! Whatever pages a PNR has, no item of them is lost, and what was read is the same when it comes back from JSON.
#![no_main]

use libfuzzer_sys::fuzz_target;
use waystation_eterm::parse::pnr::{self, Pnr, PnrAnswer, differences};
use waystation_eterm::screen::Screen;

fuzz_target!(|pages: Vec<&str>| {
    let pages: Vec<Screen> = pages.into_iter().map(Screen::from_text).collect();
    if let Ok(PnrAnswer::Shown(shown)) = pnr::read(&pages) {
        let json = serde_json::to_string(&shown.pnr).expect("a PNR fits into JSON");
        let again: Pnr = serde_json::from_str(&json).expect("what was written can be read");
        assert!(differences(&shown.pnr, &again).is_empty());
        let _ = (shown.missing_items(), shown.pnr.ticket_numbers(), shown.pnr.passengers_without_ticket());
    }
});
