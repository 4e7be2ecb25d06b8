"""Pages of activations: which bodies agreed to the Nutzungsvereinbarung, since when, with which paper."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions.activations import end_activation
from accounts.functions import ACCOUNT_MANAGERS, STATE_OFFICE, STATE_WRITERS
from accounts.models import Activation
from accounts.requests import SignedInRequest
from core import dates
from core.access import access
from documents.models import Document
from portal.actions import activate_body, attach_signed_terms
from portal.opening import ActivationForm, EndActivationForm, SignedTermsForm

PAGE_SIZE = 50


@require_safe
@access(*STATE_OFFICE)
def activation_list(request: SignedInRequest) -> HttpResponse:
    rows = Activation.objects.visible_to(request.user, as_=request.functions).for_list()
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("seite"))
    context = {"page": page, "today": dates.today(), "may_write": bool(request.functions & set(STATE_WRITERS))}
    return TemplateResponse(request, "portal/activations.html", context)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def activation_create(request: SignedInRequest) -> HttpResponse:
    given = request.method == "POST"
    form = ActivationForm(
        request.POST if given else None, request.FILES if given else None, user=request.user, as_=request.functions,
        initial={"starts_on": dates.today(), "body": f"municipality-{request.GET.get('kommune', '')}"},
    )  # fmt: skip
    if form.is_valid():
        row = activate_body(by=request.user, **form.cleaned_data)
        messages.success(request, f"Freigeschaltet: {row.body}.")
        return redirect("portal:activation", row.pk)
    return TemplateResponse(
        request, "portal/activation_create.html", {"form": form}, status=422 if form.is_bound else 200
    )


@require_safe
@access(*STATE_OFFICE, *ACCOUNT_MANAGERS)
def activation_detail(request: SignedInRequest, activation_id: int) -> HttpResponse:
    row = _activation_or_404(request, activation_id)
    papers = Document.objects.visible_to(request.user, as_=request.functions).of(row)
    context = {
        "row": row,
        "papers": papers,
        "today": dates.today(),
        "is_office": bool(request.functions & set(STATE_OFFICE)),
        "may_write": bool(request.functions & set(STATE_WRITERS)),
    }
    return TemplateResponse(request, "portal/activation.html", context)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def activation_paper(request: SignedInRequest, activation_id: int) -> HttpResponse:
    row = _activation_or_404(request, activation_id)
    form = SignedTermsForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        attach_signed_terms(row, by=request.user, file=form.cleaned_data["file"])
        messages.success(request, "Die unterzeichnete Fassung ist abgelegt.")
        return redirect("portal:activation", row.pk)
    return _page(request, row, form, "Unterzeichnete Fassung ablegen")


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def activation_end(request: SignedInRequest, activation_id: int) -> HttpResponse:
    row = _activation_or_404(request, activation_id)
    form = EndActivationForm(request.POST if request.method == "POST" else None, initial={"ends_on": dates.today()})
    if form.is_valid():
        end_activation(row, by=request.user, **form.cleaned_data)
        messages.success(request, f"Die Freischaltung ist beendet: {row.body}.")
        return redirect("portal:activation", row.pk)
    return _page(request, row, form, "Freischaltung beenden")


def _page(request: SignedInRequest, row: Activation, form: object, title: str) -> HttpResponse:
    status = 422 if getattr(form, "is_bound", False) else 200
    context = {"row": row, "form": form, "title": title}
    return TemplateResponse(request, "portal/activation_change.html", context, status=status)


def _activation_or_404(request: SignedInRequest, activation_id: int) -> Activation:
    readable = Activation.objects.visible_to(request.user, as_=request.functions).for_list()
    row: Activation = get_object_or_404(readable, pk=activation_id)
    return row
