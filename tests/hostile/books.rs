//! Papers whose apparatus is out of all proportion: every rule and every table meets its worst case.

use super::broken::{Broken, Scale, each};

/// How many notes, at the whole size.
const MANY: usize = 10_000;

/// A paper of so many sentences and notes.
fn paper(
    count: usize,
    sentence: impl Fn(usize) -> String,
    note: impl Fn(usize) -> String,
) -> String {
    let (body, notes) = (each(count, sentence), each(count, note));
    format!("{body}\n\nNotes\n\n{notes}")
}

fn file(
    name: &'static str,
    scale: Scale,
    sentence: fn(usize) -> String,
    note: fn(usize) -> String,
) -> impl Iterator<Item = Broken> {
    ["txt", "md"]
        .into_iter()
        .map(move |ending| Broken::new(name, ending, move || paper(scale.of(MANY), sentence, note)))
}

pub(crate) fn all(scale: Scale) -> Vec<Broken> {
    let sentence: fn(usize) -> String = |n| format!("The bridge of town {n} was late.[{n}] ");
    let note: fn(usize) -> String = |n| format!("{n}. Adams, Bridge of Town {n}, 2020.\n");
    let shapes: [(&str, fn(usize) -> String, fn(usize) -> String); 22] = [
        ("sound", sentence, note),
        ("one-marker", |_| "The bridge was late.[1] ".into(), note),
        ("one-note", sentence, |_| "1. Adams, Bridge, 2020.\n".into()),
        ("no-notes", sentence, |_| String::new()),
        ("no-markers", |_| "The bridge was late. ".into(), note),
        (
            "backwards",
            |n| format!("The bridge was late.[{}] ", MANY - n),
            note,
        ),
        ("shifted", sentence, |n| {
            format!("{n}. Adams, Bridge of Town {}, 2020.\n", n + 1)
        }),
        ("swapped", sentence, |n| {
            format!("{n}. Adams, Bridge of Town {}, 2020.\n", n ^ 1)
        }),
        ("every-third-missing", sentence, |n| {
            if n % 3 == 0 {
                String::new()
            } else {
                format!("{n}. Adams, Town {n}.\n")
            }
        }),
        ("one-work", sentence, |n| {
            format!("{n}. Adams, “Bridge,” 4 March 2020, https://e.org/bridge.\n")
        }),
        ("one-short-form", sentence, |n| {
            format!("{n}. Adams, Bridge, {n}.\n")
        }),
        ("all-ibid", sentence, |n| format!("{n}. Ibid., {n}.\n")),
        ("all-op-cit", sentence, |n| {
            format!("{n}. Adams, op. cit., {n}.\n")
        }),
        ("all-see-note", sentence, |n| {
            format!("{n}. See note {} above.\n", n / 2)
        }),
        ("all-authors", sentence, |n| {
            format!(
                "{n}. Adams{n}, Book{n} and Water{n}, 2020; Brown{n}, Wind{n}, 2021; Clark{n}, Fire{n}.\n"
            )
        }),
        ("links-of-one-host", sentence, |n| {
            format!("{n}. Adams, https://e.org/{n}?utm_source=a#:~:text=b.\n")
        }),
        (
            "quotes-open",
            |n| format!("The “bridge of ({n} was [late.[{n}] "),
            |n| format!("{n}. Adams, “Bridge (of Town {n}.\n"),
        ),
        (
            "restarts",
            |n| format!("The bridge was late.[{}] ", n % 3 + 1),
            |n| format!("{}. Adams, Bridge {n}.\n", n % 3 + 1),
        ),
        ("empty-notes", sentence, |n| format!("{n}.\n")),
        (
            "all-styles",
            |n| format!("Late.[{n}] Late.{n} Late<sup>{n}</sup> Late[^{n}] Late† Late（注{n}） "),
            |n| format!("{n}. Adams.\n[^{n}]: Brown.\n† Clark.\n"),
        ),
        (
            "one-word",
            |n| format!("Bridge[{n}] "),
            |n| format!("{n}. Bridge.\n"),
        ),
        (
            "large-numbers",
            |n| format!("The bridge was late.[{}] ", n * 100_000),
            |n| format!("{}. Adams, Bridge {n}.\n", n * 100_000),
        ),
    ];
    let mut files: Vec<Broken> = shapes
        .into_iter()
        .flat_map(|(name, sentence, note)| file(name, scale, sentence, note))
        .collect();
    files.push(Broken::new("a-paragraph-to-each", "txt", move || {
        paper(
            scale.of(MANY),
            |n| format!("The bridge of town {n} was late.[{n}]\n\n"),
            |n| format!("{n}. Adams {n}.\n\nAnd more of {n}.\n\n"),
        )
    }));
    files.push(Broken::new("one-endless-note", "txt", move || {
        format!(
            "Late.[1]\n\nNotes\n\n1. {}\n",
            "Adams, Water, 2020; Brown, Wind. ".repeat(scale.of(50_000))
        )
    }));
    files.push(Broken::new("links-in-one-note", "txt", move || {
        format!(
            "Late.[1]\n\nNotes\n\n1. {}\n",
            each(scale.of(50_000), |n| format!("https://e.org/{n} "))
        )
    }));
    files.push(Broken::new("definitions", "md", move || {
        each(scale.of(MANY), |n| format!("Late.[^n{n}] "))
            + "\n\n"
            + &each(scale.of(MANY), |n| format!("[^n{n}]: Adams {n}.\n"))
    }));
    files.push(Broken::new("definitions-unused", "md", move || {
        each(scale.of(MANY), |n| format!("[^n{n}]: Adams {n}.\n\n"))
    }));
    files.push(Broken::new("calls-undefined", "md", move || {
        each(scale.of(MANY), |n| format!("Late.[^n{n}] "))
    }));
    files
}
