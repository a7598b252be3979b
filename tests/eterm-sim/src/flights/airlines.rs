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
    /// Name as a ticket has it.
    pub name: &'static str,
    /// The three digits its tickets begin with.
    pub ticket_prefix: &'static str,
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

/// The airline's name and the digits its tickets begin with.
type Identity = (&'static str, &'static str);

struct Network {
    homes: &'static [&'static str],
    reach: Reach,
}

const fn airline_of(
    code: &'static str,
    (name, ticket_prefix): Identity,
    Network { homes, reach }: Network,
    classes: &'static str,
    sold_by: &'static [&'static str],
) -> Airline {
    Airline {
        code,
        name,
        ticket_prefix,
        homes,
        reach,
        classes,
        sold_by,
        meals: true,
        electronic_ticket: true,
    }
}

const fn low_cost(
    code: &'static str,
    identity: Identity,
    homes: &'static [&'static str],
    classes: &'static str,
) -> Airline {
    Airline {
        meals: false,
        ..airline_of(code, identity, Network { homes, reach: Reach::Domestic }, classes, &[])
    }
}

const fn paper_ticket(
    code: &'static str,
    identity: Identity,
    homes: &'static [&'static str],
    classes: &'static str,
) -> Airline {
    let network = Network { homes, reach: Reach::Domestic };
    Airline { electronic_ticket: false, ..airline_of(code, identity, network, classes, &[]) }
}

const fn domestic(homes: &'static [&'static str]) -> Network {
    Network { homes, reach: Reach::Domestic }
}

const fn worldwide(homes: &'static [&'static str]) -> Network {
    Network { homes, reach: Reach::Worldwide }
}

const fn foreign(homes: &'static [&'static str]) -> Network {
    Network { homes, reach: Reach::Foreign }
}

/// Every airline of the timetable.
pub static AIRLINES: &[Airline] = &[
    airline_of(
        "CA",
        ("AIR CHINA", "999"),
        worldwide(&["BJS", "CTU", "HGH", "SHA"]),
        "FAYBMUHQVWSTLNK",
        &["ZH", "SC", "LH"],
    ),
    airline_of(
        "MU",
        ("CHINA EASTERN AIRLINES", "781"),
        worldwide(&["SHA", "KMG", "SIA", "BJS"]),
        "JCDQIWPYBMEHKLNRSVTZ",
        &["FM", "CZ"],
    ),
    airline_of(
        "CZ",
        ("CHINA SOUTHERN AIRLINES", "784"),
        worldwide(&["CAN", "BJS", "SZX", "URC"]),
        "JCDIOWSYPBMHKUALQEVZTNR",
        &["MF", "MU"],
    ),
    airline_of(
        "HU",
        ("HAINAN AIRLINES", "880"),
        worldwide(&["BJS", "HAK", "SIA", "SZX"]),
        "CDZIRJYBHKLMXVNQPAUTO",
        &["8L", "GS"],
    ),
    airline_of("ZH", ("SHENZHEN AIRLINES", "479"), domestic(&["SZX", "CAN"]), "FAYBMUHQVWSTLNKG", &["CA"]),
    airline_of(
        "MF",
        ("XIAMEN AIRLINES", "731"),
        worldwide(&["XMN", "SHA", "BJS"]),
        "FAJCDIYHBMLKNQVTRUS",
        &["CZ"],
    ),
    airline_of("SC", ("SHANDONG AIRLINES", "324"), domestic(&["TAO", "BJS"]), "FYBMHKLPQGVUZRESTW", &["CA"]),
    airline_of("3U", ("SICHUAN AIRLINES", "876"), domestic(&["CTU", "CKG"]), "CJYTWMGHKLSENVUQ", &[]),
    airline_of("FM", ("SHANGHAI AIRLINES", "774"), domestic(&["SHA"]), "JCDQIWPYBMEHKLNRSVTZ", &["MU"]),
    airline_of("HO", ("JUNEYAO AIRLINES", "018"), domestic(&["SHA", "NKG"]), "CYBMUHQVWSTK", &["MU"]),
    airline_of("8L", ("LUCKY AIR", "859"), domestic(&["KMG"]), "FYBMHKLPQV", &["HU"]),
    airline_of("EU", ("CHENGDU AIRLINES", "811"), domestic(&["CTU"]), "YTHGSLEVRK", &["CA"]),
    airline_of("TV", ("TIBET AIRLINES", "088"), domestic(&["LXA"]), "FAYBMHKLQV", &["CA"]),
    low_cost("9C", ("SPRING AIRLINES", "089"), &["SHA"], "PSRYWNV"),
    low_cost("PN", ("WEST AIR", "847"), &["CKG"], "CYBHKLMXVN"),
    low_cost("KN", ("CHINA UNITED AIRLINES", "822"), &["BJS"], "CJYBMEHKL"),
    paper_ticket("DR", ("RUILI AIRLINES", "299"), &["KMG"], "YBHKLMQ"),
    paper_ticket("G5", ("CHINA EXPRESS AIRLINES", "987"), &["CKG", "CSX"], "FYTWGSLEVURK"),
    paper_ticket("GS", ("TIANJIN AIRLINES", "826"), &["BJS", "URC", "SIA"], "CYBHKLMXVNQ"),
    airline_of("CX", ("CATHAY PACIFIC", "160"), foreign(&["HKG"]), "JCDIYBHKMLVSNQO", &[]),
    airline_of("JL", ("JAPAN AIRLINES", "131"), foreign(&["TYO"]), "FAJCDIXWEYBHKMLVSNQ", &[]),
    airline_of("NH", ("ALL NIPPON AIRWAYS", "205"), foreign(&["TYO"]), "FAJCDZPGEYBMUHQVWS", &["CA"]),
    airline_of("KE", ("KOREAN AIR", "180"), foreign(&["SEL"]), "PFJCDIRZYBMSHEKLUQNTG", &["CZ"]),
    airline_of("SQ", ("SINGAPORE AIRLINES", "618"), foreign(&["SIN"]), "FAJCDUSTPLYBEMHWQN", &["CA"]),
    airline_of("TG", ("THAI AIRWAYS", "217"), foreign(&["BKK"]), "CDJZYBMHQTKSXVWN", &["CA"]),
    airline_of("QF", ("QANTAS", "081"), foreign(&["SYD"]), "JCDIWRTYBHKMLVSNQO", &["MU"]),
    airline_of("LH", ("LUFTHANSA", "220"), foreign(&["FRA"]), "FAJCDZPGENYBMUHXQVWSTLK", &["CA"]),
    airline_of("BA", ("BRITISH AIRWAYS", "125"), foreign(&["LON"]), "FAJCDRIWETYBHKMLVSNQO", &["CZ"]),
    airline_of("AF", ("AIR FRANCE", "057"), foreign(&["PAR"]), "JCDIZOWSAYBMUKHLQTENRVX", &["MU", "CZ"]),
    airline_of(
        "UA",
        ("UNITED AIRLINES", "016"),
        foreign(&["LAX", "NYC"]),
        "JCDZPOARYBMEUHQVWSTLKGN",
        &["CA"],
    ),
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
