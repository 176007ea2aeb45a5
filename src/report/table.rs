//! Tables of text for people: aligned by what a terminal shows, fitted to its width.

use std::iter;

use super::screen::{Role, Screen, head, pad, tail, width};

/// The space between two columns.
const GAP: &str = "  ";

/// Which end of a text is cut when it does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// Its end; for the beginning of a note.
    End,
    /// Its beginning; for the end of a sentence.
    Beginning,
    /// Nothing: the column is as wide as its widest text.
    Never,
    /// Nothing, and the texts stand to the right; for numbers.
    NeverOfNumber,
}

/// One column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// What stands over it.
    pub(super) title: &'static str,
    /// What gives way when it is too narrow.
    pub(super) cut: Cut,
    /// Its share of the width, compared with the others'.
    pub(super) share: usize,
}

/// One text of a row, with its colour.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) role: Option<Role>,
}

impl Cell {
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            role: None,
        }
    }

    pub(super) fn painted(role: Role, text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            role: Some(role),
        }
    }
}

/// The whole table, each row on one line; every row has a cell for every column. The rows are asked for twice, first to
/// see how wide they are, so that a long table is never held as a whole.
pub(super) fn render<Rows: Iterator<Item = Vec<Cell>>>(
    columns: &[Column],
    rows: impl Fn() -> Rows,
    screen: Screen,
) -> String {
    let widths = widths(columns, rows(), screen.width());
    let titles = columns
        .iter()
        .map(|column| Cell::painted(Role::Heading, column.title));
    let titles = line(columns, &titles.collect::<Vec<_>>(), &widths, screen);
    let lines = rows().map(|row| line(columns, &row, &widths, screen));
    iter::once(titles).chain(lines).collect()
}

/// The table without titles.
pub(super) fn body<Rows: Iterator<Item = Vec<Cell>>>(
    columns: &[Column],
    rows: impl Fn() -> Rows,
    screen: Screen,
) -> String {
    let widths = widths(columns, rows(), screen.width());
    let lines = rows().map(|row| line(columns, &row, &widths, screen));
    lines.collect()
}

fn line(columns: &[Column], row: &[Cell], widths: &[usize], screen: Screen) -> String {
    let cells = row.iter().zip(columns).zip(widths);
    let mut shown: Vec<(String, Option<Role>)> = cells
        .map(|((cell, column), &width)| (fit(&cell.text, column.cut, width), cell.role))
        .collect();
    // Spaces at a line's end would only make it run over.
    if let Some((last, _)) = shown.last_mut() {
        last.truncate(last.trim_end().len());
    }
    let painted = shown.iter().map(|(text, role)| match role {
        Some(role) => screen.paint(*role, text),
        None => text.clone(),
    });
    let joined = painted.collect::<Vec<_>>().join(GAP);
    format!("{}\n", joined.trim_end())
}

fn fit(text: &str, cut: Cut, columns: usize) -> String {
    match cut {
        Cut::End => pad(&head(text, columns), columns),
        Cut::Beginning => {
            let shown = tail(text, columns);
            format!(
                "{}{shown}",
                " ".repeat(columns.saturating_sub(width(&shown)))
            )
        }
        Cut::Never => pad(text, columns),
        Cut::NeverOfNumber => format!("{}{text}", " ".repeat(columns.saturating_sub(width(text)))),
    }
}

/// What every column gets of `total`: what it needs where that is less than its share, and the others share the rest.
fn widths(columns: &[Column], rows: impl Iterator<Item = Vec<Cell>>, total: usize) -> Vec<usize> {
    let mut needs: Vec<usize> = columns.iter().map(|column| width(column.title)).collect();
    for row in rows {
        for (need, cell) in needs.iter_mut().zip(&row) {
            *need = width(&cell.text).max(*need);
        }
    }
    let mut widths: Vec<Option<usize>> = columns
        .iter()
        .zip(&needs)
        .map(|(column, &need)| {
            let whole = matches!(column.cut, Cut::Never | Cut::NeverOfNumber);
            whole.then_some(need)
        })
        .collect();
    let gaps = GAP.len() * columns.len().saturating_sub(1);
    loop {
        let taken: usize = widths.iter().flatten().sum();
        let free = total.saturating_sub(gaps + taken);
        let open = || (0..columns.len()).filter(|&index| widths[index].is_none());
        let shares: usize = open().map(|index| columns[index].share).sum();
        let share = |index: usize| free * columns[index].share / shares.max(1);
        let Some(modest) = open().find(|&index| needs[index] <= share(index)) else {
            let given = |index: usize| widths[index].unwrap_or_else(|| share(index).max(8));
            return (0..columns.len()).map(given).collect();
        };
        widths[modest] = Some(needs[modest]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_by_what_a_terminal_shows_and_fit_its_width() {
        let columns = [
            Column {
                title: "no.",
                cut: Cut::NeverOfNumber,
                share: 0,
            },
            Column {
                title: "before",
                cut: Cut::Beginning,
                share: 1,
            },
            Column {
                title: "note",
                cut: Cut::End,
                share: 1,
            },
        ];
        let long = "one two three four five six seven eight nine ten eleven";
        let rows = [
            vec![Cell::plain("9"), Cell::plain(long), Cell::plain(long)],
            vec![Cell::plain("10"), Cell::plain("脚注"), Cell::plain("short")],
        ];
        let shown = render(
            &columns,
            || rows.iter().cloned(),
            Screen::new(false, false, Some(52)),
        );
        assert_eq!(
            shown,
            "no.                  before  note\n  \
               9  …eight nine ten eleven  one two three four…\n \
              10                    脚注  short\n"
        );
    }
}
