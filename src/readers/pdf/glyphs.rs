//! What a page shows: its glyphs, and the lines that are drawn on it.

use std::collections::HashMap;

use hayro_interpret::font::{Glyph as Drawn, GlyphRun, OutlineGlyph};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::object::Dict;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Shape};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask,
};
use unicode_normalization::UnicodeNormalization;

use super::names::{Names, Pictured};
use super::tags::{Noted, Tagged};

/// In how many units an outline divides the em.
const UNITS: f64 = 1000.0;

/// A digit of full size that hangs between these heights of the em is a superscript by its form: fonts have raised digits
/// of their own (`sups`), which stand on the baseline as far as the page tells.
const HANGING: std::ops::Range<f64> = 200.0..550.0;

/// A rule over notes is longer than this and thinner than that, in points.
const LEAST_RULE: f64 = 20.0;
const THICKEST_RULE: f64 = 3.0;

/// How many things may be drawn on one page. The densest page seen, a map, draws 600,000.
const MOST_DRAWN: usize = 4_000_000;

/// What is drawn costs as much as so many lines: a glyph, because it is kept; one that is not painted, because its outline
/// may be kept for a clip; a string of glyphs, because its font may be looked for anew; a clip, because a form begins with
/// one.
const GLYPH: usize = 8;
const UNPAINTED: usize = 64;
const STRING: usize = 64;
const CLIP: usize = 100;

/// A glyph on the upright page; all lengths in points, `y` grows downwards.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    /// What it stands for, ligatures taken apart; empty where the file does not say.
    pub(super) text: String,
    /// Where it begins on its baseline.
    pub(super) x: f32,
    /// Where the next glyph would stand.
    pub(super) end: f32,
    /// Its baseline.
    pub(super) y: f32,
    /// The size of its font.
    pub(super) size: f32,
    /// Whether it is raised by its own form.
    pub(super) hangs: bool,
    /// Whether the file says that it is no part of the text.
    pub(super) is_artifact: bool,
    /// Which of the page's strings it belongs to.
    pub(super) string: usize,
    /// The note to which the file says it belongs.
    pub(super) note: Option<Tagged>,
}

/// A horizontal line drawn on the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    pub(super) x: f32,
    pub(super) end: f32,
    pub(super) y: f32,
}

impl Glyph {
    /// Whether it is a blank between words.
    pub(super) fn is_blank(&self) -> bool {
        !self.text.is_empty() && self.text.trim().is_empty()
    }
}

/// Everything on a page that matters for its text.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    /// In the order in which they are drawn.
    pub(super) glyphs: Vec<Glyph>,
    pub(super) rules: Vec<Rule>,
    /// Whether a picture is shown.
    pub(super) has_images: bool,
    /// How many glyphs stand for nothing that the file names.
    pub(super) nameless: usize,
    /// Those among them that are pictures.
    pub(super) pictured: Pictured,
    /// How many glyphs are not painted.
    pub(super) invisible: usize,
}

/// Sees a page drawn and keeps what matters.
#[derive(Default)]
pub(super) struct Eye<'t> {
    drawing: Drawing,
    /// The glyphs of each direction in which text runs, in quarter turns: text that runs upwards beside a page is none of
    /// its text.
    turned: [Vec<Glyph>; 4],
    /// Which marked pieces of the page belong to notes.
    noted: Option<&'t Noted>,
    /// What glyphs without a name stand for, where the file was searched for it.
    names: Option<&'t Names>,
    /// The pieces of marked content that are open.
    marked: Vec<Marked>,
    forms: HashMap<u128, bool>,
    /// How many strings of glyphs were drawn.
    strings: usize,
    drawn: usize,
}

/// What a piece of marked content is, by itself or by those that it stands in.
#[derive(Clone, Copy, Default)]
struct Marked {
    /// Whether it is no part of the text.
    is_artifact: bool,
    /// The note to which it belongs.
    note: Option<Tagged>,
}

/// The reason for which a page is given up: it draws without end.
pub(super) struct Endless;

impl<'t> Eye<'t> {
    /// An eye for a page on which these marked pieces belong to notes, in a file of which these names were found out.
    pub(super) fn new(noted: Option<&'t Noted>, names: Option<&'t Names>) -> Self {
        Self {
            noted,
            names,
            ..Self::default()
        }
    }

    /// What was seen. The direction in which most of the text runs is that of the page.
    pub(super) fn close(mut self) -> Drawing {
        let most = (0..self.turned.len())
            .rev()
            .max_by_key(|&turn| self.turned[turn].len());
        let turn = most.unwrap_or(0);
        if turn != 0 {
            self.drawing.rules.clear();
        }
        self.drawing.glyphs = std::mem::take(&mut self.turned[turn]);
        self.drawing
    }

    /// Counts what is drawn. The interpreter cannot be stopped from outside, and forms that show forms multiply without
    /// bound; so this unwinds, to be caught around the page.
    fn count(&mut self, things: usize) {
        self.drawn += things;
        if self.drawn > MOST_DRAWN {
            std::panic::resume_unwind(Box::new(Endless));
        }
    }

    fn hangs(&mut self, glyph: &OutlineGlyph, text: &str) -> bool {
        if text.len() != 1 || !text.starts_with(|c: char| c.is_ascii_digit()) {
            return false;
        }
        *self
            .forms
            .entry(glyph.identifier().cache_key())
            .or_insert_with(|| {
                let bounds = glyph.outline().bounding_box();
                bounds.y0 > HANGING.start && bounds.y1 > HANGING.end
            })
    }

    fn see(&mut self, glyph: &Drawn<'_>, transform: Affine) {
        let known = glyph.as_unicode();
        let known = known.or_else(|| self.names?.find(glyph));
        let text = known.map(text_of).unwrap_or_default();
        // A file can say that a letter stands for a book.
        self.count(text.len());
        let (advance, hangs) = match glyph {
            Drawn::Outline(outline) => (outline.advance_width(), self.hangs(outline, &text)),
            Drawn::Type3(form) => (form.advance_width(), false),
        };
        if text.is_empty() {
            self.drawing.nameless += 1;
            if let (Drawn::Type3(_), Ok(code)) = (glyph, u8::try_from(glyph.char_code())) {
                *self.drawing.pictured.entry(code).or_default() += 1;
            }
        }
        let start = transform * Point::ZERO;
        let end = transform * Point::new(f64::from(advance.unwrap_or(500.0)), 0.0);
        let ahead = transform * Point::new(UNITS, 0.0);
        let Some(turn) = turn_of(ahead.x - start.x, ahead.y - start.y) else {
            return;
        };
        let [_, _, c, d, ..] = transform.as_coeffs();
        let (start, end) = (unturned(start, turn), unturned(end, turn));
        #[expect(clippy::cast_possible_truncation, reason = "a page is small")]
        let glyph = Glyph {
            text,
            x: start.x as f32,
            end: end.x.max(start.x) as f32,
            y: start.y as f32,
            size: (c.hypot(d) * UNITS) as f32,
            hangs,
            is_artifact: self.marked.last().is_some_and(|marked| marked.is_artifact),
            string: self.strings,
            note: self.marked.last().and_then(|marked| marked.note),
        };
        let is_sound = [glyph.x, glyph.end, glyph.y, glyph.size]
            .iter()
            .all(|length| length.is_finite() && length.abs() < 1e6);
        if is_sound && glyph.size > 0.1 {
            self.turned[turn].push(glyph);
        }
    }
}

/// In quarter turns, how far the direction of a text is from that of the page; `None` for what runs aslant, as watermarks
/// do.
fn turn_of(x: f64, y: f64) -> Option<usize> {
    let aslant = x.abs().min(y.abs()) > 0.2 * x.abs().max(y.abs());
    (!aslant).then(|| match (x.abs() >= y.abs(), x >= 0.0, y >= 0.0) {
        (true, true, _) => 0,
        (false, _, true) => 1,
        (true, false, _) => 2,
        (false, _, false) => 3,
    })
}

/// Where a point lies once the page has been turned so that its text runs to the right.
fn unturned(point: Point, turn: usize) -> Point {
    match turn {
        0 => point,
        1 => Point::new(point.y, -point.x),
        2 => Point::new(-point.x, -point.y),
        _ => Point::new(-point.y, point.x),
    }
}

/// What a glyph stands for, as it is written here: without ligatures, and with a blank for what spreads words apart.
fn text_of(known: BfString) -> String {
    let text = match known {
        BfString::Char(letter) => letter.to_string(),
        BfString::String(text) => text,
    };
    if !text.is_empty() && text.chars().all(|c| c.is_control() && c.is_whitespace()) {
        return " ".to_owned();
    }
    let is_known = |c: &char| !c.is_control() && !('\u{E000}'..='\u{F8FF}').contains(c);
    let text: String = text.chars().filter(is_known).collect();
    if text.chars().all(|c| ('\u{FB00}'..='\u{FB4F}').contains(&c)) {
        return text.nfkc().collect();
    }
    text.replace('\u{ad}', "-")
}

impl<'a> Device<'a> for Eye<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, _: &DrawMode) {
        self.count(1);
        if path.elements().len() > 8 {
            return;
        }
        let bounds = (props.transform * path.clone()).bounding_box();
        if bounds.width() > LEAST_RULE && bounds.height() < THICKEST_RULE {
            #[expect(clippy::cast_possible_truncation, reason = "a page is small")]
            self.drawing.rules.push(Rule {
                x: bounds.x0 as f32,
                end: bounds.x1 as f32,
                y: bounds.center().y as f32,
            });
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.count(CLIP);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.count(1);
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let each = match mode {
            DrawMode::Invisible => UNPAINTED,
            _ => GLYPH,
        };
        self.count(STRING + each * run.glyphs().len());
        self.strings += 1;
        if matches!(mode, DrawMode::Invisible) {
            self.drawing.invisible += run.glyphs().len();
        }
        for glyph in run.glyphs() {
            self.see(glyph, props.transform * glyph.transform());
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.count(1);
        self.drawing.has_images = true;
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        self.count(1);
        let piece = properties.and_then(|properties| properties.get(b"MCID".as_slice()));
        let note = piece.and_then(|piece: i32| self.noted?.get(&piece).copied());
        let outer = self.marked.last().copied().unwrap_or_default();
        self.marked.push(Marked {
            is_artifact: outer.is_artifact || tag == b"Artifact",
            note: note.or(outer.note),
        });
    }

    fn end_marked_content(&mut self) {
        self.marked.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tab_between_words_is_a_blank_and_a_ligature_its_letters() {
        let text = |c| text_of(BfString::Char(c));
        assert_eq!(text('\t'), " ");
        assert_eq!(text('ﬁ'), "fi");
        assert_eq!(text('\u{f8fa}'), "");
    }
}
