//! Names of places that the paper refers to and that no place has.

use std::collections::HashSet;

use super::Writer;
use crate::document::CrossReference;

/// So many names are looked for that no `\label` gives; a paper that lacks more is a part of another.
const MOST_LOST: usize = 20;

impl Writer {
    /// Tells of the names that stand nowhere but in references. Labels are set by options and macros, too, so that a name
    /// that stands anywhere else is known; and nothing is said of a paper of which a part is missing.
    pub(super) fn lost_labels(&mut self) {
        let references = std::mem::take(&mut self.references);
        let markup = self.mouth.files.markup.as_str();
        if !self.mouth.warnings.is_empty()
            || !markup.contains("\\begin{document}")
            || [
                "\\externaldocument",
                "\\zexternaldocument",
                "{xr-hyper}",
                "{xr}",
            ]
            .iter()
            .any(|sign| markup.contains(sign))
        {
            return;
        }
        let known: HashSet<&str> = labels(markup).collect();
        let mut lost: Vec<&str> = references
            .iter()
            .flat_map(|(_, names)| names.split(',').map(str::trim))
            .filter(|name| !name.is_empty() && !name.contains(['#', '\\']) && !known.contains(name))
            .collect();
        lost.sort_unstable();
        lost.dedup();
        if lost.len() > MOST_LOST {
            return;
        }
        lost.retain(|name| stands_only_in_references(markup, name));
        let lost: HashSet<String> = lost.into_iter().map(str::to_owned).collect();
        for (span, names) in references {
            for name in names.split(',').map(str::trim) {
                if lost.contains(name) {
                    self.composer.cross_reference(CrossReference {
                        span,
                        shown: None,
                        name: name.to_owned(),
                        now: None,
                    });
                }
            }
        }
    }
}

/// The names in `\label{…}`.
fn labels(markup: &str) -> impl Iterator<Item = &str> {
    markup.match_indices("\\label").filter_map(|(at, sign)| {
        let rest = markup[at + sign.len()..].trim_start();
        let inside = rest.strip_prefix('{')?;
        Some(inside[..inside.find('}')?].trim())
    })
}

/// Whether a name stands in the braces of references and nowhere else.
fn stands_only_in_references(markup: &str, name: &str) -> bool {
    markup.match_indices(name).all(|(at, _)| {
        let (before, behind) = (&markup[..at], &markup[at + name.len()..]);
        let goes_on = |sign: char| sign.is_alphanumeric() || matches!(sign, ':' | '-' | '_' | '.');
        if before.ends_with(goes_on) || behind.starts_with(goes_on) {
            return true;
        }
        is_in_reference(before)
    })
}

/// Whether a text ends within the braces of `\ref{`, `\cref{one,`.
fn is_in_reference(before: &str) -> bool {
    const REACH: usize = 200;
    let start = (before.len().saturating_sub(REACH)..=before.len())
        .find(|&at| before.is_char_boundary(at))
        .unwrap_or(before.len());
    let Some((command, names)) = before[start..].rsplit_once('{') else {
        return false;
    };
    let command = command.trim_end().trim_end_matches('*');
    let name = command.rsplit('\\').next().unwrap_or_default();
    !names.contains('}') && command.contains('\\') && name.to_lowercase().ends_with("ref")
}
