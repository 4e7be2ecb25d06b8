"""The project's own source, parsed once, for the tests that read it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.urls import URLPattern

from core.access import iter_patterns

ROOT = Path(__file__).resolve().parents[2]
APPS = (
    "asskomm",
    "portal",
    "agreements",
    "advice",
    "imports",
    "tasks",
    "documents",
    "accounts",
    "municipalities",
    "audit",
    "core",
)
# What a person's page is made of: here rows come through the door and through nothing else.
PAGE_PARTS = frozenset({"views", "forms", "admin", "exports", "context", "templatetags"})


@dataclass(frozen=True)
class Module:
    """One Python file; `name` is its path from the top, as in „agreements/views/reading.py“."""

    name: str
    text: str
    tree: ast.Module

    @property
    def parts(self) -> tuple[str, ...]:
        return Path(self.name).with_suffix("").parts

    @property
    def is_page(self) -> bool:
        """Pages of an app; in the portal everything but the demo, its commands and actions."""
        if self.parts[0] == "portal":
            return self.parts[1] not in {"demo", "management", "actions"}
        return bool(PAGE_PARTS.intersection(self.parts[1:]))

    @property
    def is_action(self) -> bool:
        return "actions" in self.parts[1:]

    @property
    def is_view(self) -> bool:
        return "views" in self.parts[1:]


def parsed(text: str, name: str = "agreements/views.py") -> Module:
    """A module from text, for faults planted by a test."""
    return Module(name, text, ast.parse(text))


@cache
def own_modules() -> tuple[Module, ...]:
    """Every module of the applications, without migrations."""
    return tuple(
        parsed(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)))
        for app in APPS
        for path in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in path.parts
    )


def parents(tree: ast.AST) -> dict[ast.AST, ast.AST]:
    return {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def root_name(node: ast.AST) -> str:
    """„dates“ of `dates.today()`; empty for what does not begin with a name."""
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def own_patterns() -> Iterator[tuple[str, URLPattern]]:
    """The URLs of our own pages; tests/asskomm/test_admin.py walks Django's admin, which is not made of our parts."""
    return ((name, pattern) for name, pattern in iter_patterns() if not name.startswith("admin:"))
