"""Number and Ordnungszahl side by side: the place of every agreement by its day, and why the two differ."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F

from agreements.models import CooperationAgreement
from agreements.ordinal_reasons import Signed, reason_of


@dataclass(frozen=True)
class Place:
    """One agreement in the order of the days: its number, if it is known, and the how-manieth it is."""

    own: Signed
    ordinal: int
    # All of them in their order; `reason` is worked out only where somebody reads it.
    signed: Sequence[Signed] = field(repr=False)

    @property
    def number(self) -> int | None:
        return self.own.number

    @property
    def reason(self) -> str:
        if self.number in {None, self.ordinal}:
            return ""
        return reason_of(self.own, self.signed, self.ordinal)

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


def places(on: date, among: Collection[int]) -> dict[int, Place]:
    """Place by agreement (ids), counted among everything concluded by the day that counts; one query."""
    rows = CooperationAgreement.objects.numbered().of_saxony().concluded(on=on)
    # As `ordinal()` has it: on one day the known numbers come first.
    ordered = rows.order_by("signed_on", F("register_number").asc(nulls_last=True), "pk")
    listed = ordered.values_list("pk", "register_number", "signed_on", "signed_earliest_on")
    signed = [
        Signed(pk, number, latest, earliest is None or earliest == latest) for pk, number, latest, earliest in listed
    ]
    return {row.pk: Place(row, ordinal, signed) for ordinal, row in enumerate(signed, start=1) if row.pk in among}


def placed(rows: Iterable[CooperationAgreement], on: date, *, internal: bool) -> list[CooperationAgreement]:
    """The rows, each with its place: the office's alone, because it tells of the agreements of others."""
    listed = list(rows)
    counted = {row.pk for row in listed if row.is_concluded and row.takes_number}
    found = places(on, counted) if internal and counted else {}
    for row in listed:
        row.place = found.get(row.pk)
    return listed
