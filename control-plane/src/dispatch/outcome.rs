//! Why tasks fail, under stable codes: what people and partners are told, and whether asking again is safe.
//!
//! Agents report codes that are not here as well; those are passed on with the agent's own words.

use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use waystation_shared::edge_api::TaskError;

use crate::platform::catalogue::Language;

/// Asking again cannot do anything twice.
const SAFE: bool = true;
/// Somebody must look before it is asked again.
const UNSAFE: bool = false;

macro_rules! task_errors {
    ($($outcome:ident = $code:literal, $safe:ident, $chinese:literal, $english:literal;)+) => {
        /// Why a task has failed or cannot be told.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) enum Outcome {
            $(#[doc = concat!("`", $code, "`.")] $outcome),+
        }

        impl Outcome {
            /// Every code.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$outcome),+];

            /// The name on the wire.
            #[must_use]
            pub(crate) const fn code(self) -> &'static str {
                match self { $(Self::$outcome => $code),+ }
            }

            /// Whether asking again is safe, as far as the code alone can tell.
            #[must_use]
            pub(crate) const fn retry_safe(self) -> bool {
                match self { $(Self::$outcome => $safe),+ }
            }

            /// The text for people.
            #[must_use]
            pub(crate) const fn text(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$outcome, Language::Chinese) => $chinese,
                      (Self::$outcome, Language::English) => $english,)+
                }
            }
        }
    };
}

task_errors! {
    ClassNotSold = "class_not_sold", SAFE, "该航班舱位没有座位，没有预订", "The flight sells no seat in this class; nothing was booked";
    NameRefused = "name_refused", SAFE, "主机不接受旅客姓名", "The host refuses a passenger's name";
    DocumentRefused = "document_refused", SAFE, "主机不接受证件信息", "The host refuses a document";
    TooManyPassengers = "too_many_passengers", SAFE, "占座旅客多于一个编码的上限", "There are more passengers with a seat than a PNR takes";
    InfantWithoutAdult = "infant_without_adult", SAFE, "婴儿没有同行成人", "An infant has no adult to sit with";
    PnrNotFound = "pnr_not_found", SAFE, "没有这个编码", "There is no such PNR";
    PnrCancelled = "pnr_cancelled", SAFE, "这个编码已取消", "The PNR is cancelled";
    AlreadyTicketed = "already_ticketed", UNSAFE, "这个编码已经出票", "Tickets of this PNR are issued already";
    OfficeNotAuthorised = "office_not_authorised", SAFE, "该 Office 对这个编码没有权限", "The Office has no right on this PNR";
    TicketStockEmpty = "ticket_stock_empty", SAFE, "票证已用完，没有出票", "The ticket stock is empty; nothing was issued";
    NotPriced = "not_priced", SAFE, "这个编码没有运价，没有出票", "The PNR has no fare; nothing was issued";
    FareAboveLimit = "fare_above_limit", SAFE, "票价高于所给上限，没有出票", "The fare is above the given limit; nothing was issued";
    FareChanged = "fare_changed", SAFE, "票价已变动，没有出票", "The fare has changed; nothing was issued";
    NoFare = "no_fare", SAFE, "没有适用的运价", "There is no fare that fits";
    PassengerNotFound = "passenger_not_found", SAFE, "编码里没有这位旅客", "The PNR has no such passenger";
    PassengerAmbiguous = "passenger_ambiguous", SAFE, "编码里有同名旅客，无法确定是哪一位", "Several passengers of the PNR have this name";
    TicketedPnr = "ticketed_pnr", UNSAFE, "编码已出票，须先退票或作废，没有取消", "The PNR has tickets, which must be refunded or voided first; nothing was cancelled";
    PnrChangedMeanwhile = "pnr_changed_meanwhile", SAFE, "编码同时被他人修改，没有提交", "Somebody else changed the PNR at the same time; nothing was committed";
    Continuity = "continuity", SAFE, "航段不衔接，没有提交", "The segments do not connect; nothing was committed";
    TicketingLimitRefused = "ticketing_limit_refused", SAFE, "主机不接受出票时限", "The host refuses the ticketing limit";
    DeviceRefused = "device_refused", SAFE, "打票机不可用，没有出票", "The ticket printer cannot be used; nothing was issued";
    TicketPending = "ticket_pending", UNSAFE, "出票处于未决状态，请先核实", "Ticketing is pending at the host; look before asking again";
    Unsettled = "outcome_unknown", UNSAFE, "不能确定是否已经执行，请等待核实，不要重复提交", "It may or may not have happened; wait until it is settled and do not ask again";
    NotDone = "not_done", SAFE, "经核实没有执行", "It was found not to have happened";
    Interrupted = "interrupted", SAFE, "执行中断，没有提交任何内容", "It was interrupted before anything was committed";
    HostRefused = "host_refused", SAFE, "主机拒绝了指令", "The host refused the command";
    InvalidBooking = "invalid_booking", SAFE, "预订内容不符合规则，没有提交", "The booking breaks a rule; nothing was committed";
    SegmentStatus = "segment_status", SAFE, "有航段不是可出票的状态，没有出票", "A segment is not in a state that can be ticketed; nothing was issued";
    HiddenNames = "hidden_names", SAFE, "团队编码的旅客姓名没有全部显示，没有出票，请人工处理", "The names of a group are hidden; nothing was issued, a person has to see to it";
    NobodyLeft = "nobody_left", SAFE, "这样会取消全部旅客，请改用取消编码", "This would take out every passenger; cancel the PNR instead";
    ForeignCurrency = "foreign_currency", SAFE, "票价不是人民币，没有出票", "The fare is not in yuan; nothing was issued";
    WorkAreaDiffers = "work_area_differs", SAFE, "主机上的内容与输入不符，已放弃，没有提交", "The host holds something else than was entered; it was dropped";
    CannotRead = "cannot_read", SAFE, "主机的回答无法识别", "The host's answer cannot be read";
    Unreadable = "unreadable", SAFE, "屏幕上有无法识别的字符", "The screen holds characters that cannot be read";
    TooManyPages = "too_many_pages", SAFE, "结果页数过多，请缩小查询范围", "The answer has too many pages; narrow the question";
    EchoMismatch = "echo_mismatch", SAFE, "屏幕上键入的内容不符，没有发送", "What stood on the screen was not the command; it was not sent";
    JournalUnusable = "journal_unusable", SAFE, "终端无法写入日志，没有发送", "The terminal cannot write its journal; nothing was sent";
    AgentFault = "agent_fault", SAFE, "终端程序出错", "The program on the terminal failed";
    TerminalTimedOut = "terminal_timed_out", SAFE, "主机没有按时答复", "The host did not answer in time";
    TerminalLost = "terminal_lost", SAFE, "终端失去联系，没有得到结果", "The terminal was lost before an answer came";
    DesktopLost = "desktop_lost", SAFE, "终端的桌面不可用", "The desktop of the terminal cannot be used";
    WindowMissing = "window_missing", SAFE, "终端上没有 Eterm 窗口", "There is no Eterm window on the terminal";
    WindowCovered = "window_covered", SAFE, "Eterm 窗口被遮住", "Another window covers Eterm";
    Locked = "locked", SAFE, "终端的桌面已锁定", "The desktop of the terminal is locked";
    SignedOff = "signed_off", SAFE, "Eterm 没有登录", "Eterm is signed off";
    KeyboardLocked = "keyboard_locked", SAFE, "Eterm 键盘锁定", "The keyboard of Eterm is locked";
    PopUp = "pop_up", SAFE, "Eterm 上有弹出窗口", "A pop-up lies over Eterm";
    WrongSize = "wrong_size", SAFE, "Eterm 窗口大小或缩放已改变", "The size or scale of Eterm has changed";
    Uncalibrated = "uncalibrated", SAFE, "终端需要重新校准", "The terminal must be calibrated again";
    ImeOn = "ime_on", SAFE, "终端上开着输入法", "An input method is on at the terminal";
    Paused = "paused", SAFE, "终端已暂停", "The terminal is paused";
    NoTerminal = "no_terminal", SAFE, "规定时间内没有终端可以执行，指令从未发出", "No terminal could take the task in time; it was never typed";
}

impl Outcome {
    /// The outcome of a code; `None` for codes that only agents know.
    #[must_use]
    pub(crate) fn of(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|outcome| outcome.code() == code)
    }

    /// The error of a task that ends so.
    #[must_use]
    pub(crate) fn error(self) -> TaskError {
        TaskError {
            code: self.code().to_owned(),
            message: self.text(Language::English).to_owned(),
            retry_safe: self.retry_safe(),
        }
    }
}

/// An error as callbacks tell it.
#[must_use]
pub fn told(error: &TaskError) -> Value {
    Explained::of(error, Language::Chinese).to_json()
}

/// An error as it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Explained {
    /// Stable name.
    pub(crate) code: String,
    /// What happened, in the reader's language where the code is known.
    pub(crate) message: String,
    /// The words of the agent or the host.
    pub(crate) detail: String,
    /// Whether the same may be asked again without risk.
    pub(crate) retry_safe: bool,
}

impl Explained {
    /// Tells `error`. Repeating counts as safe only when the agent and the code both say so.
    #[must_use]
    pub(crate) fn of(error: &TaskError, language: Language) -> Self {
        let known = Outcome::of(&error.code);
        Self {
            code: error.code.clone(),
            message: known.map_or_else(|| error.message.clone(), |known| known.text(language).to_owned()),
            detail: error.message.clone(),
            retry_safe: error.retry_safe && known.is_none_or(Outcome::retry_safe),
        }
    }

    /// As the open API spells it.
    #[must_use]
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "code": self.code, "message": self.message, "detail": self.detail, "retrySafe": self.retry_safe
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn codes_are_unique_and_found_by_their_name() {
        let codes: HashSet<_> = Outcome::ALL.iter().map(|outcome| outcome.code()).collect();
        assert_eq!(codes.len(), Outcome::ALL.len());
        for &outcome in Outcome::ALL {
            assert_eq!(Outcome::of(outcome.code()), Some(outcome));
            assert!(
                !outcome.text(Language::Chinese).is_ascii() && outcome.text(Language::English).is_ascii()
            );
        }
    }

    #[test]
    fn what_may_have_happened_is_never_safe_to_repeat_whatever_an_agent_says() {
        for code in ["outcome_unknown", "ticket_pending", "already_ticketed", "ticketed_pnr"] {
            let error =
                TaskError { code: code.to_owned(), message: "PLEASE WAIT".to_owned(), retry_safe: true };
            let told = Explained::of(&error, Language::Chinese);
            assert!(!told.retry_safe, "{code}");
            assert_eq!(told.detail, "PLEASE WAIT");
        }
        let careful = TaskError { retry_safe: false, ..Outcome::ClassNotSold.error() };
        assert!(!Explained::of(&careful, Language::English).retry_safe);
    }

    #[test]
    fn a_code_that_only_the_agent_knows_is_passed_on() {
        let error =
            TaskError { code: "brand_new".to_owned(), message: "something new".to_owned(), retry_safe: true };
        let told = Explained::of(&error, Language::Chinese).to_json();
        assert_eq!(
            told,
            json!({"code": "brand_new", "message": "something new", "detail": "something new", "retrySafe": true})
        );
    }
}
