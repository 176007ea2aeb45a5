//! What a note cites, as data.

use schemars::JsonSchema;
use serde::Serialize;
use url::Url;

use crate::citations::{Address, Antecedent, Author, Citation, Citations, Date, Form, Written};
use crate::document::{Document, Span};

/// A work as a note cites it. A field is absent where the note does not have it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Citation")]
pub(in crate::report) struct CitationView<'a> {
    /// How it names the work.
    form: Form,
    /// The line, counted from 1; of the extracted text where the file has no lines.
    // No `Position`: its `place` is that of the file, and the one here is where the work was published. The note says
    // where in the file both stand.
    #[schemars(range(min = 1))]
    line: usize,
    /// The column in characters, counted from 1.
    #[schemars(range(min = 1))]
    column: usize,
    /// The bytes: of the source where it is text, of the extracted text otherwise.
    span: Span,
    /// Its authors.
    authors: Vec<AuthorView<'a>>,
    /// Whether there are more authors than are named.
    et_al: bool,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<Field<&'a str>>,
    /// What it stands in: a journal, a book, a newspaper, a site.
    #[serde(skip_serializing_if = "Option::is_none")]
    container: Option<Field<&'a str>>,
    /// Where it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Field<&'a str>>,
    /// Who published it.
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<Field<&'a str>>,
    /// The volume.
    #[serde(skip_serializing_if = "Option::is_none")]
    volume: Option<Field<&'a str>>,
    /// The issue.
    #[serde(skip_serializing_if = "Option::is_none")]
    issue: Option<Field<&'a str>>,
    /// The pages cited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pages: Option<Field<&'a str>>,
    /// When it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<Field<Date>>,
    /// When it was changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    updated: Option<Field<Date>>,
    /// When its address was looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    accessed: Option<Field<Date>>,
    /// Its DOI.
    #[serde(skip_serializing_if = "Option::is_none")]
    doi: Option<Field<&'a str>>,
    /// Its ISBN, digits only.
    #[serde(skip_serializing_if = "Option::is_none")]
    isbn: Option<Field<&'a str>>,
    /// Its number at arXiv.
    #[serde(skip_serializing_if = "Option::is_none")]
    arxiv: Option<Field<&'a str>>,
    /// Its addresses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    addresses: Vec<AddressView<'a>>,
    /// The full citations that a short form stands for: one, or several candidates, or none; absent in a full one.
    #[serde(skip_serializing_if = "Option::is_none")]
    stands_for: Option<Vec<Target>>,
}

/// What something means, and the bytes of the source that say it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Field_of_{T}")]
struct Field<T> {
    /// What it means.
    value: T,
    /// Where it is written.
    span: Span,
}

/// An author as the note writes it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Author")]
struct AuthorView<'a> {
    /// The name as written.
    name: &'a str,
    /// The family name.
    family: &'a str,
    /// Where it is written.
    span: Span,
}

/// An address as it is meant, and of an archived copy what it is a copy of.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Address")]
struct AddressView<'a> {
    #[serde(flatten)]
    written: Field<&'a str>,
    /// What it is a copy of, if it leads to an archive.
    #[serde(skip_serializing_if = "Option::is_none")]
    copy_of: Option<CopyView<'a>>,
}

/// What was copied, and when: null where the address of the copy does not tell.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CopyOf")]
struct CopyView<'a> {
    /// The address of what was copied.
    url: Option<&'a str>,
    /// The day of the copy, or as much of it as is known: `2024-05-04`.
    date: Option<String>,
}

/// A citation by its note and its place in it, both counted from 0.
#[derive(Serialize, JsonSchema)]
struct Target {
    /// The index of the note.
    note: usize,
    /// Which of its citations, counted from 0.
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
    let start = document.place(citation.span.start);
    CitationView {
        form: citation.form,
        line: start.line,
        column: start.column,
        span: document.source_span(citation.span),
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
