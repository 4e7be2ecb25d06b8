"""The Nutzungsvereinbarung and the bodies that agreed to it: publishing, opening, ending."""

from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import Activation, UsageAgreement, User
from accounts.models.bearers import bearer_of
from audit.actions import record, snapshot
from core import dates
from core.exceptions import Conflict

FIELDS = (
    "municipality", "association", "district", "usage_agreement", "starts_on", "note", "ends_on", "end_reason",
)  # fmt: skip


@transaction.atomic
def publish_usage_agreement(text: str, *, by: User | None, process: str = "") -> UsageAgreement:
    """The next version of the text; the same text again is no new version. Nobody's agreement is touched by it."""
    newest: UsageAgreement | None = UsageAgreement.objects.select_for_update().order_by("version").last()
    wording = text.replace("\r\n", "\n").strip()
    if newest and newest.text == wording:
        return newest
    row: UsageAgreement = UsageAgreement.objects.create(
        version=newest.version + 1 if newest else 1, text=wording, published_by=by
    )
    record(
        "publish_usage_agreement", row, by=by, process=process, label="Nutzungsvereinbarung veröffentlicht",
        after=snapshot(row, ("version", "text")),
    )  # fmt: skip
    return row


@transaction.atomic
def activate(
    body: Any,
    *,
    by: User | None,
    usage_agreement: UsageAgreement,
    starts_on: date,
    note: str = "",
    process: str = "",
) -> Activation:
    """Open the application to a town, an association or a district that agreed to the Nutzungsvereinbarung."""
    # The body's own row is the lock: two people at once open it once.
    type(body)._base_manager.select_for_update(of=("self",)).get(pk=body.pk)
    reaching = Activation.objects.of(body).exclude(ends_on__lt=starts_on)
    if other := reaching.first():
        until = f" bis {dates.day_label(other.ends_on)}" if other.ends_on else ""
        raise Conflict(f"{body} ist schon freigeschaltet, seit {dates.day_label(other.starts_on)}{until}.")
    row = Activation(usage_agreement=usage_agreement, starts_on=starts_on, activated_by=by, note=note)
    setattr(row, bearer_of(body), body)
    row.save()
    _record("activate", "Freigeschaltet", row, by=by, process=process)
    return row


@transaction.atomic
def end_activation(activation: Activation, *, by: User, ends_on: date, reason: str) -> Activation:
    """From the next day on nobody acts for the body; functions and records stay, and rest."""
    row: Activation = Activation.objects.select_for_update().get(pk=activation.pk)
    if row.ends_on is not None:
        raise Conflict(f"Die Freischaltung endete bereits am {dates.day_label(row.ends_on)}.")
    if ends_on < row.starts_on:
        raise Conflict(f"Die Freischaltung begann erst am {dates.day_label(row.starts_on)}.")
    before = snapshot(row, FIELDS)
    row.ends_on, row.end_reason, row.ended_by = ends_on, reason, by
    row.save(update_fields=["ends_on", "end_reason", "ended_by"])
    _record("end_activation", "Freischaltung beendet", row, by=by, before=before, reason=reason)
    return row


def _record(
    action: str,
    label: str,
    row: Activation,
    *,
    by: User | None,
    before: dict[str, Any] | None = None,
    reason: str = "",
    process: str = "",
) -> None:
    record(
        action, row, by=by, process=process, label=label, reason=reason, before=before, after=snapshot(row, FIELDS),
        municipalities=[row.municipality_id] if row.municipality_id else [],
    )  # fmt: skip
