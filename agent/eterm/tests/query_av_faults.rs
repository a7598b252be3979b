//! Whatever goes wrong once, the flow ends with the true list or with an error: never with another list.

#![cfg(test)]

mod common;

use common::render::{Page, plain_page};
use common::terminal::{Answer, ScriptedTerminal, Told};
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::json;
use std::time::Duration;
use waystation_eterm::flow::query_av;
use waystation_eterm::ports::TerminalError;
use waystation_eterm::screen::Screen;
use waystation_shared::flight::QueryAv;

const HEAD: &str = " 25NOV(WED) BJSSHA";

/// What goes wrong with one answer.
#[derive(Debug, Clone)]
enum Fault {
    LostCell { row: prop::sample::Index, column: usize },
    LostRow(prop::sample::Index),
    CutInJourney(prop::sample::Index),
    CoveredRow(prop::sample::Index),
    Instead(&'static str),
    TimedOut,
}

fn fault() -> impl Strategy<Value = Fault> {
    let row = any::<prop::sample::Index>;
    prop_oneof![
        (row(), 0usize..79).prop_map(|(row, column)| Fault::LostCell { row, column }),
        row().prop_map(Fault::LostRow),
        row().prop_map(Fault::CutInJourney),
        row().prop_map(Fault::CoveredRow),
        prop_oneof![
            Just("S"),
            Just(""),
            Just("通道忙"),
            Just(" 26NOV(THU) CTULON"),
            Just("*** 收到新消息 ***")
        ]
        .prop_map(Fault::Instead),
        Just(Fault::TimedOut),
    ]
}

impl Fault {
    /// The answer as the fault leaves it. A later page may do without its head line, so that one is left alone there.
    fn strike(&self, screen: &str, spare_head: bool) -> Answer {
        let mut rows: Vec<String> = screen.lines().map(|row| format!("{row:80}")).collect();
        let first = usize::from(spare_head);
        let place = |row: &prop::sample::Index| first + row.index(screen.lines().count() - first);
        match self {
            Self::LostCell { row, column } => {
                let row = &mut rows[place(row)];
                *row = row
                    .char_indices()
                    .map(|(at, mark)| if at == *column { '\u{fffd}' } else { mark })
                    .collect();
            }
            Self::LostRow(row) => {
                rows.remove(place(row));
            }
            Self::CutInJourney(journey) => rows.truncate(2 + 2 * journey.index(rows.len() / 2)),
            Self::CoveredRow(row) => rows[place(row)] = "*** 收到新消息 ***".to_owned(),
            Self::Instead(text) => return Answer::Shows((*text).to_owned()),
            Self::TimedOut => {
                let last = Screen::from_text(screen);
                return Answer::Fails(TerminalError::TimedOut { after: Duration::from_secs(30), last });
            }
        }
        Answer::Shows(rows.join("\n"))
    }
}

fn question() -> QueryAv {
    let json = json!({"depCity": "PEK", "arrCity": "SHA", "depDate": date(2026, 11, 25)});
    serde_json::from_value(json).unwrap()
}

fn pages(counts: &[usize], running: bool) -> Vec<Page> {
    let mut first = 1;
    let mut pages = Vec::new();
    for (index, &count) in counts.iter().enumerate() {
        let mut page = plain_page(first, count, index + 1 < counts.len());
        page.first_line = if running { first } else { 1 };
        pages.push(page);
        first += count;
    }
    pages
}

/// The answers of a host that is struck once, and answers the second question whole.
fn script(pages: &[Page], struck: usize, fault: &Fault) -> Vec<Answer> {
    let screens: Vec<String> = pages.iter().map(|page| page.screen(HEAD)).collect();
    let whole = || screens.iter().cloned().map(Answer::Shows);
    whole().take(struck).chain([fault.strike(&screens[struck], struck > 0)]).chain(whole()).collect()
}

proptest! {
    #[test]
    fn one_fault_anywhere_costs_a_second_question_at_most(
        counts in prop::collection::vec(2usize..=5, 1..=4),
        running in any::<bool>(),
        struck in any::<prop::sample::Index>(),
        fault in fault(),
    ) {
        let pages = pages(&counts, running);
        let mut terminal = ScriptedTerminal::new(script(&pages, struck.index(pages.len()), &fault));
        let result = query_av::run(&mut terminal, &mut Told::default(), &question()).expect("the second answer is whole");
        let expected: Vec<_> = pages.iter().flat_map(Page::expected).collect();
        prop_assert_eq!(serde_json::to_value(&result.av.journeys).unwrap(), json!(expected));
        prop_assert!(!result.av.more && terminal.is_played_out());
    }
}
