//! The parameters of an availability query. Every field has a closed alphabet, so that nothing from
//! outside can smuggle a second command onto a terminal.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::field::closed_text;

closed_text!(
    /// A city or airport: three capital letters of the IATA code.
    CityCode, "city", "is three capital letters, such as PEK",
    |text| text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
);

closed_text!(
    /// An airline: two characters of the IATA code, letters or digits, such as `CA` or `3U`.
    Airline, "airline", "is two capital letters or digits with at least one letter, such as CA or 3U",
    |text| text.len() == 2
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && text.bytes().any(|byte| byte.is_ascii_uppercase())
);

closed_text!(
    /// A booking class: one capital letter.
    Cabin, "cabin", "is one capital letter, such as Y",
    |text| text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_uppercase())
);

closed_text!(
    /// A time of day as the host writes it: `HHMM`.
    TimeOfDay, "depTime", "is four digits HHMM from 0000 to 2359",
    |text| match *text.as_bytes() {
        [h1, h2, m1, m2] if text.bytes().all(|byte| byte.is_ascii_digit()) => {
            (h1 - b'0') * 10 + (h2 - b'0') < 24 && (m1 - b'0') * 10 + (m2 - b'0') < 60
        }
        _ => false,
    }
);

/// An availability query: who flies from where to where on a day, and what seats are left.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct QueryAv {
    /// Departure city or airport.
    pub dep_city: CityCode,
    /// Arrival city or airport.
    pub arr_city: CityCode,
    /// Departure date, in the calendar of the departure city.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub dep_date: Date,
    /// Only flights leaving at or after this time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dep_time: Option<TimeOfDay>,
    /// Only flights of this airline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub airline: Option<Airline>,
    /// Only direct flights.
    #[serde(default)]
    pub direct: bool,
    /// Only flights that have this booking class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cabin: Option<Cabin>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn fields_accept_what_the_host_knows() {
        assert!("PEK".parse::<CityCode>().is_ok());
        assert!("3U".parse::<Airline>().is_ok());
        assert!("Y".parse::<Cabin>().is_ok());
        assert!("2359".parse::<TimeOfDay>().is_ok());
    }

    #[test]
    fn fields_refuse_what_could_become_another_command() {
        for wrong in ["PE", "pek", "PEKX", "PE\r", "PE►", "PE\u{1e}", "P/K", "", "北京市"] {
            assert!(wrong.parse::<CityCode>().is_err(), "{wrong:?}");
        }
        for wrong in ["2400", "1260", "12:0", "120", "-100", "１２００"] {
            assert!(wrong.parse::<TimeOfDay>().is_err(), "{wrong:?}");
        }
        assert!("12".parse::<Airline>().is_err());
    }

    #[test]
    fn an_error_names_the_field_and_the_rule() {
        let error = "peking".parse::<CityCode>().unwrap_err();
        assert_eq!(error.to_string(), "city is three capital letters, such as PEK; got \"peking\"");
    }

    #[test]
    fn a_query_keeps_its_form_over_the_wire() {
        let text = r#"{"depCity":"PEK","arrCity":"SHA","depDate":"2026-11-25","depTime":"0800","airline":"CA","direct":true}"#;
        let query: QueryAv = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&query).unwrap(), text);
    }

    proptest! {
        #[test]
        fn no_field_ever_holds_a_control_character_or_a_separator(text in any::<String>()) {
            let accepted = [
                text.parse::<CityCode>().map(String::from).ok(),
                text.parse::<Airline>().map(String::from).ok(),
                text.parse::<Cabin>().map(String::from).ok(),
                text.parse::<TimeOfDay>().map(String::from).ok(),
            ];
            for value in accepted.into_iter().flatten() {
                prop_assert!(value.bytes().all(|byte| byte.is_ascii_alphanumeric()));
            }
        }
    }
}
