//! The whole product on one machine, with one real query through it.

mod query;
mod table;

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::Path;
use std::time::{Duration, Instant};

use clap::Args;
use serde_json::{Value, json};
use waystation_fakes::{Attempt, CallbackReceiver};

use crate::failure::Failure;
use crate::interrupt::Interrupt;
use crate::run::Run;
use crate::stage::{PACKAGES, Plan, Stage};
use crate::workspace::Workspace;
use crate::{setup, ui};

/// How long the callback may take once the task is done.
const CALLBACK_LIMIT: Duration = Duration::from_mins(1);

/// How to show it.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Print the task and its callback as one JSON line at the end, and exit.
    #[arg(long)]
    once: bool,
    /// Forget the data of earlier demos first.
    #[arg(long)]
    fresh: bool,
    /// Port of the server on this machine; another free one is taken when it is in use.
    #[arg(long, default_value_t = 5080)]
    port: u16,
}

/// Installs, builds, starts, asks, shows; then keeps running until Ctrl-C.
///
/// # Errors
/// When any of it fails, or the query brought no flights, or the callback proved nothing.
pub(crate) fn perform(workspace: &Workspace, options: &Options) -> Result<(), Failure> {
    let interrupt = Interrupt::listen()?;
    let data = workspace.path("demo-data");
    let _alone = claim(&data, options.fresh)?;
    setup::perform(workspace)?;
    ui::perform(workspace)?;
    // The debug build: it is what the tests build too, and it is ready soonest.
    Run::cargo().words("build --quiet").words(PACKAGES).show()?;
    interrupt.check()?;
    let plan = Plan { programs: workspace.programs("debug"), data, port: free_port(options.port) };
    let mut stage = plan.start(&interrupt)?;
    let shown = show_one_query(&mut stage, &interrupt)?;
    let sign_in = plan.sign_in_path(&stage.partner.username)?;
    println!("\nThe page (the link signs you in, once):\n  {}{sign_in}", stage.url);
    println!("Logs: {}", plan.logs().display());
    if options.once {
        println!("{}", shown.summary());
        return shown.judge();
    }
    println!("Ctrl-C stops everything; the data stay.");
    keep_running(&mut stage, &interrupt)
}

/// What one query brought.
struct Shown {
    task: Value,
    attempts: Vec<Attempt>,
}

fn show_one_query(stage: &mut Stage, interrupt: &Interrupt) -> Result<Shown, Failure> {
    let receiver =
        CallbackReceiver::start(&stage.partner).map_err(|error| Failure::Other(error.to_string()))?;
    let id = query::submit(stage, &receiver.url())?;
    let task = query::wait(stage, id, interrupt)?;
    let attempts = callbacks_of(&receiver, id, interrupt)?;
    println!("{}", table::flights(&task));
    let shown = Shown { task, attempts };
    println!("{}", shown.in_words());
    Ok(shown)
}

/// Everything that arrived about `task` until the first proven callback, or until it takes too long.
fn callbacks_of(
    receiver: &CallbackReceiver,
    task: i64,
    interrupt: &Interrupt,
) -> Result<Vec<Attempt>, Failure> {
    let start = Instant::now();
    loop {
        interrupt.check()?;
        let attempts = receiver.attempts(task);
        if attempts.iter().any(Attempt::is_proven) || start.elapsed() > CALLBACK_LIMIT {
            return Ok(attempts);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

impl Shown {
    fn signature_ok(&self) -> bool {
        self.attempts.iter().any(Attempt::is_proven)
    }

    fn in_words(&self) -> String {
        let flights = table::journeys(&self.task).len();
        let callback =
            if self.signature_ok() { "the callback came and is proven" } else { "no proven callback came" };
        match self.task.get("error").filter(|error| !error.is_null()) {
            Some(error) => format!("the task failed: {error}; {callback}"),
            None => format!("{flights} connections; {callback}"),
        }
    }

    fn summary(&self) -> Value {
        let callback = json!({
            "received": self.attempts.len(), "signature_ok": self.signature_ok(), "attempts": self.attempts
        });
        json!({"task": self.task, "callback": callback})
    }

    fn judge(&self) -> Result<(), Failure> {
        if table::journeys(&self.task).is_empty() {
            return Err(Failure::Other("the query brought no flights".into()));
        }
        if self.signature_ok() { Ok(()) } else { Err(Failure::Other("no proven callback came".into())) }
    }
}

fn keep_running(stage: &mut Stage, interrupt: &Interrupt) -> Result<(), Failure> {
    while !interrupt.asked() {
        stage.check()?;
        std::thread::sleep(Duration::from_millis(200));
    }
    eprintln!("stopping");
    Ok(())
}

/// Takes the data folder for this demo alone; the lock ends with the program.
fn claim(data: &Path, fresh: bool) -> Result<File, Failure> {
    fs::create_dir_all(data).map_err(Failure::at(data))?;
    let path = data.join("lock");
    let lock = File::create(&path).map_err(Failure::at(&path))?;
    if lock.try_lock().is_err() {
        return Err(Failure::Other("another demo is running on the same data; stop it first".into()));
    }
    if fresh {
        forget(data)?;
    }
    Ok(lock)
}

fn forget(data: &Path) -> Result<(), Failure> {
    for name in ["server", "agent", "logs"] {
        let folder = data.join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(Failure::at(&folder))?;
        }
    }
    for name in ["partner.json", "calibrated"] {
        let file = data.join(name);
        if file.exists() {
            fs::remove_file(&file).map_err(Failure::at(&file))?;
        }
    }
    Ok(())
}

/// `wanted` when nobody listens there, else 0, which stands for any free port.
fn free_port(wanted: u16) -> u16 {
    if TcpListener::bind(("127.0.0.1", wanted)).is_ok() {
        return wanted;
    }
    eprintln!("port {wanted} is in use; taking another");
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> std::path::PathBuf {
        std::env::temp_dir().join(format!("waystation-demo-{name}-{}", std::process::id()))
    }

    fn attempt(proven: bool) -> Attempt {
        Attempt {
            webhook_id: "m".into(),
            task_id: Some(1),
            status: None,
            headers_ok: proven,
            sign_ok: true,
            answered: 200,
        }
    }

    fn shown(journeys: &Value, proven: bool) -> Shown {
        Shown {
            task: json!({"taskId": 1, "result": {"journeys": journeys}}),
            attempts: vec![attempt(proven)],
        }
    }

    #[test]
    fn two_demos_never_share_their_data() {
        let data = folder("alone");
        let first = claim(&data, false).unwrap();
        assert!(claim(&data, false).is_err());
        drop(first);
        assert!(claim(&data, false).is_ok());
        fs::remove_dir_all(data).unwrap();
    }

    #[test]
    fn data_stay_unless_a_fresh_start_is_asked_for() {
        let data = folder("fresh");
        for (fresh, kept) in [(false, true), (true, false)] {
            fs::create_dir_all(data.join("server")).unwrap();
            fs::write(data.join("partner.json"), "{}").unwrap();
            drop(claim(&data, fresh).unwrap());
            assert_eq!((data.join("server").exists(), data.join("partner.json").exists()), (kept, kept));
        }
        fs::remove_dir_all(data).unwrap();
    }

    #[test]
    fn a_demo_succeeds_only_with_flights_and_a_proven_callback() {
        let flights = json!([{"legs": []}]);
        assert!(shown(&flights, true).judge().is_ok());
        assert!(shown(&flights, false).judge().is_err());
        assert!(shown(&json!([]), true).judge().is_err());
    }

    #[test]
    fn the_summary_holds_the_task_and_every_attempt() {
        let summary = shown(&json!([{"legs": []}]), true).summary();
        assert_eq!(summary["task"]["taskId"], 1);
        assert_eq!(summary["callback"]["received"], 1);
        assert_eq!(summary["callback"]["signature_ok"], true);
        assert_eq!(summary["callback"]["attempts"][0]["webhook_id"], "m");
    }

    #[test]
    fn a_port_in_use_is_not_taken_twice() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = taken.local_addr().unwrap().port();
        assert_eq!(free_port(port), 0);
        drop(taken);
        assert_eq!(free_port(port), port);
    }
}
