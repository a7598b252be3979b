//! What each field of an operation takes, by its name on the wire. The texts are phrases of the catalogue.

/// The rule of the field that a path ends with, such as `passengers[1].idNo`.
#[must_use]
pub(super) fn rule_of(path: &str) -> &'static str {
    let name = path.rsplit('.').next().unwrap_or(path);
    let name = name.split('[').next().unwrap_or(name);
    let in_group = path == "group.name";
    let known = RULES.iter().find(|(field, _)| if in_group { *field == path } else { *field == name });
    known.map_or("is not in the form of this field", |(_, rule)| *rule)
}

/// Whether a field holds a date.
#[must_use]
pub(super) fn is_date(name: &str) -> bool {
    matches!(name, "depDate" | "birth" | "expiry")
}

const CITY: &str = "is three capital letters, such as PEK";
const COUNTRY: &str = "is two capital letters, such as CN";
const DATE: &str = "is a date in the form YYYY-MM-DD";
const NAME: &str =
    "is Chinese characters of GB2312 (then perhaps Latin letters), or SURNAME/GIVEN in capital letters";

const RULES: &[(&str, &str)] = &[
    ("depCity", CITY),
    ("arrCity", CITY),
    ("depDate", DATE),
    ("depTime", "is four digits HHMM from 0000 to 2359"),
    ("airline", "is two capital letters or digits with at least one letter, such as CA or 3U"),
    ("direct", "is true or false"),
    ("cabin", "is one capital letter, such as Y"),
    ("pnr", "is five or six capital letters or digits, such as KABC12"),
    ("flightNo", "is an airline code, one to four digits and perhaps a letter, such as CA1831"),
    ("name", NAME),
    ("latinName", NAME),
    // Elements of the list of names.
    ("passengers", NAME),
    ("type", "is ADT, CHD, INF or UM"),
    ("idType", "is NI, PP or ID"),
    ("idNo", "is 2 to 25 capital letters or digits"),
    ("birth", DATE),
    ("mobile", "is eleven digits beginning with 1"),
    ("phone", "is 5 to 20 digits and hyphens, such as 028-00000000"),
    ("issuingCountry", COUNTRY),
    ("nationality", COUNTRY),
    ("gender", "is M or F"),
    ("expiry", DATE),
    ("ticketLimit", "is a local time in the form YYYY-MM-DD HH:MM"),
    ("group.name", "is 2 to 20 capital letters"),
    ("size", "is a number from 10 to 99"),
    ("maxFareFen", "is a whole number of fen above 0"),
    ("fareBasis", "is 1 to 30 capital letters, digits, + or /, such as Y or RT/Y+RT/Y"),
    ("device", "is a number from 1 to 99"),
    ("officeNo", "is three capital letters and three digits, such as PEK099"),
    ("terminalId", "is a whole number"),
];

#[cfg(test)]
mod tests {
    use waystation_shared::field::InvalidField;
    use waystation_shared::flight::{Airline, Cabin, CityCode, TimeOfDay};
    use waystation_shared::pnr::{
        Country, FareBasis, FlightNo, IdNumber, Locator, Mobile, PassengerName, Phone, TicketLimit,
    };

    use super::*;
    use crate::platform::catalogue::in_chinese;

    fn refused<T: std::str::FromStr<Err = InvalidField>>() -> &'static str {
        "!".parse::<T>().err().map_or("accepted", |error| error.rule)
    }

    #[test]
    fn a_rule_says_what_the_type_of_its_field_takes() {
        for (field, rule) in [
            ("depCity", refused::<CityCode>()),
            ("airline", refused::<Airline>()),
            ("depTime", refused::<TimeOfDay>()),
            ("segments[0].cabin", refused::<Cabin>()),
            ("pnr", refused::<Locator>()),
            ("segments[4].flightNo", refused::<FlightNo>()),
            ("passengers[0].idNo", refused::<IdNumber>()),
            ("contact.mobile", refused::<Mobile>()),
            ("contact.phone", refused::<Phone>()),
            ("passengers[8].document.nationality", refused::<Country>()),
            ("fareBasis", refused::<FareBasis>()),
            ("passengers[0].name", refused::<PassengerName>()),
            ("passengers[0]", refused::<PassengerName>()),
            ("ticketLimit", TicketLimit::try_from("!".to_owned()).unwrap_err().rule),
        ] {
            assert_eq!(rule_of(field), rule, "{field}");
        }
    }

    #[test]
    fn every_rule_is_told_in_chinese_too() {
        for (field, rule) in RULES {
            assert!(in_chinese(rule).is_some(), "{field}: {rule}");
        }
        assert!(in_chinese(rule_of("nothing")).is_some());
        assert_ne!(rule_of("group.name"), rule_of("passengers[0].name"));
    }
}
