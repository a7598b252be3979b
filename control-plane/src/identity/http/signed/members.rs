//! Reads verified members into a type and names the member that is wrong, missing or unknown.

use std::collections::{BTreeMap, btree_map};
use std::fmt;

use serde::de::value::{StrDeserializer, StringDeserializer};
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::Value;

use super::body::Writing;
use crate::platform::catalogue::Code;
use crate::platform::http::ApiProblem;

pub(super) fn read_members<T: DeserializeOwned>(
    members: BTreeMap<String, Value>,
    writing: Writing,
) -> Result<T, ApiProblem> {
    let reader = MembersReader { members: members.into_iter(), current: None, writing };
    T::deserialize(reader).map_err(|error| match error {
        MemberError::Unknown(name) => ApiProblem::new(Code::UnknownField).with(&name).at(name),
        MemberError::Missing(name) => ApiProblem::new(Code::MissingField).with(name).at(name),
        MemberError::Invalid { name: Some(name), reason } => ApiProblem::invalid_field(&name, reason),
        MemberError::Invalid { name: None, reason } => ApiProblem::new(Code::MalformedJson).with(reason),
    })
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum MemberError {
    Unknown(String),
    Missing(&'static str),
    Invalid { name: Option<String>, reason: String },
}

impl MemberError {
    /// Says which member an error of its value belongs to.
    fn within(self, member: &str) -> Self {
        let reason = match self {
            Self::Unknown(inner) => format!("there is no field {inner}"),
            Self::Missing(inner) => format!("field {inner} is missing"),
            Self::Invalid { reason, .. } => reason,
        };
        Self::Invalid { name: Some(member.to_owned()), reason }
    }
}

impl fmt::Display for MemberError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{self:?}")
    }
}

impl std::error::Error for MemberError {}

impl de::Error for MemberError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::Invalid { name: None, reason: message.to_string() }
    }

    fn unknown_field(field: &str, _expected: &'static [&'static str]) -> Self {
        Self::Unknown(field.to_owned())
    }

    fn missing_field(field: &'static str) -> Self {
        Self::Missing(field)
    }
}

struct MembersReader {
    members: btree_map::IntoIter<String, Value>,
    current: Option<(String, Value)>,
    writing: Writing,
}

impl<'de> Deserializer<'de> for MembersReader {
    type Error = MemberError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, MemberError> {
        visitor.visit_map(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de> MapAccess<'de> for MembersReader {
    type Error = MemberError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, MemberError> {
        let Some((name, value)) = self.members.next() else { return Ok(None) };
        let name: StrDeserializer<'_, MemberError> =
            self.current.insert((name, value)).0.as_str().into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, MemberError> {
        let Some((name, value)) = self.current.take() else {
            return Err(de::Error::custom("a value was asked for before its name"));
        };
        let read = match (self.writing, value) {
            (Writing::Text, Value::String(text)) => seed.deserialize(TextValue(text)),
            (_, value) => seed.deserialize(value).map_err(de::Error::custom),
        };
        read.map_err(|error| error.within(&name))
    }
}

/// A value from a form or query: text that may stand for a number or a truth value.
struct TextValue(String);

impl TextValue {
    fn into_text(self) -> StringDeserializer<MemberError> {
        self.0.into_deserializer()
    }
}

macro_rules! numbers_from_text {
    ($($method:ident $visit:ident,)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, MemberError> {
            match self.0.parse() {
                Ok(value) => visitor.$visit(value),
                Err(error) => Err(de::Error::custom(format!("{error}: {:?}", self.0))),
            }
        }
    )+};
}

impl<'de> Deserializer<'de> for TextValue {
    type Error = MemberError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, MemberError> {
        visitor.visit_string(self.0)
    }

    numbers_from_text! {
        deserialize_bool visit_bool,
        deserialize_i8 visit_i8,
        deserialize_i16 visit_i16,
        deserialize_i32 visit_i32,
        deserialize_i64 visit_i64,
        deserialize_u8 visit_u8,
        deserialize_u16 visit_u16,
        deserialize_u32 visit_u32,
        deserialize_u64 visit_u64,
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, MemberError> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, MemberError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, MemberError> {
        self.into_text().deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        i128 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct
        identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::Deserialize;
    use serde_json::json;
    use waystation_shared::ids::{OfficeNo, TerminalId};

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    struct Query {
        dep_city: String,
        direct: Option<bool>,
        terminal_id: Option<TerminalId>,
        office_no: Option<OfficeNo>,
        cabin: Option<Cabin>,
        passengers: Option<Vec<Passenger>>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Cabin {
        First,
        Economy,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Passenger {
        name: String,
    }

    fn read(value: Value, writing: Writing) -> Result<Query, ApiProblem> {
        let members: BTreeMap<String, Value> = serde_json::from_value(value).unwrap();
        read_members(members, writing)
    }

    #[test]
    fn json_and_text_read_alike() {
        let json = read(
            json!({"depCity": "PEK", "direct": true, "terminalId": 5, "officeNo": "PEK099", "cabin": "first"}),
            Writing::Json,
        );
        let text = read(
            json!({"depCity": "PEK", "direct": "true", "terminalId": "5", "officeNo": "PEK099", "cabin": "first"}),
            Writing::Text,
        );
        let expected = Query {
            dep_city: "PEK".to_owned(),
            direct: Some(true),
            terminal_id: Some(TerminalId(5)),
            office_no: Some("PEK099".parse().unwrap()),
            cabin: Some(Cabin::First),
            passengers: None,
        };
        assert_eq!(json, Ok(expected));
        assert_eq!(text, json);
    }

    #[test]
    fn a_number_in_json_must_be_a_number() {
        assert!(read(json!({"depCity": "PEK", "terminalId": "5"}), Writing::Json).is_err());
    }

    #[test]
    fn what_is_wrong_is_named() {
        let unknown = ApiProblem::new(Code::UnknownField).with("depcity").at("depcity");
        assert_eq!(read(json!({"depCity": "PEK", "depcity": "SHA"}), Writing::Json), Err(unknown));
        let missing = ApiProblem::new(Code::MissingField).with("depCity").at("depCity");
        assert_eq!(read(json!({}), Writing::Text), Err(missing));
        let reason =
            "an Office number is three capital letters and three digits, such as PEK099; got \"PEK\"";
        let invalid = ApiProblem::invalid_field("officeNo", reason);
        assert_eq!(read(json!({"depCity": "PEK", "officeNo": "PEK"}), Writing::Json), Err(invalid.clone()));
        assert_eq!(read(json!({"depCity": "PEK", "officeNo": "PEK"}), Writing::Text), Err(invalid));
    }

    #[test]
    fn an_error_deep_inside_names_the_member_it_is_in() {
        let error = read(json!({"depCity": "PEK", "passengers": [{"name": "A", "x": 1}]}), Writing::Json)
            .unwrap_err();
        assert_eq!(error.code(), Code::InvalidField);
        assert!(format!("{error:?}").contains("passengers"), "{error:?}");
    }

    #[test]
    fn text_that_is_no_number_or_truth_value_is_refused() {
        for member in ["terminalId", "direct", "cabin"] {
            let error = read(json!({"depCity": "PEK", member: "maybe"}), Writing::Text).unwrap_err();
            assert_eq!(error.code(), Code::InvalidField, "{member}");
        }
    }

    proptest! {
        #[test]
        fn only_the_fields_of_the_type_are_ever_taken(name in "[a-zA-Z_]{1,12}", text: bool) {
            let known = ["depCity", "direct", "terminalId", "officeNo", "cabin", "passengers"];
            prop_assume!(!known.contains(&name.as_str()));
            let writing = if text { Writing::Text } else { Writing::Json };
            let error = read(json!({"depCity": "PEK", name.clone(): "x"}), writing).unwrap_err();
            prop_assert_eq!(error, ApiProblem::new(Code::UnknownField).with(&name).at(name));
        }
    }
}
