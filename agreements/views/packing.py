"""All signed PDFs of a filter as one ZIP: what it will hold, and asking for it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from agreements.forms.listing import ListForm
from agreements.models import CooperationAgreement
from agreements.packing import SignedAgreements, without_copy
from agreements.transitions import CONCLUDED
from agreements.views.drafting import page
from agreements.views.fetch import posted
from agreements.views.reading import READERS
from core.access import access
from core.forms import Form
from filing.actions.packages import request_package


def _chosen(request: SignedInRequest) -> tuple[Any, str]:
    """The signed ones of what the filter shows, in its order, and the filter in words."""
    readable = CooperationAgreement.objects.visible_to(request.user, as_=request.functions)
    form = ListForm(request.GET or None, user=request.user, as_=request.functions)
    return form.apply(readable).filter(status__in=CONCLUDED), "; ".join(form.told)


@require_http_methods(["GET", "POST"])
@access(*READERS)
def agreement_pack(request: SignedInRequest) -> HttpResponse:
    rows, told = _chosen(request)
    ids = list(rows.values_list("pk", flat=True))
    form = Form(posted(request))
    if form.is_valid():
        package = request_package(
            SignedAgreements.word, by=request.user, record_ids=ids, told=told,
            functions=request.functions,
        )  # fmt: skip
        return redirect(package)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    missing = without_copy(rows)
    return page(
        request, "agreements/pack.html", form, count=len(ids), told=told, without_copy=missing, query=query
    )  # fmt: skip
