"""Fill, serve, measure, compare with the limits: `python -m tools.bench [--quick]`; fails beyond a limit.

Pages are asked for over the loopback from gunicorn, one process as in production, because only that holds everything a
reader waits for: sockets, middleware, session, templates, compression of nothing. An in-process client would leave the
server out on both sides and flatter neither. The addresses take turns, so that whatever else the machine does meets
all of them; the median of each counts.
"""

import argparse
import http.client
import json
import os
import secrets
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tools.checkout import ROOT, VAR, Refused, locked, run, say
from tools.engine import Engine

FOLDER = VAR / "b"


@dataclass(frozen=True)
class Size:
    towns: int
    agreements: int
    requests: int
    papers: int
    register: int
    packed: int
    entries: int
    contacts: int
    # Towns and agreements of the state, whose start page counts all of them.
    saxony: tuple[int, int] = (420, 60)


FULL = Size(towns=11_000, agreements=3_000, requests=60, papers=5, register=10_953, packed=300, entries=500_000,
            contacts=10_000)  # fmt: skip
# For the tests of the bench itself: its machinery, not the programme's speed.
QUICK = Size(towns=120, agreements=70, requests=4, papers=1, register=300, packed=10, entries=2_000, contacts=200,
             saxony=(60, 55))  # fmt: skip


@dataclass(frozen=True)
class Ratio:
    """A measured ratio and the most (or, for a gain, the least) it may be."""

    label: str
    value: float
    limit: float
    is_gain: bool = False
    note: str = ""

    @property
    def holds(self) -> bool:
        return self.value >= self.limit if self.is_gain else self.value <= self.limit

    def __str__(self) -> str:
        bound = "mindestens" if self.is_gain else "höchstens"
        mark = "in Ordnung" if self.holds else "ZU LANGSAM"
        note = f"  ({self.note})" if self.note else ""
        return f"{mark:<11}{self.label:<58}{self.value:>8.2f}  {bound} {self.limit:g}{note}"


def main() -> int:
    parser = argparse.ArgumentParser(description="Misst Seiten, Papiere und das Einlesen des Verzeichnisses.")
    parser.add_argument("--quick", action="store_true", help="kleine Zahlen, um die Messung selbst zu prüfen")
    size = QUICK if parser.parse_args().quick else FULL
    with locked(VAR / "bench.lock", wait=False):
        ratios = measure(size)
    for ratio in ratios:
        say(str(ratio))
    slow = [ratio for ratio in ratios if not ratio.holds]
    return 1 if slow else 0


def measure(size: Size, folder: Path = FOLDER) -> list[Ratio]:
    with ExitStack() as stack:
        bench = Bench(folder, size)
        stack.callback(bench.remove)
        bench.prepare()
        filled = bench.fill()
        ratios = bench.queries(filled)
        ratios += bench.pages(filled)
        ratios += bench.start()
        ratios += bench.packages(filled)
        ratios += [*bench.papers(), *bench.register(), *bench.contacts()]
        # The last, because the other pages are measured beside a few notes only.
        return [*ratios, *bench.search(filled)]


class Bench:
    """A throw-away database, a server on it, and what both are asked."""

    def __init__(self, folder: Path, size: Size) -> None:
        self.folder, self.size = folder, size
        self.engine = Engine(folder / "pg", durable=False)
        self.database: subprocess.Popen[bytes] | None = None
        self.environment = os.environ | {
            "ASSKOMM_DEMO": "0",
            "ASSKOMM_HTTPS": "0",
            "ASSKOMM_VAR": str(folder),
            "ASSKOMM_MEDIA_ROOT": str(folder / "media"),
            "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "DATABASE_URL": self.engine.url("bench"),
            "DJANGO_SETTINGS_MODULE": "tools.bench.settings",
            # As in production, which does not start without them; no mail is sent.
            "EMAIL_URL": "smtp://localhost:25",
            "DEFAULT_FROM_EMAIL": "bench@localhost",
            "ASSKOMM_STATE_OFFICE_SECOND_FACTOR": "offered",
            "LOG_LEVEL": "WARNING",
            "PYTHONUTF8": "1",
        }

    def remove(self) -> None:
        self.engine.remove()
        if self.database:
            self.database.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def prepare(self) -> None:
        self.remove()
        self.folder.mkdir(parents=True)
        say("Lege eine Datenbank für die Messung an …")
        self.database = self.engine.start()
        self.engine.create("bench")
        self._python("manage.py", "migrate", "--no-input")
        for copy in ("register", "saxony"):
            self.engine.create(copy, template="bench")
        self._python("manage.py", "createcachetable")
        self._python("manage.py", "collectstatic", "--no-input")

    def fill(self, database: str = "bench") -> dict[str, Any]:
        towns, agreements = (self.size.towns, self.size.agreements) if database == "bench" else self.size.saxony
        say(f"Fülle sie mit {towns} Kommunen und {agreements} Vereinbarungen …")
        answer = self._python("-m", "tools.bench.fill", str(towns), str(agreements), database=database)
        filled: dict[str, Any] = json.loads(answer)
        self._vacuum(database)
        return filled

    def _vacuum(self, database: str = "bench") -> None:
        """Statistics as a database has them that was not filled a moment ago."""
        self._python("-c", "import django; django.setup(); from django.db import connection as c; "
                     "c.cursor().execute('VACUUM ANALYZE')", database=database)  # fmt: skip

    def queries(self, filled: dict[str, Any]) -> list[Ratio]:
        counts = json.loads(self._python("-m", "tools.bench.counting", given=json.dumps(filled)))
        pairs = {"Kommunenliste": ("many", "one"), "Kommunenseite": ("busy_town", "town")}
        return [
            Ratio(f"{label}: Abfragen mit 50 Zeilen zu einer", counts[many] / counts[one], 1, note=f"{counts[many]}")
            for label, (many, one) in pairs.items()
        ]

    # --- Pages ----------------------------------------------------------------------------------------------------

    def pages(self, filled: dict[str, Any]) -> list[Ratio]:
        say("Messe Seiten …")
        addresses = {name: filled[name] for name in ("list", "admin", "own_admin", "town", "pdf")}
        addresses |= {"agreements": "/vereinbarungen/", "empty": "/bench/leer/", "bare": "/bench/ok/"}
        took = self._served(addresses, filled["cookie"])
        base, note = took["empty"], f"leere Seite {took['empty'] * 1000:.1f} ms"
        bare = f"ohne Rahmen {took['bare'] * 1000:.1f} ms"
        return [
            Ratio("Kommunenliste zu leerer Seite", took["list"] / base, 6, note=f"{note}, {bare}"),
            Ratio(
                "Kommunenliste zur selben Liste in Djangos Verwaltung",
                took["list"] / took["admin"],
                0.35,
                note=f"{took['list'] * 1000:.1f} zu {took['admin'] * 1000:.1f} ms; "
                f"/verwaltung/ ohne Bausteine {took['own_admin'] * 1000:.1f} ms",
            ),
            Ratio("Kommunenseite zu leerer Seite", took["town"] / base, 6),
            Ratio("Vereinbarungsliste zu leerer Seite", took["agreements"] / base, 6),
            Ratio("festgeschriebenes PDF zu leerer Seite", took["pdf"] / base, 2.5),
        ]

    def start(self) -> list[Ratio]:
        """The office's start page counts every town and agreement there is, so it is measured with Saxony's number."""
        say("Messe die Übersicht der Geschäftsstelle …")
        took = self._served({"start": "/", "empty": "/bench/leer/"}, self.fill("saxony")["cookie"], "saxony")
        towns, agreements = self.size.saxony
        note = f"{took['start'] * 1000:.1f} ms bei {towns} Kommunen und {agreements} Vereinbarungen"
        return [Ratio("Übersicht der Geschäftsstelle zu leerer Seite", took["start"] / took["empty"], 6, note=note)]

    def _served(self, addresses: dict[str, str], cookie: str, database: str = "bench") -> dict[str, float]:
        port = free_port()
        command = ["-m", "gunicorn", "asskomm.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "4",
                   "--no-control-socket", "--log-level", "warning"]  # fmt: skip
        log = (self.folder / "gunicorn.log").open("wb")
        server = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=self._reaching(database), stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
        try:
            wait_for(port, server)
            return medians(port, addresses, cookie, self.size.requests)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)
            log.close()

    # --- Papers and the register ----------------------------------------------------------------------------------

    def papers(self) -> list[Ratio]:
        say("Messe das erste Papier eines Prozesses …")
        found: dict[str, list[dict[str, float]]] = {"ours": [], "plain": []}
        for _ in range(self.size.papers):
            for way, results in found.items():
                results.append(json.loads(self._python("-m", "tools.bench.rendering", way)))
        middle = {
            way: {name: statistics.median(result[name] for result in results) for name in ("seconds", "peak_mib")}
            for way, results in found.items()
        }
        note = f"{middle['ours']['seconds']:.2f} s zu {middle['plain']['seconds']:.2f} s"
        peaks = f"{middle['ours']['peak_mib']:.0f} MiB zu {middle['plain']['peak_mib']:.0f} MiB"
        ratio = middle["ours"]["seconds"] / middle["plain"]["seconds"]
        peak = middle["ours"]["peak_mib"] / middle["plain"]["peak_mib"]
        return [
            Ratio("erstes Papier zu WeasyPrint allein", ratio, 1.15, note=note),
            Ratio("größter Speicher dabei", peak, 1.15, note=peaks),
        ]

    def packages(self, filled: dict[str, Any]) -> list[Ratio]:
        """One core's rate and that of two processes, in turn; and what a page takes meanwhile."""
        say("Messe das Packen unterzeichneter Vereinbarungen …")
        count = str(self.size.packed)
        found: dict[str, list[float]] = {"0": [], "2": []}
        for _ in range(self.size.papers // 2 or 1):
            for processes, seconds in found.items():
                took = json.loads(self._python("-m", "tools.bench.packing", processes, count))
                seconds.append(took["seconds"])
        one, two = (statistics.median(seconds) for seconds in found.values())
        alone = self._served({"town": filled["town"]}, filled["cookie"])["town"]
        beside = self._beside_packing(filled)
        note = f"{one:.1f} s statt {two:.1f} s für {count}"
        return [
            Ratio("Paket: zwei Prozesse zu einem Kern", one / two, 2 * 0.85, is_gain=True, note=note),
            Ratio("Kommunenseite, während gepackt wird, zu sonst", beside / alone, 2),
        ]

    def _beside_packing(self, filled: dict[str, Any]) -> float:
        command = [sys.executable, "-m", "tools.bench.packing", "2", str(self.size.packed), "--endless"]
        job = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL)
        try:
            return self._served({"town": filled["town"]}, filled["cookie"])["town"]
        finally:
            job.kill()
            job.wait()

    def register(self) -> list[Ratio]:
        say("Messe das Einlesen des Verzeichnisses …")
        answer = self._python("-m", "tools.bench.importing", str(self.size.register), database="register")
        took = {way: statistics.median(seconds) for way, seconds in json.loads(answer).items()}
        note = f"{took['ours']:.2f} s statt {took['loop']:.2f} s"
        return [Ratio("Verzeichnis: Gewinn gegen update_or_create", took["loop"] / took["ours"], 10, True, note)]

    def contacts(self) -> list[Ratio]:
        say(f"Messe die Übernahme von {self.size.contacts} Ansprechpersonen …")
        answer = self._python("-m", "tools.bench.contacts", str(self.size.contacts), database="register")
        took = {way: statistics.median(seconds) for way, seconds in json.loads(answer).items()}
        note = f"{took['ours']:.2f} s zu {took['bulk']:.2f} s; von der Datei an {took['whole']:.1f} s"
        return [Ratio("Übernahme von Ansprechpersonen zu bulk_create", took["ours"] / took["bulk"], 3, note=note)]

    def search(self, filled: dict[str, Any]) -> list[Ratio]:
        say(f"Messe die Suche in {self.size.entries} Vermerken …")
        asked = json.loads(self._python("-m", "tools.bench.entries", str(self.size.entries)))
        self._vacuum()
        addresses = {name: f"/suche/?{urlencode({'q': words})}" for name, words in asked.items()}
        took = self._served(addresses | {"empty": "/bench/leer/"}, filled["cookie"])
        base = took.pop("empty")
        slowest = max(took, key=lambda name: took[name])
        times = ", ".join(f"{name} {seconds * 1000:.0f} ms" for name, seconds in took.items())
        note = f"am langsamsten: {slowest}; {times}"
        return [Ratio("Suche zu leerer Seite", took[slowest] / base, 8, note=note)]

    def _reaching(self, database: str) -> dict[str, str]:
        return self.environment | {"DATABASE_URL": self.engine.url(database)}

    def _python(self, *arguments: str, database: str = "bench", given: str = "") -> str:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self._reaching(database), input=given, capture_output=True,
            text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            tail = "\n".join(done.stderr.strip().splitlines()[-12:])
            raise Refused(f"{tail}\nDer Schritt {' '.join(arguments[:2])} ist gescheitert.")
        return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < deadline:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        time.sleep(0.1)
    raise Refused("gunicorn antwortet nicht.")


def medians(port: int, addresses: dict[str, str], cookie: str, requests: int) -> dict[str, float]:
    """Seconds per address; each round asks for all of them once, the first rounds only warm up."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    took: dict[str, list[float]] = {name: [] for name in addresses}
    warming = max(2, requests // 6)
    for turn in range(warming + requests):
        for name, address in addresses.items():
            began = time.perf_counter()
            connection.request("GET", address, headers={"Cookie": cookie, "Host": "localhost"})
            answer = connection.getresponse()
            answer.read()
            seconds = time.perf_counter() - began
            if answer.status != 200:
                raise Refused(f"{address} antwortet mit {answer.status}.")
            if turn >= warming:
                took[name].append(seconds)
    connection.close()
    return {name: statistics.median(seconds) for name, seconds in took.items()}


if __name__ == "__main__":
    run(main)
