"""What the page of an agreement tells of its signing: day, originals, signed files, and what is open."""

from typing import Any

from accounts.functions import STATE_OFFICE
from accounts.requests import SignedInRequest
from agreements.models import CooperationAgreement, Original, SignedFile, SigningDay
from agreements.signing_hints import open_notes
from core.scoping import ScopedQuerySet


def originals_of(request: SignedInRequest, agreement: CooperationAgreement) -> list[Original]:
    rows = Original.objects.visible_to(request.user, as_=request.functions).filter(agreement=agreement)
    return list(rows.with_places())


def signed_files_of(request: SignedInRequest, agreement: CooperationAgreement) -> list[SignedFile]:
    rows = SignedFile.objects.visible_to(request.user, as_=request.functions).filter(agreement=agreement)
    return list(rows.select_related("document", "received_by"))


def signing_day_of(request: SignedInRequest, agreement: CooperationAgreement) -> SigningDay | None:
    rows: ScopedQuerySet = SigningDay.objects.visible_to(request.user, as_=request.functions)
    day: SigningDay | None = rows.filter(agreement=agreement).select_related("arranged_by").first()
    return day


def panel_of(request: SignedInRequest, agreement: CooperationAgreement) -> dict[str, Any]:
    """Nothing before the text is approved; the hints are for the office."""
    if not agreement.approved_on or agreement.withdrawn_on:
        return {}
    files = signed_files_of(request, agreement)
    is_office = bool(request.functions & set(STATE_OFFICE))
    return {
        "day": signing_day_of(request, agreement),
        "originals": originals_of(request, agreement),
        "files": [row for row in files if row.discarded_on is None],
        "discarded": [row for row in files if row.discarded_on],
        "notes": open_notes(agreement) if is_office and agreement.is_fixed else [],
    }
