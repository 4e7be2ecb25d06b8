"""The demo: database, web server and job worker under one supervisor that leaves nothing behind.

    python -m tools.demo [--reset] [--var FOLDER]

The supervisor owns every process it starts: each has a session of its own, so that Ctrl-C reaches only the supervisor,
which then stops them in order. For the case that the supervisor itself is killed, their ids lie in a file; the next
start ends what is left. Everything the demo writes lies in one folder, var/ unless --var names another.
"""

import argparse
import http.client
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

import psycopg2

from tools import processes
from tools.checkout import NODE_MODULES, ROOT, VAR, Busy, Refused, digest, locked, run, say
from tools.engine import Engine
from tools.parent import Parent

DATABASE = "asskomm"
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
DEFAULT_PORT, DEFAULT_PASSWORD, DEMO_TODAY = "8000", "partnerschaft", "2023-04-25"
SIGN_INS = (
    ("leitung@lpr.example", "Leitung der Geschäftsstelle: sieht alles, zeichnet schluss"),
    ("sachbearbeitung@lpr.example", "Sachbearbeitung: schreibt überall, zeichnet nicht schluss"),
    ("erzgebirge@lpr.example", "Sachbearbeitung Erzgebirgskreis: diese Woche abwesend, vertreten durch die vorige"),
    ("koordination@meerane.example", "Koordination Meerane, stellvertretend"),
    ("beigeordnete@meerane.example", "Beigeordnete in Meerane, zeichnungsberechtigt"),
    ("hauptamt@meerane.example", "Kommunen-Verwaltung Meerane: lädt ein, liest keine Einträge"),
    ("koordination@werdau.example", "Koordination Werdau: sieht von Meerane nichts"),
    ("coach@coaching.example", "Coach"),
    ("pool@institut.example", "Coaching-Koordination"),
    ("polizei@pd-zwickau.example", "Polizeidirektion Zwickau"),
    ("praevention@landkreis-zwickau.example", "Landratsamt Zwickau"),
)
FIRST_STEPS = (
    "als leitung@lpr.example anmelden und Meeranes Vereinbarung unterzeichnen: es wird die 50.",
    "als koordination@meerane.example die eigene Stadt ansehen",
    "als koordination@werdau.example sehen, dass Meerane dort nicht vorkommt",
)


class Stop(Exception):
    """Somebody asked the demo to end."""


class Demo:
    """One demo in one folder."""

    def __init__(self, var: Path, port: int) -> None:
        self.var = var
        self.port = port
        self.parent = Parent()
        self.engine: Engine | None = None
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.register = processes.Register(var / "demo.pids")
        self.environment: dict[str, str] = {}

    @property
    def address(self) -> str:
        # Not 127.0.0.1: browsers allow passkeys on http only for the name localhost.
        return f"http://localhost:{self.port}"

    def reset(self) -> None:
        """Forget all data; an own database named by DATABASE_URL is not ours to empty."""
        if os.environ.get("DATABASE_URL"):
            raise Refused("demo-reset leert nur die eingebettete Datenbank: Bitte die aus DATABASE_URL selbst leeren.")
        Engine(self.var / "postgres").remove()
        for name in ("media", "mail"):
            if (self.var / name).exists():
                shutil.rmtree(self.var / name)
        (self.var / "demo.env").unlink(missing_ok=True)

    def start(self) -> None:
        self._database()
        self._write_environment()
        manage = self._manage
        manage("migrate", "--no-input", told="Richte die Datenbank ein …")
        manage("createcachetable")
        manage("seed_demo", told="Lege die Beispieldaten an (beim ersten Mal dauert das etwas) …")
        self._static_files()
        python = sys.executable
        gunicorn = ["-m", "gunicorn", "asskomm.wsgi", "--bind", f"127.0.0.1:{self.port}", "--workers", "2"]
        gunicorn += ["--threads", "4", "--timeout", "120", "--graceful-timeout", "5", "--no-control-socket"]
        # WeasyPrint keeps about 0.2 MB per document outside Python: a process serves its share and is replaced.
        gunicorn += ["--max-requests", "2000", "--max-requests-jitter", "200"]
        self._spawn("web", [python, *gunicorn])
        self._spawn("worker", [python, "manage.py", "worker", "--with-daily"])
        self._wait_for_answer()

    def watch(self) -> None:
        """Until somebody asks to stop, or one of the processes ends by itself."""
        while True:
            self._pause(0.5)
            for name, child in self.children.items():
                if child.poll() is not None:
                    raise Refused(f"Der Prozess „{name}“ hat sich beendet; der Grund steht in {self._log(name)}.")

    def stop(self) -> None:
        """End everything, the database last; called with signals ignored, so that it comes to its end."""
        for name in [name for name in self.children if name != "database"]:
            child = self.children.pop(name)
            processes.end([child.pid], signal.SIGTERM, 15.0)
            processes.end(processes.group_of(child.pid), signal.SIGKILL, 0.0)
            child.wait()
        if self.engine:
            self.engine.stop_leftovers()
        if server := self.children.pop("database", None):
            server.wait()
        self.register.clear()

    def end_leftovers(self) -> None:
        """After a kill -9 of an earlier supervisor."""
        processes.end(self.register.alive(), signal.SIGTERM, 10.0)

    def _database(self) -> None:
        if url := os.environ.get("DATABASE_URL"):
            try:
                psycopg2.connect(url, connect_timeout=10).close()
            except psycopg2.Error as error:
                reason = str(error).strip().splitlines()[-1]
                raise Refused(f"Die Datenbank aus DATABASE_URL antwortet nicht: {reason}") from error
            self.environment["DATABASE_URL"] = url
            return
        self.engine = Engine(self.var / "postgres")
        say("Starte die eingebettete Datenbank …")
        self.children["database"] = self.engine.start()
        self.engine.create(DATABASE)
        self.environment["DATABASE_URL"] = self.engine.url(DATABASE)

    def _write_environment(self) -> None:
        """var/demo.env, readable by its owner only: what settings need, here and beside the running demo."""
        path = self.var / "demo.env"
        kept = read_environment(path)
        password = os.environ.get("DEMO_PASSWORD") or kept.get("DEMO_PASSWORD") or DEFAULT_PASSWORD
        if not password.isprintable():
            raise Refused("DEMO_PASSWORD enthält Zeilenumbrüche oder andere Steuerzeichen: Bitte ein anderes wählen.")
        self.environment |= {
            "ASSKOMM_DEMO": "1",
            "ASSKOMM_ADDRESS": self.address,
            "SECRET_KEY": kept.get("SECRET_KEY") or secrets.token_urlsafe(50),
            "DEMO_TODAY": DEMO_TODAY,
            "DEMO_PASSWORD": password,
        }
        fresh = path.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.chmod(0o600)
        fresh.write_text("".join(f"{name}={value}\n" for name, value in self.environment.items()), encoding="utf-8")
        fresh.replace(path)

    def _static_files(self) -> None:
        """collectstatic, unless the very same files were collected before."""
        files = sorted(path for path in (ROOT / "static").rglob("*") if path.is_file())
        wanted = digest(
            NODE_MODULES / ".made",
            ROOT / "requirements.txt",
            *(f"{path.relative_to(ROOT)} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files),
        )
        stamp = self.var / "static.made"
        if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted and (self.var / "static").is_dir():
            return
        self._manage("collectstatic", "--no-input", "--clear", told="Stelle Stilvorlagen und Schriften bereit …")
        stamp.write_text(wanted, encoding="utf-8")

    def _manage(self, *arguments: str, told: str = "") -> None:
        if told:
            say(told)
        child = self._spawn(arguments[0], [sys.executable, "manage.py", *arguments])
        while (code := child.poll()) is None:
            self._pause(0.05)
        del self.children[arguments[0]]
        if code:
            log = self._log(arguments[0])
            tail = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-12:])
            raise Refused(f"{tail}\nDer Schritt „{arguments[0]}“ ist gescheitert ({code}); alles dazu steht in {log}.")

    def _pause(self, seconds: float) -> None:
        time.sleep(seconds)
        if self.parent.asks_to_stop():
            raise Stop

    def _spawn(self, name: str, command: list[str]) -> "subprocess.Popen[bytes]":
        log = self._log(name)
        log.parent.mkdir(exist_ok=True)
        environment = os.environ | self.environment | {"ASSKOMM_VAR": str(self.var)}
        environment |= {"PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
        # The kernel ends the child with the supervisor; the register is for what survives that.
        guarded = ["setpriv", "--pdeathsig", "TERM", "--", *command]
        with log.open("ab") as output:
            child = subprocess.Popen(
                guarded,
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self.children[name] = child
        self.register.write({name: child.pid for name, child in self.children.items() if name != "database"})
        return child

    def _log(self, name: str) -> Path:
        if name == "database":
            return self.var / "postgres.log"
        return self.var / "log" / f"{name}.log"

    def _wait_for_answer(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.children["web"].poll() is None:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            try:
                connection.request("GET", "/", headers={"Host": "localhost"})
                status = connection.getresponse().status
            except OSError:
                self._pause(0.1)
            else:
                if status >= 500:
                    raise Refused(f"Die Startseite antwortet mit Fehler {status}; mehr dazu in {self._log('web')}.")
                return
            finally:
                connection.close()
        raise Refused(f"Der Webserver antwortet nicht; der Grund steht in {self._log('web')}.")


def read_environment(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return {name: value for name, _, value in (line.partition("=") for line in lines)}


def wanted_port() -> int:
    text = os.environ.get("PORT") or DEFAULT_PORT
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise Refused(f"PORT muss eine Zahl von 1 bis 65535 sein, nicht „{text}“.")
    return int(text)


def refuse_busy_port(port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise Refused(f"PORT {port} ist der Systemverwaltung vorbehalten: Bitte einen ab 1024 wählen.") from error
        except OSError as error:
            other = port + 1 if port < 65535 else port - 1
            raise Refused(f"PORT {port} ist belegt: Bitte anders wählen, etwa `make demo PORT={other}`.") from error


def on_signal(number: int, frame: FrameType | None) -> None:
    # Once is enough: a second Ctrl-C must not interrupt the tidying up.
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    raise Stop


def welcome(demo: Demo) -> None:
    width = max(len(name) for name, _ in SIGN_INS)
    say(f"\nASSKomm Partnerschaften läuft: {demo.address}\n")
    say(f"Kennwort für alle: {demo.environment['DEMO_PASSWORD']}")
    for name, text in SIGN_INS:
        say(f"  {name:<{width}}  {text}")
    say("\nZum Ausprobieren:")
    for number, step in enumerate(FIRST_STEPS, start=1):
        say(f"  {number}. {step}")
    say(f"\nMails liegen in {demo.var / 'mail'}. Beenden mit Strg+C.\n")


def supervise(demo: Demo, *, reset: bool) -> int:
    for number in SIGNALS:
        signal.signal(number, on_signal)
    try:
        demo.end_leftovers()
        refuse_busy_port(demo.port)
        if reset:
            demo.reset()
        demo.start()
        (demo.var / "demo.address").write_text(demo.address, encoding="utf-8")
        welcome(demo)
        demo.watch()
    except Stop:
        say("\nDie Vorführung wird beendet …")
    finally:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        (demo.var / "demo.address").unlink(missing_ok=True)
        demo.stop()
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.demo", description="Startet die Vorführung.")
    parser.add_argument("--reset", action="store_true", help="alle Daten der Vorführung vorher löschen")
    parser.add_argument("--var", type=Path, default=VAR, help="Ordner für alle Daten")
    arguments = parser.parse_args()
    var = arguments.var.resolve()
    demo = Demo(var, wanted_port())
    try:
        with locked(var / "demo.lock", wait=False):
            return supervise(demo, reset=arguments.reset)
    except Busy:
        address = var / "demo.address"
        where = f": {address.read_text(encoding='utf-8')}" if address.is_file() else " oder startet gerade"
        say(f"Die Vorführung läuft bereits{where}.")
        return 1 if arguments.reset else 0


if __name__ == "__main__":
    run(main)
