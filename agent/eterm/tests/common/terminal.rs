//! A terminal that plays a script, and somebody who remembers what he was told.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use waystation_eterm::command::Command;
use waystation_eterm::journal::Written;
use waystation_eterm::ports::{Progress, Terminal, TerminalError};
use waystation_eterm::screen::Screen;
use waystation_eterm::step::{Journalled, Unjournalled};

/// What the terminal does when a command is sent.
#[derive(Debug, Clone)]
pub(crate) enum Answer {
    /// It settles on this screen.
    Shows(String),
    /// It has no answer.
    Fails(TerminalError),
}

/// Answers each command with the next line of its script and notes what it was told to do.
#[derive(Default)]
pub(crate) struct ScriptedTerminal {
    script: VecDeque<Answer>,
    /// `clear` or the text of a command, in order.
    pub(crate) actions: Vec<String>,
    steps: Option<Rc<RefCell<Vec<String>>>>,
}

impl ScriptedTerminal {
    pub(crate) fn new(script: impl IntoIterator<Item = Answer>) -> Self {
        Self { script: script.into_iter().collect(), actions: Vec::new(), steps: None }
    }

    /// Also notes there when a command is sent that a journal holds.
    pub(crate) fn noting_steps_in(self, log: Rc<RefCell<Vec<String>>>) -> Self {
        Self { steps: Some(log), ..self }
    }

    /// The commands that were sent.
    pub(crate) fn sent(&self) -> Vec<&str> {
        self.actions.iter().map(String::as_str).filter(|action| *action != "clear").collect()
    }

    pub(crate) fn is_played_out(&self) -> bool {
        self.script.is_empty()
    }
}

impl Terminal for ScriptedTerminal {
    fn clear(&mut self) -> Result<(), TerminalError> {
        self.actions.push("clear".to_owned());
        Ok(())
    }

    fn send<E: Unjournalled>(&mut self, command: &Command<E>) -> Result<Screen, TerminalError> {
        self.answer(command.text())
    }

    fn send_written<E: Journalled>(&mut self, written: Written<E>) -> Result<Screen, TerminalError> {
        if let Some(log) = &self.steps {
            log.borrow_mut().push(format!("send {}", written.command()));
        }
        self.answer(written.command().text())
    }

    fn look(&mut self, _after: Duration) -> Result<Screen, TerminalError> {
        self.answer("look")
    }
}

impl ScriptedTerminal {
    fn answer(&mut self, action: &str) -> Result<Screen, TerminalError> {
        self.actions.push(action.to_owned());
        match self.script.pop_front().expect("the flow sent more commands than the script has answers") {
            Answer::Shows(text) => Ok(Screen::from_text(&text)),
            Answer::Fails(error) => Err(error),
        }
    }
}

/// Remembers every step.
#[derive(Default)]
pub(crate) struct Told(pub(crate) Vec<(String, Option<u32>)>);

impl Progress for Told {
    fn step(&mut self, text: &str, page: Option<u32>) {
        self.0.push((text.to_owned(), page));
    }
}
