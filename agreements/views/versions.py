"""Pages of the numbered versions: which there are, and what changed between two of them or since the sample text."""

from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from accounts.functions import MUNICIPAL, STATE_OFFICE, Function
from accounts.requests import SignedInRequest
from agreements.forms.wording import CompareForm
from agreements.models import AgreementVersion
from agreements.versions import compare, compare_to_sample
from agreements.views.fetch import agreement_or_404
from core.access import access

READERS = (*STATE_OFFICE, *MUNICIPAL, Function.POLICE)


@require_safe
@access(*READERS)
def agreement_versions(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    """All versions this person may read, the newest first, and the word for word difference between two of them."""
    agreement = agreement_or_404(request, agreement_id)
    readable = AgreementVersion.objects.visible_to(request.user, as_=request.functions)
    versions = list(readable.filter(agreement=agreement).select_related("made_by"))
    numbers = [(row.number, f"Fassung {row.number}") for row in versions]
    is_office = bool(request.functions & set(STATE_OFFICE))
    extra = "Mustertext" if is_office else ""
    form = CompareForm(request.GET or None, numbers=numbers, extra=extra)
    context = {
        "agreement": agreement, "versions": versions, "form": form, "is_office": is_office,
        "consents": _consents(agreement), **_difference(agreement, versions, form, is_office=is_office),
    }  # fmt: skip
    return TemplateResponse(request, "agreements/versions.html", context)


def _difference(
    agreement: Any, versions: list[AgreementVersion], form: CompareForm, *, is_office: bool
) -> dict[str, Any]:
    """The chosen two versions; without a choice the newest beside the one before it."""
    by_number = {row.number: row for row in versions}
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    new = by_number.get(chosen.get("bis") or 0) or (versions[0] if versions else None)
    if new is None:
        return {"parts": [], "title": ""}
    if chosen and not chosen.get("von") and is_office:
        return {"parts": compare_to_sample(agreement, new), "title": f"Mustertext → Fassung {new.number}"}
    old = by_number.get(chosen.get("von") or 0) or next((row for row in versions if row.number < new.number), None)
    if old is None:
        return {"parts": [], "title": ""}
    return {"parts": compare(old, new), "title": f"Fassung {old.number} → Fassung {new.number}"}


def _consents(agreement: Any) -> dict[int, list[str]]:
    """Who agreed to which version."""
    given: dict[int, list[str]] = {}
    for party in agreement.sorted_parties:
        if party.agreed_version:
            given.setdefault(party.agreed_version, []).append(party.name)
    return given
