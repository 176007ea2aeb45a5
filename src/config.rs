//! `footfault.toml`: what a house or a repository has decided once for all its papers.
//!
//! The file is looked for in the folder of each paper and upwards from there; the first one found holds. What the
//! command line says wins over it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use globset::{Glob, GlobSet, GlobSetBuilder};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::citations::{self, Date, DateOrder};
use crate::finding::{Confidence, Severity};
use crate::rules;
use crate::settings::{House, Placement, Settings};

/// The longest pattern for the paths of papers, in bytes; Linux has no longer path.
const LONGEST_PATTERN: usize = 4096;

/// The name of the file.
pub const NAME: &str = "footfault.toml";

/// What `footfault init` writes: every key, commented out, with what it means.
pub const TEMPLATE: &str = include_str!("config/template.toml");

/// The JSON Schema of the file, made of the type that reads it.
pub fn schema() -> serde_json::Value {
    crate::schema::read::<Config>()
}

/// What the file says.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Config {
    /// Which rules run, and at which level.
    pub rules: Rules,
    /// The day on which the papers are published, such as 2025-12-01; later dates are impossible.
    pub published: Option<String>,
    /// The languages of the papers, such as `de`, `en-GB` or `en-US`: they decide which part of 03/04/2025 is the day.
    /// Nothing else depends on them: all other text is read in every language.
    pub languages: Vec<String>,
    /// How the house writes.
    pub style: Style,
    /// The hosts on which an outlet is right, whatever its name.
    pub outlets: BTreeMap<String, Vec<String>>,
    /// How cited addresses are asked.
    pub links: Links,
    /// Other rules for some papers; where several match, the later ones win.
    #[serde(rename = "for")]
    pub overrides: Vec<Override>,
}

/// Which rules run, and at which level.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Rules {
    /// Only these rules or families of rules run.
    pub select: Vec<String>,
    /// These rules or families of rules do not run.
    pub ignore: Vec<String>,
    /// The levels of rules.
    pub severity: BTreeMap<String, Level>,
    /// Findings that are less certain than this are left out.
    pub min_confidence: Option<Confidence>,
    /// Findings that are less certain than this never make a run fail; `medium` unless it is said.
    pub fail_confidence: Option<Confidence>,
}

/// The level of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Wrong.
    Error,
    /// Probably wrong.
    Warning,
    /// Worth knowing.
    Info,
    /// It does not run.
    Off,
}

/// How the house writes.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Style {
    /// On which side of a full stop or comma markers stand; without this, the habit of each paper decides.
    pub marker_placement: Option<Placement>,
}

/// How cited addresses are asked; each key is the option of the same name. Private addresses cannot be allowed here: a
/// file that comes with other people's papers must not decide on that.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Links {
    /// How many requests may be in flight to one host.
    pub per_host: Option<std::num::NonZeroUsize>,
    /// How many milliseconds pass between the starts of two requests to one host.
    pub interval: Option<u64>,
    /// How many requests may be in flight in all.
    pub in_flight: Option<std::num::NonZeroUsize>,
    /// How many seconds one request may take.
    pub timeout: Option<f64>,
    /// How often a request to a busy or broken host is repeated.
    pub retries: Option<u32>,
}

/// Other rules for some papers.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Override {
    /// Patterns for the paths of papers, from the folder of this file.
    pub paths: Vec<String>,
    /// Their rules, on top of those of the file.
    #[serde(default)]
    pub rules: Rules,
    /// The day on which they are published.
    pub published: Option<String>,
    /// Their languages.
    #[serde(default)]
    pub languages: Vec<String>,
}

/// A file that has been read and found sound.
#[derive(Debug, Clone)]
pub struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// What it says.
    pub config: Config,
    /// For each of the overrides the papers that it is for.
    papers: Vec<GlobSet>,
}

impl Found {
    /// Reads a file; the error names it and the place.
    pub fn open(path: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| format!("{}: {}", path.display(), crate::source::plain(&error)))?;
        Self::read(path, &text)
    }

    /// Reads the text of a file.
    pub fn read(path: &Path, text: &str) -> Result<Self, String> {
        let config: Config = toml::from_str(text).map_err(|error| complaint(path, text, &error))?;
        let fault = |what: String| format!("{}: {what}", path.display());
        let all =
            std::iter::once(&config.rules).chain(config.overrides.iter().map(|one| &one.rules));
        all.into_iter().try_for_each(sound).map_err(fault)?;
        let dates = config.overrides.iter().map(|one| &one.published);
        for written in dates.chain([&config.published]).flatten() {
            date(written).map_err(fault)?;
        }
        let tags = config.overrides.iter().flat_map(|one| &one.languages);
        for tag in tags.chain(&config.languages) {
            language(tag).map_err(fault)?;
        }
        let papers = config.overrides.iter().map(|one| patterns(&one.paths));
        let papers = papers.collect::<Result<_, _>>().map_err(fault)?;
        Ok(Self {
            path: path.to_owned(),
            config,
            papers,
        })
    }

    /// The settings for a paper, before the command line has its say.
    pub fn settings(&self, paper: &Path) -> Settings {
        let config = &self.config;
        let mut settings = Settings {
            house: House {
                published: config.published.as_deref().and_then(|day| date(day).ok()),
                markers: config.style.marker_placement,
                dates: order(&config.languages),
                outlets: config.outlets.clone(),
            },
            ..Settings::default()
        };
        lay(&config.rules, &mut settings);
        let folder = self.path.parent().unwrap_or_else(|| Path::new("."));
        let paper = relative(paper, folder);
        for (one, papers) in config.overrides.iter().zip(&self.papers) {
            if papers.is_match(&paper) {
                lay(&one.rules, &mut settings);
                let published = one.published.as_deref().and_then(|day| date(day).ok());
                settings.house.published = published.or(settings.house.published);
                if !one.languages.is_empty() {
                    settings.house.dates = order(&one.languages);
                }
            }
        }
        settings
    }
}

/// The file that holds for the papers of a folder.
pub fn above(folder: &Path) -> Option<PathBuf> {
    let whole = folder.canonicalize().ok()?;
    let mut files = whole.ancestors().map(|folder| folder.join(NAME));
    files.find(|file| file.is_file())
}

/// Lays rules over what has been settled so far.
fn lay(rules: &Rules, settings: &mut Settings) {
    if !rules.select.is_empty() {
        settings.select.clone_from(&rules.select);
    }
    settings.ignore.extend(rules.ignore.iter().cloned());
    let levels = rules.severity.iter();
    settings
        .severity
        .extend(levels.map(|(rule, level)| (rule.clone(), level.severity())));
    if let Some(least) = rules.min_confidence {
        settings.min_confidence = least;
    }
    if let Some(least) = rules.fail_confidence {
        settings.failing.confidence = least;
    }
}

impl Level {
    fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Info => Some(Severity::Info),
            Self::Off => None,
        }
    }
}

/// The papers that any of the patterns names. The length is bounded because a pattern of a hundred thousand brackets takes
/// the whole stack to read, and a set is made of each one because a single matcher panics where it grows too large.
fn patterns(written: &[String]) -> Result<GlobSet, String> {
    let mut set = GlobSetBuilder::new();
    for pattern in written {
        if pattern.len() > LONGEST_PATTERN {
            let length = pattern.len();
            return Err(format!(
                "a pattern of {length} bytes is longer than any path can be"
            ));
        }
        set.add(Glob::new(pattern).map_err(|error| error.to_string())?);
    }
    set.build().map_err(|error| error.to_string())
}

/// Whether all rules that are named exist.
fn sound(chosen: &Rules) -> Result<(), String> {
    for name in chosen.select.iter().chain(&chosen.ignore) {
        rules::name_of(name)?;
    }
    for name in chosen.severity.keys() {
        rules::by_id(name)?;
    }
    Ok(())
}

/// Whether a text is the tag of a language, with a country or without one.
fn language(tag: &str) -> Result<(), String> {
    let (name, country) = tag.split_once('-').unwrap_or((tag, "XX"));
    let is_name = matches!(name.len(), 2 | 3) && name.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_country = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase());
    if is_name && is_country {
        return Ok(());
    }
    Err(format!(
        "“{tag}” is no tag of a language; write it as de, en-GB or en-US"
    ))
}

/// The order of day and month on which all languages agree.
fn order(languages: &[String]) -> Option<DateOrder> {
    let mut orders = languages.iter().map(|tag| DateOrder::of_language(tag));
    let first = orders.next().flatten()?;
    orders.all(|order| order == Some(first)).then_some(first)
}

fn date(written: &str) -> Result<Date, String> {
    let found = citations::dates(written);
    let whole = found.first().filter(|date| date.day.is_some());
    whole
        .copied()
        .ok_or_else(|| format!("“{written}” is no day; write it as 2025-12-01"))
}

/// The path of a paper from the folder of the file, as far as both can be found.
fn relative(paper: &Path, folder: &Path) -> PathBuf {
    let whole = |path: &Path| path.canonicalize().ok();
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let inside = whole(paper).zip(whole(folder));
    let inside =
        inside.and_then(|(paper, folder)| Some(paper.strip_prefix(folder).ok()?.to_owned()));
    inside.unwrap_or_else(|| paper.to_owned())
}

/// What is wrong with a file, where, and what was probably meant.
fn complaint(path: &Path, text: &str, error: &toml::de::Error) -> String {
    let place = error.span().map_or_else(String::new, |span| {
        let before = &text[..span.start.min(text.len())];
        let line = before.matches('\n').count() + 1;
        let column = before
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .chars()
            .count()
            + 1;
        format!(":{line}:{column}")
    });
    let message = error.message();
    let names: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    // serde says: unknown field `x`, expected one of `a`, `b`.
    let near = match names.split_first() {
        Some((unknown, known)) if message.starts_with("unknown") => {
            similar::get_close_matches(*unknown, known, 1, 0.6)
                .first()
                .copied()
        }
        _ => None,
    };
    let hint = near.map_or_else(String::new, |near| format!("; did you mean {near}?"));
    format!("{}{place}: {message}{hint}", path.display())
}
