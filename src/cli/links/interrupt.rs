//! Ctrl-C: the first one ends the asking, and what is known is reported; the second one ends the program.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::links::stop::Stop;

/// The status of a program that Ctrl-C ended.
const INTERRUPTED: i32 = 130;

/// Listens for Ctrl-C from the moment on that something may be asked.
#[derive(Debug, Default)]
pub(super) struct Interrupt {
    stop: Stop,
    is_over: Arc<AtomicBool>,
}

impl Interrupt {
    /// Begins to listen, and gives what ends the asking.
    pub(super) fn stop(&self) -> Result<Stop, String> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build()
            .map_err(|error| format!("no signals can be heard: {error}"))?;
        let (stop, is_over) = (self.stop.clone(), Arc::clone(&self.is_over));
        // Once it was listened to, Ctrl-C never again ends the program by itself, so this thread lives as long as that.
        std::thread::spawn(move || {
            runtime.block_on(async {
                while tokio::signal::ctrl_c().await.is_ok() {
                    if stop.is_stopped() || is_over.load(Ordering::Relaxed) {
                        std::process::exit(INTERRUPTED);
                    }
                    stop.stop();
                }
            });
        });
        Ok(self.stop.clone())
    }

    /// Nothing more is asked: from now on Ctrl-C ends the program.
    pub(super) fn is_over(&self) {
        self.is_over.store(true, Ordering::Relaxed);
    }

    /// Whether Ctrl-C ended the asking.
    pub(super) fn came(&self) -> bool {
        self.stop.is_stopped()
    }
}
