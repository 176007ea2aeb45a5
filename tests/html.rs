//! Web pages in the shape of the systems that make them: each yields the pairs that a reader of the page sees.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot read its own pages has failed"
)]

use footfault::check::{Report, check};
use footfault::document::{Format, Span};
use footfault::settings::Settings;
use footfault::source::Source;

#[path = "html/books.rs"]
mod books;
#[path = "html/hostile.rs"]
mod hostile;
#[path = "shared/pairing.rs"]
mod pairing;

fn report(page: &str) -> Report {
    report_of(page.as_bytes().to_vec())
}

fn report_of(bytes: Vec<u8>) -> Report {
    let source = Source {
        path: "page.html".to_owned(),
        bytes,
        format: Some(Format::Html),
    };
    check(&source, &Settings::default()).expect("a page can always be read")
}

/// Each marker as `label: text of its note`.
fn pairs(page: &str) -> Vec<String> {
    pairing::of(&report(page))
}

/// The notes of each list as `label: text`.
fn lists(page: &str) -> Vec<Vec<String>> {
    let report = report(page);
    let apparatus = &report.apparatus;
    let note =
        |(_, note): (usize, &footfault::notes::Note)| format!("{}: {}", note.label, note.text);
    (0..apparatus.lists.len())
        .map(|list| apparatus.notes_of(list).map(note).collect())
        .collect()
}

fn text(page: &str) -> String {
    report(page).document.text
}

const THREE: [&str; 3] = [
    "1: Abend, Tides, 4.",
    "2: Brook, Rain, 5.",
    "3: Crane, Ice, 6.",
];

#[test]
fn pandoc() {
    let page = r##"<!DOCTYPE html><html><body><p>One<a href="#fn1" class="footnote-ref" id="fnref1"
        role="doc-noteref"><sup>1</sup></a> two,<a href="#fn2" class="footnote-ref" id="fnref2"
        role="doc-noteref"><sup>2</sup></a> three.<a href="#fn3" class="footnote-ref" id="fnref3"
        role="doc-noteref"><sup>3</sup></a></p>
        <section class="footnotes footnotes-end-of-document" role="doc-endnotes"><hr />
        <ol><li id="fn1" role="doc-endnote"><p>Abend, <em>Tides</em>, 4.<a href="#fnref1" class="footnote-back" role="doc-backlink">↩︎</a></p></li>
        <li id="fn2" role="doc-endnote"><p>Brook, <em>Rain</em>, 5.<a href="#fnref2" class="footnote-back" role="doc-backlink">↩︎</a></p></li>
        <li id="fn3" role="doc-endnote"><p>Crane, <em>Ice</em>, 6.<a href="#fnref3" class="footnote-back" role="doc-backlink">↩︎</a></p></li>
        </ol></section></body></html>"##;
    assert_eq!(pairs(page), THREE);
    assert!(text(page).starts_with("One¹ two,² three.³\n\n1. Abend, Tides, 4."));
}

#[test]
fn mediawiki_with_several_ways_back_and_a_list_of_letters() {
    let page = r##"<html><head><link rel="canonical" href="https://en.wiki.example/wiki/Tide"></head><body>
        <div id="toc" class="toc"><ul><li><a href="#History">1 History</a></li></ul></div>
        <h2 id="History">History<span class="mw-editsection">[<a href="/edit">edit</a>]</span></h2>
        <p>One<sup id="cite_ref-abend_1-0" class="reference"><a href="https://en.wiki.example/wiki/Tide#cite_note-abend-1"><span class="cite-bracket">&#91;</span>1<span class="cite-bracket">&#93;</span></a></sup>
        two<sup id="cite_ref-2" class="reference"><a href="#cite_note-2">&#91;2&#93;</a></sup> and
        again<sup id="cite_ref-abend_1-1" class="reference"><a href="#cite_note-abend-1">&#91;1&#93;</a></sup> and
        a remark.<sup id="cite_ref-3" class="reference"><a href="#cite_note-3">[a]</a></sup></p>
        <h2>Notes</h2><div class="reflist reflist-lower-alpha"><ol class="references">
        <li id="cite_note-3"><span class="mw-cite-backlink"><b><a href="#cite_ref-3">^</a></b></span> <span class="reference-text">So they say.</span></li></ol></div>
        <h2>References</h2><div class="reflist"><ol class="references">
        <li id="cite_note-abend-1"><span class="mw-cite-backlink">^ <a href="#cite_ref-abend_1-0"><sup><i><b>a</b></i></sup></a> <a href="#cite_ref-abend_1-1"><sup><i><b>b</b></i></sup></a></span> <span class="reference-text">Abend, Tides, 4.</span></li>
        <li id="cite_note-2"><span class="mw-cite-backlink"><b><a href="#cite_ref-2" aria-label="Jump up">^</a></b></span> <span class="reference-text">Brook, Rain, 5.</span></li>
        </ol></div></body></html>"##;
    assert_eq!(
        pairs(page),
        [THREE[0], THREE[1], THREE[0], "a: So they say."]
    );
    assert_eq!(
        lists(page),
        [vec!["a: So they say."], vec![THREE[0], THREE[1]]]
    );
    assert!(
        text(page).contains("History\n\nOne[1] two[2]"),
        "{}",
        text(page)
    );
}

#[test]
fn wordpress_blocks_and_its_plugins() {
    let page = r##"<article><p>One<sup data-fn="9f-1" class="fn"><a href="#9f-1" id="9f-1-link">1</a></sup>
        two<sup data-fn="8e-2" class="fn"><a href="#8e-2" id="8e-2-link">2</a></sup></p>
        <ol class="wp-block-footnotes"><li id="9f-1">Abend, Tides, 4. <a href="#9f-1-link" aria-label="Jump to footnote reference 1">↩︎</a></li>
        <li id="8e-2">Brook, Rain, 5. <a href="#8e-2-link">↩︎</a></li></ol></article>"##;
    assert_eq!(pairs(page), THREE[..2]);
    let page = r#"<p>One.<sup class="modern-footnotes-footnote" data-mfn="1"><a href="javascript:void(0)" role="button"
        aria-describedby="mfn-content-1">1</a></sup><span id="mfn-content-1" role="tooltip" class="modern-footnotes-footnote__note"
        data-mfn="1">Abend, Tides, 4.</span> Two.<sup class="modern-footnotes-footnote" data-mfn="2"><a href="javascript:void(0)"
        aria-describedby="mfn-content-2">2</a></sup><span id="mfn-content-2" role="tooltip" class="modern-footnotes-footnote__note">Brook,
        Rain, 5.</span> End.</p>"#;
    assert_eq!(pairs(page), THREE[..2]);
    assert!(text(page).starts_with("One.¹ Two.² End."), "{}", text(page));
    let page = r"<p>One<sup class='footnote'><a href='#fn-100-1' id='fnref-100-1' onclick='return fdfootnote_show(100)'>1</a></sup>
        two<sup class='footnote'><a href='#fn-100-2' id='fnref-100-2'>2</a></sup></p><div class='footnotes' id='footnotes-100'>
        <div class='footnotedivider'></div><ol><li id='fn-100-1'> Abend, Tides, 4. <span class='footnotereverse'><a href='#fnref-100-1'>&#8617;</a></span></li>
        <li id='fn-100-2'>Brook, Rain, 5. <span class='footnotereverse'><a href='#fnref-100-2'>&#8617;</a></span></li></ol></div>";
    assert_eq!(pairs(page), THREE[..2]);
}

#[test]
fn goldmark_kramdown_and_github() {
    let goldmark = r##"<p>One<sup id="fnref:1"><a href="#fn:1" class="footnote-ref" role="doc-noteref">1</a></sup> two<sup id="fnref:2"><a
        href="#fn:2" class="footnote-ref" role="doc-noteref">2</a></sup></p><div class="footnotes" role="doc-endnotes"><hr><ol>
        <li id="fn:1"><p>Abend, Tides, 4.&#160;<a href="#fnref:1" class="footnote-backref" role="doc-backlink">&#x21a9;&#xfe0e;</a></p></li>
        <li id="fn:2"><p>Brook, Rain, 5.&#160;<a href="#fnref:2" class="footnote-backref" role="doc-backlink">&#x21a9;&#xfe0e;</a></p></li></ol></div>"##;
    assert_eq!(pairs(goldmark), THREE[..2]);
    let kramdown = r##"<p>One<sup id="fnref:a" role="doc-noteref"><a href="#fn:a" class="footnote" rel="footnote">1</a></sup> two<sup
        id="fnref:b"><a href="#fn:b" class="footnote" rel="footnote">2</a></sup> again<sup id="fnref:a:1"><a href="#fn:a" class="footnote" rel="footnote">1</a></sup></p>
        <div class="footnotes" role="doc-endnotes"><ol><li id="fn:a" role="doc-endnote"><p>Abend, Tides, 4. <a href="#fnref:a" class="reversefootnote"
        role="doc-backlink">&#8617;</a> <a href="#fnref:a:1" class="reversefootnote" role="doc-backlink">&#8617;<sup>2</sup></a></p></li>
        <li id="fn:b" role="doc-endnote"><p>Brook, Rain, 5. <a href="#fnref:b" class="reversefootnote" role="doc-backlink">&#8617;</a></p></li></ol></div>"##;
    assert_eq!(pairs(kramdown), [THREE[0], THREE[1], THREE[0]]);
    let github = r##"<p>One<sup><a href="#user-content-fn-1-ab" id="user-content-fnref-1-ab" data-footnote-ref="" aria-describedby="footnote-label">1</a></sup>
        two<sup><a href="#user-content-fn-2-ab" id="user-content-fnref-2-ab" data-footnote-ref="" aria-describedby="footnote-label">2</a></sup></p>
        <section data-footnotes="" class="footnotes"><h2 id="footnote-label" class="sr-only">Footnotes</h2><ol>
        <li id="user-content-fn-1-ab"><p>Abend, Tides, 4. <a href="#user-content-fnref-1-ab" data-footnote-backref="" aria-label="Back to reference 1" class="data-footnote-backref"><g-emoji>↩</g-emoji></a></p></li>
        <li id="user-content-fn-2-ab"><p>Brook, Rain, 5. <a href="#user-content-fnref-2-ab" class="data-footnote-backref">↩</a></p></li></ol></section>"##;
    assert_eq!(pairs(github), THREE[..2]);
}

#[test]
fn substack_as_a_browser_saves_it() {
    let page = r#"<!DOCTYPE html>
        <!-- saved from url=(0035)https://tides.example.org/p/one -->
        <html><body><p>One<a data-component-name="FootnoteAnchorToDOM" id="footnote-anchor-1-77" href="https://tides.example.org/p/one#footnote-1-77" target="_self" rel="" class="footnote-anchor">1</a>
        two.<a data-component-name="FootnoteAnchorToDOM" id="footnote-anchor-2-77" href="https://tides.example.org/p/one#footnote-2-77" class="footnote-anchor">2</a></p>
        <div class="footnote" data-component-name="FootnoteToDOM"><a id="footnote-1-77" href="https://tides.example.org/p/one#footnote-anchor-1-77" class="footnote-number" contenteditable="false">1</a>
        <div class="footnote-content"><p>Abend, Tides, 4.</p><p>More of it.</p></div></div>
        <div class="footnote" data-component-name="FootnoteToDOM"><a id="footnote-2-77" href="https://tides.example.org/p/one#footnote-anchor-2-77" class="footnote-number">2</a>
        <div class="footnote-content"><p>Brook, Rain, 5.</p></div></div></body></html>"#;
    assert_eq!(pairs(page), ["1: Abend, Tides, 4. More of it.", THREE[1]]);
}

#[test]
fn word_and_libreoffice() {
    let word = r##"<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><div class=WordSection1>
        <p class=MsoNormal>One<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference><span
        style='mso-special-character:footnote'><![if !supportFootnotes]><span class=MsoFootnoteReference>[1]</span><![endif]></span></span></a> two<a
        style='mso-footnote-id:ftn2' href="#_ftn2" name="_ftnref2" title=""><span class=MsoFootnoteReference>[2]</span></a></p></div>
        <div style='mso-element:footnote-list'><br clear=all><hr align=left size=1 width="33%">
        <div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1" title=""><span
        class=MsoFootnoteReference>[1]</span></a> Abend, Tides, 4.</p></div>
        <div style='mso-element:footnote' id=ftn2><p class=MsoFootnoteText><a href="#_ftnref2" name="_ftn2"><span
        class=MsoFootnoteReference>[2]</span></a> Brook, Rain, 5.</p><p class=MsoFootnoteText>More of it.</p></div></div></body></html>"##;
    assert_eq!(pairs(word), [THREE[0], "2: Brook, Rain, 5. More of it."]);
    let libreoffice = r##"<p>One<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a> two<a class="sdendnoteanc"
        name="sdendnote1anc" href="#sdendnote1sym"><sup>i</sup></a></p>
        <div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>Abend, Tides, 4.</p></div>
        <div id="sdendnote1"><p class="sdendnote"><a class="sdendnotesym" name="sdendnote1sym" href="#sdendnote1anc">i</a>Brook, Rain, 5.</p></div>"##;
    assert_eq!(pairs(libreoffice), [THREE[0], "i: Brook, Rain, 5."]);
    assert_eq!(lists(libreoffice).len(), 2);
}

#[test]
fn google_docs_ghost_and_journals() {
    let docs = r##"<p><span>One</span><sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup><span> two</span><sup><a href="#ftnt2" id="ftnt_ref2">[2]</a></sup></p>
        <hr><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a><span> Abend, Tides, 4.</span></p></div>
        <div><p><a href="#ftnt_ref2" id="ftnt2">[2]</a><span> Brook, Rain, 5.</span></p></div>"##;
    assert_eq!(pairs(docs), THREE[..2]);
    let ghost = r##"<p>One<sup class="footnote-ref"><a href="#fn1" id="fnref1">[1]</a></sup> two<sup class="footnote-ref"><a href="#fn2" id="fnref2">[2]</a></sup></p>
        <hr class="footnotes-sep"><section class="footnotes"><ol class="footnotes-list"><li id="fn1" class="footnote-item"><p>Abend, Tides, 4. <a href="#fnref1"
        class="footnote-backref">↩︎</a></p></li><li id="fn2" class="footnote-item"><p>Brook, Rain, 5. <a href="#fnref2" class="footnote-backref">↩︎</a></p></li></ol></section>"##;
    assert_eq!(pairs(ghost), THREE[..2]);
    let journal = r##"<p>One<a class="xref fn" href="#fn1"><span class="show-for-sr">Footnote </span><sup>1</sup></a> two<a class="xref fn"
        href="#fn2"><span class="show-for-sr">Footnote </span><sup>2</sup></a>.</p><div class="footnotes"><h2>Footnotes</h2>
        <div class="fn" id="fn1"><p><span class="label">1</span> Abend, Tides, 4.</p></div><div class="fn" id="fn2"><p><span class="label">2</span> Brook, Rain, 5.</p></div></div>"##;
    assert_eq!(pairs(journal), THREE[..2]);
    let institute = r##"<p>One<sup><a href="#endnote-1">1</a></sup> two<sup><a href="#endnote-2">2</a></sup>, <sup><a href="#endnote-3">3</a></sup></p>
        <footer><h3>Endnotes</h3><p><a name="endnote-1"></a>1. Abend, Tides, 4.</p><p><a name="endnote-2"></a>2. Brook, Rain, 5.</p>
        <p><a name="endnote-3"></a>3. Crane, Ice, 6.</p></footer>"##;
    assert_eq!(pairs(institute), THREE);
}

#[test]
fn sidenotes_are_counted_and_stand_behind_their_paragraph() {
    let page = r#"<p>One<label for="sn-1" class="margin-toggle sidenote-number"></label><input type="checkbox" id="sn-1" class="margin-toggle"/><span
        class="sidenote">Abend, Tides, 4.</span> goes on<label for="mn-1" class="margin-toggle">&#8853;</label><input type="checkbox" id="mn-1"
        class="margin-toggle"/><span class="marginnote">A remark.</span> and two.<label for="sn-2" class="margin-toggle sidenote-number"></label><input
        type="checkbox" id="sn-2" class="margin-toggle"/><span class="sidenote">Brook, Rain, 5.</span></p><p>After.</p>"#;
    assert_eq!(pairs(page), THREE[..2]);
    let text = text(page);
    assert!(text.starts_with("One¹ goes on"), "{text}");
    assert!(text.contains("and two.²\n\n"), "{text}");
    assert!(report(page).apparatus.lists[0].is_automatic);
}

#[test]
fn notes_that_the_style_sheet_sends_to_the_foot_of_the_page() {
    let page = r#"<style>.fnn{float:footnote;font-size:8pt}</style><p>One<span class="fnn">Abend, <em>Tides</em>, 4.</span> and
        two.<span class="fnn">Brook, Rain, 5.</span></p>"#;
    assert_eq!(pairs(page), THREE[..2]);
    assert!(
        text(page).starts_with("One¹ and two.²\n\n1. Abend"),
        "{}",
        text(page)
    );
}

#[test]
fn littlefoot_hides_its_notes_and_they_stay() {
    let page = r##"<p>One<span class="littlefoot"><button type="button" class="littlefoot__button" id="lf-1" aria-label="Footnote 1"><svg></svg></button></span><sup
        id="fnref:1" class="littlefoot--print"><a href="#fn:1" rel="footnote">1</a></sup> two<sup id="fnref:2"><a href="#fn:2" rel="footnote">2</a></sup></p>
        <div class="footnotes littlefoot--print" style="display:none"><hr><ol><li class="footnote" id="fn:1"><p>Abend, Tides, 4.<a href="#fnref:1"
        title="return to article"> ↩</a></p></li><li class="footnote" id="fn:2"><p>Brook, Rain, 5.<a href="#fnref:2"> ↩</a></p></li></ol></div>"##;
    assert_eq!(pairs(page), THREE[..2]);
}

#[test]
fn docutils_and_definition_lists() {
    let page = r##"<p>One <a class="footnote-reference brackets" href="#id2" id="id1" role="doc-noteref"><span class="fn-bracket">[</span>1<span
        class="fn-bracket">]</span></a> two <a class="footnote-reference brackets" href="#id4" id="id3" role="doc-noteref">[2]</a>.</p>
        <aside class="footnote-list brackets"><aside class="footnote brackets" id="id2" role="doc-footnote"><span class="label"><span
        class="fn-bracket">[</span><a role="doc-backlink" href="#id1">1</a><span class="fn-bracket">]</span></span><p>Abend, Tides, 4.</p></aside>
        <aside class="footnote brackets" id="id4" role="doc-footnote"><span class="label"><span class="fn-bracket">[</span>2<span class="fn-bracket">]</span></span>
        <span class="backrefs">(<a role="doc-backlink" href="#id3">1</a>,<a role="doc-backlink" href="#id5">2</a>)</span><p>Brook, Rain, 5.</p></aside></aside>"##;
    assert_eq!(pairs(page), THREE[..2]);
    let page = r##"<p>One[<a href="#n1">1</a>] two[<a href="#n2">2</a>].</p><dl><dt><a id="n1">[1]</a></dt><dd>Abend, Tides, 4.</dd><dt><a id="n2">[2]</a></dt>
        <dd>Brook, Rain, 5.</dd></dl>"##;
    assert_eq!(pairs(page), THREE[..2]);
}

#[test]
fn groups_and_ranges_of_links() {
    let page = r##"<p>One [<a href="#r1">1</a>, <a href="#r2">2</a>] and [<a href="#r1">1</a>–<a href="#r3">3</a>].</p><h2>References</h2>
        <ol><li id="r1">Abend, Tides, 4.</li><li id="r2">Brook, Rain, 5.</li><li id="r3">Crane, Ice, 6.</li></ol>"##;
    assert_eq!(
        pairs(page),
        [THREE[0], THREE[1], THREE[0], THREE[1], THREE[2]]
    );
    assert!(text(page).starts_with("One [1, 2] and [1–3]."));
    assert_eq!(
        report(page).apparatus.lists[0].heading.as_deref(),
        Some("References")
    );
}

#[test]
fn typed_notes_without_links_are_found_as_in_any_text() {
    let page = r#"<html><body><header class="site-header"><a href="/">The Paper</a></header><main><p>One.<sup>1</sup> Two in 2019.<sup>2</sup> Three,<sup>3</sup> four.</p>
        <h2>Notes</h2><ol><li>Abend, Tides, 4.</li><li>Brook, Rain, 5.</li><li>Crane, Ice, 6.</li></ol></main><footer>© 2020</footer></body></html>"#;
    assert_eq!(pairs(page), THREE);
    assert!(!text(page).contains('©') && !text(page).contains("The Paper"));
    let page = r"<p>One.[1] Two.[2] Three.[3]</p><footer><h2>Notes</h2><p>[1] Abend, Tides, 4.<br>[2] Brook, Rain, 5.<br>[3] Crane, Ice, 6.</p></footer>";
    assert_eq!(pairs(page), THREE);
    let page = r#"<style>.s1{vertical-align:super;font-size:60%}</style><p>One.<span class="s1">1</span> Two.<span style="vertical-align: super">2</span>
        Three.<span class="s1">3</span></p><h3>Endnotes</h3><p>1. Abend, Tides, 4.</p><p>2. Brook, Rain, 5.</p><p>3. Crane, Ice, 6.</p>"#;
    assert_eq!(pairs(page), THREE);
}

#[test]
fn what_is_no_note_is_no_note() {
    let page = r##"<h1 id="top">Tides</h1><p>See section <a href="#s2">2</a>, Table <a href="#t1">1</a>, Figure <a href="#f1">1</a> and equation (<a
        href="#e1">1</a>).</p><h2 id="s2">2 Method</h2><table id="t1"><caption>Table 1</caption><tr><td>4</td></tr></table>
        <figure id="f1"><figcaption>Figure 1. Tides.</figcaption></figure><p id="e1">x = y (1)</p><p><a href="#top">Back to top</a></p>"##;
    assert_eq!(pairs(page), Vec::<String>::new());
    let page = r##"<p><a href="#p1" name="p1" class="number">1.1</a> One. See <a href="#p2">paragraph 1.2</a>.</p><p><a href="#p2" name="p2">1.2</a> Two.</p>"##;
    assert_eq!(pairs(page), Vec::<String>::new());
}

#[test]
fn a_note_that_nobody_calls_and_a_marker_that_leads_nowhere_are_kept() {
    let page = r##"<p>One<sup><a href="#fn1" id="fnref1">1</a></sup> two<sup><a href="#fn9" id="fnref9">9</a></sup> three<sup><a href="#fn3"
        id="fnref3">3</a></sup></p><ol class="footnotes"><li id="fn1">Abend, Tides, 4. <a href="#fnref1">↩</a></li><li id="fn2">Brook, Rain, 5. <a
        href="#fnref2">↩</a></li><li id="fn3">Crane, Ice, 6. <a href="#fnref3">↩</a></li></ol>"##;
    assert_eq!(pairs(page), [THREE[0], "9: —", THREE[2]]);
    assert_eq!(lists(page), [THREE.to_vec()]);
}

#[test]
fn works_that_are_called_by_author_and_year() {
    let page = r##"<p>So it is (<a href="#ref-abend2019" role="doc-biblioref">Abend 2019</a>; <a href="#ref-brook2020" role="doc-biblioref">Brook
        2020</a>).</p><div id="refs" class="references csl-bib-body" role="doc-bibliography"><div id="ref-abend2019" class="csl-entry" role="doc-biblioentry">Abend,
        Tom. 2019. Tides.</div><div id="ref-brook2020" class="csl-entry" role="doc-biblioentry">Brook, Una. 2020. Rain.</div></div>"##;
    assert_eq!(
        pairs(page),
        [
            "ref-abend2019: Abend, Tom. 2019. Tides.",
            "ref-brook2020: Brook, Una. 2020. Rain."
        ]
    );
}

#[test]
fn chapters_that_count_from_one_again_have_lists_of_their_own() {
    let chapter = |number: u32| {
        format!(
            r##"<h2>Chapter {number}</h2><p>One<sup><a href="#c{number}n1" id="c{number}r1">1</a></sup> two<sup><a href="#c{number}n2"
            id="c{number}r2">2</a></sup></p><p class="note" id="c{number}n1"><a href="#c{number}r1">1.</a> Abend, {number}.</p><p class="note"
            id="c{number}n2"><a href="#c{number}r2">2.</a> Brook, {number}.</p>"##
        )
    };
    let page = chapter(1) + &chapter(2);
    assert_eq!(
        pairs(&page),
        [
            "1: Abend, 1.",
            "2: Brook, 1.",
            "1: Abend, 2.",
            "2: Brook, 2."
        ]
    );
    assert_eq!(lists(&page).len(), 2);
}

#[test]
fn places_and_spans_are_those_of_the_markup() {
    let page = "<p>Caf&eacute; <b>one</b><sup><a href=#n1 id=r1>1</a></sup></p>\n<ol><li id=n1>Abend &amp; Sons. <a href=#r1>↩</a></ol>";
    let report = report(page);
    let marker = &report.apparatus.markers[0];
    let place = report.document.place(marker.span.start);
    let column = page.find(">1</a>").expect("the marker") + 2;
    assert_eq!((place.line, place.column), (1, column));
    let note = &report.apparatus.notes[0];
    assert_eq!(note.text, "Abend & Sons.");
    assert_eq!(report.document.place(note.span.start).line, 2);
    let words = Span::new(note.body.start + 1, note.body.end);
    let source = report.document.source_span(words);
    assert_eq!(&page[source.start..source.end], "Abend &amp; Sons.");
}

#[test]
fn nasty_markup_is_read_as_a_browser_reads_it() {
    let page = r##"<!DOCTYPE html>
<HTML><head><title>Dues &amp; Tolls</title><script>if (a<b) document.write("<p>no</p>")</script></head>
<body><!-- c > d --><p class=lead>Köhler writes “tolls fell”<sup><a href=#fn1 id=fnref1>1</a></sup> by&nbsp;2018<SUP>2</SUP>.
<p>An open paragraph, na&iuml;ve <a href="https://example.org/?a=1&amp;b=2">go &rarr; there</a>
<ul><li>one<li>two<sup>[3]</sup></ul>
<table><tr><td>cell<sup>a</sup></table>
<p>mis<b>nested <i>tags</b> here</i> 4 &lt; 5
<ol class="footnotes"><li id=fn1>Abend, <em>Tides</em> (2019). <a href="#fnref1">↩</a></li></ol>
</body></HTML>"##;
    let report = report(page);
    let lines: Vec<&str> = report.document.text.trim_end().split("\n\n").collect();
    assert_eq!(
        lines,
        [
            "Köhler writes “tolls fell”¹ by\u{a0}2018².",
            "An open paragraph, naïve go → there",
            "one",
            "two[3]",
            "cella",
            "misnested tags here 4 < 5",
            "1. Abend, Tides (2019).",
        ]
    );
    let targets: Vec<&str> = report
        .document
        .hyperlinks
        .iter()
        .map(|link| link.target.as_str())
        .collect();
    assert_eq!(targets, ["https://example.org/?a=1&b=2"]);
    let natives = &report.document.native_markers;
    assert_eq!(natives.len(), 1);
    let place = report.document.place(natives[0].span.start);
    let line = page.lines().nth(2).expect("the third line");
    let (before, _) = line.split_once("1</a>").expect("the marker");
    assert_eq!((place.line, place.column), (3, before.chars().count() + 1));
    assert_eq!(report.document.native_notes[0].backlinks.len(), 1);
}
