"""The URL map of the whole application."""

from django.urls import include, path

from asskomm import admin

urlpatterns = [
    path("", include("portal.urls")),
    path("konto/", include("accounts.urls.sign_in")),
    path("", include("accounts.urls.pages")),
    path("vereinbarungen/", include("agreements.urls")),
    path("beratung/", include("advice.urls")),
    path("uebernahmen/", include("imports.urls")),
    path("aufgaben/", include("tasks.urls")),
    path("dokumente/", include("documents.urls")),
    path("verwaltung/", include(admin.urls, namespace="admin")),
]

handler400 = "core.errors.bad_request"
handler403 = "core.errors.permission_denied"
handler404 = "core.errors.not_found"
handler429 = "core.errors.too_many_requests"
handler500 = "core.errors.server_error"
