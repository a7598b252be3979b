//! Tests of single rows: each field in its columns, each gap between them.

use super::*;

const LEG: &str = "1-  CA1831  DS# F8 A2 YA BA MA UA HA QA VA WS  PEKSHA 0730   0945   33A 0^B  E";
const SECOND: &str = ">   CA1831      SS TS LS NS KQ                                      T3 T2  2:15";
const SUB_CLASSES_ROW: &str = "               ** M1A H1S V1S";

fn with(row: &str, column: usize, text: &str) -> String {
    let mut marks: Vec<char> = format!("{row:80}").chars().collect();
    for (index, mark) in text.chars().enumerate() {
        marks[column + index] = mark;
    }
    marks.into_iter().collect()
}

fn read(row: &str) -> Result<Row, String> {
    classify(&Columns::new(row)).map_err(|problem| problem.text)
}

fn leg_of(row: &str) -> LegRow {
    match read(row) {
        Ok(Row::Start { leg, .. } | Row::Leg(leg)) => leg,
        Ok(_) => panic!("no leg: {row}"),
        Err(problem) => panic!("{problem}: {row}"),
    }
}

fn problem_of(row: &str) -> String {
    read(row).err().unwrap_or_else(|| panic!("no problem: {row}"))
}

#[test]
fn text_between_two_fields_of_a_leg_is_a_problem() {
    for column in LEG_GAPS {
        assert_eq!(problem_of(&with(LEG, column, "X")), format!("column {column} must be blank, got 'X'"));
    }
    for column in [18, 21, 45] {
        assert!(read(&with(LEG, column, "X")).is_err(), "between classes: {column}");
    }
}

#[test]
fn text_between_two_fields_of_a_second_row_is_a_problem_or_no_second_row() {
    for column in CONTINUATION_GAPS.into_iter().filter(|column| *column > 3) {
        assert_eq!(problem_of(&with(SECOND, column, "X")), format!("column {column} must be blank, got 'X'"));
    }
    for column in 1..=3 {
        assert!(matches!(read(&with(SECOND, column, "X")), Ok(Row::Note)), "column {column}");
    }
}

#[test]
fn a_wrong_field_is_named_with_its_column() {
    let cases = [
        (4, "CAX831 ", "flight in column 4"),
        (4, " CA1831", "a flight must begin in column 4"),
        (12, "D5#", "link in column 12"),
        (16, "f8", "class in column 16"),
        (16, "8F", "class in column 16"),
        (47, "P3K", "departure airport in column 47"),
        (50, "S A", "arrival airport in column 50"),
        (54, "2430", "departure time in column 54"),
        (58, "*1", "day offset in column 58"),
        (58, "+X", "day offset in column 58"),
        (61, "09 5", "arrival time in column 61"),
        (65, " 1", "day offset in column 65"),
        (68, "3 A", "equipment in column 68"),
        (72, "X", "number of stops in column 72"),
        (73, "!", "column 73"),
        (74, "7", "meal in column 74"),
        (77, "F", "column 77"),
        (79, "X", "text behind the last column"),
    ];
    for (column, text, expected) in cases {
        let problem = problem_of(&with(LEG, column, text));
        assert!(problem.starts_with(expected), "{text:?} in {column}: {problem}");
    }
}

#[test]
fn a_wrong_field_of_a_second_row_is_named_with_its_column() {
    let cases = [
        (4, "C!", "flight in column 4"),
        (68, "T!", "terminal in column 68"),
        (71, "!2", "terminal in column 71"),
        (74, " 2:75", "duration in column 74"),
        (79, "X", "text behind the last column"),
    ];
    for (column, text, expected) in cases {
        let problem = problem_of(&with(SECOND, column, text));
        assert!(problem.starts_with(expected), "{text:?} in {column}: {problem}");
    }
}

#[test]
fn day_offsets_run_both_ways_on_both_times() {
    for (text, days) in [("+1", 1), ("+2", 2), ("-1", -1), ("  ", 0)] {
        let leg = leg_of(&with(&with(LEG, 58, text), 65, text));
        assert_eq!((leg.dep_offset, leg.arr_offset), (days, days));
    }
}

#[test]
fn terminals_are_two_dashes_or_up_to_two_marks() {
    for (text, building) in
        [("--", None), ("  ", None), ("2 ", Some("2")), ("2E", Some("2E")), (" 2", Some("2"))]
    {
        let Ok(Row::Continuation(second)) = read(&with(SECOND, 68, text)) else { panic!("{text}") };
        assert_eq!(second.dep_term.as_ref().map(Building::as_str), building);
    }
}

#[test]
fn classes_of_one_kind_of_row_do_not_stand_in_the_other() {
    assert!(problem_of(&with(SUB_CLASSES_ROW, 18, "YA ")).contains("other kind of row"));
    assert!(read(&with(LEG, 16, "M1S")).is_err());
}

#[test]
fn a_sub_class_row_may_be_full() {
    let cells = ["Z9A"; 15].join(" ");
    let Ok(Row::SubClasses(classes)) = read(&format!("{:15}** {cells}", "")) else { panic!("{cells}") };
    assert_eq!(classes.len(), 15);
    assert!(read(&format!("{:15}** {cells} Y1", "")).is_err());
}

#[test]
fn a_problem_says_whether_a_journey_starts_with_the_row() {
    let starts = |row: &str| classify(&Columns::new(row)).err().and_then(|problem| problem.starts_journey);
    assert_eq!(starts(&with(LEG, 54, "99")), Some(true));
    assert_eq!(starts(&with(&with(LEG, 0, "  "), 54, "99")), Some(false));
    assert_eq!(starts(&with(LEG, 0, "\u{fffd}")), None);
}

#[test]
fn a_line_needs_its_whole_city_pair_and_a_later_leg_does_not() {
    assert!(problem_of(&with(LEG, 47, "   ")).contains("city pair"));
    let later = leg_of(&with(&with(LEG, 0, "  "), 47, "   "));
    assert!(later.from.is_none());
}

#[test]
fn wide_characters_in_a_leg_are_a_problem() {
    for column in [12, 16, 47, 68] {
        let mut row: Vec<char> = LEG.chars().collect();
        row.splice(column..column + 2, ['京']);
        assert!(read(&row.into_iter().collect::<String>()).is_err(), "column {column}");
    }
}

#[test]
fn prompts_and_blank_rows_are_nothing() {
    for row in ["", "   ", ">", ">   "] {
        assert!(matches!(read(row), Ok(Row::Blank)), "{row:?}");
    }
}
