//! A real PostgreSQL for tests: one server per checkout, one database per test.
//!
//! The server is started by whoever comes first and left running for the next test. `xtask test` names its
//! folder by `WAYSTATION_TEST_POSTGRES_HOME` and stops it at the end; `WAYSTATION_TEST_POSTGRES` names
//! another server to use instead.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use postgres::{Client, NoTls};

/// A database that is dropped with the test.
#[derive(Debug)]
pub struct Database {
    server: String,
    name: String,
}

impl Database {
    /// Makes an empty database.
    pub fn create() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let server = server_url();
        let name = format!("t{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let mut client = connect(&server);
        client.batch_execute(&format!("DROP DATABASE IF EXISTS {name}")).expect("drop a database left over");
        client.batch_execute(&format!("CREATE DATABASE {name}")).expect("create a test database");
        Self { server, name }
    }

    /// Its connection URL.
    pub fn url(&self) -> String {
        format!("{}/{}", self.server, self.name)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let (server, name) = (self.server.clone(), self.name.clone());
        // The synchronous client must not run on a runtime's thread.
        let dropping = std::thread::spawn(move || {
            let _ = connect(&server).batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        });
        let _ = dropping.join();
    }
}

fn connect(server: &str) -> Client {
    Client::connect(&format!("{server}/postgres"), NoTls).expect("connect to the test PostgreSQL")
}

fn server_url() -> String {
    std::env::var("WAYSTATION_TEST_POSTGRES").unwrap_or_else(|_| own_server())
}

/// Where the server lives: outside the checkout, whose folders the server's own user may not enter.
fn home() -> PathBuf {
    let named = std::env::var_os("WAYSTATION_TEST_POSTGRES_HOME").map(PathBuf::from);
    named.unwrap_or_else(|| std::env::temp_dir().join("waystation-test-postgres"))
}

fn own_server() -> String {
    let home = home();
    fs::create_dir_all(&home).expect("make the folder of the test PostgreSQL");
    // Test processes start together; one of them starts the server.
    let lock = File::create(home.join("lock")).expect("open the lock file");
    lock.lock().expect("lock the test PostgreSQL");
    let port_file = home.join("port");
    if let Ok(port) = fs::read_to_string(&port_file) {
        let url = format!("postgres://postgres@127.0.0.1:{}", port.trim());
        if Client::connect(&format!("{url}/postgres"), NoTls).is_ok() {
            return url;
        }
    }
    let port = free_port();
    start(&home.canonicalize().expect("the folder exists"), port);
    fs::write(&port_file, port.to_string()).expect("note the port");
    format!("postgres://postgres@127.0.0.1:{port}")
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("find a free port");
    listener.local_addr().expect("the port").port()
}

fn start(home: &Path, port: u16) {
    let data = home.join("data");
    if !data.join("PG_VERSION").exists() {
        let _ = fs::remove_dir_all(&data);
        fs::create_dir_all(&data).expect("make the data folder");
        if is_root() {
            run(Command::new("chown").arg("-R").arg("postgres").arg(home));
        }
        run(as_postgres(&binary("initdb"))
            .args(["-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync", "-D"])
            .arg(&data));
    }
    let options = format!(
        "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off \
         -c synchronous_commit=off -c full_page_writes=off -c max_connections=400"
    );
    let log = data.join("server.log");
    run(as_postgres(&binary("pg_ctl"))
        .arg("-w")
        .arg("-D")
        .arg(&data)
        .arg("-l")
        .arg(log)
        .args(["-o", &options, "start"]));
}

/// PostgreSQL refuses to run as root.
fn as_postgres(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(program);
    command
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output().expect("ask who we are");
    output.stdout.trim_ascii() == b"0"
}

fn run(command: &mut Command) {
    // A daemon must not keep the test's pipes open.
    let status =
        command.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(status.as_ref().is_ok_and(std::process::ExitStatus::success), "{command:?}: {status:?}");
}

/// Distributions keep the server's programs out of the path, one folder per version.
fn binary(name: &str) -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    versions
        .map(|version| version.path().join("bin").join(name))
        .filter(|path| path.exists())
        .max()
        .unwrap_or_else(|| PathBuf::from(name))
}
