//! When a request is worth another try, and how long to wait for it.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;

/// The first wait. It doubles with every try.
const FIRST: Duration = Duration::from_millis(500);

/// No wait grows beyond this unless the server asks for it.
const LONGEST: Duration = Duration::from_secs(30);

/// Whether a status is one that may pass: the server is busy or broken, and not sure that it has no such page.
///
/// 501 and 505 are left out, since they speak of the request; 520 to 524 and 530 are what Cloudflare answers for a host
/// that it cannot reach.
pub(super) fn may_pass(status: u16) -> bool {
    matches!(status, 408 | 425 | 429 | 500 | 502..=504 | 520..=524 | 530)
}

/// Whether a status says that the host has too much to do, and not only with this page.
pub(super) fn is_overload(status: u16) -> bool {
    matches!(status, 429 | 503)
}

/// Where waits get their chance from: with one seed always the same. (`SplitMix64`; nothing here is a secret.)
#[derive(Debug, Clone)]
pub(super) struct Jitter(u64);

impl Jitter {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// How long to wait after this many tries that failed: between a half and the whole of what doubles every time, so
    /// that those who failed together do not come back together.
    pub(super) fn wait(&mut self, tries: u32) -> Duration {
        let doubled = FIRST.saturating_mul(1 << tries.saturating_sub(1).min(16));
        let whole = doubled.min(LONGEST);
        let half = whole / 2;
        let chance = u32::try_from(self.next() >> 48).unwrap_or_default();
        half + half * chance / (1 << 16)
    }
}

/// How long the `Retry-After` of an answer asks to wait: seconds, or a date in one of the three forms of HTTP. A date
/// that has passed asks for no wait.
pub(super) fn asked_wait(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let until = date(value)?;
    Some(Duration::try_from(until.duration_since(now)).unwrap_or_default())
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`, and the two forms that are obsolete and must be read.
fn date(value: &str) -> Option<Timestamp> {
    if let Ok(date) = rfc2822::parse(value) {
        return Some(date.timestamp());
    }
    let obsolete = ["%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];
    let mut read = obsolete.iter().map(|form| DateTime::strptime(form, value));
    let date = read.find_map(Result::ok)?;
    let zoned = TimeZone::UTC.to_timestamp(date);
    zoned.ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn both_forms_of_retry_after_are_read() {
        let now: Timestamp = "1994-11-06T08:49:07Z".parse().unwrap();
        let half_a_minute = Some(Duration::from_secs(30));
        for value in [
            "30",
            " 30 ",
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ] {
            assert_eq!(asked_wait(value, now), half_a_minute, "{value}");
        }
        assert_eq!(
            asked_wait("Sun, 06 Nov 1994 08:00:00 GMT", now),
            Some(Duration::ZERO)
        );
        for value in ["", "soon", "-3", "1e3", "Sun, 36 Nov 1994 08:00:00 GMT"] {
            assert_eq!(asked_wait(value, now), None, "{value}");
        }
    }

    #[test]
    fn waits_double_within_bounds_and_repeat_with_the_seed() {
        let waits = |seed| {
            let mut jitter = Jitter::new(seed);
            (1..40).map(|tries| jitter.wait(tries)).collect::<Vec<_>>()
        };
        assert_eq!(waits(7), waits(7));
        assert_ne!(waits(7), waits(8));
        for (tries, wait) in (1..).zip(waits(7)) {
            let whole = FIRST.saturating_mul(1 << (tries - 1).min(16)).min(LONGEST);
            assert!(wait >= whole / 2 && wait <= whole, "{tries}: {wait:?}");
        }
    }

    #[test]
    fn a_page_that_is_not_there_is_not_asked_for_again() {
        for status in [200, 301, 401, 403, 404, 410, 501] {
            assert!(!may_pass(status), "{status}");
        }
        for status in [408, 429, 500, 502, 503, 504, 522] {
            assert!(may_pass(status), "{status}");
        }
    }
}
