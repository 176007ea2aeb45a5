//! What an answer says of the host that gave it.

use super::Failure;
use super::errand::Landed;
use super::retry::is_overload;

/// What an answer says of its host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// It is there and answers.
    Answered,
    /// It has too much to do.
    Busy,
    /// It says nothing, or breaks off.
    Silent,
    /// There is no such host.
    Unknown,
    /// This says nothing of the host.
    Neither,
}

impl Sign {
    /// Only the first try of an address counts against its host: one page that hangs is not a host that hangs.
    pub(super) fn of(result: &Result<Landed, Failure>, first_try: bool) -> Self {
        match result {
            Ok(landed) if is_overload(landed.status) => Self::Busy,
            Ok(_) => Self::Answered,
            Err(Failure::NoSuchHost) => Self::Unknown,
            Err(Failure::Timeout | Failure::Broken | Failure::NoNetwork) if first_try => {
                Self::Silent
            }
            Err(_) => Self::Neither,
        }
    }
}
