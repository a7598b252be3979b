//! What is told inside the sentences of the catalogue: the rules of fields and the names of states.
//!
//! The English text is the key, as the crates that judge fields write it; `{}` in it stands for anything and is
//! told unchanged. What is not here is told as it is.

/// The Chinese of an English phrase.
#[must_use]
pub fn in_chinese(english: &str) -> Option<String> {
    PHRASES.iter().find_map(|(key, chinese)| Some(chinese.replace("{}", filling(key, english)?)))
}

/// What stands in `text` where `key` has its hole; empty when it has none.
fn filling<'a>(key: &str, text: &'a str) -> Option<&'a str> {
    match key.split_once("{}") {
        Some((before, after)) => text.strip_prefix(before)?.strip_suffix(after),
        None => (key == text).then_some(""),
    }
}

const PHRASES: &[(&str, &str)] = &[
    // Rules of single fields.
    ("is three capital letters, such as PEK", "应为三个大写字母，例如 PEK"),
    (
        "is two capital letters or digits with at least one letter, such as CA or 3U",
        "应为两位航司代码，例如 CA 或 3U",
    ),
    ("is one capital letter, such as Y", "应为一个大写字母，例如 Y"),
    ("is four digits HHMM from 0000 to 2359", "应为 0000 至 2359 的四位时间 HHMM"),
    ("is five or six capital letters or digits, such as KABC12", "应为五或六位大写字母或数字，例如 KABC12"),
    (
        "is an airline code, one to four digits and perhaps a letter, such as CA1831",
        "应为航司代码加一至四位数字，可再带一个字母，例如 CA1831",
    ),
    ("is 2 to 25 capital letters or digits", "应为 2 至 25 位大写字母或数字"),
    ("is eleven digits beginning with 1", "应为以 1 开头的 11 位数字"),
    ("is 5 to 20 digits and hyphens, such as 028-00000000", "应为 5 至 20 位数字和短横，例如 028-00000000"),
    ("is two capital letters, such as CN", "应为两个大写字母，例如 CN"),
    (
        "is 1 to 30 capital letters, digits, + or /, such as Y or RT/Y+RT/Y",
        "应为 1 至 30 位大写字母、数字、+ 或 /，例如 Y 或 RT/Y+RT/Y",
    ),
    ("is a local time in the form YYYY-MM-DD HH:MM", "应为当地时间，格式 YYYY-MM-DD HH:MM"),
    (
        "is Chinese characters of GB2312 (then perhaps Latin letters), or SURNAME/GIVEN in capital letters",
        "应为 GB2312 汉字（其后可带拼音大写字母），或大写的 姓/名，例如 ZHU/QI",
    ),
    ("is 2 to 20 capital letters", "应为 2 至 20 个大写字母"),
    ("is a number from 10 to 99", "应为 10 至 99 的数字"),
    ("is ADT, CHD, INF or UM", "应为 ADT、CHD、INF 或 UM"),
    ("is NI, PP or ID", "应为 NI、PP 或 ID"),
    ("is M or F", "应为 M 或 F"),
    ("is a date in the form YYYY-MM-DD", "应为日期，格式 YYYY-MM-DD"),
    ("is true or false", "应为 true 或 false"),
    ("is a whole number of fen above 0", "应为大于 0 的整数，单位为分"),
    ("is a number from 1 to 99", "应为 1 至 99 的数字"),
    ("is a whole number", "应为整数"),
    ("is three capital letters and three digits, such as PEK099", "应为三个大写字母加三位数字，例如 PEK099"),
    ("is a list", "应为列表"),
    ("is an object with fields of its own", "应为包含各子字段的对象"),
    ("is not in the form of this field", "格式不正确"),
    ("is 3 to 500 characters without control characters", "应为 3 至 500 个字符，不含控制字符"),
    // What several fields of a booking say together.
    ("needs a phone or a mobile", "至少要有一个电话或手机"),
    ("lies between today and the first flight", "应在今天与第一个航班之间"),
    ("has one to five flights", "应为一至五个航段"),
    ("lies before today or before the flight ahead of it", "早于今天，或早于前一航段"),
    ("is where the flight leaves from", "与出发地相同"),
    ("is there twice", "重复出现"),
    ("needs somebody with a seat", "至少要有一位占座旅客"),
    ("has at most nine with a seat; book more as a group", "占座旅客最多九位，更多请按团队预订"),
    ("is 10 to 99 and not less than the passengers named", "应为 10 至 99，且不少于已填写的旅客"),
    ("has more infants than adults", "婴儿多于成人"),
    (
        "has a child without an adult; a child that flies alone is of type UM",
        "有儿童而没有成人；独自乘机的儿童类型为 UM",
    ),
    ("is another passenger's", "与另一位旅客相同"),
    ("has 17 digits and then a digit or X for idType NI", "身份证（NI）应为 17 位数字加一位数字或 X"),
    ("is missing; NI, PP or ID", "不能为空，应为 NI、PP 或 ID"),
    ("is missing", "不能为空"),
    ("is missing; airlines know infants by their Latin name", "不能为空；航司以拼音姓名识别婴儿"),
    ("is SURNAME/GIVEN in capital letters", "应为大写的 姓/名"),
    ("lies before the first flight", "早于第一个航班"),
    ("goes with idType PP", "只用于 idType 为 PP 的旅客"),
    ("is missing; it goes with a travel document", "不能为空；有旅行证件时必填"),
    ("is missing; children and infants need it", "不能为空；儿童和婴儿必填"),
    (
        "does not fit the type: INF is under 2, CHD 2 to 11, UM 5 to 11",
        "与旅客类型不符：INF 不满 2 岁，CHD 2 至 11 岁，UM 5 至 11 岁",
    ),
    ("has one to 99 names", "应为 1 至 99 个姓名"),
    // What the checks of signed requests say.
    ("it must be a string", "应为文本"),
    ("it must be ASCII", "应为 ASCII 字符"),
    ("the header stands twice", "请求头重复"),
    ("it contains control characters", "含有控制字符"),
    ("it differs from the header of the same meaning", "与同义的请求头不一致"),
    ("leave it out when X-Signature is sent", "使用 X-Signature 时请去掉"),
    ("must be a whole number", "应为整数"),
    ("1 to 64 letters, digits, dots, underscores, colons or hyphens", "应为 1 至 64 个字母、数字或 . _ : -"),
    ("parameters belong into one place, the body or the address", "参数应只放在请求体或地址其中一处"),
    (
        "an Office number is three capital letters and three digits, such as PEK099; got {}",
        "应为三个大写字母加三位数字，例如 PEK099，收到的是 {}",
    ),
    ("a glyph shows exactly one character", "应正好是一个字符"),
    // Why a callback address is refused.
    ("it is longer than {} bytes", "长度超过 {} 字节"),
    ("it contains blanks or control characters; percent-encode them", "含有空格或控制字符，请做百分号编码"),
    ("it is not an absolute address: {}", "不是完整的地址（{}）"),
    ("the scheme {} is not allowed; use https", "不允许 {}，请使用 https"),
    ("it must not contain a user name or password", "不能包含用户名或密码"),
    ("it must not contain a part after #", "不能包含 # 之后的部分"),
    ("port {} is not allowed; use 443 or 8443", "不允许端口 {}，请使用 443 或 8443"),
    ("{} is not a public host name", "{} 不是公网主机名"),
    (
        "{} is not a public address; an administrator can allow its range in callbacks.allow_cidrs",
        "{} 不是公网地址；管理员可在 callbacks.allow_cidrs 中放行",
    ),
    // States of tasks.
    ("pending", "待分配"),
    ("assigned", "已分配"),
    ("running", "执行中"),
    ("done", "已完成"),
    ("failed", "失败"),
    ("unknown", "待核实"),
    ("cancelled", "已取消"),
    ("expired", "已超时"),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use waystation_shared::task::TaskState;

    use super::*;

    #[test]
    fn no_phrase_has_two_translations() {
        let keys: HashSet<_> = PHRASES.iter().map(|(key, _)| key).collect();
        assert_eq!(keys.len(), PHRASES.len());
    }

    #[test]
    fn what_a_phrase_is_about_is_told_unchanged() {
        let chinese = in_chinese("port 25 is not allowed; use 443 or 8443");
        assert_eq!(chinese.as_deref(), Some("不允许端口 25，请使用 443 或 8443"));
        assert_eq!(in_chinese("port 25 is closed"), None);
        for (key, chinese) in PHRASES {
            assert_eq!(key.matches("{}").count(), chinese.matches("{}").count(), "{key}");
        }
    }

    #[test]
    fn every_state_of_a_task_has_a_chinese_name() {
        for state in TaskState::ALL {
            assert!(in_chinese(state.as_str()).is_some(), "{state}");
        }
        assert_eq!(in_chinese("is purple"), None);
    }
}
