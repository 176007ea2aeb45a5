#![expect(
    clippy::expect_used,
    reason = "a test that cannot read its own words has failed"
)]

use super::*;
use crate::links::Barrier;

fn address() -> Url {
    Url::parse("https://harbour.example/news/tolls").expect("an address")
}

fn html(body: &str) -> Page {
    read(
        body.as_bytes(),
        Some("text/html; charset=utf-8"),
        &address(),
        &[],
    )
}

#[test]
fn titles_come_in_the_order_of_their_worth() {
    let page = html(
        r#"<html lang="en-GB"><head><title>Tolls rise | Harbour News</title>
        <meta property="og:title" content="Tolls rise again">
        <meta name="DC.Title" content="Tolls Rise Again in the Harbour">
        <meta name="citation_title" content="Tolls in the Harbour">
        <script type="application/ld+json">{"@graph":[{"@type":"Organization","name":"Harbour News"},
          {"@type":["NewsArticle"],"headline":"Tolls &amp; Ferries","datePublished":"2024-03-05T07:00:00Z",
           "author":[{"@type":"Person","name":"Ada Reed"},"Ben Moor"],"publisher":{"name":"Harbour News Ltd"}}]}</script>
        </head><body><nav><h2>Home</h2></nav><h1>Tolls <em>rise</em></h1><p>The toll rose.</p></body></html>"#,
    );
    assert_eq!(
        page.titles,
        [
            "Tolls in the Harbour",
            "Tolls Rise Again in the Harbour",
            "Tolls rise again",
            "Tolls & Ferries",
            "Tolls rise | Harbour News",
            "Tolls rise"
        ]
    );
    assert_eq!(page.authors, ["Ada Reed", "Ben Moor"]);
    assert_eq!(page.dates, ["2024-03-05T07:00:00Z"]);
    assert_eq!(page.site.as_deref(), Some("Harbour News Ltd"));
    assert_eq!(page.language.as_deref(), Some("en-GB"));
    assert_eq!(page.words, 5);
}

#[test]
fn highwire_and_open_graph() {
    let page = html(
        r#"<meta name=citation_author content="Reed, Ada"><meta name=citation_author content="Moor, Ben">
        <meta name=citation_publication_date content="2021/07/15"><meta name=citation_journal_title content="Port Studies">
        <meta property="article:author" content="https://social.example/ada"><meta property=og:site_name content="Ports Online">
        <link rel=canonical href="/studies/7"><meta property=og:url content="javascript:alert(1)">"#,
    );
    assert_eq!(page.authors, ["Reed, Ada", "Moor, Ben"]);
    assert_eq!(page.dates, ["2021/07/15"]);
    assert_eq!(page.site.as_deref(), Some("Port Studies"));
    let own = page.canonical.map(|own| own.to_string());
    assert_eq!(own.as_deref(), Some("https://harbour.example/studies/7"));
}

#[test]
fn a_time_counts_where_nothing_better_is_there() {
    let page = html(
        "<p><time>5 March 2024</time> <time datetime=2019-01-01>old</time> <time>2011</time></p>",
    );
    assert_eq!(page.dates, ["5 March 2024", "2019-01-01"]);
    let page = html("<meta name=date content=2020-02-02><time datetime=2024-03-05></time>");
    assert_eq!(page.dates, ["2020-02-02"]);
}

#[test]
fn the_text_is_what_a_reader_sees() {
    let one = html(
        "<body><nav>Home <b>News</b></nav><script>var a = '<p>no</p>'</script><style>p{}</style><p>The toll</p>rose</body>",
    );
    let other = html("<body>\n<nav>Other</nav>The toll\n\n<p>rose</body>");
    assert_eq!(one.words, 3);
    assert_eq!(one.text_hash, other.text_hash);
    let unclosed = html("<body><nav><a>Home</a><main>The toll rose</main>");
    assert_eq!(unclosed.text_hash, one.text_hash);
}

#[test]
fn encodings_by_header_by_meta_and_by_guess() {
    let title = |bytes: &[u8], header: Option<&str>| {
        let page = read(bytes, header, &address(), &[]);
        page.titles.into_iter().next().unwrap_or_default()
    };
    let latin = b"<title>Z\xf6lle und H\xe4fen</title>";
    assert_eq!(
        title(latin, Some("text/html; charset=ISO-8859-1")),
        "Zölle und Häfen"
    );
    assert_eq!(title(latin, Some("text/html")), "Zölle und Häfen");
    let named = b"<meta charset=\"windows-1251\"><title>\xcf\xee\xf0\xf2</title>";
    assert_eq!(title(named, Some("text/html")), "Порт");
    let http = b"<meta http-equiv='Content-Type' content='text/html; charset=Shift_JIS'><title>\x8d\x60</title>";
    assert_eq!(title(http, None), "港");
    let marked = b"\xef\xbb\xbf<title>\xc3\x84</title>";
    assert_eq!(title(marked, Some("text/html; charset=latin1")), "Ä");
}

#[test]
fn a_picture_in_a_page_has_no_say_in_its_title() {
    let page = html("<body><svg><title>Menu</title></svg><h1></h1><h1>Tolls rise</h1>");
    assert_eq!(page.titles, ["Tolls rise"]);
}

#[test]
fn a_title_cannot_steer_a_terminal() {
    let page = html("<title>A\u{1b}[31m&#27;[0m \u{202e}title</title>");
    assert_eq!(page.titles, ["A\u{FFFD}[31m\u{FFFD}[0m title"]);
}

#[test]
fn what_is_not_free_says_so() {
    let page = html(
        r#"<script type="application/ld+json">{"@type":"Article","headline":"Tolls","isAccessibleForFree":"False"}</script>"#,
    );
    assert_eq!(page.barrier, Some(Barrier::Paywall));
}

#[test]
fn records_of_registries() {
    let json = |text: &str| read(text.as_bytes(), Some("application/json"), &address(), &[]);
    let page = json(
        r#"{"message":{"title":["Tolls <i>in</i> the Harbour"],"subtitle":["A Study"],
        "author":[{"given":"Ada","family":"Reed"},{"name":"Port Board"}],
        "issued":{"date-parts":[[2021,7]]},"container-title":["Port Studies"]}}"#,
    );
    assert_eq!(
        page.titles,
        ["Tolls in the Harbour: A Study", "Tolls in the Harbour"]
    );
    assert_eq!(page.authors, ["Ada Reed", "Port Board"]);
    assert_eq!(page.dates, ["2021-07"]);
    let page = json(
        r#"{"data":{"attributes":{"titles":[{"title":"Tolls: Data"}],"publicationYear":2020,"publisher":"Port Board",
        "creators":[{"name":"Reed, Ada","givenName":"Ada","familyName":"Reed"}]}}}"#,
    );
    assert_eq!(
        (page.titles.concat(), page.authors.concat()),
        ("Tolls: Data".into(), "Ada Reed".into())
    );
    assert_eq!(page.dates, ["2020"]);
    let page = json(
        r#"{"responseCode":1,"values":[{"index":1,"type":"URL","data":{"format":"string","value":"https://a.example/x"}}]}"#,
    );
    assert_eq!(
        page.canonical.map(String::from).as_deref(),
        Some("https://a.example/x")
    );
    assert_eq!(json("[1, {").titles, Vec::<String>::new());
}

#[test]
fn of_other_formats_only_the_hash_is_known() {
    let page = read(
        b"%PDF-1.7 <title>no</title>",
        Some("text/html"),
        &address(),
        &[],
    );
    assert_eq!(
        (page.titles.len(), page.words, page.text_hash.len()),
        (0, 0, 64)
    );
}

#[test]
fn passages_are_looked_for_in_what_a_reader_sees() {
    let wanted = ["The toll … by half".to_owned(), "secret".to_owned()];
    let body = "<p>The <b>toll</b> rose<p>by half<script>secret</script>";
    let page = read(body.as_bytes(), Some("text/html"), &address(), &wanted);
    let found: Vec<bool> = page.passages.into_iter().map(|(_, found)| found).collect();
    assert_eq!(found, [true, false]);
}

#[test]
fn a_page_of_open_elements_takes_no_time() {
    let start = std::time::Instant::now();
    for part in [
        "<div>", "<nav>", "<b a=1>", "<svg>", "<time>", "<h1>", "<", "&", "<!--", "<title>",
        "\u{1b}",
    ] {
        let page = html(&part.repeat(LONGEST / 8 / part.len()));
        assert!(page.titles.len() <= 12, "{part}");
    }
    // In quadratic time one of them alone would take minutes.
    assert!(start.elapsed().as_secs() < 60);
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
        for kind in [Some("text/html"), Some("application/json"), Some("text/plain; charset=utf-16"), None] {
            read(&bytes, kind, &address(), &["a … b".to_owned()]);
        }
    }

    #[test]
    fn no_tags_make_it_panic(parts in proptest::collection::vec(proptest::sample::select(vec![
        "<", ">", "</", "/", "=", "\"", "'", " ", "meta", "title", "h1", "time", "nav", "script", "svg", "name",
        "content", "a", "&amp", ";", "<!--", "-->", "<![CDATA[", "type=application/ld+json", "{\"@type\":\"Article\"", "}",
    ]), 0..60)) {
        html(&parts.concat());
    }
}
