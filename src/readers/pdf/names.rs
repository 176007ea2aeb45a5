//! What glyphs stand for where the file does not say it of each, but tells enough to know.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use hayro_interpret::font::{Glyph as Drawn, OutlineGlyph};
use hayro_interpret::hayro_cmap::{BfString, CMap, CMapName, CidFamily, load_embedded};
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as Bytes};

/// How often the glyphs of fonts of pictures were drawn that bear no names, by their codes.
pub(super) type Pictured = BTreeMap<u8, usize>;

/// From so many small letters on one sees whether they make words …
const LEAST_LETTERS: usize = 200;
/// … since of a hundred so many are vowels, in every language of the West.
const VOWELS: std::ops::RangeInclusive<usize> = 30..=55;

/// TeX's two encodings of text, which agree in letters and digits with ASCII. The signs of the codes below 32:
const OT1: &str = "ΓΔΘΛΞΠΣΥΦΨΩﬀﬁﬂﬃﬄıȷ`´ˇ˘¯˚¸ßæœøÆŒØ";
const T1: &str = "`´ˆ˜¨˝˚ˇ˘¯˙¸˛‚‹›“”„«»–—\u{200b}₀ıȷﬀﬁﬂﬃﬄ";
/// Those of the codes from 128 on, which are those of Latin-1 from 192 on, but for four.
const T1_HIGH: &str = "ĂĄĆČĎĚĘĞĹĽŁŃŇŊŐŔŘŚŠŞŤŢŰŮŸŹŽŻĲİđ§ăąćčďěęğĺľłńňŋőŕřśšşťţűůÿźžżĳ¡¿£";

/// What a file tells beside the names of glyphs.
#[derive(Default)]
pub(super) struct Names {
    /// The fonts whose glyphs are those of a public collection, by their names.
    collections: HashMap<String, Collected>,
    /// How the fonts of pictures are to be read.
    pictured: Option<Encoding>,
}

/// How TeX wrote a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Ot1,
    T1,
}

/// A font whose glyphs are numbered as in a collection.
struct Collected {
    /// From codes to the numbers of the collection; `None` where they are the same.
    numbers: Option<Rc<CMap>>,
    /// From the numbers to letters.
    letters: Rc<CMap>,
}

impl Names {
    /// What a file tells of its fonts; `pictured` is what was seen of those that are pictures.
    pub(super) fn of(pdf: &Pdf, pictured: &Pictured) -> Self {
        let mut maps = Maps::default();
        let mut collections = HashMap::new();
        for object in pdf.objects() {
            let Object::Dict(font) = object else {
                continue;
            };
            if let Some((name, collected)) = collected(&font, &mut maps) {
                collections.insert(name, collected);
            }
        }
        Self {
            collections,
            pictured: encoding(pictured),
        }
    }

    /// What a glyph stands for that bears no name.
    pub(super) fn find(&self, glyph: &Drawn<'_>) -> Option<BfString> {
        match glyph {
            Drawn::Outline(outline) => self.collected(outline),
            Drawn::Type3(_) => {
                let code = u8::try_from(glyph.char_code()).ok()?;
                self.pictured?.letter(code).map(BfString::Char)
            }
        }
    }

    fn collected(&self, glyph: &OutlineGlyph) -> Option<BfString> {
        if self.collections.is_empty() {
            return None;
        }
        let name = glyph.font_data()?.postscript_name?;
        let font = self.collections.get(&name)?;
        let code = glyph.char_code();
        let number = match &font.numbers {
            None => code,
            Some(numbers) => (1..=4)
                .rev()
                .find_map(|bytes| numbers.lookup_cid_code(code, bytes))?,
        };
        font.letters.lookup_bf_string(number)
    }
}

/// The tables of collections that were needed.
#[derive(Default)]
struct Maps(HashMap<Vec<u8>, Option<Rc<CMap>>>);

impl Maps {
    fn get(&mut self, name: &[u8]) -> Option<Rc<CMap>> {
        let load = || {
            let data = load_embedded(CMapName::from_bytes(name))?;
            CMap::parse(data, load_embedded).map(Rc::new)
        };
        let known = self.0.entry(name.to_vec()).or_insert_with(load);
        known.clone()
    }
}

/// The name of a font whose glyphs are those of a collection, and how to look them up; nothing for other fonts, and for
/// those that say what their glyphs stand for.
fn collected(font: &Dict<'_>, maps: &mut Maps) -> Option<(String, Collected)> {
    let descendants: Array<'_> = font.get(b"DescendantFonts".as_slice())?;
    if font.get::<Stream<'_>>(b"ToUnicode".as_slice()).is_some() {
        return None;
    }
    let base: Name<'_> = font.get(b"BaseFont".as_slice())?;
    let encoding: Name<'_> = font.get(b"Encoding".as_slice())?;
    let descendant: Dict<'_> = descendants.iter().next()?;
    let info: Dict<'_> = descendant.get(b"CIDSystemInfo".as_slice())?;
    let part = |name: &[u8]| {
        info.get::<Bytes<'_>>(name)
            .map(|text| text.as_bytes().to_vec())
    };
    let (registry, ordering) = (part(b"Registry")?, part(b"Ordering")?);
    let letters = CidFamily::from_registry_ordering(&registry, &ordering).ucs2_cmap()?;
    let letters = maps.get(letters.to_bytes())?;
    let numbers = if encoding.as_ref().starts_with(b"Identity-") {
        None
    } else {
        Some(maps.get(encoding.as_ref())?)
    };
    let name = base.as_str();
    let name = match name.split_once('+') {
        Some((prefix, name)) if prefix.len() == 6 => name,
        _ => name,
    };
    Some((name.to_owned(), Collected { numbers, letters }))
}

/// The encoding in which TeX wrote what is drawn as pictures, if that makes words.
fn encoding(pictured: &Pictured) -> Option<Encoding> {
    let count = |is_such: &dyn Fn(char) -> bool| -> usize {
        let such = pictured
            .iter()
            .filter(|(code, _)| is_such(char::from(**code)));
        such.map(|(_, drawn)| drawn).sum()
    };
    let letters = count(&|c| c.is_ascii_lowercase());
    let vowels = count(&|c| "aeiou".contains(c));
    if letters < LEAST_LETTERS || !VOWELS.contains(&(vowels * 100 / letters)) {
        return None;
    }
    let is_t1 = pictured.keys().any(|code| *code >= 128);
    Some(if is_t1 { Encoding::T1 } else { Encoding::Ot1 })
}

impl Encoding {
    fn letter(self, code: u8) -> Option<char> {
        let at = |signs: &str, place: u8| signs.chars().nth(place.into());
        match (code, self) {
            (39, _) => Some('’'),
            (96, _) => Some('‘'),
            (0..32, Self::Ot1) => at(OT1, code),
            (0..32, Self::T1) => at(T1, code),
            (34, Self::Ot1) => Some('”'),
            (92, Self::Ot1) => Some('“'),
            (123, Self::Ot1) => Some('–'),
            (124, Self::Ot1) => Some('—'),
            (127, Self::Ot1) => Some('¨'),
            (127, Self::T1) => Some('-'),
            (128.., Self::Ot1) => None,
            (128..192, Self::T1) => at(T1_HIGH, code - 128),
            (215, Self::T1) => Some('Œ'),
            (223, Self::T1) => Some('ẞ'),
            (247, Self::T1) => Some('œ'),
            (255, Self::T1) => Some('ß'),
            (32..127, _) | (192.., Self::T1) => Some(char::from(code)),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used)]

    use pdf_writer::types::{CidFontType, SystemInfo};
    use pdf_writer::{Finish, Name as Written, Ref, Str};

    use super::*;

    #[test]
    fn the_tables_of_tex_are_whole() {
        assert_eq!(OT1.chars().count(), 32);
        assert_eq!(T1.chars().count(), 32);
        assert_eq!(T1_HIGH.chars().count(), 64);
    }

    #[test]
    fn pictures_are_read_where_they_make_words() {
        let drawn = |text: &[u8]| {
            let mut pictured = Pictured::new();
            for byte in text.repeat(20) {
                *pictured.entry(byte).or_default() += 1;
            }
            encoding(&pictured).map(|encoding| encoding.letter(b'e'))
        };
        assert_eq!(drawn(b"the ferry sank in the river"), Some(Some('e')));
        assert_eq!(
            drawn(b"abcdfghjklmnpqrstvwxyz"),
            None,
            "codes in their order"
        );
    }

    #[test]
    fn a_font_of_a_public_collection_is_read_by_its_numbers() {
        let [catalog, tree, page, font, descendant] = [1, 2, 3, 4, 5].map(Ref::new);
        let mut file = pdf_writer::Pdf::new();
        file.catalog(catalog).pages(tree);
        file.pages(tree).kids([page]).count(1);
        file.page(page).parent(tree);
        let mut outer = file.type0_font(font);
        outer.base_font(Written(b"ABCDEF+Harbour"));
        outer.encoding_predefined(Written(b"Identity-H"));
        outer.descendant_font(descendant);
        outer.finish();
        let mut inner = file.cid_font(descendant);
        inner.subtype(CidFontType::Type0);
        inner.base_font(Written(b"ABCDEF+Harbour"));
        inner.system_info(SystemInfo {
            registry: Str(b"Adobe"),
            ordering: Str(b"Japan1"),
            supplement: 6,
        });
        inner.finish();
        let pdf = Pdf::new(file.finish()).expect("a file");
        let names = Names::of(&pdf, &Pictured::new());
        let letters = names.collections.get("Harbour").map(|font| &font.letters);
        let letter = letters.and_then(|letters| letters.lookup_bf_string(843));
        assert_eq!(letter, Some(BfString::Char('あ')));
    }

    #[test]
    fn letters_beyond_ascii_are_those_of_their_encoding() {
        let german = Pictured::from([(b'e', 120), (b'n', 200), (0xe4, 3)]);
        let letter = |code| encoding(&german).and_then(|encoding| encoding.letter(code));
        assert_eq!(letter(0xe4), Some('ä'));
        assert_eq!(letter(0xff), Some('ß'));
        assert_eq!(letter(28), Some('ﬁ'));
    }
}
