"""URLs of the file of record."""

from django.urls import path

from filing.views import files, packages, rules

app_name = "filing"

urlpatterns = [
    path("einstellungen/", rules.rules_edit, name="rules"),
    path("pakete/", packages.package_list, name="packages"),
    path("pakete/<int:package_id>/", packages.package_detail, name="package"),
    path("pakete/<int:package_id>/datei/", packages.package_download, name="package_file"),
    path("<str:record_kind>/<int:record_id>/", files.file_detail, name="file"),
    path("<str:record_kind>/<int:record_id>/veraktung/", files.file_confirm, name="confirm"),
    path("<str:record_kind>/<int:record_id>/aktenzeichen/", files.file_reference, name="reference"),
    path("<str:record_kind>/<int:record_id>/paket/<str:extent>/", files.file_package, name="file_package"),
]
