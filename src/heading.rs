//! The headings that note lists stand under, in the main languages of policy work.

/// What a heading promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Promise {
    /// Notes, each called once as a rule.
    Notes,
    /// A bibliography, whose entries are called again and again.
    References,
}

const NOTES: &[&str] = &[
    "notes",
    "note",
    "endnotes",
    "end notes",
    "footnotes",
    "foot notes",
    "notes and references",
    "notes & references",
    "notes and sources",
    "sources and notes",
    "chapter notes",
    "anmerkungen",
    "fußnoten",
    "fussnoten",
    "endnoten",
    "notes de bas de page",
    "notes de fin",
    "notas",
    "notas al pie",
    "notas finales",
    "notas de rodapé",
    "notas finais",
    "note a piè di pagina",
    "note al testo",
    "noten",
    "voetnoten",
    "eindnoten",
    "noter",
    "fotnoter",
    "fodnoter",
    "slutnoter",
    "sluttnoter",
    "viitteet",
    "alaviitteet",
    "przypisy",
    "poznámky",
    "jegyzetek",
    "végjegyzetek",
    "dipnotlar",
    "notlar",
    "примечания",
    "сноски",
    "примітки",
    "виноски",
    "σημειώσεις",
    "注",
    "注释",
    "注釋",
    "註",
    "註釋",
    "註解",
    "脚注",
    "腳註",
    "尾注",
    "尾註",
    "注記",
    "각주",
    "미주",
    "주",
    "주석",
    "הערות",
    "الهوامش",
    "الحواشي",
    "catatan",
    "chú thích",
];

const REFERENCES: &[&str] = &[
    "references",
    "reference",
    "reference list",
    "list of references",
    "references cited",
    "works cited",
    "literature cited",
    "bibliography",
    "sources",
    "citations",
    "literature",
    "quellen",
    "quellenverzeichnis",
    "literatur",
    "literaturverzeichnis",
    "références",
    "bibliographie",
    "sources citées",
    "referencias",
    "bibliografía",
    "fuentes",
    "referências",
    "bibliografia",
    "riferimenti",
    "riferimenti bibliografici",
    "fonti",
    "referenties",
    "bronnen",
    "literatuur",
    "referenser",
    "källor",
    "kilder",
    "referanser",
    "litteratur",
    "lähteet",
    "literatura",
    "źródła",
    "kaynaklar",
    "kaynakça",
    "литература",
    "источники",
    "список литературы",
    "ссылки",
    "джерела",
    "література",
    "βιβλιογραφία",
    "参考文献",
    "參考文獻",
    "引用文献",
    "참고문헌",
    "참고 문헌",
    "מקורות",
    "المراجع",
    "المصادر",
    "daftar pustaka",
    "tài liệu tham khảo",
];

/// Longest heading in bytes; a line beyond it is not looked at.
const LONGEST: usize = 120;

/// What a line promises if it is the heading of a note list: `## Notes`, `**REFERENCES**`, `5. References:`.
pub(crate) fn promise(line: &str) -> Option<Promise> {
    let line = line.trim();
    if line.is_empty() || line.len() > LONGEST {
        return None;
    }
    let words = bare(line).to_lowercase();
    if NOTES.contains(&words.as_str()) {
        return Some(Promise::Notes);
    }
    REFERENCES
        .contains(&words.as_str())
        .then_some(Promise::References)
}

/// The words of a heading without its markup and its own number.
pub(crate) fn bare(line: &str) -> &str {
    let signs = |c: char| {
        matches!(
            c,
            '#' | '*'
                | '_'
                | ':'
                | '='
                | '-'
                | '—'
                | '–'
                | '.'
                | '['
                | ']'
                | '【'
                | '】'
                | '〈'
                | '〉'
                | '<'
                | '>'
                | '：'
        ) || c.is_whitespace()
    };
    let line = line.trim_matches(signs);
    let numbered = line.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    // "5. References" has a number of its own; the words must go on behind a blank.
    if numbered.len() < line.len() && numbered.starts_with(char::is_whitespace) {
        numbered.trim_matches(signs)
    } else {
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_in_their_usual_dress() {
        for line in [
            "Notes",
            "## Notes",
            "**ENDNOTES**",
            "5. References",
            "Anmerkungen:",
            "참고문헌",
            "  註釋",
        ] {
            assert!(promise(line).is_some(), "{line}");
        }
        for line in [
            "Notes on the text",
            "See the notes",
            "",
            "Preferences",
            "12",
        ] {
            assert!(promise(line).is_none(), "{line}");
        }
    }
}
