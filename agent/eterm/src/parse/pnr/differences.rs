//! What changed between two readings of a PNR: proof that a change happened, or that none did.

use serde_json::{Map, Value};

use crate::parse::pnr::Pnr;

/// One field that is not the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Name of the field in JSON: `passengers`, `segments`, `auth` …
    pub field: String,
    /// What it had and has no longer.
    pub lost: Vec<Value>,
    /// What it has and had not.
    pub gained: Vec<Value>,
}

/// Every difference in content. Item numbers, the order of items, and passenger numbers that moved because another
/// passenger went do not count; an item is then compared by the passengers' names.
#[must_use]
pub fn differences(before: &Pnr, after: &Pnr) -> Vec<Difference> {
    let (Some(before), Some(mut after)) = (content(before), content(after)) else {
        return vec![Difference { field: "pnr".to_owned(), lost: Vec::new(), gained: Vec::new() }];
    };
    let mut found = Vec::new();
    for (field, had) in before {
        let has = after.remove(&field).unwrap_or_default();
        found.extend(difference(field, had, has));
    }
    found.extend(after.into_iter().filter_map(|(field, has)| difference(field, Vec::new(), has)));
    found
}

fn difference(field: String, had: Vec<Value>, mut gained: Vec<Value>) -> Option<Difference> {
    let mut lost = Vec::new();
    for value in had {
        match gained.iter().position(|other| *other == value) {
            Some(index) => drop(gained.swap_remove(index)),
            None => lost.push(value),
        }
    }
    (!lost.is_empty() || !gained.is_empty()).then_some(Difference { field, lost, gained })
}

/// Each field as a list of values without display numbers; `None` if it cannot be written as JSON.
fn content(pnr: &Pnr) -> Option<std::collections::BTreeMap<String, Vec<Value>>> {
    let Ok(Value::Object(fields)) = serde_json::to_value(pnr) else { return None };
    let values = fields.into_iter().map(|(field, value)| {
        let values = match value {
            Value::Array(values) => values,
            Value::Null => Vec::new(),
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => vec![value],
        };
        (field, values.into_iter().map(|value| without_numbers(value, pnr)).collect())
    });
    Some(values.collect())
}

fn without_numbers(value: Value, pnr: &Pnr) -> Value {
    if let Value::Object(fields) = value { Value::Object(renumbered(fields, pnr)) } else { value }
}

fn renumbered(mut fields: Map<String, Value>, pnr: &Pnr) -> Map<String, Value> {
    fields.remove("n");
    if let Some(numbers) = fields.get_mut("pax") {
        *numbers = names(numbers, pnr);
    }
    fields
}

fn names(numbers: &Value, pnr: &Pnr) -> Value {
    if let Value::Array(numbers) = numbers {
        return Value::Array(numbers.iter().map(|number| names(number, pnr)).collect());
    }
    let number = numbers.as_u64().and_then(|number| u16::try_from(number).ok());
    let name = number.and_then(|number| pnr.passenger(number)).map(|passenger| passenger.name.clone());
    name.map_or_else(|| numbers.clone(), Value::String)
}
