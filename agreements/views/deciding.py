"""Pages of deciding: consultation, second pair of eyes, fixing, and the ways back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.functions import STATE_WRITERS, Function
from accounts.requests import SignedInRequest
from agreements.actions import fixing, review, signing
from agreements.forms.deciding import AloneForm, EndForm, ReasonForm
from agreements.forms.drafting import VersionForm
from agreements.models import CooperationAgreement
from agreements.readiness import blocking, points
from agreements.resolving import sentences
from agreements.second_pair import is_own, second_people
from agreements.transitions import TRANSITIONS
from agreements.views.drafting import page
from agreements.views.fetch import agreement_or_404, open_proposals, posted
from core import dates
from core.access import access
from core.forms import Form

# Moves before which the checks are shown.
CHECKED = frozenset({"open_consultation", "approve", "finalise"})


def _move_form(request: SignedInRequest, agreement: CooperationAgreement, name: str) -> Form:
    initial = {"version": agreement.version, "ended_on": dates.today()}
    if name == "approve" and _is_alone(request, agreement):
        return AloneForm(posted(request), initial=initial)
    if name == "end":
        return EndForm(posted(request), initial=initial, not_before=agreement.signed_on)
    return (ReasonForm if TRANSITIONS[name].needs_reason else VersionForm)(posted(request), initial=initial)


def _is_alone(request: SignedInRequest, agreement: CooperationAgreement) -> bool:
    """Whether the Leitung would approve her own text, could, and nobody else is there to do it."""
    return is_own(agreement, request.user) and not second_people(agreement) and not blocking(agreement)


def _confirmed_move(
    request: SignedInRequest,
    agreement: CooperationAgreement,
    name: str,
    act: Callable[[dict[str, Any]], Any],
    done: str,
) -> HttpResponse:
    """Ask once, with the consequences, then act: the page of every move."""
    if request.method == "GET" and TRANSITIONS[name] not in agreement.moves:
        # The way back of the browser leads here after the move; the page would only offer it again.
        messages.info(request, f"Die Vereinbarung ist jetzt „{agreement.get_status_display()}“.")
        return redirect(agreement)
    form = _move_form(request, agreement, name)
    if form.is_valid():
        act(form.cleaned_data)
        messages.success(request, done)
        return redirect(agreement)
    wishes = open_proposals(request, agreement) if name == "approve" else []
    alone = isinstance(form, AloneForm)
    return page(request, "agreements/move.html", form, **_consequences(agreement, name), wishes=wishes, alone=alone)


def _consequences(agreement: CooperationAgreement, name: str) -> dict[str, Any]:
    """What the page of a move shows before it is made."""
    listed = points(agreement) if name in CHECKED else []
    return {
        "agreement": agreement,
        "transition": TRANSITIONS[name],
        "points": listed,
        "notes": [party for party in agreement.sorted_parties if party.agreed_note] if name == "approve" else [],
        "going_on": [party for party in agreement.sorted_parties if party.goes_on] if name == "approve" else [],
        "undecided": [sentence for _, sentence in sentences(agreement)] if name in {"approve", "finalise"} else [],
        "is_blocked": name != "open_consultation" and any(point.is_blocking and not point.ok for point in listed),
        "deviating": [clause.label for clause in agreement.clauses.all() if clause.deviates],
        "move": name,
    }


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_open_consultation(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)

    def act(data: dict[str, Any]) -> None:
        address = request.build_absolute_uri(agreement.get_absolute_url())
        review.open_consultation(agreement, by=request.user, version=data["version"], address=address)

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
        alone_reason = data.get("reason", "")
        review.approve(agreement, by=request.user, version=data["version"], alone_reason=alone_reason)

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
