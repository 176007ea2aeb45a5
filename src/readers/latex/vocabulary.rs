//! The commands and environments of LaTeX, as far as they matter for what a reader of the paper sees.

/// What a command does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// Stands for characters.
    Is(&'static str),
    /// Stands for nothing; so many arguments go with it.
    Nothing(u8),
    /// Its argument is hidden under a bar.
    Blackened,
    /// Its last argument is text; so many stand before it and are none.
    Shows(u8),
    /// A heading.
    Heading,
    Footnote,
    FootnoteMark,
    FootnoteText,
    /// A footnote of a series of its own, by the name of its counter, as critical editions have several.
    Familiar(&'static str),
    Endnote,
    Thanks,
    Sidenote,
    Margin,
    /// Where the endnotes are printed.
    Endnotes,
    Cite,
    /// A citation in a footnote of its own.
    FootCite,
    /// Several citations.
    Cites,
    NoCite,
    /// A line in a table, with the places where it is cut short in parentheses.
    Rule,
    /// An example of linguists; what stands in brackets behind it is their judgement.
    Example,
    Bibliography,
    BibItem,
    Input,
    Import,
    Raised,
    /// Type of one width, in which quotation marks and dashes are what they are.
    Mono,
    /// An accent, as the sign that combines with the letter before it.
    Accent(char),
    Caption,
    Item,
    Url,
    Href,
    /// The name of a place elsewhere in the paper.
    Reference,
    Quoted,
    Begin,
    End,
    /// Title, author or date, kept until the title is made.
    Title,
    MakeTitle,
    Class,
    Verb,
    /// A paragraph ends.
    Par,
    /// A line ends.
    Line,
    Counter,
    /// A number that LaTeX counts.
    Counted,
    CountedWithin,
    Math,
    MathInline,
    MathDisplay,
    EndInput,
}

/// What LaTeX and its usual packages mean by a command; `None` if it is not known.
#[expect(clippy::too_many_lines, reason = "it is a table")]
pub(super) fn act(name: &str) -> Option<Act> {
    use Act::{Accent, Is, Nothing, Shows};
    Some(match name {
        "part" | "chapter" | "section" | "subsection" | "subsubsection" | "paragraph"
        | "subparagraph" | "addchap" | "addsec" | "minisec" | "frametitle" => Act::Heading,
        "footnote" => Act::Footnote,
        "footnotemark" => Act::FootnoteMark,
        "footnotetext" => Act::FootnoteText,
        "endnote" | "pagenote" => Act::Endnote,
        "thanks" => Act::Thanks,
        "sidenote" => Act::Sidenote,
        "marginpar" | "marginnote" => Act::Margin,
        "theendnotes" | "printendnotes" | "printpagenotes" => Act::Endnotes,
        "cite" | "citep" | "citet" | "citealp" | "citealt" | "citeauthor" | "citeyear"
        | "citeyearpar" | "citefullauthor" | "Citet" | "Citep" | "Citealt" | "Citealp"
        | "Citeauthor" | "parencite" | "Parencite" | "autocite" | "Autocite" | "textcite"
        | "Textcite" | "Cite" | "smartcite" | "supercite" | "citetitle" | "citedate"
        | "fullcite" | "onlinecite" | "citenum" | "citeonline" | "shortcite" | "citeN"
        | "citeA" | "citeurl" | "notecite" | "pnotecite" => Act::Cite,
        "footcite" | "footcitetext" | "footfullcite" => Act::FootCite,
        "cites" | "parencites" | "autocites" | "textcites" | "smartcites" | "supercites"
        | "Cites" | "Parencites" | "Autocites" | "Textcites" | "footcites" => Act::Cites,
        "nocite" => Act::NoCite,
        "bibliography" | "addbibresource" | "addglobalbib" | "bibdata" => Act::Bibliography,
        "bibitem" => Act::BibItem,
        "input" | "include" | "subfile" | "subfileinclude" => Act::Input,
        "import" | "subimport" | "inputfrom" | "subinputfrom" | "includefrom" => Act::Import,
        "textsuperscript" | "up" | "textsu" | "superscript" => Act::Raised,
        "texttt" | "lstinline" => Act::Mono,
        "caption" | "captionof" | "captionbelow" | "captionabove" => Act::Caption,
        "item" => Act::Item,
        // The package `censor` prints black bars: nobody sees the words.
        "blackout" | "xblackout" | "censor" | "xcensor" | "censorbox" => Act::Blackened,
        "url" | "nolinkurl" | "path" | "burl" | "Url" => Act::Url,
        "href" => Act::Href,
        "ref" | "pageref" | "eqref" | "autoref" | "cref" | "Cref" | "vref" | "nameref"
        | "footref" | "fullref" | "labelcref" => Act::Reference,
        "enquote" | "textquote" => Act::Quoted,
        "begin" => Act::Begin,
        "end" => Act::End,
        "title" | "author" | "date" | "subtitle" => Act::Title,
        "maketitle" => Act::MakeTitle,
        "documentclass" | "documentstyle" => Act::Class,
        "verb" | "Verb" | "spverb" | "EscVerb" => Act::Verb,
        "par" | "newpage" | "clearpage" | "cleardoublepage" | "pagebreak" | "bigskip"
        | "medskip" | "smallskip" | "endgraf" => Act::Par,
        "newline" | "linebreak" | "tabularnewline" | "cr" => Act::Line,
        "setcounter" | "addtocounter" | "stepcounter" | "refstepcounter" => Act::Counter,
        "arabic" | "roman" | "Roman" | "alph" | "Alph" | "fnsymbol" => Act::Counted,
        "counterwithin" | "counterwithout" | "@addtoreset" | "@removefromreset" => {
            Act::CountedWithin
        }
        "ensuremath" => Act::Math,
        "cmidrule" => Act::Rule,
        "ex" | "exi" | "exr" | "exp" | "sn" => Act::Example,
        "footnoteA" => Act::Familiar("footnoteA"),
        "footnoteB" => Act::Familiar("footnoteB"),
        "footnoteC" => Act::Familiar("footnoteC"),
        "footnoteD" => Act::Familiar("footnoteD"),
        "footnoteE" => Act::Familiar("footnoteE"),
        "todo"
        | "missingfigure"
        | "iffalse"
        | "index"
        | "glsadd"
        | "PackageWarning"
        | "typeout"
        | "hypersetup"
        | "pgfplotsset"
        | "tikzset"
        | "lstset"
        | "sisetup"
        | "captionsetup"
        | "DeclareMathOperator"
        | "definecolor"
        | "colorlet"
        | "graphicspath"
        | "bibliographystyle"
        | "usepackage"
        | "RequirePackage"
        | "PassOptionsToPackage"
        | "geometry"
        | "pagestyle"
        | "thispagestyle"
        | "pagenumbering"
        | "includegraphics"
        | "label"
        | "vspace"
        | "hspace"
        | "setlength"
        | "addtolength"
        | "newlength"
        | "newcounter"
        | "markboth"
        | "markright"
        | "addcontentsline"
        | "hypertarget"
        | "newtheorem"
        | "theoremstyle"
        | "includeonly"
        | "graphicspath*"
        | "selectlanguage"
        | "settowidth"
        | "phantom"
        | "hphantom"
        | "vphantom"
        | "color"
        | "cline"
        | "rule"
        | "bookmarksetup"
        | "newfontfamily"
        | "setmainfont"
        | "setsansfont"
        | "setmonofont"
        | "fontsize"
        | "titleformat"
        | "titlespacing"
        | "SetSymbolFont"
        | "hyphenation"
        | "ProcessOptions"
        | "KOMAoptions"
        | "urlstyle"
        | "phantomsection"
        | "crefname"
        | "Crefname"
        | "newsavebox"
        | "sbox"
        | "savebox"
        | "usebox"
        | "linespread"
        | "nocaption"
        | "printindex"
        | "setdefaultlanguage"
        | "setotherlanguage"
        | "newacronym"
        | "acresetall"
        | "balance"
        | "fancyhead"
        | "fancyfoot"
        | "fancyhf"
        | "rowcolor"
        | "cellcolor"
        | "columncolor"
        | "arrayrulecolor"
        | "addlinespace"
        | "specialrule"
        | "enlargethispage"
        | "penalty"
        | "needspace"
        | "DeclareFieldFormat"
        | "AtBeginDocument"
        | "AtEndDocument"
        | "email"
        | "orcid"
        | "bibitemdeclare" => return Some(skipped(name)),
        "textcolor" | "foreignlanguage" | "hyperlink" | "hyperref" | "colorbox" | "textlang"
        | "scalebox" | "rotatebox" | "raisebox" | "parbox" | "adjustbox" | "href*" | "lettrine" => {
            Shows(u8::from(name != "hyperref"))
        }
        "multicolumn" | "multirow" | "resizebox" | "fcolorbox" => Shows(2),
        "mbox" | "fbox" | "emph" | "textit" | "textbf" | "textsc" | "textsf" | "textrm"
        | "textup" | "textmd" | "textsl" | "textnormal" | "underline" | "uline" | "sout"
        | "hbox" | "makebox" | "framebox" | "text" | "protect" | "centering" | "raggedright"
        | "noindent" | "indent" | "leavevmode" | "null" | "relax" | "ignorespaces" | "unskip"
        | "bfseries" | "itshape" | "scshape" | "normalfont" | "em" | "it" | "bf" | "rm" | "sc"
        | "tt" | "sf" | "small" | "footnotesize" | "scriptsize" | "tiny" | "normalsize"
        | "large" | "Large" | "LARGE" | "huge" | "Huge" | "frenchspacing" | "sloppy" | "fussy"
        | "hline" | "toprule" | "midrule" | "bottomrule" | "hfill" | "hfil" | "vfill"
        | "appendix" | "frontmatter" | "mainmatter" | "backmatter" | "tableofcontents"
        | "listoffigures" | "listoftables" | "printbibliography" | "nobreak" | "allowbreak"
        | "goodbreak" | "filbreak" | "samepage" | "onecolumn" | "twocolumn" | "begingroup"
        | "endgroup" | "bgroup" | "egroup" | "long" | "global" | "tightlist" | "xspace"
        | "doublespacing" | "singlespacing" | "onehalfspacing" | "raggedleft" | "raggedbottom"
        | "flushbottom" | "makeatletter" | "makeatother" | "fi" | "or" | "endfirsthead"
        | "endhead" | "endfoot" | "endlastfoot" => Nothing(0),
        "quad" | "qquad" | "enspace" | "space" | "thinspace" | "nobreakspace" | "hskip"
        | "medspace" | "thickspace" | "negthinspace" => Is("\u{a0}"),
        "S" => Is("§"),
        "P" => Is("¶"),
        "dots" | "ldots" | "textellipsis" => Is("…"),
        "dag" | "textdagger" => Is("†"),
        "ddag" | "textdaggerdbl" => Is("‡"),
        "copyright" | "textcopyright" => Is("©"),
        "textregistered" => Is("®"),
        "texttrademark" => Is("™"),
        "pounds" | "textsterling" => Is("£"),
        "euro" | "texteuro" => Is("€"),
        "textyen" => Is("¥"),
        "textcent" => Is("¢"),
        "textdegree" | "degree" => Is("°"),
        "textmu" => Is("µ"),
        "texttimes" => Is("×"),
        "textpm" => Is("±"),
        "textendash" => Is("–"),
        "textemdash" => Is("—"),
        "textquotedblleft" | "grqq" => Is("“"),
        "textquotedblright" => Is("”"),
        "textquoteleft" | "grq" => Is("‘"),
        "textquoteright" => Is("’"),
        "textquotesingle" => Is("'"),
        "textquotedbl" => Is("\""),
        "quotedblbase" | "glqq" => Is("„"),
        "glq" | "quotesinglbase" => Is("‚"),
        "guillemotleft" | "flqq" | "og" => Is("«"),
        "guillemotright" | "frqq" | "fg" => Is("»"),
        "textbackslash" => Is("\\"),
        "textasciitilde" => Is("~"),
        "textasciicircum" => Is("^"),
        "textunderscore" => Is("_"),
        "textbar" => Is("|"),
        "textless" => Is("<"),
        "textgreater" => Is(">"),
        "textbullet" => Is("•"),
        "textperiodcentered" => Is("·"),
        "textasteriskcentered" => Is("*"),
        "lbrack" => Is("["),
        "rbrack" => Is("]"),
        "slash" => Is("/"),
        "LaTeX" => Is("LaTeX"),
        "TeX" => Is("TeX"),
        "ss" => Is("ß"),
        "o" => Is("ø"),
        "O" => Is("Ø"),
        "l" => Is("ł"),
        "L" => Is("Ł"),
        "ae" => Is("æ"),
        "AE" => Is("Æ"),
        "oe" => Is("œ"),
        "OE" => Is("Œ"),
        "aa" => Is("å"),
        "AA" => Is("Å"),
        "i" => Is("ı"),
        "j" => Is("ȷ"),
        "dh" => Is("ð"),
        "th" => Is("þ"),
        "dj" => Is("đ"),
        "DJ" => Is("Đ"),
        "u" => Accent('\u{306}'),
        "v" => Accent('\u{30c}'),
        "H" => Accent('\u{30b}'),
        "c" => Accent('\u{327}'),
        "d" => Accent('\u{323}'),
        "b" => Accent('\u{331}'),
        "r" => Accent('\u{30a}'),
        "k" => Accent('\u{328}'),
        "t" => Accent('\u{361}'),
        "endinput" => Act::EndInput,
        _ => return None,
    })
}

/// Commands whose arguments are none of the text.
fn skipped(name: &str) -> Act {
    Act::Nothing(match name {
        "setlength"
        | "addtolength"
        | "markboth"
        | "definecolor"
        | "colorlet"
        | "settowidth"
        | "DeclareMathOperator"
        | "PassOptionsToPackage"
        | "newtheorem"
        | "rule"
        | "fontsize"
        | "sbox"
        | "savebox"
        | "newacronym"
        | "DeclareFieldFormat"
        | "PackageWarning"
        | "SetSymbolFont" => 2,
        "addcontentsline" | "crefname" | "Crefname" | "titlespacing" => 3,
        "titleformat" => 5,
        "balance" | "phantomsection" | "printindex" | "acresetall" | "ProcessOptions"
        | "penalty" | "iffalse" => 0,
        _ => 1,
    })
}

/// A sign behind a backslash.
pub(super) fn symbol(sign: &str) -> Option<Act> {
    Some(match sign {
        "%" => Act::Is("%"),
        "&" => Act::Is("&"),
        "$" => Act::Is("$"),
        "#" => Act::Is("#"),
        "_" => Act::Is("_"),
        "{" => Act::Is("{"),
        "}" => Act::Is("}"),
        "," | ";" | ":" => Act::Is("\u{a0}"),
        "!" | "/" | "-" | "@" | ">" | "+" | ")" | "]" => Act::Nothing(0),
        "'" => Act::Accent('\u{301}'),
        "`" => Act::Accent('\u{300}'),
        "^" => Act::Accent('\u{302}'),
        "\"" => Act::Accent('\u{308}'),
        "~" => Act::Accent('\u{303}'),
        "=" => Act::Accent('\u{304}'),
        "." => Act::Accent('\u{307}'),
        "\\" => Act::Line,
        "(" => Act::MathInline,
        "[" => Act::MathDisplay,
        _ => return None,
    })
}

/// What an environment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Document,
    Quotation,
    /// A list whose items are numbered.
    Numbered,
    Bullets,
    Float,
    Table,
    Bibliography,
    Math,
    /// It is not read.
    Dropped,
    Code,
    /// A page within the page, whose notes are counted by letters.
    Minipage,
    Plain,
}

/// What an environment is, and how many arguments go with it.
pub(super) fn place(name: &str) -> (Place, u8) {
    let plain = name.strip_suffix('*').unwrap_or(name);
    match plain {
        "document" => (Place::Document, 0),
        "quote" | "quotation" | "displayquote" | "displaycquote" | "verse" | "quoting"
        | "blockquote" => (Place::Quotation, 0),
        "enumerate" | "compactenum" | "inparaenum" => (Place::Numbered, 0),
        "itemize" | "description" | "compactitem" | "tablenotes" => (Place::Bullets, 0),
        "figure" | "table" | "sidewaysfigure" | "sidewaystable" | "algorithm" | "listing"
        | "SCfigure" | "marginfigure" | "margintable" => (Place::Float, 0),
        "wrapfigure" | "wraptable" | "floatingfigure" => (Place::Float, 2),
        "tabular" | "longtable" | "array" | "supertabular" | "tabu" | "longtabu" | "tblr"
            if name.ends_with('*') =>
        {
            (Place::Table, 2)
        }
        "tabular" | "longtable" | "supertabular" | "tabu" | "longtabu" | "tblr" => {
            (Place::Table, 1)
        }
        "tabularx" | "tabulary" | "tabularex" => (Place::Table, 2),
        "thebibliography" => (Place::Bibliography, 1),
        "equation" | "align" | "gather" | "multline" | "eqnarray" | "math" | "displaymath"
        | "flalign" | "alignat" | "array" | "dmath" | "subequations" | "IEEEeqnarray" => {
            (Place::Math, 0)
        }
        "comment" | "filecontents" | "tikzpicture" | "pgfpicture" | "asy" | "picture"
        | "CCSXML" => (Place::Dropped, 0),
        "verbatim" | "Verbatim" | "BVerbatim" | "LVerbatim" | "lstlisting" | "minted" | "alltt" => {
            (Place::Code, 0)
        }
        "minipage" => (Place::Minipage, 1),
        "multicols" | "adjustwidth" | "spacing" | "otherlanguage" | "addmargin" | "subfigure"
        | "turn" | "rotate" => (Place::Plain, 1),
        "list" | "textblock" | "CJK" => (Place::Plain, 2),
        _ => (Place::Plain, 0),
    }
}
