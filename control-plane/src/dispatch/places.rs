//! Cities and airports that a query may name, with the names people know them by.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Serialize;
use utoipa::ToSchema;

/// A city or airport.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Place {
    /// Its IATA code.
    pub code: &'static str,
    /// The code of its city; its own when it is the city.
    pub city: &'static str,
    /// Chinese name.
    pub name_zh: &'static str,
    /// English name.
    pub name_en: &'static str,
}

/// Every place, in the order of the list.
#[must_use]
pub(crate) fn all() -> &'static [Place] {
    static PLACES: OnceLock<Vec<Place>> = OnceLock::new();
    PLACES.get_or_init(|| include_str!("places.csv").lines().filter_map(place).collect())
}

fn place(line: &'static str) -> Option<Place> {
    let mut fields = line.split(',');
    Some(Place {
        code: fields.next()?,
        city: fields.next()?,
        name_zh: fields.next()?,
        name_en: fields.next()?,
    })
}

/// The place of a code.
#[must_use]
pub(crate) fn find(code: &str) -> Option<&'static Place> {
    static BY_CODE: OnceLock<HashMap<&'static str, &'static Place>> = OnceLock::new();
    BY_CODE.get_or_init(|| all().iter().map(|place| (place.code, place)).collect()).get(code).copied()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use waystation_shared::flight::CityCode;

    use super::*;

    #[test]
    fn every_line_of_the_list_is_a_place_with_a_code_of_its_own() {
        let codes: HashSet<_> = all().iter().map(|place| place.code).collect();
        assert_eq!(codes.len(), include_str!("places.csv").lines().count());
        for place in all() {
            assert!(place.code.parse::<CityCode>().is_ok(), "{place:?}");
            assert!(place.city.parse::<CityCode>().is_ok(), "{place:?}");
        }
    }

    #[test]
    fn an_airport_knows_its_city() {
        assert_eq!(find("PKX").map(|place| place.city), Some("BJS"));
        assert_eq!(find("XXX"), None);
    }
}
