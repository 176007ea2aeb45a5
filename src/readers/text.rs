//! Plain text.

use crate::document::{Block, BlockKind, Document, Format, SourceMap, Span};
use crate::source::{Error, Source};

pub(super) fn read(source: &Source) -> Result<Document, Error> {
    let text = String::from_utf8_lossy(&source.bytes).into_owned();
    let mut document = Document::new(
        source.path.clone(),
        Format::Text,
        text,
        SourceMap::identity(),
    );
    let mut at = 0;
    for part in document.text.split("\n\n") {
        let start = at + part.len() - part.trim_start().len();
        let end = start + part.trim().len();
        if end > start {
            document.blocks.push(Block {
                kind: BlockKind::Paragraph,
                span: Span::new(start, end),
            });
        }
        at += part.len() + 2;
    }
    Ok(document)
}
