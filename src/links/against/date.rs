//! The dates of pages, as machines and people write them.

use crate::citations::{self, Date};

/// `2024-03-05T07:00:00Z`, `2024/03/05`, `2024-03`, `20240305`, `2024`, or a date in words.
pub(super) fn of(text: &str) -> Vec<Date> {
    match by_machine(text.trim()) {
        Some(date) => vec![date],
        None => citations::dates(text)
            .into_iter()
            .filter(|date| date.year.is_some())
            .collect(),
    }
}

fn by_machine(text: &str) -> Option<Date> {
    let digits = |from: usize, to: usize| {
        let part = text.get(from..to)?;
        part.bytes()
            .all(|byte| byte.is_ascii_digit())
            .then_some(part)
    };
    let year = digits(0, 4)?
        .parse()
        .ok()
        .filter(|year| (1450..=2100).contains(year))?;
    let date = |month: Option<&str>, day: Option<&str>| {
        let date = Date {
            year: Some(year),
            month: month.and_then(|month| month.parse().ok()),
            day: day.and_then(|day| day.parse().ok()),
        };
        date.bounds().map(|_| date)
    };
    let sign = |at: usize| text[at..].starts_with(['-', '/', '.']);
    match text.len() {
        4 => date(None, None),
        8 if digits(4, 8).is_some() => date(digits(4, 6), digits(6, 8)),
        7 if sign(4) => date(digits(5, 7), None),
        10.. if sign(4) && digits(5, 7).is_some() && sign(7) => {
            date(digits(5, 7), Some(digits(8, 10)?))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_pages() {
        for (written, meant) in [
            ("2024-03-05T07:00:00+09:00", "2024-03-05"),
            ("2024/03/05", "2024-03-05"),
            ("2024.03.05", "2024-03-05"),
            ("20240305", "2024-03-05"),
            ("2024-03", "2024-03"),
            ("2024", "2024"),
            ("5 March 2024", "2024-03-05"),
            ("Published: March 5, 2024 07:00", "2024-03-05"),
            ("5. März 2024", "2024-03-05"),
        ] {
            let found: Vec<String> = of(written)
                .into_iter()
                .map(|date| date.to_string())
                .collect();
            assert_eq!(found, [meant], "{written}");
        }
        for written in ["yesterday", "12345678", "é024", ""] {
            assert!(of(written).is_empty(), "{written}: {:?}", of(written));
        }
    }
}
