"""„Ohne zweites Augenpaar schlussgezeichnet“: the cases in which nobody else was there, for those who watch over it."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from accounts.functions import Function
from accounts.requests import SignedInRequest
from agreements.models import CooperationAgreement
from audit.actions import record_read
from audit.models import AuditEvent
from core import dates, formats
from core.access import access, logs_reads
from core.exports import csv_response

WATCHING = (Function.STATE_LEAD, Function.STATE_READER)
HEAD = ("Tag", "Vereinbarung", "Schlussgezeichnet von", "Begründung", "Zustand heute")


@dataclass(frozen=True)
class Case:
    """One approval by a single person; it stays in the list when the text is taken back later."""

    event: AuditEvent
    agreement: CooperationAgreement

    @property
    def cells(self) -> tuple[str, ...]:
        day, state = formats.day(self.event.programme_day), self.agreement.get_status_display()
        return day, str(self.agreement), self.event.who, self.event.reason, state


def cases_of(request: SignedInRequest) -> list[Case]:
    """The newest first; of agreements this person may read."""
    events = AuditEvent.objects.visible_to(request.user, as_=request.functions).without_second_pair().for_list()
    listed = list(events)
    readable = CooperationAgreement.objects.visible_to(request.user, as_=request.functions).for_list()
    found = readable.in_bulk([event.object_id for event in listed])
    return [Case(event, found[event.object_id]) for event in listed if event.object_id in found]


@require_safe
@access(*WATCHING)
def alone_list(request: SignedInRequest) -> HttpResponse:
    return TemplateResponse(request, "agreements/alone.html", {"cases": cases_of(request)})


@require_safe
@access(*WATCHING)
@logs_reads
def alone_export(request: SignedInRequest) -> HttpResponse:
    rows = [case.cells for case in cases_of(request)]
    label = "Ohne zweites Augenpaar schlussgezeichnet"
    record_read("export", None, by=request.user, label=label, details={"Zeilen": len(rows), "Dateityp": "CSV"})
    return csv_response(HEAD, rows, filename=f"ohne-zweites-augenpaar-{dates.today().isoformat()}.csv")
