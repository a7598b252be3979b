//! Every error text that is known, with what it means for an agent. Texts of one rule stand shortest first.

use crate::parse::error::{Next, Outcome};

/// Texts of one cause. The first that begins a matched text is its code.
pub(super) struct Rule {
    pub(super) texts: &'static [&'static str],
    pub(super) outcome: Outcome,
    pub(super) next: Step,
}

/// [`Next`] in a form that can stand in a constant.
#[derive(Clone, Copy)]
pub(super) enum Step {
    Availability,
    Retrieve,
    IgnoreAndRetrieve,
    Fix,
    Wait,
    Verify(&'static str),
    Human,
}

impl Step {
    pub(super) fn to_next(self) -> Next {
        match self {
            Self::Availability => Next::Availability,
            Self::Retrieve => Next::Retrieve,
            Self::IgnoreAndRetrieve => Next::IgnoreAndRetrieve,
            Self::Fix => Next::Fix,
            Self::Wait => Next::Wait,
            Self::Verify(look) => Next::Verify(look.to_owned()),
            Self::Human => Next::Human,
        }
    }
}

const fn failed(texts: &'static [&'static str], next: Step) -> Rule {
    Rule { texts, outcome: Outcome::Failed, next }
}

const fn uncertain(texts: &'static [&'static str], next: Step) -> Rule {
    Rule { texts, outcome: Outcome::Uncertain, next }
}

const TICKETS: Step = Step::Verify("RT, DETR, TSL");

pub(super) const RULES: &[Rule] = &[
    // Reading and work area.
    failed(&["NO PNR"], Step::Retrieve),
    failed(&["RL"], Step::Fix),
    uncertain(&["PNR CANCELLED"], Step::Verify("RT")),
    failed(&["NO DISPLAY"], Step::Fix),
    failed(
        &["SIMULTANEOUS MODIFICATION", "SIMULTANEOUS MODIFICATION—REENTER MODIFICATION"],
        Step::IgnoreAndRetrieve,
    ),
    failed(&["MAX TIME FOR EOT", "MAX TIME FOR EOT - IGNORE PNR AND RESTART"], Step::IgnoreAndRetrieve),
    failed(&["PENDING", "WORKING Q", "QUE PENDING", "PROFILE PENDING"], Step::IgnoreAndRetrieve),
    failed(&["Q TYPE", "Q EMPTY", "NO QUEUE"], Step::Fix),
    // Rights and session.
    failed(&["PLEASE SIGN IN FIRST"], Step::Human),
    failed(&["AUTHORITY", "需要授权"], Step::Human),
    failed(&["USER GRP", "PROT SET"], Step::Human),
    failed(&["OFFICE"], Step::Fix),
    failed(&["很抱歉，您没有权限查看舱位剩余可订数"], Step::Human),
    // The entry itself.
    failed(&["FORMAT"], Step::Fix),
    failed(&["FUNCTION"], Step::Fix),
    failed(&["ILLEGAL"], Step::Fix),
    failed(&["ACTION", "ACTION CODE"], Step::Fix),
    failed(&["INVALID CHAR", "INVALID CHARACTER"], Step::Fix),
    failed(&["DATE", "TIME", "CLASS", "AIRLINE", "SEGMENT", "FLT NUMBER"], Step::Fix),
    failed(&["SCH NBR"], Step::Availability),
    failed(&["ELE NBR"], Step::Retrieve),
    failed(&["PSGR ID"], Step::Fix),
    // Booking.
    failed(&["CHECK TKT DATE", "CHECK TKT TIME", "FORMAT IS 'TIME/DATE'"], Step::Fix),
    failed(
        &["UNABLE", "UNABLE TO SELL", "UNABLE TO SELL.PLEASE CHECK THE AVAILABILITY WITH \"AV\" AGAIN"],
        Step::Availability,
    ),
    failed(&["SEATS", "SEATS/NAMES"], Step::Fix),
    failed(&["DUP ID", "DUPLICATE SEGMENT"], Step::Fix),
    failed(&["CHECK CONTINUITY", "CHECK CONNECTION", "CHECK CONTINUITY  CONNECTION"], Step::Human),
    failed(&["MARRIED SEGMENT EXIST"], Step::Human),
    failed(&["NAMES", "CHECK NAME", "NAME LENGTH"], Step::Fix),
    failed(&["NO NAME CHANGE FOR", "NO NAME CHANGE FOR MU/Y"], Step::Human),
    failed(&["PLS NM1XXXX/XXXXXX"], Step::Fix),
    failed(&["INFANT", "INFANT NAME"], Step::Fix),
    failed(&["CONTACT ELEMENT MISSING"], Step::Fix),
    failed(&["DUPLICATE TEL NUMBER"], Step::Fix),
    failed(&["INVALID FOID", "请输入证件信息", "不正确的证件号码"], Step::Fix),
    failed(&["SERVICE TYPE"], Step::Fix),
    failed(&["INVLID PROFILE NUMBER", "FFP TOP TIER CODE INPUT ERROR"], Step::Fix),
    failed(&["存在不支持的汉字", "超出字库GB2312范围"], Step::Fix),
    failed(&["CANNOT CANCL OR SPLT PASSENGER IF SEGMENTS ARE NO STATUS"], Step::Human),
    // Fares.
    failed(&["没有适用运价"], Step::Fix),
    failed(&["没有符合条件的运价", "没有符合条件的运价, 请使用手工处理"], Step::Human),
    failed(&["CAN NOT USE *CH FOR NON CHD PASSENGER"], Step::Fix),
    failed(
        &["AMOUNT", "CURRENCY", "COMMISSION", "COMMISSION（", "COMMISSION(", "CASH COLLECTION"],
        Step::Fix,
    ),
    // Tickets.
    failed(&["INCOMPLETE PNR/FN"], Step::Fix),
    failed(&["MANUAL"], Step::Human),
    failed(&["STOCK"], Step::Human),
    failed(&["DEVICE"], Step::Fix),
    failed(&["INPUT", "OUTPUT", "INACTIVE"], Step::Human),
    failed(&["TICKET PRINTER IN USE"], Step::Human),
    failed(&["ITINERARY DOES NOT MATCH FC"], Step::Fix),
    failed(&["TICKET STATUS ELEMENT MISSING"], Step::Fix),
    uncertain(&["PNR TKTD"], TICKETS),
    failed(&["CHECK TICKET", "PLEASE CHECK TKT ELEMENT"], Step::Fix),
    failed(&["PLS INPUT FULL TICKET NUMBER"], Step::Fix),
    failed(&["NOT EXIST", "NO RECORD", "TICKET NUMBER", "TICKET NOT FOUND"], Step::Fix),
    uncertain(&["ELECTRONIC TICKET TRANSACTION TIME OUT!!"], TICKETS),
    failed(&["INCORRECT MESSAGE BACK,RETRY FOR ITINERARY PRINT"], Step::Wait),
    failed(&["OPTION", "TKT# MISMATCH", "TKT LOADING FAILED", "REFUND # ALREADY EXIST"], Step::Human),
    uncertain(&["TIME OUT - RETRY LATER"], Step::Human),
    // Gateway and client.
    failed(&["PLEASE WAIT - TRANSACTION IN PROGRESS"], Step::Wait),
    uncertain(&["TIMEOUT!,WAIT A MONENT INPUT"], Step::Wait),
    uncertain(&["通道忙"], Step::Wait),
    uncertain(&["onsend:错误:通信中断!"], Step::Verify("RT")),
    uncertain(&["失去与通信服务器的连接!"], Step::Human),
    failed(&["请先与服务器建立连接!"], Step::Human),
    failed(&["到通信服务器的连接失败，请检查通信线路!", "连接错，请察看服务器地址！"], Step::Human),
    failed(&["通信服务器与主机未连接， 请与网控中心联系！"], Step::Human),
    failed(&["您的配置正在被他人使用!", "没有配置，请与网控中心联系！"], Step::Human),
    failed(&["Invalid username or password!", "Authentication Error! Please connect later"], Step::Human),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::parse::error::find;
    use crate::screen::Screen;

    fn texts() -> impl Iterator<Item = (&'static Rule, &'static str)> {
        RULES.iter().flat_map(|rule| rule.texts.iter().map(move |text| (rule, *text)))
    }

    #[test]
    fn every_text_is_found_as_a_row_with_the_meaning_of_its_rule() {
        for (rule, text) in texts() {
            let answer = find(&Screen::from_text(&format!("  {text}\n>"))).expect(text);
            assert_eq!((answer.text.as_str(), answer.outcome), (text, rule.outcome));
            assert_eq!(answer.next, rule.next.to_next(), "{text}");
        }
    }

    #[test]
    fn a_code_is_the_shortest_text_of_its_rule_that_begins_the_row() {
        for (rule, text) in texts() {
            let answer = find(&Screen::from_text(text)).expect(text);
            let shorter =
                rule.texts.iter().filter(|other| text.starts_with(**other)).min_by_key(|other| other.len());
            assert_eq!(Some(&answer.code.as_str()), shorter, "{text}");
        }
    }

    #[test]
    fn no_text_stands_in_two_rules() {
        let mut seen = BTreeSet::new();
        assert!(texts().all(|(_, text)| seen.insert(text)));
    }

    #[test]
    fn only_uncertain_errors_ask_for_a_look() {
        for rule in RULES {
            assert!(
                !matches!(rule.next, Step::Verify(_)) || rule.outcome == Outcome::Uncertain,
                "{:?}",
                rule.texts
            );
            assert_ne!(rule.outcome, Outcome::Done, "done is said only after a look: {:?}", rule.texts);
        }
    }
}
