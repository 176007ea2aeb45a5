//! What a page shows and the paper does not say: running heads, page numbers, watermarks.

use std::collections::{HashMap, HashSet};

use super::line::Line;
use super::sheet::Sheet;

/// How many lines at the top and at the bottom of a page can be furniture.
const DEEP: usize = 3;
/// In how many parts of the height a head or foot keeps its place.
const PLACES: f32 = 100.0;
/// A head or foot comes again on at least this many pages, or on all but one of a short paper.
const LEAST_PAGES: usize = 3;
/// How much farther from its neighbour than a line of text a foot stands, in sizes of the text.
const APART: f32 = 1.6;
/// A line with this many letters that comes again to the letter is furniture however near it stands.
const TELLING: usize = 10;

/// What a line at the edge of a page looks like: its text with its numbers taken out, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Look {
    text: String,
    place: i64,
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
    let mut pages: HashMap<Look, HashSet<usize>> = HashMap::new();
    let edges: Vec<Vec<Edge>> = sheets.iter().map(edges).collect();
    for (page, edges) in edges.iter().enumerate() {
        for look in edges.iter().flat_map(|edge| edge.looks()) {
            pages.entry(look).or_default().insert(page);
        }
    }
    let least = LEAST_PAGES.min(sheets.len().saturating_sub(1).max(2));
    let alone = sheets.len() == 1;
    for (sheet, edges) in sheets.iter_mut().zip(edges) {
        let mut gone: Vec<usize> = Vec::new();
        // From the edge inwards: what stands behind a line of text is text.
        for side in [true, false] {
            for edge in edges.iter().filter(|edge| edge.is_top == side) {
                let count = edge
                    .looks()
                    .iter()
                    .filter_map(|look| pages.get(look))
                    .map(HashSet::len)
                    .max();
                let recurs = count.unwrap_or(0) >= least || (alone && edge.look.text == "#");
                let letters = edge.look.text.chars().filter(|c| c.is_alphabetic()).count();
                let is_telling = letters >= TELLING && !edge.look.text.starts_with('#');
                if !recurs || !(edge.is_apart || is_telling) {
                    break;
                }
                gone.push(edge.line);
            }
        }
        gone.sort_unstable();
        for line in gone.into_iter().rev() {
            sheet.lines.remove(line);
        }
    }
}

/// A line at the edge of its page.
struct Edge {
    line: usize,
    look: Look,
    is_top: bool,
    /// Whether it stands farther from what comes next than lines of text do.
    is_apart: bool,
}

impl Edge {
    /// Its look, and the same a little higher: places are rounded.
    fn looks(&self) -> Vec<Look> {
        let place = self.look.place;
        [place, place - 1]
            .map(|place| Look {
                text: self.look.text.clone(),
                place,
            })
            .to_vec()
    }
}

/// The lines at the edges of a page, those of each edge from the edge inwards.
fn edges(sheet: &Sheet) -> Vec<Edge> {
    let mut order: Vec<usize> = (0..sheet.lines.len()).collect();
    order.sort_by(|&a, &b| sheet.lines[a].y.total_cmp(&sheet.lines[b].y));
    let mut edges = inwards(sheet, &order, true);
    order.reverse();
    edges.extend(inwards(sheet, &order, false));
    edges
}

fn inwards(sheet: &Sheet, order: &[usize], is_top: bool) -> Vec<Edge> {
    order
        .iter()
        .enumerate()
        .take(DEEP)
        .map(|(at, &index)| {
            let line = &sheet.lines[index];
            let beyond = order[at + 1..].iter().map(|&next| &sheet.lines[next]);
            let mut beyond = beyond.filter(|next| (next.y - line.y).abs() > 0.5 * line.size);
            let is_apart = beyond.next().is_none_or(|next| {
                (next.y - line.y).abs() > APART * next.size.max(line.size)
            });
            #[expect(clippy::cast_possible_truncation, reason = "a part of a page is small")]
            let place = (line.y / sheet.height.max(1.0) * PLACES) as i64;
            Edge {
                line: index,
                look: Look {
                    text: masked(&line.text()),
                    place,
                },
                is_top,
                is_apart,
            }
        })
        .collect()
}

/// A text without its numbers, which count the pages: `Page #`.
fn masked(text: &str) -> String {
    let text = text.trim();
    let is_roman = |text: &str| {
        !text.is_empty() && text.chars().all(|c| "ivxlcIVXLC".contains(c))
    };
    if is_roman(text.trim_matches(['-', '–', '—', '[', ']', ' '])) {
        return "#".to_owned();
    }
    let mut masked = String::new();
    for c in text.chars() {
        match c {
            '0'..='9' if masked.ends_with('#') => {}
            '0'..='9' => masked.push('#'),
            c if c.is_whitespace() => {}
            c => masked.extend(c.to_lowercase()),
        }
    }
    masked
}
