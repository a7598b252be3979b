//! The passenger name record.

use super::item::{Content, Item};
use super::segment::{Flown, Segment};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// Names an element for as long as it lives, whatever its number in a display is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ElementId(u32);

impl ElementId {
    /// The office that answers for the record: always the last element.
    pub const OFFICE: Self = Self(0);
}

/// How somebody travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TravellerKind {
    /// An adult.
    Adult,
    /// `CHD`.
    Child,
    /// `(UM8)`: a child that travels alone.
    Unaccompanied,
}

/// Somebody with a seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passenger {
    /// Names the passenger for as long as the record lives.
    pub id: ElementId,
    /// As displayed, with `CHD`, title or `(UM8)`.
    pub name: String,
    /// How they travel.
    pub kind: TravellerKind,
}

/// A group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Seats it takes.
    pub total: u16,
    /// Its name.
    pub name: String,
}

/// Who ended a transaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransactionRecord {
    /// The agent's office.
    pub office: String,
    /// The agent's number.
    pub agent: String,
    /// The host's local time.
    pub at: DateTime,
}

/// A passenger name record; also the copy of one that is being worked on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pnr {
    /// Given at the end of the first transaction.
    pub locator: Option<String>,
    /// The airline's locator.
    pub airline_locator: Option<String>,
    /// The office that answers for it.
    pub office: String,
    /// Whether all of it was cancelled.
    pub cancelled: bool,
    /// The group, if it is one.
    pub group: Option<Group>,
    /// Everybody with a seat.
    pub passengers: Vec<Passenger>,
    /// In the order of travel.
    pub segments: Vec<Segment>,
    /// In the order of the display.
    pub items: Vec<Item>,
    /// Every transaction so far; their number is the version.
    pub transactions: Vec<TransactionRecord>,
    last_id: u32,
}

impl Pnr {
    /// An empty record of an office.
    #[must_use]
    pub fn new(office: &str) -> Self {
        Self {
            locator: None,
            airline_locator: None,
            office: office.to_owned(),
            cancelled: false,
            group: None,
            passengers: Vec::new(),
            segments: Vec::new(),
            items: Vec::new(),
            transactions: Vec::new(),
            last_id: 0,
        }
    }

    /// The transaction that is being made, from 1.
    #[must_use]
    pub fn next_transaction(&self) -> u32 {
        u32::try_from(self.transactions.len()).unwrap_or(u32::MAX - 1) + 1
    }

    fn next_id(&mut self) -> ElementId {
        self.last_id += 1;
        ElementId(self.last_id)
    }

    /// Adds a passenger.
    pub fn add_passenger(&mut self, name: &str, kind: TravellerKind) {
        let id = self.next_id();
        self.passengers.push(Passenger { id, name: name.to_owned(), kind });
    }

    /// Adds a segment after the others.
    pub fn add_segment(&mut self, from: &str, to: &str, flown: Option<Flown>) {
        let (id, created) = (self.next_id(), self.next_transaction());
        self.segments.push(Segment { id, created, from: from.to_owned(), to: to.to_owned(), flown });
    }

    /// Adds an item after the last of its kind.
    pub fn add(&mut self, content: Content) {
        let (id, created, rank) = (self.next_id(), self.next_transaction(), content.rank());
        let place = self.items.partition_point(|item| item.content.rank() <= rank);
        self.items.insert(place, Item { id, created, content });
    }

    /// All elements in the order of their numbers.
    #[must_use]
    pub fn elements(&self) -> Vec<ElementId> {
        let passengers = self.passengers.iter().map(|passenger| passenger.id);
        let segments = self.segments.iter().map(|segment| segment.id);
        let items = self.items.iter().map(|item| item.id);
        passengers.chain(segments).chain(items).chain([ElementId::OFFICE]).collect()
    }

    /// The number behind `/P`, from 1.
    #[must_use]
    pub fn passenger_number(&self, id: ElementId) -> usize {
        self.passengers.iter().position(|passenger| passenger.id == id).map_or(0, |index| index + 1)
    }

    /// The passenger with a number, from 1.
    #[must_use]
    pub fn passenger(&self, number: usize) -> Option<&Passenger> {
        self.passengers.get(number.checked_sub(1)?)
    }

    /// Flights without gaps on the ground.
    pub fn flights(&self) -> impl Iterator<Item = (&Segment, &Flown)> {
        self.segments.iter().filter_map(|segment| segment.flown.as_ref().map(|flown| (segment, flown)))
    }

    /// The flights, to be changed.
    pub fn flights_mut(&mut self) -> impl Iterator<Item = &mut Flown> {
        self.segments.iter_mut().filter_map(|segment| segment.flown.as_mut())
    }

    /// Seats its segments take from what can be sold.
    #[must_use]
    pub fn seats_held(&self) -> u32 {
        self.flights().map(|(_, flown)| u32::from(flown.held())).sum()
    }

    /// Takes a passenger away with everything that hangs on them.
    pub fn remove_passenger(&mut self, id: ElementId) {
        self.passengers.retain(|passenger| passenger.id != id);
        self.items.retain(|item| !item.content.hangs_on(id));
        for item in &mut self.items {
            if let Content::Information { passengers, .. } = &mut item.content {
                passengers.retain(|passenger| *passenger != id);
            }
        }
    }

    /// Whether somebody has a ticket that the airline's server knows.
    #[must_use]
    pub fn has_electronic_ticket(&self) -> bool {
        self.items
            .iter()
            .any(|item| matches!(&item.content, Content::TicketService(service) if !service.pending))
    }

    /// Whether an office may read and change it.
    #[must_use]
    pub fn is_open_to(&self, office: &str) -> bool {
        self.office == office || self.items.iter().any(|item| authorises(&item.content, office))
    }

    /// Marks a ticket as known to the airline's server.
    pub fn settle_ticket(&mut self, number: &str) {
        for item in &mut self.items {
            if let Content::TicketService(service) = &mut item.content
                && service.number == number
            {
                service.pending = false;
            }
        }
    }

    /// The itinerary a fare is made for.
    #[must_use]
    pub fn itinerary(&self) -> String {
        let legs = self.segments.iter().map(|segment| {
            let flown =
                segment.flown.as_ref().map(|flown| format!("{}{}{}", flown.flight, flown.class, flown.date));
            format!("{}{}{}", segment.from, segment.to, flown.unwrap_or_default())
        });
        legs.collect::<Vec<_>>().join("|")
    }
}

/// `RMK TJ AUTH SHA999`, `RMK TJ SHA999`, with or without `/T`.
fn authorises(content: &Content, office: &str) -> bool {
    let Content::Remark(text) = content else { return false };
    let Some(rest) = text.strip_prefix("TJ ") else { return false };
    rest.strip_prefix("AUTH ").unwrap_or(rest).split('/').next() == Some(office)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_keep_the_order_of_their_kinds() {
        let mut pnr = Pnr::new("CTU999");
        pnr.add(Content::Remark("ONE".to_owned()));
        pnr.add(Content::Contact("028".to_owned()));
        pnr.add(Content::Remark("TWO".to_owned()));
        pnr.add(Content::Ticketed);
        let ranks: Vec<u8> = pnr.items.iter().map(|item| item.content.rank()).collect();
        assert_eq!(ranks, [0, 1, 5, 5]);
        assert_eq!(pnr.items[3].content, Content::Remark("TWO".to_owned()));
        assert_eq!(pnr.elements().last(), Some(&ElementId::OFFICE));
    }

    #[test]
    fn a_passenger_leaves_with_what_hangs_on_them() {
        let mut pnr = Pnr::new("CTU999");
        pnr.add_passenger("林青禾", TravellerKind::Adult);
        pnr.add_passenger("周一帆", TravellerKind::Adult);
        let [first, second] = [pnr.passengers[0].id, pnr.passengers[1].id];
        pnr.add(Content::Infant { name: "林小禾INF".to_owned(), born: "MAR26".to_owned(), adult: first });
        let information =
            |passengers| Content::Information { carrier: "CA".to_owned(), text: "X".to_owned(), passengers };
        pnr.add(information(vec![first]));
        pnr.add(information(vec![first, second]));
        pnr.add(information(vec![]));
        pnr.remove_passenger(first);
        assert_eq!(pnr.passenger_number(second), 1);
        let left: Vec<&Content> = pnr.items.iter().map(|item| &item.content).collect();
        assert_eq!(left, [&information(vec![second]), &information(vec![])]);
    }

    #[test]
    fn an_office_is_let_in_by_a_remark_in_any_spelling() {
        for remark in ["TJ AUTH SHA999", "TJ SHA999", "TJ AUTH SHA999/T"] {
            let mut pnr = Pnr::new("CTU999");
            assert!(pnr.is_open_to("CTU999") && !pnr.is_open_to("SHA999"));
            pnr.add(Content::Remark(remark.to_owned()));
            assert!(pnr.is_open_to("SHA999") && !pnr.is_open_to("SHA99"), "{remark}");
        }
    }
}
