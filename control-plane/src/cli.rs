//! The command line: run the server, and administrate a data directory, live or not.

mod admin;
mod api_sign;
mod output;
mod serve;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::app::App;
use crate::config::Config;
use crate::platform::clock::Clock;

/// The Waystation server (驿站).
///
/// Start it with `waystation serve --data-dir data`. The first start prints a link to sign in once and
/// set a password. Settings are read from DIR/waystation.toml and from `WAYSTATION_SECTION__NAME` variables.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server until Ctrl-C or SIGTERM; what was taken is finished first
    Serve {
        #[command(flatten)]
        data: DataDir,
        /// Address and port to listen on; port 0 takes a free one
        #[arg(long, default_value = "127.0.0.1:8080", env = "WAYSTATION_LISTEN")]
        listen: SocketAddr,
    },
    /// Add people
    #[command(subcommand)]
    User(admin::UserCommand),
    /// Print a new one-time sign-in link for a user
    SignInLink {
        #[command(flatten)]
        data: DataDir,
        /// Name of the user
        #[arg(long)]
        username: String,
    },
    /// Add keys of the open API
    #[command(subcommand)]
    ApiKey(admin::ApiKeyCommand),
    /// Register terminals
    #[command(subcommand)]
    Terminal(admin::TerminalCommand),
    /// Copy the embedded database while the server runs
    Backup {
        #[command(flatten)]
        data: DataDir,
        /// The file to write; it must not exist
        #[arg(long)]
        to: PathBuf,
    },
    /// Sign a request body from standard input, showing the base string, to find a mistake in a client
    ///
    /// Example: waystation api-sign --scheme v1 --key K9f2… < body.json
    ApiSign(api_sign::ApiSign),
    /// Print the description of the API (OpenAPI 3.1)
    Openapi,
}

/// Where the installation keeps its data.
#[derive(Debug, Clone, Args)]
struct DataDir {
    /// Directory with the database, the key file and waystation.toml; made when missing
    #[arg(long, env = "WAYSTATION_DATA_DIR")]
    data_dir: PathBuf,
    /// PostgreSQL instead of the embedded SQLite: `postgres://user:password@host/database`
    #[arg(long, env = "WAYSTATION_DATABASE_URL")]
    database_url: Option<String>,
}

impl DataDir {
    fn config(&self) -> anyhow::Result<Config> {
        let mut config = Config::load(&self.data_dir, std::env::vars())?;
        if let Some(url) = &self.database_url {
            config.store.database_url = Some(url.clone());
        }
        Ok(config)
    }

    fn open(&self) -> anyhow::Result<App> {
        Ok(App::open(&self.data_dir, &self.config()?, Clock::system())?)
    }
}

/// Runs the program; an error is printed whole, with how it came about.
#[must_use]
pub fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output::error(&error);
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match command {
        Command::Serve { data, listen } => runtime.block_on(serve::run(&data, listen)),
        Command::User(command) => runtime.block_on(admin::user(command)),
        Command::SignInLink { data, username } => runtime.block_on(admin::sign_in_link(&data, username)),
        Command::ApiKey(command) => runtime.block_on(admin::api_key(command)),
        Command::Terminal(command) => runtime.block_on(admin::terminal(command)),
        Command::Backup { data, to } => admin::backup(&data, &to),
        Command::ApiSign(request) => api_sign::run(&request),
        Command::Openapi => output::json(&crate::router::openapi()),
    }
}
