//! JATS and other XML: bombs, circles and depth.

use super::broken::{Broken, Scale, each};

fn article(body: &str, back: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><article><front/><body>{body}</body><back>{back}</back></article>"
    )
}

/// Entities that hold the one before ten times.
pub(crate) fn laughs(root: &str, depth: usize) -> String {
    let steps = each(depth, |n| {
        format!("<!ENTITY e{n} \"{}\">", format!("&e{};", n - 1).repeat(10))
    });
    format!(
        "<?xml version=\"1.0\"?><!DOCTYPE {root} [<!ENTITY e0 \"laugh\">{steps}]><{root}><body><p>&e{depth};</p></body></{root}>"
    )
}

pub(crate) fn all(scale: Scale) -> Vec<Broken> {
    let many = move |number| scale.of(number);
    let mut files: Vec<Broken> = [
        "sec",
        "p",
        "italic",
        "sup",
        "list><list-item",
        "fn",
        "xref rid='a'",
        "table-wrap",
        "disp-quote",
    ]
    .into_iter()
    .map(|tag| {
        let names: Vec<&str> = tag
            .split("><")
            .map(|tag| tag.split(' ').next().unwrap())
            .collect();
        let close = names
            .iter()
            .rev()
            .map(|name| format!("</{name}>"))
            .collect::<String>();
        Broken::new(format!("nested-{}", names[0]), "xml", move || {
            let depth = many(50_000);
            article(
                &(format!("<{tag}>").repeat(depth) + "Word" + &close.repeat(depth)),
                "",
            )
        })
    })
    .collect();
    files.extend((1..=9).step_by(2).map(|depth| {
        Broken::new(format!("laughs-{depth}"), "xml", move || {
            laughs("article", depth)
        })
    }));
    let texts: Vec<(&str, Box<dyn Fn() -> String + Send + Sync>)> = vec![
        (
            "laughs-long",
            Box::new(move || {
                let long = "x".repeat(many(100_000));
                let uses = "&a;".repeat(many(10_000));
                format!(
                    "<?xml version=\"1.0\"?><!DOCTYPE article [<!ENTITY a \"{long}\">]><article><body><p>{uses}</p></body></article>"
                )
            }),
        ),
        (
            "entity-in-a-circle",
            Box::new(|| {
                "<?xml version=\"1.0\"?><!DOCTYPE article [<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">]><article><body><p>&a;</p></body></article>".to_owned()
            }),
        ),
        (
            "entity-from-outside",
            Box::new(|| {
                "<?xml version=\"1.0\"?><!DOCTYPE article SYSTEM \"http://127.0.0.1:1/a.dtd\" [<!ENTITY a SYSTEM \"file:///etc/passwd\"><!ENTITY % p SYSTEM \"file:///etc/passwd\">%p;]><article><body><p>&a;</p></body></article>".to_owned()
            }),
        ),
        (
            "attributes",
            Box::new(move || {
                article(
                    &format!(
                        "<p{}>Word</p>",
                        each(many(20_000), |n| format!(" a{n}=\"b\""))
                    ),
                    "",
                )
            }),
        ),
        (
            "namespaces",
            Box::new(move || {
                article(
                    &format!(
                        "<p{}>Word</p>",
                        each(many(20_000), |n| format!(" xmlns:a{n}=\"b{n}\""))
                    ),
                    "",
                )
            }),
        ),
        (
            "namespaces-nested",
            Box::new(move || {
                let depth = 400;
                let spaces = |n| each(many(100), |m| format!(" xmlns:a{n}x{m}=\"b{n}x{m}\""));
                article(
                    &(each(depth, |n| format!("<p{}>", spaces(n))) + &"</p>".repeat(depth)),
                    "",
                )
            }),
        ),
        (
            "calls-to-one",
            Box::new(move || {
                article(
                    &format!(
                        "<p>{}</p>",
                        "Word<xref ref-type=\"fn\" rid=\"f\">1</xref>".repeat(many(50_000))
                    ),
                    "<fn-group><fn id=\"f\"><label>1</label><p>Adams.</p></fn></fn-group>",
                )
            }),
        ),
        (
            "calls-in-a-circle",
            Box::new(move || {
                article(
                    "<p>Word<xref ref-type=\"fn\" rid=\"f1\">1</xref></p>",
                    &format!(
                        "<fn-group>{}</fn-group>",
                        each(many(20_000), |n| format!(
                            "<fn id=\"f{n}\"><label>{n}</label><p>Adams<xref ref-type=\"fn\" rid=\"f{}\">{}</xref></p></fn>",
                            n + 1,
                            n + 1
                        ))
                    ),
                )
            }),
        ),
        (
            "calls-all",
            Box::new(move || {
                let all = each(many(20_000), |n| format!("f{n} "));
                article(
                    &format!(
                        "<p>{}</p>",
                        format!("Word<xref ref-type=\"fn\" rid=\"{all}\">1</xref>").repeat(20)
                    ),
                    &each(many(20_000), |n| {
                        format!("<fn id=\"f{n}\"><p>Adams.</p></fn>")
                    }),
                )
            }),
        ),
        (
            "ranges",
            Box::new(move || {
                article(&format!("<p>{}</p>", "Word<xref ref-type=\"bibr\" rid=\"r1\">1</xref>–<xref ref-type=\"bibr\" rid=\"r9\">99999</xref>".repeat(many(20_000))), "<ref-list><ref id=\"r1\"><label>1</label><mixed-citation>Adams.</mixed-citation></ref><ref id=\"r9\"><label>99999</label><mixed-citation>Brown.</mixed-citation></ref></ref-list>")
            }),
        ),
        (
            "references",
            Box::new(move || {
                article(
                    "<p>Word</p>",
                    &format!(
                        "<ref-list>{}</ref-list>",
                        each(many(30_000), |n| format!(
                            "<ref id=\"r{n}\"><label>{n}</label><element-citation><person-group><name><surname>Adams</surname></name></person-group><year>2020</year></element-citation></ref>"
                        ))
                    ),
                )
            }),
        ),
        (
            "no-end",
            Box::new(move || "<article><body>".to_owned() + &"<p>Word".repeat(many(100_000))),
        ),
        (
            "data",
            Box::new(move || article(&"<![CDATA[Word]]>".repeat(many(60_000)), "")),
        ),
        (
            "instructions",
            Box::new(move || article(&"<?a b?>".repeat(many(100_000)), "")),
        ),
        (
            "comments",
            Box::new(move || article(&"<!-- a -->".repeat(many(100_000)), "")),
        ),
        (
            "angles",
            Box::new(move || article(&"<".repeat(many(1_000_000)), "")),
        ),
        (
            "elements",
            Box::new(move || article(&"<b/>".repeat(many(1_000_000)), "")),
        ),
        (
            "sections",
            Box::new(move || {
                article(
                    &"<sec><title>A</title><p>Word.</p></sec>".repeat(many(30_000)),
                    "",
                )
            }),
        ),
        (
            "empty",
            Box::new(|| "<?xml version=\"1.0\"?><article/>".to_owned()),
        ),
        (
            "only-a-head",
            Box::new(|| "<?xml version=\"1.0\"?><!DOCTYPE article [".to_owned()),
        ),
    ];
    files.extend(
        texts
            .into_iter()
            .map(|(name, make)| Broken::new(name, "xml", make)),
    );
    files
}
