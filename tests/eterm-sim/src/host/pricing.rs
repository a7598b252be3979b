//! Fares of the record in work: shown by `PAT:A`, written into it by `SFC`.

use super::dialogue::{Dialogue, Shown};
use super::display::items::fare_amount_text;
use super::display::yuan;
use super::entry::PriceRequest;
use super::records::{Content, PassengerKind, Pnr, TravellerKind};
use super::refusal::Refusal;
use super::tariff::{FareOption, options};

/// The fares shown last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FareList {
    kind: PassengerKind,
    options: Vec<FareOption>,
    itinerary: String,
}

impl Dialogue<'_> {
    pub(super) fn price(&mut self, request: PriceRequest) -> Result<Shown, Refusal> {
        let percent = self.conduct.fare_percent;
        let pnr = &self.existing_area()?.pnr;
        let (kind, echo) = match request {
            PriceRequest::Adult
                if has(pnr, TravellerKind::Adult) || has(pnr, TravellerKind::Unaccompanied) =>
            {
                (PassengerKind::Adult, ">PAT:A")
            }
            PriceRequest::Child if has(pnr, TravellerKind::Child) => (PassengerKind::Child, ">PAT:A*CH"),
            PriceRequest::Child => return Err(Refusal::NoChild),
            PriceRequest::Infant if has_infant(pnr) => (PassengerKind::Infant, ">PAT:A*IN"),
            PriceRequest::Infant => return Err(Refusal::Infant),
            PriceRequest::Adult | PriceRequest::Negotiated => return Err(Refusal::NoFare),
        };
        let list = FareList { kind, options: options(pnr, kind, percent), itinerary: pnr.itinerary() };
        if list.options.is_empty() {
            return Err(Refusal::NoFare);
        }
        let rows = rows(&list, echo);
        self.session.fares = Some(list);
        Ok(Shown::Rows(rows))
    }

    /// Writes the chosen fare into the record: calculation, amounts, payment, endorsement.
    pub(super) fn store_fare(&mut self, number: usize) -> Result<Shown, Refusal> {
        let list = self.session.fares.clone().ok_or(Refusal::NoDisplay)?;
        let chosen =
            number.checked_sub(1).and_then(|index| list.options.get(index)).ok_or(Refusal::ElementNumber)?;
        let FareList { kind, itinerary, .. } = &list;
        let area = self.existing_area()?;
        if area.pnr.itinerary() != *itinerary {
            return Err(Refusal::ItineraryMismatch);
        }
        let (fare, taxes) = (chosen.fare(), (chosen.airport, chosen.fuel));
        let endorsed = area.pnr.items.iter().any(|item| matches!(item.content, Content::Endorsement(_)));
        let text = calculation(chosen);
        area.pnr.add(Content::FareCalculation { kind: *kind, text, itinerary: itinerary.clone() });
        let text = fare_amount_text(*kind, fare, taxes);
        area.pnr.add(Content::FareAmount { kind: *kind, text, fare, taxes });
        if !endorsed {
            area.pnr.add(Content::Endorsement("BIANGENGSHOUFEI 变更收费".to_owned()));
        }
        add_payment(&mut area.pnr, *kind);
        area.changed = true;
        Ok(Shown::Area)
    }
}

/// One payment for everybody with a seat, one for infants.
fn add_payment(pnr: &mut Pnr, kind: PassengerKind) {
    let payment = if kind == PassengerKind::Infant { PassengerKind::Infant } else { PassengerKind::Adult };
    let known = |content: &Content| matches!(content, Content::Payment { kind, .. } if *kind == payment);
    if !pnr.items.iter().any(|item| known(&item.content)) {
        pnr.add(Content::Payment { kind: payment, text: "CASH,CNY".to_owned() });
    }
}

fn has(pnr: &Pnr, kind: TravellerKind) -> bool {
    pnr.passengers.iter().any(|passenger| passenger.kind == kind)
}

fn has_infant(pnr: &Pnr) -> bool {
    pnr.items.iter().any(|item| matches!(item.content, Content::Infant { .. }))
}

/// `CTU MU SHA 1090.00E CNY1090.00END`
fn calculation(option: &FareOption) -> String {
    let mut text = option.legs.first().map(|leg| leg.from.clone()).unwrap_or_default();
    for leg in &option.legs {
        text.extend([" ", &leg.airline, " ", &leg.to, " ", &yuan(leg.amount), &leg.basis]);
    }
    text + &format!(" CNY{}END", yuan(option.fare()))
}

/// `01 G FARE:CNY680.00 TAX:CNY50.00 YQ:CNY70.00  TOTAL:800.00`, and under it the commands that store it.
fn rows(list: &FareList, echo: &str) -> Vec<String> {
    let mut rows = vec![echo.to_owned()];
    for (number, option) in (1..).zip(&list.options) {
        let tax = |amount: Option<i64>, code: &str| match amount {
            Some(amount) => format!("CNY{}", yuan(amount)),
            None => format!("TEXEMPT{code}"),
        };
        let (airport, fuel) = (tax(option.airport, "CN"), tax(option.fuel, "YQ"));
        let (fare, total) = (yuan(option.fare()), yuan(option.total()));
        rows.push(format!(
            "{number:02} {} FARE:CNY{fare} TAX:{airport} YQ:{fuel}  TOTAL:{total}",
            option.basis
        ));
        let parts: Vec<String> = match option.legs.len() {
            0 | 1 => vec![format!("►SFN:{number:02}")],
            count => (1..=count).map(|part| format!("►SFN:{number:02}/{part:02}")).collect(),
        };
        rows.push(format!("►SFC:{number:02}   {}", parts.join("   ")));
    }
    if list.options.len() > 1 {
        rows.extend([String::new(), "PAGE 1/1       /LPRIC/XXXXXXXXXXXXXXX".to_owned()]);
    }
    rows
}
