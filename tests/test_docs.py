"""What the documentation shows can be done: its commands, snippets, links and files are those of the program."""

import ast
import json
import re
import shlex
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
import typer
import yaml

import dzherelo
import index
import qa
from index.parsing.files import LARGEST
from ui.cli import app

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]
DEPLOYED = [ROOT / "Makefile", ROOT / "Dockerfile", *sorted((ROOT / "deploy").iterdir())]
COMMANDS = typer.main.get_command(app).commands
LONGEST_README, LONGEST_LINE = 120, 100
# A command at the start of a line, behind variables, a prompt, a path, or a keyword of systemd, Docker or a shell.
SHOWN = re.compile(
    r"^\s*(?:\$ |\w+=|RUN |&& )?(?:[A-Z_]+=\S+ )*(?:\S*/)?dzherelo (?=[a-z])(.*?)(?: \\)?$", re.MULTILINE
)


def blocks(page: Path, language: str) -> list[str]:
    text = page.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def shown_commands(text: str) -> list[list[str]]:
    return [shlex.split(match.group(1).partition(" #")[0]) for match in SHOWN.finditer(text)]


def check_command(words: list[str]) -> None:
    """Parse it as the program does, without running it."""
    name, *arguments = words
    assert name in COMMANDS, f"there is no command {name}"
    COMMANDS[name].make_context(name, arguments)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_command_is_one_that_the_program_takes(page):
    usage = page.name == "commands.md"  # compared with the program as a whole
    for words in [] if usage else shown_commands("\n".join(blocks(page, ""))):
        check_command(words)


@pytest.mark.parametrize("path", DEPLOYED, ids=lambda path: path.name)
def test_every_command_of_the_files_for_deployment_is_one_that_the_program_takes(path):
    for words in shown_commands(path.read_text(encoding="utf-8")):
        check_command([word.replace("$(PORT)", "7860") for word in words])


def test_the_commands_are_really_found_and_a_wrong_one_is_noticed():
    shown = {page.name: len(shown_commands("\n".join(blocks(page, "")))) for page in PAGES}
    assert shown["README.md"] >= 3
    assert shown["quick-start.md"] >= 5
    assert shown["deployment.md"] >= 3
    assert len(shown_commands((ROOT / "deploy/dzherelo.service").read_text("utf-8"))) == 3
    assert len(shown_commands((ROOT / "Dockerfile").read_text("utf-8"))) == 2
    with pytest.raises(Exception, match="--ful"):
        check_command(["build", "corpus", "--ful"])


def test_the_page_of_commands_is_what_the_program_has_now():
    spec = spec_from_file_location("commands_page", DOCS / "commands_page.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    written = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert written == module.commands_page(), "run python docs/commands_page.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_snippet_of_python_names_what_is_there(page):
    packages = {"dzherelo": dzherelo, "index": index, "qa": qa}
    for snippet in blocks(page, "python"):
        for node in ast.walk(ast.parse(snippet)):
            if isinstance(node, ast.ImportFrom) and node.module in packages:
                missing = {alias.name for alias in node.names} - set(packages[node.module].__all__)
                assert not missing, f"{node.module} has no {missing}"
            elif isinstance(node, ast.ImportFrom) and node.module.partition(".")[0] in packages:
                source = ROOT / f"{node.module.replace('.', '/')}.py"
                assert f"class {node.names[0].name}" in source.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_snippet_of_json_and_yaml_can_be_read(page):
    for snippet in blocks(page, "json"):
        for line in snippet.splitlines():
            json.loads(line)
    for snippet in blocks(page, "yaml"):
        list(yaml.safe_load_all(snippet))


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_link_and_every_file_named_is_there(page):
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    assert [link for link in links if not (page.parent / link.partition("#")[0]).exists()] == []
    named = re.findall(r"`((?:docs|deploy|benchmarks|qa|ui|index|tests)/[\w./-]+)`", text)
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_format_is_described():
    described = (DOCS / "articles.md").read_text(encoding="utf-8")
    assert [suffix for suffix in LARGEST if f"`{suffix}`" not in described] == []


def test_every_promise_of_reliability_has_its_test_file_and_every_code_its_promise():
    rows = re.findall(
        r"^\| ([A-Z]\d) \|.*\| ([^|]+) \|$", (DOCS / "RELIABILITY.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    files = {code: re.findall(r"`(test_\w+\.py)`", cell) for code, cell in rows}
    assert len(rows) == len(files) > 20
    assert [code for code, names in files.items() if not names] == []
    assert [name for names in files.values() for name in names if not (ROOT / "tests" / name).is_file()] == []
    for path in (ROOT / "tests").glob("test_*.py"):
        source = path.read_text(encoding="utf-8")
        codes = re.findall(r'figure\(\s*f?"([RCSIM]\d)"|^# ([RCSIM]\d): ', source, re.MULTILINE)
        heading = re.match(r'"""((?:[A-Z]\d(?:, )?)+):', source)
        found = {one or other for one, other in codes} | set(heading[1].split(", ") if heading else ())
        assert [code for code in found if path.name not in files.get(code, ())] == []
    for patch in (ROOT / "tests" / "seeded_bugs").glob("*.patch"):
        guarded = patch.read_text(encoding="utf-8").partition(":")[0]
        assert guarded in files or not re.fullmatch(r"[A-Z]\d+", guarded), patch.name


def test_the_site_has_every_page_once():
    nav = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]
    listed = re.findall(r"[\w-]+\.md", json.dumps(nav))
    assert sorted(listed) == sorted(page.name for page in DOCS.glob("*.md"))


def test_readme_is_short_and_begins_with_the_two_commands():
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= LONGEST_README
    assert max(map(len, lines)) <= LONGEST_LINE
    first = next(block for block in blocks(ROOT / "README.md", ""))
    assert [line.split("#")[0].strip() for line in first.splitlines()] == ["make serve", "make test"]
    assert len(blocks(ROOT / "README.md", "python")) == 1
    assert "\n".join(lines).count("](docs/answer-uk.png)") == "\n".join(lines).count("![") == 1
