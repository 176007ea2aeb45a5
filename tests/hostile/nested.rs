//! Things in things in things, and macros that grow.

use super::broken::{Broken, Scale, each};
use super::lines::repeated;

/// How deep, at the whole size.
const DEEP: usize = 100_000;

/// What is opened in HTML and not closed.
const TAGS: [&str; 26] = [
    "div",
    "b",
    "i",
    "a href=#x",
    "p",
    "span",
    "sup",
    "sub",
    "ul",
    "ul><li",
    "ol><li",
    "dl><dd",
    "blockquote",
    "table",
    "table><tr><td",
    "aside epub:type=footnote",
    "section role=doc-endnotes",
    "svg",
    "math",
    "template",
    "select",
    "button",
    "form",
    "font size=1",
    "b><p",
    "a href=#x><table",
];

fn pages(scale: Scale) -> Vec<Broken> {
    let mut files = Vec::new();
    for tag in TAGS {
        let name = tag.replace(|c: char| !c.is_alphanumeric(), "-");
        files.push(Broken::new(format!("nested-{name}"), "html", move || {
            format!("<{tag}>").repeat(scale.of(DEEP)) + "Word.1"
        }));
        let end = tag.split(['>', ' ']).next().unwrap();
        files.push(Broken::new(format!("closed-{name}"), "html", move || {
            let (open, close) = (format!("<{tag}>"), format!("</{end}>"));
            let depth = scale.of(DEEP);
            format!("{}Word.1{}", open.repeat(depth), close.repeat(depth))
        }));
        files.push(Broken::new(format!("beside-{name}"), "html", move || {
            let pair = format!("<{tag}>Word<sup>1</sup></{end}>");
            repeated(&pair, scale.of(1_000_000))
        }));
    }
    files.extend(odd_pages(scale));
    files
}

fn odd_pages(scale: Scale) -> Vec<Broken> {
    let whole = move |number| scale.of(number);
    vec![
        Broken::new("links-to-one", "html", move || {
            let links = "<a href=#n>1</a> ".repeat(whole(100_000));
            format!("<p>{links}<p id=n>1. Adams.")
        }),
        Broken::new("links-to-each", "html", move || {
            let calls = each(whole(50_000), |n| {
                format!("Word<sup><a href=#n{n}>{n}</a></sup>. ")
            });
            let notes = each(whole(50_000), |n| format!("<li id=n{n}>Adams, Water.</li>"));
            format!("<p>{calls}<ol>{notes}</ol>")
        }),
        Broken::new("million-links", "html", move || {
            "<a href=https://e.org/a>a</a>".repeat(whole(1_000_000))
        }),
        Broken::new("million-links-parted", "html", move || {
            "<p><a href=https://e.org/a>a</a>".repeat(whole(300_000))
        }),
        Broken::new("links-in-a-circle", "html", move || {
            each(whole(50_000), |n| {
                format!("<p id=n{n}><a href=#n{}>{n}</a> Adams.", n + 1)
            })
        }),
        Broken::new("one-id", "html", move || {
            "<p id=a><a href=#a>1</a> Word".repeat(whole(50_000))
        }),
        Broken::new("attributes", "html", move || {
            let attributes = each(whole(100_000), |n| format!(" a{n}=b"));
            format!("<p{attributes}>Word.1")
        }),
        Broken::new("attribute-long", "html", move || {
            format!("<p title='{}'>Word.1", "x".repeat(whole(10_000_000)))
        }),
        Broken::new("id-long", "html", move || {
            let id = "x".repeat(whole(1_000_000));
            format!("<p>Word<a href=#{id}>1</a><p id={id}>1. Adams.")
        }),
        Broken::new("fonts", "html", move || {
            each(whole(20_000), |n| format!("<p><font size={n}>word</p>"))
        }),
        Broken::new("columns", "html", || {
            "<table><tr><td colspan=4294967295 rowspan=4294967295>Word.1".to_owned()
        }),
        Broken::new("list-start", "html", || {
            ["a", "i", "1", "A"].map(|kind| format!("<ol type={kind} start=2147483647><li>Adams<li value=-2147483648>Brown<li value=99999999999999999999>Clark</ol>")).concat()
        }),
        Broken::new("unfinished-script", "html", move || {
            "<script>".to_owned() + &"<!--<script>".repeat(whole(100_000))
        }),
        Broken::new("entity-numbers", "html", move || {
            "&#99999999999;&#xD800;&#0;&#x110000;".repeat(whole(30_000))
        }),
        Broken::new("marks-of-rows", "html", move || {
            format!("<table>{}", "<tr><td>1<td>Adams".repeat(whole(50_000)))
        }),
        Broken::new("styles", "html", move || {
            let styles = each(whole(20_000), |n| format!(".a{n}{{vertical-align:super}}"));
            let uses = each(whole(20_000), |n| {
                format!("word<span class=a{n}>{n}</span> ")
            });
            format!("<style>{styles}</style><p>{uses}")
        }),
        Broken::new("plain", "html", || {
            "<plaintext><p>Word.1</plaintext>".to_owned()
        }),
    ]
}

/// What is opened in LaTeX, and how it is closed.
const GROUPS: [(&str, &str, &str); 13] = [
    ("groups", "{", "}"),
    ("footnotes", "a\\footnote{b", "}"),
    ("emphasis", "\\emph{", "}"),
    ("lists", "\\begin{itemize}\\item ", "\\end{itemize}"),
    ("quotations", "\\begin{quote}", "\\end{quote}"),
    ("dollars", "$", ""),
    ("maths", "\\[", "\\]"),
    ("sections", "\\section{", "}"),
    ("conditions", "\\iftrue ", "\\fi "),
    ("citations", "\\cite{a,", "}"),
    ("options", "\\cite[", "]"),
    ("verbatim", "\\begin{verbatim}", ""),
    ("tables", "\\begin{tabular}{c}", "\\end{tabular}"),
];

fn papers(scale: Scale) -> Vec<Broken> {
    let mut files = Vec::new();
    let head = "\\documentclass{article}\\begin{document}\n";
    for (name, open, close) in GROUPS {
        files.push(Broken::new(format!("nested-{name}"), "tex", move || {
            let depth = scale.of(DEEP);
            format!("{head}{}a{}", open.repeat(depth), close.repeat(depth))
        }));
        files.push(Broken::new(format!("open-{name}"), "tex", move || {
            format!("{head}{}", open.repeat(scale.of(DEEP)))
        }));
    }
    let sources: [(&str, &str); 17] = [
        ("grows", "\\def\\a{\\a\\a}\\a"),
        ("grows-twice", "\\def\\a{\\b\\b}\\def\\b{\\a\\a}\\a"),
        ("circle", "\\def\\a{\\b}\\def\\b{\\a}\\a"),
        ("argument", "\\newcommand{\\a}[1]{\\a{#1#1}}\\a{word}"),
        ("argument-word", "\\def\\a#1{word#1\\a{#1}}\\a{b}"),
        ("reads-itself", "\\input{0}\\include{0.tex}\\input{0.tex}"),
        (
            "reads-far",
            "\\input{/etc/passwd}\\input{../../../../etc/passwd}",
        ),
        (
            "counter",
            "\\setcounter{footnote}{2147483647}\\renewcommand{\\thefootnote}{\\roman{footnote}}a\\footnote{b}c\\footnote{d}",
        ),
        (
            "counter-symbols",
            "\\renewcommand{\\thefootnote}{\\fnsymbol{footnote}}\\setcounter{footnote}{999999}a\\footnote{b}",
        ),
        (
            "counter-letters",
            "\\renewcommand{\\thefootnote}{\\alph{footnote}}\\setcounter{footnote}{-5}a\\footnote{b}",
        ),
        (
            "counter-adds",
            "\\addtocounter{footnote}{99999999999999999999}a\\footnote{b}",
        ),
        (
            "number-ends",
            "\\footnotemark[99999999999]\\footnotetext[-1]{a}",
        ),
        ("verb", "\\verb|"),
        (
            "ends-first",
            "\\end{document}\\end{itemize}}}}}a\\footnote{b}",
        ),
        (
            "let",
            "\\let\\a\\b\\let\\b\\a\\a\\let\\footnote\\footnote a\\footnote{b}",
        ),
        (
            "catcodes",
            "\\catcode`\\{=12\\catcode`\\}=12 a\\footnote{b}",
        ),
        ("csname", "\\csname\\csname\\csname a\\endcsname\\endcsname"),
    ];
    for (name, source) in sources {
        files.push(Broken::new(format!("macro-{name}"), "tex", move || {
            format!("{head}{source}\n\\end{{document}}\n")
        }));
    }
    files.push(Broken::new("macro-doubles", "tex", move || {
        let steps = each(30, |n| {
            let (this, next) = ("a".repeat(n), "a".repeat(n + 1));
            format!("\\def\\{next}{{\\{this}\\{this}}}")
        });
        format!(
            "{head}\\def\\a{{word\\footnote{{b}} }}{steps}\\{}",
            "a".repeat(31)
        )
    }));
    for (name, piece) in [
        ("backslashes", "\\"),
        ("percents", "%"),
        ("footnotes", "Word\\footnote{Adams, Water.} "),
        ("marks", "\\footnotemark "),
        ("texts", "\\footnotetext{a}"),
        ("cites", "\\cite{a} "),
        ("items", "\\bibitem{a} Adams. "),
        ("definitions", "\\def\\a{b}"),
        ("labels", "\\label{a}\\ref{a} "),
        ("accents", "\\'e\\\"o\\~"),
        ("closing", "}"),
        ("begins", "\\begin{"),
        ("arguments", "#1"),
        ("ampersands", "&\\\\"),
    ] {
        files.push(Broken::new(format!("many-{name}"), "tex", move || {
            format!("{head}{}", repeated(piece, scale.of(1_000_000)))
        }));
    }
    files
}

/// Markdown that is nested by what stands at the beginning of lines.
fn lists(scale: Scale) -> Vec<Broken> {
    let steps = move || match scale {
        Scale::Small => 300,
        Scale::Whole => 1_400,
    };
    let ladder = move |step: &'static str, item: &'static str| {
        move || each(steps(), |n| format!("{}{item}\n", step.repeat(n)))
    };
    vec![
        Broken::new("ladder-of-bullets", "md", ladder("  ", "- a")),
        Broken::new("ladder-of-numbers", "md", ladder("   ", "1. a")),
        Broken::new("ladder-of-quotes", "md", ladder("> ", "a")),
        Broken::new("ladder-of-notes", "md", ladder("    ", "[^1]: a")),
        Broken::new("quotes-and-lists", "md", move || {
            "> - ".repeat(scale.of(DEEP)) + "a[^1]"
        }),
        Broken::new("quote-then-lines", "md", move || {
            ">".repeat(scale.of(10_000)) + "a\n" + &"b\n".repeat(scale.of(10_000))
        }),
        Broken::new("notes-in-a-circle", "md", move || {
            each(scale.of(20_000), |n| {
                format!("[^{n}]: See [^{}].\n\n", n + 1)
            }) + "a[^1]"
        }),
        Broken::new("note-calls-itself", "md", move || {
            format!("a[^1]\n\n[^1]: {}\n", "b[^1] ".repeat(scale.of(100_000)))
        }),
        Broken::new("notes-in-notes", "md", move || {
            format!(
                "a{}b{}",
                "^[c".repeat(scale.of(DEEP)),
                "]".repeat(scale.of(DEEP))
            )
        }),
        Broken::new("brackets-closed", "md", move || {
            format!(
                "{}a{}",
                "[".repeat(scale.of(500_000)),
                "]".repeat(scale.of(500_000))
            )
        }),
        Broken::new("links-nested", "md", move || {
            format!(
                "{}a{}",
                "[".repeat(scale.of(DEEP)),
                "](b)".repeat(scale.of(DEEP))
            )
        }),
        Broken::new("emphasis-nested", "md", move || {
            format!(
                "{}a{}",
                "*a **b ".repeat(scale.of(DEEP)),
                "** c*".repeat(scale.of(DEEP))
            )
        }),
        Broken::new("wide-table", "md", move || {
            let columns = scale.of(3_000);
            format!(
                "{}|\n{}|\n{}",
                "|a".repeat(columns),
                "|-".repeat(columns),
                "|b\n".repeat(columns)
            )
        }),
        Broken::new("references", "md", move || {
            each(scale.of(20_000), |n| format!("[a{n}]: /b\n"))
                + &each(scale.of(20_000), |n| format!("[a{n}] "))
        }),
        Broken::new("front-matter", "md", move || {
            format!("---\n{}\n---\nWord.1", "a: [".repeat(scale.of(DEEP)))
        }),
    ]
}

pub(crate) fn all(scale: Scale) -> Vec<Broken> {
    let mut files = pages(scale);
    files.extend(papers(scale));
    files.extend(lists(scale));
    files
}
