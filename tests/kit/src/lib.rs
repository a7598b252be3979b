//! Test kit: the app on both engines, a clock to move, fixtures, processes that stop with the test.
