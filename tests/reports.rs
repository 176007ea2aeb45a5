//! The reports for other tools and for a browser, as those who read them would judge them.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its own papers has failed"
)]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output};

use footfault::check::{Report, check};
use footfault::document::Format;
use footfault::finding::Severity;
use footfault::report::form;
use footfault::report::form::{Form, Kind, Outcome, Wish};
use footfault::report::screen::Screen;
use footfault::report::{Fault, Tally, fingerprint};
use footfault::settings::Settings;
use footfault::source::Source;
use jsonschema::Validator;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;
use serde_sarif::sarif::{ResultLevel, Sarif};

fn report(path: &str, text: &str) -> Report {
    let source = Source {
        path: path.to_owned(),
        bytes: text.as_bytes().to_vec(),
        format: Some(Format::Markdown),
    };
    check(&source, &Settings::default()).unwrap()
}

/// The paper from which a note fell out, and one that is sound.
fn papers() -> [Report; 2] {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/agree");
    let drifted = std::fs::read_to_string(folder.join("typed.md")).unwrap();
    let sound = "One word.[^1]\n\n[^1]: Abend, *Grün*, 2020.\n";
    [
        report("drafts/mill, and stream.md", &drifted),
        report("drafts/sound.md", sound),
    ]
}

/// A whole report over some papers, of which one more could not be read.
fn whole(kind: Kind, papers: &[Report]) -> String {
    let wish = Wish {
        screen: Screen::new(false, false, None),
        quiet: false,
        several: true,
    };
    let form: Box<dyn Form> = form(kind, wish);
    let pieces = papers.iter().map(|paper| form.paper(paper).unwrap());
    let pieces: Vec<String> = pieces.filter(|piece| !piece.is_empty()).collect();
    let faults = [Fault {
        path: "drafts/gone.docx".to_owned(),
        message: "no such file".to_owned(),
    }];
    let outcome = Outcome {
        documents: papers.len(),
        tally: papers.iter().map(Tally::of).sum(),
        faults: &faults,
    };
    let tail = form.tail(&outcome).unwrap();
    format!("{}{}{tail}", form.head(), pieces.join(form.between()))
}

/// The values that an attribute has on a page.
fn values(page: &str, name: &str) -> Vec<String> {
    let opening = format!("{name}=\"");
    let parts = page.split(opening.as_str()).skip(1);
    parts
        .filter_map(|part| Some(part.split_once('"')?.0.to_owned()))
        .collect()
}

#[test]
fn annotations_have_githubs_own_form() {
    let text = whole(Kind::Github, &papers());
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2, "{text}");
    let (command, message) = lines[0].split_once("::the note").unwrap();
    assert_eq!(
        command,
        "::error file=drafts/mill%2C and stream.md,line=5,col=64,endColumn=66,title=offset-numbering"
    );
    assert!(
        message.contains(".%0AThe sentence before marker 6"),
        "{message}"
    );
    assert_eq!(
        lines[1],
        "::error file=drafts/gone.docx,title=footfault::no such file"
    );
}

#[test]
fn sarif_is_what_its_schema_asks_for() {
    let text = whole(Kind::Sarif, &papers());
    let sarif: Sarif = serde_json::from_str(&text).unwrap();
    assert_eq!(sarif.version.to_string(), "\"2.1.0\"");
    assert!(sarif.schema.unwrap().ends_with("sarif-schema-2.1.0.json"));
    let run = &sarif.runs[0];
    let rules = run.tool.driver.rules.as_ref().unwrap();
    let ids: BTreeSet<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(ids.len(), rules.len(), "an id stands for one rule");
    for rule in rules {
        let help = rule.help.as_ref().unwrap();
        assert!(help.markdown.as_ref().unwrap().contains("## Why"));
    }
    let results = run.results.as_ref().unwrap();
    assert_eq!(results.len(), 1);
    let result = &results[0];
    assert!(ids.contains(result.rule_id.as_deref().unwrap()));
    assert_eq!(result.level, Some(ResultLevel::Error));
    let place = result.locations.as_ref().unwrap()[0]
        .physical_location
        .as_ref();
    let place = place.unwrap();
    let artifact = place.artifact_location.as_ref().unwrap();
    assert_eq!(
        artifact.uri.as_deref(),
        Some("drafts/mill,%20and%20stream.md")
    );
    assert_eq!(artifact.uri_base_id.as_deref(), Some("%SRCROOT%"));
    let region = place.region.as_ref().unwrap();
    assert_eq!(
        (region.start_line, region.start_column, region.end_column),
        (Some(5), Some(64), Some(67))
    );
    let replacements = &result.fixes.as_ref().unwrap()[0].artifact_changes[0].replacements;
    assert!(replacements.len() > 1, "a placeholder and five numbers");
    let invocation = &run.invocations.as_ref().unwrap()[0];
    assert!(!invocation.execution_successful, "one file was not read");
}

/// The published schema of SARIF, as the crate with its types carries it.
fn schema_of_sarif() -> Value {
    let mut cargo = Command::new(env!("CARGO"));
    let told = cargo
        .args(["metadata", "--format-version", "1", "--offline", "--locked"])
        // The crates of other platforms are nowhere unless somebody fetched them.
        .args(["--filter-platform", "host-tuple"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(
        told.status.success(),
        "{}",
        String::from_utf8_lossy(&told.stderr)
    );
    let told: Value = serde_json::from_slice(&told.stdout).unwrap();
    let mut packages = told["packages"].as_array().unwrap().iter();
    let package = packages.find(|it| it["name"] == "serde-sarif").unwrap();
    let manifest = Path::new(package["manifest_path"].as_str().unwrap());
    let schema = std::fs::read_to_string(manifest.with_file_name("src/schema.json")).unwrap();
    let mut schema: Value = serde_json::from_str(&schema).unwrap();
    // It was published with a bracket that nothing opens, which is no regular expression to a strict reader.
    for of in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][of]["properties"]["language"];
        assert_eq!(
            language["pattern"],
            "^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$"
        );
        language["pattern"] = "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$".into();
    }
    schema
}

/// The results of a report in SARIF.
fn results(sarif: &Value) -> &[Value] {
    sarif["runs"][0]["results"].as_array().unwrap()
}

#[test]
fn every_sarif_is_valid_against_the_published_schema() {
    let schema = schema_of_sarif();
    assert!(schema["title"].as_str().unwrap().contains("2.1.0"));
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap();
    // Papers in all formats, with findings of all levels, fixes, and places that have no line; and one file that cannot be
    // read.
    let all = footfault_with_faults(&[
        "check",
        "testdata",
        "testdata/agree/paper.xml",
        "gone.txt",
        "-o",
        "sarif",
        "--isolated",
    ]);
    let links = footfault(&[
        "links",
        "testdata/demo",
        "--replay",
        "testdata/demo/evidence.zip",
        "-o",
        "sarif",
    ]);
    let nothing = footfault(&["check", "testdata/demo/river-ports.md", "-o", "sarif"]);
    let reports =
        [all, links, nothing].map(|report| serde_json::from_slice::<Value>(&report).unwrap());
    for report in &reports {
        assert_eq!(faults(&validator, report), [""; 0]);
    }
    assert!(results(&reports[0]).len() > 50);
    assert!(results(&reports[2]).is_empty());
    let mut wrong = reports[1].clone();
    wrong["runs"][0]["results"][0]["level"] = "remark".into();
    assert_eq!(faults(&validator, &wrong).len(), 1);
    for report in &reports {
        hold_the_standards_own_words(report);
    }
}

/// What the standard asks for in words, and GitHub with it, and no schema can.
fn hold_the_standards_own_words(report: &Value) {
    let run = &report["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let ids: BTreeSet<&str> = rules
        .iter()
        .map(|rule| rule["id"].as_str().unwrap())
        .collect();
    let mut known = BTreeSet::new();
    for result in results(report) {
        assert!(ids.contains(result["ruleId"].as_str().unwrap()));
        let message = result["message"]["text"].as_str().unwrap();
        assert!(message.ends_with(['.', '”', ')', '?', '!']), "{message}");
        let mut locations = result["locations"].as_array().unwrap().clone();
        locations.extend(
            result["relatedLocations"]
                .as_array()
                .into_iter()
                .flatten()
                .cloned(),
        );
        for location in &locations {
            let physical = &location["physicalLocation"];
            let uri = physical["artifactLocation"]["uri"].as_str().unwrap();
            let is_relative =
                uri.is_ascii() && !uri.starts_with(['/', '.']) && !uri.contains(['\\', ' ', ':']);
            assert!(is_relative, "{uri}");
            if let Some(region) = physical["region"].as_object() {
                let number = |name: &str| region[name].as_u64().unwrap();
                let start = (number("startLine"), number("startColumn"));
                assert!(
                    start <= (number("endLine"), number("endColumn")),
                    "{region:?}"
                );
            }
        }
        let fingerprint = result["partialFingerprints"]["footfault/v1"]
            .as_str()
            .unwrap();
        let place = locations[0]["physicalLocation"]["artifactLocation"]["uri"]
            .as_str()
            .unwrap()
            .to_owned();
        assert!(
            known.insert((place, fingerprint)),
            "{fingerprint} twice in one paper"
        );
    }
}

#[test]
fn fingerprints_outlast_moves_renumbering_and_what_is_written_above() {
    let [drifted, _] = papers();
    let text = &drifted.document.text;
    let before = fingerprint::of(&drifted);
    assert_eq!(before.len(), 1);
    let moved = report("elsewhere/copy.md", text);
    assert_eq!(fingerprint::of(&moved), before);
    let title = "# The Mill and the Stream\n";
    let longer = text.replacen(
        title,
        &format!("{title}\nA preface that calls nothing.\n"),
        1,
    );
    assert_ne!(&longer, text);
    let edited = report("drafts/mill.md", &longer);
    assert_ne!(edited.findings[0].span, drifted.findings[0].span);
    assert_eq!(fingerprint::of(&edited), before);
    let rewritten = text.replace("customers from beyond the Chase hills", "nobody at all");
    assert_ne!(
        fingerprint::of(&report("drafts/mill.md", &rewritten)),
        before
    );
}

#[test]
fn findings_that_are_alike_have_fingerprints_of_their_own() {
    let text = "Word[^1] word[^2].\n\n[^1]: \n\n[^2]: \n";
    let found = fingerprint::of(&report("a.md", text));
    let distinct: BTreeSet<&String> = found.iter().collect();
    assert!(found.len() > 1);
    assert_eq!(distinct.len(), found.len());
}

#[test]
fn test_results_can_be_read_and_counted() {
    let text = whole(Kind::Junit, &papers());
    let mut reader = Reader::from_str(&text);
    let (mut suites, mut cases, mut failures, mut errors) = (0, 0, 0, 0);
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Start(tag) | Event::Empty(tag) => match tag.name().as_ref() {
                "testsuite" => suites += 1,
                "testcase" => cases += 1,
                "failure" => failures += 1,
                "error" => errors += 1,
                _ => {}
            },
            _ => {}
        }
    }
    assert_eq!((suites, cases, failures, errors), (3, 3, 1, 1), "{text}");
}

#[test]
fn the_summary_shows_the_drift_and_leaves_out_what_is_sound() {
    let text = whole(Kind::Markdown, &papers());
    assert!(
        text.starts_with("## drafts/mill, and stream.md\n\n1 error.\n"),
        "{text}"
    );
    assert!(
        text.contains("| 6 | …a strike of the carters at Lenton kept them away again. |")
            || text.contains("kept them away again. | 6 "),
        "{text}"
    );
    assert!(!text.contains("sound.md"));
    assert!(text.contains("**drafts/gone.docx** could not be read: no such file"));
    assert!(
        text.ends_with("footfault checked 2 papers: 1 error.\n"),
        "{text}"
    );
}

#[test]
fn every_link_of_the_page_leads_somewhere_and_nothing_is_fetched() {
    let page = whole(Kind::Html, &papers());
    let ids = values(&page, " id");
    let distinct: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(distinct.len(), ids.len(), "an id stands once");
    for href in values(&page, " href") {
        let id = href
            .strip_prefix('#')
            .unwrap_or_else(|| panic!("{href} leads off the page"));
        assert!(distinct.contains(&id.to_owned()), "{href}");
    }
    assert!(!page.contains(" src="));
    assert_eq!(
        page.matches("class=\"below1\"").count(),
        10,
        "five lines and five points show the drift"
    );
}

#[test]
fn a_note_that_is_written_in_the_text_stands_on_the_page_once() {
    let text = "One word.^[See “Abend, *Grün*, 2020.] Two words[^2] more.\n\n[^2]: Fine.\n";
    let paper = report("a.md", text);
    assert_eq!(paper.findings.len(), 1);
    let page = whole(Kind::Html, &[paper]);
    assert_eq!(
        page.matches("Grün").count(),
        2,
        "in the finding and in the note"
    );
    let places = values(&page, " id");
    let of_finding = places.iter().filter(|id| id.ends_with("-f0"));
    assert_eq!(of_finding.count(), 1);
}

#[test]
fn what_a_paper_says_cannot_become_markup() {
    let text =
        "One <script>alert(1)</script> word.[^1]\n\n[^1]: “<img src=x onerror=alert(1)> & *so*.\n";
    let page = whole(Kind::Html, &[report("<b>.md", text)]);
    assert!(!page.contains("<script>alert"));
    assert!(!page.contains("<img"));
    assert!(!page.contains("<b>.md"));
}

/// The schema that `footfault schema` prints, and the same with nothing allowed that it does not name: what is written
/// and not described would pass unseen otherwise.
fn validators(of: &str) -> [Validator; 2] {
    let printed = footfault(&["schema", of]);
    let schema: Value = serde_json::from_slice(&printed).unwrap();
    let mut strict = schema.clone();
    let close = |shape: &mut Value| {
        if shape["type"] == "object" && shape["properties"].is_object() {
            shape["unevaluatedProperties"] = false.into();
        }
    };
    close(&mut strict);
    let shapes = strict["$defs"].as_object_mut().unwrap();
    shapes.values_mut().for_each(close);
    [schema, strict].map(|schema| jsonschema::validator_for(&schema).unwrap())
}

/// What the program prints on standard output, run from the root of the repository.
fn footfault(arguments: &[&str]) -> Vec<u8> {
    let output = run(arguments);
    assert!(
        matches!(output.status.code(), Some(0 | 1)),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

/// The same where something cannot be read.
fn footfault_with_faults(arguments: &[&str]) -> Vec<u8> {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(2));
    output.stdout
}

fn run(arguments: &[&str]) -> Output {
    let mut program = Command::new(assert_cmd::cargo::cargo_bin!("footfault"));
    let root = env!("CARGO_MANIFEST_DIR");
    program.args(arguments).current_dir(root).output().unwrap()
}

/// Where a report is not what a schema asks for.
fn faults(validator: &Validator, report: &Value) -> Vec<String> {
    let errors = validator.iter_errors(report);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

/// The values that a member has anywhere in a report.
fn met<'a>(value: &'a Value, name: &str, found: &mut BTreeSet<&'a str>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| met(item, name, found)),
        Value::Object(members) => {
            found.extend(members.get(name).and_then(Value::as_str));
            members.values().for_each(|member| met(member, name, found));
        }
        _ => {}
    }
}

#[test]
fn every_report_as_json_is_what_its_schema_says() {
    let [loose, strict] = validators("json");
    // Papers in all formats, and all that they may have: notes in every style, citations in every form, fixes, warnings.
    let papers = footfault(&[
        "check",
        "testdata",
        "testdata/agree/paper.xml",
        "-o",
        "json",
        "--isolated",
    ]);
    let demo = ["testdata/demo", "--replay", "testdata/demo/evidence.zip"];
    let links = footfault(&[&["links", "-o", "json"], &demo[..]].concat());
    let mut reports = [papers, links].map(|report| serde_json::from_slice(&report).unwrap());
    for report in &reports {
        assert_eq!(faults(&loose, report), [""; 0]);
        assert_eq!(faults(&strict, report), [""; 0]);
    }
    let all = Value::from(reports.to_vec());
    for (name, values) in [
        (
            "format",
            "text markdown html docx odt rtf epub jats latex pdf".to_owned(),
        ),
        (
            "verdict",
            "alive moved dead mismatch unverifiable".to_owned(),
        ),
        ("severity", "error warning info".to_owned()),
        ("form", "full ibid op-cit supra short".to_owned()),
    ] {
        let mut found = BTreeSet::new();
        met(&all, name, &mut found);
        assert_eq!(
            found,
            values.split(' ').collect(),
            "every {name} is put to the test"
        );
    }
    let paper = &mut reports[0]["documents"][0];
    paper["new"] = true.into();
    assert_eq!(faults(&loose, &reports[0]), [""; 0], "new fields may come");
    assert_eq!(faults(&strict, &reports[0]).len(), 1);
    reports[0]["documents"][0]["markers"] = "none".into();
    assert_eq!(faults(&loose, &reports[0]).len(), 1);
}

#[test]
fn every_map_as_json_is_what_its_schema_says() {
    let [loose, strict] = validators("map");
    for paper in [
        "demo/ferries.txt",
        "agree/typed.md",
        "agree/paper.docx",
        "agree/paper.html",
    ] {
        let path = format!("testdata/{paper}");
        let report = serde_json::from_slice(&footfault(&["map", &path, "-o", "json"])).unwrap();
        assert_eq!(faults(&loose, &report), [""; 0], "{paper}");
        assert_eq!(faults(&strict, &report), [""; 0], "{paper}");
    }
}

#[test]
fn the_worst_stands_first_on_the_page() {
    let text = "One word.[^1] Two words.[^2]\n\n[^1]: “Abend, 2020.\n[^2]: Abend, “Fine,” 2021, https://doi.org/10.12/fine.\n";
    let paper = report("a.md", text);
    let levels: Vec<Severity> = paper.findings.iter().map(|it| it.severity).collect();
    assert_eq!(levels, [Severity::Warning, Severity::Error]);
    let page = whole(Kind::Html, &[paper]);
    let classes = values(&page, "<li class");
    assert_eq!(classes, ["finding error", "finding warning"]);
}

#[test]
fn a_paper_from_right_to_left_drifts_and_its_quotations_keep_their_direction() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/readers");
    let text = std::fs::read_to_string(folder.join("hebrew.txt")).unwrap();
    let paper = report("hebrew.md", &text);
    assert_eq!(paper.findings.len(), 1);
    assert_eq!(paper.findings[0].data["marker"], "5");
    let page = whole(Kind::Html, &[paper]);
    assert!(page.contains("“<bdi>יוסף ברנע</bdi>”"));
    assert!(page.contains("title=\"answered by note 11\""));
}

#[test]
fn the_ladder_of_a_thousand_notes_has_no_more_rungs_than_can_be_seen() {
    let numbers = 1..=1000;
    let body: String = (numbers
        .clone()
        .map(|n| format!("Mill {n} of Vale {} ground.[{n}] ", n * 7)))
    .collect();
    let notes = numbers.filter(|n| *n != 600).enumerate();
    let notes: String = notes
        .map(|(at, n)| format!("{}. Mill {n}, Vale {}.\n", at + 1, n * 7))
        .collect();
    let paper = report("a.md", &format!("{body}\n\n## Notes\n\n{notes}"));
    assert_eq!(paper.alignment.segments.len(), 2);
    let page = whole(Kind::Html, &[paper]);
    let drawn = page.matches("<line class=").count() + page.matches("<circle class=").count();
    assert!((200..400).contains(&drawn), "{drawn}");
    assert!(page.contains("1000 markers: 400 answered by a note of another number, 1 by none"));
}
