//! Airports and the cities they serve.
//!
//! Codes, cities and time zones are facts (zones as standard time, without summer time); the terminals are
//! those a traveller knows, without claim to which airline uses which.

/// An airport.
#[derive(Debug, PartialEq, Eq)]
pub struct Airport {
    /// IATA code of the airport.
    pub code: &'static str,
    /// IATA code of its city.
    pub city: &'static str,
    /// Terminals; none where a display shows `--`.
    pub terminals: &'static [&'static str],
    /// Minutes of local standard time ahead of UTC.
    pub utc_minutes: i16,
}

const BEIJING_TIME: i16 = 480;

const fn chinese(code: &'static str, city: &'static str, terminals: &'static [&'static str]) -> Airport {
    Airport { code, city, terminals, utc_minutes: BEIJING_TIME }
}

const fn foreign(
    code: &'static str,
    city: &'static str,
    terminals: &'static [&'static str],
    utc_minutes: i16,
) -> Airport {
    Airport { code, city, terminals, utc_minutes }
}

/// Every airport the timetable flies to.
pub static AIRPORTS: &[Airport] = &[
    chinese("PEK", "BJS", &["T2", "T3"]),
    chinese("PKX", "BJS", &[]),
    chinese("SHA", "SHA", &["T1", "T2"]),
    chinese("PVG", "SHA", &["T1", "T2"]),
    chinese("CAN", "CAN", &["T1", "T2", "T3"]),
    chinese("SZX", "SZX", &["T3"]),
    chinese("CTU", "CTU", &["T1", "T2"]),
    chinese("TFU", "CTU", &["T1", "T2"]),
    chinese("CKG", "CKG", &["T2", "T3"]),
    chinese("HGH", "HGH", &["T3", "T4"]),
    chinese("XIY", "SIA", &["T2", "T3", "T5"]),
    chinese("KMG", "KMG", &[]),
    chinese("WUH", "WUH", &["T3"]),
    chinese("NKG", "NKG", &["T1", "T2"]),
    chinese("XMN", "XMN", &["T3", "T4"]),
    chinese("URC", "URC", &["T2", "T3", "T4"]),
    chinese("HRB", "HRB", &["T2"]),
    chinese("SHE", "SHE", &["T3"]),
    chinese("DLC", "DLC", &[]),
    chinese("TAO", "TAO", &[]),
    chinese("CSX", "CSX", &["T1", "T2"]),
    chinese("SYX", "SYX", &["T1", "T2"]),
    chinese("HAK", "HAK", &["T1", "T2"]),
    chinese("LHW", "LHW", &["T2"]),
    chinese("KWL", "KWL", &["T2"]),
    chinese("LXA", "LXA", &["T3"]),
    foreign("HKG", "HKG", &["T1"], 480),
    foreign("NRT", "TYO", &["1", "2"], 540),
    foreign("HND", "TYO", &["3"], 540),
    foreign("ICN", "SEL", &["1", "2"], 540),
    foreign("SIN", "SIN", &["1", "2", "3"], 480),
    foreign("BKK", "BKK", &[], 420),
    foreign("SYD", "SYD", &["1"], 600),
    foreign("LHR", "LON", &["2", "3", "4", "5"], 0),
    foreign("FRA", "FRA", &["1", "2"], 60),
    foreign("CDG", "PAR", &["1", "2A", "2E"], 60),
    foreign("LAX", "LAX", &["B"], -480),
    foreign("JFK", "NYC", &["1", "8"], -300),
];

/// The airport with this code.
#[must_use]
pub fn airport(code: &str) -> Option<&'static Airport> {
    AIRPORTS.iter().find(|airport| airport.code == code)
}

/// The airports of a city.
pub fn airports_of(city: &str) -> impl Iterator<Item = &'static Airport> {
    AIRPORTS.iter().filter(move |airport| airport.city == city)
}

/// The city meant by a city or airport code: `PEK`, `PKX` and `BJS` all mean `BJS`.
#[must_use]
pub fn city_of(code: &str) -> Option<&'static str> {
    AIRPORTS.iter().find(|airport| airport.city == code || airport.code == code).map(|airport| airport.city)
}

/// Whether a city lies outside the domestic network.
#[must_use]
pub fn is_abroad(city: &str) -> bool {
    city == "HKG" || airports_of(city).any(|airport| airport.utc_minutes != BEIJING_TIME) || city == "SIN"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn airports_and_cities_lead_to_the_same_city() {
        for code in ["BJS", "PEK", "PKX"] {
            assert_eq!(city_of(code), Some("BJS"));
        }
        assert_eq!(city_of("PVG"), Some("SHA"));
        assert_eq!(city_of("XIY"), Some("SIA"));
        assert_eq!(city_of("QQQ"), None);
    }

    #[test]
    fn a_city_lists_all_its_airports() {
        let codes: Vec<_> = airports_of("SHA").map(|airport| airport.code).collect();
        assert_eq!(codes, ["SHA", "PVG"]);
    }

    #[test]
    fn no_code_is_used_twice_and_terminals_fit_two_columns() {
        for (index, place) in AIRPORTS.iter().enumerate() {
            assert!(AIRPORTS.iter().skip(index + 1).all(|other| other.code != place.code));
            assert!(place.terminals.iter().all(|terminal| (1..=2).contains(&terminal.len())));
        }
    }

    #[test]
    fn abroad_is_told_by_place_not_only_by_time() {
        assert!(["HKG", "SIN", "LON", "TYO"].into_iter().all(is_abroad));
        assert!(["BJS", "URC", "SHA"].into_iter().all(|city| !is_abroad(city)));
    }
}
