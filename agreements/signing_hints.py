"""What is worth a second look about who signs; it never stands in the way of anything."""

from collections.abc import Sequence

from agreements.authority import IN_STEAD
from agreements.models import CooperationAgreement, Signatory

A = Signatory.Authority


def notes_on(signatory: Signatory, beside: Sequence[Signatory] = ()) -> list[str]:
    """What is open about one signatory; `beside` are all who sign for the same party."""
    found = []
    if signatory.instead_of and not signatory.authority:
        found.append("Befugnis der vertretenden Person eintragen.")
    if signatory.authority == A.MANDATE and not (signatory.mandate_on and signatory.mandate_reference):
        found.append("Tag und Fundstelle der Vollmacht eintragen.")
    if signatory.authority == A.STAFF and sum(row.authority == A.STAFF for row in beside) < 2:
        found.append("Bedienstete vertreten zu zweit: eine zweite Person fehlt.")
    if signatory.signed_on:
        found += _notes_on_signature(signatory)
    return found


def _notes_on_signature(signatory: Signatory) -> list[str]:
    in_stead = signatory.authority in IN_STEAD or bool(signatory.instead_of)
    found = []
    if in_stead and not signatory.deputy_note:
        found.append("Zusatz neben der Unterschrift eintragen (i. V. oder i. A.).")
    if signatory.seal == Signatory.Seal.MISSING:
        found.append("Das Dienstsiegel fehlt noch.")
    return found


def open_notes(agreement: CooperationAgreement) -> list[tuple[Signatory, list[str]]]:
    """Signatories with something open, in the order of the text."""
    pairs = [
        (row, notes_on(row, party.sorted_signatories))
        for party in agreement.sorted_parties
        for row in party.sorted_signatories
    ]
    return [(row, notes) for row, notes in pairs if notes]
