//! The city pairs flown, each in both directions.

use super::places::is_abroad;

/// A city pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// One end.
    pub from: &'static str,
    /// The other end.
    pub to: &'static str,
    /// Minutes from gate to gate without a stop.
    pub minutes: i16,
    /// Flights a day and direction, code-shares not counted.
    pub daily: u16,
}

impl Route {
    /// The same pair flown the other way.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self { from: self.to, to: self.from, ..self }
    }

    /// Whether either end is abroad.
    #[must_use]
    pub fn is_international(self) -> bool {
        is_abroad(self.from) || is_abroad(self.to)
    }
}

const fn route(from: &'static str, to: &'static str, minutes: i16, daily: u16) -> Route {
    Route { from, to, minutes, daily }
}

/// Every pair; a pair that is not here is flown with a connection or not at all.
pub static ROUTES: &[Route] = &[
    route("BJS", "SHA", 135, 16),
    route("BJS", "CAN", 195, 10),
    route("BJS", "SZX", 205, 9),
    route("BJS", "CTU", 170, 9),
    route("BJS", "CKG", 170, 7),
    route("BJS", "HGH", 135, 7),
    route("BJS", "SIA", 125, 6),
    route("BJS", "KMG", 215, 6),
    route("BJS", "WUH", 135, 5),
    route("BJS", "NKG", 120, 4),
    route("BJS", "XMN", 180, 5),
    route("BJS", "URC", 245, 5),
    route("BJS", "HRB", 125, 4),
    route("BJS", "DLC", 85, 4),
    route("BJS", "TAO", 90, 4),
    route("BJS", "CSX", 150, 4),
    route("BJS", "SYX", 240, 4),
    route("BJS", "HAK", 225, 3),
    route("BJS", "LHW", 145, 3),
    route("SHA", "CAN", 150, 12),
    route("SHA", "SZX", 155, 12),
    route("SHA", "CTU", 195, 8),
    route("SHA", "CKG", 175, 7),
    route("SHA", "SIA", 155, 5),
    route("SHA", "KMG", 200, 5),
    route("SHA", "XMN", 110, 5),
    route("SHA", "URC", 300, 5),
    route("SHA", "HRB", 170, 4),
    route("SHA", "SHE", 140, 4),
    route("SHA", "DLC", 115, 4),
    route("SHA", "TAO", 95, 4),
    route("SHA", "SYX", 190, 5),
    route("SHA", "HAK", 175, 3),
    route("SHA", "KWL", 155, 3),
    route("CAN", "CTU", 145, 6),
    route("CAN", "CKG", 130, 5),
    route("CAN", "HGH", 125, 6),
    route("CAN", "NKG", 130, 4),
    route("CAN", "SIA", 165, 4),
    route("CAN", "KMG", 140, 4),
    route("CAN", "URC", 320, 3),
    route("SZX", "CTU", 155, 5),
    route("SZX", "CKG", 140, 5),
    route("SZX", "HGH", 120, 5),
    route("CTU", "LXA", 135, 3),
    route("CTU", "KMG", 95, 4),
    route("CTU", "HGH", 160, 4),
    route("CTU", "URC", 235, 3),
    route("KMG", "CKG", 90, 3),
    route("CSX", "CTU", 105, 3),
    route("BJS", "HKG", 215, 3),
    route("SHA", "HKG", 160, 5),
    route("CTU", "HKG", 155, 2),
    route("BJS", "TYO", 215, 3),
    route("SHA", "TYO", 165, 4),
    route("BJS", "SEL", 125, 3),
    route("SHA", "SEL", 120, 4),
    route("SHA", "SIN", 330, 3),
    route("CAN", "SIN", 240, 2),
    route("CAN", "BKK", 165, 3),
    route("CAN", "SYD", 540, 2),
    route("BJS", "LON", 660, 2),
    route("SHA", "LON", 760, 1),
    route("BJS", "FRA", 640, 2),
    route("SHA", "PAR", 745, 2),
    route("BJS", "LAX", 740, 2),
    route("SHA", "LAX", 715, 2),
    route("CAN", "LAX", 790, 1),
    route("BJS", "NYC", 820, 1),
    route("SHA", "NYC", 880, 1),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flights::places::city_of;

    #[test]
    fn there_are_at_least_forty_domestic_routes_between_known_cities() {
        let domestic = ROUTES.iter().filter(|route| !route.is_international()).count();
        assert!(domestic >= 40, "{domestic}");
        assert!(ROUTES.iter().all(|r| city_of(r.from) == Some(r.from) && city_of(r.to) == Some(r.to)));
    }

    #[test]
    fn no_pair_is_listed_twice() {
        for (index, one) in ROUTES.iter().enumerate() {
            let rest = ROUTES.iter().skip(index + 1);
            assert!(rest.clone().all(|other| (other.from, other.to) != (one.from, one.to)));
            assert!(rest.clone().all(|other| (other.to, other.from) != (one.from, one.to)));
        }
    }
}
