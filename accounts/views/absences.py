"""Absences of the state office: who is away, who stands in; entered by oneself, or by the Leitung."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.absence_rules import left_without
from accounts.actions import absences
from accounts.forms import AbsenceForm
from accounts.functions import STATE_OFFICE, Function
from accounts.models import Absence, User
from accounts.requests import SignedInRequest
from core import dates
from core.access import access


@require_safe
@access(*STATE_OFFICE)
def absence_list(request: SignedInRequest) -> HttpResponse:
    """What is and what comes, for everybody in the office; what is over only for whoever was away."""
    today = dates.today()
    rows = list(Absence.objects.visible_to(request.user, as_=request.functions).until_now(today).for_list())
    context = {
        "rows": [(row, _may_change(request, row), _deputy_is_away(row, rows)) for row in rows],
        "over": Absence.objects.own(request.user).over(today).for_list().reverse()[:10],
        "today": today,
    }
    return TemplateResponse(request, "accounts/absences.html", context)


@require_http_methods(["GET", "POST"])
@access(*STATE_OFFICE)
def absence_enter(request: SignedInRequest) -> HttpResponse:
    form = AbsenceForm(_posted(request), user=request.user, as_=request.functions, initial=_beginning(request))
    if form.is_valid():
        row = absences.enter(form.whose, by=request.user, **form.values())
        messages.success(request, f"Eingetragen: {row}.")
        _warn(request, row)
        return redirect("accounts:absences")
    return _page(request, form, "Abwesenheit eintragen")


@require_http_methods(["GET", "POST"])
@access(*STATE_OFFICE)
def absence_change(request: SignedInRequest, absence_id: int) -> HttpResponse:
    row = _own_or_404(request, absence_id)
    initial = {
        "starts_on": row.starts_on, "ends_on": row.ends_on, "deputy": str(row.deputy_id or ""), "note": row.note,
    }  # fmt: skip
    form = AbsenceForm(_posted(request), user=request.user, as_=request.functions, absence=row, initial=initial)
    if form.is_valid():
        row = absences.change(row, by=request.user, **form.values())
        messages.success(request, f"Geändert: {row}.")
        _warn(request, row)
        return redirect("accounts:absences")
    return _page(request, form, f"Abwesenheit ändern: {row.user}")


@require_POST
@access(*STATE_OFFICE)
def absence_end(request: SignedInRequest, absence_id: int) -> HttpResponse:
    row = _own_or_404(request, absence_id)
    absences.end_early(row, by=request.user)
    messages.success(request, f"{row.user} ist ab heute wieder da.")
    return redirect("accounts:absences")


@require_POST
@access(*STATE_OFFICE)
def absence_review(request: SignedInRequest, absence_id: int) -> HttpResponse:
    """What the deputy did has been looked through."""
    absences.review(get_object_or_404(Absence.objects.own(request.user), pk=absence_id), by=request.user)
    return redirect("portal:home")


def _own_or_404(request: SignedInRequest, absence_id: int) -> Absence:
    """One's own; the Leitung also those of the others."""
    readable = Absence.objects.visible_to(request.user, as_=request.functions).for_list()
    row: Absence = get_object_or_404(
        readable if Function.STATE_LEAD in request.functions else readable.own(request.user), pk=absence_id
    )
    return row


def _may_change(request: SignedInRequest, row: Absence) -> bool:
    return row.user_id == request.user.pk or Function.STATE_LEAD in request.functions


def _deputy_is_away(row: Absence, others: list[Absence]) -> bool:
    """Whether the deputy is away herself on one of the days: whoever reads it knows that nobody stands in."""
    return any(
        other.user_id == row.deputy_id and other.starts_on <= row.ends_on and other.ends_on >= row.starts_on
        for other in others
    )


def _warn(request: SignedInRequest, row: Absence) -> None:
    """Whoever should have been represented by her needs somebody else."""
    user: User = row.user
    for other in left_without(user, row.starts_on, row.ends_on):
        messages.warning(
            request,
            f"{user} vertritt in dieser Zeit {other.user} ({other.period}). "
            "Die Vertretung wird nicht weitergereicht; bitte dort eine andere Person eintragen.",
        )


def _beginning(request: SignedInRequest) -> dict[str, str]:
    return {"person": str(request.user.pk)}


def _posted(request: SignedInRequest) -> object:
    return request.POST if request.method == "POST" else None


def _page(request: SignedInRequest, form: AbsenceForm, title: str) -> TemplateResponse:
    context = {"form": form, "title": title}
    return TemplateResponse(request, "accounts/absence_form.html", context, status=422 if form.is_bound else 200)
