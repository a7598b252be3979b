//! The system packages of Debian and its relatives that the product's tests and demo stand on.

use std::fs;
use std::path::Path;

use super::{is_file, on_path};
use crate::failure::Failure;
use crate::run::Run;

/// How the presence of a package shows.
#[derive(Debug, Clone, Copy)]
enum Sign {
    /// A program in `PATH`.
    Program(&'static str),
    /// A file or folder.
    Path(&'static str),
}

/// One package and the reason for it.
#[derive(Debug, Clone, Copy)]
struct Package {
    name: &'static str,
    sign: Sign,
    why: &'static str,
}

const fn program(name: &'static str, program: &'static str, why: &'static str) -> Package {
    Package { name, sign: Sign::Program(program), why }
}

const fn path(name: &'static str, path: &'static str, why: &'static str) -> Package {
    Package { name, sign: Sign::Path(path), why }
}

const PACKAGES: [Package; 19] = [
    program("gcc", "cc", "compiles SQLite, which is part of the server"),
    program("nodejs", "node", "builds the admin page"),
    program("npm", "npm", "installs the admin page's modules"),
    program("xvfb", "Xvfb", "an X server without a screen, for the terminal window"),
    program("xterm", "xterm", "a real terminal window for the agent to drive"),
    program("x11-utils", "xwininfo", "lets tests look at windows from outside"),
    path(
        "fonts-dejavu-core",
        "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
        "the window's Latin letters",
    ),
    path(
        "fonts-wqy-zenhei",
        "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
        "the window's Chinese characters",
    ),
    path("postgresql", "/usr/lib/postgresql", "the second database engine, which tests start themselves"),
    program("chromium", "chromium", "the browser in which the admin page is tested"),
    program("tesseract-ocr", "tesseract", "the text recognition that exact reading is compared with"),
    path(
        "tesseract-ocr-chi-sim",
        "/usr/share/tesseract-ocr/*/tessdata/chi_sim.traineddata",
        "its Chinese characters, for a fair comparison",
    ),
    path("rustc-web", "/usr/bin/rustc", "a compiler that may build Rust's standard library for Windows 7"),
    path("cargo-web", "/usr/bin/cargo", "the cargo that goes with that compiler"),
    path("rust-web-src", "/usr/lib/rustlib/src/rust/library/std", "that library"),
    program(
        "gcc-mingw-w64-x86-64",
        "x86_64-w64-mingw32-gcc",
        "links programs for Windows and compiles their C",
    ),
    path("wine64", "/usr/lib/wine/wine64", "runs the programs for Windows in tests"),
    program("wine", "wineconsole", "a real console window for them"),
    program("util-linux", "runuser", "starts PostgreSQL as a user that is not root"),
];

/// Installs what is missing through apt, as root or with sudo.
///
/// # Errors
/// When there is no apt, no right to use it, or it fails.
pub(super) fn install_missing() -> Result<(), Failure> {
    let missing: Vec<Package> = PACKAGES.into_iter().filter(|package| !is_present(package.sign)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    for package in &missing {
        eprintln!("setup: {} is missing: {}", package.name, package.why);
    }
    if !on_path("apt-get") {
        return Err(Failure::Other(
            "there is no apt-get here; install the packages above by your system's own means".into(),
        ));
    }
    as_root("apt-get").words("update -q").show()?;
    let install = as_root("apt-get").words("install -q -y --no-install-recommends");
    missing.iter().fold(install, |command, package| command.arg(package.name)).show()
}

fn as_root(program: &str) -> Run {
    let command = if is_root() { Run::new("env") } else { Run::new("sudo").arg("env") };
    command.arg("DEBIAN_FRONTEND=noninteractive").arg(program)
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

fn is_present(sign: Sign) -> bool {
    match sign {
        Sign::Program(name) => on_path(name),
        Sign::Path(path) => path
            .split_once("/*/")
            .map_or_else(|| Path::new(path).exists(), |(folder, rest)| any_below(Path::new(folder), rest)),
    }
}

fn any_below(folder: &Path, rest: &str) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return false };
    entries.flatten().any(|entry| is_file(&entry.path().join(rest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_present_when_its_sign_is_there() {
        assert!(is_present(Sign::Program("sh")));
        assert!(is_present(Sign::Path("/proc")));
        assert!(is_present(Sign::Path("/proc/*/status")));
        assert!(!is_present(Sign::Path("/proc/*/no-such-file")));
        assert!(!is_present(Sign::Program("no-such-program-anywhere")));
    }

    #[test]
    fn every_package_has_a_reason_and_stands_once() {
        let mut names: Vec<_> = PACKAGES.iter().map(|package| package.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), PACKAGES.len());
        assert!(PACKAGES.iter().all(|package| package.why.len() > 10));
    }
}
