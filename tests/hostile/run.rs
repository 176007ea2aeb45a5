//! One run of the binary, timed and weighed.

use std::fmt;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use wait4::Wait4;

use super::broken::{Broken, Scale};

/// How much processor time a run may take. Other programs on the machine do not count.
const TIME: Duration = Duration::from_secs(2);

/// How much memory a run may take at its peak, in bytes.
const MEMORY: u64 = 300 * 1024 * 1024;

/// When a run is ended, in seconds of processor time: what takes five times as long as it may need not be waited for.
const LIMIT: &str = "10";

/// When a run is taken to hang, by the clock. Long, because a machine with other work to do gives a run its seconds late.
const PATIENCE: Duration = Duration::from_mins(3);

/// How much more time an unoptimized binary gets; it is there to catch what grows with the square of the size.
const UNOPTIMIZED: u32 = 4;

/// What came of a run.
pub(crate) struct Outcome {
    what: String,
    /// `None` if the run was ended by a signal: it crashed, or it hung.
    status: Option<i32>,
    pub(crate) time: Duration,
    /// The peak, in bytes.
    pub(crate) memory: u64,
    stderr: String,
}

impl Outcome {
    /// What is wrong with it.
    pub(crate) fn fault(&self, scale: Scale) -> Option<String> {
        let factor = match scale {
            Scale::Whole => 1,
            Scale::Small => UNOPTIMIZED,
        };
        let ended = matches!(self.status, Some(0..=2)) && !self.stderr.contains("panicked");
        let sound = ended && self.time < TIME * factor && self.memory < MEMORY;
        (!sound).then(|| {
            let said: String = self.stderr.chars().take(300).collect();
            format!("{self} {}", said.trim_end())
        })
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self
            .status
            .map_or_else(|| "killed".to_owned(), |status| status.to_string());
        write!(
            f,
            "{:7.2} s {:5} MB  status {status}  {}",
            self.time.as_secs_f64(),
            self.memory / 1024 / 1024,
            self.what
        )
    }
}

/// Gives the binary these files to do this with.
pub(crate) fn run(binary: &Path, task: &[&str], files: &[Broken]) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new("sh");
    command
        .args(["-c", r#"ulimit -t "$0" && exec "$@""#, LIMIT])
        .arg(binary)
        .args(task)
        .current_dir(&folder)
        .env_remove("FOOTFAULT_LOG")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(fs::File::create(folder.path().join("stderr")).unwrap());
    let mut size = 0;
    for (number, file) in files.iter().enumerate() {
        let name = format!("{number}.{}", file.ending);
        let bytes = file.bytes();
        size += bytes.len();
        fs::write(folder.path().join(&name), bytes).unwrap();
        command.arg(name);
    }
    let mut child = command.spawn().unwrap();
    let (done, is_done) = mpsc::channel::<()>();
    let id = child.id();
    let watch = thread::spawn(move || {
        if is_done.recv_timeout(PATIENCE) == Err(mpsc::RecvTimeoutError::Timeout) {
            let _ = Command::new("kill").arg("-9").arg(id.to_string()).status();
        }
    });
    let ended = child.wait4().unwrap();
    drop(done);
    watch.join().unwrap();
    let stderr = fs::read(folder.path().join("stderr")).unwrap();
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    let (first, ending) = (names[0], files[0].ending);
    let others = match names.len() {
        1 => String::new(),
        number => format!(" and {} others", number - 1),
    };
    Outcome {
        what: format!("{} {first}.{ending}{others} ({size} bytes)", task[0]),
        status: ended.status.code(),
        time: ended.rusage.utime + ended.rusage.stime,
        memory: ended.rusage.maxrss,
        stderr: String::from_utf8_lossy(&stderr).into_owned(),
    }
}
