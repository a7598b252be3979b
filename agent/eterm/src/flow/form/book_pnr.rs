//! Booking on the white screen: look on the black one for PNRs that are there already, open the form, fill it in, press
//! 【预订】 once, leave, and look on the black screen what was kept.

use waystation_shared::pnr::{BookPnr, Locator};

use crate::flow::book_pnr::{proven, what_to_look_for};
use crate::flow::clerk::{Clerk, Sent};
use crate::flow::ending::ended;
use crate::flow::form::have_fields;
use crate::flow::settle::{self, Doubt};
use crate::flow::{Cause, Desk, Ending, Refusal};
use crate::form::{Entry, Page, Press};
use crate::journal::{Step, StepJournal};
use crate::parse::error;
use crate::ports::{Form, Progress};
use crate::screen::Screen;

/// What the form says of an answer.
#[derive(Debug, PartialEq, Eq)]
enum Said {
    /// `订座成功 编码 KABC12`.
    Booked(Locator),
    /// `订座失败 ` and the host's words.
    Refused(String),
    /// Anything else.
    Other(String),
}

/// `None` when the form lacks a field for the booking; nothing was done then.
pub(super) fn run<T: Form, J: StepJournal, P: Progress>(
    desk: &mut Desk<'_, T, J, P>,
    task: &BookPnr,
    entries: &[Entry],
) -> Option<Ending> {
    let mut clerk = Clerk::new(desk);
    let ending = book(&mut clerk, task, entries);
    if !matches!(ending, Ok(Some(_))) {
        // What was filled in must not stay for somebody else. The end of the flow is told by its cause.
        let _left: Result<(), Cause> = clerk.leave_form();
    }
    Some(ended(ending.transpose()?))
}

fn book<T: Form, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    task: &BookPnr,
    entries: &[Entry],
) -> Result<Option<Ending>, Cause> {
    task.check(clerk.desk.today).map_err(Refusal::from)?;
    clerk.drop_work()?;
    let check = what_to_look_for(clerk, task)?;
    clerk.drop_work()?;
    clerk.open_form()?;
    if !have_fields(&clerk.press(&Press::booking_page())?, entries) {
        return Ok(None);
    }
    clerk.fill(entries)?;
    let step = Step { before: clerk.seen(), check };
    let sent = clerk.take_by_press(Press::book(), &step)?;
    // A form that cannot be left now is left before the step is settled later.
    let _left: Result<(), Cause> = clerk.leave_form();
    let (number, doubt) = match sent {
        Sent::Doubt(number, error) => (number, Doubt::of(&error)),
        Sent::Answer(number, screen) => {
            let said = said(&screen);
            if let Said::Booked(locator) = &said
                && let Some(ending) = proven(clerk, task, number, locator)
            {
                return Ok(Some(ending));
            }
            (number, doubt_about(said))
        }
    };
    Ok(Some(settle::settle(clerk, Some(number), &step.check, &doubt)))
}

fn said(screen: &Screen) -> Said {
    let message = Page::of(screen).message().unwrap_or_default();
    if let Some(rest) = message.strip_prefix("订座成功")
        && let Some(Ok(locator)) = rest.trim().strip_prefix("编码").map(|text| text.trim().parse())
    {
        return Said::Booked(locator);
    }
    match message.strip_prefix("订座失败") {
        Some(words) => Said::Refused(words.trim().to_owned()),
        None => Said::Other(message.to_owned()),
    }
}

fn doubt_about(said: Said) -> Doubt {
    match said {
        Said::Booked(_) => Doubt::Confirmed,
        Said::Refused(words) => match error::find(&Screen::from_text(&words)) {
            Some(answer) => Doubt::Refused(answer),
            None => Doubt::Unclear(words),
        },
        Said::Other(words) => Doubt::Unclear(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said_by(message: &str) -> Said {
        said(&Screen::from_text(&format!("  【预订】\n\n  提示：{message}")))
    }

    #[test]
    fn only_a_message_with_a_locator_is_a_success() {
        assert_eq!(said_by("订座成功 编码 KABC12"), Said::Booked("KABC12".parse().unwrap()));
        for unclear in ["订座成功", "订座成功 编码", "订座成功 编码 KAB\u{fffd}12", "处理中", ""]
        {
            assert!(matches!(said_by(unclear), Said::Other(_)), "{unclear}");
        }
    }

    #[test]
    fn a_refusal_is_known_by_the_hosts_words_or_leaves_a_doubt() {
        assert!(matches!(doubt_about(said_by("订座失败 FLT NUMBER")), Doubt::Refused(_)));
        assert!(matches!(doubt_about(said_by("订座失败 ???")), Doubt::Unclear(_)));
        assert!(matches!(doubt_about(said_by("失去与通信服务器的连接!")), Doubt::Unclear(_)));
    }
}
