"""Numbers to hold: files of at most 400 lines, views of at most 25, functions mostly under 35."""

import ast
from pathlib import Path
from statistics import median

from tests.architecture.sources import ROOT, functions, own_modules

LONGEST_FILE, LONGEST_VIEW, LONG_FUNCTION = 400, 25, 35
ENDINGS = {".py", ".html", ".css", ".js", ".toml", ".md", ".java", ".sh"}
# Made by tools, or data of others; nobody reads them from top to bottom.
NOT_OURS = ("node_modules", "var", "migrations", ".venv", ".git", "__pycache__")


def own_files():
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        if path.suffix in ENDINGS and path.is_file() and not any(part in NOT_OURS or part[0] == "." for part in parts):
            yield path


def length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def function_length(node: ast.FunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_file_is_longer_than_400_lines():
    assert {str(path.relative_to(ROOT)): length(path) for path in own_files() if length(path) > LONGEST_FILE} == {}


def test_half_of_the_modules_are_short():
    assert median(len(module.text.splitlines()) for module in own_modules()) < 60


def test_no_view_is_longer_than_25_lines():
    """A page: fetch through the door, ask a form, call an action, answer."""
    long = {
        f"{module.name}:{node.name}": function_length(node)
        for module in own_modules()
        if module.is_view
        for node in functions(module.tree)
        if function_length(node) > LONGEST_VIEW
    }
    assert long == {}


def test_most_functions_are_short():
    lengths = [function_length(node) for module in own_modules() for node in functions(module.tree)]
    short = sum(size < LONG_FUNCTION for size in lengths)
    assert short / len(lengths) >= 0.95


def test_every_module_says_what_it_is_for():
    without = [module.name for module in own_modules() if module.text and not ast.get_docstring(module.tree)]
    assert without == []
