"""Which clauses an agreement has, and in which order."""

from collections.abc import Sequence

from django.db import transaction

from accounts.models import User
from agreements.actions.drafting import editable
from agreements.actions.keeping import edited
from agreements.actions.moves import log
from agreements.merging import normalised
from agreements.models import Clause, CooperationAgreement, TemplateClause
from core.exceptions import Conflict

UP, DOWN = "hoch", "runter"


@transaction.atomic
def add_clause(
    agreement: CooperationAgreement, *, by: User, heading: str, text: str, version: int | None = None
) -> CooperationAgreement:
    """Add a clause written for this agreement alone, at the end."""
    row = editable(agreement, by=by, version=version)
    last = row.clauses.order_by("position").last()
    clause = Clause.objects.create(
        agreement=row, position=last.position + 1 if last else 1, heading=heading.strip(), text=normalised(text)
    )
    return _changed(row, by, "add_clause", f"Regelung ergänzt: {clause.label}")


@transaction.atomic
def include_clause(
    agreement: CooperationAgreement, *, by: User, sample: TemplateClause, version: int | None = None
) -> CooperationAgreement:
    """Take in a clause of the sample text that was left out, at its place among the others."""
    row = editable(agreement, by=by, version=version)
    if sample.template_id != row.template_id:
        raise Conflict("Diese Regelung gehört nicht zum Mustertext dieser Vereinbarung.")
    clauses = list(row.clauses.select_related("template_clause"))
    if any(clause.template_clause_id == sample.pk for clause in clauses):
        return row
    earlier = [
        index
        for index, clause in enumerate(clauses)
        if clause.template_clause and clause.template_clause.position < sample.position
    ]
    clause = Clause(
        agreement=row, heading=sample.heading, text=sample.text, template_text=sample.text, template_clause=sample,
        position=0,
    )  # fmt: skip
    clauses.insert(earlier[-1] + 1 if earlier else 0, clause)
    renumber(clauses)
    return _changed(row, by, "include_clause", f"Regelung aufgenommen: {clause.label}")


@transaction.atomic
def leave_out_clause(clause: Clause, *, by: User, version: int | None = None) -> CooperationAgreement:
    """Leave a clause out; its wording stays in the earlier version. The preamble and the last clause stay."""
    row = editable(clause.agreement, by=by, version=version)
    clauses = list(row.clauses.all())
    left = _found(clause, clauses)
    if not left.position or len(clauses) < 3:
        raise Conflict("Die Präambel und die letzte Regelung lassen sich nicht weglassen.")
    label = left.label
    left.delete()
    renumber([other for other in clauses if other.pk])
    return _changed(row, by, "leave_out_clause", f"Regelung weggelassen: {label}")


@transaction.atomic
def move_clause(clause: Clause, *, by: User, direction: str, version: int | None = None) -> CooperationAgreement:
    """Move a clause past its neighbour; nothing moves past the preamble. At either end nothing happens."""
    row = editable(clause.agreement, by=by, version=version)
    clauses = list(row.clauses.all())
    moved = _found(clause, clauses)
    place = clauses.index(moved)
    other = place + (-1 if direction == UP else 1)
    first = 1 if clauses[0].position == 0 else 0
    if place < first or not first <= other < len(clauses):
        return row
    label = moved.label
    clauses[place], clauses[other] = clauses[other], clauses[place]
    renumber(clauses)
    return _changed(row, by, "move_clause", f"Regelung verschoben: {label}, jetzt {moved.label}")


@transaction.atomic
def restore_clause(clause: Clause, *, by: User, version: int | None = None) -> CooperationAgreement:
    """Zurück zum Mustertext: the clause reads as its sample again."""
    row = editable(clause.agreement, by=by, version=version)
    current = _found(clause, list(row.clauses.all()))
    if current.is_own:
        raise Conflict("Diese Regelung wurde für diese Vereinbarung geschrieben; es gibt keinen Mustertext dazu.")
    if not current.deviates:
        return row
    before = current.text
    current.text = current.template_text
    current.save(update_fields=["text"])
    edited(row, by=by, what=f"Zurück zum Mustertext: {current.label}")
    log(
        row, "restore_clause", by=by, label=f"Zurück zum Mustertext: {current.label}",
        before={current.label: before}, after={current.label: current.text},
    )  # fmt: skip
    return row


def _found(clause: Clause, clauses: Sequence[Clause]) -> Clause:
    found = next((row for row in clauses if row.pk == clause.pk), None)
    if found is None:
        raise Conflict("Diese Regelung wurde inzwischen weggelassen. Bitte die Seite neu öffnen.")
    return found


def renumber(clauses: Sequence[Clause]) -> None:
    """Number without gaps from the preamble (0) or from § 1 on; the constraint is asked at the end."""
    has_preamble = bool(clauses) and clauses[0].pk is not None and clauses[0].position == 0
    for number, clause in enumerate(clauses, start=0 if has_preamble else 1):
        if clause.pk is None or clause.position != number:
            clause.position = number
            clause.save()


def _changed(row: CooperationAgreement, by: User, action: str, label: str) -> CooperationAgreement:
    edited(row, by=by, what=label)
    log(row, action, by=by, label=label)
    return row
