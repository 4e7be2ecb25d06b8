"""Barriers: reported by anybody, answered by the office."""

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import dates
from core.exceptions import Conflict
from notices.models import BarrierReport


@transaction.atomic
def report_barrier(
    description: str, *, by: User | None, page: str = "", email: str = "", process: str = ""
) -> BarrierReport:
    """Keep what somebody reported; the same words sent twice on one day are one report."""
    row, is_new = BarrierReport.objects.get_or_create(
        description=description.strip(), page=page.strip(), email=email.strip(), received_on=dates.today(),
        settled_on=None,
    )  # fmt: skip
    if is_new:
        record("report_barrier", row, by=by, process=process, label="Barriere gemeldet")
    return row


@transaction.atomic
def settle_barrier(report: BarrierReport, *, by: User, answer: str) -> BarrierReport:
    """Note what was answered or mended. Conflict when somebody has answered otherwise in the meantime."""
    row: BarrierReport = BarrierReport.objects.select_for_update().get(pk=report.pk)
    if row.settled_on and row.answer == answer.strip():
        return row
    if row.settled_on:
        raise Conflict(f"Diese Meldung ist schon beantwortet: {row.answer}")
    row.settled_on, row.settled_by, row.answer = dates.today(), by, answer.strip()
    row.save(update_fields=["settled_on", "settled_by", "answer"])
    record("settle_barrier", row, by=by, label="Barriere beantwortet", after={"Antwort": row.answer})
    return row
