//! The scripts of the GitHub Action, run as GitHub runs them. They need a Unix shell; installing needs curl and tar.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test that cannot run a script has failed, and one that is skipped says so"
)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use sha2::{Digest, Sha256};
use tempfile::TempDir;

const FAULTY: &str = "One word.[^a] Two words.[^b]\n\n[^a]: Abend, *Grün*, 2020.\n";

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(".github/action")
        .join(name)
}

fn has(program: &str) -> bool {
    let is_there = Command::new(program).arg("--version").output().is_ok();
    if !is_there {
        eprintln!("SKIPPED: there is no {program} on this machine");
    }
    is_there
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
const DEFAULTS: [(&str, &str); 7] = [
    ("PATHS", "."),
    ("CONFIG", ""),
    ("BASELINE", ""),
    ("FAIL_ON", "error"),
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
