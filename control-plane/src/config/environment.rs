//! Settings from the environment, laid over those of the file.

use toml::{Table, Value};

use super::ConfigError;

const PREFIX: &str = "WAYSTATION_";

/// Lays one variable, `WAYSTATION_SECTION__NAME=value`, over `table`; false when it is no setting.
pub(super) fn overlay(table: &mut Table, variable: &str, text: &str) -> Result<bool, ConfigError> {
    let Some((section, name)) = split(variable) else { return Ok(false) };
    let section = table.entry(section).or_insert_with(|| Value::Table(Table::new()));
    let Value::Table(section) = section else {
        return Err(ConfigError::Invalid(format!("{variable}: its section is not a table")));
    };
    let value = typed(&name, text);
    section.insert(name, value);
    Ok(true)
}

fn split(variable: &str) -> Option<(String, String)> {
    let (section, name) = variable.strip_prefix(PREFIX)?.split_once("__")?;
    Some((section.to_ascii_lowercase(), name.to_ascii_lowercase()))
}

/// The environment has only text: what reads as a flag or number is one, a name in the plural is a list.
fn typed(name: &str, text: &str) -> Value {
    if name.ends_with('s') && name.starts_with("allow_") {
        return Value::Array(text.split(',').map(|item| Value::from(item.trim())).collect());
    }
    text.parse::<i64>()
        .map(Value::from)
        .or_else(|_| text.parse::<bool>().map(Value::from))
        .unwrap_or_else(|_| Value::from(text))
}
