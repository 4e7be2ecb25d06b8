"""Veraktung: somebody confirms that exactly this package lies in the E-Akte."""

from datetime import date
from typing import Any

from django.db import models, transaction

from accounts.models import User
from audit.actions import record
from audit.models import ReadEvent
from core import dates, formats
from core.exceptions import Conflict
from filing import bundle
from filing.contents import NEW, Extent, contents_of
from filing.models import Filing
from filing.records import RecordKind

# Under which words the read log keeps what a package was made of and what it was.
CHECK_VALUE, SHA256 = "Prüfwert des Pakets", "SHA-256"
CHANGED = (
    "Seit Sie die Seite geöffnet haben, hat sich an der Akte etwas geändert. Bitte das Paket neu herunterladen und "
    "ablegen; danach lässt sich die Veraktung eintragen."
)


@transaction.atomic
def file_record(row: models.Model, *, by: User, check_value: str, filed_on: date, external_number: str = "") -> Filing:
    """Eintragen, dass das Paket mit diesem Prüfwert in der E-Akte liegt: die Akte, oder danach eine Ergänzung."""
    locked, kind = _locked(row)
    contents = contents_of(locked)
    if contents.filings and contents.filings[-1].check_value == check_value:
        return contents.filings[-1]
    extent = contents.of(NEW)
    _require(extent, filed_on, check_value)
    filing = Filing.objects.create(
        owner=locked, number=extent.number, file_reference=extent.reference, filed_on=filed_on, filed_by=by,
        external_number=" ".join(external_number.split()), check_value=check_value,
        package_sha256=_handed_out(locked, check_value), items=[item.entry() for item in bundle.read(extent)],
    )  # fmt: skip
    record(
        "file_record", locked, by=by, label=f"{filing.title} veraktet", municipalities=kind.towns(locked),
        after={
            "Veraktet am": filed_on.isoformat(), "Aktenzeichen": filing.file_reference,
            "Vorgangsnummer in VIS.SAX": filing.external_number, "Unterlagen": len(filing.items),
            CHECK_VALUE: check_value,
        },
    )  # fmt: skip
    return filing


def _locked(row: models.Model) -> tuple[Any, RecordKind]:
    """The Vorgang with what its papers need; whoever files it at the same time waits here."""
    kind = contents_of(row, ()).kind
    kind.model.objects.select_for_update().get(pk=row.pk)
    return kind.load(kind.model.objects.all()).get(pk=row.pk), kind


def _require(extent: Extent, filed_on: date, check_value: str) -> None:
    if not extent.reference:
        raise Conflict("Ohne Aktenzeichen lässt sich nicht verakten. Bitte zuerst das Aktenzeichen eintragen.")
    if filed_on > dates.today():
        raise Conflict("Der Tag der Veraktung liegt in der Zukunft. Bitte den Tag angeben, an dem abgelegt wurde.")
    last = extent.contents.filings[-1] if extent.contents.filings else None
    if last and filed_on < last.filed_on:
        raise Conflict(f"Zuletzt veraktet wurde am {formats.day(last.filed_on)}. Bitte diesen oder einen späteren Tag.")
    if last and not extent.contents.additions:
        raise Conflict(f"Alles ist schon veraktet, zuletzt am {formats.day(last.filed_on)} durch {last.filed_by}.")
    if extent.check_value != check_value:
        raise Conflict(CHANGED)


def _handed_out(row: Any, check_value: str) -> str:
    """SHA-256 of the ZIP somebody was given for this check value; Conflict when nobody was."""
    reads = ReadEvent.objects.about(row).filter(**{f"details__{CHECK_VALUE}": check_value})
    last = reads.order_by("-pk").first()
    if last is None:
        raise Conflict("Bitte zuerst das Paket herunterladen und in der E-Akte ablegen, dann die Veraktung eintragen.")
    return str(last.details[SHA256])
