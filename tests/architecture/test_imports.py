"""Imports go down and never sideways."""

import ast
import contextlib
import io

from importlinter.cli import lint_imports

from tests.architecture.sources import APPS, own_modules


def test_import_contracts_hold(monkeypatch, request):
    monkeypatch.chdir(request.config.rootpath)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        result = lint_imports(config_filename="pyproject.toml", no_cache=True)
    assert result == 0, said.getvalue()


def test_kernel_knows_no_word_of_the_domain():
    """Beside its imports: no app's name in a string either, by which it could be reached."""
    above = set(APPS) - {"core"}
    words = {
        (module.name, node.value)
        for module in own_modules()
        if module.parts[0] == "core"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.split(".")[0] in above
    }
    assert words == set()


def test_import_inside_a_function_says_why():
    """Imports stand at the top; ruff refuses others unless the line carries a reason."""
    for module in own_modules():
        lines = module.text.splitlines()
        for function in ast.walk(module.tree):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    line = lines[node.lineno - 1]
                    assert "PLC0415 -- " in line, f"{module.name}:{node.lineno}"
