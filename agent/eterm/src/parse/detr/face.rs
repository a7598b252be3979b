//! The face of a ticket: rows by label. Coupons have a part of their own.

use serde::{Deserialize, Serialize};
use waystation_shared::flight::CityCode;

use crate::lexicon::{Money, TicketNumber};
use crate::parse::UnreadableRow;
use crate::parse::detr::coupon::{self, Coupon};
use crate::parse::detr::{UNREADABLE_CELLS, not_empty, own_number};
use crate::parse::echo::{Answer, AnswerRow};
use crate::parse::pnr::Tax;
use crate::screen::Columns;

/// A ticket. Money that this Office may not see is `None`, which is not zero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename = "detr")]
pub struct TicketFace {
    /// Its number.
    pub ticket: TicketNumber,
    /// Name of the issuing airline.
    pub issued_by: Option<String>,
    /// City where the journey begins.
    pub org: Option<CityCode>,
    /// City where it ends.
    pub dst: Option<CityCode>,
    /// `BSP-D`, `BSP-I`, `ARL-D` or `ARL-I`.
    #[serde(rename = "type")]
    pub ticket_type: Option<String>,
    /// `E/R`: what must not be done with it.
    pub endorsement: Option<String>,
    /// Tour code.
    pub tour_code: Option<String>,
    /// Whether a paper receipt exists.
    pub receipt_printed: bool,
    /// Name with everything that stands behind it.
    pub passenger: Option<String>,
    /// `EXCH`: the ticket that was exchanged for this one, as printed.
    pub exch: Option<String>,
    /// `CONJ TKT`: the first ticket of a set, as printed.
    pub conj: Option<String>,
    /// Its flights.
    pub coupons: Vec<Coupon>,
    /// The final city.
    pub end: Option<CityCode>,
    /// Fare calculation.
    pub fc: Option<String>,
    /// Fare.
    pub fare: Option<Money>,
    /// The fare in the currency of payment.
    pub equiv: Option<Money>,
    /// Taxes.
    pub taxes: Vec<Tax>,
    /// What was paid.
    pub total: Option<Money>,
    /// Form of payment.
    pub fop: Option<String>,
    /// `OI`: the original issue, as printed.
    pub oi: Option<String>,
    /// Whether more follows that is not here.
    pub more: bool,
    /// Rows without a rule, trimmed; absent from JSON when there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other: Vec<String>,
    /// What could not be read; absent from JSON when there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unreadable: Vec<UnreadableRow>,
}

impl TicketFace {
    /// Whether every page was shown, every row was read, and no coupon is missing between the first and the last.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let in_order = self.coupons.iter().zip(1..).all(|(coupon, number)| coupon.n == number);
        !self.more && self.unreadable.is_empty() && in_order && !self.coupons.is_empty()
    }

    /// Whether every coupon can still be flown.
    #[must_use]
    pub fn is_open_for_use(&self) -> bool {
        !self.coupons.is_empty() && self.coupons.iter().all(|coupon| coupon.status == "OPEN FOR USE")
    }
}

/// `None` when the screens show no ticket, or none whose number can be read.
pub(super) fn read(answer: &Answer<'_>) -> Option<TicketFace> {
    let ticket = answer.rows.iter().filter(|row| !row.has_unreadable_cells()).find_map(|row| {
        let printed = row.text.split_once("TKTN:").and_then(|(_, number)| number.trim().parse().ok());
        printed.or_else(|| own_number(row.text))
    })?;
    let mut reader = Reader { face: empty(ticket, answer.more), below: Below::Label };
    for row in &answer.rows {
        reader.row(row);
    }
    let has_shape = !reader.face.coupons.is_empty() || reader.face.passenger.is_some();
    has_shape.then_some(reader.face)
}

const fn empty(ticket: TicketNumber, more: bool) -> TicketFace {
    TicketFace {
        ticket,
        issued_by: None,
        org: None,
        dst: None,
        ticket_type: None,
        endorsement: None,
        tour_code: None,
        receipt_printed: false,
        passenger: None,
        exch: None,
        conj: None,
        coupons: Vec::new(),
        end: None,
        fc: None,
        fare: None,
        equiv: None,
        taxes: Vec::new(),
        total: None,
        fop: None,
        oi: None,
        more,
        other: Vec::new(),
        unreadable: Vec::new(),
    }
}

/// What the row above was: it decides what a row without a label belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Below {
    Label,
    Coupon,
    LostCoupon,
    FareCalculation,
}

struct Reader {
    face: TicketFace,
    below: Below,
}

impl Reader {
    fn row(&mut self, row: &AnswerRow<'_>) {
        let columns = Columns::new(row.text);
        let below = std::mem::replace(&mut self.below, Below::Label);
        let is_coupon = coupon::is_first_row(&columns);
        if row.has_unreadable_cells() {
            self.below = if is_coupon || !row.text.contains(':') { Below::LostCoupon } else { Below::Label };
            self.face.unreadable.push(row.unreadable(UNREADABLE_CELLS));
        } else if is_coupon {
            self.coupon(row, &columns);
        } else if coupon::is_second_row(&columns) && matches!(below, Below::Coupon | Below::LostCoupon) {
            self.second_row(row, &columns, below);
        } else if let Some((label, value)) = labelled(row.text) {
            if !self.face.take_label(label, value) {
                self.face.other.push(row.text.trim().to_owned());
            }
            self.below = if label == "FC" { Below::FareCalculation } else { Below::Label };
        } else if let (Below::FareCalculation, Some(calculation)) = (below, &mut self.face.fc) {
            // It breaks inside words: nothing stands between its rows.
            calculation.push_str(row.text.trim());
            self.below = Below::FareCalculation;
        } else if !is_repeated_question(row.text, self.face.ticket) {
            self.face.other.push(row.text.trim().to_owned());
        }
    }

    fn coupon(&mut self, row: &AnswerRow<'_>, columns: &Columns<'_>) {
        match coupon::read(columns) {
            Ok(coupon) => {
                self.face.coupons.push(coupon);
                self.below = Below::Coupon;
            }
            Err(problem) => {
                self.face.unreadable.push(row.unreadable(problem));
                self.below = Below::LostCoupon;
            }
        }
    }

    fn second_row(&mut self, row: &AnswerRow<'_>, columns: &Columns<'_>, below: Below) {
        let coupon = self.face.coupons.last_mut().filter(|_| below == Below::Coupon);
        let problem = match coupon {
            Some(coupon) => coupon.take_second_row(columns).err(),
            None => Some("it belongs to a coupon that cannot be read".to_owned()),
        };
        self.face.unreadable.extend(problem.map(|problem| row.unreadable(problem)));
    }
}

/// Labels of rows; those of money stand last.
const LABELS: [&str; 11] = [
    "ISSUED BY",
    "E/R",
    "TOUR CODE",
    "PASSENGER",
    "EXCH",
    "TO",
    "FC",
    "FARE",
    "EQUIV.FARE PD",
    "TAX",
    "TOTAL",
];

/// A row with a label that is known, and what stands behind it.
fn labelled(row: &str) -> Option<(&str, &str)> {
    row.trim().split_once(':').filter(|(label, _)| LABELS.contains(label))
}

/// `DETR:TN/…` and `ET PROCESSING IN PROGRESS` say nothing that is not on the ticket; another number would.
fn is_repeated_question(row: &str, ticket: TicketNumber) -> bool {
    own_number(row) == Some(ticket) || row.trim() == "ET PROCESSING IN PROGRESS"
}

impl TicketFace {
    /// Whether all that stands behind the label could be taken.
    fn take_label(&mut self, label: &str, value: &str) -> bool {
        match label {
            "ISSUED BY" => return self.take_issuer(value).is_some(),
            "E/R" => self.endorsement = not_empty(value),
            "TOUR CODE" => {
                let tour = value.trim().strip_suffix("RECEIPT PRINTED");
                self.receipt_printed = tour.is_some();
                self.tour_code = not_empty(tour.unwrap_or(value));
            }
            "PASSENGER" => self.passenger = not_empty(value),
            "EXCH" => {
                let (exchanged, first) = value.split_once("CONJ TKT:").unwrap_or((value, ""));
                (self.exch, self.conj) = (not_empty(exchanged), not_empty(first));
            }
            "TO" => {
                self.end = value.trim().parse().ok();
                return self.end.is_some();
            }
            "FC" => self.fc = not_empty(value),
            _ => {
                let (amount, right) = value.split_once('|').unwrap_or((value, ""));
                // Both halves are taken, whatever the other one is.
                let taken = [self.take_amount(label, amount.trim()), self.take_right(right.trim())];
                return taken.iter().all(|&taken| taken);
            }
        }
        true
    }

    /// ` AIR CHINA                 ORG/DST: CTU/BJS                 BSP-D`.
    fn take_issuer(&mut self, text: &str) -> Option<()> {
        let (name, rest) = text.split_once("ORG/DST:")?;
        let mut words = rest.split_whitespace();
        let (org, dst) = words.next()?.split_once('/')?;
        (self.org, self.dst) = (Some(org.parse().ok()?), Some(dst.parse().ok()?));
        self.issued_by = not_empty(name);
        self.ticket_type = words.next().map(str::to_owned);
        words.next().is_none().then_some(())
    }

    /// What stands left of the bar; an empty half is hidden from this Office.
    fn take_amount(&mut self, label: &str, text: &str) -> bool {
        if text.is_empty() {
            return true;
        }
        if label == "TAX" {
            let tax = Tax::read(text);
            let taken = tax.is_some();
            self.taxes.extend(tax);
            return taken;
        }
        let field = match label {
            "FARE" => &mut self.fare,
            "TOTAL" => &mut self.total,
            _ => &mut self.equiv,
        };
        *field = text.parse().ok();
        field.is_some()
    }

    /// What stands right of the bar.
    fn take_right(&mut self, text: &str) -> bool {
        if text.is_empty() {
            return true;
        }
        match text.split_once(':') {
            Some(("FOP", value)) => self.fop = not_empty(value),
            Some(("OI", value)) => self.oi = not_empty(value).or(self.oi.take()),
            Some(("TKTN", number)) => return number.trim().parse() == Ok(self.ticket),
            _ => return false,
        }
        true
    }
}
