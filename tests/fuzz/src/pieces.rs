//! Papers made of pieces: each byte of an input picks one, so that the fuzzer plays with markers and notes, and not with
//! letters.

#[path = "../../properties/pieces.rs"]
mod list;

/// The text that an input stands for.
pub fn text(input: &[u8]) -> String {
    let pick = |&byte: &u8| list::PIECES[usize::from(byte) % list::PIECES.len()];
    input.iter().map(pick).collect()
}
