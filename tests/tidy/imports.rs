//! Which module names which other, as the source says it.

use std::collections::{BTreeMap, BTreeSet};

/// A module by the names that lead to it from the root of the crate.
pub(super) type Path = Vec<String>;

/// The paths that begin with `crate`, `self` or `super` in some code, `use` groups taken apart.
fn paths(code: &str) -> Vec<Vec<&str>> {
    let words = words(code);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let begins = matches!(words[at], "crate" | "self" | "super")
            && words.get(at + 1) == Some(&"::")
            && (at == 0 || words[at - 1] != "::");
        if begins {
            at = tree(&words, at, &[], &mut found);
        } else {
            at += 1;
        }
    }
    found
}

/// Names, `::`, and every other sign by itself.
fn words(code: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let is_name = |c: char| c.is_alphanumeric() || c == '_';
        let length = if is_name(first) {
            rest.find(|c| !is_name(c)).unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            first.len_utf8()
        };
        let (word, behind) = rest.split_at(length);
        if !word.trim().is_empty() {
            words.push(word);
        }
        rest = behind;
    }
    words
}

/// Reads one path, or the paths of a group, from `at` on; gives where it ends.
fn tree<'a>(
    words: &[&'a str],
    mut at: usize,
    before: &[&'a str],
    found: &mut Vec<Vec<&'a str>>,
) -> usize {
    let mut path = before.to_vec();
    loop {
        match words.get(at) {
            Some(&"{") => {
                at += 1;
                while words.get(at).is_some_and(|&word| word != "}") {
                    at = tree(words, at, &path, found).max(at + 1);
                    at += usize::from(words.get(at) == Some(&","));
                }
                return at + 1;
            }
            Some(&word) => path.push(word),
            None => return at,
        }
        at += 1;
        if words.get(at) != Some(&"::") {
            found.push(path);
            return at;
        }
        at += 1;
    }
}

/// The module that a path leads to from `module`; `None` if it leads out of the crate.
fn resolved(module: &Path, path: &[&str], modules: &BTreeMap<Path, String>) -> Option<Path> {
    let mut full: Path = Vec::new();
    let mut names = path;
    match names.first() {
        Some(&"crate") => names = &names[1..],
        Some(&"self") => {
            full.clone_from(module);
            names = &names[1..];
        }
        _ => {
            full.clone_from(module);
            while names.first() == Some(&"super") {
                full.pop();
                names = &names[1..];
            }
        }
    }
    full.extend(names.iter().map(|&name| name.to_owned()));
    while !full.is_empty() && !modules.contains_key(&full) {
        full.pop();
    }
    (!full.is_empty()).then_some(full)
}

/// Who names whom, seen from where the two ways part: `a/b/c` naming `a/d/e` is `a/b` naming `a/d`. That a module and
/// what it is made of name each other is no import.
pub(super) fn between_neighbours(modules: &BTreeMap<Path, String>) -> BTreeSet<(Path, Path)> {
    let mut edges = BTreeSet::new();
    for (module, code) in modules {
        for path in paths(code) {
            let Some(named) = resolved(module, &path, modules) else {
                continue;
            };
            let same = module.iter().zip(&named).take_while(|(a, b)| a == b);
            let same = same.count();
            if same < module.len() && same < named.len() {
                edges.insert((module[..=same].to_vec(), named[..=same].to_vec()));
            }
        }
    }
    edges
}

/// A circle, if there is one: modules of which each names the next, and the last one the first.
pub(super) fn circle(edges: &BTreeSet<(Path, Path)>) -> Option<Vec<Path>> {
    let mut left: BTreeMap<&Path, Vec<&Path>> = BTreeMap::new();
    for (from, to) in edges {
        left.entry(from).or_default().push(to);
    }
    // What names nobody is in no circle, and neither is what only names such.
    loop {
        let ends: Vec<&Path> = left
            .iter()
            .filter(|(_, named)| named.iter().all(|to| !left.contains_key(to)))
            .map(|(&from, _)| from)
            .collect();
        if ends.is_empty() {
            break;
        }
        left.retain(|from, _| !ends.contains(from));
    }
    let mut way: Vec<&Path> = vec![left.keys().next()?];
    loop {
        let next = *left[way[way.len() - 1]]
            .iter()
            .find(|to| left.contains_key(*to))?;
        if let Some(first) = way.iter().position(|&known| known == next) {
            return Some(way[first..].iter().map(|&path| path.clone()).collect());
        }
        way.push(next);
    }
}

#[test]
fn groups_are_taken_apart_and_circles_found() {
    let module = |path: &str, code: &str| {
        let path = path.split('/').map(str::to_owned).collect::<Path>();
        (path, code.to_owned())
    };
    let modules = BTreeMap::from([
        module("a", "mod b; mod c; use self::b::Thing;"),
        module("a/b", "use super::{Own, c::{self, Other}};"),
        module("a/c", "fn x() { crate::d::y(super::Own) }"),
        module("d", "use crate::a::b::Thing; Self::of(); std::fs::read();"),
    ]);
    let edges = between_neighbours(&modules);
    let named: Vec<String> = edges
        .iter()
        .map(|(from, to)| format!("{} {}", from.join("/"), to.join("/")))
        .collect();
    assert_eq!(named, ["a d", "a/b a/c", "d a"]);
    let found = circle(&edges).map(|circle| circle.concat());
    assert_eq!(found, Some(vec!["a".to_owned(), "d".to_owned()]));
}
