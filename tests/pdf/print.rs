//! A small press: pages of text with every glyph where a test wants it.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::types::{
    ActionType, AnnotationType, NumberingStyle, StructRole, TextRenderingMode,
};
use pdf_writer::writers::PageLabel;
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

/// One page, to be drawn on. Lengths in points from the lower left corner.
pub(crate) struct Page {
    content: Content,
    links: Vec<(Rect, Target)>,
    /// The elements that are tagged as notes: how many marked paragraphs each has.
    notes: Vec<i32>,
    has_picture: bool,
    is_torn: bool,
}

/// Where a link leads.
enum Target {
    Address(String),
    /// To a page, counted from 0, and a height on it.
    Place(usize, f32),
}

/// How far apart the columns of a monospaced font stand, in ems.
const ADVANCE: f32 = 0.6;

impl Page {
    /// An empty page.
    pub(crate) fn new() -> Self {
        Self {
            content: Content::new(),
            links: Vec::new(),
            notes: Vec::new(),
            has_picture: false,
            is_torn: false,
        }
    }

    /// Writes text at a place; gives where the next text would stand.
    pub(crate) fn text(&mut self, x: f32, y: f32, size: f32, text: &str) -> f32 {
        self.content.begin_text();
        self.content.set_font(Name(b"F"), size);
        self.content.next_line(x, y);
        // The fonts that every reader has write Latin.
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(text);
        self.content.show(Str(&bytes));
        self.content.end_text();
        let letters = u16::try_from(text.chars().count()).expect("a line");
        x + f32::from(letters) * ADVANCE * size
    }

    /// Writes text in which `{13}` is a superscript, smaller and raised.
    pub(crate) fn line(&mut self, x: f32, y: f32, size: f32, text: &str) -> f32 {
        let mut x = x;
        for part in text.split('{') {
            let (raised, rest) = part.split_once('}').unwrap_or(("", part));
            x = self.text(x, y + 0.4 * size, 0.6 * size, raised);
            x = self.text(x, y, size, rest);
        }
        x
    }

    /// Writes lines below each other from a place on, 1.2 ems apart.
    pub(crate) fn lines(&mut self, x: f32, y: f32, size: f32, lines: &[&str]) {
        let mut y = y;
        for line in lines {
            self.line(x, y, size, line);
            y -= 1.2 * size;
        }
    }

    /// Draws a line.
    pub(crate) fn rule(&mut self, x: f32, y: f32, width: f32) {
        self.content.move_to(x, y);
        self.content.line_to(x + width, y);
        self.content.stroke();
    }

    /// Says that what is written within is no part of the text.
    pub(crate) fn artifact(&mut self, write: impl FnOnce(&mut Self)) {
        self.content.begin_marked_content(Name(b"Artifact"));
        write(self);
        self.content.end_marked_content();
    }

    /// Marks what is written within as a note of its own.
    pub(crate) fn note(&mut self, write: impl FnOnce(&mut Self)) {
        self.notes.push(0);
        self.paragraph_of_note(write);
    }

    /// Marks what is written within as a further paragraph of the last note.
    pub(crate) fn paragraph_of_note(&mut self, write: impl FnOnce(&mut Self)) {
        let mut marked = self
            .content
            .begin_marked_content_with_properties(Name(b"Note"));
        marked.properties().identify(self.notes.iter().sum());
        marked.finish();
        *self.notes.last_mut().expect("a note") += 1;
        write(self);
        self.content.end_marked_content();
    }

    /// Packs what draws the page, and loses the middle of it.
    pub(crate) fn tear(&mut self) {
        self.is_torn = true;
    }

    /// Writes letters that stand for nothing.
    pub(crate) fn nameless(&mut self, x: f32, y: f32, size: f32, text: &str) {
        self.content.begin_text();
        self.content.set_font(Name(b"N"), size);
        self.content.next_line(x, y);
        self.content.show(Str(text.as_bytes()));
        self.content.end_text();
    }

    /// Paints no more letters from here on.
    pub(crate) fn hide(&mut self) {
        self.content
            .set_text_rendering_mode(TextRenderingMode::Invisible);
    }

    /// Lays a link over a place.
    pub(crate) fn link(&mut self, x: f32, y: f32, end: f32, address: &str) {
        let target = Target::Address(address.to_owned());
        self.links
            .push((Rect::new(x, y - 2.0, end, y + 10.0), target));
    }

    /// Lays a link over a place that leads to a height on a page.
    pub(crate) fn lead(&mut self, x: f32, y: f32, end: f32, to: (usize, f32)) {
        let target = Target::Place(to.0, to.1);
        self.links
            .push((Rect::new(x, y - 2.0, end, y + 10.0), target));
    }

    /// Draws a picture over the page.
    pub(crate) fn picture(&mut self) {
        self.has_picture = true;
        self.content.save_state();
        self.content.transform([595.0, 0.0, 0.0, 842.0, 0.0, 0.0]);
        self.content.x_object(Name(b"P"));
        self.content.restore_state();
    }

    /// Writes raised by the text rise of PDF, at the size of the text.
    pub(crate) fn risen(&mut self, x: f32, y: f32, size: f32, text: &str) -> f32 {
        self.content.set_rise(0.35 * size);
        let end = self.text(x, y, size, text);
        self.content.set_rise(0.0);
        end
    }
}

/// Binds pages into a file. `roman` is how many of the first pages are numbered in Roman numerals.
pub(crate) fn bind(pages: Vec<Page>, roman: usize) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let [catalog, tree, font, picture, small, arabic, odd, form] =
        [1, 2, 3, 4, 5, 6, 7, 8].map(Ref::new);
    let mut next = 9..;
    let mut reference = || Ref::new(next.next().expect("few objects"));
    let refs: Vec<(Ref, Ref, Vec<Ref>)> = pages
        .iter()
        .map(|page| {
            let links = page.links.iter().map(|_| reference()).collect();
            (reference(), reference(), links)
        })
        .collect();
    let mut book = pdf.catalog(catalog);
    book.pages(tree);
    if roman > 0 {
        let from = i32::try_from(roman).expect("few pages");
        let mut labels = book.page_labels();
        labels.nums().insert(0, small).insert(from, arabic);
        labels.finish();
    }
    let mut notes: Vec<(usize, Ref, Vec<Ref>)> = Vec::new();
    for (page, of) in pages.iter().enumerate() {
        for &paragraphs in &of.notes {
            let paragraphs = (0..paragraphs).map(|_| reference()).collect();
            notes.push((page, reference(), paragraphs));
        }
    }
    if !notes.is_empty() {
        let mut root = book.struct_tree_root();
        root.children().items(notes.iter().map(|note| note.1));
        root.finish();
    }
    book.finish();
    let owners: Vec<Ref> = refs.iter().map(|of| of.0).collect();
    tag(&mut pdf, &notes, &owners);
    let count = i32::try_from(pages.len()).expect("few pages");
    pdf.pages(tree)
        .kids(refs.iter().map(|of| of.0))
        .count(count);
    pdf.type1_font(font)
        .base_font(Name(b"Courier"))
        .encoding_predefined(Name(b"WinAnsiEncoding"));
    nameless_font(&mut pdf, odd, form);
    let mut label = |at, style| {
        let mut label = pdf.indirect(at).start::<PageLabel<'_>>();
        label.style(style);
    };
    label(small, NumberingStyle::LowerRoman);
    label(arabic, NumberingStyle::Arabic);
    let mut gray = pdf.image_xobject(picture, &[0x80]);
    gray.width(1).height(1).bits_per_component(8);
    gray.color_space().device_gray();
    gray.finish();
    for (page, (own, content, links)) in pages.into_iter().zip(&refs) {
        let mut sheet = pdf.page(*own);
        sheet.media_box(Rect::new(0.0, 0.0, 595.0, 842.0));
        sheet.parent(tree).contents(*content);
        sheet.annotations(links.iter().copied());
        let mut resources = sheet.resources();
        let mut fonts = resources.fonts();
        fonts.pair(Name(b"F"), font).pair(Name(b"N"), odd);
        fonts.finish();
        if page.has_picture {
            resources.x_objects().pair(Name(b"P"), picture);
        }
        resources.finish();
        sheet.finish();
        let drawn = page.content.finish();
        if page.is_torn {
            pdf.stream(*content, &torn(&drawn))
                .filter(Filter::FlateDecode);
        } else {
            pdf.stream(*content, &drawn);
        }
        for ((rect, target), link) in page.links.iter().zip(links) {
            let mut annotation = pdf.annotation(*link);
            annotation.subtype(AnnotationType::Link).rect(*rect);
            let mut action = annotation.action();
            match target {
                Target::Address(address) => {
                    let address = Str(address.as_bytes());
                    action.action_type(ActionType::Uri).uri(address);
                }
                Target::Place(page, height) => {
                    let place = action.action_type(ActionType::GoTo).destination();
                    place.page(refs[*page].0).xyz(0.0, *height, None);
                }
            }
        }
    }
    pdf.document_info(reference()).title(TextStr("A paper"));
    pdf.finish()
}

/// Writes the elements of notes: the page of each, its own reference, and those of its paragraphs.
fn tag(pdf: &mut Pdf, notes: &[(usize, Ref, Vec<Ref>)], pages: &[Ref]) {
    let mut piece = (0, 0);
    for (page, own, paragraphs) in notes {
        let mut element = pdf.struct_element(*own);
        element.kind(StructRole::Note).page(pages[*page]);
        let mut children = element.children();
        for &paragraph in paragraphs {
            children.struct_element(paragraph);
        }
        children.finish();
        element.finish();
        for &paragraph in paragraphs {
            piece = (*page, if piece.0 == *page { piece.1 } else { 0 });
            let mut element = pdf.struct_element(paragraph);
            element.kind(StructRole::P).page(pages[*page]);
            element.marked_content_child().marked_content_id(piece.1);
            piece.1 += 1;
        }
    }
}

/// Packs bytes, and breaks what is packed in its middle.
fn torn(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory");
    let mut packed = encoder.finish().expect("memory");
    let middle = packed.len() / 2;
    packed[middle..].fill(0xff);
    packed
}

/// A font whose letters are drawn by forms of its own, and have names of its own.
fn nameless_font(pdf: &mut Pdf, odd: Ref, form: Ref) {
    let names: Vec<String> = (b'a'..=b'z')
        .map(|letter| format!("drawing{letter}"))
        .collect();
    let mut drawn = pdf.type3_font(odd);
    drawn.bbox(Rect::new(0.0, 0.0, 600.0, 700.0));
    drawn.matrix([0.001, 0.0, 0.0, 0.001, 0.0, 0.0]);
    drawn.first_char(b'a').last_char(b'z').widths([600.0; 26]);
    drawn
        .char_procs()
        .pairs(names.iter().map(|name| (Name(name.as_bytes()), form)));
    let mut encoding = drawn.encoding_custom();
    let letters = names.iter().map(|name| Name(name.as_bytes()));
    encoding.differences().consecutive(b'a', letters);
    encoding.finish();
    drawn.finish();
    pdf.stream(form, b"600 0 d0 0 0 500 700 re f");
}
