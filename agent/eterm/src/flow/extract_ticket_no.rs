//! Reading ticket numbers: `RT`, then the face of every ticket (`DETR:TN`); where the PNR shows none, `DETR:CN`.

use serde::Serialize;
use waystation_shared::pnr::Locator;

use crate::command::Command;
use crate::flow::clerk::Clerk;
use crate::flow::ending::{done, ended};
use crate::flow::{Cause, Defect, Desk, Ending};
use crate::journal::StepJournal;
use crate::lexicon::TicketNumber;
use crate::parse::detr::{self, DetrAnswer, TicketFace};
use crate::parse::error::ErrorAnswer;
use crate::parse::pnr::{HeldTicket, PassengerType, Pnr};
use crate::ports::{Progress, Terminal};
use crate::screen::Screen;

/// Answers that say that there is no ticket.
const NO_TICKET: [&str; 5] = ["TICKET NOT FOUND", "NO RECORD", "NOT EXIST", "TICKET NUMBER", "NO PNR"];

/// A ticket of a PNR.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PnrTicket {
    /// Whose; none where neither PNR nor ticket says.
    pub passenger: Option<String>,
    /// `ADT`, `CHD`, `INF` or `UM`; none where the PNR does not say.
    #[serde(rename = "type")]
    pub kind: Option<&'static str>,
    /// Its number; none while it waits for its airline.
    pub ticket_no: Option<TicketNumber>,
    /// Whether it waits for its airline.
    pub pending: bool,
    /// Its face, if it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub face: Option<Box<TicketFace>>,
}

#[derive(Serialize)]
struct Extracted<'a> {
    pnr: &'a Locator,
    tickets: Vec<PnrTicket>,
    screens: &'a [String],
}

pub(super) fn run<T: Terminal, J: StepJournal, P: Progress>(
    desk: &mut Desk<'_, T, J, P>,
    pnr: &Locator,
) -> Ending {
    let mut clerk = Clerk::new(desk);
    let tickets = extract(&mut clerk, pnr);
    ended(tickets.map(|tickets| done(&Extracted { pnr, tickets, screens: &clerk.screens })))
}

fn extract<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    pnr: &Locator,
) -> Result<Vec<PnrTicket>, Cause> {
    let content = clerk.read_afresh(pnr)?.pnr;
    let mut tickets = of_pnr(&content);
    if tickets.is_empty() {
        tickets = by_locator(clerk, pnr)?;
    }
    for ticket in &mut tickets {
        if let (Some(number), None) = (ticket.ticket_no, &ticket.face) {
            ticket.face = face(clerk, number)?;
            let named = ticket.face.as_ref().and_then(|face| face.passenger.clone());
            ticket.passenger = ticket.passenger.take().or(named);
        }
    }
    Ok(tickets)
}

/// The tickets that a PNR names, and those that wait for their airline.
pub(super) fn of_pnr(content: &Pnr) -> Vec<PnrTicket> {
    let issued = content.ticket_numbers().into_iter().map(|held| {
        let (passenger, kind) = owner(content, held);
        PnrTicket { passenger, kind, ticket_no: Some(held.ticket), pending: false, face: None }
    });
    let pending = content.tkne.iter().filter(|element| element.pending).map(|element| {
        let held = HeldTicket { ticket: element.ticket, passenger: element.pax, infant: element.infant };
        let (passenger, kind) = owner(content, held);
        PnrTicket { passenger, kind, ticket_no: None, pending: true, face: None }
    });
    issued.chain(pending).collect()
}

fn owner(content: &Pnr, held: HeldTicket) -> (Option<String>, Option<&'static str>) {
    if held.infant {
        let infant = content.infants.iter().find(|infant| infant.pax == held.passenger);
        return (infant.map(|infant| infant.name.clone()), Some("INF"));
    }
    let passenger = held.passenger.and_then(|number| content.passenger(number));
    (
        passenger.map(|passenger| passenger.name.clone()),
        passenger.map(|passenger| name_of(passenger.passenger_type)),
    )
}

const fn name_of(kind: PassengerType) -> &'static str {
    match kind {
        PassengerType::Adt => "ADT",
        PassengerType::Chd => "CHD",
        PassengerType::Um => "UM",
    }
}

fn by_locator<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    pnr: &Locator,
) -> Result<Vec<PnrTicket>, Cause> {
    let one = |number, face: Option<Box<TicketFace>>, passenger| PnrTicket {
        passenger,
        kind: None,
        ticket_no: Some(number),
        pending: false,
        face,
    };
    Ok(match ask(clerk, &Command::tickets_of(pnr)?)? {
        None => Vec::new(),
        Some(DetrAnswer::Face(face)) => vec![one(face.ticket, Some(face.clone()), face.passenger.clone())],
        Some(DetrAnswer::List(list)) => {
            list.tickets.into_iter().map(|listed| one(listed.ticket, None, Some(listed.name))).collect()
        }
        Some(DetrAnswer::Identities(_) | DetrAnswer::History(_) | DetrAnswer::Error(_)) => {
            return Err(Defect::NoVerdict(clerk.seen()).into());
        }
    })
}

/// The face of a ticket; none when the ticket server does not know it.
pub(super) fn face<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    number: TicketNumber,
) -> Result<Option<Box<TicketFace>>, Cause> {
    Ok(match ask(clerk, &Command::ticket(&number.to_string())?)? {
        Some(DetrAnswer::Face(face)) => Some(face),
        None
        | Some(
            DetrAnswer::List(_) | DetrAnswer::Identities(_) | DetrAnswer::History(_) | DetrAnswer::Error(_),
        ) => None,
    })
}

/// What `DETR` shows; none when it knows no ticket.
fn ask<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    command: &Command,
) -> Result<Option<DetrAnswer>, Cause> {
    clerk.ask(command, |clerk, first| {
        let pages: Vec<Screen> = clerk.more_pages(first)?;
        match detr::read(&pages).map_err(Defect::from)? {
            DetrAnswer::Error(answer) if says_no_ticket(&answer) => Ok(None),
            DetrAnswer::Error(answer) => Err(Cause::Refused(answer)),
            answer @ (DetrAnswer::Face(_)
            | DetrAnswer::List(_)
            | DetrAnswer::Identities(_)
            | DetrAnswer::History(_)) => Ok(Some(answer)),
        }
    })
}

/// Whether the ticket server knows no such ticket.
pub(super) fn says_no_ticket(answer: &ErrorAnswer) -> bool {
    NO_TICKET.contains(&answer.code.as_str())
}
