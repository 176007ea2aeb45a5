//! Whether anybody sees colours.

use std::io::{IsTerminal, stderr, stdout};

use clap::ColorChoice;
use supports_hyperlinks::Stream;

use super::options::{Output, Painting};
use crate::report::screen::Screen;

impl Painting {
    /// The screen on which standard output is read.
    pub(super) fn screen(&self) -> Screen {
        let terminal = stdout().is_terminal();
        let columns = terminal_size::terminal_size_of(stdout()).map(|(width, _)| width.0.into());
        let colour = self.colour(terminal);
        // Who wants no colours wants no other invisible signs either, and no pipe gets links, whatever is asked for.
        let hyperlinks = colour && terminal && supports_hyperlinks::on(Stream::Stdout);
        Screen::new(colour, terminal, columns).hyperlinks(hyperlinks)
    }

    /// The screen on which a report is read, if it is not a file.
    pub(super) fn of(&self, output: &Output) -> Screen {
        match output.file {
            None => self.screen(),
            Some(_) => Screen::new(self.colour(false), false, None),
        }
    }

    fn colour(&self, terminal: bool) -> bool {
        match self.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => terminal && !is_set("NO_COLOR") && !is_dumb(),
        }
    }
}

/// Whether a progress bar on standard error is seen.
pub(super) fn shows_progress() -> bool {
    stderr().is_terminal() && !is_dumb()
}

/// See <https://no-color.org>: set means set to anything but nothing.
fn is_set(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.is_empty())
}

fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb")
}
