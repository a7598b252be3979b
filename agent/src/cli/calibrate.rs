//! `calibrate`: learns the font of the Eterm window and keeps what was learned after every portion.

use std::io::Write;
use std::path::Path;

use super::CliError;
use crate::calibrate::{Learned, Outcome, Request, Scope};
use crate::config::Settings;
use crate::terminal::WallPace;
use crate::work::window::LEARNED_FILE;

pub(super) fn calibrate(
    folder: &Path,
    settings: &Settings,
    quick: bool,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let _lock = super::lock(folder)?;
    let file = folder.join(LEARNED_FILE);
    let known = Learned::load(&file).unwrap_or_else(|error| {
        tracing::warn!(%error, "what was learned before cannot be used; beginning anew");
        None
    });
    let scope = if quick { Scope::Essentials } else { Scope::Full };
    let request = Request { rule: settings.window.rule(), scope, known };
    let mut desk = super::run::open_desk(settings)?;
    writeln!(out, "Learning the font. Please leave mouse and keyboard alone; nothing is transmitted.")?;
    let outcome =
        crate::calibrate::calibrate(&mut desk, &mut WallPace::start(), request, |learned, advance| {
            learned.save(&file)?;
            // A closed pipe must not cost the calibration.
            writeln!(out, "{} of {} characters", advance.done, advance.total).ok();
            Ok(())
        })?;
    outcome.learned.save(&file)?;
    tell(&outcome, out)
}

fn tell(outcome: &Outcome, out: &mut impl Write) -> Result<(), CliError> {
    let learned = outcome.learned.atlas().len();
    writeln!(out, "Learned {learned} characters, {} of them known before.", outcome.resumed)?;
    if !outcome.refused.is_empty() || !outcome.collisions.is_empty() {
        let (refused, alike) = (outcome.refused.len(), outcome.collisions.len());
        writeln!(
            out,
            "{refused} could not be learned and {alike} look like another in this font; they will read as unknown."
        )?;
    }
    if !outcome.misread.is_empty() {
        let misread: String = outcome.misread.iter().collect();
        writeln!(
            out,
            "Misread when tried: {misread}. Calibrate again with Eterm in front and nothing over it."
        )?;
    }
    writeln!(out, "Next: waystation-agent doctor")?;
    Ok(())
}
