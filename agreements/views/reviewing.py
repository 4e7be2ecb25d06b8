"""„Text prüfen“: a party goes through the clauses, says what it wants to, and agrees to the version it has read."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from accounts.functions import MUNICIPAL, STATE_WRITERS, Function
from accounts.requests import SignedInRequest
from agreements.actions import reviewing
from agreements.forms.reviewing import ReviewForm, passages_of, source_of
from agreements.models import CooperationAgreement, Party, ReceivedPaper
from agreements.steps import consentable
from agreements.versions import content_of
from agreements.views.desk import acts_for_office, may_agree, needs_authority, party_for
from agreements.views.fetch import agreement_or_404, posted
from agreements.views.stale import is_stale
from agreements.views.talk import kept_typing, later_changes, threads_of
from core import formats
from core.access import access
from core.exceptions import NotPermitted


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS, *MUNICIPAL, Function.POLICE)
def agreement_review(request: SignedInRequest, agreement_id: int, party_id: int) -> HttpResponse:
    """For the party itself; the office enters here in the party's name what came by mail or in a returned file."""
    agreement = agreement_or_404(request, agreement_id)
    party = party_for(request, agreement, party_id, refusal="Sie können nur für die eigene Stelle den Text prüfen.")
    form = _form(request, agreement, party, posted(request))
    if not form.is_valid():
        return _page(request, agreement, party, form, status=422 if form.is_bound else 200)
    if is_stale(agreement, form):
        typed = kept_typing(form, content_of(agreement)["clauses"])
        again = _form(request, agreement, party, None, initial=typed)
        return _page(request, agreement, party, again, status=409, since=form.cleaned_data["version"])
    return _sent(request, agreement, party, form)


def _form(
    request: SignedInRequest, agreement: CooperationAgreement, party: Party, data: Any, *, initial: Any = None
) -> ReviewForm:
    """Made from the version its page showed, so that everything typed on it has a field."""
    asked = str(data.get("version", "")) if data else ""
    version = agreement.versions.filter(number=int(asked)).first() if asked.isdecimal() and len(asked) < 6 else None
    is_older = version is not None and version.number != agreement.version
    clauses = version.content["clauses"] if version and is_older else content_of(agreement)["clauses"]
    kept = agreement.versions.filter(number=agreement.version).first()
    earlier = {clause["id"]: clause["filled"] for clause in kept.content["clauses"]} if kept else {}
    papers = party.papers.filter(kind=ReceivedPaper.Kind.RETURNED)
    chosen = {"version": agreement.version, "paper": request.GET.get("ruecklauf", ""), **(initial or {})}
    return ReviewForm(
        data, passages=passages_of(clauses), earlier=earlier, asks_source=acts_for_office(request),
        needs_authority=needs_authority(request, party), initial=chosen,
        papers=[(str(row.pk), f"{row}, {row.source}") for row in papers],
    )  # fmt: skip


def _sent(request: SignedInRequest, agreement: CooperationAgreement, party: Party, form: ReviewForm) -> HttpResponse:
    data, comments = form.cleaned_data, list(form.comments())
    if form.agrees and not may_agree(request, party):
        raise NotPermitted("Sie können nur für die eigene Stelle zustimmen.")
    agreeing = reviewing.Agreeing(data.get("note", ""), data.get("authority", "")) if form.agrees else None
    reviewing.review_text(
        party, by=request.user, comments=comments, version=data["version"], source=source_of(data, party),
        agreeing=agreeing,
    )  # fmt: skip
    if comments:
        count = formats.count_of(len(comments), "Anmerkung ist,Anmerkungen sind")
        reads = party.name if acts_for_office(request) else "Die Geschäftsstelle"
        messages.success(request, f"{count} eingetragen. {reads} liest sie bei der Vereinbarung.")
    if agreeing:
        messages.success(request, f"Die Zustimmung zur Fassung {data['version']} ist eingetragen: {party.name}.")
        return redirect(agreement)
    return redirect("agreements:review", agreement.pk, party.pk)


def _page(
    request: SignedInRequest, agreement: CooperationAgreement, party: Party, form: ReviewForm, *, status: int,
    since: int | None = None,
) -> TemplateResponse:  # fmt: skip
    only = party if acts_for_office(request) else None
    context = {
        "agreement": agreement, "party": party, "form": form, "by_office": acts_for_office(request),
        "talk": {thread.clause_id or 0: thread for thread in threads_of(request, agreement, of=only)},
        "may_agree": may_agree(request, party) and party.pk in consentable(agreement, request.user, request.functions),
        "is_open": agreement.status == "consultation", "since": since,
        "changed": later_changes(agreement, since) if since else [],
        "agree_label": f"Fassung {agreement.version} zustimmen",
    }  # fmt: skip
    return TemplateResponse(request, "agreements/review.html", context, status=status)
