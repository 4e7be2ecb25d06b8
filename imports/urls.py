"""Addresses of the Datenübernahmen."""

from django.urls import path

from imports import views

app_name = "imports"

urlpatterns = [
    path("", views.import_list, name="list"),
    path("neu/<slug:import_kind>/", views.upload, name="upload"),
    path("neu/<slug:import_kind>/vorlage/", views.template, name="template"),
    path("<int:import_id>/", views.detail, name="detail"),
    path("<int:import_id>/spalten/", views.columns, name="columns"),
    path("<int:import_id>/zeilen/", views.rows, name="rows"),
    path("<int:import_id>/auslassen/", views.skip, name="skip"),
    path("<int:import_id>/neu-pruefen/", views.look_again, name="look_again"),
    path("<int:import_id>/probelauf/", views.rehearse, name="rehearse"),
    path("<int:import_id>/uebernehmen/", views.carry_out, name="carry_out"),
    path("<int:import_id>/rueckgaengig/", views.undo, name="undo"),
    path("<int:import_id>/verwerfen/", views.discard, name="discard"),
]
