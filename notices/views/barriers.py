"""Reporting a barrier, and what the office has answered."""

from allauth.core.internal.ratelimit import consume_or_429
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.functions import STATE_OFFICE, STATE_WRITERS
from accounts.requests import SignedInRequest
from core.access import access, public
from notices.actions.barriers import report_barrier, settle_barrier
from notices.forms import AnswerForm, BarrierForm
from notices.models import BarrierReport

PAGE_SIZE = 50


@require_http_methods(["GET", "POST"])
@public(reason="Whoever cannot get in because of a barrier must be able to say so.")
def barrier_report(request: HttpRequest) -> HttpResponse:
    initial = {"page": request.GET.get("seite", "")}
    form = BarrierForm(request.POST if request.method == "POST" else None, initial=initial)
    if not form.is_valid():
        return TemplateResponse(request, "notices/report.html", {"form": form}, status=422 if form.is_bound else 200)
    if refused := consume_or_429(request, app="allauth.account", action="report_barrier"):
        return refused
    user = request.user if request.user.is_authenticated else None
    process = "" if user else "ohne Anmeldung"
    report_barrier(form.cleaned_data.pop("description"), by=user, process=process, **form.cleaned_data)
    return redirect("notices:reported")


@require_safe
@public(reason="Says that the report has arrived.")
def barrier_reported(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "notices/reported.html", {})


@require_safe
@access(*STATE_OFFICE)
def barrier_list(request: SignedInRequest) -> HttpResponse:
    readable = BarrierReport.objects.visible_to(request.user, as_=request.functions)
    page = Paginator(readable.select_related("settled_by"), PAGE_SIZE).get_page(request.GET.get("seite"))
    context = {"page": page, "may_write": bool(request.functions & set(STATE_WRITERS))}
    return TemplateResponse(request, "notices/barriers.html", context)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def barrier_settle(request: SignedInRequest, report_id: int) -> HttpResponse:
    readable = BarrierReport.objects.visible_to(request.user, as_=request.functions)
    report = get_object_or_404(readable, pk=report_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        settle_barrier(report, by=request.user, answer=form.cleaned_data["answer"])
        messages.success(request, "Als beantwortet eingetragen.")
        return redirect("notices:barriers")
    context = {"form": form, "report": report}
    return TemplateResponse(request, "notices/settle.html", context, status=422 if form.is_bound else 200)
