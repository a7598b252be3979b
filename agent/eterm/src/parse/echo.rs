//! The echo of a command. A session keeps older text on its screen: an answer stands below the last echo.

use crate::parse::UnreadableRow;
use crate::screen::{Columns, Screen, UNREADABLE};

/// A row of an answer, with its place on its screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AnswerRow<'a> {
    /// Row of its screen, from 0.
    pub(super) row: usize,
    /// The row without the page mark in its last column.
    pub(super) text: &'a str,
}

impl AnswerRow<'_> {
    /// The row as one that cannot be read.
    pub(super) fn unreadable(&self, problem: impl Into<String>) -> UnreadableRow {
        UnreadableRow { row: self.row, text: self.text.to_owned(), problem: problem.into() }
    }

    /// Whether it has cells that could not be read.
    pub(super) fn has_unreadable_cells(&self) -> bool {
        self.text.contains(UNREADABLE)
    }
}

/// What a row with such cells is told to be.
pub(super) const UNREADABLE_CELLS: &str = "it has cells that cannot be read";

/// The answer to one command, its pages joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer<'a> {
    /// The rows that are not empty.
    pub(super) rows: Vec<AnswerRow<'a>>,
    /// Whether the last page says that more follows.
    pub(super) more: bool,
}

/// What stands below the last echo of each page, without the echoes of paging commands.
pub(super) fn answer(pages: &[Screen]) -> Answer<'_> {
    let mut answer = Answer { rows: Vec::new(), more: false };
    for page in pages {
        let rows: Vec<(usize, &str)> = page.rows().enumerate().collect();
        answer.more = false;
        for &(row, text) in below_last(&rows, is_echo) {
            let columns = Columns::new(text);
            // A capture may hold several pages below each other.
            answer.more = columns.says_more() || (answer.more && !columns.says_before());
            let text = columns.without_page_mark();
            if !matches!(text.trim(), "" | ">") && !text.strip_prefix('>').is_some_and(is_paging) {
                answer.rows.push(AnswerRow { row, text });
            }
        }
    }
    answer
}

/// How commands begin whose answers are read with [`answer`]. Without them any row that begins with a bracket would be
/// taken for an echo: some captures write the entry mark so.
const COMMANDS: [&str; 21] = [
    "RT", "RRT", "SS", "SD", "NM", "GN", "CT", "TK", "SSR", "OSI", "RMK", "XE", "XN", "PAT", "FN", "ETDZ",
    "ETRY", "DETR", "TSL", "TPR", "AV",
];

/// A command that was typed, but not one of the ready-made ones that stand in answers.
fn is_echo(row: &str) -> bool {
    row.strip_prefix('>').is_some_and(|command| {
        let command = command.trim_start();
        let is_end = command.starts_with(['@', '\\']);
        let is_ready_made = command.contains("NAME:");
        is_end || (COMMANDS.iter().any(|begin| command.starts_with(begin)) && !is_ready_made)
    })
}

/// The rows below the last echo that has anything below it.
pub(super) fn below_last<'a, 'b>(
    rows: &'a [(usize, &'b str)],
    is_echo: fn(&str) -> bool,
) -> &'a [(usize, &'b str)] {
    let has_text = |row: &(usize, &str)| !matches!(row.1.trim(), "" | ">");
    let end = rows.iter().rposition(has_text).unwrap_or_default();
    let echo = rows.iter().take(end).rposition(|(_, text)| is_echo(text));
    echo.and_then(|echo| rows.get(echo + 1..)).unwrap_or(rows)
}

/// Whether it is a command that turns pages.
pub(super) fn is_paging(command: &str) -> bool {
    matches!(command.trim_end(), "PN" | "PB" | "PF" | "PL" | "PG" | "PN1" | "PF1")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(pages: &[&str]) -> Vec<String> {
        let pages: Vec<Screen> = pages.iter().map(|page| Screen::from_text(page)).collect();
        answer(&pages).rows.iter().map(|row| row.text.to_owned()).collect()
    }

    fn more(pages: &[&str]) -> bool {
        answer(&pages.iter().map(|page| Screen::from_text(page)).collect::<Vec<_>>()).more
    }

    #[test]
    fn the_answer_stands_below_the_last_echo_that_has_anything_below_it() {
        assert_eq!(rows(&[">RT KABC12\nOLD\n>ETDZ 1\nNEW\n>PAT:A\n>"]), ["NEW", ">PAT:A"]);
        assert_eq!(rows(&["OLD\n>@\nNEW"]), ["NEW"]);
    }

    #[test]
    fn ready_made_commands_and_brackets_are_no_echoes() {
        let answer = ["01 G", ">SFC:01   ►SFN:01", ">DETR:TN/999-2300000031 NAME: X", ">NOTE)"];
        assert_eq!(rows(&[&answer.join("\n").replace(">NOTE", "(NOTE")]), answer);
    }

    #[test]
    fn pages_are_joined_without_marks_empty_rows_and_paging_commands() {
        let first = format!("ONE\n{:79}+", "TWO");
        let second = format!(">PN\n{:79}-\n\nFOUR\n>", "THREE");
        assert_eq!(
            rows(&[&first, &second]).iter().map(|row| row.trim()).collect::<Vec<_>>(),
            ["ONE", "TWO", "THREE", "FOUR"]
        );
        assert!(more(&[&first]) && !more(&[&first, &second]) && !more(&[&format!("{first}\n{second}")]));
    }

    #[test]
    fn a_plus_on_an_empty_row_still_says_that_more_follows() {
        assert!(more(&[&format!("ONE\n{:79}+", "")]));
        assert_eq!(rows(&[&format!("ONE\n{:79}+", "")]), ["ONE"]);
    }
}
