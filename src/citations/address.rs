//! Web addresses as they are written, and as they are meant.
//!
//! One pass over the text: [`beginning`] finds where one may begin, [`extent`] how far it goes without a blank,
//! [`joint`] whether it goes on behind a blank or a line end, and [`ending`] where it ends and what is glued behind it.

use std::ops::Range;

use url::Url;

pub use self::archive::ArchivedCopy;
use self::beginning::Beginning;
use self::extent::Surroundings;
use crate::document::{BlockKind, Document, Span};

mod archive;
mod beginning;
mod ending;
pub(super) mod extent;
mod joint;
mod names;

/// One web address in the text or in a note. Program text has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Where it is written: all that belongs to it, with the line ends and blanks that part it, without the brackets,
    /// quotation marks and full stops around it and without [`Address::stray`].
    pub span: Span,
    /// What is glued behind it and belongs neither to it nor to the sentence, such as the `.Sinc` of
    /// `https://example.org/a.Sinc`. The digits of a marker that lost its superscript are never stray.
    pub stray: Option<Span>,
    /// The address as it is meant: joined where it was split, with a scheme where it had none, without what protects
    /// its signs from Markdown or HTML (`\_`, `&amp;`).
    pub text: String,
    /// The same, read; or why it cannot be read.
    pub url: Result<Url, url::ParseError>,
    /// What is wrong with the way it is written although its meaning is clear.
    pub slip: Option<Slip>,
    /// The words that it stands behind, where the text does not show it; [`Address::span`] is then empty, at their end.
    pub words: Option<Span>,
    /// What an archive copied and when, if it is the address of an archived copy.
    pub copy: Option<ArchivedCopy>,
    pieces: Vec<Piece>,
}

/// A slip in the writing of an address that leaves its meaning clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Slip {
    /// `http:/example.org`, `https//example.org`, `htp://example.org`, `https:www.example.org`.
    Scheme,
    /// `http://https://example.org`.
    TwoSchemes,
}

/// A stretch of [`Address::text`] and where it is written. Where both are equally long they are the same bytes, one by
/// one; otherwise the one stands for the other as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    /// Its first byte in the text of the address.
    at: usize,
    /// Where it is written; empty for a scheme that is not.
    span: Span,
}

impl Address {
    /// Where its scheme is written, rightly or not; `None` for `www.example.org`.
    pub fn scheme(&self) -> Option<Span> {
        let first = self.pieces.first()?.span;
        (!first.is_empty()).then_some(first)
    }

    /// Where a stretch of [`Address::text`] is written, with the blanks and line ends that part it.
    pub fn written(&self, range: Range<usize>) -> Span {
        let start = self.place(range.start, range.start, |span| span.start);
        let end = self.place(range.end.saturating_sub(1), range.end, |span| span.end);
        Span::new(start, end.max(start))
    }

    /// The blanks, line ends and invisible characters within it, which do not belong to it.
    pub fn gaps(&self) -> impl Iterator<Item = Span> + '_ {
        self.pieces
            .windows(2)
            .map(|pair| Span::new(pair[0].span.end, pair[1].span.start))
            .filter(|gap| !gap.is_empty())
    }

    /// The address of the page that is cited: of an archived copy that of its original. `None` where it cannot be read or
    /// the archive does not tell it.
    pub fn page(&self) -> Option<&Url> {
        match &self.copy {
            Some(copy) => copy.original.as_ref(),
            None => self.url.as_ref().ok(),
        }
    }

    /// Whether this is an archived copy of the page at another address, as far as that can be told.
    pub(crate) fn may_copy(&self, other: &Self) -> bool {
        let same = |(one, other)| archive::is_same_page(one, other);
        self.copy.is_some() && self.page().zip(other.page()).is_none_or(same)
    }

    /// Whether it ends so that nothing written behind its end can belong to it: in a slash or in the name of a file.
    pub fn is_complete(&self) -> bool {
        self.text.ends_with('/') || joint::is_ending_of_file(&self.text)
    }

    /// Where the byte boundary `at` of the text is written, seen from the piece that holds `from`.
    fn place(&self, from: usize, at: usize, edge: fn(Span) -> usize) -> usize {
        let behind = self.pieces.partition_point(|piece| piece.at <= from).max(1);
        let piece = self.pieces[behind - 1];
        let next = (self.pieces.get(behind)).map_or(self.text.len(), |next| next.at);
        if next - piece.at == piece.span.len() {
            piece.span.start + at.min(next) - piece.at
        } else {
            edge(piece.span)
        }
    }
}

/// Every address of a paper, in the order of the text.
pub(super) fn find(document: &Document) -> Vec<Address> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(beginning) = beginning::next(&document.text, from) {
        from = beginning.behind;
        if let Some(address) = read(document, &beginning) {
            from = address.span.end.max(from);
            found.push(address);
        }
    }
    let shown = found.len();
    found.extend(behind_words(document, &found));
    if found.len() > shown {
        found.sort_by_key(|address| (address.span.start, address.span.end));
    }
    found
}

/// The addresses that the text does not show, of those that the format has behind words.
fn behind_words(document: &Document, shown: &[Address]) -> Vec<Address> {
    let is_shown = |words: Span| {
        let next = shown.partition_point(|address| address.span.end <= words.start);
        shown
            .get(next)
            .is_some_and(|address| address.span.overlaps(words))
    };
    let hidden = document
        .hyperlinks
        .iter()
        .filter(|link| !is_shown(link.span));
    hidden
        .map(|link| {
            let at = Span::new(link.span.end, link.span.end);
            Address {
                span: at,
                stray: None,
                url: Url::parse(&link.target),
                copy: ArchivedCopy::of(&link.target),
                text: link.target.clone(),
                slip: None,
                words: Some(link.span),
                pieces: vec![Piece { at: 0, span: at }],
            }
        })
        .collect()
}

/// The address that begins here, if it names a host.
fn read(document: &Document, beginning: &Beginning<'_>) -> Option<Address> {
    let text = document.text.as_str();
    let block = document.block_at(beginning.span.start);
    if block.is_some_and(|block| block.kind == BlockKind::Code) {
        return None;
    }
    let limit = block.map_or(text.len(), |block| block.span.end.min(text.len()));
    if beginning.host > limit {
        return None;
    }
    let around = Surroundings::of(text, beginning.span.start, limit);
    let mut runs = joint::runs(text, beginning.host, &around);
    let stray = ending::close(text, &mut runs, limit);
    let end = runs.last()?.end;
    let (pieces, written) = pieces(text, beginning, &runs);
    let host = &written[beginning.scheme.len()..];
    if !extent::names_a_host(host, beginning.is_certain()) {
        return None;
    }
    Some(Address {
        span: Span::new(beginning.span.start, end),
        stray,
        url: Url::parse(&written),
        copy: ArchivedCopy::of(&written),
        text: written,
        slip: beginning.slip,
        words: None,
        pieces,
    })
}

/// The text of an address and where its pieces are written.
fn pieces(text: &str, beginning: &Beginning<'_>, runs: &[Span]) -> (Vec<Piece>, String) {
    let mut written = String::with_capacity(128);
    let mut pieces = vec![Piece {
        at: 0,
        span: beginning.span,
    }];
    written.push_str(&beginning.scheme);
    for run in runs {
        let mut at = run.start;
        while at < run.end {
            let (plain, special) = extent::plain_stretch(text, Span::new(at, run.end));
            if plain > at {
                pieces.push(Piece {
                    at: written.len(),
                    span: Span::new(at, plain),
                });
                written.push_str(&text[at..plain]);
            }
            at = plain;
            if let Some((length, sign)) = special {
                if !sign.is_empty() {
                    pieces.push(Piece {
                        at: written.len(),
                        span: Span::new(at, at + length),
                    });
                    written.push_str(sign);
                }
                at += length;
            }
        }
    }
    (pieces, written)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::document::{Format, Hyperlink, SourceMap};

    fn document(text: &str) -> Document {
        let map = SourceMap::identity();
        Document::new("a.txt".to_owned(), Format::Text, text.to_owned(), map)
    }

    /// The addresses of a text as they are meant.
    fn found(text: &str) -> Vec<String> {
        let addresses = find(&document(text));
        addresses.into_iter().map(|address| address.text).collect()
    }

    /// The only address of a text, with what is stray behind it.
    fn only(text: &str) -> (String, Option<String>) {
        let document = document(text);
        let mut addresses = find(&document);
        assert_eq!(addresses.len(), 1, "{text}: {addresses:?}");
        let address = addresses.remove(0);
        let stray = address.stray.map(|span| document.slice(span).to_owned());
        (address.text, stray)
    }

    /// Every text has the one address.
    fn all_mean(meant: &str, texts: &[&str]) {
        for text in texts {
            assert_eq!(found(text), [meant], "{text}");
        }
    }

    #[test]
    fn an_address_behind_words_stands_at_their_end_unless_the_text_shows_it() {
        let mut document = document("See the archive, https://example.org/a today.");
        let link = |start, end, target: &str| Hyperlink {
            span: Span::new(start, end),
            target: target.to_owned(),
        };
        document.hyperlinks = vec![
            link(4, 15, "https://example.org/archive"),
            link(17, 38, "https://example.org/a?from=page"),
        ];
        let found = find(&document);
        let texts: Vec<_> = found.iter().map(|address| address.text.as_str()).collect();
        assert_eq!(
            texts,
            ["https://example.org/archive", "https://example.org/a"]
        );
        assert_eq!(found[0].span, Span::new(15, 15));
        assert_eq!(found[0].words, Some(Span::new(4, 15)));
    }

    #[test]
    fn the_signs_of_the_sentence_stay_outside() {
        all_mean(
            "https://example.org/a",
            &[
                "https://example.org/a",
                "See https://example.org/a.",
                "<https://example.org/a>.",
                "(https://example.org/a),",
                "(see https://example.org/a).",
                "“https://example.org/a.”",
                "‘https://example.org/a’",
                "'https://example.org/a'",
                "«https://example.org/a»",
                "[report](https://example.org/a).",
                "[report](https://example.org/a \"Title\")",
                "[report](<https://example.org/a>)",
                "*https://example.org/a*",
                "_https://example.org/a_.",
                "**https://example.org/a**",
                "`https://example.org/a`",
                "~~https://example.org/a~~",
                "https://example.org/a。次",
                "（https://example.org/a）",
                "「https://example.org/a」",
                "https://example.org/a、https",
                "https://example.org/a를 보라",
                "https://example.org/a—and",
                "https://example.org/a¹²",
                "https://example.org/a[12]",
                "https://example.org/a…",
                "https://example.org/a, accessed 3 May",
                "https://example.org/a; and",
                "https://example.org/a(accessed 3 May 2020",
                "&lt;https://example.org/a&gt;",
                "<a href=\"https://example.org/a\">x</a>",
            ],
        );
    }

    #[test]
    fn what_belongs_to_an_address_stays() {
        for whole in [
            "https://example.org/Foo_(bar)",
            "https://example.org/Foo_(bar)_(baz)/x",
            "https://doi.org/10.1016/S0022-1996(00)00094-5",
            "https://doi.org/10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O",
            "https://web.archive.org/web/20150102030405/http://example.org/a?b=c",
            "https://web.archive.org/web/*/https://example.org/",
            "https://example.org/login?url=http://example.com/a",
            "https://example.org/a%20b/%E4%B8%AD.pdf",
            "https://example.org/a#section-2.1",
            "https://example.org/a#:~:text=One%20two,three",
            "https://example.org/page?filter[year]=2020&x[]=1",
            "https://example.org/~name/a+b@c$d!e'f",
            "https://example.org/africa’s-freedom",
            "https://example.org/2010–2012",
            "https://example.org/tolls—en/index.htm",
            "http://[2001:db8::1]/a",
            "https://zh.wikipedia.org/wiki/中国",
            "https://例え.jp/引き割り",
            "https://müller.example.de/straße",
            "https://example.org/v/1.35",
            "https://example.org/report.12",
            "https://example.org/MS.MIL.XPND.GD.ZS?locations=KR",
            "https://example.org/a.php?topic_idx=187&idx=497&start=",
            "https://example.org/people/J.Smith/x",
            "https://example.org/.well-known/x",
            "ftp://ftp.example.org/pub/a.txt",
            "file:///C:/Users/a.docx",
            "http://localhost:8080/a",
        ] {
            assert_eq!(found(&format!("See {whole}, p. 3")), [whole]);
            assert_eq!(found(&format!("({whole}).")), [whole]);
        }
    }

    #[test]
    fn a_break_after_a_sign_is_joined() {
        all_mean(
            "https://example.org/wp-content/uploads/2011/report-7.pdf",
            &[
                "https://example.org/wp-content/ uploads/2011/report-7.pdf",
                "https://example.org/wp-content/\nuploads/2011/report-7.pdf.",
                "https://example.org/wp-content/\r\n    uploads/2011/report-7.pdf; and",
                "https://example.org/wp-\ncontent/uploads/2011/report-7.pdf",
                "https://example.org/wp-content/uploads/2011/report-\n7.pdf",
                "https://example.org/wp-content/uploads/2011/report-7. pdf; p. 4",
                "https://example.org/wp-content/uploads/2011/report-7 .pdf, p. 4",
                "https://example.org/wp-content/uploads/2011/report-7.\npdf",
                "https://example.org/wp-content/up\nloads/2011/report-7.pdf",
                "https://example.org/wp-content/uploads/2011/report -7.pdf",
                "https:// example.org/wp-content/uploads/2011/report-7.pdf",
                "https://\nexample.org/wp-content/uploads/2011/report-7.pdf",
                "https://example. org/wp-content/uploads/2011/report-7.pdf",
                "https://exam\nple.org/wp-content/uploads/2011/report-7.pdf",
                "https://example.org/wp-content/\u{200b}uploads/2011/report-7.pdf",
                "<https://example.org/wp-content/uploads\n/2011/report-7.pdf>",
            ],
        );
        all_mean(
            "https://example.org/a?id=12&lang=en",
            &[
                "https://example.org/a?\nid=12&lang=en.",
                "https://example.org/a ?id=12&lang=en",
                "https://example.org/a?id=\n12&lang=en",
                "https://example.org/a?id=12&\nlang=en)",
                "https://example.org/a?id=12 &lang=en",
            ],
        );
        all_mean(
            "http://www.example.co.uk/code/practice.html",
            &[
                "http://www.example.co. uk/code/practice.html",
                "http://www.example. co.uk/code/practice.html",
                "http://www. example.co.uk/code/practice.html",
            ],
        );
        let long = "https://example.org/september -15-2020-voters-registration-grows.html;";
        assert_eq!(
            found(long),
            ["https://example.org/september-15-2020-voters-registration-grows.html"]
        );
        all_mean(
            "http://www.example.org",
            &["see www.example. org and", "www. example.org."],
        );
    }

    #[test]
    fn the_sentence_is_not_joined() {
        all_mean(
            "https://example.org/a/",
            &[
                "https://example.org/a/ and/or its successor",
                "https://example.org/a/ accessed 3 May 2020",
                "https://example.org/a/\naccessed 3/5/2020",
                "https://example.org/a/ 2015/06/12",
                "https://example.org/a/ 12/2015",
                "https://example.org/a/ doi:10.1234/5678-9/a",
                "https://example.org/a/ 10.1234/5678-9/a",
                "https://example.org/a/ 22564989",
                "https://example.org/a/\n12. Smith, A Book",
                "https://example.org/a/ self-report",
                "https://example.org/a/\nstate-of-the-art methods",
                "https://example.org/a/ bea.gov/x-1/y-2/z",
                "https://example.org/a/ me@example.org",
                "https://example.org/a/\n\nuploads/2011/report-7.pdf",
                "https://example.org/a/ arXiv:2001.12345",
            ],
        );
        all_mean(
            "https://example.org/a",
            &[
                "https://example.org/a and/or/also",
                "https://example.org/a\nTranscript-of-Hearing.pdf",
                "https://example.org/a. The report",
                "https://example.org/a.\nthen the",
                "https://example.org/a? no",
                "https://example.org/a\ncontinues here",
                "https://example.org/a - and",
                "https://example.org/a /",
            ],
        );
        all_mean(
            "https://example.org/a-",
            &["https://example.org/a- and more"],
        );
        all_mean(
            "https://example.org/a?start=",
            &[
                "https://example.org/a?start= accessed",
                "https://example.org/a?start=\n12. Smith",
            ],
        );
        all_mean(
            "https://example.org/a.pdf",
            &[
                "https://example.org/a.pdf docs/2015/b-c/d.pdf",
                "https://example.org/a.pdf\nb/c/d-1.pdf",
            ],
        );
        all_mean(
            "http://www.example.org",
            &[
                "www.example.org. it/they",
                "www.example.org. See de/a",
                "http://www.example.org.\nco-operation/a-b",
            ],
        );
        all_mean("http://example.org", &["<http://example.org and the rest>"]);
    }

    #[test]
    fn letters_left_behind_are_stray() {
        let stray = |address: &str, behind: &str| (address.to_owned(), Some(behind.to_owned()));
        let at = "https://example.org/trade-2025-12-15/";
        assert_eq!(only(&format!("{at} .Sinc")), stray(at, " .Sinc"));
        assert_eq!(only(&format!("{at} .Sinc\n\n71 Next")), stray(at, " .Sinc"));
        assert_eq!(only(&format!("{at}.Sinc")), stray(at, ".Sinc"));
        assert_eq!(
            only("https://example.org/a.Sinc\n"),
            stray("https://example.org/a", ".Sinc")
        );
        assert_eq!(
            only("https://example.org.Sinc\n"),
            stray("https://example.org", ".Sinc")
        );
        assert_eq!(
            only("https://example.org/a.pdfSee."),
            stray("https://example.org/a.pdf", "See")
        );
        assert_eq!(
            only("https://example.org/a%20, p. 3"),
            stray("https://example.org/a", "%20")
        );
        assert_eq!(
            only("https://example.org/a%E2%80%9D."),
            stray("https://example.org/a", "%E2%80%9D")
        );
    }

    #[test]
    fn a_sentence_that_lost_its_blank_and_the_digits_of_a_marker_are_not() {
        for (text, address) in [
            (
                "https://example.org/a.pdf.This is dated",
                "https://example.org/a.pdf",
            ),
            (
                "https://example.org/a.pdf .This is dated",
                "https://example.org/a.pdf",
            ),
            (
                "https://example.org/a/.Since then",
                "https://example.org/a/",
            ),
            ("https://example.org/a.The report", "https://example.org/a"),
            ("https://example.org.See also", "https://example.org"),
            ("https://example.org/a/.12 The", "https://example.org/a/"),
            (
                "https://example.org/a.pdf12 The",
                "https://example.org/a.pdf",
            ),
            ("https://example.org/a.html.3", "https://example.org/a.html"),
            ("https://example.org,35 an", "https://example.org"),
            ("https://example.org.35", "https://example.org"),
            (
                "https://example.org/a.html,see",
                "https://example.org/a.html",
            ),
            (
                "https://example.org/a/ .\n\n5 Next",
                "https://example.org/a/",
            ),
        ] {
            assert_eq!(only(text), (address.to_owned(), None), "{text}");
        }
    }

    #[test]
    fn slips_in_the_scheme_are_seen_through() {
        for (text, meant, slip) in [
            ("http:/example.org/a", "http://example.org/a", Slip::Scheme),
            (
                "https//example.org/a",
                "https://example.org/a",
                Slip::Scheme,
            ),
            ("http;//example.org/a", "http://example.org/a", Slip::Scheme),
            (
                "http:///example.org/a",
                "http://example.org/a",
                Slip::Scheme,
            ),
            (
                "https: //example.org/a",
                "https://example.org/a",
                Slip::Scheme,
            ),
            (
                "http:\\\\example.org/a",
                "http://example.org/a",
                Slip::Scheme,
            ),
            (
                "https：//example.org/a",
                "https://example.org/a",
                Slip::Scheme,
            ),
            ("htp://example.org/a", "http://example.org/a", Slip::Scheme),
            (
                "ttps://example.org/a",
                "https://example.org/a",
                Slip::Scheme,
            ),
            (
                "https:www.example.org/a",
                "https://www.example.org/a",
                Slip::Scheme,
            ),
            (
                "http://https://example.org/a",
                "https://example.org/a",
                Slip::TwoSchemes,
            ),
        ] {
            let addresses = find(&document(text));
            assert_eq!(addresses.len(), 1, "{text}");
            assert_eq!(
                (addresses[0].text.as_str(), addresses[0].slip),
                (meant, Some(slip)),
                "{text}"
            );
            assert_eq!(addresses[0].span, Span::new(0, text.len()), "{text}");
        }
        assert!(find(&document("HTTPS://EXAMPLE.ORG/a"))[0].slip.is_none());
    }

    #[test]
    fn glued_addresses_are_two_and_words_are_none() {
        assert_eq!(
            found("http://a.orghttp://b.org"),
            ["http://a.org", "http://b.org"]
        );
        assert_eq!(
            found("http://a.org/x,https://b.org/y"),
            ["http://a.org/x", "https://b.org/y"]
        );
        assert_eq!(found("seehttps://b.org/y"), ["https://b.org/y"]);
        assert_eq!(
            found("www.example.org/a and doi.org/10.1234/5."),
            ["http://www.example.org/a", "https://doi.org/10.1234/5"]
        );
        for text in [
            "the http:// prefix",
            "HTTP is a protocol",
            "http and https",
            "awww.example.org",
            "www.example",
            "me@www.example.org",
            "https://[REDACTED]",
            "https://…",
            "hxxp://example.org",
            "key://value",
            "http",
            "www.",
            "://",
            "doi.org/10.",
            "file://",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn what_protects_signs_belongs_to_the_writing() {
        let text = r"<https://example.org/a\_b?x=1&amp;y=2>";
        let address = &find(&document(text))[0];
        assert_eq!(address.text, "https://example.org/a_b?x=1&y=2");
        assert_eq!(address.gaps().count(), 0);
        let y = address.text.find("&y").unwrap_or_default();
        let span = address.written(y..address.text.len());
        assert_eq!(&text[span.start..span.end], "&amp;y=2");
        let span = address.written(0..address.text.find('b').unwrap_or_default());
        assert_eq!(&text[span.start..span.end], r"https://example.org/a\_");
    }

    #[test]
    fn gaps_and_places_lead_back_to_the_text() {
        let text = "at https:// example.org/a/\n  b-c/d-1.pdf .";
        let address = &find(&document(text))[0];
        let gaps: Vec<&str> = address
            .gaps()
            .map(|gap| &text[gap.start..gap.end])
            .collect();
        assert_eq!(gaps, [" ", "\n  "]);
        assert_eq!(
            &text[address.span.start..address.span.end],
            "https:// example.org/a/\n  b-c/d-1.pdf"
        );
        assert_eq!(address.written(0..address.text.len()), address.span);
        let word = address.text.find("b-c").unwrap_or_default();
        let span = address.written(word..word + 3);
        assert_eq!(&text[span.start..span.end], "b-c");
        let address = &find(&document("www.example.org/a"))[0];
        assert_eq!(address.scheme(), None);
        assert_eq!(address.written(7..24), Span::new(0, 17));
    }

    #[test]
    fn time_grows_with_the_text_only() {
        let time = |text: String| {
            let document = document(&text);
            let start = Instant::now();
            let count = find(&document).len();
            (start.elapsed(), count)
        };
        for unit in [
            "https://example.org/a/ ",
            "http",
            "https://a(",
            "<https://a ",
            "www.a.b/\n",
            "http://a.b/c-\n",
        ] {
            // On a machine that does other things, too, a clock is right only now and then.
            let is_linear = (0..5).any(|_| {
                let (short, _) = time(unit.repeat(2_000));
                let (long, _) = time(unit.repeat(20_000));
                long < short * 20 + Duration::from_millis(200)
            });
            assert!(is_linear, "{unit:?}");
        }
    }
}
