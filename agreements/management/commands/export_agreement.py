"""`manage.py export_agreement NUMBER|AKTENZEICHEN FILE`: the fixed PDF of an agreement, byte for byte."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from agreements.models import CooperationAgreement
from audit.actions import record_read
from documents.actions import content_of


class Command(BaseCommand):
    help = "Schreibt die festgeschriebene Endfassung einer Vereinbarung in eine Datei."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("agreement", help="Registernummer oder Aktenzeichen")
        parser.add_argument("file", type=Path, help="Zieldatei")

    def handle(self, *args: Any, agreement: str, file: Path, **options: Any) -> None:
        row = self._find(agreement)
        if row.final_document is None:
            raise CommandError(f"„{row}“ ist noch nicht festgeschrieben; es gibt noch keine Endfassung.")
        try:
            content = content_of(row.final_document)
            record_read(
                "file",
                row.final_document,
                by=None,
                process="export_agreement",
                label="Endfassung in eine Datei geschrieben",
                municipalities=row.municipality_ids,
            )
            file.write_bytes(content)
        except OSError as error:
            raise CommandError(f"{file} lässt sich nicht schreiben: {error.strerror}.") from error
        self.stdout.write(f"{row} → {file} (SHA-256 {row.final_document.sha256})")

    @staticmethod
    def _find(text: str) -> CooperationAgreement:
        wanted = Q(file_reference=text)
        if text.isdigit():
            wanted |= Q(register_number=int(text))
        rows = list(CooperationAgreement.objects.for_detail().filter(wanted)[:2])
        if not rows:
            raise CommandError(f"Keine Vereinbarung mit der Nummer oder dem Aktenzeichen „{text}“ gefunden.")
        if len(rows) > 1:
            raise CommandError(f"„{text}“ ist nicht eindeutig. Bitte die Registernummer angeben.")
        return rows[0]
