//! All programs of the product on one machine: the server, a terminal window with the simulated Eterm in it,
//! and an agent that drives that window. The demo shows it, the idle benchmark weighs it.

mod partner;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::Value;
use waystation_desktop::{Font, Launch, Program, Screen, TerminalWindow};
use waystation_fakes::Partner;

use crate::failure::Failure;
use crate::interrupt::Interrupt;
use crate::run::Run;

const OFFICE: &str = "PEK099";
const PID: &str = "34825";
const WINDOW_TITLE: &str = "eTerm 3";
/// 24 rows of the host and the client's status bar.
const GRID: (u16, u16) = (80, 25);
/// How long a program may take to come up on a busy machine.
const START_LIMIT: Duration = Duration::from_mins(1);

/// The packages whose programs stand on the stage.
pub(crate) const PACKAGES: &str =
    "--package waystation-control-plane --package waystation-agent --package waystation-eterm-sim --bins";

/// What to start, and where its data is.
#[derive(Debug)]
pub(crate) struct Plan {
    /// Folder of the built programs.
    pub(crate) programs: PathBuf,
    /// Folder of all data; kept between starts.
    pub(crate) data: PathBuf,
    /// Port of the server on this machine; 0 for any.
    pub(crate) port: u16,
}

/// The running programs; they stop in this order when the stage is dropped.
#[derive(Debug)]
pub(crate) struct Stage {
    agent: Program,
    window: Program,
    screen: Screen,
    server: Program,
    /// Address of the server, without a path.
    pub(crate) url: String,
    /// The partner whose keys sign the calls.
    pub(crate) partner: Partner,
}

impl Plan {
    /// Starts everything that is to run, enrolling and calibrating the agent if that was not done before.
    ///
    /// # Errors
    /// When a program is missing, does not come up, or somebody asks to stop.
    pub(crate) fn start(&self, interrupt: &Interrupt) -> Result<Stage, Failure> {
        let (server, url) = self.start_server()?;
        let partner = partner::load_or_add(self)?;
        interrupt.check()?;
        let screen = Screen::start(1280, 900, &self.logs())?;
        let window = self.open_window(&screen)?;
        self.enrol(&url)?;
        interrupt.check()?;
        self.calibrate(&screen)?;
        interrupt.check()?;
        let agent = self.agent("agent").arg("run").args(self.agent_data()).env("DISPLAY", screen.display());
        Ok(Stage { agent: agent.start(&self.logs())?, window, screen, server, url, partner })
    }

    /// Where the programs' output goes.
    pub(crate) fn logs(&self) -> PathBuf {
        self.data.join("logs")
    }

    /// A sign-in link for the person who looks at the demo; it works once.
    ///
    /// # Errors
    /// When the server's program refuses.
    pub(crate) fn sign_in_path(&self, username: &str) -> Result<String, Failure> {
        let answer = self.administer(&["sign-in-link", "--username", username])?;
        text_of(&answer, "sign_in_path")
    }

    /// Runs an administration command on the live data and reads the JSON it prints.
    ///
    /// # Errors
    /// When it fails or prints something else.
    fn administer(&self, arguments: &[&str]) -> Result<Value, Failure> {
        let command = arguments.iter().fold(Run::new(self.programs.join("waystation")), Run::arg);
        let printed = command.arg("--data-dir").arg(self.server_folder()).read()?;
        serde_json::from_str(&printed).map_err(|error| {
            Failure::Other(format!("waystation {}: {error}: {printed}", arguments.join(" ")))
        })
    }

    fn start_server(&self) -> Result<(Program, String), Failure> {
        let folder = self.server_folder();
        fs::create_dir_all(&folder).map_err(Failure::at(&folder))?;
        let mut server = Launch::new("server", self.programs.join("waystation"))
            .arg("serve")
            .arg("--data-dir")
            .arg(folder)
            .args(["--listen", &format!("127.0.0.1:{}", self.port)])
            .env("WAYSTATION_CALLBACKS__ALLOW_CIDRS", "127.0.0.0/8")
            .env("WAYSTATION_CALLBACKS__ALLOW_HTTP", "true")
            .env("WAYSTATION_CALLBACKS__ALLOW_ANY_PORT", "true")
            .start(&self.logs())?;
        let url = server.wait_for_line("it listened", START_LIMIT, |line| {
            line.strip_prefix("listening on ").map(|url| url.trim().trim_end_matches('/').to_owned())
        })?;
        Ok((server, url))
    }

    fn open_window(&self, screen: &Screen) -> Result<Program, Failure> {
        let arguments = [
            "--signed-in".into(),
            "--office".into(),
            OFFICE.into(),
            "--pid".into(),
            PID.into(),
            "--audit".into(),
            self.logs().join("eterm-commands.jsonl").into_os_string(),
        ];
        let window = TerminalWindow { title: WINDOW_TITLE, grid: GRID, font: Font::default() };
        let program = window.open(screen, &self.programs.join("eterm-sim"), arguments, &self.logs())?;
        wait_for_window(screen)?;
        Ok(program)
    }

    fn enrol(&self, url: &str) -> Result<(), Failure> {
        let identity = fs::read_to_string(self.agent_folder().join("identity.json")).unwrap_or_default();
        let enrolled: Value = serde_json::from_str(&identity).unwrap_or_default();
        if enrolled
            .get("server")
            .and_then(Value::as_str)
            .is_some_and(|server| server.trim_end_matches('/') == url)
        {
            return Ok(());
        }
        let name = ["--name", "演示终端"];
        let answer = self.administer(
            &[&["terminal", "enrol-code", "--office", OFFICE, "--pid", PID][..], &name].concat(),
        )?;
        let code = text_of(&answer, "code")?;
        let enrol = Run::new(self.programs.join("waystation-agent")).arg("enrol");
        enrol
            .arg("--server")
            .arg(url)
            .arg("--code")
            .arg(code)
            .arg("--data-dir")
            .arg(self.agent_folder())
            .show()
    }

    fn calibrate(&self, screen: &Screen) -> Result<(), Failure> {
        let finished = self.data.join("calibrated");
        if finished.exists() {
            return Ok(());
        }
        eprintln!("the agent learns the window's characters; this takes some minutes, once");
        let calibrate = Run::new(self.programs.join("waystation-agent")).arg("calibrate");
        calibrate.arg("--data-dir").arg(self.agent_folder()).env("DISPLAY", screen.display()).show()?;
        fs::write(&finished, "").map_err(Failure::at(&finished))
    }

    fn agent(&self, name: &str) -> Launch {
        Launch::new(name, self.programs.join("waystation-agent"))
    }

    fn agent_data(&self) -> [PathBuf; 2] {
        ["--data-dir".into(), self.agent_folder()]
    }

    fn agent_folder(&self) -> PathBuf {
        self.data.join("agent")
    }

    fn server_folder(&self) -> PathBuf {
        self.data.join("server")
    }
}

impl Stage {
    /// Process id of the agent.
    pub(crate) fn agent_id(&self) -> u32 {
        self.agent.id()
    }

    /// Fails when one of the programs has ended by itself.
    ///
    /// # Errors
    /// When one has, naming it.
    pub(crate) fn check(&mut self) -> Result<(), Failure> {
        let running = [&mut self.agent, &mut self.window, &mut self.server].map(|program| {
            let running = program.is_running();
            (program.name().to_owned(), running)
        });
        match running.into_iter().find(|(_, running)| !running) {
            Some((name, _)) => Err(Failure::Other(format!("{name} has ended by itself; see {name}.log"))),
            None if self.screen.is_running() => Ok(()),
            None => Err(Failure::Other("xvfb has ended by itself; see xvfb.log".into())),
        }
    }
}

/// The text under `name` in what a program printed.
fn text_of(answer: &Value, name: &str) -> Result<String, Failure> {
    let text = answer.get(name).and_then(Value::as_str).map(str::to_owned);
    text.ok_or_else(|| Failure::Other(format!("the answer {answer} has no {name}")))
}

fn wait_for_window(screen: &Screen) -> Result<(), Failure> {
    let start = Instant::now();
    while start.elapsed() < START_LIMIT {
        let found = std::process::Command::new("xwininfo")
            .args(["-root", "-tree", "-display", screen.display()])
            .output()
            .map_err(Failure::at(Path::new("xwininfo")))?;
        // The program in the window adds to the title as soon as it runs.
        if String::from_utf8_lossy(&found.stdout).contains(WINDOW_TITLE) {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Err(Failure::Other("the terminal window did not open; see xterm.log".into()))
}
