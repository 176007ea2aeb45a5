//! The scripts of the GitHub Action, run as GitHub runs them. They need a Unix shell; installing needs curl and tar.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot run a script has failed"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use saphyr::{LoadableYamlNode, Yaml};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

#[path = "shared/tool.rs"]
mod tool;

const FAULTY: &str = "One word.[^a] Two words.[^b]\n\n[^a]: Abend, *Grün*, 2020.\n";

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(".github/action")
        .join(name)
}

fn run(name: &str, folder: &Path, environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(script(name));
    command.current_dir(folder).env("RUNNER_TEMP", folder);
    for file in ["GITHUB_PATH", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"] {
        command.env(file, folder.join(file));
    }
    command.envs(environment.iter().copied()).output().unwrap()
}

/// What the script `check` is told unless a test says otherwise.
const DEFAULTS: [(&str, &str); 8] = [
    ("PATHS", "."),
    ("CONFIG", ""),
    ("BASELINE", ""),
    ("FAIL_ON", "error"),
    ("FAIL_CONFIDENCE", ""),
    ("LINKS", "false"),
    ("ANNOTATIONS", "true"),
    ("SUMMARY", "true"),
];

/// Runs the script `check` with the program of this build.
fn check(folder: &Path, changed: &[(&str, &str)]) -> Output {
    let program = assert_cmd::cargo::cargo_bin("footfault");
    let path = format!(
        "{}:{}",
        program.parent().unwrap().display(),
        std::env::var("PATH").unwrap()
    );
    let mut environment = DEFAULTS.to_vec();
    environment.extend(changed);
    environment.push(("PATH", &path));
    run("check", folder, &environment)
}

#[test]
fn a_check_annotates_summarises_and_tells_its_status() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("two words")).unwrap();
    fs::write(folder.path().join("two words/paper.md"), FAULTY).unwrap();
    let output = check(folder.path(), &[("PATHS", "two words/paper.md\n\n")]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(
        shown.starts_with("::error file=two words/paper.md,line=1,"),
        "{shown}"
    );
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert!(read("GITHUB_STEP_SUMMARY").starts_with("## two words/paper.md\n"));
    let told = read("GITHUB_OUTPUT");
    let file = told
        .strip_prefix("status=1\nsarif-file=")
        .unwrap()
        .trim_end();
    assert!(
        fs::read_to_string(file)
            .unwrap()
            .contains("marker-without-note")
    );
}

#[test]
fn every_input_reaches_the_program() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("paper.md"), FAULTY).unwrap();
    fs::write(
        folder.path().join("house.toml"),
        "rules.severity.marker-without-note = \"info\"\n",
    )
    .unwrap();
    let told = |changed: &[(&str, &str)]| {
        let _ = fs::remove_file(folder.path().join("GITHUB_OUTPUT"));
        let changed = [&[("PATHS", "paper.md")], changed].concat();
        let output = check(folder.path(), &changed);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let told = fs::read_to_string(folder.path().join("GITHUB_OUTPUT")).unwrap();
        (
            told.lines().next().unwrap().to_owned(),
            String::from_utf8_lossy(&output.stdout).into_owned(),
        )
    };
    assert_eq!(told(&[]).0, "status=1");
    assert_eq!(told(&[("FAIL_ON", "never")]).0, "status=0");
    assert_eq!(told(&[("FAIL_CONFIDENCE", "high")]).0, "status=1");
    assert_eq!(told(&[("FAIL_CONFIDENCE", "sure")]).0, "status=2");
    assert_eq!(told(&[("CONFIG", "house.toml")]).0, "status=0");
    assert_eq!(told(&[("BASELINE", "gone.json")]).0, "status=2");
    let plain = told(&[("ANNOTATIONS", "false"), ("SUMMARY", "false")]).1;
    assert!(plain.starts_with("error: marker-without-note"), "{plain}");
}

/// A folder of releases with one binary, which is a script, for this machine.
fn releases(folder: &Path, version: &str) -> PathBuf {
    let program = folder.join("footfault");
    fs::write(&program, "#!/bin/sh\necho released $1\n").unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let release = folder.join(format!("releases/v{version}"));
    fs::create_dir_all(&release).unwrap();
    let target = match (std::env::consts::OS, std::env::consts::ARCH) {
        ("macos", arch) => format!("{arch}-apple-darwin"),
        (_, arch) => format!("{arch}-unknown-linux-musl"),
    };
    let name = format!("footfault-{version}-{target}.tar.gz");
    let archive = release.join(&name);
    let packed = Command::new("tar")
        .arg("-czf")
        .arg(&archive)
        .arg("-C")
        .arg(folder)
        .arg("footfault")
        .status();
    assert!(packed.unwrap().success());
    let digest = Sha256::digest(fs::read(&archive).unwrap());
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    fs::write(
        release.join(format!("{name}.sha256")),
        format!("{digest}  {name}\n"),
    )
    .unwrap();
    archive
}

#[test]
fn a_released_binary_is_taken_if_its_checksum_is_right_and_else_nothing_is() {
    let unseen = "how a released binary is installed";
    let has = |program: &str| tool::runs(program, &["--version"], unseen);
    if !has("curl") || !has("tar") {
        return;
    }
    let folder = TempDir::new().unwrap();
    let archive = releases(folder.path(), "9.9.9");
    let address = format!("file://{}", folder.path().join("releases").display());
    let environment = [
        ("VERSION", "9.9.9"),
        ("FOOTFAULT_RELEASES", address.as_str()),
    ];
    let output = run("install", folder.path(), &environment);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "released --version\n"
    );
    let on_path = fs::read_to_string(folder.path().join("GITHUB_PATH")).unwrap();
    assert!(Path::new(on_path.trim()).join("footfault").is_file());
    let mut bytes = fs::read(&archive).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&archive, bytes).unwrap();
    let output = run("install", folder.path(), &environment);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&output.stdout)
            .contains("the checksum of the released binary is wrong")
    );
}

#[test]
fn the_action_and_its_scripts_name_the_same_things() {
    let action =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("action.yml")).unwrap();
    for (name, _) in DEFAULTS {
        assert!(
            action.contains(&format!("        {name}: ${{{{ inputs.")),
            "{name}"
        );
    }
    for name in ["install", "check", "upload"] {
        assert!(action.contains(&format!("/.github/action/{name}\"")));
        let mode = fs::metadata(script(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o111, 0o111, "{name} can be run");
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn yaml(text: &str) -> Yaml<'_> {
    Yaml::load_from_str(text).unwrap().remove(0)
}

/// The members of a mapping, as written.
fn members<'a>(mapping: &'a Yaml<'_>) -> BTreeMap<&'a str, &'a str> {
    let pairs = mapping.as_mapping().unwrap().iter();
    pairs
        .map(|(name, value)| (name.as_str().unwrap(), value.as_str().unwrap_or_default()))
        .collect()
}

/// The step of a list whose member has this value, or begins with it.
fn step<'a, 'b>(steps: &'a Yaml<'b>, member: &str, value: &str) -> &'a Yaml<'b> {
    let mut steps = steps.as_sequence().unwrap().iter();
    let is_it = |step: &&Yaml<'_>| {
        let found = step.as_mapping_get(member).and_then(Yaml::as_str);
        found.is_some_and(|found| found.starts_with(value))
    };
    steps.find(is_it).unwrap_or_else(|| panic!("no {value}"))
}

/// What stands in `${{ … }}`.
fn expression(value: &str) -> Option<&str> {
    value.strip_prefix("${{ ")?.strip_suffix(" }}")
}

#[test]
fn the_workflow_that_the_readme_shows_runs_as_it_stands() {
    let readme = read("README.md");
    let shown = readme.split("```yaml\n").nth(1).unwrap();
    let workflow = yaml(shown.split("```").next().unwrap());
    let job = &workflow["jobs"]["footfault"];
    let step_of = |name: &str| step(&job["steps"], "uses", name);
    let checkout = step_of("actions/checkout@");
    assert_eq!(
        checkout["with"]["persist-credentials"].as_bool(),
        Some(false)
    );
    let used = step_of("OWNER/footfault@");
    let version = concat!("OWNER/footfault@v", env!("CARGO_PKG_VERSION"));
    assert_eq!(used["uses"].as_str(), Some(version));
    let given = members(&used["with"]);
    if given.get("sarif") == Some(&"true") {
        let permissions = members(&workflow["permissions"]);
        assert_eq!(permissions.get("security-events"), Some(&"write"));
    }

    // As GitHub does: what the workflow gives, else the default, for every variable of the step that checks.
    let action = read("action.yml");
    let action = yaml(&action);
    let inputs = &action["inputs"];
    for name in given.keys() {
        assert!(
            inputs.contains_mapping_key(name),
            "there is no input {name}"
        );
    }
    let script = step(&action["runs"]["steps"], "id", "check");
    let variables = members(&script["env"]);
    let environment = variables.iter().map(|(variable, value)| {
        let input = expression(value).unwrap().strip_prefix("inputs.").unwrap();
        let default = || inputs[input]["default"].as_str().unwrap();
        (*variable, given.get(input).copied().unwrap_or_else(default))
    });
    let environment: Vec<(&str, &str)> = environment.collect();
    let folder = TempDir::new().unwrap();
    let papers = folder.path().join(given["paths"]);
    fs::create_dir(&papers).unwrap();
    for name in ["ferries.txt", "river-ports.md"] {
        fs::write(papers.join(name), read(&format!("testdata/demo/{name}"))).unwrap();
    }
    let output = check(folder.path(), &environment);
    assert!(output.status.success());
    let shown = String::from_utf8_lossy(&output.stdout);
    let annotations: Vec<&str> = shown.lines().collect();
    assert_eq!(annotations.len(), 1, "{shown}");
    assert!(
        annotations[0].starts_with("::error file=papers/ferries.txt,line=22,col=214,"),
        "{shown}"
    );
    let written = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert!(written("GITHUB_OUTPUT").starts_with("status=1\n"));
    let summary = written("GITHUB_STEP_SUMMARY");
    assert!(summary.contains("papers/ferries.txt") && !summary.contains("river-ports"));
}

#[test]
fn the_hook_for_pre_commit_runs_as_it_stands() {
    let hooks = read(".pre-commit-hooks.yaml");
    let hooks = yaml(&hooks);
    let hook = step(&hooks, "id", "footfault");
    let mut words = hook["entry"].as_str().unwrap().split(' ');
    assert_eq!(words.next(), Some("footfault"));
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("paper.md"), FAULTY).unwrap();
    let output = Command::new(assert_cmd::cargo::cargo_bin!("footfault"))
        .args(words)
        .arg("paper.md")
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("[paper.md:1:"));
}

/// A stretch of a text between two others.
fn between<'a>(text: &'a str, before: &str, behind: &str) -> &'a str {
    let (_, rest) = text
        .split_once(before)
        .unwrap_or_else(|| panic!("no {before}"));
    rest.split_once(behind).unwrap().0
}

#[test]
fn whoever_installs_looks_for_what_the_release_has() {
    let release = read(".github/workflows/release.yml");
    let install = read(".github/action/install");
    let manifest: toml::Table = toml::from_str(&read("Cargo.toml")).unwrap();
    let binstall = &manifest["package"]["metadata"]["binstall"];
    let filled = |template: &str, version: &str, target: &str| {
        template
            .replace(version, "1.2.3")
            .replace(target, "some-target")
    };
    let released = filled(
        between(&release, "name=", "\n"),
        "${GITHUB_REF_NAME#v}",
        "$TARGET",
    );
    assert!(release.contains("\"$name.tar.gz\""));
    assert_eq!(released, "footfault-1.2.3-some-target");
    let fetched = filled(
        between(&install, "local name=", "\n"),
        "$version",
        "$target",
    );
    assert_eq!(fetched, format!("{released}.tar.gz"));
    let looked_for = filled(
        binstall["pkg-url"].as_str().unwrap(),
        "{ version }",
        "{ target }",
    );
    assert_eq!(
        looked_for,
        format!("{{ repo }}/releases/download/v1.2.3/{fetched}")
    );
    // The archive has its files at the top, as `tar -C packed .` lays them.
    assert!(release.contains("-C packed ."));
    assert_eq!(binstall["bin-dir"].as_str(), Some("{ bin }{ binary-ext }"));
    assert_eq!(binstall["pkg-fmt"].as_str(), Some("tgz"));

    let release = yaml(&release);
    let matrix = &release["jobs"]["build"]["strategy"]["matrix"]["include"];
    let built: BTreeSet<&str> = (matrix.as_sequence().unwrap().iter())
        .map(|it| it["target"].as_str().unwrap())
        .collect();
    let known = install
        .lines()
        .filter_map(|line| line.split_once("target=")?.1.strip_suffix(" ;;"));
    let known: BTreeSet<&str> = known.filter(|target| !target.is_empty()).collect();
    assert_eq!(known, built);
}
