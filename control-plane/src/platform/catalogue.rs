//! The one catalogue of what the server says to people: every code with its number, status and both texts.
//!
//! `{0}`, `{1}` … stand for details. Codes and numbers are never reused for another meaning; partners
//! and pages rely on them. The documented list is `docs/errors.md`.

mod phrases;

use axum::http::{HeaderMap, StatusCode, header};

pub use phrases::in_chinese;

/// A language the product speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// 简体中文, the default.
    #[default]
    Chinese,
    /// English.
    English,
}

impl Language {
    /// The language a client asks for; Chinese when it does not say or asks for another.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
        if wanted.trim_start().to_ascii_lowercase().starts_with("en") { Self::English } else { Self::Chinese }
    }

    /// The tag of the language.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }
}

macro_rules! catalogue {
    ($($(#[$doc:meta])* $code:ident = $name:literal, $number:literal, $status:ident, $chinese:literal, $english:literal;)+) => {
        /// A stable code of an error.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code {
            $($(#[$doc])* #[doc = concat!("`", $name, "`.")] $code),+
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$code),+];

            /// The name on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$code => $name),+ }
            }

            /// The number in the open API's envelope.
            #[must_use]
            pub const fn number(self) -> i64 {
                match self { $(Self::$code => $number),+ }
            }

            /// The HTTP status.
            #[must_use]
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$code => StatusCode::$status),+ }
            }

            const fn template(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$code, Language::Chinese) => $chinese,
                      (Self::$code, Language::English) => $english,)+
                }
            }
        }
    };
}

catalogue! {
    Internal = "internal", 5000, INTERNAL_SERVER_ERROR,
        "服务器出错了，请稍后再试；若反复出现，请把请求编号告诉管理员", "The server failed; try again later, and give the request id to your administrator if it stays";
    Unavailable = "unavailable", 5030, SERVICE_UNAVAILABLE,
        "服务暂时不可用，请稍后再试", "The service is not available at the moment; try again later";
    NotFound = "not_found", 4040, NOT_FOUND, "没有找到{0}", "There is no such {0}";
    NoSuchPath = "no_such_path", 4041, NOT_FOUND, "没有这个地址", "There is nothing at this address";
    MethodNotAllowed = "method_not_allowed", 4050, METHOD_NOT_ALLOWED,
        "这个地址不支持该请求方法", "This address does not take that method";

    MalformedJson = "malformed_json", 4001, BAD_REQUEST, "请求内容不是正确的 JSON：{0}", "The body is not correct JSON: {0}";
    NotJson = "not_json", 4002, UNSUPPORTED_MEDIA_TYPE,
        "请求内容必须是 application/json", "The body must be application/json";
    BodyTooLarge = "body_too_large", 4003, PAYLOAD_TOO_LARGE, "请求内容过大，上限为 {0}", "The body is too large; the limit is {0}";
    InvalidField = "invalid_field", 4004, UNPROCESSABLE_ENTITY, "字段 {0} 有误：{1}", "Field {0} is wrong: {1}";
    UnknownField = "unknown_field", 4005, UNPROCESSABLE_ENTITY, "不认识字段 {0}，请去掉或改正", "There is no field {0}; remove or correct it";
    MissingField = "missing_field", 4006, UNPROCESSABLE_ENTITY, "缺少字段 {0}", "Field {0} is missing";
    InvalidQuery = "invalid_query", 4007, BAD_REQUEST, "地址中的参数有误：{0}", "A parameter in the address is wrong: {0}";
    DuplicateName = "duplicate_name", 4017, BAD_REQUEST, "请求内容有重复的名称：{0}", "A name stands twice in the request: {0}";
    NotText = "not_text", 4018, BAD_REQUEST, "请求内容必须是 UTF-8 文本", "The request must be UTF-8 text";
    CsrfHeaderMissing = "csrf_header_missing", 4008, FORBIDDEN,
        "请求缺少 X-Waystation 头", "The request lacks the X-Waystation header";

    NotSignedIn = "not_signed_in", 4010, UNAUTHORIZED, "请先登录", "Sign in first";
    WrongCredentials = "wrong_credentials", 4011, UNAUTHORIZED, "用户名或密码不正确", "User name or password is wrong";
    TooManyAttempts = "too_many_attempts", 4290, TOO_MANY_REQUESTS,
        "尝试次数过多，请 {0} 秒后再试", "Too many attempts; try again in {0} seconds";
    LinkUnknown = "link_unknown", 4042, NOT_FOUND, "这个登录链接不存在", "There is no such sign-in link";
    LinkUsed = "link_used", 4100, GONE, "这个登录链接已经用过或已过期，请让管理员重新生成",
        "This sign-in link has been used or has expired; ask your administrator for a new one";
    WeakPassword = "weak_password", 4009, UNPROCESSABLE_ENTITY, "密码至少要 10 个字符，且不能太常见", "A password needs at least 10 characters and must not be a common one";
    WrongPassword = "wrong_password", 4020, UNPROCESSABLE_ENTITY, "当前密码不正确", "The present password is wrong";
    NotAllowed = "not_allowed", 4030, FORBIDDEN, "你没有这项权限", "You have no right to do this";

    BadSignature = "bad_signature", 4012, UNAUTHORIZED, "api_key 或签名不正确", "The api_key or the signature is wrong";
    KeyDisabled = "key_disabled", 4034, FORBIDDEN,
        "这个 api_key 已停用，请联系管理员", "This api_key is disabled; ask your administrator";
    UsernameMismatch = "username_mismatch", 4019, UNAUTHORIZED,
        "username 与 api_key 不符", "The username does not belong to this api_key";
    AddressNotAllowed = "address_not_allowed", 4031, FORBIDDEN,
        "来源地址 {0} 不在白名单内", "The address {0} is not on the allow list";
    TimestampInvalid = "timestamp_invalid", 4013, UNAUTHORIZED,
        "timestamp 缺失或与服务器时间相差超过 300 秒", "The timestamp is missing or more than 300 seconds from the server's time";
    RequestIdConflict = "request_id_conflict", 4090, CONFLICT,
        "这个 requestId 已用于另一个内容不同的请求", "This requestId was used for a request with other parameters";
    CallbackUrlInvalid = "callback_url_invalid", 4014, UNPROCESSABLE_ENTITY,
        "callbackUrl 不可用：{0}", "The callbackUrl cannot be used: {0}";

    UnknownCity = "unknown_city", 4101, UNPROCESSABLE_ENTITY, "不认识城市或机场代码 {0}", "There is no city or airport {0}";
    SameCity = "same_city", 4102, UNPROCESSABLE_ENTITY, "出发地和目的地相同", "Departure and arrival are the same";
    DateInPast = "date_in_past", 4103, UNPROCESSABLE_ENTITY, "日期 {0} 已经过去", "The date {0} is in the past";
    DateTooFar = "date_too_far", 4104, UNPROCESSABLE_ENTITY, "日期 {0} 太远，最多提前 {1} 天", "The date {0} is too far ahead; at most {1} days";
    TerminalUnknown = "terminal_unknown", 4105, UNPROCESSABLE_ENTITY, "没有编号为 {0} 的终端", "There is no terminal {0}";
    OfficeNotAllowed = "office_not_allowed", 4106, UNPROCESSABLE_ENTITY,
        "没有 Office 号 {0} 的终端", "There is no terminal of Office {0}";
    TaskUnknown = "task_unknown", 4107, NOT_FOUND, "没有编号为 {0} 的任务", "There is no task {0}";
    TaskNotCancellable = "task_not_cancellable", 4108, CONFLICT,
        "任务已是“{0}”，不能取消", "The task is already {0} and cannot be cancelled";
    TaskNotUnknown = "task_not_unknown", 4109, CONFLICT,
        "任务是“{0}”，只有待核实的任务才需要核实", "The task is {0}; only a task whose outcome is unknown can be settled";
    TooManyPassengers = "too_many_passengers", 4110, UNPROCESSABLE_ENTITY,
        "一个编码最多 {0} 位占座旅客，更多请按团队预订", "A PNR has at most {0} passengers with a seat; book more as a group";
    InfantWithoutAdult = "infant_without_adult", 4111, UNPROCESSABLE_ENTITY,
        "婴儿多于成人：每位成人最多带一名婴儿", "There are more infants than adults; each infant needs an adult of its own";

    EnrolCodeInvalid = "enrol_code_invalid", 4015, UNAUTHORIZED,
        "登记码不存在、已用过或已过期，请重新生成", "The enrolment code is unknown, used or expired; make a new one";
    TerminalTokenInvalid = "terminal_token_invalid", 4016, UNAUTHORIZED,
        "终端凭证无效，请重新登记", "The terminal's token is not valid; enrol it again";
    TerminalFrozen = "terminal_frozen", 4032, FORBIDDEN,
        "终端已冻结：有两台电脑在使用同一身份，请在管理页面处理", "The terminal is frozen: two machines use one identity; settle it on the admin page";
    WrongTerminal = "wrong_terminal", 4033, FORBIDDEN, "凭证不属于终端 {0}", "The token does not belong to terminal {0}";
    OfficePidTaken = "office_pid_taken", 4091, CONFLICT, "Office {0} 的 PID {1} 已登记过", "PID {1} of Office {0} exists already";
}

impl Code {
    /// The text for people, with the details in their places; details that are phrases of the catalogue
    /// are told in the same language.
    #[must_use]
    pub fn text(self, language: Language, details: &[String]) -> String {
        let template = self.template(language).to_owned();
        details.iter().enumerate().fold(template, |text, (place, detail)| {
            let told = match language {
                Language::Chinese => in_chinese(detail),
                Language::English => None,
            };
            text.replace(&format!("{{{place}}}"), told.as_deref().unwrap_or(detail))
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_and_numbers_are_unique() {
        let names: HashSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        let numbers: HashSet<_> = Code::ALL.iter().map(|code| code.number()).collect();
        assert_eq!((names.len(), numbers.len()), (Code::ALL.len(), Code::ALL.len()));
    }

    #[test]
    fn both_languages_name_the_same_details() {
        for &code in Code::ALL {
            for place in ["{0}", "{1}", "{2}"] {
                let used = |language| code.template(language).contains(place);
                assert_eq!(used(Language::Chinese), used(Language::English), "{code:?} {place}");
            }
        }
    }

    #[test]
    fn details_stand_in_their_places() {
        let details = ["PEK099".to_owned(), "34825".to_owned()];
        assert_eq!(
            Code::OfficePidTaken.text(Language::English, &details),
            "PID 34825 of Office PEK099 exists already"
        );
    }

    #[test]
    fn a_reason_is_told_in_the_language_of_its_sentence() {
        let details = ["idNo".to_owned(), "is missing".to_owned()];
        assert_eq!(Code::InvalidField.text(Language::Chinese, &details), "字段 idNo 有误：不能为空");
        assert_eq!(Code::InvalidField.text(Language::English, &details), "Field idNo is wrong: is missing");
    }

    #[test]
    fn chinese_is_spoken_unless_english_is_asked_for() {
        let mut headers = HeaderMap::new();
        assert_eq!(Language::of(&headers), Language::Chinese);
        headers.insert(header::ACCEPT_LANGUAGE, "en-GB,zh;q=0.5".parse().unwrap());
        assert_eq!(Language::of(&headers), Language::English);
        headers.insert(header::ACCEPT_LANGUAGE, "fr".parse().unwrap());
        assert_eq!(Language::of(&headers), Language::Chinese);
    }
}
