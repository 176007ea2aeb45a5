//! The trees of a file: its pages, its names, its labels, what it shows.

use super::{Makers, Paper, add, chain, rooted};
use crate::broken::{Scale, each};

/// Entries of the catalog and more objects, by the size of what is too large in them.
type Root = (&'static str, fn(usize) -> (String, Vec<String>));

/// The trees of a file: its pages, its names, its labels, what it shows.
pub(super) fn trees(scale: Scale) -> Makers {
    let many = move |number| scale.of(number);
    let mut files = Makers::new();
    let mut tree = |name, pages: Box<dyn Fn() -> String + Send + Sync>| {
        add(&mut files, name, move || {
            let kid = |next| format!("<< /Type /Pages /Kids [{next} 0 R] /Count 1 >>");
            let mut more: Vec<Vec<u8>> = chain(2, kid).into_iter().map(Into::into).collect();
            more.push(kid(2).into());
            Paper {
                pages: pages(),
                more,
                ..Paper::default()
            }
            .bind()
        });
    };
    tree(
        "page-tree-in-itself",
        Box::new(|| "/Kids [3 0 R 2 0 R]".to_owned()),
    );
    tree(
        "page-trees-in-a-circle",
        Box::new(|| "/Kids [3 0 R 6 0 R]".to_owned()),
    );
    tree("page-tree-of-nothing", Box::new(|| "/Kids []".to_owned()));
    tree(
        "page-count-of-billions",
        Box::new(|| "/Kids [3 0 R] /Count 4294967295".to_owned()),
    );
    tree(
        "one-page-again-and-again",
        Box::new(move || format!("/Kids [{}]", "3 0 R ".repeat(many(1_000_000)))),
    );
    tree(
        "pages-that-are-numbers",
        Box::new(move || format!("/Kids [{}]", "3 ".repeat(many(1_000_000)))),
    );
    tree(
        "pages-without-number",
        Box::new(move || format!("/Kids [{}]", "<</Type/Page>>".repeat(many(1_000_000)))),
    );
    tree(
        "pages-of-two-bytes",
        Box::new(move || format!("/Kids [{}]", "<<>>".repeat(many(1_000_000)))),
    );
    tree(
        "page-trees-in-page-trees",
        Box::new(move || {
            let deep = many(5_000);
            format!(
                "/Kids [3 0 R {}{}]",
                "<</Type/Pages/Kids[".repeat(deep),
                "]>>".repeat(deep)
            )
        }),
    );
    add(&mut files, "page-trees-one-below-the-other", move || {
        let more = chain(many(50_000), |next| {
            format!("<< /Type /Pages /Kids [{next} 0 R] >>")
        });
        Paper {
            pages: "/Kids [3 0 R 6 0 R]".to_owned(),
            more: more.into_iter().map(Into::into).collect(),
            ..Paper::default()
        }
        .bind()
    });
    add(&mut files, "pages-by-the-thousand", move || {
        let count = many(19_000);
        let kids = each(count, |n| format!("{} 0 R ", n + 5));
        let page = "<< /Type /Page /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>";
        Paper {
            pages: format!("/Kids [{kids}]"),
            more: vec![page.into(); count],
            ..Paper::default()
        }
        .bind()
    });
    let roots: [Root; 23] = [
        ("outline-in-itself", |_| {
            let item = "<< /Title (a) /First 6 0 R /Next 6 0 R /Parent 6 0 R >>".to_owned();
            ("/Outlines 6 0 R".to_owned(), vec![item])
        }),
        ("names-in-themselves", |_| {
            let node = "<< /Kids [6 0 R 6 0 R] /Names [(a) 6 0 R] >>".to_owned();
            ("/Names << /Dests 6 0 R >>".to_owned(), vec![node])
        }),
        ("names-that-double", |_| {
            let nodes = chain(30, |next| format!("<< /Kids [{next} 0 R {next} 0 R] >>"));
            ("/Names << /Dests 6 0 R >>".to_owned(), nodes)
        }),
        ("names-by-the-million", |many| {
            let names = each(many, |n| format!("(n{n})[3 0 R/XYZ 0 0 0]"));
            let node = format!("<< /Names [{names}] >>");
            ("/Names << /Dests 6 0 R >>".to_owned(), vec![node])
        }),
        ("names-of-kids-by-the-million", |many| {
            let node = format!("<< /Kids [{}] >>", "6 0 R ".repeat(many));
            ("/Names << /Dests 6 0 R >>".to_owned(), vec![node])
        }),
        ("places-by-the-million", |many| {
            let names = each(many, |n| format!("/n{n} 6 0 R"));
            (format!("/Dests << {names} >>"), vec!["[3 0 R /Fit]".into()])
        }),
        ("places-in-themselves", |_| {
            let place = "<< /D 6 0 R /a 6 0 R >>".to_owned();
            ("/Dests 6 0 R".to_owned(), vec![place])
        }),
        ("structure-in-itself", |_| {
            let node = "<< /S /Note /Pg 3 0 R /K [6 0 R 6 0 R 0] >>".to_owned();
            ("/StructTreeRoot 6 0 R".to_owned(), vec![node])
        }),
        ("structure-one-below-the-other", |many| {
            let nodes = chain(many / 10, |next| {
                format!("<< /S /Note /Pg 3 0 R /K {next} 0 R >>")
            });
            ("/StructTreeRoot 6 0 R".to_owned(), nodes)
        }),
        ("structure-nested", |many| {
            let deep = many / 10;
            let node = "<</S/Note/K[".repeat(deep) + "0" + &"]>>".repeat(deep);
            (format!("/StructTreeRoot {node}"), Vec::new())
        }),
        ("structure-nested-within-bounds", |many| {
            let node = "<</S/Note/K[".repeat(250) + "0" + &"]>>".repeat(250);
            let nodes = each(many / 1_000, |_| node.clone());
            (format!("/StructTreeRoot << /K [{nodes}] >>"), Vec::new())
        }),
        ("structure-of-numbers", |many| {
            let node = format!(
                "<< /S /Note /Pg 3 0 R /K [{}] >>",
                each(many, |n| format!("{n} "))
            );
            ("/StructTreeRoot 6 0 R".to_owned(), vec![node])
        }),
        ("structure-of-arrays", |many| {
            let node = format!("<< /S /Note /Pg 3 0 R /K [{}] >>", "[[0]]".repeat(many));
            ("/StructTreeRoot 6 0 R".to_owned(), vec![node])
        }),
        ("structure-that-doubles", |many| {
            let nodes = chain(8 + many / 31_250, |next| {
                format!("<< /S /Note /Pg 3 0 R /K [{next} 0 R {next} 0 R] >>")
            });
            ("/StructTreeRoot 6 0 R".to_owned(), nodes)
        }),
        ("structure-that-shows-one-array", |many| {
            let shown = format!("[{}]", "0 ".repeat(many / 2));
            let nodes = format!(
                "<< /S /Note /Pg 3 0 R /K [{}] >>",
                "7 0 R ".repeat(many / 100)
            );
            ("/StructTreeRoot 6 0 R".to_owned(), vec![nodes, shown])
        }),
        ("roles-in-a-circle", |_| {
            let node = "<< /RoleMap << /A /B /B /A /Note /A >> /K << /S /A /K 0 >> >>".to_owned();
            ("/StructTreeRoot 6 0 R".to_owned(), vec![node])
        }),
        ("roles-by-the-million", |many| {
            let roles = each(many / 2, |n| format!("/r{n} /Note "));
            let kids = "<</S/r1/K 0>>".repeat(many / 10);
            let node = format!("<< /RoleMap << {roles} >> /K [{kids}] >>");
            ("/StructTreeRoot 6 0 R".to_owned(), vec![node])
        }),
        ("labels-of-large-roman-numbers", |_| {
            let nodes = "<< /Nums [0 << /S /R /St 4294967295 >>] >>".to_owned();
            ("/PageLabels 6 0 R".to_owned(), vec![nodes])
        }),
        ("labels-of-large-letters", |_| {
            let nodes = "<< /Nums [0 << /S /a /St 4294967295 >>] >>".to_owned();
            ("/PageLabels 6 0 R".to_owned(), vec![nodes])
        }),
        ("labels-by-the-million", |many| {
            let nodes = each(many, |n| format!("{n}<</S/D/P(a)>>"));
            (format!("/PageLabels << /Nums [{nodes}] >>"), Vec::new())
        }),
        ("labels-with-a-long-prefix", |many| {
            let prefix = "a".repeat(many * 5);
            (
                format!("/PageLabels << /Nums [0 << /P ({prefix}) >>] >>"),
                Vec::new(),
            )
        }),
        ("layers-by-the-million", |many| {
            let layers = "6 0 R ".repeat(many);
            let catalog = format!("/OCProperties << /OCGs [{layers}] /D << /OFF [{layers}] >> >>");
            (catalog, vec!["<< /Type /OCG >>".to_owned()])
        }),
        ("catalog-of-many-entries", |many| {
            (each(many / 5, |n| format!("/n{n} {n} ")), Vec::new())
        }),
    ];
    for (name, root) in roots {
        add(&mut files, name, move || {
            let (catalog, more) = root(many(1_000_000));
            rooted(&catalog, more)
        });
    }
    files
}
