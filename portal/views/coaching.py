"""Bringing coaches and towns together."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from accounts.actions.people import assign_coach
from accounts.functions import STATE_WRITERS, Function
from accounts.requests import SignedInRequest
from core import dates
from core.access import access
from portal.coaching import AssignCoachForm


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS, Function.COACHING_COORDINATION)
def coach_assign(request: SignedInRequest) -> HttpResponse:
    initial = {"starts_on": dates.today(), "municipality": f"municipality-{request.GET.get('kommune', '')}"}
    data = request.POST if request.method == "POST" else None
    form = AssignCoachForm(data, user=request.user, as_=request.functions, initial=initial)
    if form.is_valid():
        coach, values = form.cleaned_data["coach"], form.cleaned_data
        row = assign_coach(coach, by=request.user, municipality=values["municipality"], starts_on=values["starts_on"])
        messages.success(request, f"Zugeordnet: {coach.name}, {row.municipality}.")
        return redirect("portal:home")
    return TemplateResponse(request, "portal/coach_assign.html", {"form": form}, status=422 if form.is_bound else 200)
