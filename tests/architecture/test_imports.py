"""Imports go down and never sideways."""

import ast
import subprocess
import sys

from tests.architecture.sources import APPS, own_modules

# In a process of its own: it switches off every logger there is, and those of the application stayed silent after it.
LINT = "from importlinter.cli import lint_imports_command as command; command()"


def test_import_contracts_hold(request):
    command = [sys.executable, "-c", LINT, "--config", "pyproject.toml", "--no-cache"]
    linted = subprocess.run(command, cwd=request.config.rootpath, capture_output=True, text=True, check=False)
    assert linted.returncode == 0, linted.stdout + linted.stderr


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
