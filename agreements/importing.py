"""Agreements signed earlier, from a file: each line is recorded as if somebody had typed it in."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from django.db import models

from agreements import known_days, numbers
from agreements.actions import recording
from agreements.earlier import RECORDABLE
from agreements.import_lines import Directorates, earlier_of, faults_of
from agreements.models import CooperationAgreement
from agreements.similar import similar_among
from audit.models import AuditEvent
from imports import cells
from imports.contract import CellProblem, Column, Importer, Known, Line, Places

Kind = CooperationAgreement.Kind
KINDS = {kind.label: kind.value for kind in RECORDABLE}


def _said(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """The same for a cell: what cannot be read is the cell's problem."""

    def parse(cell: str) -> Any:
        try:
            return read(cell)
        except ValueError as error:
            raise CellProblem(str(error)) from error

    return parse


class AgreementImporter(Importer):
    key = "vereinbarungen"
    label, noun = "Vereinbarungen (Altfälle)", "Vereinbarung"
    model = CooperationAgreement
    district_column = "district"
    columns = (
        Column("bearers", "Kommunen", required=True, empty=(), example="Meerane; Werdau",
               places=Places(("municipality", "association"), several=True),
               also=("Kommune", "Stadt", "Gemeinde", "Parteien", "Zusammenschluss", "AGS"),
               help="Namen oder AGS mit Semikolon; ein Zusammenschluss mit seinem ganzen Namen, zum Beispiel "
               "„Verwaltungsverband Wildenstein“."),
        Column("district", "Landkreis", parse=cells.text(120), also=("Kreis",), example="Landkreis Zwickau",
               help="Unterscheidet Kommunen gleichen Namens, zum Beispiel Bernsdorf."),
        Column("day", "Tag der Unterzeichnung", required=True, parse=_said(known_days.read), empty=None,
               also=("Datum", "Tag", "Unterzeichnet am"), example="25.05.2021",
               help="So genau wie bekannt: 25.05.2021, 05/2021, 2021 oder 05/2021 bis 06/2021."),
        Column("number", "Registernummer", required=True, parse=_said(numbers.read), empty=None,
               also=("Nummer", "Nr.", "lfd. Nr."), example="21", help="Die bekannte Nummer oder „unbekannt“."),
        Column("kind", "Art", parse=cells.choice(KINDS), empty=Kind.AGREEMENT, example="Kooperationsvereinbarung",
               help=f"{' oder '.join(KINDS)}; leer: {Kind.AGREEMENT.label}."),
        Column("police", "Polizeidirektion", parse=cells.text(100), also=("Polizei", "PD"), example="zuständige",
               help="„zuständige“, „ohne“ oder der Name; leer: ohne Polizei."),
        Column("signatories", "Unterzeichnende", parse=cells.long_text(5000), also=("Unterschriften",),
               example="Meerane: –, Bürgermeister; Polizei: –, Leitung; LPR: –, Geschäftsführer",
               help="„Partei: Name, Funktion“ mit Semikolon; was nicht überliefert ist, als Strich."),
        Column("file_reference", "Aktenzeichen", parse=cells.text(60), also=("Az.",), help="Wenn es eines gibt."),
        Column("source", "Quelle", required=True, parse=cells.text(500), also=("Fundstelle", "Nachweis"),
               example="Pressemitteilung vom 25. Mai 2021", help="Woher die Angaben stammen."),
    )  # fmt: skip

    def problems(self, lines: Sequence[Line]) -> Mapping[int, Sequence[str]]:
        return faults_of(lines)

    def identity(self, line: Line) -> Hashable:
        bearers = frozenset((type(bearer).__name__, bearer.pk) for bearer in line["bearers"])
        return bearers, line["kind"], line["day"]

    def known(self, lines: Sequence[Line]) -> Mapping[Hashable, Known]:
        """Those of the same towns at most 31 days away, as on the page."""
        police = Directorates()
        entries = {self.identity(line): earlier_of(line, police) for line in lines}
        found = similar_among(list(entries.values()))
        return {
            identity: Known(f"{rows[0]}, unterzeichnet {rows[0].signed_span.label}", rows[0].get_absolute_url())
            for identity, rows in zip(entries, found, strict=True)
            if rows and rows[0].signed_span
        }

    def describe(self, line: Line) -> str:
        number = f"Nr.\N{NO-BREAK SPACE}{line['number']}" if line["number"] else "Nummer unbekannt"
        bearers = ", ".join(str(bearer) for bearer in line["bearers"])
        return f"{Kind(line['kind']).label}, {number}, {bearers}, unterzeichnet {line['day'].label}"

    def carry_out(self, lines: Sequence[Line], *, by: Any, origin: str) -> Sequence[models.Model]:
        """What looks like one that is there was decided line by line."""
        police = Directorates()
        return [
            recording.record_earlier(by=by, known=earlier_of(line, police), is_another=True, origin=origin)
            for line in lines
        ]

    def moved_on(self, records: Sequence[models.Model]) -> Mapping[int, str]:
        about = AuditEvent.objects.filter(AuditEvent.objects.of(*records))
        others = about.exclude(action="record_earlier").values_list("object_id", flat=True)
        return dict.fromkeys(others, "wurde seither bearbeitet")

    def undo(self, records: Sequence[models.Model], *, by: Any, reason: str) -> None:
        """Taken back, not removed: each stays with the office, its number is free again."""
        for row in records:
            recording.withdraw_recorded(row, by=by, reason=reason)  # type: ignore[arg-type]
