//! Panics while a stranger's file is worked on, caught and kept quiet.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    /// Whether a panic of this thread is heard by nobody but [`caught`].
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
    /// Where the last panic was that nobody else heard.
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// A panic that was caught: where it was, as `src/file.rs:12:3`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Panic(pub(crate) String);

/// Does something that may panic on a damaged file; `None` if it did.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    caught(work).ok()
}

/// Does something that should never panic, and says where it did.
pub(crate) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Panic> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if IS_GUARDED.get() {
                let place = panic.location().map(ToString::to_string);
                PLACE.set(place.unwrap_or_default());
            } else {
                usual(panic);
            }
        }));
    });
    let outer = IS_GUARDED.replace(true);
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    IS_GUARDED.set(outer);
    done.map_err(|_| Panic(PLACE.take()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_no_more_than_a_missing_answer() {
        assert_eq!(guarded(|| 1), Some(1));
        assert_eq!(guarded(|| -> i32 { panic!("quiet") }), None);
        assert_eq!(
            guarded(|| guarded(|| -> i32 { panic!("quiet") })),
            Some(None)
        );
    }

    #[test]
    fn a_caught_panic_says_where_it_was() {
        let Err(Panic(place)) = caught(|| -> i32 { panic!("quiet") }) else {
            panic!("nothing was caught");
        };
        assert!(place.starts_with(file!()), "{place}");
    }
}
