"""Base of the commands that import a file: a dry run unless told `--write`, the same actions as on the pages."""

from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.functions import STATE_WRITERS
from accounts.models import User
from core.exceptions import Conflict
from imports import importers
from imports.actions import carrying, deciding, uploading
from imports.actions.carrying import ReportLine
from imports.actions.deciding import RowDecision
from imports.contract import Importer
from imports.models import ColumnMapping, DataImport, ImportRow
from imports.places import PlaceIndex, key_of
from imports.reading import WrongFile
from imports.textfile import ENCODINGS
from imports.uploads import Upload, headings_key, proposed, read

Finding = ImportRow.Finding
ASKING = (Finding.QUESTION, Finding.DUPLICATE, Finding.PROBLEM)


class ImportCommand(BaseCommand):
    """`kind` is the key of an importer. Everything happens in the name of an account, which stands in the log."""

    kind: ClassVar[str]

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path, metavar="DATEI")
        parser.add_argument("--by", required=True, metavar="ADRESSE", help="E-Mail-Adresse eines Zugangs der Stelle")
        parser.add_argument("--encoding", choices=list(ENCODINGS), default="", help="Zeichensatz einer CSV-Datei")
        parser.add_argument("--place", action="append", default=[], metavar="NAME=ORT",
                            help="was mit einem Namen gemeint ist, z. B. „Ostrau=Jahnatal“ oder eine AGS")  # fmt: skip
        parser.add_argument(
            "--skip-open", action="store_true", help="lässt Zeilen aus, über die niemand entschieden hat"
        )
        parser.add_argument("--write", action="store_true", help="schreibt; sonst Probelauf")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            lines = self._import(options)
        except (WrongFile, Conflict) as error:
            raise CommandError(f"Nichts geändert. {error}") from error
        for line in lines:
            self.stdout.write(str(line))
        taken = sum(line.is_taken for line in lines)
        counts = f"{taken} übernommen, {len(lines) - taken} ausgelassen"
        ending = "" if options["write"] else " Mit --write wird es eingetragen."
        self.stdout.write(f"{'Eingetragen' if options['write'] else 'Probelauf, nichts geändert'}: {counts}.{ending}")

    def _import(self, options: dict[str, Any]) -> list[ReportLine]:
        importer = importers.get(self.kind)
        assert importer is not None  # noqa: S101 -- a mistake of whoever wrote the command
        by = _writer(options["by"])
        found = read(importer, options["file"].name, _content(options["file"]), options["encoding"])
        with transaction.atomic():
            row = self._prepared(importer, found, by, options)
            if options["write"]:
                lines = carrying.report(row)
                carrying.carry_out(row, by=by, version=row.version)
            else:
                lines = carrying.rehearse(row, by=by) if not row.rows.open().exists() else carrying.report(row)
                transaction.set_rollback(True)
        return lines

    def _prepared(self, importer: Importer, found: Upload, by: User, options: dict[str, Any]) -> DataImport:
        """Uploaded, mapped as remembered or by the headings, with the places that were named."""
        row = uploading.upload(importer, by=by, upload=found)
        titles = [title for _, title in row.headings]
        known = ColumnMapping.objects.filter(kind=row.kind, headings_key=headings_key(titles)).first()
        row = deciding.map_columns(row, by=by, mapping=proposed(importer, titles, known.columns if known else {}))
        decisions = list(_meant(row, options["place"]))
        if decisions:
            row = deciding.decide(row, by=by, decisions=decisions)
        for finding in ASKING if options["skip_open"] else ():
            row = deciding.skip_open(row, by=by, finding=finding)
        return row


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} lässt sich nicht lesen: Bitte Pfad und Leserechte prüfen.") from error


def _writer(email: str) -> User:
    user = User.objects.filter(email=email.lower(), is_active=True).first()
    if user is None or not user.functions_held() & set(STATE_WRITERS):
        raise CommandError(f"{email} ist kein Zugang der Geschäftsstelle, der heute schreiben darf.")
    return user


def _meant(row: DataImport, pairs: list[str]) -> list[RowDecision]:
    """A decision for every line that asks about one of the names."""
    index, meant = PlaceIndex.load(), {}
    for pair in pairs:
        name, _, place = pair.partition("=")
        found = index.find(place, ("municipality",))
        if found.place is None:
            raise CommandError(f"--place {pair}: {found.note} Bitte den genauen Namen oder die AGS angeben.")
        meant[name.strip()] = key_of(found.place)
    return [
        RowDecision(item.number, item.decision, places)
        for item in row.rows.all()
        if (
            places := {
                asked["written"]: meant[asked["written"]] for asked in item.questions if asked["written"] in meant
            }
        )
    ]
