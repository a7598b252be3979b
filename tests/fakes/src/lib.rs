//! Strict stand-ins for outside parties: a partner that checks every callback.
