//! The rules: what is worth telling an editor. One file a rule; this file holds the registry and runs it.

use crate::align::Alignment;
use crate::citations::Citations;
use crate::document::{Document, fold};
use crate::finding::{Edit, Finding, Fix, Severity};
use crate::links::Links;
use crate::notes::Apparatus;
use crate::settings::{House, Settings};

pub use self::level::Level;
use self::numbering::Numbering;
use self::suppressions::Silence;

mod ambiguous_marker;
mod ambiguous_short_form;
mod broken_ibid;
mod broken_note_link;
mod conflicting_urls;
mod contradicting_note;
mod count_mismatch;
mod date_contradicts_page;
mod date_contradicts_url;
mod dead_link;
mod doi_contradicts_record;
mod doi_not_found;
mod duplicate_marker;
mod duplicate_note;
mod empty_note;
mod hand_typed_note;
mod hidden_calls;
mod hosts;
mod impossible_date;
mod inconsistent_citation;
mod insecure_certificate;
mod insecure_url;
mod invalid_doi;
mod invalid_isbn;
mod level;
mod linked;
mod malformed_url;
mod marker_gap;
mod marker_out_of_order;
mod marker_placement;
mod marker_without_note;
mod misplaced_note;
mod missing_field;
mod missing_final_period;
mod misspelt;
mod mistyped;
mod mixed_marker_styles;
mod moved_link;
mod moved_notes;
mod note_gap;
mod note_out_of_order;
mod note_without_marker;
mod numbering;
mod offset_numbering;
mod outlet_contradicts_url;
mod passage_not_on_page;
mod private_url;
mod prose;
mod quotes;
mod redirects_to_home;
mod renumbering;
mod repeated_full_citation;
mod same_page;
#[cfg(test)]
mod sample;
mod short_form_before_full;
mod shortened_url;
mod shown_address;
mod soft_404;
mod space_before_punctuation;
mod spelling;
mod split_url;
mod stale_cross_reference;
mod stray_editing_mark;
mod suppressions;
mod swapped_notes;
mod text_fragment;
mod title_contradicts_page;
mod title_contradicts_url;
mod title_end;
mod tracking_parameters;
mod trailing_characters_in_url;
mod turned_list;
mod unbalanced_brackets;
mod unbalanced_quotes;
mod unresolved_op_cit;
mod unresolved_short_form;
mod unused_suppression;
mod unverifiable_link;
mod wording;
mod works;

/// Every rule, in the order in which `rules` lists them.
pub const REGISTRY: &[Rule] = &[
    marker_without_note::RULE,
    note_without_marker::RULE,
    duplicate_marker::RULE,
    duplicate_note::RULE,
    empty_note::RULE,
    marker_gap::RULE,
    note_gap::RULE,
    marker_out_of_order::RULE,
    note_out_of_order::RULE,
    mixed_marker_styles::RULE,
    ambiguous_marker::RULE,
    count_mismatch::RULE,
    hand_typed_note::RULE,
    broken_note_link::RULE,
    offset_numbering::RULE,
    swapped_notes::RULE,
    misplaced_note::RULE,
    contradicting_note::RULE,
    broken_ibid::RULE,
    unresolved_short_form::RULE,
    ambiguous_short_form::RULE,
    short_form_before_full::RULE,
    unresolved_op_cit::RULE,
    stale_cross_reference::RULE,
    repeated_full_citation::RULE,
    inconsistent_citation::RULE,
    impossible_date::RULE,
    date_contradicts_url::RULE,
    outlet_contradicts_url::RULE,
    title_contradicts_url::RULE,
    missing_field::RULE,
    invalid_doi::RULE,
    invalid_isbn::RULE,
    unbalanced_quotes::RULE,
    unbalanced_brackets::RULE,
    stray_editing_mark::RULE,
    marker_placement::RULE,
    missing_final_period::RULE,
    space_before_punctuation::RULE,
    unused_suppression::RULE,
    malformed_url::RULE,
    split_url::RULE,
    trailing_characters_in_url::RULE,
    tracking_parameters::RULE,
    text_fragment::RULE,
    insecure_url::RULE,
    shortened_url::RULE,
    private_url::RULE,
    conflicting_urls::RULE,
    dead_link::RULE,
    moved_link::RULE,
    redirects_to_home::RULE,
    soft_404::RULE,
    title_contradicts_page::RULE,
    date_contradicts_page::RULE,
    passage_not_on_page::RULE,
    doi_not_found::RULE,
    doi_contradicts_record::RULE,
    insecure_certificate::RULE,
    unverifiable_link::RULE,
];

/// All that a rule may see.
#[derive(Debug)]
pub struct Case<'a> {
    /// The paper as text.
    pub document: &'a Document,
    /// Its markers, notes and lists.
    pub apparatus: &'a Apparatus,
    /// What each note cites.
    pub citations: &'a Citations,
    /// Who answers whom.
    pub alignment: &'a Alignment,
    /// What the cited addresses answered; `None` if nobody asked.
    pub links: Option<&'a Links>,
    /// What the house has decided; `None` if nothing.
    pub house: Option<&'a House>,
    /// Each list with its markers. A third of the rules ask for them, so that they are put together once.
    numberings: Vec<Numbering<'a>>,
}

impl<'a> Case<'a> {
    /// The case of one paper.
    pub fn new(
        document: &'a Document,
        apparatus: &'a Apparatus,
        citations: &'a Citations,
        alignment: &'a Alignment,
    ) -> Self {
        Self {
            document,
            apparatus,
            citations,
            alignment,
            links: None,
            house: None,
            numberings: Numbering::read(document, apparatus, alignment),
        }
    }

    /// Whether a marker calls into a list whose reading is doubtful.
    fn is_doubtful(&self, marker: usize) -> bool {
        let list = self.apparatus.markers[marker].list;
        list.is_some_and(|list| self.apparatus.is_doubtful(list))
    }

    /// The same case in a house that has decided something.
    #[must_use]
    pub fn with_house(self, house: &'a House) -> Self {
        Self {
            house: Some(house),
            ..self
        }
    }

    /// The same case, once the cited addresses were asked.
    #[must_use]
    pub fn with_links(self, links: &'a Links) -> Self {
        Self {
            links: Some(links),
            ..self
        }
    }
}

/// What a group of rules is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Markers and notes that do not pair.
    Pairing,
    /// Markers and notes that pair with the wrong partner.
    Alignment,
    /// What a note cites: short forms that lead nowhere, works that contradict themselves.
    Citation,
    /// How text and notes are written: quotation marks, brackets, marks left behind by editing.
    Text,
    /// The addresses in text and notes, as far as they can be judged without a network.
    Url,
    /// The cited pages themselves; these rules find nothing unless the addresses were asked.
    Link,
}

impl Family {
    /// All families.
    pub const ALL: [Self; 6] = [
        Self::Pairing,
        Self::Alignment,
        Self::Citation,
        Self::Text,
        Self::Url,
        Self::Link,
    ];

    /// The name that `--select` and `--ignore` take.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pairing => "pairing",
            Self::Alignment => "alignment",
            Self::Citation => "citation",
            Self::Text => "text",
            Self::Url => "url",
            Self::Link => "link",
        }
    }
}

/// One rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its permanent id, in kebab-case; its file has the same name in snake case.
    pub id: &'static str,
    /// Its family.
    pub family: Family,
    /// Its level; `None` for a rule that runs only when it is selected.
    pub severity: Option<Severity>,
    /// The `//!` header of its file, as Markdown: a summary line, then `## Why`, `## Example`, `## Fix safety`.
    pub source: &'static str,
    /// Looks for its fault and reports each.
    pub check: fn(&Case<'_>) -> Vec<Finding>,
}

impl Rule {
    /// The whole explanation, as Markdown: the `//!` header of the rule's file.
    pub fn explanation(&self) -> String {
        let header = self
            .source
            .lines()
            .map_while(|line| line.strip_prefix("//!"));
        let lines: Vec<&str> = header
            .map(|line| line.strip_prefix(' ').unwrap_or(line))
            .collect();
        lines.join("\n").trim().to_owned()
    }

    /// The explanation's first paragraph, as one line.
    pub fn summary(&self) -> String {
        let explanation = self.explanation();
        let paragraph = explanation.split("\n\n").next().unwrap_or_default();
        fold(paragraph)
    }
}

/// The rule of this id, or why there is none.
pub fn by_id(name: &str) -> Result<&'static Rule, String> {
    let found = REGISTRY.iter().find(|rule| rule.id == name);
    let ids = || REGISTRY.iter().map(|rule| rule.id).collect::<Vec<_>>();
    found.ok_or_else(|| unknown(name, "rule", &ids()))
}

/// The name of a rule or of a family, or why there is none.
pub fn name_of(name: &str) -> Result<&'static str, String> {
    let families = Family::ALL.iter().map(|family| family.name());
    let names: Vec<&'static str> = REGISTRY
        .iter()
        .map(|rule| rule.id)
        .chain(families)
        .collect();
    let found = names.iter().copied().find(|known| *known == name);
    found.ok_or_else(|| unknown(name, "rule or family of rules", &names))
}

fn unknown(name: &str, what: &str, names: &[&str]) -> String {
    let near = similar::get_close_matches(name, names, 1, 0.6);
    let hint = near.first().map_or_else(
        || "see 'footfault rules'".to_owned(),
        |near| format!("did you mean {near}?"),
    );
    format!("there is no {what} {name}; {hint}")
}

/// Runs the rules that the settings choose; the findings come in the order of the text.
pub fn run(case: &Case<'_>, settings: &Settings) -> Vec<Finding> {
    run_families(case, settings, &Family::ALL)
}

/// The same with the rules of some families only.
pub fn run_families(case: &Case<'_>, settings: &Settings, families: &[Family]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = REGISTRY
        .iter()
        .filter(|rule| families.contains(&rule.family))
        .filter_map(|rule| Some((rule, rule.level(settings)?)))
        .flat_map(|(rule, level)| report(rule, level, case, settings))
        .collect();
    let silence = Silence::of(case.document);
    findings.retain(|finding| !silence.covers(finding));
    findings.sort_by_key(|finding| (finding.span, finding.rule));
    findings
}

/// What one rule finds, with its name and the level that the settings give it.
fn report(rule: &Rule, level: Level, case: &Case<'_>, settings: &Settings) -> Vec<Finding> {
    let found = (rule.check)(case).into_iter();
    found
        .filter(|finding| finding.confidence >= settings.min_confidence)
        .map(|finding| Finding {
            rule: rule.id,
            severity: level.of(finding.own_severity),
            fix: finding.fix.clone().filter(|fix| is_possible(case, fix)),
            ..finding
        })
        .collect()
}

/// Whether everything that a fix would change can be changed in the source; an address behind words is not even in the
/// text.
fn is_possible(case: &Case<'_>, fix: &Fix) -> bool {
    let behind_words = |edit: &Edit| {
        let behind = case.citations.addresses_in(edit.span).start;
        let before = behind.checked_sub(1);
        let before = before.map(|index| &case.citations.addresses[index]);
        edit.span.is_empty() && before.is_some_and(|address| address.span == edit.span)
    };
    let is_possible = |edit: &Edit| {
        case.document.is_editable(edit.span, &edit.replacement) && !behind_words(edit)
    };
    fix.edits.iter().all(is_possible)
}
