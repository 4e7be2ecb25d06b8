"""The page of a replacement."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.functions import STATE_WRITERS
from accounts.requests import SignedInRequest
from agreements.actions import replacing
from agreements.forms.replacing import ReplaceForm
from agreements.views.drafting import page
from agreements.views.fetch import agreement_or_404, posted
from core.access import access


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
