//! What a page shows and the paper does not say: running heads, page numbers, watermarks.

use std::collections::{HashMap, HashSet};

use super::line::Line;
use super::sheet::Sheet;
use crate::readers::numeral;

/// How many lines at the top and at the bottom of a page can be furniture.
const DEEP: usize = 3;
/// Furniture stands within this part of the height from the edge.
const EDGE: f32 = 0.15;
/// In how many parts of the height a head or foot keeps its place.
const PLACES: f32 = 100.0;
/// A head or foot comes again on at least this many pages, or on all but one of a short paper.
const LEAST_PAGES: usize = 3;
/// How much farther from its neighbour than a line of text a foot stands, in sizes of the text.
const APART: f32 = 1.6;
/// A line with this many letters that comes again to the letter is furniture however near it stands.
const TELLING: usize = 10;

/// What a line at the edge of a page looks like, so that it is known again on another page.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Look {
    /// Its text; where a number counts the pages, with its numbers taken out.
    text: String,
    /// In which part of the height it stands.
    place: i64,
    /// How far its number is ahead of the count of pages.
    ahead: Option<i64>,
}

/// Takes the furniture off the pages.
pub(super) fn strip(sheets: &mut [Sheet]) {
    let has_text = |line: &Line| !line.is_artifact;
    // A file that calls everything an artifact has been marked by mistake.
    if sheets.iter().any(|sheet| sheet.lines.iter().any(has_text)) {
        for sheet in &mut *sheets {
            sheet.lines.retain(has_text);
        }
    }
    let edges: Vec<Vec<Edge>> = sheets.iter().enumerate().map(edges).collect();
    let mut pages: HashMap<&Look, HashSet<usize>> = HashMap::new();
    for (page, edges) in edges.iter().enumerate() {
        for look in edges.iter().flat_map(|edge| &edge.looks) {
            pages.entry(look).or_default().insert(page);
        }
    }
    let least = LEAST_PAGES.min(sheets.len().saturating_sub(1).max(2));
    let recurs = |look: &Look| pages.get(look).is_some_and(|pages| pages.len() >= least);
    let alone = sheets.len() == 1;
    let gone: Vec<Vec<usize>> = edges
        .iter()
        .map(|edges| {
            gone(edges, |edge| {
                edge.looks.iter().any(recurs) || (alone && edge.is_number)
            })
        })
        .collect();
    for (sheet, mut gone) in sheets.iter_mut().zip(gone) {
        gone.sort_unstable();
        gone.dedup();
        for line in gone.into_iter().rev() {
            sheet.lines.remove(line);
        }
    }
}

/// The lines of a page that are furniture. What stands behind a line of text is text.
fn gone(edges: &[Edge], recurs: impl Fn(&Edge) -> bool) -> Vec<usize> {
    let side = |is_top: bool| {
        let edges = edges.iter().filter(move |edge| edge.is_top == is_top);
        edges.take_while(|edge| recurs(edge) && edge.is_distinct)
    };
    side(true)
        .chain(side(false))
        .map(|edge| edge.line)
        .collect()
}

/// A line at the edge of its page.
struct Edge {
    line: usize,
    looks: Vec<Look>,
    is_top: bool,
    /// Whether it is a number and nothing else.
    is_number: bool,
    /// Whether it stands farther from what comes next than lines of text do, or says enough to be known by its text
    /// alone.
    is_distinct: bool,
}

/// The lines at the edges of a page, those of each edge from the edge inwards.
fn edges((page, sheet): (usize, &Sheet)) -> Vec<Edge> {
    let mut order: Vec<usize> = (0..sheet.lines.len()).collect();
    order.sort_by(|&a, &b| sheet.lines[a].y.total_cmp(&sheet.lines[b].y));
    let mut edges = inwards(page, sheet, &order, true);
    order.reverse();
    edges.extend(inwards(page, sheet, &order, false));
    edges
}

fn inwards(page: usize, sheet: &Sheet, order: &[usize], is_top: bool) -> Vec<Edge> {
    let edge = |(at, &index): (usize, &usize)| {
        let line = &sheet.lines[index];
        let text = line.text();
        let beyond = order[at + 1..].iter().map(|&next| &sheet.lines[next]);
        let mut beyond = beyond.filter(|next| (next.y - line.y).abs() > 0.5 * line.size);
        let is_apart = beyond
            .next()
            .is_none_or(|next| (next.y - line.y).abs() > APART * next.size.max(line.size));
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        let height = line.y / sheet.height.max(1.0);
        Edge {
            line: index,
            // A raised number labels a note, and what stands in the middle of a page is text.
            looks: if line.begins_raised() || height.min(1.0 - height) > EDGE {
                Vec::new()
            } else {
                looks(&text, page, height)
            },
            is_top,
            is_number: roman(&text).is_some()
                || text.trim().bytes().all(|byte| byte.is_ascii_digit()),
            is_distinct: is_apart || letters >= TELLING,
        }
    };
    order.iter().enumerate().take(DEEP).map(edge).collect()
}

/// All looks by which a line may be known again; places are rounded, so that each comes twice.
fn looks(text: &str, page: usize, height: f32) -> Vec<Look> {
    #[expect(clippy::cast_possible_truncation, reason = "a part of a page is small")]
    let place = (height * PLACES) as i64;
    let page = i64::try_from(page).unwrap_or(0);
    let mut found = vec![(folded(text, false), None)];
    let numbers = text.split(|c: char| !c.is_ascii_digit());
    let numbers = numbers.filter_map(|digits| digits.parse::<i64>().ok());
    let counted: Vec<i64> = roman(text).into_iter().chain(numbers).collect();
    for number in [counted.first(), counted.last()].into_iter().flatten() {
        found.push((folded(text, true), Some(number - page)));
    }
    let twice = found.into_iter().flat_map(|(text, ahead)| {
        [place, place - 1].map(|place| Look {
            text: text.clone(),
            place,
            ahead,
        })
    });
    twice.collect()
}

/// The number of a page that is counted in Roman numerals.
fn roman(text: &str) -> Option<i64> {
    let text = text
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    numeral::of_roman(&text).map(i64::from)
}

/// A text in small letters without blanks and, where its numbers count, without these.
fn folded(text: &str, counts: bool) -> String {
    if counts && roman(text).is_some() {
        return String::new();
    }
    let letters = text.chars().filter(|c| !c.is_whitespace());
    letters
        .filter(|c| !(counts && c.is_ascii_digit()))
        .flat_map(char::to_lowercase)
        .collect()
}
