//! The text of a paper, put together from the pieces of a format that is not text.
//!
//! A reader walks over its format and says what comes: a block opens, text, an entity, a blank that may be folded, a raised
//! number, a marker, a note. The composer keeps where each byte came from, parts the blocks by blank lines, and in the
//! end resolves which marker leads to which note.
//!
//! Later stages look for typed markers and notes in this text as in any other. So what the format shows and does not
//! hold, such as the numbers of an ordered list, is made here ([`Composer::made`]), and a raised number becomes `¹³`.

use std::collections::HashSet;

use super::{address, remark, united};
use crate::document::{
    Block, BlockKind, CrossReference, Document, Format, Hyperlink, Markup, MarkupFile, NativeList,
    Origin, Paragraph, Paragraphs, Piece, Remark, Span, Warning, trimmed,
};
use crate::raised::raised;

pub(super) use self::pairs::{Call, Entry};
use self::pairs::{Placed, resolved};
pub(super) use self::trace::Trace;

mod enclosed;
mod fields;
mod pairs;
mod trace;

/// The text so far.
#[derive(Clone, Default)]
pub(super) struct Composer {
    text: String,
    pieces: Vec<Piece>,
    paragraphs: Vec<Paragraph>,
    blocks: Vec<Block>,
    opaque: Vec<Span>,
    hyperlinks: Vec<Hyperlink>,
    managed_citations: Vec<Span>,
    cross_references: Vec<CrossReference>,
    lists: Vec<NativeList>,
    calls: Vec<Call>,
    notes: Vec<Placed>,
    /// Comments that speak to this tool; those without a place wait for what comes next.
    remarks: Vec<(Option<usize>, String)>,
    warnings: Vec<Warning>,
    open: Option<(BlockKind, usize)>,
    /// White space that is only written when something follows it in its block.
    blank: Option<Span>,
    /// The note that is being written.
    note: Option<Placed>,
}

impl Composer {
    /// Where the next text will begin, if no blank comes before it.
    pub(super) fn here(&self) -> usize {
        self.text.len()
    }

    /// What has been written from `start` on.
    pub(super) fn since(&self, start: usize) -> &str {
        &self.text[start..]
    }

    /// Opens a block; whatever block is open ends before it. Nothing is written until text comes.
    pub(super) fn open(&mut self, kind: BlockKind) {
        self.close();
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            let at = self.last();
            let breaks = if self.text.ends_with('\n') {
                "\n"
            } else {
                "\n\n"
            };
            self.push(breaks, at, false);
        }
        self.open = Some((kind, self.text.len()));
    }

    /// Ends the block that is open, if there is one.
    pub(super) fn close(&mut self) {
        self.blank = None;
        let Some((kind, start)) = self.open.take() else {
            return;
        };
        let span = trimmed(&self.text, Span::new(start, self.text.len()));
        if !span.is_empty() && self.note.is_none() {
            self.blocks.push(Block { kind, span });
        }
    }

    /// Text that stands in the markup byte for byte, at `at`.
    pub(super) fn verbatim(&mut self, text: &str, at: usize) {
        if !text.is_empty() {
            self.spend_blank();
            self.push(text, Span::new(at, at + text.len()), true);
        }
    }

    /// Text in which white space counts for one blank, and for none at either end of a block. A space that does not
    /// break stays as it is.
    pub(super) fn flow(&mut self, text: &str, at: usize) {
        let mut from = 0;
        while from < text.len() {
            let rest = &text[from..];
            let words = words(rest);
            self.verbatim(&rest[..words], at + from);
            from += words;
            let white = text[from..]
                .bytes()
                .take_while(|&byte| is_white(byte))
                .count();
            if white > 0 {
                self.blank(Span::new(at + from, at + from + white));
                from += white;
            }
        }
    }

    /// White space of the markup that counts for one blank.
    pub(super) fn blank(&mut self, markup: Span) {
        if !self.is_at_start() && !self.text.ends_with([' ', '\n']) {
            self.blank.get_or_insert(markup);
        }
    }

    /// A blank that waits is not written after all.
    pub(super) fn unblank(&mut self) {
        self.blank = None;
    }

    /// Text that stands for something else in the markup: an entity, a command.
    pub(super) fn instead(&mut self, text: &str, markup: Span) {
        if !text.is_empty() {
            self.spend_blank();
            self.push(text, markup, false);
        }
    }

    /// Text that the format shows and does not hold, such as the number of a note that it counts.
    pub(super) fn made(&mut self, text: &str) {
        let at = self.last();
        self.instead(text, Span::new(at.end, at.end));
    }

    /// Text above the line: numbers, and what stands between those of a group, are written with raised digits, so that
    /// they are markers to every later stage; anything else is left as it is.
    pub(super) fn raised(&mut self, text: &str, at: usize) {
        // The full stop or the quotation mark of the sentence is often raised along with the number.
        let is_around = |c: char| {
            c.is_whitespace() || matches!(c, '.' | ';' | ':' | '”' | '"' | '’' | '»' | ')' | '(')
        };
        let from = text.len() - text.trim_start_matches(is_around).len();
        let to = text.trim_end_matches(is_around).len().max(from);
        self.flow(&text[..from], at);
        self.raised_label(&text[from..to], at + from);
        self.flow(&text[to..], at + to);
    }

    fn raised_label(&mut self, text: &str, at: usize) {
        let labels = text.trim();
        let is_label = |c: char| {
            c.is_ascii_digit()
                || matches!(
                    c,
                    ',' | '-' | '–' | '—' | '‑' | '−' | ' ' | '\u{a0}' | '\u{2009}'
                )
        };
        if labels.is_empty()
            || !labels.chars().all(is_label)
            || !labels.starts_with(|c: char| c.is_ascii_digit() || c == ',' || c == '–' || c == '-')
        {
            self.flow(text, at);
            return;
        }
        let at = at + (text.len() - text.trim_start().len());
        for (offset, character) in labels.char_indices() {
            let markup = Span::new(at + offset, at + offset + character.len_utf8());
            match raised(character) {
                Some(raised) => self.instead(raised.encode_utf8(&mut [0; 4]), markup),
                // Blanks in a raised group are only there to make it look better.
                None if character.is_whitespace() => {}
                None => self.verbatim(&labels[offset..offset + character.len_utf8()], at + offset),
            }
        }
    }

    /// Writes the marker of a label that the format counts: `¹³` for a number, `[iv]` for any other; gives its span.
    pub(super) fn sign(&mut self, label: &str) -> Span {
        let at = self.last();
        self.sign_of(label, at)
    }

    /// The same for a marker that the markup orders by a command of its own.
    pub(super) fn sign_of(&mut self, label: &str, markup: Span) -> Span {
        let digits: Option<String> = label.chars().map(raised).collect();
        let start = self.here();
        self.instead(&digits.unwrap_or_else(|| format!("[{label}]")), markup);
        self.written(start)
    }

    /// The same as a word processor shows it: a symbol stands without brackets.
    pub(super) fn mark(&mut self, label: &str) -> Span {
        let at = self.last();
        self.mark_of(label, at)
    }

    /// The same for a marker that the markup orders by an element of its own.
    pub(super) fn mark_of(&mut self, label: &str, markup: Span) -> Span {
        if label.starts_with(char::is_alphanumeric) {
            return self.sign_of(label, markup);
        }
        let start = self.here();
        self.instead(label, markup);
        self.written(start)
    }

    /// The number of an item or a heading. Chapters are counted like notes, and their numbers would be taken for those of
    /// notes.
    pub(super) fn number(&mut self, number: &str, kind: BlockKind) {
        if number.is_empty() {
            return;
        }
        let start = self.here();
        self.made(&format!("{number} "));
        if kind == BlockKind::Heading {
            self.hide(start);
        }
    }

    /// The span of what was written from `start` on, without the white space at its ends.
    pub(super) fn written(&self, start: usize) -> Span {
        trimmed(&self.text, Span::new(start, self.text.len()))
    }

    /// Where the sign stands that ends right before `at`, if it is one of these.
    pub(super) fn before(&self, at: usize, signs: &[char]) -> Option<usize> {
        Some(self.text[..at].strip_suffix(signs)?.len())
    }

    /// The end of a line within a block.
    pub(super) fn line_break(&mut self, markup: Span) {
        self.blank = None;
        if !self.is_at_start() {
            self.push("\n", markup, false);
        }
    }

    /// Parts what follows from what stands before it in its line, as the cells of a row are parted.
    pub(super) fn part(&mut self) {
        self.blank = None;
        if !self.is_at_start() {
            self.push("\t", self.last(), false);
        }
    }

    /// A blank that nothing stands for in the markup, if something follows it in its block.
    pub(super) fn gap(&mut self) {
        self.blank(self.last());
    }

    /// The next paragraph of a word processor begins here: the `number`th of the running text, or of a part of its own
    /// such as `footnote 3`; or the next line of a page.
    pub(super) fn paragraph(&mut self, part: Option<String>, number: usize) {
        let text = self.text.len();
        self.paragraphs.push(Paragraph { text, part, number });
    }

    /// No marker stands in what was written from `start` on.
    pub(super) fn hide(&mut self, start: usize) {
        self.opaque.push(Span::new(start, self.text.len()));
    }

    /// What was written from `start` on leads to an address. One that the text shows is not kept: it is read there.
    pub(super) fn hyperlink(&mut self, start: usize, target: String) {
        let span = trimmed(&self.text, Span::new(start, self.text.len()));
        let bare = |address: &str| {
            let address = address.trim_end_matches('/');
            address
                .split_once("://")
                .map_or(address, |(_, rest)| rest)
                .to_owned()
        };
        if !span.is_empty() && bare(&self.text[span.start..span.end]) != bare(&target) {
            self.hyperlinks.push(Hyperlink { span, target });
        }
    }

    /// Adds a list that the format knows, and gives its index.
    pub(super) fn list(&mut self, list: NativeList) -> usize {
        self.lists.push(list);
        self.lists.len() - 1
    }

    /// Adds a marker; what it shows has been written.
    pub(super) fn call(&mut self, call: Call) {
        self.opaque.push(call.span);
        self.calls.push(call);
    }

    /// Begins a note; what is written until [`Self::end_note`] is in no block. Notes do not nest: one that is open ends.
    pub(super) fn begin_note(&mut self, entry: Entry) {
        self.end_note();
        self.open(BlockKind::Paragraph);
        let here = Span::new(self.text.len(), self.text.len());
        self.note = Some(Placed {
            entry,
            label_span: here,
            span: here,
        });
    }

    /// What was written from `start` on is the label of the note that is open.
    pub(super) fn label_from(&mut self, start: usize) {
        let span = trimmed(&self.text, Span::new(start, self.text.len()));
        if let Some(note) = &mut self.note {
            note.label_span = span;
        }
    }

    /// Ends the note that is open, if one is.
    pub(super) fn end_note(&mut self) {
        self.close();
        let Some(mut note) = self.note.take() else {
            return;
        };
        note.span = trimmed(&self.text, Span::new(note.span.start, self.text.len()));
        if note.label_span.start < note.span.start || note.label_span.end > note.span.end {
            note.label_span = Span::new(note.span.start, note.span.start);
        }
        self.opaque.push(note.label_span);
        self.notes.push(note);
    }

    /// A comment of the format. It belongs to the block that is open, if that has text; else to what comes next.
    pub(super) fn comment(&mut self, text: &str) {
        let Some(text) = remark::of(text) else { return };
        let at = (!self.is_at_start()).then_some(self.text.len());
        self.remarks.push((at, text.to_owned()));
    }

    /// Something that the reader could not make sense of.
    pub(super) fn warn(&mut self, message: impl Into<String>) {
        let message = message.into();
        self.warnings.push(Warning {
            message,
            span: None,
        });
    }

    /// A document whose places are those of its markup.
    pub(super) fn into_markup(
        mut self,
        path: &str,
        format: Format,
        markup: String,
        files: Vec<MarkupFile>,
    ) -> Document {
        let pieces = std::mem::take(&mut self.pieces);
        self.finish(
            path,
            format,
            Origin::Markup(Markup::new(markup, files, pieces)),
        )
    }

    /// A document whose places are the lines of its pages, which were told as [`Self::paragraph`]s of these.
    pub(super) fn into_pages(mut self, path: &str, format: Format) -> Document {
        let lines = std::mem::take(&mut self.paragraphs);
        let lines = Paragraphs::new(lines, Vec::new());
        self.finish(path, format, Origin::Pages(lines))
    }

    /// A document whose places are its paragraphs.
    pub(super) fn into_paragraphs(self, path: &str, format: Format) -> Document {
        self.into_traced_paragraphs(path, format, &Trace::default())
    }

    /// The same where it is known in which bytes of its part the running text stands; all places that the composer was
    /// told are addresses of the trace.
    pub(super) fn into_traced_paragraphs(
        mut self,
        path: &str,
        format: Format,
        trace: &Trace,
    ) -> Document {
        let paragraphs = std::mem::take(&mut self.paragraphs);
        let pieces = trace.resolve(&std::mem::take(&mut self.pieces));
        let paragraphs = Paragraphs::new(paragraphs, pieces);
        self.finish(path, format, Origin::Paragraphs(paragraphs))
    }

    fn finish(mut self, path: &str, format: Format, origin: Origin) -> Document {
        self.end_note();
        if self.text.trim().is_empty() {
            self.warn("it holds no text");
        }
        self.calls.sort_by_key(|call| (call.span, call.is_implied));
        self.notes.sort_by_key(|note| note.span);
        let signs = enclosed::enclose(&self.text, &mut self.calls, &self.notes);
        self.opaque.extend(signs);
        self.hyperlinks.sort_by_key(|link| link.span);
        self.doubled_keys();
        let (native_markers, native_notes) = resolved(self.calls, self.notes);
        let mut document = Document::new(path.to_owned(), format, self.text, origin);
        self.opaque.extend(address::addresses(&document.text));
        document.opaque = united(self.opaque);
        document.blocks = self.blocks;
        document.hyperlinks = self.hyperlinks;
        self.managed_citations.sort_unstable();
        document.managed_citations = self.managed_citations;
        self.cross_references
            .sort_by_key(|reference| reference.span);
        document.cross_references = self.cross_references;
        document.native_lists = self.lists;
        document.native_markers = native_markers;
        document.native_notes = native_notes;
        let end = document.text.len();
        let remarks = self.remarks.into_iter().map(|(at, text)| {
            let at = at.unwrap_or(end);
            let span = Span::new(at, at);
            Remark { span, text }
        });
        document.remarks = remarks.collect();
        // A comment that waits for what comes next may come to stand behind a later one.
        document.remarks.sort_by_key(|remark| remark.span);
        document.warnings = self.warnings;
        document
    }

    /// Warns of names that two notes bear: links lead to the first.
    fn doubled_keys(&mut self) {
        let mut seen = HashSet::new();
        let keys = self.notes.iter().flat_map(|note| &note.entry.keys);
        let doubled: Vec<String> = keys.filter(|key| !seen.insert(*key)).cloned().collect();
        for key in doubled {
            self.warn(format!(
                "two notes have the anchor “{key}”; links lead to the first"
            ));
        }
    }

    fn is_at_start(&self) -> bool {
        self.open.is_none_or(|(_, start)| start == self.text.len())
    }

    /// Writes the blank that waits, now that something follows it.
    fn spend_blank(&mut self) {
        if let Some(markup) = self.blank.take() {
            self.push(" ", markup, markup.len() == 1);
        }
    }

    fn push(&mut self, text: &str, markup: Span, verbatim: bool) {
        let follows = self.pieces.last().is_some_and(|last| {
            let read = Span::new(
                last.markup.start,
                last.markup.start + (self.text.len() - last.text),
            );
            verbatim && last.verbatim && read == last.markup && read.end == markup.start
        });
        if let Some(last) = self.pieces.last_mut().filter(|_| follows) {
            last.markup.end = markup.end;
        } else {
            let text = self.text.len();
            self.pieces.push(Piece {
                text,
                markup,
                verbatim,
            });
        }
        if !text.trim().is_empty() {
            let waiting = self.remarks.iter_mut().rev();
            let waiting = waiting.take_while(|(at, _)| at.is_none());
            waiting.for_each(|(at, _)| *at = Some(self.text.len()));
        }
        self.text.push_str(text);
    }

    /// What was last read, in the markup.
    fn last(&self) -> Span {
        self.pieces.last().map_or(Span::new(0, 0), |piece| {
            Span::new(piece.markup.end, piece.markup.end)
        })
    }
}

/// White space that folds; a space that does not break does not.
fn is_white(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')
}

/// How many bytes of a text stay as they are: words with single spaces between them, as nearly all text is.
fn words(text: &str) -> usize {
    let bytes = text.as_bytes();
    let ends = |at: usize| {
        let is_single = bytes[at] == b' ' && bytes.get(at + 1).is_some_and(|&next| !is_white(next));
        is_white(bytes[at]) && !(is_single && at > 0)
    };
    (0..bytes.len()).find(|&at| ends(at)).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{NativeLink, SourceMap};

    fn file() -> MarkupFile {
        MarkupFile {
            name: None,
            start: 0,
            source_map: Some(SourceMap::identity()),
        }
    }

    #[test]
    fn white_space_folds_between_words_and_is_nothing_at_the_ends_of_a_block() {
        let markup = "<p>\n One\n  <i>two</i> \n</p><p>three</p>";
        let mut composer = Composer::default();
        composer.open(BlockKind::Paragraph);
        composer.flow("\n One\n  ", 3);
        composer.flow("two", 14);
        composer.flow(" \n", 21);
        composer.open(BlockKind::ListItem);
        composer.made("1. ");
        composer.flow("three", 30);
        composer.close();
        let document =
            composer.into_markup("a.html", Format::Html, markup.to_owned(), vec![file()]);
        assert_eq!(document.text, "One two\n\n1. three");
        let kinds: Vec<_> = document
            .blocks
            .iter()
            .map(|block| (block.kind, document.slice(block.span)))
            .collect();
        assert_eq!(
            kinds,
            [
                (BlockKind::Paragraph, "One two"),
                (BlockKind::ListItem, "1. three")
            ]
        );
        let source = |start, end| {
            let span = document.source_span(Span::new(start, end));
            &markup[span.start..span.end]
        };
        assert_eq!(source(0, 3), "One");
        assert_eq!(source(4, 7), "two");
        assert_eq!(source(12, 17), "three");
    }

    #[test]
    fn a_raised_number_is_a_raised_digit_and_a_raised_word_is_a_word() {
        let raised = |text: &str| {
            let mut composer = Composer::default();
            composer.open(BlockKind::Paragraph);
            composer.raised(text, 0);
            composer.since(0).to_owned()
        };
        assert_eq!(raised("13"), "¹³");
        assert_eq!(raised(" 1, 2–4 "), "¹,²–⁴");
        assert_eq!(raised("th"), "th");
        assert_eq!(raised(".”13"), ".”¹³");
        assert_eq!(raised("13. "), "¹³.");
        assert_eq!(raised("..."), "...");
        assert_eq!(raised("[13]"), "[13]");
        assert_eq!(raised("(13)"), "(¹³)");
        assert_eq!(raised("−1"), "−1", "an exponent");
    }

    #[test]
    fn a_marker_finds_its_note_by_the_name_that_it_leads_to() {
        let mut composer = Composer::default();
        let list = composer.list(NativeList {
            kind: crate::document::NativeKind::Endnotes,
            heading: None,
            is_automatic: false,
            has_typed_markers: false,
        });
        composer.open(BlockKind::Paragraph);
        composer.verbatim("Word", 0);
        let call = |composer: &mut Composer, label: Option<&str>, target: &str| {
            let start = composer.here();
            composer.raised("1", 4);
            composer.call(Call {
                label: label.map(str::to_owned),
                span: Span::new(start, composer.here()),
                keys: vec!["back".to_owned()],
                target: Some(target.to_owned()),
                list,
                is_implied: false,
            });
        };
        call(&mut composer, None, "n1");
        call(&mut composer, Some("1"), "n2");
        composer.begin_note(Entry {
            label: "1".to_owned(),
            keys: vec!["n1".to_owned()],
            backlinks: vec!["back".to_owned(), "gone".to_owned()],
            list,
        });
        let start = composer.here();
        composer.made("1. ");
        composer.label_from(start);
        composer.flow("See Abend.", 20);
        let document = composer.into_paragraphs("a.docx", Format::Docx);
        assert_eq!(document.native_markers[0].label, "1");
        assert_eq!(document.native_markers[0].link, Some(NativeLink::To(0)));
        assert_eq!(
            document.native_markers[1].link,
            Some(NativeLink::Astray("n2".to_owned()))
        );
        let note = &document.native_notes[0];
        assert_eq!(
            note.backlinks,
            [NativeLink::To(0), NativeLink::Astray("gone".to_owned())]
        );
        assert_eq!(document.slice(note.label_span), "1.");
        assert_eq!(document.slice(note.span), "1. See Abend.");
        assert_eq!(document.blocks.len(), 1, "a note is in no block");
    }
}
