//! The rules for people: their list, and the explanation of each.

use super::screen::{Role, Screen, wrap};
use super::table::{self, Cell, Column, Cut};
use crate::finding::Severity;
use crate::rules::{REGISTRY, Rule};

/// The list of all rules.
pub fn list(screen: Screen) -> String {
    let columns = [
        column("rule", 1),
        column("family", 1),
        column("level", 1),
        column("what it reports", 8),
    ];
    let rows: Vec<Vec<Cell>> = REGISTRY.iter().map(row).collect();
    table::render(&columns, &rows, screen)
}

/// The explanation of a rule: set for the page on a terminal, as Markdown elsewhere.
pub fn explain(rule: &Rule, screen: Screen) -> String {
    let (level, _) = level(rule);
    let title = screen.paint(Role::Heading, rule.id);
    let facts = format!("{title} ({}, {level})\n\n", rule.family.name());
    let explanation = rule.explanation();
    if !screen.terminal && !screen.colour {
        return format!("{facts}{explanation}\n");
    }
    facts + &set(&explanation, screen)
}

fn column(title: &'static str, share: usize) -> Column {
    let cut = Cut::End;
    Column { title, cut, share }
}

fn row(rule: &Rule) -> Vec<Cell> {
    let (severity, colour) = level(rule);
    vec![
        Cell::painted(Role::Heading, rule.id),
        Cell::plain(rule.family.name()),
        Cell::painted(colour, severity),
        Cell::plain(rule.summary()),
    ]
}

fn level(rule: &Rule) -> (&'static str, Role) {
    match rule.severity {
        Some(Severity::Error) => ("error", Role::Error),
        Some(Severity::Warning) => ("warning", Role::Warning),
        Some(Severity::Info) => ("info", Role::Info),
        None => ("off", Role::Faint),
    }
}

/// Sets the Markdown that rules are explained in: headings, paragraphs, lists and fenced examples.
fn set(markdown: &str, screen: Screen) -> String {
    let mut lines = Vec::new();
    let mut paragraph = String::new();
    let mut fenced = false;
    for line in markdown.lines() {
        let fence = line.trim_start().starts_with("```");
        let item = line.starts_with("- ") || line.starts_with("* ");
        if fenced || fence || item || line.is_empty() || line.starts_with('#') {
            flush(&mut paragraph, &mut lines, screen);
        }
        if fence {
            fenced = !fenced;
        } else if fenced {
            lines.push(format!("    {line}"));
        } else if line.is_empty() {
            lines.push(String::new());
        } else if line.starts_with('#') {
            let heading = line.trim_start_matches('#').trim();
            lines.push(screen.paint(Role::Heading, heading));
        } else {
            paragraph.push_str(line);
            paragraph.push(' ');
        }
    }
    flush(&mut paragraph, &mut lines, screen);
    lines.join("\n") + "\n"
}

/// Ends a paragraph or a list item; the lines of an item stand under its text.
fn flush(paragraph: &mut String, lines: &mut Vec<String>, screen: Screen) {
    let text = std::mem::take(paragraph);
    if text.is_empty() {
        return;
    }
    let item = text.starts_with("- ") || text.starts_with("* ");
    let wrapped = wrap(&text, screen.width() - 2).into_iter().enumerate();
    lines.extend(wrapped.map(|(index, line)| match index {
        1.. if item => format!("  {line}"),
        _ => line,
    }));
}
