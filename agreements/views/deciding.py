"""Pages of deciding: consultation, consent, second pair of eyes, fixing, and the ways back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.functions import CONSENTING, STATE_OFFICE, STATE_WRITERS, Function
from accounts.requests import SignedInRequest
from agreements.actions import fixing, review, signing
from agreements.forms.deciding import ConsentForm, EndForm, OwnConsentForm, ReasonForm
from agreements.forms.drafting import VersionForm
from agreements.models import CooperationAgreement, Party
from agreements.readiness import points
from agreements.transitions import TRANSITIONS
from agreements.views.drafting import page
from agreements.views.fetch import agreement_or_404, party_or_404, posted
from core import dates
from core.access import access
from core.exceptions import NotPermitted


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS, *CONSENTING)
def agreement_consent(request: SignedInRequest, agreement_id: int, party_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    party = party_or_404(request, agreement, party_id)
    by_office = bool(request.functions & set(STATE_OFFICE))
    if not by_office:
        _require_own(request, party)
    initial = {"version": agreement.version, "agreed_on": dates.today()}
    form = (ConsentForm if by_office else OwnConsentForm)(posted(request), initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        agreed_on = data.get("agreed_on") or dates.today()
        review.consent(party, by=request.user, agreed_on=agreed_on, note=data["note"], version=data["version"])
        messages.success(request, f"Die Zustimmung ist eingetragen: {party.name}.")
        return redirect(agreement)
    return page(request, "agreements/consent.html", form, agreement=agreement, party=party, by_office=by_office)


def _require_own(request: SignedInRequest, party: Party) -> None:
    """In the portal everybody agrees for the own body only."""
    own_towns = request.user.own_municipalities(request.functions & {Function.MAYOR})
    own_police = request.user.own_police_directorates(request.functions & {Function.POLICE})
    is_own = own_towns.filter(municipality_id=party.municipality_id) if party.municipality_id else own_police.filter(
        police_directorate_id=party.police_directorate_id
    )  # fmt: skip
    if party.kind == Party.Kind.STATE_OFFICE or not is_own.exists():
        raise NotPermitted("Sie können nur für die eigene Stelle zustimmen.")


def _confirmed_move(
    request: SignedInRequest,
    agreement: CooperationAgreement,
    name: str,
    act: Callable[[dict[str, Any]], Any],
    done: str,
) -> HttpResponse:
    """Ask once, with the consequences, then act: the page of every move."""
    transition = TRANSITIONS[name]
    form_class = EndForm if name == "end" else ReasonForm if transition.needs_reason else VersionForm
    initial = {"version": agreement.version, "ended_on": dates.today()}
    form = form_class(posted(request), initial=initial)
    if form.is_valid():
        act(form.cleaned_data)
        messages.success(request, done)
        return redirect(agreement)
    context = {"agreement": agreement, "transition": transition, "points": points(agreement), "move": name}
    return page(request, "agreements/move.html", form, **context)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_open_consultation(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)

    def act(data: dict[str, Any]) -> None:
        review.open_consultation(agreement, by=request.user, version=data["version"])

    return _confirmed_move(request, agreement, "open_consultation", act, "Der Text ist in der Abstimmung.")


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_return_to_draft(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)

    def act(data: dict[str, Any]) -> None:
        review.return_to_draft(agreement, by=request.user, reason=data["reason"], version=data["version"])

    return _confirmed_move(request, agreement, "return_to_draft", act, "Die Vereinbarung ist wieder ein Entwurf.")


@require_http_methods(["GET", "POST"])
@access(Function.STATE_LEAD)
def agreement_approve(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)

    def act(data: dict[str, Any]) -> None:
        review.approve(agreement, by=request.user, version=data["version"])

    return _confirmed_move(request, agreement, "approve", act, "Der Text ist schlussgezeichnet.")


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_finalise(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)

    def act(data: dict[str, Any]) -> None:
        fixing.finalise(agreement, by=request.user, version=data["version"])

    return _confirmed_move(
        request, agreement, "finalise", act, "Die Endfassung ist festgeschrieben und liegt als PDF vor."
    )


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_reopen(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)

    def act(data: dict[str, Any]) -> None:
        review.reopen(agreement, by=request.user, reason=data["reason"], version=data["version"])

    return _confirmed_move(request, agreement, "reopen", act, "Der Text kann wieder geändert werden.")


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_withdraw(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)

    def act(data: dict[str, Any]) -> None:
        signing.withdraw(agreement, by=request.user, reason=data["reason"], version=data["version"])

    return _confirmed_move(request, agreement, "withdraw", act, "Die Vereinbarung ist zurückgezogen.")


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_end(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)

    def act(data: dict[str, Any]) -> None:
        signing.end(agreement, by=request.user, **data)

    return _confirmed_move(request, agreement, "end", act, "Das Ende der Vereinbarung ist eingetragen.")
