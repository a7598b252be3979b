//! The demo's partner: a user with keys, made once and kept beside the other data.

use std::fs;

use waystation_fakes::Partner;

use super::{Plan, text_of};
use crate::failure::Failure;

const USERNAME: &str = "demo";

/// Reads the keys of an earlier start, or makes the user and its keys now.
///
/// # Errors
/// When the server's program refuses or the file cannot be written.
pub(super) fn load_or_add(plan: &Plan) -> Result<Partner, Failure> {
    let path = plan.data.join("partner.json");
    if let Some(partner) = fs::read_to_string(&path).ok().and_then(|text| serde_json::from_str(&text).ok()) {
        return Ok(partner);
    }
    let name = ["--display-name", "演示账号", "--role", "super_admin"];
    plan.administer(&[&["user", "add", "--username", USERNAME][..], &name].concat())?;
    let answer = plan.administer(&["api-key", "add", "--username", USERNAME])?;
    let partner = Partner {
        username: USERNAME.to_owned(),
        api_key: text_of(&answer, "api_key")?,
        md5_key: text_of(&answer, "md5_key")?,
        webhook_secret: text_of(&answer, "webhook_secret")?,
    };
    let text = serde_json::to_string_pretty(&partner).map_err(|error| Failure::Other(error.to_string()))?;
    fs::write(&path, text).map_err(Failure::at(&path))?;
    Ok(partner)
}
