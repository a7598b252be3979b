//! The proof that nothing irreversible is done twice and nothing is lost.
//!
//! One run is one task with one or two faults drawn from a seed: the agent dies at a named place in its work, the server
//! or the host is killed, the link is cut, the host acts and its answer is lost, a clock jumps, a call is made twice. Real
//! programs, real journals, real stores; only the Eterm window is replaced by a socket, so that waiting costs no time, and
//! some of the runs go through a real window all the same.
//! Afterwards four witnesses must agree: what the host received (its audit), what the journal says, what the task says,
//! and what the partner was told.

pub mod eterm;
pub mod judge;
pub mod lane;
pub mod proxy;
pub mod random;
pub mod scenario;
