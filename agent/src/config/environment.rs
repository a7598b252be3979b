//! Settings from the environment. The names are derived from the settings themselves, so that none is forgotten.

use toml::{Table, Value};

use super::{Settings, SettingsError};

/// How every variable of the agent begins.
pub const PREFIX: &str = "WAYSTATION_AGENT_";
/// Variables that are arguments of the command line rather than settings.
const ARGUMENTS: [&str; 3] =
    ["WAYSTATION_AGENT_DATA_DIR", "WAYSTATION_AGENT_SERVER", "WAYSTATION_AGENT_CODE"];

/// `settings` with what `environment` says put over it.
pub(super) fn overlay(
    settings: &Settings,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Settings, SettingsError> {
    let mut table = Table::try_from(settings).map_err(|error| mistake("", &error))?;
    for (name, text) in environment {
        if name.starts_with(PREFIX) && !ARGUMENTS.contains(&name.as_str()) {
            set(&mut table, &name, &text)?;
        }
    }
    table.try_into().map_err(|error: toml::de::Error| mistake(PREFIX, &error.message()))
}

fn set(table: &mut Table, name: &str, text: &str) -> Result<(), SettingsError> {
    let known = names(PREFIX.trim_end_matches('_'), table);
    let Some(value) = find(PREFIX.trim_end_matches('_'), table, name) else {
        return Err(mistake(name, &format!("sets nothing; known are: {}", known.join(", "))));
    };
    *value = parse_like(value, text)
        .map_err(|expected| mistake(name, &format!("must be {expected}; it is {text:?}")))?;
    Ok(())
}

fn find<'a>(path: &str, table: &'a mut Table, name: &str) -> Option<&'a mut Value> {
    table.iter_mut().find_map(|(key, value)| {
        let path = below(path, key);
        if let Value::Table(inner) = value {
            find(&path, inner, name)
        } else {
            (path == name).then_some(value)
        }
    })
}

fn names(path: &str, table: &Table) -> Vec<String> {
    let name = |(key, value): (&String, &Value)| match value.as_table() {
        Some(inner) => names(&below(path, key), inner),
        None => vec![below(path, key)],
    };
    table.iter().flat_map(name).collect()
}

fn below(path: &str, key: &str) -> String {
    format!("{path}_{}", key.to_ascii_uppercase())
}

/// Reads `text` as the kind of value that is there now; the error says what was expected.
fn parse_like(now: &Value, text: &str) -> Result<Value, &'static str> {
    let as_number = || text.parse().map(Value::Integer).map_err(|_not_one| "a whole number");
    let as_switch = || text.parse().map(Value::Boolean).map_err(|_neither| "true or false");
    if now.is_integer() {
        as_number()
    } else if now.is_bool() {
        as_switch()
    } else {
        Ok(Value::String(text.to_owned()))
    }
}

fn mistake(name: &str, problem: &impl ToString) -> SettingsError {
    SettingsError::Variable { name: name.to_owned(), problem: problem.to_string() }
}
