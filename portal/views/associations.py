"""Associations: the list, the page of one, and its changes; districts with what they bear."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.functions import STATE_OFFICE, STATE_WRITERS
from accounts.requests import SignedInRequest
from core import dates
from core.access import access
from municipalities.actions import associations
from municipalities.models import Association, AssociationMembership, District, Municipality
from portal.bearers import borne_by
from portal.forms.associations import (
    AssociationFilter,
    AssociationForm,
    DissolveForm,
    FoundForm,
    JoinForm,
    LeaveForm,
    OnDayForm,
)
from portal.town import agreements_borne
from portal.views.bearers import READERS, bearer_or_404, page, posted

PAGE_SIZE = 50


@require_safe
@access(*READERS)
def association_list(request: SignedInRequest) -> HttpResponse:
    form = AssociationFilter(request.GET)
    today = dates.today()
    member = Q(memberships__starts_on__lte=today) & (
        Q(memberships__ends_on=None) | Q(memberships__ends_on__gte=today)
    )  # fmt: skip
    rows = form.apply(Association.objects.visible_to(request.user, as_=request.functions)).for_list()
    counted = rows.annotate(member_count=Count("memberships", filter=member)).order_by("is_example", "sort_key", "pk")
    context = {
        "form": form,
        "page": Paginator(counted, PAGE_SIZE).get_page(request.GET.get("seite")),
        "may_write": bool(request.functions & set(STATE_WRITERS)),
        "is_office": bool(request.functions & set(STATE_OFFICE)),
    }
    return TemplateResponse(request, "portal/association_list.html", context)


@require_safe
@access(*READERS)
def association_detail(request: SignedInRequest, association_id: int) -> HttpResponse:
    association = bearer_or_404(request, association_id=association_id)
    form = OnDayForm(request.GET if "am" in request.GET else None, initial={"am": dates.today()})
    rows = AssociationMembership.objects.visible_to(request.user, as_=request.functions).filter(association=association)
    listed, may_edit = list(rows.for_list()), bool(request.functions & set(STATE_WRITERS))
    context: dict[str, Any] = {
        "association": association,
        "form": form,
        "day": form.day,
        "members": [row for row in listed if row.is_current(form.day)],
        "former": [row for row in listed if row.has_left],
        "upcoming": [row for row in listed if row.starts_on > dates.today()],
        "readable": _readable_towns(request, [row.municipality_id for row in listed]),
        "borne": borne_by(association, request.user, request.functions),
        "agreements": agreements_borne(association, request.user, request.functions),
        "is_office": bool(request.functions & set(STATE_OFFICE)),
        "may_edit": may_edit,
        "may_change": may_edit and association.dissolved_on is None,
    }
    status = 422 if form.is_bound and form.errors else 200
    return TemplateResponse(request, "portal/association.html", context, status=status)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def association_create(request: SignedInRequest) -> HttpResponse:
    form = FoundForm(posted(request), user=request.user, as_=request.functions)
    if form.is_valid():
        association = associations.found_association(by=request.user, **form.cleaned_data)
        messages.success(request, f"Eingetragen: {association}.")
        return redirect(association)
    return page(request, "portal/association_create.html", form)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def association_edit(request: SignedInRequest, association_id: int) -> HttpResponse:
    association = bearer_or_404(request, association_id=association_id)
    form = AssociationForm(posted(request), initial={"name": association.name, "seat": association.seat})
    if form.is_valid():
        association = associations.edit_association(association, by=request.user, **form.cleaned_data)
        messages.success(request, f"Gespeichert: {association}.")
        return redirect(association)
    return _change(request, form, association, association, title="Zusammenschluss bearbeiten")


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def association_join(request: SignedInRequest, association_id: int) -> HttpResponse:
    association = bearer_or_404(request, association_id=association_id)
    form = JoinForm(
        posted(request), user=request.user, as_=request.functions, association=association,
        initial={"starts_on": dates.today()},
    )  # fmt: skip
    if form.is_valid():
        row = associations.join_association(association, by=request.user, **form.cleaned_data)
        messages.success(request, f"{row.municipality} ist als Mitglied eingetragen.")
        return redirect(association)
    return _change(request, form, association, association, title="Beitritt eintragen")


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def association_leave(request: SignedInRequest, membership_id: int) -> HttpResponse:
    readable = AssociationMembership.objects.visible_to(request.user, as_=request.functions)
    row = get_object_or_404(readable.for_list(), pk=membership_id)
    form = LeaveForm(posted(request), initial={"ends_on": row.ends_on or dates.today()})
    if form.is_valid():
        associations.leave_association(row, by=request.user, **form.cleaned_data)
        messages.success(request, f"Der Austritt von {row.municipality} ist eingetragen.")
        return redirect(row.association)
    return _change(request, form, row.association, row, title="Austritt eintragen")


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def association_dissolve(request: SignedInRequest, association_id: int) -> HttpResponse:
    association = bearer_or_404(request, association_id=association_id)
    form = DissolveForm(posted(request), initial={"dissolved_on": dates.today()})
    if form.is_valid():
        associations.dissolve_association(association, by=request.user, **form.cleaned_data)
        messages.success(request, "Die Auflösung ist eingetragen.")
        return redirect(association)
    return _change(request, form, association, association, title="Auflösung eintragen")


@require_safe
@access(*STATE_OFFICE)
def district_list(request: SignedInRequest) -> HttpResponse:
    user, functions, today = request.user, request.functions, dates.today()
    rows = District.objects.visible_to(user, as_=functions).select_related("police_directorate")
    towns = Municipality.objects.visible_to(user, as_=functions).existing(on=today)
    groups = Association.objects.visible_to(user, as_=functions).existing(on=today)
    counted = rows.annotate(
        town_count=Count("municipalities", filter=Q(municipalities__in=towns), distinct=True),
        association_count=Count("associations", filter=Q(associations__in=groups), distinct=True),
    ).order_by("is_example", "sort_key")
    return TemplateResponse(request, "portal/district_list.html", {"districts": counted})


@require_safe
@access(*READERS)
def district_detail(request: SignedInRequest, district_id: int) -> HttpResponse:
    district = bearer_or_404(request, district_id=district_id)
    user, functions = request.user, request.functions
    # Which towns lie in a district is in every atlas; their pages open for whoever may read them.
    today = dates.today()
    towns = list(district.municipalities.all())
    context = {
        "district": district,
        "towns": [town for town in towns if town.exists_on(today)],
        "former": [town for town in towns if town.dissolved_on and town.dissolved_on <= today],
        "readable": _readable_towns(request, [town.pk for town in towns]),
        "associations": Association.objects.visible_to(user, as_=functions).filter(district=district).existing(today),
        "borne": borne_by(district, user, functions),
        "is_office": bool(functions & set(STATE_OFFICE)),
    }
    return TemplateResponse(request, "portal/district.html", context)


def _readable_towns(request: SignedInRequest, ids: list[int]) -> set[int]:
    """Which of the towns this person may open."""
    readable = Municipality.objects.visible_to(request.user, as_=request.functions)
    return set(readable.filter(pk__in=ids).values_list("pk", flat=True))


def _change(request: SignedInRequest, form: Any, association: Association, subject: Any, *, title: str) -> HttpResponse:
    """The page of one change of an association, or of a membership in it."""
    context = {"association": association, "subject": subject, "title": title}
    return page(request, "portal/association_change.html", form, **context)
