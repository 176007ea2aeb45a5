//! Which time it is, as a value: whoever tests several days plays them.

use jiff::Timestamp;

/// Tells the time, in seconds since 1970.
pub type Clock = fn() -> i64;

/// The clock of the system.
pub fn system() -> i64 {
    Timestamp::now().as_second()
}

/// The day of a moment, counted from 1970. Days are those of UTC, so that one file means the same on every machine.
pub(super) fn day(moment: i64) -> i64 {
    moment.div_euclid(86_400)
}
