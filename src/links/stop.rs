//! How an asking is ended before its end.

use std::sync::Arc;

use tokio::sync::watch;

/// Tells an asking to end; its copies tell the same.
#[derive(Debug, Clone)]
pub struct Stop {
    is_stopped: Arc<watch::Sender<bool>>,
}

impl Default for Stop {
    fn default() -> Self {
        Self {
            is_stopped: Arc::new(watch::Sender::new(false)),
        }
    }
}

impl Stop {
    /// Ends it. What is in flight is dropped, what was answered stays.
    pub fn stop(&self) {
        self.is_stopped.send_replace(true);
    }

    /// Whether it was ended.
    pub fn is_stopped(&self) -> bool {
        *self.is_stopped.borrow()
    }

    /// Waits until it is ended.
    pub(super) async fn stopped(&self) {
        // The sender lives as long as `self`, so that this waits for nothing but the end.
        let _ = self
            .is_stopped
            .subscribe()
            .wait_for(|stopped| *stopped)
            .await;
    }
}
