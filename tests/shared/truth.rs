//! The documents in `../shared/inputs` of which is known which word each note answers.

use std::path::Path;

use footfault::check::check;
use footfault::settings::Settings;
use footfault::source::Source;

/// How many notes each short document has.
const NOTES: usize = 48;

/// Marker n stands behind the word `anchorNNN`, and its note begins with `keyNNN`.
pub(crate) fn assert_all(folder: &Path, name: &str) {
    let source = Source::open(folder.join(name), None).unwrap();
    let report = check(&source, &Settings::default()).unwrap();
    let markers = &report.apparatus.markers;
    assert_eq!(markers.len(), NOTES);
    for (number, marker) in (1..).zip(markers) {
        let note = &report.apparatus.notes[marker.note.unwrap()];
        assert!(
            note.text.starts_with(&format!("key{number:03}")),
            "{}",
            note.text
        );
        let before = &report.document.text[..marker.span.start];
        let anchor = before.rfind("anchor").unwrap();
        assert_eq!(&before[anchor + 6..anchor + 9], format!("{number:03}"));
        assert!(before.len() - anchor < 24, "{}", &before[anchor..]);
    }
}
