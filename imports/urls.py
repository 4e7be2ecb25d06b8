"""Addresses of the Datenübernahmen."""

from django.urls import path

from imports.views import files, lines, one

app_name = "imports"

urlpatterns = [
    path("", files.import_list, name="list"),
    path("neu/<slug:import_kind>/", files.upload, name="upload"),
    path("neu/<slug:import_kind>/vorlage/", files.template, name="template"),
    path("<int:import_id>/", one.detail, name="detail"),
    path("<int:import_id>/spalten/", one.columns, name="columns"),
    path("<int:import_id>/zeilen/", lines.rows, name="rows"),
    path("<int:import_id>/auslassen/", lines.skip, name="skip"),
    path("<int:import_id>/neu-pruefen/", lines.look_again, name="look_again"),
    path("<int:import_id>/probelauf/", lines.rehearse, name="rehearse"),
    path("<int:import_id>/uebernehmen/", lines.carry_out, name="carry_out"),
    path("<int:import_id>/rueckgaengig/", one.undo, name="undo"),
    path("<int:import_id>/verwerfen/", one.discard, name="discard"),
]
