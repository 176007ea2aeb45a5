//! Web pages.

use super::{Choices, Markup};

/// A page of the choices.
pub(crate) fn page(choices: &mut Choices<'_>) -> String {
    let mut page = Markup::new(choices);
    if page.choices.once_in(2) {
        page.put("<!DOCTYPE html><html><body>");
    }
    while !page.is_over() {
        block(&mut page);
    }
    page.finish()
}

/// White space, or what many take for it, between two tags.
fn gap(page: &mut Markup<'_, '_>) {
    let gap = page.choices.pick(&[
        "",
        "",
        "\n",
        "\n  ",
        " ",
        "\t",
        "\r\n",
        "&#32;",
        "&nbsp;",
        "<!-- c é -->",
    ]);
    page.put(gap);
}

pub(super) fn block(page: &mut Markup<'_, '_>) {
    match page.choices.below(16) {
        0..=3 => page.element("p", "", inlines),
        4 | 5 => table(page),
        6 => list(page),
        7 | 8 => notes(page),
        9 => heading(page),
        10 => {
            let name = page.choices.pick(&[
                "div",
                "blockquote",
                "section",
                "aside",
                "details",
                "figure",
                "svg",
                "button",
            ]);
            let attributes =
                page.choices
                    .pick(&["", " hidden", " style=\"display:none\"", " role=\"note\""]);
            page.element(name, attributes, |page| page.several(3, block));
        }
        11 => page.element("dl", "", |page| {
            page.several(4, |page| {
                let name = page.choices.pick(&["dt", "dd"]);
                page.element(name, "", inlines);
            });
        }),
        12 => {
            let name = page.choices.pick(&[
                "pre", "style", "script", "template", "textarea", "select", "noscript", "math",
            ]);
            page.element(name, "", inlines);
        }
        13 => {
            let stray = page.choices.pick(&["<hr>", "<br/>", "</table>", "<p>"]);
            page.put(stray);
        }
        // Text that stands where no text may stand.
        _ => inlines(page),
    }
    gap(page);
}

fn heading(page: &mut Markup<'_, '_>) {
    let name = page.choices.pick(&["h1", "h2", "h6"]);
    let text = page.choices.pick(&[
        "Notes",
        "References",
        "Überblick",
        "注",
        "Chapter 2",
        "Anmerkungen",
    ]);
    page.element(name, "", |page| page.put(text));
}

fn table(page: &mut Markup<'_, '_>) {
    page.element("table", "", |page| {
        gap(page);
        if page.choices.once_in(4) {
            page.element("caption", "", inlines);
        }
        let group = page.choices.pick(&["", "", "thead", "tbody", "colgroup"]);
        if group.is_empty() {
            rows(page);
        } else {
            page.element(group, "", rows);
        }
        gap(page);
    });
}

fn rows(page: &mut Markup<'_, '_>) {
    page.several(4, |page| {
        gap(page);
        if page.choices.once_in(8) {
            inline(page);
        }
        page.element("tr", "", |page| {
            page.several(4, |page| {
                gap(page);
                let name = page.choices.pick(&["td", "td", "th", "p"]);
                let attributes = page.choices.pick(&["", "", " colspan=2", " id=\"fn1\""]);
                page.element(name, attributes, |page| match page.choices.below(6) {
                    0 => block(page),
                    _ => inlines(page),
                });
            });
        });
    });
}

fn list(page: &mut Markup<'_, '_>) {
    let name = page.choices.pick(&["ul", "ol", "menu"]);
    let attributes = page.choices.pick(&[
        "",
        " start=\"3\"",
        " reversed",
        " type=\"i\"",
        " start=-99999999999",
        " class=\"footnotes\"",
    ]);
    page.element(name, attributes, |page| {
        page.several(5, |page| {
            gap(page);
            let value = page.choices.pick(&["", "", " value=\"7\"", " value=\"é\""]);
            page.element("li", value, |page| match page.choices.below(5) {
                0 => block(page),
                _ => inlines(page),
            });
        });
        gap(page);
    });
}

/// A list of notes in one of the shapes that systems give it.
fn notes(page: &mut Markup<'_, '_>) {
    let (outer, attributes, inner) = page.choices.pick(&[
        (
            "section",
            " class=\"footnotes\" role=\"doc-endnotes\"",
            "li",
        ),
        ("ol", " class=\"references\"", "li"),
        ("div", " id=\"footnotes\"", "p"),
        ("div", " epub:type=\"footnotes\"", "aside"),
        ("table", " class=\"notes\"", "tr"),
        ("dl", " class=\"footnotes\"", "dd"),
    ]);
    page.element(outer, attributes, |page| {
        gap(page);
        page.several(6, |page| {
            let number = page.choices.below(6);
            let way = page.choices.pick(&["id", "name", "class"]);
            page.element(inner, &format!(" {way}=\"fn{number}\""), |page| {
                match page.choices.below(4) {
                    0 => page.put(&format!("{number}. ")),
                    1 => page.put(&format!("<a href=\"#fnref{number}\">{number}</a> ")),
                    2 => page.put(&format!("<sup>{number}</sup>")),
                    _ => {}
                }
                inlines(page);
                if page.choices.once_in(2) {
                    page.put(&format!(
                        "<a href=\"#fnref{number}\" role=\"doc-backlink\">↩</a>"
                    ));
                }
            });
            gap(page);
        });
    });
}

fn inlines(page: &mut Markup<'_, '_>) {
    page.several(6, inline);
}

pub(super) fn inline(page: &mut Markup<'_, '_>) {
    match page.choices.below(18) {
        0..=6 => {
            let word = page.choices.word();
            page.put(word);
        }
        7..=9 => marker(page),
        10 => {
            let name = page.choices.pick(&[
                "b", "i", "font", "span", "code", "sup", "sub", "small", "del", "ruby", "rt",
                "label",
            ]);
            let attributes = page.choices.pick(&[
                "",
                "",
                " hidden",
                " title='ü\"'",
                " class=\"sidenote\"",
                " id=fnref1",
            ]);
            page.element(name, attributes, inlines);
        }
        11 => {
            let href = page.choices.pick(&[
                "#fn1",
                "#",
                "http://e.example/é",
                "mailto:ä@e.example",
                "?a=b&copy=1",
                "#fn%C3",
                "b c.html",
            ]);
            page.element("a", &format!(" href=\"{href}\""), inlines);
        }
        12 => page.put("&eacute;&#x8a9e;&#0;&notin&amp"),
        13 => page.put("<br>"),
        14 => page.put("<img alt=\"é\" src=x>"),
        15 => page.put("<input type=checkbox class=margin-toggle>"),
        16 => page.put("<b class=\"é"),
        _ => page.put("<!-- footfault: ignore é -->"),
    }
}

fn marker(page: &mut Markup<'_, '_>) {
    let number = page.choices.below(6);
    let shape = page.choices.below(6);
    page.put(&match shape {
        0 => format!("<sup>{number}</sup>"),
        1 => format!("<sup id=\"fnref{number}\"><a href=\"#fn{number}\">{number}</a></sup>"),
        2 => format!("<a href=\"#fn{number}\" role=\"doc-noteref\">[{number}]</a>"),
        3 => format!("<a id='fnref{number}' href='#fn{number}'>*</a>"),
        4 => format!("[{number}]"),
        _ => {
            format!("<label for=\"sn{number}\"></label><span class=\"sidenote\">é {number}</span>")
        }
    });
}
