"""Writes the locks anew: requirement files with hashes and npm's lock; none holds an address or a path."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from tools.checkout import ROOT, Refused, run, say

PYTHON_VERSION = "3.11"
# The largest first: the smaller ones then take exactly its versions.
LOCKS: dict[str, list[str]] = {
    "requirements-dev.txt": ["--extra", "dev"],
    "requirements-demo.txt": ["--extra", "demo", "--constraint", "requirements-dev.txt"],
    "requirements.txt": ["--constraint", "requirements-dev.txt"],
    "requirements-node.txt": ["--group", "node"],
}


def main() -> int:
    upgrade = sys.argv[1:] == ["--upgrade"]
    for name in LOCKS:
        compile_lock(name, ROOT / name, upgrade=upgrade)
        say(f"{name} geschrieben")
    npm_lock()
    say("package-lock.json geschrieben")
    return 0


def compile_lock(name: str, target: Path, *, upgrade: bool = False) -> None:
    """Compile one lock; without `upgrade` the versions already in the target stay, as far as they still fit."""
    sources = [] if "--group" in LOCKS[name] else ["pyproject.toml"]
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes"]
    command += ["--python-version", PYTHON_VERSION, "--no-strip-extras", "--custom-compile-command", "make lock"]
    command += [
        "--no-config",
        *(["--upgrade"] if upgrade else []),
        *LOCKS[name],
        *sources,
        "--output-file",
        str(target),
    ]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if result.returncode:
        raise Refused(f"{name} ließ sich nicht schreiben:\n{result.stderr}")


def npm_lock() -> None:
    if not shutil.which("npm"):
        raise Refused("package-lock.json braucht npm: Bitte Node ab Version 18 installieren.")
    result = subprocess.run(
        ["npm", "install", "--package-lock-only", "--loglevel=error"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise Refused(f"package-lock.json ließ sich nicht schreiben:\n{result.stderr}")
    path = ROOT / "package-lock.json"
    lock = json.loads(path.read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        # Where something came from is the business of the machine that fetches it.
        package.pop("resolved", None)
        package.pop("funding", None)
    path.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    run(main)
