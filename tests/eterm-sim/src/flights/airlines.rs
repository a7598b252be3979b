//! Airlines: codes and home cities are facts; class ladders, partners and the lack of electronic tickets
//! are made up so that every shape of a display occurs.

/// How far an airline flies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Domestic routes only.
    Domestic,
    /// Domestic and international routes.
    Worldwide,
    /// International routes only: a foreign airline.
    Foreign,
}

/// An airline.
#[derive(Debug, PartialEq, Eq)]
pub struct Airline {
    /// IATA code.
    pub code: &'static str,
    /// Cities it flies from.
    pub homes: &'static [&'static str],
    /// How far it flies.
    pub reach: Reach,
    /// Its booking classes, in order of display.
    pub classes: &'static str,
    /// Airlines that sell its flights under their own number.
    pub sold_by: &'static [&'static str],
    /// Whether it serves meals.
    pub meals: bool,
    /// Whether it takes electronic tickets.
    pub electronic_ticket: bool,
}

const fn full_service(
    code: &'static str,
    homes: &'static [&'static str],
    reach: Reach,
    classes: &'static str,
    sold_by: &'static [&'static str],
) -> Airline {
    Airline { code, homes, reach, classes, sold_by, meals: true, electronic_ticket: true }
}

const fn low_cost(code: &'static str, homes: &'static [&'static str], classes: &'static str) -> Airline {
    let reach = Reach::Domestic;
    Airline { code, homes, reach, classes, sold_by: &[], meals: false, electronic_ticket: true }
}

const fn paper_ticket(code: &'static str, homes: &'static [&'static str], classes: &'static str) -> Airline {
    let reach = Reach::Domestic;
    Airline { code, homes, reach, classes, sold_by: &[], meals: true, electronic_ticket: false }
}

use Reach::{Domestic, Foreign, Worldwide};

/// Every airline of the timetable.
pub static AIRLINES: &[Airline] = &[
    full_service("CA", &["BJS", "CTU", "HGH", "SHA"], Worldwide, "FAYBMUHQVWSTLNK", &["ZH", "SC", "LH"]),
    full_service("MU", &["SHA", "KMG", "SIA", "BJS"], Worldwide, "JCDQIWPYBMEHKLNRSVTZ", &["FM", "CZ"]),
    full_service("CZ", &["CAN", "BJS", "SZX", "URC"], Worldwide, "JCDIOWSYPBMHKUALQEVZTNR", &["MF", "MU"]),
    full_service("HU", &["BJS", "HAK", "SIA", "SZX"], Worldwide, "CDZIRJYBHKLMXVNQPAUTO", &["8L", "GS"]),
    full_service("ZH", &["SZX", "CAN"], Domestic, "FAYBMUHQVWSTLNKG", &["CA"]),
    full_service("MF", &["XMN", "SHA", "BJS"], Worldwide, "FAJCDIYHBMLKNQVTRUS", &["CZ"]),
    full_service("SC", &["TAO", "BJS"], Domestic, "FYBMHKLPQGVUZRESTW", &["CA"]),
    full_service("3U", &["CTU", "CKG"], Domestic, "CJYTWMGHKLSENVUQ", &[]),
    full_service("FM", &["SHA"], Domestic, "JCDQIWPYBMEHKLNRSVTZ", &["MU"]),
    full_service("HO", &["SHA", "NKG"], Domestic, "CYBMUHQVWSTK", &["MU"]),
    full_service("8L", &["KMG"], Domestic, "FYBMHKLPQV", &["HU"]),
    full_service("EU", &["CTU"], Domestic, "YTHGSLEVRK", &["CA"]),
    full_service("TV", &["LXA"], Domestic, "FAYBMHKLQV", &["CA"]),
    low_cost("9C", &["SHA"], "PSRYWNV"),
    low_cost("PN", &["CKG"], "CYBHKLMXVN"),
    low_cost("KN", &["BJS"], "CJYBMEHKL"),
    paper_ticket("DR", &["KMG"], "YBHKLMQ"),
    paper_ticket("G5", &["CKG", "CSX"], "FYTWGSLEVURK"),
    paper_ticket("GS", &["BJS", "URC", "SIA"], "CYBHKLMXVNQ"),
    full_service("CX", &["HKG"], Foreign, "JCDIYBHKMLVSNQO", &[]),
    full_service("JL", &["TYO"], Foreign, "FAJCDIXWEYBHKMLVSNQ", &[]),
    full_service("NH", &["TYO"], Foreign, "FAJCDZPGEYBMUHQVWS", &["CA"]),
    full_service("KE", &["SEL"], Foreign, "PFJCDIRZYBMSHEKLUQNTG", &["CZ"]),
    full_service("SQ", &["SIN"], Foreign, "FAJCDUSTPLYBEMHWQN", &["CA"]),
    full_service("TG", &["BKK"], Foreign, "CDJZYBMHQTKSXVWN", &["CA"]),
    full_service("QF", &["SYD"], Foreign, "JCDIWRTYBHKMLVSNQO", &["MU"]),
    full_service("LH", &["FRA"], Foreign, "FAJCDZPGENYBMUHXQVWSTLK", &["CA"]),
    full_service("BA", &["LON"], Foreign, "FAJCDRIWETYBHKMLVSNQO", &["CZ"]),
    full_service("AF", &["PAR"], Foreign, "JCDIZOWSAYBMUKHLQTENRVX", &["MU", "CZ"]),
    full_service("UA", &["LAX", "NYC"], Foreign, "JCDZPOARYBMEUHQVWSTLKGN", &["CA"]),
];

/// The airline with this code.
#[must_use]
pub fn airline(code: &str) -> Option<&'static Airline> {
    AIRLINES.iter().find(|airline| airline.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flights::places;

    #[test]
    fn class_letters_are_unique_and_fit_the_two_rows_of_a_display() {
        for airline in AIRLINES {
            let mut letters: Vec<char> = airline.classes.chars().collect();
            assert!((5..=27).contains(&letters.len()), "{}", airline.code);
            letters.sort_unstable();
            letters.dedup();
            assert_eq!(letters.len(), airline.classes.len(), "{} repeats a class", airline.code);
        }
    }

    #[test]
    fn partners_and_home_cities_exist() {
        for carrier in AIRLINES {
            assert!(carrier.sold_by.iter().all(|code| airline(code).is_some()), "{}", carrier.code);
            assert!(carrier.homes.iter().all(|city| places::city_of(city) == Some(city)), "{}", carrier.code);
        }
    }
}
