"""The Nutzungsvereinbarung: the newest version on screen, as PDF for signing, and the next version."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts import papers
from accounts.actions.activations import publish_usage_agreement
from accounts.forms import UsageAgreementForm
from accounts.functions import ACCOUNT_MANAGERS, STATE_OFFICE, Function
from accounts.models import UsageAgreement
from accounts.requests import SignedInRequest
from accounts.samples import sample_text
from core.access import access
from core.files import file_response


@require_safe
@access(*STATE_OFFICE, *ACCOUNT_MANAGERS)
def terms(request: SignedInRequest) -> HttpResponse:
    versions = list(UsageAgreement.objects.visible_to(request.user, as_=request.functions))
    context = {
        "newest": versions[0] if versions else None,
        "versions": versions,
        "may_publish": Function.STATE_LEAD in request.functions,
    }
    return TemplateResponse(request, "accounts/terms.html", context)


@require_http_methods(["GET", "POST"])
@access(Function.STATE_LEAD)
def terms_edit(request: SignedInRequest) -> HttpResponse:
    newest = UsageAgreement.objects.visible_to(request.user, as_=request.functions).first()
    initial = {"text": newest.text if newest else sample_text()}
    form = UsageAgreementForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        row = publish_usage_agreement(form.cleaned_data["text"], by=request.user)
        messages.success(request, f"Veröffentlicht: {row}.")
        return redirect("accounts:terms")
    context = {"form": form, "newest": newest}
    return TemplateResponse(request, "accounts/terms_edit.html", context, status=422 if form.is_bound else 200)


@require_safe
@access(*STATE_OFFICE, *ACCOUNT_MANAGERS)
def terms_pdf(request: SignedInRequest, version: int) -> HttpResponse:
    readable = UsageAgreement.objects.visible_to(request.user, as_=request.functions)
    row = get_object_or_404(readable, version=version)
    return file_response(papers.render(row), filename=papers.filename(row), media_type="application/pdf", inline=True)
