"""The real URL map, an empty page in our frame, and a page of two letters; both behind the same sign-in."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import include, path

from asskomm import urls
from core import dates
from core.access import guard_patterns, signed_in
from municipalities.models import Municipality
from portal.board import rows_of


@signed_in
def empty(request: HttpRequest) -> HttpResponse:
    """The base line: session, account, functions, frame; nothing inside."""
    return TemplateResponse(request, "bench/empty.html")


@signed_in
def bare(request: HttpRequest) -> HttpResponse:
    """For comparison only: the stack without a template."""
    return HttpResponse("ok")


class PlainAdmin(admin.ModelAdmin[Any]):
    """The columns, search and filter of our own list, as Django's manual builds them."""

    list_display = ("name", "district", "population", "agreement", "ags")
    list_select_related = ("district",)
    list_filter = ("district",)
    search_fields = ("search_key", "ags")
    list_per_page = 50

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # The column of boxes, which every list of the admin has.
        return True

    @admin.display(description="Vereinbarung")
    def agreement(self, town: Municipality) -> str:
        return rows_of([town], dates.today(), internal=True)[0].marks[0].state.label


class PlainSite(admin.AdminSite):
    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_authenticated)


site = PlainSite(name="plain")
site.register(Municipality, PlainAdmin)
plain = guard_patterns(site.get_urls(), signed_in)

urlpatterns = [
    path("bench/leer/", empty),
    path("bench/ok/", bare),
    path("bench/verwaltung/", include((plain, "admin"), namespace="plain")),
    *urls.urlpatterns,
]
handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404
handler429, handler500 = urls.handler429, urls.handler500
