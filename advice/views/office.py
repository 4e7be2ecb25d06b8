"""Pages of the office: how a town stands, and who is responsible for it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.functions import STATE_OFFICE, STATE_WRITERS, Function
from accounts.requests import SignedInRequest
from advice.actions import responsibilities, standing
from advice.forms.office import RESUMED, EndResponsibilityForm, ResponsibilityForm, StandingForm
from advice.models import AdviceStanding, Responsibility
from advice.views.fetch import page, posted, town_or_404
from core import dates
from core.access import access


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def standing_set(request: SignedInRequest, municipality_id: int) -> HttpResponse:
    town = town_or_404(request, municipality_id)
    form = StandingForm(posted(request), initial={"on": dates.today()})
    if form.is_valid():
        kind, on, reason = (form.cleaned_data[name] for name in ("kind", "on", "reason"))
        if kind != RESUMED:
            standing.set_standing(town, by=request.user, kind=kind, starts_on=on, reason=reason)
        elif standing.resume(town, by=request.user, ends_on=on, reason=reason) is None:
            messages.info(request, f"Für {town} ist weder „ruhend“ noch „kein Interesse“ offen; nichts war zu beenden.")
            return redirect(town)
        messages.success(request, f"Der Stand der Beratung ist eingetragen: {town}.")
        return redirect(town)
    readable = AdviceStanding.objects.visible_to(request.user, as_=request.functions)
    return page(request, "standing", form, town=town, rows=readable.filter(municipality=town))


@require_safe
@access(*STATE_OFFICE)
def responsibility_list(request: SignedInRequest) -> HttpResponse:
    readable = Responsibility.objects.visible_to(request.user, as_=request.functions)
    context = {
        "rows": readable.current(on=dates.today()).for_list(),
        "over": readable.over(on=dates.today()).for_list().order_by("-ends_on")[:20],
        "may_write": Function.STATE_LEAD in request.functions,
    }
    return TemplateResponse(request, "advice/responsibilities.html", context)


@require_http_methods(["GET", "POST"])
@access(Function.STATE_LEAD)
def responsibility_give(request: SignedInRequest) -> HttpResponse:
    initial = {"starts_on": dates.today()}
    form = ResponsibilityForm(posted(request), user=request.user, as_=request.functions, initial=initial)
    if form.is_valid():
        row = responsibilities.give(form.cleaned_data.pop("user"), by=request.user, **form.cleaned_data)
        messages.success(request, f"Zuständig für {row.place}: {row.user}.")
        return redirect("advice:responsibilities")
    return page(request, "responsibility_form", form, title="Zuständigkeit eintragen")


@require_http_methods(["GET", "POST"])
@access(Function.STATE_LEAD)
def responsibility_end(request: SignedInRequest, responsibility_id: int) -> HttpResponse:
    readable = Responsibility.objects.visible_to(request.user, as_=request.functions)
    row = get_object_or_404(readable.for_list(), pk=responsibility_id)
    form = EndResponsibilityForm(posted(request), initial={"ends_on": dates.today()})
    if form.is_valid():
        responsibilities.end(row, by=request.user, ends_on=form.cleaned_data["ends_on"])
        messages.success(request, f"Die Zuständigkeit endet: {row}.")
        return redirect("advice:responsibilities")
    return page(request, "responsibility_form", form, title=f"Zuständigkeit beenden: {row}")
