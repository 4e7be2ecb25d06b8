"""Pages of the numbered versions: which there are, and what changed between two of them or since the sample text."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from accounts.functions import MUNICIPAL, STATE_OFFICE, Function
from accounts.requests import SignedInRequest
from agreements.forms.wording import CompareForm
from agreements.models import AgreementVersion, CooperationAgreement
from agreements.versions import compare, compare_to_sample
from agreements.views.fetch import agreement_or_404
from core.access import access


@dataclass(frozen=True)
class Pair:
    """What is compared: two versions, or the sample text and one of them."""

    old: AgreementVersion | None
    new: AgreementVersion | None
    with_sample: bool = False


READERS = (*STATE_OFFICE, *MUNICIPAL, Function.POLICE)


@require_safe
@access(*READERS)
def agreement_versions(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    """All versions this person may read, the newest first, and the word for word difference between two of them."""
    agreement = agreement_or_404(request, agreement_id)
    readable = AgreementVersion.objects.visible_to(request.user, as_=request.functions)
    versions = list(readable.filter(agreement=agreement).select_related("made_by"))
    is_office = bool(request.functions & set(STATE_OFFICE))
    pair = _pair(versions, request.GET, is_office=is_office)
    context = {
        "agreement": agreement, "versions": versions, "is_office": is_office, "consents": _consents(agreement),
        "form": _form(versions, pair, is_office=is_office), **_difference(agreement, pair),
    }  # fmt: skip
    return TemplateResponse(request, "agreements/versions.html", context)


def _form(versions: list[AgreementVersion], pair: Pair, *, is_office: bool) -> CompareForm:
    numbers = [(row.number, f"Fassung {row.number}") for row in versions]
    initial = {"von": pair.old.number if pair.old else "", "bis": pair.new.number if pair.new else ""}
    return CompareForm(numbers=numbers, extra="Mustertext" if is_office else "", initial=initial)


def _pair(versions: list[AgreementVersion], asked: QueryDict, *, is_office: bool) -> Pair:
    """The versions asked for in the address; without a choice the newest beside the one before it."""
    by_number = {str(row.number): row for row in versions}
    new = by_number.get(asked.get("bis", "")) or next(iter(versions), None)
    if is_office and asked.get("von") == "" and new:
        return Pair(None, new, with_sample=True)
    old = by_number.get(asked.get("von", ""))
    return Pair(old or next((row for row in versions if new and row.number < new.number), None), new)


def _difference(agreement: CooperationAgreement, pair: Pair) -> dict[str, Any]:
    if pair.new and pair.with_sample:
        return {"parts": compare_to_sample(agreement, pair.new), "title": f"Mustertext → {pair.new}"}
    if pair.new and pair.old:
        return {"parts": compare(pair.old, pair.new), "title": f"{pair.old} → {pair.new}"}
    return {"parts": [], "title": ""}


def _consents(agreement: CooperationAgreement) -> dict[int, list[str]]:
    """Who agreed to which version."""
    given: dict[int, list[str]] = {}
    for party in agreement.sorted_parties:
        if party.agreed_version:
            given.setdefault(party.agreed_version, []).append(party.name)
    return given
