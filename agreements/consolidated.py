"""Lesefassung: the text of an agreement as its Nachträge have made it by a day. Only the documents are binding."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agreements.models import Amendment, Clause, CooperationAgreement


@dataclass(frozen=True)
class Passage:
    """A clause as it reads on the day, and the Nachtrag that worded it so."""

    heading: str
    paragraphs: tuple[str, ...]
    worded_by: str = ""


def in_force(amendments: Sequence[Amendment], on: date) -> list[Amendment]:
    """Those effective by the day, in the order in which they took effect."""
    known = [(row.applies_from, row.number, row) for row in amendments if row.document.is_concluded]
    return [row for day, _, row in sorted(known, key=lambda item: (item[0] or on, item[1])) if day and day <= on]


def passages(agreement: CooperationAgreement, amendments: Sequence[Amendment], on: date) -> list[Passage]:
    """Every clause of the agreement in its latest wording, then what a Nachtrag added of its own."""
    wording: dict[int, tuple[Clause, str]] = {}
    added: list[Passage] = []
    for amendment in in_force(amendments, on):
        if amendment.kind != Amendment.Kind.CHANGE:
            continue
        for clause in amendment.document.clauses.all():
            if clause.changes_id:
                wording[clause.changes_id] = (clause, amendment.name)
            elif clause.is_own:
                added.append(Passage(clause.heading, _lines(clause.text), amendment.name))
    return [*(_passage(clause, wording.get(clause.pk)) for clause in agreement.clauses.all()), *added]


def _passage(clause: Clause, anew: tuple[Clause, str] | None) -> Passage:
    if anew is None:
        return Passage(clause.label, _lines(clause.text))
    return Passage(clause.label, _lines(anew[0].text), anew[1])


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
