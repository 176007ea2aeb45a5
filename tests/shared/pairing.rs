//! Which marker of a paper leads to which note.

use footfault::check::Report;

/// Each marker as `label: text of its note`.
pub(crate) fn of(report: &Report) -> Vec<String> {
    let apparatus = &report.apparatus;
    let text = |note: usize| apparatus.notes[note].text.as_str();
    let markers = apparatus.markers.iter();
    markers
        .map(|marker| format!("{}: {}", marker.label, marker.note.map_or("—", text)))
        .collect()
}
