//! What a clerk asks of a PNR. Every answer is drawn from the PNR alone.

use std::collections::BTreeSet;

use waystation_shared::ids::OfficeNo;
use waystation_shared::pnr::Locator;

use crate::lexicon::{TicketNumber, TicketRange};
use crate::parse::pnr::{FlightSegment, Passenger, PassengerType, Pnr, Segment};

/// A ticket and whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct HeldTicket {
    /// The ticket.
    pub ticket: TicketNumber,
    /// Number of the passenger; none where the PNR does not say.
    pub passenger: Option<u16>,
    /// Whether it is the infant's of that passenger.
    pub infant: bool,
}

/// What in a PNR speaks for tickets having been issued. Each alone is a reason not to issue again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "four signs that come and go independently")]
pub struct TicketEvidence {
    /// `**ELECTRONIC TICKET PNR**`.
    pub header: bool,
    /// The `T` item.
    pub ticketed_item: bool,
    /// A confirmed `SSR TKNE`.
    pub confirmed_element: bool,
    /// A `TN/` item.
    pub printed_number: bool,
}

impl TicketEvidence {
    /// Whether anything speaks for it.
    #[must_use]
    pub const fn any(self) -> bool {
        self.header || self.ticketed_item || self.confirmed_element || self.printed_number
    }
}

impl Pnr {
    /// The number under which it is kept.
    #[must_use]
    pub const fn locator(&self) -> Option<&Locator> {
        self.locator.as_ref()
    }

    /// Whether it has been cancelled as a whole.
    #[must_use]
    pub const fn is_cancelled(&self) -> bool {
        self.cancelled
    }

    /// What speaks for tickets having been issued.
    #[must_use]
    pub fn ticket_evidence(&self) -> TicketEvidence {
        TicketEvidence {
            header: self.eticket,
            ticketed_item: self.ticketed_item,
            confirmed_element: self.tkne.iter().any(|element| !element.pending),
            printed_number: !self.tn.is_empty(),
        }
    }

    /// Whether anything says that at least one ticket has been issued.
    #[must_use]
    pub fn is_ticketed(&self) -> bool {
        self.ticket_evidence().any()
    }

    /// Whether a ticket waits for its airline (`SSR TKNE …/DPN`). Such a PNR is retried with `ETRY`, never with `ETDZ`.
    #[must_use]
    pub fn is_pending_ticket(&self) -> bool {
        self.tkne.iter().any(|element| element.pending)
    }

    /// Whether any trace of tickets is there, also one that has no reading: an `SSR TKNE` of a strange form, a remark of
    /// an airline. A PNR with a trace must not be cancelled or issued without a person.
    #[must_use]
    pub fn has_ticket_trace(&self) -> bool {
        let in_ssr = self.ssr.iter().any(|service| service.code == "TKNE");
        let in_osi = self.osi.iter().filter_map(|service| service.text.as_deref());
        let in_osi = in_osi.flat_map(str::split_whitespace).any(|word| word.starts_with("TN/"));
        let unread = self.other.iter().any(|row| row.starts_with("TN/") || row.starts_with("SSR TKNE"));
        self.is_ticketed() || self.is_pending_ticket() || in_ssr || in_osi || unread
    }

    /// How many people have a ticket, infants included. A ticket that names nobody counts for nobody.
    #[must_use]
    pub fn ticketed_people(&self) -> usize {
        let held = self.ticket_numbers();
        let people: BTreeSet<(u16, bool)> =
            held.iter().filter_map(|ticket| Some((ticket.passenger?, ticket.infant))).collect();
        people.len()
    }

    /// Every ticket that has been issued, each once, in the order of the screen: from `SSR TKNE` without the pending
    /// ones, then from `TN/`.
    #[must_use]
    pub fn ticket_numbers(&self) -> Vec<HeldTicket> {
        let elements = self.tkne.iter().filter(|element| !element.pending).map(|element| HeldTicket {
            ticket: element.ticket,
            passenger: element.pax,
            infant: element.infant,
        });
        let printed = self.tn.iter().flat_map(|printed| {
            let range = TicketRange::new(printed.ticket, printed.conj_last2.as_deref());
            let (passenger, infant) = (printed.pax, printed.infant);
            range.numbers().map(move |ticket| HeldTicket { ticket, passenger, infant })
        });
        let mut held: Vec<HeldTicket> = Vec::new();
        for ticket in elements.chain(printed) {
            if !held.contains(&ticket) {
                held.push(ticket);
            }
        }
        held
    }

    /// Passengers for whom no ticket has been issued, infants left out.
    #[must_use]
    pub fn passengers_without_ticket(&self) -> Vec<u16> {
        let held = self.ticket_numbers();
        let has = |number| held.iter().any(|ticket| ticket.passenger == Some(number) && !ticket.infant);
        self.passengers.iter().map(|passenger| passenger.n).filter(|&number| !has(number)).collect()
    }

    /// The flights, gaps left out.
    pub fn flights(&self) -> impl Iterator<Item = &FlightSegment> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Flight(flight) => Some(flight.as_ref()),
            Segment::Surface(_) => None,
        })
    }

    /// Whether every flight has one of these states; false without flights.
    #[must_use]
    pub fn all_flights_are(&self, states: &[&str]) -> bool {
        self.flights().next().is_some()
            && self.flights().all(|flight| states.contains(&flight.status.as_str()))
    }

    /// The passenger with a number.
    #[must_use]
    pub fn passenger(&self, number: u16) -> Option<&Passenger> {
        self.passengers.iter().find(|passenger| passenger.n == number)
    }

    /// The passengers of a type.
    pub fn passengers_of(&self, passenger_type: PassengerType) -> impl Iterator<Item = &Passenger> {
        self.passengers.iter().filter(move |passenger| passenger.passenger_type == passenger_type)
    }

    /// How many names with a seat have been entered, hidden ones of a group included.
    #[must_use]
    pub fn names_count(&self) -> usize {
        self.group.as_ref().map_or(self.passengers.len(), |group| usize::from(group.named))
    }

    /// The Offices that may work on it besides its own.
    #[must_use]
    pub fn authorised_offices(&self) -> &[OfficeNo] {
        &self.auth
    }

    /// Whether the screens showed a PNR at all.
    pub(super) fn has_shape(&self) -> bool {
        let named = !self.passengers.is_empty() && (self.office.is_some() || self.more);
        self.locator.is_some() || self.group.is_some() || !self.segments.is_empty() || named
    }
}
