//! A paper whose sentences and notes share words as the input says, with notes that are missing, doubled and swapped.
#![no_main]

use std::fmt::Write as _;

use footfault::document::Format;
use footfault_fuzz::{examine, source};
use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 16] = [
    "Adams", "Brown", "Clark", "Davis", "Evans", "Frank", "Green", "Hughes", "Ibsen", "Jansen",
    "Keller", "Lopez", "Müller", "Nowak", "Okafor", "Petrov",
];
const THINGS: [&str; 16] = [
    "harbours",
    "ferries",
    "lighthouses",
    "tariffs",
    "dredgers",
    "pilots",
    "customs",
    "warehouses",
    "quarantine",
    "shipwrecks",
    "cranes",
    "breakwaters",
    "insurance",
    "smuggling",
    "charts",
    "tides",
];

/// One marker with its sentence, and one note: what they are about, and what became of them.
fn turn(at: usize, four: [u8; 4], body: &mut String, notes: &mut Vec<String>, label: &mut u32) {
    let [sentence, note, years, fate] = four;
    let pick = |byte: u8| {
        let (name, thing) = (
            NAMES[usize::from(byte >> 4)],
            THINGS[usize::from(byte & 15)],
        );
        (name, thing)
    };
    if fate & 1 == 0 {
        let (name, thing) = pick(sentence);
        let year = 1950 + u32::from(years >> 4);
        let _ = write!(body, "{name} wrote of {thing} in {year}.[{}] ", at + 1);
    }
    if at % 12 == 11 {
        body.push_str("\n\n");
    }
    if fate & 2 == 0 {
        let (name, thing) = pick(note);
        let year = 1950 + u32::from(years & 15);
        let written = if fate & 4 == 0 {
            *label
        } else {
            label.wrapping_sub(1)
        };
        notes.push(format!("{written}. {name}, “Of {thing},” {year}."));
        *label += 1;
    }
    if fate & 8 != 0 {
        let last = notes.len().saturating_sub(2);
        notes[last..].reverse();
    }
    if fate & 16 != 0 {
        *label += u32::from(fate >> 5);
    }
}

fuzz_target!(|input: &[u8]| {
    let (mut body, mut notes, mut label) = (String::new(), Vec::new(), 1);
    for (at, four) in input.chunks_exact(4).take(120).enumerate() {
        let four = [four[0], four[1], four[2], four[3]];
        turn(at, four, &mut body, &mut notes, &mut label);
    }
    let paper = format!("{body}\n\nNotes\n\n{}\n", notes.join("\n"));
    examine(&source(paper.as_bytes(), Some(Format::Text)));
});
