//! A host that does not answer is not asked for every page that is cited from it.

use super::Failure;

/// So many requests in a row without an answer, and the host is left alone. Two come from the two that are in flight
/// together by default.
const STRIKES: u32 = 3;

/// What is known of how one host answers.
#[derive(Debug, Clone, Default)]
pub(super) struct Breaker {
    strikes: u32,
    /// It answered since it was last paused.
    answered: bool,
    /// Why it is asked no more.
    open: Option<Failure>,
}

/// What follows from a request that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Consequence {
    /// Nothing yet.
    GoOn,
    /// It answered before: give it a pause, and a single chance after it.
    Pause,
    /// Ask it no more.
    Open,
}

impl Breaker {
    /// Why the host is asked no more, if it is not.
    pub(super) fn why_open(&self) -> Option<&Failure> {
        self.open.as_ref()
    }

    /// The host answered, whatever the answer was.
    pub(super) fn answered(&mut self) {
        self.strikes = 0;
        self.answered = true;
    }

    /// The host did not answer, or only that it has too much to do.
    pub(super) fn failed(&mut self) -> Consequence {
        self.strikes += 1;
        if self.strikes < STRIKES {
            return Consequence::GoOn;
        }
        if self.answered {
            self.answered = false;
            return Consequence::Pause;
        }
        Consequence::Open
    }

    /// Asks the host no more; every other address there comes to the same.
    pub(super) fn open(&mut self, why: Failure) {
        self.open = Some(why);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_that_never_answered_gets_three_tries() {
        let mut breaker = Breaker::default();
        assert_eq!(breaker.failed(), Consequence::GoOn);
        assert_eq!(breaker.failed(), Consequence::GoOn);
        assert_eq!(breaker.failed(), Consequence::Open);
    }

    #[test]
    fn a_host_that_answered_gets_a_pause_and_another_chance() {
        let mut breaker = Breaker::default();
        breaker.failed();
        breaker.failed();
        breaker.answered();
        breaker.failed();
        breaker.failed();
        assert_eq!(breaker.failed(), Consequence::Pause);
        assert_eq!(breaker.failed(), Consequence::Open);
        let mut breaker = Breaker::default();
        breaker.answered();
        for _ in 0..STRIKES {
            breaker.failed();
        }
        breaker.answered();
        assert_eq!(breaker.failed(), Consequence::GoOn);
    }
}
