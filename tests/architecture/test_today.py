"""There is one source of today, and one way to pretend another day, which only demo and tests may use."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.sources import Module, own_modules, parsed

SOURCE = "core/dates.py"
# Calls that read the clock for a day or an instant. Durations (time.perf_counter) have no day.
CLOCKS = frozenset({
    "date.today", "datetime.today", "datetime.now", "datetime.utcnow", "timezone.now", "timezone.localdate",
    "timezone.localtime", "time.time", "time.localtime", "time.gmtime", "time.strftime",
})  # fmt: skip
CONVERTERS = ("timezone.localtime", "timezone.localdate")
BARE = frozenset({"today", "now", "localdate", "localtime", "Now", "TruncNow", "CurrentDate"})
AUTOMATIC = frozenset({"auto_now", "auto_now_add"})


def clocks(module: Module) -> Iterator[str]:
    """Every way to learn the real day."""
    imported = set(_clock_imports(module.tree))
    # With an instant in hand, these only say what it is called here.
    converted = {
        node.func
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and node.args and ast.unparse(node.func).endswith(CONVERTERS)
    }
    for node in ast.walk(module.tree):
        where = f"{module.name}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Attribute) and node not in converted:
            if ".".join(ast.unparse(node).split(".")[-2:]) in CLOCKS:
                yield f"{where} {ast.unparse(node)}"
        elif isinstance(node, ast.Name) and node.id in imported:
            yield f"{where} {node.id}"


def _clock_imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in {
            "django.utils.timezone",
            "time",
            "django.db.models.functions",
        }:
            yield from (alias.asname or alias.name for alias in node.names if alias.name in BARE | {"time"})


def automatic_fields(module: Module) -> Iterator[tuple[str, str]]:
    """Names of fields that the clock fills by itself."""
    for node in ast.walk(module.tree):
        keywords = getattr(getattr(node, "value", None), "keywords", ()) if isinstance(node, ast.Assign) else ()
        if AUTOMATIC & {keyword.arg for keyword in keywords}:
            yield module.name, ast.unparse(node.targets[0])


def pretenders(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "dates.at":
            yield f"{module.name}:{node.lineno}"
        if isinstance(node, ast.ImportFrom) and node.module == "core.dates" and "at" in {a.name for a in node.names}:
            yield f"{module.name}:{node.lineno}"


def test_only_one_module_reads_the_clock():
    found = [clock for module in own_modules() if module.name != SOURCE for clock in clocks(module)]
    assert found == []


def test_the_source_reads_the_clock_once():
    (module,) = [module for module in own_modules() if module.name == SOURCE]
    assert [clock.partition(" ")[2] for clock in clocks(module)] == ["timezone.now"]


def test_only_moments_of_recording_are_filled_by_the_clock():
    names = {name for module in own_modules() for _, name in automatic_fields(module)}
    assert {name for name in names if name != "at" and not name.endswith("_at")} == set()
    assert "created_at" in names


def test_another_day_is_pretended_by_the_demo_alone():
    assert [
        place for module in own_modules() for place in pretenders(module) if not place.startswith("portal/demo/")
    ] == []


@pytest.mark.parametrize(
    "fault",
    [
        "from datetime import date\nday = date.today()",
        "import datetime\nday = datetime.date.today()",
        "from datetime import datetime\nnow = datetime.now(tz=UTC)",
        "from django.utils import timezone\nday = timezone.localdate()",
        "from django.utils import timezone\nclock = timezone.now",
        "from django.utils.timezone import now\nnow()",
        "from django.utils.timezone import localdate as heute\nheute()",
        "import time\ntime.time()",
        "from time import time\ntime()",
        "from django.db.models.functions import Now\nrows.filter(at__lt=Now())",
    ],
)
def test_planted_clock_is_found(fault):
    assert list(clocks(parsed(fault)))


@pytest.mark.parametrize(
    "fine",
    [
        "day = timezone.localtime(row.created_at)",
        "day = dates.today()",
        "started = time.perf_counter()",
        "row.created_at",
    ],
)
def test_programme_day_and_durations_are_fine(fine):
    assert list(clocks(parsed(fine))) == []


@pytest.mark.parametrize("fault", ["with dates.at(day): pass", "from core.dates import at"])
def test_planted_pretender_is_found(fault):
    assert list(pretenders(parsed(fault)))


def test_planted_automatic_day_is_found():
    (found,) = automatic_fields(parsed("signed_on = models.DateField(auto_now_add=True)"))
    assert found[1] == "signed_on"
