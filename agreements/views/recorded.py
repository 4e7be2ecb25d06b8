"""The page of an agreement that was recorded afterwards: what is known, from where, and what is missing."""

from typing import Any

from django.template.response import TemplateResponse

from accounts.functions import STATE_OFFICE, STATE_WRITERS
from accounts.requests import SignedInRequest
from agreements.models import CooperationAgreement
from agreements.ordinals import places
from core import dates


def recorded_page(request: SignedInRequest, agreement: CooperationAgreement, **context: Any) -> TemplateResponse:
    is_office = bool(request.functions & set(STATE_OFFICE))
    place = places(dates.today(), {agreement.pk}).get(agreement.pk) if is_office and agreement.takes_number else None
    context |= {
        "agreement": agreement,
        "place": place,
        "is_office": is_office,
        "may_write": bool(request.functions & set(STATE_WRITERS)),
        "known_signatories": [(party, party.sorted_signatories) for party in agreement.sorted_parties],
    }
    return TemplateResponse(request, "agreements/recorded.html", context)
