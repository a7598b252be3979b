//! Scenarios that start the real programs.
