//! A query as people and partners write it, checked field by field.

use waystation_shared::field::InvalidField;
use waystation_shared::flight::{CityCode, QueryAv};
use waystation_shared::ids::TerminalId;

use crate::dispatch::places;
use crate::dispatch::submit::SubmitError;
use crate::fleet::TerminalChoice;
use crate::platform::catalogue::Code;
use crate::platform::http::ApiProblem;

/// Hosts hold flights for less than a year ahead.
const DAYS_AHEAD: i32 = 361;

/// A query before it has been checked; empty text counts as left out.
#[derive(Debug, Clone, Default)]
pub(super) struct AvForm {
    pub(super) dep_city: String,
    pub(super) arr_city: String,
    pub(super) dep_date: String,
    pub(super) dep_time: Option<String>,
    pub(super) airline: Option<String>,
    pub(super) direct: bool,
    pub(super) cabin: Option<String>,
    pub(super) terminal_id: Option<i64>,
    pub(super) office_no: Option<String>,
}

/// How the caller spells the fields, so that errors name what it sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    /// `depCity`
    Camel,
    /// `dep_city`
    Snake,
}

impl Spelling {
    const fn of(self, camel: &'static str, snake: &'static str) -> &'static str {
        match self {
            Self::Camel => camel,
            Self::Snake => snake,
        }
    }
}

impl AvForm {
    /// Checks every field; `today` is the date in the office's zone.
    pub(super) fn check(
        &self,
        today: jiff::civil::Date,
        spelling: Spelling,
    ) -> Result<(QueryAv, TerminalChoice), ApiProblem> {
        let names = |camel, snake| spelling.of(camel, snake);
        let dep_city = city(names("depCity", "dep_city"), &self.dep_city)?;
        let arr_city = city(names("arrCity", "arr_city"), &self.arr_city)?;
        if dep_city == arr_city {
            return Err(ApiProblem::new(Code::SameCity).at(names("arrCity", "arr_city")));
        }
        let query = QueryAv {
            dep_city,
            arr_city,
            dep_date: date(names("depDate", "dep_date"), &self.dep_date, today)?,
            dep_time: optional(names("depTime", "dep_time"), self.dep_time.as_deref())?,
            airline: optional("airline", self.airline.as_deref())?,
            direct: self.direct,
            cabin: optional("cabin", self.cabin.as_deref())?,
        };
        Ok((query, self.choice(names("officeNo", "office_no"))?))
    }

    fn choice(&self, office_field: &str) -> Result<TerminalChoice, ApiProblem> {
        if let Some(terminal) = self.terminal_id {
            return Ok(TerminalChoice::Only(TerminalId(terminal)));
        }
        match present(self.office_no.as_deref()) {
            None => Ok(TerminalChoice::Any),
            Some(office) => office
                .to_ascii_uppercase()
                .parse()
                .map(TerminalChoice::Office)
                .map_err(|error| ApiProblem::invalid_field(office_field, error)),
        }
    }
}

/// A refused submission, naming the field as the caller spells it.
pub(super) fn refusal(error: SubmitError, spelling: Spelling) -> ApiProblem {
    match error {
        SubmitError::RequestIdConflict => ApiProblem::new(Code::RequestIdConflict).at("requestId"),
        SubmitError::TerminalUnknown(id) => {
            ApiProblem::new(Code::TerminalUnknown).with(id).at(spelling.of("terminalId", "terminal_id"))
        }
        SubmitError::OfficeUnknown(office) => {
            ApiProblem::new(Code::OfficeNotAllowed).with(office).at(spelling.of("officeNo", "office_no"))
        }
        SubmitError::Store(error) => error.into(),
    }
}

fn present(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

fn city(field: &'static str, text: &str) -> Result<CityCode, ApiProblem> {
    let text =
        present(Some(text)).ok_or_else(|| ApiProblem::new(Code::MissingField).with(field).at(field))?;
    let code: CityCode = text
        .to_ascii_uppercase()
        .parse()
        .map_err(|error: InvalidField| ApiProblem::invalid_field(field, error.rule))?;
    match places::find(code.as_str()) {
        Some(_) => Ok(code),
        None => Err(ApiProblem::new(Code::UnknownCity).with(code).at(field)),
    }
}

fn date(field: &'static str, text: &str, today: jiff::civil::Date) -> Result<jiff::civil::Date, ApiProblem> {
    let text =
        present(Some(text)).ok_or_else(|| ApiProblem::new(Code::MissingField).with(field).at(field))?;
    let well_formed = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let date = text
        .parse::<jiff::civil::Date>()
        .ok()
        .filter(|_| well_formed)
        .ok_or_else(|| ApiProblem::invalid_field(field, format!("{text:.20?} ≠ YYYY-MM-DD")))?;
    if date < today {
        return Err(ApiProblem::new(Code::DateInPast).with(date).at(field));
    }
    let ahead = today.until(date).map_or(i32::MAX, |span| span.get_days());
    if ahead > DAYS_AHEAD {
        return Err(ApiProblem::new(Code::DateTooFar).with(date).with(DAYS_AHEAD).at(field));
    }
    Ok(date)
}

fn optional<T>(field: &'static str, text: Option<&str>) -> Result<Option<T>, ApiProblem>
where
    T: std::str::FromStr<Err = InvalidField>,
{
    present(text)
        .map(|text| {
            text.to_ascii_uppercase()
                .parse()
                .map_err(|error: InvalidField| ApiProblem::invalid_field(field, error.rule))
        })
        .transpose()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const TODAY: jiff::civil::Date = date(2026, 11, 21);

    fn form() -> AvForm {
        AvForm {
            dep_city: "PEK".to_owned(),
            arr_city: "sha".to_owned(),
            dep_date: "2026-11-25".to_owned(),
            ..AvForm::default()
        }
    }

    fn refused(form: &AvForm) -> (Code, ApiProblem) {
        let problem = form.check(TODAY, Spelling::Camel).unwrap_err();
        (problem.code(), problem)
    }

    #[test]
    fn lower_case_and_blanks_are_forgiven() {
        let lenient = AvForm { airline: Some(" ca ".to_owned()), cabin: Some(String::new()), ..form() };
        let (query, choice) = lenient.check(TODAY, Spelling::Camel).unwrap();
        assert_eq!((query.arr_city.as_str(), query.airline.unwrap().as_str()), ("SHA", "CA"));
        assert_eq!((query.cabin, choice), (None, TerminalChoice::Any));
    }

    #[test]
    fn each_wrong_field_is_named_with_its_own_code() {
        let city = |text: &str| AvForm { dep_city: text.to_owned(), ..form() };
        let day = |text: &str| AvForm { dep_date: text.to_owned(), ..form() };
        assert_eq!(refused(&city("QQQ")).0, Code::UnknownCity);
        assert_eq!(refused(&city("Beijing")).0, Code::InvalidField);
        assert_eq!(refused(&city("")).0, Code::MissingField);
        assert_eq!(refused(&city("SHA")).0, Code::SameCity);
        assert_eq!(refused(&day("2026-02-30")).0, Code::InvalidField);
        assert_eq!(refused(&day("20261125")).0, Code::InvalidField);
        assert_eq!(refused(&day("2026-11-20")).0, Code::DateInPast);
        assert_eq!(refused(&day("2028-01-01")).0, Code::DateTooFar);
        assert_eq!(refused(&AvForm { office_no: Some("PEK".to_owned()), ..form() }).0, Code::InvalidField);
        assert_eq!(refused(&AvForm { dep_time: Some("2500".to_owned()), ..form() }).0, Code::InvalidField);
    }

    #[test]
    fn fields_are_named_as_the_caller_spells_them() {
        let wrong = AvForm { dep_city: "QQQ".to_owned(), ..form() };
        let expected = |field: &str| ApiProblem::new(Code::UnknownCity).with("QQQ").at(field);
        assert_eq!(wrong.check(TODAY, Spelling::Camel), Err(expected("depCity")));
        assert_eq!(wrong.check(TODAY, Spelling::Snake), Err(expected("dep_city")));
    }

    #[test]
    fn today_is_not_past_and_the_last_day_is_accepted() {
        for day in ["2026-11-21", "2027-11-17"] {
            assert!(
                AvForm { dep_date: day.to_owned(), ..form() }.check(TODAY, Spelling::Camel).is_ok(),
                "{day}"
            );
        }
        assert_eq!(refused(&AvForm { dep_date: "2027-11-18".to_owned(), ..form() }).0, Code::DateTooFar);
    }

    proptest! {
        #[test]
        fn nothing_from_outside_reaches_a_terminal_but_letters_and_digits(
            text in any::<String>(), airline in any::<String>(), date in any::<String>(),
        ) {
            let form = AvForm {
                dep_city: text.clone(), arr_city: "SHA".to_owned(), dep_date: date, airline: Some(airline),
                dep_time: Some(text.clone()), cabin: Some(text.clone()), office_no: Some(text), ..AvForm::default()
            };
            if let Ok((query, _)) = form.check(TODAY, Spelling::Camel) {
                let fields = [Some(query.dep_city.to_string()), query.airline.map(|code| code.to_string()),
                    query.cabin.map(|class| class.to_string()), query.dep_time.map(|time| time.to_string())];
                for field in fields.into_iter().flatten() {
                    prop_assert!(field.bytes().all(|byte| byte.is_ascii_alphanumeric()));
                }
            }
        }
    }
}
