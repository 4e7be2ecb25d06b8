"""A cluster with one migrated database, made once and copied for every test run.

Carrying out all migrations takes longer than most tests, and every process of a run needs a database of its own. They
copy this one, inside PostgreSQL (`CREATE DATABASE … TEMPLATE`). What is kept lies below var/ and is made anew as soon
as a migration, a setting or a pinned requirement is another.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.checkout import ROOT, VAR, Refused, digest, locked
from tools.engine import Engine

DATABASE = "asskomm_migrated"
KEPT = VAR / "migrated"


def start(data: Path) -> "subprocess.Popen[bytes]":
    """The process of a server on a new cluster in `data` that holds the migrated database."""
    engine = Engine(data, durable=False)
    kept = KEPT / digest(*_sources())[:16]
    # Whoever comes second waits and copies, instead of migrating once more.
    with locked(VAR / "migrated.lock", wait=True):
        if not kept.exists():
            _make(engine, kept)
        else:
            _copy(kept, data)
    return engine.start()


def _make(engine: Engine, kept: Path) -> None:
    server = engine.start()
    engine.create(DATABASE)
    environment = os.environ | {"DATABASE_URL": engine.url(DATABASE)}
    command = [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity", "0"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    engine.stop_leftovers()
    server.wait()
    if done.returncode:
        raise Refused(f"{done.stderr.strip()}\nDie Migrationen ließen sich nicht ausführen.")
    shutil.rmtree(KEPT, ignore_errors=True)
    KEPT.mkdir(parents=True)
    # Under its name only once it is whole: a run that is killed while copying leaves nothing behind.
    unfinished = KEPT / "unfinished"
    _copy(engine.data, unfinished)
    unfinished.rename(kept)


def _copy(source: Path, target: Path) -> None:
    """With its owner, whom Python's own copy leaves aside: PostgreSQL opens no folder of somebody else."""
    shutil.copytree(source, target)
    if os.geteuid() == 0:
        owner = source.stat()
        for path in (target, *target.rglob("*")):
            os.chown(path, owner.st_uid, owner.st_gid)


def _sources() -> list[Path | str]:
    """Whatever a migrated database depends on."""
    migrations = sorted(path for path in ROOT.glob("*/migrations/*.py") if not path.name.startswith("."))
    named = [str(path.relative_to(ROOT)) for path in migrations]
    return [*named, *migrations, *sorted(ROOT.glob("asskomm/settings*.py")), ROOT / "requirements-dev.txt", sys.version]
