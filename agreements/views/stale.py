"""Pages that were made for an older version of a text: what changed meanwhile, and the same form once more."""

from typing import Any

from django.template.response import TemplateResponse

from accounts.requests import SignedInRequest
from agreements.models import CooperationAgreement
from agreements.views.drafting import page
from core.forms import Form


def is_stale(agreement: CooperationAgreement, form: Form) -> bool:
    """Whether somebody changed a text that may still be changed; otherwise the action has the word."""
    version: int = form.cleaned_data["version"]
    return agreement.is_editable and version < agreement.version


def meanwhile(request: SignedInRequest, agreement: CooperationAgreement, version: int) -> dict[str, Any]:
    """What was changed since the version a page was made for, and whether only by this person, in another tab."""
    others = [row for row in agreement.versions.select_related("made_by").all() if row.number > version]
    return {
        "agreement": agreement,
        "since": version,
        "others": others,
        "is_own": {row.made_by_id for row in others} == {request.user.pk},
    }


def text_page(
    request: SignedInRequest, name: str, form: Form, agreement: CooperationAgreement, *, since: int | None, **more: Any
) -> TemplateResponse:
    """A form about the text; 409 with what changed `since` the version it was meant for."""
    if since is None:
        return page(request, name, form, agreement=agreement, others=[], **more)
    response = page(request, name, form, **meanwhile(request, agreement, since), **more)
    response.status_code = 409
    return response


def stale_or_page(
    request: SignedInRequest, name: str, form: Form, agreement: CooperationAgreement, *, since: int | None, **more: Any
) -> TemplateResponse:
    """The same for a party, which is not told who changed the text: 409 with `since`, the version it had before it."""
    response = page(request, name, form, agreement=agreement, since=since, **more)
    if since is not None:
        response.status_code = 409
    return response
