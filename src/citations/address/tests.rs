//! Which addresses a text has, and what of it belongs to them.

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

#[test]
fn what_closes_something_within_the_address_belongs_to_it() {
    for address in [
        "https://example.org/wiki/%22high%22_and_%22low%22",
        "https://example.org/doc/Box%3CTide%3E",
        "https://example.org/list%5B3%5D",
        "https://example.org/%E2%80%9CFlut%E2%80%9D",
        "https://example.org/%e2%80%9eFlut%e2%80%9c",
    ] {
        assert_eq!(only(&format!("See {address}.")), (address.to_owned(), None));
    }
    for left in ["%22", "%3E", "%5D", "%E2%80%9D"] {
        let text = format!("See https://example.org/%22high%22{left}.");
        assert_eq!(only(&text).1.as_deref(), Some(left), "{text}");
    }
}

#[test]
fn a_passage_goes_on_behind_one_half_of_a_pair_of_brackets() {
    for address in [
        "https://example.org/a#:~:text=The%20Board%20(of,by%20boat",
        "https://example.org/a#:~:text=a%20(b)%20c",
        "https://example.org/a#:~:text=one*two,three",
        "https://example.org#:~:text=one,two",
    ] {
        assert_eq!(only(&format!("See {address} for it.")).0, address);
    }
    assert_eq!(
        only("*https://example.org/a#:~:text=one*").0,
        "https://example.org/a#:~:text=one"
    );
}
