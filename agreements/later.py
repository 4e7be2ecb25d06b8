"""What came after a signing: end, withdrawal, successors by law, and whatever other modules add."""

from collections.abc import Callable, Iterable
from datetime import date

from agreements.models import CooperationAgreement

Later = Callable[[CooperationAgreement], Iterable[tuple[date, str]]]


def _closing(row: CooperationAgreement) -> Iterable[tuple[date, str]]:
    """End, withdrawal and successors by law."""
    if row.ended_on:
        yield row.ended_on, f"beendet: {row.closing_reason}"
    if row.withdrawn_on:
        yield row.withdrawn_on, f"zurückgezogen: {row.closing_reason}"
    for party in row.parties.all():
        if party.succeeded_on:
            yield party.succeeded_on, f"Rechtsnachfolge: {party.name}"


# What came after the signing, each kind told by the module that knows it.
LATER: list[Later] = [_closing]
