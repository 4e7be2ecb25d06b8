"""The one admin site, at /verwaltung/: reference data and accounts to look at, for the Leitung of the state office.

Nothing is written here: whatever changes data is an action with a record, and the official register comes by
`manage.py import_register`.
"""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.http import HttpRequest

from accounts.functions import Function
from accounts.models import Assignment, User
from core.access import access, guard_patterns
from municipalities.models import (
    Association,
    AssociationMembership,
    District,
    ImportRun,
    Municipality,
    PoliceDirectorate,
    TerritorialChange,
)

# Pages of Django's own sign-in, which would go past ours, and of things nobody does here.
LEFT_OUT = {"login", "logout", "password_change", "password_change_done", "autocomplete", "view_on_site"}
# A state is moved by actions alone; a password is nobody's to look at.
NEVER_SHOWN = {"status", "password"}


class OfficeAdminSite(admin.AdminSite):
    site_header = site_title = "Verwaltung"
    index_title = "Stammdaten und Zugänge"
    site_url = "/"
    enable_nav_sidebar = False
    final_catch_all_view = False

    def has_permission(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return user.is_authenticated and Function.STATE_LEAD in user.functions_held()

    def get_urls(self) -> list[Any]:
        return [pattern for pattern in super().get_urls() if getattr(pattern, "name", None) not in LEFT_OUT]

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only through the door: an admin past it would show every row to whoever gets in."""
        if not (isinstance(admin_class, type) and issubclass(admin_class, ScopedAdmin)):
            raise ImproperlyConfigured("Whatever is registered in the admin site has to be a ScopedAdmin.")
        super().register(model_or_iterable, admin_class, **options)


class ScopedAdmin(admin.ModelAdmin[Any]):
    """Rows through `visible_to` by the function that opened the page; to be read, never to be written."""

    list_per_page = 50
    show_full_result_count = False
    actions = None
    view_on_site = False
    list_related: tuple[str, ...] = ()

    def get_queryset(self, request: Any) -> models.QuerySet[Any]:
        rows = self.model.objects.visible_to(request.user, as_=request.functions)
        return rows.select_related(*self.list_related) if self.list_related else rows

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        own = [field for field in self.model._meta.fields if field.name not in NEVER_SHOWN]
        return [field.name for field in own if not field.name.endswith("_key")]

    def get_urls(self) -> list[Any]:
        """List and page; no adding, deleting or history (whose record is our own)."""
        kept = (f"_{self.opts.model_name}_changelist", f"_{self.opts.model_name}_change")
        return [pattern for pattern in super().get_urls() if str(getattr(pattern, "name", "")).endswith(kept)]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class MunicipalityAdmin(ScopedAdmin):
    list_display = ("name", "district", "kind", "population", "ags", "exists_from", "dissolved_on")
    list_related = ("district",)
    search_fields = ("search_key", "ags")


class DistrictAdmin(ScopedAdmin):
    list_display = ("display_name", "key", "seat", "police_directorate")
    list_related = ("police_directorate",)


class PoliceDirectorateAdmin(ScopedAdmin):
    list_display = ("name", "key")


class AssociationAdmin(ScopedAdmin):
    list_display = ("name", "kind", "district", "key", "founded_on", "dissolved_on")
    list_related = ("district",)


class MembershipAdmin(ScopedAdmin):
    list_display = ("municipality", "association", "starts_on", "ends_on")
    list_related = ("municipality", "association")


class TerritorialChangeAdmin(ScopedAdmin):
    list_display = ("effective_on", "kind", "from_name", "to_name", "number")


class ImportRunAdmin(ScopedAdmin):
    list_display = ("at", "kind", "file_name", "edition_on", "counts")


class UserAdmin(ScopedAdmin):
    list_display = ("name", "email", "is_active", "last_login")
    search_fields = ("name", "email")


class AssignmentAdmin(ScopedAdmin):
    list_display = ("user", "function", "municipality", "police_directorate", "starts_on", "ends_on")
    list_related = ("user", "municipality", "police_directorate")


site = OfficeAdminSite(name="admin")
for model, admin_class in {
    PoliceDirectorate: PoliceDirectorateAdmin,
    District: DistrictAdmin,
    Municipality: MunicipalityAdmin,
    Association: AssociationAdmin,
    AssociationMembership: MembershipAdmin,
    TerritorialChange: TerritorialChangeAdmin,
    ImportRun: ImportRunAdmin,
    User: UserAdmin,
    Assignment: AssignmentAdmin,
}.items():
    site.register(model, admin_class)

# Django's views carry no rule of ours: reference data and accounts are for the Leitung, who answers for both.
urls = (guard_patterns(site.get_urls(), access(Function.STATE_LEAD)), "admin")
