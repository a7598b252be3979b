//! Deleting and reconfirming what stands in the record in work.

use super::area::WorkArea;
use super::dialogue::{Dialogue, Shown};
use super::records::{Content, ElementId, Inventory, Segment, Status};
use super::refusal::Refusal;

impl Dialogue<'_> {
    /// The element a number of the last display stands for.
    fn element(&mut self, number: usize) -> Result<ElementId, Refusal> {
        let displayed = self.session.displayed.clone();
        if !self.settings.takes_unseen && !displayed.is_empty() && number > self.session.seen {
            return Err(Refusal::ElementNumber);
        }
        let elements = self.existing_area()?.pnr.elements();
        let shown = if displayed.is_empty() { &elements } else { &displayed };
        let id = number.checked_sub(1).and_then(|index| shown.get(index)).copied();
        id.filter(|id| elements.contains(id)).ok_or(Refusal::ElementNumber)
    }

    pub(super) fn delete(&mut self, numbers: &[usize]) -> Result<Shown, Refusal> {
        let ids: Vec<ElementId> =
            numbers.iter().map(|number| self.element(*number)).collect::<Result<_, _>>()?;
        let area = self.existing_area()?;
        let fixed = |id: &ElementId| {
            let person = area.pnr.passengers.iter().any(|passenger| passenger.id == *id);
            let ticket = area.pnr.items.iter().any(|item| item.id == *id && is_ticket(&item.content));
            person || ticket || *id == ElementId::OFFICE
        };
        if ids.iter().any(fixed) {
            return Err(Refusal::Illegal);
        }
        let Some(area) = &mut self.session.area else { return Err(Refusal::NoRecord) };
        for id in &ids {
            free_segment(area, &mut self.records.inventory, *id);
        }
        area.pnr.segments.retain(|segment| !ids.contains(&segment.id));
        area.pnr.items.retain(|item| !ids.contains(&item.id));
        area.changed = true;
        Ok(Shown::Area)
    }

    pub(super) fn delete_passengers(&mut self, mut numbers: Vec<usize>) -> Result<Shown, Refusal> {
        numbers.sort_unstable();
        numbers.dedup();
        let area = self.existing_area()?;
        let find =
            |number: &usize| area.pnr.passenger(*number).map(|one| one.id).ok_or(Refusal::PassengerNumber);
        let ids: Vec<ElementId> = numbers.iter().map(find).collect::<Result<_, _>>()?;
        if area.pnr.flights().any(|(_, flown)| flown.status == Status::No) {
            return Err(Refusal::NoStatus);
        }
        if ids.len() >= area.pnr.passengers.len() {
            return Err(Refusal::Illegal);
        }
        let Some(area) = &mut self.session.area else { return Err(Refusal::NoRecord) };
        let count = u16::try_from(ids.len()).unwrap_or(u16::MAX);
        shrink(area, &mut self.records.inventory, count);
        for id in ids {
            area.pnr.remove_passenger(id);
        }
        area.changed = true;
        Ok(Shown::Area)
    }

    pub(super) fn reconfirm(&mut self, numbers: &[usize]) -> Result<Shown, Refusal> {
        let ids: Vec<ElementId> =
            numbers.iter().map(|number| self.element(*number)).collect::<Result<_, _>>()?;
        let area = self.existing_area()?;
        let number = area.pnr.next_transaction();
        let of = |segment: &Segment| ids.contains(&segment.id);
        if area.pnr.segments.iter().filter(|segment| of(segment)).count() < ids.len() {
            return Err(Refusal::Segment);
        }
        let confirmed = [Status::Hk, Status::Dk, Status::Kk, Status::Kl, Status::Tk, Status::Rr];
        if area.pnr.flights().any(|(segment, flown)| of(segment) && !confirmed.contains(&flown.status)) {
            return Err(Refusal::Action);
        }
        for flown in
            area.pnr.segments.iter_mut().filter(|segment| of(segment)).filter_map(|s| s.flown.as_mut())
        {
            flown.status = Status::Rr;
            flown.history.push((Status::Rr, number));
        }
        area.changed = true;
        Ok(Shown::Area)
    }

    pub(super) fn cancel_all(&mut self) -> Result<Shown, Refusal> {
        let area = self.existing_area()?;
        area.cancels = true;
        area.changed = true;
        for flown in area.pnr.flights_mut() {
            flown.status = Status::Xx;
        }
        Ok(Shown::Area)
    }
}

/// Tickets are not deleted by hand.
fn is_ticket(content: &Content) -> bool {
    matches!(content, Content::TicketService(_) | Content::TicketNumber { .. })
}

fn free_segment(area: &mut WorkArea, inventory: &mut Inventory, id: ElementId) {
    let segment = area.pnr.segments.iter().find(|segment| segment.id == id);
    if let Some(flown) = segment.and_then(|segment| segment.flown.clone()) {
        area.free_seats(inventory, flown.seat_key(), flown.held());
    }
}

/// Every flight loses so many seats.
fn shrink(area: &mut WorkArea, inventory: &mut Inventory, count: u16) {
    let mut freed = Vec::new();
    for flown in area.pnr.flights_mut() {
        let lost = count.min(flown.count);
        if flown.status.holds_seats() {
            freed.push((flown.seat_key(), lost));
        }
        flown.count -= lost;
    }
    for (key, lost) in freed {
        area.free_seats(inventory, key, lost);
    }
}
