//! What a note cites, as data.

use serde::Serialize;
use url::Url;

use super::Position;
use crate::citations::{Address, Antecedent, Author, Citation, Citations, Date, Form, Written};
use crate::document::{Document, Span};

#[derive(Serialize)]
pub(in crate::report) struct CitationView<'a> {
    form: Form,
    #[serde(flatten)]
    position: Position,
    authors: Vec<AuthorView<'a>>,
    et_al: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<Field<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container: Option<Field<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Field<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<Field<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    volume: Option<Field<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issue: Option<Field<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pages: Option<Field<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<Field<Date>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated: Option<Field<Date>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accessed: Option<Field<Date>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    doi: Option<Field<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    isbn: Option<Field<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    arxiv: Option<Field<&'a str>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    addresses: Vec<AddressView<'a>>,
    /// The full citations that a short form stands for: one, or several candidates, or none; absent in a full one.
    #[serde(skip_serializing_if = "Option::is_none")]
    stands_for: Option<Vec<Target>>,
}

/// What something means, and the bytes of the source that say it.
#[derive(Serialize)]
struct Field<T> {
    value: T,
    span: Span,
}

#[derive(Serialize)]
struct AuthorView<'a> {
    name: &'a str,
    family: &'a str,
    span: Span,
}

/// An address as it is meant, and of an archived copy what it is a copy of.
#[derive(Serialize)]
struct AddressView<'a> {
    #[serde(flatten)]
    written: Field<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    copy_of: Option<CopyView<'a>>,
}

/// What was copied, and when: null where the address of the copy does not tell.
#[derive(Serialize)]
struct CopyView<'a> {
    url: Option<&'a str>,
    date: Option<String>,
}

/// A citation by its note and its place in it, both counted from 0.
#[derive(Serialize)]
struct Target {
    note: usize,
    citation: usize,
}

/// What a note cites.
pub(in crate::report) fn of_note<'a>(
    document: &Document,
    citations: &'a Citations,
    note: usize,
) -> Vec<CitationView<'a>> {
    let cited = citations.of_note(note);
    cited
        .map(|(_, citation)| view(document, citations, citation))
        .collect()
}

fn view<'a>(
    document: &Document,
    citations: &'a Citations,
    citation: &'a Citation,
) -> CitationView<'a> {
    let text = |field: &'a Option<Written<String>>| {
        field.as_ref().map(|field| Field {
            value: field.value.as_str(),
            span: document.source_span(field.span),
        })
    };
    let date = |field: &Option<Written<Date>>| {
        field.as_ref().map(|field| Field {
            value: field.value,
            span: document.source_span(field.span),
        })
    };
    CitationView {
        form: citation.form,
        position: Position::new(document, citation.span),
        authors: citation
            .authors
            .iter()
            .map(|author| author_view(document, author))
            .collect(),
        et_al: citation.others,
        title: text(&citation.title),
        container: text(&citation.container),
        place: text(&citation.place),
        publisher: text(&citation.publisher),
        volume: text(&citation.volume),
        issue: text(&citation.issue),
        pages: text(&citation.pages),
        published: date(&citation.published),
        updated: date(&citation.updated),
        accessed: date(&citation.accessed),
        doi: text(&citation.doi),
        isbn: citation.isbn.as_ref().map(|isbn| Field {
            value: isbn.value.digits.as_str(),
            span: document.source_span(isbn.span),
        }),
        arxiv: text(&citation.arxiv),
        addresses: citations.addresses[citation.addresses.clone()]
            .iter()
            .map(|address| address_view(document, address))
            .collect(),
        stands_for: targets(citations, &citation.antecedent),
    }
}

fn author_view<'a>(document: &Document, author: &'a Author) -> AuthorView<'a> {
    AuthorView {
        name: &author.name,
        family: &author.family,
        span: document.source_span(author.span),
    }
}

fn address_view<'a>(document: &Document, address: &'a Address) -> AddressView<'a> {
    let copy_of = address.copy.as_ref().map(|copy| CopyView {
        url: copy.original.as_ref().map(Url::as_str),
        date: copy.date.map(|date| date.to_string()),
    });
    AddressView {
        written: Field {
            value: &address.text,
            span: document.source_span(address.span),
        },
        copy_of,
    }
}

fn targets(citations: &Citations, antecedent: &Antecedent) -> Option<Vec<Target>> {
    let found: &[usize] = match antecedent {
        Antecedent::Itself => return None,
        Antecedent::Citation(one) => std::slice::from_ref(one),
        Antecedent::Ambiguous(several) => several,
        Antecedent::Unresolved => &[],
    };
    let targets = found.iter().map(|&at| {
        let note = citations.citations[at].note;
        let first = citations.of_note(note).map(|(at, _)| at).next();
        Target {
            note,
            citation: at - first.unwrap_or(at),
        }
    });
    Some(targets.collect())
}
