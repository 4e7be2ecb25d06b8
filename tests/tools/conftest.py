"""A small checkout of its own for the supervisor: the real tools, and stubs for what they start."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import processes
from tools.checkout import ROOT

MANAGE = """
import os, sys, time, pathlib, psycopg2
var = pathlib.Path(os.environ["ASSKOMM_VAR"])
with (var / "calls").open("a") as calls:
    calls.write(" ".join(sys.argv[1:]) + "\\n")
if sys.argv[1] == "seed_demo":
    with psycopg2.connect(os.environ["DATABASE_URL"]) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS seeded (password text)")
        cursor.execute("INSERT INTO seeded VALUES (%s)", [os.environ["DEMO_PASSWORD"]])
if sys.argv[1] == "collectstatic":
    (var / "static").mkdir(exist_ok=True)
if sys.argv[1] == "worker" or (var / f"slow-{sys.argv[1]}").exists():
    time.sleep(600)
sys.exit(3 if (var / f"fail-{sys.argv[1]}").exists() else 0)
"""
WSGI = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"Guten Tag"]
"""
MAKEFILE = """
demo:
\t@{python} -m tools.demo $(ARGS)
"""
# What the child does with Ctrl-C is set for it, whatever the terminal or script around the tests does with it.
STARTER = """
import os, signal, sys
signal.signal(signal.SIGINT, getattr(signal, sys.argv[1]))
os.execvp(sys.argv[2], sys.argv[2:])
"""
STRIPPED = ("DATABASE_URL", "DEMO_PASSWORD", "PORT", "MAKELEVEL", "MAKEFLAGS")


class Checkout:
    """A folder in which `python -m tools.demo` works without the real application."""

    def __init__(self, root: Path) -> None:
        self.root, self.var = root, root / "var"
        self.port = free_port()
        self.started: list[subprocess.Popen[str]] = []
        shutil.copytree(ROOT / "tools", root / "tools", ignore=shutil.ignore_patterns("__pycache__"))
        for name, text in {
            "manage.py": MANAGE,
            "asskomm/__init__.py": "",
            "asskomm/wsgi.py": WSGI,
            "static/app.css": "body {}",
            "requirements.txt": "",
            "node_modules/.made": "",
            "Makefile": MAKEFILE.format(python=sys.executable),
        }.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")

    def environment(self, **more: str) -> dict[str, str]:
        clean = {k: v for k, v in os.environ.items() if k not in STRIPPED and not k.startswith("ASSKOMM_")}
        return clean | {"PORT": str(self.port)} | more

    def start(self, *arguments: str, by_make: bool = False, deaf: bool = False, **more: str) -> "subprocess.Popen[str]":
        """`deaf` as a script starts something in the background: it ignores Ctrl-C."""
        direct = [sys.executable, "-m", "tools.demo", *arguments]
        command = ["make", "--no-print-directory", "demo"] if by_make else direct
        process = subprocess.Popen(
            [sys.executable, "-c", STARTER, "SIG_IGN" if deaf else "SIG_DFL", *command],
            cwd=self.root,
            env=self.environment(**more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.started.append(process)
        return process

    def run(self, *arguments: str, **more: str) -> tuple[int, str]:
        process = self.start(*arguments, **more)
        output, _ = process.communicate(timeout=60)
        return process.returncode, output

    def wait_until_up(self, process: "subprocess.Popen[str]") -> str:
        """What the demo printed up to its last line of welcome."""
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if "Strg+C" in line:
                return "".join(lines)
        raise AssertionError("".join(lines))

    def up(
        self, *arguments: str, by_make: bool = False, deaf: bool = False, **more: str
    ) -> "tuple[subprocess.Popen[str], str]":
        process = self.start(*arguments, by_make=by_make, deaf=deaf, **more)
        return process, self.wait_until_up(process)

    def stop(self, process: "subprocess.Popen[str]") -> int:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
        return process.returncode

    def running(self) -> list[str]:
        """Command lines of all processes that belong to this checkout."""
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                folder, command = (entry / "cwd").readlink(), (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if folder.is_relative_to(self.root) and processes.began(int(entry.name)) is not None:
                found.append(command.replace(b"\0", b" ").decode())
        return found

    def gone(self, seconds: float = 10) -> bool:
        deadline = time.monotonic() + seconds
        while self.running() and time.monotonic() < deadline:
            time.sleep(0.1)
        return self.running() == []

    def calls(self) -> list[str]:
        return [line.split()[0] for line in (self.var / "calls").read_text(encoding="utf-8").splitlines()]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def checkout(tmp_path: Path) -> Iterator[Checkout]:
    checkout = Checkout(tmp_path)
    yield checkout
    for process in checkout.started:
        if process.poll() is None:
            process.kill()
        process.wait()
        process.stdout.close()
    for entry in checkout.running():
        pytest.fail(f"left running: {entry}")
