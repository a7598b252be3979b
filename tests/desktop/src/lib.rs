//! Programs that stop together, and a desktop with a real terminal window.
