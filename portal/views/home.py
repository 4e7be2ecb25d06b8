"""The start page: one address for everybody, made of what the functions held today need."""

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from accounts.functions import MUNICIPAL, STATE_OFFICE, Function
from accounts.requests import SignedInRequest
from core import dates
from core.access import signed_in
from portal.forms import ReferenceDayForm
from portal.further import further_starts
from portal.news import news_of
from portal.office import office_start
from portal.own import coach_start, functions_elsewhen, police_start, towns_start


@require_safe
@signed_in
def home(request: SignedInRequest) -> HttpResponse:
    user, held = request.user, request.functions
    office, towns = held & frozenset(STATE_OFFICE), held & frozenset(MUNICIPAL)
    police, coach = held & {Function.POLICE}, held & {Function.COACH}
    asked = request.GET if office and "stichtag" in request.GET else None
    form = ReferenceDayForm(asked, initial={"stichtag": dates.today()})
    context = {
        "day_form": form,
        "office": office_start(user, office, form.day) if office else None,
        "towns": towns_start(user, towns) if user.acts_for_town() else None,
        "police": police_start(user, police) if police else None,
        "coach": coach_start(user, coach) if coach else None,
        "further": further_starts(user, held),
        "news": news_of(user, held),
        "elsewhen": [] if held else functions_elsewhen(user),
    }
    status = 422 if form.is_bound and form.errors else 200
    return TemplateResponse(request, "portal/home.html", context, status=status)
