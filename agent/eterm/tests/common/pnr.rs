//! Captured PNRs and how the tests read them.

use waystation_eterm::parse::pnr::{self, Pnr, PnrAnswer, Shown};
use waystation_eterm::screen::Screen;

pub(crate) const SIMPLE: &str = include_str!("../screens/pnr_1.txt");
pub(crate) const TICKETED: &str = include_str!("../screens/pnr_2.txt");
pub(crate) const INFANT: &str = include_str!("../screens/pnr_3.txt");
pub(crate) const SCHEDULE_CHANGE: &str = include_str!("../screens/pnr_4.txt");
pub(crate) const GROUP: &str = include_str!("../screens/pnr_5.txt");
pub(crate) const GROUP_HIDDEN: &str = include_str!("../screens/pnr_5_hidden.txt");
pub(crate) const CANCELLED: &str = include_str!("../screens/pnr_6.txt");

pub(crate) fn shown_on(pages: &[&str]) -> Shown {
    let pages: Vec<Screen> = pages.iter().map(|page| Screen::from_text(page)).collect();
    match pnr::read(&pages).unwrap() {
        PnrAnswer::Shown(shown) => *shown,
        PnrAnswer::Error(answer) => panic!("an error answer: {answer:?}"),
    }
}

pub(crate) fn shown(text: &str) -> Shown {
    shown_on(&[text])
}

pub(crate) fn pnr(text: &str) -> Pnr {
    shown(text).pnr
}

/// A PNR with the items of [`SIMPLE`] up to its contact, then others.
pub(crate) fn with_items(items: &[&str]) -> Shown {
    let head = SIMPLE.lines().take(3).map(str::to_owned);
    let items = items.iter().enumerate().map(|(index, item)| format!("{:2}.{item}", index + 4));
    shown(&head.chain(items).collect::<Vec<_>>().join("\n"))
}
