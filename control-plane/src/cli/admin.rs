//! Administration from the shell. It works on a live data directory: the server sees changes within seconds.

use std::path::Path;

use anyhow::{Context, bail};
use clap::Subcommand;
use serde_json::json;
use waystation_shared::ids::OfficeNo;

use super::{DataDir, output};
use crate::fleet::{self, EnrolError, NewTerminal};
use crate::identity::{self, AddUserError, NewUser, Role, SecretError, User, Username};
use crate::platform::store::StoreError;

#[derive(Debug, Subcommand)]
pub(super) enum UserCommand {
    /// Add a person; prints a one-time path of the page to sign in and set a password
    Add {
        #[command(flatten)]
        data: DataDir,
        /// Name to sign in with
        #[arg(long)]
        username: Username,
        /// Name shown to others; the user name when left out
        #[arg(long)]
        display_name: Option<String>,
        /// One of: `super_admin`, `admin`, `user`
        #[arg(long, default_value = "user")]
        role: Role,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum ApiKeyCommand {
    /// Add a key for a user; prints its secrets as JSON, this once
    Add {
        #[command(flatten)]
        data: DataDir,
        /// Name of the user
        #[arg(long)]
        username: String,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum TerminalCommand {
    /// Print a one-time code that enrols an Eterm PC, registering the terminal when it is new
    EnrolCode {
        #[command(flatten)]
        data: DataDir,
        /// Office number, such as PEK099
        #[arg(long)]
        office: OfficeNo,
        /// Numeric id of the Eterm terminal
        #[arg(long)]
        pid: String,
        /// Name for people; Office and PID when left out
        #[arg(long)]
        name: Option<String>,
        /// Name of the user whose terminal it is
        #[arg(long)]
        owner: Option<String>,
    },
}

pub(super) async fn user(command: UserCommand) -> anyhow::Result<()> {
    let UserCommand::Add { data, username, display_name, role } = command;
    let display_name = display_name.unwrap_or_else(|| username.to_string());
    let new = NewUser { username, display_name, role };
    let app = data.open()?;
    let now = app.platform.clock.now();
    let name = new.username.to_string();
    let token = app
        .platform
        .store
        .write(move |tx| {
            let id = identity::add_user(tx, &new, now)?;
            Ok::<_, AddUserError>(identity::issue_sign_in_link(tx, id, now)?)
        })
        .await?;
    print_link(&name, &token);
    Ok(())
}

pub(super) async fn sign_in_link(data: &DataDir, username: String) -> anyhow::Result<()> {
    let app = data.open()?;
    let now = app.platform.clock.now();
    let user = find_user(&app, &username).await?;
    let token = app
        .platform
        .store
        .write(move |tx| identity::issue_sign_in_link(tx, user.id, now))
        .await
        .map_err(|error: SecretError| anyhow::anyhow!(error))?;
    print_link(&username, &token);
    Ok(())
}

fn print_link(username: &str, token: &str) {
    output::json_line(&json!({"username": username, "sign_in_path": format!("/welcome/{token}")}));
}

async fn find_user(app: &crate::app::App, username: &str) -> anyhow::Result<User> {
    let wanted = username.to_owned();
    app.platform
        .store
        .read(move |reader| identity::user_by_name(reader, &wanted))
        .await?
        .with_context(|| format!("there is no user {username:?}; add one with: waystation user add"))
}

pub(super) async fn api_key(command: ApiKeyCommand) -> anyhow::Result<()> {
    let ApiKeyCommand::Add { data, username } = command;
    let app = data.open()?;
    let now = app.platform.clock.now();
    let user = find_user(&app, &username).await?;
    let vault = app.platform.vault.clone();
    let key = app.platform.store.write(move |tx| identity::add_api_key(tx, &vault, user.id, now)).await?;
    output::json_line(&json!({
        "username": username,
        "api_key": key.api_key,
        "md5_key": key.md5_key,
        "webhook_secret": key.webhook_secret,
    }));
    Ok(())
}

pub(super) async fn terminal(command: TerminalCommand) -> anyhow::Result<()> {
    let TerminalCommand::EnrolCode { data, office, pid, name, owner } = command;
    if !((1..=8).contains(&pid.len()) && pid.bytes().all(|byte| byte.is_ascii_digit())) {
        bail!("a PID is 1 to 8 digits, not {pid:?}");
    }
    let name = name.unwrap_or_else(|| format!("{office} · {pid}"));
    let app = data.open()?;
    let owner = match owner {
        Some(username) => Some(find_user(&app, &username).await?.id),
        None => None,
    };
    let new = NewTerminal { name, office_no: office, pid, remark: String::new(), owner };
    let now = app.platform.clock.now();
    let issued = app
        .platform
        .store
        .write(move |tx| fleet::issue_code(tx, &new, now))
        .await
        .map_err(|error: EnrolError| anyhow::anyhow!(error))?;
    output::json_line(&json!({
        "terminal_id": issued.terminal,
        "code": issued.code,
        "expires_at": issued.expires_at,
    }));
    Ok(())
}

pub(super) fn backup(data: &DataDir, to: &Path) -> anyhow::Result<()> {
    if to.exists() {
        bail!("{} exists already; a backup never overwrites", to.display());
    }
    let app = data.open()?;
    app.platform.store.backup(to).map_err(|error: StoreError| anyhow::anyhow!(error))?;
    output::json_line(&json!({"backup": to.display().to_string(), "bytes": std::fs::metadata(to)?.len()}));
    Ok(())
}
