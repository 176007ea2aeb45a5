//! Rich text.

use super::{Choices, DEEPEST, Markup};

/// Words of RTF that stand alone, and signs that stand for others.
const WORDS: [&str; 40] = [
    "\\par\n",
    "\\par\n",
    "\\pard ",
    "\\plain ",
    "\\cell ",
    "\\row\n",
    "\\intbl ",
    "\\trowd\\cellx9 ",
    "\\nestcell ",
    "\\line ",
    "\\page ",
    "\\sect\\sectd ",
    "\\super ",
    "\\nosupersub ",
    "\\up6\\fs16 ",
    "\\chftn ",
    "\\chftn ",
    "\\v ",
    "\\v0 ",
    "\\deleted ",
    "\\deleted0 ",
    "\\f1 ",
    "\\f2 ",
    "\\f9 ",
    "\\uc0 ",
    "\\uc2 ",
    "\\u8217?",
    "\\u-10179?\\u-8704?",
    "\\u-10179 ",
    "\\u99999999 ",
    "\\'e9",
    "\\'93\\'fa",
    "\\'83",
    "\\'zz",
    "\\bin3 }{\\",
    "\\~",
    "\\tab ",
    "\\s1\\outlinelevel0 ",
    "\\ftnrstpg\\ftnnrlc\\sftnrestart ",
    "\\\n",
];

/// What groups begin with.
const GROUPS: [&str; 24] = [
    "",
    "",
    "\\super ",
    "\\footnote ",
    "\\footnote \\chftn ",
    "\\*\\footnote\\ftnalt ",
    "\\*\\ftnalt ",
    "\\field",
    "\\*\\fldinst HYPERLINK \"http://e.example/é\" ",
    "\\*\\fldinst NOTEREF a ",
    "\\fldrslt ",
    "\\*\\bkmkstart a",
    "\\*\\bkmkend a",
    "\\listtext 3.\\tab",
    "\\*\\shpinst",
    "\\shptxt ",
    "\\upr",
    "\\*\\ud ",
    "\\*\\unknown ",
    "\\pict ffff",
    "\\header ",
    "\\*\\moMath",
    "\\mr ",
    "\\deleted ",
];

/// A document of RTF.
pub(crate) fn rich(choices: &mut Choices<'_>) -> String {
    let mut rich = Markup::new(choices);
    rich.put(
        "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fcharset0 Times;}{\\f1\\fcharset128 Mincho;}{\\f2\\fcharset2 Symbol;}}\
         {\\stylesheet{\\s1 heading 1;}}\n",
    );
    rich.several(60, piece);
    rich.put("}");
    rich.finish()
}

fn piece(rich: &mut Markup<'_, '_>) {
    match rich.choices.below(8) {
        0..=2 => {
            let word = rich.choices.word();
            rich.put(word);
        }
        3 | 4 => {
            let word = rich.choices.pick(&WORDS);
            rich.put(word);
        }
        // Now and then a brace is missing, or there is one too many.
        5 if rich.choices.once_in(30) => rich.put("}"),
        _ if rich.depth >= DEEPEST => {}
        _ => {
            let begin = rich.choices.pick(&GROUPS);
            rich.put("{");
            rich.put(begin);
            rich.depth += 1;
            rich.several(5, piece);
            rich.depth -= 1;
            if !rich.choices.once_in(40) {
                rich.put("}");
            }
        }
    }
}
