"""What all moves share: the lock on the row, the question to the table, the audit record."""

from collections.abc import Mapping
from typing import Any

from accounts.models import User
from agreements.actions.leaving import leave_stations
from agreements.models import CooperationAgreement
from agreements.second_pair import in_stead_of, leads_for
from agreements.transitions import AWAITING_SIGNATURE, DONE, TRANSITIONS, Status
from audit.actions import record, snapshot
from core.exceptions import Conflict
from core.transitions import TransitionTable

STATE_FIELDS = (
    "status", "consultation_on", "approved_on", "finalised_on", "signed_on", "ended_on", "withdrawn_on",
    "register_number", "closing_reason",
)  # fmt: skip


def locked(agreement: CooperationAgreement) -> CooperationAgreement:
    """The current row, locked until the end of the transaction; everything about an agreement queues here."""
    row: CooperationAgreement = CooperationAgreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    return row


def require_version(row: CooperationAgreement, version: int | None, *, by: User) -> None:
    """Conflict when the page was made for an older version: nobody overwrites what he has not seen."""
    if version is None or version == row.version:
        return
    last = row.versions.select_related("made_by").filter(number=row.version).first()
    what = f" ({last.what})" if last else ""
    if last and last.made_by_id == by.pk:
        raise Conflict(
            f"Sie haben diese Vereinbarung inzwischen selbst geändert, vielleicht in einem anderen Fenster{what}. "
            "Ihre Eingaben stehen unten; bitte öffnen Sie die Seite neu und übernehmen Sie, was noch fehlt."
        )
    who = f"{last.made_by.name} hat" if last else "Jemand anderes hat"
    raise Conflict(
        f"{who} diese Vereinbarung inzwischen geändert{what}. Ihre Eingaben stehen unten; "
        "bitte öffnen Sie die Seite neu und übernehmen Sie, was noch fehlt."
    )


def move(
    row: CooperationAgreement,
    name: str,
    *,
    by: User | None,
    reason: str = "",
    process: str = "",
    table: TransitionTable[Status] = TRANSITIONS,
    **values: Any,
) -> CooperationAgreement:
    """Apply one transition with its values to a locked row and record it; `process` where nobody acts."""
    transition = table[name]
    if transition.needs_reason and not reason.strip():
        raise Conflict(f"„{transition.label}“ braucht eine Begründung.")
    target = table.target(name, Status(row.status))
    # One signature of several leaves the others where they lie.
    goes_on = target != row.status and not {target, Status(row.status)} <= AWAITING_SIGNATURE
    before = snapshot(row, STATE_FIELDS)
    for field, value in {"status": target, **values}.items():
        setattr(row, field, value)
    row.save(update_fields=["status", *values])
    if goes_on:
        leave_stations(row)
    log(
        row, name, by=by, label=DONE[name], before=before, after=snapshot(row, STATE_FIELDS), reason=reason,
        process=process,
    )  # fmt: skip
    return row


def log(
    row: CooperationAgreement,
    action: str,
    *,
    by: User | None,
    label: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    process: str = "",
) -> None:
    """Record an action on an agreement for all towns it covers, and in whose stead it was done, if so."""
    towns = row.coverage.values_list("municipality_id", flat=True)
    absent = (leads_for if action == "approve" else in_stead_of)(row, by) if by else None
    record(
        action, row, by=by, label=label, municipalities=towns, before=before, after=after, reason=reason,
        on_behalf_of=absent, process=process,
    )  # fmt: skip
