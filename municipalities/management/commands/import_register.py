"""`manage.py import_register FILE`: an official register or list of changes; a dry run unless told `--write`."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from core.exceptions import Conflict
from municipalities.models import ImportRun, Municipality
from municipalities.register import actions, territory
from municipalities.register.checks import Population
from municipalities.register.facts import WrongFile
from municipalities.register.plan import compare
from municipalities.register.reading import SAXONY, Source, read
from municipalities.register.report import Line, Outcome, counted

PROCESS = "import_register"
ALL = "all"


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"„{text}“ ist kein Tag. Bitte als 2024-12-31 angeben.") from error


class Command(BaseCommand):
    help = (
        "Liest das Gemeindeverzeichnis (GV100AD oder Auszug als XLSX) oder die Liste der Gebietsänderungen ein. "
        "Ohne --write wird nur gezeigt, was sich ändern würde."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path, metavar="DATEI")
        parser.add_argument("--kind", choices=["auto", *(kind.value for kind in ImportRun.Kind if kind != "tables")],
                            default="auto", help="Format; sonst wird es erkannt")  # fmt: skip
        parser.add_argument("--land", default=SAXONY, help="14 für Sachsen; „all“ nur in einer Datenbank für Messungen")
        parser.add_argument(
            "--population-on", type=day, metavar="TAG", help="Tag der Einwohnerzahlen, z. B. 2024-12-31"
        )
        parser.add_argument("--population-base", default="", metavar="GRUNDLAGE", help="z. B. „Zensus 2022“")
        parser.add_argument("--write", action="store_true", help="schreibt; sonst Probelauf")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            source = read(
                self._content(options["file"]), options["file"].name, kind=options["kind"],
                land=self._land(options["land"]),
            )  # fmt: skip
            lines = self._import(source, _population(options), write=options["write"])
        except (WrongFile, Conflict) as error:
            raise CommandError(f"Nichts geändert. {error}") from error
        for line in lines:
            self.stdout.write(str(line))
        self.stdout.write(_summary(lines, write=options["write"]))

    def _content(self, path: Path) -> bytes:
        try:
            return path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} lässt sich nicht lesen: Bitte Pfad und Leserechte prüfen.") from error

    def _land(self, typed: str) -> str:
        if typed != ALL:
            if not (len(typed) == 2 and typed.isdigit()):
                raise WrongFile(f"„{typed}“ ist kein Land. Bitte zwei Ziffern angeben, 14 ist Sachsen.")
            return typed
        foreign = ImportRun.objects.filter(land="").exclude(kind=ImportRun.Kind.TABLES)
        if Municipality.objects.of_saxony().exists() and not foreign.exists():
            raise WrongFile("Alle Länder gehören in eine eigene Datenbank für Messungen, nicht zu den Daten Sachsens.")
        return ""

    def _import(self, source: Source, population: Population | None, *, write: bool) -> list[Line]:
        if source.edition is None:
            if write:
                return actions.import_changes(source, by=None, process=PROCESS)
            return territory.preview(source.changes)
        if write:
            return actions.import_register(source, by=None, process=PROCESS, population=population).lines
        with transaction.atomic():
            return compare(source.edition, land=source.land, population=population).lines


def _population(options: dict[str, Any]) -> Population | None:
    on, base = options["population_on"], options["population_base"]
    if bool(on) != bool(base):
        raise WrongFile("Bitte --population-on und --population-base zusammen angeben, oder keines von beiden.")
    return Population(on, base) if on else None


def _summary(lines: list[Line], *, write: bool) -> str:
    counts = ", ".join(f"{count} {word}" for word, count in counted(lines).items())
    if write:
        return f"Eingelesen: {counts}."
    written = any(line.outcome in {Outcome.NEW, Outcome.CHANGED} for line in lines)
    return f"Probelauf, nichts geändert: {counts}.{' Mit --write wird es eingetragen.' if written else ''}"
