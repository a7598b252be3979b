//! Which window is Eterm, and which of its screens is worked on.

use serde::{Deserialize, Serialize};

use crate::desk::WindowRule;

/// How to recognise the window. What is empty is not looked at; at least one must be set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WindowSettings {
    /// Text that occurs in the title.
    pub title: String,
    /// Text that occurs in the class (program) name.
    pub class: String,
    /// Which of the client's screens is worked on.
    pub screen: ScreenChoice,
}

/// One of the two screens of a client.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScreenChoice {
    /// Commands are typed.
    #[default]
    Black,
    /// Forms are filled in where there are any for a task; everything else is done on the black screen.
    White,
}

impl Default for WindowSettings {
    fn default() -> Self {
        Self { title: "eTerm".to_owned(), class: String::new(), screen: ScreenChoice::default() }
    }
}

impl WindowSettings {
    /// The rule as the desktop takes it.
    #[must_use]
    pub fn rule(&self) -> WindowRule {
        let part = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        WindowRule { title: part(&self.title), class: part(&self.class) }
    }
}
