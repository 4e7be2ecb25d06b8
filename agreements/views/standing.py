"""Pages of what becomes of an agreement: its parties on a day, its text as amended, term, notice, replacement."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.functions import MUNICIPAL, STATE_OFFICE, STATE_WRITERS, Function
from accounts.requests import SignedInRequest
from agreements.actions import notices, replacing, term
from agreements.amendments import shown_amendments
from agreements.consolidated import in_force, passages
from agreements.forms.amending import NoticeForm, OnDayForm, ReplaceForm, TakeBackNoticeForm, TermForm
from agreements.horizon import horizon, within
from agreements.models import CooperationAgreement, Notice, Term
from agreements.terms import outlook
from agreements.views.drafting import page, tell_voided
from agreements.views.fetch import agreement_or_404, posted
from core import dates, formats
from core.access import access

READERS = (*STATE_OFFICE, *MUNICIPAL, Function.POLICE)


def _asked(request: SignedInRequest, agreement: CooperationAgreement) -> tuple[OnDayForm, date, date | None]:
    """The day asked for, no later than this reader may look."""
    form = OnDayForm(request.GET if "am" in request.GET else None, initial={"am": dates.today()})
    limit = horizon(agreement, request.user, request.functions)
    return form, within(form.day, limit), limit


@require_safe
@access(*READERS)
def agreement_parties_on(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    """Who is party on a day, since when and until when."""
    agreement = agreement_or_404(request, agreement_id)
    form, day, limit = _asked(request, agreement)
    readable = {row.document_id: row for row in shown_amendments(agreement, request.user, request.functions)}
    by_id = {row.pk: row for row in readable.values()}
    rows = [
        {"party": party, "joined_by": by_id.get(party.joined_by_id), "left_by": by_id.get(party.left_by_id)}
        for party in agreement.parties_on(day)
    ]
    context = {
        "agreement": agreement, "form": form, "heading": f"Parteien am {formats.day(day)}", "limit": limit,
        "rows": rows,
        "towns": agreement.coverage_on(day), "is_before": bool(agreement.signed_on and day < agreement.signed_on),
        "is_after": bool(agreement.ended_on and day > agreement.ended_on),
    }  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    return TemplateResponse(request, "agreements/parties_on.html", context, status=status)


@require_safe
@access(*READERS)
def agreement_consolidated(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    """Lesefassung: the text as amended by a day."""
    agreement = agreement_or_404(request, agreement_id)
    form, day, limit = _asked(request, agreement)
    amendments = shown_amendments(agreement, request.user, request.functions)
    context = {
        "agreement": agreement, "form": form, "day": day, "limit": limit,
        "amendments": in_force(amendments, day), "passages": passages(agreement, amendments, day),
    }  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    return TemplateResponse(request, "agreements/consolidated.html", context, status=status)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_term(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    form = TermForm(posted(request), initial=_term_values(agreement), begins_on=agreement.signed_on)
    if form.is_valid():
        version = form.cleaned_data["version"]
        row = term.set_term(agreement, by=request.user, entry=form.entry(), version=version)
        messages.success(request, "Laufzeit und Kündigungsfrist sind gespeichert.")
        tell_voided(request, row)
        return redirect(agreement)
    return page(request, "agreements/term.html", form, agreement=agreement)


def _term_values(agreement: CooperationAgreement) -> dict[str, Any]:
    stored = getattr(agreement, "term", None) or Term(agreement=agreement)
    names = ("kind", "ends_on", "years", "notice_months", "notice_to")
    return {name: getattr(stored, name) for name in names} | {"version": agreement.version}


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_notice(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    files = request.FILES if request.method == "POST" else None
    initial = {"received_on": dates.today(), "version": agreement.version}
    form = NoticeForm(
        posted(request), files, user=request.user, as_=request.functions, agreement=agreement, initial=initial
    )
    if form.is_valid():
        data = form.cleaned_data
        notice = notices.give_notice(data["party"], by=request.user, entry=form.entry(), version=data["version"])
        messages.success(request, f"Die Kündigung ist eingetragen, wirksam zum {formats.day(notice.ends_on)}.")
        return redirect(agreement)
    known = outlook(agreement, dates.today())
    return page(request, "agreements/notice.html", form, agreement=agreement, outlook=known)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_take_back_notice(request: SignedInRequest, agreement_id: int, notice_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    readable = Notice.objects.visible_to(request.user, as_=request.functions).filter(agreement=agreement)
    notice = get_object_or_404(readable.select_related("party__municipality", "party__association"), pk=notice_id)
    form = TakeBackNoticeForm(posted(request))
    if form.is_valid():
        notices.take_back_notice(notice, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "Die Kündigung ist zurückgenommen.")
        return redirect(agreement)
    return page(request, "agreements/take_back_notice.html", form, agreement=agreement, notice=notice)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_replace(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    form = ReplaceForm(posted(request), user=request.user, as_=request.functions, agreement=agreement)
    if form.is_valid():
        replacing.replace(agreement, by=request.user, new=form.cleaned_data["new"])
        messages.success(request, "Die Ersetzung ist eingetragen.")
        return redirect(agreement)
    return page(request, "agreements/replace.html", form, agreement=agreement)
