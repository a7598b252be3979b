//! Reads what a caller sent into typed parameters, and names the field of any fault by its path.
//!
//! Every alphabet of a terminal is upper case, so lower case and blanks around a text are forgiven; null and
//! blank text mean "left out". Text may stand for a number, a truth value or a structure, because forms have
//! nothing else. A field that nobody knows is refused, however deep it is.

use serde::de::value::{StrDeserializer, StringDeserializer};
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::{Deserialize, forward_to_deserialize_any};
use serde_json::{Map, Value};
use waystation_shared::sign::parse_members;

use super::fault::{Fault, Flaw};
use super::rules::is_date;

/// Members by name, as they were sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub(super) struct Fields(pub(super) Map<String, Value>);

impl Fields {
    /// Takes one member out and reads it.
    pub(super) fn take<T: DeserializeOwned>(&mut self, name: &str) -> Result<Option<T>, Fault> {
        let Some(value) = self.0.remove(name).filter(|value| !is_absent(value)) else { return Ok(None) };
        T::deserialize(Field { name, value }).map(Some).map_err(|fault| fault.within(name))
    }

    /// Reads all members.
    pub(super) fn read<T: DeserializeOwned>(self) -> Result<T, Fault> {
        T::deserialize(Field { name: "", value: Value::Object(self.0) })
    }
}

fn is_absent(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
}

impl de::Error for Fault {
    fn custom<T: std::fmt::Display>(_message: T) -> Self {
        Self::new("", Flaw::Malformed)
    }

    fn unknown_field(field: &str, _expected: &'static [&'static str]) -> Self {
        Self::new(field, Flaw::Unknown)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(field, Flaw::Missing)
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}: {:?}", self.field, self.flaw)
    }
}

impl std::error::Error for Fault {}

fn malformed() -> Fault {
    Fault::new("", Flaw::Malformed)
}

/// A value and the name of the member that it stands in.
struct Field<'a> {
    name: &'a str,
    value: Value,
}

impl Field<'_> {
    fn text(self) -> Result<String, Fault> {
        let Value::String(text) = self.value else { return Err(malformed()) };
        let text = text.trim().to_ascii_uppercase();
        let written = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        if is_date(self.name) && !written { Err(malformed()) } else { Ok(text) }
    }

    /// A list or an object, which a form sends as JSON text.
    fn structure(self) -> Value {
        let Value::String(text) = &self.value else { return self.value };
        let wrapped = parse_members(format!("{{\"\":{text}}}").as_bytes());
        let mut members = wrapped.unwrap_or_default();
        let alone = members.len() == 1;
        members.remove("").filter(|_| alone).unwrap_or(self.value)
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident,)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            match self.value {
                Value::String(text) => text.trim().parse().map_or_else(|_| Err(malformed()), |value| visitor.$visit(value)),
                value => value.$method(visitor).map_err(|_not_a_number| malformed()),
            }
        }
    )+};
}

impl<'de> Deserializer<'de> for Field<'_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.value {
            Value::String(_) => visitor.visit_string(self.text()?),
            Value::Array(_) => self.deserialize_seq(visitor),
            Value::Object(_) => self.deserialize_map(visitor),
            value @ (Value::Null | Value::Bool(_) | Value::Number(_)) => {
                value.deserialize_any(visitor).map_err(|_wrong_type| malformed())
            }
        }
    }

    numbers! {
        deserialize_i64 visit_i64,
        deserialize_u16 visit_u16,
        deserialize_u8 visit_u8,
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let text = match &self.value {
            Value::Bool(yes) => return visitor.visit_bool(*yes),
            Value::String(text) => text.trim(),
            Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => return Err(malformed()),
        };
        match text {
            "true" | "1" => visitor.visit_bool(true),
            "false" | "0" => visitor.visit_bool(false),
            _ => Err(malformed()),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_string(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let text: StringDeserializer<Fault> = self.text()?.into_deserializer();
        text.deserialize_enum(name, variants, visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_some(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let name = self.name;
        let Value::Array(items) = self.structure() else {
            return Err(Fault::new("", Flaw::Breaks("is a list")));
        };
        visitor.visit_seq(Items { name, items: items.into_iter().enumerate() })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let Value::Object(members) = self.structure() else {
            return Err(Fault::new("", Flaw::Breaks("is an object with fields of its own")));
        };
        visitor.visit_map(Members { members: members.into_iter(), current: None })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_map(visitor)
    }

    /// Only a member that no field takes is ignored.
    fn deserialize_ignored_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Fault> {
        Err(Fault::new("", Flaw::Unknown))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct identifier
    }
}

struct Items<'a> {
    name: &'a str,
    items: std::iter::Enumerate<std::vec::IntoIter<Value>>,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        let Some((index, value)) = self.items.next() else { return Ok(None) };
        let read = seed.deserialize(Field { name: self.name, value });
        read.map(Some).map_err(|fault| fault.within(&format!("[{index}]")))
    }
}

struct Members {
    members: serde_json::map::IntoIter,
    current: Option<(String, Value)>,
}

impl<'de> MapAccess<'de> for Members {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        let Some(member) = self.members.find(|(_, value)| !is_absent(value)) else { return Ok(None) };
        let name: StrDeserializer<'_, Fault> = self.current.insert(member).0.as_str().into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        let (name, value) = self.current.take().ok_or_else(malformed)?;
        seed.deserialize(Field { name: &name, value }).map_err(|fault| fault.within(&name))
    }
}

#[cfg(test)]
mod tests;
