//! Replies on their way into the cache, written by a thread of its own: the asking never waits for the disk or for
//! another run.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use redb::ReadableTable;

use super::store::{CacheError, Store, Turn};
use super::{Entry, REPLIES};

/// For so long replies are gathered before they are written together. A kill costs no more than those.
const GATHERING: Duration = Duration::from_millis(100);

/// Writes until it is told to finish.
#[derive(Debug)]
pub(super) struct Keeper {
    sender: Sender<Entry>,
    thread: JoinHandle<Result<(), CacheError>>,
}

impl Keeper {
    pub(super) fn start(store: Store) -> Self {
        let (sender, receiver) = mpsc::channel();
        let thread = thread::spawn(move || run(&store, &receiver));
        Self { sender, thread }
    }

    /// Takes a reply. If it cannot be written, [`finish`](Self::finish) says why.
    pub(super) fn keep(&self, entry: Entry) {
        let _ = self.sender.send(entry);
    }

    /// Writes what is left, and waits for that.
    pub(super) fn finish(self) -> Result<(), CacheError> {
        drop(self.sender);
        match self.thread.join() {
            Ok(written) => written,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
}

fn run(store: &Store, receiver: &Receiver<Entry>) -> Result<(), CacheError> {
    let mut entries = Vec::new();
    loop {
        if entries.is_empty() {
            let Ok(first) = receiver.recv() else {
                return Ok(());
            };
            entries.push(first);
        }
        if !gather(receiver, &mut entries) {
            return write(store, Turn::Wait, &entries);
        }
        match write(store, Turn::Now, &entries) {
            Ok(()) => entries.clear(),
            // The next turn is soon.
            Err(CacheError::Busy(_)) => {}
            Err(error) => return Err(error),
        }
    }
}

/// Takes what comes in for a while; gives whether more may come.
fn gather(receiver: &Receiver<Entry>, entries: &mut Vec<Entry>) -> bool {
    let until = Instant::now() + GATHERING;
    loop {
        match receiver.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(entry) => entries.push(entry),
            Err(RecvTimeoutError::Timeout) => return true,
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
}

fn write(store: &Store, turn: Turn, entries: &[Entry]) -> Result<(), CacheError> {
    store.write(turn, |change| {
        let mut table = change.open_table(REPLIES)?;
        for entry in entries {
            let newer = table
                .get(entry.address.as_str())?
                .is_some_and(|known| known.value().0 > entry.asked);
            if !newer {
                table.insert(
                    entry.address.as_str(),
                    (entry.asked, entry.reply.as_slice()),
                )?;
            }
        }
        Ok(())
    })
}
