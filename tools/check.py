"""All checks that are no tests: style, types, templates, imports, migrations, settings, locks."""

import json
import os
import re
import secrets
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.checkout import ROOT, run, say

PYTHON = sys.executable
BIN = Path(PYTHON).parent
COMMANDS: dict[str, list[str]] = {
    "mypy": [PYTHON, "-m", "mypy"],
    "ruff check": [PYTHON, "-m", "ruff", "check", "."],
    "ruff format": [PYTHON, "-m", "ruff", "format", "--check", "."],
    "djlint": [PYTHON, "-m", "djlint", "--lint", "--quiet", "templates"],
    "Importverträge": [PYTHON, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
    # Without a database Django only warns that it cannot compare with one; it compares models with files here.
    "Migrationen": [PYTHON, "-W", "ignore::RuntimeWarning", "manage.py", "makemigrations", "--check", "--dry-run"],
    "Einstellungen": [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
    "Pakete": [PYTHON, "-m", "pip", "--disable-pip-version-check", "check"],
}
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", re.MULTILINE)
# An address, or a folder of the machine on which the lock was made.
FOREIGN = re.compile(r"://|(?<![\w.])/(?:home|root|tmp|work|opt|usr|var)/")


def main() -> int:
    with ThreadPoolExecutor(max_workers=2) as pool:
        running = {name: pool.submit(run_command, command) for name, command in COMMANDS.items()}
        results = {name: future.result() for name, future in running.items()}
    results["Paketlisten"] = "\n".join(problems(ROOT))
    for name, output in results.items():
        say(f"{'FEHLER' if output else 'in Ordnung':<11}{name}")
    for name, output in results.items():
        if output:
            say(f"\n--- {name}\n{output}")
    return 1 if any(results.values()) else 0


def run_command(command: list[str]) -> str:
    """The output of a check that failed, or nothing."""
    # What production would set; no check may depend on a demo that happens to run here.
    production = {
        "ASSKOMM_DEMO": "0",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DATABASE_URL": "postgresql://asskomm@db.example/asskomm",
        "ALLOWED_HOSTS": "asskomm.example",
        "ASSKOMM_MEDIA_ROOT": "/srv/asskomm/media",
        "EMAIL_URL": "smtp://mail.example:25",
        "DEFAULT_FROM_EMAIL": "asskomm@lpr.example",
        "DJANGO_SETTINGS_MODULE": "asskomm.settings",
    }
    result = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | production,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return (result.stdout.strip() or f"Rückgabewert {result.returncode}") if result.returncode else ""


def problems(root: Path) -> Iterator[str]:
    """What is wrong with the locks: addresses, missing hashes, not what pyproject.toml and package.json ask for."""
    checks: list[Callable[[Path], Iterator[str]]] = [foreign_words, python_problems, node_problems]
    for check in checks:
        yield from check(root)


def foreign_words(root: Path) -> Iterator[str]:
    for path in [*sorted(root.glob("requirements*.txt")), root / "package-lock.json"]:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if FOREIGN.search(line):
                yield f"{path.name}:{number} nennt eine Adresse oder einen Ordner: {line.strip()}"


def python_problems(root: Path) -> Iterator[str]:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    wanted = {"requirements.txt": project["project"]["dependencies"]}
    wanted["requirements-demo.txt"] = [*wanted["requirements.txt"], *extras["demo"]]
    wanted["requirements-dev.txt"] = [*wanted["requirements-demo.txt"], *extras["dev"]]
    wanted["requirements-node.txt"] = project["dependency-groups"]["node"]
    everything = locked_versions(root / "requirements-dev.txt")
    for name, requirements in wanted.items():
        versions = locked_versions(root / name)
        for requirement in map(Requirement, requirements):
            key = canonicalize_name(requirement.name)
            if key == canonicalize_name(project["project"]["name"]):
                continue
            if key not in versions or not requirement.specifier.contains(versions[key], prereleases=True):
                yield f"{name}: {requirement} fehlt oder ist anders; `make lock` schreibt die Listen neu"
        if name != "requirements-node.txt":
            different = sorted(versions.items() - everything.items())
            yield from (f"{name}: {key}=={version} anders als in requirements-dev.txt" for key, version in different)
        yield from (f"{name}: {key} ohne Hash" for key in unhashed(root / name))


def node_problems(root: Path) -> Iterator[str]:
    wanted = json.loads((root / "package.json").read_text(encoding="utf-8"))
    packages = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for kind in ("dependencies", "devDependencies"):
        if packages[""].get(kind, {}) != wanted.get(kind, {}):
            yield f"package-lock.json: {kind} anders als in package.json; `make lock` schreibt sie neu"
    yield from (
        f"package-lock.json: {name} ohne Prüfsumme"
        for name, entry in packages.items()
        if name and "integrity" not in entry
    )


def locked_versions(path: Path) -> dict[str, str]:
    return {canonicalize_name(name): version for name, version in LOCKED.findall(path.read_text(encoding="utf-8"))}


def unhashed(path: Path) -> list[str]:
    blocks = re.split(r"\n(?=[A-Za-z0-9])", path.read_text(encoding="utf-8"))
    return [block.split("==")[0] for block in blocks if LOCKED.match(block) and "--hash=sha256:" not in block]


if __name__ == "__main__":
    run(main)
