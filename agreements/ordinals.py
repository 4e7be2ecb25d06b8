"""Number and Ordnungszahl side by side: the place of every agreement by its day, and why the two differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from agreements.models import CooperationAgreement
from agreements.ordinal_reasons import Signed, reason_of


@dataclass(frozen=True)
class Place:
    """One agreement in the order of the days: its number, if it is known, and the how-manieth it is."""

    number: int | None
    ordinal: int
    reason: str

    @property
    def differs(self) -> bool:
        return self.number != self.ordinal

    @property
    def sentence(self) -> str:
        """„Nr. 50, nach dem Tag der Unterzeichnung die 49.: …“; empty where both are the same."""
        if not self.differs:
            return ""
        if self.number is None:
            return f"Nummer unbekannt, nach dem Tag der Unterzeichnung die {self.ordinal}."
        nr = f"Nr.\N{NO-BREAK SPACE}{self.number}"
        return f"{nr}, nach dem Tag der Unterzeichnung die {self.ordinal}.: {self.reason}"


def places(on: date) -> dict[int, Place]:
    """Place by agreement, of everything concluded by the day that counts; one query."""
    rows = CooperationAgreement.objects.numbered().of_saxony().concluded(on=on).order_by()
    signed = sorted(
        (
            Signed(pk, number, latest, earliest is None or earliest == latest)
            for pk, number, latest, earliest in rows.values_list(
                "pk", "register_number", "signed_on", "signed_earliest_on"
            )
        ),
        key=lambda row: row.order,
    )
    return {
        row.pk: Place(row.number, ordinal, reason_of(row, signed, ordinal) if row.number not in {None, ordinal} else "")
        for ordinal, row in enumerate(signed, start=1)
    }


def placed(rows: Iterable[CooperationAgreement], on: date, *, internal: bool) -> list[CooperationAgreement]:
    """The rows, each with its place: the office's alone, because it tells of the agreements of others."""
    listed, found = list(rows), places(on) if internal else {}
    for row in listed:
        row.place = found.get(row.pk)
    return listed
