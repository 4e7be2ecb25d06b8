"""The documentation tells the truth: commands, links, paths, sign-ins, words and directions exist as described."""

import ast
import re
import tomllib
from itertools import chain

import pytest
from django.conf import settings
from django.core.management import get_commands

from accounts.functions import Function
from agreements.transitions import Status
from core.checks import own_models
from tools.checkout import ROOT
from tools.demo import DEFAULT_PASSWORD, DEFAULT_PORT, SIGN_INS

# What `make` and the tools made is not ours to describe.
FOLDERS = sorted(
    path
    for path in ROOT.iterdir()
    if path.is_dir() and path.name[0] != "." and path.name not in ("node_modules", "var")
)
DOCUMENTS = sorted([*ROOT.glob("*.md"), *chain.from_iterable(folder.rglob("*.md") for folder in FOLDERS)])
README, CONTRIBUTING = ROOT / "README.md", ROOT / "CONTRIBUTING.md"
GLOSSARY = ROOT / "docs" / "architecture" / "glossary.md"
OVERVIEW = ROOT / "docs" / "architecture" / "overview.md"
RECORDS = ROOT / "docs" / "adr"
RECORD_NAME = re.compile(r"\d{4}-[a-z0-9-]+\.md")
HEADINGS = ["Context", "Decision", "Consequences", "Alternatives"]
BIGGEST_PICTURE = 300_000

FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
# Files and folders of the checkout as they stand in running text: agreements/papers.py, tests/journeys/
PATH = re.compile(r"(?:[\w.-]+/)+(?:[\w-]+\.[a-z]{2,4})?")


def each(paths):
    return pytest.mark.parametrize("path", paths, ids=lambda path: str(path.relative_to(ROOT)))


def text_of(path):
    return path.read_text(encoding="utf-8")


def slug(heading):
    """The anchor of a heading: lower case, spaces as dashes, no punctuation."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(path):
    return {slug(heading) for heading in re.findall(r"^#+ (.+)$", FENCE.sub("", text_of(path)), re.MULTILINE)}


def rows(path):
    """The table rows of a document as lists of cells, without head and rule."""
    lines = text_of(path).splitlines()
    for before, line, after in zip(["", *lines], lines, [*lines[1:], ""], strict=False):
        is_row = line.startswith("|") and not line.startswith("|---")
        if is_row and not after.startswith("|---") and before.startswith("|"):
            yield [cell.strip() for cell in line.strip("|").split("|")]


# --- Commands, links, paths ---------------------------------------------------------------------------------------


def targets():
    return set(re.findall(r"^([a-z-]+):", text_of(ROOT / "Makefile"), re.MULTILINE))


@each(DOCUMENTS)
def test_every_make_command_is_a_target(path):
    assert set(re.findall(r"\bmake ([a-z-]+)\b", "\n".join(code_in(path)))) - targets() == set()


def code_in(path):
    """What stands as code: spans and fenced blocks."""
    return [*SPAN.findall(FENCE.sub("", text_of(path))), *FENCE.findall(text_of(path))]


def test_the_readme_names_every_target():
    assert targets() - set(re.findall(r"\bmake ([a-z-]+)", text_of(README))) == set()


@each(DOCUMENTS)
def test_every_management_command_exists(path):
    named = set(re.findall(r"manage\.py ([a-z_]+)", text_of(path)))
    assert named - set(get_commands()) == set()


@each(DOCUMENTS)
def test_every_link_leads_somewhere(path):
    broken = []
    for target in LINK.findall(FENCE.sub("", text_of(path))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        goal = (path.parent / name).resolve() if name else path
        if not goal.exists() or (anchor and anchor not in anchors(goal)):
            broken.append(target)
    assert broken == []


@each(DOCUMENTS)
def test_every_path_in_code_exists(path):
    """Paths that begin with a folder of the checkout, from its root or, for templates, from theirs."""
    folders = {folder.name for folder in FOLDERS}
    spans = SPAN.findall(FENCE.sub("", text_of(path)))
    named = {span for span in spans if PATH.fullmatch(span) and span.split("/")[0] in folders}
    assert {span for span in named if not (ROOT / span).exists() and not (ROOT / "templates" / span).exists()} == set()


def test_pictures_are_there_and_light():
    pictures = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", text_of(README))
    assert len(pictures) == 1
    assert [target for alt, target in pictures if not alt or (ROOT / target).stat().st_size > BIGGEST_PICTURE] == []


# --- The demo -----------------------------------------------------------------------------------------------------


def test_the_readme_names_the_sign_ins_of_the_demo():
    named = [row[0].strip("`") for row in rows(README) if "@" in row[0]]
    assert named == [email for email, _ in SIGN_INS]
    assert f"Everybody's password is `{DEFAULT_PASSWORD}`." in text_of(README)
    assert f"<http://localhost:{DEFAULT_PORT}>" in text_of(README)


# --- Decision records ---------------------------------------------------------------------------------------------


def records():
    return sorted(path for path in RECORDS.glob("*.md") if path.name != "README.md")


def test_every_record_is_listed_in_order():
    listed = re.findall(r"^\| \[(\d{4})\]\(([^)]+)\)", text_of(RECORDS / "README.md"), re.MULTILINE)
    assert [name for _, name in listed] == [path.name for path in records()]
    assert [number for number, _ in listed] == [f"{number:04}" for number in range(1, len(listed) + 1)]
    assert [name for number, name in listed if not name.startswith(f"{number}-")] == []


@each(records())
def test_a_record_says_why_what_follows_and_what_was_turned_down(path):
    text = FENCE.sub("", text_of(path))
    assert RECORD_NAME.fullmatch(path.name)
    assert text.splitlines()[0].startswith(f"# {path.name[:4]} ")
    found = [heading.split(",")[0] for heading in re.findall(r"^## (.+)$", text, re.MULTILINE)]
    assert found == HEADINGS


# --- Words --------------------------------------------------------------------------------------------------------


def names_in_code():
    """Every name the project's own modules define, use or are called by."""
    names = set()
    for app in settings.OWN_APPS:
        for path in (ROOT / app).rglob("*.py"):
            names |= {app, path.stem}
            for node in ast.walk(ast.parse(text_of(path))):
                names |= {
                    getattr(node, field) for field in ("id", "attr", "name", "arg") if hasattr(node, field)
                }  # fmt: skip
    return names | {name for name in dir(settings) if name.isupper()}


def test_the_english_names_of_the_glossary_exist():
    spans = chain.from_iterable(SPAN.findall(row[1]) for row in rows(GLOSSARY) if len(row) == 3)
    parts = {part for span in spans for part in span.removesuffix("()").split(".")}
    assert parts - names_in_code() == set()


def test_every_model_has_its_german_word_in_the_glossary():
    in_code = {span.removesuffix("()"): row[0] for row in rows(GLOSSARY) for span in SPAN.findall(row[1])}
    missing = [
        f"{model.__name__} ({model._meta.verbose_name})"
        for model in own_models()
        if model.__name__ not in in_code
    ]  # fmt: skip
    assert missing == []


@pytest.mark.parametrize("words", [Function, Status], ids=lambda words: words.__name__)
def test_functions_and_states_are_explained_by_their_own_words(words):
    explained = {span: row[0] for row in rows(GLOSSARY) for span in SPAN.findall(row[1])}
    assert {f"{words.__name__}.{item.name}": item.label for item in words} == {
        name: word for name, word in explained.items() if name.startswith(f"{words.__name__}.")
    }


# --- Directions ---------------------------------------------------------------------------------------------------


def contracts():
    config = tomllib.loads(text_of(ROOT / "pyproject.toml"))["tool"]["importlinter"]
    return [contract["layers"] for contract in config["contracts"]]


def existing(layer):
    """The packages of a layer that are there already; those to come stand in parentheses."""
    return " | ".join(part for part in layer.split(" | ") if not part.startswith("("))


def test_the_overview_shows_the_directions_of_the_import_contracts():
    blocks = [block.split("\n")[1:-1] for block in FENCE.findall(text_of(OVERVIEW))]
    between_apps, inside = contracts()
    assert [layer for layer in map(existing, between_apps) if layer] in blocks
    assert [layer.strip("()") for layer in inside] in blocks


def test_the_overview_names_every_guard():
    guards = {str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "architecture").glob("test_*.py")}
    assert guards - set(SPAN.findall(text_of(OVERVIEW))) == set()
