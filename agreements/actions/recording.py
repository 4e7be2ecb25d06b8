"""Recording an agreement signed earlier, correcting what is known of it, taking back what was recorded by mistake."""

from typing import Any

from django.db import transaction

from accounts.models import User
from agreements.actions import numbering
from agreements.actions.keeping import keep_version
from agreements.actions.moves import locked, move, require_version
from agreements.actions.recorded_parties import conclude_by
from agreements.actions.succession import follow_heirs
from agreements.earlier import Earlier
from agreements.known_facts import in_words, known_of
from agreements.models import CooperationAgreement
from agreements.possible import require_possible
from agreements.similar import similar, similar_told
from agreements.transitions import RECORDED, Status
from audit.actions import record
from core import dates
from core.exceptions import Conflict
from documents import actions as documents
from documents.inspection import InspectedFile
from documents.models import Document


@transaction.atomic
def record_earlier(
    *, by: User, known: Earlier, scan: InspectedFile | None = None, is_another: bool = False, origin: str = ""
) -> CooperationAgreement:
    """Record an agreement signed earlier; a known number is reserved, an unknown one stays unknown.

    `is_another` says that a similar one is really another. The very same entered twice is one. `origin` is the file
    it came from, where somebody brought in many.
    """
    require_possible(known)
    # Whoever records queues here, with those who sign: a double click finds what the first click left.
    numbering.locked_counter()
    alike = similar(known)
    told = in_words(known)
    if same := next((row for row in alike if row.is_recorded and in_words(known_of(row)) == told), None):
        return same
    if alike and not is_another:
        raise Conflict(similar_told(alike))
    row = CooperationAgreement.objects.create(
        is_recorded=True, status=Status.SIGNED, drafted_on=dates.today(), created_by=by, edited_by=by,
        **_values(known, besides=None),
    )  # fmt: skip
    conclude_by(row, known)
    follow_heirs(row, by=by)
    if scan is not None:
        row.signed_copy = documents.store(
            row, by=by, kind=Document.Kind.SIGNED_COPY, file=scan, municipalities=row.municipality_ids
        )
        row.save(update_fields=["signed_copy"])
    keep_version(row, by=by, what="Altfall nacherfasst")
    _log(row, "record_earlier", by=by, label="Altfall nacherfasst", after=told, reason=origin)
    return row


@transaction.atomic
def correct_recorded(
    agreement: CooperationAgreement,
    *,
    by: User,
    known: Earlier,
    reason: str,
    is_another: bool = False,
    version: int | None = None,
) -> CooperationAgreement:
    """Correct what is known of a recorded agreement; its number may become known, another one, or unknown again."""
    row = _recorded(agreement)
    before = known_of(row)
    if in_words(before) == in_words(known):
        return row
    require_version(row, version, by=by)
    if row.status == Status.WITHDRAWN:
        raise Conflict("Diese Erfassung ist zurückgenommen. Bitte die Vereinbarung neu erfassen.")
    if not reason.strip():
        raise Conflict("Bitte begründen, warum die Angaben berichtigt werden.")
    require_possible(known)
    if row.ended_on and row.ended_on < known.span.latest:
        raise Conflict(
            f"Die Vereinbarung endete am {dates.day_label(row.ended_on)}; unterzeichnet wurde sie davor. "
            "Bitte den Tag prüfen."
        )
    alike = similar(known, besides=row)
    if alike and not is_another and similar(before, besides=row) != alike:
        raise Conflict(similar_told(alike))
    touched = set(row.municipality_ids)
    for field, value in _values(known, besides=row.pk).items():
        setattr(row, field, value)
    row.version, row.edited_by = row.version + 1, by
    row.save()
    conclude_by(row, known)
    follow_heirs(row, by=by)
    keep_version(row, by=by, what="Angaben des Altfalls berichtigt")
    _log(
        row, "correct_recorded", by=by, label="Angaben des Altfalls berichtigt", before=in_words(before),
        after=in_words(known), reason=reason.strip(), towns=touched,
    )  # fmt: skip
    return row


@transaction.atomic
def withdraw_recorded(
    agreement: CooperationAgreement, *, by: User, reason: str, version: int | None = None
) -> CooperationAgreement:
    """Take back what was recorded by mistake: it counts nowhere, no town reads it, its number is free again."""
    row = _recorded(agreement)
    if row.status == Status.WITHDRAWN and row.closing_reason == reason.strip():
        return row
    require_version(row, version, by=by)
    return move(
        row, "withdraw_recorded", by=by, reason=reason.strip(), table=RECORDED, withdrawn_on=dates.today(),
        closing_reason=reason.strip(), register_number=None, signed_on=None, signed_earliest_on=None, ended_on=None,
    )  # fmt: skip


def _recorded(agreement: CooperationAgreement) -> CooperationAgreement:
    row = locked(agreement)
    if not row.is_recorded:
        raise Conflict("Diese Vereinbarung wurde hier geschlossen und nicht nacherfasst.")
    return row


def _values(known: Earlier, *, besides: int | None) -> dict[str, Any]:
    number = None if known.number is None else numbering.reserve(known.number, besides=besides)
    return {
        "kind": CooperationAgreement.Kind(known.kind), "is_example": known.is_example, "register_number": number,
        "signed_on": known.span.latest, "signed_earliest_on": known.span.earliest, "source": known.source.strip(),
        "file_reference": " ".join(known.file_reference.split()),
    }  # fmt: skip


def _log(row: CooperationAgreement, action: str, *, towns: Any = (), **told: Any) -> None:
    record(action, row, municipalities={*towns, *row.coverage.values_list("municipality_id", flat=True)}, **told)
