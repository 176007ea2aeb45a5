//! `footfault man`: a page for footfault and one for each command.

use std::fs;

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use super::delivery;
use super::options::{self, Cli};

pub(super) fn run(options: &options::Man) -> Result<u8, String> {
    // What clap adds is told better elsewhere on the pages.
    let mut root = Cli::command().disable_help_subcommand(true);
    root.build();
    if let Some(folder) = &options.dir {
        fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        for command in std::iter::once(&root).chain(root.get_subcommands()) {
            let path = folder.join(format!("{}.1", name(command)));
            delivery::write_whole(&path, page(command)?.as_bytes())?;
        }
        return Ok(0);
    }
    let command = match &options.command {
        Some(name) => root.find_subcommand(name).ok_or_else(|| {
            let names: Vec<&str> = root.get_subcommands().map(Command::get_name).collect();
            format!(
                "there is no command {name}; try one of {}",
                names.join(", ")
            )
        })?,
        None => &root,
    };
    delivery::print(&page(command)?).map(|()| 0)
}

/// `footfault-check`.
fn name(command: &Command) -> &str {
    command.get_display_name().unwrap_or(command.get_name())
}

/// A page: what clap knows, and what stands under the help in sections of its own.
fn page(command: &Command) -> Result<String, String> {
    let man = Man::new(command.clone())
        .source(concat!("footfault ", env!("CARGO_PKG_VERSION")))
        .manual("footfault");
    let written = || -> std::io::Result<Vec<u8>> {
        let mut page = Vec::new();
        man.render_title(&mut page)?;
        man.render_name_section(&mut page)?;
        man.render_synopsis_section(&mut page)?;
        man.render_description_section(&mut page)?;
        man.render_options_section(&mut page)?;
        if command.has_subcommands() {
            man.render_subcommands_section(&mut page)?;
        }
        under_the_help(command).to_writer(&mut page)?;
        Ok(page)
    };
    let page = written().map_err(|error| error.to_string())?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}

/// The examples, the exit status and whatever else stands under the help of a command, each paragraph by itself.
fn under_the_help(command: &Command) -> Roff {
    let text = command.get_after_help().map(ToString::to_string);
    let text = text.unwrap_or_default();
    let mut roff = Roff::default();
    let mut has_notes = false;
    for paragraph in text.split("\n\n") {
        let examples = ["Examples:\n", "Example:\n"];
        let examples = examples
            .iter()
            .find_map(|title| paragraph.strip_prefix(title));
        if let Some(examples) = examples {
            roff.control("SH", ["EXAMPLES"]);
            roff.control("nf", []);
            for line in examples.lines() {
                roff.text([roman(line.trim_start())]);
            }
            roff.control("fi", []);
        } else if let Some(status) = paragraph.strip_prefix("Exit status: ") {
            roff.control("SH", ["EXIT STATUS"]);
            roff.text([roman(status)]);
        } else if !has_notes {
            roff.control("SH", ["NOTES"]);
            roff.text([roman(paragraph)]);
            has_notes = true;
        } else {
            roff.control("PP", []);
            roff.text([roman(paragraph)]);
        }
    }
    roff
}
