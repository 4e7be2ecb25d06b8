"""Verteiler: whom a filtered list reaches, handed out for a purpose that the log keeps."""

from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from accounts.functions import STATE_OFFICE, STATE_WRITERS, Function
from accounts.requests import SignedInRequest
from audit.actions import record_read
from core import dates, tables
from core.access import access, logs_reads
from core.files import file_response
from portal.forms.mailing import PurposeForm, SelectionForm
from portal.mailing.choosing import recipients_of
from portal.mailing.handing_out import LABEL, log_of, towns_on
from portal.mailing.recipients import Recipients
from portal.mailing.sheet import table_of
from portal.mailing.sources import SOURCES, Listed, filter_of
from portal.views.bearers import posted


@require_http_methods(["GET", "POST"])
@access(*STATE_OFFICE)
@logs_reads
def mailing_list(request: SignedInRequest, *, source: str) -> HttpResponse:
    """The page only counts; addresses are handed out by a POST that says what for."""
    listed = SOURCES[source].find(request.user, request.functions, filter_of(request.GET))
    selection, purpose = SelectionForm(request.GET), PurposeForm(posted(request))
    found = _found(request, listed, selection)
    if found is None or not purpose.is_valid():
        return _page(request, source, listed, selection, purpose, found)
    wants, why = purpose.cleaned_data["als"], purpose.cleaned_data["zweck"]
    told = log_of(SOURCES[source].label, listed, found, why, wants)
    record_read("export", None, by=request.user, label=LABEL, municipalities=towns_on(found), details=told)
    if wants == "bcc":
        portions = found.portions(selection.cleaned_data["portion"])
        return _page(request, source, listed, selection, purpose, found, portions=portions)
    content, media_type = tables.write(table_of(found, listed.told, why), "xlsx")
    return file_response(content, filename=f"verteiler-{dates.today().isoformat()}.xlsx", media_type=media_type)


def _found(request: SignedInRequest, listed: Listed, selection: SelectionForm) -> Recipients | None:
    if not selection.is_valid():
        return None
    chosen = selection.cleaned_data
    return recipients_of(
        listed, request.user, request.functions, roles=chosen["funktion"], bodies=chosen["stelle"],
        prefers=chosen["adresse"],
    )  # fmt: skip


def _page(
    request: SignedInRequest, source: str, listed: Listed, selection: SelectionForm, purpose: PurposeForm,
    found: Recipients | None, **context: Any,
) -> TemplateResponse:  # fmt: skip
    context |= {
        "source": SOURCES[source], "listed": listed, "selection": selection, "purpose": purpose, "found": found,
        "kept": list(filter_of(request.GET).items()), "back_url": SOURCES[source].back_url(request.GET),
        "may_write": bool(request.functions & set(STATE_WRITERS)),
        "may_read_log": Function.STATE_LEAD in request.functions,
    }  # fmt: skip
    is_faulty = not selection.is_valid() or (purpose.is_bound and not purpose.is_valid())
    context.setdefault("portions", [])
    return TemplateResponse(request, "portal/mailing_list.html", context, status=422 if is_faulty else 200)
