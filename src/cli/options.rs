//! What the command line takes.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub(super) use self::asking::Asking;
use crate::document::Format;
use crate::finding::{Confidence, Severity};
use crate::report::form::Kind;
use crate::rules::{self, Family};
use crate::settings::{Failing, Settings};

mod asking;

/// Finds notes that fell out of the list, markers without a note, numbering that drifts, and cited pages that are gone.
#[derive(Debug, Parser)]
#[command(name = "footfault", version, propagate_version = true)]
#[command(after_help = "\
Examples:
  footfault check paper.txt
  footfault map paper.txt
  footfault fix paper.txt
  footfault explain offset-numbering

'footfault check --help' says everything about check; likewise for the other commands.")]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Check papers and report what is wrong with their notes.
    #[command(after_help = "\
Examples:
  footfault check paper.txt
  footfault check paper.docx --annotate reviewed.docx
  footfault check chapter.txt --notes notes.txt
  footfault check drafts/ -o human -o json=report.json
  pandoc paper.docx -t plain | footfault check -
  footfault check . --ignore mixed-marker-styles --fail-on warning

With --annotate the findings also become comments by “footfault” in a copy of a Word file, at the words they are about; nothing else in it changes. Word allows no comments in notes and text boxes: what is wrong there is said at the marker or the box. A paper without findings is copied as it is.

Exit status: 0 nothing at or above --fail-on that is as certain as --fail-confidence, 1 findings, 2 a paper could not be read or the command was wrong.")]
    Check(Check),
    /// Check the cited addresses: are the pages there, and are they what the citations say?
    #[command(after_help = "\
Examples:
  footfault links paper.txt
  footfault links paper.txt --record links.zip
  footfault links paper.txt --replay links.zip

The same as check --links, with only the rules of the family link. Private addresses are asked only if --allow-host names them or --allow-private is given. A recorded run that was interrupted resumes where it stopped.

Exit status: as for check; 2 also when Ctrl-C ended the asking.")]
    #[command(mut_arg("links", |arg| arg.hide(true)))]
    Links(Links),
    /// Show which note answers which marker, and the evidence for it.
    #[command(after_help = "\
Examples:
  footfault map paper.txt
  footfault map paper.docx -o json")]
    #[command(mut_arg("outputs", |arg| arg.help("How to show it: human or json; =FILE writes to a file. May be given several times")))]
    Map(Map),
    /// Mend what can be mended, or show how.
    #[command(after_help = "\
Examples:
  footfault fix paper.txt
  footfault fix drafts/ --unsafe | patch -p0
  footfault fix --write paper.txt
  pandoc paper.docx -t markdown | footfault fix --write - --format markdown > paper.md

Without --write the changes are shown and no file is touched. A safe fix is right whenever its finding is. --unsafe also makes fixes that need a second look: those that renumber notes, insert a placeholder for a missing note or exchange two notes. The fixed text is checked again, and a fix that would make it worse is left out.

Exit status: 0 nothing to fix, or every fix was written; 1 there are fixes, and they were only shown; 2 a paper could not be read or written, or the command was wrong.")]
    Fix(Fix),
    /// Write a settings file to start from, footfault.toml.
    #[command(after_help = "\
Example:
  footfault init

The file is written into the current folder, with every key explained; an existing one is left alone. It applies to the papers in its folder and below.")]
    Init,
    /// List the rules.
    #[command(after_help = "\
Examples:
  footfault rules
  footfault rules | grep link")]
    Rules(Rules),
    /// Explain a rule: why it matters, with an example.
    #[command(after_help = "\
Examples:
  footfault explain offset-numbering
  footfault explain dead-link | less")]
    Explain(Explain),
    /// Print the JSON Schema of what footfault reads or writes.
    #[command(after_help = "\
Examples:
  footfault schema json > report.schema.json
  footfault schema evidence > evidence.schema.json

Other programs can use it to check what they read from footfault or write for it.")]
    Schema(Schema),
    /// Print a completion script for a shell.
    #[command(after_help = "\
Examples:
  mkdir -p ~/.local/share/bash-completion/completions
  footfault completions bash > ~/.local/share/bash-completion/completions/footfault

A shell opened afterwards completes commands, options and file names when you press Tab.")]
    Completions(Completions),
    /// Print a manual page, or write them all.
    #[command(after_help = "\
Examples:
  footfault man | man -l -
  footfault man check | man -l -
  footfault man --dir ~/.local/share/man/man1

Once the pages are in a folder that 'man' searches, 'man footfault' and 'man footfault-check' show them.")]
    Man(Man),
}

#[derive(Debug, Args)]
// What is flattened has a heading of its own, under which everything behind it would stand, too.
pub(super) struct Check {
    /// Files, folders, patterns such as 'drafts/**/*.md', or - for standard input [default: the current folder].
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Check the cited addresses as well (--record and --replay imply this).
    #[arg(long)]
    pub(super) links: bool,
    /// The lowest level that makes the exit status 1.
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    pub(super) fail_on: FailOn,
    /// The file in which the notes of the paper stand, where text and notes are kept apart; for text and Markdown.
    #[arg(long, value_name = "FILE")]
    pub(super) notes: Option<PathBuf>,
    /// The lowest confidence that makes the exit status 1: low, medium or high [default: medium, or what the settings
    /// say]. Less certain findings are shown as possible.
    // The help names the values, which clap would set behind the default that is written here.
    #[arg(long, value_name = "LEVEL", hide_possible_values = true)]
    pub(super) fail_confidence: Option<Confidence>,
    /// Write a copy of the paper, which must be a Word file, with a comment at each finding and nothing else changed.
    #[arg(long, value_name = "FILE")]
    pub(super) annotate: Option<PathBuf>,
    /// Print findings only: no closing lines, no progress.
    #[arg(long, short)]
    pub(super) quiet: bool,
    /// How many papers are checked at a time [default: one for each processor].
    #[arg(long, value_name = "N")]
    pub(super) jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(super) reading: Reading,
    #[command(flatten)]
    pub(super) showing: Showing,
    #[command(flatten)]
    pub(super) choice: Choice,
    #[command(flatten)]
    pub(super) deciding: Deciding,
    #[command(flatten)]
    pub(super) accepting: Accepting,
    #[command(flatten)]
    pub(super) asking: Asking,
}

#[derive(Debug, Args)]
pub(super) struct Links {
    #[command(flatten)]
    check: Check,
}

impl Check {
    /// Whether anything is said of the cited addresses.
    pub(super) fn asks(&self) -> bool {
        self.links || self.asking.record.is_some() || self.asking.replay.is_some()
    }
}

impl Check {
    /// Which findings make the run fail, where the settings of the paper say so much.
    pub(super) fn failing(&self, settings: &Settings) -> Failing {
        Failing {
            severity: self.fail_on.severity(),
            confidence: self.fail_confidence.unwrap_or(settings.failing.confidence),
        }
    }
}

impl Links {
    /// The same as a check: with links, and with nothing else unless it is selected.
    pub(super) fn into_check(self) -> Check {
        let mut check = self.check;
        check.links = true;
        if check.choice.select.is_empty() {
            check.choice.select.push(Family::Link.name().to_owned());
        }
        check
    }
}

#[derive(Debug, Args)]
pub(super) struct Map {
    /// The paper, or - for standard input.
    #[arg(value_name = "PATH")]
    pub(super) path: PathBuf,
    #[command(flatten)]
    pub(super) reading: Reading,
    #[command(flatten)]
    pub(super) showing: Showing,
}

#[derive(Debug, Args)]
pub(super) struct Fix {
    /// Files, folders, patterns such as 'drafts/**/*.md', or - for standard input.
    #[arg(value_name = "PATH", required = true)]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) doing: Doing,
    /// Also make fixes that somebody should look at.
    #[arg(long = "unsafe")]
    pub(super) with_unsafe: bool,
    /// Do not say what was done.
    #[arg(long, short)]
    pub(super) quiet: bool,
    /// How many papers are fixed at a time [default: one for each processor].
    #[arg(long, value_name = "N")]
    pub(super) jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(super) reading: Reading,
    #[command(flatten)]
    pub(super) painting: Painting,
    #[command(flatten)]
    pub(super) choice: Choice,
    #[command(flatten)]
    pub(super) deciding: Deciding,
}

/// What is done with the changes.
#[derive(Debug, Args)]
pub(super) struct Doing {
    /// Show the changes: as a patch, or line by line on a terminal. This is the default.
    #[arg(long, conflicts_with = "write")]
    diff: bool,
    /// Write the changes into the files; what came from standard input goes to standard output.
    #[arg(long)]
    pub(super) write: bool,
}

#[derive(Debug, Args)]
pub(super) struct Rules {
    #[command(flatten)]
    pub(super) painting: Painting,
}

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The rule's id, as in the report and in 'footfault rules'.
    #[arg(value_name = "RULE")]
    pub(super) rule: String,
    #[command(flatten)]
    pub(super) painting: Painting,
}

#[derive(Debug, Args)]
pub(super) struct Schema {
    /// Which of the forms.
    #[arg(value_name = "WHAT")]
    pub(super) of: Written,
}

/// What footfault shares with others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Written {
    /// The file of settings, footfault.toml.
    Config,
    /// The report of 'check' and 'links' with --output json.
    Json,
    /// The report of 'map' with --output json.
    Map,
    /// The file of --record: its manifest.json, and each line of its replies.jsonl.
    Evidence,
}

#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell.
    pub(super) shell: Shell,
}

#[derive(Debug, Args)]
pub(super) struct Man {
    /// The command whose page is printed; without it, the page of footfault itself.
    #[arg(value_name = "COMMAND")]
    pub(super) command: Option<String>,
    /// Write the pages of all commands into this folder, which is created if necessary.
    #[arg(long, value_name = "FOLDER", conflicts_with = "command")]
    pub(super) dir: Option<PathBuf>,
}

/// Which rules run, and at which level.
#[derive(Debug, Args)]
#[command(next_help_heading = "Rules")]
pub(super) struct Choice {
    /// Run only these rules, or all rules of these families: pairing, alignment, citation, text, url, link (separated by
    /// commas).
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = rule_or_family)]
    select: Vec<String>,
    /// Do not run these rules or families of rules (separated by commas).
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = rule_or_family)]
    ignore: Vec<String>,
    /// Set the level of a rule: error, warning, info or off (separated by commas).
    #[arg(long, value_name = "RULE=LEVEL", value_delimiter = ',')]
    severity: Vec<RuleLevel>,
    /// Leave out findings that are less certain than this; what makes a run fail is for --fail-confidence to say.
    #[arg(long, value_name = "LEVEL")]
    min_confidence: Option<Confidence>,
}

/// Where the settings for all papers of a house come from.
#[derive(Debug, Args)]
#[command(next_help_heading = "Settings and known findings")]
pub(super) struct Deciding {
    /// Take the settings from this file; without it, from the nearest footfault.toml in the folder of each paper or above it.
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Do not look for a footfault.toml.
    #[arg(long, conflicts_with = "config")]
    pub(super) isolated: bool,
}

/// What is known already and accepted.
#[derive(Debug, Args)]
#[command(next_help_heading = "Settings and known findings")]
pub(super) struct Accepting {
    /// Leave out the findings that this file accepts.
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    /// Accept everything that is found now: write it to the baseline.
    #[arg(long, requires = "baseline")]
    pub(super) update_baseline: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Reading and reporting")]
pub(super) struct Reading {
    /// Read the papers in this format, whatever their names and contents say.
    #[arg(long, value_name = "FORMAT")]
    pub(super) format: Option<Format>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Reading and reporting")]
pub(super) struct Showing {
    /// How to report: human, json, sarif, github, junit, markdown or html; =FILE writes to a file. May be given several times.
    #[arg(
        long = "output",
        short = 'o',
        value_name = "KIND[=FILE]",
        default_value = "human"
    )]
    pub(super) outputs: Vec<Output>,
    #[command(flatten)]
    pub(super) painting: Painting,
}

#[derive(Debug, Args)]
pub(super) struct Painting {
    /// When to use colours.
    // The help is not the comment, which would have to set the variable's name in backticks.
    #[arg(
        long,
        value_name = "WHEN",
        default_value = "auto",
        help = "When to use colours, and links where the terminal supports them; auto means on a terminal, unless NO_COLOR is set"
    )]
    pub(super) color: ColorChoice,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

impl FailOn {
    fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Info => Some(Severity::Info),
            Self::Never => None,
        }
    }
}

/// One report and where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Output {
    pub(super) kind: Kind,
    /// `None` for standard output.
    pub(super) file: Option<PathBuf>,
}

impl FromStr for Output {
    type Err = String;

    fn from_str(written: &str) -> Result<Self, String> {
        let (kind, file) = match written.split_once('=') {
            Some((_, "")) => return Err("there is no file name after the =".to_owned()),
            Some((kind, file)) => (kind, Some(PathBuf::from(file))),
            None => (written, None),
        };
        let kind = Kind::from_str(kind, false).map_err(|_| {
            let kinds = Kind::value_variants()
                .iter()
                .filter_map(Kind::to_possible_value);
            let names: Vec<String> = kinds.map(|kind| kind.get_name().to_owned()).collect();
            format!(
                "there is no kind of report called {kind}; try one of {}",
                names.join(", ")
            )
        })?;
        Ok(Self { kind, file })
    }
}

/// One `RULE=LEVEL`; `None` is `off`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct RuleLevel {
    rule: &'static str,
    severity: Option<Severity>,
}

impl FromStr for RuleLevel {
    type Err = String;

    fn from_str(written: &str) -> Result<Self, String> {
        let (name, level) = written
            .split_once('=')
            .ok_or("a rule, =, and one of error, warning, info, off are needed")?;
        let severity = if level == "off" {
            None
        } else {
            let known = Severity::from_str(level, false);
            Some(known.map_err(|_| {
                format!("there is no level {level}; try error, warning, info or off")
            })?)
        };
        Ok(Self {
            rule: rules::by_id(name)?.id,
            severity,
        })
    }
}

impl Choice {
    /// Lays what the command line says over settings that hold otherwise.
    pub(super) fn over(&self, mut settings: Settings) -> Settings {
        if !self.select.is_empty() {
            settings.select.clone_from(&self.select);
            // Who asks for a rule by name wants to see it, whatever a file says.
            settings.ignore.retain(|name| !self.select.contains(name));
            settings
                .severity
                .retain(|name, level| level.is_some() || !self.select.contains(name));
        }
        settings.ignore.extend(self.ignore.iter().cloned());
        let levels = self.severity.iter();
        settings
            .severity
            .extend(levels.map(|level| (level.rule.to_owned(), level.severity)));
        settings.min_confidence = self.min_confidence.unwrap_or(settings.min_confidence);
        settings
    }
}

fn rule_or_family(name: &str) -> Result<String, String> {
    rules::name_of(name).map(str::to_owned)
}
